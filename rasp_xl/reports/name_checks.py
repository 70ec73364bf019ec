"""What the sheet Checks compares of names: every figure stands under its own council, area and question."""

from collections.abc import Iterator, Sequence

from rasp_xl.model.layout import quoted
from rasp_xl.outgoing.book import cell, span
from rasp_xl.reports import partner_sheet as partners
from rasp_xl.reports.check_line import IN_ORDER, Line, in_order, words_of
from rasp_xl.reports.live import Live, literal
from rasp_xl.reports.positions import (
    ANSWERS,
    ANSWERS_FIRST_ROW,
    GATES,
    GATES_FIRST_ROW,
    HEAT_MAP,
    MAP_FIRST_ROW,
    PARTNERS,
    QUESTION_MAP,
    SCORES,
    SCORES_FIRST_ROW,
    SENSITIVITY,
    SENSITIVITY_FIRST_ROW,
    SUMMARY,
    THEME_MAP,
    Positions,
)
from rasp_xl.reports.score_sheets import AREA, COUNCIL, GATE, GATE_AREA, GATE_COUNCIL, IDENTITY, OVERALL
from rasp_xl.reports.summary_sheet import councils_first_row

NAMES = f"Names of the councils, {IN_ORDER}"


def name_lines(at: Positions) -> Iterator[Line]:
    """Names and ids on Answers as the engine knows them; then every other sheet's as on Answers, and what stands over the figures."""
    for council, card in enumerate(at.assessment.cards):
        row = ANSWERS_FIRST_ROW + council
        here = [(f"{ANSWERS}!{cell(row, column, fixed=True)}", text) for column, text in ((1, card.name), (2, card.id))]
        yield Line(ANSWERS, f"{card.name}: name and id, {IN_ORDER}", words_of(here))
    yield _heads(ANSWERS, ANSWERS_FIRST_ROW - 1, 3, [q.id for q in at.questions])
    n, names = len(at.assessment.cards), _column(ANSWERS, ANSWERS_FIRST_ROW, 1, len(at.assessment.cards))
    for sheet, first in (
        (HEAT_MAP, MAP_FIRST_ROW), (THEME_MAP, MAP_FIRST_ROW), (QUESTION_MAP, MAP_FIRST_ROW), (SUMMARY, councils_first_row(at)),
        (SENSITIVITY, SENSITIVITY_FIRST_ROW),
    ):  # fmt: skip
        yield Line(sheet, NAMES, in_order(_column(sheet, first, 1, n), names, n))
    yield from _areas(at)
    yield from _rows_of_a_kind(at)


def rows_in_order(at: Positions, council: int) -> Iterator[Line]:
    """A council's name in each of its rows of Gates and Scores."""
    words, name = f"{at.assessment.cards[council].name}: its name in its rows, {IN_ORDER}", at.council_name(council)
    if at.gates:
        rows = _column(GATES, at.gate_row(council, at.gates[0]), GATE_COUNCIL, len(at.gates))
        yield Line(GATES, words, in_order(rows, name, len(at.gates)))
    first, count = at.score_row(council, 0), len(at.areas) + 1
    identity = f"{ANSWERS}!{cell(ANSWERS_FIRST_ROW + council, 2, fixed=True)}"
    both = f'{_column(SCORES, first, COUNCIL, count)}&"; "&{_column(SCORES, first, IDENTITY, count)}'
    yield Line(SCORES, words, in_order(both, f'{name}&"; "&{identity}', count))


def _column(sheet: str, first: int, column: int, count: int) -> str:
    return f"{quoted(sheet)}!{span(first, column, first + count - 1, column, fixed=True)}"


def _heads(sheet: str, row: int, column: int, texts: Sequence[str]) -> Line:
    """Headings side by side, counted where they are many: put together nobody could read them."""
    cells = ((f"{quoted(sheet)}!{cell(row, column + n, fixed=True)}", text) for n, text in enumerate(texts))
    count = "+".join(f"EXACT({reference},{literal(text)})" for reference, text in cells)
    return Line(sheet, f"Headings, {IN_ORDER}", Live(count, len(texts)))


def _areas(at: Positions) -> Iterator[Line]:
    """The names of areas and themes over and beside their figures."""
    names, row, number = [area.name for area in at.areas], MAP_FIRST_ROW - 1, 2
    yield Line.texts(HEAT_MAP, "Areas", [(row, column, name) for column, name in enumerate((*names, OVERALL), 2)])
    bands = [(row, len(names) + 5 + n, "Band: " + name) for n, name in enumerate((*names, "overall"))]
    yield Line.texts(HEAT_MAP, "Areas of the bands", bands)
    over = [q.id for area in at.areas for q in area.questions]
    top = ANSWERS_FIRST_ROW - 1
    heads, ids = span(row, 2, row, len(over) + 1, fixed=True), span(top, 3, top, len(over) + 2, fixed=True)
    shown = f"LEFT({quoted(QUESTION_MAP)}!{heads},LEN({ANSWERS}!{ids}))"
    yield Line(QUESTION_MAP, f"Questions, {IN_ORDER}", in_order(shown, f"{ANSWERS}!{ids}", len(over)))
    column, first = 2, partners.theme_rows(at)[0]
    for area in at.areas:
        themes = [theme.name for theme in area.themes]
        over_themes = [(row - 1, number, area.name), *((row, number + n, name) for n, name in enumerate(themes))]
        yield Line.texts(THEME_MAP, f"{area.name}: area and themes", over_themes)
        yield Line.texts(QUESTION_MAP, f"{area.name}: area", [(row - 1, column, area.name)])
        beside = [(first + number - 2 + n, partners.NAME, name) for n, name in enumerate(themes)]
        yield Line.texts(PARTNERS, f"{area.name}: themes, {IN_ORDER}", beside)
        number, column = number + len(themes), column + len(area.questions)
    beside = [(r, partners.NAME, name) for r, name in enumerate(names, partners.area_rows(at)[0])]
    yield Line.texts(PARTNERS, f"Areas, {IN_ORDER}", beside)


def _rows_of_a_kind(at: Positions) -> Iterator[Line]:
    """Each area comes round in every council's rows of Scores, each gate in those of Gates, always in the same order."""
    n = len(at.assessment.cards)
    names = [area.name for area in at.areas]
    yield _in_turn(SCORES, f"Areas, {IN_ORDER}", (SCORES_FIRST_ROW, [AREA]), [(name,) for name in (*names, OVERALL)], n)
    if at.gates:
        called = {area.id: area.name for area in at.areas}
        gates = [(gate.id, called[gate.area]) for gate in at.gates]
        yield _in_turn(GATES, f"Gates and their areas, {IN_ORDER}", (GATES_FIRST_ROW, [GATE, GATE_AREA]), gates, n)


def _in_turn(
    sheet: str, words: str, place: tuple[int, Sequence[int]], texts: Sequence[tuple[str, ...]], times: int
) -> Line:
    """How often some texts stand in columns where their turn comes; place is the first row and the columns."""
    (first, columns), every, found = place, len(texts), []
    areas = [_column(sheet, first, column, every * times) for column in columns]
    for number, text in enumerate(texts):
        turn = f"(MOD(ROW({areas[0]})-ROW({areas[0].partition(':')[0]}),{every})={number})"
        said = "*".join(f"EXACT({area},{literal(one)})" for area, one in zip(areas, text, strict=True))
        found.append(f"SUMPRODUCT({turn}*{said})")
    return Line(sheet, words, Live("+".join(found), every * times))
