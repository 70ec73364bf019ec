"""What one answer's cell holds: typed, blank, an error, a formula, or the same question answered twice."""

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from came_back import FILE, GIVEN, SLOTS, VALUES, changed, codes, filled, put, read, values, with_part
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from zip_parts import members

from rasp_xl.incoming.returns import Return
from rasp_xl.model.answers import Answer
from rasp_xl.model.findings import Place
from rasp_xl.model.layout import ANSWER, COMMENT, EVIDENCE, column_of

UNREADABLE, ERROR_CELL, NO_VALUE, TWO_ANSWERS, ANSWERED_TWICE = "RX201", "RX202", "RX203", "RX204", "RX405"
FIRST, SECOND = SLOTS[0], SLOTS[1]
ONE = FIRST.question.id


def found_for_one(returned: Return) -> tuple[object, bool, list[str]]:
    """What is read for the first question: its value, whether it is unreadable, and the codes found about it."""
    answer = returned.answers[ONE]
    return answer.value, answer.unreadable, [f.rule.code for f in returned.findings if f.question == ONE]


def others(returned: Return) -> dict[str, object]:
    """The values of all questions but the first."""
    return {question: value for question, value in values(returned).items() if question != ONE}


OTHER_VALUES = {question: value for question, value in VALUES.items() if question != ONE}


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        pytest.param(3, 3, id="number"),
        pytest.param("3", 3, id="number as text"),
        pytest.param(3.0, 3, id="decimal number"),
        pytest.param(" 3 - agreed", 3, id="number and word"),
        pytest.param("n/a", "NA", id="not applicable"),
        pytest.param("dont know", "DK", id="don't know"),
        pytest.param("0", 0, id="nought"),
        pytest.param('="3 "&"Agreed"', None, id="formula never calculated"),
    ],
)
def test_typed_answer_is_read_from_the_cell(typed: object, value: object) -> None:
    """What people type comes through the file as they typed it."""
    found = found_for_one(read(changed(put(ONE, ANSWER, typed))))

    assert found == ((value, False, []) if value is not None else (None, True, [NO_VALUE]))


@pytest.mark.parametrize("typed", [2.5, -1, True, "2-3", "TBC", "75%", "Agred", "x" * 5000])
def test_unreadable_answer_is_said_once_with_its_text(typed: object) -> None:
    """What cannot be read costs that answer alone; its text is kept and shown, cut where it is long."""
    returned = read(changed(put(ONE, ANSWER, typed)))
    (finding,) = returned.findings

    assert found_for_one(returned) == (None, True, [UNREADABLE])
    assert returned.answers[ONE].raw == str(typed)
    assert finding.found.rstrip("…") in str(typed)
    assert len(finding.found) <= 80
    assert others(returned) == OTHER_VALUES


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"])
def test_error_cell_is_no_blank(error: str) -> None:
    """An answer that shows an error is said with that error, though the reader sees an empty cell."""
    returned = read(changed(put(ONE, ANSWER, error)))
    (finding,) = returned.findings

    assert found_for_one(returned) == (None, True, [ERROR_CELL])
    assert (finding.found, finding.place) == (error, returned.answers[ONE].place)
    assert others(returned) == OTHER_VALUES


SHEET_PART = "xl/worksheets/sheet2.xml"


@cache
def marked() -> tuple[bytes, str, str]:
    """The return with something in the first answer's cell, and what its sheet's part holds before and after that cell."""
    data = changed(put(ONE, ANSWER, "here"))
    part = members(data)[SHEET_PART].decode()
    start = part.rindex("<c ", 0, part.index(f'r="{FIRST.cell(ANSWER)}"'))
    return data, part[:start], part[part.index("</c>", start) + len("</c>") :]


def with_cell(attributes: str, content: str) -> bytes:
    """The return with the first answer's cell written by hand, as one program or another writes it."""
    data, before, after = marked()
    cell = f'<c r="{FIRST.cell(ANSWER)}"{attributes}>{content}</c>'
    return with_part(SHEET_PART, f"{before}{cell if content else cell.replace('></c>', '/>')}{after}".encode(), data)


@pytest.mark.parametrize(
    ("attributes", "content", "expected"),
    [
        ("", "", (None, False, [])),
        (' s="1"', "", (None, False, [])),
        (' s="1" t="n"', "<v></v>", (None, False, [])),
        ("", "<f>1+2</f>", (None, True, [NO_VALUE])),
        ("", "<f>1+2</f><v/>", (None, True, [NO_VALUE])),
        ("", "<f>1+2</f><v></v>", (None, True, [NO_VALUE])),
        ("", '<f t="shared" si="0"/><v></v>', (None, True, [NO_VALUE])),
        ("", "<f>1+2</f><v>3</v>", (3, False, [])),
        (' t="str"', '<f>""</f><v></v>', (None, False, [])),
        (' t="str"', "<f>B1</f><v>3 Agreed</v>", (3, False, [])),
        (' t="e"', "<v>#REF!</v>", (None, True, [ERROR_CELL])),
        (' s="1" t="e"', "<f>1/0</f><v>#DIV/0!</v>", (None, True, [ERROR_CELL])),
        (' t="e" s="1"', "<f>#REF!A1</f><v>#REF!</v>", (None, True, [ERROR_CELL])),
        (' t="inlineStr"', "<is><t>3 Agreed</t></is>", (3, False, [])),
        (' t="b"', "<v>1</v>", (None, True, [UNREADABLE])),
        ("", "<v>NaN</v>", (None, True, [UNREADABLE])),
        ("", "<v>1e999</v>", (None, True, [UNREADABLE])),
        ("", "<v>3.0000000000000001</v>", (3, False, [])),
    ],
)
def test_cell_as_other_programs_write_it(attributes: str, content: str, expected: tuple[object, ...]) -> None:
    """A blank is a blank and an error or an unsaved formula is not, whichever program wrote the cell."""
    assert found_for_one(read(with_cell(attributes, content))) == expected


def test_words_that_look_like_a_cell_are_no_cell() -> None:
    """An evidence text that quotes XML does not pass for the answer's own cell."""
    address = FIRST.cell(ANSWER)
    quote = f'<c r="A2" t="inlineStr"><is><t>r="{address}" and t="e"</t></is></c>'
    data, before, after = marked()
    part = f"{before}{quote}{after}".encode()

    assert found_for_one(read(with_part(SHEET_PART, part, data))) == (None, False, [])


def test_blank_answers_are_blank() -> None:
    """Cells that really are empty, and cells with nothing but spaces, are blanks and no findings."""
    ids = [slot.question.id for slot in SLOTS[:3]]
    returned = read(changed(*(put(q, ANSWER, blank) for q, blank in zip(ids, (None, "  ", "\u00a0"), strict=True))))

    assert values(returned) == VALUES | dict.fromkeys(ids)
    assert not any(answer.unreadable for answer in returned.answers.values())
    assert codes(returned) == []


def test_texts_of_a_council_stay_texts() -> None:
    """Evidence that looks like a formula or holds signs of any language is kept as typed."""
    texts = ("-1 as agreed", "Cŵl, مجلس, 🏛", "a < b & c", "one\ntwo")
    ids = [slot.question.id for slot in SLOTS[: len(texts)]]
    returned = read(changed(*(put(q, EVIDENCE, text) for q, text in zip(ids, texts, strict=True))))

    assert [returned.answers[q].evidence for q in ids] == list(texts)


def with_copy(
    copy: Callable[[Worksheet], object] | None = None, original: Callable[[Worksheet], object] | None = None
) -> Return:
    """The return with the first area's sheet copied, and something done to the copy or to the original."""

    def change(book: Workbook) -> None:
        copied = book.copy_worksheet(book[FIRST.sheet])
        if copy:
            copy(copied)
        if original:
            original(book[FIRST.sheet])

    return read(changed(change))


def setting(heading: str, value: Any) -> Callable[[Worksheet], None]:
    """Type into the row of the first question."""

    def change(sheet: Worksheet) -> None:
        sheet[FIRST.cell(heading)] = value

    return change


def clearing(blank: str | None) -> Callable[[Worksheet], None]:
    """Clear all that was entered on the first area's sheet, or put blanks there."""

    def change(sheet: Worksheet) -> None:
        for slot in SLOTS:
            if slot.sheet == FIRST.sheet:
                for heading in (ANSWER, EVIDENCE, COMMENT):
                    sheet[slot.cell(heading)] = blank

    return change


def words(answer: Answer) -> tuple[str, str]:
    return answer.evidence, answer.comment


def test_copied_sheet_with_the_same_answers_counts_once() -> None:
    """A copy that somebody left in the file changes nothing, and is mentioned for each question."""
    returned = with_copy()

    assert values(returned) == VALUES
    assert codes(returned) == [ANSWERED_TWICE]
    assert len(returned.findings) == sum(slot.sheet == FIRST.sheet for slot in SLOTS)


def test_copied_sheet_with_another_answer_leaves_that_question_without_value() -> None:
    """We cannot know which of two different answers is meant, so neither counts and both are shown."""
    returned = with_copy(copy=setting(ANSWER, "1 Discussed"))
    (said,) = [finding for finding in returned.findings if finding.rule.code == TWO_ANSWERS]

    assert found_for_one(returned) == (None, True, [TWO_ANSWERS])
    assert said.found == "3 Agreed and 1 Discussed"
    assert said.must_fix
    assert others(returned) == OTHER_VALUES


def test_answer_beside_an_unreadable_one_does_not_count() -> None:
    """A second answer that cannot be read contradicts the first just as well."""
    returned = with_copy(copy=setting(ANSWER, "TBC"))

    assert found_for_one(returned) == (None, True, [UNREADABLE, TWO_ANSWERS])
    assert others(returned) == OTHER_VALUES


@pytest.mark.parametrize("blank", [None, " ", "\u00a0"])
@pytest.mark.parametrize("which", ["copy", "original"])
def test_blank_copy_gives_way(blank: str | None, which: str) -> None:
    """A copied sheet that was cleared, or cleared and filled in the copy, is no contradiction, but it is told."""
    returned = with_copy(**{which: clearing(blank)})

    assert values(returned) == VALUES
    assert {q: words(a) for q, a in returned.answers.items()} == {q: words(a) for q, a in GIVEN.items()}
    assert codes(returned) == ["RX417"]


@pytest.mark.parametrize("which", ["copy", "original"])
def test_words_beside_the_same_answer_are_not_lost(which: str) -> None:
    """Where the same answer stands twice and only one of the two has evidence, the answer has it."""
    returned = with_copy(**{which: setting(EVIDENCE, None)})

    assert words(returned.answers[ONE]) == words(GIVEN[ONE])


@pytest.mark.parametrize(("typed", "shown"), [(2024, "2024"), (2.5, "2.5"), ("Minutes, item 7", "Minutes, item 7")])
def test_evidence_is_kept_as_its_sender_sees_it(typed: object, shown: str) -> None:
    """A year typed as evidence stays a year, although the file holds a decimal number."""
    returned = read(changed(put(ONE, EVIDENCE, typed)))

    assert returned.answers[ONE].evidence == shown


def test_evidence_and_comment_have_their_own_places() -> None:
    """As sent, they stand in the two columns right of the answer, in its row."""
    given = read(filled()).answers[ONE]

    assert given.evidence_place == Place(FILE, FIRST.sheet, FIRST.row, column_of(EVIDENCE))
    assert given.comment_place == Place(FILE, FIRST.sheet, FIRST.row, column_of(COMMENT))
