"""Columns with levels beside the answers: what may be meant instead of ours is read as well, another year's is left aside."""

import pytest
from came_back import FILE, VALUES, codes, values
from one_sheet import AT, HERE, NAME, WHOLE, Change, column, head, whole, with_sheet
from openpyxl.worksheet.worksheet import Worksheet

from rasp_xl.incoming.returns import Return
from rasp_xl.model.findings import Place
from rasp_xl.model.layout import ANSWER, AREA_COLUMNS, AREA_HEADER_ROW

TWICE, TWO, ONE_OF_TWO, ASIDE, BLANK_TABLE, FOUND = "RX405", "RX204", "RX213", "RX419", "RX417", "RX410"
LAST = len(AREA_COLUMNS) + 1
CALLED = ("Final answer", "Answer (agreed by Cabinet)", "Leader's view", "Cabinet", None)


def told(returned: Return) -> list[str]:
    """The codes of all findings, each as often as it was said."""
    return [finding.rule.code for finding in returned.findings]


def here(returned: Return) -> list[object]:
    """The levels on the sheet, in its order."""
    return [returned.answers[question].value for question in HERE]


def unread(returned: Return) -> list[bool]:
    return [returned.answers[question].unreadable for question in HERE]


@pytest.mark.parametrize("at", [AT, AT + 1, LAST])
@pytest.mark.parametrize("heading", CALLED)
def test_other_levels_in_a_column_beside_are_a_contradiction(heading: str | None, at: int) -> None:
    """Whichever of the two columns the council means, the other is wrong, so neither counts where they differ."""
    returned = with_sheet(column(at, heading, "1 Discussed"))
    same = [VALUES[question] == 1 for question in HERE]

    assert here(returned) == [1 if equal else None for equal in same]
    assert unread(returned) == [not equal for equal in same]
    assert told(returned).count(TWO) == same.count(False)
    assert told(returned).count(TWICE) == same.count(True)


@pytest.mark.parametrize("heading", ["Final answer", "Score (moderated)", "Revised level"])
def test_bare_numbers_are_levels_under_a_heading_that_says_so(heading: str) -> None:
    """A second column of numbers that is called a score or an answer is one."""
    assert told(with_sheet(column(LAST, heading, 1, 2))).count(TWO) > 0


@pytest.mark.parametrize(
    ("heading", "content"),
    [
        ("Priority", 1),
        ("Rank", 2),
        ("Weight", 3),
        ("Decision", "Agreed"),
        ("Owner", "Director"),
        ("Final", "see minutes"),
    ],
)
def test_columns_of_something_else_are_not_answers(heading: str, content: object) -> None:
    """Priorities, decisions on papers and names stand beside the answers and contradict none."""
    returned = with_sheet(column(LAST, heading, content))

    assert whole(returned) == WHOLE
    assert codes(returned) == []


@pytest.mark.parametrize(
    "heading",
    ["Answer 2025", "Previous answer", "Target level", "Score last year", "Planned answer (2028)", "Draft answer"],
)
def test_columns_of_another_time_are_left_aside_and_told(heading: str) -> None:
    """Last year's answers and targets are no contradiction; that they were not read is said, with their column."""
    returned = with_sheet(column(LAST, heading, "4 Embedded"))
    (finding,) = returned.findings

    assert whole(returned) == WHOLE
    assert finding.rule.code == ASIDE
    assert finding.place == Place(FILE, NAME, AREA_HEADER_ROW, LAST)
    assert heading in finding.message
    assert "column O" in finding.message


def emptied(sheet: Worksheet) -> None:
    """Nothing under Answer on the whole sheet."""
    for row in range(AREA_HEADER_ROW + 1, AREA_HEADER_ROW + 1 + len(HERE)):
        sheet.cell(row, AT).value = None


def without_first(sheet: Worksheet) -> None:
    sheet.cell(AREA_HEADER_ROW + 1, AT).value = None


def test_column_that_was_used_instead_of_answer_counts_and_is_told() -> None:
    """Where nothing stands under Answer the other column is what the council filled."""
    returned = with_sheet(emptied, column(LAST, "Final answer", "3 Agreed"))

    assert here(returned) == [3] * len(HERE)
    assert set(codes(returned)) == {BLANK_TABLE}


def test_blank_beside_a_further_answer_is_asked_about() -> None:
    """A question left open under Answer was perhaps left open on purpose; what stands beside it is not taken for it."""
    returned = with_sheet(without_first, column(LAST, "Final answer", "3 Agreed", None, None, None, None, None))
    first = returned.answers[HERE[0]]

    assert (first.value, first.unreadable, first.raw) == (None, True, "3 Agreed")
    assert told(returned).count(ONE_OF_TWO) >= 1


@pytest.mark.parametrize("change", [head(**{ANSWER: "Ateb"}), head(**{ANSWER: "Answer 2026"})], ids=("Welsh", "year"))
def test_our_own_column_renamed_beside_an_empty_one_called_answer(change: Change) -> None:
    """The heading Answer was moved to a new empty column: what stands in the old one is read, and told."""
    returned = with_sheet(change, column(LAST, "Answer", None))
    told = set(codes(returned))

    assert told & {BLANK_TABLE, ASIDE}
    assert here(returned) == [VALUES[q] for q in HERE] if BLANK_TABLE in told else not any(here(returned))


def test_levels_below_no_heading_at_all_are_seen_on_a_sheet_as_sent() -> None:
    """Somebody types the final levels right of the table without a heading."""
    returned = with_sheet(column(LAST, None, "0 Not started"))

    assert TWO in codes(returned)
    assert values(returned) != VALUES
