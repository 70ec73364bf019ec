"""What the sheet Checks compares on Settings: whether each is as at scoring, and whether that itself was left as it was."""

from collections.abc import Iterator
from dataclasses import replace

from rasp_xl.outgoing import formulas
from rasp_xl.outgoing.book import span
from rasp_xl.reports.check_line import Line
from rasp_xl.reports.control_numbers import control_formula, control_number
from rasp_xl.reports.live import NOT_RIGHT, SETTINGS_RIGHT, Live, literal
from rasp_xl.reports.positions import (
    ANSWERS,
    ANSWERS_EQUAL_ROW,
    ANSWERS_GATE_ROW,
    ANSWERS_WEIGHT_ROW,
    BANDS_ROW,
    SENSITIVITY,
    SETTING_FIRST_STAGE,
    SETTING_WEIGHT,
    SETTINGS,
    SETTINGS_FIRST_QUESTION_ROW,
    SETTINGS_FIRST_ROW,
    Positions,
)
from rasp_xl.reports.settings_sheet import AT_SCORING, RIGHT, STAGE_BEFORE, VALUE, WEIGHT_BEFORE, settings_of


def setting_lines(at: Positions) -> Iterator[Line]:
    """The settings as at scoring, so that a changed one is said even where it moves no band."""
    yield from (line.as_setting for line in _values(at))
    yield from _kept(at)
    for first, last in _blocks(at):
        yield Line.typed_over(SETTINGS, span(first, RIGHT, last, RIGHT, fixed=True))
    yield from _above_answers(at)


def _blocks(at: Positions) -> tuple[tuple[int, int], ...]:
    """The first and the last row of the settings, of the bands, and of the questions."""
    round_ = at.assessment.round
    return (
        (SETTINGS_FIRST_ROW, SETTINGS_FIRST_ROW + len(settings_of(round_)) - 1),
        (BANDS_ROW, BANDS_ROW + round_.settings.top_band - 1),
        (SETTINGS_FIRST_QUESTION_ROW, SETTINGS_FIRST_QUESTION_ROW + len(at.questions) - 1),
    )


def _above_answers(at: Positions) -> Iterator[Line]:
    """What stands above the answers: as at scoring, as it is on Settings now, and the ones that Sensitivity weighs with."""
    round_, count = at.assessment.round, len(at.questions)
    weights, marks, ones = (
        control_formula(at.above_answers(row)) for row in (ANSWERS_WEIGHT_ROW, ANSWERS_GATE_ROW, ANSWERS_EQUAL_ROW)
    )
    heavy = control_number(round_.weight(q) for q in at.questions)
    marked = control_number(int(round_.gate_from(q) is not None) for q in at.questions)
    yield Line.control(ANSWERS, "Weights above the answers", Live(weights, heavy)).moving
    yield Line.control(ANSWERS, "Gate marks above the answers", Live(marks, marked)).moving
    weight, stage = (f"{SETTINGS}!{at.settings_column(column)}" for column in (SETTING_WEIGHT, SETTING_FIRST_STAGE))
    places = f"(ROW({stage})-ROW({stage.partition(':')[0]})+1)"
    gates = f"SUMPRODUCT(ISNUMBER({stage})*{places})+SUMPRODUCT({places})"
    for words, here, other in (
        ("Weights", Live(weights, heavy), control_formula(weight, 1)),
        ("Gate marks", Live(marks, marked), gates),
    ):
        yield replace(Line.control(ANSWERS, f"{words} above the answers, and on Settings", here), other=other)
    if at.has(SENSITIVITY):
        yield Line.control(ANSWERS, "Weights of 1 above the answers", Live(ones, control_number([1] * count)))


def settings_changed(at: Positions) -> Live:
    """How many settings are not as at scoring, by what stands beside them; the colours of the maps move no figure."""
    bands = at.assessment.round.settings.bands
    parts = [f"SUMPRODUCT(--({now}<>{then}))" for now, then in _pairs(at)]
    names = (f"EXACT(INDEX({formulas.BAND_LABEL},{band.number}),{literal(band.label)})" for band in bands)
    return Live(f"{'+'.join(parts)}+{len(bands)}-{'-'.join(names)}", 0)


def _pairs(at: Positions) -> tuple[tuple[str, str], ...]:
    """Areas that may be changed, each with what was there at scoring."""
    (_, last), (_, top), _ = _blocks(at)

    def column(first: int, end: int, number: int) -> str:
        return f"{SETTINGS}!{span(first, number, end, number, fixed=True)}"

    return (
        (column(SETTINGS_FIRST_ROW, last, VALUE), column(SETTINGS_FIRST_ROW, last, AT_SCORING)),
        (column(BANDS_ROW, top, VALUE), column(BANDS_ROW, top, AT_SCORING)),
        (f"{SETTINGS}!{at.settings_column(SETTING_WEIGHT)}", f"{SETTINGS}!{at.settings_column(WEIGHT_BEFORE)}"),
        (f"{SETTINGS}!{at.settings_column(SETTING_FIRST_STAGE)}", f"{SETTINGS}!{at.settings_column(STAGE_BEFORE)}"),
    )


def _values(at: Positions) -> Iterator[Line]:
    round_ = at.assessment.round
    yield Line(SETTINGS, "Settings that cannot be right", Live(f'COUNTIF({SETTINGS_RIGHT},"{NOT_RIGHT}")', 0))
    for setting in settings_of(round_):
        yield Line(SETTINGS, setting.label, Live(setting.name, setting.value))
    for band in round_.settings.bands:
        edge, name = (f"INDEX({column},{band.number})" for column in (formulas.BAND_FROM, formulas.BAND_LABEL))
        yield Line(SETTINGS, f"Edge of band {band.number}", Live(edge, band.from_score))
        yield Line(SETTINGS, f"Name of band {band.number}", Live(name, band.label))
    for words, column, values in (
        ("Weights", SETTING_WEIGHT, [round_.weight(q) for q in at.questions]),
        ("Stages of the gates", SETTING_FIRST_STAGE, [round_.gate_from(q) for q in at.questions]),
    ):
        area = f"{SETTINGS}!{at.settings_column(column)}"
        yield Line.control(SETTINGS, words, Live(control_formula(area, 1), control_number(values)))


def _kept(at: Positions) -> Iterator[Line]:
    """What nobody may change: the values at scoring, and what each row is about."""
    round_ = at.assessment.round
    values: tuple[list[float | None], ...] = (
        [setting.value for setting in settings_of(round_)],
        [band.from_score for band in round_.settings.bands],
        [round_.weight(q) for q in at.questions],
        [round_.gate_from(q) for q in at.questions],
    )
    for (_, then), numbers, words in zip(_pairs(at), values, ("settings", "bands", "weights", "gates"), strict=True):
        number = Live(control_formula(then, 1), control_number(numbers))
        yield Line.control(SETTINGS, f"Values at scoring: {words}", number)
    now, then = _pairs(at)[-1]
    stages = Live(f"SUMPRODUCT(ISTEXT({then})*ISNUMBER({now}))", 0)
    yield Line(SETTINGS, "Stages typed beside questions that are no gates", stages)
    labels = ((SETTINGS_FIRST_ROW + n, 1, setting.label) for n, setting in enumerate(settings_of(round_)))
    yield Line.texts(SETTINGS, "What is set", labels)
    questions = ((SETTINGS_FIRST_QUESTION_ROW + n, 1, question.id) for n, question in enumerate(at.questions))
    yield Line.texts(SETTINGS, "Questions", questions)
