"""Drafts read back from a folder, as they are when they are to be sent: perhaps changed in a mail program since they were made."""

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import parseaddr
from hashlib import sha256
from pathlib import Path

from rasp_xl.model.findings import RaspError
from rasp_xl.model.mail import LETTER_HEADER, LETTERS_FOLDER, SENDER_HEADER, Draft
from rasp_xl.model.rounds import Person

RECIPIENTS = ("To", "Cc", "Bcc")
REACHABLE = "It needs the form name@council.gov.uk, in plain letters before the @."


def read_drafts(folder: Path) -> tuple[Draft, ...]:
    """The letters in a folder, or in its folder letters, by file name; a RaspError lists those that cannot be sent."""
    inner = folder / LETTERS_FOLDER
    folder = inner if inner.is_dir() else folder
    try:
        files = sorted(path for path in folder.iterdir() if path.suffix.lower() == ".eml" and path.is_file())
        found = [(file.name, file.read_bytes()) for file in files]
    except OSError as error:
        raise RaspError(f"The letters in {folder} cannot be read: {error.strerror or error}.") from error
    if not found:
        raise RaspError(
            f"There is no letter (.eml) in {folder}. Make some with: rasp-xl templates ROUND or rasp-xl chase ROUND"
        )
    drafts, problems = list[Draft](), list[str]()
    for name, data in found:
        draft = _draft(name, data)
        problems += _troubles(draft)
        drafts.append(draft)
    problems += _doubled(drafts)
    if problems:
        raise RaspError(
            "\n".join(("Nothing was sent, because these letters cannot be:", *(f"  {p}" for p in problems)))
        )
    return tuple(drafts)


def _draft(name: str, data: bytes) -> Draft:
    """A letter that carries no name of its own is known again by its bytes."""
    message = message_from_bytes(data, policy=policy.default)
    letter = " ".join(str(message.get(LETTER_HEADER, "")).split())
    attached = tuple(part.get_filename() or "a file without a name" for part in message.iter_attachments())
    who, address = parseaddr(str(message.get(SENDER_HEADER, "")))
    return Draft(
        name,
        letter or f"sha256;{sha256(data).hexdigest()}",
        " ".join(str(message.get("Subject", "")).split()),
        tuple(dict.fromkeys(_addresses(message))),
        attached,
        Person(who, address),
        data,
    )


def _addresses(message: EmailMessage) -> Iterator[str]:
    for name in RECIPIENTS:
        for header in message.get_all(name, ()):
            addresses: tuple[Address, ...] = getattr(header, "addresses", ())
            yield from (address.addr_spec for address in addresses)


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
