"""A draft as it goes over the wire: with sender, date and id, without the mark of a draft, and otherwise byte for byte."""

import re
from datetime import datetime
from email.utils import format_datetime
from hashlib import sha256

from rasp_xl.model.addresses import Mailbox
from rasp_xl.model.mail import SEAL_HEADER, SENDER_HEADER, UNSENT_HEADER, Draft
from rasp_xl.model.rounds import Person
from rasp_xl.outgoing.mail_headers import address_header

LEFT_OUT = frozenset(
    name.casefold()
    for name in (UNSENT_HEADER, SENDER_HEADER, SEAL_HEADER, "From", "Sender", "Date", "Message-ID", "Bcc")
)
"""Headers of a draft that are for its writer, or that are filled anew."""

HEADER = re.compile(rb"[^\r\n]+\r\n(?:[ \t][^\r\n]*\r\n)*")


def wire_bytes(draft: Draft, sender: Person, now: datetime) -> bytes:
    """The message with CRLF line ends. Its Message-ID is that of the letter, so that mail systems know it again, should it come twice."""
    data = re.sub(rb"\r\n|\r|\n", b"\r\n", draft.data)
    head, _, body = data.partition(b"\r\n\r\n")
    kept = (line for line in HEADER.findall(head + b"\r\n") if _name(line) not in LEFT_OUT)
    from_whom = address_header("From", (Mailbox(sender.name, sender.address),))
    own = f"Date: {format_datetime(now)}\r\nMessage-ID: {message_id(draft, sender)}\r\n".encode("ascii")
    return b"".join((from_whom, own, *kept, b"\r\n", body))


def unmarked(data: bytes) -> bytes:
    """A draft as a letter that somebody sent by hand: it opens to be read, and no longer as one to be sent."""
    head, gap, body = re.sub(rb"\r\n|\r|\n", b"\r\n", data).partition(b"\r\n\r\n")
    marks = {UNSENT_HEADER.casefold(), SEAL_HEADER.casefold()}
    kept = (line for line in HEADER.findall(head + b"\r\n") if _name(line) not in marks)
    return b"".join((*kept, gap[2:], body))


def message_id(draft: Draft, sender: Person) -> str:
    """The same for the same letter from the same sender."""
    known = sha256(f"{draft.letter}\n{sender.address}".encode()).hexdigest()[:32]
    return f"<{known}@{sender.address.rpartition('@')[2]}>"


def _name(line: bytes) -> str:
    return line.partition(b":")[0].strip().decode("ascii", "replace").casefold()
