"""The record of what was sent: a line is on the disk before a letter leaves, and another after the server took it.

A run that dies between the two leaves a letter of which nobody can know whether it went. It is not sent again by itself:
better that somebody asks than that a council gets a letter twice.

The record is the round's: it lies beside the round workbook, whatever folder one stands in and wherever the letters were
written. Letters without a round workbook above them have theirs beside them.
"""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from types import MappingProxyType

from rasp_xl.model.findings import OutputError, RaspError
from rasp_xl.model.mail import LETTERS_FOLDER, RECORD, SENT, Line
from rasp_xl.model.round_layout import ROUND_BOOK
from rasp_xl.pipeline.lock import locked


def round_home(path: Path) -> Path:
    """The folder of a round, given itself or its workbook; RaspError where there is neither."""
    if path.is_file():
        return path.parent
    if not (path / ROUND_BOOK).is_file():
        raise RaspError(f"There is no round workbook {path / ROUND_BOOK}. Name the folder that holds it.")
    return path


def home_above(folder: Path) -> Path | None:
    """The nearest folder that holds a round workbook, the folder itself or one above it."""
    start = folder.resolve()
    return next((place for place in (start, *start.parents) if (place / ROUND_BOOK).is_file()), None)


def round_record(home: Path, output: Path) -> "Record":
    """The record of a round, with what is recorded for letters in an output folder, or in the one above it."""
    above = home_above(output)
    beside = (output / LETTERS_FOLDER, output.parent / LETTERS_FOLDER)
    return Record(home, *beside, *([above] if above else []))


@contextmanager
def record_to_add(folder: Path, *further: Path) -> Iterator["Record"]:
    """The record in a folder, to oneself until the block ends; OutputError where nothing can be written there."""
    with ExitStack() as stack:
        try:
            stack.enter_context(locked(folder))
        except OSError as error:
            raise OutputError(
                f"The record of what is sent cannot be kept in {folder}: {error.strerror or error}. Nothing was sent. It needs a folder in which you may write."
            ) from error
        yield Record(folder, *further)


class Record:
    """The record in a folder, open for adding while the folder is locked. What further folders hold is known, and not added to."""

    def __init__(self, folder: Path, *further: Path) -> None:
        self._path = folder / RECORD
        self._lines = {line.letter: line for line in _read(self._path)}
        for other in (one for one in further if one != folder):
            self._know({line.letter: line for line in _read(other / RECORD)})

    def _know(self, lines: Mapping[str, Line]) -> None:
        """Lines of another record; a letter that went by any of them went."""
        for name, line in lines.items():
            if name not in self._lines or line.state == SENT != self._lines[name].state:
                self._lines[name] = line

    @property
    def last(self) -> Mapping[str, Line]:
        """The last line of each letter, by the letter's name; one that is still being tried may or may not have gone."""
        return MappingProxyType(self._lines)

    def add(self, line: Line) -> None:
        """Put a line on the disk before anything else happens."""
        try:
            self._write(json.dumps(asdict(line), ensure_ascii=True).encode("ascii") + b"\n")
        except OSError as error:
            raise OutputError(
                f"The record of what was sent, {self._path}, cannot be written: {error.strerror or error}. Close it in other programs, make room on the disk, and run again."
            ) from error
        self._lines[line.letter] = line

    def _write(self, row: bytes) -> None:
        with self._path.open("ab") as file:
            if file.tell() and not self._ends_whole():
                file.write(b"\n")
            file.write(row)
            file.flush()
            os.fsync(file.fileno())

    def _ends_whole(self) -> bool:
        with self._path.open("rb") as file:
            file.seek(-1, os.SEEK_END)
            return file.read(1) == b"\n"


def _read(path: Path) -> Iterator[Line]:
    """Lines in their order. Only the last can be torn, by a power cut; anything else that is no line is somebody's hand."""
    try:
        rows = path.read_bytes().split(b"\n")
    except FileNotFoundError:
        return
    except OSError as error:
        raise RaspError(f"The record of what was sent, {path}, cannot be read: {error.strerror or error}.") from error
    for number, row in enumerate(rows, 1):
        if not row.strip():
            continue
        line = _line(row)
        if line:
            yield line
        elif number < len(rows) and not _torn(row):
            raise RaspError(
                f"{path}, line {number}, is not as rasp-xl wrote it, so nobody knows what was sent. Put an earlier copy of the file back, or delete the line if you know what it was."
            )


def _torn(row: bytes) -> bool:
    """Half a line, which ended when the power did; the next run began a new one after it."""
    return row.startswith(b'{"letter"') and not row.endswith(b"}")


def _line(row: bytes) -> Line | None:
    with suppress(ValueError, TypeError, KeyError):
        said = json.loads(row)
        to, refused = (tuple(str(one) for one in said[name]) for name in ("to", "refused"))
        letter, file, state, time, answer = (str(said[name]) for name in ("letter", "file", "state", "time", "answer"))
        return Line(letter, file, state, time, to, refused, answer)
    return None
