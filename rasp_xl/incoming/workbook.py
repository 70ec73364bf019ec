"""A workbook that came back, opened: its sheets as values, and what else its file says. One face for every format."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from rasp_xl.incoming.cells import SheetValues, hidden_content, keywords, read_sheets
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
    package: Package | None = None

    def hidden(self, sheet: str, row: int, column: int) -> str:
        """What a cell that reads as blank really holds: an error such as #REF!, = for a formula without a value, or nothing."""
        return hidden_content(self.package, sheet, row, column) if self.package else ""


def open_workbook(data: bytes, place: Place) -> Workbook | Finding:
    """Check and open a file's bytes, or say in a finding why not."""
    package = open_package(data, place)
    if isinstance(package, Finding):
        return package
    sheets = read_sheets(package, place)
    if isinstance(sheets, Finding):
        return sheets
    return Workbook(sheets, keywords(package), package.has_macros, package=package)
