"""Asked: what the sender of a return is asked because of its findings. Letters, board and screen count by it, and fix copies are made of it."""

from collections.abc import Iterator, Sequence

from rasp_xl.incoming.ledger import Entry
from rasp_xl.incoming.returns import Return
from rasp_xl.model.findings import Finding, Severity
from rasp_xl.model.layout import ANSWER, COVER_LABELS
from rasp_xl.model.rounds import Round
from rasp_xl.outgoing.filling import Cell, Mark
from rasp_xl.reports.asking import TABLE, Asks

MOST_WATCHED = 40
"""Answers whose change settles one matter: a formula holds 8,192 characters, and each answer takes about 130 of them."""


def asked_of(entry: Entry, round_: Round) -> tuple[Mark, ...]:
    """What the sender of a return is asked: a row of the Fix list each, and what letters and the board count."""
    return marks_of(entry.findings, entry.returned, round_) if entry.returned else ()


def marks_of(findings: Sequence[Finding], returned: Return, round_: Round) -> tuple[Mark, ...]:
    """What is asked because of some findings: the most serious first, then in the order of the workbook."""
    asked = ("", *(q.id for q in round_.question_set.questions))
    headings = ("", *COVER_LABELS)
    asking = [f for f in findings if f.severity is not Severity.INFORMATION]
    found = [mark for f in asking if not _gives_way(f) for mark in _marks(f, returned, round_)]
    to_fix = {(mark.question, mark.heading) for mark in found if mark.severity is Severity.MUST_FIX}
    more = (mark for f in asking if _gives_way(f) for mark in _marks(f, returned, round_))
    found += [mark for mark in more if (mark.question, mark.heading) not in to_fix]

    def place(mark: Mark) -> tuple[int, int, int]:
        heading = headings.index(mark.heading) if mark.heading in headings else 0
        return -mark.severity, asked.index(mark.question), heading

    return tuple(sorted(dict.fromkeys(found), key=place))


def _gives_way(finding: Finding) -> bool:
    asks = TABLE[finding.rule]
    return isinstance(asks, Asks) and asks.gives_way


def _marks(finding: Finding, returned: Return, round_: Round) -> Iterator[Mark]:
    """A mark for each question that a finding asks about, or one for all of them."""
    asks = TABLE[finding.rule]
    if isinstance(asks, str):
        return
    code, questions = finding.rule.code, asks.of(finding, returned, round_)
    for question in questions[:1] if asks.as_one else questions:
        yield Mark(
            question,
            asks.heading,
            finding.severity,
            asks.wrong.format(question=question) or finding.message,
            asks.do or finding.fix,
            finding.found,
            _also(asks, questions if asks.as_one else (question,), returned),
            code if finding.question or asks.wrong else f"{code} {finding.message}",
        )


def _also(asks: Asks, questions: tuple[str, ...], returned: Return) -> tuple[Cell, ...]:
    """The other cells that settle the matter: those of the first question, and the answers of the rest."""
    if not asks.heading:
        return ()
    first, *rest = questions
    answer = returned.answers.get(first)
    own = asks.settled_by if answer and answer.value is not None else ()
    return (*((first, heading) for heading in own), *((question, ANSWER) for question in rest[:MOST_WATCHED]))
