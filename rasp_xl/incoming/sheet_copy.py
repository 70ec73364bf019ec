"""A sheet's part written anew: for a sheet whose cells lie far apart, or on which the reader gives up.

In the copy, rows and columns that hold nothing are left out, so that a reader needs no memory for them, and each cell
that a reader would stop at is written as one that it passes. What was read from it is then spread out again.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any
from xml.parsers import expat
from xml.sax.saxutils import escape

from rasp_xl.incoming.extent import LAST_COLUMN, LAST_ROW, MOST_CELLS, Extent, TooFar
from rasp_xl.incoming.shared_texts import lengths
from rasp_xl.model.findings import column_letters

MOST_COPIED = 100_000
"""Cells with content. A sheet of one typed cell far out has a thousand."""

MOST_SPREAD = 4_000_000
"""Rows, and cells up to the last of each row, of all copied sheets together."""

ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})
"""The errors a reader knows. Newer ones, as #SPILL!, would make it refuse the whole workbook."""

SPOILT = "(unreadable)"
"""Stands for a cell that no program could have written, so that it is asked for and not taken for a blank."""

SHEET_START = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
SHEET_END = "</sheetData></worksheet>"


class SheetCopy(Extent):
    """Collects the cells of one sheet that hold something.

    Raises:
        TooFar: a cell stands where no spreadsheet has one, or there are more cells than MOST_COPIED.
    """

    def __init__(self, part: bytes, strings: bytes) -> None:
        super().__init__()
        self._cells: dict[tuple[int, int], str] = {}
        self._strings = len(lengths(strings))
        self._attributes: Mapping[str, str] = {}
        self._value: list[str] = []
        self._inline: list[str] = []
        self._into = ""
        parser = expat.ParserCreate()
        self.watch(parser)
        parser.buffer_text = True
        parser.CharacterDataHandler = self._text
        parser.Parse(part, True)
        self.rows = sorted({row for row, _ in self._cells})
        self.columns = sorted({column for _, column in self._cells})

    @property
    def cells(self) -> int:
        """Rows times columns of the copy, which leaves empty ones out."""
        return len(self.rows) * len(self.columns)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Called by the parser where an element opens."""
        super().start(name, attributes)
        element = name.rpartition(":")[2]
        if element == "c":
            self._attributes, self._value, self._inline, self._into = attributes, [], [], ""
        elif element == "rPh":
            self._into = "phonetic"
        elif self._at and element in ("v", "t") and self._into != "phonetic":
            self._into = element
            self._value = [] if element == "v" else self._value

    def end(self, name: str) -> None:
        """Called by the parser where an element closes."""
        element = name.rpartition(":")[2]
        if element == "c" and self._at:
            self._keep(*self._at)
        elif element in ("rPh", self._into):
            self._into = ""
        super().end(name)

    def _use(self, row: int, column: int) -> None:
        if row > LAST_ROW or column > LAST_COLUMN:
            raise TooFar("a cell has an address that no spreadsheet has")

    def _text(self, text: str) -> None:
        if self._into == "v":
            self._value.append(text)
        elif self._into == "t":
            self._inline.append(text)

    def _keep(self, row: int, column: int) -> None:
        written = self._written(self._attributes.get("t", "n"))
        if written:
            self._cells[row, column] = written
            if len(self._cells) > MOST_COPIED:
                raise TooFar(f"it has more than {MOST_COPIED:,} cells far from each other")

    def _written(self, kind: str) -> str:
        """A cell's attributes and content, or nothing where it holds nothing."""
        value, inline = "".join(self._value), "".join(self._inline)
        if kind == "inlineStr":
            return _text_cell(inline) if inline else ""
        if not value or (kind != "str" and not value.strip()):
            return ""
        if kind == "e":
            return f' t="e"><v>{value if value in ERRORS else "#VALUE!"}</v>'
        if kind == "n":
            return _number_cell(value, self._attributes.get("s", "0"))
        fits = {
            "b": value in ("0", "1", "true", "false"),
            "s": value.isascii() and value.isdigit() and len(value) < 9 and int(value) < self._strings,
            "str": True,
            "d": True,
        }
        return f' t="{kind}"><v>{_escaped(value)}</v>' if fits.get(kind) else _text_cell(SPOILT)

    def part(self) -> bytes:
        """The copy, as a reader of sheets takes it."""
        at = {column: f'<c r="{column_letters(n)}' for n, column in enumerate(self.columns, 1)}
        numbers = {row: n for n, row in enumerate(self.rows, 1)}
        lines: dict[int, list[str]] = {row: [] for row in self.rows}
        for row, column in sorted(self._cells):
            lines[row].append(f'{at[column]}{numbers[row]}"{self._cells[row, column]}</c>')
        body = "".join(f'<row r="{numbers[row]}">{"".join(cells)}</row>' for row, cells in lines.items())
        return f"{SHEET_START}{body}{SHEET_END}".encode()

    def spread_size(self) -> int:
        """How many rows, and cells up to the last of each row, the sheet has when it is spread out."""
        last = dict(sorted(self._cells))
        return sum(last.values()) + max(self.rows, default=0)

    def spread(self, values: Sequence[Sequence[Any]]) -> list[list[Any]]:
        """What was read from the copy, with each value in its true row and column. All empty rows are one list."""
        nothing: list[Any] = []
        rows = [nothing] * max(self.rows, default=0)
        for row, line in zip(self.rows, values, strict=False):
            held = [column for column, value in zip(self.columns, line, strict=False) if value != ""]
            rows[row - 1] = wide = [""] * max(held, default=0)
            for column, value in zip(self.columns, line, strict=False):
                if column <= len(wide):
                    wide[column - 1] = value
        return rows


def copies(parts: Mapping[str, bytes], strings: bytes, left: int = MOST_CELLS) -> dict[str, SheetCopy]:
    """Copies of parts by name; left is how many cells a reader may yet set aside memory for.

    Raises:
        TooFar: the copies are still too large.
    """
    made: dict[str, SheetCopy] = {}
    to_spread = MOST_SPREAD
    for name, part in parts.items():
        made[name] = copy = SheetCopy(part, strings)
        left -= copy.cells
        to_spread -= copy.spread_size()
        if left < 0 or to_spread < 0:
            raise TooFar(f"its sheets reach over more than {MOST_CELLS:,} cells")
    return made


def _number_cell(value: str, style: str) -> str:
    try:
        number = float(value)
    except ValueError:
        number = 0
    # A date without end makes the reader panic, so what is not finite is read as a number.
    dated = f' s="{style}"' if math.isfinite(number) and style.isascii() and style.isdigit() else ""
    return f"{dated}><v>{_escaped(value)}</v>"


def _text_cell(text: str) -> str:
    return f' t="inlineStr"><is><t xml:space="preserve">{_escaped(text)}</t></is>'


def _escaped(text: str) -> str:
    return escape(text, {"\r": "&#13;"})
