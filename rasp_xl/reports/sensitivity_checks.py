"""What the sheet Checks compares on Sensitivity: each column of it, however many councils there are."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rasp_xl.model.layout import quoted
from rasp_xl.model.showing import label, number_of
from rasp_xl.outgoing.book import span
from rasp_xl.reports import sensitivity_sheet as tried
from rasp_xl.reports.check_line import IN_ORDER, Line
from rasp_xl.reports.control_numbers import control_formula, control_number
from rasp_xl.reports.live import Live
from rasp_xl.reports.positions import SENSITIVITY, SENSITIVITY_FIRST_ROW, Positions
from rasp_xl.reports.row_numbers import columns_that_count, odd_letters, row_formula, row_number

DIGITS, ALLOWED = 4, "2E-4"
"""To what a control number is rounded: over thousands of councils a computer's own rounding adds up."""


def sensitivity_lines(at: Positions) -> Iterator[Line]:
    """Headings, then every column of figures and of bands, from the left."""
    made = tried.blocks(at.areas)
    row = SENSITIVITY_FIRST_ROW - 1
    yield Line.texts(SENSITIVITY, f"Trials, {IN_ORDER}", [(row - 1, block.column, block.heading) for block in made])
    yield from (line.moving for line in _columns(at, made))


def _columns(at: Positions, made: Sequence[tried.Block]) -> Iterator[Line]:
    """Scores before the bands that they make, and bands before their counts."""
    cards, n, every = at.assessment.cards, len(at.areas), at.assessment.sensitivity
    found = [tried.outcomes(one) for one in every]
    trials = [(number, block, f"Trial {number + 1}, {block.heading}") for number, block in enumerate(made)]
    yield _figures(tried.SCORE, "Score as scored", [card.overall.score for card in cards])
    yield from _bands(tried.BAND, "Band as scored", [label(card.overall.band) for card in cards])
    for number, block, words in trials:
        yield _figures(block.column, f"{words}: scores", [outcomes[number].score for outcomes in found])
    for number, area in enumerate(at.areas):
        bands = [number_of(one.areas[number].band) for one in every]
        yield _figures(tried.number_column(at.areas, number), f"Band numbers, all weights 1: {area.id}", bands)
    left_open = "Highest band left open, "
    yield _figures(tried.number_column(at.areas, n), left_open + "as scored", [one.open_to for one in every])
    column = tried.number_column(at.areas, n + 1)
    yield _figures(column, left_open + "all weights 1", [one.open_to_equal for one in every])
    for number, block, words in trials:
        bands_ = [tried.band_words(outcomes[number]) for outcomes in found]
        yield from _bands(block.column + 1, f"{words}: bands", bands_)
    yield _figures(
        tried.OVERALL_CHANGES, "Overall bands changed", [sum(o.changed for o in one.overall) for one in every]
    )
    yield _figures(tried.AREA_CHANGES, "Area bands changed", [sum(o.changed for o in one.areas) for one in every])


def _column(column: int, count: int) -> str:
    first = SENSITIVITY_FIRST_ROW
    return f"{quoted(SENSITIVITY)}!{span(first, column, first + count - 1, column, fixed=True)}"


def _figures(column: int, words: str, values: Sequence[float | None]) -> Line:
    area = _column(column, len(values))
    here = Live(f"ROUND({control_formula(area, 1)},{DIGITS})", round(control_number(values), DIGITS))
    return replace(Line.control(SENSITIVITY, words, here), allowed=ALLOWED)


def _bands(column: int, words: str, values: Sequence[str]) -> Iterator[Line]:
    rows = [[value] for value in values]
    if columns_that_count(rows):
        here = Live(
            row_formula([_column(column, len(values))], placed=True, odd=odd_letters(rows, (0,))),
            row_number(rows, placed=True),
        )
        yield Line.control(SENSITIVITY, words, here)
