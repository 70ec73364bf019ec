"""Writing: all files of a run under their names, or none."""

import os
import secrets
import shutil
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from rasp_xl.model.findings import OutputError

PART = ".part"
"""How names of files end that are not complete yet."""

WAITS = (0.1, 0.3, 0.7, 1.4)
"""Seconds between attempts to replace a file that another program holds."""

HELD_FOR_A_MOMENT = frozenset({5, 32, 33})
"""Windows' numbers for access denied, sharing violation and lock violation."""


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a folder: all of them under their names, or none, and what stood there before is left whole."""
    parts: list[Path] = []
    kept: list[tuple[Path, Path | None]] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in files:
            (folder / name).parent.mkdir(exist_ok=True)
        complete = [(_complete(_part(folder, parts), data), folder / name) for name, data in files.items()]
        for part, final in complete:
            kept.append((final, _kept(final, _part(folder, parts))))
            _put(part, final)
    except BaseException as error:
        _put_back(kept)
        if isinstance(error, OSError):
            raise OutputError(_not_written(error, folder)) from error
        raise
    finally:
        for part in parts:
            with suppress(OSError):
                part.unlink(missing_ok=True)


def _not_written(error: OSError, folder: Path) -> str:
    """What a person can do about it."""
    if isinstance(error, (FileExistsError, NotADirectoryError)):
        return f"Could not write into {folder}: there is a file of that name. Choose another folder with --out."
    named = (name for name in (error.filename2, error.filename) if name and Path(name).suffix != PART)
    where = next(named, folder)
    return (
        f"Could not write {where}: {error.strerror or error}. If it is open in another program, close it and run again."
    )


def _part(folder: Path, parts: list[Path]) -> Path:
    """A new file's name in the same folder, one that no reader takes for a result; noted so that none is left."""
    parts.append(folder / f".rasp-{secrets.token_hex(6)}{PART}")
    return parts[-1]


def _complete(part: Path, data: bytes) -> Path:
    """Data on the disk, to the last byte."""
    with part.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return part


def _kept(final: Path, second: Path) -> Path | None:
    """A second name for the file that is about to be replaced, or None where there is none."""
    if not final.exists():
        return None
    try:
        os.link(final, second)
    except OSError:  # a folder in the cloud or on a stick may know no second names
        shutil.copy2(final, second)
    return second


def _put(temporary: Path, final: Path) -> None:
    """Give a file its name. Virus scanners and cloud folders hold files for a moment on Windows, so it tries again."""
    for wait in WAITS:
        try:
            temporary.replace(final)
        except PermissionError as error:
            if getattr(error, "winerror", None) not in HELD_FOR_A_MOMENT:
                raise
        else:
            return
        time.sleep(wait)
    temporary.replace(final)


def _put_back(kept: Iterable[tuple[Path, Path | None]]) -> None:
    """Undo: give files back what they held before, as far as the system allows."""
    for final, old in kept:
        with suppress(OSError):
            if old is None:
                final.unlink(missing_ok=True)
            elif not final.exists() or not final.samefile(old):
                old.replace(final)
