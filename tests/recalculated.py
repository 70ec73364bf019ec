"""Workbooks before and after LibreOffice calculated them, read fast: a round of many councils has a million cells."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import office
from openpyxl.utils.cell import get_column_letter
from python_calamine import CalamineWorkbook
from zip_parts import members

from rasp_xl.reports.assessment import Assessment
from rasp_xl.reports.workbook import workbook_bytes

TOLERANCE = 1e-9

Place = tuple[str, str]
"""A sheet and an address."""

_FORMULA = re.compile(r'<c r="([A-Z]+[0-9]+)"[^>]*>\s*<f\b')


def formula_places(data: bytes) -> frozenset[Place]:
    """Every cell that holds a formula, in a workbook of ours: its sheets' parts are numbered in their order."""
    names, parts = CalamineWorkbook.from_filelike(BytesIO(data)).sheet_names, members(data)
    sheets = {name: parts[f"xl/worksheets/sheet{number}.xml"].decode() for number, name in enumerate(names, 1)}
    return frozenset((name, address) for name, body in sheets.items() for address in _FORMULA.findall(body))


def shown(data: bytes) -> dict[Place, object]:
    """What every cell shows; cells that show nothing are left out, new lines are spaces."""
    book, found = CalamineWorkbook.from_filelike(BytesIO(data)), {}
    for name in book.sheet_names:
        for row, values in enumerate(book.get_sheet_by_name(name).to_python(skip_empty_area=False), 1):
            for column, value in enumerate(values, 1):
                if value != "":
                    one_line = value.replace("\n", " ") if isinstance(value, str) else value
                    found[name, f"{get_column_letter(column)}{row}"] = one_line
    return found


def error_parts(data: bytes) -> list[str]:
    """The sheets that hold a cell with an error."""
    return [name for name, body in members(data).items() if name.startswith("xl/worksheets/") and b't="e"' in body]


def apart(one: object, other: object) -> float:
    """How far two values are apart; infinitely, where they are no numbers and differ."""
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return abs(one - other)
    return 0 if one == other else float("inf")


def differing(expected: Mapping[Place, object], found: Mapping[Place, object]) -> dict[Place, tuple[object, object]]:
    """What should stand somewhere and what does, where the two are not the same."""
    pairs = {place: (value, found.get(place, "")) for place, value in expected.items()}
    return {place: pair for place, pair in pairs.items() if not apart(*pair) < TOLERANCE}


@dataclass(frozen=True)
class Calculated:
    """A scored workbook as we wrote it, and what it shows after LibreOffice calculated it from planted wrong values."""

    assessment: Assessment
    formulas: frozenset[Place]
    written: Mapping[Place, object]
    found: Mapping[Place, object]
    errors: Sequence[str]

    @property
    def ours(self) -> dict[Place, object]:
        """What we wrote beside each formula, for viewers that do not calculate."""
        return {place: self.written.get(place, "") for place in self.formulas}

    @property
    def worst(self) -> float:
        """The widest difference between that and what was calculated."""
        return max(apart(value, self.found.get(place, "")) for place, value in self.ours.items())


def calculated(rounds: Sequence[Assessment], tmp: Path) -> list[Calculated]:
    """The workbooks of some rounds, calculated in one run of LibreOffice."""
    books = [workbook_bytes(assessment) for assessment in rounds]
    again = office.recalculate_all([office.plant_wrong_values(book) for book in books], tmp)
    return [
        Calculated(assessment, formula_places(book), shown(book), shown(other), error_parts(other))
        for assessment, book, other in zip(rounds, books, again, strict=True)
    ]
