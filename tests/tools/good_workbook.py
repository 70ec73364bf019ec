"""A workbook with one of everything the lint looks at.

It is a small scored questionnaire: two area sheets with answers, a sheet of scores with formulas,
charts and formats, and a hidden sheet of lists.
"""

import datetime as dt
from io import BytesIO
from typing import Any

import xlsxwriter  # type: ignore[import-untyped, unused-ignore]

AREAS = ("Governance", "Risk & money")
LEVELS = ("0 Not started", "1 Discussed", "2 In progress", "3 Agreed", "4 Embedded")
ANSWERS = {"Governance": ("3 Agreed", "4 Embedded", ""), "Risk & money": ("1 Discussed", "", "")}
_LEVEL = 'IF({cell}="","",INDEX(opt_level,MATCH({cell},opt_text,0)))'
_SHARE = 'IF(COUNT({area})=0,"",SUM({area})/(4*COUNT({area})))'


def good_workbook() -> bytes:
    """Build the workbook; the same bytes every time."""
    stream = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(stream, options)
    book.set_properties({"title": "Readiness", "created": dt.datetime(2026, 1, 5, tzinfo=dt.UTC)})
    book.set_custom_property("round", "2026-1")
    scores = book.add_worksheet("Scores")
    for number, area in enumerate(AREAS, 1):
        _add_area(book, area, number)
    _add_lists(book)
    _fill_scores(book, scores)
    _decorate(book, scores)
    book.close()
    return stream.getvalue()


def _add_area(book: Any, area: str, number: int) -> None:
    sheet = book.add_worksheet(area)
    open_cell = book.add_format({"locked": 0, "text_wrap": 1})
    columns = [{"header": header} for header in ("Ref", "Question", "Answer", "Level")]
    sheet.add_table("A3:D6", {"name": f"tbl_{number}", "columns": columns})
    sheet.write_string("A1", f"{area}: three questions")
    sheet.write_url("D1", "internal:'Scores'!A1", string="Back", tip="To the scores")
    for offset, answer in enumerate(ANSWERS[area]):
        row = offset + 4
        sheet.write_string(f"A{row}", f"{area[:2].upper()}{offset + 1}")
        sheet.write_string(f"B{row}", "Is it agreed?\nSay who agreed it. ")
        sheet.write(f"C{row}", answer or None, open_cell)
        value: int | str = int(answer[0]) if answer else ""
        sheet.write_formula(f"D{row}", _LEVEL.format(cell=f"C{row}"), None, value)
    captions = {"input_title": "Answer", "input_message": "Choose one", "error_title": "No"}
    rule = {"validate": "list", "source": "=opt_text", "error_message": "Choose from the list"}
    sheet.data_validation("C4:C6", rule | captions)
    sheet.data_validation("E4", {"validate": "list", "source": ["yes", "no"]})
    sheet.data_validation("F4", {"validate": "integer", "criteria": ">", "value": 0})
    missing = {"type": "formula", "criteria": '=$C4=""', "format": book.add_format({"bold": 1})}
    sheet.conditional_format("A4:B6", missing)
    sheet.protect("", {"format_cells": 1, "format_columns": 1})
    sheet.set_column("A:A", 8)
    sheet.set_column("B:B", 40, open_cell)
    sheet.set_row(3, 30)


def _add_lists(book: Any) -> None:
    sheet = book.add_worksheet("Lists")
    for row, text in enumerate(LEVELS):
        sheet.write_string(row, 0, text)
        sheet.write_number(row, 1, row)
    sheet.merge_range("D1:E1", "Spare")
    sheet.hide()
    book.define_name("opt_text", "=Lists!$A$1:$A$5")
    book.define_name("opt_level", "=Lists!$B$1:$B$5")
    book.define_name("Scores!best", "=Scores!$B$4")


def _fill_scores(book: Any, sheet: Any) -> None:
    percent = book.add_format({"num_format": "0.0%"})
    sheet.write_row("A3", ["Area", "Score", "Word", "First"])
    for row, (number, area) in enumerate(enumerate(AREAS, 1), 4):
        levels = [int(answer[0]) for answer in ANSWERS[area] if answer]
        share = sum(levels) / (4 * len(levels))
        sheet.write_string(f"A{row}", area)
        sheet.write_formula(f"B{row}", _SHARE.format(area=f"tbl_{number}[Level]"), percent, share)
        word = "Ready" if share >= 0.8 else "Not yet"
        sheet.write_formula(f"C{row}", f'IF(B{row}>=0.8,"Ready","Not yet")', None, word)
        sheet.write_formula(f"D{row}", f"LEFT('{area}'!C4,1)", None, ANSWERS[area][0][0])
    sheet.write_formula("B6", "SUMPRODUCT(--ISNUMBER(B4:B5),B4:B5)/2", percent, 0.5625)
    sheet.write_formula("C6", "best>=MAX({0.5,0.6;0.7,0.8})", None, True)
    sheet.write_formula("D6", 'HYPERLINK("#\'Risk & money\'!A1","Risk")', None, "Risk")
    sheet.write_formula("D7", "_xlfn.RANK.EQ(B4,$B$4:$B$5)", None, 1)
    sheet.write_number("A8", 3)
    sheet.autofilter("A3:C5")


def _decorate(book: Any, sheet: Any) -> None:
    red = book.add_format({"bg_color": "#FFC7CE"})
    cell = {"type": "cell", "criteria": "<", "value": 0.8, "format": red}
    sheet.conditional_format("B4:B5", cell)
    sheet.conditional_format("B4:B5", {"type": "2_color_scale"})
    sheet.conditional_format("B6", {"type": "data_bar", "data_bar_2010": True})
    sheet.conditional_format("C4:C5", {"type": "text", "criteria": "containing", "value": "Ready"})
    sheet.add_sparkline("E4", {"range": "Scores!B4:B5", "type": "column"})
    sheet.write_comment("A4", "A note")
    sheet.insert_textbox("H1", "", {"textlink": "=Scores!$A$4", "url": "internal:Lists!A1"})
    chart = book.add_chart({"type": "bar"})
    chart.add_series({"categories": "=Scores!$A$4:$A$5", "values": "=Scores!$B$4:$B$5"})
    sheet.insert_chart("H5", chart, {"description": "Scores by area"})
    sheet.repeat_rows(2)
    sheet.repeat_columns("A:B")
    sheet.print_area("A1:F20")
    sheet.set_header("&LReadiness")
    sheet.freeze_panes(3, 1)
