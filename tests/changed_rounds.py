"""Rounds that ask other questions than the standard set, by other settings; and ways to change a round workbook as the office does."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from rasp_xl.incoming.round_book.whole import read_round
from rasp_xl.model.findings import RaspError
from rasp_xl.model.question_file import standard_set
from rasp_xl.model.questions import Purpose, Question, with_questions
from rasp_xl.model.round_layout import QUESTIONS, REF
from rasp_xl.model.rounds import Partner, Round
from rasp_xl.outgoing.round_book.whole import round_book_bytes

ASKED = standard_set()
FILE = "round.xlsx"
PARTNERS = (Partner("northmoor", "Northmoor"), Partner("eastvale", "Eastvale"))
ROUND = Round(Purpose.NEW, 2, ASKED, "harbour-2026-11", "Harbour", date(2026, 11, 23), PARTNERS)

Change = Callable[[Workbook], object]


NOUNS = (
    "lighthouse", "breakwater", "dredger", "pilotage", "customs shed", "ferry slip", "dry dock", "fish market", "weighbridge", "marina",
)  # fmt: skip
"""One for each digit, so that no two questions of our own are nearly alike."""


def own_question(identity: str = "SV101", theme: str = "sv-case", text: str = "", **changed: object) -> Question:
    """A question of the office's own, weight 3 and a gate from stage 2 for a new programme."""
    made = Question(
        identity,
        identity[:2],
        theme,
        text or f"Who owns the {', the '.join(NOUNS[int(digit)] for digit in identity[2:])}?",
        tuple(f"{identity} stands at step {level}." for level in range(5)),
        "",
        "",
        "",
        (),
        (3, 2, 2),
        (2, None, None),
    )
    return replace(made, **changed)  # type: ignore[arg-type]


def asking(*questions: Question, round_: Round = ROUND) -> Round:
    """The round with these questions alone."""
    return replace(round_, question_set=with_questions(ASKED, questions, round_.id))


@cache
def sent() -> bytes:
    """The workbook of the round, nothing in it changed."""
    return round_book_bytes(ROUND)


def columns(sheet: Worksheet) -> dict[str, int]:
    """The columns of the sheet Questions by their headings."""
    (row,) = [cells for cells in sheet.iter_rows(max_row=20) if any(cell.value == REF for cell in cells)]
    return {str(cell.value): cell.column for cell in row if cell.value}


def row_of(sheet: Worksheet, ref: str) -> int:
    """The row of a question; of an empty Ref the first row that is free."""
    column = columns(sheet)[REF]
    start = next(row for row in range(1, 30) if sheet.cell(row, column).value == REF) + 1
    return next(row for row in range(start, 999) if (sheet.cell(row, column).value or "") == ref)


def asks(ref: str, **entries: object) -> Change:
    """Somebody types into the row of a question; headings with _ for a space."""
    return asks_under(ref, {heading.replace("_", " "): entry for heading, entry in entries.items()})


def asks_under(ref: str, entries: dict[str, object]) -> Change:
    """Somebody types into the row of a question, or with an empty Ref into a free one, under these headings."""

    def change(book: Workbook) -> None:
        sheet = book[QUESTIONS]
        row, at = row_of(sheet, ref), columns(sheet)
        for heading, entry in entries.items():
            sheet.cell(row, at[heading]).value = entry  # type: ignore[assignment]

    return change


def saved(*changes: Change) -> bytes:
    """The workbook after these changes, saved by a program that calculates nothing."""
    book = load_workbook(BytesIO(sent()))
    for change in changes:
        change(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def read(*changes: Change) -> Round:
    """The round that is read after these changes."""
    return read_round(saved(*changes), FILE, ASKED)


def mistakes(*changes: Change) -> list[str]:
    """What is said of the workbook, a line for each mistake."""
    with pytest.raises(RaspError) as raised:
        read(*changes)
    return [line.strip() for line in str(raised.value).splitlines()[1:]]
