"""Safety: is a file a workbook, and is it fit to be opened? Checked on the bytes, before any reader sees them.

One value far from all others makes a reader set aside memory for every cell between and stops the whole process
(calamine issue 693), so the extent of every sheet is known before a sheet is opened. Readers also differ in how they
look for a part in an archive; so the reader is given a new archive, of the parts that were checked and of nothing else.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from xml.etree import ElementTree as ET
from xml.parsers import expat

from rasp_xl.incoming.extent import MOST_CELLS, Extent, TooFar, is_plain
from rasp_xl.model.file_rules import DAMAGED, EMPTY_FILE, NOT_A_WORKBOOK, PASSWORD, UNSAFE
from rasp_xl.model.findings import Finding, Place, Rule
from rasp_xl.model.layout import COUNTING, FIX_LIST, SCORES

MEBIBYTE = 1024 * 1024
MOST_BYTES = 10 * MEBIBYTE
MOST_UNPACKED = 50 * MEBIBYTE
MOST_PARTS = 1_000
MOST_SHEETS = 200
LONG_PART = MEBIBYTE
"""A longer part is watched element by element."""

LOOKS_LIKE = (
    (b"%PDF", "a PDF"),
    (b"<!doctype html", "a web page"),
    (b"<html", "a web page"),
    (b"{\\rtf", "a text document"),
    (b"<?xml", "an XML file"),
    (b"\x89png", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
)
COMPUTED = frozenset({SCORES, COUNTING, FIX_LIST})
"""Sheets of a template on which nobody types: what they show follows from the others."""

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

WORKBOOK, WORKBOOK_RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
READ_BESIDES = (
    "[Content_Types].xml", "_rels/.rels", "docProps/core.xml", "xl/sharedStrings.xml", "xl/styles.xml", WORKBOOK, WORKBOOK_RELATIONS,
)  # fmt: skip
"""The parts that a reader needs besides the sheets it opens."""


@dataclass(frozen=True, slots=True)
class Package:
    """A workbook that is fit to be opened: the parts that were checked, and which of them holds which sheet.

    data is an archive of these parts alone, for a reader to open.
    """

    data: bytes
    parts: Mapping[str, bytes]
    sheets: Mapping[str, str]
    has_macros: bool


class Refusal(Exception):  # noqa: N818 - it is no error of ours
    """Raised inside this module only, with the rule that was met and its facts."""

    def __init__(self, rule: Rule, **facts: str) -> None:
        super().__init__(rule.code)
        self.rule, self.facts = rule, facts


def open_package(data: bytes, place: Place) -> Package | Finding:
    """Unpack a workbook within the limits, or say why not.

    Sheets that a template computes by itself (Your scores, How it counts, a fix copy's Fix list) are left packed and out of Package.sheets.
    """
    try:
        _refuse_other_kinds(data)
        with zipfile.ZipFile(BytesIO(data)) as archive:
            box = Unpacker(archive)
            _refuse_other_packages(box.names)
            sheets = _sheet_parts(box)
            for name in (*READ_BESIDES, *sheets.values()):
                box.part(name)
            has_macros = any(name.endswith("vbaproject.bin") for name in box.names)
    except Refusal as refusal:
        return Finding.at(place, refusal.rule, **refusal.facts)
    except BROKEN:
        return Finding.at(place, DAMAGED, reason="it is cut short or broken, as after half a download")
    return Package(_packed_anew(box.parts), box.parts, sheets, has_macros)


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


class Unpacker:
    """Unpacks and checks parts one by one within one bound, whatever size the archive declares.

    names are those in the archive as readers compare them: without regard to case or kind of slash.
    """

    def __init__(self, archive: zipfile.ZipFile) -> None:
        entries = archive.infolist()
        if len(entries) > MOST_PARTS:
            raise Refusal(UNSAFE, reason=f"it has more than {MOST_PARTS} parts")
        self.names = {_folded(entry.filename): entry for entry in entries}
        if len(self.names) < len(entries):
            raise Refusal(UNSAFE, reason="it holds a part twice")
        self.parts: dict[str, bytes] = {}
        self._archive = archive
        self._left = MOST_UNPACKED
        self._cells = 0

    def part(self, name: str) -> bytes:
        """A part's bytes, unpacked and checked once; empty where there is no such part."""
        entry = self.names.get(_folded(name))
        if entry is None:
            return b""
        if name not in self.parts:
            part = self._unpacked(entry)
            self._cells += _check_xml(name, part)
            if self._cells > MOST_CELLS:
                raise Refusal(UNSAFE, reason=f"its sheets reach over more than {MOST_CELLS:,} cells")
            self.parts[name] = part
        return self.parts[name]

    def _unpacked(self, entry: zipfile.ZipInfo) -> bytes:
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Refusal(UNSAFE, reason="it is packed in a way that no spreadsheet program uses")
        with self._archive.open(entry) as member:
            part = member.read(self._left + 1)
        self._left -= len(part)
        if self._left < 0:
            raise Refusal(UNSAFE, reason=f"it unpacks to more than {MOST_UNPACKED // MEBIBYTE} MB")
        return part


def _folded(name: str) -> str:
    return name.replace("\\", "/").casefold()


def _packed_anew(parts: Mapping[str, bytes]) -> bytes:
    """An archive of these parts, not compressed: a fifth of the time that zipfile takes, and readers need not unpack."""
    body: list[bytes] = []
    directory: list[bytes] = []
    at = 0
    for name, part in parts.items():
        encoded = name.encode()
        header = struct.pack("<5H3L2H", 20, 0x800, 0, 0, 0x21, zlib.crc32(part), len(part), len(part), len(encoded), 0)
        body += (b"PK\3\4", header, encoded, part)
        directory += (b"PK\1\2\x14\0", header, struct.pack("<3H2L", 0, 0, 0, 0, at), encoded)
        at += 30 + len(encoded) + len(part)
    listed = b"".join(directory)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, len(parts), len(parts), len(listed), at, 0)
    return b"".join((*body, listed, end))


def _sheet_parts(box: Unpacker) -> dict[str, str]:
    """Sheet names to the parts that hold them, in the workbook's order, less the computed sheets."""
    relations, workbook = (_tree(box, name) for name in (WORKBOOK_RELATIONS, WORKBOOK))
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    sheets = [e for e in workbook.iter() if e.tag.endswith("}sheet")]
    found = {e.get("name", ""): _part_name(targets.get(_relation_id(e)) or "") for e in sheets}
    if len(sheets) > MOST_SHEETS:
        raise Refusal(UNSAFE, reason=f"it has more than {MOST_SHEETS} sheets")
    if len({_folded(part) for part in found.values()}) < len(sheets):
        raise Refusal(UNSAFE, reason="two of its sheets have one name or are stored as one")
    return {name: part for name, part in found.items() if name not in COMPUTED}


def _tree(box: Unpacker, name: str) -> ET.Element:
    part = box.part(name)
    if len(part) > LONG_PART:
        raise Refusal(UNSAFE, reason=f"its part {name} is far too long")
    try:
        return ET.fromstring(part)  # noqa: S314 - checked: no DTD
    except ET.ParseError as error:  # a prefix that stands for nothing: the check before knows of no namespaces
        raise Refusal(DAMAGED, reason=f"its part {name} is not well-formed") from error


def _relation_id(sheet: ET.Element) -> str | None:
    """The id that leads to a sheet's part; its namespace differs between the two flavours of the format."""
    return next((value for name, value in sheet.attrib.items() if name.endswith("}id")), None)


def _part_name(target: str) -> str:
    return "xl/" + target.removeprefix("/").removeprefix("xl/")


def _refuse_other_kinds(data: bytes) -> None:
    if not data:
        raise Refusal(EMPTY_FILE)
    if data.startswith(OLE):
        raise Refusal(PASSWORD)
    if data[:2] != b"PK":
        start = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
        looks = next((words for mark, words in LOOKS_LIKE if start.startswith(mark.lower())), "")
        raise Refusal(NOT_A_WORKBOOK, looks_like=looks or "plain text or something else")
    if len(data) > MOST_BYTES:
        raise Refusal(UNSAFE, reason=f"it is larger than {MOST_BYTES // MEBIBYTE} MB")


def _refuse_other_packages(parts: Iterable[str]) -> None:
    if WORKBOOK in parts and WORKBOOK_RELATIONS in parts:
        return
    kinds = {"word/": "a Word document", "ppt/": "a PowerPoint presentation", "index/": "an Apple Numbers file"}
    for start, words in kinds.items():
        if any(name.startswith(start) for name in parts):
            raise Refusal(NOT_A_WORKBOOK, looks_like=words)
    if "xl/workbook.bin" in parts:
        raise Refusal(NOT_A_WORKBOOK, looks_like="an Excel binary workbook (.xlsb)")
    if "content.xml" in parts and "mimetype" in parts:
        raise Refusal(NOT_A_WORKBOOK, looks_like="an OpenDocument file (.ods)")
    raise Refusal(NOT_A_WORKBOOK, looks_like="a zip archive of something else")


def _check_xml(name: str, part: bytes) -> int:
    """Well-formed UTF-8 without a DTD, and no cell so far out that a reader would run out of memory.

    Gives the rows times columns of a sheet that has cells outside of A1:AZ999, else 0.
    """
    if b"\x00" in part[:64] or part[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise Refusal(UNSAFE, reason=f"its part {name} is not written in UTF-8")
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.XmlDeclHandler = _refuse_encoding
    extent = Extent()
    if len(part) > LONG_PART or not is_plain(part):
        parser.StartElementHandler, parser.EndElementHandler = extent.start, extent.end
    try:
        parser.Parse(part, True)
    except TooFar as error:
        raise Refusal(UNSAFE, reason=str(error)) from error
    except expat.ExpatError as error:
        raise Refusal(DAMAGED, reason=f"its part {name} breaks off or is not well-formed") from error
    return extent.cells


def _refuse_doctype(*_: object) -> None:
    raise Refusal(UNSAFE, reason="it holds a document type definition")


def _refuse_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding and encoding.lower() not in ("utf-8", "us-ascii"):
        raise Refusal(UNSAFE, reason=f"it is written in {encoding[:20]} rather than UTF-8")
