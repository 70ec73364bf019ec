"""What people and programs do to a workbook between receiving and returning it: each takes an openpyxl workbook and changes it.

Positions are looked up in the workbook itself, so that mutations can follow one another in any order. A mutation that finds nothing to
change leaves the workbook as it is.
"""

from collections.abc import Callable
from random import Random
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from rasp_xl.model.layout import ANSWER, COMMENT, COUNTING, EVIDENCE, LISTS, QUESTION, REF, SCORES, START
from rasp_xl.model.question_file import standard_set

SPELLINGS: dict[str, tuple[Any, ...]] = {
    "0 Not started": (0, "0", "not started", "0 - Not started", " 0 ", "０"),
    "1 Discussed": (1, "1", "DISCUSSED", "1: Discussed", "1.0"),
    "2 In progress": (2, "2", "in progress", "2 – In progress", "2\u00a0In progress"),
    "3 Agreed": (3, "3", "agreed", " 3 - agreed", "3.0", "03"),
    "4 Embedded": (4, "4", "embedded", "4 Embedded ", "4\u200b"),
    "Don't know": ("DK", "dont know", "Don’t know", "don't  know"),
    "Not applicable": ("n/a", "NA", "N/A", "not applicable"),
}
"""Other ways to say the same, which must be read as the same."""

NAMES = frozenset(area.name for area in standard_set().areas)


def area_sheets(book: Workbook) -> list[Worksheet]:
    """Sheets with a header row, whatever they are called now."""
    return [
        sheet for sheet in book.worksheets if _header_row(sheet) and sheet.title not in (SCORES, COUNTING, LISTS, START)
    ]


def _header_row(sheet: Worksheet) -> int:
    """The row that says Answer, or 0."""
    for row in sheet.iter_rows(max_row=40):
        if any(cell.value == ANSWER for cell in row):
            return row[0].row or 0
    return 0


def _column(sheet: Worksheet, heading: str) -> int:
    """The column under a heading, or 0."""
    row = _header_row(sheet)
    return next((cell.column for cell in sheet[row] if cell.value == heading), 0) if row else 0


def _some(book: Workbook, random: Random) -> Worksheet | None:
    sheets = area_sheets(book)
    return random.choice(sheets) if sheets else None


def on_a_sheet(change: Callable[[Worksheet, Random], None]) -> Callable[[Workbook, Random], None]:
    """A mutation of one area's sheet, chosen at random."""

    def mutate(book: Workbook, random: Random) -> None:
        sheet = _some(book, random)
        if sheet is not None:
            change(sheet, random)

    mutate.__name__ = change.__name__
    return mutate


def rows_inserted(sheet: Worksheet, random: Random) -> None:
    """Two empty rows among the questions, and one above the title."""
    sheet.insert_rows(_header_row(sheet) + random.randint(1, 6), 2)
    sheet.insert_rows(1)


def column_inserted(sheet: Worksheet, random: Random) -> None:
    """A column of remarks somewhere."""
    sheet.insert_cols(random.randint(1, 12))


def columns_inserted_first(sheet: Worksheet, _random: Random) -> None:
    """Two columns before Ref."""
    sheet.insert_cols(1, 2)


def ref_deleted(sheet: Worksheet, _random: Random) -> None:
    """The column Ref is gone."""
    if column := _column(sheet, REF):
        sheet.delete_cols(column)


def question_deleted(sheet: Worksheet, _random: Random) -> None:
    """The column Question is gone."""
    if column := _column(sheet, QUESTION):
        sheet.delete_cols(column)


def columns_moved(sheet: Worksheet, _random: Random) -> None:
    """Answer, Evidence and Comment stand in another order."""
    one, other = _column(sheet, ANSWER), _column(sheet, COMMENT)
    if one and other:
        for row in range(_header_row(sheet), sheet.max_row + 1):
            a, b = sheet.cell(row, one), sheet.cell(row, other)
            a.value, b.value = b.value, a.value


def _body(sheet: Worksheet, first_column: int = 1) -> list[list[Any]]:
    start = _header_row(sheet) + 1
    return [[c.value for c in row] for row in sheet.iter_rows(min_row=start, min_col=first_column)]


def _put_back(sheet: Worksheet, rows: list[list[Any]], first_column: int = 1) -> None:
    for number, values in enumerate(rows, _header_row(sheet) + 1):
        for column, value in enumerate(values, first_column):
            sheet.cell(number, column).value = value


def sorted_whole(sheet: Worksheet, random: Random) -> None:
    """Rows in another order."""
    rows = _body(sheet)
    random.shuffle(rows)
    _put_back(sheet, rows)


def sorted_without_ref(sheet: Worksheet, random: Random) -> None:
    """Rows in another order, but for what stands left of and in the column Ref."""
    first = _column(sheet, REF) + 1
    rows = _body(sheet, first)
    random.shuffle(rows)
    _put_back(sheet, rows, first)


def header_sorted_in(sheet: Worksheet, _random: Random) -> None:
    """The header row was sorted with the rows and stands in their middle."""
    header = _header_row(sheet)
    rows = [[c.value for c in row] for row in sheet.iter_rows(min_row=header)]
    rows = [*rows[1:4], rows[0], *rows[4:]]
    for number, values in enumerate(rows, header):
        for column, value in enumerate(values, 1):
            sheet.cell(number, column).value = value


def sheet_renamed(sheet: Worksheet, random: Random) -> None:
    """Another name, as people give."""
    sheet.title = f"{sheet.title[:20]} {random.randint(1, 999)}"


def sheet_hidden(sheet: Worksheet, random: Random) -> None:
    """Hidden, or hidden so that Excel does not offer it."""
    sheet.sheet_state = random.choice(("hidden", "veryHidden"))


def rows_hidden(sheet: Worksheet, _random: Random) -> None:
    """Rows that nobody sees count all the same."""
    for row in range(_header_row(sheet) + 1, _header_row(sheet) + 4):
        sheet.row_dimensions[row].hidden = True


def typed_otherwise(sheet: Worksheet, random: Random) -> None:
    """Answers typed rather than chosen."""
    column = _column(sheet, ANSWER)
    for row in range(_header_row(sheet) + 1, sheet.max_row + 1):
        cell = sheet.cell(row, column)
        if cell.value in SPELLINGS:
            cell.value = random.choice(SPELLINGS[str(cell.value)])


def headings_shouted(sheet: Worksheet, _random: Random) -> None:
    """Headings in capitals, with a space and a colon."""
    for cell in sheet[_header_row(sheet)]:
        if isinstance(cell.value, str):
            cell.value = f" {cell.value.upper()}: "


def answer_heading_renamed(sheet: Worksheet, random: Random) -> None:
    """Somebody found a better word for Answer."""
    if column := _column(sheet, ANSWER):
        sheet.cell(_header_row(sheet), column).value = random.choice(
            ("Our level", "Ateb", "Response", "Score (0-4)", None)
        )


def row_deleted(sheet: Worksheet, random: Random) -> None:
    """One question's row is gone."""
    sheet.delete_rows(_header_row(sheet) + random.randint(1, 5))


def block_pasted_over(sheet: Worksheet, _random: Random) -> None:
    """Two rows copied over the two below them."""
    start = _header_row(sheet) + 2
    for row in (start, start + 1):
        for cell in sheet[row]:
            sheet.cell(row + 2, cell.column).value = cell.value


def answers_merged(sheet: Worksheet, random: Random) -> None:
    """Two answers' cells made one."""
    column, row = _column(sheet, ANSWER), _header_row(sheet) + random.randint(1, 5)
    if column:
        sheet.merge_cells(start_row=row, end_row=row + 1, start_column=column, end_column=column)


def answer_column_copied(sheet: Worksheet, random: Random) -> None:
    """The column Answer stands twice; one value of the copy differs at times."""
    column, last = _column(sheet, ANSWER), sheet.max_column + 1
    if column:
        for row in range(_header_row(sheet), sheet.max_row + 1):
            sheet.cell(row, last).value = sheet.cell(row, column).value
        if random.random() < 0.5:
            sheet.cell(_header_row(sheet) + 2, last).value = "0 Not started"


def sheet_copied(book: Workbook, random: Random) -> None:
    """A sheet stands twice; the copy is changed in one place at times."""
    sheet = _some(book, random)
    if sheet is None:
        return
    copy = book.copy_worksheet(sheet)
    if random.random() < 0.5 and (column := _column(copy, ANSWER)):
        copy.cell(_header_row(copy) + 1, column).value = "0 Not started"


def sheet_deleted(book: Workbook, random: Random) -> None:
    """A whole area is gone."""
    sheet = _some(book, random)
    if sheet is not None and len(area_sheets(book)) > 1:
        book.remove(sheet)


def sheets_reversed(book: Workbook, _random: Random) -> None:
    """The sheets stand in another order."""
    book.move_sheet(book.worksheets[0], len(book.worksheets) - 1)


def own_sheets_deleted(book: Workbook, _random: Random) -> None:
    """Whoever tidies up deletes what is not to fill in."""
    for name in (SCORES, COUNTING, LISTS):
        if name in book.sheetnames:
            book.remove(book[name])


def pasted_on_one_sheet(book: Workbook, _random: Random) -> None:
    """All areas below each other on one new sheet, the others gone."""
    rows = []
    for sheet in area_sheets(book):
        rows += [[c.value for c in row] for row in sheet.iter_rows(min_row=_header_row(sheet))]
        if len(book.worksheets) > 1:
            book.remove(sheet)
    one = book.create_sheet("All answers")
    for row in rows:
        one.append(row)


def evidence_heading_removed(sheet: Worksheet, _random: Random) -> None:
    """The heading Evidence is gone; the answers are not concerned."""
    if column := _column(sheet, EVIDENCE):
        sheet.cell(_header_row(sheet), column).value = None


def second_answers_added(sheet: Worksheet, random: Random) -> None:
    """Right of the table somebody adds what was agreed in the end, or what they hope for, under a heading of their own."""
    last, rows = sheet.max_column + 1, range(_header_row(sheet) + 1, sheet.max_row + 1)
    if rows.start > 1:
        sheet.cell(rows.start - 1, last).value = random.choice(
            ("Final answer", "Answer (Cabinet)", "View of the board", None, "Target 2028", "Answer last year")
        )
        for row in rows:
            sheet.cell(row, last).value = random.choice(("4 Embedded", "1 Discussed", None))


def targets_copied(book: Workbook, random: Random) -> None:
    """A copy of a sheet holds targets, and some of the sheet's own answers are taken out."""
    sheet = _some(book, random)
    column = _column(sheet, ANSWER) if sheet else 0
    if sheet is None or not column:
        return
    copy = book.copy_worksheet(sheet)
    copy.title = random.choice((f"{sheet.title[:20]} to be", "Where we want to be", "Targets"))
    copy.sheet_state = random.choice(("visible", "hidden"))
    first = _header_row(sheet) + 1
    for row in range(first, sheet.max_row + 1):
        copy.cell(row, column).value = "4 Embedded"
    for row in range(first, first + 3):
        sheet.cell(row, column).value = None


MUTATIONS: tuple[Callable[[Workbook, Random], None], ...] = (
    *map(
        on_a_sheet,
        (
            rows_inserted, column_inserted, columns_inserted_first, ref_deleted, question_deleted, columns_moved, sorted_whole,
            sorted_without_ref, header_sorted_in, sheet_renamed, sheet_hidden, rows_hidden, typed_otherwise, headings_shouted,
            answer_heading_renamed, row_deleted, block_pasted_over, answers_merged, answer_column_copied, evidence_heading_removed,
            second_answers_added,
        ),
    ),
    sheet_copied, sheet_deleted, sheets_reversed, own_sheets_deleted, pasted_on_one_sheet,
    targets_copied,
)  # fmt: skip
