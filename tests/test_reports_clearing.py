"""Every finding that asks something of a sender can be cleared with what its fix copy offers, and only by the sender."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cache

import pytest
from building import clean_return
from came_back import PARTNER, ROUND, changed, put, slot_of
from fixing import FixRow, asking, assessment_of_entries, entry_of, fix_rows, typed_in
from openpyxl import Workbook
from openpyxl.comments import Comment

from rasp_xl.incoming.ledger import Entry, Status, settle
from rasp_xl.model import answer_rules, notice_rules
from rasp_xl.model.answers import Answer, Cover
from rasp_xl.model.findings import Finding
from rasp_xl.model.layout import (
    ANSWER,
    AREA_HEADER_ROW,
    COMMENT,
    COUNTING,
    EVIDENCE,
    LEVEL_HEADINGS,
    QUESTION,
    REF,
    REPLY,
    START,
    column_of,
)
from rasp_xl.model.questions import Purpose
from rasp_xl.outgoing.filling import Filling
from rasp_xl.outgoing.template import template_bytes
from rasp_xl.reports.asking import TABLE, Asks
from rasp_xl.reports.fix_copy import fix_copies
from rasp_xl.scoring.scores import score_council

Change = Callable[[Workbook], object]

ASKED = ROUND.question_set
TODAY = date(2026, 11, 23)
ETHOS, GOVERNANCE = ASKED.areas[1], ASKED.areas[4]
GATE = next(q.id for q in GOVERNANCE.questions if q.gate_from(Purpose.NEW) is not None)
NO_GATE = next(q.id for q in ETHOS.questions if q.gate_from(Purpose.NEW) is None)
SHEET = ETHOS.name


@cache
def clean() -> bytes:
    """A return without a fault, from a template made for its council."""
    given = {q.id: Answer(q.id, 3 + n % 2, f"Board minute {n}") for n, q in enumerate(ASKED.questions, 1)}
    card = score_council(PARTNER, (given,), ROUND)
    return template_bytes(Filling(ROUND, card, PARTNER, Cover("", "Director", "Sponsor", date(2026, 10, 12))))


def at(sheet: str, cell: str, value: object) -> Change:
    def change(book: Workbook) -> None:
        book[sheet][cell] = value

    return change


def headings(book: Workbook) -> None:
    """Somebody gave the columns names of their own."""
    for name, other in ((ANSWER, "Where we stand"), (EVIDENCE, "Proof")):
        book[SHEET].cell(AREA_HEADER_ROW, column_of(name)).value = other


def merged(book: Workbook) -> None:
    book[SHEET].merge_cells(f"{slot_of('EC1').cell(ANSWER)}:{slot_of('EC2').cell(ANSWER)}")


def swapped_refs(book: Workbook) -> None:
    book[SHEET][slot_of("EC1").cell(REF)], book[SHEET][slot_of("EC2").cell(REF)] = "EC2", "EC1"


def second_row(value: str | None) -> Change:
    """A row was copied below the others, and says something else or nothing."""

    def change(book: Workbook) -> None:
        sheet, slot = book[SHEET], slot_of("EC1")
        row = slot_of(ETHOS.questions[-1].id).row + 1
        for heading, text in ((REF, "EC1"), (QUESTION, slot.question.text), (ANSWER, value)):
            sheet.cell(row, column_of(heading)).value = text

    return change


def other_levels(book: Workbook) -> None:
    """Columns with the level texts were sorted away from the rest of a row."""
    for column in range(4, 9):
        book[SHEET].cell(slot_of("EC1").row, column).value = book[SHEET].cell(slot_of("EC2").row, column).value


def each(area: str, heading: str, *values: object) -> Change:
    """The rows of an area from the first on, each with its value."""
    questions = [q.id for q in ASKED.questions if q.area == area]
    changes = [put(question, heading, value) for question, value in zip(questions, values, strict=False)]

    def change(book: Workbook) -> None:
        for one in changes:
            one(book)

    return change


def whole_numbers(book: Workbook) -> None:
    """The council answers on a scale of its own, from 1 to 5."""
    for n, question in enumerate(ASKED.questions):
        put(question.id, ANSWER, 1 + n % 5)(book)


def two_fronts(book: Workbook) -> None:
    """The start sheet was renamed and copied, and the copy says another council."""
    book[START].title = "Front"
    book["Front"]["B4"] = "Holly"
    book.copy_worksheet(book["Front"])["B4"] = "Ivy"


def noted(book: Workbook) -> None:
    """Somebody answered in a note on the cell."""
    slot = slot_of("GV1")
    book[slot.sheet][slot.cell(ANSWER)].comment = Comment("We agreed it in May", "Jo")


def sheet_filled_in_a_copy(book: Workbook) -> None:
    """A sheet was copied, and what was answered is only in the copy."""
    name = ASKED.areas[0].name
    book.copy_worksheet(book[name])
    each("SV", ANSWER, *[None] * len(ASKED.areas[0].questions))(book)


TYPED: Mapping[str, tuple[Change, ...]] = {
    "RX201": (put("EC1", ANSWER, "TBC"),),
    "RX202": (put("EC1", ANSWER, "#REF!"),),
    "RX203": (put("EC1", ANSWER, "=1+1"),),
    "RX204": (second_row("0 Not started"),),
    "RX205": (put(GATE, ANSWER, "Not applicable"), put(GATE, COMMENT, "We have no staff in it")),
    "RX206": (each("GV", ANSWER, *[None] * 13),),
    "RX207": (put("EC1", ANSWER, datetime(2026, 3, 1)),),
    "RX208": (merged,),
    "RX209": (put("EC1", ANSWER, "3 Not started"),),
    "RX211": (put("EC1", ANSWER, None), put("EC1", EVIDENCE, "3 Agreed")),
    "RX212": (other_levels,),
    "RX301": (put("EC1", EVIDENCE, None),),
    "RX302": (put(NO_GATE, ANSWER, "Not applicable"),),
    "RX303": (at(START, "B5", None),),
    "RX304": (at(START, "B4", "Eastvale Borough Council"),),
    "RX305": (put("EC1", EVIDENCE, "ok"),),
    "RX306": (each("GV", EVIDENCE, *["Business case of May 2026"] * 10),),
    "RX307": (each("EC", ANSWER, "0", "1", "2", "3", "4"),),
    "RX308": (each("GV", ANSWER, *["2 In progress"] * 13),),
    "RX309": (at(START, "B7", "last week"),),
    "RX310": (at(START, "B7", date(2031, 5, 3)),),
    "RX311": (put(NO_GATE, ANSWER, "Not applicable"), put(NO_GATE, COMMENT, "n/a")),
    "RX312": (whole_numbers,),
    "RX313": (at(START, "B7", date(2025, 10, 12)),),
    "RX314": (two_fronts,),
    "RX401": (lambda book: book.remove(book[GOVERNANCE.name]),),
    "RX403": (swapped_refs,),
    "RX404": (put("EC1", QUESTION, "Does everybody here get on well with everybody else?"),),
    "RX410": (headings,),
    "RX412": (at(COUNTING, "D5", 9),),
    "RX213": (second_row(None),),
    "RX214": (put(GATE, ANSWER, None), put(GATE, EVIDENCE, None)),
    "RX215": (put(NO_GATE, ANSWER, None), put(NO_GATE, EVIDENCE, "Cabinet, 7 May 2026, minute 41")),
    "RX417": (sheet_filled_in_a_copy,),
    "RX420": (put("EC1", ANSWER, None), put("EC1", LEVEL_HEADINGS[3], "X")),
    "RX421": (each("GV", ANSWER, *[None] * 13), noted),
}  # fmt: skip
"""What was done to a return, by the rule that it breaks."""

PLANTED = {"RX210": answer_rules.OLD_ZERO, "RX414": notice_rules.OLD_FORMAT}
"""What only a workbook in the old format can say."""

NEIGHBOUR = "RX413"


@cache
def met(code: str) -> tuple[Entry, ...]:
    """A return that breaks a rule, and whatever else has to be in the folder for that."""
    if code == NEIGHBOUR:
        near = changed(at(START, "B4", "Placeholders"), data=clean_return(ASKED))
        return entry_of(near, ROUND, "returns/near.xlsx"), entry_of(clean_return(ASKED), ROUND, "a.xlsx")
    if code in TYPED:
        return (entry_of(changed(*TYPED[code], data=clean()), ROUND, today=TODAY),)
    entry = entry_of(clean(), ROUND)
    zero = replace(entry.said.answers["EC1"], value=None, unreadable=True)
    answers = {**entry.said.answers, **({"EC1": zero} if code == "RX210" else {})}
    finding = Finding.at(zero.place, PLANTED[code], question="EC1", found="0")
    return (replace(entry, findings=(finding,), returned=replace(entry.said, answers=answers)),)


@cache
def copy_for(code: str) -> bytes:
    """The one fix copy that is made."""
    (copy,) = fix_copies(assessment_of_entries(met(code), ROUND)).values()
    return copy


@cache
def rows_for(code: str) -> tuple[FixRow, ...]:
    """What its list asks."""
    return tuple(fix_rows(copy_for(code)))


def test_every_rule_that_asks_is_tried() -> None:
    """No rule that marks a fix copy is left without a return that breaks it."""
    asks = {rule.code for rule, leads_to in TABLE.items() if isinstance(leads_to, Asks)}

    assert {*TYPED, *PLANTED, NEIGHBOUR} == asks


@pytest.mark.parametrize("code", sorted({*TYPED, *PLANTED, NEIGHBOUR}))
def test_what_is_asked_can_be_done_and_then_nothing_is_asked(code: str) -> None:
    """Whoever does all that the Fix list says, and nothing else, is asked nothing again: the copy counts, not the first return."""
    entries = met(code)
    first = next(e for e in settle(entries, ROUND).entries if e.path == entries[0].path)
    rows = rows_for(code)
    mended = entry_of(typed_in(copy_for(code), rows), ROUND, "b.xlsx", TODAY)
    after = {e.path: e for e in settle([*entries, mended], ROUND).entries}

    assert code in {f.rule.code for f in asking(first)}
    assert rows
    assert all(row.heading for row in rows)
    assert (after["b.xlsx"].status, after[first.path].status) == (Status.SCORED, Status.SUPERSEDED)
    assert [f.message for e in after.values() for f in asking(e)] == []


@pytest.mark.parametrize("code", sorted({*TYPED, *PLANTED, NEIGHBOUR}))
def test_copy_that_comes_back_as_it_went_clears_nothing(code: str) -> None:
    """What is asked is asked until somebody does something: the copy is left aside, and the first return still counts."""
    entries = met(code)
    untouched = entry_of(copy_for(code), ROUND, "b.xlsx")
    after = {e.path: e for e in settle([*entries, untouched], ROUND).entries}

    assert (after["b.xlsx"].status, after[entries[0].path].status) == (Status.IGNORED, Status.SCORED)
    assert [e for e in after.values() if e.path != "b.xlsx"] == list(settle(entries, ROUND).entries)


def test_what_can_only_be_looked_at_takes_a_reply() -> None:
    """Columns that we found, the old format, weights and names leave nothing to change in a copy."""
    codes = (*TYPED, *PLANTED, NEIGHBOUR)
    replied = {code for code in codes if any(row.heading == REPLY for row in rows_for(code))}

    assert replied == {"RX304", "RX314", "RX410", "RX412", "RX413", "RX414", "RX421"}
