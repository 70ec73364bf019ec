"""OpenDocument spreadsheets (.ods), as LibreOffice and Excel save them.

Other than a workbook of Excel, such a file is read in the same pass that checks it, so no reader needs to be kept from
anything: what is too much is refused while it is being read.
"""

import re
import zipfile
from dataclasses import dataclass
from html import unescape
from io import BytesIO

from rasp_xl.incoming.cells import SheetValues
from rasp_xl.incoming.open_table import Table, TableReader
from rasp_xl.incoming.relations import MOST_SHEETS
from rasp_xl.incoming.safety import NOTES, PICTURES
from rasp_xl.incoming.unpacking import (
    BROKEN,
    CUT_SHORT,
    Refusal,
    Unpacker,
    check_size,
    parse,
    strict_parser,
)
from rasp_xl.model.file_rules import DAMAGED, OTHER_FORMAT, UNSAFE
from rasp_xl.model.findings import Finding, Place
from rasp_xl.model.layout import COMPUTED

CONTENT, META = "content.xml", "meta.xml"
OPENOFFICE_1 = b"-//OpenOffice.org//DTD OfficeDocument"
"""What the content of the older format names at its start, whatever type its archive says it is of."""

NOTE = b"<office:annotation"
KEYWORD = re.compile(rb"<meta:keyword(?:\s[^>]*)?>(.*?)</meta:keyword>", re.DOTALL)
MACRO = re.compile(r"(?:basic|scripts)/(?!.*script-l[bc]\.xml$).*[^/]")
"""Macros; the lists of libraries are there without any."""


@dataclass(frozen=True, slots=True)
class Document:
    """The tables but for those that a template computes, the document's keywords, and whether it holds macros.

    unread are, in words, what else people put into spreadsheets.
    """

    tables: tuple[Table, ...]
    keywords: str
    has_macros: bool
    unread: tuple[str, ...] = ()

    @property
    def sheets(self) -> tuple[SheetValues, ...]:
        """The tables as plain values."""
        return tuple(SheetValues(table.name, table.rows, tuple(table.merged)) for table in self.tables)

    def last_row(self, sheet: str) -> int:
        """The last row with a cell that reads as blank but is not; 0 where there is none."""
        return max((row for table in self.tables if table.name == sheet for row, _ in table.hidden), default=0)

    def hidden_content(self, sheet: str, row: int, column: int) -> str:
        """What a cell that reads as blank really holds: an error such as #REF!, = for a formula without a value, or nothing."""
        return next((table.hidden.get((row, column), "") for table in self.tables if table.name == sheet), "")


def open_document(data: bytes, place: Place) -> Document | Finding:
    """Check and read a spreadsheet, or say why not. That it is one was told by `kinds.look`."""
    try:
        check_size(data)
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _read(Unpacker(archive))
    except Refusal as refusal:
        return Finding.at(place, refusal.rule, **refusal.facts)
    except BROKEN:
        return Finding.at(place, DAMAGED, reason=CUT_SHORT)


def _read(box: Unpacker) -> Document:
    content = box.raw(CONTENT)
    if OPENOFFICE_1 in content[:1_000]:
        raise Refusal(OTHER_FORMAT, looks_like="an OpenOffice 1 spreadsheet (.sxc)")
    parser = strict_parser(CONTENT, content, " ")
    reader = TableReader(parser)
    parse(parser, CONTENT, content)
    if not reader.tables:
        raise Refusal(DAMAGED, reason="there is no sheet in it")
    if len(reader.tables) > MOST_SHEETS:
        raise Refusal(UNSAFE, reason=f"it has more than {MOST_SHEETS} sheets")
    if len({table.name.casefold() for table in reader.tables}) < len(reader.tables):
        raise Refusal(UNSAFE, reason="two of its sheets have one name")
    words = (unescape(word.decode("utf-8", "replace")) for word in KEYWORD.findall(box.part(META)))
    return Document(
        tuple(table for table in reader.tables if table.name not in COMPUTED),
        " ".join(words),
        any(MACRO.fullmatch(name) for name in box.names),
        (NOTES,) * (NOTE in content) + (PICTURES,) * any(name.startswith("pictures/") for name in box.names),
    )
