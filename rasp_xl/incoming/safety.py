"""Safety: is a workbook fit to be opened? Checked on the bytes, before any reader sees them.

One value far from all others makes a reader set aside memory for every cell between and stops the whole process
(calamine issue 693), so the extent of every sheet is known before a sheet is opened. Readers also differ in how they
look for a part in an archive; so the reader is given a new archive, of the parts that were checked and of nothing else.
"""

import zipfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from io import BytesIO

from rasp_xl.incoming.extent import MOST_CELLS, TooFar
from rasp_xl.incoming.fresh_archive import workbook_archive
from rasp_xl.incoming.hidden_cells import HiddenCells, hidden_in, last_row
from rasp_xl.incoming.relations import Contents, contents
from rasp_xl.incoming.shared_texts import check_texts
from rasp_xl.incoming.sheet_copy import SheetCopy, copies
from rasp_xl.incoming.unpacking import BROKEN, CUT_SHORT, Refusal, Unpacker, check_size
from rasp_xl.model.file_rules import DAMAGED, UNSAFE
from rasp_xl.model.findings import Finding, Place
from rasp_xl.model.layout import COMPUTED

MOST_MERGED = 50_000

NOTES, PICTURES = "cell notes", "pictures"
UNREAD = ((NOTES, "xl/comments"), (PICTURES, "xl/media/"))
"""What people put into workbooks besides cells, and how the names of its parts start, case-folded."""


@dataclass(frozen=True, slots=True)
class Package:
    """A workbook that is fit to be opened: the parts that were checked, and which of them holds which sheet.

    copies are of the sheets, by name, that a reader must not see as they are; hidden is what cells that read as blank
    hold, by row and column, on the sheets whose cells cannot be found by their addresses alone. unread are, in words, what
    else people put into workbooks.
    """

    parts: Mapping[str, bytes]
    sheets: Mapping[str, str]
    contents: Contents
    has_macros: bool = False
    computed: Mapping[str, bytes] = field(default_factory=dict)
    copies: Mapping[str, SheetCopy] = field(default_factory=dict)
    hidden: Mapping[str, Mapping[tuple[int, int], str]] = field(default_factory=dict)
    unread: tuple[str, ...] = ()

    @property
    def data(self) -> bytes:
        """An archive of the checked parts alone, for a reader to open."""
        held = {
            name: self.copies[name].part() if name in self.copies else self.parts.get(part, b"")
            for name, part in self.sheets.items()
        }
        return workbook_archive(held, self.strings, self.parts.get(self.contents.styles, b""), self.contents.date1904)

    @property
    def strings(self) -> bytes:
        """The part with the texts that cells share."""
        return self.parts.get(self.contents.strings, b"")

    @property
    def properties(self) -> bytes:
        """The part with the document's properties."""
        return self.parts.get(self.contents.properties, b"")

    def last_row(self, sheet: str) -> int:
        """The last row in which a cell that reads as blank may hold something; 0 where there is none."""
        if sheet in self.hidden:
            return max((row for row, _ in self.hidden[sheet]), default=0)
        return last_row(self.parts.get(self.sheets.get(sheet, ""), b""))

    def hidden_content(self, sheet: str, row: int, column: int) -> str:
        """What a cell that reads as blank really holds: an error such as #REF!, = for a formula without a value, or nothing."""
        if sheet in self.hidden:
            return self.hidden[sheet].get((row, column), "")
        return hidden_in(self.parts.get(self.sheets.get(sheet, ""), b""), row, column)

    def copied(self) -> "Package":
        """The same with a copy of every sheet, without whatever a reader may have stopped at.

        Raises:
            TooFar: the sheets are too large for that.
        """
        made = copies({name: self.parts.get(part, b"") for name, part in self.sheets.items()}, self.strings)
        return replace(self, copies=made)


def open_package(data: bytes, place: Place, unread: Collection[str] = ()) -> Package | Finding:
    """Unpack a workbook within the limits, or say why not. That it is one was told by `kinds.look`.

    Sheets that a template computes by itself (Your scores, How it counts) are unpacked, but not looked into.
    Sheets named in unread are left packed.
    """
    try:
        check_size(data)
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _opened(Unpacker(archive), unread)
    except Refusal as refusal:
        return Finding.at(place, refusal.rule, **refusal.facts)
    except BROKEN:
        return Finding.at(place, DAMAGED, reason=CUT_SHORT)


def _opened(box: Unpacker, unread: Collection[str]) -> Package:
    listed = contents(box)
    sheets = {name: part for name, part in listed.sheets if name not in COMPUTED and name not in unread}
    for part in (listed.strings, listed.styles, listed.properties, *sheets.values()):
        box.part(part)
    extents = {name: box.extents[part] for name, part in sheets.items() if part in box.extents}
    held = {name: box.parts[part] for name, part in sheets.items()}
    if any(held[name].count(b"mergeCell") > MOST_MERGED for name in extents):
        raise Refusal(UNSAFE, reason=f"it has more than {MOST_MERGED:,} merged areas")
    try:
        check_texts(box.part(listed.strings), held, extents)
    except TooFar as error:
        raise Refusal(UNSAFE, reason=str(error)) from error
    return Package(
        box.parts,
        sheets,
        listed,
        any(name.endswith("vbaproject.bin") for name in box.names),
        {name: box.raw(part) for name, part in listed.sheets if name in COMPUTED},
        _copies_of_far(extents, held, box.part(listed.strings)),
        {name: extent.hidden for name, extent in extents.items()},
        tuple(words for words, part in UNREAD if any(name.startswith(part) for name in box.names)),
    )


def _copies_of_far(
    extents: Mapping[str, HiddenCells], parts: Mapping[str, bytes], strings: bytes
) -> Mapping[str, SheetCopy]:
    """Copies of the sheets that reach too far, with what lies near enough read as it is."""
    left = MOST_CELLS
    far: dict[str, bytes] = {}
    for name, extent in extents.items():
        if extent.cells > left:
            far[name] = parts[name]
        else:
            left -= extent.cells
    try:
        return copies(far, strings, left)
    except TooFar as error:
        reason = next(
            (
                f"sheet {name[:40]} has something in cell {extents[name].far}, far from the rest: ask the sender to delete it"
                for name in far
                if extents[name].far
            ),
            str(error),
        )
        raise Refusal(UNSAFE, reason=reason) from error
