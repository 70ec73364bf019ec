"""The assessment: everything known at the end of a run. Reports show it and decide nothing."""

from collections import Counter
from dataclasses import dataclass

from rasp_xl.incoming.ledger import Entry, Ledger, Status
from rasp_xl.incoming.shared_faults import SharedFault, shared_faults
from rasp_xl.model.findings import Finding
from rasp_xl.model.rounds import Round
from rasp_xl.model.scorecard import Scorecard
from rasp_xl.scoring.compare import Partnership
from rasp_xl.scoring.sensitivity import Sensitivity, sensitivity


@dataclass(frozen=True, slots=True)
class Assessment:
    """One run. cards are in the order of the ledger's councils."""

    round: Round
    ledger: Ledger
    cards: tuple[Scorecard, ...]
    partnership: Partnership

    @property
    def findings(self) -> tuple[tuple[Entry, Finding], ...]:
        """All findings with their files, the most serious first, then by place."""
        pairs = [(entry, finding) for entry in self.ledger.entries for finding in entry.findings]
        return tuple(sorted(pairs, key=lambda p: (-p[1].severity, p[1].place, p[1].rule.code)))

    @property
    def shared_faults(self) -> tuple[SharedFault, ...]:
        """What most senders have in common: a fault of ours rather than theirs."""
        return shared_faults(self.ledger.entries)

    @property
    def sensitivity(self) -> tuple[Sensitivity, ...]:
        """What other weights would make of each council, in the order of the cards."""
        return tuple(sensitivity(card, self.round) for card in self.cards)

    @property
    def counts(self) -> dict[str, int]:
        """Files found and how many have each status; files is the sum of the others."""
        return {"files": len(self.ledger.entries), **{s.value: self.ledger.count(s) for s in Status}}

    @property
    def answer_counts(self) -> dict[str, int]:
        """Answer cells of the scored returns; cells is the sum of the others."""
        kinds: Counter[str] = Counter()
        for entry in self.ledger.entries:
            if entry.status is Status.SCORED and entry.returned:
                kinds.update(_kind(a.value, a.unreadable) for a in entry.returned.answers.values())
        names = ("levels", "dont_know", "not_applicable", "blank", "unreadable")
        return {"cells": kinds.total(), **{name: kinds[name] for name in names}}

    @property
    def control_line(self) -> str:
        """The control total as the last line on the screen."""
        n = self.counts
        parts = [f"{n[s.value]} {s.value}" for s in Status]
        sums = " + ".join(str(n[s.value]) for s in Status)
        noun = "file" if n["files"] == 1 else "files"
        return f"{n['files']} {noun}: {', '.join(parts)}. {n['files']} = {sums}."

    @property
    def needs_attention(self) -> bool:
        """Whether a person has something to mend: a file that does not count, or a finding that must be fixed."""
        unsettled = self.ledger.count(Status.HELD) + self.ledger.count(Status.REFUSED)
        return bool(unsettled) or any(
            f.must_fix for e in self.ledger.entries if e.status is Status.SCORED for f in e.findings
        )


def _kind(value: object, unreadable: bool) -> str:
    if unreadable:
        return "unreadable"
    if value is None:
        return "blank"
    return {"DK": "dont_know", "NA": "not_applicable"}.get(str(value), "levels")
