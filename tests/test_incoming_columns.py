"""Which column holds what: by its heading, a heading in other words, or a heading that stands twice."""

import pytest
from came_back import FILE, SHEETS, VALUES, changed, codes, read, values
from one_sheet import AT, HERE, NAME, ROWS, WHOLE, Change, column, head, whole, with_sheet
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from rasp_xl.incoming.headings import heading_of
from rasp_xl.model.findings import Place
from rasp_xl.model.layout import (
    ANSWER,
    AREA_COLUMNS,
    AREA_HEADER_ROW,
    COMMENT,
    EVIDENCE,
    HEADINGS,
    QUESTION,
    REF,
    column_of,
)

FOUND, TWICE, TWO = "RX410", "RX405", "RX204"


def copy_answers(heading: str, at: int = AT + 1) -> Change:
    """Copy the column Answer to another place, under a heading."""

    def change(sheet: Worksheet) -> None:
        contents = [sheet.cell(row, AT).value for row in ROWS]
        column(at, heading, *contents)(sheet)

    return change


@pytest.mark.parametrize(
    "texts",
    [
        {ANSWER: "Answer*"},
        {ANSWER: "Your answer", EVIDENCE: "Your evidence:", COMMENT: "Comments"},
        {ANSWER: "ANSWER (choose from list)"},
        {ANSWER: "Our\nanswer ¹", QUESTION: "Question:"},
        {ANSWER: "Answer [required]", REF: "Ref.", COMMENT: "Comment †"},
        {REF: "Reference", QUESTION: "Questions", ANSWER: "Answers:"},
    ],
    ids=str,
)
def test_heading_with_something_added_is_that_heading(texts: dict[str, str]) -> None:
    """A star, a colon, a footnote or a friendly word hides no column, and the sender hears what was read."""
    returned = with_sheet(head(**texts))
    (finding,) = returned.findings

    assert whole(returned) == WHOLE
    assert (finding.rule.code, finding.place) == (FOUND, Place(FILE, NAME))
    assert all(f"{heading} in column" in finding.message for heading in texts)


@pytest.mark.parametrize("text", ["answer", " ANSWER\u00a0", "An\u00adswer"])
def test_heading_in_other_letters_is_not_worth_a_word(text: str) -> None:
    """Case, spaces and invisible signs are no change."""
    returned = with_sheet(head(Answer=text))

    assert whole(returned) == WHOLE
    assert codes(returned) == []


@pytest.mark.parametrize(
    "text",
    ["Previous answer", "Answer 2025", "Best placed to answer", "Answered", "Question and answer", "Last answer", "Unanswered", "Answer?!2025", ""],
)  # fmt: skip
def test_heading_with_another_meaning_is_not_taken_for_ours(text: str) -> None:
    """A heading that says more than Answer may be of another column."""
    assert heading_of(text) == ("", False)


def test_rows_above_the_headings_are_read() -> None:
    """A sort that took the headings for a row carries them down among the questions."""

    def sort_headings_too(sheet: Worksheet) -> None:
        rows = [[cell.value for cell in sheet[row]] for row in range(AREA_HEADER_ROW, ROWS.stop)]
        rows.sort(key=lambda row: str(row[column_of(QUESTION) - 1]))
        for number, contents in enumerate(rows, AREA_HEADER_ROW):
            for at, value in enumerate(contents, 1):
                sheet.cell(number, at).value = value

    returned = with_sheet(sort_headings_too)

    assert whole(returned) == WHOLE
    assert codes(returned) == []


@pytest.mark.parametrize("heading", [ANSWER, "Answer2", "Your answer"])
@pytest.mark.parametrize("at", [AT + 1, 1, len(AREA_COLUMNS) + 1])
def test_copied_answers_are_each_read(heading: str, at: int) -> None:
    """A copied column says everything twice: blanks aside, each answer is noted once more."""
    returned = with_sheet(copy_answers(heading, at))

    assert values(returned) == VALUES
    assert {q for q in VALUES if any(f.question == q and f.rule.code == TWICE for f in returned.findings)} == set(HERE)


def test_copied_answers_that_differ_are_asked_about() -> None:
    """Of two columns Answer nobody knows which is meant where they differ; elsewhere it does not matter."""
    returned = with_sheet(copy_answers(ANSWER), lambda sheet: sheet.cell(ROWS[0], AT + 1, "0 Not started"))

    assert [f.question for f in returned.findings if f.rule.code == TWO] == [HERE[0]]
    assert values(returned) == VALUES | {HERE[0]: None}


def test_words_under_a_heading_like_answer_are_no_second_answer() -> None:
    """A column Our answer in which sentences stand contradicts nothing."""
    returned = with_sheet(column(AT + 1, "Our answer", "We agreed this in May", "3", "Nobody knows"))

    assert values(returned) == VALUES
    assert codes(returned) == []


@pytest.mark.parametrize("emptied", [AT, AT + 1])
def test_empty_column_of_answers_gives_way(emptied: int) -> None:
    """Whoever put the answers into a column of their own, with a heading that says so, has answered."""

    def clear(sheet: Worksheet) -> None:
        for row in ROWS:
            sheet.cell(row, emptied).value = None

    returned = with_sheet(copy_answers("Our answer"), clear)

    assert whole(returned) == WHOLE


def test_tables_side_by_side_are_read_each_by_its_own_headings() -> None:
    """Two areas pasted beside each other on one sheet are two tables."""

    def paste(book: Workbook) -> None:
        left, right = book[NAME], book[SHEETS[1]]
        for row in right.iter_rows(min_row=AREA_HEADER_ROW):
            for cell in row:
                left.cell(cell.row or 0, (cell.column or 0) + len(AREA_COLUMNS) + 1).value = cell.value
        book.remove(right)

    returned = read(changed(paste))

    assert whole(returned) == WHOLE
    assert codes(returned) == []


def test_table_below_with_other_headings_has_its_own_columns() -> None:
    """A second table in other columns, its headings in other words, is read by these."""

    def paste(book: Workbook) -> None:
        head(Answer="Answer*", Ref="Reference")(book[SHEETS[1]])
        for row in book[SHEETS[1]].iter_rows(min_row=AREA_HEADER_ROW, values_only=True):
            book[NAME].append((None, None, *row))
        book.remove(book[SHEETS[1]])

    returned = read(changed(paste))

    assert whole(returned) == WHOLE
    assert codes(returned) == [FOUND]


@pytest.mark.parametrize("heading", ["Your answer", "Answer", "Priority"])
def test_list_of_findings_is_no_return(heading: str) -> None:
    """A sheet that lists question ids with figures, as a fix list or How it counts does, holds no questions of ours."""

    def add(book: Workbook) -> None:
        listed = book.create_sheet("Fix list")
        listed.append(["Where", "Id", "What was found", heading])
        for question in HERE:
            listed.append(["I6", question, "TBC", 0])

    returned = read(changed(add))

    assert whole(returned) == WHOLE
    assert codes(returned) == []


def test_computed_sheet_under_another_name_is_no_return() -> None:
    """How it counts repeats every answer beside its id, but asks nothing."""

    def rename(book: Workbook) -> None:
        book["How it counts"].title = "Counting"
        book["Your scores"].title = "Results"

    returned = read(changed(rename))

    assert whole(returned) == WHOLE
    assert codes(returned) == []
    assert all(heading in AREA_COLUMNS for heading in HEADINGS)
