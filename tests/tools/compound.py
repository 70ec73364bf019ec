"""Compound files, the container of old Office files, built entry by entry: good ones and ones that lie."""

import struct
from collections.abc import Mapping

SECTOR = 512
END, FREE, TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
NOBODY = 0xFFFFFFFF


def compound(root: Mapping[str, bytes | Mapping[str, bytes]]) -> bytes:
    """A file with these streams (bytes) and folders of streams in its root; every stream is kept in large sectors."""
    lines: list[tuple[str, int, int, int, bytes]] = [("Root Entry", 5, NOBODY, 1 if root else NOBODY, b"")]
    _add(lines, root)
    sectors: list[bytes] = []
    table: list[int] = []
    directory = b""
    for name, kind, sibling, child, content in lines:
        start = len(sectors) if content else END
        size = max(len(content), 4096) if content else 0
        _store(content.ljust(size, b"\0"), sectors, table)
        directory += _line(name, kind, (sibling, child), start, size)
    first = len(sectors)
    _store(directory, sectors, table)
    count = -(-(len(sectors) + 4) // 128)
    where = [len(sectors) + n for n in range(count)]
    numbers = [*table, *[TABLE] * count]
    numbers += [FREE] * (count * 128 - len(numbers))
    return header(first, where) + b"".join(sectors) + struct.pack(f"<{len(numbers)}L", *numbers)


def header(directory: int, tables: list[int], more: int = END) -> bytes:
    """The first sector: where the directory and the table begin."""
    return struct.pack(
        "<8s16x5H6x9L109L",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6,
        0, len(tables), directory, 0, 4096, END, 0, more, 0,
        *tables, *[FREE] * (109 - len(tables)),
    )  # fmt: skip


def _add(lines: list[tuple[str, int, int, int, bytes]], folder: Mapping[str, bytes | Mapping[str, bytes]]) -> None:
    """The entries of a folder, each the right neighbour of the one before, and after them what is in its own folders."""
    first = len(lines)
    for n, (name, held) in enumerate(folder.items(), 1):
        sibling = first + n if n < len(folder) else NOBODY
        is_stream = isinstance(held, bytes)
        lines.append((name, 2 if is_stream else 1, sibling, NOBODY, held if isinstance(held, bytes) else b""))
    for n, held in enumerate(folder.values()):
        if not isinstance(held, bytes):
            name, kind, sibling, _, content = lines[first + n]
            lines[first + n] = (name, kind, sibling, len(lines), content)
            _add(lines, held)


def _store(content: bytes, sectors: list[bytes], table: list[int]) -> None:
    for at in range(0, len(content), SECTOR):
        sectors.append(content[at : at + SECTOR].ljust(SECTOR, b"\0"))
        table.append(len(sectors) if at + SECTOR < len(content) else END)


def _line(name: str, kind: int, links: tuple[int, int], start: int, size: int) -> bytes:
    written = name.encode("utf-16-le")
    told = struct.pack("<64sHBB3L", written, len(written) + 2, kind, 1, NOBODY, *links)
    return told + struct.pack("<36x2L4x", start, size)


def record(kind: int, content: bytes = b"") -> bytes:
    """One record of an .xls workbook's stream."""
    return struct.pack("<2H", kind, len(content)) + content
