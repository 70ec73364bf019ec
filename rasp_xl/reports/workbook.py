"""The scored workbook: values on Answers and Settings, live formulas everywhere else."""

import warnings

from rasp_xl.model.identity import result_keywords
from rasp_xl.outgoing.book import Book
from rasp_xl.reports.actions_sheet import add_gaps
from rasp_xl.reports.answer_sheets import add_answers
from rasp_xl.reports.assessment import Assessment
from rasp_xl.reports.change_questions import add_moves
from rasp_xl.reports.change_sheet import add_change
from rasp_xl.reports.ledger_sheets import add_findings, add_returns
from rasp_xl.reports.long_texts import add_long_texts
from rasp_xl.reports.maps import add_heat_map, add_question_map, add_theme_map
from rasp_xl.reports.method_sheet import add_method
from rasp_xl.reports.partner_sheet import add_partners
from rasp_xl.reports.positions import MOST_ROWS, Positions
from rasp_xl.reports.proof_sheets import add_checks, checks_last_row
from rasp_xl.reports.response_sheet import add_responses
from rasp_xl.reports.room import too_many_words
from rasp_xl.reports.score_sheets import add_gates, add_scores
from rasp_xl.reports.sensitivity_sheet import add_sensitivity
from rasp_xl.reports.settings_sheet import add_settings
from rasp_xl.reports.summary_sheet import add_refusal, add_summary
from rasp_xl.reports.what_if_sheet import add_what_if

SHEETS = (
    add_summary,
    add_heat_map,
    add_theme_map,
    add_question_map,
    add_scores,
    add_gates,
    add_gaps,
    add_change,
    add_moves,
    add_partners,
    add_sensitivity,
    add_what_if,
    add_responses,
    add_long_texts,
    add_answers,
    add_settings,
    add_returns,
    add_findings,
    add_method,
    add_checks,
)


CHECKS_PER_COUNCIL = 64
"""More than a council's lines on Checks, and its share of the round's."""


def workbook_bytes(assessment: Assessment, most_rows: int = MOST_ROWS) -> bytes:
    """Make scored.xlsx of an assessment with at least one council, on sheets of so many rows at most.

    Lists that are longer are cut, which Summary, the sheet and Checks say. Where the councils themselves are too many,
    there is only a Summary, which says so.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        book = Book(
            {
                "title": "Readiness assessment: scored workbook",
                "category": "Readiness assessment",
                "author": "rasp-xl",
                "keywords": result_keywords(assessment.round),
            },
            assessment.round.marking,
        )
        at = Positions(assessment, most_rows)
        if words := too_many_words(at, _checks_rows(at)):
            add_refusal(book, at, words)
        else:
            for add in SHEETS:
                add(book, at)
        return book.bytes()


def _checks_rows(at: Positions) -> int:
    """Counted only where it may matter, because counting the lines takes as long as making them."""
    return checks_last_row(at) if CHECKS_PER_COUNCIL * len(at.assessment.cards) > at.most_rows else 0
