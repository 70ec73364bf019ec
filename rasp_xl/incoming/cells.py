"""Cells: a workbook's sheets as plain values, each with its true row and column. Judges nothing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

from rasp_xl.incoming.safety import Package
from rasp_xl.model.findings import Finding, Place, column_letters
from rasp_xl.model.rules import DAMAGED


@dataclass(frozen=True, slots=True)
class SheetValues:
    """One sheet. rows[0] is row 1, and its first value column A; short rows are not padded."""

    name: str
    rows: list[list[Any]]

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
    address = f"{column_letters(column)}{row}".encode()
    found = re.search(rb"<(?:\w+:)?c\s[^>]*\br=\"" + address + rb"\"([^>]*)>(.*?)</(?:\w+:)?c>", part, re.DOTALL)
    if not found or found[1].endswith(b"/"):
        return ""
    text = re.search(rb"<(?:\w+:)?v[^>]*>(.*?)</", found[2], re.DOTALL)
    if b't="e"' in found[0][: -len(found[2])]:
        return text[1].decode("utf-8", "replace") if text else "an error"
    formula = re.search(rb"<(?:\w+:)?f[\s>/]", found[2])
    return "=" if formula and not text else ""


def keywords(package: Package) -> str:
    """The document's keywords, which carry a template's identity when its cells are lost."""
    found = re.search(rb"<cp:keywords>(.*?)</cp:keywords>", package.parts.get("docProps/core.xml", b""), re.DOTALL)
    return found[1].decode("utf-8", "replace").replace("&amp;", "&") if found else ""
