"""Reads each workbook of a folder in a process of its own with little memory, and prints as JSON what became of each.

A reader that runs out of memory ends its process: no test could see that from inside.
Run as a program: python with_little_memory.py FOLDER [bare]; with bare the reader is asked without our checks.
"""

import json
import os
import resource
import subprocess
import sys
from io import BytesIO
from pathlib import Path

MEMORY = 768 * 1024 * 1024
SECONDS = 20
ABORTED = "aborted"


def outcomes(folder: Path, bare: bool = False) -> dict[str, str]:
    """File names and what became of them: the code of a finding, "read 57", or "aborted"."""
    command = [sys.executable, __file__, str(folder), *(["bare"] if bare else [])]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, str] = json.loads(ran.stdout)
    return found


def _apart(path: Path, bare: bool) -> str:
    read_end, write_end = os.pipe()
    child = os.fork()
    if not child:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        os.write(write_end, (_bare(path) if bare else _read(path)).encode())
        os._exit(0)
    os.close(write_end)
    with os.fdopen(read_end) as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    return ABORTED if status or not said else said


def _read(path: Path) -> str:
    found = READER.read(path.read_bytes(), path.name)
    return found.rule.code if isinstance(found, Finding) else f"read {len(found.answers)}"


def _bare(path: Path) -> str:
    book = CalamineWorkbook.from_filelike(BytesIO(path.read_bytes()))
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return "read"


if __name__ == "__main__":
    from python_calamine import CalamineWorkbook

    from rasp_xl.incoming.returns import Reader
    from rasp_xl.model.findings import Finding
    from rasp_xl.model.question_file import standard_set

    READER = Reader(standard_set())
    files = sorted(Path(sys.argv[1]).iterdir())
    sys.stdout.write(json.dumps({path.name: _apart(path, "bare" in sys.argv) for path in files}))
