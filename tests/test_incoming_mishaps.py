"""Whatever happens to a return, and several things at once: each answer is read as given, or asked about, or missing."""

from collections.abc import Callable
from functools import cache
from io import BytesIO
from random import Random
from typing import Any

from came_back import FILE, GIVEN, ROUND, SHEETS, SLOTS, VALUES, filled
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from rasp_xl.incoming.returns import Reader, Return
from rasp_xl.model.findings import Finding
from rasp_xl.model.layout import ANSWER, AREA_COLUMNS, COMMENT, EVIDENCE, QUESTION, REF, START, column_of

READER = Reader(ROUND.question_set)
IDS = {slot.question.text: slot.question.id for slot in SLOTS}
QUERY = object()
"""Stands for an answer that must be asked about."""

TYPED: tuple[tuple[Any, object], ...] = (
    (3, 3), ("3", 3), (" 3 - agreed", 3), ("AGREED.", 3), ("L2", 2), ("(4)", 4), ("not started", 0), (0, 0), ("n/a", "NA"),
    ("dont know", "DK"), (None, None), ("\u00a0", None), ("3 - Not started", QUERY), (2.5, QUERY), ("2-3", QUERY),
    (True, QUERY), ("TBC", QUERY), ("Agred", QUERY), ("#REF!", QUERY), ("4+", QUERY), ("=1+2", QUERY),
)  # fmt: skip
OTHER_HEADINGS = (
    "Ateb",
    "Answer*",
    "Response",
    "Answer 2025",
    "Notes",
    "",
    "Comment",
    "Your answer",
    "Ref",
    "Evidence",
)

Mishap = Callable[[Workbook, Random], object]


@cache
def contents() -> dict[str, list[tuple[Any, ...]]]:
    """The filled return as values, sheet by sheet, less the sheets that a template computes."""
    book = load_workbook(BytesIO(filled()), data_only=True)
    return {name: list(book[name].iter_rows(values_only=True)) for name in (START, *SHEETS, "Lists")}


def fresh() -> Workbook:
    """The same return as a workbook of plain values, which is quick to write."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in contents().items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return book


def asking(book: Workbook, chance: Random) -> Worksheet:
    """One of the sheets that hold questions, or any other where none is left."""
    sheets = [sheet for sheet in book.worksheets if rows_of(sheet)]
    return chance.choice(sheets or book.worksheets)


def rows_of(sheet: Worksheet) -> list[int]:
    """The rows with a question's text."""
    return [cells[0].row or 0 for cells in sheet.iter_rows() if any(cell.value in IDS for cell in cells)]


def insert_rows(book: Workbook, chance: Random) -> None:
    sheet = asking(book, chance)
    sheet.insert_rows(chance.randint(1, sheet.max_row), chance.randint(1, 3))


def insert_column(book: Workbook, chance: Random) -> None:
    """A column of one's own, with something in each row."""
    sheet = asking(book, chance)
    at = chance.randint(1, sheet.max_column + 1)
    sheet.insert_cols(at)
    kinds = ([None], ["Owner"], [1, 2, 3], ["3 Agreed", "0 Not started"], ["n/a"], list(range(1, 40)), [4])
    inside = chance.choice(kinds)
    for n, row in enumerate(rows_of(sheet)):
        sheet.cell(row, at).value = inside[n % len(inside)]
    rename_heading(book, chance)


def move_column(book: Workbook, chance: Random) -> None:
    sheet = asking(book, chance)
    one, other = (chance.randint(1, sheet.max_column) for _ in range(2))
    for row in range(1, sheet.max_row + 1):
        left, right = sheet.cell(row, one), sheet.cell(row, other)
        left.value, right.value = right.value, left.value


def copy_column(book: Workbook, chance: Random) -> None:
    sheet = asking(book, chance)
    one, other = chance.randint(1, sheet.max_column), sheet.max_column + 1
    for row in range(1, sheet.max_row + 1):
        sheet.cell(row, other).value = sheet.cell(row, one).value


def delete_column(book: Workbook, chance: Random) -> None:
    """A column that holds no answers, wherever it is now."""
    sheet = asking(book, chance)
    wanted = chance.choice([heading for heading in AREA_COLUMNS if heading != ANSWER])
    found = [
        cell.column
        for row in sheet.iter_rows()
        for cell in row
        if cell.value == wanted and cell.row not in rows_of(sheet)
    ]
    if found:
        sheet.delete_cols(found[0] or 1)


def rename_sheet(book: Workbook, chance: Random) -> None:
    asking(book, chance).title = f"Sheet {chance.randint(1, 10**6)}"


def rename_heading(book: Workbook, chance: Random) -> None:
    sheet = asking(book, chance)
    heads = [
        cell
        for row in sheet.iter_rows()
        for cell in row
        if cell.value in AREA_COLUMNS and cell.row not in rows_of(sheet)
    ]
    for cell in chance.sample(heads, min(len(heads), chance.randint(1, 3))):
        cell.value = chance.choice(OTHER_HEADINGS)


def drop_headings(book: Workbook, chance: Random) -> None:
    sheet = asking(book, chance)
    sheet.delete_rows(max(min(rows_of(sheet), default=2) - 1, 1))


def sort(book: Workbook, chance: Random, left_out: int = 0) -> None:
    """Put the rows in another order, perhaps without the first columns."""
    sheet = asking(book, chance)
    rows = rows_of(sheet)
    inside = [[cell.value for cell in sheet[row]][left_out:] for row in rows]
    chance.shuffle(inside)
    for row, values in zip(rows, inside, strict=True):
        for column, value in enumerate(values, left_out + 1):
            sheet.cell(row, column).value = value


def sort_without_ref(book: Workbook, chance: Random) -> None:
    sort(book, chance, chance.randint(1, 3))


def sort_with_headings(book: Workbook, chance: Random) -> None:
    sheet = asking(book, chance)
    rows = sorted({*rows_of(sheet), max(min(rows_of(sheet), default=2) - 1, 1)})
    inside = [[cell.value for cell in sheet[row]] for row in rows]
    chance.shuffle(inside)
    for row, values in zip(rows, inside, strict=True):
        for column, value in enumerate(values, 1):
            sheet.cell(row, column).value = value


def copy_sheet(book: Workbook, chance: Random) -> None:
    """A copy left in the workbook, in which somebody went on typing."""
    original = asking(book, chance)
    name, original.title = original.title, "Original"
    copied = book.copy_worksheet(original)
    original.title = name
    # A blank rightly gives way to what the copy says, so only what was answered is contradicted.
    rows = [row for row in rows_of(copied) if str(copied.cell(row, column_of(ANSWER)).value or "").strip()]
    if rows:
        copied.cell(chance.choice(rows), column_of(ANSWER)).value = chance.choice(("TBC", 2.5, "3 Not started"))


def delete_row(book: Workbook, chance: Random) -> None:
    sheet = asking(book, chance)
    sheet.delete_rows(chance.choice(rows_of(sheet) or [1]))


def delete_sheet(book: Workbook, chance: Random) -> None:
    book.remove(asking(book, chance))


def hide_rows(book: Workbook, chance: Random) -> None:
    sheet = asking(book, chance)
    for row in rows_of(sheet)[::2]:
        sheet.row_dimensions[row].hidden = True
    sheet.sheet_state = chance.choice(("visible", "hidden", "veryHidden"))


def edit_text(book: Workbook, chance: Random) -> None:
    sheet = asking(book, chance)
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value in IDS]
    for cell in chance.sample(cells, min(len(cells), 2)):
        cell.value = chance.choice((f"{cell.value} !", "Is all well?", None))


MISHAPS: tuple[Mishap, ...] = (
    insert_rows, insert_column, move_column, copy_column, delete_column, rename_sheet, rename_heading, drop_headings, sort,
    sort_without_ref, sort_with_headings, copy_sheet, delete_row, delete_sheet, hide_rows, edit_text,
)  # fmt: skip


def type_answers(book: Workbook, chance: Random) -> dict[str, object]:
    """Some answers in words of one's own; gives what each question's answer now says."""
    meant: dict[str, object] = dict(VALUES)
    for slot in chance.sample(SLOTS, chance.randint(0, 6)):
        value, meaning = chance.choice(TYPED)
        book[slot.sheet][slot.cell(ANSWER)] = value
        meant[slot.question.id] = meaning
    return meant


def after(mishaps: list[Mishap], chance: Random) -> tuple[dict[str, object], Return | Finding]:
    """What was meant, and what is read after all that happened."""
    book = fresh()
    meant = type_answers(book, chance)
    for mishap in mishaps:
        mishap(book, chance)
    out = BytesIO()
    book.save(out)
    return meant, READER.read(out.getvalue(), FILE)


@given(st.lists(st.sampled_from(MISHAPS), min_size=1, max_size=4), st.integers(0, 10**6))
@example([], 0)
@settings(max_examples=120, deadline=None, derandomize=True)
def test_no_answer_is_lost_or_changed_without_a_word(mishaps: list[Mishap], seed: int) -> None:
    """Each question has the answer given, or a finding of its own, or is among those not found."""
    meant, found = after(mishaps, Random(seed))
    answers = found.answers if isinstance(found, Return) else {}
    said = {finding.question for finding in found.findings} if isinstance(found, Return) else set()
    wrong = {q: (a.value, meant[q]) for q, a in answers.items() if q not in said and a.value != meant[q]}

    assert wrong == {}
    assert all(isinstance(a.place.row, int) and a.place.row > 0 for a in answers.values())


def test_plain_return_is_whole() -> None:
    """The workbook of values that the mishaps start from is read like the return itself."""
    _, found = after([], Random(1))
    words = {q: (a.evidence, a.comment) for q, a in GIVEN.items()}

    assert isinstance(found, Return)
    assert {q: (a.evidence, a.comment) for q, a in found.answers.items()} == words
    assert {REF, QUESTION, EVIDENCE, COMMENT} < set(AREA_COLUMNS)
