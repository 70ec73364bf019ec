"""The sheet Partners: where the councils stand together and where they differ, live over the maps and Answers."""

from rasp_xl.model.questions import Question
from rasp_xl.model.rounds import MEASURE_DIGITS
from rasp_xl.outgoing.book import Book, Sheet, cell, span
from rasp_xl.outgoing.formulas import WAIVED
from rasp_xl.reports.positions import (
    ANSWERS,
    ANSWERS_FIRST_ROW,
    ANSWERS_GATE_ROW,
    HEAT_MAP,
    PARTNERS,
    PARTNERS_FIRST_ROW,
    Positions,
)
from rasp_xl.scoring.compare import ASYMMETRIC_LEVELS, ASYMMETRIC_POINTS, AreaSpread, QuestionSpread

HEADINGS = ("Area or question", "Lowest", "Mean", "Highest", "Gap", "State", "Text")
WIDTHS = (26, 10, 10, 10, 10, 18, 90)
NO_SCORE = "No score"
CHART_ROWS = 21


def add_partners(book: Book, at: Positions) -> None:
    """Areas first, then every question."""
    sheet, spread = book.add_sheet(PARTNERS), at.assessment.partnership
    states = [q.state for q in spread.questions]
    sheet.title(
        "Partners",
        f"Over {len(at.assessment.cards)} councils: {states.count('shared strength')} shared strengths, {states.count('shared gap')} "
        f"shared gaps and {states.count('asymmetry')} asymmetries among {len(states)} questions.",
    )
    sheet.text(
        3, 1,
        "A shared strength is at level 3 or above everywhere, a shared gap at 1 or below; an asymmetry is 2 levels, or 25 points, apart. "
        "What somebody does not know is in no gap, and no shared strength.",
        "quiet plain",
    )  # fmt: skip
    sheet.row(PARTNERS_FIRST_ROW - 1, HEADINGS)
    for number, (area, result) in enumerate(zip(at.areas, spread.areas, strict=True)):
        scores = at.map_column(HEAT_MAP, 2 + number)
        _area(sheet, PARTNERS_FIRST_ROW + number, scores, result)
        sheet.text(PARTNERS_FIRST_ROW + number, 1, area.name, "cell bold")
        sheet.text(PARTNERS_FIRST_ROW + number, 7, area.about, "cell")
        sheet.fit(PARTNERS_FIRST_ROW + number, [(area.about, WIDTHS[6] - 2)])
    start = questions_first_row(at)
    sheet.row(start - 1, HEADINGS)
    for row, asked in enumerate(zip(at.questions, spread.questions, strict=True), start):
        _question(sheet, row, at, asked)
    _chart(sheet, at)
    sheet.widths(WIDTHS)
    sheet.freeze(PARTNERS_FIRST_ROW, 2)
    sheet.worksheet.fit_to_pages(1, 0)


def questions_first_row(at: Positions) -> int:
    """The row of the first question, below the areas and the chart."""
    return PARTNERS_FIRST_ROW + len(at.areas) + CHART_ROWS + 2


def _area(sheet: Sheet, row: int, scores: str, result: AreaSpread) -> None:
    gap = cell(row, 5)
    state = f'IF(ROUND({gap},{MEASURE_DIGITS})>={ASYMMETRIC_POINTS},"asymmetry","aligned")'
    for column, function, value in ((2, "MIN", result.lowest), (3, "AVERAGE", result.mean), (4, "MAX", result.highest)):
        shown = NO_SCORE if value is None else value
        sheet.formula(row, column, f'=IF(COUNT({scores})=0,"{NO_SCORE}",{function}({scores}))', shown, "number 1")
    difference = f'=IF(COUNT({scores})=0,"{NO_SCORE}",{cell(row, 4)}-{cell(row, 2)})'
    sheet.formula(row, 5, difference, NO_SCORE if result.gap is None else result.gap, "number 1")
    sheet.formula(row, 6, f'=IF(COUNT({scores})=0,"{NO_SCORE}",{state})', result.state or NO_SCORE, "cell")


def _question(sheet: Sheet, row: int, at: Positions, asked: tuple[Question, QuestionSpread]) -> None:
    question, result = asked
    column = at.answer_column(question)
    levels = f"{ANSWERS}!{span(ANSWERS_FIRST_ROW, column, at.answers_last_row, column, fixed=True)}"
    gate = f"{ANSWERS}!{cell(ANSWERS_GATE_ROW, column, fixed=True)}"
    unknown = f'COUNTIF({levels},"DK")+COUNTBLANK({levels})+COUNTIF({levels},"NA")*{gate}'
    none = f'COUNTIF({levels},"NA")*(1-{gate})+COUNTIF({levels},"{WAIVED}")=ROWS({levels})'
    low, high, gap = (cell(row, c) for c in (2, 4, 5))
    state = f'IF(AND({low}>=3,{unknown}=0),"shared strength",IF({high}<=1,"shared gap",IF({gap}>={ASYMMETRIC_LEVELS},"asymmetry","mixed")))'
    applies = result.gap is not None
    sheet.text(row, 1, question.id, "cell bold")
    for number, formula, value in (
        (2, f"MIN({levels})", result.lowest),
        (4, f"MAX({levels})", result.highest),
        (5, f"{high}-{low}", result.gap),
        (6, state, result.state),
    ):
        shown = value if applies else "not applicable"
        sheet.formula(
            row, number, f'=IF({none},"not applicable",{formula})', shown, "cell" if number == 6 else "number"
        )
    sheet.text(row, 3, "by level", "cell")
    sheet.text(row, 7, question.text, "cell")
    sheet.fit(row, [(question.text, WIDTHS[6])])


def _chart(sheet: Sheet, at: Positions) -> None:
    """Lowest, mean and highest of each area as bars."""
    chart = sheet.book.workbook.add_chart({"type": "column"})
    last = PARTNERS_FIRST_ROW + len(at.areas) - 2
    first = PARTNERS_FIRST_ROW - 1
    for column, colour in ((1, "#c6dbef"), (2, "#6bace6"), (3, "#12436d")):
        chart.add_series(
            {
                "name": HEADINGS[column],
                "categories": [PARTNERS, first, 0, last, 0],
                "values": [PARTNERS, first, column, last, column],
                "fill": {"color": colour},
                "border": {"color": "#12436d"},
            }
        )
    chart.set_title({"name": "Lowest, mean and highest score by area", "name_font": {"name": "Arial", "size": 12}})
    chart.set_y_axis(
        {"min": 0, "max": 100, "major_unit": 20, "major_gridlines": {"visible": True, "line": {"color": "#d9d9d9"}}}
    )
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 760, "height": 340})
    sheet.chart(
        PARTNERS_FIRST_ROW + len(at.areas) + 1,
        1,
        chart,
        "The lowest, mean and highest score in each area, as in the table above it.",
    )
