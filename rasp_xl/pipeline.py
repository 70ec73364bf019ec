"""The pipeline: a folder in, files out. The only place where the rooms are put together, and where files are written."""

import os
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path

from rasp_xl.engine import run
from rasp_xl.incoming.checks import check
from rasp_xl.incoming.folder import find, read_file
from rasp_xl.incoming.ledger import Council, Entry, common_round, settle
from rasp_xl.incoming.returns import Reader
from rasp_xl.model.findings import OutputError
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


def score(assessment: Assessment, folder: Path) -> Mapping[str, bytes]:
    """Write scored.xlsx, summary.html and results.json into a folder; gives what was written, by name."""
    from rasp_xl.reports.page import page_html
    from rasp_xl.reports.results import results_bytes
    from rasp_xl.reports.workbook import workbook_bytes

    files = {SCORED: workbook_bytes(assessment), PAGE: page_html(assessment).encode()}
    digests = {name: sha256(data).hexdigest() for name, data in files.items()}
    files[RESULTS] = results_bytes(assessment, digests)
    write(folder, files)
    return files


def template(purpose: Purpose, stage: int, partner: Partner | None = None) -> bytes:
    """One template; blank but for the council's name where a partner is given."""
    from rasp_xl.outgoing.filling import Filling
    from rasp_xl.outgoing.template import template_bytes

    round_ = Round(purpose, stage, standard_set())
    card = score_council(partner or Partner("", ""), ({},), round_)
    return template_bytes(Filling(round_, card, partner))


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a folder, each under its own name only when all are complete."""
    waiting: list[tuple[Path, Path]] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            waiting.append((_beside(folder, data), folder / name))
        for temporary, final in waiting:
            temporary.replace(final)
    except OSError as error:
        where = error.filename2 or error.filename or folder
        raise OutputError(
            f"Could not write {where}: {error.strerror or error}. If it is open in another program, close it and run again."
        ) from error
    finally:
        for temporary, _ in waiting:
            temporary.unlink(missing_ok=True)


def _beside(folder: Path, data: bytes) -> Path:
    """Data in a new file of the same folder, under a name that no reader takes for a result."""
    handle, name = tempfile.mkstemp(prefix=".rasp-", suffix=".part", dir=folder)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    path = Path(name)
    path.chmod(0o644)
    return path
