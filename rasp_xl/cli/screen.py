"""Words on the screen: every word of ours goes this way, and cannot steer the terminal; and the exit statuses."""

import argparse
import errno
import json
import os
import re
import shlex
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, TextIO, TypeVar

Item = TypeVar("Item")

ALL_WELL, ATTENTION, CANNOT_RUN, NOTHING_SCORED, NOT_WRITTEN = range(5)
"""The exit statuses of every command."""

NOBODY_LISTENS = 141
"""What shells give for a program whose reader went away, as head does when it has its lines: 128 and the signal's 13."""

READER_GONE = frozenset({errno.EPIPE, errno.EINVAL})
"""What systems answer then, the second of them Windows."""

STEERING = dict.fromkeys(
    (*range(10), *range(11, 32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A)), "?"
)
"""Control characters but the line feed, and those that turn the direction of writing."""


class Unheard(Exception):  # noqa: N818 - it is no error of ours
    """What is printed cannot be written where it goes."""

    def __init__(self, error: OSError) -> None:
        super().__init__(error)
        self.error = error


def say_anything(stream: TextIO) -> None:
    """Never stop because a Windows console lacks a letter of a Welsh name."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure:
        reconfigure(errors="backslashreplace")


def say(text: str, stream: TextIO | None = None) -> None:
    """Print text that may hold a council's words or a file's name, which must not steer the terminal."""
    show(text.translate(STEERING), stream or sys.stdout)


def show(text: str, stream: TextIO, end: str = "\n") -> None:
    """Every word of ours goes this way, and at once, so that it is known whether it could be written."""
    try:
        print(text, file=stream, end=end, flush=True)
    except OSError as error:
        raise Unheard(error) from error


def unheard_status(error: OSError) -> int:
    """The status where words cannot be written; a reader that went away, as head does, is told nothing."""
    gone = error.errno in READER_GONE
    if not gone:
        with suppress(Unheard):
            why = f"{error.strerror or error}. Make room there or write it elsewhere, and run again."
            say(f"What rasp-xl says could not be written: {why}", sys.stderr)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            # What is left would be tried once more when Python ends, and complained of in its own words.
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    return NOBODY_LISTENS if gone else NOT_WRITTEN


def typed(path: Path) -> str:
    """A file's or folder's name as it is typed in a command; most shells take it between quotation marks."""
    text = str(path)
    if re.fullmatch(r"[\w./\\:-]+", text):
        return text
    return shlex.quote(text) if set(text) & set('"$`') else f'"{text}"'


def complain(text: str) -> None:
    """What somebody should know but a program that reads the results need not."""
    say(text, sys.stderr)


def show_json(content: dict[str, Any]) -> None:
    """JSON in ASCII, which every console and every redirection carries unchanged."""
    show(json.dumps(content, indent=1, sort_keys=True), sys.stdout)


def progress(entries: Iterable[Item], total: int) -> Iterable[Item]:
    """A line on the screen while files are read, where there is a screen and enough to wait for."""
    if not sys.stderr.isatty() or total < 20:
        return entries
    from tqdm import tqdm

    tqdm.monitor_interval = 0  # its thread would make every process that reads start slowly
    line: Iterable[Item] = tqdm(entries, total=total, unit=" files", desc="Reading", leave=False)
    return line


def close(control_line: str, status: int, options: argparse.Namespace) -> int:
    """Say the control total last; gives the status."""
    show(control_line, sys.stderr if options.json else sys.stdout)
    return status
