"""Why an answer's cell says nothing that can be counted: dates, contradictions, merged cells, old formats, wrong columns."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from came_back import FILE, ROUND, SLOTS, VALUES, changed, codes, filled, put, read, values

from rasp_xl.incoming.binding import Binder
from rasp_xl.incoming.question_index import QuestionIndex
from rasp_xl.incoming.workbook import Workbook, open_workbook
from rasp_xl.model.findings import Place
from rasp_xl.model.layout import ANSWER, EVIDENCE, column_of

DATE_ANSWER, MERGED, TWO_MEANINGS, OLD_ZERO, BESIDE = "RX207", "RX208", "RX209", "RX210", "RX211"
UNREADABLE, ERROR_CELL = "RX201", "RX202"
FIRST, ONE, AT = SLOTS[0], SLOTS[0].question.id, column_of(ANSWER)


def opened() -> Workbook:
    """The return as the reader opens it."""
    workbook = open_workbook(filled(), Place(FILE))
    assert isinstance(workbook, Workbook)
    return workbook


INDEX = QuestionIndex(ROUND.question_set)


def with_answer(typed: object, old_format: bool = False) -> Binder:
    """The answers of a workbook whose first answer's cell holds a value, as the reader opens it."""
    workbook = opened()
    workbook.sheets[1].rows[FIRST.row - 1][AT - 1] = typed
    return Binder(replace(workbook, old_format=old_format), INDEX, FILE)


@pytest.mark.parametrize("typed", ["3 - Not started", "2 Discussed", "Embedded (3)", "5 Agreed", "level 1: agreed"])
def test_number_and_word_of_different_levels_are_asked_about(typed: str) -> None:
    """A dragged cell counts its number up and keeps its word; neither of the two is taken."""
    returned = read(changed(put(ONE, ANSWER, typed)))

    assert codes(returned) == [TWO_MEANINGS]
    assert values(returned) == VALUES | {ONE: None}
    assert returned.answers[ONE].raw == returned.findings[0].found == typed


@pytest.mark.parametrize("typed", [date(2026, 3, 1), datetime(2026, 3, 1), datetime(2026, 3, 1, 9, 30)])
def test_date_is_no_answer(typed: date) -> None:
    """What Excel made of a typed 1-3 is said to be a date, so that the sender knows why it is asked for."""
    returned = read(changed(put(ONE, ANSWER, typed)))

    assert [(f.rule.code, f.question, f.found) for f in returned.findings] == [(DATE_ANSWER, ONE, "2026-03-01")]
    assert values(returned) == VALUES | {ONE: None}


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#DIV/0!", "Err:502", "#NAME?"])
def test_error_saved_as_a_text_is_an_error(error: str) -> None:
    """Some programs save an error as the text it shows."""
    bound = with_answer(error)

    assert [(f.rule.code, f.found) for f in bound.findings] == [(ERROR_CELL, error)]


def merged(*areas: tuple[int, int, int, int], blank: bool = True) -> Binder:
    """The answers when cells of the first area's sheet are merged, and all but the first of each area are emptied."""
    workbook = opened()
    sheets = [replace(s, merged=areas) if s.name == FIRST.sheet else s for s in workbook.sheets]
    for first, left, last, right in areas:
        for row in range(first, last + 1):
            for column in range(left, right + 1):
                if (row, column) != (first, left) and blank:
                    sheets[1].rows[row - 1][column - 1] = ""
    return Binder(replace(workbook, sheets=tuple(sheets)), INDEX, FILE)


def test_answers_merged_with_each_other_are_all_asked_for() -> None:
    """Merging keeps the first content there is, so what stands beside the first question may be the second's answer."""
    bound = merged((FIRST.row, AT, FIRST.row + 2, AT))
    three = [slot.question.id for slot in SLOTS[:3]]

    assert [(f.rule.code, f.question, f.found) for f in bound.findings] == [
        (MERGED, question, "I6:I8: 3 Agreed") for question in three
    ]
    assert {q: a.value for q, a in bound.answers.items()} == VALUES | dict.fromkeys(three)
    assert all(bound.answers[q].unreadable for q in three)


def test_answer_merged_with_the_words_to_its_right_counts() -> None:
    """Nobody else's answer can have come into it."""
    bound = merged((FIRST.row, AT, FIRST.row, AT + 1))

    assert bound.findings == []
    assert {q: a.value for q, a in bound.answers.items()} == VALUES


def test_answer_merged_with_the_text_to_its_left_is_gone() -> None:
    """The content kept is the level's text, not the answer."""
    bound = merged((FIRST.row, AT - 1, FIRST.row, AT))

    assert [(f.rule.code, f.question) for f in bound.findings] == [(MERGED, ONE)]
    assert bound.findings[0].found.startswith("H6:I6: ")
    assert bound.answers[ONE].unreadable


@pytest.mark.parametrize("area", [(1, 1, 1, 4), (FIRST.row, AT + 1, FIRST.row + 3, AT + 2), (2, AT, 3, AT)])
def test_merged_cells_elsewhere_change_nothing(area: tuple[int, int, int, int]) -> None:
    """Titles and words may be merged as anybody likes."""
    bound = merged(area, blank=False)

    assert bound.findings == []
    assert {q: a.value for q, a in bound.answers.items()} == VALUES


@pytest.mark.parametrize(
    ("typed", "expected"), [(0, [OLD_ZERO]), (0.0, [OLD_ZERO]), ("0", []), (1, []), (False, [UNREADABLE])]
)
def test_nought_in_the_old_format_is_asked_about(typed: object, expected: list[str]) -> None:
    """In an .xls file a formula that gives a text reads as 0, the worst level; a chosen answer is a text."""
    bound = with_answer(typed, old_format=True)

    assert [f.rule.code for f in bound.findings] == expected
    assert bound.answers[ONE].unreadable is bool(expected)


def test_level_in_the_wrong_column_is_asked_about() -> None:
    """An answer pasted one column too far is no blank that nobody hears of."""
    returned = read(changed(put(ONE, ANSWER, None), put(ONE, EVIDENCE, "3 Agreed")))
    (finding,) = returned.findings

    assert (finding.rule.code, finding.question, finding.found) == (BESIDE, ONE, "3 Agreed")
    assert finding.place == returned.answers[ONE].place
    assert "J6" in finding.message
    assert values(returned) == VALUES | {ONE: None}


def test_level_quoted_beside_an_answer_is_no_matter() -> None:
    """Words beside an answer that was given are words."""
    assert codes(read(changed(put(ONE, EVIDENCE, "2 In progress")))) == []
