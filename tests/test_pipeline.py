"""The pipeline: what is read is left alone, and what is written is whole or not there."""

import json
import os
import shutil
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest
from building import clean_return, everywhere, returned
from came_back import filled
from command_line import snapshot

from rasp_xl import pipeline
from rasp_xl.incoming.folder import Found
from rasp_xl.incoming.ledger import Entry, Status
from rasp_xl.incoming.returns import Reader
from rasp_xl.model.questions import Purpose, QuestionSet
from rasp_xl.model.rounds import Round
from rasp_xl.reports.results import results


def _content(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory, asked: QuestionSet) -> Path:
    """Three councils: two answered for stage 2, one for stage 3; and one cell that cannot be read."""
    folder = tmp_path_factory.mktemp("inbox")
    second, third = Round(Purpose.NEW, 2, asked), Round(Purpose.NEW, 3, asked)
    good = everywhere(asked, 2)
    (folder / "north.xlsx").write_bytes(returned(second, "North", good))
    (folder / "south.xlsx").write_bytes(returned(second, "South", everywhere(asked, 1, "SV3=NA GV1=3*")))
    (folder / "west.xlsx").write_bytes(returned(third, "West", good))
    return folder


def test_assess_takes_the_round_that_most_returns_carry(inbox: Path) -> None:
    """Purpose and stage are those that most returns were made for; a return of another stage is held."""
    assessment = pipeline.assess([inbox])

    assert (assessment.round.purpose, assessment.round.stage) == (Purpose.NEW, 2)
    assert {e.path: e.status for e in assessment.ledger.entries} == {
        "north.xlsx": Status.SCORED,
        "south.xlsx": Status.SCORED,
        "west.xlsx": Status.HELD,
    }
    assert [card.name for card in assessment.cards] == ["North", "South"]


def test_cell_to_fix_makes_its_area_provisional_and_no_other(inbox: Path) -> None:
    """A gate answered Not applicable must be fixed: its area is provisional, and the others are not."""
    south = pipeline.assess([inbox]).cards[1]

    assert [area.id for area in south.areas if area.status == "provisional"] == ["SV"]
    assert [area.to_fix for area in south.areas] == [1, 0, 0, 0, 0]


def test_order_of_paths_changes_nothing(inbox: Path) -> None:
    """The same files give the same results in whatever order they are named."""
    files = sorted(inbox.iterdir())

    assert results(pipeline.assess(files)) == results(pipeline.assess(files[::-1])) == results(pipeline.assess([inbox]))


@pytest.mark.parametrize("workers", [1, 2])
def test_progress_sees_every_file(inbox: Path, workers: int) -> None:
    """The progress line is told how many files there are and sees each of them."""
    seen = []

    def watch(entries: object, total: int) -> object:
        for entry in entries:  # type: ignore[attr-defined]
            seen.append((entry.path, total))
            yield entry

    progress: Callable[..., object] = watch
    pipeline.assess([inbox], workers, progress)  # type: ignore[arg-type]

    assert seen == [("north.xlsx", 3), ("south.xlsx", 3), ("west.xlsx", 3)]


@pytest.mark.parametrize("workers", [1, 2])
def test_file_that_stops_its_reader_costs_itself(
    inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    """A file on which the reader dies is in the ledger with a sentence, on the disk or in an archive, and the others are scored."""
    shutil.copytree(inbox, tmp_path / "in")
    (tmp_path / "in" / "a.xlsx").write_bytes(b"bad bytes")
    with ZipFile(tmp_path / "in" / "b.zip", "w") as archive:
        archive.writestr("c.xlsx", b"bad bytes")
        archive.write(inbox / "north.xlsx", "d.xlsx")
    real = pipeline.read_file

    def fragile(reader: Reader, found: Found) -> Entry:
        if found.shown in ("a.xlsx", "b.zip/c.xlsx"):
            os._exit(1)
        return real(reader, found)

    monkeypatch.setattr(pipeline, "read_file", fragile)
    found = {e.path: e for e in pipeline.assess([tmp_path / "in"], workers).ledger.entries}

    assert {name: e.status.value for name, e in found.items()} == {
        "a.xlsx": "refused", "b.zip": "ignored", "b.zip/c.xlsx": "refused", "b.zip/d.xlsx": "superseded",
        "north.xlsx": "scored", "south.xlsx": "scored", "west.xlsx": "held",
    }  # fmt: skip
    for name in ("a.xlsx", "b.zip/c.xlsx"):
        assert (found[name].findings[0].rule.code, found[name].size) == ("RX118", 9)
        assert found[name].digest == sha256(b"bad bytes").hexdigest()


def test_score_writes_its_files_and_their_hashes(inbox: Path, tmp_path: Path) -> None:
    """results.json names the other files with the hashes of what lies on the disk; a second run writes the same bytes."""
    written = pipeline.score(pipeline.assess([inbox]), tmp_path / "first")
    pipeline.score(pipeline.assess([inbox]), tmp_path / "second")
    outputs = {o["path"]: o["sha256"] for o in json.loads(written["results.json"])["outputs"]}

    assert _content(tmp_path / "first") == written == _content(tmp_path / "second")
    assert {"scored.xlsx", "summary.html", "results.json"} <= set(written)
    assert outputs == {name: sha256(data).hexdigest() for name, data in written.items() if name != "results.json"}


def test_assess_leaves_inputs_alone(inbox: Path) -> None:
    """Reading changes no byte, adds no file and does not even touch a time."""
    before = {p.name: (p.read_bytes(), p.stat().st_mtime_ns) for p in inbox.iterdir()}
    pipeline.assess([inbox])

    assert {p.name: (p.read_bytes(), p.stat().st_mtime_ns) for p in inbox.iterdir()} == before


def test_second_run_changes_no_byte_and_no_input(inbox: Path, tmp_path: Path) -> None:
    """Scoring twice into one folder leaves the same bytes, and neither bytes nor times of the returns change."""
    before = snapshot(inbox)
    runs = []
    for _ in range(2):
        pipeline.score(pipeline.assess([inbox]), tmp_path)
        runs.append(_content(tmp_path))

    assert runs[0] == runs[1]
    assert snapshot(inbox) == before


def test_tables_of_an_earlier_run_do_not_stay(inbox: Path, tmp_path: Path) -> None:
    """Without --tables the tables of the last run go, for they tell its scores; one that somebody worked in is told of."""
    told: list[str] = []
    assessment = pipeline.assess([inbox])
    pipeline.score(assessment, tmp_path, pipeline.Order(tables=True))
    changed = tmp_path / "tables" / "scores.csv"
    changed.write_bytes(b"mine")
    pipeline.score(assessment, tmp_path, tell=told.append)
    left = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}

    assert {name for name in left if not name.startswith(("fixes/", "councils/"))} == {
        "scored.xlsx",
        "summary.html",
        "results.json",
        "tables/scores.csv",
    }
    assert told == [
        f"Kept {changed}, which was changed since the last run. This run does not write it: look whether it still holds."
    ]


def test_own_results_are_never_taken_for_returns(tmp_path: Path, asked: QuestionSet) -> None:
    """Who scores a folder into itself, twice, gets the same scores twice; the results of the first run are named as ours."""
    (tmp_path / "return.xlsx").write_bytes(clean_return(asked))
    pipeline.score(pipeline.assess([tmp_path]), tmp_path / "output")
    again = pipeline.assess([tmp_path])

    assert {e.path: e.status.value for e in again.ledger.entries} == {
        "output/councils/placeholder.html": "ignored",
        "output/councils/placeholder.xlsx": "ignored",
        "output/results.json": "ignored",
        "output/scored.xlsx": "ignored",
        "output/summary.html": "ignored",
        "return.xlsx": "scored",
    }
    assert {e.findings[0].rule.code for e in again.ledger.entries if e.status.value == "ignored"} == {"RX121"}


def test_day_of_the_run_is_given_and_never_looked_up(tmp_path: Path) -> None:
    """A return dated ahead is asked about where the run knows today, and gives the same on every day where it does not."""
    (tmp_path / "return.xlsx").write_bytes(filled(day=date(2999, 1, 1)))

    def codes(today: date | None) -> set[str]:
        (entry,) = pipeline.assess([tmp_path], today=today).ledger.entries
        return {finding.rule.code for finding in entry.findings}

    assert codes(date(2026, 11, 23)) - codes(None) == {"RX310"}
    assert codes(date(2999, 1, 1)) == codes(None)
