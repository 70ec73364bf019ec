"""How our workbooks look: one set of cell formats, and the settings every workbook is opened with."""

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from rasp_xl.model.palette import DARK_TEXT

INK = DARK_TEXT
RULE = "#b1b4b6"
HEAD_FILL = "#12436d"
ENTRY_FILL = "#fff8dc"
SOFT_FILL = "#f3f2f1"
WARN_FILL = "#ffe1c7"
DISCLAIMER = (
    "An independent implementation based on the public description of RASP (Eduserv and Socitm, 2017). Not affiliated "
    "with or endorsed by Socitm, Eduserv or Jisc. Questions and thresholds are ours: formative, not validated."
)
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
"""Written as the creation date of every workbook, so that the same input gives the same bytes."""

A4 = 9
LONGEST_TEXT = 32_767

BASE: Mapping[str, Any] = {"font_name": "Arial", "font_size": 10, "font_color": INK, "valign": "top"}
STYLES: Mapping[str, Mapping[str, Any]] = {
    "plain": {},
    "wrap": {"text_wrap": True},
    "title": {"font_size": 18, "bold": True},
    "heading": {"font_size": 13, "bold": True, "font_color": HEAD_FILL},
    "lead": {"font_size": 11},
    "lead wrap": {"font_size": 11, "text_wrap": True},
    "quiet": {"font_color": "#505a5f", "text_wrap": True},
    "label": {"bold": True, "text_wrap": True},
    "head": {"bold": True, "font_color": "#ffffff", "bg_color": HEAD_FILL, "text_wrap": True, "border": 1, "border_color": RULE},
    "cell": {"text_wrap": True, "border": 1, "border_color": RULE},
    "cell bold": {"text_wrap": True, "border": 1, "border_color": RULE, "bold": True},
    "cell centre": {"border": 1, "border_color": RULE, "align": "center"},
    "cell soft": {"text_wrap": True, "border": 1, "border_color": RULE, "bg_color": SOFT_FILL},
    "number": {"border": 1, "border_color": RULE, "num_format": "0", "align": "right"},
    "number 1": {"border": 1, "border_color": RULE, "num_format": "0.0", "align": "right"},
    "number 9": {"border": 1, "border_color": RULE, "num_format": "0.0########", "align": "right"},
    "date": {"border": 1, "border_color": RULE, "num_format": "d mmmm yyyy", "align": "left"},
    "entry": {"text_wrap": True, "border": 1, "border_color": RULE, "bg_color": ENTRY_FILL, "locked": False},
    "entry bold": {
        "text_wrap": True, "border": 1, "border_color": RULE, "bg_color": ENTRY_FILL, "locked": False, "bold": True,
    },
    "entry date": {
        "border": 1, "border_color": RULE, "bg_color": ENTRY_FILL, "locked": False, "num_format": "d mmmm yyyy",
        "align": "left",
    },
    "link": {"font_color": "#12436d", "underline": 1, "text_wrap": True},
    "cell link": {"font_color": "#12436d", "underline": 1, "text_wrap": True, "border": 1, "border_color": RULE},
    "map": {"border": 1, "border_color": RULE, "num_format": "0.0", "align": "center", "valign": "vcenter"},
    "map text": {"border": 1, "border_color": RULE, "align": "center", "valign": "vcenter"},
    "input": {"border": 1, "border_color": RULE, "bg_color": ENTRY_FILL, "align": "right"},
}


class Book:
    """A workbook in memory with our formats. Text that others typed is never taken for a formula, a link or a number."""

    def __init__(self, properties: Mapping[str, str]) -> None:
        self._buffer = BytesIO()
        self.workbook: Workbook = xlsxwriter.Workbook(
            self._buffer,
            {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
        )
        self.workbook.set_properties({**properties, "created": EPOCH})
        self.workbook.set_calc_mode("auto")
        self._formats: dict[str, Format] = {}

    def style(self, name: str, **more: object) -> Format:
        """The format of a named style, with changes where given; made once each."""
        key = name + repr(sorted(more.items())) if more else name
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format({**BASE, **STYLES[name], **more})
        return self._formats[key]

    def add_sheet(self, name: str, tab: str = HEAD_FILL) -> Worksheet:
        """A sheet that prints on A4 landscape with its name and page numbers, and shows no grid."""
        sheet = self.workbook.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer("&L&A&RPage &P of &N")
        sheet.hide_gridlines(2)
        sheet.set_tab_color(tab)
        return sheet

    def bytes(self) -> bytes:
        """Close the workbook and give its file."""
        self.workbook.close()
        return self._buffer.getvalue()


def clean(text: str) -> str:
    """Text fit for a cell: no lone surrogates (a Linux file name can hold one), at most as long as a cell holds."""
    return text.encode("utf-8", "replace").decode("utf-8")[:LONGEST_TEXT]


def lines(text: str, width: float, size: float = 10) -> int:
    """How many lines a text takes in a column so many characters wide, by words, a little generous."""
    room = max(4.0, width * 10 / size * 1.02)
    total = 0
    for paragraph in text.split("\n"):
        used, count = 0.0, 1
        for word in paragraph.split(" "):
            length = len(word)
            if used and used + 1 + length > room:
                count, used = count + 1, 0.0
            count += math.ceil(length / room) - 1 if length > room else 0
            used += length + (1 if used else 0)
        total += count
    return total


def row_height(columns: Mapping[float, str] | list[tuple[str, float]], size: float = 10, least: int = 1) -> float:
    """Height in points for the tallest of some wrapped texts with their column widths.

    Written out for every row, because LibreOffice clips wrapped text that has none.
    """
    pairs = [(text, width) for width, text in columns.items()] if isinstance(columns, Mapping) else columns
    most = max((lines(text, width, size) for text, width in pairs), default=1)
    return min(409.0, max(least, most) * size * 1.32 + 4)
