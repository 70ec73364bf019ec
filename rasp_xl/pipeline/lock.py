"""The lock of an output folder: one run at a time writes into it.

The operating system holds the lock, not the file that carries it: it lets go when a run ends, however it ends, so no lock
is ever stale and nobody has to guess from a number whether a run is still alive.
"""

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from rasp_xl.model.findings import OutputError

if sys.platform == "win32":
    import msvcrt

    def _claim(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _claim(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


LOCK = ".rasp-xl-lock"
PATIENCE, PAUSE = 10.0, 0.05
"""Seconds for which a second run waits for the first, which only writes at its end, and between its attempts."""

TAKEN = frozenset({errno.EACCES, errno.EAGAIN, errno.EDEADLK})
"""What systems answer when another run has the lock; anything else means that the folder knows no locks."""


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Have the folder to oneself; OutputError when another run still has it after some seconds."""
    path = folder / LOCK
    file = _taken(path)
    try:
        yield
    finally:
        _let_go(file, path)


def _taken(path: Path) -> int:
    end = time.monotonic() + PATIENCE
    while True:
        # Never through a link: it could make a file elsewhere.
        file = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
        if _is_free(file) and _still_there(file, path):
            return file
        os.close(file)
        if time.monotonic() >= end:
            raise OutputError(
                f"Another run is writing into {path.parent}. Wait until it has ended and run again, or choose another folder with --out."
            )
        time.sleep(PAUSE)


def _is_free(file: int) -> bool:
    """Whether the lock is now ours. A folder in the cloud or on a share may know no locks: then nobody can be kept out."""
    try:
        _claim(file)
    except OSError as error:
        return error.errno not in TAKEN
    return True


def _still_there(file: int, path: Path) -> bool:
    """Whether what was locked still has its name; the run before may just have taken it away."""
    try:
        return os.path.samestat(os.fstat(file), path.lstat())
    except FileNotFoundError:
        return False


def _let_go(file: int, path: Path) -> None:
    """Take the file away while it is still ours; Windows lets it go only once it is closed."""
    try:
        with suppress(OSError):
            path.unlink()
    finally:
        os.close(file)
    if sys.platform == "win32":
        with suppress(OSError):
            path.unlink()
