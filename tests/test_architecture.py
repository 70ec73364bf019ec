"""The house: rooms use only rooms above them, libraries stay where they belong, and start-up stays light."""

import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from house import FIRST, HOUSE, LAST, ROOMS, faults, imports, read_house

import rasp_xl

OURS = Path(rasp_xl.__file__).parent
NOT_AT_START = {
    "xlsxwriter", "jinja2", "python_calamine", "openpyxl", "pandas", "numpy", "lxml", "tqdm", "zipfile", "xml", "email",
    "tempfile", "concurrent", "multiprocessing", "tomllib",
}  # fmt: skip
"""What --help can do without."""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the house in which a test may plant a fault."""
    return Path(shutil.copytree(OURS, tmp_path / HOUSE, ignore=shutil.ignore_patterns("__pycache__")))


@cache
def standing() -> frozenset[str]:
    """The faults of the house itself, which has a test of its own."""
    return frozenset(faults(OURS))


def plant(folder: Path, path: str, code: str) -> list[str]:
    """Add code at the end of a module, new or not, and give the faults that come with it."""
    file = folder / path
    file.parent.mkdir(exist_ok=True)
    with file.open("a", encoding="utf-8") as module:
        module.write(f"\n{code}\n")
    return [fault for fault in faults(folder) if fault not in standing()]


def test_house_keeps_its_rules() -> None:
    """Nobody can break the way through the house without this turning red."""
    assert faults(OURS) == []


def test_house_is_whole() -> None:
    """Every room of the design is there, so that the rules above are about something."""
    assert {module.room for module in read_house(OURS)} == {FIRST, *ROOMS, LAST}


def test_scoring_is_arithmetic_only() -> None:
    """Scoring knows no file and no cell: it imports the model without its layout, and nothing that opens files."""
    house = read_house(OURS)
    names = frozenset(module.name for module in house)
    used = {name for module in house if module.room == "scoring" for _, name in imports(module, names)}

    assert {name.split(".")[1] for name in used if name.startswith(f"{HOUSE}.")} == {"model", "scoring"}
    assert not used & {f"{HOUSE}.model.layout", "os", "io", "pathlib", "zipfile", "importlib.resources"}


def test_scoring_that_imports_reports_is_found(copy: Path) -> None:
    """When scoring reaches for a report, the complaint names the module, the line and both rooms."""
    line = len((copy / "scoring/gates.py").read_text("utf-8").splitlines()) + 2
    found = plant(copy, "scoring/gates.py", "from rasp_xl.reports.page import page_html")

    assert f"scoring/gates.py:{line}: scoring may not import reports" in found


PLANTED = [
    ("scoring/gates.py", "def late():\n    import rasp_xl.reports.page", "scoring may not import reports"),
    ("scoring/gates.py", "from ..reports import page", "scoring may not import reports"),
    ("scoring/gates.py", "from rasp_xl import reports", "scoring may not import reports"),
    ("model/rules.py", "from rasp_xl.outgoing import style", "model may not import outgoing"),
    ("outgoing/book.py", "from rasp_xl.incoming.cells import SheetValues", "outgoing may not import incoming"),
    ("incoming/cells.py", "from rasp_xl import scoring", "incoming may not import scoring"),
    ("reports/page.py", "import rasp_xl.engine", "reports may not import engine"),
    ("engine.py", "from rasp_xl import pipeline", "engine may not import pipeline"),
    ("pipeline/writing.py", "from rasp_xl.cli import main", "pipeline may not import cli"),
    ("__init__.py", "from rasp_xl.model import rules", "__init__ may not import model"),
    ("model/rules.py", "import rasp_xl.templates", "model may not import templates"),
    ("reports/page.py", "import xlsxwriter", "reports may not import xlsxwriter"),
    ("reports/page.py", "from xlsxwriter.format import Format", "reports may not import xlsxwriter"),
    ("model/rules.py", "import python_calamine as pc", "model may not import python_calamine"),
    ("outgoing/book.py", "import jinja2", "outgoing may not import jinja2"),
    ("pipeline/__init__.py", "from tqdm import tqdm", "pipeline may not import tqdm"),
    ("pipeline/__init__.py", "import argparse", "pipeline may not import argparse"),
    ("incoming/cells.py", "def slow():\n    from openpyxl import load_workbook", "incoming may not import openpyxl"),
    ("reports/wording.py", "import pandas as pd", "reports may not import pandas"),
    ("engine.py", "import importlib\nimportlib.import_module('rasp_xl.cli')", "imports by name at run time"),
    ("pipeline/__init__.py", "def say():\n    print('x')", "prints"),
    ("reports/page.py", "import sys\nsys.stdout.write('x')", "prints"),
    ("model/rules.py", "import typing\nif typing.TYPE_CHECKING:\n    pass", "has a TYPE_CHECKING block"),
    ("reports/page.py", "open('x', 'w')", "writes with open"),
    ("reports/page.py", "open('x', mode='ab')", "writes with open"),
    ("incoming/folder.py", "from pathlib import Path\nPath('x').open('r+b')", "writes with open"),
    ("incoming/folder.py", "from pathlib import Path\nPath('x').write_text('')", "writes with write_text"),
    ("cli.py", "import os\nos.fdopen(3, 'wb')", "writes with fdopen"),
    ("cli.py", "import os\nos.replace('x', 'y')", "writes with replace"),
    ("model/utils.py", "", "utils says nothing"),
    ("incoming/zip_helpers.py", "", "zip_helpers says nothing"),
    ("letters/__init__.py", "", "letters is no room"),
    ("model/findings.py", "#\n" * 320, "longer than 320 lines"),
    ("model/findings.py", "from rasp_xl.model.rules import RULES", "import cycle"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "code", "complaint"), PLANTED)
def test_planted_fault_is_found(copy: Path, path: str, code: str, complaint: str) -> None:
    """A single slip in any room, at the top or inside a function, is found, and nothing else but the cycle it closes."""
    first, *others = plant(copy, path, code)

    assert complaint in first
    assert first.startswith((path, "import cycle"))
    assert all(fault.startswith("import cycle") for fault in others)


def test_allowed_code_is_left_alone(copy: Path) -> None:
    """Reading a file, printing in cli and using a room above are no faults."""
    reading = "from pathlib import Path\nPath('x').open('rb')\nopen('x', encoding='utf-8')"
    peeking = "def peek(archive, wax):\n    return archive.open(wax), 'x'.replace('a', 'w')"

    assert plant(copy, "incoming/folder.py", reading) == []
    assert plant(copy, "incoming/safety.py", peeking) == []
    assert (
        plant(copy, "scoring/gates.py", "from rasp_xl.model import questions\nfrom ..model.rounds import Band as B")
        == []
    )
    assert plant(copy, "cli.py", "print('x')\nfrom tqdm import tqdm\nfrom rasp_xl.reports import page") == []


def loaded_by(code: str) -> set[str]:
    """The packages that a fresh interpreter loads for some code, beyond those it starts with."""
    names = "{name.partition('.')[0] for name in sys.modules}"
    whole = f"import sys\nbefore = {names}\n{code}\nprint(*{names} - before, file=sys.stderr)"
    ran = subprocess.run([sys.executable, "-I", "-c", whole], capture_output=True, text=True, check=True)
    return set(ran.stderr.split())


@pytest.mark.parametrize(
    "code", ["import rasp_xl.cli", "import rasp_xl.cli as c\ntry: c.main(['--help'])\nexcept SystemExit: pass"]
)
def test_start_is_light(code: str) -> None:
    """Help is there at once: it waits for no reader, writer or table library."""
    loaded = loaded_by(code)

    assert {"rasp_xl", "argparse"} <= loaded
    assert loaded & NOT_AT_START == set()


def test_reading_needs_no_writer() -> None:
    """Whoever only reads returns does not wait for what writes workbooks and pages."""
    loaded = loaded_by("import rasp_xl.pipeline")

    assert "python_calamine" in loaded
    assert loaded & {"xlsxwriter", "jinja2", "openpyxl", "pandas", "numpy"} == set()
