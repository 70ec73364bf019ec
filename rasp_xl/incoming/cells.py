"""Cells: a workbook's sheets as plain values, each with its true row and column. Judges nothing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

from rasp_xl.incoming.safety import Package
from rasp_xl.model.file_rules import DAMAGED
from rasp_xl.model.findings import Finding, Place, column_letters

CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*)>(.*?)</(?:\w+:)?c>", re.DOTALL)
VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>(.*?)</", re.DOTALL)
FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")


@dataclass(frozen=True, slots=True)
class SheetValues:
    """One sheet. rows[0] is row 1, and its first value column A; short rows are not padded.

    merged are areas of merged cells: first row, first column, last row, last column, all counted from 1.
    """

    name: str
    rows: list[list[Any]]
    merged: tuple[tuple[int, int, int, int], ...] = ()

    def value(self, row: int, column: int) -> Any:
        """The value of a cell, counted from 1; an empty text outside of what is used."""
        if 0 < row <= len(self.rows) and 0 < column <= len(self.rows[row - 1]):
            return self.rows[row - 1][column - 1]
        return ""


def read_sheets(package: Package, place: Place) -> tuple[SheetValues, ...] | Finding:
    """All sheets in their order, or a finding when the reader gives up.

    A panic inside the reader is not an Exception but a BaseException, so it is recognised by its name.
    """
    try:
        return tuple(_sheets(package))
    except (CalamineError, OSError, ValueError) as error:
        return Finding.at(place, DAMAGED, reason=f"the reader stopped ({type(error).__name__})")
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        return Finding.at(place, DAMAGED, reason="the reader stopped (panic)")


def _sheets(package: Package) -> Iterator[SheetValues]:
    workbook = CalamineWorkbook.from_filelike(BytesIO(package.data))
    for meta in workbook.sheets_metadata:
        if meta.typ == SheetTypeEnum.WorkSheet and meta.name in package.sheets:
            sheet = workbook.get_sheet_by_name(meta.name)
            # Without skip_empty_area=False every address would shift to the first cell in use.
            yield SheetValues(meta.name, sheet.to_python(skip_empty_area=False))


def hidden_content(package: Package, sheet: str, row: int, column: int) -> str:
    """What a cell that reads as blank really holds: an error such as #REF!, a formula with =, or nothing.

    The reader shows error cells, and formulas whose result was never saved, as blank.
    """
    part = package.parts.get(package.sheets.get(sheet, ""), b"")
    attributes, content = _cell(part, f'r="{column_letters(column)}{row}"'.encode())
    value = VALUE.search(content)
    if b't="e"' in attributes:
        return value[1].decode("utf-8", "replace") if value else "an error"
    # A formula may well give an empty text; Excel and LibreOffice then say that its result is a text.
    saved = value and (value[1] or b't="str"' in attributes)
    return "=" if FORMULA.search(content) and not saved else ""


def _cell(part: bytes, reference: bytes) -> tuple[bytes, bytes]:
    """The attributes and the content of the cell that has a reference; found by it, because a search by pattern is slow."""
    at = part.find(reference)
    while at >= 0:
        found = CELL.match(part, part.rfind(b"<", 0, at))
        if found and at < found.end(1):
            return (b"", b"") if found[1].endswith(b"/") else (found[1], found[2])
        at = part.find(reference, at + 1)
    return b"", b""


def keywords(package: Package) -> str:
    """The document's keywords, which carry a template's identity when its cells are lost."""
    found = re.search(rb"<cp:keywords>(.*?)</cp:keywords>", package.parts.get("docProps/core.xml", b""), re.DOTALL)
    return found[1].decode("utf-8", "replace").replace("&amp;", "&") if found else ""
