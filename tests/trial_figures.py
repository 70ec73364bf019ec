"""What the engine says that the sheets Sensitivity and What if should show, worked out without a formula.

What one level more brings is worked out by scoring the whole council again, question by question.
"""

from collections.abc import Iterator, Mapping
from functools import cache

from office_walk import Cells

from rasp_xl.model.answers import CHOICE_TEXTS, Answer
from rasp_xl.model.questions import AnswerValue
from rasp_xl.model.rounds import Band, Partner, Round
from rasp_xl.model.scorecard import AreaResult, Overall, Scorecard
from rasp_xl.outgoing.book import cell
from rasp_xl.reports import sensitivity_sheet as tried_columns
from rasp_xl.reports import what_if_places as spot
from rasp_xl.reports.positions import SENSITIVITY, SENSITIVITY_FIRST_ROW, WHAT_IF, Positions
from rasp_xl.reports.what_if_places import DIFFERENCE, REAL, Places
from rasp_xl.scoring.scores import score_council
from rasp_xl.scoring.sensitivity import Outcome

Tried = Mapping[str, AnswerValue]
Figure = tuple[int, int, object]
"""Row, column and value."""


def label(band: Band | None) -> str:
    return f"{band.number} {band.name}" if band else "No score"


def sensitivity_figures(at: Positions) -> Cells:
    """Every formula of Sensitivity."""
    n, trials = len(at.areas), at.assessment.sensitivity
    found: list[Figure] = []
    for row, (card, one) in enumerate(zip(at.assessment.cards, trials, strict=True), SENSITIVITY_FIRST_ROW):
        counts = [sum(o.changed for o in part) for part in (one.overall, one.areas)]
        score = "No score" if card.overall.score is None else card.overall.score
        found += _line(row, tried_columns.SCORE, score, label(card.overall.band), *counts)
        shown = [part for o in (one.overall[0], *one.areas, *one.overall[1:]) for part in _outcome(o)]
        numbers = [o.band.number if o.band else "No score" for o in one.areas]
        open_to = ["No score" if number is None else number for number in (one.open_to, one.open_to_equal)]
        found += _line(row, tried_columns.FIRST_BLOCK, *shown, *numbers, *open_to)
    kept = sum(not any(o.changed for o in one.overall) for one in trials)
    overall, areas = (
        sum(o.changed for one in trials for o in part(one)) for part in (lambda t: t.overall, lambda t: t.areas)
    )
    said = (
        f"Councils that keep their overall band in all {2 * n + 1} trials: {kept} of {len(trials)}. Bands that change: {overall} of "
        f"{(2 * n + 1) * len(trials)} overall, and {areas} of {n * len(trials)} in areas where all questions weigh 1."
    )
    return _cells(SENSITIVITY, [(2, 1, said), *found])


def _outcome(outcome: Outcome) -> tuple[object, str]:
    was = f", was {label(outcome.base)}" if outcome.changed else ""
    return "No score" if outcome.score is None else outcome.score, label(outcome.band) + was


def what_if_figures(at: Positions, council: int = 0, tried: Tried | None = None) -> Cells:
    """Every formula of What if but for the sentence, when a council is chosen and answers are tried."""
    real = at.assessment.cards[council]
    given = {a.question: a for a in real.answers}
    other = {q: Answer(q, value, waived=value == "NA" and given[q].waived) for q, value in (tried or {}).items()}
    now = _scored(at, real, given | other)
    places = Places(at)
    found = [*_figures(places, real, now), *_gates(places, real, now), *_sums(places, now)]
    found += _questions(places, real, now, given | other)
    found.append((places.last_row, spot.FIRST_AREA_COLUMN, council + 1))
    return _cells(WHAT_IF, found)


def _scored(at: Positions, real: Scorecard, given: Mapping[str, Answer]) -> Scorecard:
    return _again(
        at.assessment.round,
        Partner(real.id, real.name),
        tuple(given.values()),
        tuple((a.id, a.to_fix) for a in real.areas),
    )


@cache
def _again(
    round_: Round, partner: Partner, given: tuple[Answer, ...], to_fix: tuple[tuple[str, int], ...]
) -> Scorecard:
    """Kept, because a walk from cell to cell asks again and again for a council that does not change."""
    return score_council(partner, ({a.question: a for a in given},), round_, dict(to_fix))


def _figures(places: Places, real: Scorecard, now: Scorecard) -> Iterator[Figure]:
    for area, (was, then) in enumerate(zip((*real.areas, real.overall), (*now.areas, now.overall), strict=True)):
        before, after = _result(was), _result(then)
        for figure, _, kinds in spot.FIGURES:
            column = places.column(area)
            yield places.figure(figure, REAL), column, before[figure]
            yield places.figure(figure, spot.WHAT_IF), column, after[figure]
            if DIFFERENCE in kinds:
                one, two = before[figure], after[figure]
                both = isinstance(one, (int, float)) and isinstance(two, (int, float))
                none = "by area" if one == "by area" else "none"
                yield places.figure(figure, DIFFERENCE), column, two - one if both else none


def _result(result: AreaResult | Overall) -> list[object]:
    bands = [label(result.band), label(result.band_before_caps), ", ".join(result.capped_by), result.status]
    if isinstance(result, Overall):
        return [result.score, "by area", "by area", *bands]
    return [result.tally.score, result.tally.known_only, result.tally.coverage, *bands]


def _gates(places: Places, real: Scorecard, now: Scorecard) -> Iterator[Figure]:
    bands = places.at.assessment.round.settings.bands
    for gate, was, then in zip(places.at.gates, real.gates, now.gates, strict=True):
        opened = (label(bands[result.cap - 1]) for result in (was, then))
        yield from _line(
            places.gate_row(gate),
            spot.STAGE,
            was.first_stage,
            was.state,
            then.state,
            *opened,
            then.cap,
            then.overall_cap,
        )
        yield places.question_row(gate), spot.STATE, then.state


def _sums(places: Places, now: Scorecard) -> Iterator[Figure]:
    for area, result in enumerate(now.areas):
        t = result.tally
        bands = (result.band_before_caps, result.band)
        values = (t.points, t.applies, t.answered, t.total, t.not_applicable, *map(_number, bands), result.to_fix)
        yield from ((places.sum_row(n), places.column(area), value) for n, value in enumerate(values))
    for n, band in ((spot.NUMBER_BEFORE, now.overall.band_before_caps), (spot.NUMBER, now.overall.band)):
        yield places.sum_row(n), places.column(places.overall), _number(band)


def _questions(places: Places, real: Scorecard, now: Scorecard, given: Mapping[str, Answer]) -> Iterator[Figure]:
    at, answered = places.at, {a.question: a for a in real.answers}
    gates = {gate.id: at.assessment.round.gate_from(gate) is not None for gate in at.questions}
    for number, area in enumerate(at.areas):
        for question in area.questions:
            row, was, then = places.question_row(question), answered[question.id], given[question.id]
            is_gate = gates[question.id]
            yield row, spot.ANSWERED, _words(was)
            yield row, spot.WEIGHT, at.assessment.round.weight(question)
            yield row, spot.CODE_REAL, _code(was)
            yield row, spot.CODE, _code(then)
            if is_gate:
                yield row, spot.IS_GATE, 1
            level = _level(then, is_gate)
            after = now
            if isinstance(level, int):
                after = _scored(at, real, {**given, question.id: Answer(question.id, level)})
            own, raised = now.areas[number], after.areas[number]
            gains: tuple[object, object] = (level, level)
            if isinstance(level, int):
                gains = (
                    (raised.tally.score or 0) - (own.tally.score or 0),
                    (after.overall.score or 0) - (now.overall.score or 0),
                )
            opens = (_opens(own.band, raised.band), _opens(now.overall.band, after.overall.band))
            yield from _line(row, spot.AREA_GAIN, *gains, *opens)
            yield from _line(row, spot.NEXT, level)
            yield from _line(row, spot.AREA_THEN, _number(raised.band), _number(after.overall.band))
            if is_gate:
                gate = next(g for g in after.gates if g.question == question.id)
                yield from _line(row, spot.CAP_THEN, gate.cap, gate.overall_cap)


def _level(answer: Answer, is_gate: bool) -> int | str:
    """The next level, or why there is none."""
    if answer.value == "NA" and (answer.waived or not is_gate):
        return "not applicable"
    if answer.value == 4:
        return "at the top"
    return answer.value + 1 if isinstance(answer.value, int) else 1


def _opens(now: Band | None, then: Band | None) -> str:
    return "no change" if now == then else f"opens {label(then)}"


def _words(answer: Answer) -> str:
    if answer.value == "NA" and answer.waived:
        return "Not applicable, waived"
    return "No answer" if answer.value is None else CHOICE_TEXTS[answer.value]


def _code(answer: Answer) -> object:
    return "NW" if answer.value == "NA" and answer.waived else answer.value


def _number(band: Band | None) -> int | None:
    return band.number if band else None


def _line(row: int, first: int, *values: object) -> list[Figure]:
    return [(row, column, value) for column, value in enumerate(values, first)]


def _cells(sheet: str, figures: list[Figure]) -> Cells:
    return {(sheet, cell(row, column)): "" if value is None else value for row, column, value in figures}
