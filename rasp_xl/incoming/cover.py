"""Cover: who filled a return and when, read from the start sheet by its labels, wherever these are now."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from rasp_xl.incoming.cells import SheetValues
from rasp_xl.incoming.days import day_of
from rasp_xl.incoming.rows import shown
from rasp_xl.incoming.wording import plain
from rasp_xl.model.answers import Cover
from rasp_xl.model.findings import Place
from rasp_xl.model.layout import COUNCIL, COVER_LABELS, DATE, RESPONDENT, ROLE

ROWS, COLUMNS = 60, 12
"""How far down and to the right labels are looked for."""

LONGEST_LABEL = 13
LABELS = {label.casefold(): label for label in COVER_LABELS}

Entry = tuple[Any, int, int]
"""What stands beside a label, with its row and column."""


def read_cover(sheets: tuple[SheetValues, ...], file: str) -> Cover:
    """The entries beside the labels, on the first sheet that names a council, else on the first that has the labels."""
    first = None
    for sheet in sheets:
        entries = _entries(sheet)
        if len(entries) < 2 or COUNCIL not in entries:
            continue
        cover = _cover(sheet, entries, file)
        if cover.council:
            return cover
        first = first or cover
    return first or Cover()


def _entries(sheet: SheetValues) -> dict[str, Entry]:
    """What stands beside each label where it first has an entry."""
    found: dict[str, Entry] = {}
    for label, entry in _labelled(sheet):
        if label not in found or (found[label][0] == "" and entry[0] != ""):
            found[label] = entry
    return found


def _labelled(sheet: SheetValues) -> Iterator[tuple[str, Entry]]:
    for row, values in enumerate(sheet.rows[:ROWS], 1):
        for column, value in enumerate(values[:COLUMNS], 1):
            if label := _label(value):
                yield label, _beside(values, row, column)


def _beside(values: list[Any], row: int, column: int) -> Entry:
    """The next entry to the right, up to another label: cells between are empty where columns were put in or cells merged."""
    for n, value in enumerate(values[column:], column + 1):
        if _label(value):
            break
        if value is not None and value != "" and (not isinstance(value, str) or plain(value)):
            return value, row, n
    return "", row, column + 1


def _label(value: Any) -> str:
    """The label that a cell is, whatever its case and with or without a colon; else nothing."""
    return (
        LABELS.get(plain(value).rstrip(": *"), "") if isinstance(value, str) and 0 < len(value) <= LONGEST_LABEL else ""
    )


def _cover(sheet: SheetValues, entries: dict[str, Entry], file: str) -> Cover:
    council, respondent, role = (
        " ".join(shown(entries[label][0]).split()) if label in entries else "" for label in (COUNCIL, RESPONDENT, ROLE)
    )
    if DATE not in entries:
        return Cover(council, respondent, role)
    value, row, column = entries[DATE]
    return Cover(council, respondent, role, day_of(value), _day_text(value), Place(file, sheet.name, row, column))


def _day_text(value: Any) -> str:
    """What its sender sees; a date as most people here write it."""
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else " ".join(shown(value).split())
