"""Whose answer a row holds, where its Ref and its text do not say the same, or say something that we do not ask."""

import pytest
from came_back import GIVEN, ROUND, SLOTS, VALUES, changed, codes, put, read, values
from one_sheet import HERE, NAME, ROWS
from openpyxl import Workbook

from rasp_xl.incoming.question_index import QuestionIndex
from rasp_xl.model.layout import ANSWER, AREA_COLUMNS, LEVEL_HEADINGS, LISTS, QUESTION, REF, WHY, column_of

STEP, CHANGED, STRAY, WHOSE, TWO = "RX403", "RX404", "RX409", "RX212", "RX204"
ONE, OTHER = HERE[0], HERE[6]
TEXTS = {slot.question.id: slot.question.text for slot in SLOTS}
INDEX = QuestionIndex(ROUND.question_set)


def slip(question: str) -> str:
    """The question's text with a slip in it."""
    return TEXTS[question].replace("the", "teh", 1).rstrip("?") + " ?!"


def sort_without_ref(book: Workbook, left_out: int = 1) -> None:
    """The rows of the first area turned round, but for the column Ref, or for more columns."""
    sheet = book[NAME]
    contents = [[cell.value for cell in sheet[row]][left_out:] for row in reversed(ROWS)]
    for row, values_ in zip(ROWS, contents, strict=True):
        for column, value in enumerate(values_, left_out + 1):
            sheet.cell(row, column).value = value


def test_text_of_another_question_with_a_slip_is_counted_for_neither() -> None:
    """A row with this Ref and almost that text may be of either; it is asked about, with what was typed kept."""
    returned = read(changed(put(ONE, QUESTION, slip(OTHER)), put(OTHER, REF, None), put(OTHER, QUESTION, "Ours")))
    said = [f for f in returned.findings if f.rule.code == WHOSE]

    assert [(f.question, f.found) for f in said] == [(OTHER, "3 Agreed")]
    assert OTHER in said[0].message
    assert ONE not in returned.answers
    assert (returned.answers[OTHER].value, returned.answers[OTHER].unreadable) == (None, True)
    assert returned.answers[OTHER].evidence == GIVEN[ONE].evidence


def test_own_text_with_a_slip_is_counted_and_said() -> None:
    """A mended spelling makes no other question of it."""
    returned = read(changed(put(ONE, QUESTION, slip(ONE))))

    assert values(returned) == VALUES
    assert [(f.rule.code, f.question) for f in returned.findings] == [(CHANGED, ONE)]


def drop_levels(book: Workbook) -> None:
    """The columns of level texts deleted, and those that say why and who."""
    book[NAME].delete_cols(column_of(WHY), 2)
    book[NAME].delete_cols(column_of(LEVEL_HEADINGS[0]), len(LEVEL_HEADINGS))


def drop_texts(book: Workbook) -> None:
    book[NAME].delete_cols(column_of(QUESTION))


@pytest.mark.parametrize("text", ["Do we agree on anything at all here?", None])
def test_edited_text_in_rows_sorted_without_their_ref_is_asked_about(text: str | None) -> None:
    """The row's level texts tell whose answer it may be; it is not counted for the Ref that stayed behind."""
    returned = read(changed(put(ONE, QUESTION, text), sort_without_ref))

    assert values(returned) == VALUES | {ONE: None}
    assert [(f.question, f.found) for f in returned.findings if f.rule.code == WHOSE] == [(ONE, "3 Agreed")]


@pytest.mark.parametrize("text", ["Do we agree on anything at all here?", None])
def test_edited_text_beside_a_doubtful_ref_is_counted_for_nothing(text: str | None) -> None:
    """Where other rows show that the Refs stayed behind, a Ref alone says nothing."""
    returned = read(changed(put(ONE, QUESTION, text), sort_without_ref, drop_levels))

    assert values(returned) == {q: v for q, v in VALUES.items() if q != ONE}
    assert codes(returned) == [STEP, WHOSE]
    assert [f.found for f in returned.findings if f.rule.code == WHOSE] == ["3 Agreed"]


def test_level_texts_bear_out_a_ref() -> None:
    """On a sheet with one Ref overtyped, an edited question whose level texts are its own is counted."""
    returned = read(changed(put(HERE[3], REF, HERE[4]), put(ONE, QUESTION, "Is there a shared vision?")))

    assert values(returned) == VALUES
    assert codes(returned) == [CHANGED, STEP]


def test_rows_sorted_without_their_ref_and_then_without_texts_are_asked_about() -> None:
    """With the questions deleted after such a sort, the level texts still show that the Refs are not the rows' own."""
    returned = read(changed(sort_without_ref, drop_texts))

    assert values(returned) == VALUES | dict.fromkeys(set(HERE) - {MIDDLE})
    assert {f.question for f in returned.findings if f.rule.code == WHOSE} == set(HERE) - {MIDDLE}


MIDDLE = HERE[len(HERE) // 2]
"""The question whose row stays where it is when the rows are turned round."""


def test_answers_sorted_away_from_their_questions_are_asked_about() -> None:
    """With Ref and Question frozen and left out of a sort, only the level texts show that answers moved."""
    returned = read(changed(lambda book: sort_without_ref(book, 2)))

    assert values(returned) == VALUES | dict.fromkeys(set(HERE) - {MIDDLE})
    assert codes(returned) == [WHOSE]
    assert {f.question for f in returned.findings} == set(HERE) - {MIDDLE}
    assert returned.answers[ONE].raw == "3 Agreed"


def test_question_sorted_alone_is_asked_about() -> None:
    """When texts moved and the rest stayed, Ref and level texts outweigh them, and nothing is counted."""

    def sort_texts(book: Workbook) -> None:
        cells = [book[NAME].cell(row, column_of(QUESTION)) for row in ROWS]
        for cell, value in zip(cells, [cell.value for cell in reversed(cells)], strict=True):
            cell.value = value

    returned = read(changed(sort_texts))

    assert values(returned) == VALUES | dict.fromkeys(set(HERE) - {MIDDLE})
    assert codes(returned) == [WHOSE]


def other_version(book: Workbook) -> None:
    sheet = book[LISTS]
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value == ROUND.question_set.fingerprint:
                cell.value = "0123456789ab"


def test_text_of_another_version_is_no_change() -> None:
    """An older question set may say a thing otherwise; nobody altered it."""
    returned = read(changed(put(ONE, QUESTION, "Is there a shared vision?"), other_version))

    assert values(returned) == VALUES
    assert returned.identity.fingerprint == "0123456789ab"
    assert codes(returned) == []


def forget(book: Workbook) -> None:
    book.remove(book[LISTS])
    book.properties.keywords = None


def test_changed_text_is_said_when_nobody_knows_the_version() -> None:
    """A return that no longer says which template it is may have been altered."""
    assert codes(read(changed(put(ONE, QUESTION, "Is there a shared vision?"), forget))) == [CHANGED]


@pytest.mark.parametrize(
    ("ref", "text", "answer", "said"),
    [
        ("GV14", "Is there a question of a newer set, with a text that we do not know?", "3 Agreed", [STRAY]),
        ("GV14", "Is there a question of a newer set, with a text that we do not know?", None, []),
        ("GV14", None, "TBC", [STRAY]),
        (None, "Our own question", "yes", [STRAY]),
        (None, None, "3 Agreed", [STRAY]),
        (None, None, 4, [STRAY]),
        (None, None, "Signed: the chair", []),
        ("Total", None, None, []),
    ],
)
def test_row_of_ones_own_is_said_where_it_holds_an_answer(
    ref: str | None, text: str | None, answer: object, said: list[str]
) -> None:
    """A row that we do not ask about changes nothing, and no answer in it goes without a word."""

    def add(book: Workbook) -> None:
        sheet = book[SLOTS[-1].sheet]
        row = SLOTS[-1].row + 1
        for heading, value in ((REF, ref), (QUESTION, text), (ANSWER, answer)):
            sheet.cell(row, column_of(heading)).value = value  # type: ignore[assignment]

    returned = read(changed(add))

    assert values(returned) == VALUES
    assert codes(returned) == said


def copy_first_row(book: Workbook) -> None:
    """The first question's row pasted over the second's, but for the answer."""
    sheet = book[NAME]
    for column in range(1, len(AREA_COLUMNS) + 1):
        if column != column_of(ANSWER):
            sheet.cell(ROWS[1], column).value = sheet.cell(ROWS[0], column).value


@pytest.mark.parametrize(
    ("second", "expected", "code"), [("1 Discussed", None, TWO), ("3 Agreed", 3, "RX405"), (None, None, "RX213")]
)
def test_one_question_in_two_rows(second: str | None, expected: int | None, code: str) -> None:
    """Equal answers count once, a blank beside an answer and different ones are asked about; the lost question is missing."""
    returned = read(changed(put(HERE[1], ANSWER, second), copy_first_row))

    assert returned.answers[ONE].value == expected
    assert HERE[1] not in returned.answers
    assert code in codes(returned)


@pytest.mark.parametrize(
    ("text", "own", "near"),
    [
        (TEXTS[OTHER] + "!", ONE, OTHER),
        (TEXTS[OTHER].upper(), ONE, OTHER),
        (slip(ONE), ONE, ""),
        ("Is there a shared vision?", ONE, ""),
        (TEXTS[ONE][: len(TEXTS[ONE]) // 2] + TEXTS[OTHER][len(TEXTS[OTHER]) // 2 :], ONE, ""),
        ("x" * 100_000, ONE, ""),
        ("", ONE, ""),
    ],
    ids=range(7),
)
def test_text_is_near_another_question_only_when_it_is_almost_that_one(text: str, own: str, near: str) -> None:
    """Half of one question and half of another are near neither."""
    assert INDEX.near_other(text, own) == near


def test_no_two_of_our_questions_are_near() -> None:
    """So a text that is near one of them is near no other."""
    assert all(INDEX.near_other(text, question) == "" for question, text in TEXTS.items())


@pytest.mark.parametrize(
    ("ref", "meant"),
    [
        ("gv10", "GV10"),
        ("GV-10", "GV10"),
        ("GV 010.", "GV10"),
        ("GV1", "GV1"),
        ("QGV1", ""),
        ("GV14", ""),
        ("G", ""),
        ("", ""),
    ],
)
def test_ref_in_other_forms(ref: str, meant: str) -> None:
    """Case, hyphens and leading noughts make no other Ref; another letter does."""
    assert INDEX.by_ref(ref) == meant
