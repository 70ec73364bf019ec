"""Somebody at the keyboard: LibreOffice opens a workbook, cells are typed over, every cell is watched.

One run of LibreOffice makes any number of changes, each on its own, and tells which cells moved.
"""

import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from itertools import accumulate
from operator import or_
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
Found = tuple[int, Cells] | None
"""The number of a scene and what moved in it; None where nothing moved in any."""


class TypedFormula(str):
    """A formula as a file of Excel holds it, without its "="."""

    __slots__ = ()


NEWER = "_xlfn."
"""Stands in files before functions that Excel got after 2007; LibreOffice's own interface knows them without."""

LONG = 100
"""Rows."""

_LIST = re.compile(r"COUNTIFS\((?:'([^']+)'|(\w+))!\$[A-Z]+\$(\d+):\$[A-Z]+\$(\d+)")
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
    seen = _run(data, _orders(data, changes), len(changes), tmp)
    return {place: value for place, value in seen[0].items() if value != ""}, seen[1:]


def try_out(
    data: bytes, scenes: Sequence[Change], trials: Sequence[Change], tmp: Path
) -> tuple[list[Cells], list[Found]]:
    """Make each trial in one scene after another, until one in which a cell moves by it.

    Args:
        data: the workbook, as for `walk`.
        scenes: each is typed into the workbook as it was at first, and stays while the trials are made.
        trials: each is made on its own; it is left out of scenes that type over a cell of it.
        tmp: as for `walk`.

    Returns:
        What each scene shows; and for each trial the number of the scene in which it moved cells, and these.

    Raises:
        RuntimeError: as for `walk`, and when a trial leaves a trace.
    """
    size = len(trials) + 2
    start, *seen = _run(data, _trial_orders(data, scenes, trials), size * len(scenes), tmp)
    moved: list[Found] = [None] * len(trials)
    for number in range(len(scenes)):
        *made, after = seen[number * size + 1 : (number + 1) * size]
        if after:
            raise RuntimeError(f"scene {number} does not come back to what it was: {after}")
        moved = [have or ((number, cells) if cells else None) for have, cells in zip(moved, made, strict=True)]
    return [*accumulate((start, *seen[::size]), or_)][1:], moved


def _run(data: bytes, orders: Iterator[str], n_steps: int, tmp: Path) -> list[Cells]:
    """Let LibreOffice do what it is told; gives the start, then each step."""
    folder = Path(tempfile.mkdtemp(dir=tmp))
    seen = _seen(_carried_out(data, orders, folder), _sheet_names(data), n_steps)
    shutil.rmtree(folder)
    return seen


def filled_in(data: bytes, change: Change, tmp: Path) -> bytes:
    """The workbook as LibreOffice saves it after somebody typed into it; arguments and errors as those of walk."""
    folder = Path(tempfile.mkdtemp(dir=tmp))
    # LibreOffice takes a last line for the end of the file, so one more stands after the order.
    _carried_out(data, (*_typed(change), "save\t\n", "\n"), folder)
    saved = (folder / "saved.xlsx").read_bytes()
    shutil.rmtree(folder)
    return saved


def _carried_out(data: bytes, orders: Iterable[str], folder: Path) -> str:
    """What LibreOffice answers to orders for a workbook, with the folder to itself."""
    for name, text in _PROFILE.items():
        path = folder / "profile" / "user" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text('<?xml version="1.0" encoding="UTF-8"?>\n' + text.format(escape(_MACRO.read_text())))
    (folder / "book.xlsx").write_bytes(data)
    (folder / "orders.txt").write_text("".join(orders), encoding="utf-8")
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
    before = held(data)
    for step, change in enumerate(changes):
        yield from _typed(change)
        yield f"look\t{step}\t\n"
        yield from _typed({place: before.get(place, "") for place in change})


def _trial_orders(data: bytes, scenes: Sequence[Change], trials: Sequence[Change]) -> Iterator[str]:
    before, step, last = held(data), 0, dict[tuple[str, str], int | float | str]()
    counted = set(_counted(before))
    for scene in scenes:
        typed = _between(last, scene, before)
        yield from _typed(typed)
        if not counted.isdisjoint(sheet for sheet, _ in typed):
            yield "calculate\n"
        yield f"look\t{step}\t\nkeep\n"
        for number, trial in enumerate(trials, 1):
            if scene.keys().isdisjoint(trial):
                back = {place: before.get(place, "") for place in trial}
                orders = [*_typed(trial), f"look\t{step + number}\t{number}{_only(trial, back)}\n", *_typed(back)]
                yield f"unless\t{number}\t{len(orders)}\n"
                yield from orders
        step, last = step + len(trials) + 2, scene
        yield f"look\t{step - 1}\t\n"


def _counted(before: Change) -> Iterator[str]:
    """Sheets of long lists in which a formula counts by several columns: LibreOffice 7.4 does not notice every change there."""
    for formula in before.values():
        for quoted, plain, first, last in _LIST.findall(formula) if isinstance(formula, TypedFormula) else ():
            if int(last) - int(first) > LONG:
                yield quoted or plain


def _only(trial: Change, before: Change) -> str:
    """The cell that tells whether a trial moves anything: one formula in place of another."""
    (sheet, address), *others = trial
    if others or not all(isinstance(one[sheet, address], TypedFormula) for one in (trial, before)):
        return ""
    row, column = coordinate_to_tuple(address)
    return f"\t{sheet}\t{column - 1}\t{row - 1}"


def _between(scene: Change, other: Change, before: Change) -> Change:
    """What makes one scene the other."""
    then = {place: other.get(place, before.get(place, "")) for place in (*scene, *other)}
    return {place: value for place, value in then.items() if scene.get(place, before.get(place, "")) != value}


def held(data: bytes) -> dict[tuple[str, str], int | float | str]:
    """What the cells of a workbook hold: formulas, or else values."""
    return {
        (sheet, address): TypedFormula(value) if is_formula else value
        for sheet, address, value, is_formula in office.contents(data)
    }


def _typed(change: Change) -> Iterator[str]:
    for (sheet, address), value in change.items():
        yield _enter(sheet, address, value)


def _enter(sheet: str, address: str, value: object) -> str:
    row, column = coordinate_to_tuple(address)
    kind = "number"
    if isinstance(value, TypedFormula):
        kind, value = "formula", as_typed(value)
    elif isinstance(value, str):
        # Orders are lines of fields.
        kind, value = "text", value.translate({9: " ", 10: "\x1e"})
    return f"enter\t{sheet}\t{column - 1}\t{row - 1}\t{kind}\t{value}\n"


def as_typed(formula: str) -> str:
    """A formula in the language of LibreOffice's own interface: semicolons, and a dot after the sheet."""
    pieces = []
    for token in read_formula(formula).tokens:
        sheet = f"$'{token.sheet}'." if token.sheet else ""
        pieces.append(";" if token.kind is Kind.COMMA else f"{sheet}{token.text.removeprefix(NEWER)}")
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
