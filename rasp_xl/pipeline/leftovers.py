"""Leftovers: results of an earlier run that this one does not write, and that could be sent out by mistake."""

import json
import re
from collections.abc import Collection, Mapping
from itertools import dropwhile, takewhile
from pathlib import Path

from rasp_xl.pipeline.disk import holds, is_plain, is_there
from rasp_xl.pipeline.journal import DIGEST, is_result_name, leads_out

OURS = ("councils/", "fixes/", "letters/", "tables/", "unaddressed/", "summary.pdf")
"""The folders below the output whose files come and go with the run, and the one file beside them that does. Elsewhere nothing is taken away, whatever a list says:
somebody may have a folder of returns for an output folder."""

LIST, END = ' "outputs": [', re.compile(r" [\]}]")


def leftovers(
    folder: Path, last: Mapping[str, str], written: Collection[str]
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Results that the last run's list names and this run does not write: by name with SHA-256, and names of those changed since.

    A changed file is somebody's work and stays; whoever runs this is told of it.
    """
    now = {name.casefold() for name in written}
    listed = {
        name: digest for name, digest in sorted(last.items()) if name.startswith(OURS) and name.casefold() not in now
    }
    there = {
        name: digest
        for name, digest in listed.items()
        if not leads_out(folder, (folder / name).parent) and is_there(folder / name)
    }
    ours = {name: digest for name, digest in there.items() if holds(folder / name, digest)}
    return ours, tuple(name for name in there if name not in ours)


def listed(results: Path) -> dict[str, str]:
    """SHA-256 by name of what a results.json says was written with it; nothing where it does not say so as we do.

    It is read line by line: that of some thousand councils is too large to be held as a whole for this.
    """
    if not is_plain(results):
        return {}
    with results.open(encoding="utf-8", errors="replace") as file:
        below = dropwhile(lambda line: line.rstrip("\n") != LIST, file)
        next(below, "")
        lines = takewhile(lambda line: not END.match(line), below)
        try:
            rows = json.loads(f"[{''.join(lines)}]")
        except (ValueError, RecursionError):
            return {}
    found = ((row.get("path"), row.get("sha256")) for row in rows if isinstance(row, dict))
    return {
        name: digest
        for name, digest in found
        if isinstance(name, str) and isinstance(digest, str) and is_result_name(name) and DIGEST.fullmatch(digest)
    }
