"""Tables of an OpenDocument spreadsheet, read in the one pass that also checks them.

Rows and cells say how often they repeat. A repeated blank is honest (LibreOffice ends every sheet with a million of
them) and costs nothing here; repeated content is counted before it is written out.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from xml.parsers import expat

from rasp_xl.incoming.extent import DEEPEST, LAST_COLUMN, LAST_ROW, MOST_CELLS, TooFar
from rasp_xl.model.findings import column_letters

SPACE = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, TABLE, TEXT = (f"{SPACE}{name}:1.0 " for name in ("office", "table", "text"))
DRAWING = f"{SPACE}drawing:1.0 "
VALUE_TYPE = f"{OFFICE}value-type"
SHOWN_TYPE = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 value-type"
SAYING = frozenset(
    {VALUE_TYPE, SHOWN_TYPE, f"{TABLE}formula", f"{TABLE}number-rows-spanned", f"{TABLE}number-columns-spanned"}
)
"""Attributes of a cell without which, and without text, it holds nothing."""

NUMBERS = frozenset({"float", "percentage", "currency"})
ERROR = re.compile(r"#[A-Z/0-9_]+[!?]?|Err:[0-9]{3}")
BLANKS = re.compile(r"[ \t\r\n]+")
WRITTEN = {f"{TEXT}s": "\0", f"{TEXT}tab": "\1", f"{TEXT}line-break": "\2"}
"""Elements that stand for white space, and what stands for them until other white space is closed up."""

MEANT = str.maketrans("\0\1\2", " \t\n")
MOST_SPACES = 1_000
MOST_MERGED = 50_000
MOST_ELEMENTS = 1_000_000
"""Of a file. A filled template has about 16,000."""

TRUTHS = {"of:=TRUE()": True, "of:=FALSE()": False}
"""LibreOffice writes a typed TRUE as such a formula with the value 1, which would read as level 1."""

ODD = "it is not built as any spreadsheet program builds it"


@dataclass(slots=True)
class Table:
    """One sheet: its rows from row 1, what cells that read as blank hide, and its merged areas, counted from 1."""

    name: str
    rows: list[list[Any]] = field(default_factory=list)
    hidden: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)


class TableReader:
    """Told by a parser of each element and text of content.xml; tables are then the sheets in their order."""

    def __init__(self, parser: expat.XMLParserType) -> None:
        self.tables: list[Table] = []
        self._cells_left, self._rows_left = MOST_CELLS, 4 * LAST_ROW
        self._elements = 0
        self._path: list[str] = []
        self._aside = 0
        self._table: Table | None = None
        self._row = self._column = self._rows_alike = 1
        self._line: list[tuple[int, int, object, str]] = []
        self._cell: Mapping[str, str] | None = None
        self._lines: list[list[str]] = []
        self._in_text = 0
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.buffer_text = True
        parser.CharacterDataHandler = self._text

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._elements += 1
        if len(self._path) >= DEEPEST or self._elements > MOST_ELEMENTS:
            raise TooFar(ODD)
        self._path.append(name)
        if self._aside or self._leads_aside(name):
            self._aside += 1
        elif name == f"{TABLE}table":
            self._table = Table(attributes.get(f"{TABLE}name", ""))
            self._row = 1
        elif name == f"{TABLE}table-row":
            self._rows_alike, self._column, self._line = _count(attributes, "number-rows-repeated"), 1, []
        elif name in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
            self._cell, self._lines = attributes, []
        elif self._cell is not None:
            self._start_text(name, attributes)

    def _leads_aside(self, name: str) -> bool:
        """Notes, drawings and tables inside of tables hold texts too, but none that is a cell's."""
        inside = name == f"{TABLE}table" and self._path[-2:-1] != [f"{OFFICE}spreadsheet"]
        return inside or name == f"{OFFICE}annotation" or name.startswith(DRAWING)

    def _start_text(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == f"{TEXT}p":
            self._lines.append([])
            self._in_text += 1
        elif self._in_text and name in WRITTEN:
            self._lines[-1].append(WRITTEN[name] * min(_count(attributes, "c", TEXT), MOST_SPACES))

    def _text(self, text: str) -> None:
        if self._in_text and not self._aside:
            self._lines[-1].append(text)

    def _end(self, name: str) -> None:
        self._path.pop()
        if self._aside:
            self._aside -= 1
        elif name == f"{TEXT}p":
            self._in_text = max(self._in_text - 1, 0)
        elif name in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell") and self._cell is not None:
            self._end_cell(self._cell)
            self._cell, self._in_text = None, 0
        elif name == f"{TABLE}table-row":
            self._end_row()
        elif name == f"{TABLE}table" and self._table:
            # Values of other files that formulas look at are kept in tables of such names.
            if "'#$" not in self._table.name:
                self.tables.append(self._table)
            self._table = None

    def _end_cell(self, attributes: Mapping[str, str]) -> None:
        alike = _count(attributes, "number-columns-repeated") if attributes else 1
        if not self._lines and not attributes.keys() & SAYING:
            self._column += alike
            return
        text = "\n".join(BLANKS.sub(" ", "".join(line)).translate(MEANT) for line in self._lines)
        hidden = _hidden(attributes, text, bool(self._lines))
        value = "" if hidden else _value(attributes, text)
        if value != "" or hidden:
            self._line.append((self._column, alike, value, hidden))
        down, across = (_count(attributes, f"number-{way}-spanned") for way in ("rows", "columns"))
        if self._table and (down > 1 or across > 1):
            self._table.merged.append((self._row, self._column, self._row + down - 1, self._column + across - 1))
            if len(self._table.merged) > MOST_MERGED:
                raise TooFar(f"it has more than {MOST_MERGED:,} merged areas")
        self._column += alike

    def _end_row(self) -> None:
        first, alike = self._row, self._rows_alike
        self._row += alike
        if not self._line or not self._table:
            return
        last = self._line[-1][0] + self._line[-1][1] - 1
        if self._row - 1 > LAST_ROW or last > LAST_COLUMN:
            raise TooFar("a cell has an address that no spreadsheet has")
        self._cells_left -= last * alike
        self._rows_left -= self._row - 1 - len(self._table.rows)
        if self._cells_left < 0 or self._rows_left < 0:
            cell = f"{column_letters(last)}{self._row - 1}"
            raise TooFar(
                f"its sheets reach over more than {MOST_CELLS:,} cells, of sheet {self._table.name[:40]} to cell {cell}"
            )
        values: list[Any] = [""] * last
        for column, times, value, hidden in self._line:
            values[column - 1 : column - 1 + times] = [value] * times
            if hidden:
                rows, columns = range(first, first + alike), range(column, column + times)
                self._table.hidden |= {(row, c): hidden for row in rows for c in columns}
        nothing: list[Any] = []
        self._table.rows += [nothing] * (first - 1 - len(self._table.rows)) + [values] * alike


def _count(attributes: Mapping[str, str], name: str, space: str = TABLE) -> int:
    """How often something repeats; once where it does not say."""
    text = attributes.get(space + name, "1")
    if text.isascii() and text.isdigit() and len(text) < 9:
        return max(int(text), 1)
    raise TooFar(ODD)


def _hidden(attributes: Mapping[str, str], text: str, shown: bool) -> str:
    """An error such as #REF! or Err:502, = for a formula without a value, or nothing."""
    formula = f"{TABLE}formula" in attributes
    if attributes.get(SHOWN_TYPE) == "error" or (formula and ERROR.fullmatch(text)):
        return text or "an error"
    # LibreOffice leaves the type out where a formula gives an empty text, but then writes an empty line.
    return "=" if formula and not shown and VALUE_TYPE not in attributes else ""


def _value(attributes: Mapping[str, str], text: str) -> object:
    """A number, a truth, a date or a text, as the cell's type has it; what is not of its type is shown as written."""
    kind = attributes.get(VALUE_TYPE, "")
    written = attributes.get(f"{OFFICE}{'' if kind in NUMBERS else f'{kind}-'}value", "")
    try:
        if kind in NUMBERS:
            return TRUTHS.get(attributes.get(f"{TABLE}formula", ""), float(written))
        if kind == "date":
            return date.fromisoformat(written) if len(written) < 11 else datetime.fromisoformat(written)
    except ValueError:
        return written or text
    if kind == "boolean":
        return written == "true"
    return text or written
