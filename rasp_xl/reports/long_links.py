"""Texts that lead somewhere when clicked, and can be read whole all the same, however long they are."""

from dataclasses import dataclass

from rasp_xl.incoming.ledger import Entry
from rasp_xl.outgoing.book import Sheet
from rasp_xl.outgoing.style import lines
from rasp_xl.reports.live import Live
from rasp_xl.reports.positions import Positions


@dataclass(frozen=True, slots=True)
class Leading:
    """A text, the place it leads to, and the cell in which the same text stands without a link."""

    text: str
    target: str
    source: str


def fits(text: str, width: float) -> bool:
    """Whether a text stands on one line of a column so many characters wide."""
    return lines(text, width - 1) == 1


def filed(at: Positions, entry: Entry, path: str, width: float) -> str | Live:
    """The path of a file as a table shows it in a column of that width before it is made a link, in the same way."""
    return path if fits(path, width) or path != entry.path else Live(at.returned(entry), path)


def lead(sheet: Sheet, place: tuple[int, int], leading: Leading, style: str, width: float) -> None:
    """Write the text into a row and column, so wide, as a link.

    LibreOffice breaks no linked text over lines, but the result of a formula it does.
    """
    row, column = place
    if fits(leading.text, width):
        sheet.link(row, column, leading.target, leading.text, style)
    else:
        sheet.formula(row, column, f"={leading.source}", leading.text, style)
        sheet.lead_to(row, column, leading.target)
