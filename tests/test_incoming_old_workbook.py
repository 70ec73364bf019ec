"""The old .xls format: read where it can be, and never followed in circles."""

import struct
from pathlib import Path

import pytest
from came_back import FILE, SHEETS, VALUES, changed, filled, outcome, put, values
from compound import END, compound, header, record
from hypothesis import given, settings
from hypothesis import strategies as st
from office import convert
from openpyxl import Workbook
from with_little_memory import ABORTED, outcomes

from rasp_xl.incoming.compound_file import BrokenCompound, CompoundFile, compound_of
from rasp_xl.incoming.old_records import MOST_OLD_SHEETS
from rasp_xl.incoming.returns import Return
from rasp_xl.incoming.workbook import Workbook as Opened
from rasp_xl.incoming.workbook import open_workbook
from rasp_xl.model.findings import Finding, Place
from rasp_xl.model.layout import LISTS, START

DAMAGED, UNSAFE = "RX104", "RX105"
GLOBALS, SHEET = (record(0x0809, struct.pack("<6H4x", 0x0600, kind, 0, 1997, 0, 0)) for kind in (5, 0x10))
FINISH = record(0x0A)


def number(row: int, column: int, value: float = 3) -> bytes:
    """A cell with a number; row and column count from 0."""
    return record(0x0203, struct.pack("<3Hd", row, column, 0, value))


def stream(*sheets: bytes, first: bytes = b"", listed: int = 1) -> bytes:
    """A workbook's stream: records of its own, and sheets of these records, each listed so many times."""
    names = [f"Sheet {n}".encode() for n in range(len(sheets))]
    length = len(GLOBALS + first + FINISH) + listed * sum(4 + 8 + len(name) for name in names)
    table, body = b"", b""
    for name, records in zip(names, sheets, strict=True):
        entry = struct.pack("<LBBBB", length + len(body), 0, 0, len(name), 0) + name
        table += record(0x85, entry) * listed
        body += SHEET + records + FINISH
    return GLOBALS + first + table + FINISH + body


def book(*sheets: bytes, first: bytes = b"", listed: int = 1) -> bytes:
    return compound({"Workbook": stream(*sheets, first=first, listed=listed)})


def opened(data: bytes) -> Opened:
    found = open_workbook(data, Place(FILE))
    assert isinstance(found, Opened), found
    return found


def refusal(data: bytes) -> Finding:
    found = open_workbook(data, Place(FILE))
    assert isinstance(found, Finding)
    return found


def test_cells_are_read() -> None:
    """A workbook of the smallest kind is opened, and said to be of the old format."""
    found = opened(book(number(0, 0) + number(2, 1, 2.5)))

    assert found.old_format
    assert [(sheet.name, sheet.rows) for sheet in found.sheets] == [("Sheet 0", [[3, ""], ["", ""], ["", 2.5]])]
    assert found.hidden("Sheet 0", 1, 2) == ""


def test_stray_value_far_out_is_named() -> None:
    """Where a cell would cost half a gigabyte, its sheet and address are said instead."""
    found = refusal(book(number(0, 0), number(0, 0) + number(65535, 255)))

    assert found.rule.code == UNSAFE
    assert "sheet Sheet 1 has something in cell IV65536, far from the rest" in found.message


def test_size_that_a_sheet_claims_is_not_believed() -> None:
    """A sheet that claims four thousand million rows and has one is read by what it has."""
    claim = record(0x0200, struct.pack("<2L3H", 0, 0xFFFFFFFF, 0, 0xFFFF, 0))

    assert opened(book(claim + number(0, 0))).sheets[0].rows == [[3]]


@pytest.mark.parametrize(
    "data",
    [
        book(number(0, 0), listed=MOST_OLD_SHEETS + 1),
        book(number(0, 0), first=record(0xFC, struct.pack("<2L", 9, 0x7FFFFFFF))),
        book(record(0x99) * 100_000, listed=20),
        book(record(0x0203, b"\x00")),
        book(number(0, 0)).ljust(11 * 1024 * 1024, b"\x00"),
    ],
    ids=["too many sheets", "more texts than bytes", "too many records", "half a cell", "too large"],
)
def test_what_no_program_writes_is_refused(data: bytes) -> None:
    """Counts that cannot be true are not handed to the reader."""
    assert refusal(data).rule.code in {DAMAGED, UNSAFE}


def linked(data: bytes, sector: int, to: int) -> bytes:
    """A file in which one sector's link in the table leads somewhere else."""
    tables = struct.unpack_from("<L", data, 76)[0]
    at = (tables + 1) * 512 + sector * 4
    return data[:at] + struct.pack("<L", to) + data[at + 4 :]


GOOD = book(number(0, 0))
LOOPS = {
    "back to its start": linked(GOOD, 3, 0),
    "to itself": linked(GOOD, 0, 0),
    "out of the file": linked(GOOD, 0, 99_999),
    "directory to itself": linked(GOOD, len(GOOD) // 512 - 3, len(GOOD) // 512 - 3),
    "1,024 bytes": header(0, [0]) + struct.pack("<128L", *[0] * 128),
    "list of tables to itself": header(0, [], more=0) + struct.pack("<128L", *[0] * 128),
    "nothing but marks": header(END, [0]) + b"\xff" * 512,
}  # fmt: skip


@pytest.mark.parametrize("name", LOOPS)
def test_chain_in_circles_is_damage(name: str) -> None:
    """A chain of sectors that never ends, or ends outside the file, is not followed."""
    assert refusal(LOOPS[name]).rule.code == DAMAGED


def test_chain_in_circles_ends_a_reader_without_the_check(tmp_path: Path) -> None:
    """The danger is real: the bare reader takes memory without end, and we do not."""
    (tmp_path / "loop").write_bytes(LOOPS["1,024 bytes"])

    assert outcomes(tmp_path, bare=True) == {"loop": ABORTED}
    assert outcomes(tmp_path) == {"loop": DAMAGED}


@given(st.binary(max_size=20_000))
@settings(max_examples=50, deadline=None, derandomize=True)
def test_stream_comes_out_as_it_went_in(content: bytes) -> None:
    """The file of our own making holds what the reader is to see, filled up to the least size of a stream."""
    again = CompoundFile(compound_of("Workbook", content)).stream("workbook")

    assert again == content.ljust(4096, b"\x00")


def test_small_streams_are_found() -> None:
    """Streams of less than 4,096 bytes are kept in small sectors, in a chain of their own."""
    small = bytearray(compound({"Note": b"", "Root store": b"short note".ljust(64, b"\x00")}))
    store = CompoundFile(bytes(small))

    assert store.stream("nothing of that name") == b""
    assert store.stream("Root store").startswith(b"short note")


@given(st.data())
@settings(max_examples=150, deadline=None, derandomize=True)
def test_spoiled_file_is_read_or_refused(data: st.DataObject) -> None:
    """Whatever happened to an old file on its way, its container costs no run."""
    spoiled = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.sampled_from((512, len(spoiled)))) - 1 - data.draw(st.integers(0, 511))
        spoiled[at] = data.draw(st.integers(0, 255))
    try:
        found = CompoundFile(bytes(spoiled)).stream("Workbook")
    except BrokenCompound:
        found = b""

    assert len(found) <= len(spoiled)
    assert isinstance(open_workbook(bytes(spoiled), Place(FILE)), Opened | Finding)


@pytest.mark.office
def test_return_saved_as_xls_by_libreoffice_is_read(tmp_path: Path) -> None:
    """All 57 answers come through, the merged cells too, whatever the file is called."""

    def merge(workbook: Workbook) -> None:
        workbook[SHEETS[4]].merge_cells("I7:I8")

    old = convert(filled(), "xls", tmp_path)
    found, returned = opened(old), outcome(old)
    merged = opened(convert(changed(merge, put("GV2", "Answer", "2 In progress")), "xls", tmp_path))

    assert isinstance(returned, Return)
    assert values(returned) == VALUES
    assert len(VALUES) == 57
    assert found.old_format
    assert [sheet.name for sheet in found.sheets] == [START, *SHEETS, LISTS]
    assert (7, 9, 8, 9) in next(sheet for sheet in merged.sheets if sheet.name == SHEETS[4]).merged
