"""The lock: two runs never write into one folder at once, and a run that died keeps nobody out."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest
from kills import content

from rasp_xl.model.findings import OutputError
from rasp_xl.pipeline import lock, recover, write

FILES = {"a.txt": b"a"}
HOLDER = """
import pathlib, sys, time
from rasp_xl.pipeline.lock import locked
with locked(pathlib.Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(600)
"""


def test_second_run_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While another run writes, a run changes nothing and says why; afterwards it goes through."""
    monkeypatch.setattr(lock, "PATIENCE", 0)
    with lock.locked(tmp_path):
        for command in (recover, lambda folder: write(folder, FILES)):
            with pytest.raises(OutputError) as caught:
                command(tmp_path)
    refused = content(tmp_path)
    write(tmp_path, FILES)

    assert str(caught.value) == (
        f"Another run is writing into {tmp_path}. Wait until it has ended and run again, or choose another folder with --out."
    )
    assert refused == {}
    assert content(tmp_path) == FILES


def test_second_run_waits_for_the_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that finds another writing goes on as soon as that has ended."""
    first = lock.locked(tmp_path)
    first.__enter__()
    monkeypatch.setattr(lock.time, "sleep", lambda _seconds: first.__exit__(None, None, None))
    write(tmp_path, FILES)

    assert content(tmp_path) == FILES


def test_run_that_was_killed_keeps_nobody_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A lock is worth as long as its run lives; what a killed one leaves of it goes with the next command."""
    monkeypatch.setattr(lock, "PATIENCE", 0)
    with subprocess.Popen([sys.executable, "-c", HOLDER, tmp_path], stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        holder.stdout.readline()
        with pytest.raises(OutputError, match="Another run is writing"):
            recover(tmp_path)
        holder.kill()
    left = [*content(tmp_path)]

    assert not recover(tmp_path)
    assert (left, content(tmp_path)) == ([lock.LOCK], {})


def test_lock_that_is_taken_away_is_no_lock(tmp_path: Path) -> None:
    """Who locked a file that lost its name just then looks again, so that no two runs hold different files."""
    path = tmp_path / lock.LOCK
    path.touch()
    file = os.open(path, os.O_RDWR)
    path.unlink()
    gone = lock._still_there(file, path)
    path.touch()
    other = lock._still_there(file, path)
    os.close(file)

    assert (gone, other) == (False, False)


def test_lock_is_not_taken_through_a_link(tmp_path: Path) -> None:
    """A link of the lock's name makes no file elsewhere."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / lock.LOCK).symlink_to(tmp_path / "elsewhere")

    with pytest.raises(OutputError):
        write(tmp_path / "out", FILES)
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS])
def test_folder_that_knows_no_locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """Some shares have no locks; results are written there all the same."""

    def unknown(_file: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(lock, "_claim", unknown)
    write(tmp_path, FILES)

    assert content(tmp_path) == FILES
