"""A round scored again with its own results as baseline: what people typed comes back, and nothing is called change."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from building import returned
from openpyxl import load_workbook
from two_rounds import actions_of, baseline, compared, edited, types

from rasp_xl.cli import main
from rasp_xl.model.answers import Answer
from rasp_xl.model.question_file import standard_set
from rasp_xl.model.questions import Purpose
from rasp_xl.model.rounds import Round

ASKED = standard_set()
ROUND = Round(Purpose.NEW, 2, ASKED)
NAMED = replace(ROUND, name="Harbour", day=date(2026, 5, 12))
AGREED = {q.id: Answer(q.id, 3, f"Board minute {n}") for n, q in enumerate(ASKED.questions)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A round with one council and its return."""
    made = tmp_path / "Harbour round"
    main(["new", str(made), "--stage", "2"])
    book = load_workbook(made / "round.xlsx")
    book["Partners"]["A9"] = "Northmoor"
    book.save(made / "round.xlsx")
    (made / "returns" / "Northmoor.xlsx").write_bytes(returned(ROUND, "Northmoor", AGREED))
    return made


def score(folder: Path, *options: str) -> int:
    return main(["score", str(folder / "returns"), "--round", str(folder), "--out", str(folder / "results"), *options])


def typed_into(folder: Path) -> Path:
    """Scored, an owner and a column of one's own typed in, and scored again: the workbook that was kept."""
    score(folder)
    book = folder / "results" / "scored.xlsx"
    book.write_bytes(edited(book.read_bytes(), types("Northmoor", "SV1", {"Owner": "J. Smith", "Budget": "none"})))
    score(folder)
    return folder / "results" / "scored (changed by hand).xlsx"


def test_same_round_as_baseline_brings_owners_and_compares_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was typed is back in the workbook; a round is not told as an earlier round of itself."""
    kept = typed_into(folder)
    capsys.readouterr()
    assert score(folder, "--baseline", str(kept)) in (0, 1)
    told = capsys.readouterr().err
    results = folder / "results"
    (row,) = [r for r in actions_of((results / "scored.xlsx").read_bytes()) if r["Owner"]]

    assert (row["Question"], row["Owner"], row["Budget"]) == ("SV1", "J. Smith", "none")
    assert told.count("is of this same round, by the Round id harbour-round-") == 1
    assert json.loads((results / "results.json").read_bytes())["change"] is None
    assert not {"Change", "Change by question"} & set(load_workbook(results / "scored.xlsx").sheetnames)
    for page in (results / "summary.html", results / "councils" / "northmoor.html"):
        assert "What has changed since" not in page.read_text("utf-8")


def test_other_round_id_is_compared(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A round with an id of its own is another round, whatever else is as it was."""
    kept = typed_into(folder)
    book = load_workbook(folder / "round.xlsx")
    book["Programme"]["B6"] = "harbour-autumn"
    book.save(folder / "round.xlsx")
    score(folder, "--baseline", str(kept))

    assert "this same round" not in capsys.readouterr().err
    assert json.loads((folder / "results" / "results.json").read_bytes())["change"]["councils"]


@pytest.mark.parametrize(
    ("then", "same"),
    [
        (NAMED, True),
        (ROUND, False),
        (replace(NAMED, day=date(2025, 5, 12)), False),
        (replace(NAMED, name="Haven"), False),
        (replace(NAMED, stage=1), False),
        (replace(NAMED, id="harbour-2026"), False),
    ],
)
def test_without_an_id_all_that_is_known_must_agree(then: Round, same: bool) -> None:
    """Nothing is guessed: a round that differs in anything, or of which nothing is known, is another one."""
    earlier = baseline(then, {"Northmoor": AGREED})
    since = compared(NAMED, {"Northmoor": AGREED}, earlier).since

    assert since
    assert since.same_round is same


def test_two_rounds_of_which_nothing_is_known_are_compared() -> None:
    """Folders scored without a round workbook may be of spring and autumn."""
    since = compared(ROUND, {"Northmoor": AGREED}, baseline(ROUND, {"Northmoor": AGREED})).since

    assert since
    assert not since.same_round
