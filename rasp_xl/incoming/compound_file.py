"""The compound file: the container of old Office files, Outlook messages and encrypted workbooks, read within bounds.

It is a file system in a file, of sectors chained by a table. A chain that comes back to itself feeds a reader without
end (a workbook of 1,024 bytes ends a process in this way), so chains are followed here, and each only once.
"""

import struct
from dataclasses import dataclass

START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LAST_SECTOR = 0xFFFFFFFA
"""From here on numbers in the table are marks, not sectors."""

END, FREE, TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
NOBODY = 0xFFFFFFFF
ENTRY = 128
STREAM, ROOT = 2, 5
SMALL = 4096
"""A stream of fewer bytes is kept in a chain of small sectors of its own."""


class BrokenCompound(ValueError):  # noqa: N818 - it is no error of ours
    """The file is not what its first bytes promise."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the directory. left, right and child are lines, or NOBODY."""

    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int


class CompoundFile:
    """The directory of a compound file, and its streams by their names in the root folder, which are case-folded.

    Raises:
        BrokenCompound: when it cannot be read to the end; also later, by stream.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._read(data)
        except (struct.error, IndexError) as error:
            raise BrokenCompound from error

    def _read(self, data: bytes) -> None:
        self._data = data
        (power,) = struct.unpack_from("<H", data, 30)
        if not data.startswith(START) or power not in (9, 12):
            raise BrokenCompound
        self._size = 1 << power
        directory, self._cutoff, self._first_small, _, more, _ = struct.unpack_from("<L4x5L", data, 48)
        self._table = b"".join(self._sector(n) for n in self._table_sectors(more))
        lines = self._chain(directory)
        self.entries = [_entry(lines[at : at + ENTRY]) for at in range(0, len(lines) - ENTRY + 1, ENTRY)]
        root = self.entries[0]
        if root.kind != ROOT:
            raise BrokenCompound
        self.root = {entry.name.casefold(): entry for entry in self._siblings(root.child)}

    def _sector(self, number: int) -> bytes:
        at = (number + 1) * self._size
        if number >= LAST_SECTOR or at >= len(self._data):
            raise BrokenCompound
        return self._data[at : at + self._size]

    def _table_sectors(self, more: int) -> list[int]:
        """Where the table is: the first 109 of its sectors are in the header, more in a chain of lists."""
        numbers = list(struct.unpack_from("<109L", self._data, 76))
        seen = set()
        while more < LAST_SECTOR:
            if more in seen:
                raise BrokenCompound
            seen.add(more)
            *listed, more = struct.unpack(f"<{self._size // 4}L", self._sector(more))
            numbers += listed
        used = [number for number in numbers if number < LAST_SECTOR]
        if len(set(used)) < len(used):
            raise BrokenCompound
        return used

    def _chain(self, first: int) -> bytes:
        return b"".join(self._sector(number) for number in _followed(first, self._table))

    def _siblings(self, first: int) -> list[Entry]:
        """All entries of one folder, which form a tree."""
        found, to_do, seen = [], [first], set()
        while to_do:
            number = to_do.pop()
            if number == NOBODY:
                continue
            if number in seen or number >= len(self.entries):
                raise BrokenCompound
            seen.add(number)
            entry = self.entries[number]
            found.append(entry)
            to_do += (entry.left, entry.right)
        return found

    def stream(self, name: str) -> bytes:
        """A stream of the root folder, cut to its size; empty where there is none of that name."""
        entry = self.root.get(name.casefold())
        if entry is None or entry.kind != STREAM:
            return b""
        try:
            if entry.size >= self._cutoff:
                return self._chain(entry.start)[: entry.size]
            sectors = _followed(entry.start, self._chain(self._first_small))
            small = self._chain(self.entries[0].start)
            return b"".join(small[n * 64 : n * 64 + 64] for n in sectors)[: entry.size]
        except struct.error as error:
            raise BrokenCompound from error


def _followed(number: int, table: bytes) -> list[int]:
    """The sectors of a chain, in order."""
    chain: list[int] = []
    seen = set()
    while number < LAST_SECTOR:
        if number in seen:
            raise BrokenCompound
        seen.add(number)
        chain.append(number)
        (number,) = struct.unpack_from("<L", table, number * 4)
    return chain


def _entry(line: bytes) -> Entry:
    length, kind, left, right, child = struct.unpack_from("<HBx3L", line, 64)
    start, size = struct.unpack_from("<2L", line, 116)
    return Entry(
        line[: max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace"), kind, left, right, child, start, size
    )


def compound_of(name: str, stream: bytes) -> bytes:
    """A compound file with one stream in it, of our own making, so that a reader finds this stream and nothing else."""
    sectors = max(-(-len(stream) // 512), SMALL // 512)
    tables = 1
    while tables * 128 < sectors + tables + 1:
        tables += 1
    if tables > 109:
        raise BrokenCompound
    chain = [*range(1, sectors), END, END, *[TABLE] * tables]
    table = struct.pack(f"<{tables * 128}L", *chain, *[FREE] * (tables * 128 - len(chain)))
    where = [sectors + 1 + n for n in range(tables)]
    header = struct.pack(
        "<8s16x5H6x9L109L", START, 0x3E, 3, 0xFFFE, 9, 6, 0, tables, sectors, 0, SMALL, END, 0, END, 0,
        *where, *[FREE] * (109 - tables),
    )  # fmt: skip
    directory = _line("Root Entry", ROOT, 1, END, 0) + _line(name, STREAM, NOBODY, 0, max(len(stream), SMALL))
    return header + stream.ljust(sectors * 512, b"\0") + directory.ljust(512, b"\0") + table


def _line(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    written = name.encode("utf-16-le")
    told = struct.pack("<64sHBB3L", written, len(written) + 2, kind, 1, NOBODY, NOBODY, child)
    return told + struct.pack("<36x2L4x", start, size)
