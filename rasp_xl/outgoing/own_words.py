"""Own words: what differs among the templates of one round. They are written last, and so all the rest is the same in each."""

from collections.abc import Iterator
from dataclasses import dataclass

from rasp_xl.model.layout import (
    COUNCIL,
    IDENTITY_COLUMN,
    IDENTITY_FIRST_ROW,
    LAST_TIME,
    LISTS,
    OWN_PARTS,
    RESPONDENT,
    ROLE,
    START,
    column_of,
    cover_row,
    slots,
)
from rasp_xl.outgoing.book import Book, clean
from rasp_xl.outgoing.filling import Filling

NOT_ASKED = "Not asked"
"""What stands under Last time beside a question that the earlier round did not ask."""


@dataclass(frozen=True, slots=True)
class OwnWord:
    """A cell, and the text in it as it is written; an empty text leaves the cell blank."""

    sheet: str
    row: int
    column: int
    text: str
    style: str


def own_words(filling: Filling) -> Iterator[OwnWord]:
    """Every cell whose text is one council's or one respondent's, in the order in which they are written."""
    for sheet, row, column, text, style in _cells(filling):
        yield OwnWord(sheet, row, column, clean(text), style)


def _cells(filling: Filling) -> Iterator[tuple[str, int, int, str, str]]:
    cover, partner = filling.cover, filling.partner
    yield START, cover_row(COUNCIL), 2, *((partner.name, "cell bold") if partner else (cover.council, "entry"))
    yield START, cover_row(RESPONDENT), 2, cover.respondent, "entry"
    yield START, cover_row(ROLE), 2, cover.role, "entry"
    for row, (label, value) in enumerate(filling.identity.rows(), IDENTITY_FIRST_ROW):
        if label in OWN_PARTS:
            yield LISTS, row, IDENTITY_COLUMN + 1, value, "cell"
    if filling.last is not None:
        for slot in slots(filling.round.question_set):
            said = filling.last.get(slot.question.id, NOT_ASKED)
            yield slot.sheet, slot.row, column_of(LAST_TIME), said, "cell quiet"


def write_own_words(book: Book, filling: Filling) -> None:
    """Write them into a book that has everything else."""
    for word in own_words(filling):
        book.sheet(word.sheet).text(word.row, word.column, word.text, word.style)
