"""The pipeline: what is read is left alone, and what is written is whole or not there."""

import errno
import json
import os
import shutil
import stat
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from building import clean_return, everywhere, returned
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rasp_xl import pipeline
from rasp_xl.incoming.ledger import Status
from rasp_xl.model.findings import OutputError
from rasp_xl.model.questions import Purpose, QuestionSet
from rasp_xl.model.rounds import Round
from rasp_xl.reports.results import results

OLD = {"a.txt": b"old a", "b.txt": b"old b", "kept.txt": b"not ours"}
NEW = {"a.txt": b"new a", "b.txt": b"new b", "c.txt": b"new c"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with results of an earlier run and a file that is none of ours."""
    for name, data in OLD.items():
        (tmp_path / name).write_bytes(data)
    return tmp_path


def _content(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def _nth_call_fails(monkeypatch: pytest.MonkeyPatch, name: str, which: int, error: BaseException) -> None:
    """From now on the nth call (from 1) of one of the system's functions raises an error."""
    real, calls = getattr(os, name), iter(range(1, 1000))

    def call(*args: object, **options: object) -> object:
        if next(calls) == which:
            raise error
        return real(*args, **options)

    monkeypatch.setattr(os, name, call)


def _held(winerror: int | None) -> PermissionError:
    error = PermissionError(errno.EACCES, "Permission denied", "from", None, "to")
    if winerror is not None:
        error.winerror = winerror  # type: ignore[attr-defined]
    return error


def test_write_makes_the_folder_and_replaces_old_files(folder: Path) -> None:
    """New results take the place of old ones of the same name; other files stay; no temporary file is left."""
    pipeline.write(folder, NEW)
    pipeline.write(folder / "deep" / "down", NEW)
    made = _content(folder / "deep" / "down")
    shutil.rmtree(folder / "deep")

    assert _content(folder) == OLD | NEW
    assert made == NEW


def test_write_leaves_no_file_that_may_not_be_read(folder: Path) -> None:
    """Written files have the rights that any program's files have here, no more and no less."""
    (folder / "plain.txt").write_bytes(b"")
    pipeline.write(folder, NEW)

    assert stat.S_IMODE((folder / "a.txt").stat().st_mode) == stat.S_IMODE((folder / "plain.txt").stat().st_mode)


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    function=st.sampled_from(["fsync", "replace", "link"]),
    which=st.integers(1, 3),
    fault=st.sampled_from([OSError(errno.ENOSPC, "No space left on device"), _held(None), KeyboardInterrupt()]),
)
def test_write_leaves_all_or_nothing(
    tmp_path_factory: pytest.TempPathFactory, function: str, which: int, fault: BaseException
) -> None:
    """Wherever the disk fills up, a file is locked or someone stops the run: old files are whole, and nothing else is there."""
    folder = tmp_path_factory.mktemp("out")
    for name, data in OLD.items():
        (folder / name).write_bytes(data)
    with pytest.MonkeyPatch.context() as patch:
        _nth_call_fails(patch, function, which, fault)
        try:
            pipeline.write(folder, NEW)
        except (OutputError, KeyboardInterrupt):
            assert _content(folder) == OLD
        else:
            assert function == "link"
            assert _content(folder) == OLD | NEW


def test_write_restores_without_second_names(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a stick or a cloud folder that knows no second names for a file, old results come back all the same."""

    def no_link(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_link)
    _nth_call_fails(monkeypatch, "replace", 3, _held(None))
    with pytest.raises(OutputError):
        pipeline.write(folder, NEW)

    assert _content(folder) == OLD


def test_file_open_in_excel_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When a result is open in another program, the sentence names that file and says what to do."""
    real = os.replace

    def locked(source: Path, target: Path) -> None:
        if (
            Path(target).name == "b.txt"
            and Path(source).suffix == ".part"
            and Path(target).read_bytes() == OLD["b.txt"]
        ):
            raise PermissionError(errno.EACCES, "Permission denied", str(source), None, str(target))
        real(source, target)

    monkeypatch.setattr(os, "replace", locked)
    with pytest.raises(OutputError) as caught:
        pipeline.write(folder, NEW)

    assert str(caught.value) == (
        f"Could not write {folder / 'b.txt'}: Permission denied. If it is open in another program, close it and run again."
    )
    assert _content(folder) == OLD


@pytest.mark.parametrize("winerror", [5, 32, 33])
def test_write_waits_for_a_file_held_for_a_moment(folder: Path, monkeypatch: pytest.MonkeyPatch, winerror: int) -> None:
    """A virus scanner or a cloud folder that holds a file for a moment does not stop the run."""
    monkeypatch.setattr(pipeline, "WAITS", (0, 0, 0))
    real, faults = os.replace, [_held(winerror)] * 3

    def busy(source: object, target: object) -> None:
        if faults:
            raise faults.pop()
        real(source, target)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "replace", busy)
    pipeline.write(folder, NEW)

    assert _content(folder) == OLD | NEW


def test_write_gives_up_on_a_file_that_stays_held(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that stays held ends the run with a sentence, and old results stay."""
    monkeypatch.setattr(pipeline, "WAITS", (0, 0, 0))

    def busy(*_: object) -> None:
        raise _held(32)

    monkeypatch.setattr(os, "replace", busy)
    with pytest.raises(OutputError, match="close it and run again"):
        pipeline.write(folder, NEW)

    assert _content(folder) == OLD


@pytest.mark.parametrize("inside", [".", "results"])
def test_folder_that_is_a_file(folder: Path, inside: str) -> None:
    """Where a file stands in the place of the folder, the sentence says so and the file is left alone."""
    with pytest.raises(OutputError, match="there is a file of that name"):
        pipeline.write(folder / "a.txt" / inside, NEW)

    assert _content(folder) == OLD


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


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no umask")
def test_strict_rights_are_kept(tmp_path: Path) -> None:
    """Where an office lets nobody else read its files, results are no exception."""
    usual = os.umask(0o077)
    try:
        pipeline.write(tmp_path / "out", NEW)
    finally:
        os.umask(usual)

    assert stat.S_IMODE((tmp_path / "out" / "a.txt").stat().st_mode) == 0o600


def test_own_results_are_never_taken_for_returns(tmp_path: Path, asked: QuestionSet) -> None:
    """Who scores a folder into itself, twice, gets the same scores twice; the results of the first run are named as ours."""
    (tmp_path / "return.xlsx").write_bytes(clean_return(asked))
    pipeline.score(pipeline.assess([tmp_path]), tmp_path / "output")
    again = pipeline.assess([tmp_path])

    assert {e.path: e.status.value for e in again.ledger.entries} == {
        "output/results.json": "ignored",
        "output/scored.xlsx": "ignored",
        "output/summary.html": "ignored",
        "return.xlsx": "scored",
    }
    assert {e.findings[0].rule.code for e in again.ledger.entries if e.status.value == "ignored"} == {"RX121"}
