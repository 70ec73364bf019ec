"""Fix copies: a council's own answers in a fresh workbook, with what must be put right marked and listed."""

from collections import Counter
from collections.abc import Iterator, Sequence

from rasp_xl.incoming.ledger import Entry
from rasp_xl.incoming.returns import Return
from rasp_xl.model.findings import Finding, Severity
from rasp_xl.model.layout import ANSWER, COVER_LABELS
from rasp_xl.model.rounds import Partner, Round
from rasp_xl.outgoing.filling import Cell, Filling, Mark
from rasp_xl.outgoing.template import template_bytes
from rasp_xl.reports.asking import TABLE, Asks
from rasp_xl.reports.assessment import Assessment
from rasp_xl.scoring.scores import score_council

FOLDER = "fixes"
MOST_WATCHED = 40
"""Answers whose change settles one matter: a formula holds 8,192 characters, and each answer takes about 130 of them."""


def fix_copies(assessment: Assessment) -> dict[str, bytes]:
    """A workbook for every scored return in which something is asked of its sender, by the name of its file.

    A council's first is named by its id, further ones -2, -3... in order of the returns' paths.
    """
    councils = assessment.ledger.councils
    taken = {council.partner.id for council in councils}
    made: dict[str, bytes] = {}
    for council in councils:
        names = _names(council.partner.id, taken)
        for entry in council.entries:
            data = fix_copy(entry, council.partner, assessment.round)
            if data:
                made[f"{FOLDER}/{next(names)}.xlsx"] = data
    return made


def fix_copy(entry: Entry, partner: Partner, round_: Round) -> bytes | None:
    """The fix copy of one return, or None where nothing is asked of its sender."""
    filling = filling_of(entry, partner, round_)
    return template_bytes(filling) if filling else None


def _names(identity: str, taken: set[str]) -> Iterator[str]:
    """The council's id, then the id with numbers from 2, less those that are another council's id."""
    yield identity
    number = 1
    while True:
        number += 1
        name = f"{identity}-{number}"
        if name not in taken:
            taken.add(name)
            yield name


def filling_of(entry: Entry, partner: Partner, round_: Round) -> Filling | None:
    """What the copy of one return is made of, or None where nothing is asked."""
    returned, marks = entry.returned, asked_of(entry, round_)
    if returned is None or not marks:
        return None
    to_fix = Counter(mark.question[:2] for mark in marks if mark.severity is Severity.MUST_FIX)
    card = score_council(partner, (entry.kept_answers,), round_, to_fix)
    return Filling(round_, card, partner, returned.cover, entry.digest, marks, returned.identity.person)


def asked_of(entry: Entry, round_: Round) -> tuple[Mark, ...]:
    """What the sender of a return is asked: a row of the Fix list each, and what letters and the board count."""
    return marks_of(entry.findings, entry.returned, round_) if entry.returned else ()


def marks_of(findings: Sequence[Finding], returned: Return, round_: Round) -> tuple[Mark, ...]:
    """What is asked because of some findings: the most serious first, then in the order of the workbook."""
    asked = ("", *(q.id for q in round_.question_set.questions))
    headings = ("", *COVER_LABELS)
    asked_of = [f for f in findings if f.severity is not Severity.INFORMATION]
    found = [mark for f in asked_of if not _gives_way(f) for mark in _marks(f, returned, round_)]
    to_fix = {(mark.question, mark.heading) for mark in found if mark.severity is Severity.MUST_FIX}
    more = (mark for f in asked_of if _gives_way(f) for mark in _marks(f, returned, round_))
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
