"""A packed archive: some of its members get other content, and the rest stays as it was packed.

Packing takes most of the time that a workbook needs once its sheets are known, and zipfile cannot copy what is packed.
"""

import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

LOCAL, ENTRY, END = 30, 46, 22
"""Bytes of a member's own head, of its entry in the directory and of the archive's end, each without names."""

BLOCK = 0xFFFF
"""The most bytes that one block of content that is not packed may have."""

CRC_IN_LOCAL, CRC_IN_ENTRY, PLACE_IN_ENTRY, PLACE_IN_END = 14, 16, 42, 16


@dataclass(frozen=True, slots=True)
class Packed:
    """A member's content: its checksum, its size before it was packed, and its bytes packed."""

    checksum: int
    size: int
    data: bytes


def pack(content: bytes) -> Packed:
    """A member's content, packed as zipfile does it."""
    return Packed(zlib.crc32(content), len(content), deflated(content, last=True))


def deflated(content: bytes, last: bool) -> bytes:
    """A piece of a member's content, packed by itself so that others can stand before and behind it."""
    packer = zlib.compressobj(zlib.Z_DEFAULT_COMPRESSION, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush(zlib.Z_FINISH if last else zlib.Z_SYNC_FLUSH)


def stored(content: bytes, last: bool) -> bytes:
    """A piece of a member's content as it is, which takes no time; it may only follow pieces that are not the last."""
    blocks: list[bytes] = []
    for start in range(0, len(content) or 1, BLOCK):
        block = content[start : start + BLOCK]
        final = last and start + BLOCK >= len(content)
        blocks += (struct.pack("<B2H", final, len(block), len(block) ^ 0xFFFF), block)
    return b"".join(blocks)


def content(data: bytes, name: str) -> bytes:
    """A member's content out of an archive as PackedArchive gives it, without looking at the others.

    Raises:
        ValueError: there is no such member, or it is not what its checksum says.
    """
    named = data.rfind(name.encode())
    entry = named - ENTRY
    if named < 0 or data[entry : entry + 4] != b"PK\1\2":
        raise ValueError(f"{name} is missing")
    checksum, size = struct.unpack_from("<2L", data, entry + CRC_IN_ENTRY)
    (at,) = struct.unpack_from("<L", data, entry + PLACE_IN_ENTRY)
    begin = at + LOCAL + len(name)
    try:
        found = zlib.decompress(data[begin : begin + size], -zlib.MAX_WBITS)
    except zlib.error as error:
        raise ValueError(f"{name} cannot be unpacked ({error})") from error
    if data[at + LOCAL : begin] != name.encode() or zlib.crc32(found) != checksum:
        raise ValueError(f"{name} is not what the archive says of it")
    return found


@dataclass(frozen=True, slots=True)
class _Member:
    """A member with its own head, its packed content, and where its entry begins in the directory."""

    name: str
    head: bytes
    data: bytes
    entry: int


class PackedArchive:
    """An archive as zipfile writes it into memory: no comment, and sizes in each member's head."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            listed, start = archive.infolist(), archive.start_dir
        self._directory = data[start:-END]
        self._end = data[-END:]
        self._members = []
        entry = 0
        for info in listed:
            at = info.header_offset
            begin = at + LOCAL + sum(struct.unpack_from("<2H", data, at + LOCAL - 4))
            packed_data = data[begin : begin + info.compress_size]
            self._members.append(_Member(info.filename, data[at:begin], packed_data, entry))
            entry += ENTRY + sum(struct.unpack_from("<3H", self._directory, entry + 28))

    def part(self, name: str) -> bytes:
        """A member's content, unpacked."""
        return zlib.decompress(next(m.data for m in self._members if m.name == name), -zlib.MAX_WBITS)

    def parts(self) -> dict[str, bytes]:
        """Every member's content, unpacked, in their order."""
        return {member.name: zlib.decompress(member.data, -zlib.MAX_WBITS) for member in self._members}

    def with_parts(self, changed: Mapping[str, Packed]) -> bytes:
        """The archive's bytes with other content in some members."""
        directory, end = bytearray(self._directory), bytearray(self._end)
        body: list[bytes] = []
        place = 0
        for member in self._members:
            head, data = member.head, member.data
            if new := changed.get(member.name):
                facts = struct.pack("<3L", new.checksum, len(new.data), new.size)
                head = head[:CRC_IN_LOCAL] + facts + head[CRC_IN_LOCAL + len(facts) :]
                directory[member.entry + CRC_IN_ENTRY : member.entry + CRC_IN_ENTRY + len(facts)] = facts
                data = new.data
            struct.pack_into("<L", directory, member.entry + PLACE_IN_ENTRY, place)
            body += (head, data)
            place += len(head) + len(data)
        struct.pack_into("<L", end, PLACE_IN_END, place)
        return b"".join((*body, directory, end))
