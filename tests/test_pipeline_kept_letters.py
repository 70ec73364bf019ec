"""Letters that went stay as files beside the record, to be looked at and never to be sent from there."""

from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from mail_office import PASSWORD, USER, Postbox, letter, letters, mail_server

from rasp_xl.incoming.drafts import read_drafts
from rasp_xl.model.findings import OutputError, RaspError
from rasp_xl.model.mail import RECORD, SENT, SENT_FOLDER, Line
from rasp_xl.pipeline import mail_server as ours
from rasp_xl.pipeline.kept_letters import KeptLetters
from rasp_xl.pipeline.marking_sent import mark_sent
from rasp_xl.pipeline.planning import plan
from rasp_xl.pipeline.sending import send

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
FIRST = "2026-11-23_officer1@council1.example_letter-1.eml"


@pytest.fixture(autouse=True)
def account(monkeypatch: pytest.MonkeyPatch) -> None:
    """The office's name and password, as an office sets them."""
    monkeypatch.setenv(ours.USER, USER)
    monkeypatch.setenv(ours.PASSWORD, PASSWORD)


def home_of(tmp_path: Path) -> Path:
    """The folder of a round with two letters of the last chase."""
    (tmp_path / "round.xlsx").write_bytes(b"")
    letters_ = tmp_path / "output" / "chase" / "letters"
    letters_.mkdir(parents=True)
    letters(letters_, 2)
    return tmp_path


def chased(home: Path) -> Path:
    return home / "output" / "chase"


def kept(home: Path) -> list[str]:
    return sorted(path.name for path in (home / SENT_FOLDER).iterdir())


def test_letters_are_kept_as_they_went(tmp_path: Path) -> None:
    """Byte for byte what the server took, by day and recipient; one that the server refused is not there."""
    home = home_of(tmp_path)
    postbox = Postbox(refused=frozenset({"officer2@council2.example"}))
    with mail_server(tmp_path, postbox) as office:
        server = ours.MailServer("localhost", office.port, authorities=office.authorities)
        send(plan(chased(home)), server, lambda: NOW, lambda _: None)

    assert kept(home) == [FIRST]
    assert (home / SENT_FOLDER / FIRST).read_bytes() == postbox.letters[0].original_content


def test_letter_that_the_office_sent_is_kept_too(tmp_path: Path) -> None:
    """It opens to be read: the mark of a draft is gone, and words and workbook are what they were."""
    home = home_of(tmp_path)
    mark_sent(plan(chased(home), by_hand=True), lambda: NOW, lambda _: None)
    message = message_from_bytes((home / SENT_FOLDER / FIRST).read_bytes(), policy=policy.default)
    draft = message_from_bytes(letter(1), policy=policy.default)

    assert len(kept(home)) == 2
    assert "X-Unsent" not in message
    assert [message[name] for name in ("To", "Subject")] == [draft[name] for name in ("To", "Subject")]
    for one, other in zip(message.walk(), draft.walk(), strict=True):
        assert one.is_multipart() or one.get_content() == other.get_content()


@pytest.mark.parametrize("inner", ["", FIRST])
def test_nothing_is_sent_from_there_again(tmp_path: Path, inner: str) -> None:
    """Neither the folder nor one letter in it; a folder of that name elsewhere is any folder."""
    home = home_of(tmp_path)
    mark_sent(plan(chased(home), by_hand=True), lambda: NOW, lambda _: None)

    with pytest.raises(RaspError, match="nothing is sent from there again"):
        read_drafts(home / SENT_FOLDER / inner)
    (home / RECORD).rename(home / "other.jsonl")
    assert read_drafts(home / SENT_FOLDER / inner)


def test_nothing_that_is_kept_is_written_over(tmp_path: Path) -> None:
    """A letter that went again on the same day lies beside the first; a strange address makes no strange path."""
    line = Line("a;b;c", "x.eml", SENT, NOW.isoformat(), ("../a/b@c.example",))
    keeping = KeptLetters(tmp_path)
    for data in (b"1", b"2"):
        keeping.keep(line, data)
    keeping.keep(Line("a;b;d", "x.eml", SENT, NOW.isoformat()), b"3")

    assert {path.name: path.read_bytes() for path in (tmp_path / SENT_FOLDER).iterdir()} == {
        "2026-11-23_..-a-b@c.example_x.eml": b"1", "2026-11-23_..-a-b@c.example_x (2).eml": b"2",
        "2026-11-23_no-address_x.eml": b"3",
    }  # fmt: skip


def test_what_cannot_be_kept_is_said_and_stops_no_letter(tmp_path: Path) -> None:
    """The letters are on the record, whatever becomes of their copies."""
    home = home_of(tmp_path)
    (home / SENT_FOLDER).write_bytes(b"somebody's file")

    with pytest.raises(OutputError, match=r"could not be kept in .*letter-1.eml .*letter-2.eml"):
        mark_sent(plan(chased(home), by_hand=True), lambda: NOW, lambda _: None)
    assert len((home / RECORD).read_text().splitlines()) == 2


@pytest.mark.parametrize("named", ["", "letters"])
def test_where_nothing_is_due_it_is_said(tmp_path: Path, named: str) -> None:
    """And not that the invitations are to go, which lie beside; a letter without an address is named."""
    home = home_of(tmp_path)
    letters(home / "output" / "letters", 1)
    for path in (chased(home) / "letters").iterdir():
        path.unlink()
    (chased(home) / "letters").rmdir()

    with pytest.raises(RaspError, match="Nothing is due since the last chase") as said:
        read_drafts(chased(home) / named)
    assert "name " not in str(said.value)
    (chased(home) / "unaddressed").mkdir()
    (chased(home) / "unaddressed" / "x.eml").write_bytes(letter(1))
    with pytest.raises(RaspError, match="1 without an address are in"):
        read_drafts(chased(home) / named)
