"""The sheets Sensitivity and What if as they are written: words beside colour, entries that can be typed into, and print."""

from functools import cache
from io import BytesIO

import pytest
from building import answers, everywhere, question, tiny_round
from councils import assessment_of
from openpyxl import Workbook, load_workbook
from zip_parts import members

from rasp_xl.model.answers import CHOICES
from rasp_xl.model.question_file import standard_set
from rasp_xl.model.questions import Purpose
from rasp_xl.model.rounds import Round
from rasp_xl.outgoing.style import ENTRY_FILL
from rasp_xl.reports import what_if_places as spot
from rasp_xl.reports.positions import SENSITIVITY, SENSITIVITY_FIRST_ROW, WHAT_IF, Positions
from rasp_xl.reports.sensitivity_sheet import AREA_CHANGES, COUNCIL, OVERALL_CHANGES, blocks
from rasp_xl.reports.what_if_places import Places
from rasp_xl.reports.workbook import workbook_bytes

ASKED = standard_set()
ROUND = Round(Purpose.NEW, 2, ASKED)
HANGS = tiny_round(question("AA1", 3), question("AA2", 1))
"""An area at 75 whose band hangs on the weights when the heavy question is at 4 and the other at 0."""


@cache
def data() -> bytes:
    return workbook_bytes(assessment_of(ROUND, {"Eastvale": everywhere(ASKED, 3), "Whitford": everywhere(ASKED, 1)}))


@cache
def book() -> Workbook:
    return load_workbook(BytesIO(data()))


@cache
def places() -> Places:
    return Places(Positions(assessment_of(ROUND, {"Eastvale": everywhere(ASKED, 3), "Whitford": everywhere(ASKED, 1)})))


def hanging(values: bool = True) -> Workbook:
    made = assessment_of(HANGS, {"Northmoor": answers("AA1=4 AA2=0"), "Whitford": answers("AA1=3 AA2=3")})
    return load_workbook(BytesIO(workbook_bytes(made)), data_only=values)


def test_changed_band_says_so_in_words() -> None:
    """The cell of a band that changes holds what it was; one that stands holds the band alone; both are counted."""
    sheet, first = hanging()[SENSITIVITY], SENSITIVITY_FIRST_ROW
    bands = [
        [sheet.cell(row, b.column + 1).value for b in blocks(HANGS.question_set.areas)] for row in (first, first + 1)
    ]

    assert bands[0] == [
        "2 Emerging, was 3 Largely ready",
        "2 Emerging, was 3 Largely ready",
        "3 Largely ready",
        "3 Largely ready",
    ]
    assert bands[1] == ["3 Largely ready"] * 4
    assert [sheet.cell(first, c).value for c in (COUNCIL, OVERALL_CHANGES, AREA_CHANGES)] == ["Northmoor", 1, 1]
    assert sheet["A2"].value == (
        "Councils that keep their overall band in all 3 trials: 1 of 2. Bands that change: 1 of 6 overall, "
        "and 1 of 2 in areas where all questions weigh 1."
    )


def test_sensitivity_is_all_formulas() -> None:
    """Beside the council's name nothing in a row is pasted."""
    rows = book()[SENSITIVITY].iter_rows(SENSITIVITY_FIRST_ROW, min_col=2)

    assert {cell.data_type for row in rows for cell in row if cell.value is not None} == {"f"}


def test_drop_downs_come_from_names() -> None:
    """The councils and the answers are offered from named ranges, one for the council, one for all 57 entries."""
    rules = book()[WHAT_IF].data_validations.dataValidation
    offered = {str(rule.sqref): rule.formula1 for rule in rules}
    first, last = (places().question_row(ASKED.questions[n]) for n in (0, -1))

    assert offered == {"B4": "council_names", f"D{first}:D{last}": "answer_choices"}
    names = book().defined_names
    assert names["council_names"].attr_text == "'Answers'!$A$8:$A$9"
    sheet, area = names["answer_choices"].attr_text.split("!")
    shown = [cell.value for (cell,) in book()[sheet.strip("'")][area.replace("$", "")]]
    assert shown == [text for text, _ in CHOICES]


def test_chosen_name_stays_a_text() -> None:
    """Excel makes a number of a chosen 12 in a cell of any other format, and no council would have that name."""
    assert book()[WHAT_IF][f"B{spot.CHOOSER_ROW}"].number_format == "@"


def test_entries_alone_are_open_and_yellow() -> None:
    """The sheet is locked without a password but for the council and the entries, which are yellow as elsewhere."""
    sheet = book()[WHAT_IF]
    entries = {"B4", *(f"D{places().question_row(q)}" for q in ASKED.questions)}
    unlocked = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}

    assert sheet.protection.sheet
    assert not sheet.protection.password
    assert unlocked == entries
    assert {sheet[place].fill.fgColor.rgb for place in entries} == {"FF" + ENTRY_FILL[1:].upper()}


def test_radar_has_words_for_who_cannot_see_it() -> None:
    """The chart on What if carries a description, and names both its lines."""
    drawings = [body.decode() for name, body in members(data()).items() if name.startswith("xl/drawings/drawing")]
    charts = [body.decode() for name, body in members(data()).items() if name.startswith("xl/charts/chart")]

    assert any('descr="The chosen council' in body for body in drawings)
    assert any("radarChart" in body and "As answered" in body and "What if" in body for body in charts)


@pytest.mark.parametrize(
    ("sheet", "frozen", "repeated"),
    [(SENSITIVITY, "B7", "$4:$6"), (WHAT_IF, "B5", f"${places().questions_row}:${places().questions_row}")],
)
def test_heads_stay_in_view_and_on_paper(sheet: str, frozen: str, repeated: str) -> None:
    """Headings are frozen on the screen and repeated on each printed page, and nothing printed lies outside."""
    made = book()[sheet]

    assert made.freeze_panes == frozen
    assert made.print_title_rows == repeated
    assert made.print_area


def test_questions_stand_in_the_order_asked() -> None:
    """A row for each question with its id, theme and text, and both answers."""
    sheet = load_workbook(BytesIO(data()), data_only=True)[WHAT_IF]
    rows = [places().question_row(q) for q in ASKED.questions]

    assert rows == list(range(rows[0], rows[0] + 57))
    assert [str(sheet.cell(row, spot.ASKED).value).split()[0] for row in rows] == [q.id for q in ASKED.questions]
    assert [sheet.cell(row, spot.TEXT).value for row in rows] == [q.text for q in ASKED.questions]
    assert {sheet.cell(row, spot.ANSWERED).value for row in rows} == {"3 Agreed"}
    assert {sheet.cell(row, spot.ENTRY).value for row in rows} == {None}
