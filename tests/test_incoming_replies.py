"""Replies on a Fix list: found whatever became of the sheet, told to the office, and heard where they settle something."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from io import BytesIO

import pytest
from came_back import PARTNER, ROUND, changed, codes, filled, read, values
from ledger_entries import ROUND as ROUND_OF_TWO
from ledger_entries import entry, settled
from openpyxl import Workbook, load_workbook

from rasp_xl.incoming.checks import check
from rasp_xl.incoming.ledger import Entry, settle
from rasp_xl.incoming.replies import LONGEST, MOST, Reply
from rasp_xl.incoming.returns import Return
from rasp_xl.model.answers import Cover
from rasp_xl.model.findings import Place, Severity
from rasp_xl.model.layout import ALL_RIGHT, FIX_COLUMNS, FIX_LIST, REPLIES
from rasp_xl.outgoing.filling import Filling, Mark
from rasp_xl.outgoing.fix_list import FIRST_ROW, HEADER_ROW
from rasp_xl.outgoing.template import template_bytes
from rasp_xl.scoring.scores import score_council

UNTOUCHED, NEAR_NAME, REPLIED = "RX128", "RX413", "RX425"
MARKS = (
    Mark("", "", Severity.EXPLAIN, "The old format hides errors.", "Check the answers."),
    Mark("EC1", "", Severity.EXPLAIN, "The headings were renamed.", "Check the columns."),
)


@cache
def copy() -> bytes:
    """A fix copy in which there is nothing to do but to look."""
    card = score_council(PARTNER, (read(filled()).answers,), ROUND)
    return template_bytes(Filling(ROUND, card, PARTNER, Cover("", "Director"), "ab" * 32, MARKS))


def replied(*texts: object, then: Callable[[Workbook], object] = lambda book: None) -> Return:
    """The copy after somebody replied, row by row, and did something else to the workbook."""

    def change(book: Workbook) -> None:
        for row, text in enumerate(texts, FIRST_ROW):
            book[FIX_LIST].cell(row, len(FIX_COLUMNS)).value = text
        then(book)

    return read(changed(change, data=copy()))


def said(returned: Return) -> list[tuple[str, str]]:
    return [(reply.text, reply.asked) for reply in returned.replies]


def test_reply_is_found_with_what_was_asked() -> None:
    """A reply has its place and the sentence it replies to; a row without one says nothing."""
    returned = replied(None, " Checked:  all right ")

    assert said(returned) == [(ALL_RIGHT, "The headings were renamed.")]
    assert returned.replies[0].place == Place(returned.file, FIX_LIST, FIRST_ROW + 1, len(FIX_COLUMNS))
    assert returned.replies[0].says_all_right


@pytest.mark.parametrize("text", ["Yes, that is us", 1, 2.5, True, "Cyngor Tŵr 🏛"])
def test_any_words_are_a_reply(text: object) -> None:
    """People type what they like; whatever shows in the cell is a reply, but only the choice says that all is right."""
    (one,) = replied(text).replies

    assert one.text
    assert not one.says_all_right


@pytest.mark.parametrize("text", [None, "", "   ", "\n"])
def test_blank_is_no_reply(text: str | None) -> None:
    """Going into the cell and out again says nothing."""
    assert replied(text).replies == ()


def renamed(book: Workbook) -> None:
    book[FIX_LIST].title = "Liste"


def moved(book: Workbook) -> None:
    book[FIX_LIST].insert_cols(1, 3)
    book[FIX_LIST].insert_rows(1, 2)


def copied(book: Workbook) -> None:
    book.copy_worksheet(book[FIX_LIST])


@pytest.mark.parametrize("then", [renamed, moved, copied, lambda book: None])
def test_reply_is_found_wherever_the_list_went(then: Callable[[Workbook], object]) -> None:
    """A sheet renamed, moved about or copied still holds the same one reply, and no answer of it is lost or won."""
    returned = replied(ALL_RIGHT, then=then)

    assert said(returned) == [(ALL_RIGHT, "The old format hides errors.")]
    assert values(returned) == values(read(filled()))
    assert codes(returned) == []


def test_list_that_is_gone_has_no_replies() -> None:
    """A copy from which the list was deleted, or of which a heading was lost, is read all the same."""
    gone = replied(ALL_RIGHT, then=lambda book: book.remove(book[FIX_LIST]))
    lost = replied(ALL_RIGHT, then=lambda book: book[FIX_LIST].cell(HEADER_ROW, len(FIX_COLUMNS), "Ours"))

    assert (gone.replies, lost.replies) == ((), ())
    assert len(gone.answers) == len(lost.answers) == 57


def test_list_that_quotes_questions_gives_no_answers() -> None:
    """A council had questions as its evidence, so the list shows them under You wrote; a level beside one answers nothing."""
    texts = [q.text for q in ROUND.question_set.questions[:4]]

    def quoting(book: Workbook) -> None:
        for row, text in enumerate(texts, FIRST_ROW):
            book[FIX_LIST].cell(row, FIX_COLUMNS.index("You wrote") + 1).value = text

    returned = replied("0 Not started", "4 Embedded", "0 Not started", "4 Embedded", then=quoting)

    assert len(returned.replies) == 4
    assert values(returned) == values(read(filled()))
    assert codes(returned) == []


def test_only_a_fix_copy_has_replies() -> None:
    """A heading Your reply on a council's own sheet, in a return that is no fix copy, is none of ours."""

    def own_sheet(book: Workbook) -> None:
        sheet = book.create_sheet("Ours")
        sheet.append(FIX_COLUMNS)
        sheet.append(("1", "", "", "", "What?", "", "", "", "Fine"))

    assert read(changed(own_sheet)).replies == ()
    assert said(read(changed(own_sheet, data=copy()))) == [("Fine", "What?")]


def test_replies_are_bounded() -> None:
    """A sheet filled to the bottom costs neither memory nor a page of findings."""

    def many(book: Workbook) -> None:
        for row in range(FIRST_ROW, FIRST_ROW + 500):
            book[FIX_LIST].cell(row, FIX_COLUMNS.index("What is wrong") + 1).value = "w" * 5_000
            book[FIX_LIST].cell(row, len(FIX_COLUMNS)).value = f"reply {row}"

    returned = replied(then=many)

    assert len(returned.replies) == MOST
    assert all(len(reply.asked) <= LONGEST for reply in returned.replies)


def test_office_reads_what_was_replied() -> None:
    """Each reply is told with what was asked, for information; the council is asked nothing because of it."""
    returned = replied(ALL_RIGHT, "No: ask Jo")
    told = [f for f in check(returned, ROUND) if f.rule.code == REPLIED]

    assert [f.message for f in told] == [
        "The sender replies “Checked: all right” to what the fix copy asked: The old format hides errors.",
        "The sender replies “No: ask Jo” to what the fix copy asked: The headings were renamed.",
    ]
    assert {f.severity for f in told} == {Severity.INFORMATION}


def test_drop_down_offers_and_takes_other_words() -> None:
    """A drop-down parts its choices by commas, so one with a comma would become two; what else is typed is not refused."""
    offered = load_workbook(BytesIO(copy()))[FIX_LIST].data_validations.dataValidation

    assert [v.formula1 for v in offered] == [f'"{",".join(REPLIES)}"'] * len(MARKS)
    assert not any("," in choice for choice in REPLIES)
    assert not any(v.showErrorMessage for v in offered)


def with_reply(found: Entry, text: str, asked: str = "Is it?") -> Entry:
    """The same file with a reply on its Fix list."""
    reply = Reply(text, asked, Place(found.path, FIX_LIST, 6, 9))
    return replace(found, returned=replace(found.said, replies=(reply,)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [(ALL_RIGHT, [("superseded", "RX123"), ("scored", "")]), ("", [("scored", ""), ("ignored", UNTOUCHED)])],
)
def test_copy_with_nothing_but_a_reply_takes_its_originals_place(text: str, expected: list[tuple[str, str]]) -> None:
    """Whoever looked and found all well has done what was asked, though no answer changed."""
    original, untouched = entry("a.xlsx"), entry("b.xlsx", mends="a.xlsx")

    assert list(settled(original, with_reply(untouched, text) if text else untouched).values()) == expected


def asked_about_names(*entries: Entry) -> dict[str, str]:
    """The files of which it is said that their council's name is near another's, with the words."""
    told = ((e.path, f) for e in settle(entries, ROUND_OF_TWO).entries for f in e.findings)
    return {path: finding.message for path, finding in told if finding.rule.code == NEAR_NAME}


ONE, OTHER = entry("a.xlsx", "Northmoor"), entry("long name.xlsx", "Nortmoor")


@pytest.mark.parametrize("path", ["b.xlsx", "a much longer name.xlsx"])
def test_two_names_that_are_right_are_asked_about_once(path: str) -> None:
    """Neither council is asked again once one has replied, whichever of the two would be asked now; a third name is."""
    ((asked_of, words),) = asked_about_names(ONE, OTHER).items()
    copy_back = with_reply(entry(path, "Nortmoor", mends="long name.xlsx"), ALL_RIGHT, words)
    again = entry("c.xlsx", "Nortmoor", mends=path, given="AA1=4")
    third = entry("a third one.xlsx", "Nortmor")

    assert asked_of == "long name.xlsx"
    assert asked_about_names(ONE, OTHER, copy_back) == {}
    assert asked_about_names(ONE, OTHER, copy_back, again) == {}
    assert ["Nortmor" in asked for asked in asked_about_names(ONE, OTHER, copy_back, third).values()] == [True]


@pytest.mark.parametrize(
    ("council", "text", "words"),
    [
        ("Nortmoor", "No, it is Northmoor", "“Nortmoor” is near Northmoor."),
        ("Nortmoor", ALL_RIGHT, "Headings are missing."),
        ("Eastvale", ALL_RIGHT, "“Nortmoor” is near Northmoor."),
    ],
)
def test_other_replies_leave_the_names_asked_about(council: str, text: str, words: str) -> None:
    """Words of one's own are for a person; and nobody replies to another question, or for another council."""
    copy_back = with_reply(entry("b.xlsx", council, mends="long name.xlsx"), text, words)

    assert len(asked_about_names(ONE, OTHER, copy_back)) == 1
