"""Files that are no workbooks, and archives that are not what they say: refused with a reason, and never a crash."""

import struct
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from came_back import FILE, SHEETS, VALUES, changed, filled, outcome, read, values, with_part
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from zip_parts import members, rezipped

from rasp_xl.incoming.returns import Return
from rasp_xl.incoming.safety import MOST_PARTS, MOST_SHEETS, MOST_UNPACKED, Package, open_package
from rasp_xl.model.findings import Finding, Place
from rasp_xl.model.layout import COUNTING, LISTS, SCORES, START

EMPTY, OTHER_KIND, LOCKED, DAMAGED, UNSAFE = "RX101", "RX102", "RX103", "RX104", "RX105"
FIRST_AREA = "xl/worksheets/sheet2.xml"
WORKBOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def package(data: bytes) -> Package:
    found = open_package(data, Place(FILE))
    assert isinstance(found, Package), found
    return found


def code(data: bytes) -> str:
    """The code of the finding that says why a file is not read; empty where it is read."""
    found = outcome(data)
    return found.rule.code if isinstance(found, Finding) else ""


def zipped(*names: str) -> bytes:
    """An archive of small parts."""
    return rezipped(dict.fromkeys(names, b"<a/>"))


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
    handed = members(found.data)

    assert handed == dict(found.parts)
    assert set(found.sheets.values()) <= set(handed)
    assert "xl/media/image1.png" not in handed


@pytest.mark.parametrize(
    ("data", "expected", "word"),
    [
        (b"", EMPTY, "0 bytes"),
        (b"%PDF-1.7\n%\xe2\xe3", OTHER_KIND, "a PDF"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", OTHER_KIND, "a web page"),
        (b"\xef\xbb\xbf\r\n <HTML><table>", OTHER_KIND, "a web page"),
        (b"{\\rtf1\\ansi Ref Answer}", OTHER_KIND, "a text document"),
        (b'<?xml version="1.0"?><Workbook/>', OTHER_KIND, "an XML file"),
        (b"\x89PNG\r\n\x1a\n", OTHER_KIND, "a picture"),
        (b"\xff\xd8\xff\xe0", OTHER_KIND, "a picture"),
        (b"Ref,Question,Answer\nSV1,Is it?,3\n", OTHER_KIND, "plain text"),
        (b"Rar!\x1a\x07", OTHER_KIND, "a RAR archive"),
        (b"\x00" * 4096, OTHER_KIND, "something else"),
        (zipped("word/document.xml", "[Content_Types].xml"), OTHER_KIND, "a Word document"),
        (zipped("ppt/presentation.xml"), OTHER_KIND, "a PowerPoint presentation"),
        (zipped("Index/Document.iwa"), OTHER_KIND, "an Apple Numbers file"),
        (zipped("xl/workbook.bin"), OTHER_KIND, ".xlsb"),
        (zipped("one.xlsx", "two.xlsx"), OTHER_KIND, "a zip archive of something else"),
        (rezipped({}), OTHER_KIND, "a zip archive of something else"),
        (OLE + b"\x00" * 504 + "EncryptedPackage".encode("utf-16-le"), LOCKED, "password"),
        (OLE, LOCKED, "password"),
        (b"PK", DAMAGED, "broken"),
        (b"PK\x03\x04 and then nothing", DAMAGED, "broken"),
    ],
)
def test_other_kind_of_file_is_named(data: bytes, expected: str, word: str) -> None:
    """Whoever sent a PDF or a sign-in page is told so in words, by what the file is and not by its name."""
    found = outcome(data)

    assert isinstance(found, Finding)
    assert found.rule.code == expected
    assert word in found.message
    assert str(found.place) == FILE


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


PARTS = members(filled())
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
