"""Where headings are lost, what stands in the columns tells which is which; where it leaves a doubt, none is taken."""

import pytest
from came_back import FILE, SHEETS, VALUES, changed, codes, outcome, read, values
from one_sheet import AT, HERE, NAME, ROWS, WHOLE, Change, column, drop_headings, head, whole, with_sheet
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from rasp_xl.model.findings import Finding, Place
from rasp_xl.model.layout import (
    ANSWER,
    AREA_COLUMNS,
    COMMENT,
    EVIDENCE,
    LEVEL_HEADINGS,
    QUESTION,
    REF,
    column_of,
)

FOUND, UNCLEAR = "RX410", "RX416"

TRANSLATED = {
    REF: "Cyf.",
    QUESTION: "Cwestiwn",
    ANSWER: "Ateb",
    EVIDENCE: "Tystiolaeth",
    COMMENT: "Sylw",
    "Theme and gate": "Thema",
    "To do": "I'w wneud",
}


@pytest.mark.parametrize(
    "change",
    [
        drop_headings,
        head(**TRANSLATED),
        head(**dict.fromkeys(AREA_COLUMNS)),
        head(Answer="Response"),
        head(Answer=None),
        head(Ref="No.", Question="What we ask"),
        head(Ref=None, Question=None, Answer=None, Evidence=None, Comment=None),
    ],
)
def test_columns_are_found_by_what_stands_in_them(change: Change) -> None:
    """Without headings the questions, Refs and answers still tell which columns they are in."""
    returned = with_sheet(change)
    (finding,) = returned.findings

    assert whole(returned) == WHOLE
    assert (finding.rule.code, finding.place) == (FOUND, Place(FILE, NAME))


def test_columns_found_are_named_by_heading_and_letter() -> None:
    """The sender can check at a glance which column was taken for what."""
    (finding,) = with_sheet(head(Answer="Response", Comment="Notes")).findings

    assert "(Answer, Comment)" in finding.message
    assert finding.found == "Answer in column I, Comment in column K"


def test_headings_lost_on_every_sheet_lose_nothing() -> None:
    """All five sheets without headings are read, each with one word about it."""
    returned = read(changed(lambda book: [drop_headings(book[name]) for name in SHEETS]))

    assert whole(returned) == WHOLE
    assert [(f.rule.code, f.place.sheet) for f in returned.findings] == [(FOUND, name) for name in SHEETS]


@pytest.mark.parametrize(
    "change",
    [
        column(AT, "Last year", "3 Agreed", "1 Discussed"),
        column(AT, "Priority", 1, 2, 3),
        column(AT + 1, None, "4 Embedded", "3", "2"),
        column(1, "Score 2025", 4, 3, 2, 1),
        column(AT, "Ateb", "4 Embedded", "not started"),
    ],
)
def test_two_columns_of_levels_without_headings_are_not_guessed_at(change: Change) -> None:
    """Last year's answers, or priorities, beside answers without a heading: none is read, and both are named."""
    returned = with_sheet(head(Answer="Response"), change)
    (finding,) = returned.findings

    assert (finding.rule.code, finding.place) == (UNCLEAR, Place(FILE, NAME))
    assert values(returned) == {q: v for q, v in VALUES.items() if q not in HERE}


@pytest.mark.parametrize("heading", ["Answer 2025", "Previous answer", "Target", "Last year's level"])
def test_levels_of_another_time_are_not_taken(heading: str) -> None:
    """The only levels on the sheet may still be those of another year."""
    returned = with_sheet(head(Answer=heading))

    assert codes(returned) == [UNCLEAR]
    assert not set(HERE) & set(returned.answers)


@pytest.mark.parametrize(
    "change",
    [
        column(AT, "Owner", "Head of IT", "Leader"),
        column(1, "No.", *range(1, 12)),
        column(AT + 1, "Reviewed", True, False),
        column(AT, "Notes", "N/A", "n/a", None),
        column(2, "Share", "75%", 2.5),
    ],
)
def test_columns_of_ones_own_are_left_alone(change: Change) -> None:
    """Owners, row numbers and ticks are no answers, with headings or without."""
    returned = with_sheet(change)
    without = with_sheet(change, drop_headings)

    assert whole(returned) == WHOLE
    assert codes(returned) == []
    assert values(without) == VALUES
    assert codes(without) == [FOUND]


def bare_numbers(sheet: Worksheet) -> None:
    for row in ROWS:
        value = VALUES[str(sheet.cell(row, 1).value)]
        sheet.cell(row, AT).value = value if isinstance(value, int) else None


def drop_levels(sheet: Worksheet) -> None:
    sheet.delete_cols(column_of(LEVEL_HEADINGS[0]), len(LEVEL_HEADINGS))
    sheet.delete_cols(sheet.max_column - 1)


def test_bare_numbers_beside_our_levels_are_answers() -> None:
    """Where the level texts stand between question and number, the number is a level."""
    returned = with_sheet(bare_numbers, drop_headings)

    assert values(returned) == VALUES | {q: None for q in HERE if not isinstance(VALUES[q], int)}
    assert codes(returned) == [FOUND]


def test_bare_numbers_beside_a_question_may_be_anything() -> None:
    """A list of our questions with priorities is no return, and its numbers are no levels."""
    returned = with_sheet(bare_numbers, drop_levels, drop_headings)

    assert codes(returned) == [UNCLEAR]
    assert not set(HERE) & set(returned.answers)


def test_bare_numbers_elsewhere_may_be_anything() -> None:
    """With the answers deleted, a column of priorities does not take their place."""
    returned = with_sheet(lambda sheet: sheet.delete_cols(AT), column(1, None, 1, 2, 3))

    assert codes(returned) == [UNCLEAR]
    assert not set(HERE) & set(returned.answers)


def test_workbook_in_which_no_answers_are_sure_is_refused_with_that_reason() -> None:
    """When it happens to every sheet, the sender hears that headings are missing, not that the file is another."""

    def change(book: Workbook) -> None:
        for name in SHEETS:
            head(Answer="Answer 2025")(book[name])

    found = outcome(changed(change))

    assert isinstance(found, Finding)
    assert found.rule.code == "RX129"


def test_evidence_and_comment_are_found_by_their_place() -> None:
    """Renamed, they still stand right of Answer; what stands under another heading of ours is not taken for them."""
    renamed = with_sheet(head(Evidence="Proof", Comment="Notes"))
    deleted = with_sheet(lambda sheet: sheet.delete_cols(column_of(EVIDENCE), 2))

    assert whole(renamed) == WHOLE
    assert values(deleted) == VALUES
    assert {(deleted.answers[q].evidence, deleted.answers[q].comment) for q in HERE} == {("", "")}


def test_sheet_split_in_two_is_read_whole() -> None:
    """The lower half on a sheet of its own has no headings there."""

    def split(book: Workbook) -> None:
        sheet, other = book[NAME], book.create_sheet("Second half")
        for row in list(sheet.iter_rows(min_row=ROWS[5], max_row=ROWS[-1], values_only=True)):
            other.append(row)
        sheet.delete_rows(ROWS[5], len(ROWS))

    returned = read(changed(split))

    assert whole(returned) == WHOLE
    assert [(f.rule.code, f.place.sheet) for f in returned.findings] == [(FOUND, "Second half")]
