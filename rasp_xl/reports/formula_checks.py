"""What the sheet Checks says under any settings: that no formula was typed over, and that sums made in another way agree."""

from collections.abc import Iterator
from dataclasses import replace

from rasp_xl.model.layout import quoted
from rasp_xl.model.questions import TOP_LEVEL
from rasp_xl.model.rounds import MEASURE_DIGITS
from rasp_xl.outgoing import formulas
from rasp_xl.outgoing.book import span
from rasp_xl.reports import partner_sheet as partners
from rasp_xl.reports import score_sheets as scores
from rasp_xl.reports import summary_sheet as summary
from rasp_xl.reports.check_line import ROUGH_TOLERANCE, Line
from rasp_xl.reports.live import Live
from rasp_xl.reports.positions import (
    ANSWERS,
    ANSWERS_GATE_ROW,
    ANSWERS_WEIGHT_ROW,
    GATES,
    GATES_FIRST_ROW,
    HEAT_MAP,
    MAP_FIRST_ROW,
    PARTNERS,
    QUESTION_MAP,
    RESPONSES,
    SCORES,
    SCORES_FIRST_ROW,
    SENSITIVITY,
    SENSITIVITY_FIRST_ROW,
    SUMMARY,
    THEME_MAP,
    Positions,
)
from rasp_xl.reports.response_sheet import TAKEN_COLUMN, column_of
from rasp_xl.reports.sensitivity_sheet import number_column

BY_AREA = "by area"
SENTENCES = (SCORES, GATES, HEAT_MAP, THEME_MAP, QUESTION_MAP, PARTNERS, SENSITIVITY)
"""Sheets whose second row says what their figures show, whatever the settings."""


def formula_lines(at: Positions) -> Iterator[Line]:
    """Sums first, then every block of formulas."""
    yield from (replace(line, allowed=ROUGH_TOLERANCE) for line in _sums(at))
    yield from _blocks(at)
    for sheet in SENTENCES:
        yield Line.typed_over(sheet, "$A$2")


def _sums(at: Positions) -> Iterator[Line]:
    """Figures of Scores added up, and the same from Answers, Settings or the maps."""
    cards = at.assessment.cards
    tallies = [area.tally for card in cards for area in card.areas]
    answers, weights, gates = at.answers_area, at.above_answers(ANSWERS_WEIGHT_ROW), at.above_answers(ANSWERS_GATE_ROW)
    left_out = (
        f'SUMPRODUCT(({answers}="NA")*{weights}*(1-{gates}))+SUMPRODUCT(({answers}="{formulas.WAIVED}")*{weights})'
    )
    all_ = Live(f"SUM({_score(at, scores.APPLIES)})", sum(t.applies for t in tallies))
    yield Line(SCORES, "Weight that applies, added up once more", all_, f"{len(cards)}*SUM({weights})-({left_out})")
    known = Live(f"SUM({_score(at, scores.ANSWERED)})", sum(t.answered for t in tallies))
    yield Line(SCORES, "Weight answered, added up once more", known, f"SUMPRODUCT(ISNUMBER({answers})*{weights})")
    points = Live(f"SUM({_score(at, scores.POINTS)})", sum(t.points for t in tallies))
    again = f"SUMPRODUCT({_score(at, scores.SCORE)},{_score(at, scores.APPLIES)})*{TOP_LEVEL}/100"
    yield Line(SCORES, "Points, made from the scores", points, again)
    earned = [t.score for t in tallies] + [card.overall.score for card in cards]
    total = Live(f"SUM({_score(at, scores.SCORE)})", sum(score for score in earned if score is not None))
    shown = f"{quoted(HEAT_MAP)}!{span(MAP_FIRST_ROW, 2, at.map_last_row, len(at.areas) + 2, fixed=True)}"
    yield Line(HEAT_MAP, "Scores, added up here and on Scores", total, f"SUM({shown})")
    yield _bands(at)


def _bands(at: Positions) -> Line:
    """The band numbers that all scores earn, by counting how many reach each edge."""
    column, edges = _score(at, scores.SCORE), at.assessment.round.settings.bands
    earned = [area.band_before_caps for card in at.assessment.cards for area in card.areas]
    earned += [card.overall.band_before_caps for card in at.assessment.cards]
    numbers = sum(band.number for band in earned if band)
    here = Live(f"SUM({_score(at, scores.NUMBER_BEFORE)})", numbers)
    reached = (
        f"SUMPRODUCT(ISNUMBER({column})*({column}>=INDEX({formulas.BAND_FROM},{band.number})-5E-{MEASURE_DIGITS + 1}))"
        for band in edges
    )
    return Line(SCORES, "Bands before gates, counted by their edges", here, "+".join(reached))


def _score(at: Positions, column: int) -> str:
    last = at.score_row(len(at.assessment.cards) - 1, len(at.areas))
    return f"{SCORES}!{span(SCORES_FIRST_ROW, column, last, column, fixed=True)}"


def _blocks(at: Positions) -> Iterator[Line]:
    n, last = len(at.areas), at.map_last_row
    weights = at.above_answers(ANSWERS_WEIGHT_ROW).partition("!")[2]
    yield Line.typed_over(ANSWERS, weights)
    if at.responses:
        yield Line.typed_over(RESPONSES, column_of(at, TAKEN_COLUMN))
    if at.gates:
        rows = GATES_FIRST_ROW, at.gates_last_row
        yield Line.typed_over(GATES, span(rows[0], scores.FIRST_STAGE, rows[1], scores.OVERALL_CAP, fixed=True))
    end = at.score_row(len(at.assessment.cards) - 1, n)
    block = span(SCORES_FIRST_ROW, scores.SCORE, end, scores.IDENTITY - 1, fixed=True)
    yield Line.typed_over(SCORES, block, BY_AREA)
    for sheet, first, width in (
        (HEAT_MAP, MAP_FIRST_ROW, 2 * n + 4),
        (THEME_MAP, MAP_FIRST_ROW, len(at.assessment.round.question_set.themes)),
        (QUESTION_MAP, MAP_FIRST_ROW - 1, len(at.questions)),
    ):
        yield Line.typed_over(sheet, span(first, 2, last, width + 1, fixed=True))
    end = SENSITIVITY_FIRST_ROW + len(at.assessment.cards) - 1
    width = number_column(at.areas, n + 1)
    yield Line.typed_over(SENSITIVITY, span(SENSITIVITY_FIRST_ROW, 2, end, width, fixed=True))
    yield from _partner_blocks(at)
    first = summary.councils_first_row(at)
    end = first + len(at.assessment.cards) - 1
    block = span(first, summary.SCORE_COLUMN, end, summary.GATES_COLUMN, fixed=True)
    yield Line.typed_over(SUMMARY, block)
    yield Line.typed_over(SUMMARY, "$A$3:$A$4")


def _partner_blocks(at: Positions) -> Iterator[Line]:
    for rows, first, last in (
        (partners.area_rows(at), partners.LOWEST, partners.GROUP + 3),
        (partners.theme_rows(at), partners.LOWEST, partners.WIDTH),
        (partners.question_rows(at), partners.LOWEST, partners.STATE),
        (partners.question_rows(at), partners.GROUP + 1, partners.GROUP + 3),
    ):
        yield Line.typed_over(PARTNERS, span(rows[0], first, rows[1], last, fixed=True))
