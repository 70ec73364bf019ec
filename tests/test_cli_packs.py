"""Packs from the command line: written with the rest, by one process or several, left out, or asked for."""

from pathlib import Path

import pytest
from building import mixed_answers, returned
from packing import ASKED, ROUND

from rasp_xl.cli import main
from rasp_xl.reports import pack_files


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """Three returns, of which one is from a council whose name is a device of Windows."""
    folder = tmp_path / "returns"
    folder.mkdir()
    for number, name in enumerate(("CON", "Eastvale", "Northmoor")):
        (folder / f"{number}.xlsx").write_bytes(returned(ROUND, name, mixed_answers(ASKED, number)))
    return folder


def made(out: Path) -> dict[str, bytes]:
    """What lies in the folder of packs."""
    return {path.name: path.read_bytes() for path in sorted((out / "councils").glob("*"))}


def test_score_writes_packs_unless_told_not_to(inbox: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The screen says how many packs there are and where; --no-packs leaves them out and takes those of the last run away."""
    out = tmp_path / "out"
    main(["score", str(inbox), "--out", str(out)])
    said, first = capsys.readouterr().out, list(made(out))
    main(["score", str(inbox), "--out", str(out), "--no-packs"])

    assert [name.partition("-")[0].partition(".")[0] for name in first] == ["council"] * 2 + ["eastvale"] * 2 + [
        "northmoor"
    ] * 2
    assert f"Packs for the councils, each with nothing of any other: 3, in {out / 'councils'}." in said
    assert not (out / "councils").exists()
    assert "Packs" not in capsys.readouterr().out


def test_two_processes_make_the_same_packs(inbox: Path, tmp_path: Path) -> None:
    """How many processes work changes no byte."""
    one, two = tmp_path / "one", tmp_path / "two"
    main(["score", str(inbox), "--out", str(one)])
    main(["score", str(inbox), "--out", str(two), "--workers", "2"])

    assert len(made(one)) == 6
    assert made(two) == made(one)
    assert (two / "results.json").read_bytes() == (one / "results.json").read_bytes()


def test_very_many_packs_are_written_only_when_asked_for(
    inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of more councils than any partnership has there are no packs, which is said, unless --packs asks for them."""
    monkeypatch.setattr(pack_files, "MOST", 2)
    main(["score", str(inbox), "--out", str(tmp_path / "out")])
    said, none = capsys.readouterr().out, made(tmp_path / "out")
    main(["score", str(inbox), "--out", str(tmp_path / "out"), "--packs"])

    assert none == {}
    assert (
        "No packs for the councils: 3 of them would take 6 files. With --packs they are written all the same." in said
    )
    assert len(made(tmp_path / "out")) == 6
    assert "No packs" not in capsys.readouterr().out
