"""One face for every format: how a workbook's parts are found, and what else its file says."""

import pytest
from came_back import FILE, SHEETS, VALUES, changed, filled, read, values
from openpyxl import Workbook
from zip_parts import members, rezipped

from rasp_xl.incoming.workbook import Workbook as Opened
from rasp_xl.incoming.workbook import open_workbook
from rasp_xl.model.findings import Finding, Place
from rasp_xl.model.identity import Identity
from rasp_xl.model.layout import COUNTING, LISTS, SCORES, START

PARTS = members(filled())
WORKBOOK, RELATIONS, START_RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "_rels/.rels"
TARGET = "worksheets/sheet2.xml"
SECOND = f"xl/{TARGET}"


def opened(data: bytes) -> Opened:
    found = open_workbook(data, Place(FILE))
    assert isinstance(found, Opened), found
    return found


def code(data: bytes) -> str:
    """The code of the finding that says why a file is not read; empty where it is read."""
    found = open_workbook(data, Place(FILE))
    return found.rule.code if isinstance(found, Finding) else ""


def targeted(target: str, part: str = SECOND) -> bytes:
    """The return in which the second sheet's relation is written in another way, and its part perhaps kept elsewhere."""
    parts = PARTS | {RELATIONS: PARTS[RELATIONS].replace(TARGET.encode(), target.encode()), part: PARTS[SECOND]}
    return rezipped(parts if part == SECOND else {name: body for name, body in parts.items() if name != SECOND})


@pytest.mark.parametrize(
    ("target", "part"),
    [
        ("./worksheets/sheet2.xml", SECOND),
        ("../xl/worksheets/sheet2.xml", SECOND),
        ("worksheets/../worksheets/sheet2.xml", SECOND),
        ("/xl/worksheets/sheet2.xml", SECOND),
        ("xl/worksheets/sheet2.xml", SECOND),
        ("worksheets\\sheet2.xml", SECOND),
        ("\\xl\\worksheets\\sheet2.xml", SECOND),
        ("WorkSheets/Sheet2.XML", SECOND),
        ("worksheets/sheet%32.xml", SECOND),
        ("worksheets/my%20sheet.xml", "xl/worksheets/my sheet.xml"),
        ("worksheets/100%.xml", "xl/worksheets/100%.xml"),
        ("/answers.xml", "answers.xml"),
        ("../answers.xml", "answers.xml"),
        ("sheet2.xml", "xl/sheet2.xml"),
    ],
)
def test_sheet_is_found_however_its_place_is_written(target: str, part: str) -> None:
    """Programs write the place of a sheet in many ways, and all of them are read."""
    assert values(read(targeted(target, part))) == VALUES


@pytest.mark.parametrize(
    ("folder", "book"), [("xl/", "workbook2.xml"), ("", "workbook.xml"), ("excel/", "book.xml"), ("", "xl.xml")]
)
def test_workbook_is_found_wherever_it_is(folder: str, book: str) -> None:
    """Some programs number the workbook's own part, or keep everything at the root."""
    moved = {
        folder + name.removeprefix("xl/") if name.startswith("xl/") else name: part for name, part in PARTS.items()
    }
    moved[folder + book] = moved.pop(f"{folder}workbook.xml")
    moved[f"{folder}_rels/{book}.rels"] = moved.pop(f"{folder}_rels/workbook.xml.rels")
    named = f"{folder}{book}".encode()
    for part in (START_RELATIONS, "[Content_Types].xml"):
        moved[part] = moved[part].replace(b"xl/workbook.xml", named)

    assert values(read(rezipped(moved))) == VALUES


def test_two_workbooks_in_one_are_refused() -> None:
    """Programs differ in which of the two they show, so neither is believed."""
    more = b'<Relationship Id="z" Type="x/officeDocument" Target="other.xml"/></Relationships>'
    twice = PARTS | {START_RELATIONS: PARTS[START_RELATIONS].replace(b"</Relationships>", more), "other.xml": b"<a/>"}

    assert code(rezipped(twice)) == "RX105"


def test_strict_open_xml_is_read() -> None:
    """Excel can save in a stricter flavour of its format, which has other names for everything."""
    strict = {
        name: part.replace(
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        ).replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
        for name, part in PARTS.items()
    }

    assert b"purl.oclc.org" in strict[WORKBOOK]
    assert values(read(rezipped(strict))) == VALUES


def test_dates_of_the_other_era_are_kept() -> None:
    """Old Macs counted days from 1904; a date there is four years later than its number says elsewhere."""
    plain = read(filled()).cover.day
    era = PARTS[WORKBOOK].replace(b"<workbookPr ", b'<workbookPr date1904="1" ')
    later = read(rezipped(PARTS | {WORKBOOK: era})).cover.day

    assert era != PARTS[WORKBOOK]
    assert plain is not None
    assert later is not None
    assert (later - plain).days == 1462


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_hidden_sheets_are_read(state: str) -> None:
    """Whether somebody hid a sheet is no reason to lose its answers."""

    def hide(book: Workbook) -> None:
        for name in SHEETS:
            book[name].sheet_state = state

    assert values(read(changed(hide))) == VALUES


def test_sheets_without_cells_are_passed_over() -> None:
    """A sheet that is a chart holds no answers and does no harm, nor does one of code from before 1997."""

    def add_chart(book: Workbook) -> None:
        book.create_chartsheet("Our chart", 0)

    modules = PARTS[WORKBOOK].replace(b"<sheets>", b'<sheets><sheet name="Module1" sheetId="99" r:id=""/>')

    assert "Our chart" not in [sheet.name for sheet in opened(changed(add_chart)).sheets]
    assert values(read(changed(add_chart))) == VALUES
    assert values(read(rezipped(PARTS | {WORKBOOK: modules}))) == VALUES


def test_merged_areas_are_told() -> None:
    """Where cells were merged, all but one of their answers are gone: others must be able to see that."""

    def merge(book: Workbook) -> None:
        book[SHEETS[0]].merge_cells("I6:I8")
        book[SHEETS[0]].merge_cells("AA1:AB1")

    sheets = {sheet.name: sheet for sheet in opened(changed(merge)).sheets}

    assert set(sheets[SHEETS[0]].merged) == {(6, 9, 8, 9), (1, 27, 1, 28)}
    assert sheets[SHEETS[1]].merged == ()


def test_computed_sheets_are_kept_apart() -> None:
    """What the workbook itself showed can be compared with what we make of it, and costs nothing to carry."""
    book = opened(filled())

    assert book.computed == {SCORES: PARTS["xl/worksheets/sheet7.xml"], COUNTING: PARTS["xl/worksheets/sheet8.xml"]}
    assert [sheet.name for sheet in book.sheets] == [START, *SHEETS, LISTS]


def test_computed_sheets_count_towards_the_bound() -> None:
    """They are unpacked, so they may not unpack to anything."""
    huge = PARTS["xl/worksheets/sheet7.xml"] + b" " * 51 * 1024 * 1024

    assert code(rezipped(PARTS | {"xl/worksheets/sheet7.xml": huge})) == "RX105"


IDENTITY = Identity("1", "rasp-xl", "2026.1", "f5f9", "new", "2", "", "northmoor", "Northmoor District Council")


def test_identity_survives_keywords_that_were_split() -> None:
    """What a template says of itself is still known after LibreOffice saved it and the sheet Lists was deleted."""
    split = PARTS["docProps/core.xml"].replace(b";", b" ")
    book = opened(rezipped(PARTS | {"docProps/core.xml": split}))

    assert Identity.from_text(book.keywords).partner == "northmoor"


def test_file_of_one_program_after_another_reads_the_same() -> None:
    """A return that a library saved, with every part named and ordered its own way, is read like any other."""
    again = changed(data=changed())

    assert values(read(again)) == VALUES
