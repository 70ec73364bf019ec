"""Unpacking: a workbook's parts, unpacked and checked one by one within bounds, before any reader sees them."""

import struct
import zipfile
import zlib
from xml.etree import ElementTree as ET
from xml.parsers import expat

from rasp_xl.incoming.extent import TooFar, is_plain
from rasp_xl.incoming.hidden_cells import HiddenCells
from rasp_xl.model.file_rules import DAMAGED, UNSAFE
from rasp_xl.model.findings import Rule

MEBIBYTE = 1024 * 1024
MOST_BYTES = 10 * MEBIBYTE
MOST_UNPACKED = 50 * MEBIBYTE
MOST_PARTS = 1_000
LONG_PART = MEBIBYTE
"""A longer part is watched element by element."""

BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
    struct.error,
    zlib.error,
)
"""What zipfile raises on archives that are not what they say."""

CUT_SHORT = "it is cut short or broken, as after half a download"


class Refusal(Exception):  # noqa: N818 - it is no error of ours
    """Raised while a file is checked, with the rule that was met and its facts."""

    def __init__(self, rule: Rule, **facts: str) -> None:
        super().__init__(rule.code)
        self.rule, self.facts = rule, facts


def check_size(data: bytes) -> None:
    """Refuse a workbook of any format that is larger than we open."""
    if len(data) > MOST_BYTES:
        raise Refusal(UNSAFE, reason=f"it is larger than {MOST_BYTES // MEBIBYTE} MB")


class Unpacker:
    """Unpacks and checks parts one by one within one bound, whatever size the archive declares.

    names are those in the archive as readers compare them: without regard to case or kind of slash.
    """

    def __init__(self, archive: zipfile.ZipFile) -> None:
        entries = archive.infolist()
        if len(entries) > MOST_PARTS:
            raise Refusal(UNSAFE, reason=f"it has more than {MOST_PARTS} parts")
        self.names = {folded(entry.filename): entry for entry in entries}
        if len(self.names) < len(entries):
            raise Refusal(UNSAFE, reason="it holds a part twice")
        self.parts: dict[str, bytes] = {}
        self.extents: dict[str, HiddenCells] = {}
        self._archive = archive
        self._left = MOST_UNPACKED

    def part(self, name: str) -> bytes:
        """A part's bytes, unpacked and checked once; empty where there is no such part.

        How far it reaches is in extents, by the same name, unless all its cells plainly stand within A1:AZ999.
        """
        if folded(name) in self.names and name not in self.parts:
            part = self.raw(name)
            if extent := check_xml(name, part):
                self.extents[name] = extent
            self.parts[name] = part
        return self.parts.get(name, b"")

    def raw(self, name: str) -> bytes:
        """A part's bytes within the bound, not looked into; empty where there is no such part."""
        entry = self.names.get(folded(name))
        if entry is None:
            return b""
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Refusal(UNSAFE, reason="it is packed in a way that no spreadsheet program uses")
        with self._archive.open(entry) as member:
            part = member.read(self._left + 1)
        self._left -= len(part)
        if self._left < 0:
            raise Refusal(UNSAFE, reason=f"it unpacks to more than {MOST_UNPACKED // MEBIBYTE} MB")
        return part

    def tree(self, name: str) -> ET.Element:
        """A part of moderate length as a tree of its elements."""
        part = self.part(name)
        if len(part) > LONG_PART:
            raise Refusal(UNSAFE, reason=f"its part {name} is far too long")
        try:
            return ET.fromstring(part)  # noqa: S314 - checked: no DTD
        except ET.ParseError as error:  # a prefix that stands for nothing: the check before knows of no namespaces
            raise Refusal(DAMAGED, reason=f"its part {name} is missing or not well-formed") from error


def folded(name: str) -> str:
    """A part's name as readers compare it."""
    return name.replace("\\", "/").casefold()


def check_xml(name: str, part: bytes) -> HiddenCells | None:
    """Well-formed UTF-8 without a DTD; the extent of a part that has, or may have, cells outside of A1:AZ999."""
    if len(part) > LONG_PART or not is_plain(part):
        return watched(name, part)
    parse(strict_parser(name, part), name, part)
    return None


def watched(name: str, part: bytes) -> HiddenCells:
    """What is known of a part that is gone through element by element."""
    parser = strict_parser(name, part)
    cells = HiddenCells()
    cells.watch(parser)
    parse(parser, name, part)
    return cells


def strict_parser(name: str, part: bytes, separator: str | None = None) -> expat.XMLParserType:
    """A parser that refuses a DTD and any encoding but UTF-8; with a separator it resolves namespaces."""
    if b"\x00" in part[:64] or part[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise Refusal(UNSAFE, reason=f"its part {name} is not written in UTF-8")
    parser = expat.ParserCreate(None, separator)
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.XmlDeclHandler = _refuse_encoding
    return parser


def parse(parser: expat.XMLParserType, name: str, part: bytes) -> None:
    """Let a parser go through a part."""
    try:
        parser.Parse(part, True)
    except TooFar as error:
        raise Refusal(UNSAFE, reason=str(error)) from error
    except expat.ExpatError as error:
        raise Refusal(DAMAGED, reason=f"its part {name} breaks off or is not well-formed") from error


def _refuse_doctype(*_: object) -> None:
    raise Refusal(UNSAFE, reason="it holds a document type definition")


def _refuse_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding and encoding.lower() not in ("utf-8", "us-ascii"):
        raise Refusal(UNSAFE, reason=f"it is written in {encoding[:20]} rather than UTF-8")
