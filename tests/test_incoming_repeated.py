"""A question in two tables of a workbook, one blank and one filled: counted only where nothing speaks for the blank."""

from collections.abc import Callable

import pytest
from came_back import GIVEN, changed, read
from one_sheet import AT, HERE, NAME, ROWS
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from rasp_xl.incoming.returns import Return
from rasp_xl.model.layout import AREA_HEADER_ROW

ONE_OF_TWO, BLANK_TABLE, TWICE, TWO = "RX213", "RX417", "RX405", "RX204"
BLANKED = 3


def copied(title: str, state: str = "visible", blanked: int = len(ROWS)) -> Return:
    """The return after the first area's sheet was copied, and the first so many of its own answers deleted."""

    def change(book: Workbook) -> None:
        copy = book.copy_worksheet(book[NAME])
        copy.title, copy.sheet_state = title, state
        for row in ROWS[:blanked]:
            book[NAME].cell(row, AT).value = None

    return read(changed(change))


def told(returned: Return) -> list[str]:
    """The codes of all findings, each as often as it was said."""
    return [finding.rule.code for finding in returned.findings]


def given(returned: Return) -> list[object]:
    return [returned.answers[question].value for question in HERE]


def test_copy_of_a_sheet_that_stayed_blank_counts() -> None:
    """Somebody worked in a copy: its answers are those of the council, and it is told."""
    returned = copied("Our working copy")

    assert given(returned) == [GIVEN[question].value for question in HERE]
    assert told(returned) == [BLANK_TABLE]


@pytest.mark.parametrize(
    ("title", "state"),
    [
        ("Copy", "hidden"),
        ("Copy", "veryHidden"),
        ("2025", "visible"),
        ("SV target 2028", "visible"),
        ("Old", "visible"),
    ],
)
def test_hidden_copies_and_those_of_another_time_do_not_fill_blanks(title: str, state: str) -> None:
    """Last year's sheet, hidden or not, must not answer for a council that left this year's blank."""
    returned = copied(title, state)

    assert given(returned) == [None] * len(HERE)
    assert told(returned).count(ONE_OF_TWO) == len(HERE)
    assert all(title in f.message for f in returned.findings if f.rule.code == ONE_OF_TWO)


def test_blanks_among_answers_are_not_filled_from_a_copy() -> None:
    """Four questions left open and a copy that answers them, with targets for instance: they stay open and are asked about."""
    returned = copied("Where we want to be", blanked=BLANKED)
    held = [returned.answers[question] for question in HERE[:BLANKED]]

    assert given(returned)[BLANKED:] == [GIVEN[question].value for question in HERE[BLANKED:]]
    assert all((answer.value, answer.unreadable) == (None, True) for answer in held)
    assert [answer.evidence for answer in held] == [GIVEN[question].evidence for question in HERE[:BLANKED]]
    assert [f.question for f in returned.findings if f.rule.code == ONE_OF_TWO] == HERE[:BLANKED]


def below(sheet: Worksheet, level: str, headed: bool) -> None:
    """A second table under the first, with the same questions and one level for all."""
    at = sheet.max_row + 3
    for n, row in enumerate((AREA_HEADER_ROW, *ROWS)):
        for column in range(1, AT + 1):
            sheet.cell(at + n, column).value = sheet.cell(row, column).value
        if n:
            sheet.cell(at + n, AT).value = level
        elif not headed:
            sheet.cell(at, 1, "Where we want to be")
            for column in range(2, AT + 1):
                sheet.cell(at, column).value = None


@pytest.mark.parametrize("headed", [True, False])
def test_table_of_targets_below_fills_no_blank(headed: bool) -> None:
    """With a header row of its own or without one, targets contradict answers and do not stand in for missing ones."""

    def change(book: Workbook) -> None:
        below(book[NAME], "4 Embedded", headed)
        for row in ROWS[:BLANKED]:
            book[NAME].cell(row, AT).value = None

    returned = read(changed(change))

    assert given(returned)[:BLANKED] == [None] * BLANKED
    assert {value for value in given(returned) if value is not None} <= {4}
    assert [f.question for f in returned.findings if f.rule.code == ONE_OF_TWO] == HERE[:BLANKED]


def three(*levels: str | None) -> Callable[[Workbook], None]:
    """Two copies of the sheet, and in the three first rows these levels."""

    def change(book: Workbook) -> None:
        sheets = [book[NAME], book.copy_worksheet(book[NAME]), book.copy_worksheet(book[NAME])]
        for sheet, level in zip(sheets, levels, strict=True):
            sheet.cell(ROWS[0], AT).value = level

    return change


@pytest.mark.parametrize(
    ("levels", "code", "found"),
    [
        (("3 Agreed", None, "3 Agreed"), ONE_OF_TWO, "3 Agreed"),
        ((None, "3 Agreed", "1 Discussed"), TWO, "3 Agreed and 1 Discussed"),
        (("TBC", None, "3 Agreed"), TWO, "TBC and 3 Agreed"),
        (("3 Agreed", "1 Discussed", "2 In progress"), TWO, "3 Agreed and 1 Discussed and 2 In progress"),
    ],
)
def test_three_rows_of_one_question_are_told_once(levels: tuple[str | None, ...], code: str, found: str) -> None:
    """Whatever their order, one sentence says all that stands there."""
    returned = read(changed(three(*levels)))
    told = [f for f in returned.findings if f.rule.code in (ONE_OF_TWO, TWO) and f.question == HERE[0]]

    assert [(f.rule.code, f.found) for f in told] == [(code, found)]
    assert returned.answers[HERE[0]].value is None
