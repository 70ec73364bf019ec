"""Kinds: what a file is, told by its bytes and never by its name, and which finding says so where it is no return."""

import re
import zipfile
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO

from rasp_xl.model.file_rules import DAMAGED, EMPTY_FILE, NOT_A_WORKBOOK, OTHER_FORMAT, PASSWORD, TEXT_TABLE, WEB_PAGE
from rasp_xl.model.findings import Finding, Place, Rule

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How old Office files, Outlook messages and encrypted workbooks begin."""

STARTS = (
    (b"%pdf", "a PDF"),
    (b"{\\rtf", "a text document"),
    (b"\x89png", "a picture"),
    (b"gif8", "a picture"),
    (b"bm", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"begin:vcalendar", "an invitation"),
    (b"begin:vcard", "a business card"),
)
"""How other files begin, in lower case, and what to call them."""

PACKAGES = (("word/", "a Word document"), ("ppt/", "a PowerPoint presentation"))
HEADER_LINE = re.compile(
    rb"(?:received|from|to|subject|date|message-id|mime-version|return-path|x-[a-z-]+):[ \t]", re.IGNORECASE
)


MESSAGE_PROPERTIES = "__properties_version1.0".encode("utf-16-le")
"""What Outlook calls a part of each message, as written in the directory of such a file."""


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
        """The finding for a file that is no return."""
        return Finding.at(place, self.rule, looks_like=self.words, reason=self.words)


def look(data: bytes) -> Look:
    """Tell what a whole file is. Opens no part of it."""
    if not data:
        return Look(Kind.NOTHING, EMPTY_FILE)
    if data.startswith(OLE):
        return _ole(data)
    return _archive(data) if data[:2] == b"PK" else _text(data)


def _ole(data: bytes) -> Look:
    return Look(Kind.OUTLOOK) if MESSAGE_PROPERTIES in data else Look(Kind.NOTHING, PASSWORD)


def _archive(data: bytes) -> Look:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _package({name.replace("\\", "/").casefold() for name in archive.namelist()})
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return Look(Kind.NOTHING, DAMAGED, "it is cut short or broken, as after half a download")


def _package(names: Collection[str]) -> Look:
    if "xl/workbook.bin" in names:
        return Look(Kind.NOTHING, OTHER_FORMAT, "an Excel binary workbook (.xlsb)")
    if "[content_types].xml" in names and any(name.startswith("xl/") for name in names):
        return Look(Kind.WORKBOOK)
    if "content.xml" in names and "mimetype" in names:
        return Look(Kind.OPEN_DOCUMENT)
    if any(name.startswith("index/") and name.endswith(".iwa") for name in names):
        return Look(Kind.NOTHING, OTHER_FORMAT, "an Apple Numbers file")
    words = next((words for start, words in PACKAGES if any(name.startswith(start) for name in names)), "")
    return Look(Kind.NOTHING, NOT_A_WORKBOOK, words) if words else Look(Kind.ZIP)


def _text(data: bytes) -> Look:
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    lower = start.lower()
    if lower.startswith((b"<!doctype html", b"<html")):
        return Look(Kind.NOTHING, WEB_PAGE)
    if start.startswith(b"From ") and HEADER_LINE.search(start):
        return Look(Kind.MAILBOX)
    if HEADER_LINE.match(start):
        return Look(Kind.EMAIL)
    words = next((words for mark, words in STARTS if lower.startswith(mark)), "")
    if not words and _is_table(start):
        return Look(Kind.NOTHING, TEXT_TABLE)
    return Look(Kind.NOTHING, NOT_A_WORKBOOK, words or "plain text or something else")


def _is_table(start: bytes) -> bool:
    """Whether the first lines hold as many commas, semicolons or tabs each."""
    lines = [line for line in start.splitlines()[:6] if line.strip()]
    return len(lines) > 1 and any(
        lines[0].count(mark) and lines[0].count(mark) == lines[1].count(mark) for mark in (b",", b";", b"\t")
    )
