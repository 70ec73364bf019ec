"""The two charts of the sheet Your scores; their figures stand in the table above them."""

from typing import Any

from rasp_xl.model.layout import SCORES
from rasp_xl.outgoing.book import Sheet
from rasp_xl.outgoing.score_rows import CHART_ROWS, Rows

ROW_PIXELS = 17


def add_charts(sheet: Sheet, rows: Rows) -> None:
    """The shape of the areas as a radar, and their scores as bars, below the table of areas."""
    names = [SCORES, rows.areas - 1, 0, rows.overall - 2, 0]
    scores = [SCORES, rows.areas - 1, 1, rows.overall - 2, 1]
    for kind, column, title in (("radar", 1, "Shape of readiness"), ("bar", 5, "Score by area")):
        chart = sheet.book.workbook.add_chart({"type": kind, **({"subtype": "filled"} if kind == "radar" else {})})
        series: dict[str, Any] = {"name": "Score", "categories": names, "values": scores, "fill": {"color": "#6bace6"}}
        if kind == "bar":
            series |= {"data_labels": {"value": True, "num_format": "0"}, "gap": 60, "border": {"color": "#12436d"}}
        else:
            series |= {"border": {"color": "#12436d", "width": 2}, "fill": {"color": "#6bace6", "transparency": 40}}
        chart.add_series(series)
        chart.set_title({"name": title, "name_font": {"name": "Arial", "size": 12}, "overlay": False})
        chart.set_legend({"none": True})
        axis = {
            "min": 0,
            "max": 100,
            "major_unit": 20,
            "major_gridlines": {"visible": True, "line": {"color": "#d9d9d9"}},
        }
        if kind == "bar":
            chart.set_x_axis(axis)
            chart.set_y_axis({"reverse": True, "num_font": {"name": "Arial"}})
        else:
            chart.set_y_axis({**axis, "num_font": {"size": 8}})
        chart.set_size({"width": 600 if kind == "radar" else 640, "height": (CHART_ROWS - 1) * ROW_PIXELS})
        sheet.chart(
            rows.overall + 2, column, chart, f"{title}: the scores of the five areas in the table above, from 0 to 100."
        )
