"""The command templates with a round: from the round workbook to files that the office can send, and what it says of them."""

import json
from pathlib import Path

import pytest
from building import clean_return
from came_back import changed, put
from command_line import from_council, snapshot
from openpyxl import load_workbook

from rasp_xl.cli import main
from rasp_xl.model.layout import ANSWER, LAST_TIME, column_of
from rasp_xl.model.question_file import standard_set


@pytest.fixture
def folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A round before signature with two councils, as the office made it."""
    made = tmp_path / "Harbour round"
    main(["new", str(made), "--stage", "2"])
    book = load_workbook(made / "round.xlsx")
    for row, name in enumerate(("Northmoor", "Cwm Tŵr"), 9):
        book["Partners"].cell(row, 1, name)
    book.save(made / "round.xlsx")
    capsys.readouterr()
    return made


def test_a_workbook_for_each_council(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Named after the councils, in a folder of their own, and said in one sentence."""
    status = main(["templates", str(folder), "--out", str(folder / "out")])
    said = capsys.readouterr()

    assert status == 0
    assert sorted(path.name for path in (folder / "out").iterdir()) == ["templates", "unaddressed"]
    assert sorted(p.name for p in (folder / "out" / "templates").iterdir()) == ["cwm-twr.xlsx", "northmoor.xlsx"]
    assert (
        said.out
        == f"Wrote 2 templates for 2 councils into {folder / 'out' / 'templates'}, each named after its council and tested.\n"
        f"Letters without an address: 2, in {folder / 'out' / 'unaddressed'}. Fill in E-mail on the sheet Partners and run again, or type the address into the letter.\n"
    )
    assert [line.partition(":")[0] for line in said.err.splitlines()] == ["Northmoor", "Cwm Tŵr"]


def test_sent_filled_and_scored(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What comes back from a template that the command made counts for its council in its round, whatever it is called."""
    main(["templates", str(folder / "round.xlsx"), "--out", str(folder / "out")])
    data = (folder / "out" / "templates" / "cwm-twr.xlsx").read_bytes()
    (folder / "returns" / "scan0001.xlsx").write_bytes(changed(put("SV1", ANSWER, "3 Agreed"), data=data))
    capsys.readouterr()
    main(["check", str(folder / "returns"), "--round", str(folder), "--json"])
    content = json.loads(capsys.readouterr().out)

    assert [(file["status"], file["council"]) for file in content["files"]] == [("scored", "cwm-twr")]


def test_last_round_beside(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With the folder of an earlier round's results each council sees its answers; one that was not in it is named."""
    (folder / "returns" / "a.xlsx").write_bytes(from_council("Northmoor", clean_return(standard_set())))
    main(["score", str(folder / "returns"), "--out", str(tmp_path / "last")])
    capsys.readouterr()
    for source in (tmp_path / "last", tmp_path / "last" / "results.json", tmp_path / "last" / "scored.xlsx"):
        status = main(["templates", str(folder), "--from", str(source), "--out", str(tmp_path / "out")])
        home = tmp_path / "out" / "templates"
        northmoor, cwm = (load_workbook(home / f"{name}.xlsx")["Governance"] for name in ("northmoor", "cwm-twr"))

        assert status == 0
        assert "do not hold" in (said := capsys.readouterr().err) or "does not hold" in said
        assert said.rstrip().endswith("Cwm Tŵr.")
        assert northmoor.cell(5, column_of(LAST_TIME)).value == LAST_TIME
        assert {northmoor.cell(row, column_of(LAST_TIME)).value for row in range(6, 19)} == {"3 Agreed", "4 Embedded"}
        assert cwm.cell(5, column_of(LAST_TIME)).value is None


def test_work_in_the_output_folder_is_kept(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A blank template that somebody filled where it was made stays, under a name that says so."""
    out = folder / "out"
    main(["templates", "--out", str(out)])
    (made,) = out.iterdir()
    filled = changed(put("SV1", ANSWER, "3 Agreed"), data=made.read_bytes())
    made.write_bytes(filled)
    capsys.readouterr()

    assert main(["templates", "--out", str(out)]) == 0
    assert (out / "template-new-stage-1 (changed by hand).xlsx").read_bytes() == filled
    assert "changed by hand" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--purpose", "joining"], "Leave out --purpose and --stage"),
        (["--stage", "2"], "Leave out --purpose and --stage"),
        (["--from", "nowhere.json"], "There is no baseline nowhere.json"),
    ],
)
def test_what_does_not_go_together_is_said(
    folder: Path, capsys: pytest.CaptureFixture[str], options: list[str], said: str
) -> None:
    """Nothing is written where the command contradicts the round workbook or names a file that is not there."""
    before = snapshot(folder)

    assert main(["templates", str(folder), *options, "--out", str(folder / "out")]) == 2
    assert said in capsys.readouterr().err
    assert snapshot(folder) == before


def test_last_round_without_a_round_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A blank template is nobody's, so no answers can stand in it."""
    assert main(["templates", "--from", "results.json", "--out", str(tmp_path)]) == 2
    assert "rasp-xl templates ROUND --from FILE" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_mistakes_in_the_round_workbook_stop_everything(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A council listed twice is said with its cell, and no template is made."""
    book = load_workbook(folder / "round.xlsx")
    book["Partners"]["A11"] = "Northmoor"
    book.save(folder / "round.xlsx")

    assert main(["templates", str(folder), "--out", str(folder / "out")]) == 2
    assert "is in A9 already" in capsys.readouterr().err
    assert not (folder / "out").exists()
