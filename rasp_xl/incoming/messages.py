"""Messages: the files attached to a saved e-mail, and the e-mails in a mailbox file."""

import re
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.errors import InvalidBase64LengthDefect, MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import getaddresses
from functools import partial
from typing import BinaryIO

from rasp_xl.incoming.contents import MOST_MESSAGE, NAMELESS, OLE, Content, Shut, mail
from rasp_xl.incoming.entries import Mail
from rasp_xl.incoming.kinds import Kind
from rasp_xl.incoming.unpacking import MEBIBYTE
from rasp_xl.model.file_rules import DAMAGED, SHUT_PARCEL

BODIES = frozenset({"text/plain", "text/html", "text/enriched", "text/rtf", "text/x-amp-html", "text/rfc822-headers"})
"""What the words of a message are written in; they are no files unless they have a name or are said to be attached."""

ATTACHED_MESSAGES = frozenset({"message/rfc822", "message/global"})
BEFORE_HEADERS = b"\xef\xbb\xbf \t\r\n"
FROM_LINE = re.compile(rb"From .*\d\d:\d\d.*\d{4}")
"""How the next message in a mailbox begins. A sentence that starts with From has no time and year."""

PART_HEADERS = re.compile(rb"^content-[a-z-]+:.*(?:\n[ \t].*)*", re.IGNORECASE | re.MULTILINE)
BOUNDARY = re.compile(rb"boundary[*0-9]*\s*=", re.IGNORECASE)
LONGEST_HEADER, MOST_HEADERS = 8_000, 1_000_000
MOST_LINES, MOST_PARTS, MOST_COMPARISONS = 2_000_000, 20_000, 20_000_000
"""Bounds of what the standard library's parser takes minutes or gigabytes for: one long header, many lines, many parts.

The largest message that is opened has half as many lines, and the last is lines times the parts around them.
"""

BROKEN_MESSAGE = (MessageError, RecursionError, ValueError, LookupError, TypeError, AttributeError)
"""What the parser raises on messages that are not what they say."""


def message_contents(data: bytes) -> list[Content]:
    """The attachments of an e-mail in their order; raises Shut where it cannot be taken apart.

    Pictures shown in the text are among them; the text itself is not.
    """
    _refuse_tangles(data)
    return _listed(lambda: message_from_bytes(data.lstrip(BEFORE_HEADERS)))


def _listed(parsed: Callable[[], Message]) -> list[Content]:
    try:
        return list(_attachments(parsed()))
    except BROKEN_MESSAGE as error:
        raise _shut("it is damaged") from error


def mailbox_messages(stream: BinaryIO) -> Iterator[bytes]:
    """The e-mails in a mailbox file, one after the other; one that is too large comes cut, a byte longer than MOST_MESSAGE."""
    lines: list[bytes] = []
    size = 0
    while line := stream.readline(MEBIBYTE):
        if FROM_LINE.match(line):
            if size:
                yield b"".join(lines)
            lines, size = [], 0
        elif size <= MOST_MESSAGE:
            lines.append(line[: MOST_MESSAGE + 1 - size])
            size += len(line)
    if size:
        yield b"".join(lines)


def _attachments(part: Message) -> Iterator[Content]:
    if part.get_content_type() in ATTACHED_MESSAGES:
        yield _attached_message(part)
    elif part.is_multipart():
        # Reports of delivery are made of parts too, and none of them is a file.
        inner = part.get_payload() if part.get_content_maintype() == "multipart" else ()
        for child in inner:
            if isinstance(child, Message):
                yield from _attachments(child)
    else:
        data = _decoded(part)
        name = _name(part)
        if not _is_body(part, name, data):
            cut = any(isinstance(defect, InvalidBase64LengthDefect) for defect in part.defects)
            yield Content(name or NAMELESS, len(data), _cut_short if cut else partial(bytes, data))


def _cut_short() -> bytes:
    raise Shut(DAMAGED, reason="the e-mail breaks off in the middle of it")


def _is_body(part: Message, name: str, data: bytes) -> bool:
    """Whether a part is what the sender wrote; a workbook is none, whatever the part says of itself."""
    said = not name and part.get_content_disposition() != "attachment" and part.get_content_type() in BODIES
    return said and not data.startswith((b"PK", OLE))


def _attached_message(part: Message) -> Content:
    inner = part.get_payload()
    first = inner[0] if isinstance(inner, list) and inner and isinstance(inner[0], Message) else Message()
    name = _name(part) or _in_words(str(first.get("Subject", ""))) or "attached e-mail"
    encoding = str(part.get("Content-Transfer-Encoding", "")).strip().lower()
    if encoding in ("base64", "quoted-printable"):  # against the rules, and met all the same
        first["Content-Transfer-Encoding"] = encoding
        packed = _decoded(first)
        return Content(name, len(packed), partial(bytes, packed), lambda: message_contents(packed))
    data = first.as_bytes()
    return Content(name, len(data), partial(bytes, data), lambda: _listed(lambda: first))


def _decoded(part: Message) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _name(part: Message) -> str:
    """The name an attachment was given, in whichever of four ways it was written."""
    headers = Message()
    for header, value in part.raw_items():
        if header.lower() in ("content-disposition", "content-type"):
            headers[header] = str(value).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return _in_words(headers.get_filename() or "")


def _in_words(text: str) -> str:
    """Text of a header whose letters may be written as codes (RFC 2047)."""
    try:
        return str(make_header(decode_header(text)))
    except BROKEN_MESSAGE:
        return text


def mail_of(head: bytes) -> Mail:
    """Whom an e-mail is from, and about what, by the first of its bytes; what cannot be read is empty."""
    try:
        headers = BytesHeaderParser().parsebytes(head.lstrip(BEFORE_HEADERS))
        addresses = {
            address for _, address in getaddresses([str(h)[:LONGEST_HEADER] for h in headers.get_all("From", ())])
        }
        subject = _in_words(str(headers.get("Subject", ""))[:LONGEST_HEADER])
    except BROKEN_MESSAGE:
        return Mail("")
    return mail(addresses.pop() if len(addresses) == 1 else "", subject)


def _refuse_tangles(data: bytes) -> None:
    """Refuse what would keep the parser busy for minutes; no mail program writes such messages."""
    if len(data) > MOST_MESSAGE:
        raise _shut(f"it is larger than {MOST_MESSAGE // MEBIBYTE} MB")
    lengths = [len(found[0]) for found in PART_HEADERS.finditer(data)]
    if max(lengths, default=0) > LONGEST_HEADER or sum(lengths) > MOST_HEADERS:
        raise _shut("its headers are longer than any mail program writes")
    lines = data.count(b"\n") + data.count(b"\r")
    if lines > MOST_LINES or data.count(b"\n--") > MOST_PARTS or lines * len(BOUNDARY.findall(data)) > MOST_COMPARISONS:
        raise _shut("it has more lines or parts than any mail program writes")


def _shut(reason: str) -> Shut:
    return Shut(SHUT_PARCEL, kind=Kind.EMAIL.value, reason=reason)
