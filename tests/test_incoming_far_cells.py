"""One value far from all others ends the reader's process; no way of writing it gets past the check."""

import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from xml.parsers import expat

import pytest
from came_back import FILE, SLOTS, VALUES, changed, filled, outcome, read, values, with_part
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils import get_column_letter as letters
from python_calamine import CalamineWorkbook
from with_little_memory import ABORTED, outcomes
from zip_parts import members, rezipped

from rasp_xl.incoming.extent import DEEPEST, MOST_CELLS, Extent
from rasp_xl.incoming.relations import MOST_SHEETS
from rasp_xl.incoming.safety import Package, open_package
from rasp_xl.model.findings import Finding, Place

DAMAGED, UNSAFE = "RX104", "RX105"
PARTS = members(filled())
SHEET, RELATIONS, WORKBOOK = "xl/worksheets/sheet2.xml", "xl/_rels/workbook.xml.rels", "xl/workbook.xml"
NEAR = '<row r="1"><c r="A1"><v>1</v></c></row>'
WIDE = "<c><v>1</v></c>" * 900
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def sheet(rows: str, start: str = "") -> bytes:
    """A sheet's part with these rows."""
    return f'{start}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def far(cell: str, row: str = '<row r="2">') -> bytes:
    """A sheet with a value in A1 and one more cell."""
    return sheet(f"{NEAR}{row}{cell}</row>")


FAR = far('<c r="XFD1048576"><v>1</v></c>')


def replaced(part: str, old: str, new: str) -> dict[str, bytes]:
    """A part with one text in it replaced."""
    assert PARTS[part].count(old.encode()) >= 1
    return {part: PARTS[part].replace(old.encode(), new.encode(), 1)}


def listed(sheets: Mapping[str, str]) -> dict[str, bytes]:
    """The workbook and its relations with more sheets: names and targets."""
    entries = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="x{n}"/>' for n, name in enumerate(sheets, 100))
    related = "".join(
        f'<Relationship Id="x{n}" Type="{OFFICE}/worksheet" Target="{target}"/>'
        for n, target in enumerate(sheets.values(), 100)
    )
    return replaced(WORKBOOK, "</sheets>", f"{entries}</sheets>") | replaced(
        RELATIONS, "</Relationships>", f"{related}</Relationships>"
    )


THOUSAND_SQUARE = far('<c r="ALL1000"><v>1</v></c>')
NESTED = "".join(f'<row r="{n}">{WIDE}' for n in range(1, 901)) + "</row>" * 900
SECOND = '<sheet name="Shared vision" sheetId="2" r:id="rId2"/>'

WRITTEN: dict[str, bytes] = {
    "plain": FAR,
    "beyond the last column": far('<c r="ZZZZ99999999"><v>1</v></c>'),
    "lower case": far('<c r="xfd1048576"><v>1</v></c>'),
    "mixed case": far('<c r="xFd1048576"><v>1</v></c>'),
    "single quotes": far("<c r='XFD1048576'><v>1</v></c>"),
    "blanks around =": far('<c r = "XFD1048576"><v>1</v></c>'),
    "new line before it": far('<c\nr="XFD1048576"><v>1</v></c>'),
    "tab, and another attribute first": far('<c\ts="0" r="XFD1048576"><v>1</v></c>'),
    "blanks inside": far('<c r=" XFD1048576 "><v>1</v></c>'),
    "dollars": far('<c r="$XFD$1048576"><v>1</v></c>'),
    "character reference": far('<c r="&#88;FD1048576"><v>1</v></c>'),
    "hexadecimal reference": far('<c r="&#x58;FD1048576"><v>1</v></c>'),
    "namespace prefix": far(f'<x:c xmlns:x="{MAIN}" r="XFD1048576"><x:v>1</x:v></x:c>'),
    "prefix on rows and cells": sheet(f'{NEAR}<x:row xmlns:x="{MAIN}" r="1048576"><x:c><x:v>1</x:v></x:c></x:row>'),
    "row only": far('<c r="1048576"><v>1</v></c>'),
    "short row only": far('<c r="999"><v>1</v></c>'),
    "row nought": far('<c r="A0"><v>1</v></c>'),
    "column only": far('<c r="XFD"><v>1</v></c>'),
    "implicit columns": far(WIDE, '<row r="1048576">'),
    "row with a letter": far(WIDE, '<row r="A1048576">'),
    "row with noughts before": far(WIDE, '<row r="0001048576">'),
    "row past counting": far("<c><v>1</v></c>", '<row r="4294967295">'),
    "row in single quotes": far(WIDE, "<row r='1048576'>"),
    "rows inside rows": sheet(NESTED),
    "cells outside rows": sheet(NEAR + "<c><v>1</v></c>" * 600_000),
    "text before the sheet": b"x" + FAR,
    "inline text": far('<c r="XFD1048576" t="inlineStr"><is><t>1</t></is></c>'),
    "formula": far('<c r="XFD1048576"><f>1</f><v>1</v></c>'),
    "after a comment": far('<!-- near --><c r="XFD1048576"><v>1</v></c>'),
    "second block of rows": FAR.replace(b"<sheetData>", b"<sheetData/><sheetData>"),
    "entity": b'<!DOCTYPE worksheet [<!ENTITY far "XFD1048576">]>' + far('<c r="&far;"><v>1</v></c>'),
    "UTF-16": FAR.decode().encode("utf-16"),
    "UTF-16 without its mark": FAR.decode().encode("utf-16-le"),
    "other encoding": b'<?xml version="1.0" encoding="utf-16"?>' + FAR,
    "Latin-1": b'<?xml version="1.0" encoding="ISO-8859-1"?>' + FAR,
}
"""Ways of writing one far cell inside a sheet."""

LAID_OUT: dict[str, dict[str, bytes | None]] = {
    "part name in capitals": {SHEET: None, SHEET.upper(): FAR},
    "part name with backslashes": {SHEET: None, SHEET.replace("/", "\\"): FAR},
    "target in capitals": replaced(RELATIONS, "worksheets/sheet2.xml", "WORKSHEETS/SHEET2.XML") | {SHEET: FAR},
    "absolute target": replaced(RELATIONS, "worksheets/sheet2.xml", "/xl/worksheets/sheet2.xml") | {SHEET: FAR},
    "target with its folder": replaced(RELATIONS, "worksheets/sheet2.xml", "xl/worksheets/sheet2.xml") | {SHEET: FAR},
    "target with dots": replaced(RELATIONS, "worksheets/sheet2.xml", "worksheets/../worksheets/sheet2.xml")
    | {SHEET: FAR},
    "target with two slashes": replaced(RELATIONS, "worksheets/sheet2.xml", "/worksheets/sheet2.xml")
    | {"xl//worksheets/sheet2.xml": FAR},
    "target with a reference": replaced(RELATIONS, "worksheets/sheet2.xml", "worksheets/sheet&#50;.xml")
    | {"xl/worksheets/sheet&#50;.xml": FAR},
    "target that is a picture": replaced(RELATIONS, "worksheets/sheet2.xml", "worksheets/image1.png")
    | {"xl/worksheets/image1.png": FAR},
    "target among the custom parts": replaced(RELATIONS, "worksheets/sheet2.xml", "/customXml/item1.xml")
    | {"customXml/item1.xml": FAR},
    "two sheets of one part": listed({"Again": "worksheets/sheet2.xml"}) | {SHEET: FAR},
    "two sheets of one name": listed({"Shared vision": "worksheets/sheet77.xml"}) | {"xl/worksheets/sheet77.xml": FAR},
    "id by another namespace": listed({"Extra": "worksheets/sheet77.xml"})
    | {
        "xl/worksheets/sheet77.xml": FAR,
        WORKBOOK: PARTS[WORKBOOK].replace(
            SECOND.encode(),
            SECOND.replace("r:id=", f'xmlns:r="urn:x" xmlns:q="{OFFICE}" r:id="x100" q:id=').encode(),
        ),
    },
    "another workbook": replaced(
        "_rels/.rels", "</Relationships>", f"<Relationship Id='e' Type='{OFFICE}/officeDocument' Target='o/workbook.xml'/></Relationships>"
    )
    | {"o/workbook.xml": PARTS[WORKBOOK], "o/_rels/workbook.xml.rels": PARTS[RELATIONS]}
    | {f"o/worksheets/sheet{n}.xml": FAR for n in range(1, 10)},
    "many large sheets": listed({f"n{n}": f"worksheets/sheet{n + 100}.xml" for n in range(MOST_SHEETS - 20)})
    | {f"xl/worksheets/sheet{n + 100}.xml": THOUSAND_SQUARE for n in range(MOST_SHEETS - 20)},
    "thousands of sheets of one part": listed({f"n{n}": "worksheets/sheet2.xml" for n in range(20_000)}),
    "elements inside elements": {SHEET: b"<worksheet><sheetData>" + b"<a>" * 12_000_000},
    "the same, all closed": {SHEET: b"<worksheet>" + b"<a>" * 6_000_000 + b"</a>" * 6_000_000 + b"</worksheet>"},
    "millions of sheets' names": replaced(WORKBOOK, "</sheets>", "</sheets>" + "<a/>" * 10_000_000),
}  # fmt: skip
"""Ways of leading a reader to a part that was not looked at, or of making the look itself cost too much."""

BOMB = "two gigabytes in two megabytes"
HOSTILE: dict[str, dict[str, bytes | None]] = {name: {SHEET: part} for name, part in WRITTEN.items()} | LAID_OUT


def packed(parts: Mapping[str, bytes | None]) -> bytes:
    """The return with parts replaced, added and left out."""
    return rezipped({name: part for name, part in (PARTS | dict(parts)).items() if part is not None})


def bomb(megabytes: int) -> bytes:
    """A return with a sheet that unpacks to so many megabytes, made without ever holding them."""
    squeeze = zlib.compressobj(wbits=-15)
    megabyte = squeeze.compress(bytes(1024 * 1024)) + squeeze.flush(zlib.Z_FULL_FLUSH)
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in PARTS.items():
            archive.writestr(name, megabyte * megabytes + b"\x03\x00" if name == SHEET else part)
        entry = archive.getinfo(SHEET)
        entry.compress_type, entry.file_size = zipfile.ZIP_DEFLATED, megabytes * 1024 * 1024
    return out.getvalue()


@pytest.fixture(scope="module")
def fate(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What became of each hostile file, read with little memory."""
    folder = tmp_path_factory.mktemp("hostile")
    for name, parts in HOSTILE.items():
        (folder / name).write_bytes(packed(parts))
    (folder / BOMB).write_bytes(bomb(2000))
    return outcomes(folder)


@pytest.mark.parametrize("name", [*HOSTILE, BOMB])
def test_far_cell_never_reaches_the_reader(name: str, fate: dict[str, str]) -> None:
    """No file, however it is written, ends the process or takes more memory than a template needs.

    46 are the answers of the four areas that the file leaves as they were.
    """
    assert fate[name] in {DAMAGED, UNSAFE, "read 46", "read 57"}


def test_far_cell_ends_a_reader_without_the_check(tmp_path: Path) -> None:
    """The danger is real, and the tests above would see it: the bare reader does not survive such a file."""
    (tmp_path / "far").write_bytes(packed({SHEET: FAR}))
    (tmp_path / "good").write_bytes(filled())

    assert outcomes(tmp_path, bare=True) == {"far": ABORTED, "good": "read"}


def test_refusal_names_the_far_cell() -> None:
    """Where too much lies between to be read at all, the office is told the sheet and the cell to look for."""
    wide = "".join(f'<row r="{n}"><c r="{letters(n)}{n}"><v>1</v></c></row>' for n in range(1, 1100))
    found = outcome(packed({SHEET: sheet(wide)}))

    assert isinstance(found, Finding)
    assert found.rule.code == UNSAFE
    assert "sheet Shared vision has something in cell ALM1001, far from the rest" in found.message


def test_custom_part_in_utf_16_is_accepted() -> None:
    """SharePoint writes its labels in UTF-16 into good files; they are no reason to refuse one."""
    label = '<?xml version="1.0" encoding="utf-16"?><LabelInfo/>'.encode("utf-16")

    assert values(read(with_part("customXml/item1.xml", label))) == VALUES


def test_honest_long_sheet_passes() -> None:
    """A council that keeps a few thousand lines of its own workings in the file is read like any other."""

    def add_workings(book: Workbook) -> None:
        workings = book.create_sheet("Our workings")
        for row in range(1, 4001):
            workings.cell(row, 1, f"line {row}")
            workings.cell(row, 60, row)

    assert values(read(changed(add_workings))) == VALUES


def test_format_far_out_is_no_value_far_out() -> None:
    """A cell that was only coloured holds nothing, so it does no harm wherever it is."""

    def colour(book: Workbook) -> None:
        book[SLOTS[0].sheet]["XFD1048576"].number_format = "0.00"

    assert values(read(changed(colour))) == VALUES


@pytest.mark.parametrize(
    ("address", "as_it_is"), [("A1000000", True), ("A1000001", False), ("ALL1000", True), ("ALL1001", False)]
)
def test_bound_is_rows_times_columns(address: str, as_it_is: bool) -> None:
    """The last cell that fits is shown to the reader as it is; with the next, the reader is given a copy without gaps."""
    found = open_package(packed({SHEET: far(f'<c r="{address}"><v>1</v></c>')}), Place(FILE))

    assert MOST_CELLS == 1_000_000
    assert isinstance(found, Package)
    assert ("Shared vision" not in found.copies) is as_it_is


@pytest.mark.parametrize(("depth", "fits"), [(DEEPEST, True), (DEEPEST + 1, False)])
def test_depth_is_bound_where_a_part_is_watched(depth: int, fits: bool) -> None:
    """Elements inside elements without end would fill the memory of the check itself."""
    nested = "<a>" * (depth - 2) + "</a>" * (depth - 2)
    found = open_package(packed({SHEET: sheet(f"<x:c/>{nested}")}), Place(FILE))

    assert isinstance(found, Package) is fits


CELLS = st.tuples(st.one_of(st.none(), st.from_regex(r"[A-Ca-c]?[A-Z][1-9][0-9]?", fullmatch=True)), st.booleans())
ROWS = st.lists(
    st.tuples(st.one_of(st.none(), st.integers(1, 90)), st.lists(CELLS, max_size=5)), min_size=1, max_size=6
)


@given(ROWS, st.booleans())
@settings(max_examples=200, deadline=None)
def test_extent_is_counted_as_the_reader_counts(
    rows: list[tuple[int | None, list[tuple[str | None, bool]]]], nested: bool
) -> None:
    """With addresses or without, in order or not, rows inside rows: the reader never needs more cells than we counted."""
    written = [
        f"<row{_r(row)}>" + "".join(f"<c{_r(cell)}>{'<v>1</v>' * full}</c>" for cell, full in cells)
        for row, cells in rows
    ]
    part = sheet("".join(written) + "</row>" * len(rows) if nested else "".join(f"{row}</row>" for row in written))
    extent, parser = Extent(), expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = extent.start, extent.end
    parser.Parse(part, True)
    book = CalamineWorkbook.from_filelike(BytesIO(packed({SHEET: part})))
    read_back = book.get_sheet_by_name("Shared vision").to_python(skip_empty_area=False)

    assert (len(read_back), max(map(len, read_back), default=0)) == (extent.row, extent.column)


def _r(reference: object) -> str:
    return "" if reference is None else f' r="{reference}"'
