"""What the engine says that cells should show: figures by sheet and address, worked out without a formula.

A figure that is not there is an empty text, as a cell shows it.
"""

from collections.abc import Iterator, Sequence

from office_walk import Cells
from trial_figures import sensitivity_figures, what_if_figures

from rasp_xl.model import layout
from rasp_xl.model.answers import CHOICE_TEXTS, Answer
from rasp_xl.model.questions import AnswerValue
from rasp_xl.model.rounds import Band, Round
from rasp_xl.model.scorecard import AreaResult, GateResult, Overall, Scorecard
from rasp_xl.outgoing.book import cell
from rasp_xl.outgoing.filling import Filling
from rasp_xl.outgoing.score_rows import Rows
from rasp_xl.reports import partner_sheet as partners
from rasp_xl.reports import score_sheets as columns
from rasp_xl.reports.assessment import Assessment
from rasp_xl.reports.map_words import heat_words, question_words, theme_words
from rasp_xl.reports.maps import HELD, TOP_ROW
from rasp_xl.reports.positions import (
    GATES,
    HEAT_MAP,
    MAP_FIRST_ROW,
    PARTNERS,
    QUESTION_MAP,
    SCORES,
    THEME_MAP,
    Positions,
)
from rasp_xl.scoring.compare import ASYMMETRY, GAP, MIXED, STRENGTH

Figure = tuple[str, int, int, object]
"""Sheet, row, column and value; rows and columns count from 1."""


def label(band: Band | None) -> str:
    """A band as a cell shows it."""
    return f"{band.number} {band.name}" if band else "No score"


def your_scores(card: Scorecard, round_: Round) -> Cells:
    """Every figure of a template's sheet Your scores that hangs on an answer."""
    rows, found = Rows(Filling(round_, card)), list[Figure]()
    for row, area in enumerate(card.areas, rows.areas):
        found += _line(layout.SCORES, row, 2, _area_line(area))
        found += _line(layout.SCORES, row - rows.areas + rows.sums, 2, _sums_line(area))
    whole, last = card.overall, rows.sums + len(card.areas)
    held = "weakest area or a gate" if whole.band != whole.band_before_caps else ""
    line = (whole.score, label(whole.band), label(whole.band_before_caps), held, whole.status)
    found += _line(layout.SCORES, rows.overall, 2, line)
    found += _line(layout.SCORES, last, 8, (_number(whole.band_before_caps), _number(whole.band)))
    for row, theme in enumerate(card.themes, rows.themes):
        found += _line(layout.SCORES, row, 2, (theme.tally.score, label(theme.band), theme.tally.coverage))
    for row, gate in enumerate(card.gates, rows.gates):
        left_open = label(round_.settings.bands[gate.cap - 1])
        shown = "No answer" if gate.value is None else CHOICE_TEXTS[gate.value]
        line = (f"Stage {gate.first_stage}", gate.state, shown, left_open, gate.cap, gate.overall_cap)
        found += _line(layout.SCORES, row, 2, line)
    return _cells(found)


def scored_figures(assessment: Assessment) -> Cells:
    """Every figure of a scored workbook's sheets Scores, Gates, Partners, Sensitivity, What if and the maps that hangs on an
    answer or a setting.
    """
    at, found = Positions(assessment), list[Figure]()
    for council, card in enumerate(assessment.cards):
        found += _scores(at, council, card)
        found += _maps(MAP_FIRST_ROW + council, card)
        found += [figure for gate in card.gates for figure in _gate(at, council, gate)]
    found += _sentences(at)
    found += _partners(at)
    return {**_cells(found), **sensitivity_figures(at), **what_if_figures(at)}


def _sentences(at: Positions) -> Iterator[Figure]:
    """What each sheet says above its figures."""
    for sheet, text in ((HEAT_MAP, heat_words(at).value), (THEME_MAP, theme_words(at).value)):
        yield sheet, TOP_ROW, 1, text
    yield QUESTION_MAP, TOP_ROW, 1, question_words(at, "").value
    yield PARTNERS, TOP_ROW, 1, partners.partner_words(at).value
    for column, question in enumerate(at.questions, 2):
        if at.assessment.round.gate_from(question) is not None:
            bites = at.assessment.round.bites(question)
            mark = "GATE" if bites else f"Gate, stage {at.assessment.round.gate_from(question)}"
            yield QUESTION_MAP, MAP_FIRST_ROW - 1, column, f"{question.id} {mark}"


def _partners(at: Positions) -> Iterator[Figure]:
    spread, cards = at.assessment.partnership, at.assessment.cards
    own = zip(at.areas, spread.areas, strict=True)
    for row, (asked, area) in enumerate(own, partners.area_rows(at)[0]):
        states = [q.state for q in spread.questions if q.id.startswith(asked.id)]
        shown = (area.lowest, area.median, area.mean, area.highest, area.gap, area.state)
        yield from _line(PARTNERS, row, 2, ["No score"] * 6 if area.gap is None else shown)
        yield from _line(PARTNERS, row, 8, [states.count(s) for s in (STRENGTH, GAP, ASYMMETRY, MIXED)])
    for row, theme in enumerate(spread.themes, partners.theme_rows(at)[0]):
        shown = (theme.lowest, theme.median, theme.mean, theme.highest, theme.gap)
        yield from _line(PARTNERS, row, 2, ["No score"] * 5 if theme.gap is None else shown)
    for number, question in enumerate(spread.questions):
        row, values = partners.question_rows(at)[0] + number, [card.answers[number].value for card in cards]
        shown = (question.lowest, question.median, question.highest, question.gap, question.state)
        line = [*["n/a"] * 4, "not applicable"] if question.gap is None else shown
        yield from ((PARTNERS, row, c, v) for c, v in zip((2, 3, 5, 6, 7), line, strict=True))
        counts = (sum(isinstance(v, int) for v in values), *(values.count(v) for v in ("DK", None, "NA")))
        yield from ((PARTNERS, row, c, v) for c, v in zip((4, 9, 10, 11), counts, strict=True))


def moved_by(before: Cells, after: Cells) -> Cells:
    """The figures that are others after than before."""
    return {place: value for place, value in after.items() if before[place] != value}


def _area_line(area: AreaResult) -> Sequence[object]:
    """In the order of the columns of the template's table of areas, but for how many are answered."""
    held, tally = ", ".join(area.capped_by), area.tally
    shown = (tally.score, label(area.band), label(area.band_before_caps), held, area.status)
    return (*shown, tally.known_only, tally.evidenced, tally.coverage)


def _sums_line(area: AreaResult) -> Sequence[object]:
    """In the order of the columns of the template's table of sums."""
    tally = area.tally
    sums = (tally.points, tally.applies, tally.answered, tally.overclaimed, tally.total, tally.not_applicable)
    return (*sums, _number(area.band_before_caps), _number(area.band))


def _scores(at: Positions, council: int, card: Scorecard) -> Iterator[Figure]:
    for n, area in enumerate(card.areas):
        t = area.tally
        sums = {
            columns.POINTS: t.points,
            columns.APPLIES: t.applies,
            columns.ANSWERED: t.answered,
            columns.TOTAL: t.total,
        }
        parts = {columns.KNOWN: t.known_only, columns.EVIDENCED: t.evidenced, columns.COVERAGE: t.coverage}
        rest = {
            columns.OVERCLAIMED: t.overclaimed,
            columns.NOT_APPLICABLE: t.not_applicable,
            columns.TO_FIX: area.to_fix,
        }
        shown = {columns.SCORE: t.score} | sums | parts | rest | _banded(area)
        yield from ((SCORES, at.score_row(council, n), column, value) for column, value in shown.items())
    whole = {columns.SCORE: card.overall.score, columns.TO_FIX: sum(a.to_fix for a in card.areas)}
    waiting = ", ".join(a.name for a in card.areas if a.status != "final")
    shown = _banded(card.overall) | whole | {columns.WHY: waiting}
    yield from ((SCORES, at.score_row(council, len(card.areas)), column, value) for column, value in shown.items())


def _banded(result: AreaResult | Overall) -> dict[int, object]:
    return {
        columns.BAND: label(result.band),
        columns.BEFORE: label(result.band_before_caps),
        columns.HELD_BY: ", ".join(result.capped_by),
        columns.STATUS: result.status,
        columns.WHY: "" if isinstance(result, Overall) else "; ".join(result.provisional),
        columns.NUMBER: _number(result.band),
        columns.NUMBER_BEFORE: _number(result.band_before_caps),
    }


def _lowest(card: Scorecard) -> str:
    """The first area of the lowest score, and how many more share it."""
    scores = [(round(a.tally.score, 9), a.name) for a in card.areas if a.tally.score is not None]
    if not scores:
        return "No score"
    least = [name for score, name in scores if score == min(s for s, _ in scores)]
    return least[0] + (f", and {len(least) - 1} more" if len(least) > 1 else "")


def _maps(row: int, card: Scorecard) -> Iterator[Figure]:
    whole, n = card.overall, len(card.areas)
    scored = [*((a.tally.score, a.band, a.capped_by) for a in card.areas), (whole.score, whole.band, whole.capped_by)]
    for column, (score, band, held) in enumerate(scored, 2):
        yield HEAT_MAP, row, column, "No score" if score is None else score
        yield HEAT_MAP, row, column + n + 3, label(band) + (HELD + ", ".join(held) if held else "")
    yield HEAT_MAP, row, n + 3, _lowest(card)
    yield HEAT_MAP, row, n + 4, whole.status
    for column, theme in enumerate(card.themes, 2):
        yield THEME_MAP, row, column, "No score" if theme.tally.score is None else theme.tally.score
    for column, answer in enumerate(card.answers, 2):
        yield QUESTION_MAP, row, column, _as_it_counts(answer, answer.question in {g.question for g in card.gates})


def _as_it_counts(answer: Answer, is_gate: bool) -> object:
    if answer.value == "NA":
        return "NW" if answer.waived else "no answer, NA" if is_gate else "NA"
    return "no answer" if answer.value is None else answer.value


def _gate(at: Positions, council: int, gate: GateResult) -> Iterator[Figure]:
    row = at.gate_row(council, next(q for q in at.gates if q.id == gate.question))
    shown = {
        columns.FIRST_STAGE: gate.first_stage,
        columns.GATE_ANSWER: _answer(gate.value),
        columns.STATE: gate.state,
        columns.CAP: gate.cap,
        columns.OVERALL_CAP: gate.overall_cap,
        columns.LEFT_OPEN: label(at.assessment.round.settings.bands[gate.cap - 1]),
    }
    return ((GATES, row, column, value) for column, value in shown.items())


def _answer(value: AnswerValue) -> object:
    return "no answer" if value is None else value if isinstance(value, int) else CHOICE_TEXTS[value]


def _number(band: Band | None) -> int | None:
    return band.number if band else None


def _line(sheet: str, row: int, first: int, values: Sequence[object]) -> list[Figure]:
    return [(sheet, row, column, value) for column, value in enumerate(values, first)]


def _cells(figures: Sequence[Figure]) -> Cells:
    return {(sheet, cell(row, column)): "" if value is None else value for sheet, row, column, value in figures}
