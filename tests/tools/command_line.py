"""The command line as a terminal runs it, and what is left in a folder afterwards."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from zip_parts import patched

CONTROL = re.compile(
    r"(\d+) files?: (\d+) scored, (\d+) held, (\d+) superseded, (\d+) refused, (\d+) ignored\. (\d+) = (.*)\."
)


def from_council(council: str, data: bytes) -> bytes:
    """The same return from another council."""
    return patched(data, "xl/sharedStrings.xml", "Placeholder", council)


def snapshot(folder: Path) -> dict[str, tuple[str, int]]:
    """Every file below a folder with its hash and its time."""
    return {
        path.relative_to(folder).as_posix(): (sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def spoken(
    *argv: str | Path, env: Mapping[str, str] | None = None, cwd: Path | None = None
) -> tuple[int, bytes, bytes]:
    """Run the command in a process of its own, as from a terminal: status, stdout, stderr."""
    command = [sys.executable, "-m", "rasp_xl", *map(str, argv)]
    done = subprocess.run(command, capture_output=True, env=os.environ | (env or {}), cwd=cwd, check=False, timeout=300)
    return done.returncode, done.stdout, done.stderr


def adds_up(line: str) -> bool:
    """Whether a control total is true."""
    found = CONTROL.fullmatch(line)
    if not found:
        return False
    total, *parts = (int(found[n]) for n in range(1, 7))
    return total == sum(parts) == int(found[7]) and [int(n) for n in found[8].split(" + ")] == parts


OUTPUTS = {"scored.xlsx", "summary.html", "results.json", "councils"}
"""What a run leaves in its folder: three files, and a folder of packs."""
"""What score leaves in its folder."""


def two_returns(below: Path, good: bytes) -> Path:
    """A folder of two clean returns, in a path with spaces and a Welsh name."""
    folder = below / "Returns of the round" / "Cwm Tŵr"
    folder.mkdir(parents=True)
    for name in ("Northmoor", "Cwm Tŵr"):
        (folder / f"{name} return.xlsx").write_bytes(from_council(name, good))
    return folder
