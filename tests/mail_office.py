"""A real mail server on this machine, with TLS and a login, and letters to send through it."""

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP as Session  # noqa: N811 - the library names its class so
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword

from rasp_xl.model.mail import LETTER_HEADER, SENDER_HEADER

USER, PASSWORD = "office", "s3cret"
WORKBOOK = bytes(range(256)) * 40
POLICY = SMTP.clone(cte_type="7bit")


@dataclass
class Postbox:
    """Takes letters in. answer is asked before each is taken, with the number of those that came so far, from 0."""

    answer: Callable[[int, Envelope, Session], str] = lambda *_: ""
    refused: frozenset[str] = frozenset()
    letters: list[Envelope] = field(default_factory=list)
    seen: int = 0

    async def handle_RCPT(  # noqa: N802 - the library looks for it by this name
        self, server: Session, session: object, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Refuse some recipients for good."""
        if address in self.refused:
            return "550 5.1.1 No such mailbox here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Session, session: object, envelope: Envelope) -> str:  # noqa: N802 - as above
        """Take the letter unless the answer says otherwise."""
        answer = self.answer(self.seen, envelope, server)
        self.seen += 1
        if not answer.startswith(("4", "5")):
            self.letters.append(envelope)
        return answer or f"250 2.0.0 taken as {self.seen}"

    @property
    def recipients(self) -> list[list[str]]:
        """Of each letter, in the order they came."""
        return [list(letter.rcpt_tos) for letter in self.letters]


def hang_up(server: Session) -> None:
    """Break the connection off without a word, as a network does."""
    transport = server.transport
    assert transport is not None
    transport.abort()


@dataclass(frozen=True)
class Office:
    """A server that runs: its port, the file of the authority that vouches for it, and what it took in."""

    port: int
    authorities: Path
    postbox: Postbox


@contextmanager
def mail_server(tmp: Path, postbox: Postbox, login: bool = True, tls: bool = True) -> Iterator[Office]:
    """Run a server until the block ends."""
    authority = trustme.CA()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost", "127.0.0.1").configure_cert(context)
    authorities = tmp / "authority.pem"
    authority.cert_pem.write_to_path(authorities)
    secure = {"tls_context": context, "require_starttls": True} if tls else {}
    secure |= {"authenticator": _known, "auth_required": True, "auth_require_tls": tls} if login else {}
    controller = Controller(postbox, hostname="127.0.0.1", port=_free_port(), server_hostname="localhost", **secure)
    controller.start()
    try:
        yield Office(controller.port, authorities, postbox)
    finally:
        controller.stop()


def _known(server: object, session: object, envelope: object, mechanism: str, given: object) -> AuthResult:
    good = isinstance(given, LoginPassword) and (given.login, given.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=good, handled=False)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def letter(number: int, to: str = "", **more: str) -> bytes:
    """A draft as templates and chase write them."""
    message = EmailMessage(policy=POLICY)
    message["X-Unsent"] = "1"
    message[LETTER_HEADER] = f"invitation;harbour-2026-11;council-{number};"
    message[SENDER_HEADER] = "Rhian Prys <rhian@harbour.example>"
    message["To"] = to or f"officer{number}@council{number}.example"
    message["Subject"] = f"Asesiad parodrwydd Cyngor Tŵr {number}"
    for name, value in more.items():
        message[name.replace("_", "-")] = value
    message.set_content(f"Annwyl gyd-weithiwr {number},\n.\n.. dotted lines\nŵyneb\n")
    message.add_attachment(WORKBOOK, maintype="application", subtype="octet-stream", filename=f"council-{number}.xlsx")
    return message.as_bytes()


def letters(folder: Path, count: int) -> Path:
    """A folder with so many letters."""
    folder.mkdir(exist_ok=True)
    for number in range(1, count + 1):
        (folder / f"letter-{number}.eml").write_bytes(letter(number))
    return folder
