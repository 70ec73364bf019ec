"""A council's workbook on paper: its maps and answers are one row, which goes on over as few pages as stay readable."""

from collections.abc import Mapping
from io import BytesIO

import pytest
from building import mixed_answers
from councils import assessment_of
from openpyxl import Workbook, load_workbook
from openpyxl.utils.cell import range_boundaries
from packing import ASKED, ROUND

from rasp_xl.reports.pack_files import pack_files
from rasp_xl.reports.positions import ANSWERS, QUESTION_MAP, THEME_MAP
from rasp_xl.reports.workbook import workbook_bytes

ASSESSED = assessment_of(ROUND, {"Northmoor": mixed_answers(ASKED, 77)})
ONE_ROW = (THEME_MAP, QUESTION_MAP, ANSWERS)


@pytest.fixture(scope="module")
def books() -> Mapping[str, Workbook]:
    """The council's own workbook, and that of the whole round."""
    own = pack_files(ASSESSED)["councils/northmoor.xlsx"]
    return {"own": load_workbook(BytesIO(own)), "whole": load_workbook(BytesIO(workbook_bytes(ASSESSED)))}


@pytest.mark.parametrize("sheet", ONE_ROW)
def test_own_row_goes_on_without_breaks(books: Mapping[str, Workbook], sheet: str) -> None:
    """No page begins anew with each area, none repeats the council's name, and nothing is too small to read."""
    own, whole = books["own"][sheet], books["whole"][sheet]

    assert (len(own.col_breaks.brk), own.print_title_cols) == (0, None)
    assert (len(whole.col_breaks.brk) > 0, bool(whole.print_title_cols)) == (True, True)
    assert int(own.page_setup.scale) >= 60
    assert own.print_title_rows == whole.print_title_rows


@pytest.mark.parametrize("sheet", ONE_ROW)
def test_every_answer_is_on_paper(books: Mapping[str, Workbook], sheet: str) -> None:
    """The printed columns reach to the last theme or question; only what formulas count beside the answers is left out."""
    own = books["own"][sheet]
    *_, right, _ = range_boundaries(own.print_area.split("!")[-1].replace("$", ""))
    themes, questions = len(ASKED.themes), len(ASKED.questions)

    assert right == {THEME_MAP: 1 + themes, QUESTION_MAP: 1 + questions, ANSWERS: 2 + questions}[sheet]
