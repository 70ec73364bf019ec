"""The command send where an office sends from its own mail program, and where what it is given is not what it should be."""

import json
from pathlib import Path

import pytest
from mail_office import letter, letters
from openpyxl import load_workbook

from rasp_xl.cli import main
from rasp_xl.model.mail import BY_HAND, RECORD, TRYING, Line
from rasp_xl.pipeline.sent import Record

PEOPLE = (('Bath & North East "Somerset" <b>', "Pat", "pat@bnes.example"), ("Cwm Tŵr", "Siân", None))
MAIL = ("--smtp", "mail.harbour.example")


@pytest.fixture
def home(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A round in a folder with spaces; one of two councils has no address yet. Its letters are made."""
    made = tmp_path / "Harbour round"
    main(["new", str(made)])
    enter(made, PEOPLE)
    main(["templates", str(made)])
    capsys.readouterr()
    return made


def enter(home: Path, people: tuple[tuple[str, str, str | None], ...]) -> None:
    """Somebody fills in the round workbook."""
    book = load_workbook(home / "round.xlsx")
    for row, entries in enumerate(people, 9):
        for column, entry in zip((1, 3, 4), entries, strict=True):
            book["Partners"].cell(row, column).value = entry
    for row in book["Programme"].iter_rows():
        if row[0].value == "Sender's e-mail":
            row[1].value = "rhian@harbour.example"
    book.save(home / "round.xlsx")


def send(capsys: pytest.CaptureFixture[str], folder: Path, *words: str) -> tuple[int, str]:
    """The status of send, and all that it says."""
    status = main(["send", str(folder), *words])
    said = capsys.readouterr()
    return status, said.out + said.err


def test_marking_says_first_and_then_records(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without --now nothing is written; with it send, templates and chase know that the letter went."""
    output = home / "output"
    assert (
        "  Would mark as sent: bath-north-east-somerset-b_invitation.eml to pat@bnes.example"
        in send(capsys, output, "--mark-sent")[1]
    )
    assert not (home / RECORD).exists()
    status, said = send(capsys, output, "--mark-sent", "--now")
    (line,) = Record(home).last.values()

    assert (status, line.answer, line.to) == (0, BY_HAND, ("pat@bnes.example",))
    assert said.endswith("1 letter: 1 marked as sent, 0 sent before, 0 in doubt, 0 not sent. 1 = 1 + 0 + 0 + 0.\n")
    said = send(capsys, output, *MAIL)[1]
    assert "(marked as sent by the office): bath-north-east-somerset-b_invitation.eml" in said
    assert "1 letter: 1 sent before" in said
    main(["templates", str(home)])
    assert "Letters to send: 1 (1 of them went before)" in capsys.readouterr().out
    main(["chase", str(home)])
    board = json.loads((output / "chase" / "board.json").read_text("utf-8"))
    assert [(bool(one["last_letter"]), one["letters"]) for one in board["returns"]] == [
        (True, []),
        (False, []),
    ]


def test_chase_without_a_record_says_what_it_does_not_know(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An office that sent by hand hears how nobody is reminded too early; once something is recorded, no more of it."""
    main(["chase", str(home)])
    hint = capsys.readouterr().err
    advice = f'rasp-xl send "{home / "output"}" --mark-sent --now'
    assert "Nothing is recorded as sent in this round" in hint
    assert advice in hint

    send(capsys, home / "output", "--mark-sent", "--now")
    main(["chase", str(home)])
    said = capsys.readouterr()
    assert "Nothing is recorded" not in said.err
    assert "No letter for 2: either one went within the last 5 days (--wait 0 writes them), or" in said.out

    send(capsys, home / "output" / "chase", "--mark-sent", "--now")
    main(["chase", str(home), "--wait", "0"])
    send(capsys, home / "output" / "chase", "--mark-sent", "--now")
    main(["chase", str(home), "--wait", "0"])
    assert "No letter for 2: either one went today, or something is for you to do first." in capsys.readouterr().out


def test_one_letter_is_marked_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An office that opens letters over some days marks them as they go."""
    folder = letters(tmp_path / "letters", 3)

    assert send(capsys, folder / "letter-2.eml", "--mark-sent", "--now")[0] == 0
    assert [line.file for line in Record(folder).last.values()] == ["letter-2.eml"]


def test_letter_in_doubt_is_settled_by_whoever_marks_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """They asked, and it came."""
    folder = letters(tmp_path / "letters", 1)
    Record(folder).add(
        Line("invitation;harbour-2026-11;council-1;", "letter-1.eml", TRYING, "2026-11-23T14:05:00+00:00")
    )

    assert "In doubt since 23 November 2026, 14:05: letter-1.eml" in send(capsys, folder, *MAIL)[1]
    assert send(capsys, folder, "--mark-sent", "--now")[0] == 0
    assert send(capsys, folder, *MAIL)[0] == 0


def test_letters_without_an_address_are_named(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With what to do; once they were marked, and once an address is typed on Partners, none goes twice."""
    status, said = send(capsys, home / "output", *MAIL)
    unaddressed = home / "output" / "unaddressed"

    assert status == 1
    assert f"Letters without an address: 1, in {unaddressed}: cwm-twr_invitation.eml. They are not sent." in said
    assert f'rasp-xl send "{unaddressed}" --mark-sent --now' in said
    assert send(capsys, unaddressed, *MAIL)[0] == 2
    assert send(capsys, unaddressed, "--mark-sent", "--now")[0] == 0
    assert "Letters without an address" not in send(capsys, home / "output", *MAIL)[1]
    enter(home, (PEOPLE[0], ("Cwm Tŵr", "Siân", "sian@cwm.example")))
    main(["templates", str(home)])
    assert "when no address stood on Partners. send holds the one to sian@cwm.example back" in capsys.readouterr().err
    assert "Held back: cwm-twr_invitation.eml to sian@cwm.example" in send(capsys, home / "output", *MAIL)[1]


def test_letters_of_two_rounds_never_go_together(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One of the two is last year's; both are named."""
    folder = letters(tmp_path / "letters", 2)
    (folder / "old.eml").write_bytes(letter(3).replace(b"harbour-2026-11", b"harbour-2025-11"))
    status, said = send(capsys, folder, *MAIL)

    assert status == 2
    assert (
        "They are of 2 rounds: 2 of the round harbour-2026-11 (letter-1.eml, letter-2.eml); 1 of the round harbour-2025-11 (old.eml)."
        in said
    )


@pytest.mark.parametrize("header", ["Received: from x by y", "Return-Path: <a@b.example>", "delivered-to: office"])
def test_mail_that_came_is_not_sent_on(tmp_path: Path, capsys: pytest.CaptureFixture[str], header: str) -> None:
    """A council's e-mail saved beside the letters looks like one of them."""
    folder = letters(tmp_path / "letters", 1)
    (folder / "came.eml").write_bytes(
        f"{header}\r\nTo: rhian@harbour.example\r\nSubject: x\r\n\r\nReceived: with thanks\r\n".encode()
    )

    assert "came.eml is an e-mail that came, and no letter of the round." in send(capsys, folder, *MAIL)[1]


@pytest.mark.parametrize(
    ("folder", "said"),
    [
        ("", "It is the folder of a round: name"), ("returns", "holds what came back; nothing in it is sent on."),
        ("output/templates", "The letters are beside it: name"), ("output/nowhere", "cannot be read"),
    ],
)  # fmt: skip
def test_another_folder_of_the_round_is_told_apart(
    home: Path, capsys: pytest.CaptureFixture[str], folder: str, said: str
) -> None:
    """With the one that holds the letters."""
    (home / "returns" / "came.eml").write_bytes(letter(1))
    status, told = send(capsys, home / folder, *MAIL)

    assert status == 2
    assert said in told


@pytest.mark.parametrize(
    ("host", "hinted"), [("harbour", True), ("localhost", False), ("mail.x.example", False), ("::1", False)]
)
def test_name_that_is_no_mail_servers_gets_a_hint(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], host: str, hinted: bool
) -> None:
    """Before anything is sent; the guide's example and the round's name are what people type first."""
    folder = letters(tmp_path / "letters", 1)
    said = send(capsys, folder, "--smtp", f"[{host}]:25" if ":" in host else host)[1]

    assert (f"“{host}” is hardly the name of a mail server." in said) is hinted
    assert ("ask your IT for it" in said) is hinted


def test_host_that_can_be_nobodys_name_is_explained(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where it would be asked, too."""
    folder = letters(tmp_path / "letters", 1)
    status, said = send(capsys, folder, "--smtp", "mail..example", "--now")

    assert status == 2
    assert "cannot be reached" in said
    assert "ask your IT for it" in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("returns", ""), "the round comes first, then its returns. Say: rasp-xl chase"),
        (("returns", "round.xlsx"), "the round comes first, then its returns."),
        (("returns",), "is one: name the folder"),
    ],
)
def test_round_and_returns_in_the_wrong_order(
    home: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    """Chase says how it is meant."""
    assert main(["chase", *(str(home / word) for word in words)]) == 2
    assert said in capsys.readouterr().err
