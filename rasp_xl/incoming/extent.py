"""Extent: how far a sheet reaches, known from its XML before any reader opens it, and counted as readers count.

A reader sets aside memory for every cell up to the furthest one that holds something.
"""

import re
from collections.abc import Mapping
from xml.parsers import expat

from rasp_xl.model.findings import column_letters, column_number

MOST_CELLS = 1_000_000
"""Rows times columns of the used part of all sheets. A template's largest sheet has about a thousand."""

MOST_ELEMENTS = 2_000_000
DEEPEST = 100
"""How many elements of a part may be open at once: each costs the parser a hundred bytes and more."""

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
ADDRESS = re.compile(r"([A-Za-z]{1,3})([1-9][0-9]{0,6})")
FAR = re.compile(rb'<c(?! r="A?[A-Z][0-9]{1,3}"[ />])[\s>/]')
"""Finds a cell that is not plainly written with an address within A1:AZ999. A filled template has none."""

PREFIXED = re.compile(rb":c[\s>/]")
"""Finds a cell written with a namespace prefix, which FAR would not see."""


class TooFar(Exception):  # noqa: N818 - it is no error of ours
    """Raised while a part is parsed; its text says what is wrong with the part, as a clause."""


def is_plain(part: bytes) -> bool:
    """Whether a part of moderate length needs no watching: its cells, if any, plainly stand within A1:AZ999.

    A part without a document type has no other way to write a cell than those two patterns see: an address in character
    references is not plainly written, and what stands in comments is no cell.
    """
    return not (FAR.search(part) or PREFIXED.search(part))


class Extent:
    """The furthest row and column that hold something. Rows and cells without a reference follow the one before.

    far is the first cell, if any, with which rows times columns pass MOST_CELLS.
    """

    def __init__(self) -> None:
        self.row = self.column = 0
        self.far = ""
        self._row = self._column = 1
        self._at: tuple[int, int] | None = None
        self._depth = self._elements = 0

    @property
    def cells(self) -> int:
        """Rows times columns."""
        return self.row * self.column

    def watch(self, parser: expat.XMLParserType) -> None:
        """Be told by a parser of each element."""
        parser.StartElementHandler, parser.EndElementHandler = self.start, self.end

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Called by the parser where an element opens."""
        self._depth += 1
        self._elements += 1
        if self._depth > DEEPEST or self._elements > MOST_ELEMENTS:
            raise TooFar("it is not built as any spreadsheet program builds it")
        element = name.rpartition(":")[2]
        if element == "row":
            self._row = _row_number(attributes["r"]) if "r" in attributes else self._row
        elif element == "c":
            self._at = self._position(attributes.get("r"))
        elif self._at:
            self._use(*self._at)

    def end(self, name: str) -> None:
        """Called by the parser where an element closes: what follows is one row further down or one cell further right."""
        self._depth -= 1
        element = name.rpartition(":")[2]
        if element == "row":
            self._row, self._column = self._row + 1, 1
        elif element == "c":
            self._at = None
            self._column += 1

    def _position(self, address: str | None) -> tuple[int, int]:
        if address is None:
            return self._row, self._column
        found = ADDRESS.fullmatch(address)
        if not found:
            raise TooFar("a cell has an address that no spreadsheet has")
        self._column = column_number(found[1])
        return int(found[2]), self._column

    def _use(self, row: int, column: int) -> None:
        self.row, self.column = max(self.row, row), max(self.column, column)
        if not self.far and self.cells > MOST_CELLS:
            self.far = f"{column_letters(column)}{row}"


def _row_number(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) < 9 and 0 < int(text) <= LAST_ROW:
        return int(text)
    raise TooFar("a row has a number that no spreadsheet has")
