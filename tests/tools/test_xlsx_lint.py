"""Every fault planted into a good workbook is noticed, and the good workbook has none."""

import zipfile
from io import BytesIO

import pytest
from good_workbook import good_workbook
from hypothesis import given, settings
from hypothesis import strategies as st
from planted_faults import FAULTS, Fault
from xlsx_lint import lint, merged_cells
from zip_parts import members, patched, rezipped

GOOD = good_workbook()
PARTS = members(GOOD)
AREA = "xl/worksheets/sheet2.xml"


def test_good_workbook_has_no_findings() -> None:
    """XlsxWriter's own output is clean, whatever features it uses."""
    assert lint(GOOD) == ()


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_fault_is_noticed(fault: Fault) -> None:
    """A planted fault gives a finding that says what it is, and names a part."""
    findings = lint(patched(GOOD, fault.part, fault.old, fault.new))

    assert any(fault.word in finding for finding in findings), findings
    assert all(": " in finding for finding in findings)


def test_finding_names_part_and_cell() -> None:
    """A finding can be looked up: it begins with the part and the cell."""
    findings = lint(patched(GOOD, "xl/worksheets/sheet1.xml", "<v>0.875</v>", ""))

    assert findings == ("xl/worksheets/sheet1.xml: B4: the formula has no cached value",)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"Ref,Question\r\n", GOOD[:2000]])
def test_other_files_are_no_zip(data: bytes) -> None:
    """What is no zip is said to be none."""
    assert lint(data) == ("the file is not a zip",)
    assert merged_cells(data) == ()


@pytest.mark.parametrize("part", [part for part in PARTS if "docProps" not in part])
def test_missing_part_is_noticed(part: str) -> None:
    """No part can be left out of the zip unnoticed."""
    assert lint(rezipped({name: body for name, body in PARTS.items() if name != part}))


def test_doubled_member_is_noticed() -> None:
    """A zip may hold a name twice, and readers differ in which one they take."""
    stream = BytesIO(GOOD)
    with zipfile.ZipFile(stream, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(AREA, PARTS[AREA])

    assert lint(stream.getvalue()) == (f"{AREA}: the zip has this member 2 times",)


def test_member_with_other_case_is_noticed() -> None:
    """Part names do not differ by case."""
    findings = lint(rezipped(PARTS | {AREA.upper(): PARTS[AREA]}))

    assert f"{AREA}: the zip has this member 2 times" in findings


def test_spoiled_member_is_noticed() -> None:
    """A member whose check sum is wrong is named."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, body in PARTS.items():
            archive.writestr(name, body)
    spoiled = stream.getvalue().replace(b'name="tbl_1"', b'name="tbl_7"')

    assert "xl/tables/table1.xml: the member cannot be unpacked" in lint(spoiled)


def test_text_that_is_not_utf8_is_noticed() -> None:
    """A part may say UTF-8 and not be it."""
    spoiled = PARTS[AREA].replace(b"Choose one", b"Choisissez \xe0 gauche")

    assert f"{AREA}: the part is not UTF-8" in lint(rezipped(PARTS | {AREA: spoiled}))


def test_all_sheets_hidden_is_noticed() -> None:
    """Excel refuses a workbook with no sheet to show."""
    book = PARTS["xl/workbook.xml"].replace(b"sheetId=", b'state="hidden" sheetId=')
    book = book.replace(b' state="hidden" r:id', b" r:id")
    findings = lint(rezipped(PARTS | {"xl/workbook.xml": book}))

    assert "xl/workbook.xml: every sheet is hidden" in findings


def test_overlapping_tables_are_noticed() -> None:
    """Two tables on one sheet must lie apart."""
    links = "xl/worksheets/_rels/sheet2.xml.rels"
    second = b'<Relationship Id="rId2" Type="x/table" Target="../tables/table2.xml"/></Relationships>'
    both = PARTS[links].replace(b"</Relationships>", second)

    assert any("a table overlaps" in finding for finding in lint(rezipped(PARTS | {links: both})))


def test_merged_cells_are_listed() -> None:
    """A merge is no fault, but can be asked for."""
    assert merged_cells(GOOD) == ("xl/worksheets/sheet4.xml: D1:E1",)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_lint_never_raises(data: st.DataObject) -> None:
    """However a part is spoiled, the lint answers with sentences."""
    name = data.draw(st.sampled_from(sorted(PARTS)))
    body = PARTS[name].decode()
    start = data.draw(st.integers(0, len(body)))
    length = data.draw(st.integers(0, 40))
    filler = data.draw(st.text(alphabet="<>\"'=&;![](){},:$#@AZ019. \u00e9\U0001f600", max_size=8))
    spoiled = (body[:start] + filler + body[start + length :]).encode()

    assert all(isinstance(finding, str) for finding in lint(rezipped(PARTS | {name: spoiled})))
