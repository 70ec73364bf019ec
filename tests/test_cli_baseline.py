"""`score --baseline` as people use it: owners typed into the last workbook are in the next, and the change is right."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import pytest
from building import returned
from openpyxl import load_workbook
from two_rounds import actions_of, edited, types

from rasp_xl.cli import main
from rasp_xl.model.answers import Answer
from rasp_xl.model.question_file import standard_set
from rasp_xl.model.questions import Purpose
from rasp_xl.model.rounds import Round

ASKED = standard_set()
ROUND = Round(Purpose.NEW, 2, ASKED)
AGREED = {q.id: Answer(q.id, 3, f"Board minute {n}, 12 May 2026") for n, q in enumerate(ASKED.questions)}
BETTER = AGREED | {"SV1": Answer("SV1", 4, "Board minute 99"), "EC1": Answer("EC1", 2, "Board minute 98")}
TYPED = {"Owner": "J. Smith", "Due": datetime(2027, 3, 31), "Status": "Under way"}


def sent(folder: Path, given: Mapping[str, Answer], purpose: Purpose = Purpose.NEW) -> Path:
    """A folder with the return of one council."""
    folder.mkdir(exist_ok=True)
    (folder / "Northmoor.xlsx").write_bytes(returned(Round(purpose, 2, ASKED), "Northmoor", given))
    return folder


def score(*argv: str | Path) -> int:
    return main(["score", *map(str, argv)])


@pytest.fixture
def spring(tmp_path: Path) -> Path:
    """The results of a first round, in whose workbook somebody has typed."""
    out = tmp_path / "spring"
    assert score(sent(tmp_path / "first", AGREED), "--out", out) in (0, 1)
    book = out / "scored.xlsx"
    book.write_bytes(edited(book.read_bytes(), types("Northmoor", "SV1", TYPED), types("Northmoor", "EC1", TYPED)))
    return out


def test_round_trip(tmp_path: Path, spring: Path) -> None:
    """The next round's workbook has the owners beside the same gaps, closed ones at the end, and the change is right."""
    out = tmp_path / "autumn"
    assert score(sent(tmp_path / "second", BETTER), "--baseline", spring / "scored.xlsx", "--out", out) in (0, 1)
    rows = {r["Question"]: r for r in actions_of((out / "scored.xlsx").read_bytes()) if r["Owner"]}
    (council,) = json.loads((out / "results.json").read_bytes())["change"]["councils"]

    assert {q: (r["Owner"], r["Due"], r["Status"], r["Still a gap"]) for q, r in rows.items()} == {
        "EC1": ("J. Smith", datetime(2027, 3, 31), "Under way", "yes"),
        "SV1": ("J. Smith", datetime(2027, 3, 31), "Under way", "no: reached"),
    }
    assert {q["id"]: q["way"] for q in council["questions"] if q["way"] != "same"} == {"SV1": "up", "EC1": "down"}
    assert [a["way"] for a in council["areas"]] == ["up", "down", "same", "same", "same"]
    assert "What has changed since" in (out / "summary.html").read_text("utf-8")


@pytest.mark.parametrize("name", ["scored.xlsx", "results.json", ""])
def test_same_answers_change_nothing(tmp_path: Path, spring: Path, name: str) -> None:
    """Scored again with the same returns, nothing has changed, whichever of the results is named, or the folder of both."""
    out = tmp_path / "again"
    assert score(tmp_path / "first", "--baseline", spring / name, "--out", out) in (0, 1)
    change = json.loads((out / "results.json").read_bytes())["change"]
    lines = [line for c in change["councils"] for line in (*c["areas"], *c["themes"], c["overall"])]

    assert {line["difference"] for line in lines} == {0}
    assert {line["way"] for line in lines} == {"same"}
    assert {q["way"] for c in change["councils"] for q in c["questions"]} == {"same"}


def test_results_may_go_over_the_baseline(tmp_path: Path, spring: Path) -> None:
    """The baseline is read before anything is written, so the next results may go into the same folder, again and again."""
    for _ in range(2):
        assert score(tmp_path / "first", "--baseline", spring, "--out", spring) in (0, 1)

    assert [r["Owner"] for r in actions_of((spring / "scored.xlsx").read_bytes()) if r["Owner"]] == ["J. Smith"] * 2


def test_same_input_gives_the_same_bytes(tmp_path: Path, spring: Path) -> None:
    """Two runs with one baseline leave the same files."""
    files = []
    for name in ("one", "two"):
        score(tmp_path / "first", "--baseline", spring, "--out", tmp_path / name)
        files.append({p.name: p.read_bytes() for p in (tmp_path / name).rglob("*") if p.is_file()})

    assert files[0] == files[1]


@pytest.mark.parametrize(
    ("name", "words"), [("nowhere.xlsx", "There is no baseline"), ("first", "holds no scored.xlsx")]
)
def test_baseline_that_is_none_stops_the_run(
    tmp_path: Path, spring: Path, capsys: pytest.CaptureFixture[str], name: str, words: str
) -> None:
    """A slip in the path is said with status 2, before anything is written."""
    capsys.readouterr()
    status = score(tmp_path / "first", "--baseline", tmp_path / name, "--out", tmp_path / "none")

    assert status == 2
    assert words in capsys.readouterr().err
    assert not (tmp_path / "none").exists()
    assert spring.exists()


def test_baseline_of_another_purpose_stops_the_run(
    tmp_path: Path, spring: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A health check is not compared with a new programme."""
    returns = sent(tmp_path / "health", AGREED, Purpose.HEALTH_CHECK)
    status = score(returns, "--baseline", spring, "--out", tmp_path / "none")

    assert status == 2
    assert "is of another purpose: New programme, and this round is Health check" in capsys.readouterr().err
    assert not (tmp_path / "none").exists()


def test_round_workbook_gives_its_date_to_the_next(tmp_path: Path) -> None:
    """With a round workbook the earlier round goes by its date, in sentences and beside what was typed."""
    folder = tmp_path / "Harbour"
    assert main(["new", str(folder), "--stage", "2"]) == 0
    book = load_workbook(folder / "round.xlsx")
    book["Partners"]["A9"] = "Northmoor"
    sheet = book["Programme"]
    label = next(c for row in sheet.iter_rows() for c in row if c.value == "Date")
    sheet.cell(label.row, label.column + 1).value = datetime(2026, 5, 12)
    book.save(folder / "round.xlsx")
    returns, out = sent(tmp_path / "first", AGREED), tmp_path / "out"
    assert score(returns, "--round", folder, "--out", out) in (0, 1)
    path = out / "scored.xlsx"
    path.write_bytes(edited(path.read_bytes(), types("Northmoor", "SV1", TYPED)))
    again = load_workbook(folder / "round.xlsx")
    again["Programme"]["B6"] = "harbour-autumn"
    again.save(folder / "round.xlsx")
    assert score(returns, "--round", folder, "--baseline", out, "--out", out) in (0, 1)
    (row,) = (r for r in actions_of(path.read_bytes()) if r["Owner"])

    assert row["Since"] == "12 May 2026"
    assert (
        json.loads((out / "results.json").read_bytes())["change"]["baseline"]["date"] == date(2026, 5, 12).isoformat()
    )
