"""What check and score say on the screen: council by council, the most serious first, in words an officer can pass on."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from rasp_xl.incoming.expected import expected
from rasp_xl.incoming.ledger import Entry, Status
from rasp_xl.model.findings import Finding, Severity, Waiver
from rasp_xl.model.rounds import Round
from rasp_xl.model.showing import day_words, label, one_decimal
from rasp_xl.reports.asked import asked_of
from rasp_xl.reports.assessment import Assessment
from rasp_xl.reports.positions import DISAGREEMENT
from rasp_xl.reports.wording import (
    NO_COLLEAGUE,
    NO_RETURN,
    agreed,
    attention,
    former_round_words,
    listed,
    lowest_area,
    missing_colleagues_words,
    missing_words,
    shared_fault_words,
)

NO_COUNCIL = "Files of no known council"


def findings_text(assessment: Assessment) -> Iterator[str]:
    """Lines of text: every council with its files, their status, what is wrong and what to do; then what was left aside."""
    known = {e.digest: e.partner.name for e in assessment.ledger.entries if e.partner} | _given_to(assessment)
    councils: dict[str, list[Entry]] = defaultdict(list)
    for entry in assessment.ledger.entries:
        if entry.status is not Status.IGNORED:
            councils[entry.partner.name if entry.partner else known.get(entry.digest, "")].append(entry)
    for name in sorted(councils, key=lambda name: (-max(map(_worst, councils[name])), bool(name), name.casefold())):
        yield from _council_text(name, councils[name], assessment.round)
    yield from _ignored_text([e for e in assessment.ledger.entries if e.status is Status.IGNORED])
    yield from (f"Is it them or us? {words}\n" for words in shared_fault_words(assessment.shared_faults))


def _given_to(assessment: Assessment) -> dict[str, str]:
    """Files of no council that are given to one all the same, as chase gives them, by hash: by what they say, or by their name."""
    lines = expected(assessment.ledger, assessment.round) if assessment.round.partners else ()
    return {e.digest: one.partner.name for one in lines for e in one.held if not e.partner and e.digest}


def _council_text(name: str, entries: list[Entry], round_: Round) -> Iterator[str]:
    asked = [severity for e in entries if e.status is not Status.SUPERSEDED for severity in _asked(e, round_)]
    numbers = (
        f"{asked.count(s)} to {s.words.removeprefix('must ')}"
        for s in (Severity.MUST_FIX, Severity.EXPLAIN)
        if s in asked
    )
    yield f"{name or NO_COUNCIL}: {', '.join(numbers) or 'all well'}"
    for entry in sorted(entries, key=lambda e: (-_worst(e), e.path)):
        who = f", {entry.who}" if entry.who else ""
        yield f"  {entry.path}{who}: {entry.status.value}"
        if entry.reason and not entry.findings:
            yield f"    {entry.reason}"
        for group in _grouped(entry):
            yield from _group_text(group)
    yield ""


def _asked(entry: Entry, round_: Round) -> list[Severity]:
    """A severity for each thing that is asked: of a return that counts the rows of its Fix list, as on the board and in letters."""
    marks = asked_of(entry, round_) if entry.status is Status.SCORED else ()
    return [mark.severity for mark in marks] or [finding.severity for finding in entry.findings]


def _ignored_text(entries: list[Entry]) -> Iterator[str]:
    """Files that nobody need look at, one line for each reason."""
    reasons: dict[str, list[str]] = defaultdict(list)
    for entry in entries:
        reasons[entry.reason].append(entry.path)
    for reason, paths in reasons.items():
        yield f"Left aside: {', '.join(paths)}"
        yield f"  {reason}"
    if reasons:
        yield ""


def _worst(entry: Entry) -> int:
    return max((f.severity for f in entry.findings), default=0)


def _grouped(entry: Entry) -> list[list[Finding]]:
    """Findings of one rule together, waived ones apart, the most serious rules first."""
    groups: dict[tuple[str, Waiver | None], list[Finding]] = defaultdict(list)
    for finding in entry.findings:
        groups[finding.rule.code, finding.waiver].append(finding)
    return sorted(groups.values(), key=lambda g: (-g[0].severity, g[0].rule.code))


def _group_text(group: list[Finding]) -> Iterator[str]:
    first = group[0]
    where = ", ".join(part for part in (first.place.sheet, first.place.cell) if part)
    mark = "WAIVED" if first.waiver else first.severity.words.upper()
    yield f"    {mark}: {f'{where}: ' if where else ''}{first.message} [{first.rule.code}]"
    if len(group) > 1:
        yield f"      The same for {', '.join(_briefly(f, first) for f in group[1:])}."
    yield f"      {agreed(first.waiver) if first.waiver else first.fix}"


def _briefly(finding: Finding, first: Finding) -> str:
    """Question and cell, with what was found there where it differs from the first."""
    found = f" “{finding.found}”" if finding.found != first.found else ""
    return f"{finding.question or finding.place.sheet} ({finding.place.cell or 'whole sheet'}){found}"


def scores_text(assessment: Assessment) -> Iterator[str]:
    """A line per council: overall score, band and what to look at first."""
    width = max((len(c.name) for c in assessment.cards), default=0)
    for card in assessment.cards:
        overall = card.overall
        score = "no score" if overall.score is None else one_decimal(overall.score)
        lowest = lowest_area(card) or "none"
        yield f"  {card.name:<{width}}  {score:>8}  {label(overall.band)}, {overall.status}; lowest score in: {lowest}"


def attention_text(assessment: Assessment) -> Iterator[str]:
    """A line for each file that a person must look at, and for each rule that most senders meet at the same place."""
    councils = {e.path: f" ({e.partner.name})" for e in assessment.ledger.entries if e.partner}
    for path, reason in attention(assessment):
        yield f"  Needs attention: {path}{councils.get(path, '')}: {reason}"
    yield from (f"  Is it them or us? {words}" for words in shared_fault_words(assessment.shared_faults))


def round_text(assessment: Assessment) -> Iterator[str]:
    """Lines about the round: who has not answered, and what is to be said of its waivers and moderated answers."""
    if former := former_round_words(assessment):
        yield former
    if missing := missing_words(assessment):
        yield f"{NO_RETURN}: {missing}."
    if people := missing_colleagues_words(assessment):
        yield f"{NO_COLLEAGUE}: {people}."
    names = {partner.id: partner.name for partner in assessment.round.partners}
    unneeded = [
        f"{names.get(w.council, w.council)}, {w.rule}{f' for {w.question}' if w.question else ''}"
        for w in assessment.unneeded_waivers
    ]
    if unneeded:
        yield f"Waivers that nothing needed: {'; '.join(unneeded)}."
    yield from _moderation_text(assessment, names)
    if assessment.waivers_judged_on:
        yield f"Waivers were judged on {day_words(assessment.waivers_judged_on)}."


def _moderation_text(assessment: Assessment, names: Mapping[str, str]) -> Iterator[str]:
    """Which councils have answers to agree, how many moderated answers are used, and why others are not."""
    open_ = [(card.name, card.to_moderate) for card in assessment.cards if card.to_moderate]
    if open_:
        counts = listed([f"{name} {number}" for name, number in open_])
        has = "council has" if len(open_) == 1 else "councils have"
        yield f"{len(open_)} {has} answers to moderate ({counts}): see the sheet {DISAGREEMENT} of the scored workbook."
    used = sum(answer.moderated is not None for card in assessment.cards for answer in card.answers)
    if used:
        yield f"Moderated answers used: {used}."
    unused = [f"{names.get(m.council, m.council)}, {m.question} ({why})" for m, why in assessment.unused_moderations]
    if unused:
        yield f"Moderated answers not used: {'; '.join(unused)}."


def nothing_text(assessment: Assessment, paths: Sequence[Path]) -> str:
    """Why nothing could be scored."""
    where = ", ".join(str(path) for path in paths)
    return "None of the files could be scored." if assessment.ledger.entries else f"There is no file in {where}."
