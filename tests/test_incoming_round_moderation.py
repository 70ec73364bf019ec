"""The sheet Moderation of the round workbook: what a council's people agreed on, or what is wrong with a row and where."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from rasp_xl.incoming.round_book.whole import read_round
from rasp_xl.model.answers import CHOICES
from rasp_xl.model.findings import RaspError, Waiver
from rasp_xl.model.question_file import standard_set
from rasp_xl.model.questions import AnswerValue, Purpose
from rasp_xl.model.round_layout import MODERATION, MODERATION_HEADINGS
from rasp_xl.model.rounds import Moderated, Partner, Round
from rasp_xl.outgoing.round_book.tables import ROWS, TABLE_HEADER_ROW
from rasp_xl.outgoing.round_book.whole import round_book_bytes

ASKED = standard_set()
FILE = "round.xlsx"
PARTNERS = (Partner("northmoor", "Northmoor District Council"), Partner("cwm-twr", "Cyngor Cwm Tŵr"))
BLANK = Round(Purpose.NEW, 2, ASKED, "harbour", "Harbour", date(2026, 11, 23), PARTNERS)
GOOD = ("Cyngor Cwm Tŵr", "SV1", "3 Agreed", "Read the charter.", "Chief executives")
CHOOSE = "Choose it from the list in the cell."

Change = Callable[[Workbook], object]


@cache
def sent(round_: Round) -> bytes:
    return round_book_bytes(round_)


def row(*entries: object, at: int = 9, sheet: str = MODERATION) -> Change:
    """Somebody types a row."""

    def change(book: Workbook) -> None:
        for column, entry in enumerate(entries, 1):
            book[sheet].cell(at, column).value = entry

    return change


def read(*changes: Change, round_: Round = BLANK) -> tuple[Moderated, ...]:
    """What is moderated after these changes."""
    book = load_workbook(BytesIO(sent(round_)))
    for change in changes:
        change(book)
    out = BytesIO()
    book.save(out)
    return read_round(out.getvalue(), FILE, ASKED).moderated


def mistakes(*changes: Change, round_: Round = BLANK) -> list[str]:
    """What is said of a workbook after these changes, a line for each mistake."""
    with pytest.raises(RaspError) as raised:
        read(*changes, round_=round_)
    return [line.strip() for line in str(raised.value).splitlines()[1:]]


def good(**changed: object) -> tuple[object, ...]:
    """A right row with some entries changed: council, question, answer, reason, by."""
    return tuple(
        changed.get(name, entry)
        for name, entry in zip(("council", "question", "answer", "reason", "by"), GOOD, strict=True)
    )


def test_what_was_written_is_read_back() -> None:
    """Every answer of the drop-down, with words that try to be a formula, comes back as it was agreed."""
    words = ("=1+1", "@SUM(1)", "Cytunwyd yn Nhŵr “Môr” & <b>", "http://zqx.example/", "+44", "3", "-")
    waiver = Waiver("cwm-twr", "RX205", "", "No staff.", "Board")
    moderated = tuple(
        Moderated("cwm-twr", q.id, value, text, text)
        for q, (_, value), text in zip(ASKED.questions, CHOICES, words, strict=False)
    )
    round_ = replace(BLANK, moderated=moderated, waivers=(waiver,))

    assert len(moderated) == 7
    assert read_round(sent(round_), FILE, ASKED) == round_


@pytest.mark.parametrize(
    ("typed", "value"),
    [(3, 3), ("3", 3), ("3 Agreed", 3), ("agreed", 3), ("3 - Agreed", 3), ("Level 0", 0), (0, 0), ("dk", "DK"), ("Don’t know", "DK"), ("n/a", "NA")],
    ids=repr,
)  # fmt: skip
def test_answer_may_be_typed_as_in_a_return(typed: object, value: AnswerValue) -> None:
    """Whatever is read in a return is read here; SV1 is no gate, so that it may be not applicable."""
    assert read(row(*good(answer=typed))) == (
        Moderated("cwm-twr", "SV1", value, "Read the charter.", "Chief executives"),
    )


def test_council_and_question_as_people_type_them() -> None:
    """By name or id, in any case, and gv-01 for GV1."""
    assert [(m.council, m.question) for m in read(row(*good(council="CWM-TWR", question="gv-01")))] == [
        ("cwm-twr", "GV1")
    ]


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        (good(council="Northmor District Council"), "A9: “Northmor District Council” is not a partner of this round. "
         "Did you mean “Northmoor District Council”? Choose one from the list in the cell, or add it to the sheet Partners."),
        (good(council=None), f"A9: The moderated answer names no council. {CHOOSE}"),
        (good(question="SV99"), f"B9: “SV99” is not a question of this round. {CHOOSE}"),
        (good(question=None), f"B9: The moderated answer is for no question. {CHOOSE}"),
        (good(answer="2 or 3"), "C9: “2 or 3” is not an answer. Choose one from the list: "
         "0 Not started, 1 Discussed, 2 In progress, 3 Agreed, 4 Embedded, Don't know, Not applicable."),
        (good(answer="3 Discussed"), "C9: “3 Discussed” is not an answer. Choose one from the list: "
         "0 Not started, 1 Discussed, 2 In progress, 3 Agreed, 4 Embedded, Don't know, Not applicable."),
        (good(answer=None), "C9: There is no agreed answer. Choose one from the list: "
         "0 Not started, 1 Discussed, 2 In progress, 3 Agreed, 4 Embedded, Don't know, Not applicable."),
        (good(reason=" "), "D9: The moderated answer has no reason. Say in a sentence what settled it."),
        (good(by=None), "E9: Nobody agreed the answer. Say who did, by role or name."),
        (good(reason="#REF!"), "D9: The cell shows the spreadsheet error “#REF!”. Type the entry itself into the cell."),
        (good(question="GV12", answer="Not applicable"), "C9: GV12 is a gate, where not applicable counts only with a waiver of RX205, "
         "and there is none for it. Put the waiver on the sheet Waivers, or agree on a level."),
    ],
)  # fmt: skip
def test_mistake_is_said_by_cell(entries: tuple[object, ...], said: str) -> None:
    """What is wrong, in which cell, and what to do; and nothing else is said of the row."""

    def change(book: Workbook) -> None:
        row(*entries)(book)
        for cell in book[MODERATION][9]:
            if cell.value == "#REF!":
                cell.data_type = "e"

    assert mistakes(change) == [f"{MODERATION}, {said}"]


def test_same_question_twice() -> None:
    """The second row is said with the cell of the first; another council's is none of its business."""
    twice = mistakes(
        row(*GOOD), row(*good(council="Northmoor District Council"), at=10), row(*good(question="sv1", answer=2), at=12)
    )

    assert twice == [f"{MODERATION}, B12: SV1 of this council is moderated in B9 already. Delete one of the two rows."]


@pytest.mark.parametrize(("question", "council"), [("GV12", GOOD[0]), (None, "cwm-twr")])
def test_gate_with_a_waiver(question: str | None, council: str) -> None:
    """A waiver for the gate, or of the rule for all questions, lets the council agree that a gate is not applicable."""
    waived = row(council, "RX205", question, "No staff.", "Board", sheet="Waivers")

    assert read(waived, row(*good(question="GV12", answer="Not applicable")))[0].value == "NA"
    assert len(mistakes(waived, row(*good(council=PARTNERS[0].name, question="GV12", answer="NA")))) == 1


def test_workbook_of_an_earlier_version_is_read() -> None:
    """Without the sheet, and nothing for it on Lists, nothing is moderated; one that has lost its headings is a mistake."""

    def older(book: Workbook) -> None:
        book.remove(book[MODERATION])
        book["Lists"].delete_cols(18)

    assert read(older) == ()
    assert mistakes(row(*["x"] * 5, at=TABLE_HEADER_ROW)) == [
        f"{MODERATION}: There is no row with the headings {', '.join(MODERATION_HEADINGS)}. Put them back as they were, all in one row."
    ]


def test_sheet_is_ready_to_be_filled() -> None:
    """A real table with open rows, and drop-downs of councils, questions and answers that let nothing else in."""
    book = load_workbook(BytesIO(sent(BLANK)))
    sheet = book[MODERATION]
    (table,) = sheet.tables.values()
    lists = {check.formula1: check for check in sheet.data_validations.dataValidation}
    area = book.defined_names["agreed_answers"].attr_text.replace("$", "").split("!")[1]

    assert table.ref == f"A{TABLE_HEADER_ROW}:G{TABLE_HEADER_ROW + ROWS}"
    assert not sheet.protection.sheet
    assert set(lists) == {"partner_names", "question_ids", "agreed_answers"}
    assert not any(check.allow_blank for check in lists.values())
    assert [r[0].value for r in book["Lists"][area]] == [text for text, _ in CHOICES]
