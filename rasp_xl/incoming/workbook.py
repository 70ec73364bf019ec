"""A workbook that came back, opened: its sheets as values, and what else its file says. One face for every format."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from rasp_xl.incoming.cells import SheetValues, keywords, read_sheets
from rasp_xl.incoming.kinds import Kind, look
from rasp_xl.incoming.old_workbook import read_old_sheets
from rasp_xl.incoming.open_document import Document, open_document
from rasp_xl.incoming.safety import Package, open_package
from rasp_xl.model.findings import Finding, Place


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets in their order, less those a template computes by itself; keywords are the document's.

    computed holds the bytes of the sheets a template computes (Your scores, How it counts) by sheet name, unpacked within
    the bounds and not parsed; it is empty where the format has no such parts. old_format is true of .xls.
    """

    sheets: tuple[SheetValues, ...]
    keywords: str = ""
    has_macros: bool = False
    old_format: bool = False
    computed: Mapping[str, bytes] = field(default_factory=dict)
    package: Package | Document | None = None

    def last_row(self, sheet: str) -> int:
        """The last row of a sheet in which a cell that reads as blank may hold something; the values may end before it."""
        return self.package.last_row(sheet) if self.package else 0

    def hidden(self, sheet: str, row: int, column: int) -> str:
        """What a cell that reads as blank really holds: an error such as #REF!, = for a formula without a value, or nothing.

        Of the old format nothing is known.
        """
        return self.package.hidden_content(sheet, row, column) if self.package else ""

    @property
    def unread(self) -> tuple[str, ...]:
        """What is in the file besides cells and is not read, in words: cell notes, pictures. Of the old format nothing is known."""
        return self.package.unread if self.package else ()


def open_workbook(data: bytes, place: Place, unread: Collection[str] = ()) -> Workbook | Finding:
    """Check and open a file's bytes, or say in a finding why not. What it is, its bytes tell and not its name.

    Of a workbook of Excel the sheets named in unread are not even unpacked, so that what they hold counts for no limit.
    """
    seen = look(data)
    if seen.kind is Kind.WORKBOOK:
        return _workbook(data, place, unread)
    if seen.kind is Kind.OPEN_DOCUMENT:
        document = open_document(data, place)
        if isinstance(document, Finding):
            return document
        return Workbook(document.sheets, document.keywords, document.has_macros, package=document)
    if seen.kind is Kind.OLD_WORKBOOK:
        old = read_old_sheets(data, place)
        return old if isinstance(old, Finding) else Workbook(old[0], has_macros=old[1], old_format=True)
    return seen.refusal(place)


def _workbook(data: bytes, place: Place, unread: Collection[str]) -> Workbook | Finding:
    package = open_package(data, place, unread)
    if isinstance(package, Finding):
        return package
    sheets = read_sheets(package, place)
    if isinstance(sheets, Finding):
        return sheets
    return Workbook(sheets, keywords(package), package.has_macros, computed=package.computed, package=package)
