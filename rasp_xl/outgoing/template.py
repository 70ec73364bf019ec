"""The template: the workbook that goes out to one council, or to nobody in particular."""

import warnings
from dataclasses import replace

from rasp_xl.outgoing.area_sheet import add_area
from rasp_xl.outgoing.book import AUTHOR, Book, clean
from rasp_xl.outgoing.counting_sheet import add_counting
from rasp_xl.outgoing.filling import Filling
from rasp_xl.outgoing.fix_list import add_fix_list
from rasp_xl.outgoing.lists_sheet import add_lists
from rasp_xl.outgoing.scores_sheet import add_scores
from rasp_xl.outgoing.start_sheet import add_start


def template_bytes(filling: Filling) -> bytes:
    """Make the workbook. XlsxWriter only warns when it drops a drop-down; here that is an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return _build(filling)


def _build(filling: Filling) -> bytes:
    council = clean(filling.partner.name) if filling.partner else ""
    if filling.partner:
        filling = replace(filling, partner=replace(filling.partner, name=council))
    book = Book(
        {
            "title": f"Readiness assessment for a shared service{': ' + council if council else ''}",
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
    return book.bytes()
