"""What check and score say on the screen: file by file, the most serious first, in words a council officer can pass on."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from rasp_xl.incoming.ledger import Entry, Status
from rasp_xl.model.findings import Finding, Waiver
from rasp_xl.model.showing import label, one_decimal
from rasp_xl.reports.assessment import Assessment
from rasp_xl.reports.wording import agreed, attention


def findings_text(assessment: Assessment) -> Iterator[str]:
    """Lines of text: every file with its status, then what is wrong with it and what to do."""
    entries = sorted(assessment.ledger.entries, key=lambda e: (-_worst(e), e.path))
    for entry in entries:
        who = f" from {entry.partner.name}" if entry.partner else ""
        yield f"{entry.path}{who}: {entry.status.value}"
        if not entry.findings and entry.status is Status.SCORED:
            yield "  All well."
        for group in _grouped(entry):
            yield from _group_text(group)
        yield ""


def _worst(entry: Entry) -> int:
    return max((f.severity for f in entry.findings), default=0)


def _grouped(entry: Entry) -> list[list[Finding]]:
    """Findings of one rule together, the most serious rules first; those waived apart from the others."""
    groups: dict[tuple[str, Waiver | None], list[Finding]] = defaultdict(list)
    for finding in entry.findings:
        groups[finding.rule.code, finding.waiver].append(finding)
    return sorted(groups.values(), key=lambda g: (-g[0].severity, g[0].rule.code))


def _group_text(group: list[Finding]) -> Iterator[str]:
    first = group[0]
    where = ", ".join(part for part in (first.place.sheet, first.place.cell) if part)
    weight = "waived" if first.waiver else first.severity.words
    yield f"  {weight.upper()}: {f'{where}: ' if where else ''}{first.message}"
    if len(group) > 1:
        yield f"    The same for {', '.join(_briefly(f, first) for f in group[1:])}."
    yield f"    {agreed(first.waiver) if first.waiver else first.fix} [{first.rule.code}]"


def _briefly(finding: Finding, first: Finding) -> str:
    """Question and cell, with what was found there where it differs from the first."""
    found = f" “{finding.found}”" if finding.found != first.found else ""
    return f"{finding.question or finding.place.sheet} ({finding.place.cell or 'whole sheet'}){found}"


def scores_text(assessment: Assessment) -> Iterator[str]:
    """A line per council: overall score, band and what to look at first."""
    names = {a.id: a.name for a in assessment.round.question_set.areas}
    width = max((len(c.name) for c in assessment.cards), default=0)
    for card in assessment.cards:
        overall = card.overall
        score = "no score" if overall.score is None else one_decimal(overall.score)
        lowest = names.get(overall.lowest_area, "none")
        yield f"  {card.name:<{width}}  {score:>8}  {label(overall.band)}, {overall.status}; lowest: {lowest}"


def attention_text(assessment: Assessment) -> Iterator[str]:
    """A line for each file that a person must look at."""
    councils = {e.path: f" ({e.partner.name})" for e in assessment.ledger.entries if e.partner}
    for path, reason in attention(assessment):
        yield f"  Needs attention: {path}{councils.get(path, '')}: {reason}"


def nothing_text(assessment: Assessment, paths: Sequence[Path]) -> str:
    """Why nothing could be scored."""
    where = ", ".join(str(path) for path in paths)
    return "None of the files could be scored." if assessment.ledger.entries else f"There is no file in {where}."
