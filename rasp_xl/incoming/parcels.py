"""Parcels: zip archives, saved e-mails and mailboxes are opened, and every file in them is accounted for by its own name."""

from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from io import BytesIO
from typing import BinaryIO

from rasp_xl.incoming.archives import archive_contents, is_document
from rasp_xl.incoming.contents import (
    MOST_DEEP,
    MOST_MESSAGE,
    MOST_MESSAGES,
    MOST_PARCEL,
    OLE,
    Allowance,
    Content,
    Inside,
    Names,
    Shut,
    shown_name,
)
from rasp_xl.incoming.enclosures import enclosure
from rasp_xl.incoming.folder import Found, digest_of, is_kept_beside, refusal, too_large
from rasp_xl.incoming.kinds import PARCELS, Kind, Look, look
from rasp_xl.incoming.ledger import Entry, Status
from rasp_xl.incoming.seals import sealed
from rasp_xl.incoming.unpacking import MEBIBYTE, MOST_BYTES
from rasp_xl.model.file_rules import CAME_ALONG, EMPTY_PARCEL, LOCK_FILE, PARCEL, SHUT_PARCEL
from rasp_xl.model.findings import Finding, Place

HEAD = 65_536
"""Bytes from the start that tell what a file is, where its end is not needed for that."""

USUAL_START = b"[Content_Types].xml"
"""The first part of a workbook as most programs write it; such a file need not be opened here to know it."""

MAIL = frozenset({Kind.EMAIL, Kind.OUTLOOK, Kind.MAILBOX})
MAC_FOLDER, MAC_FILE = "__MACOSX", b"\x00\x05\x16\x07"
"""Where Macs keep what belongs to the files in an archive, and how that starts wherever it is kept."""

Unfolding = Iterator[Found | Entry]


@dataclass(frozen=True, slots=True)
class Parcel:
    """A file that holds others. digest and size are the file's own; depth counts the parcels around it and itself."""

    found: Found
    kind: Kind
    digest: str
    size: int
    names: Names
    allowance: Allowance
    depth: int = 1
    inside: Inside | None = None

    def entry(self, status: Status, finding: Finding) -> Entry:
        """What became of the parcel itself."""
        return Entry(
            self.found.shown, self.digest, self.size, status, (finding,), reason=finding.message, mail=self.found.mail
        )


def unfold(found: Sequence[Found]) -> Unfolding:
    """Each file, or where it holds others: the files in it, however deep, and then its own entry.

    Files inside come with their bytes, one at a time, and are shown as `post/returns.zip/Northmoor.xlsx`. Those that need
    no reading come as entries. Nothing is written to the disk.
    """
    names = Names([file.shown for file in found])
    for file in found:
        yield from _from_disk(file, names)


def _from_disk(found: Found, names: Names) -> Unfolding:
    if found.kept_beside or refusal(found):
        yield found
        return
    try:
        with found.path.open("rb") as stream:
            size = stream.seek(0, 2)
            kind = _kind(stream, size)
            if kind in PARCELS:
                yield from _opened(Parcel(found, kind, digest_of(found.path), size, names, Allowance()), stream)
                return
            seal = sealed(_start(stream))
        yield found.unread(size, seal.finding(found.shown), digest_of(found.path)) if seal else found
    except OSError:  # reading it will tell why
        yield found


def _start(stream: BinaryIO) -> bytes:
    stream.seek(0)
    return stream.read(HEAD)


def _kind(stream: BinaryIO, size: int) -> Kind:
    """What a file on the disk is, reading no more of it than that takes."""
    start = _start(stream)
    if USUAL_START in start[:64]:
        return Kind.WORKBOOK
    if start[:2] == b"PK" and size > MOST_BYTES:
        return Kind.NOTHING if is_document(stream) else Kind.ZIP
    if start.startswith((b"PK", OLE)) and size <= MOST_MESSAGE:
        start += stream.read()
    return look(start).kind


def _opened(parcel: Parcel, stream: BinaryIO) -> Unfolding:
    """The files in a parcel and its own entry, or its own entry alone where it cannot be opened."""
    if parcel.kind is Kind.EMAIL:
        from rasp_xl.incoming.messages import mail_of

        stream.seek(0)
        parcel = replace(parcel, found=replace(parcel.found, mail=mail_of(stream.read(HEAD))))
    try:
        contents = _contents(parcel, stream)
    except Shut as shut:
        yield parcel.entry(Status.REFUSED, shut.finding(parcel.found.shown))
        return
    yield from _accounted(parcel, contents)


def _contents(parcel: Parcel, stream: BinaryIO) -> Iterable[Content]:
    most = MOST_MESSAGE if parcel.kind in (Kind.EMAIL, Kind.OUTLOOK) else MOST_PARCEL
    if parcel.size > most:
        raise _shut(parcel, f"it is larger than {most // MEBIBYTE} MB")
    if parcel.depth > MOST_DEEP:
        raise _shut(parcel, f"it lies inside {MOST_DEEP} others")
    stream.seek(0)
    if parcel.kind is Kind.MAILBOX:
        return _from_mailbox(parcel, stream)
    listed = parcel.inside() if parcel.inside else _listed(parcel.kind, stream)
    parcel.allowance.take(listed, parcel.kind.value)
    return listed


def _listed(kind: Kind, stream: BinaryIO) -> Sequence[Content]:
    """The files in a parcel that is listed at once. Most folders hold no e-mail and need not wait for what opens one."""
    if kind is Kind.ZIP:
        return archive_contents(stream)
    from rasp_xl.incoming.messages import message_contents
    from rasp_xl.incoming.outlook import outlook_contents

    return (message_contents if kind is Kind.EMAIL else outlook_contents)(stream.read())


def _from_mailbox(parcel: Parcel, stream: BinaryIO) -> Iterator[Content]:
    """The attachments of all e-mails in a mailbox; an e-mail that cannot be opened stands for what is in it."""
    from rasp_xl.incoming.messages import mail_of, mailbox_messages, message_contents

    for number, message in enumerate(mailbox_messages(stream), 1):
        try:
            listed = message_contents(message)
        except Shut as shut:
            yield replace(_closed(f"message {number}", shut), mail=mail_of(message[:HEAD]))
            continue
        try:
            if number > MOST_MESSAGES:
                raise _shut(parcel, f"it holds more than {MOST_MESSAGES:,} e-mails")
            parcel.allowance.take(listed, parcel.kind.value)
        except Shut as shut:
            yield _closed(f"message {number} and all after it", shut)
            return
        for content in listed:
            yield replace(content, name=f"message {number}/{content.name}", mail=mail_of(message[:HEAD]))


def _closed(name: str, shut: Shut) -> Content:
    def read() -> bytes:
        raise shut

    return Content(name, 0, read)


def _accounted(parcel: Parcel, contents: Iterable[Content]) -> Unfolding:
    """The files and then the parcel's own entry: ignored, or refused where nothing in it is anything."""
    count, holds_something = 0, False
    for content in contents:
        count += 1
        holds_something |= yield from _content(parcel, content)
    files = f"{count} file{'s' * (count != 1)}"
    rule, status = (PARCEL, Status.IGNORED) if holds_something else (EMPTY_PARCEL, Status.REFUSED)
    yield parcel.entry(status, Finding.at(Place(parcel.found.shown), rule, kind=parcel.kind.value, count=files))


def _content(parcel: Parcel, content: Content) -> Generator[Found | Entry, None, bool]:
    """One file in a parcel, or what is in it; gives whether it is anything that somebody sent on purpose."""
    shown = parcel.names.give(f"{parcel.found.shown}/{shown_name(content.name)}")
    found = Found(parcel.found.path, shown, b"", mail=content.mail or parcel.found.mail)
    if content.size > MOST_BYTES and content.inside is None:
        yield found.unread(content.size, too_large(shown))
        return True
    try:
        data = content.read()
    except Shut as shut:
        yield found.unread(content.size, shut.finding(shown))
        return True
    seen = Look(Kind.WORKBOOK) if USUAL_START in data[:64] else look(data)
    if extra := _extra(parcel, content.name, data, seen, shown):
        yield found.told(data, Status.IGNORED, extra)
        return False
    if content.inside or seen.kind in PARCELS:
        yield from _opened(_inner(parcel, found, content, data, seen.kind), BytesIO(data))
    elif seal := sealed(data):
        yield found.told(data, Status.REFUSED, seal.finding(shown))
    else:
        yield replace(found, data=data)
    return True


def _extra(parcel: Parcel, name: str, data: bytes, seen: Look, shown: str) -> Finding | None:
    """What is said of a file that a computer put there, or that came along with what was sent."""
    *folders, last = [step for step in name.replace("\\", "/").split("/") if step.strip(".")] or [""]
    hidden = any(folder == MAC_FOLDER or folder.startswith(".") for folder in folders)
    if hidden or is_kept_beside(last) or data.startswith(MAC_FILE):
        return Finding.at(Place(shown), LOCK_FILE)
    words = enclosure(last, data, seen, by_mail=parcel.kind in MAIL)
    return Finding.at(Place(shown), CAME_ALONG, looks_like=words) if words else None


def _inner(parcel: Parcel, found: Found, content: Content, data: bytes, kind: Kind) -> Parcel:
    """A parcel inside another. What Outlook attaches to a message of its own has no bytes to take a digest of."""
    if content.inside:
        kind = Kind.OUTLOOK if parcel.kind is Kind.OUTLOOK else Kind.EMAIL
    digest = sha256(data).hexdigest() if data else ""
    return replace(
        parcel, found=found, kind=kind, digest=digest, size=len(data), depth=parcel.depth + 1, inside=content.inside
    )


def _shut(parcel: Parcel, reason: str) -> Shut:
    return Shut(SHUT_PARCEL, kind=parcel.kind.value, reason=reason)
