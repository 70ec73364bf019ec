"""Somebody at the keyboard: LibreOffice opens a workbook, cells are typed over, every cell is watched.

One run of LibreOffice makes any number of changes, each on its own, and tells which cells moved.
"""

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path

import office
from formula_text import Kind, read_formula
from openpyxl.utils.cell import coordinate_to_tuple, get_column_letter
from xlsx_book import open_book
from xlsx_parts import open_package

Cells = dict[tuple[str, str], object]
"""Values by (sheet, address): floats, texts with a space for each new line, None for an error."""
Change = Mapping[tuple[str, str], int | float | str]
"""What to type where; "" empties a cell. A text that is a TypedFormula is calculated."""


class TypedFormula(str):
    """A formula as a file of Excel holds it, without its "="."""

    __slots__ = ()


_MACRO = Path(__file__).with_suffix(".bas")
_NAMESPACES = 'xmlns:{0}="http://openoffice.org/2000/{0}"'
_LIBRARY = f"library:library {_NAMESPACES.format('library')}"
# A macro in the profile may run without being asked for. LibreOffice fills a new profile with an
# empty library, unless the profile says that this was done before.
_PROFILE = {
    "registrymodifications.xcu": """<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Setup/Office">
<prop oor:name="ooSetupInstCompleted" oor:op="fuse"><value>true</value></prop></item></oor:items>""",
    "basic/script.xlc": f"""<!DOCTYPE library:libraries PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "libraries.dtd">
<library:libraries {_NAMESPACES.format("library")}>
<library:library library:name="Standard" library:link="false"/></library:libraries>""",
    "basic/Standard/script.xlb": f"""<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<{_LIBRARY} library:name="Standard" library:readonly="false" library:passwordprotected="false">
<library:element library:name="Walk"/></library:library>""",
    "basic/Standard/Walk.xba": f"""<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module {_NAMESPACES.format("script")} script:name="Walk" script:language="StarBasic">{{}}</script:module>""",
}


def walk(data: bytes, changes: Sequence[Change], tmp: Path) -> tuple[Cells, list[Cells]]:
    """Give what cells show at first, empty ones left out, and for each change the cells that moved or show an error.

    Args:
        data: the workbook; LibreOffice calculates every formula when it opens it.
        changes: each is made to the workbook as it was at first.
        tmp: an existing folder; each call works in a new folder inside it.

    Raises:
        RuntimeError: with what LibreOffice said, when it gives no answer within the time.
    """
    folder = Path(tempfile.mkdtemp(dir=tmp))
    answer = _carried_out(data, "".join(_orders(data, changes)), folder)
    seen = _seen(answer, _sheet_names(data), len(changes))
    shutil.rmtree(folder)
    return {place: value for place, value in seen[0].items() if value != ""}, seen[1:]


def filled_in(data: bytes, change: Change, tmp: Path) -> bytes:
    """The workbook as LibreOffice saves it after somebody typed into it; arguments and errors as those of walk."""
    folder = Path(tempfile.mkdtemp(dir=tmp))
    typed = "".join(_enter(sheet, address, value) for (sheet, address), value in change.items())
    _carried_out(data, f"{typed}save\t\n", folder)
    saved = (folder / "saved.xlsx").read_bytes()
    shutil.rmtree(folder)
    return saved


def _carried_out(data: bytes, orders: str, folder: Path) -> str:
    """What LibreOffice answers to orders for a workbook, with the folder to itself."""
    for name, text in _PROFILE.items():
        path = folder / "profile" / "user" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text('<?xml version="1.0" encoding="UTF-8"?>\n' + text.format(escape(_MACRO.read_text())))
    (folder / "book.xlsx").write_bytes(data)
    (folder / "orders.txt").write_text(orders, encoding="utf-8")
    macro = f'macro:///Standard.Walk.Main("{folder.as_uri()}")'
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    complaint = office.run(["soffice", profile, "--headless", "--norestore", macro])
    answer, failed = folder / "answer.txt", folder / "failed.txt"
    if not answer.is_file():
        raise RuntimeError(f"no answer: {failed.read_text() if failed.is_file() else complaint}")
    return answer.read_text(encoding="utf-8")


def _sheet_names(data: bytes) -> list[str]:
    package = open_package(data)
    book = None if package is None else open_book(package)
    return [] if book is None else [sheet.name for sheet in book.sheets]


def _orders(data: bytes, changes: Sequence[Change]) -> Iterator[str]:
    """Type, look, and put back what was there."""
    before, formulas = office.cell_values(data), office.formula_cells(data)
    for step, change in enumerate(changes):
        for (sheet, address), value in change.items():
            yield _enter(sheet, address, value)
        yield f"look\t{step}\n"
        for sheet, address in change:
            formula = formulas[sheet].get(address)
            yield _enter(sheet, address, TypedFormula(formula) if formula else before[sheet].get(address, ""))


def _enter(sheet: str, address: str, value: object) -> str:
    row, column = coordinate_to_tuple(address)
    kind = "text" if isinstance(value, str) else "number"
    if isinstance(value, TypedFormula):
        kind, value = "formula", as_typed(value)
    return f"enter\t{sheet}\t{column - 1}\t{row - 1}\t{kind}\t{value}\n"


def as_typed(formula: str) -> str:
    """A formula in the language of LibreOffice's own interface: semicolons, and a dot after the sheet."""
    pieces = []
    for token in read_formula(formula).tokens:
        sheet = f"$'{token.sheet}'." if token.sheet else ""
        pieces.append(";" if token.kind is Kind.COMMA else f"{sheet}{token.text}")
    return "=" + "".join(pieces)


def _seen(answer: str, sheets: Sequence[str], n_steps: int) -> list[Cells]:
    """The start, then each step."""
    seen: list[Cells] = [{} for _ in range(n_steps + 1)]
    for line in answer.split("\n")[:-1]:
        step, sheet, column, row, kind, value = line.split("\t", 5)
        address = f"{get_column_letter(int(column) + 1)}{int(row) + 1}"
        shown = {"number": float, "text": str, "error": lambda _: None}[kind](value)
        seen[int(step) + 1][sheets[int(sheet)], address] = shown
    return seen
