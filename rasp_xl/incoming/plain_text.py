"""Plain text: mails, web pages, tables and other things that are written rather than packed."""

import csv
import re
from collections.abc import Iterator

from rasp_xl.incoming.signatures import Told
from rasp_xl.model.file_rules import NOT_A_WORKBOOK, OTHER_FORMAT, TEXT_TABLE, WEB_PAGE

LOOKED_AT = 16_384
"""Bytes from the start. Mail servers put some thousands of bytes before the first line that people know."""

HEADER = re.compile(r"([!-9;-~]+):(.*)")
KNOWN_HEADERS = frozenset(
    {
        "arc-seal", "authentication-results", "bcc", "cc", "content-type", "date", "delivered-to", "dkim-signature", "from",
        "importance", "in-reply-to", "message-id", "mime-version", "received", "references", "reply-to", "return-path",
        "sender", "subject", "thread-index", "thread-topic", "to", "x-mailer", "x-unsent",
    }
)  # fmt: skip
ADDRESSED = frozenset({"from", "to", "cc", "bcc", "received", "message-id", "subject"})
"""Of these, a web page that a program saved as one file has none, unless it says who saved it."""

BEFORE_MARKUP = re.compile(
    r"(?:\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE(?!\s+html)[^>\[]*(?:\[.*?\]\s*)?>)*", re.DOTALL | re.IGNORECASE
)
PAGE = re.compile(
    r"<(?:!doctype\s+html|(?:html|head|body|table|meta|script|style|div|title|p|br|center|font|link)[\s/>])",
    re.IGNORECASE,
)
MARKUP: tuple[tuple[str, Told], ...] = (
    ("urn:schemas-microsoft-com:office:spreadsheet", (OTHER_FORMAT, "an XML spreadsheet of 2003")),
    ("opendocument.spreadsheet", (OTHER_FORMAT, "a flat OpenDocument spreadsheet (.fods)")),
    ("urn:oasis:names:tc:opendocument", (NOT_A_WORKBOOK, "a flat OpenDocument file")),
    ("http://www.w3.org/2000/svg", (NOT_A_WORKBOOK, "a picture")),
    ("http://schemas.microsoft.com/office/2006/xmlpackage", (NOT_A_WORKBOOK, "a Word document")),
    ("http://schemas.microsoft.com/office/word/2003", (NOT_A_WORKBOOK, "a Word document")),
    ("http://www.apple.com/dtds/propertylist", (NOT_A_WORKBOOK, "a list of settings of a Mac")),
)  # fmt: skip
"""What stands at the start of XML of a kind, in lower case."""

CLOUD_LINK = re.compile(r'"https?://(?:docs|drive)\.google\.com/|"doc_id"')
SEPARATORS = "\t;,|"


def as_text(data: bytes) -> str:
    """The start of a file as text, whatever alphabet it is in; empty where it is no text."""
    start = data[:LOOKED_AT]
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return start.decode("utf-16", "replace")
    if start[1::2][:20] == bytes(len(start[1::2][:20])) and len(start) > 3:
        return start.decode("utf-16-le", "replace")
    if start[::2][:20] == bytes(len(start[::2][:20])) and len(start) > 3:
        return start.decode("utf-16-be", "replace")
    start = start.removeprefix(b"\xef\xbb\xbf")
    if b"\x00" in start or sum(start.count(n) for n in range(1, 9)) > len(start) // 50:
        return ""
    try:
        return start.decode()
    except UnicodeDecodeError:
        return start.decode("latin-1")


def is_mailbox(text: str) -> bool:
    """Whether this is a file of many mails: each begins with a line `From ` before its headers."""
    first, _, rest = text.partition("\n")
    return first.startswith("From ") and is_mail(rest)


def is_mail(text: str) -> bool:
    """Whether this begins as mails do, with two lines at least that name well-known parts of a mail's head."""
    return sum(name in KNOWN_HEADERS for name, _ in _headers(text.lstrip())) >= 2


def is_saved_page(text: str) -> bool:
    """Whether this is a web page that Excel or a browser saved as one file, which begins as a mail does."""
    head = dict(_headers(text.lstrip()))
    if "x-document-type" in head or "snapshot-content-location" in head or "<Saved by" in head.get("from", ""):
        return True
    return "multipart/related" in head.get("content-type", "") and not ADDRESSED & head.keys()


def _headers(text: str) -> Iterator[tuple[str, str]]:
    """Names, in lower case, and contents of the headers before the first empty line; none where another line stands there.

    A line that begins with a blank continues the one before.
    """
    found: list[tuple[str, str]] = []
    lines = text.splitlines()
    for line in lines:
        if not line.strip():
            break
        header = HEADER.match(line)
        if header:
            found.append((header[1].lower(), header[2]))
        elif line[0] in " \t" and found:
            found[-1] = (found[-1][0], found[-1][1] + line)
        elif line is not lines[-1]:
            return
    yield from found


def told_by_text(text: str) -> Told:
    """What a text is that is no mail."""
    start = BEFORE_MARKUP.sub("", text.lstrip("\ufeff \t\r\n"), count=1)
    if PAGE.match(start):
        return WEB_PAGE, ""
    if start.startswith("<"):
        lower = text.casefold()
        return next((told for mark, told in MARKUP if mark in lower), (NOT_A_WORKBOOK, "an XML file"))
    if start.startswith(("{", "[")) and CLOUD_LINK.search(text):
        return OTHER_FORMAT, "a link to a Google Sheet, without the sheet"
    if start.startswith(("{", "[{")):
        return NOT_A_WORKBOOK, "a JSON file"
    return (TEXT_TABLE, "") if is_table(text) else (NOT_A_WORKBOOK, "plain text")


def is_table(text: str) -> bool:
    """Whether the first lines are cut into as many fields each by tabs, semicolons, commas or bars.

    One comma in each of two lines is prose, so with two fields there must be a third line of two.
    """
    lines = text.strip("\ufeff\r\n").splitlines()
    lines = lines[:-1] if len(text) > LOOKED_AT // 2 else lines
    if lines and lines[0].lower().startswith("sep="):
        return True
    return any(_is_cut(lines, separator) for separator in SEPARATORS)


def _is_cut(lines: list[str], separator: str) -> bool:
    try:
        fields = [
            len(row) for _, row in zip(range(3), filter(None, csv.reader(lines, delimiter=separator)), strict=False)
        ]
    except csv.Error:
        return False
    enough = 2 if separator in "\t;" or (fields and fields[0] > 2) else 3
    return len(fields) >= enough and fields[0] > 1 and len(set(fields[:enough])) == 1
