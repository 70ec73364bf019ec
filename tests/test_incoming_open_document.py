"""OpenDocument spreadsheets: read like any other workbook, and bombs in them refused."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import pytest
from came_back import FILE, SHEETS, VALUES, changed, codes, filled, put, read, values
from hypothesis import given, settings
from hypothesis import strategies as st
from office import convert
from openpyxl import Workbook
from zip_parts import rezipped

from rasp_xl.incoming.cells import SheetValues
from rasp_xl.incoming.workbook import Workbook as Opened
from rasp_xl.incoming.workbook import open_workbook
from rasp_xl.model.findings import Finding, Place
from rasp_xl.model.identity import Identity
from rasp_xl.model.layout import LISTS, START

DAMAGED, UNSAFE = "RX104", "RX105"
MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"
NAMES = (
    "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{full}:1.0"'
        for name, full in {
            "office": "office",
            "table": "table",
            "text": "text",
            "draw": "drawing",
            "meta": "meta",
        }.items()
    )
    + ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)
THREE = '<table:table-cell office:value-type="float" office:value="3"><text:p>3</text:p></table:table-cell>'


def document(content: str, parts: Mapping[str, bytes] | None = None) -> bytes:
    """A file with this content.xml, and perhaps more parts."""
    return rezipped(
        {"mimetype": MIMETYPE, "content.xml": content.encode(), "META-INF/manifest.xml": b"<m/>"} | dict(parts or {})
    )


def tables(body: str, start: str = "") -> str:
    """The content of a spreadsheet with these tables."""
    return f"{start}<office:document-content{NAMES}><office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"


def rows(body: str, parts: Mapping[str, bytes] | None = None) -> bytes:
    """A file of one sheet with these rows."""
    return document(tables(f'<table:table table:name="T">{body}</table:table>'), parts)


def row(*cells: str, repeated: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{repeated}">{"".join(cells)}</table:table-row>'


def cell(attributes: str = "", text: str | None = None, repeated: int = 1) -> str:
    inside = "" if text is None else f"<text:p>{text}</text:p>"
    return f'<table:table-cell {attributes} table:number-columns-repeated="{repeated}">{inside}</table:table-cell>'


def typed(kind: str, **values: str) -> str:
    """The attributes of a cell of a type."""
    return f'office:value-type="{kind}" ' + " ".join(f'office:{n.replace("_", "-")}="{v}"' for n, v in values.items())


def opened(data: bytes) -> Opened:
    found = open_workbook(data, Place(FILE))
    assert isinstance(found, Opened), found
    return found


def sheet(data: bytes) -> SheetValues:
    return opened(data).sheets[0]


def refusal(data: bytes) -> Finding:
    found = open_workbook(data, Place(FILE))
    assert isinstance(found, Finding)
    return found


@pytest.mark.parametrize(
    ("attributes", "text", "expected"),
    [
        (typed("float", value="3"), "3", 3.0),
        (typed("percentage", value="0.75"), "75%", 0.75),
        (typed("currency", value="2.5"), "£2.50", 2.5),
        (typed("float", value="three"), "three", "three"),
        (typed("boolean", boolean_value="true"), "TRUE", True),
        (typed("boolean", boolean_value="false"), "FALSE", False),
        (typed("float", value="1") + ' table:formula="of:=TRUE()"', "TRUE", True),
        (typed("float", value="2") + ' table:formula="of:=1+1"', "2", 2.0),
        (typed("date", date_value="2026-03-01"), "1 March", date(2026, 3, 1)),
        (typed("date", date_value="2026-03-01T12:30:00"), "1 March", datetime(2026, 3, 1, 12, 30)),
        (typed("date", date_value="2026-13-41"), "13/41", "2026-13-41"),
        (typed("time", time_value="PT26H00M00S"), "26:00", "26:00"),
        (typed("string"), "3 Agreed", "3 Agreed"),
        (typed("string", string_value="3 Agreed"), None, "3 Agreed"),
        (typed("string"), "a</text:p><text:p>b", "a\nb"),
        (typed("string"), 'a<text:s text:c="2"/>b<text:tab/>c<text:line-break/>d', "a  b\tc\nd"),
        (typed("string"), "\n   <text:span>3\n   Agreed</text:span>", " 3 Agreed"),
        (typed("string"), '<text:a>Minutes</text:a> of <text:span>May</text:span>', "Minutes of May"),
        ("", "3 Agreed", "3 Agreed"),
        ('table:formula="of:=&quot;&quot;"', "", ""),
    ],
)  # fmt: skip
def test_cell_reads_as_its_type_says(attributes: str, text: str | None, expected: object) -> None:
    """A number, a truth, a date and a text are what their sender sees."""
    value = sheet(rows(row(cell(attributes, text), THREE))).value(1, 1)

    assert value == expected
    assert type(value) is type(expected)


@pytest.mark.parametrize(
    ("attributes", "text", "expected"),
    [
        (
            typed("string", string_value="") + ' table:formula="of:=1/0" calcext:value-type="error"',
            "#DIV/0!",
            "#DIV/0!",
        ),
        (typed("float", value="0") + ' table:formula="of:=[.A9]"', "Err:502", "Err:502"),
        (typed("float", value="0") + ' table:formula="of:=[.#REF!]"', "#REF!", "#REF!"),
        (typed("string") + ' table:formula="of:=foo(1)"', "#NAME?", "#NAME?"),
        (typed("string") + ' calcext:value-type="error"', "#WERT!", "#WERT!"),
        ('table:formula="of:=1+1"', None, "="),
    ],
)
def test_errors_and_missing_results_are_told(attributes: str, text: str | None, expected: str) -> None:
    """An error that older programs store as the number 0 must not read as Not started."""
    book = opened(rows(row(cell(attributes, text, repeated=2), THREE)))

    assert book.sheets[0].value(1, 1) == ""
    assert [book.hidden("T", 1, column) for column in (1, 2, 3)] == [expected, expected, ""]


def test_notes_and_drawings_are_no_answers() -> None:
    """What somebody wrote in a note beside an answer is not part of the answer."""
    note = "<office:annotation><text:p>Ask Jo, perhaps 4</text:p></office:annotation>"
    frame = "<draw:frame><draw:text-box><text:p>4</text:p></draw:text-box></draw:frame>"
    answer = f"<table:table-cell {typed('string')}>{note}{frame}<text:p>3 Agreed</text:p></table:table-cell>"

    assert sheet(rows(row(answer))).rows == [["3 Agreed"]]


def test_tables_that_are_no_sheets_are_passed_over() -> None:
    """Values of other files, kept for formulas that look at them, are nobody's answers."""
    held = f"<table:table table:name=\"'file:///x.ods'#$A\">{row(THREE)}</table:table>"
    linked = f'<table:dde-links><table:dde-link><table:table table:name="D">{row(THREE)}</table:table></table:dde-link></table:dde-links>'
    own = f'<table:table table:name="Own">{row(THREE)}</table:table>'

    assert [s.name for s in opened(document(tables(own + held + linked))).sheets] == ["Own"]


def test_repeats_put_each_value_in_its_place() -> None:
    """Repeated rows, repeated cells and covered cells all count."""
    data = rows(
        row(cell(repeated=3), repeated=2)
        + row(
            cell(), cell(typed("float", value="7"), "7", repeated=2), "<table:covered-table-cell/>", THREE, repeated=2
        )
        + row(cell(repeated=16384), repeated=1048572)
    )

    assert sheet(data).rows == [[], [], ["", 7, 7, "", 3], ["", 7, 7, "", 3]]


def test_merged_cells_are_told() -> None:
    """The area of a merged cell counts from its first cell."""
    merged = cell('table:number-columns-spanned="2" table:number-rows-spanned="3"')

    assert sheet(rows(row(cell()) + row(cell(), merged, THREE))).merged == ((2, 2, 4, 3),)


def test_stray_value_far_out_costs_no_answer() -> None:
    """One cell typed at the end of the sheet is read with the rest."""
    data = rows(row(THREE) + row(cell(repeated=16384), repeated=1048574) + row(cell(repeated=16383), THREE))

    assert sheet(data).value(1, 1) == sheet(data).value(1048576, 16384) == 3


FILL = cell(typed("float", value="3"), "3", repeated=16384)
BOMBS: dict[str, str] = {
    "one value in every cell": tables(f'<table:table table:name="T">{row(FILL, repeated=1048576)}</table:table>'),
    "a value down all rows": tables(f'<table:table table:name="T">{row(cell(repeated=8), THREE, repeated=1048576)}</table:table>'),
    "a million wide": tables(f'<table:table table:name="T">{row(cell(repeated=1000000), THREE)}</table:table>'),
    "two million rows": tables(f'<table:table table:name="T">{row(cell(), repeated=2000000)}{row(THREE)}</table:table>'),
    "far out on many sheets": tables(
        "".join(f'<table:table table:name="T{n}">{row(cell(), repeated=1048575)}{row(THREE)}</table:table>' for n in range(9))
    ),
    "repeats past counting": tables(f'<table:table table:name="T">{row(cell(repeated=10**12), THREE)}</table:table>'),
    "repeats below nothing": tables(f'<table:table table:name="T">{row(cell(repeated=-5), THREE)}</table:table>'),
    "thousands of sheets": tables("".join(f'<table:table table:name="T{n}"/>' for n in range(5000))),
    "two sheets of one name": tables('<table:table table:name="T"/><table:table table:name="t"/>'),
    "elements inside elements": tables("<table:table>" + "<text:p>" * 100_000),
    "too many elements": tables('<table:table table:name="T"><table:table-row>' + "<table:table-cell/>" * 1_000_000),
    "entity": tables("", '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'),
    "another encoding": tables("", '<?xml version="1.0" encoding="utf-16"?>'),
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_bomb_is_refused(name: str) -> None:
    """What would fill a computer is refused while it is read, with words."""
    assert refusal(document(BOMBS[name])).rule.code == UNSAFE


@pytest.mark.parametrize(
    "content", ["", "<a>", tables(""), tables('<table:table table:name="T">')[:-9], "<office:spreadsheet/>", "not XML"]
)
def test_broken_content_is_damage(content: str) -> None:
    """Half a file is not read as if it were the whole."""
    assert refusal(document(content)).rule.code == DAMAGED


@pytest.mark.parametrize(
    ("part", "expected"),
    [("Basic/Standard/Module1.xml", True), ("Basic/script-lc.xml", False), ("Scripts/python/a.py", True), ("x.xml", False)],
)  # fmt: skip
def test_macros_are_said(part: str, expected: bool) -> None:
    """A file with macros is read like any other, and the office is told; empty libraries are none."""
    assert opened(rows(row(THREE), {part: b"<a/>"})).has_macros is expected


@given(st.data())
@settings(max_examples=150, deadline=None, derandomize=True)
def test_spoiled_content_is_read_or_refused(data: st.DataObject) -> None:
    """Whatever happened to a file on its way, nothing stops."""
    spoiled = bytearray(
        tables(f'<table:table table:name="T">{row(cell(repeated=3), THREE)}{row(THREE)}</table:table>').encode()
    )
    for _ in range(data.draw(st.integers(1, 3))):
        spoiled[data.draw(st.integers(0, len(spoiled) - 1))] = data.draw(st.sampled_from(b'<>"=/&0A9 -.e\x00\xff'))

    assert isinstance(open_workbook(document(spoiled.decode("latin-1")), Place(FILE)), Opened | Finding)


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The return as LibreOffice saves it as .ods."""
    return convert(filled(), "ods", tmp_path_factory.mktemp("ods"))


@pytest.mark.office
def test_return_saved_by_libreoffice_reads_in_full(saved: bytes) -> None:
    """All 57 answers with their words, the cover and the identity come through."""
    returned, sent = read(saved), read(filled())

    assert values(returned) == VALUES
    assert len(VALUES) == 57
    assert [(a.evidence, a.comment) for a in returned.answers.values()] == [
        (a.evidence, a.comment) for a in sent.answers.values()
    ]
    assert (returned.cover, returned.identity, codes(returned)) == (sent.cover, sent.identity, [])
    assert [s.name for s in opened(saved).sheets] == [START, *SHEETS, LISTS]
    assert Identity.from_text(opened(saved).keywords) == sent.identity


@pytest.mark.office
def test_changed_return_saved_by_libreoffice_says_what_is_wrong(tmp_path: Path) -> None:
    """Errors, truths and a stray cell far out are told of an .ods as of any workbook."""

    def stray(book: Workbook) -> None:
        book[SHEETS[1]]["XFD1048576"] = "oops"

    data = changed(put("SV1", "Answer", "=1/0"), put("SV2", "Answer", True), stray)
    returned = read(convert(data, "ods", tmp_path))

    assert {(f.question, f.found) for f in returned.findings} == {("SV1", "#DIV/0!"), ("SV2", "True")}
    assert values(returned) == VALUES | {"SV1": None, "SV2": None}


@pytest.mark.office
def test_keywords_that_libreoffice_joins_are_understood(tmp_path: Path) -> None:
    """Saved again as .xlsx, the identity is still in the document's keywords."""
    book = opened(convert(filled(), "xlsx", tmp_path))

    assert Identity.from_text(book.keywords) == read(filled()).identity
