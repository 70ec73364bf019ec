"""Files that are no workbooks, and archives that are not what they say: refused with a reason, and never a crash."""

import struct
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from came_back import FILE, SHEETS, VALUES, changed, filled, outcome, read, slot_of, values, with_part
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from zip_parts import members, rezipped

from rasp_xl.incoming.relations import MOST_SHEETS
from rasp_xl.incoming.returns import Return
from rasp_xl.incoming.safety import MOST_MERGED, Package, open_package
from rasp_xl.incoming.unpacking import MOST_PARTS, MOST_UNPACKED
from rasp_xl.model.findings import Finding, Place
from rasp_xl.model.layout import COUNTING, LISTS, SCORES, START

DAMAGED, UNSAFE = "RX104", "RX105"
FIRST_AREA = "xl/worksheets/sheet2.xml"
WORKBOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
PARTS = members(filled())
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def package(data: bytes) -> Package:
    found = open_package(data, Place(FILE))
    assert isinstance(found, Package), found
    return found


def code(data: bytes) -> str:
    """The code of the finding that says why a file is not read; empty where it is read."""
    found = outcome(data)
    return found.rule.code if isinstance(found, Finding) else ""


def test_good_template_passes_with_the_sheets_people_type_on() -> None:
    """The workbook we sent is let in, without the sheets that only calculate."""
    found = package(filled())

    assert tuple(found.sheets) == (START, *SHEETS, LISTS)
    assert SCORES not in found.sheets
    assert COUNTING not in found.sheets
    assert not found.has_macros


def test_reader_is_given_the_checked_parts_and_nothing_else() -> None:
    """What was not checked cannot be come to by any road: it is not in the archive that the reader opens."""
    found = package(with_part("xl/media/image1.png", b"\x89PNG"))
    handed = list(members(found.data).values())

    assert [handed.count(found.parts[part]) for part in found.sheets.values()] == [1] * 7
    assert found.parts["xl/sharedStrings.xml"] in handed
    assert found.parts["xl/styles.xml"] in handed
    assert len(handed) == 7 + 5
    assert PARTS["xl/worksheets/sheet7.xml"] not in handed


@pytest.mark.parametrize("kept", [0.001, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 0.9999])
def test_cut_off_file_is_damaged(kept: float) -> None:
    """A download that broke off anywhere is refused as damaged."""
    assert code(filled()[: int(len(filled()) * kept)]) == DAMAGED


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_flipped_bytes_never_stop_the_run(data: st.DataObject) -> None:
    """Whatever a bad disk or line does to a file, it is read or refused, and the batch goes on."""
    spoiled = bytearray(filled())
    for _ in range(data.draw(st.integers(1, 4))):
        # The directory at the end is a small part of the file, and the part that hurts most.
        from_end = data.draw(st.sampled_from((len(spoiled), 2000, 30)))
        at = len(spoiled) - 1 - data.draw(st.integers(0, from_end - 1))
        spoiled[at] = data.draw(st.integers(0, 255))

    assert isinstance(outcome(bytes(spoiled)), Return | Finding)


READ_PARTS = tuple(name for name in PARTS if name in package(filled()).parts)


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_flipped_bytes_inside_a_part_never_stop_the_run(data: st.DataObject) -> None:
    """The same inside the parts, where the archive's own check sums notice nothing."""
    name = data.draw(st.sampled_from(READ_PARTS))
    part = bytearray(PARTS[name])
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(part) - 1))
        part[at] = data.draw(st.sampled_from(b'<>"=/&0AZ\x00\xff 9-.e'))

    assert isinstance(outcome(rezipped(PARTS | {name: bytes(part)})), Return | Finding)


def test_prefix_that_stands_for_nothing_is_damage() -> None:
    """A list of sheets in which a namespace went missing is refused, although a simple parser takes it."""
    assert code(with_part(WORKBOOK, PARTS[WORKBOOK].replace(b"xmlns:r=", b"xmlns:q="))) == DAMAGED


def renamed(data: bytes, old: str, new: str) -> bytes:
    """An archive with a part's name overwritten by another of the same length, wherever it stands."""
    assert len(old) == len(new)
    return data.replace(old.encode(), new.encode())


@pytest.mark.parametrize("second", [FIRST_AREA, FIRST_AREA.upper(), FIRST_AREA.replace("/", "\\")])
def test_part_that_comes_twice_is_refused(second: str) -> None:
    """Programs differ in which of two equal names they read, so neither is believed."""
    unlike = "xl/worksheets/sheet_.xml"
    twice = renamed(with_part(unlike, PARTS[FIRST_AREA]), unlike, second)

    assert code(twice) == UNSAFE


@pytest.mark.parametrize("written", [FIRST_AREA.upper(), FIRST_AREA.replace("/", "\\")])
def test_part_with_an_odd_name_is_found(written: str) -> None:
    """An old zip program that changed case or slashes costs nobody an answer."""
    assert values(read(renamed(filled(), FIRST_AREA, written))) == VALUES


@pytest.mark.parametrize(("spare", "expected"), [(MOST_PARTS - len(PARTS), ""), (MOST_PARTS - len(PARTS) + 1, UNSAFE)])
def test_too_many_parts_are_refused(spare: int, expected: str) -> None:
    """An archive with thousands of parts is not opened."""
    many = rezipped(PARTS | {f"xl/media/{n}.txt": b"" for n in range(spare)})

    assert code(many) == expected


def test_too_many_sheets_are_refused() -> None:
    """A workbook with hundreds of sheets is no return."""

    def add_sheets(book: Workbook) -> None:
        for n in range(MOST_SHEETS):
            book.create_sheet(f"n{n}")

    assert code(changed(add_sheets)) == UNSAFE


XML_PARTS = (
    FIRST_AREA,
    "xl/sharedStrings.xml",
    "xl/styles.xml",
    WORKBOOK,
    RELATIONS,
    "docProps/core.xml",
    "_rels/.rels",
)


@pytest.mark.parametrize("part", XML_PARTS)
def test_document_type_definition_is_refused(part: str) -> None:
    """No spreadsheet program writes one, and what it can do to a parser is known: even a harmless one is refused."""
    head, rest = PARTS[part].split(b"?>", 1)
    found = outcome(with_part(part, head + b"?><!DOCTYPE x>" + rest))

    assert isinstance(found, Finding)
    assert found.rule.code == UNSAFE
    assert "document type definition" in found.message


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_part_in_another_encoding_is_refused(encoding: str) -> None:
    """A reader would see an empty sheet there and say nothing."""
    text = PARTS[FIRST_AREA].decode().replace("UTF-8", encoding)

    assert code(with_part(FIRST_AREA, text.encode(encoding))) == UNSAFE


@pytest.mark.parametrize("part", XML_PARTS)
def test_part_that_is_not_well_formed_is_damage(part: str) -> None:
    """Half a sheet is not read as if it were the whole."""
    assert code(with_part(part, PARTS[part][:-9])) == DAMAGED


@pytest.mark.parametrize("part", [FIRST_AREA, "xl/sharedStrings.xml", WORKBOOK, "docProps/core.xml"])
def test_bomb_is_refused_before_it_is_unpacked(part: str) -> None:
    """A part that would unpack to far more than a template holds is cut off at the bound."""
    bomb = with_part(part, PARTS[part] + b" " * (MOST_UNPACKED + 1))

    assert len(bomb) < len(filled()) * 3
    assert code(bomb) == UNSAFE


def test_bomb_in_a_part_that_nobody_reads_stays_packed() -> None:
    """A huge picture is no reason to refuse the answers, as it is never unpacked."""
    bulky = with_part("xl/media/image1.emf", b"\x00" * (MOST_UNPACKED + 1))

    assert values(read(bulky)) == VALUES


def test_bound_is_over_all_parts_together() -> None:
    """Many parts, each below the bound, do not get past it together."""
    spaces = b" " * (MOST_UNPACKED // 5)
    sheets = {f"xl/worksheets/sheet{n}.xml": PARTS[f"xl/worksheets/sheet{n}.xml"] + spaces for n in range(1, 7)}

    assert code(rezipped(PARTS | sheets)) == UNSAFE


def test_one_long_text_in_many_cells_is_refused() -> None:
    """A text is kept once and used by number: a megabyte of it in a thousand cells would be a gigabyte."""
    long = b"<sst><si><t>" + b"a" * 1_000_000 + b"</t></si></sst>"
    cells = b"".join(b'<c r="A%d" t="s"><v>0</v></c>' % n for n in range(1, 999))
    sheet = b"<worksheet><sheetData><row>" + cells + b"</row></sheetData></worksheet>"
    few = sheet.replace(cells, cells[:2_000].rpartition(b"<c")[0])

    assert code(rezipped(PARTS | {"xl/sharedStrings.xml": long, FIRST_AREA: sheet})) == UNSAFE
    assert code(rezipped(PARTS | {"xl/sharedStrings.xml": PARTS["xl/sharedStrings.xml"], FIRST_AREA: few})) == ""


def test_long_texts_used_once_pass() -> None:
    """Many pages of comment beside an answer are nobody's fault."""
    slot = slot_of("SV1")

    def write_much(book: Workbook) -> None:
        book[slot.sheet][slot.cell("Comment")] = "word " * 6_000
        workings = book.create_sheet("Our workings")
        for row in range(1, 6_001):
            workings.cell(row, 1, f"line {row}")

    assert values(read(changed(write_much))) == VALUES


def test_merged_areas_without_end_are_refused() -> None:
    """Merged areas cost memory one by one."""
    merged = b"<mergeCells>" + b'<mergeCell ref="A1:B1"/>' * (MOST_MERGED + 1) + b"</mergeCells></worksheet>"

    assert code(with_part(FIRST_AREA, PARTS[FIRST_AREA].replace(b"</worksheet>", merged))) == UNSAFE


def test_size_that_the_archive_declares_is_not_believed() -> None:
    """A part that claims to be small is not read past its claim, and what follows it does not reach the reader."""
    hidden = PARTS[FIRST_AREA] + b'<x><sheetData><c r="XFD1048576"><v>1</v></c></sheetData></x>'
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in PARTS.items():
            archive.writestr(name, hidden if name == FIRST_AREA else part)
        liar = archive.getinfo(FIRST_AREA)
        liar.file_size, liar.CRC = len(PARTS[FIRST_AREA]), zlib.crc32(PARTS[FIRST_AREA])

    assert values(read(out.getvalue())) == VALUES


def test_second_name_of_a_part_is_not_followed() -> None:
    """The zip format lets a part carry a second name, by which some readers know it; ours is given only what was checked."""
    info = zipfile.ZipInfo("xl/other.bin")
    name = FIRST_AREA.encode()
    info.extra = struct.pack("<HHBI", 0x7075, 5 + len(name), 1, zlib.crc32(b"xl/other.bin")) + name
    out = BytesIO(filled())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(info, b'<worksheet><sheetData><c r="XFD1048576"><v>1</v></c></sheetData></worksheet>')

    assert values(read(out.getvalue())) == VALUES


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_packing_that_no_spreadsheet_uses_is_refused(method: int) -> None:
    """Other ways of packing than the two that spreadsheets use bring only trouble."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, part in PARTS.items():
            archive.writestr(name, part)

    assert code(out.getvalue()) == UNSAFE


def test_archive_with_a_password_is_refused() -> None:
    """A zip with a password on its parts is said to be unreadable rather than asked for a password."""
    locked = bytearray(filled())
    at = locked.index(b"PK\x01\x02")
    while at >= 0:
        locked[at + 8] |= 1
        at = locked.find(b"PK\x01\x02", at + 1)

    assert code(bytes(locked)) == DAMAGED


def test_part_that_the_workbook_names_but_lacks_is_damage() -> None:
    """A sheet that is listed and not there means that the file did not arrive whole."""
    assert code(with_part(FIRST_AREA, None)) == DAMAGED


def test_macros_are_said_and_not_run(tmp_path: Path) -> None:
    """A workbook with macros is read like any other, and the office is told."""
    returned = read(with_part("xl/vbaProject.bin", OLE))

    assert [finding.rule.code for finding in returned.findings] == ["RX407"]
    assert values(returned) == VALUES
