"""Colleagues: several returns of one council, in which each fills in a part. What one has answered is asked of no other."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rasp_xl.incoming.checks import about_all
from rasp_xl.incoming.entries import Entry, Status
from rasp_xl.model.answer_rules import AREA_EMPTY, GATE_NOT_ANSWERED
from rasp_xl.model.findings import Finding, Place
from rasp_xl.model.notice_rules import COLLEAGUE_ANSWERS, NOT_ANSWERED, NOT_FOUND
from rasp_xl.model.questions import Area, QuestionSet

ABOUT_ALL = (NOT_FOUND, NOT_ANSWERED)
"""Rules that speak of all questions of a return that lack an answer."""


def ask_as_one_council(entries: Sequence[Entry], asked: QuestionSet) -> list[Entry]:
    """Take from what is asked of each return what a colleague's return answers; only returns that count answer anything."""
    councils: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.status is Status.SCORED and entry.partner:
            councils[entry.partner.id].append(entry)
    changed = {
        entry.path: _asked_less(entry, [other for other in own if other is not entry], asked)
        for own in councils.values()
        if len(own) > 1
        for entry in own
    }
    return [changed.get(entry.path, entry) for entry in entries]


def _asked_less(entry: Entry, others: Sequence[Entry], asked: QuestionSet) -> Entry:
    """The entry without findings about questions that others answer, and about those of areas that are theirs."""
    open_ = {q for f in entry.findings if f.rule in (AREA_EMPTY, NOT_FOUND) for q in f.about}
    empty = [a for a in asked.areas if not _answers(entry, a) and open_ & {q.id for q in a.questions}]
    theirs = [(area, paths) for area in empty if (paths := [e.path for e in others if _answers(e, area)])]
    settled = {q for other in others for q, answer in other.said.answers.items() if answer.given}
    settled |= {q.id for area, _ in theirs for q in area.questions}
    findings = tuple(left for finding in entry.findings for left in _left(finding, settled))
    for area, paths in theirs:
        place = Place(entry.path, _sheet(entry, area))
        findings += (Finding.at(place, COLLEAGUE_ANSWERS, area=area.name, other=", ".join(paths)),)
    return replace(entry, findings=findings)


def _left(finding: Finding, settled: set[str]) -> Iterator[Finding]:
    """What is left of a finding once some questions are settled: all of it, less of it, or nothing."""
    left = [question for question in finding.about if question not in settled]
    if finding.rule in ABOUT_ALL and left != list(finding.about):
        if left:
            yield about_all(finding.rule, finding.place.file, left)
    elif finding.rule is GATE_NOT_ANSWERED and finding.question in settled:
        return
    elif finding.rule is not AREA_EMPTY or left or not finding.about:
        yield finding


def _answers(entry: Entry, area: Area) -> bool:
    """Whether a return gives any answer in an area."""
    answers = entry.said.answers
    return any((answer := answers.get(q.id)) is not None and answer.given for q in area.questions)


def _sheet(entry: Entry, area: Area) -> str:
    """The sheet on which an area's questions were found, empty where none was."""
    found = (entry.said.answers.get(q.id) for q in area.questions)
    return next((answer.place.sheet for answer in found if answer), "")
