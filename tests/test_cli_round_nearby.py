"""Score and templates where a round workbook lies near: results go beside it, and nobody passes it by without being told."""

import json
from pathlib import Path

import pytest
from building import clean_return
from command_line import from_council, snapshot
from openpyxl import load_workbook

from rasp_xl.cli import main
from rasp_xl.model.question_file import standard_set


@pytest.fixture
def folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A round with one council and its return, in a folder below the one that somebody stands in."""
    made = tmp_path / "Harbour round"
    main(["new", str(made), "--stage", "2"])
    book = load_workbook(made / "round.xlsx")
    book["Partners"]["A9"] = "Northmoor"
    book.save(made / "round.xlsx")
    (made / "returns" / "a.xlsx").write_bytes(from_council("Northmoor", clean_return(standard_set())))
    capsys.readouterr()
    return made


def round_of(results: Path) -> object:
    return json.loads(results.read_bytes())["round"]["id"]


def test_results_lie_beside_the_round_workbook(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As templates and letters do, wherever one stands."""
    monkeypatch.chdir(tmp_path)

    assert main(["score", "Harbour round/returns", "--round", "Harbour round"]) in (0, 1)
    assert not (tmp_path / "output").exists()
    assert str(round_of(folder / "output" / "results.json")).startswith("harbour-round-")
    assert "round workbook" not in capsys.readouterr().err


@pytest.mark.parametrize(
    "stand_returns_home",
    [(".", "returns", "."), ("returns", ".", ".."), ("..", "Harbour round/returns/a.xlsx", '"Harbour round"')],
)
def test_round_workbook_that_is_not_used_is_told(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    stand_returns_home: tuple[str, str, str],
) -> None:
    """Scored without it, with where it is and what to say."""
    stand, returns, home = stand_returns_home
    monkeypatch.chdir(folder / stand)

    assert main(["score", returns, "--no-packs"]) in (0, 1)
    told = capsys.readouterr().err

    assert "There is a round workbook, " in told
    assert f"--round {home}\n" in told
    assert round_of(Path("output/results.json")) == ""


def test_results_of_a_round_are_not_written_over(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without the round nothing is touched, and both ways out are said; with either of them it goes."""
    monkeypatch.chdir(folder)
    main(["score", "returns", "--round", ".", "--no-packs"])
    before = snapshot(folder)
    capsys.readouterr()

    assert main(["score", "returns", "--no-packs"]) == 2
    told = capsys.readouterr().err
    assert "output holds the results of the round harbour-round-" in told
    assert "Give the round with --round PATH, or name another folder with --out." in told
    assert snapshot(folder) == before
    assert main(["score", "returns", "--no-packs", "--out", "elsewhere"]) in (0, 1)
    assert main(["score", "returns", "--no-packs", "--round", "."]) in (0, 1)


def test_demo_does_not_write_over_a_round(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Fictional councils never take the place of real ones."""
    monkeypatch.chdir(folder)
    main(["score", "returns", "--round", ".", "--no-packs"])

    assert main(["demo"]) == 2
    assert "Name another folder with --out." in capsys.readouterr().err


def test_blank_template_beside_a_round_workbook(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever forgot to name the round hears that the template is for none."""
    monkeypatch.chdir(folder)

    assert main(["templates"]) == 0
    assert "which was not used" in (told := capsys.readouterr().err)
    assert told.endswith("rasp-xl templates .\n")


@pytest.mark.parametrize("lock", ["~$round.xlsx", ".~lock.round.xlsx#"])
def test_round_workbook_that_is_open_is_told(folder: Path, capsys: pytest.CaptureFixture[str], lock: str) -> None:
    """What was typed and not saved is in no file; whoever wonders hears which file is used."""
    main(["check", str(folder / "returns"), "--round", str(folder)])
    before = capsys.readouterr().err
    (folder / lock).write_bytes(b"")
    main(["check", str(folder / "returns"), "--round", str(folder / "round.xlsx")])
    told = capsys.readouterr().err

    assert "is open in another program" not in before
    assert told.count(f"({lock} lies beside it): what was saved last is used.") == 1
