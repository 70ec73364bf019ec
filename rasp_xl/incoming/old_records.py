"""Old records: the stream of records that an .xls workbook is made of, as far as must be known before a reader opens it."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from rasp_xl.incoming.extent import MOST_CELLS
from rasp_xl.model.findings import column_letters

NAMES = ("Workbook", "Book")
"""The stream's name since Excel 97, and before. A file that holds both is read by the first."""

END, SHEET, PASSWORD, STRINGS, DIMENSIONS, MANY_NUMBERS = 0x0A, 0x85, 0x2F, 0xFC, 0x0200, 0xBD
CELLS = frozenset({0x02, 0x03, 0x04, 0x05, 0x06, 0xD6, 0xFD, 0x0203, 0x0204, 0x0205, 0x0206, 0x027E, 0x0406})
"""Records of a cell that holds something: each begins with its row and column, counted from 0."""

MOST_RECORDS = 1_000_000
MOST_OLD_SHEETS = 200


class TooMuch(Exception):  # noqa: N818 - it is no error of ours
    """Raised with what is wrong with the workbook, as a clause."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its kind, where its content stands in the stream, and how long it is."""

    kind: int
    at: int
    length: int


def records(stream: bytes, at: int = 0) -> Iterator[Record]:
    """The records from a place to the next end mark, or to where the stream breaks off."""
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<2H", stream, at)
        yield Record(kind, at + 4, length)
        if kind == END:
            return
        at += 4 + length


def has_password(stream: bytes) -> bool:
    """Whether a workbook's stream is encrypted, which its first records say."""
    return any(record.kind == PASSWORD for record in records(stream))


def without_dimensions(stream: bytes) -> bytes:
    """The stream without what its sheets say of their own size, which is not to be believed and which readers believe.

    Raises:
        TooMuch: the sheets reach too far, or are more than a workbook has.
        struct.error: a record breaks off.
    """
    mended = bytearray(stream)
    left, records_left = MOST_CELLS, MOST_RECORDS
    for start, name in _sheets(stream):
        last_row = last_column = 0
        for record in records(stream, start):
            records_left -= 1
            if record.kind == DIMENSIONS:
                mended[record.at : record.at + record.length] = bytes(
                    len(mended[record.at : record.at + record.length])
                )
            row, column = _cell(stream, record)
            last_row, last_column = max(last_row, row), max(last_column, column)
            if last_row * last_column > left:
                cell = f"{column_letters(column)}{row}"
                raise TooMuch(
                    f"sheet {name} has something in cell {cell}, far from the rest: ask the sender to delete it"
                )
            if records_left < 0:
                raise TooMuch("it is not built as any spreadsheet program builds it")
        left -= last_row * last_column
    return bytes(mended)


def _sheets(stream: bytes) -> list[tuple[int, str]]:
    """Where each sheet's records begin, and its name."""
    found = []
    for record in records(stream):
        if record.kind == SHEET:
            (start,) = struct.unpack_from("<L", stream, record.at)
            found.append((start, _name(stream[record.at + 6 : record.at + record.length])))
        elif record.kind == STRINGS and struct.unpack_from("<L", stream, record.at + 4)[0] > len(stream):
            raise TooMuch("it claims to hold more texts than it has bytes")
    if len(found) > MOST_OLD_SHEETS:
        raise TooMuch(f"it has more than {MOST_OLD_SHEETS} sheets")
    return found


def _name(written: bytes) -> str:
    """A sheet's name: its length, in newer files a mark for the letters' width, and the letters."""
    marked = written[1:2] in (b"\x00", b"\x01")
    wide = written[1:2] == b"\x01"
    return written[1 + marked :].decode("utf-16-le" if wide else "latin-1", "replace")[:31]


def _cell(stream: bytes, record: Record) -> tuple[int, int]:
    """Row and column, counted from 1, of the last cell that a record fills; noughts where it fills none."""
    if record.kind in CELLS:
        row, column = struct.unpack_from("<2H", stream, record.at)
        return row + 1, column + 1
    if record.kind == MANY_NUMBERS:
        (row,) = struct.unpack_from("<H", stream, record.at)
        (column,) = struct.unpack_from("<H", stream, record.at + record.length - 2)
        return row + 1, column + 1
    return 0, 0
