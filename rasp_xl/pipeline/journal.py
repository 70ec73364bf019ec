"""The journal: what a run is about to change in its folder, so that whoever comes after a crash can finish or undo it.

It lies in the folder under a hidden name, and anybody who can write there could have put it there. So it names files of
that folder only, in the names that results and parts of ours have, and links are not followed out of it.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from rasp_xl.incoming.councils import RESERVED
from rasp_xl.model.findings import OutputError
from rasp_xl.pipeline.disk import holds, is_plain, is_there, put, remove, remove_empty

JOURNAL, UNDO = ".rasp-xl-journal.json", ".rasp-xl-undo.json"
"""Names of a journal that is to be carried out, and of one that is to be undone."""

PART = re.compile(r"\.rasp-[0-9a-f]{12}\.part")
DIGEST = re.compile(r"[0-9a-f]{64}")
NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,58}[A-Za-z0-9_-])?")
"""One part of a result's path: at most 60 characters, so that it fits below long folders on Windows; never a hidden file."""

BY_HAND = " (changed by hand{})"
"""What the name of a result that somebody has changed gets before its ending, from the second on with a number."""

MARK = re.compile(r" \(changed by hand(?: [1-9][0-9]{0,5})?\)(?=\.[A-Za-z0-9]+\Z)")


@dataclass(frozen=True, slots=True)
class Step:
    """One file that gets new content, or goes.

    new and old are names of parts: the content to come (empty where the file is to go) and a second name of what stands
    there now (empty where there is nothing). digest is the SHA-256 of the only content that may be taken away under this
    name: by a step that removes it, or by undoing one that made it.
    """

    name: str
    new: str
    old: str
    digest: str

    @property
    def sound(self) -> bool:
        """Whether this is a step as we make them."""
        texts = all(isinstance(text, str) for text in (self.name, self.new, self.old, self.digest))
        return (
            texts
            and is_result_name(MARK.sub("", self.name))
            and all(not part or PART.fullmatch(part) for part in (self.new, self.old))
            and bool(self.new or self.old)
            and bool(DIGEST.fullmatch(self.digest))
        )


def is_result_name(name: str) -> bool:
    """Whether a result may have this name: a file of the folder or of one folder in it, with a name fit for any system."""
    parts = name.split("/")
    return len(parts) <= 2 and all(
        NAME.fullmatch(part) and part.partition(".")[0].casefold() not in RESERVED for part in parts
    )


def folders_of(folder: Path, names: Iterable[str]) -> list[Path]:
    """The folders in which results lie, each once; OutputError where one of them is a link that leads out of the folder."""
    inner = sorted({(folder / name).parent for name in names})
    for below in inner:
        if leads_out(folder, below):
            raise OutputError(
                f"{below} is a link that leads out of {folder}. Take the link away, or choose another folder with --out."
            )
    return inner


def leads_out(folder: Path, below: Path) -> bool:
    """Whether what has the name of a folder in the folder lies elsewhere."""
    return not below.resolve().is_relative_to(folder.resolve())


def journal_bytes(steps: Iterable[Step]) -> bytes:
    """The file."""
    # Of a thousand steps asdict, which copies every text, would take longer than all the rest.
    rows = [{"name": s.name, "new": s.new, "old": s.old, "digest": s.digest} for s in steps]
    return json.dumps(rows, indent=1).encode("ascii")


def read_steps(journal: Path) -> tuple[Step, ...]:
    """The steps in order; OutputError, and nothing is touched, where a single one is not as we make them."""
    try:
        rows = json.loads(journal.read_bytes() if is_plain(journal) else b"")
        steps = tuple(Step(**row) for row in rows)
        sound = all(step.sound for step in steps)
    except (ValueError, TypeError, RecursionError):
        sound = False
    if not sound:
        raise OutputError(
            f"{journal} is not as rasp-xl leaves it, so nothing was written there. Find out who can write there, delete it and run again."
        )
    return steps


def carry_out(folder: Path, step: Step) -> None:
    """Do one step, or what is left of it: any number of times gives the same."""
    final = folder / step.name
    if not step.new:
        if holds(final, step.digest):
            remove(final)
        _without_empty_folder(folder, final)
    elif is_there(folder / step.new):
        final.parent.mkdir(exist_ok=True)
        put(folder / step.new, final)


def undo(folder: Path, step: Step) -> None:
    """Undo one step as far as it was done: any number of times gives the same."""
    final = folder / step.name
    begun = not is_there(folder / step.new) if step.new else not is_there(final)
    if begun and not step.old and holds(final, step.digest):
        remove(final)
    if begun and step.old and is_there(folder / step.old):
        final.parent.mkdir(exist_ok=True)
        put(folder / step.old, final)
    _without_empty_folder(folder, final)


def _without_empty_folder(folder: Path, final: Path) -> None:
    if final.parent != folder:
        remove_empty(final.parent)
