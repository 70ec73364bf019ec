"""The record of what was sent: a line is on the disk before a letter leaves, and another after the server took it.

A run that dies between the two leaves a letter of which nobody can know whether it went. It is not sent again by itself:
better that somebody asks than that a council gets a letter twice.
"""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from types import MappingProxyType

from rasp_xl.model.findings import RaspError
from rasp_xl.model.mail import Line

RECORD = "sent.jsonl"


class Record:
    """The record of one folder of letters, open for adding while the folder is locked."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / RECORD
        self._lines = {line.letter: line for line in _read(self._path)}

    @property
    def last(self) -> Mapping[str, Line]:
        """The last line of each letter, by the letter's name; one that is still being tried may or may not have gone."""
        return MappingProxyType(self._lines)

    def add(self, line: Line) -> None:
        """Put a line on the disk before anything else happens."""
        with self._path.open("ab") as file:
            if file.tell() and not self._ends_whole():
                file.write(b"\n")
            file.write(json.dumps(asdict(line), ensure_ascii=True).encode("ascii") + b"\n")
            file.flush()
            os.fsync(file.fileno())
        self._lines[line.letter] = line

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
