"""Levels that were ticked in their own columns, where nothing was chosen under Answer: told, and never counted."""

from collections.abc import Callable

import pytest
from came_back import FILE, ROUND, SLOTS, changed, codes, put, read, slot_of, values
from openpyxl import Workbook

from rasp_xl.incoming.ticks import level_columns, ticked
from rasp_xl.model.answers import CHOICE_TEXTS
from rasp_xl.model.findings import Severity
from rasp_xl.model.layout import ANSWER, AREA_COLUMNS, AREA_HEADER_ROW, LEVEL_HEADINGS, column_of

BESIDE, MARKED = "RX211", "RX420"
LEVELS = ("none", "some", "half", "most", "all")
COLUMNS = {2: 0, 3: 1, 4: 2, 5: 3, 6: 4}


def tick(question: str, level: int, mark: object, answer: object = None) -> Callable[[Workbook], None]:
    """Somebody writes into the cell of a level's text, and leaves the answer blank."""

    def change(book: Workbook) -> None:
        put(question, LEVEL_HEADINGS[level], mark)(book)
        put(question, ANSWER, answer)(book)

    return change


@pytest.mark.parametrize(
    "mark",
    ["X", "x", " x ", "XX", "✓", "✔", "✔\ufe0f", "☑", "☒", "✗", "√", "y", "Y", "Yes", "tick", "*", "1", 1, 1.0, 3, "3", True,
     "✓ most", "most ✓", "X most", "x - most", "☑ Most", "[x]", "(x)", "most (x)"],
    ids=repr,
)  # fmt: skip
def test_mark_is_known(mark: object) -> None:
    """A cross, a tick, a yes, a one or the level's number stands for the choice of that level, alone or by the level's text."""
    found = ticked(["SV1", "none", "some", "half", mark, "all"], COLUMNS, LEVELS)

    assert [level for _, level in found] == [3]


@pytest.mark.parametrize(
    "value", ["most", "Most.", "", None, 0, 2, 0.5, False, "n", "no", "-", "?", "TBC", "most of it", "xylophone", "4 Embedded", "N/A"]
)  # fmt: skip
def test_what_is_no_mark_is_none(value: object) -> None:
    """A level's text, a blank, another number or a remark chooses nothing."""
    assert ticked(["SV1", "none", "some", "half", value, "all"], COLUMNS, LEVELS) == ()


def test_every_mark_of_a_row_is_named() -> None:
    """Whoever ticks two levels is told of both."""
    assert ticked(["SV1", "none", "X", "half", "✓ most"], COLUMNS, LEVELS) == (("X", 1), ("✓", 3))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (list(AREA_COLUMNS), {column_of(heading): level for level, heading in enumerate(LEVEL_HEADINGS)}),
        (["Cyf", "Cwestiwn", "0", "1", "2", "3", "4", "Ateb"], {3: 0, 4: 1, 5: 2, 6: 3, 7: 4}),
        (["Ref", 4, 3, 2, 1, 0], {2: 4, 3: 3, 4: 2, 5: 1, 6: 0}),
        (["Ref", "0", "1", "2", "3"], {}),
        (["Ref", "0", "1", "2", "3", "4", "3"], {}),
        (["SV1", "text", "0 Not started"], {}),
        ([], {}),
    ],
)
def test_level_columns_are_told_by_their_headings(values: list[object], expected: dict[int, int]) -> None:
    """All five levels, each once, wherever they were moved."""
    assert level_columns(values) == expected


@pytest.mark.parametrize("level", range(5))
def test_tick_instead_of_an_answer_must_be_fixed(level: int) -> None:
    """The council answered, in its way; it is asked to choose the same under Answer, and nothing is counted until then."""
    returned = read(changed(tick("GV3", level, "X")))
    (finding,) = [f for f in returned.findings if f.rule.code == MARKED]

    assert (finding.question, finding.found) == ("GV3", f"X in column {CHOICE_TEXTS[level]}")
    assert finding.severity is Severity.MUST_FIX
    assert (finding.place.file, finding.place.cell) == (FILE, slot_of("GV3").cell(ANSWER))
    assert values(returned)["GV3"] is None


def test_tick_beside_an_answer_says_nothing() -> None:
    """Whoever ticks the level and chooses it too has answered."""
    returned = read(changed(tick("GV3", 3, "X", "3 Agreed")))

    assert MARKED not in codes(returned)
    assert values(returned)["GV3"] == 3


def test_blank_without_a_tick_says_nothing() -> None:
    """Nobody is told of marks who made none."""
    assert MARKED not in codes(read(changed(put("GV3", ANSWER, None))))


def test_level_typed_under_a_level_is_told_once() -> None:
    """3 Agreed in another column has a finding of its own."""
    found = codes(read(changed(tick("GV3", 3, "3 Agreed"))))

    assert (BESIDE in found, MARKED in found) == (True, False)


def test_return_that_is_ticked_throughout_is_told_question_by_question() -> None:
    """A council that fills in its return as on paper learns that every question was seen."""
    every = [tick(slot.question.id, n % 5, "x") for n, slot in enumerate(SLOTS)]
    found = [f for f in read(changed(*every)).findings if f.rule.code == MARKED]

    assert [f.question for f in found] == [q.id for q in ROUND.question_set.questions]
    assert {f.found for f in found} == {f"x in column {CHOICE_TEXTS[level]}" for level in range(5)}


def test_ticks_are_found_where_columns_and_rows_moved() -> None:
    """A column put in front and rows above hide no tick."""

    def move(book: Workbook) -> None:
        sheet = book[slot_of("GV3").sheet]
        sheet.insert_cols(1, 2)
        sheet.insert_rows(1, 3)

    (finding,) = [f for f in read(changed(tick("GV3", 2, "✓"), move)).findings if f.rule.code == MARKED]

    assert finding.found == "✓ in column 2 In progress"


def test_ticks_without_headings_are_not_guessed() -> None:
    """Without the levels above them, crosses may mean anything."""

    def clear(book: Workbook) -> None:
        for heading in LEVEL_HEADINGS:
            book[slot_of("GV3").sheet].cell(AREA_HEADER_ROW, column_of(heading)).value = None

    assert MARKED not in codes(read(changed(tick("GV3", 2, "✓"), clear)))
