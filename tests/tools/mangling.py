"""Files mangled at random, the same for the same seed: bits, slices, members of archives, and what stands in their XML."""

import re
import zipfile
from collections.abc import Callable, Sequence
from random import Random

from zip_parts import members, rezipped

MOST_BYTES = 400_000
TOKENS = (
    b"", b"0", b"-1", b"1e999", b"NaN", b"4294967296", b"99999999999999999999", b"XFD1048576", b"ZZZZ99999999", b"A0", b"true", b"&#0;",
    b"&lt;", b"\xff\xfe", b"\xed\xa0\x80", b"../../x", b"http://192.0.2.1/", b"=1+1", b"s", b"e", b"str", b"inlineStr", b"x" * 40_000,
)  # fmt: skip
ATTRIBUTE = re.compile(rb'="[^"<>]*"')
TEXT = re.compile(rb">[^<>]{1,60}<")
TAG = re.compile(rb"</?[A-Za-z][^<>]{0,300}>")

Mangler = Callable[[bytes, Random], bytes]


def mangled(seeds: Sequence[bytes], case: str) -> bytes:
    """One of the seeds with one to four changes; the case decides which."""
    random = Random(case)
    data = random.choice(seeds)
    for _ in range(random.choice((1, 1, 2, 4))):
        how = random.choice((*PLAIN, *ARCHIVE * 2) if data[:2] == b"PK" else PLAIN)
        data = how(data, random, seeds)[:MOST_BYTES]
    return data


def _flipped(data: bytes, random: Random, _seeds: Sequence[bytes]) -> bytes:
    changed = bytearray(data)
    for _ in range(min(len(data), random.choice((1, 1, 2, 8, 64)))):
        changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def _cut(data: bytes, random: Random, _seeds: Sequence[bytes]) -> bytes:
    return data[: random.randrange(len(data) + 1)]


def _without_slice(data: bytes, random: Random, _seeds: Sequence[bytes]) -> bytes:
    start = random.randrange(len(data) + 1)
    return data[:start] + data[start + random.choice((1, 4, 100, 5_000)) :]


def _with_slice_twice(data: bytes, random: Random, _seeds: Sequence[bytes]) -> bytes:
    start = random.randrange(len(data) + 1)
    end = start + random.choice((1, 4, 100, 5_000))
    return data[:end] + data[start:end] + data[end:]


def _overwritten(data: bytes, random: Random, _seeds: Sequence[bytes]) -> bytes:
    start = random.randrange(len(data) + 1)
    piece = random.choice((bytes(4), b"\xff" * 4, b"\xff" * 400, random.randbytes(64)))
    return data[:start] + piece + data[start + len(piece) :]


def _spliced(data: bytes, random: Random, seeds: Sequence[bytes]) -> bytes:
    other = random.choice(seeds)
    return data[: random.randrange(len(data) + 1)] + other[random.randrange(len(other)) :]


def _in_archive(change: Callable[[dict[str, bytes], Random], dict[str, bytes]]) -> Mangler:
    """A change of an archive's members; an archive that no longer opens is left as it is."""

    def mangle(data: bytes, random: Random, _seeds: Sequence[bytes]) -> bytes:
        try:
            parts = members(data)
        except (
            zipfile.BadZipFile,
            ValueError,
            OSError,
            NotImplementedError,
            RuntimeError,
            EOFError,
            zipfile.zlib.error,
        ):
            return data
        return rezipped(change(parts, random)) if parts else data

    return mangle


def _swapped(parts: dict[str, bytes], random: Random) -> dict[str, bytes]:
    one, other = (random.choice(list(parts)) for _ in range(2))
    return parts | {one: parts[other], other: parts[one]}


def _dropped(parts: dict[str, bytes], random: Random) -> dict[str, bytes]:
    gone = random.choice(list(parts))
    return {name: part for name, part in parts.items() if name != gone}


def _renamed(parts: dict[str, bytes], random: Random) -> dict[str, bytes]:
    one, other = (
        random.choice(list(parts)),
        random.choice(("", "x", "xl/workbook.bin", "../x", "mimetype", "content.xml")),
    )
    return {other if name == one else name: part for name, part in parts.items()}


def _scratched(parts: dict[str, bytes], random: Random) -> dict[str, bytes]:
    one = random.choice(list(parts))
    return (
        parts | {one: random.choice((_flipped, _cut, _without_slice, _with_slice_twice))(parts[one], random, ())}
        if parts[one]
        else parts
    )


def _retyped(
    pattern: re.Pattern[bytes], around: tuple[bytes, bytes]
) -> Callable[[dict[str, bytes], Random], dict[str, bytes]]:
    """Other attributes, texts or tags in a part's XML."""

    def change(parts: dict[str, bytes], random: Random) -> dict[str, bytes]:
        one = random.choice(list(parts))
        places = [found.span() for found in pattern.finditer(parts[one][:200_000])]
        part = parts[one]
        for start, end in sorted(random.sample(places, min(len(places), random.choice((1, 3, 20)))), reverse=True):
            part = part[:start] + around[0] + random.choice(TOKENS) + around[1] + part[end:]
        return parts | {one: part}

    return change


PLAIN = (_flipped, _cut, _without_slice, _with_slice_twice, _overwritten, _spliced)
ARCHIVE = tuple(
    _in_archive(change)
    for change in (
        _swapped, _dropped, _renamed, _scratched, _retyped(ATTRIBUTE, (b'="', b'"')), _retyped(TEXT, (b">", b"<")), _retyped(TAG, (b"", b"")),
    )
)  # fmt: skip
