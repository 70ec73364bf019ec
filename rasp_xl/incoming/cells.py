"""Cells: a workbook's sheets as plain values, each with its true row and column. Judges nothing."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from rasp_xl.incoming.extent import TooFar
from rasp_xl.incoming.safety import Package
from rasp_xl.model.file_rules import DAMAGED
from rasp_xl.model.findings import Finding, Place, column_number

MERGED = re.compile(rb"""mergeCell\s[^>]*?ref\s*=\s*["']([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})["']""")
KEYWORDS = re.compile(rb"<(?:\w+:)?keywords(?:\s[^>]*)?>(.*?)</", re.DOTALL)

Area = tuple[int, int, int, int]
"""First row, first column, last row, last column, counted from 1."""


@dataclass(frozen=True, slots=True)
class SheetValues:
    """One sheet. rows[0] is row 1, and its first value column A; short rows are not padded.

    merged are areas of merged cells: first row, first column, last row, last column, all counted from 1. Of an
    OpenDocument is_hidden is not known, for there it is a matter of styles.
    """

    name: str
    rows: list[list[Any]]
    merged: tuple[Area, ...] = ()
    is_hidden: bool = False

    def value(self, row: int, column: int) -> Any:
        """The value of a cell, counted from 1; an empty text outside of what is used."""
        if 0 < row <= len(self.rows) and 0 < column <= len(self.rows[row - 1]):
            return self.rows[row - 1][column - 1]
        return ""


def read_sheets(package: Package, place: Place) -> tuple[SheetValues, ...] | Finding:
    """All sheets in their order, or a finding when the reader gives up.

    One cell can make the reader give up the whole workbook, so it is then asked again with copies without such cells.
    """
    found = attempt(_sheets(package))
    if isinstance(found, str):
        try:
            found = attempt(_sheets(package.copied()))
        except TooFar as error:
            found = str(error)
    return Finding.at(place, DAMAGED, reason=found) if isinstance(found, str) else found


def attempt(sheets: Iterable[SheetValues]) -> tuple[SheetValues, ...] | str:
    """All sheets, or in words why the reader gave up.

    A panic inside the reader is not an Exception but a BaseException, so it is recognised by its name.
    """
    try:
        return tuple(sheets)
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        return f"its parts do not fit together ({type(error).__name__})"
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        return "its parts do not fit together (panic)"


def _sheets(package: Package) -> Iterator[SheetValues]:
    workbook = CalamineWorkbook.from_filelike(BytesIO(package.data))
    for name, part in package.sheets.items():
        # Without skip_empty_area=False every address would shift to the first cell in use.
        rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
        if name in package.copies:
            rows = package.copies[name].spread(rows)
        yield SheetValues(name, rows, _merged(package.parts[part]), name in package.contents.hidden)


def _merged(part: bytes) -> tuple[Area, ...]:
    if b"mergeCell" not in part:
        return ()
    return tuple(
        (int(first_row), column_number(first.decode()), int(last_row), column_number(last.decode()))
        for first, first_row, last, last_row in MERGED.findall(part)
    )


def keywords(package: Package) -> str:
    """The document's keywords, which carry a template's identity when its cells are lost."""
    found = KEYWORDS.search(package.properties)
    return found[1].decode("utf-8", "replace").replace("&amp;", "&") if found else ""
