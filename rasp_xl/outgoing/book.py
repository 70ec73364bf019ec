"""A workbook and its sheets as we write them: rows and columns count from 1, and text is always only text."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.chart import Chart
from xlsxwriter.format import Format
from xlsxwriter.url import UrlTypes
from xlsxwriter.worksheet import Worksheet

from rasp_xl.model.findings import column_letters
from rasp_xl.outgoing.style import BASE, HEAD_FILL, STYLES, lines, row_height

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
"""The creation date of every workbook, so that the same input gives the same bytes."""

AUTHOR = "rasp-xl"
A4 = 9
LONGEST_HEADER = 255
LONGEST_MARKING = 60
LONGEST_TEXT = 32_767
"""Characters that Excel keeps in one cell; XlsxWriter cuts longer text without a word."""

NEEDS_ESCAPE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")

NOTE_WIDTH, NOTE_LETTERS, NOTE_LINE, NOTE_HIGHEST = 340, 44, 16, 460
"""A note's width in pixels and in letters, the height of its lines, and the highest that a laptop's screen shows."""


def clean(text: str) -> str:
    """Text fit for a cell: no lone surrogates (a Linux file name can hold one), at most as long as a cell holds."""
    if not text.isascii() or len(text) > LONGEST_TEXT:
        text = text.encode("utf-8", "replace").decode("utf-8")[:LONGEST_TEXT]
    if text.endswith("</r>") and text.startswith("<r>"):
        # XlsxWriter would take it for XML that is ready to be written; a blank at the end shows that it is not.
        text = f"{text[: LONGEST_TEXT - 1]} "
    return text


def escaped(text: str) -> str:
    """Text as a workbook's XML holds it, with control characters, and what reads like an escape, written as _x000D_.

    XlsxWriter sees to it in cells, but neither in a formula's saved result nor in a note.
    """
    shown = clean(text)
    if shown.isprintable() and "_x" not in shown:
        return shown
    return NEEDS_ESCAPE.sub(lambda sign: f"_x{ord(sign[0][0]):04X}_{sign[0][1:]}", shown)


class ReadyFormula(str):
    """A formula in which no function needs a prefix for Excel.

    XlsxWriter searches each formula for some fifty newer functions, which takes longer than writing it, unless the
    formula says that it has been done. Ours are written with it: the tests' lint holds every formula to Excel 2016.
    """

    __slots__ = ()

    def __contains__(self, part: object) -> bool:
        return part == "_xlfn." or (isinstance(part, str) and str(self).find(part) >= 0)


class InnerLink:
    """A link to a place in the workbook, as XlsxWriter keeps links until it writes them.

    Its own takes five times as long to make, and brings a text into the file for every formula that is linked.
    """

    __slots__ = ("_is_object_link", "_link", "_link_type", "_text", "_tip")

    def __init__(self, target: str) -> None:
        self._link_type = UrlTypes.INTERNAL
        self._link = target
        self._text = self._tip = ""


class Sheet:
    """One sheet of a Book."""

    def __init__(self, book: "Book", worksheet: Worksheet) -> None:
        self.book = book
        self.worksheet = worksheet

    def text(self, row: int, column: int, text: str, style: str = "plain") -> None:
        """Write a text; never taken for a formula, a link or a number."""
        if text:
            self.worksheet.write_string(row - 1, column - 1, clean(text), self.book.style(style))
        else:
            self.worksheet.write_blank(row - 1, column - 1, None, self.book.style(style))

    def number(self, row: int, column: int, number: float | None, style: str = "number") -> None:
        """Write a number, or an empty cell for None."""
        if number is None:
            self.text(row, column, "", style)
        else:
            self.worksheet.write_number(row - 1, column - 1, number, self.book.style(style))

    def day(self, row: int, column: int, day: date | None, style: str = "date") -> None:
        """Write a date, or an empty cell for None."""
        if day is None:
            self.text(row, column, "", style)
        else:
            self.worksheet.write_datetime(
                row - 1, column - 1, datetime(day.year, day.month, day.day), self.book.style(style)
            )

    def formula(self, row: int, column: int, formula: str, value: object, style: str = "plain") -> None:
        """Write a formula with its value, so that a viewer that does not calculate shows the same; None shows as empty."""
        cached = escaped(value) if isinstance(value, str) else "" if value is None else value
        ready = ReadyFormula(formula.removeprefix("="))
        self.worksheet.write_formula(row - 1, column - 1, ready, self.book.style(style), cached)

    def link(self, row: int, column: int, target: str, text: str, style: str = "link") -> None:
        """Write a link to a place in this workbook, for instance 'Lists'!A1."""
        self.worksheet.write_url(row - 1, column - 1, f"internal:{target}", self.book.style(style), clean(text))

    def lead_to(self, row: int, column: int, target: str) -> None:
        """Make a cell that is written for itself, with its own value and style, a link to a place such as Answers!$C$8.

        Not for empty cells: openpyxl, and with it pandas, would read the target there for a value.
        """
        self.worksheet.hyperlinks[row - 1][column - 1] = InnerLink(target.replace("$", ""))

    def note(self, row: int, column: int, text: str) -> None:
        """Hang a note on a cell, large enough for its text; it shows when somebody points at the cell."""
        height = min(NOTE_HIGHEST, NOTE_LINE * (lines(text, NOTE_LETTERS) + 1))
        look = {"author": AUTHOR, "width": NOTE_WIDTH, "height": height, "font_name": BASE["font_name"], "font_size": 9}
        self.worksheet.write_comment(row - 1, column - 1, escaped(text), look)

    def row(self, row: int, texts: Sequence[str], style: str = "head", column: int = 1) -> None:
        """Write texts side by side."""
        for number, text in enumerate(texts, column):
            self.text(row, number, text, style)

    def widths(self, widths: Sequence[float], column: int = 1) -> None:
        """Set the widths of columns side by side, in characters."""
        for number, width in enumerate(widths, column - 1):
            self.worksheet.set_column(number, number, width, self.book.style("plain"))

    def height(self, row: int, points: float) -> None:
        """Set a row's height."""
        self.worksheet.set_row(row - 1, points)

    def fit(self, row: int, texts: Sequence[tuple[str, float]], size: float = 10, least: int = 1) -> float:
        """Set a row's height to the tallest of its texts, each with its width in characters; gives the height."""
        height = row_height(texts, size, least)
        self.height(row, height)
        return height

    def title(self, text: str, lead: str = "") -> None:
        """The sheet's title in A1 and one sentence below it."""
        self.text(1, 1, text, "title")
        self.height(1, 28)
        if lead:
            self.text(2, 1, lead, "lead")
            self.height(2, 18)

    def heading(self, row: int, text: str) -> None:
        """A heading within a sheet, with room above it."""
        self.text(row, 1, text, "heading")
        self.height(row, 24)

    def paint(self, area: str, formula: str, style: Mapping[str, Any], stop: bool = False) -> None:
        """A conditional format by formula over an area such as B5:F9."""
        form = self.book.workbook.add_format(dict(style))
        self.worksheet.conditional_format(
            area, {"type": "formula", "criteria": formula, "format": form, "stop_if_true": stop}
        )

    def dates(self, area: str, message: str) -> None:
        """Take nothing but dates in an area, from 2000 on: Excel makes 12 January 1900 of a lone 12."""
        self.worksheet.data_validation(
            area,
            {
                "validate": "date",
                "criteria": ">=",
                "value": "=36526",
                "input_title": "Date",
                "input_message": message,
                "error_title": "A date is needed",
                "error_message": "Please type a date, for instance 23/11/2026.",
            },
        )

    def offers(self, area: str, choices: Sequence[str], title: str, message: str) -> None:
        """Offer choices in an area without refusing other words."""
        self.worksheet.data_validation(
            area,
            {
                "validate": "list",
                "source": list(choices),
                "input_title": title,
                "input_message": message,
                "show_error": False,
            },
        )

    def freeze(self, row: int, column: int = 1) -> None:
        """Keep what is above the row and left of the column in view."""
        self.worksheet.freeze_panes(row - 1, column - 1)

    def print_with_heading(self, first_row: int, last_row: int, last_column: int, heading: tuple[str, str]) -> None:
        """Print from a row down, with the title and a note in the page's head, so that they stand whole on every page."""
        title, note = (text.replace("&", "&&") for text in heading)
        self.worksheet.print_area(first_row - 1, 0, last_row - 1, last_column - 1)
        self.worksheet.set_margins(left=0.4, right=0.4, top=0.9, bottom=0.6)
        head = f'&L&"Arial,Bold"&14{title}' + (f'\n&"Arial,Regular"&9{note}' if note else "")
        marking = f"&R{self.book.marking}" if self.book.marking else ""
        self.worksheet.set_header(head[: LONGEST_HEADER - len(marking)] + marking)

    def repeat(self, first: int, last: int, columns: str = "") -> None:
        """Print these rows, and columns such as A:B, on every page."""
        self.worksheet.repeat_rows(first - 1, last - 1)
        if columns:
            self.worksheet.repeat_columns(columns)

    def chart(self, row: int, column: int, chart: Chart, description: str) -> None:
        """Place a chart with its upper left corner in a cell, and say in words what it shows."""
        self.worksheet.insert_chart(row - 1, column - 1, chart, {"description": description, "object_position": 2})

    def protect(self) -> None:
        """Lock all but entry cells, without a password, and leave people free to filter, sort and resize."""
        self.worksheet.protect(
            "",
            {
                "format_cells": True,
                "format_columns": True,
                "format_rows": True,
                "sort": True,
                "autofilter": True,
                "select_locked_cells": True,
                "select_unlocked_cells": True,
            },
        )


class Book:
    """A workbook in memory with our formats. The marking, such as OFFICIAL, is printed at the head of every page."""

    def __init__(self, properties: Mapping[str, str], marking: str = "") -> None:
        self.marking = clean(marking)[:LONGEST_MARKING].replace("&", "&&")
        self._buffer = BytesIO()
        self.workbook = xlsxwriter.Workbook(
            self._buffer,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "default_format_properties": {"font_name": BASE["font_name"], "font_size": BASE["font_size"]},
                "default_row_height": 17,
            },
        )
        self.workbook.set_properties({**properties, "created": EPOCH})
        self.workbook.set_size(2400, 1400)
        self._formats: dict[str, Format] = {}
        self._sheets: dict[str, Sheet] = {}

    def style(self, name: str) -> Format:
        """The format of a named style, made once."""
        if name not in self._formats:
            self._formats[name] = self.workbook.add_format({**BASE, **STYLES[name]})
        return self._formats[name]

    def add_sheet(self, name: str, tab: str = HEAD_FILL) -> Sheet:
        """A sheet that prints on A4 landscape with its name, the round's marking and page numbers."""
        worksheet = self.workbook.add_worksheet(name)
        worksheet.set_landscape()
        worksheet.set_paper(A4)
        worksheet.set_margins(left=0.4, right=0.4, top=0.6 if self.marking else 0.4, bottom=0.6)
        if self.marking:
            worksheet.set_header(f"&R{self.marking}")
        worksheet.set_footer("&L&A&RPage &P of &N")
        worksheet.hide_gridlines(2)
        worksheet.set_tab_color(tab)
        self._sheets[name] = Sheet(self, worksheet)
        return self._sheets[name]

    def sheet(self, name: str) -> Sheet:
        """A sheet that was added before."""
        return self._sheets[name]

    def texts(self) -> tuple[dict[str, int], int]:
        """The texts that cells hold by now, each with its number from 0, and how many cells hold them."""
        table = self.workbook.str_table
        return dict(table.string_table), table.count

    def name(self, name: str, sheet: str, area: str) -> None:
        """Define a name for an area of a sheet, for instance $A$5:$A$11."""
        quoted = sheet.replace("'", "''")
        self.workbook.define_name(name, f"='{quoted}'!{area}")

    def bytes(self) -> bytes:
        """Close the workbook and give its file."""
        self.workbook.close()
        return self._buffer.getvalue()


def cell(row: int, column: int, fixed: bool = False) -> str:
    """An address such as B5, or $B$5 when fixed."""
    mark = "$" if fixed else ""
    return f"{mark}{column_letters(column)}{mark}{row}"


def span(first_row: int, first_column: int, last_row: int, last_column: int, fixed: bool = False) -> str:
    """An area such as B5:F9."""
    return f"{cell(first_row, first_column, fixed)}:{cell(last_row, last_column, fixed)}"
