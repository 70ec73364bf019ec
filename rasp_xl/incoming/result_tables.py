"""Tables of a scored workbook read back: found by the words of their headings, wherever people moved, sorted or filtered them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from rasp_xl.incoming.cells import SheetValues
from rasp_xl.incoming.days import day_of
from rasp_xl.incoming.entered import Entered, entered
from rasp_xl.incoming.wording import plain
from rasp_xl.incoming.workbook import Workbook
from rasp_xl.model.baseline import Entry
from rasp_xl.model.findings import Place, RaspError, column_letters

MOST_NAMED = 12
"""How many cells with trouble are listed."""


@dataclass(frozen=True, slots=True)
class ResultTable:
    """The rows below a row of headings. columns are by heading in plain words; headings are as written, by column."""

    workbook: Workbook
    file: str
    sheet: SheetValues
    header: int
    columns: Mapping[str, int]
    headings: Mapping[int, str]

    def rows(self, *headings: str) -> Iterator[int]:
        """The rows that hold something under any of these headings."""
        columns = [self.columns[plain(h)] for h in headings if plain(h) in self.columns]
        for number, values in enumerate(self.sheet.rows[self.header :], self.header + 1):
            if any(_holds(values[c - 1]) for c in columns if c <= len(values)):
                yield number

    def value(self, row: int, heading: str) -> object:
        """What stands in a row under a heading; an empty text where there is no such heading."""
        return self.sheet.value(row, self.columns.get(plain(heading), 0))

    def text(self, row: int, heading: str) -> str:
        """The same as a text on one line."""
        return Entered(Place(self.file), self.value(row, heading)).text

    def entered(self, row: int, column: int) -> Entered:
        """A cell with its place, and what it hides if it reads as blank."""
        return entered(self.workbook, self.sheet, Place(self.file, self.sheet.name, row, column))


def find_table(workbook: Workbook, file: str, name: str, headings: Sequence[str]) -> ResultTable | None:
    """The first table whose row of headings has all of these, on the sheet of that name before others."""
    wanted = {plain(heading) for heading in headings}
    for sheet in sorted(workbook.sheets, key=lambda sheet: plain(sheet.name) != plain(name)):
        for number, values in enumerate(sheet.rows, 1):
            words = {column: _heading(value) for column, value in enumerate(values, 1) if _holds(value)}
            by_word = {plain(word): column for column, word in reversed(words.items())}
            if wanted <= by_word.keys():
                return ResultTable(workbook, file, sheet, number, by_word, words)
    return None


def _heading(value: object) -> str:
    return " ".join(str(value).split())


def _holds(value: object) -> bool:
    return value is not None and value != "" and not (isinstance(value, str) and not value.strip())


def as_typed(cell: Entered, is_date: bool = False) -> Entry:
    """What somebody typed: a date, a number, or a text just as it is. is_date takes a number for the date it is without its format."""
    value = cell.value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime) and value.time() != datetime.min.time():
        return value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return day_of(value) or value.isoformat()[:10]
    if isinstance(value, (int, float)):
        return (day_of(value) if is_date else None) or value
    return "" if value is None else str(value).strip()


def added_columns(table: ResultTable, ours: Sequence[str], rows: Sequence[int]) -> dict[int, str]:
    """Columns that are not ours, from left to right: those with a heading, and those in which some of the rows hold something.

    Each gets a heading of its own; one that stands twice, or has none, is told by its letters.
    """
    first = {table.columns[word] for word in map(plain, ours) if word in table.columns}
    used = {c for row in rows for c, value in enumerate(table.sheet.rows[row - 1], 1) if _holds(value)}
    found: dict[int, str] = {}
    for column in sorted((used | table.headings.keys()) - first):
        letters, heading = column_letters(column), table.headings.get(column, "")
        alone = heading and table.columns[plain(heading)] == column
        found[column] = heading if alone else f"{heading}, column {letters}" if heading else f"Column {letters}"
    return found


def refuse(file: str, troubles: Sequence[str]) -> None:
    """Raise a RaspError that lists what cannot be read, if anything cannot."""
    if not troubles:
        return
    more = len(troubles) - MOST_NAMED
    rest = (f"  and {more} more",) if more > 0 else ()
    head = (
        f"The baseline {file} cannot be compared with, so nothing was done. Mend what is listed, save, and run again."
    )
    raise RaspError("\n".join((head, *(f"  {trouble}" for trouble in troubles[:MOST_NAMED]), *rest)))
