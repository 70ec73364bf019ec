"""Safety: is a file a workbook, and is it fit to be opened? Checked on the bytes, before any reader sees them.

One value far from all others makes a reader set aside memory for every cell between and stops the whole process
(calamine issue 693), so the extent of every sheet is known before a sheet is opened.
"""

import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from xml.etree import ElementTree as ET
from xml.parsers import expat

from rasp_xl.model.findings import Finding, Place, Rule
from rasp_xl.model.layout import COUNTING, SCORES
from rasp_xl.model.rules import DAMAGED, EMPTY_FILE, LOCKED_OR_OLD, NOT_A_WORKBOOK, UNSAFE

MEBIBYTE = 1024 * 1024
MOST_BYTES = 10 * MEBIBYTE
MOST_UNPACKED = 50 * MEBIBYTE
MOST_PARTS = 1_000
MOST_CELLS = 1_000_000
"""Rows times columns of the used part of a sheet. A template's largest sheet has about a thousand."""

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
COMPUTED = frozenset({SCORES, COUNTING})
"""Sheets of a template on which nobody types: what they show follows from the others."""

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

FAR = re.compile(rb'<c(?! r="(?:A?[A-Z])?[0-9]{1,3}"[ />])[\s>/]')
"""Finds a cell that is not plainly written with an address within A1:AZ999. A filled template has none."""

PREFIXED = re.compile(rb":c[\s>/]")
"""Finds a cell written with a namespace prefix, which FAR would not see."""

PLAIN_SHEET = re.compile(r"worksheets/sheet[0-9]+\.xml")
WORKBOOK, WORKBOOK_RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
READ_BESIDES = frozenset({
    "[Content_Types].xml", "_rels/.rels", "docProps/core.xml", "xl/sharedStrings.xml", "xl/styles.xml", WORKBOOK, WORKBOOK_RELATIONS,
})  # fmt: skip
"""The parts that a reader needs besides the sheets it opens."""

CELL = re.compile(r"([A-Za-z]{0,3})([0-9]{1,7})")


@dataclass(frozen=True, slots=True)
class Package:
    """A workbook that is fit to be opened: its bytes, the parts that were checked, and which part holds which sheet."""

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

    Sheets that a template computes by itself (Your scores, How it counts) are left packed and out of Package.sheets,
    as long as the workbook is laid out in the usual way, so that no reader can come to them by another road.
    """
    try:
        _refuse_other_kinds(data)
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = _names(archive)
            _refuse_other_packages(names)
            box = Unpacker(archive)
            sheets = _sheet_parts(box, names)
            wanted = (READ_BESIDES | set(sheets.values())) & names if sheets else names
            for name in sorted(wanted):
                if box.part(name).lstrip()[:1] in (b"<", b"\xef", b"\xff", b"\xfe"):
                    _check_xml(name, box.part(name))
            sheets = sheets or _sheet_names(box)
            has_macros = any(name.endswith("vbaProject.bin") for name in names)
    except Refusal as refusal:
        return Finding.at(place, refusal.rule, **refusal.facts)
    except BROKEN as error:
        return Finding.at(place, DAMAGED, reason=f"its archive is cut short or broken ({type(error).__name__})")
    return Package(data, box.parts, sheets, has_macros)


BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
    zlib.error,
)
"""What zipfile raises on archives that are not what they say."""


class Unpacker:
    """Unpacks parts one by one within one bound, whatever size the archive declares."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.parts: dict[str, bytes] = {}
        self._archive = archive
        self._left = MOST_UNPACKED

    def part(self, name: str) -> bytes:
        """A part's bytes; unpacked once."""
        if name not in self.parts:
            with self._archive.open(name) as member:
                part = member.read(self._left + 1)
            self._left -= len(part)
            if self._left < 0:
                raise Refusal(UNSAFE, reason=f"it unpacks to more than {MOST_UNPACKED // MEBIBYTE} MB")
            self.parts[name] = part
        return self.parts[name]


def _names(archive: zipfile.ZipFile) -> set[str]:
    entries = archive.infolist()
    if len(entries) > MOST_PARTS:
        raise Refusal(UNSAFE, reason=f"it has more than {MOST_PARTS} parts")
    if len({entry.filename.casefold() for entry in entries}) < len(entries):
        # Readers differ in which of two equal names they take, and some do not mind the case.
        raise Refusal(UNSAFE, reason="it holds a part twice")
    return {entry.filename for entry in entries}


def _sheet_parts(box: Unpacker, names: set[str]) -> dict[str, str]:
    """Sheet names and their parts, less the computed sheets; empty where the workbook is laid out in an unusual way."""
    root = box.part("_rels/.rels") if "_rels/.rels" in names else b""
    found = _sheet_names(box) if root.count(b'officeDocument"') == root.count(b'Target="xl/workbook.xml"') == 1 else {}
    usual = all(PLAIN_SHEET.fullmatch(target.removeprefix("xl/")) for target in found.values())
    if not usual or len(set(found.values())) != len(found):
        return {}
    return {name: part for name, part in found.items() if name not in COMPUTED}


def _sheet_names(box: Unpacker) -> dict[str, str]:
    """Sheet names to the parts that hold them, in the workbook's order."""
    for name in (WORKBOOK, WORKBOOK_RELATIONS):
        _check_xml(name, box.part(name))
    targets = {r.get("Id"): r.get("Target", "") for r in ET.fromstring(box.part(WORKBOOK_RELATIONS))}  # noqa: S314 - no DTD
    sheets = (e for e in ET.fromstring(box.part(WORKBOOK)).iter() if e.tag.endswith("}sheet"))  # noqa: S314 - no DTD
    return {
        e.get("name", ""): "xl/" + (targets.get(e.get(RELATION)) or "").removeprefix("/").removeprefix("xl/")
        for e in sheets
    }


def _refuse_other_kinds(data: bytes) -> None:
    if not data:
        raise Refusal(EMPTY_FILE)
    if data.startswith(OLE):
        raise Refusal(LOCKED_OR_OLD)
    if data[:2] != b"PK":
        start = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
        looks = next((words for mark, words in LOOKS_LIKE if start.startswith(mark.lower())), "")
        raise Refusal(NOT_A_WORKBOOK, looks_like=looks or "plain text or something else")
    if len(data) > MOST_BYTES:
        raise Refusal(UNSAFE, reason=f"it is larger than {MOST_BYTES // MEBIBYTE} MB")


def _refuse_other_packages(parts: set[str]) -> None:
    if WORKBOOK in parts and WORKBOOK_RELATIONS in parts:
        return
    kinds = {"word/": "a Word document", "ppt/": "a PowerPoint presentation", "Index/": "an Apple Numbers file"}
    for start, words in kinds.items():
        if any(name.startswith(start) for name in parts):
            raise Refusal(NOT_A_WORKBOOK, looks_like=words)
    if "xl/workbook.bin" in parts:
        raise Refusal(NOT_A_WORKBOOK, looks_like="an Excel binary workbook (.xlsb)")
    raise Refusal(NOT_A_WORKBOOK, looks_like="a zip archive of something else")


def _check_xml(name: str, part: bytes) -> None:
    """Well-formed UTF-8 without a DTD, and no cell so far out that a reader would run out of memory."""
    if name.startswith("customXml/"):
        return  # SharePoint writes UTF-16 here in good files, and no reader looks
    if b"\x00" in part[:64] or part[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise Refusal(UNSAFE, reason=f"its part {name} is not written in UTF-8")
    unusual = b"<!" in part or b"&#" in part or FAR.search(part) or PREFIXED.search(part)
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.XmlDeclHandler = _refuse_encoding
    extent = Extent()
    if unusual:
        parser.StartElementHandler = extent.start
    try:
        parser.Parse(part, True)
    except expat.ExpatError as error:
        raise Refusal(DAMAGED, reason=f"its part {name} breaks off or is not well-formed") from error
    if extent.cells > MOST_CELLS:
        raise Refusal(UNSAFE, reason=f"one of its sheets reaches to row {extent.row}, column {extent.column}")


def _refuse_doctype(*_: object) -> None:
    raise Refusal(UNSAFE, reason="it holds a document type definition")


def _refuse_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding and encoding.lower() not in ("utf-8", "us-ascii"):
        raise Refusal(UNSAFE, reason=f"it is written in {encoding[:20]} rather than UTF-8")


class Extent:
    """The furthest row and column of a sheet; rows and cells without a reference follow the one before."""

    def __init__(self) -> None:
        self.row = self.column = 0
        self._row = self._column = 0

    @property
    def cells(self) -> int:
        """Rows times columns."""
        return self.row * self.column

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Called by the parser for every element."""
        element = name.rpartition(":")[2]
        if element == "row":
            self._row = self._number(attributes.get("r", ""), self._row + 1)
            self._column = 0
        elif element == "c":
            found = CELL.fullmatch(attributes.get("r", "").strip())
            if attributes.get("r") and not (found and found[1]):
                raise Refusal(UNSAFE, reason="a cell has an address that no spreadsheet has")
            self._column = _column_number(found[1]) if found else self._column + 1
            self.row = max(self.row, self._number(found[2], 0) if found else self._row)
            self.column = max(self.column, self._column)

    def _number(self, text: str, otherwise: int) -> int:
        return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else otherwise


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
