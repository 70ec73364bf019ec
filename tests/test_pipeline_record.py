"""The record of sent letters is the round's: it lies beside the round workbook, wherever letters are written and whoever stands where."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from mail_office import PASSWORD, USER, Office, Postbox, letters, mail_server
from openpyxl import load_workbook

from rasp_xl.cli import main
from rasp_xl.cli.screen import typed
from rasp_xl.model.findings import OutputError, RaspError
from rasp_xl.model.mail import RECORD, REFUSED, SENT, TRYING, Line
from rasp_xl.pipeline import mail_server as ours
from rasp_xl.pipeline.lock import LOCK
from rasp_xl.pipeline.planning import plan
from rasp_xl.pipeline.sent import Record, home_above, round_home, round_record

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC).isoformat()


@pytest.fixture(autouse=True)
def account(monkeypatch: pytest.MonkeyPatch) -> None:
    """The office's name and password, as an office sets them."""
    monkeypatch.setenv(ours.USER, USER)
    monkeypatch.setenv(ours.PASSWORD, PASSWORD)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A round as it is made."""
    made = tmp_path / "Harbour round"
    assert main(["new", str(made)]) == 0
    return made


def with_partner(home: Path) -> None:
    """Somebody lists one council."""
    book = load_workbook(home / "round.xlsx")
    for column, text in ((1, "Cwm Tŵr"), (4, "sian@cwm.example")):
        book["Partners"].cell(9, column, text)
    book.save(home / "round.xlsx")


def sent(office: Office, folder: Path, *more: str) -> int:
    return main(
        ["send", str(folder), "--smtp", f"localhost:{office.port}", "--ca", str(office.authorities), "--now", *more]
    )


def test_record_outlives_the_letters_and_the_folder_one_stands_in(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Output is thrown away and made again, and somebody stands elsewhere: nothing goes twice."""
    (home / "output").mkdir()
    folder = letters(home / "output" / "letters", 2)
    with mail_server(tmp_path, Postbox()) as office:
        assert sent(office, home / "output") == 0
        for file in folder.iterdir():
            file.unlink()
        letters(folder, 3)
        monkeypatch.chdir(folder)
        assert sent(office, Path()) == 0

    assert [path.name for path in folder.iterdir() if path.suffix != ".eml"] == []
    assert (home / RECORD).is_file()
    assert len(office.postbox.letters) == 3


def test_letters_elsewhere_are_recorded_with_the_round_that_is_named(home: Path, tmp_path: Path) -> None:
    """As templates and chase tell where they wrote elsewhere; a round that is not there is said."""
    folder = letters(tmp_path / "elsewhere", 1)
    with mail_server(tmp_path, Postbox()) as office:
        assert sent(office, folder, "--round", str(home)) == 0
        assert sent(office, folder, "--round", str(tmp_path)) == 2

    assert [line.state for line in round_record(home, home / "output").last.values()] == [SENT]
    assert not (folder / RECORD).exists()
    assert len(plan(folder, home=round_home(home / "round.xlsx")).gone) == 1


def test_letters_without_a_round_have_their_record_beside_them(tmp_path: Path) -> None:
    """And it is known once they lie in a round, as in offices that began before."""
    folder = letters(tmp_path / "letters", 1)
    with mail_server(tmp_path, Postbox()) as office:
        assert sent(office, folder) == 0
        assert (folder / RECORD).is_file()
        (tmp_path / "round.xlsx").write_bytes(b"")
        assert sent(office, folder) == 0

    assert len(office.postbox.letters) == 1
    assert home_above(folder) == tmp_path.resolve()
    assert [line.state for line in round_record(tmp_path, tmp_path / "chase").last.values()] == [SENT]


@pytest.mark.parametrize(
    ("own", "other", "together"),
    [
        (SENT, TRYING, SENT), (TRYING, SENT, SENT), (REFUSED, SENT, SENT),
        (REFUSED, TRYING, REFUSED), ("", TRYING, TRYING), (TRYING, "", TRYING),
    ],
)  # fmt: skip
def test_letter_that_went_by_any_record_went(tmp_path: Path, own: str, other: str, together: str) -> None:
    """Of two records the round's own stands, unless the other knows that the letter went."""
    for name, state in (("own", own), ("other", other)):
        (tmp_path / name).mkdir()
        if state:
            Record(tmp_path / name).add(Line("invitation; r; p; ; w", "p.eml", state, NOW))

    assert Record(tmp_path / "own", tmp_path / "other").last["invitation; r; p; ; w"].state == together


def test_record_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    """Before a letter leaves, in words."""
    record = Record(tmp_path)
    (tmp_path / RECORD).mkdir()

    with pytest.raises(OutputError, match=r"sent\.jsonl, cannot be written"):
        record.add(Line("invitation; r; p; ; w", "p.eml", TRYING, NOW))


def test_folder_that_takes_no_record_is_said(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Before any letter leaves: what could not be recorded could go twice."""
    folder = letters(tmp_path / "elsewhere", 1)
    (home / LOCK).mkdir()
    with mail_server(tmp_path, Postbox()) as office:
        statuses = (
            sent(office, folder, "--round", str(home)),
            main(["send", str(folder), "--mark-sent", "--now", "--round", str(home)]),
        )

    assert statuses == (4, 4)
    assert f"The record of what is sent cannot be kept in {home}" in capsys.readouterr().err
    assert office.postbox.letters == []


@pytest.mark.parametrize("command", ["templates", "chase"])
def test_where_letters_lie_elsewhere_the_round_is_named(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    """What is to be typed next can be copied as it stands, names with spaces included."""
    with_partner(home)
    capsys.readouterr()
    main([command, str(home)])
    beside = capsys.readouterr().out
    main([command, str(home), "--out", str(tmp_path / "my letters")])
    elsewhere = capsys.readouterr().out
    output = home / "output" if command == "templates" else home / "output" / "chase"

    assert f'say: rasp-xl send "{output}" --smtp HOST\n' in beside
    assert f'say: rasp-xl send "{tmp_path / "my letters"}" --smtp HOST --round "{home}"\n' in elsewhere
    assert sorted(path.name for path in (output / "letters").iterdir())


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("harbour", "harbour"), ("../harbour-2027/output", "../harbour-2027/output"), ("Harbour round", '"Harbour round"'),
        ("Tŵr", "Tŵr"), ('Bath & "B"', "'Bath & \"B\"'"), ("a$b", "'a$b'"), ("O'Neil", '"O\'Neil"'),
    ],
)  # fmt: skip
def test_names_are_shown_as_they_are_typed(path: str, shown: str) -> None:
    """Between quotation marks where a shell would take them apart."""
    assert typed(Path(path)) == shown


def test_folder_that_is_no_round_is_said(tmp_path: Path) -> None:
    """With the workbook that is looked for."""
    with pytest.raises(RaspError, match=r"There is no round workbook .*round\.xlsx"):
        round_home(tmp_path)


@pytest.mark.parametrize("command", ["check", "score", "chase"])
def test_folder_of_the_round_is_not_taken_for_returns(
    home: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    """Since output lies in it, templates and letters would come back as returns that nobody sent."""
    (home / "output").mkdir()
    words = [command, str(home), str(home)] if command == "chase" else [command, str(home)]
    with_partner(home)

    assert main(words) == 2
    assert f"for instance {home / 'returns'}" in capsys.readouterr().err
