"""A council's own workbook: the sheets of the scored workbook that one council needs, live over its own answers."""

import warnings

from rasp_xl.model.identity import result_keywords
from rasp_xl.outgoing.book import Book
from rasp_xl.reports.actions_sheet import add_gaps
from rasp_xl.reports.answer_sheets import add_answers
from rasp_xl.reports.change_questions import add_moves
from rasp_xl.reports.change_sheet import add_change
from rasp_xl.reports.disagreement_sheet import add_disagreement
from rasp_xl.reports.ledger_sheets import add_findings, add_returns
from rasp_xl.reports.maps import add_heat_map, add_question_map, add_theme_map
from rasp_xl.reports.method_sheet import add_method
from rasp_xl.reports.pack import Pack
from rasp_xl.reports.pack_summary import add_own_summary
from rasp_xl.reports.positions import Positions
from rasp_xl.reports.proof_sheets import add_checks
from rasp_xl.reports.score_sheets import add_gates, add_scores
from rasp_xl.reports.settings_sheet import add_settings
from rasp_xl.reports.what_if_sheet import add_what_if

SHEETS = (
    add_own_summary,
    add_heat_map,
    add_theme_map,
    add_question_map,
    add_scores,
    add_gates,
    add_gaps,
    add_change,
    add_moves,
    add_disagreement,
    add_what_if,
    add_answers,
    add_settings,
    add_returns,
    add_findings,
    add_method,
    add_checks,
)


def pack_workbook_bytes(pack: Pack) -> bytes:
    """Make councils/<id>.xlsx."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        book = Book(
            {
                "title": "Readiness assessment: one council's workbook",
                "category": "Readiness assessment",
                "author": "rasp-xl",
                "keywords": result_keywords(pack.assessment.round),
            },
            pack.assessment.round.marking,
        )
        at = Positions(pack.assessment, own=True, quartiles=pack.quartiles)
        for add in SHEETS:
            add(book, at)
        return book.bytes()
