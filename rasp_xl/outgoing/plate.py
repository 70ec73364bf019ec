"""A plate: one template taken apart into what is the same for all of its form, and the gaps for own words.

What is the same is packed once. The own words between are put in as they are, a few hundred bytes that are not worth packing.
"""

import re
import zlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from rasp_xl.outgoing.book import cell, escaped
from rasp_xl.outgoing.own_words import OwnWord
from rasp_xl.outgoing.packed_archive import Packed, PackedArchive, deflated, pack, stored
from rasp_xl.outgoing.template import Built

BOOK, STRINGS, PROPERTIES = "xl/workbook.xml", "xl/sharedStrings.xml", "docProps/core.xml"
SHEET_NAME = re.compile(r'<sheet name="([^"]*)"')
ABOUT = re.compile(rb"(?<=<dc:title>)[^<]*(?=</dc:title>)|(?<=<cp:keywords>)[^<]*(?=</cp:keywords>)")
"""The two properties that are a council's own: the document's title and its keywords."""

ITEM, CLOSING = b"<si>", b"</sst>"
COUNTS = re.compile(rb'count="[0-9]+" uniqueCount="[0-9]+"')


@dataclass(frozen=True, slots=True)
class Cut:
    """A sheet between its own words: a piece, a gap, a piece and so on, each piece also packed.

    numbers are those of the words, in the order of the gaps; openings are the beginnings of their cells, for instance
    <c r="B4" s="7".
    """

    pieces: tuple[bytes, ...]
    packed: tuple[bytes, ...]
    numbers: tuple[int, ...]
    openings: tuple[bytes, ...]


class Plate:
    """Prints templates of one form; the words are always those of the same cells, in the same order."""

    def __init__(self, built: Built, words: Sequence[OwnWord]) -> None:
        self.archive = PackedArchive(built.data)
        self._texts, self._held = built.texts, built.held
        part = self.archive.part
        names = SHEET_NAME.findall(part(BOOK).decode())
        own: dict[str, list[tuple[int, OwnWord]]] = defaultdict(list)
        for number, word in enumerate(words):
            own[f"xl/worksheets/sheet{names.index(_in_xml(word.sheet)) + 1}.xml"].append((number, word))
        self._cuts = {name: _cut(part(name), cells) for name, cells in own.items()}
        self._about = ABOUT.split(part(PROPERTIES))
        self._head, *items = part(STRINGS).split(ITEM)
        self._same = b"".join(ITEM + item for item in items[: len(built.texts)]).removesuffix(CLOSING)
        self._packed = deflated(self._same, last=False)
        self._begun: dict[bytes, int] = {}

    def printed(self, words: Sequence[OwnWord], about: tuple[str, str]) -> bytes:
        """The template with these words, and with this title and these keywords."""
        numbers = self._numbers(words)
        changed = {name: _sheet(cut, numbers) for name, cut in self._cuts.items()}
        changed[STRINGS] = self._strings(words, numbers)
        written = (_in_xml(escaped(text)).encode() for text in about)
        pieces = zip_longest(self._about, written, fillvalue=b"")
        changed[PROPERTIES] = pack(b"".join(piece for pair in pieces for piece in pair))
        return self.archive.with_parts(changed)

    def _numbers(self, words: Sequence[OwnWord]) -> list[int | None]:
        """The number that each word has among the shared texts, None for a blank; new texts follow those that are there."""
        new: dict[str, int] = {}
        numbers: list[int | None] = []
        for word in words:
            known = self._texts.get(word.text)
            if known is None and word.text:
                known = new.setdefault(word.text, len(self._texts) + len(new))
            numbers.append(known if word.text else None)
        return numbers

    def _strings(self, words: Sequence[OwnWord], numbers: Sequence[int | None]) -> Packed:
        """The shared texts: how many there are, those of all, which are packed already, and then the new ones."""
        new = {n: word.text for n, word in zip(numbers, words, strict=True) if n is not None and n >= len(self._texts)}
        held = self._held + sum(number is not None for number in numbers)
        head = COUNTS.sub(b'count="%d" uniqueCount="%d"' % (held, len(self._texts) + len(new)), self._head)
        if head not in self._begun:
            self._begun[head] = zlib.crc32(self._same, zlib.crc32(head))
        tail = b"".join(map(_item, new.values())) + CLOSING
        data = stored(head, last=False) + self._packed + stored(tail, last=True)
        return Packed(zlib.crc32(tail, self._begun[head]), len(head) + len(self._same) + len(tail), data)


def _cut(part: bytes, own: Sequence[tuple[int, OwnWord]]) -> Cut:
    """Take the cells out of a sheet. Its rows stand in order, but the words need not."""
    found = []
    for number, word in own:
        address = cell(word.row, word.column).encode()
        match = re.search(rb'(<c r="%b"(?: s="[0-9]+")?)(?:/>| t="s"><v>[0-9]+</v></c>)' % address, part)
        if match is None:
            raise ValueError(f"{word.sheet} has no cell {address.decode()} as XlsxWriter is known to write it")
        found.append((match.start(), match.end(), number, match[1]))
    found.sort()
    starts, ends = (*(start for start, *_ in found), len(part)), (0, *(end for _, end, *_ in found))
    pieces = tuple(part[end:start] for end, start in zip(ends, starts, strict=True))
    packed = (*(deflated(piece, last=False) for piece in pieces[:-1]), deflated(pieces[-1], last=True))
    return Cut(pieces, packed, tuple(number for *_, number, _ in found), tuple(opening for *_, opening in found))


def _sheet(cut: Cut, numbers: Sequence[int | None]) -> Packed:
    """The sheet with its cells again."""
    first, *rest = cut.pieces
    data, checksum, size = [cut.packed[0]], zlib.crc32(first), len(first)
    for piece, packed, number, opening in zip(rest, cut.packed[1:], cut.numbers, cut.openings, strict=True):
        text = numbers[number]
        own = opening + (b"/>" if text is None else b' t="s"><v>%d</v></c>' % text)
        data += (stored(own, last=False), packed)
        checksum = zlib.crc32(piece, zlib.crc32(own, checksum))
        size += len(own) + len(piece)
    return Packed(checksum, size, b"".join(data))


def _item(text: str) -> bytes:
    """A shared text in XML, as XlsxWriter writes it."""
    shown = escaped(text)
    kept = ' xml:space="preserve"' if shown[0].isspace() or shown[-1].isspace() else ""
    return f"<si><t{kept}>{_in_xml(shown)}</t></si>".encode()


def _in_xml(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
