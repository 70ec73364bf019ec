"""What is asked of the disk: whole files, new names for them, and patience with programs that hold one for a moment."""

import os
import secrets
import shutil
import stat
import time
from collections.abc import Callable
from contextlib import suppress
from hashlib import file_digest
from pathlib import Path

WAITS = (0.1, 0.3, 0.7, 1.4)
"""Seconds between attempts at a file that another program holds."""

HELD_FOR_A_MOMENT = frozenset({5, 32, 33})
"""Windows' numbers for access denied, sharing violation and lock violation."""


def part_name() -> str:
    """A name for a file that is not a result yet, or no longer; no reader takes it for one."""
    return f".rasp-{secrets.token_hex(6)}.part"


def complete(part: Path, data: bytes) -> None:
    """A new file with the data on the disk, to the last byte."""
    with part.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def second_name(final: Path, second: Path) -> None:
    """Another name for a file that is about to be replaced, or a copy where a file can have only one name."""
    if final.is_symlink():
        shutil.copy2(final, second, follow_symlinks=False)
        return
    try:
        os.link(final, second)
    except OSError:  # a folder in the cloud or on a stick may know no second names
        shutil.copy2(final, second)


def put(source: Path, final: Path) -> None:
    """Give a file its name; what had the name before is gone."""
    _patiently(lambda: source.replace(final))


def remove(path: Path) -> None:
    """Take a file away, if it is there."""
    _patiently(lambda: path.unlink(missing_ok=True))


def remove_empty(folder: Path) -> None:
    """Take a folder away that holds nothing any more."""
    with suppress(OSError):
        folder.rmdir()


def _patiently(action: Callable[[], object]) -> None:
    """Virus scanners and cloud folders hold files for a moment on Windows, so try again."""
    for wait in WAITS:
        try:
            action()
        except PermissionError as error:
            if getattr(error, "winerror", None) not in HELD_FOR_A_MOMENT:
                raise
        else:
            return
        time.sleep(wait)
    action()


def settle_names(folder: Path) -> None:
    """Have the names in a folder on the disk, where the system knows how; Windows and some shares do not."""
    with suppress(OSError):
        file = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(file)
        finally:
            os.close(file)


def is_there(path: Path) -> bool:
    """Whether anything has this name, be it a link that leads nowhere."""
    return os.path.lexists(path)


def is_plain(path: Path) -> bool:
    """Whether this is an ordinary file, and no link to one."""
    return is_there(path) and stat.S_ISREG(path.lstat().st_mode)


def holds(path: Path, digest: str) -> bool:
    """Whether this is an ordinary file with this SHA-256."""
    if not is_plain(path):
        return False
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest() == digest
