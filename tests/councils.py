"""Whole councils for tests: templates that somebody typed into, and assessments made from plain answers."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from hashlib import sha256
from io import BytesIO

from building import everywhere
from openpyxl import load_workbook

from rasp_xl.incoming.checks import check
from rasp_xl.incoming.ledger import Entry, Status, settle
from rasp_xl.incoming.returns import Return
from rasp_xl.incoming.waivers import waive_all
from rasp_xl.model.answers import CHOICE_TEXTS, Answer, Cover
from rasp_xl.model.findings import Place
from rasp_xl.model.identity import Identity
from rasp_xl.model.layout import ANSWER, COMMENT, EVIDENCE, START, column_of, cover_row, slots
from rasp_xl.model.questions import QuestionSet
from rasp_xl.model.rounds import Partner, Round
from rasp_xl.reports.assessment import Assessment
from rasp_xl.scoring.compare import compare
from rasp_xl.scoring.moderation import agreed_answers
from rasp_xl.scoring.scores import score_council

Typed = tuple[str, str, str]
"""What somebody puts into a question's answer, evidence and comment; an empty text leaves the cell blank."""


def typed(
    template: bytes, asked: QuestionSet, entries: Mapping[str, Typed], cover: Mapping[str, str | date] | None = None
) -> bytes:
    """A template after somebody typed into its entry cells and saved it, without a word from our writer."""
    book = load_workbook(BytesIO(template))
    for slot in slots(asked):
        for heading, text in zip((ANSWER, EVIDENCE, COMMENT), entries.get(slot.question.id, ()), strict=False):
            cell = book[slot.sheet][slot.cell(heading)]
            cell.value = text or None
            if text:
                cell.data_type = "s"
    for label, entry in (cover or {}).items():
        book[START].cell(cover_row(label), 2).value = entry
    out = BytesIO()
    book.save(out)
    book.close()
    return out.getvalue()


def typed_values(given: Mapping[str, Answer]) -> dict[str, Typed]:
    """What to type to give these answers."""
    return {q: ("" if a.value is None else CHOICE_TEXTS[a.value], a.evidence, a.comment) for q, a in given.items()}


def assessment_of(round_: Round, councils: Mapping[str, Mapping[str, Answer]]) -> Assessment:
    """What a run knows when each council sent one return with these answers.

    The returns go by the councils' names; a second one of a council is written as "Eastvale | Treasurer".
    """
    entries = [_entry(round_, name, given) for name, given in councils.items()]
    ledger = waive_all(settle(entries, round_), round_)
    cards = tuple(
        score_council(
            c.partner,
            tuple(e.returned.answers for e in c.entries if e.returned),
            round_,
            agreed=agreed_answers(c.partner.id, round_),
        )
        for c in ledger.councils
    )
    return Assessment(round_, ledger, cards, compare(cards, round_))


def _entry(round_: Round, name: str, given: Mapping[str, Answer]) -> Entry:
    file, digest = f"{name}.xlsx", sha256(name.encode("utf-8", "surrogatepass")).hexdigest()
    answers = {}
    for slot in slots(round_.question_set):
        answer = given.get(slot.question.id, Answer(slot.question.id))
        place = Place(file, slot.sheet, slot.row, column_of(ANSWER))
        answers[slot.question.id] = replace(answer, raw=CHOICE_TEXTS.get(answer.value, ""), place=place)
    council, _, who = name.partition(" | ")
    cover, identity = Cover(council, who or f"{council}, director"), Identity.of(round_, Partner("", council))
    returned = Return(file, digest, identity, cover, answers, ())
    return Entry(file, digest, 60_000, Status.SCORED, check(returned, round_), returned)


NORTHMOOR, MIDDLE = "Northmoor", 1
"""The council that gives answers of its own among three, and where it stands."""


def three_councils(round_: Round, given: Mapping[str, Answer]) -> Assessment:
    """Three councils, of which the middle one gives these answers."""
    asked = round_.question_set
    others = everywhere(asked, 2), everywhere(asked, 1)
    return assessment_of(round_, {"Ashcombe": others[0], NORTHMOOR: given, "Whitford": others[1]})
