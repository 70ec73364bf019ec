"""Outlook: the files attached to a message that Outlook saved (.msg), which is a file system in a file."""

import struct
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from io import BytesIO
from typing import Any

from rasp_xl.incoming.contents import Content, Shut, mail
from rasp_xl.incoming.entries import Mail
from rasp_xl.incoming.kinds import Kind
from rasp_xl.model.file_rules import NOT_A_WORKBOOK, SHUT_PARCEL

ATTACHMENT = "__attach_version1.0_#"
BYTES, MESSAGE = "__substg1.0_37010102", "__substg1.0_3701000d"
NAMES = tuple(f"__substg1.0_{tag}{text}" for tag in ("3707", "3704", "3001") for text in ("001f", "001e"))
"""The long name of an attachment, the short one and the one that is shown, each in Unicode or in an old alphabet."""

SENDERS, SUBJECTS = (
    tuple(f"__substg1.0_{tag}{text}" for tag in tags for text in ("001f", "001e"))
    for tags in (("5d01", "0c1f"), ("0037",))
)
"""The sender's address as mail goes to it, or as Outlook knows it, and the subject."""

LONGEST_NAME = 2_000
SECTORS, CUTOFF = ((9, 6), (12, 6)), 4_096
"""The only sizes that the format allows: of sectors and small sectors, as powers of two, and of streams kept in small ones."""

PROPERTIES, PACKAGE = "__properties_version1.0", "package"


def outlook_contents(data: bytes) -> list[Content]:
    """The attachments of a saved Outlook message in their order; raises Shut where it cannot be opened."""
    import olefile

    try:
        _refuse_loops(data)
        message = olefile.OleFileIO()
        message._check_duplicate_stream = _never  # compares every stream with every other, an hour in a bad file
        message.open(BytesIO(data))
        return _attachments(message, message.root, len(data))
    except Shut:
        raise
    except Exception as error:  # whatever is wrong in such a file, the library may stumble over it
        raise _shut() from error


def _never(*_: object) -> None:
    """Look for nothing."""


def _refuse_loops(data: bytes) -> None:
    """Refuse a header that no program writes: it could have sectors read in circles, or one byte at a time."""
    shifts, (cutoff,) = struct.unpack_from("<2H", data, 30), struct.unpack_from("<L", data, 56)
    if shifts not in SECTORS or cutoff != CUTOFF:
        raise _shut()
    size = 1 << shifts[0]
    books, small_books, more_books = (struct.unpack_from("<L", data, at)[0] for at in (44, 64, 72))
    needed = 16 + 16 * len(data) // (size * size)
    if max(books, more_books) > needed or small_books > 16 + len(data) // size:
        raise _shut()


def _attachments(message: Any, storage: Any, most: int) -> list[Content]:
    """Those of the message itself, or of one that is attached to it."""
    if storage.size > most:
        raise _shut()
    kids = sorted(storage.kids, key=lambda kid: str(kid.name).casefold())
    attached = [kid for kid in kids if str(kid.name).casefold().startswith(ATTACHMENT)]
    said = _mail(message, storage.kids_dict)
    return [replace(_attachment(message, kid, most), mail=said) for kid in attached]


def _mail(message: Any, parts: Mapping[str, Any]) -> Mail:
    """Whom a message is from: within an organisation Outlook may keep a name of its own there, which is no address."""
    address, subject = (
        next((text for key in keys if key in parts and (text := _said(message, parts[key]))), "")
        for keys in (SENDERS, SUBJECTS)
    )
    return mail(address if "@" in address else "", subject)


def _said(message: Any, stream: Any) -> str:
    """A text that nothing hangs on; empty where it cannot be read."""
    try:
        return _text(message, stream)
    except Shut:
        return ""


def _attachment(message: Any, storage: Any, most: int) -> Content:
    parts = storage.kids_dict
    name = next((text for key in NAMES if key in parts and (text := _text(message, parts[key]))), "")
    stream, inner = parts.get(BYTES), parts.get(MESSAGE)
    if inner is not None and PACKAGE in inner.kids_dict:  # a workbook drawn into the text of the message
        stream, inner = inner.kids_dict[PACKAGE], None
    if stream is not None:
        return Content(name, stream.size, partial(_read, message, stream, most))
    if inner is not None and PROPERTIES in inner.kids_dict:
        return Content(name, 0, bytes, lambda: _attachments(message, inner, most))
    what = "a link to a file that was not sent along" if inner is None else "an object in the text of the e-mail"
    return Content(name, 0, _refused(what))


def _text(message: Any, stream: Any) -> str:
    if stream.size > LONGEST_NAME:
        return ""
    in_unicode = str(stream.name).casefold().endswith("f")
    return (
        _read(message, stream, LONGEST_NAME).decode("utf-16-le" if in_unicode else "cp1252", "replace").strip("\x00 ")
    )


def _read(message: Any, stream: Any, most: int) -> bytes:
    """A stream's bytes; none is longer than the file it is in."""
    if stream.size > most:
        raise _shut()
    try:
        return bytes(message._open(stream.isectStart, stream.size).read())
    except Exception as error:
        raise _shut() from error


def _refused(what: str) -> Callable[[], bytes]:
    def read() -> bytes:
        raise Shut(NOT_A_WORKBOOK, looks_like=what)

    return read


def _shut() -> Shut:
    return Shut(SHUT_PARCEL, kind=Kind.OUTLOOK.value, reason="it is damaged")
