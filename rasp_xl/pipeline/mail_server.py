"""The office's mail server: reached with TLS, and with name and password from the environment or the system's keyring."""

import os
import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

from rasp_xl.model.findings import RaspError

USER, PASSWORD = "RASP_XL_SMTP_USER", "RASP_XL_SMTP_PASSWORD"
"""Environment variables; a password on the command line would stand in its history."""

LOG_IN_FIRST = "530 "
"""How the answer begins of a server that takes nothing from strangers (RFC 4954, 6)."""

KEYRING_SERVICE = "rasp-xl"
STARTTLS_PORT, TLS_PORT = 587, 465
WAIT_SECONDS = 60
WHAT_HOST = "After --smtp stands the name of your office's server for outgoing mail, for instance smtp.council.gov.uk: ask your IT for it."


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where letters are handed over. plain leaves TLS out, which is taken only from a server on this machine.

    authorities is a file of further certificate authorities (PEM), for offices that have their own.
    """

    host: str
    port: int = STARTTLS_PORT
    plain: bool = False
    authorities: Path | None = None

    @property
    def words(self) -> str:
        """Host and port as they are typed."""
        return f"{self.host}:{self.port}"

    @property
    def hint(self) -> str:
        """What a mail server's name is like, where this is hardly one: it has no dot, as the name of a folder or of a round."""
        looks_right = set(self.host) & set(".:") or self.host.casefold() == "localhost"
        return "" if looks_right else f"“{self.host}” is hardly the name of a mail server. {WHAT_HOST}"


@contextmanager
def connected(server: MailServer) -> Iterator[smtplib.SMTP]:
    """A conversation with the server, logged in where there is a name; RaspError says why there is none."""
    with _refusals(server):
        smtp = _opened(server)
    try:
        with _refusals(server):
            _log_in(smtp, server)
        yield smtp
    finally:
        with suppress(smtplib.SMTPException, OSError):
            smtp.quit()
        smtp.close()


def _opened(server: MailServer) -> smtplib.SMTP:
    if server.plain:
        _refuse_plain_elsewhere(server)
        return smtplib.SMTP(server.host, server.port, timeout=WAIT_SECONDS)
    context = ssl.create_default_context(cafile=server.authorities)
    if server.port == TLS_PORT:
        return smtplib.SMTP_SSL(server.host, server.port, timeout=WAIT_SECONDS, context=context)
    smtp = smtplib.SMTP(server.host, server.port, timeout=WAIT_SECONDS)
    try:
        smtp.starttls(context=context)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _refuse_plain_elsewhere(server: MailServer) -> None:
    """Letters and passwords never cross a network in the clear."""
    found = {info[4][0] for info in socket.getaddrinfo(server.host, server.port, type=socket.SOCK_STREAM)}
    if not all(ip_address(str(address).partition("%")[0]).is_loopback for address in found):
        raise RaspError(
            f"{server.host} is not this machine, so --no-tls is refused: letters would cross the network for all to read."
        )


def _log_in(smtp: smtplib.SMTP, server: MailServer) -> None:
    user = os.environ.get(USER, "")
    if not user:
        smtp.ehlo_or_helo_if_needed()
        return
    password = os.environ.get(PASSWORD) or _from_keyring(user)
    if not password:
        raise RaspError(
            f"{USER} names {user}, but there is no password for {server.host}. Set {PASSWORD}, or keep it in the system's keyring: keyring set {KEYRING_SERVICE} {user}"
        )
    smtp.login(user, password)


def refuse_without_login(server: MailServer, answer: str) -> None:
    """Raise a RaspError where a letter was answered by asking for a login and there is no name to log in with: so it would go with every one."""
    if answer.startswith(LOG_IN_FIRST) and not os.environ.get(USER):
        raise RaspError(
            f"The mail server {server.words} takes letters only after a login ({answer}), and there is no name to log in with. Set {USER} to the name "
            f"of your mail account, and {PASSWORD} to its password or keep that in the system's keyring: keyring set {KEYRING_SERVICE} NAME"
        )


def _from_keyring(user: str) -> str:
    """The password kept for a user, empty where there is none or no keyring is installed."""
    try:
        import keyring
        from keyring.errors import KeyringError
    except ModuleNotFoundError:
        return ""
    with suppress(KeyringError):
        return keyring.get_password(KEYRING_SERVICE, user) or ""
    return ""


@contextmanager
def _refusals(server: MailServer) -> Iterator[None]:
    """What keeps us from the server, in words; nothing has been sent by this conversation then."""
    try:
        yield
    except smtplib.SMTPAuthenticationError as error:
        raise RaspError(
            f"The mail server {server.words} refused the name or password ({said(error.smtp_code, error.smtp_error)}). Look at {USER} and {PASSWORD}."
        ) from error
    except smtplib.SMTPNotSupportedError as error:
        raise RaspError(
            f"The mail server {server.words} offers no TLS or no way to log in ({error}). Try port {TLS_PORT}, or ask whoever runs it."
        ) from error
    except ssl.SSLError as error:
        why = getattr(error, "verify_message", "") or error.reason or error
        raise RaspError(
            f"The mail server {server.words} could not show who it is ({why}). Check the name; if your office has its own certificates, give their file with --ca."
        ) from error
    except smtplib.SMTPResponseException as error:
        raise RaspError(
            f"The mail server {server.words} turned us away: {said(error.smtp_code, error.smtp_error)}."
        ) from error
    except (smtplib.SMTPException, OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or str(error) or "it ended the conversation"
        unknown = WHAT_HOST if isinstance(error, socket.gaierror | UnicodeError) else ""
        advice = server.hint or unknown or f"Check the name and the port ({STARTTLS_PORT} or {TLS_PORT}) after --smtp."
        raise RaspError(f"The mail server {server.words} cannot be reached: {reason}. {advice}") from error


def said(code: int, answer: bytes | str) -> str:
    """A server's answer on one line."""
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return f"{code} {' '.join(text.split())}".strip()
