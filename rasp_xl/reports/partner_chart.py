"""The chart of the sheet Partners: for each area a bar from the lowest council to the highest, marked at the median."""

from typing import Any

from rasp_xl.model.showing import one_decimal
from rasp_xl.outgoing.book import Sheet
from rasp_xl.reports.positions import PARTNERS, Positions

CHART_ROWS = 24
ROW_POINTS, ROW_PIXELS = 17, 22
WIDTH_PIXELS = 980
NAME, LOWEST, MEDIAN, HIGHEST, WIDTH = 0, 1, 2, 4, 5
"""The columns of the table of areas, counted from 0 as charts count them."""

FONT = {"name": "Arial", "size": 10}
INK, BAR, GRID = "#12436d", "#c6dbef", "#d9d9d9"


def add_range_chart(sheet: Sheet, rows: tuple[int, int], at: Positions) -> None:
    """Place it below the table of areas; its figures are those of the table."""
    first, last = rows[0] - 1, rows[1] - 1
    workbook = sheet.book.workbook
    bars, marks = workbook.add_chart({"type": "column", "subtype": "stacked"}), workbook.add_chart({"type": "line"})

    def series(name: str, column: int, look: dict[str, Any]) -> dict[str, Any]:
        places = {
            "categories": [PARTNERS, first, NAME, last, NAME],
            "values": [PARTNERS, first, column, last, column],
        }
        return {"name": name, **places, **look}

    unseen = {"fill": {"none": True}, "border": {"none": True}}
    seen = {"fill": {"color": BAR}, "border": {"color": INK}, "gap": 120}
    bars.add_series(series("Up to the lowest", LOWEST, unseen))
    bars.add_series(series("From lowest to highest", WIDTH, seen))
    marks.add_series(series("Lowest", LOWEST, _mark("long_dash", "below")))
    marks.add_series(series("Median", MEDIAN, _mark("diamond", "right")))
    marks.add_series(series("Highest", HIGHEST, _mark("long_dash", "above")))
    bars.combine(marks)
    bars.set_title(
        {"name": "Range of the councils' scores and their median, by area", "name_font": {**FONT, "size": 12}}
    )
    bars.set_x_axis({"num_font": FONT})
    grid = {"visible": True, "line": {"color": GRID}}
    bars.set_y_axis({"min": 0, "max": 100, "major_unit": 20, "major_gridlines": grid, "num_font": FONT})
    bars.set_legend({"position": "bottom", "delete_series": [0, 2, 4], "font": FONT})
    bars.set_size({"width": WIDTH_PIXELS, "height": (CHART_ROWS - 2) * ROW_PIXELS})
    for row in range(rows[1] + 1, rows[1] + CHART_ROWS + 1):
        # LibreOffice makes empty rows lower than asked, and what stands below would slip under the chart.
        sheet.height(row, ROW_POINTS)
    sheet.chart(rows[1] + 2, 1, bars, _description(at))


def _mark(kind: str, position: str) -> dict[str, Any]:
    label = {"value": True, "position": position, "num_format": "0", "font": {**FONT, "bold": kind == "diamond"}}
    marker = {"type": kind, "size": 9, "fill": {"color": INK}, "border": {"color": INK}}
    return {"line": {"none": True}, "marker": marker, "data_labels": label}


def _description(at: Positions) -> str:
    """What the chart shows in words, with the figures of scoring."""
    names = {area.id: area.name for area in at.areas}
    parts = [
        f"{names[a.id]} {one_decimal(a.lowest)} to {one_decimal(a.highest or 0)}, median {one_decimal(a.median or 0)}"
        for a in at.assessment.partnership.areas
        if a.lowest is not None
    ]
    shown = "; ".join(parts) or "no council has a score yet"
    return f"For each area a bar from the lowest to the highest score of the councils, with a mark at the median. At scoring: {shown}."
