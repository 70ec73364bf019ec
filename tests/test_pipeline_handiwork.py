"""Handiwork: what somebody typed into a result is never lost to the next run, whenever that dies."""

import errno
import json
import os
import shutil
from hashlib import sha256
from pathlib import Path

import pytest
from kills import content, killed_at

from rasp_xl.model.findings import OutputError
from rasp_xl.pipeline import RESULTS, recover, write
from rasp_xl.pipeline.handiwork import Kept
from rasp_xl.pipeline.journal import JOURNAL, UNDO

FIRST = {"scored.xlsx": b"one", "summary.html": b"page", "fixes/eastvale.xlsx": b"mend"}
SECOND = {"scored.xlsx": b"two", "summary.html": b"page 2", "fixes/eastvale.xlsx": b"mend more"}
TYPED = b"one, and who does what by when"
BESIDE = "scored (changed by hand).xlsx"
LAST = 1_000


def listed(files: dict[str, bytes]) -> dict[str, bytes]:
    """Files and the results.json that lists them, laid out as results.json is."""
    outputs = [{"path": name, "sha256": sha256(data).hexdigest()} for name, data in sorted(files.items())]
    text = json.dumps({"change": None, "files": [], "outputs": outputs, "tool": {"name": "x"}}, indent=1)
    return files | {RESULTS: text.encode() + b"\n"}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The output of an earlier run, in whose scored workbook somebody has typed; the disk of this test is never slow."""
    monkeypatch.setattr(os, "fsync", lambda _file: None)
    made = tmp_path / "out"
    write(made, listed(FIRST))
    (made / "scored.xlsx").write_bytes(TYPED)
    return made


def test_changed_result_is_kept_beside_the_new_one(folder: Path) -> None:
    """The new workbook has its name, and what was typed is beside it; the other results are simply replaced."""
    assert write(folder, listed(SECOND)) == (Kept("scored.xlsx", BESIDE),)
    assert content(folder) == listed(SECOND) | {BESIDE: TYPED}


def test_next_run_keeps_nothing_again(folder: Path) -> None:
    """A result that nobody touched since the last run is ours to replace, and what was kept once stays."""
    write(folder, listed(SECOND))

    assert write(folder, listed(FIRST)) == ()
    assert content(folder) == listed(FIRST) | {BESIDE: TYPED}


def test_every_change_gets_a_name_of_its_own(folder: Path) -> None:
    """Whoever types again and again loses none of it."""
    typed = {BESIDE: TYPED}
    for number in (2, 3):
        write(folder, listed(SECOND))
        (folder / "scored.xlsx").write_bytes(data := f"typed {number}".encode())
        typed[f"scored (changed by hand {number}).xlsx"] = data
    write(folder, listed(SECOND))

    assert content(folder) == listed(SECOND) | typed


def test_results_in_folders_are_kept_too(folder: Path) -> None:
    """A fix copy in which somebody noted something stays beside the new one, in its folder."""
    (folder / "fixes" / "eastvale.xlsx").write_bytes(b"noted")
    kept = write(folder, listed(SECOND))

    assert Kept("fixes/eastvale.xlsx", "fixes/eastvale (changed by hand).xlsx") in kept
    assert (folder / "fixes" / "eastvale (changed by hand).xlsx").read_bytes() == b"noted"


@pytest.mark.parametrize("results", [None, b"", b"{}", listed({"summary.html": b"page"})[RESULTS]])
def test_result_that_nothing_lists_is_kept(folder: Path, results: bytes | None) -> None:
    """Where results.json is gone or does not name it, nobody knows what was typed, so it counts as changed."""
    (folder / RESULTS).unlink()
    if results is not None:
        (folder / RESULTS).write_bytes(results)

    assert Kept("scored.xlsx", BESIDE) in write(folder, listed(SECOND))
    assert (folder / BESIDE).read_bytes() == TYPED


def test_result_that_is_as_this_run_writes_it_is_not_kept(folder: Path) -> None:
    """A folder that came without its results.json, scored again from the same returns, needs no second copy."""
    (folder / RESULTS).unlink()
    for name, data in SECOND.items():
        (folder / name).write_bytes(data)

    assert write(folder, listed(SECOND)) == ()
    assert content(folder) == listed(SECOND)


def test_run_without_results_keeps_nothing_beside(folder: Path) -> None:
    """A template is written over the template that was there, as it always was."""
    write(folder, {"template.xlsx": b"blank"})

    assert write(folder, {"template.xlsx": b"newer"}) == ()
    assert (folder / "template.xlsx").read_bytes() == b"newer"


def test_links_are_nobodys_handiwork(folder: Path, tmp_path: Path) -> None:
    """A link in a result's place is replaced, and what it led to is as it was."""
    (tmp_path / "mine.xlsx").write_bytes(b"mine")
    (folder / "scored.xlsx").unlink()
    (folder / "scored.xlsx").symlink_to(tmp_path / "mine.xlsx")

    assert write(folder, listed(SECOND)) == ()
    assert (tmp_path / "mine.xlsx").read_bytes() == b"mine"


def is_half_done(folder: Path) -> bool:
    return (folder / JOURNAL).exists() or (folder / UNDO).exists()


BEFORE = listed(FIRST) | {"scored.xlsx": TYPED}
AFTER = listed(SECOND) | {BESIDE: TYPED}


def test_run_killed_at_every_step_loses_nothing(folder: Path) -> None:
    """What was typed is in the folder at every moment; the next command makes it whole, with the old name or beside the new."""
    ends = []
    for step in range(1, LAST):
        out = Path(shutil.copytree(folder, folder.with_name(f"out-{step}")))
        with killed_at(step) as asked:
            write(out, listed(SECOND))
        left = content(out)
        assert TYPED in left.values(), step
        assert recover(out) == (JOURNAL in left), step
        assert content(out) in (BEFORE, AFTER), step
        ends.append(content(out) == AFTER)
        if len(asked) < step - 1:
            break

    assert len(ends) > 30
    assert ends == sorted(ends)
    assert set(ends) == {False, True}


@pytest.mark.parametrize("held", ["scored.xlsx", "summary.html", BESIDE])
def test_undoing_killed_at_every_step_loses_nothing(folder: Path, held: str) -> None:
    """A file that is open elsewhere stops the run, and nothing has changed, nor is there a copy that nobody asked for."""

    def open_elsewhere(name: str, args: tuple[object, ...]) -> None:
        if name == "replace" and Path(str(args[-1])).name == held:
            raise PermissionError(errno.EACCES, "Permission denied", str(args[0]), None, str(args[-1]))

    for step in range(1, LAST):
        out = Path(shutil.copytree(folder, folder.with_name(f"out-{step}")))
        with killed_at(step, open_elsewhere) as asked, pytest.raises(BaseException) as caught:  # noqa: PT011 - dead or told
            write(out, listed(SECOND))
        assert TYPED in content(out).values(), step
        recover(out)
        assert content(out) in (BEFORE, AFTER), step
        if len(asked) < step - 1:
            break

    assert isinstance(caught.value, OutputError)
    assert held in str(caught.value)
    assert content(out) == BEFORE
