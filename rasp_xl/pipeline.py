"""The pipeline: a folder in, files out. The only place where the rooms are put together, and where files are written."""

import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path

from rasp_xl.engine import run
from rasp_xl.incoming.checks import check
from rasp_xl.incoming.folder import find, read_file
from rasp_xl.incoming.ledger import Council, Entry, common_round, settle
from rasp_xl.incoming.returns import Reader
from rasp_xl.model.findings import OutputError, RaspError
from rasp_xl.model.question_file import standard_set
from rasp_xl.model.questions import Purpose
from rasp_xl.model.rounds import Partner, Round
from rasp_xl.model.scorecard import Scorecard
from rasp_xl.reports.assessment import Assessment
from rasp_xl.scoring.compare import compare
from rasp_xl.scoring.scores import score_council

SCORED, PAGE, RESULTS = "scored.xlsx", "summary.html", "results.json"
OTHERWISE = (Purpose.NEW, 1)
"""The purpose and stage of a run in which no return says what it was made for."""

PART = ".part"
"""How names of files end that are not complete yet."""

WAITS = (0.1, 0.3, 0.7, 1.4)
"""Seconds between attempts to replace a file that another program holds."""

HELD_FOR_A_MOMENT = frozenset({5, 32, 33})
"""Windows' numbers for access denied, sharing violation and lock violation."""

Progress = Callable[[Iterable[Entry], int], Iterable[Entry]]
"""Passes entries on and may show how many of how many have come."""


def _silent(entries: Iterable[Entry], _total: int) -> Iterable[Entry]:
    return entries


def assess(paths: Sequence[Path], workers: int = 1, progress: Progress = _silent) -> Assessment:
    """Read everything below the paths, decide what counts, and score it. Writes nothing."""
    question_set = standard_set()
    found = find(paths)
    entries = list(progress(run(partial(read_file, Reader(question_set)), found, workers), len(found)))
    purpose, stage = common_round((e.returned for e in entries if e.returned), OTHERWISE)
    round_ = Round(purpose, stage, question_set)
    checked = [replace(e, findings=check(e.returned, round_)) if e.returned else e for e in entries]
    ledger = settle(checked, round_)
    cards = tuple(_card(council, round_) for council in ledger.councils)
    return Assessment(round_, ledger, cards, compare(cards, round_))


def _card(council: Council, round_: Round) -> Scorecard:
    answers = tuple(e.returned.answers for e in council.entries if e.returned)
    to_fix = {area.id: 0 for area in round_.question_set.areas}
    for entry in council.entries:
        for finding in entry.findings:
            if finding.must_fix and finding.question[:2] in to_fix:
                to_fix[finding.question[:2]] += 1
    return score_council(council.partner, answers, round_, to_fix)


def score(assessment: Assessment, folder: Path, tables: bool = False) -> Mapping[str, bytes]:
    """Write scored.xlsx, summary.html, results.json, fix copies, and tables if wanted, into a folder; gives what was written, by name."""
    from rasp_xl.reports.fix_copy import fix_copies
    from rasp_xl.reports.page import page_html
    from rasp_xl.reports.results import results_bytes
    from rasp_xl.reports.workbook import workbook_bytes

    files = {SCORED: workbook_bytes(assessment), PAGE: page_html(assessment).encode("utf-8", "replace")}
    files |= fix_copies(assessment)
    files |= _tables(assessment) if tables else {}
    digests = {name: sha256(data).hexdigest() for name, data in files.items()}
    files[RESULTS] = results_bytes(assessment, digests)
    write(folder, files)
    return files


def _tables(assessment: Assessment) -> dict[str, bytes]:
    try:
        from rasp_xl.reports.tables import table_files
    except ModuleNotFoundError as error:
        raise RaspError(f"--tables needs {error.name}. Install it with: pip install 'rasp-xl[tables]'") from error
    return table_files(assessment)


def template(purpose: Purpose, stage: int, partner: Partner | None = None) -> bytes:
    """One template; blank but for the council's name where a partner is given."""
    from rasp_xl.outgoing.filling import Filling
    from rasp_xl.outgoing.template import template_bytes

    round_ = Round(purpose, stage, standard_set())
    card = score_council(partner or Partner("", ""), ({},), round_)
    return template_bytes(Filling(round_, card, partner))


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
