"""The sheet Summary of a council's own workbook: what to fix, where it stands, what to do first, its areas, and the quartiles of the partnership."""

from collections.abc import Iterator

from rasp_xl.model.baseline import OVERALL
from rasp_xl.model.rounds import MEASURE_DIGITS
from rasp_xl.outgoing.book import Book, Sheet, cell, span
from rasp_xl.outgoing.style import DISCLAIMER
from rasp_xl.reports import quartile_words as quarters
from rasp_xl.reports import score_sheets as scores
from rasp_xl.reports.check_line import Line, words_of
from rasp_xl.reports.live import Live
from rasp_xl.reports.positions import HEAT_MAP, MAP_FIRST_ROW, SUMMARY, Positions
from rasp_xl.reports.summary_sheet import (
    WIDTHS,
    action_rows,
    actions_first_row,
    add_actions,
    add_standings,
    open_summary,
)
from rasp_xl.scoring.quartiles import Quartile

AREA_COLUMNS = (
    ("Area", 0, "cell"), ("Score", scores.SCORE, "number 1"), ("Band", scores.BAND, "cell"), ("Held down by", scores.HELD_BY, "cell"),
    ("Evidenced", scores.EVIDENCED, "number 1"), ("Coverage %", scores.COVERAGE, "number 1"), ("Why provisional", scores.WHY, "cell"),
)  # fmt: skip
QUARTILE_HEADINGS = ("Area", "Your score", "Where it stands", "Lower quartile", "Median", "Upper quartile")
CHART_ROWS = 20


def add_own_summary(book: Book, at: Positions) -> None:
    """Write the sheet; its figures and the sentences above them are formulas, its lists are as at scoring."""
    sheet, row = open_summary(book, at, f"Readiness assessment: {at.assessment.cards[0].name}")
    row = add_standings(sheet, row, at)
    row = add_actions(sheet, row + 1, at)
    _areas(sheet, at)
    row = _quartiles(sheet, at) + 1
    _chart(sheet, row, at)
    sheet.text(row + CHART_ROWS, 1, DISCLAIMER, "quiet plain")
    sheet.worksheet.fit_to_pages(1, 1)


def areas_row(at: Positions) -> int:
    """The row of the heading over the areas, below the actions with their link."""
    return actions_first_row(at) + len(action_rows(at)) + 2


def _quartiles_row(at: Positions) -> int:
    return areas_row(at) + len(at.areas) + 3


def _areas(sheet: Sheet, at: Positions) -> None:
    """A line for each area, read from Scores."""
    row = areas_row(at)
    sheet.heading(row, "Your areas")
    sheet.row(row + 1, [heading for heading, _, _ in AREA_COLUMNS])
    for number, (area, cells) in enumerate(zip(at.areas, _area_cells(at), strict=True)):
        here = row + 2 + number
        sheet.text(here, 1, area.name, "cell")
        for column, (live, (_, _, style)) in enumerate(zip(cells, AREA_COLUMNS[1:], strict=True), 2):
            sheet.formula(here, column, f"={live.expression}", live.value, style)
        sheet.fit(here, [(str(cells[-1].value), WIDTHS[-1] - 2), (str(cells[2].value), WIDTHS[3] - 2)])


def _area_cells(at: Positions) -> list[list[Live]]:
    """What stands beside each area's name."""
    found = []
    for number, area in enumerate(at.assessment.cards[0].areas):
        tally, held = area.tally, ", ".join(area.capped_by) or "none"
        band = area.band.label if area.band else "No score"
        shown: list[object] = [
            "No score" if tally.score is None else tally.score,
            band,
            held,
            tally.evidenced,
            tally.coverage,
        ]
        shown.append("; ".join(area.provisional) or "final")
        there = [at.score(0, number, column) for _, column, _ in AREA_COLUMNS[1:]]
        words = (
            f'IF({there[0]}="","No score",{there[0]})',
            there[1],
            f'IF({there[2]}="","none",{there[2]})',
            *there[3:5],
            f'IF({there[5]}="","final",{there[5]})',
        )
        found.append([Live(expression, value) for expression, value in zip(words, shown, strict=True)])
    return found


def _quartiles(sheet: Sheet, at: Positions) -> int:
    """The quartiles beside the council's own scores, or why there are none; gives the next free row."""
    row = _quartiles_row(at)
    sheet.heading(row, quarters.HEADING)
    if not at.quartiles:
        sheet.text(row + 1, 1, quarters.TOO_FEW)
        return row + 2
    sheet.text(row + 1, 1, quarters.WHAT)
    sheet.row(row + 2, QUARTILE_HEADINGS)
    for here, one in enumerate(at.quartiles, row + 3):
        score, words = _place(at, here, one)
        sheet.text(here, 1, _name(at, one), "cell bold" if one.id == OVERALL else "cell")
        sheet.formula(here, 2, f"={score.expression}", score.value, "number 1")
        sheet.formula(here, 3, f"={words.expression}", words.value, "cell")
        for column, figure in enumerate((one.lower, one.median, one.upper), 4):
            sheet.number(here, column, figure)
    return row + 3 + len(at.quartiles)


def _name(at: Positions, one: Quartile) -> str:
    return next((area.name for area in at.areas if area.id == one.id), OVERALL)


def _place(at: Positions, row: int, one: Quartile) -> tuple[Live, Live]:
    """The council's own score, and where it stands among the quartiles in that row."""
    ids = [*(area.id for area in at.areas), OVERALL]
    number, card = ids.index(one.id), at.assessment.cards[0]
    score = card.overall.score if one.id == OVERALL else card.areas[number].tally.score
    there = at.score(0, number, scores.SCORE)
    own, edges = cell(row, 2), [cell(row, column) for column in (4, 5, 6)]
    rounded = f"ROUND({own},{MEASURE_DIGITS})"
    below, low, high, above = quarters.PLACES
    words = f'IF({rounded}<{edges[0]},"{below}",IF({rounded}<{edges[1]},"{low}",IF({rounded}<{edges[2]},"{high}","{above}")))'
    shown = Live(f'IF({there}="","No score",{there})', "No score" if score is None else score)
    return shown, Live(f'IF(ISNUMBER({own}),{words},"No score")', quarters.place(score, one))


def own_summary_lines(at: Positions) -> Iterator[Line]:
    """What the sheet Checks compares of the areas and the quartiles."""
    first = areas_row(at) + 2
    for number, (area, cells) in enumerate(zip(at.areas, _area_cells(at), strict=True)):
        shown = [
            (f"{SUMMARY}!{cell(first + number, column, fixed=True)}", live.value)
            for column, live in enumerate(cells, 2)
        ]
        figures = [(words, shown[place]) for words, place in (("score", 0), ("evidenced", 3), ("coverage %", 4))]
        for words, (reference, value) in figures:
            yield Line(SUMMARY, f"{area.name}: {words}", Live(reference, value)).moving
        yield Line(
            SUMMARY, f"{area.name}: band, held down by, why provisional", words_of([shown[1], shown[2], shown[5]])
        ).moving
    yield Line.typed_over(SUMMARY, span(first, 2, first + len(at.areas) - 1, len(AREA_COLUMNS), fixed=True))
    first = _quartiles_row(at) + 3
    for row, one in enumerate(at.quartiles, first):
        typed = [
            (f"{SUMMARY}!{cell(row, column, fixed=True)}", value)
            for column, value in enumerate((one.lower, one.median, one.upper), 4)
        ]
        yield Line(SUMMARY, f"{_name(at, one)}: quartiles", words_of(typed))
        place = Live(f"{SUMMARY}!{cell(row, 3, fixed=True)}", _place(at, row, one)[1].value)
        yield Line(SUMMARY, f"{_name(at, one)}: where it stands", place).moving
    if at.quartiles:
        yield Line.typed_over(SUMMARY, span(first, 2, first + len(at.quartiles) - 1, 3, fixed=True))


def _chart(sheet: Sheet, row: int, at: Positions) -> None:
    """The council's shape, from the heat map."""
    chart = sheet.book.workbook.add_chart({"type": "radar"})
    place, last = MAP_FIRST_ROW - 1, len(at.areas)
    chart.add_series(
        {
            "name": "Score",
            "categories": [HEAT_MAP, place - 1, 1, place - 1, last],
            "values": [HEAT_MAP, place, 1, place, last],
            "line": {"color": "#12436d", "width": 2.25},
        }
    )
    chart.set_title({"name": "Shape of your readiness", "name_font": {"name": "Arial", "size": 12}})
    chart.set_y_axis({"min": 0, "max": 100, "major_unit": 20, "num_font": {"size": 8}})
    chart.set_legend({"none": True})
    chart.set_size({"width": 620, "height": 320})
    sheet.chart(row, 1, chart, "Your score in each area, from 0 to 100; the figures are in the table Your areas.")
