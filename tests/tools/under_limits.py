"""Reads each file of a folder in a process of its own with five seconds of processor time and 500 MB, and prints as JSON what became of it.

Run as a program: python under_limits.py FOLDER. What becomes of a file is its status and its reason, or "stopped" when the process
did not live to tell.
"""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

MEGABYTE = 1_000_000
MEMORY = 500 * MEGABYTE
SECONDS = 5
STOPPED = "stopped"


def outcomes(folder: Path) -> dict[str, list[str]]:
    """File names; for each the statuses and reasons of the file and of all that is in it."""
    ran = subprocess.run([sys.executable, __file__, str(folder)], capture_output=True, text=True, check=True)
    found: dict[str, list[str]] = json.loads(ran.stdout)
    return found


def _apart(path: Path) -> list[str]:
    read_end, write_end = os.pipe()
    child = os.fork()
    if not child:
        os.close(read_end)
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        with os.fdopen(write_end, "w") as pipe:
            json.dump([f"{entry.status.value}: {entry.reason}" for entry in assess([path]).ledger.entries], pipe)
        os._exit(0)
    os.close(write_end)
    with os.fdopen(read_end) as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    return [STOPPED] if status or not said else json.loads(said)


if __name__ == "__main__":
    from rasp_xl.pipeline import assess

    files = sorted(Path(sys.argv[1]).iterdir())
    sys.stdout.write(json.dumps({path.name: _apart(path) for path in files}))
