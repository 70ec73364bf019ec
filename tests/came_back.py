"""One filled template, ways to change it as people and programs do, and ways to read it again."""

from collections.abc import Callable
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook
from zip_parts import members, rezipped

from rasp_xl.incoming.returns import Reader, Return
from rasp_xl.model.answers import Answer, Cover
from rasp_xl.model.findings import Finding
from rasp_xl.model.layout import Slot, slots
from rasp_xl.model.question_file import standard_set
from rasp_xl.model.questions import AnswerValue, Purpose
from rasp_xl.model.rounds import Partner, Round
from rasp_xl.outgoing.filling import Filling
from rasp_xl.outgoing.template import template_bytes
from rasp_xl.scoring.scores import score_council

FILE = "Northmoor return.xlsx"
ROUND = Round(Purpose.NEW, 2, standard_set())
COUNCIL = "Northmoor District Council"
PARTNER = Partner("northmoor", COUNCIL)
SLOTS = tuple(slots(ROUND.question_set))
SHEETS = tuple(dict.fromkeys(slot.sheet for slot in SLOTS))

_CYCLE: tuple[AnswerValue, ...] = (3, 2, 4, "DK", 1, 0, "NA")
GIVEN = {
    slot.question.id: Answer(slot.question.id, _CYCLE[n % len(_CYCLE)], f"Minute {n}", f"Remark {n}")
    for n, slot in enumerate(SLOTS)
}
"""Every question answered, each with words of its own, so that a row that went astray shows."""

VALUES = {question: answer.value for question, answer in GIVEN.items()}


@cache
def filled(
    partner: Partner | None = PARTNER,
    council: str = "",
    who: str = "Director of resources",
    day: date | None = date(2026, 10, 12),
) -> bytes:
    """The return as our own writer would fill it; without a partner the start sheet names the council."""
    card = score_council(partner or Partner("", council), (GIVEN,), ROUND)
    return template_bytes(Filling(ROUND, card, partner, Cover(council, who, "Sponsor", day)))


def changed(*changes: Callable[[Workbook], object], data: bytes | None = None) -> bytes:
    """The return after somebody opened it, did this and that, and saved it."""
    book = load_workbook(BytesIO(data or filled()))
    for change in changes:
        change(book)
    out = BytesIO()
    book.save(out)
    book.close()
    return out.getvalue()


def with_part(name: str, part: bytes | None, data: bytes | None = None) -> bytes:
    """The return with one part of its archive replaced, added, or left out (None)."""
    parts = members(data or filled()) | {name: part}
    return rezipped({name: part for name, part in parts.items() if part is not None})


def slot_of(question: str) -> Slot:
    """Where a question stands in the template as it left us."""
    return next(slot for slot in SLOTS if slot.question.id == question)


def put(question: str, heading: str, value: Any) -> Callable[[Workbook], None]:
    """Somebody types into the row of a question, under a heading."""
    slot = slot_of(question)

    def change(book: Workbook) -> None:
        book[slot.sheet][slot.cell(heading)] = value

    return change


def outcome(data: bytes) -> Return | Finding:
    """What the reader makes of a file."""
    return Reader(ROUND.question_set).read(data, FILE)


def read(data: bytes) -> Return:
    """A return that can be read."""
    found = outcome(data)
    assert isinstance(found, Return), found
    return found


def codes(returned: Return) -> list[str]:
    """The codes of the findings of reading, each once, in order."""
    return list(dict.fromkeys(finding.rule.code for finding in returned.findings))


def values(returned: Return) -> dict[str, AnswerValue]:
    """Question ids and what was read."""
    return {question: answer.value for question, answer in returned.answers.items()}
