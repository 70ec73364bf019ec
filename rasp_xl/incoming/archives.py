"""Archives: the files in a zip, listed without trusting what the archive says of itself."""

import zipfile
from functools import partial
from typing import BinaryIO

from rasp_xl.incoming.contents import MOST_FILES, Content, Shut
from rasp_xl.incoming.kinds import Kind
from rasp_xl.incoming.safety import BROKEN
from rasp_xl.model.file_rules import DAMAGED, SHUT_PARCEL

END, LOCATOR_64, END_64 = b"PK\x05\x06", b"PK\x06\x07", b"PK\x06\x06"
END_SIZE, SIZE_64, LONGEST_COMMENT = 22, 76, 65_535
"""How the records at the end of an archive begin, in the order from its last byte on, and how long they are."""

LARGEST_DIRECTORY = MOST_FILES * 1_000
"""Bytes of the list of files; reading a longer one takes a minute before anything in it can be judged."""

PASSWORD_FLAG, UTF_8_FLAG = 0x1, 0x800
PACKINGS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
OFFICE_PARTS = frozenset({"[content_types].xml", "mimetype"})
"""Parts by which a document that is itself a zip archive shows."""

MEMBER = "a file in a zip archive"


def is_document(stream: BinaryIO) -> bool:
    """Whether a zip archive is an Office or OpenDocument file."""
    try:
        names = {info.filename.casefold() for info in _opened(stream).infolist()}
    except Shut:
        return False
    return bool(names & OFFICE_PARTS)


def archive_contents(stream: BinaryIO) -> list[Content]:
    """The files in an archive in its own order, less its folders; raises Shut where it cannot be opened as a whole."""
    archive = _opened(stream)
    members = [info for info in archive.infolist() if not info.filename.endswith("/")]
    if sum(info.compress_size for info in members) > _length(stream):
        raise _shut("its files overlap, so that it unpacks to more than it can hold")
    if members and all(info.flag_bits & PASSWORD_FLAG for info in members):
        raise _shut("it has a password")
    return [Content(_name(info), info.file_size, partial(_unpacked, archive, info)) for info in members]


def _opened(stream: BinaryIO) -> zipfile.ZipFile:
    try:
        if _directory_size(stream) > LARGEST_DIRECTORY:
            raise _shut(f"it holds more than {MOST_FILES:,} files")
        return zipfile.ZipFile(stream)
    except BROKEN as error:
        raise _shut("it is cut short or broken") from error


def _directory_size(stream: BinaryIO) -> int:
    """Bytes of the list of files as the reader of the archive will believe it."""
    stream.seek(-min(SIZE_64 + END_SIZE + LONGEST_COMMENT, _length(stream)), 2)
    tail = stream.read()
    at = len(tail) - END_SIZE
    if not (tail[max(at, 0) :].startswith(END) and tail.endswith(b"\x00\x00")):
        at = tail.rfind(END)
    before = tail[max(at - SIZE_64, 0) : max(at, 0)]
    is_64 = before.startswith(END_64) and before[-20:].startswith(LOCATOR_64)
    return int.from_bytes(before[40:48] if is_64 else tail[at + 12 : at + 16], "little") if at >= 0 else 0


def _length(stream: BinaryIO) -> int:
    return stream.seek(0, 2)


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """A member's bytes, never more of them than it declares."""
    if info.flag_bits & PASSWORD_FLAG:
        raise Shut(SHUT_PARCEL, kind=MEMBER, reason="it has a password")
    if info.compress_type not in PACKINGS:
        raise Shut(SHUT_PARCEL, kind=MEMBER, reason="it is packed in a way that few programs know")
    try:
        with archive.open(info) as member:
            return member.read(info.file_size)
    except BROKEN as error:
        raise Shut(DAMAGED, reason="it is cut short or broken inside its archive") from error


def _name(info: zipfile.ZipInfo) -> str:
    """A member's name; Macs write UTF-8 without saying so, and readers then take it for an old alphabet."""
    if info.flag_bits & UTF_8_FLAG:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def _shut(reason: str) -> Shut:
    return Shut(SHUT_PARCEL, kind=Kind.ZIP.value, reason=reason)
