"""The assessment: everything known at the end of a run. Reports show it and decide nothing."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from rasp_xl.incoming.expected import Expected, missing_colleagues
from rasp_xl.incoming.ledger import Entry, Ledger, Status, former_id
from rasp_xl.incoming.missing import Missing, missing
from rasp_xl.incoming.shared_faults import SharedFault, shared_faults
from rasp_xl.incoming.waivers import unneeded
from rasp_xl.model.answers import Answer
from rasp_xl.model.baseline import Baseline, EarlierCouncil
from rasp_xl.model.findings import Finding, Waiver
from rasp_xl.model.rounds import Moderated, Round
from rasp_xl.model.scorecard import Scorecard
from rasp_xl.scoring.change import Change
from rasp_xl.scoring.compare import Partnership
from rasp_xl.scoring.moderation import unused
from rasp_xl.scoring.sensitivity import Sensitivity, sensitivity


@dataclass(frozen=True, slots=True)
class Since:
    """What a run is compared with: an earlier round, its councils by the ids of today, and what changed.

    Of the same round only what people typed is carried over, and nothing is shown as change.
    """

    baseline: Baseline
    earlier: Mapping[str, EarlierCouncil]
    change: Change
    same_round: bool = False

    @property
    def gone(self) -> tuple[EarlierCouncil, ...]:
        """Councils of then that are not in this round."""
        stayed = {id(council) for council in self.earlier.values()}
        return tuple(council for council in self.baseline.councils if id(council) not in stayed)


@dataclass(frozen=True, slots=True)
class Assessment:
    """One run. cards are in the order of the ledger's councils; today is the day on which it was judged what is over.

    since is None where no earlier results were given. to_explain is how many things one council is still asked to explain,
    where the assessment was narrowed to that council; there its findings are not all that it was told.
    """

    round: Round
    ledger: Ledger
    cards: tuple[Scorecard, ...]
    partnership: Partnership
    today: date | None = None
    since: Since | None = None
    to_explain: int = 0

    @property
    def compared(self) -> Since | None:
        """What the round is compared with; None where that is nothing, or this very round."""
        return None if self.since is None or self.since.same_round else self.since

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
    def missing(self) -> tuple[Missing, ...]:
        """Partners of the round without a return that is scored, in the round's order."""
        return missing(self.ledger, self.round)

    @property
    def missing_colleagues(self) -> tuple[Expected, ...]:
        """People of whom no return is scored, of partners of whom somebody else's is."""
        return missing_colleagues(self.ledger, self.round)

    @property
    def former_round(self) -> str:
        """The id that the round had when templates went out, where all returns tell that it was changed since; else nothing."""
        return former_id(self.ledger.entries, self.round)

    @property
    def unneeded_waivers(self) -> tuple[Waiver, ...]:
        """Waivers that met no finding in this run."""
        return unneeded(self.ledger, self.round)

    @property
    def unused_moderations(self) -> tuple[tuple[Moderated, str], ...]:
        """Moderated answers that stand in no score, each with the reason."""
        return tuple(unused(self.cards, self.round))

    @property
    def waivers_judged_on(self) -> date | None:
        """The day of the run, where the scores may hang on it: some waiver has a last day."""
        return self.today if any(waiver.last_day for waiver in self.round.waivers) else None

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
        counted = [e.returned for e in self.ledger.entries if e.status is Status.SCORED and e.returned]
        return count_answers(answer for returned in counted for answer in returned.answers.values())

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
        """Whether a person has something to do: a file that does not count, a finding that must be fixed, somebody who is missing."""
        unsettled = self.ledger.count(Status.HELD) + self.ledger.count(Status.REFUSED)
        to_fix = any(f.must_fix for e in self.ledger.entries if e.status is Status.SCORED for f in e.findings)
        return bool(unsettled) or to_fix or bool(self.missing or self.missing_colleagues)


def count_answers(answers: Iterable[Answer]) -> dict[str, int]:
    """Answer cells by kind; cells is the sum of the others."""
    kinds = Counter(_kind(a.value, a.unreadable) for a in answers)
    names = ("levels", "dont_know", "not_applicable", "blank", "unreadable")
    return {"cells": kinds.total(), **{name: kinds[name] for name in names}}


def _kind(value: object, unreadable: bool) -> str:
    if unreadable:
        return "unreadable"
    if value is None:
        return "blank"
    return {"DK": "dont_know", "NA": "not_applicable"}.get(str(value), "levels")
