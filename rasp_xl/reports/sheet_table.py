"""A plain table on a sheet: one tagged header row, filters, wrapped text, and no empty cells without a word."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rasp_xl.outgoing.book import Sheet
from rasp_xl.outgoing.style import row_height
from rasp_xl.reports.live import Live

HEADER_ROW = 4
NOTHING = "none"


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, the column's width in characters, and the style of its cells."""

    heading: str
    width: float
    style: str = "cell"


def add_table(sheet: Sheet, name: str, columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> int:
    """Write a table of texts, numbers and live expressions from the left edge below the sheet's lead; gives its last row.

    A table without rows gets one that says so, because Excel allows no table without a row.
    """
    filled = list(rows) or [(NOTHING, *("" for _ in columns[1:]))]
    for number, values in enumerate(filled, HEADER_ROW + 1):
        for column, (value, spec) in enumerate(zip(values, columns, strict=True), 1):
            _write(sheet, number, column, value, spec.style)
        sheet.height(number, row_height([(_shown(v), c.width - 1) for v, c in zip(values, columns, strict=True)]))
    last = HEADER_ROW + len(filled)
    mark_table(sheet, name, [c.heading for c in columns], (HEADER_ROW, last))
    sheet.widths([c.width for c in columns])
    sheet.freeze(HEADER_ROW + 1, 2)
    sheet.repeat(HEADER_ROW, HEADER_ROW)
    sheet.worksheet.fit_to_pages(1, 0)
    return last


def mark_table(sheet: Sheet, name: str, headings: Sequence[str], rows: tuple[int, int], filters: bool = True) -> None:
    """Tag cells that are already written as a real table, with its header row.

    Excel gives no buttons to filter without those to sort, so a table whose rows other sheets find by their address has none.
    """
    head = sheet.book.style("table head")
    sheet.worksheet.add_table(
        rows[0] - 1,
        0,
        rows[1] - 1,
        len(headings) - 1,
        {
            "name": name,
            "style": None,
            "autofilter": filters,
            "columns": [{"header": heading, "header_format": head} for heading in headings],
        },
    )
    most = max((heading.count(" ") for heading in headings), default=0)
    sheet.height(rows[0], 32 if most else 20)


def _shown(value: object) -> str:
    return str(value.value) if isinstance(value, Live) else str(value)


def _write(sheet: Sheet, row: int, column: int, value: object, style: str) -> None:
    if isinstance(value, Live):
        sheet.formula(row, column, f"={value.expression}", value.value, style)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        sheet.number(row, column, value, style if style != "cell" else "number")
    elif isinstance(value, date):
        sheet.day(row, column, value, "entry date" if style.startswith("entry") else "date")
    elif value and style in ("date", "entry date"):
        sheet.text(row, column, str(value), "entry" if style.startswith("entry") else "cell")
    else:
        sheet.text(row, column, "" if value is None else str(value), style)
