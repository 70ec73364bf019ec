"""Compound files (OLE), the file systems in a file that Outlook saves messages as: written from folders and streams.

No library on this system writes one. Only what the format needs is there: up to 109 sectors of its allocation table,
that is files up to 6.8 MB.
"""

import struct
from collections.abc import Mapping
from typing import Union

Storage = Mapping[str, Union[bytes, "Storage"]]

SECTOR, SMALL, CUTOFF = 512, 64, 4_096
FREE, END, FAT_SECTOR, NOBODY = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
STORAGE, STREAM, ROOT = 1, 2, 5


class Table:
    """Bytes in sectors of one size, and the table that says which sector follows which."""

    def __init__(self, size: int) -> None:
        self.size, self.body, self.next = size, bytearray(), list[int]()

    def add(self, data: bytes) -> int:
        """The first sector of a chain that holds the data."""
        count = -(-len(data) // self.size)
        if not count:
            return END
        first = len(self.next)
        self.next += [*range(first + 1, first + count), END]
        self.body += data.ljust(count * self.size, b"\x00")
        return first


class Writer:
    """Collects streams in sectors, and entries of the directory in the order of their numbers."""

    def __init__(self) -> None:
        self.sectors, self.small = Table(SECTOR), Table(SMALL)
        self.entries: list[bytes] = [b""]

    def storage(self, content: Storage) -> int:
        """The number of the entry at the top of the tree of what a storage holds."""
        numbers = []
        for name in sorted(content, key=lambda name: (len(name), name.upper())):
            numbers.append((name, len(self.entries)))
            self.entries.append(b"")
        return self._tree(numbers, content)

    def _tree(self, numbers: list[tuple[str, int]], content: Storage) -> int:
        if not numbers:
            return NOBODY
        middle = len(numbers) // 2
        name, number = numbers[middle]
        left, right = self._tree(numbers[:middle], content), self._tree(numbers[middle + 1 :], content)
        inner = content[name]
        if isinstance(inner, bytes):
            where = (self.small if len(inner) < CUTOFF else self.sectors).add(inner)
            self.entries[number] = entry(name, STREAM, (left, right, NOBODY), where, len(inner))
        else:
            self.entries[number] = entry(name, STORAGE, (left, right, self.storage(inner)), 0, 0)
        return number


def entry(name: str, kind: int, around: tuple[int, int, int], first: int, size: int) -> bytes:
    """One entry of the directory; around are its neighbours in the tree to the left and right, and below."""
    encoded = name.encode("utf-16-le")
    head = struct.pack("<64sHBB3L", encoded, len(encoded) + 2, kind, 1, *around)
    return head + bytes(36) + struct.pack("<LQ", first, size)


def ole_file(content: Storage) -> bytes:
    """A compound file that holds these streams (bytes) and storages (mappings)."""
    writer = Writer()
    top = writer.storage(content)
    small_start = writer.sectors.add(bytes(writer.small.body))
    writer.entries[0] = entry("Root Entry", ROOT, (NOBODY, NOBODY, top), small_start, len(writer.small.body))
    table = b"".join(struct.pack("<L", number) for number in writer.small.next)
    small_table = writer.sectors.add(table.ljust(-(-len(table) // SECTOR) * SECTOR, b"\xff"))
    blank = entry("", 0, (NOBODY, NOBODY, NOBODY), 0, 0)
    filling = [blank] * (-len(writer.entries) % (SECTOR // len(blank)))
    directory = writer.sectors.add(b"".join([*writer.entries, *filling]))
    return _closed(writer.sectors, directory, small_table, -(-len(table) // SECTOR))


def _closed(sectors: Table, directory: int, small_table: int, small_sectors: int) -> bytes:
    """Header, sectors, and after them the table of all sectors, which counts its own."""
    used, count = len(sectors.next), 0
    while count * (SECTOR // 4) < used + count:
        count += 1
    if count > 109:
        raise ValueError("this writer stops at 6.8 MB")
    chain = [*sectors.next, *[FAT_SECTOR] * count]
    table = struct.pack(f"<{len(chain)}L", *chain).ljust(count * SECTOR, b"\xff")
    header = struct.pack("<8s16s5H6x", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9L", 0, count, directory, 0, CUTOFF, small_table, small_sectors, END, 0)
    own = [*range(used, used + count), *[FREE] * (109 - count)]
    return header + struct.pack("<109L", *own) + bytes(sectors.body) + table
