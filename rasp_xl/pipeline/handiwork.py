"""Handiwork: what somebody has typed into a result since we wrote it. It is kept under a name beside the new result, never lost."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import count
from pathlib import Path, PurePosixPath

from rasp_xl.pipeline.disk import holds, is_plain, is_there
from rasp_xl.pipeline.journal import BY_HAND, leads_out


@dataclass(frozen=True, slots=True)
class Kept:
    """A result that was not as the last run left it, by name, and the name under which it is kept.

    The two are the same for one that this run does not write.
    """

    name: str
    kept_as: str


def handiwork(folder: Path, files: Mapping[str, bytes], listed: Mapping[str, str]) -> Iterator[Kept]:
    """Files in the places of new ones that hold neither what the last run wrote, as listed by SHA-256, nor what this one does.

    What no run has listed may be anybody's work, and counts as such.
    """
    for name, data in files.items():
        final = folder / name
        if not is_plain(final) or leads_out(folder, final.parent):
            continue
        if not holds(final, listed.get(name, "")) and not holds(final, sha256(data).hexdigest()):
            yield Kept(name, _free_name(folder, name))


def _free_name(folder: Path, name: str) -> str:
    """The first such name that nothing has: scored (changed by hand).xlsx, scored (changed by hand 2).xlsx and so on."""
    path = PurePosixPath(name)
    names = (f"{path.stem}{BY_HAND.format(f' {n}' if n > 1 else '')}{path.suffix}" for n in count(1))
    return str(path.with_name(next(n for n in names if not is_there(folder / path.with_name(n)))))


def kept_words(folder: Path, kept: Kept) -> str:
    """What became of a result that somebody has changed, and what to do with it."""
    if kept.kept_as == kept.name:
        return f"Kept {folder / kept.name}, which was changed since the last run. This run does not write it: look whether it still holds."
    use = "Look whether you still need it."
    if kept.name == "scored.xlsx":
        use = "Give it with --baseline to carry its owners, dates and status over."
    return f"{folder / kept.name} was not as the last run left it, so it is kept as {folder / kept.kept_as}. {use}"
