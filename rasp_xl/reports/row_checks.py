"""What the sheet Checks compares of lists, which people filter and sort: each row still says what it said, in whatever order."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rasp_xl.model.layout import quoted
from rasp_xl.outgoing.book import span
from rasp_xl.reports.actions_sheet import GAP_COLUMNS, gap_rows
from rasp_xl.reports.check_line import Line
from rasp_xl.reports.ledger_sheets import FINDING_COLUMNS, RETURN_COLUMNS, finding_rows, return_rows
from rasp_xl.reports.live import Live
from rasp_xl.reports.long_texts import long_texts
from rasp_xl.reports.positions import FINDINGS, GAPS, RESPONSES, RETURNS, SUMMARY, Positions
from rasp_xl.reports.response_sheet import RESPONSE_COLUMNS, TAKEN_COLUMN, response_rows
from rasp_xl.reports.row_numbers import columns_that_count, odd_letters, row_formula, row_number
from rasp_xl.reports.sheet_table import HEADER_ROW, NOTHING
from rasp_xl.reports.summary_sheet import action_rows, actions_first_row, attention_cells

RANK = "Rank"
GAP_TEXTS = ("Council", RANK, "Question", "Area", "Answer", "Gate")
"""Of Gaps and actions, what leads to the figures. What people type there, and rows that are theirs, are theirs to change."""

Rows = Sequence[Sequence[object]]


def row_lines(at: Positions) -> Iterator[Line]:
    """Returns, Responses, Findings, Gaps and actions; and the two lists on Summary, row by row."""
    yield from _table(RETURNS, return_rows(at), range(len(RETURN_COLUMNS)))
    kept = [column for column in range(len(RESPONSE_COLUMNS)) if column != TAKEN_COLUMN - 1]
    yield from _table(RESPONSES, response_rows(at, long_texts(at)), kept)
    yield from _table(FINDINGS, finding_rows(at), range(len(FINDING_COLUMNS)))
    yield from _gaps(at)
    for row, path, reason in attention_cells(at):
        yield Line.texts(SUMMARY, "What needs attention", [(row, 1, path), (row, 2, reason)])
    first = actions_first_row(at)
    for number, texts in enumerate(action_rows(at)):
        cells = [(first + number, column, text) for column, text in enumerate(texts, 1)]
        yield Line.texts(SUMMARY, f"What to do first, line {number + 1}", cells)


def _table(sheet: str, rows: Rows, columns: Sequence[int]) -> Iterator[Line]:
    """All rows of a table, or the one that says there is none."""
    filled = rows or [(NOTHING, *[""] * max(columns))]
    shown = [[_shown(row[column]) for column in columns] for row in filled]
    counted = columns_that_count(shown)
    if counted:
        areas = [_column(sheet, columns[number] + 1, len(filled)) for number in counted]
        number = row_number([row[number] for number in counted] for row in shown)
        formula = row_formula(areas, odd=odd_letters(shown, counted))
        yield Line.control(sheet, "Each row as it was, in any order", Live(formula, number))


def _gaps(at: Positions) -> Iterator[Line]:
    """The rows that have a rank."""
    rows, headings = gap_rows(at), [column.heading for column in GAP_COLUMNS]
    columns = [headings.index(heading) for heading in GAP_TEXTS]
    shown = [[row[column] for column in columns] for row in rows] or [[""] * len(columns)]
    counted = columns_that_count(shown)
    ranks, weights = (_column(GAPS, headings.index(heading) + 1, len(shown)) for heading in (RANK, "Weight"))
    areas = [_column(GAPS, columns[number] + 1, len(shown)) for number in counted]
    ranked = [[row[number] for number in counted] for row in shown if isinstance(row[1], int)]
    number = Live(row_formula(areas, ranks, odd=odd_letters(shown, counted)), row_number(ranked))
    yield Line.control(GAPS, "Each gap as it was, in any order", number)
    heavy = sum(row[1] * row[6] for row in rows if isinstance(row[1], int) and isinstance(row[6], (int, float)))
    line = Line.control(GAPS, "Weights, each times the rank", Live(f"SUMPRODUCT({ranks},{weights})", heavy))
    yield replace(line, words="Weights, each times the rank of its gap")


def _shown(value: object) -> object:
    return value.value if isinstance(value, Live) else value


def _column(sheet: str, column: int, count: int) -> str:
    return f"{quoted(sheet)}!{span(HEADER_ROW + 1, column, HEADER_ROW + count, column, fixed=True)}"
