"""Writing: a folder holds the whole old output, the whole new output, or a journal that the next command completes.

Even kill -9 or a power cut at any moment keeps that promise:

1. every new file is complete on the disk under a hidden name, and every old one has a second, hidden name;
2. a journal that lists all replacements and removals gets its name: from here on the new output counts;
3. the files get their names, results of an earlier run go, and results.json, which holds the hashes of the others, comes last;
4. the journal goes, then the hidden names.

A run that dies before 2 has changed nothing; its hidden files go with the next run. One that dies after 2 is completed by
`recover`, which `write` begins with. Only between 2 and 4, and after such a death until the next command, can somebody who
looks into the folder see files of both runs; the journal beside them says so, and so do the hashes in results.json.

What fails without dying (a file open in Excel, a full disk, Ctrl-C) is undone: the journal is renamed to one that is to be
undone, which needs no room on the disk, and old files get their names back. Should that fail too, or should completing fail
because a file is open, the journal stays, a sentence names the file, and the next command tries again.
"""

import errno
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

from rasp_xl.model.findings import OutputError
from rasp_xl.pipeline.disk import complete, is_plain, is_there, part_name, put, remove, second_name, settle_names
from rasp_xl.pipeline.handiwork import Kept, handiwork
from rasp_xl.pipeline.journal import (
    JOURNAL,
    PART,
    UNDO,
    Step,
    carry_out,
    folders_of,
    is_result_name,
    journal_bytes,
    read_steps,
    undo,
)
from rasp_xl.pipeline.leftovers import leftovers, listed
from rasp_xl.pipeline.lock import LOCK, locked

RESULTS, BOARD = "results.json", "board.json"
"""The seals of a run that scores and of one that chases: written last, with the hashes of the others."""

SEALS = (RESULTS, BOARD)
NOTHING: Mapping[str, str] = MappingProxyType({})

HIDDEN = ".rasp-"
"""How names start that mean nothing to a person."""


MayGo = Callable[[bytes], bool]
"""Says of the bytes that stand in a file's place whether they may be replaced."""


def write(
    folder: Path, files: Mapping[str, bytes], may_go: MayGo | None = None, gone: Mapping[str, str] = NOTHING
) -> tuple[Kept, ...]:
    """Write files into a folder, all or none; OutputError with a sentence when it cannot be done, and the old ones are whole.

    Where a seal is among them, this is a new output: what the last seal of that name lists and this run does not write is
    taken away. Gives what is kept because somebody changed it since, under its own name or one beside the new file. Of
    other files what stands in their places is replaced; with may_go only where it may, and the rest is kept beside. gone
    are further files to take away, by name with the SHA-256 that they still have.
    """
    seal = next((name for name in SEALS if name in files), "")
    with _sentences(folder):
        _refuse_names(files)
        folder.mkdir(parents=True, exist_ok=True)
        with locked(folder):
            _settle(folder)
            if not seal and may_go is None:
                _exchange(folder, files, gone)
                return ()
            last = listed(folder / seal) if may_go is None else _replaceable(folder, files, may_go)
            left, changed = leftovers(folder, last, files) if may_go is None else ({}, ())
            replaced = {name: data for name, data in files.items() if name != seal}
            beside = tuple(handiwork(folder, replaced, last))
            # What is kept gets its name before anything takes its place.
            kept = {one.kept_as: (folder / one.name).read_bytes() for one in beside}
            _exchange(folder, kept | dict(files), {**left, **gone})
    return (*beside, *(Kept(name, name) for name in changed))


def _replaceable(folder: Path, files: Mapping[str, bytes], may_go: MayGo) -> dict[str, str]:
    """SHA-256 by name of what stands in the places of files and may go."""
    there = {name: (folder / name).read_bytes() for name in files if is_plain(folder / name)}
    return {n: sha256(data).hexdigest() for n, data in there.items() if data == files[n] or may_go(data)}


def make_folder(folder: Path) -> None:
    """A folder for somebody to put files into; one that is there stays as it is."""
    with _sentences(folder):
        folder.mkdir(parents=True, exist_ok=True)


def recover(folder: Path) -> bool:
    """Complete, or undo, what a run that died or failed has left half done in a folder, and clear its hidden files.

    Says whether there was anything half done. Does nothing, not even take a lock, where no run has left a trace.
    """
    with _sentences(folder):
        if not folder.is_dir() or not any(_is_trace(path) for path in folder.iterdir()):
            return False
        with locked(folder):
            return _settle(folder)


def _is_trace(path: Path) -> bool:
    return path.name in (JOURNAL, UNDO, LOCK) or bool(PART.fullmatch(path.name))


def _refuse_names(files: Mapping[str, bytes]) -> None:
    for name in files:
        if not is_result_name(name):
            raise OutputError(
                f"No result can be called {name!r}. Names have letters, digits, hyphens and dots, and at most 60 characters."
            )


def _exchange(folder: Path, files: Mapping[str, bytes], gone: Mapping[str, str]) -> None:
    """New files for old ones, with the folder to ourselves and no journal in it."""
    try:
        _begin(folder, files, gone)
        _go_through(folder, JOURNAL)
    except BaseException:
        _put_back(folder)
        raise
    _clear(folder)


def _begin(folder: Path, files: Mapping[str, bytes], gone: Mapping[str, str]) -> None:
    """Everything that takes time or room comes before the journal has its name."""
    folders_of(folder, (*files, *gone))
    steps = []
    for name, data in sorted(files.items(), key=lambda file: file[0] in SEALS):
        new = part_name()
        complete(folder / new, data)
        steps.append(Step(name, new, _kept(folder, folder / name), sha256(data).hexdigest()))
    steps[-1:-1] = [Step(name, "", _kept(folder, folder / name), digest) for name, digest in gone.items()]
    part = folder / part_name()
    complete(part, journal_bytes(steps))
    settle_names(folder)
    put(part, folder / JOURNAL)
    settle_names(folder)


def _kept(folder: Path, final: Path) -> str:
    """The second name of what stands in a file's place, or nothing where nothing does."""
    if not is_there(final):
        return ""
    old = part_name()
    second_name(final, folder / old)
    return old


def _go_through(folder: Path, journal: str) -> None:
    """Every step of a journal, which then has done its duty."""
    steps = read_steps(folder / journal)
    below = folders_of(folder, (step.name for step in steps))
    act = undo if journal == UNDO else carry_out
    for step in steps:
        act(folder, step)
    for inner in below:
        settle_names(inner)
    remove(folder / journal)
    settle_names(folder)


def _put_back(folder: Path) -> None:
    with _half_done(folder):
        if is_there(folder / JOURNAL):
            put(folder / JOURNAL, folder / UNDO)
    _settle(folder)


def _settle(folder: Path) -> bool:
    """Finish whatever journal lies in the folder, and clear hidden files; says whether there was a journal."""
    found = [journal for journal in (UNDO, JOURNAL) if is_there(folder / journal)]
    with _half_done(folder):
        for journal in found:
            _go_through(folder, journal)
    _clear(folder)
    return bool(found)


def _clear(folder: Path) -> None:
    for path in folder.iterdir():
        if PART.fullmatch(path.name):
            with suppress(OSError):
                path.unlink()


@contextmanager
def _half_done(folder: Path) -> Iterator[None]:
    """Failures here leave a journal."""
    try:
        yield
    except OSError as error:
        mixed = f"Until then the files in {folder} are partly of this run and partly of the last."
        raise OutputError(f"{_not_written(error, folder)} {mixed}") from error


@contextmanager
def _sentences(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputError(_not_written(error, folder)) from error


def _not_written(error: OSError, folder: Path) -> str:
    """What a person can do about it."""
    named = (Path(name) for name in (error.filename2, error.filename) if isinstance(name, str | Path))
    where = next((path for path in named if not path.name.startswith(HIDDEN)), folder)
    if isinstance(error, (FileExistsError, NotADirectoryError)):
        way = (path for path in (where, *where.parents) if is_there(path) and not path.is_dir())
        return f"Could not write into {next(way, where)}: there is a file of that name. Move it away, or choose another folder with --out."
    if isinstance(error, IsADirectoryError):
        return f"Could not write {where}: there is a folder of that name. Choose another folder with --out."
    return f"Could not write {where}: {error.strerror or error}. {_advice(error, where, folder)}"


def _advice(error: OSError, where: Path, folder: Path) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "Make room on the disk, or choose another folder with --out."
    if folder.is_relative_to(where):
        return "Choose a folder with --out in which you may write."
    return "If it is open in another program, close it and run again."
