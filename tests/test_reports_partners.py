"""The sheet Partners as it is written: its tables, what its words say, and its chart."""

import re
from functools import cache
from io import BytesIO

from building import answers, question, tiny_round
from councils import assessment_of
from lxml import etree
from openpyxl import Workbook, load_workbook
from zip_parts import members

from rasp_xl.model.answers import Answer
from rasp_xl.model.question_file import standard_set
from rasp_xl.model.questions import Purpose
from rasp_xl.model.rounds import Round
from rasp_xl.reports import partner_sheet as partners
from rasp_xl.reports.assessment import Assessment
from rasp_xl.reports.positions import PARTNERS, Positions
from rasp_xl.reports.workbook import workbook_bytes

ASKED = standard_set()
ROUND = Round(Purpose.NEW, 2, ASKED)
VALUES = (4, 3, 2, "DK", 3, 1, None, 4, "NA", 2, 0, 3)
CHART = {"c": "http://schemas.openxmlformats.org/drawingml/2006/chart"}


@cache
def assessment() -> Assessment:
    """Three councils that answer in every way there is, each in another order."""
    return assessment_of(
        ROUND,
        {
            f"Council {c}": {q.id: Answer(q.id, VALUES[(n * (c + 1) + c) % 12]) for n, q in enumerate(ASKED.questions)}
            for c in range(3)
        },
    )


@cache
def data() -> bytes:
    return workbook_bytes(assessment())


def made() -> Workbook:
    return load_workbook(BytesIO(data()), data_only=True)


def rows(first: int, last: int) -> list[tuple[object, ...]]:
    """Rows of the sheet, from column A to L."""
    return list(made()[PARTNERS].iter_rows(first, last, 1, 12, values_only=True))


def test_tables_are_real_and_together_hold_everything() -> None:
    """Areas, themes and questions are three tables that can be named in a formula; the questions can be filtered."""
    tables = {table.name: table for table in load_workbook(BytesIO(data()))[PARTNERS].tables.values()}

    assert set(tables) == {"partner_areas", "partner_themes", "partner_questions"}
    assert {name: bool(table.autoFilter) for name, table in tables.items()} == {
        "partner_areas": False, "partner_themes": False, "partner_questions": True,
    }  # fmt: skip
    rows_of = {name: [int(n) for n in re.findall(r"\d+", table.ref)] for name, table in tables.items()}
    assert [last - first for first, last in rows_of.values()] == [5, 25, 57]


def test_questions_stand_by_area() -> None:
    """The questions of an area stand together, in the order of the areas above, and its row counts their states."""
    at = Positions(assessment())
    questions, areas = rows(*partners.question_rows(at)), rows(*partners.area_rows(at))

    assert list(dict.fromkeys(row[7] for row in questions)) == [area.id for area in ASKED.areas]
    for area, row in zip(ASKED.areas, areas, strict=True):
        states = [line[6] for line in questions if line[7] == area.id]

        assert row[7:11] == tuple(states.count(s) for s in ("shared strength", "shared gap", "asymmetry", "mixed"))
        assert sum(int(str(n)) for n in row[7:11]) + states.count("not applicable") == len(area.questions)


def test_every_council_is_in_every_question() -> None:
    """Levels, don't know, no answer and not applicable add up to all councils: none drops out of a line."""
    for row in rows(*partners.question_rows(Positions(assessment()))):
        assert sum(int(str(row[column])) for column in (3, 8, 9, 10)) == 3, row[0]


def test_lead_counts_and_names_the_widest_area() -> None:
    """AA1 is a shared strength, AA2 a shared gap, BB1 four levels apart; the areas are 12.5 and 100 points apart."""
    asked = tiny_round(question("AA1"), question("AA2"), question("BB1"))
    at = Positions(
        assessment_of(asked, {"Ashcombe": answers("AA1=3 AA2=1 BB1=0"), "Bryn": answers("AA1=4 AA2=1 BB1=4")})
    )

    assert partners.partner_words(at).value == (
        "Over 2 councils: 1 shared strength, 1 shared gap and 1 asymmetry among 3 questions. Furthest apart: Area BB, by 100.0 points."
    )


def test_nothing_scored_is_said_in_words() -> None:
    """Where nothing applies no cell is empty and none is an error: no score, and not applicable."""
    asked = tiny_round(question("AA1"), question("BB1"))
    at = Positions(assessment_of(asked, {"Ashcombe": answers("AA1=NA BB1=2")}))
    sheet = load_workbook(BytesIO(workbook_bytes(at.assessment)), data_only=True)[PARTNERS]
    area, theme, asked_row = (
        which(at)[0] for which in (partners.area_rows, partners.theme_rows, partners.question_rows)
    )

    assert [cell.value for cell in sheet[area][1:7]] == ["No score"] * 6
    assert [cell.value for cell in sheet[theme][1:6]] == ["No score"] * 5
    assert [sheet.cell(asked_row, c).value for c in (2, 3, 5, 6, 7)] == ["n/a"] * 4 + ["not applicable"]


def chart() -> etree._Element:
    """The chart whose title speaks of the range."""
    parts = [body for name, body in members(data()).items() if re.search(r"charts/chart\d+\.xml$", name)]
    return next(etree.fromstring(body) for body in parts if b"Range of the councils" in body)


def test_chart_shows_range_and_median_of_the_table_above() -> None:
    """A bar from the lowest to the highest score, which is an unseen one with the gap on top, and marks that carry figures."""
    at = Positions(assessment())
    found = {
        series.findtext("c:tx/c:v", namespaces=CHART): series.findtext("c:val/c:numRef/c:f", namespaces=CHART)
        for series in chart().iterfind(".//c:ser", CHART)
    }
    columns = {
        "Up to the lowest": partners.LOWEST, "From lowest to highest": partners.WIDTH, "Lowest": partners.LOWEST,
        "Median": partners.MEDIAN, "Highest": partners.HIGHEST,
    }  # fmt: skip

    assert found == {name: partners.column_of(partners.area_rows(at), column) for name, column in columns.items()}
    unseen = chart().xpath(".//c:ser[c:tx/c:v='Up to the lowest']/c:spPr", namespaces=CHART)[0]
    assert [etree.QName(child).localname for child in unseen] == ["noFill", "ln"]
    assert [len(chart().findall(f".//c:{kind}", CHART)) for kind in ("legendEntry", "showVal")] == [3, 3]


def test_chart_says_in_words_what_it_shows() -> None:
    """Who cannot see the chart hears each area's range and median."""
    drawings = [
        body.decode() for name, body in members(data()).items() if "drawings/drawing" in name and name.endswith(".xml")
    ]
    (words,) = {m for body in drawings for m in re.findall(r'descr="(For each area[^"]*)"', body)}

    for area, spread in zip(ASKED.areas, assessment().partnership.areas, strict=True):
        assert f"{area.name} {spread.lowest:.1f} to {spread.highest:.1f}, median {spread.median:.1f}" in words


def test_what_to_talk_about_is_marked() -> None:
    """Asymmetries and shared gaps are marked by a fill besides their word, among areas and among questions."""
    formats = load_workbook(BytesIO(data()))[PARTNERS].conditional_formatting
    formulas = [rule.formula[0] for area in formats for rule in area.rules]

    assert len(formulas) == 2
    assert all('"asymmetry"' in formula and '"shared gap"' in formula for formula in formulas)
