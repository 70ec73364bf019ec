"""Letters: drafts that open in a mail program ready to send, each to one person of a council, with its workbook attached."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from email import policy
from email.message import EmailMessage
from functools import cache
from hashlib import sha256
from importlib.resources import files
from urllib.parse import quote

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template

from rasp_xl.model.addresses import Mailbox, travelling
from rasp_xl.model.letter_file import standard_letters
from rasp_xl.model.letters import LetterFacts, LetterKind, LetterText
from rasp_xl.model.mail import LETTER_HEADER, SENDER_HEADER, sealed
from rasp_xl.model.rounds import Partner, Person, Round
from rasp_xl.outgoing.addressees import Addressee
from rasp_xl.outgoing.letter_words import blocks, field_values, filled_in
from rasp_xl.outgoing.mail_headers import address_header, one_line, text_header

POLICY = policy.SMTP.clone(cte_type="7bit")
"""Lines end as mail wants them, and every sign of a letter survives servers that know only ASCII."""

NO_FACTS = LetterFacts()
WORKBOOK_TYPE = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")
PAGE = "letter.html.j2"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A workbook that goes with a letter, byte for byte. The name is one that every mail program keeps: ASCII."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter. name is its file's, parted by signs that no id has. to and cc hold addresses as they travel, in ASCII; to may be empty.

    sender is whom it is from, or nobody. identity is what a record of sent letters keeps: two letters that have the same are the same letter to the same person.
    Its parts are parted by "; ": kind, round id, partner id, what it is about (percent-encoded), and twelve digits for whom.
    """

    name: str
    kind: LetterKind
    to: tuple[Mailbox, ...]
    cc: tuple[Mailbox, ...]
    subject: str
    text: str
    marking: str
    identity: str
    attachments: tuple[Attachment, ...] = ()
    sender: tuple[Mailbox, ...] = ()

    @property
    def can_be_sent(self) -> bool:
        """Whether it says to whom it goes."""
        return bool(self.to)


def letter(
    kind: LetterKind,
    round_: Round,
    addressee: Addressee,
    facts: LetterFacts = NO_FACTS,
    attachments: Sequence[Attachment] = (),
) -> Letter:
    """Write a letter of a kind in the round's own words for it, or in the standard ones."""
    partner, person = addressee.partner, addressee.person
    attached = tuple(Attachment(attachment_name(a.name), a.content) for a in attachments)
    facts = replace(facts, file=facts.file or (attached[0].name if attached else ""))
    words, values = _words(kind, round_), field_values(round_, partner, person, facts)
    marking, subject = one_line(round_.marking), one_line(filled_in(words.subject, values))
    to = tuple(_mailboxes((person,)))
    return Letter(
        f"{'_'.join((partner.id, *_number(partner, person), kind.value))}.eml",
        kind,
        to,
        tuple(_mailboxes((p for p in partner.people if not p.answers), besides=to)),
        subject if not marking or marking in subject else f"[{marking}] {subject}",
        filled_in(words.text, values),
        marking,
        identity(kind, round_, addressee, facts.about),
        attached,
        tuple(_mailboxes((round_.sender,))),
    )


def identity(kind: LetterKind, round_: Round, addressee: Addressee, about: str = "") -> str:
    """What a letter is known by again, before it is written."""
    partner = addressee.partner
    return "; ".join((kind.value, round_.id, partner.id, quote(about, safe=""), whom(partner, addressee.person)))


def _words(kind: LetterKind, round_: Round) -> LetterText:
    return next(words for words in (*round_.letters, *standard_letters()) if words.kind is kind)


def _mailboxes(people: Iterable[Person], besides: Sequence[Mailbox] = ()) -> Iterator[Mailbox]:
    """Those whom mail can reach, each address once."""
    seen = {mailbox.address.casefold() for mailbox in besides}
    for person in people:
        address = travelling(person.address)
        if address and address.casefold() not in seen:
            seen.add(address.casefold())
            yield Mailbox(one_line(person.name), address)


def _number(partner: Partner, person: Person) -> tuple[str, ...]:
    """Which of several people of a council it is, as a file's name tells; nothing where there is only one who answers."""
    if len(partner.respondents) < 2 or person not in partner.people:
        return ()
    return (str(partner.people.index(person) + 1),)


def whom(partner: Partner, person: Person) -> str:
    """Hexadecimal digits of an address: a mended name makes no new letter. Colleagues who share one are told apart by name."""
    address = travelling(person.address).casefold()
    shared = sum(travelling(other.address).casefold() == address for other in partner.people) > 1
    return sha256(f"{address}\n{person.name if shared else ''}".encode("utf-8", "replace")).hexdigest()[:12]


def attachment_name(name: str) -> str:
    """A file's name that every mail program and system keeps: its last part, in ASCII, without signs that mean something."""
    last = re.split(r"[\\/]", name)[-1]
    plain = unicodedata.normalize("NFKD", last).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9._-]+", "-", plain).strip("-.") or "workbook.xlsx"


def eml_bytes(letter: Letter) -> bytes:
    """A letter as a draft that opens ready to send: From, date and number are those of whoever sends it. The same letter, the same bytes."""
    message = EmailMessage(POLICY)
    marked = f"{letter.marking}\n\n{letter.text}" if letter.marking else letter.text
    message.set_content(f"{marked}\n", cte="quoted-printable")
    message.add_alternative(page(letter), subtype="html", cte="quoted-printable")
    for attachment in letter.attachments:
        kind, subtype = WORKBOOK_TYPE
        message.add_attachment(attachment.content, maintype=kind, subtype=subtype, filename=attachment.name)
    _part(message, letter)
    head = (
        address_header("To", letter.to),
        address_header("Cc", letter.cc),
        text_header("Subject", letter.subject),
        text_header(LETTER_HEADER, letter.identity),
        address_header(SENDER_HEADER, letter.sender),
    )
    return sealed(b"".join((*head, message.as_bytes())))


def _part(message: EmailMessage, letter: Letter) -> None:
    """Set the lines that part the pieces of a message: Python's own are drawn by lot."""
    known = sha256(repr((letter.identity, letter.subject, letter.text)).encode("utf-8", "replace"))
    for attachment in letter.attachments:
        known.update(attachment.content)
    wholes = [part for part in message.walk() if part.is_multipart()]
    for number, whole in enumerate(wholes, 1):
        whole.set_boundary(f"=_{number}_{known.hexdigest()[:40]}")


def page(letter: Letter) -> str:
    """The letter as a web page, for mail programs that show one."""
    shown = {"subject": letter.subject, "marking": letter.marking, "blocks": blocks(letter.text)}
    return _page().render(shown)


@cache
def _page() -> Template:
    """Autoescape outright: jinja2's choice by file name would leave .html.j2 unescaped."""
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, loader=FunctionLoader(_read), trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template(PAGE)


def _read(name: str) -> str:
    return files("rasp_xl.templates").joinpath(name).read_text("utf-8")
