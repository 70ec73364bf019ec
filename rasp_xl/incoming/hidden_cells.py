"""Hidden cells: what a cell that reads as blank really holds, an error or a formula whose result was never saved.

The reader shows both as blank, the same as a cell that nobody answered.
"""

import re
from collections import Counter
from collections.abc import Mapping
from xml.parsers import expat

from rasp_xl.incoming.extent import Extent
from rasp_xl.model.findings import column_letters

CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*)>(.*?)</(?:\w+:)?c>", re.DOTALL)
VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>(.*?)</", re.DOTALL)
FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
ROW = re.compile(rb'<(?:\w+:)?c r="[A-Z]{1,3}([0-9]{1,7})"')
TYPE = re.compile(rb"""\bt\s*=\s*["'](\w*)["']""")


class HiddenCells(Extent):
    """The extent of a sheet, by row and column what its cells hide, and how often it uses which shared text."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden: dict[tuple[int, int], str] = {}
        self.texts: Counter[str] = Counter()
        self._kind = ""
        self._value: list[str] = []
        self._formula = self._in_value = False

    def watch(self, parser: expat.XMLParserType) -> None:
        """Be told by a parser of each element and of the text in values."""
        super().watch(parser)
        parser.buffer_text = True
        parser.CharacterDataHandler = self._text

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Called by the parser where an element opens."""
        super().start(name, attributes)
        element = name.rpartition(":")[2]
        if element == "c":
            self._kind, self._value, self._formula = attributes.get("t", ""), [], False
        elif element == "f":
            self._formula = True
        self._in_value = element == "v"

    def end(self, name: str) -> None:
        """Called by the parser where an element closes."""
        self._in_value = False
        if self._at and name.rpartition(":")[2] == "c":
            value = "".join(self._value)
            if found := _hidden(self._kind, value, self._formula):
                self.hidden[self._at] = found
            elif self._kind == "s":
                self.texts[value] += 1
        super().end(name)

    def _text(self, text: str) -> None:
        if self._in_value:
            self._value.append(text)


def last_row(part: bytes) -> int:
    """The last row that has a cell, filled or not; in a part whose cells all have addresses."""
    return max((int(row) for row in ROW.findall(part)), default=0)


def hidden_in(part: bytes, row: int, column: int) -> str:
    """An error such as #REF!, = for a formula without a value, or nothing; in a part whose cells all have addresses."""
    attributes, content = _cell(part, f'r="{column_letters(column)}{row}"'.encode())
    value, kind = VALUE.search(content), TYPE.search(attributes)
    return _hidden(
        kind[1].decode() if kind else "",
        value[1].decode("utf-8", "replace") if value else "",
        FORMULA.search(content) is not None,
    )


def _hidden(kind: str, value: str, formula: bool) -> str:
    if kind == "e":
        return value or "an error"
    # A formula may well give an empty text; Excel and LibreOffice then say that its result is a text.
    return "=" if formula and not value and kind != "str" else ""


def _cell(part: bytes, reference: bytes) -> tuple[bytes, bytes]:
    """The attributes and the content of the cell that has a reference; found by it, because a search by pattern is slow."""
    at = part.find(reference)
    while at >= 0:
        found = CELL.match(part, part.rfind(b"<", 0, at))
        if found and at < found.end(1):
            return (b"", b"") if found[1].endswith(b"/") else (found[1], found[2])
        at = part.find(reference, at + 1)
    return b"", b""
