"""Letters go through a real mail server once each, whatever breaks on the way."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

import keyring.core
import pytest
from aiosmtpd.smtp import SMTP as Session  # noqa: N811 - the library names its class so
from aiosmtpd.smtp import Envelope
from keyring.backend import KeyringBackend
from mail_office import PASSWORD, USER, WORKBOOK, Office, Postbox, hang_up, letter, letters, mail_server

from rasp_xl.model.findings import RaspError
from rasp_xl.model.mail import RECORD, REFUSED, SENT, TRYING, Outcome
from rasp_xl.model.rounds import Person
from rasp_xl.pipeline import mail_server as ours
from rasp_xl.pipeline.planning import plan
from rasp_xl.pipeline.sending import send

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def account(monkeypatch: pytest.MonkeyPatch) -> None:
    """The office's name and password, as an office sets them."""
    monkeypatch.setenv(ours.USER, USER)
    monkeypatch.setenv(ours.PASSWORD, PASSWORD)


def through(office: Office, folder: Path, again: tuple[str, ...] = ()) -> Outcome:
    """Send what is to be sent in a folder."""
    server = ours.MailServer("localhost", office.port, authorities=office.authorities)
    return send(plan(folder, again=again), server, lambda: NOW, lambda _: None)


def states(outcome: Outcome) -> list[str]:
    return [line.state for line in outcome.lines]


def test_letters_arrive_as_they_were_written(tmp_path: Path) -> None:
    """Sender, date and id are filled in, the mark of a draft is gone, and attachment and words are what they were."""
    with mail_server(tmp_path, Postbox()) as office:
        outcome = through(office, letters(tmp_path / "letters", 3))
    first = message_from_bytes(office.postbox.letters[0].original_content or b"", policy=policy.default)
    body = first.get_body(("plain",))

    assert outcome.all_well
    assert office.postbox.recipients == [[f"officer{n}@council{n}.example"] for n in (1, 2, 3)]
    assert first["From"] == "Rhian Prys <rhian@harbour.example>"
    assert first["Date"] == "Mon, 23 Nov 2026 09:30:00 +0000"
    assert re.fullmatch(r"<[0-9a-f]{32}@harbour\.example>", first["Message-ID"])
    assert "X-Unsent" not in first
    assert "X-Rasp-Sender" not in first
    assert first["Subject"] == "Asesiad parodrwydd Cyngor Tŵr 1"
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == "Annwyl gyd-weithiwr 1,\n.\n.. dotted lines\nŵyneb\n"
    assert [part.get_content() for part in first.iter_attachments()] == [WORKBOOK]


def test_second_run_sends_nothing(tmp_path: Path) -> None:
    """What went is on the record, and the same letter made again is the same letter."""
    folder = letters(tmp_path / "letters", 3)
    with mail_server(tmp_path, Postbox()) as office:
        through(office, folder)
        (folder / "letter-2.eml").write_bytes(letter(2, to="other@council2.example"))
        second = plan(folder)
        again = through(office, folder)

    assert [draft.file for draft, _ in second.gone] == ["letter-1.eml", "letter-2.eml", "letter-3.eml"]
    assert (again.lines, second.to_send, len(office.postbox.letters)) == ((), (), 3)


def test_letter_asked_for_by_name_goes_again(tmp_path: Path) -> None:
    """Somebody lost it and asks: it goes once more, and only it."""
    folder = letters(tmp_path / "letters", 3)
    with mail_server(tmp_path, Postbox()) as office:
        through(office, folder)
        through(office, folder, ("letter-2.eml",))

    assert office.postbox.recipients[3:] == [["officer2@council2.example"]]
    with pytest.raises(RaspError, match="There is no letter nobody"):
        plan(folder, again=["nobody.eml"])


def test_refused_letter_is_tried_again_and_the_others_go(tmp_path: Path) -> None:
    """A mailbox that is full today holds up nobody else."""
    folder = letters(tmp_path / "letters", 3)
    full = Postbox(lambda number, *_: "452 4.2.2 Mailbox full" if number == 1 else "")
    with mail_server(tmp_path, full) as office:
        first = through(office, folder)
    with mail_server(tmp_path, Postbox()) as office:
        second = through(office, folder)

    assert states(first) == [SENT, REFUSED, SENT]
    assert first.lines[1].answer == "452 4.2.2 Mailbox full"
    assert office.postbox.recipients == [["officer2@council2.example"]]
    assert states(second) == [SENT]


def test_unknown_recipient_is_named(tmp_path: Path) -> None:
    """The others of the same letter get it; a letter that nobody can get is not sent."""
    folder = letters(tmp_path / "letters", 1)
    (folder / "letter-2.eml").write_bytes(letter(2, to="gone@council2.example, here@council2.example"))
    postbox = Postbox(refused=frozenset({"officer1@council1.example", "gone@council2.example"}))
    with mail_server(tmp_path, postbox) as office:
        outcome = through(office, folder)

    assert states(outcome) == [REFUSED, SENT]
    assert outcome.lines[0].answer == "550 5.1.1 No such mailbox here"
    assert outcome.lines[1].refused == ("gone@council2.example",)
    assert postbox.recipients == [["here@council2.example"]]
    assert not outcome.all_well


def drops(number: int, taken: bool) -> Callable[[int, Envelope, Session], str]:
    """Hang up when the letter of this number has come, from 0; the server has taken it or not, and nobody is told."""

    def answer(seen: int, _: Envelope, server: Session) -> str:
        if seen != number:
            return ""
        hang_up(server)
        return "" if taken else "451 never heard"

    return answer


@pytest.mark.parametrize("taken", [True, False])
def test_letter_in_doubt_is_never_sent_by_itself(tmp_path: Path, taken: bool) -> None:
    """The connection breaks between the letter's end and the answer: only a person can find out whether it came."""
    folder = letters(tmp_path / "letters", 4)
    with mail_server(tmp_path, Postbox(drops(1, taken))) as office:
        first = through(office, folder)
        second = through(office, folder)
        later = plan(folder)

    assert states(first) == [SENT, TRYING, SENT, SENT]
    assert second.lines == ()
    assert [draft.file for draft, _ in later.in_doubt] == ["letter-2.eml"]
    assert len(office.postbox.letters) == 3 + taken


def test_letter_that_broke_off_in_the_middle_goes_next_time(tmp_path: Path) -> None:
    """A server that never saw the letter's end throws it away, so it is still ours to send."""
    folder = letters(tmp_path / "letters", 2)
    (folder / "letter-1.eml").write_bytes(letter(1, X_Long="x" * 900) + b"z" * 40_000_000)
    postbox = Postbox()
    with mail_server(tmp_path, postbox) as office:
        first = through(office, folder)

    assert states(first) == [REFUSED, SENT]
    assert postbox.recipients == [["officer2@council2.example"]]
    assert [draft.file for draft in plan(folder).to_send] == ["letter-1.eml"]


def test_run_that_was_killed_goes_on_where_it_was(tmp_path: Path) -> None:
    """What the record says was being tried is in doubt; a line torn by a power cut is of a letter that had not left."""
    folder = letters(tmp_path / "letters", 3)
    tried = {
        "letter": "invitation;harbour-2026-11;council-1;",
        "file": "letter-1.eml",
        "state": TRYING,
        "time": "t",
        "to": [],
        "refused": [],
        "answer": "",
    }
    (folder / RECORD).write_text(json.dumps(tried) + '\n{"letter": "invitation;harbour-2026-11;council-2;", "fi')
    with mail_server(tmp_path, Postbox()) as office:
        outcome = through(office, folder)
        after = plan(folder)

    assert office.postbox.recipients == [["officer2@council2.example"], ["officer3@council3.example"]]
    assert outcome.all_well
    assert ([d.file for d, _ in after.in_doubt], len(after.gone)) == (["letter-1.eml"], 2)


def test_record_that_somebody_changed_stops_everything(tmp_path: Path) -> None:
    """Nobody knows then what went; a letter too many is worse than none."""
    folder = letters(tmp_path / "letters", 1)
    (folder / RECORD).write_text("sent the first by hand\n\n")

    with pytest.raises(RaspError, match=r"sent\.jsonl, line 1, is not as rasp-xl wrote it"):
        plan(folder)


def test_server_that_goes_away_leaves_the_rest_for_later(tmp_path: Path) -> None:
    """What went is said, what is left too, and the next run sends just that."""
    folder = letters(tmp_path / "letters", 4)
    with mail_server(tmp_path, Postbox(lambda number, *_: "421 4.3.2 Closing" if number == 1 else "")) as office:
        postbox = office.postbox
        first = through(office, folder)
    with pytest.raises(RaspError, match="cannot be reached"):
        through(office, folder)
    with mail_server(tmp_path, postbox) as office:
        through(office, folder)

    assert states(first)[:2] == [SENT, REFUSED]
    assert sorted(postbox.recipients) == [[f"officer{n}@council{n}.example"] for n in (1, 2, 3, 4)]


def test_wrong_password_sends_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server's own words are passed on, and the record stays empty."""
    monkeypatch.setenv(ours.PASSWORD, "wrong")
    folder = letters(tmp_path / "letters", 1)
    with mail_server(tmp_path, Postbox()) as office, pytest.raises(RaspError, match="refused the name or password"):
        through(office, folder)

    assert office.postbox.letters == []
    assert len(plan(folder).to_send) == 1


class Safe(KeyringBackend):
    """A system's keyring that knows one password."""

    priority = 1

    def get_password(self, service: str, username: str) -> str | None:
        return PASSWORD if (service, username) == ("rasp-xl", USER) else None

    def set_password(self, service: str, username: str, password: str) -> None:
        raise NotImplementedError


def test_password_comes_from_the_keyring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It need not stand in the environment; one that is nowhere is asked for before a letter leaves."""
    monkeypatch.delenv(ours.PASSWORD)
    monkeypatch.setattr(keyring.core, "_keyring_backend", Safe())
    folder = letters(tmp_path / "letters", 1)
    with mail_server(tmp_path, Postbox()) as office:
        outcome = through(office, folder)
        monkeypatch.setenv(ours.USER, "somebody else")
        (folder / "letter-2.eml").write_bytes(letter(2))
        with pytest.raises(RaspError, match="there is no password for localhost"):
            through(office, folder)

    assert outcome.all_well
    assert len(office.postbox.letters) == 1


def test_server_without_tls_or_with_a_strange_certificate_is_refused(tmp_path: Path) -> None:
    """A password never crosses a network in the clear, nor goes to whoever answers."""
    folder = letters(tmp_path / "letters", 1)
    with mail_server(tmp_path, Postbox(), tls=False, login=False) as office, pytest.raises(RaspError, match="no TLS"):
        through(office, folder)
    with mail_server(tmp_path, Postbox()) as office, pytest.raises(RaspError, match="could not show who it is"):
        send(plan(folder), ours.MailServer("localhost", office.port), lambda: NOW, lambda _: None)
    with pytest.raises(RaspError, match="is not this machine"):
        send(plan(folder), ours.MailServer("192.0.2.1", 25, plain=True), lambda: NOW, lambda _: None)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (letter(1, to="nobody"), "goes to “nobody”, which is no address"),
        (b"Subject: x\r\n\r\nno recipient\r\n", "has no recipient"),
        (letter(1, to="a b@council.example"), "no address"),
    ],
)
def test_letter_that_cannot_go_is_said_before_anything_is_sent(tmp_path: Path, data: bytes, said: str) -> None:
    """Half of the letters out and half not is the worst of all."""
    folder = letters(tmp_path / "letters", 1)
    (folder / "odd.eml").write_bytes(data)

    with pytest.raises(RaspError) as told:
        plan(folder, Person("", "office@harbour.example"))
    assert said in str(told.value)


def test_same_letter_in_two_files_is_said(tmp_path: Path) -> None:
    """A copy beside the letter would go to the same people."""
    folder = letters(tmp_path / "letters", 1)
    (folder / "copy of letter-1.eml").write_bytes(letter(1))

    with pytest.raises(RaspError, match="is the same letter as"):
        plan(folder)


def test_letter_saved_by_a_mail_program_still_goes(tmp_path: Path) -> None:
    """With line feeds alone, its own From and Date, and text in eight bits."""
    folder = tmp_path / "letters"
    folder.mkdir()
    text = "From: me@home.example\nDate: yesterday\nX-Unsent: 1\nTo: =?utf-8?q?T=C5=B5r?= <t@twr.example>\nSubject: x\n\nŵ\n.\n"
    (folder / "saved.eml").write_bytes(text.encode())
    with mail_server(tmp_path, Postbox()) as office:
        server = ours.MailServer("localhost", office.port, authorities=office.authorities)
        send(plan(folder, Person("Siân Prŷs", "sian@harbour.example")), server, lambda: NOW, lambda _: None)
    got = message_from_bytes(office.postbox.letters[0].original_content or b"", policy=policy.default)

    assert got["From"] == "Siân Prŷs <sian@harbour.example>"
    assert got["Date"].startswith("Mon, 23 Nov 2026")
    assert got.get_payload(decode=True) == "ŵ\r\n.\r\n".encode()
