"""Drafts read back from a folder, as they are when they are to be sent: perhaps changed in a mail program since they were made."""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import parseaddr
from hashlib import sha256
from pathlib import Path

from rasp_xl.model.findings import RaspError
from rasp_xl.model.mail import (
    CHASED,
    LETTER_HEADER,
    LETTERS_FOLDER,
    RECORD,
    SENDER_HEADER,
    SENT_FOLDER,
    UNADDRESSED,
    Draft,
    letter_parts,
)
from rasp_xl.model.round_layout import OUTPUT_FOLDER, RETURNS_FOLDER, ROUND_BOOK
from rasp_xl.model.rounds import Person
from rasp_xl.model.showing import few

RECIPIENTS = ("To", "Cc", "Bcc")
CAME = re.compile(rb"^(Received|Return-Path|Delivered-To):", re.MULTILINE | re.IGNORECASE)
"""Headers that servers on the way set, and no draft has."""

REACHABLE = "It needs the form name@council.gov.uk, in plain letters before the @."


def read_drafts(folder: Path, by_hand: bool = False) -> tuple[Draft, ...]:
    """The letters in a folder, or in its folder letters, or the one letter that is named, by file name.

    A RaspError lists those that cannot be sent. by_hand reads letters that somebody sends from a mail program, who types
    the address there, so that one without a recipient is no trouble.
    """
    _refuse_returns(folder)
    _refuse_sent(folder)
    folder = letters_in(folder)
    try:
        there = [folder] if folder.is_file() else sorted(folder.iterdir())
        files = [path for path in there if path.suffix.lower() == ".eml" and path.is_file()]
        found = [(file.name, file.read_bytes()) for file in files]
    except OSError as error:
        raise RaspError(f"The letters in {folder} cannot be read: {error.strerror or error}.") from error
    if not found:
        raise RaspError(f"There is no letter (.eml) in {folder}. {_instead(folder)}")
    drafts, problems = list[Draft](), list[str]()
    for name, data in found:
        draft = _draft(name, data)
        problems += _came(draft) or ([] if by_hand else _troubles(draft))
        drafts.append(draft)
    problems += (*_doubled(drafts), *_of_several_rounds(drafts))
    if problems:
        nothing = f"Nothing was {'marked' if by_hand else 'sent'}, because these letters cannot be:"
        raise RaspError("\n".join((nothing, *(f"  {problem}" for problem in problems))))
    return tuple(drafts)


def letters_in(folder: Path) -> Path:
    """The folder letters of an output folder; any other folder, or a letter, is itself."""
    inner = folder / LETTERS_FOLDER
    if folder.name == LETTERS_FOLDER and folder.parent.name == CHASED and not folder.exists():
        return folder.parent  # chase takes away the folder of letters of which none is due any more
    return inner if inner.is_dir() else folder


def _refuse_returns(folder: Path) -> None:
    """What councils sent is never sent on, though saved e-mails look like letters."""
    home = folder.resolve().parent
    if folder.resolve().name == RETURNS_FOLDER and (home / ROUND_BOOK).is_file():
        raise RaspError(
            f"{folder} holds what came back; nothing in it is sent on. The letters of the round are in {folder.parent / OUTPUT_FOLDER}, and after chase in {folder.parent / OUTPUT_FOLDER / CHASED}"
        )


def _refuse_sent(folder: Path) -> None:
    """What went is kept to be looked at, and never goes again from there."""
    place = folder.resolve().parent if folder.is_file() else folder.resolve()
    if place.name == SENT_FOLDER and (place.parent / RECORD).is_file():
        raise RaspError(f"{place} holds letters that went, kept to look at; nothing is sent from there again.")


def _instead(folder: Path) -> str:
    """Where the letters may be."""
    beside = folder.parent / LETTERS_FOLDER
    if (folder / ROUND_BOOK).is_file():
        return f"It is the folder of a round: name {folder / OUTPUT_FOLDER}, or after chase {folder / OUTPUT_FOLDER / CHASED}"
    if folder.resolve().name == CHASED and not unaddressed_beside(folder):
        return f"Nothing is due since the last chase. What was sent is kept in the folder {SENT_FOLDER} beside the record, {RECORD}."
    if folder.name not in (LETTERS_FOLDER, CHASED) and beside.is_dir():
        return f"The letters are beside it: name {beside}"
    if without := unaddressed_beside(folder):
        return f"{len(without)} without an address are in {without[0].parent}: fill in E-mail on the sheet Partners and make the letters again."
    return "Make some with: rasp-xl templates ROUND or rasp-xl chase ROUND"


def unaddressed_beside(folder: Path) -> tuple[Path, ...]:
    """Letters without an address that were written with those of a folder, or with those of the folder that it holds."""
    own = letters_in(folder)
    output = own.parent if own.name == LETTERS_FOLDER else own
    return tuple(sorted((output / UNADDRESSED).glob("*.eml")))


def _draft(name: str, data: bytes) -> Draft:
    """A letter that carries no name of its own is known again by its bytes."""
    message = message_from_bytes(data, policy=policy.default)
    letter = " ".join(str(message.get(LETTER_HEADER, "")).split())
    attached = tuple(part.get_filename() or "a file without a name" for part in message.iter_attachments())
    return Draft(
        name,
        letter or f"sha256;{sha256(data).hexdigest()}",
        " ".join(str(message.get("Subject", "")).split()),
        tuple(dict.fromkeys(_addresses(message))),
        attached,
        _sender(message),
        data,
    )


def _sender(message: EmailMessage) -> Person:
    """Parted before it is decoded: a comma in an encoded name parts no addresses."""
    raw = next((str(value) for name, value in message.raw_items() if name.casefold() == SENDER_HEADER.casefold()), "")
    name, address = parseaddr(raw)
    return Person(str(policy.default.header_factory("Subject", name)), address)


def _addresses(message: EmailMessage) -> Iterator[str]:
    for name in RECIPIENTS:
        for header in message.get_all(name, ()):
            addresses: tuple[Address, ...] = getattr(header, "addresses", ())
            yield from (address.addr_spec for address in addresses)


def _came(draft: Draft) -> list[str]:
    """What is wrong with a message that somebody sent to the office."""
    head = draft.data.replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    if draft.is_ours or not CAME.search(head):
        return []
    return [
        f"{draft.file} is an e-mail that came, and no letter of the round. Move it away; returns belong in the folder {RETURNS_FOLDER}."
    ]


def _of_several_rounds(drafts: list[Draft]) -> Iterator[str]:
    """Letters of two rounds are never sent together: one of the two is an old one."""
    rounds = dict[str, list[str]]()
    for draft in drafts:
        if parts := letter_parts(draft.letter):
            rounds.setdefault(parts.round, []).append(draft.file)
    if len(rounds) > 1:
        counts = "; ".join(f"{len(files)} of the round {name} ({few(files)})" for name, files in rounds.items())
        yield f"They are of {len(rounds)} rounds: {counts}. Move those of the other round away, and make letters of each round in its own folder."


def _troubles(draft: Draft) -> Iterator[str]:
    if not draft.to:
        yield f"{draft.file} has no recipient. Open it, fill in To, save it as .eml, or move it away."
    for address in draft.to:
        if not reachable(address):
            yield f"{draft.file} goes to “{address}”, which is no address that mail can be sent to. {REACHABLE}"


def reachable(address: str) -> bool:
    """Whether mail programs everywhere take an address: one @, ASCII alone, no spaces, something on both sides."""
    local, at, domain = address.rpartition("@")
    plain = address.isascii() and address.isprintable() and not set(address) & set(' <>,;"')
    return bool(at and local and plain and "@" not in local and "." in domain.strip("."))


def _doubled(drafts: list[Draft]) -> Iterator[str]:
    """The same letter in two files would go once, and nobody knows which."""
    first: dict[str, str] = {}
    for draft in drafts:
        other = first.setdefault(draft.letter, draft.file)
        if other != draft.file:
            yield f"{draft.file} is the same letter as {other}. Move one of them away."
