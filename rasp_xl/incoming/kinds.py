"""Kinds: what a file is, told by its bytes and never by its name, and which finding says so where it is no return."""

import re
import zipfile
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO

from rasp_xl.incoming.compound_file import START as COMPOUND
from rasp_xl.incoming.compound_file import BrokenCompound, CompoundFile
from rasp_xl.incoming.old_records import NAMES, has_password
from rasp_xl.incoming.plain_text import as_text, is_mail, is_mailbox, is_saved_page, told_by_text
from rasp_xl.incoming.signatures import OLD_KINDS, OPEN_DOCUMENTS, PACKAGES, told_by_start
from rasp_xl.incoming.unpacking import BROKEN, CUT_SHORT
from rasp_xl.model.file_rules import (
    DAMAGED,
    EMPTY_FILE,
    LABEL,
    NOT_A_WORKBOOK,
    OTHER_FORMAT,
    PASSWORD,
    UNSAFE,
    WEB_PAGE,
)
from rasp_xl.model.findings import Finding, Place, Rule

ARCHIVE_STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
LISTED = b"PK\x01\x02"
SHORTEST_ENTRY = 46
MOST_LISTED = 50_000
"""Entries of an archive, those of archives inside it counted too. Listing many more costs seconds and gigabytes."""

LONG_TYPES = 262_144
CONTENT_TYPES, MANIFEST, MIMETYPE = "[content_types].xml", "meta-inf/manifest.xml", "mimetype"
LISTED_PART, WHOLE = re.compile(rb"<[a-z:]*file-entry\s[^>]*>"), b'full-path="/"'
"""An entry in an OpenDocument file's list of parts, and how the one for the document itself shows; it names the type too."""

WORKBOOK_TYPES = (
    b"spreadsheetml.sheet.main+xml",
    b"spreadsheetml.template.main+xml",
    b"ms-excel.sheet.macroenabled.main+xml",
    b"ms-excel.template.macroenabled.main+xml",
    b"ms-excel.addin.macroenabled.main+xml",
)
"""What a workbook's own part is called in the list of content types, in lower case."""

BINARY_TYPE = b"ms-excel.sheet.binary.macroenabled.main"

LABELLED = frozenset({"drmencrypteddataspace", "drmencryptedtransform", "\tdrmcontent", "\tdrmviewercontent"})
"""Names in the directory of a file that a sensitivity label encrypted, case-folded."""

MESSAGE = ("__properties_version1.0", "__substg1.0_", "__nameid_version1.0")


class Kind(StrEnum):
    """What a file is, as far as it matters for reading it."""

    WORKBOOK = "an Excel workbook"
    OPEN_DOCUMENT = "an OpenDocument spreadsheet (.ods)"
    OLD_WORKBOOK = "a workbook in the old .xls format"
    ZIP = "a zip archive"
    EMAIL = "a saved e-mail"
    OUTLOOK = "a saved Outlook message"
    MAILBOX = "a mailbox file"
    NOTHING = "no return"


PARCELS = frozenset({Kind.ZIP, Kind.EMAIL, Kind.OUTLOOK, Kind.MAILBOX})
"""Kinds that hold other files."""


@dataclass(frozen=True, slots=True)
class Look:
    """A file's kind; where it is no return, the rule that says so, and in words what it looks like."""

    kind: Kind
    rule: Rule = NOT_A_WORKBOOK
    words: str = ""

    def refusal(self, place: Place) -> Finding:
        """The finding for a file that is no workbook."""
        words = self.words or self.kind.value
        return Finding.at(place, self.rule, looks_like=words, reason=words)


def look(data: bytes) -> Look:
    """Tell what a whole file is. Reads no more of it than what it says of itself."""
    if not data:
        return _no(EMPTY_FILE)
    if data.startswith(COMPOUND) or COMPOUND.startswith(data[:8]):
        return _compound(data)
    if data.startswith(ARCHIVE_STARTS) or any(start.startswith(data[:4]) for start in ARCHIVE_STARTS):
        return _archive(data)
    if not data.strip(b"\x00"):
        return _no(DAMAGED, "it holds nothing but zeros, as after a failed download")
    if told := told_by_start(data):
        return _no(*told)
    return _text(as_text(data))


def _no(rule: Rule, words: str = "") -> Look:
    return Look(Kind.NOTHING, rule, words)


def _text(text: str) -> Look:
    if not text:
        return _no(NOT_A_WORKBOOK, "a file of a kind we do not know")
    if is_mailbox(text):
        return Look(Kind.MAILBOX)
    if is_saved_page(text):
        return _no(WEB_PAGE)
    return Look(Kind.EMAIL) if is_mail(text) else _no(*told_by_text(text))


def _compound(data: bytes) -> Look:
    """Old Office files are told by the names in their root folder: a workbook may hold a Word document further in."""
    try:
        file = CompoundFile(data)
        names = {entry.name.casefold() for entry in file.entries}
        if names & LABELLED:
            return _no(LABEL)
        if "encryptedpackage" in file.root:
            return _no(PASSWORD)
        book = next((name for name in NAMES if name.casefold() in file.root), "")
        if book:
            return _no(PASSWORD) if has_password(file.stream(book)) else Look(Kind.OLD_WORKBOOK)
    except BrokenCompound:
        return _no(DAMAGED, CUT_SHORT)
    if any(name.startswith(MESSAGE) for name in file.root):
        return Look(Kind.OUTLOOK)
    told = next(((rule, words) for name, rule, words in OLD_KINDS if name in file.root), None)
    return _no(*(told or (NOT_A_WORKBOOK, "an old Office file of another kind")))


def _archive(data: bytes) -> Look:
    if len(data) > MOST_LISTED * SHORTEST_ENTRY and data.count(LISTED) > MOST_LISTED:
        return _no(UNSAFE, f"it has more than {MOST_LISTED:,} parts")
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = {entry.filename.replace("\\", "/").casefold(): entry for entry in archive.infolist()}
            if CONTENT_TYPES in names and "xl/workbook.xml" in names:
                return Look(Kind.WORKBOOK)
            inside = {
                name: _start(archive, names[name]) for name in (CONTENT_TYPES, MANIFEST, MIMETYPE) if name in names
            }
    except BROKEN:
        return _no(DAMAGED, CUT_SHORT)
    return _package(names, inside)


def _start(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    with archive.open(entry) as member:
        return member.read(LONG_TYPES)


def _package(names: Collection[str], inside: dict[str, bytes]) -> Look:
    """What an archive is: one document of some kind, or else a parcel of files."""
    types = inside.get(CONTENT_TYPES, b"").lower()
    if "xl/workbook.bin" in names or BINARY_TYPE in types:
        return _no(OTHER_FORMAT, "an Excel binary workbook (.xlsb)")
    if any(kind in types for kind in WORKBOOK_TYPES):
        return Look(Kind.WORKBOOK)
    if MIMETYPE in inside or (MANIFEST in inside and "content.xml" in names):
        return _open_document(names, inside)
    told = next(((rule, words) for start, rule, words in PACKAGES if any(n.startswith(start) for n in names)), None)
    if told or any(name.endswith(".numbers/index.zip") for name in names):
        return _no(*(told or (OTHER_FORMAT, "an Apple Numbers file")))
    is_workbook = CONTENT_TYPES in names and any(name.startswith("xl/") for name in names)
    return Look(Kind.WORKBOOK if is_workbook else Kind.ZIP)


def _open_document(names: Collection[str], inside: dict[str, bytes]) -> Look:
    listed = inside.get(MANIFEST, b"")
    root = (
        next((entry for entry in LISTED_PART.findall(listed) if WHOLE in entry), b"") if MIMETYPE not in inside else b""
    )
    says = (inside.get(MIMETYPE, b"") or root).decode("latin-1").strip().lower() or "opendocument.spreadsheet"
    if "encrypted-package" in names or b"encryption-data" in listed:
        return _no(PASSWORD)
    if "opendocument.spreadsheet" in says:
        return Look(Kind.OPEN_DOCUMENT)
    told = next(((rule, words) for mark, rule, words in OPEN_DOCUMENTS if mark in says), None)
    return _no(*told) if told else Look(Kind.ZIP)
