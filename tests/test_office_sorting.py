"""Somebody sorts a table of the scored workbook, as people do: no figure moves, or Checks says so."""

from collections.abc import Collection, Mapping
from io import BytesIO
from pathlib import Path
from random import Random

import office
import pytest
from chance_rounds import ASKED, Sent, filled, since
from figures import scored_figures
from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.formula.translate import Translator
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet
from recalculated import Place, differing, shown

from rasp_xl.model.questions import Purpose
from rasp_xl.model.rounds import Partner, Round
from rasp_xl.outgoing.book import cell
from rasp_xl.reports.assessment import Assessment
from rasp_xl.reports.change_questions import CHANGE_BY_QUESTION
from rasp_xl.reports.change_sheet import CHANGE
from rasp_xl.reports.maps import TOP_ROW
from rasp_xl.reports.positions import (
    ALL_WELL,
    ANSWERS,
    CHECKS,
    DISAGREEMENT,
    FINDINGS,
    GAPS,
    GATES,
    LONG_TEXTS,
    PARTNERS,
    QUESTION_MAP,
    RESPONSES,
    RETURNS,
    SCORES,
    SETTINGS,
    SETTINGS_FIRST_ROW,
)
from rasp_xl.reports.settings_sheet import VALUE
from rasp_xl.reports.workbook import workbook_bytes

pytestmark = pytest.mark.office

WITH_BUTTONS = {
    "actions": GAPS, "checks": CHECKS, "disagreement": DISAGREEMENT, "findings": FINDINGS, "long_texts": LONG_TEXTS, "partner_questions": PARTNERS, "questions_moved": CHANGE_BY_QUESTION,
    "responses": RESPONSES, "returns": RETURNS,
}  # fmt: skip
WITHOUT = {
    "change": CHANGE, "council_answers": ANSWERS, "gates": GATES, "partner_areas": PARTNERS, "partner_themes": PARTNERS,
    "readiness_scores": SCORES,
}  # fmt: skip
FIRST_OF_EQUALS = (QUESTION_MAP, f"A{TOP_ROW}")
"""A sentence that names one of the questions on which councils differ most."""

BUTTONS = "all with buttons"
Cells = Mapping[Place, object]


@pytest.fixture(scope="module")
def compared() -> Assessment:
    """Three councils, one of two people, compared with an earlier round."""
    names = ("Ashcombe", "Northmoor", "Whitford")
    partners = tuple(Partner(name.lower(), name) for name in names)
    then, now = (Round(Purpose.NEW, stage, ASKED, partners=partners) for stage in (1, 2))
    moods = zip((*names, "Northmoor | Treasurer"), ("high", "any", "middling", "patchy"), strict=True)
    returns = {name: filled(Random(mood), mood, "any") for name, mood in moods}
    return since(Sent(then, {name: filled(Random(name), "any", "any") for name in names}), Sent(now, returns))


@pytest.fixture(scope="module")
def data(compared: Assessment) -> bytes:
    """Its workbook."""
    return workbook_bytes(compared)


@pytest.fixture(scope="module")
def areas(data: bytes) -> dict[str, tuple[str, str]]:
    """The sheet and the area of every table, its heading among it."""
    sheets = load_workbook(BytesIO(data)).worksheets
    return {table.name: (sheet.title, table.ref) for sheet in sheets for table in sheet.tables.values()}


@pytest.fixture(scope="module")
def seen(data: bytes, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Cells]:
    """What LibreOffice shows of the workbook as it is, under "", with all tables sorted that have buttons, and with each of the others."""
    sorted_ = {BUTTONS: after_sorting(data, WITH_BUTTONS)} | {table: after_sorting(data, [table]) for table in WITHOUT}
    books = {"": data} | sorted_
    again = office.recalculate_all([*books.values()], tmp_path_factory.mktemp("office"))
    return {table: shown(book) for table, book in zip(books, again, strict=True)}


def after_sorting(data: bytes, tables: Collection[str]) -> bytes:
    """The workbook with the rows of some tables the other way round."""
    book = load_workbook(BytesIO(data))
    for sheet in book.worksheets:
        for table in sheet.tables.values():
            if table.name in tables:
                turn(sheet, *range_boundaries(table.ref))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def turn(sheet: Worksheet, left: int, top: int, right: int, bottom: int) -> None:
    """Put rows, below a heading, the other way round.

    A row's formulas go with it as in Excel: what they say of cells without a dollar sign follows, all else stays. A text stays one,
    whatever it begins with.
    """
    rows = [
        [moved(sheet.cell(row, column), top + 1 + bottom - row) for column in range(left, right + 1)]
        for row in range(bottom, top, -1)
    ]
    for row, cells in enumerate(rows, top + 1):
        for column, (value, kind) in enumerate(cells, left):
            here = sheet.cell(row, column)
            here.value = value
            here.data_type = kind


def moved(here: Cell, to: int) -> tuple[object, str]:
    """What a cell holds once its row stands elsewhere, and the kind of it."""
    if here.data_type != "f":
        return here.value, here.data_type
    return Translator(here.value, here.coordinate).translate_formula(cell(to, here.column)), "f"


def rows_of(values: Cells, table: tuple[str, str]) -> list[list[object]]:
    """What a table shows, row by row."""
    sheet, (left, top, right, bottom) = table[0], range_boundaries(table[1])
    columns = range(left, right + 1)
    return [[values.get((sheet, cell(row, c)), "") for c in columns] for row in range(top + 1, bottom + 1)]


def figures_elsewhere(assessment: Assessment, sheet: str) -> Cells:
    """What the engine says that other sheets show, but for a sentence that names the first of equals."""
    return {p: v for p, v in scored_figures(assessment).items() if p[0] != sheet and p != FIRST_OF_EQUALS}


def test_every_table_is_sorted_here(data: bytes, areas: dict[str, tuple[str, str]]) -> None:
    """A table that is new to the workbook is tried; those with buttons to filter and sort are known to bear it."""
    sheets = load_workbook(BytesIO(data)).worksheets
    buttons = {table.name for sheet in sheets for table in sheet.tables.values() if table.autoFilter}

    assert {name: sheet for name, (sheet, _) in areas.items()} == WITH_BUTTONS | WITHOUT
    assert buttons == {*WITH_BUTTONS}


@pytest.mark.parametrize("table", WITH_BUTTONS)
def test_sorting_moves_no_figure(
    compared: Assessment, areas: dict[str, tuple[str, str]], seen: dict[str, Cells], table: str
) -> None:
    """The rows stand in another order, each with what it showed; all figures stay, and Checks is content."""
    before, after = seen[""], seen[BUTTONS]

    assert rows_of(after, areas[table]) == [*reversed(rows_of(before, areas[table]))]
    assert differing(figures_elsewhere(compared, WITH_BUTTONS[table]), after).keys() <= turned_questions(areas)
    assert before[CHECKS, "A2"] == after[CHECKS, "A2"] == ALL_WELL


def turned_questions(areas: dict[str, tuple[str, str]]) -> set[Place]:
    """The cells of the one table with buttons whose figures the engine gives by their place."""
    sheet, (left, top, right, bottom) = areas["partner_questions"][0], range_boundaries(areas["partner_questions"][1])
    return {(sheet, cell(row, c)) for row in range(top + 1, bottom + 1) for c in range(left, right + 1)}


@pytest.mark.parametrize("table", WITHOUT)
def test_sorting_by_hand_is_noticed(compared: Assessment, seen: dict[str, Cells], table: str) -> None:
    """Where figures elsewhere hang on the order of the rows and somebody sorts them all the same, Checks names the sheet."""
    elsewhere = differing(figures_elsewhere(compared, WITHOUT[table]), seen[table])
    verdict = str(seen[table][CHECKS, "A2"])

    assert bool(elsewhere) == (table not in ("change", "partner_areas"))
    assert not elsewhere or f"checks differ, first: {WITHOUT[table]}, " in verdict
    assert not elsewhere or "rows were sorted" in verdict


def test_sorting_is_noticed_under_other_settings(data: bytes, tmp_path: Path) -> None:
    """The stage is another, so every figure may move; whoever then sorts by hand is still told so."""
    tables = ("council_answers", "gates", "partner_themes", "readiness_scores")
    books = [with_stage(after_sorting(data, [table]), 4) for table in tables]
    again = office.recalculate_all(books, tmp_path)
    verdicts = [str(office.cell_values(book)[CHECKS]["A2"]) for book in again]

    for table, verdict in zip(tables, verdicts, strict=True):
        assert f"checks differ, first: {WITHOUT[table]}, " in verdict
        assert "rows were sorted" in verdict
        assert "Settings were changed as well" in verdict


def with_stage(data: bytes, stage: int) -> bytes:
    """The workbook with another stage typed on Settings."""
    book = load_workbook(BytesIO(data))
    book[SETTINGS].cell(SETTINGS_FIRST_ROW, VALUE).value = stage
    out = BytesIO()
    book.save(out)
    return out.getvalue()
