"""Marks in a fix copy's cells: the prompt beside, the colour within and the note upon a cell, for as long as it holds what it held."""

from collections import defaultdict
from collections.abc import Sequence

from rasp_xl.model.layout import COVER_FIRST_ROW, FIX_LIST, column_of, cover_row, quoted
from rasp_xl.model.questions import QuestionSet
from rasp_xl.outgoing.book import Sheet, cell
from rasp_xl.outgoing.filling import Cell, Filling
from rasp_xl.outgoing.fix_list import (
    DO,
    FIRST_ROW,
    FIX_STATUS,
    SEVERITY,
    TO_DO,
    WRONG,
    can_change,
    slot_of,
    status_cell,
    still_to_do,
    still_to_do_text,
    waiting,
)
from rasp_xl.outgoing.style import WARN_FILL

LONGEST_PROMPT = 9_999
FIX_COPY = "This is a fix copy: "
PROMPT_ROW = COVER_FIRST_ROW - 1
"""Where the start sheet says that it is a fix copy, and what is to be put right on it."""


def prompt(filling: Filling, question: str, otherwise: str) -> str:
    """A formula for what is marked in a question's row, as long as it stands; then the given formula takes over.

    Without a question it is for the start sheet. The words are those of the Fix list, so none of them is in the formula.
    """
    rows = _rows(filling, question)
    if not rows:
        return otherwise
    still = {row: f'{status_cell(row)}="{TO_DO}"' for row in rows}
    said = (
        f'IF({still[row]}," "&{status_cell(row, SEVERITY)}&": "&{status_cell(row, WRONG)}&" "&{status_cell(row, DO)},"")'
        for row in rows
    )
    return f"=IF(OR({','.join(still.values())}),MID({'&'.join(said)},2,{LONGEST_PROMPT}),{otherwise.removeprefix('=')})"


def prompt_text(filling: Filling, question: str, otherwise: str) -> str:
    """What that formula says while nothing has been changed."""
    rows = _rows(filling, question)
    return " ".join(filling.marks[row - FIRST_ROW].words for row in rows) if rows else otherwise


def _rows(filling: Filling, question: str) -> list[int]:
    """The rows on the Fix list of what can be put right in a question's row, or on the start sheet."""
    numbered = enumerate(filling.marks, FIRST_ROW)
    return [row for row, mark in numbered if mark.question == question and can_change(mark, filling)]


def mark_cells(sheet: Sheet, filling: Filling, questions: Sequence[str]) -> None:
    """Colour the marked cells of some questions while they are unchanged, and hang their notes on them."""
    marked: dict[Cell, list[int]] = defaultdict(list)
    for row, mark in enumerate(filling.marks, FIRST_ROW):
        if mark.question in questions and mark.heading:
            marked[mark.question, mark.heading].append(row)
    for at, rows in marked.items():
        row, column = _position(at, filling.round.question_set)
        marks = [filling.marks[number - FIRST_ROW] for number in rows]
        sheet.note(row, column, "\n\n".join(f"{m.label}: {m.wrong}\n{m.do}" for m in marks))
        still = [
            f'INDEX({FIX_STATUS},{number - FIRST_ROW + 1})="{waiting(mark, filling)}"'
            for number, mark in zip(rows, marks, strict=True)
        ]
        sheet.paint(cell(row, column), f"=OR({','.join(still)})", {"bg_color": WARN_FILL, "bold": True})


def _position(at: Cell, asked: QuestionSet) -> tuple[int, int]:
    question, heading = at
    return (slot_of(question, asked).row, column_of(heading)) if question else (cover_row(heading), 2)


def add_link(sheet: Sheet, row: int, column: int) -> None:
    """A way back to the list."""
    sheet.link(row, column, f"{quoted(FIX_LIST)}!A1", f"Go to {FIX_LIST}")


def mark_start(sheet: Sheet, filling: Filling, width: float) -> None:
    """Say on the start sheet that this is a fix copy, and mark the cover's cells."""
    add_link(sheet, PROMPT_ROW, 1)
    left, left_text = still_to_do(filling), still_to_do_text(filling)
    formula = prompt(filling, "", '=""').removeprefix("=")
    said = prompt_text(filling, "", "")
    text = f"{FIX_COPY}{left_text}{' ' if said else ''}{said}"
    rest = f'&" "&{formula}' if said else ""
    sheet.formula(PROMPT_ROW, 2, f'="{FIX_COPY}"&{left}{rest}', text, "label")
    sheet.fit(PROMPT_ROW, [(text, width)], size=11)
    mark_cells(sheet, filling, ("",))
