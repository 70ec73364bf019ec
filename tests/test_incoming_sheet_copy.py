"""Sheets whose cells lie far apart, and sheets with one cell that the reader stops at: read all the same, from a copy."""

from datetime import date, datetime
from io import BytesIO
from xml.sax.saxutils import quoteattr

import pytest
from came_back import FILE, SLOTS, VALUES, changed, codes, filled, outcome, put, read, slot_of, values, with_part
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils.cell import coordinate_to_tuple
from zip_parts import members, patched, rezipped

from rasp_xl.incoming import cells
from rasp_xl.incoming.extent import TooFar
from rasp_xl.incoming.returns import Return
from rasp_xl.incoming.safety import Package, open_package
from rasp_xl.incoming.sheet_copy import MOST_COPIED, SPOILT, SheetCopy, copies
from rasp_xl.incoming.workbook import Workbook as Opened
from rasp_xl.incoming.workbook import open_workbook
from rasp_xl.model.findings import Finding, Place

DAMAGED, UNREADABLE, ERROR = "RX104", "RX201", "RX202"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet2.xml"


def opened(data: bytes) -> Opened:
    found = open_workbook(data, Place(FILE))
    assert isinstance(found, Opened), found
    return found


def answered(cell: str) -> bytes:
    """The return in which the cell of SV1's answer is written in another way; {r} stands for its address."""
    part = members(filled())[SHEET].decode()
    address = slot_of("SV1").cell("Answer")
    start = part.index(f'<c r="{address}"')
    end = part.index("</c>", start) + 4
    style = part[start:end].split('s="')[1].split('"')[0]
    return with_part(SHEET, (part[:start] + cell.format(r=f'r="{address}" s="{style}"') + part[end:]).encode())


@pytest.mark.parametrize("address", ["XFD1048576", "A1048576", "Z1048576", "XFD1", "XFD70000"])
def test_stray_value_far_out_costs_no_answer(address: str) -> None:
    """The usual cause: somebody presses Ctrl and an arrow key, types, and saves. All is read, the stray value too."""
    slot = SLOTS[0]

    def type_far_out(book: Workbook) -> None:
        book[slot.sheet][address] = "oops"

    data = changed(type_far_out)
    opened = open_workbook(data, Place(FILE))
    row, column = coordinate_to_tuple(address)

    assert values(read(data)) == VALUES
    assert isinstance(opened, Opened)
    assert next(s for s in opened.sheets if s.name == slot.sheet).value(row, column) == "oops"


def test_sheet_with_a_stray_value_reads_as_without_it() -> None:
    """Dates, truths, long texts and numbers keep their kind on the way past the far cell."""

    def fill(book: Workbook) -> None:
        kinds = book.create_sheet("Kinds", 0)
        kinds["B3"], kinds["D3"], kinds["B7"] = date(2026, 3, 1), datetime(2026, 3, 1, 12, 30), True
        kinds["C9"], kinds["D9"], kinds["E9"] = 2.5, " two  <blanks> & more\n", '="a"&"b"'

    def stray(book: Workbook) -> None:
        book["Kinds"]["XFD1048576"] = "oops"

    plain, far_out = (open_workbook(changed(*changes), Place(FILE)) for changes in ((fill,), (fill, stray)))

    assert isinstance(plain, Opened)
    assert isinstance(far_out, Opened)
    for n, line in enumerate(plain.sheets[0].rows, 1):
        assert [far_out.sheets[0].value(n, c) for c in range(1, len(line) + 1)] == line
    assert far_out.hidden("Kinds", 9, 5) == "="


@pytest.mark.parametrize(
    "error", ["#SPILL!", "#CALC!", "#GETTING_DATA", "#BUSY!", "#FIELD!", "#ref!", "#NEVER SEEN", "#REF!", "#N/A"]
)
def test_any_error_costs_one_answer(error: str) -> None:
    """Errors newer than the reader would make it refuse the workbook; now they are told, as the others are."""
    returned = read(answered(f'<c {{r}} t="e"><f>1</f><v>{error}</v></c>'))

    assert codes(returned) == [ERROR]
    assert returned.findings[0].found == error
    assert values(returned) == VALUES | {"SV1": None}


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("<c {r}><v>NaN</v></c>", "nan"),
        ("<c {r}><v>inf</v></c>", "inf"),
        ("<c {r}><v>-inf</v></c>", "-inf"),
        ("<c {r}><v>1e999</v></c>", "inf"),
        ('<c {r} t="b"><v>7</v></c>', SPOILT),
        ('<c {r} t="s"><v>99999</v></c>', SPOILT),
        ('<c {r} t="odd"><v>3</v></c>', SPOILT),
    ],
)
def test_cell_that_no_program_writes_costs_one_answer(cell: str, found: str) -> None:
    """A number that is none, a truth of 7, a text that is not there: asked for, and the other 56 answers are read."""
    returned = read(answered(cell))

    assert codes(returned) == [UNREADABLE]
    assert returned.findings[0].found == found
    assert values(returned) == VALUES | {"SV1": None}


def dated(value: str) -> bytes:
    """The return with a date without end under Date, at which the reader panics."""
    part = members(filled())["xl/worksheets/sheet1.xml"].decode()
    start = part.index("<v>", part.index('<c r="B7"'))
    end = part.index("</v>", start)
    return patched(filled(), "xl/worksheets/sheet1.xml", part[start:end], f"<v>{value}")


@pytest.mark.parametrize("value", ["-inf", "-1e999", "NaN", "inf", "1e300", "-1", "99999999999"])
def test_impossible_date_costs_no_answer(value: str) -> None:
    """A date without end makes the reader panic, which no except Exception would catch. The answers are read."""
    assert values(read(dated(value))) == VALUES


def test_reader_panics_without_the_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The danger is real: without the second reading, the same file is damage. It is no end of the run even then."""
    monkeypatch.setattr(Package, "copied", lambda package: package)
    found = outcome(dated("-inf"))

    assert isinstance(found, Finding)
    assert found.rule.code == DAMAGED
    assert "panic" in found.message


@pytest.mark.parametrize("signal", [KeyboardInterrupt, SystemExit])
def test_only_panics_are_survived(signal: type[BaseException]) -> None:
    """Somebody who stops the run is obeyed."""

    def stopped() -> None:
        raise signal

    with pytest.raises(signal):
        cells.attempt(stopped() for _ in range(1))  # type: ignore[misc]


def test_formula_without_its_value_is_told() -> None:
    """A file made by a program that does not calculate holds formulas and no results: asked for, not taken for a blank."""
    returned = read(changed(put("SV1", "Answer", '="3 Agreed"')))

    assert codes(returned) == ["RX203"]
    assert values(returned) == VALUES | {"SV1": None}


@pytest.mark.parametrize("form", ["<c {r}><f>1</f></c>", "<c {r}><f/></c>", "<c {r} t='n'><f>1</f><v/></c>"])
def test_formula_without_its_value_is_told_however_written(form: str) -> None:
    """Other programs write less, or write it otherwise."""
    assert codes(read(answered(form))) == ["RX203"]


def test_error_is_told_where_cells_have_no_addresses() -> None:
    """Some programs leave addresses out; a cell is then found by counting."""
    part = members(filled())[SHEET].decode()
    address = slot_of("SV1").cell("Answer")
    start = part.index(f'<c r="{address}"')
    end = part.index("</c>", start) + 4
    spoilt = with_part(SHEET, f"{part[:start]}<c t='e'><v>#REF!</v></c>{part[end:]}".encode())

    assert [f.found for f in read(spoilt).findings] == ["#REF!"]


def stripped(value: object) -> object:
    """A value, of a text without blanks around it: programs differ in whether they keep those."""
    return value.strip() if isinstance(value, str) else value


def small() -> dict[str, bytes]:
    """The parts of a workbook of one sheet, with a style of its own for dates and some shared texts."""
    book = Workbook()
    for n in range(32):
        book.worksheets[0].cell(n + 1, 1, f"text {n}")
    book.worksheets[0]["B1"] = date(2026, 1, 1)
    out = BytesIO()
    book.save(out)
    return members(out.getvalue())


SMALL = small()
TEXTS = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=6)
CONTENTS = st.one_of(
    st.integers(-9, 99).map(lambda n: f"><v>{n}</v>"),
    st.floats(-1e6, 1e6).map(lambda n: f"><v>{n!r}</v>"),
    st.booleans().map(lambda b: f' t="b"><v>{int(b)}</v>'),
    st.integers(0, 30).map(lambda n: f' t="s"><v>{n}</v>'),
    TEXTS.map(lambda t: f' t="str"><f>1</f><v>{quoteattr(t)[1:-1]}</v>'),
    TEXTS.map(lambda t: f' t="inlineStr"><is><r><t>{quoteattr(t)[1:-1]}</t></r><rPh sb="0" eb="1"><t>x</t></rPh></is>'),
    st.just(' t="e"><v>#N/A</v>'),
    st.just("><f>1</f>"),
    st.just(' s="1"><v>46000</v>'),
    st.just(' s="1">'),
)
PLACED = st.dictionaries(st.tuples(st.integers(1, 60), st.sampled_from("ACFZ")), CONTENTS, min_size=1, max_size=12)


@given(PLACED)
@settings(max_examples=100, deadline=None, derandomize=True)
def test_copy_reads_as_the_sheet_itself(placed: dict[tuple[int, str], str]) -> None:
    """Whatever a sheet holds, its copy says the same at the same places."""
    lines: dict[int, str] = {}
    for (row, column), content in sorted(placed.items()):
        lines[row] = lines.get(row, "") + f'<c r="{column}{row}"{content}</c>'
    rows = "".join(f'<row r="{row}">{line}</row>' for row, line in lines.items())
    part = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'.encode()
    package = open_package(rezipped(SMALL | {"xl/worksheets/sheet1.xml": part}), Place(FILE))
    assert isinstance(package, Package)
    itself, copy = (cells.read_sheets(p, Place(FILE)) for p in (package, package.copied()))

    assert isinstance(itself, tuple)
    assert isinstance(copy, tuple)
    for row, column in placed:
        address = row, ord(column) - 64
        assert stripped(copy[0].value(*address)) == stripped(itself[0].value(*address))
    assert sum(stripped(v) != "" for r in copy[0].rows for v in r) == sum(
        stripped(v) != "" for r in itself[0].rows for v in r
    )


def test_copies_are_bounded_too() -> None:
    """A sheet of far too much is refused whichever way it is written."""
    line = "".join(f'<c r="A{n}"><v>1</v></c>' for n in range(1, MOST_COPIED + 2)).encode()
    corners = "".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(1, 300)).encode()

    with pytest.raises(TooFar):
        SheetCopy(b"<s>" + line + b"</s>", b"")
    with pytest.raises(TooFar):
        copies({"wide": b"<s>" + corners + b"</s>"}, b"")


def test_spoilt_cell_is_no_blank_elsewhere_either() -> None:
    """In a comment too, something that could not be read shows as such."""
    part = members(filled())[SHEET].decode()
    address = slot_of("SV1").cell("Comment")
    start = part.index(f'<c r="{address}"')
    end = part.index("</c>", start) + 4
    data = with_part(SHEET, f'{part[:start]}<c r="{address}" t="b"><v>7</v></c>{part[end:]}'.encode())
    returned = read(data)

    assert isinstance(returned, Return)
    assert returned.answers["SV1"].comment == SPOILT
