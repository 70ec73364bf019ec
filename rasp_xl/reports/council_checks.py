"""Every line of the sheet Checks in its order; here those on one council: every figure and word that its answers make."""

from collections.abc import Iterator, Sequence

from rasp_xl.model.answers import CHOICE_TEXTS
from rasp_xl.model.layout import quoted
from rasp_xl.model.scorecard import AreaResult, Overall, Scorecard
from rasp_xl.model.showing import label, number_of
from rasp_xl.outgoing.book import cell, span
from rasp_xl.outgoing.formulas import code_of
from rasp_xl.reports import summary_sheet as summary
from rasp_xl.reports.change_checks import change_lines
from rasp_xl.reports.check_line import Line, words_of
from rasp_xl.reports.check_lines import lines_after, lines_before, sentence_lines
from rasp_xl.reports.control_numbers import code_formula, code_number, control_formula, control_number
from rasp_xl.reports.disagreement_checks import disagreement_lines
from rasp_xl.reports.formula_checks import formula_lines
from rasp_xl.reports.live import Live
from rasp_xl.reports.map_words import shown_answer
from rasp_xl.reports.maps import HELD
from rasp_xl.reports.name_checks import rows_in_order
from rasp_xl.reports.pack_summary import own_summary_lines
from rasp_xl.reports.positions import (
    ANSWERS,
    ANSWERS_FIRST_ROW,
    GATES,
    HEAT_MAP,
    MAP_FIRST_ROW,
    QUESTION_MAP,
    SCORES,
    SENSITIVITY,
    SUMMARY,
    THEME_MAP,
    Positions,
)
from rasp_xl.reports.row_checks import row_lines
from rasp_xl.reports.score_sheets import (
    BAND,
    BEFORE,
    CAP,
    FIRST_STAGE,
    GATE_ANSWER,
    HELD_BY,
    KNOWN,
    LEFT_OPEN,
    OVERALL,
    SCORE,
    STATE,
    STATUS,
    TO_FIX,
    WHY,
    open_areas_text,
)  # fmt: skip
from rasp_xl.reports.sensitivity_checks import sensitivity_lines
from rasp_xl.reports.summary_sheet import councils_first_row
from rasp_xl.reports.what_if_checks import what_if_lines
from rasp_xl.reports.wording import lowest_area

NO_SCORE = "No score"


def all_lines(at: Positions) -> Iterator[Line]:
    """Every check of the sheets that there are."""
    return (line for line in _lines(at) if at.has(line.sheet))


def _lines(at: Positions) -> Iterator[Line]:
    """What stands on others comes after them, so that the first that differs is nearest to the cause."""
    cards = at.assessment.cards
    yield from lines_before(at)
    for council, card in enumerate(cards):
        yield from _answers(at, council, card)
        yield from rows_in_order(at, council)
        yield from (line.moving for line in _figures_of(at, council, card))
    yield from lines_after(at)
    for row, card in enumerate(cards, councils_first_row(at)):
        yield from (line.moving for line in _summary(row, card))
    if at.own:
        yield from own_summary_lines(at)
    if at.has(SENSITIVITY):
        yield from sensitivity_lines(at)
    yield from row_lines(at)
    yield from sentence_lines(at)
    yield from disagreement_lines(at)
    yield from formula_lines(at)
    yield from change_lines(at)
    yield from what_if_lines(at)


def _figures_of(at: Positions, council: int, card: Scorecard) -> Iterator[Line]:
    """All that a council's answers and the settings make."""
    if at.gates:
        yield from _gates(at, council, card)
    yield from _scores(at, council, card)
    yield from _heat_map(at, council, card)
    yield from _maps(at, council, card)


def _results(card: Scorecard) -> Sequence[tuple[str, float | None, AreaResult | Overall]]:
    areas = [(a.name, a.tally.score, a) for a in card.areas]
    return (*areas, (OVERALL, card.overall.score, card.overall))


def _scores(at: Positions, council: int, card: Scorecard) -> Iterator[Line]:
    words: list[tuple[str, object]] = []
    reasons: list[tuple[str, object]] = []
    for number, (name, score, result) in enumerate(_results(card)):
        here = at.score(council, number, SCORE)
        yield Line(SCORES, f"{card.name}, {name}", Live(here, score))
        shown = (label(result.band), label(result.band_before_caps), ", ".join(result.capped_by), result.status)
        columns = (BAND, BEFORE, HELD_BY, STATUS)
        why = open_areas_text(card) if isinstance(result, Overall) else "; ".join(result.provisional)
        reasons.append((at.score(council, number, WHY), why))
        words += [(at.score(council, number, c), value) for c, value in zip(columns, shown, strict=True)]
    yield Line(SCORES, f"{card.name}: bands, held down by, status", words_of(words))
    yield Line(SCORES, f"{card.name}: why provisional", words_of(reasons))
    first, last = at.score_row(council, 0), at.score_row(council, len(at.areas))
    block = f"{SCORES}!{span(first, KNOWN, last, TO_FIX, fixed=True)}"
    values = [value for _, _, result in _results(card) for value in _figures(result, card)]
    numbers = Live(control_formula(block, TO_FIX - KNOWN + 1), control_number(values))
    yield Line.control(SCORES, f"{card.name}: all other figures", numbers)


def _figures(result: AreaResult | Overall, card: Scorecard) -> Sequence[float | None]:
    """The row of Scores from known-only to the cells to fix, texts as None."""
    bands = (number_of(result.band_before_caps), number_of(result.band))
    if isinstance(result, Overall):
        return (*[None] * 11, *bands, sum(a.to_fix for a in card.areas))
    t = result.tally
    shares = (t.known_only, t.evidenced, t.coverage, None, None)
    return (*shares, t.points, t.applies, t.answered, t.overclaimed, t.total, t.not_applicable, *bands, result.to_fix)


def _heat_map(at: Positions, council: int, card: Scorecard) -> Iterator[Line]:
    row, n, overall = MAP_FIRST_ROW + council, len(at.areas), card.overall
    results = _results(card)
    yield _control(HEAT_MAP, f"{card.name}: scores", (row, 2), [score for _, score, _ in results])
    lowest = lowest_area(card) or NO_SCORE
    bands = (label(r.band) + (HELD + ", ".join(r.capped_by) if r.capped_by else "") for _, _, r in results)
    shown = (lowest, overall.status, *bands)
    cells = [(f"{quoted(HEAT_MAP)}!{cell(row, n + 3 + c, fixed=True)}", value) for c, value in enumerate(shown)]
    yield Line(HEAT_MAP, f"{card.name}: lowest score in, status, bands", words_of(cells))


def _control(sheet: str, words: str, start: tuple[int, int], values: Sequence[object]) -> Line:
    """The control number of cells in a row from a start."""
    (row, column), number = start, control_number(values)
    area = f"{quoted(sheet)}!{span(row, column, row, column + len(values) - 1, fixed=True)}"
    return Line.control(sheet, words, Live(control_formula(area), number))


def _maps(at: Positions, council: int, card: Scorecard) -> Iterator[Line]:
    row = MAP_FIRST_ROW + council
    yield _control(THEME_MAP, f"{card.name}: scores", (row, 2), [t.tally.score for t in card.themes])
    area = f"{quoted(QUESTION_MAP)}!{span(row, 2, row, len(card.answers) + 1, fixed=True)}"
    gates = {gate.id for gate in at.gates}
    codes = [shown_answer(a, a.question in gates) for a in card.answers]
    yield Line.control(QUESTION_MAP, f"{card.name}: answers", Live(code_formula(area), code_number(codes)))


def _answers(at: Positions, council: int, card: Scorecard) -> Iterator[Line]:
    row, first, last = ANSWERS_FIRST_ROW + council, at.questions[0], at.questions[-1]
    area = f"{ANSWERS}!{span(row, at.answer_column(first), row, at.answer_column(last), fixed=True)}"
    number = code_number([code_of(a) for a in card.answers])
    yield Line.control(ANSWERS, f"{card.name}: answers", Live(code_formula(area), number))
    marks = [*(int(a.evidenced) for a in card.answers), *(a.to_fix for a in card.areas)]
    yield _control(ANSWERS, f"{card.name}: evidence, cells to fix", (row, at.evidence_column(first)), marks)


def _gates(at: Positions, council: int, card: Scorecard) -> Iterator[Line]:
    first, last = at.gate_row(council, at.gates[0]), at.gate_row(council, at.gates[-1])
    block = f"{GATES}!{span(first, FIRST_STAGE, last, CAP, fixed=True)}"
    values: list[object] = []
    words: list[tuple[str, object]] = []
    for question, gate in zip(at.gates, card.gates, strict=True):
        left_open = at.assessment.round.settings.bands[gate.cap - 1].label
        answer = (
            "no answer"
            if gate.value is None
            else gate.value
            if isinstance(gate.value, int)
            else CHOICE_TEXTS[gate.value]
        )
        values += [gate.first_stage, answer, gate.state, gate.cap]
        columns = ((GATE_ANSWER, answer), (STATE, gate.state), (LEFT_OPEN, left_open))
        words += [(at.gate(council, question, column), value) for column, value in columns]
    numbers = Live(control_formula(block, CAP - FIRST_STAGE + 1), control_number(values))
    yield Line.control(GATES, f"{card.name}: stages, levels, highest bands", numbers)
    yield Line(GATES, f"{card.name}: answers, states, bands left open", words_of(words))


def _summary(row: int, card: Scorecard) -> Iterator[Line]:
    overall = card.overall
    lowest = lowest_area(card) or NO_SCORE
    held = HELD + ", ".join(overall.capped_by) if overall.capped_by else ""
    short = sum(g.state in ("closed", "weak") for g in card.gates)
    score = NO_SCORE if overall.score is None else overall.score
    yield Line(SUMMARY, f"{card.name}: overall score", Live(_at(row, summary.SCORE_COLUMN), score))
    shown = {
        summary.BAND_COLUMN: label(overall.band) + held, summary.LOWEST_COLUMN: lowest,
        summary.STATUS_COLUMN: overall.status, summary.GATES_COLUMN: short,
    }  # fmt: skip
    yield Line(
        SUMMARY,
        f"{card.name}: band, lowest score in, status, gates",
        words_of([(_at(row, c), v) for c, v in shown.items()]),
    )


def _at(row: int, column: int) -> str:
    return f"{SUMMARY}!{cell(row, column, fixed=True)}"
