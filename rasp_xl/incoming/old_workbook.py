"""The old .xls format, second class: what a reader makes of it is all that can be known.

The caller reads it in a process apart; here only what ends a process for certain is kept from the reader.
"""

import struct
from collections.abc import Iterator
from io import BytesIO

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from rasp_xl.incoming.cells import SheetValues, attempt
from rasp_xl.incoming.compound_file import BrokenCompound, CompoundFile, compound_of
from rasp_xl.incoming.old_records import NAMES, TooMuch, without_dimensions
from rasp_xl.incoming.unpacking import CUT_SHORT, Refusal, check_size
from rasp_xl.model.file_rules import DAMAGED, UNSAFE
from rasp_xl.model.findings import Finding, Place
from rasp_xl.model.layout import COMPUTED

MACROS = "_vba_project_cur"


def read_old_sheets(data: bytes, place: Place) -> tuple[tuple[SheetValues, ...], bool] | Finding:
    """All sheets in their order and whether there are macros, or a finding when the reader gives up."""
    try:
        check_size(data)
        compound = CompoundFile(data)
        name = next((name for name in NAMES if name.casefold() in compound.root), NAMES[0])
        # The reader gets a file of our own making, with no chain in it but the one that was followed.
        fresh = compound_of(name, without_dimensions(compound.stream(name)))
    except Refusal as refusal:
        return Finding.at(place, refusal.rule, **refusal.facts)
    except TooMuch as error:
        return Finding.at(place, UNSAFE, reason=str(error))
    except (BrokenCompound, struct.error):
        return Finding.at(place, DAMAGED, reason=CUT_SHORT)
    found = attempt(_sheets(fresh))
    if isinstance(found, str):
        return Finding.at(place, DAMAGED, reason=found)
    return found, MACROS in compound.root


def _sheets(data: bytes) -> Iterator[SheetValues]:
    workbook = CalamineWorkbook.from_filelike(BytesIO(data))
    for meta in workbook.sheets_metadata:
        if meta.typ == SheetTypeEnum.WorkSheet and meta.name not in COMPUTED:
            sheet = workbook.get_sheet_by_name(meta.name)
            merged = ((a[0] + 1, a[1] + 1, b[0] + 1, b[1] + 1) for a, b in sheet.merged_cell_ranges or ())
            is_hidden = meta.visible != SheetVisibleEnum.Visible
            yield SheetValues(meta.name, sheet.to_python(skip_empty_area=False), tuple(merged), is_hidden)
