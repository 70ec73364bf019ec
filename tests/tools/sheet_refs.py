"""Cells, ranges and names as Excel writes them, and the rules of spelling for them.

Rows and columns count from 1. Nothing here opens a file.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

MAX_ROW = 1_048_576
MAX_COLUMN = 16_384
MAX_SHEET_NAME = 31
MAX_NAME = 255

_CORNER = re.compile(r"(?:\$?([A-Za-z]{1,3}))?(?:\$?([1-9]\d{0,6}))?")
# A leading zero changes nothing: Excel reads GOV01 as GOV1.
_A1_STYLE = re.compile(r"([A-Za-z]{1,3})(\d{1,9})", re.ASCII)
_R1C1_STYLE = re.compile(r"R\d*(?:C\d*)?|C\d*", re.IGNORECASE)
_NAME = re.compile(r"(?:[^\W\d]|\\)[\w.?\\]*")
_FORBIDDEN_IN_SHEET_NAME = frozenset("[]:*?/\\")
# A sheet called so reads as a word of a formula unless it is quoted.
_PLAIN_SHEET_NAME = re.compile(r"[^\W\d][\w.]*")


@dataclass(frozen=True, slots=True, order=True)
class Area:
    """A rectangle of cells, both corners included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    @property
    def n_rows(self) -> int:
        """How many rows it is high."""
        return self.last_row - self.first_row + 1

    @property
    def n_columns(self) -> int:
        """How many columns it is wide."""
        return self.last_column - self.first_column + 1

    def overlaps(self, other: "Area") -> bool:
        """Tell whether the two share a cell."""
        return (
            self.first_row <= other.last_row
            and other.first_row <= self.last_row
            and self.first_column <= other.last_column
            and other.first_column <= self.last_column
        )

    def __str__(self) -> str:
        first = cell_name(self.first_row, self.first_column)
        last = cell_name(self.last_row, self.last_column)
        return first if first == last else f"{first}:{last}"


def column_number(letters: str) -> int:
    """Turn "A" into 1 and "XFD" into 16384."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    """Turn 1 into "A" and 16384 into "XFD"."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """Spell a cell: (14, 4) is "D14"."""
    return f"{column_letters(column)}{row}"


def parse_cell(text: str) -> tuple[int, int] | None:
    """Read "D14" as (14, 4); None when it is no cell or lies outside the sheet."""
    area = parse_area(text)
    if area is None or ":" in text or area.n_rows > 1 or area.n_columns > 1:
        return None
    return area.first_row, area.first_column


@lru_cache(maxsize=65_536)
def parse_area(text: str) -> Area | None:
    """Read "D14", "$A$1:$B$2", "A:C" or "1:3".

    Returns:
        None when the text is nothing of the kind, when it leaves the sheet, or when its corners
        stand in the wrong order.
    """
    first, colon, last = text.partition(":")
    start, end = _corner(first), _corner(last if colon else first)
    if start is None or end is None or not _corners_match(start, end, is_pair=bool(colon)):
        return None
    area = Area(start[0] or 1, start[1] or 1, end[0] or MAX_ROW, end[1] or MAX_COLUMN)
    in_order = area.n_rows > 0 and area.n_columns > 0
    in_sheet = area.last_row <= MAX_ROW and area.last_column <= MAX_COLUMN
    return area if in_order and in_sheet else None


def _corner(text: str) -> tuple[int, int] | None:
    """Read a corner as (row, column), 0 for the half that is not there."""
    found = _CORNER.fullmatch(text)
    if found is None or not text:
        return None
    letters, digits = found.groups()
    return int(digits or 0), column_number(letters or "")


def _corners_match(start: tuple[int, int], end: tuple[int, int], *, is_pair: bool) -> bool:
    """Tell whether both corners are cells, or both columns, or both rows.

    "A" or "3" alone is no reference: a whole column is written "A:A".
    """
    halves = [(bool(row), bool(column)) for row, column in (start, end)]
    return halves[0] == halves[1] and (is_pair or halves[0] == (True, True))


def overlapping(areas: Iterable[Area]) -> Iterator[tuple[Area, Area]]:
    """Yield every pair of areas that share a cell, from the top of the sheet down."""
    open_areas: list[Area] = []
    for area in sorted(areas):
        open_areas = [earlier for earlier in open_areas if earlier.last_row >= area.first_row]
        yield from ((earlier, area) for earlier in open_areas if earlier.overlaps(area))
        open_areas.append(area)


def looks_like_cell(name: str) -> bool:
    """Tell whether Excel takes the name for a cell, in A1 or in R1C1 style."""
    found = _A1_STYLE.fullmatch(name)
    if found is None:
        return _R1C1_STYLE.fullmatch(name) is not None
    return column_number(found[1]) <= MAX_COLUMN and int(found[2]) <= MAX_ROW


def name_fault(name: str) -> str:
    """Say what keeps Excel from taking this as the name of a range or table; "" if nothing."""
    if not _NAME.fullmatch(name):
        return f"the name {name!r} has a character that Excel does not allow there"
    if looks_like_cell(name):
        return f"the name {name!r} looks like a cell"
    if name.upper() in {"TRUE", "FALSE"}:
        return f"the name {name!r} is a value"
    if utf16_length(name) > MAX_NAME:
        return f"the name {name[:20]!r}... is longer than {MAX_NAME} characters"
    return ""


def sheet_name_fault(name: str) -> str:
    """Say what keeps Excel from taking this as the name of a sheet; "" if nothing."""
    if not name.strip():
        return "a sheet has no name"
    if utf16_length(name) > MAX_SHEET_NAME:
        return f"the sheet name {name!r} is longer than {MAX_SHEET_NAME} characters"
    if _FORBIDDEN_IN_SHEET_NAME & set(name) or not name.isprintable():
        return f"the sheet name {name!r} has a character that Excel does not allow there"
    if name.startswith("'") or name.endswith("'"):
        return f"the sheet name {name!r} begins or ends with an apostrophe"
    if name.casefold() == "history":
        # Excel keeps this name for the list of changes of a shared workbook.
        return f"the sheet name {name!r} is one that Excel keeps for itself"
    return ""


def needs_quotes(sheet: str) -> bool:
    """Tell whether a formula must write this sheet name between apostrophes."""
    return not _PLAIN_SHEET_NAME.fullmatch(sheet) or looks_like_cell(sheet)


def utf16_length(text: str) -> int:
    """Count as Excel counts: a character outside the basic plane is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
