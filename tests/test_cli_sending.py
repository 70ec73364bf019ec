"""The command send, as the programme office runs it."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP as Session  # noqa: N811 - the library names its class so
from aiosmtpd.smtp import Envelope
from mail_office import PASSWORD, USER, Office, Postbox, letter, letters, mail_server

from rasp_xl.cli import main
from rasp_xl.pipeline import mail_server as ours


@pytest.fixture(autouse=True)
def account(monkeypatch: pytest.MonkeyPatch) -> None:
    """The office's name and password, as an office sets them."""
    monkeypatch.setenv(ours.USER, USER)
    monkeypatch.setenv(ours.PASSWORD, PASSWORD)


def asked(office: Office, folder: Path, *more: str) -> list[str]:
    return ["send", str(folder), "--smtp", f"localhost:{office.port}", "--ca", str(office.authorities), *more]


@pytest.mark.parametrize("dry", [(), ("--dry-run",)])
def test_without_now_it_says_what_would_go_to_whom(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], dry: tuple[str, ...]
) -> None:
    """The first look costs nothing: no server is asked, nothing is written."""
    folder = letters(tmp_path / "letters", 2)
    status = main(["send", str(tmp_path), "--smtp", "mail.harbour.example", *dry])

    assert status == 0
    assert capsys.readouterr().out.splitlines() == [
        f"Letters in {folder}, from Rhian Prys <rhian@harbour.example>:",
        "  Would send letter-1.eml to officer1@council1.example: “Asesiad parodrwydd Cyngor Tŵr 1”, with council-1.xlsx",
        "  Would send letter-2.eml to officer2@council2.example: “Asesiad parodrwydd Cyngor Tŵr 2”, with council-2.xlsx",
        "Nothing was sent. To send through mail.harbour.example:587, say the same with --now.",
        "2 letters: 0 sent before, 0 in doubt, 2 to send. 2 = 0 + 0 + 2.",
    ]
    assert sorted(path.name for path in folder.iterdir()) == ["letter-1.eml", "letter-2.eml"]


def test_now_sends_and_the_second_time_says_when(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every letter is accounted for, also those that went before."""
    folder = letters(tmp_path / "letters", 2)
    with mail_server(tmp_path, Postbox()) as office:
        first = main(asked(office, folder, "--now"))
        sent = capsys.readouterr().out
        (folder / "letter-3.eml").write_bytes(letter(3))
        second = main(asked(office, folder, "--now"))
    again = capsys.readouterr().out

    assert (first, second) == (0, 0)
    assert "  Sent letter-1.eml to officer1@council1.example.\n" in sent
    assert sent.endswith("2 letters: 2 sent, 0 sent before, 0 in doubt, 0 not sent. 2 = 2 + 0 + 0 + 0.\n")
    assert "letter-1.eml to officer1@council1.example\n" in again
    assert again.endswith("3 letters: 1 sent, 2 sent before, 0 in doubt, 0 not sent. 3 = 1 + 2 + 0 + 0.\n")


def test_what_was_refused_is_said_and_is_no_success(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A script that runs it sees from the status that somebody must look."""
    folder = letters(tmp_path / "letters", 2)
    postbox = Postbox(refused=frozenset({"officer2@council2.example"}))
    with mail_server(tmp_path, postbox) as office:
        status = main(asked(office, folder, "--now"))

    assert status == 1
    assert (
        "  Not sent: letter-2.eml: 550 5.1.1 No such mailbox here. The server refused officer2@council2.example.\n"
        in capsys.readouterr().out
    )


def test_server_that_wants_a_login_is_asked_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a name to log in with it would refuse each letter alike: what to set is said once, and none is on the record."""
    monkeypatch.delenv(ours.USER)
    folder = letters(tmp_path / "letters", 3)
    with mail_server(tmp_path, Postbox()) as office:
        status = main(asked(office, folder, "--now"))
        said = capsys.readouterr()
        monkeypatch.setenv(ours.USER, USER)
        then = main(asked(office, folder, "--now"))

    assert (status, then, len(office.postbox.letters)) == (2, 0, 3)
    assert "Not sent" not in said.out
    assert said.err.count("takes letters only after a login (530 ") == 1
    assert f"Set {ours.USER} to the name of your mail account, and {ours.PASSWORD} to its password" in said.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--smtp", "mail:x"], "give the mail server as HOST or HOST:PORT"),
        (["--smtp", ":25"], "give the mail server as HOST or HOST:PORT"),
        (["--smtp", "mail", "--sender", "me"], "give an address"),
        (["--smtp", "mail", "--now", "--dry-run"], "not allowed with"),
        ([], "--smtp"),
    ],
)
def test_what_is_asked_wrongly_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    """Before any letter is looked at."""
    with pytest.raises(SystemExit) as stopped:
        main(["send", str(tmp_path), *words])

    assert stopped.value.code == 2
    assert said in capsys.readouterr().err


def test_folder_without_letters_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With what makes some."""
    assert main(["send", str(tmp_path), "--smtp", "mail"]) == 2
    assert "There is no letter (.eml) in" in capsys.readouterr().err


def test_server_that_is_not_there_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In words, with what to look at, and the record stays empty."""
    folder = letters(tmp_path / "letters", 1)

    assert main(["send", str(folder), "--smtp", "localhost:1", "--now"]) == 2
    assert "The mail server localhost:1 cannot be reached: Connection refused." in capsys.readouterr().err
    assert [path.name for path in folder.iterdir()] == ["letter-1.eml"]


def test_killed_in_the_middle_and_started_again_sends_each_once(tmp_path: Path) -> None:
    """Killed while a letter is under way; a full restart sends the rest, and what is in doubt is said and not sent."""
    folder = letters(tmp_path / "letters", 6)
    under_way, killed = threading.Event(), threading.Event()

    def slowly(number: int, _letter: Envelope, _server: Session) -> str:
        if number == 2:
            under_way.set()
            killed.wait(60)
        return ""

    with mail_server(tmp_path, Postbox(slowly)) as office:
        command = [sys.executable, "-m", "rasp_xl", *asked(office, folder, "--now")]
        first = subprocess.Popen(command, env=dict(os.environ), stdout=subprocess.DEVNULL)
        assert under_way.wait(60)
        first.kill()
        first.wait()
        killed.set()
        second = subprocess.run(command, env=dict(os.environ), capture_output=True, text=True, check=False)
    came = [recipients[0] for recipients in office.postbox.recipients]

    assert came == [f"officer{n}@council{n}.example" for n in range(1, 7)]
    assert (second.returncode, second.stdout.count("In doubt since"), second.stdout.count("Sent on")) == (1, 1, 2)
