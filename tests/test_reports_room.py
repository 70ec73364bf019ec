"""A round with more rows than a sheet can hold: what the workbook shows, and that it says so."""

from collections import Counter
from functools import cache
from io import BytesIO
from pathlib import Path

import office
import pytest
from building import everywhere
from councils import assessment_of
from openpyxl import Workbook, load_workbook
from two_rounds import actions_of, baseline, compared, types
from xlsx_lint import lint

from rasp_xl.model.question_file import standard_set
from rasp_xl.model.questions import Purpose
from rasp_xl.model.rounds import Round
from rasp_xl.reports.assessment import Assessment
from rasp_xl.reports.positions import CHANGE_BY_QUESTION, CHECKS, FINDINGS, GAPS, RESPONSES, SUMMARY, Positions
from rasp_xl.reports.proof_sheets import checks_last_row
from rasp_xl.reports.room import cuts, gaps_with_room, too_many_words
from rasp_xl.reports.sheet_table import HEADER_ROW
from rasp_xl.reports.workbook import workbook_bytes

ASKED = standard_set()
ROUND = Round(Purpose.NEW, 2, ASKED)
QUESTIONS = len(ASKED.questions)
NAMES = tuple(f"Council {number:02}" for number in range(1, 21))
MOST_ROWS = 900
"""Lower than any program's: room for the checks of twenty councils, and for neither their answers nor their gaps."""

ROOM = MOST_ROWS - HEADER_ROW
LISTS = (GAPS, CHANGE_BY_QUESTION, RESPONSES, FINDINGS)
TYPED = ("Council 20", "GV13")
"""The last gap of the last council, the first to be left out."""


@cache
def large() -> Assessment:
    """Twenty councils that claim level 3 everywhere without evidence, and one level less in the round before, where somebody typed an owner."""
    then = baseline(ROUND, {name: everywhere(ASKED, 2) for name in NAMES}, types(*TYPED, {"Owner": "A. Lee"}))
    return compared(ROUND, {name: everywhere(ASKED, 3) for name in NAMES}, then)


@cache
def data() -> bytes:
    return workbook_bytes(large(), MOST_ROWS)


@cache
def book() -> Workbook:
    return load_workbook(BytesIO(data()), data_only=True)


def all_rows() -> dict[str, int]:
    """How many rows each list would have: a question of a council is a gap, moved, was answered; findings come with their files."""
    return dict.fromkeys(LISTS, len(NAMES) * QUESTIONS) | {FINDINGS: len(large().findings)}


def told(sheet: str) -> str:
    """What a sheet says above its table."""
    rows = book()[sheet].iter_rows(1, HEADER_ROW + 4, max_col=1, values_only=True)
    return "\n".join(str(text) for (text,) in rows if text)


@pytest.mark.parametrize("sheet", LISTS)
def test_a_sheet_that_is_cut_says_so_itself_and_on_summary(sheet: str) -> None:
    """Whoever opens the first sheet, or the sheet itself, reads how many rows are here, of how many, and where all are."""
    cut = next(cut for cut in cuts(Positions(large(), MOST_ROWS)) if cut.sheet == sheet)
    words = f"{sheet} has {cut.shown:,} of {cut.all:,} rows"

    assert 0 < cut.shown <= ROOM < cut.all == all_rows()[sheet]
    assert words in told(SUMMARY)
    assert words in told(sheet)
    assert "results.json" in told(SUMMARY)
    assert "results.json" in told(sheet)


def test_no_sheet_is_longer_than_it_may_be() -> None:
    """The rows said to be there are there, and none beyond the last that a sheet has."""
    lengths = {sheet.title: sheet.max_row for sheet in book()}

    assert max(lengths.values()) <= MOST_ROWS
    assert {sheet: lengths[sheet] for sheet in LISTS if sheet != GAPS} == dict.fromkeys(LISTS[1:], MOST_ROWS)


def test_checks_name_each_cut_and_hold_its_rows() -> None:
    """All is well with what is here, and a line for each sheet that is cut says what is not."""
    lines = [row for row in book()[CHECKS].iter_rows(values_only=True) if "all that fits" in str(row[1])]

    assert book()[CHECKS]["A2"].value == "all is well."
    assert [(row[0], row[1], row[4]) for row in lines] == [
        (sheet, f"Rows here, which is all that fits of {rows:,}", "same") for sheet, rows in all_rows().items()
    ]


def test_every_council_keeps_its_first_gaps() -> None:
    """No council's gaps are left out whole: of each the same number stands there, from the first rank on."""
    shown = gaps_with_room(Positions(large(), MOST_ROWS))
    ranks = Counter(card.name for card, gap in shown if (card.name, gap.question) != TYPED)

    assert set(ranks) == set(NAMES)
    assert set(ranks.values()) == {(ROOM - 1) // len(NAMES)}
    assert max(gap.priority for card, gap in shown if card.name == NAMES[0]) == ranks[NAMES[0]]


def test_what_somebody_typed_is_never_left_out() -> None:
    """An owner beside a gap of the last rank stands there all the same."""
    found = {(row["Council"], row["Question"]): row for row in actions_of(data())}

    assert found[TYPED]["Owner"] == "A. Lee"


def test_a_cut_workbook_opens() -> None:
    """It is as valid as any other: no link, table or formula reaches what is not there."""
    assert lint(data()) == ()


@pytest.mark.office
def test_a_cut_workbook_calculates(tmp_path: Path) -> None:
    """Calculated anew, every check agrees: counts are of what is here."""
    values = office.cell_values(office.recalculate(office.plant_wrong_values(data()), tmp_path))

    assert values[CHECKS]["A2"] == "all is well."
    assert values[RESPONSES]["A2"] == office.cell_values(data())[RESPONSES]["A2"]


def test_where_all_fits_nothing_is_said() -> None:
    """A round of usual size has no word of cuts."""
    at = Positions(assessment_of(ROUND, {"Northmoor": everywhere(ASKED, 3)}))

    assert cuts(at) == ()
    assert too_many_words(at, checks_last_row(at)) == ""


def test_too_many_councils_leave_a_workbook_that_says_why() -> None:
    """Where the councils' scores, or the checks of them, do not fit, the only sheet says so, and where the results are."""
    needed = checks_last_row(Positions(large(), MOST_ROWS))
    made = workbook_bytes(large(), needed - 10)
    found = load_workbook(BytesIO(made))
    words = "\n".join(str(row[0].value) for row in found[SUMMARY].iter_rows())

    assert found.sheetnames == [SUMMARY]
    assert f"{CHECKS} needs {needed} rows, and a sheet has {needed - 10}. The full result is in results.json" in words
    assert large().control_line in words
    assert lint(made) == ()
