"""What the sheet Checks compares on What if, where people play: formulas and names are there, and without a trial nothing is changed.

What they choose and type changes none of it.
"""

from collections.abc import Iterator, Sequence

from rasp_xl.model.answers import CHOICES
from rasp_xl.model.layout import quoted
from rasp_xl.outgoing.book import cell, span
from rasp_xl.outgoing.lists_sheet import TYPED
from rasp_xl.reports import what_if_places as spot
from rasp_xl.reports.check_line import IN_ORDER, Line
from rasp_xl.reports.live import Live, literal
from rasp_xl.reports.positions import SETTING_FIRST_STAGE, SETTINGS, WHAT_IF, Positions
from rasp_xl.reports.what_if_places import REAL, Places
from rasp_xl.reports.what_if_rows import NO_GATE

SCORES, STATES = (spot.SCORE, spot.KNOWN, spot.COVERAGE), (spot.BAND, spot.BEFORE, spot.HELD_BY, spot.STATUS)


def what_if_lines(at: Positions) -> Iterator[Line]:
    """Names, then what nobody tried, then every block of formulas."""
    places = Places(at)
    yield from _names(places)
    yield Line(WHAT_IF, "Differences while nothing is tried", Live(_differences(places), 0))
    stages = f"{SETTINGS}!{at.settings_column(SETTING_FIRST_STAGE)}"
    marks = f"{quoted(WHAT_IF)}!{places.asked(spot.IS_GATE, at.questions)}"
    yield Line(WHAT_IF, "Gate marks unlike Settings", Live(f"SUMPRODUCT(ABS({marks}-ISNUMBER({stages})))", 0))
    yield from _blocks(places)


def _names(places: Places) -> Iterator[Line]:
    at = places.at
    for row in (spot.RESULTS_ROW, places.sums_row):
        heads = [(row, places.column(number), area.name) for number, area in enumerate(at.areas)]
        yield Line.texts(WHAT_IF, f"Areas in row {row}", heads)
    figures = [(places.figure(figure, which), words, which) for figure, words, kinds in spot.FIGURES for which in kinds]
    yield _said("Figures", [(row, column, text) for row, *texts in figures for column, text in enumerate(texts, 1)])
    if at.gates:
        yield _said("Gates", [(places.gate_row(gate), spot.GATE, gate.id) for gate in at.gates])
    for area in at.areas:
        themes = {theme.id: theme.name for theme in area.themes}
        asked = [(places.question_row(q), spot.ASKED, f"{q.id} {themes[q.theme]}") for q in area.questions]
        yield _said(f"Questions of {area.name}", asked)
    yield _said("Sums", [(places.sum_row(number), 1, words) for number, words in enumerate(spot.SUMS)])
    offered = enumerate((*CHOICES, *TYPED), places.choices_row + 1)
    yield _said(
        "Answers to choose",
        [(row, c, "" if t is None else str(t)) for row, both in offered for c, t in enumerate(both, 1)],
    )


def _said(words: str, cells: Sequence[tuple[int, int, str]]) -> Line:
    """How many cells say what they said; put together nobody could read them."""
    parts = [f"EXACT({quoted(WHAT_IF)}!{cell(row, column, fixed=True)},{literal(text)})" for row, column, text in cells]
    return Line(WHAT_IF, f"{words}, {IN_ORDER}", Live("+".join(parts), len(parts)))


def _differences(places: Places) -> str:
    """While every entry is empty, what is tried is as answered."""
    tried, entries = f"{quoted(WHAT_IF)}!", places.asked(spot.ENTRY, places.at.questions)

    def row(figure: int, which: str) -> str:
        number = places.figure(figure, which)
        return tried + span(number, places.column(0), number, places.column(places.overall), fixed=True)

    moved = [f"SUMPRODUCT({row(f, spot.DIFFERENCE)},{row(f, spot.DIFFERENCE)})" for f in SCORES]
    moved += [f"SUMPRODUCT(--({row(f, REAL)}<>{row(f, spot.WHAT_IF)}))" for f in STATES]
    return f"IF(COUNTBLANK({tried}{entries})={len(places.at.questions)},{'+'.join(moved)},0)"


def _blocks(places: Places) -> Iterator[Line]:
    at = places.at
    first, last = places.figure(spot.SCORE, REAL), places.figure(spot.STATUS, spot.WHAT_IF)
    right = places.column(places.overall)
    yield Line.typed_over(WHAT_IF, span(first, places.column(0), last, right, fixed=True))
    if at.gates:
        rows = places.gate_row(at.gates[0]), places.gate_row(at.gates[-1])
        yield Line.typed_over(WHAT_IF, span(rows[0], spot.STAGE, rows[1], spot.OVERALL_CAP, fixed=True))
    rows = places.question_row(at.questions[0]), places.question_row(at.questions[-1])
    for start, end, but in (
        (spot.ANSWERED, spot.ANSWERED, ""),
        (spot.STATE, spot.STATE, NO_GATE),
        (spot.AREA_GAIN, spot.WEIGHT, ""),
        (spot.CODE_REAL, spot.NEXT, ""),
        (spot.CAP_THEN, spot.OVERALL_CAP_THEN, NO_GATE),
        (spot.AREA_THEN, spot.OVERALL_THEN, ""),
    ):
        yield Line.typed_over(WHAT_IF, span(rows[0], start, rows[1], end, fixed=True), but)
    sums = span(places.sum_row(0), places.column(0), places.sum_row(len(spot.SUMS) - 1), right, fixed=True)
    yield Line.typed_over(WHAT_IF, sums, spot.BY_AREA)
    yield Line.typed_over(WHAT_IF, places.council)
    yield Line.typed_over(WHAT_IF, "$A$2")
