"""Makes the returns that other programs saved: python tests/other_programs/make.py NODE_MODULES (needs node, SheetJS and exceljs).

NODE_MODULES is a folder in which `npm install xlsx@0.18.5 exceljs@4.4.0` was run. The files are kept, because the programs
are not on every machine; what they must hold is in tests/came_back.py.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "tools")]

from came_back import filled  # noqa: E402


def make(modules: Path) -> None:
    """Fill a template and let each program open and save it."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "filled.xlsx")
        source.write_bytes(filled())
        command = ["node", str(HERE / "resave.js"), str(source), str(HERE)]
        subprocess.run(command, check=True, timeout=180, env=os.environ | {"NODE_PATH": str(modules / "node_modules")})


if __name__ == "__main__":
    make(Path(sys.argv[1]))
