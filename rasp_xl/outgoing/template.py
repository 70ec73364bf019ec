"""The template: the workbook that goes out to one council, or to nobody in particular."""

import warnings
from collections.abc import Mapping
from dataclasses import dataclass, replace

from rasp_xl.outgoing.area_sheet import add_area
from rasp_xl.outgoing.book import AUTHOR, Book, clean
from rasp_xl.outgoing.counting_sheet import add_counting
from rasp_xl.outgoing.filling import Filling
from rasp_xl.outgoing.fix_list import add_fix_list
from rasp_xl.outgoing.lists_sheet import add_lists
from rasp_xl.outgoing.own_words import write_own_words
from rasp_xl.outgoing.scores_sheet import add_scores
from rasp_xl.outgoing.start_sheet import add_start


@dataclass(frozen=True, slots=True)
class Built:
    """A template with what was in it before its own words: the texts with their numbers, and how many cells held one."""

    data: bytes
    texts: Mapping[str, int]
    held: int


def template_bytes(filling: Filling) -> bytes:
    """Make the workbook."""
    return build(filling).data


def build(filling: Filling) -> Built:
    """Make the workbook. XlsxWriter only warns when it drops a drop-down; here that is an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return _build(fit(filling))


def fit(filling: Filling) -> Filling:
    """The filling with the council's name as a cell can hold it, so that name and identity agree."""
    partner = filling.partner
    return replace(filling, partner=replace(partner, name=clean(partner.name))) if partner else filling


def title(filling: Filling) -> str:
    """The document's title."""
    council = filling.partner.name if filling.partner else ""
    return f"Readiness assessment for a shared service{': ' + council if council else ''}"


def _build(filling: Filling) -> Built:
    book = Book(
        {
            "title": title(filling),
            "subject": f"{filling.round.purpose.words}, stage {filling.round.stage}",
            "category": "Readiness assessment",
            "keywords": filling.identity.text(),
            "author": AUTHOR,
        },
        filling.round.marking,
    )
    add_start(book, filling)
    if filling.marks:
        add_fix_list(book, filling)
    for area in filling.round.question_set.areas:
        add_area(book, area, filling)
    add_scores(book, filling)
    add_counting(book, filling)
    add_lists(book, filling)
    texts, held = book.texts()
    write_own_words(book, filling)
    return Built(book.bytes(), texts, held)
