"""Sending: letter by letter, each with a line in the record before and after, so that none goes twice.

A server owns a letter from the moment it has answered to the line with the single dot that ends it (RFC 5321, 4.2.5 and
6.1). Whatever fails before that line was sent leaves the letter ours; whatever fails between the line and the answer leaves
it in doubt, and a letter in doubt is not sent again unless somebody asks for it by name.
"""

import re
import smtplib
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from typing import Self

from rasp_xl.model.findings import RaspError
from rasp_xl.model.mail import REFUSED, SENT, TRYING, Draft, Line, Outcome, Plan
from rasp_xl.model.rounds import Person
from rasp_xl.outgoing.wire import wire_bytes
from rasp_xl.pipeline.kept_letters import KeptLetters
from rasp_xl.pipeline.mail_server import MailServer, connected, refuse_without_login, said
from rasp_xl.pipeline.sent import Record, record_to_add

TAKEN, GO_ON, CLOSING = 250, 354, 421
"""What a server answers when it agrees, when it waits for the letter, and when it ends the conversation."""

RECIPIENT_TAKEN = (250, 251)
END = b".\r\n"

Tell = Callable[[Line], object]
"""Hears of each letter as it goes."""


def send(plan_: Plan, server: MailServer, clock: Callable[[], datetime], tell: Tell) -> Outcome:
    """Send what is to be sent; gives what became of each letter.

    A RaspError when the server cannot be reached at all, or wants a login and nobody has set a name for it.
    """
    lines, kept = list[Line](), KeptLetters(plan_.record)
    with record_to_add(plan_.record, plan_.folder) as record, _Conversation(server) as talk:
        to_send = [draft for draft in plan_.to_send if not _is_settled(draft, record, plan_)]
        for number, draft in enumerate(to_send):
            now = clock()
            data = wire_bytes(draft, plan_.sender, now)
            begun = Line(draft.letter, draft.file, REFUSED, now.isoformat(timespec="seconds"), draft.to)
            try:
                line = _hand_over(talk.open(), begun, data, plan_.sender, record)
                refuse_without_login(server, line.answer)
            except RaspError as error:
                if not lines:
                    raise
                return Outcome(tuple(lines), tuple(to_send[number:]), str(error))
            record.add(line)
            if line.state == SENT:
                kept.keep(line, data)
            lines.append(line)
            tell(line)
    kept.tell_lost()
    return Outcome(tuple(lines))


def _is_settled(draft: Draft, record: Record, plan_: Plan) -> bool:
    """Whether another run has sent it between the plan and the lock."""
    last = record.last.get(draft.letter)
    return draft.file not in plan_.again and last is not None and last.state in (SENT, TRYING)


class _Conversation:
    """The server's ear, opened anew when a letter broke it off."""

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self._stack = ExitStack()
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def open(self) -> smtplib.SMTP:
        """A conversation in which a letter can be begun; RaspError where there is none to be had."""
        if self._smtp is None or self._smtp.sock is None:
            self._stack.close()
            self._smtp = self._stack.enter_context(connected(self._server))
        return self._smtp


def _hand_over(smtp: smtplib.SMTP, line: Line, data: bytes, sender: Person, record: Record) -> Line:
    """One letter, to the line that the record keeps of it; it is given as one that was not taken."""
    try:
        refused = _envelope(smtp, line.to, sender, data)
        _all_but_the_end(smtp, data)
    except _Refused as error:
        return replace(line, refused=error.refused, answer=error.answer)
    except (smtplib.SMTPException, OSError) as error:
        smtp.close()
        return replace(line, answer=f"the connection broke off before the letter was complete ({error})")
    line = replace(line, refused=refused)
    record.add(replace(line, state=TRYING))
    try:
        smtp.send(END)
        code, answer = smtp.getreply()
    except (smtplib.SMTPException, OSError) as error:
        smtp.close()
        return replace(line, state=TRYING, answer=f"the connection broke off before the server answered ({error})")
    if code == CLOSING:
        smtp.close()
    return replace(line, state=SENT if code == TAKEN else REFUSED, answer=said(code, answer))


class _Refused(Exception):  # noqa: N818 - it is the server's answer and no fault
    """The server will not have the letter; the conversation goes on."""

    def __init__(self, answer: str, refused: tuple[str, ...] = ()) -> None:
        super().__init__(answer)
        self.answer = answer
        self.refused = refused


def _envelope(smtp: smtplib.SMTP, to: Sequence[str], sender: Person, data: bytes) -> tuple[str, ...]:
    """From whom and to whom; gives the recipients that are refused, of which there may be some but not all."""
    options = [f"size={len(data)}"] if smtp.has_extn("size") else []
    if not data.isascii():
        if not smtp.has_extn("8bitmime"):
            raise _Refused(
                "it holds letters that this server cannot carry: save it anew in your mail program, or make it again"
            )
        options.append("body=8bitmime")
    _asked(smtp, *smtp.mail(sender.address, options))
    answers = {address: smtp.rcpt(address) for address in to}
    refused = {address: answer for address, answer in answers.items() if answer[0] not in RECIPIENT_TAKEN}
    if len(refused) == len(to):
        code, text = next(iter(refused.values()))
        _asked(smtp, code, text, tuple(refused))
    return tuple(refused)


def _all_but_the_end(smtp: smtplib.SMTP, data: bytes) -> None:
    """The letter without its last line: a server that never sees that throws the letter away."""
    code, answer = smtp.docmd("data")
    if code != GO_ON:
        _asked(smtp, code, answer)
    whole = data if data.endswith(b"\r\n") else data + b"\r\n"
    smtp.send(re.sub(rb"(?m)^\.", b"..", whole))


def _asked(smtp: smtplib.SMTP, code: int, answer: bytes, refused: tuple[str, ...] = ()) -> None:
    """Go on where the server agreed; otherwise clear its head for the next letter."""
    if code == TAKEN:
        return
    if code == CLOSING:
        smtp.close()
    else:
        smtp.rset()
    raise _Refused(said(code, answer), refused)
