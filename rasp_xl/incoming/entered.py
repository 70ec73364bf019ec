"""What people entered into our own workbooks: one cell, and what is wrong with it."""

from dataclasses import dataclass
from datetime import date

from rasp_xl.incoming.cells import SheetValues
from rasp_xl.incoming.days import day_of
from rasp_xl.incoming.workbook import Workbook
from rasp_xl.model.findings import Place

TYPE_IT = "Type the entry itself into the cell."


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend in our own set-up: what is wrong at a place, and what to do."""

    place: Place
    message: str
    fix: str

    def __str__(self) -> str:
        where = ", ".join(part for part in (self.place.sheet, self.place.cell) if part)
        return f"{where}: {self.message} {self.fix}" if where else f"{self.message} {self.fix}"


@dataclass(frozen=True, slots=True)
class Entered:
    """What stands in one cell. hidden is what a cell that reads as blank really holds, as Workbook.hidden tells it."""

    place: Place
    value: object = ""
    hidden: str = ""

    @property
    def text(self) -> str:
        """As its writer sees it, on one line: a spreadsheet keeps 2 as 2.0."""
        value = self.value
        if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
            value = int(value)
        return "" if value is None else " ".join(str(value).split())

    @property
    def day(self) -> date | None:
        """The date in a date cell or a text, day before month; None where there is none that we can read."""
        return day_of(self.value)

    @property
    def trouble(self) -> Problem | None:
        """Said of a cell that shows an error or has lost its value."""
        if not self.hidden:
            return None
        if self.hidden == "=":
            return Problem(self.place, "The cell holds a formula whose result was not saved.", TYPE_IT)
        return Problem(self.place, f"The cell shows the spreadsheet error “{self.hidden}”.", TYPE_IT)


def entered(workbook: Workbook, sheet: SheetValues, place: Place) -> Entered:
    """One cell of a sheet."""
    value = sheet.value(place.row, place.column)
    blank = value in ("", None)
    return Entered(place, value, workbook.hidden(place.sheet, place.row, place.column) if blank else "")
