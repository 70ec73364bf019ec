"""A round nearby that a run without one passes by: its workbook, or results that were scored with one. It is told or not overwritten."""

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import dropwhile, takewhile
from pathlib import Path

from rasp_xl.model.findings import RaspError
from rasp_xl.model.round_layout import ROUND_BOOK
from rasp_xl.pipeline.disk import is_plain
from rasp_xl.pipeline.writing import RESULTS

ROUND, END = ' "round": {', " }"
"""The lines of results.json between which its round stands."""


def book_nearby(paths: Sequence[Path]) -> Path | None:
    """A round workbook in the folder one stands in, or in or beside a folder that is named; of a file's folder likewise."""
    return next((book for place in _places(paths) if (book := place / ROUND_BOOK).is_file()), None)


def _places(paths: Sequence[Path]) -> Iterator[Path]:
    yield Path()
    for path in paths:
        folder = path if path.is_dir() else path.parent
        yield folder
        yield folder.parent if folder.name not in ("", "..") else folder / ".."


def refuse_other_results(folder: Path, ways_out: str) -> None:
    """Raise a RaspError where a folder holds the results of a round, which a run without one would write over."""
    if round_id := _round_of(folder / RESULTS):
        raise RaspError(
            f"{folder} holds the results of the round {round_id}, and this run has no round: it would write over them without the "
            f"round's partners, waivers and marking. Nothing was written. {ways_out}"
        )


def _round_of(results: Path) -> str:
    """The id of the round of a results.json, read line by line, for it can be large; empty where it tells none."""
    if not is_plain(results):
        return ""
    with suppress(OSError, ValueError, AttributeError), results.open(encoding="utf-8", errors="replace") as file:
        below = dropwhile(lambda line: line.rstrip("\n") != ROUND, file)
        next(below, "")
        lines = "".join(takewhile(lambda line: not line.startswith(END), below))
        return str(json.loads(f"{{{lines}}}").get("id") or "")
    return ""
