"""A fix copy as it leaves us: the Fix list, the marked cells, and all that was already given."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO

import pytest
from came_back import GIVEN, ROUND, VALUES, codes, read, values
from fixing import fix_rows, given
from office import formula_cells
from openpyxl import load_workbook
from xlsx_lint import lint, merged_cells

from rasp_xl.incoming.headings import heading_of
from rasp_xl.model.answers import Answer, Cover
from rasp_xl.model.findings import Severity
from rasp_xl.model.layout import (
    ANSWER,
    COMMENT,
    COUNCIL,
    DATE,
    EVIDENCE,
    FIX_COLUMNS,
    FIX_LIST,
    RESPONDENT,
    ROLE,
    START,
    TO_DO,
    Slot,
    cover_row,
    slots,
)
from rasp_xl.model.rounds import Partner
from rasp_xl.outgoing.area_sheet import CITE
from rasp_xl.outgoing.filling import Filling, Mark
from rasp_xl.outgoing.fix_list import FIRST_ROW, HEADER_ROW, lead
from rasp_xl.outgoing.template import template_bytes
from rasp_xl.scoring.scores import score_council

MUST, EXPLAIN = Severity.MUST_FIX, Severity.EXPLAIN
SPY = "Zqx"
"""Stands in every text that a council wrote, so that none can hide in a formula."""

MARKS = (
    Mark("SV1", ANSWER, MUST, f"The answer to SV1 reads “{SPY}2-3”.", "Choose an answer.", f"{SPY}2-3"),
    Mark("GV4", ANSWER, MUST, "GV4 is a gate.", "Choose a level.", "Not applicable"),
    Mark("", RESPONDENT, EXPLAIN, "The return does not say who.", "Fill in Respondent."),
    Mark("SV1", COMMENT, EXPLAIN, "The comment says nothing.", "Say why.", f"{SPY} ok"),
    Mark("SV2", EVIDENCE, EXPLAIN, "The evidence names nothing.", "Name a document.", "OK", (("SV2", ANSWER),)),
    Mark("SV2", EVIDENCE, EXPLAIN, "It stands beside ten answers.", "Name for each what shows it."),
    Mark("", DATE, EXPLAIN, "The date has not come.", "Type the day.", "3 May 2031"),
    Mark("", COUNCIL, EXPLAIN, "The name is close to another.", "Tell us."),
    Mark("EC1", "", EXPLAIN, "Columns were found by what stands in them.", "Check them."),
    Mark("", "", EXPLAIN, "The old format hides errors.", "Check the answers."),
)
TEXTS = {
    "SV1": Answer("SV1", None, f"=HYPERLINK({SPY})", f"{SPY} ok", raw=f"{SPY}2-3", unreadable=True),
    "SV2": Answer("SV2", 3, f"{SPY} Cyngor Tŵr\nsecond line", f"مجلس {SPY}"),
    "GV4": Answer("GV4", "NA", "e" * 4_000, f"@{SPY}"),
}
COUNCIL_NAME = 'Bath & North East "Somerset" <b>'


def filling(
    marks: tuple[Mark, ...] = MARKS, texts: Mapping[str, Answer] = TEXTS, cover: Cover | None = None
) -> Filling:
    partner = Partner("bath", COUNCIL_NAME)
    card = score_council(partner, (GIVEN | dict(texts),), ROUND)
    return Filling(ROUND, card, partner, cover or Cover("", "", "Sponsor", date(2031, 5, 3)), "ab" * 32, marks)


@cache
def copy() -> bytes:
    return template_bytes(filling())


def slot_of(question: str) -> Slot:
    return next(slot for slot in slots(ROUND.question_set) if slot.question.id == question)


def test_list_is_the_second_sheet_and_only_where_something_is_marked() -> None:
    """A council meets Start here, then what is asked of it; a template without marks has no such sheet."""
    assert load_workbook(BytesIO(copy())).sheetnames[:2] == [START, FIX_LIST]
    assert FIX_LIST not in load_workbook(BytesIO(template_bytes(filling(())))).sheetnames


def test_a_row_for_each_mark_with_its_place() -> None:
    """Every mark has its row, in the order given, and a link to its cell, its sheet, or nowhere for the whole workbook."""
    rows = fix_rows(copy())

    assert [(r.severity, r.wrong, r.do) for r in rows] == [(m.label, m.wrong, m.do) for m in MARKS]
    assert [r.question for r in rows] == [
        *("SV1", "GV4", "none", "SV1", "SV2", "SV2", "none", "none", "all of the sheet", "none")
    ]
    assert [(r.sheet, r.cell) for r in rows] == [
        ("Shared vision", slot_of("SV1").cell(ANSWER)),
        ("Governance", slot_of("GV4").cell(ANSWER)),
        (START, "B5"),
        ("Shared vision", slot_of("SV1").cell(COMMENT)),
        *[("Shared vision", slot_of("SV2").cell(EVIDENCE))] * 2,
        (START, "B7"),
        (START, "B4"),
        ("Ethos and cultures", "A1"),
        ("", ""),
    ]
    assert [r.status for r in rows] == ["to do"] * 7 + ["please check"] * 3
    assert [r.reply for r in rows] == [""] * 7 + [f"I{FIRST_ROW + n}" for n in (7, 8, 9)]
    assert [r.wrote for r in rows[:6]] == [
        f"{SPY}2-3",
        "Not applicable",
        "nothing",
        f"{SPY} ok",
        *[TEXTS["SV2"].evidence] * 2,
    ]


def test_the_list_is_never_taken_for_answers() -> None:
    """Reading a fix copy finds 57 answers, each once, just as they were; the unreadable one has become a blank."""
    returned = read(copy())
    wanted = {q: (a.value, a.evidence, a.comment) for q, a in (GIVEN | TEXTS).items()}

    assert codes(returned) == []
    assert len(returned.answers) == 57
    assert given(returned) == wanted
    assert not {"Ref", "Answer", "Question", "Evidence", "Comment"} & set(FIX_COLUMNS)
    assert not any(heading_of(heading)[0] for heading in FIX_COLUMNS)
    assert returned.identity.mends == "ab" * 32
    assert (returned.cover.council, returned.cover.role, returned.cover.day) == (
        COUNCIL_NAME,
        "Sponsor",
        date(2031, 5, 3),
    )


def test_a_list_under_another_name_is_no_answer_sheet() -> None:
    """Even where somebody renames the sheet, nothing on it is read as an answer."""
    book = load_workbook(BytesIO(copy()))
    book[FIX_LIST].title = "What they want"
    out = BytesIO()
    book.save(out)

    assert values(read(out.getvalue())) == VALUES | {"SV1": None, "SV2": 3, "GV4": "NA"}
    assert codes(read(out.getvalue())) == []


def test_prompts_and_notes_say_what_to_do() -> None:
    """Beside and upon each marked cell stands what is wrong and what to do; several marks are joined; other rows are as ever."""
    book = load_workbook(BytesIO(copy()), data_only=True)
    for question in ("SV1", "SV2", "GV4"):
        slot, own = slot_of(question), [m for m in MARKS if m.question == question]
        assert book[slot.sheet][slot.cell(TO_DO)].value == " ".join(m.words for m in own)
    for mark in MARKS[:8]:
        place = (slot_of(mark.question).sheet, slot_of(mark.question).cell(mark.heading)) if mark.question else None
        sheet, cell = place or (START, f"B{cover_row(mark.heading)}")
        note = book[sheet][cell].comment
        assert note is not None
        assert note.author == "rasp-xl"
        assert f"{mark.label}: {mark.wrong}\n{mark.do}" in note.text
    notes = {(s.title, c.coordinate) for s in book for row in s.iter_rows() for c in row if c.comment}
    assert len(notes) == 7
    assert book["Shared vision"][slot_of("SV3").cell(TO_DO)].value == "Done"


def test_start_sheet_tells_of_the_list_and_of_its_own_marks() -> None:
    """Start here says that this is a fix copy and what is to be put right on the cover."""
    sheet = load_workbook(BytesIO(copy()), data_only=True)[START]

    assert sheet["A3"].hyperlink.location == f"'{FIX_LIST}'!A1"
    assert sheet["B3"].value == f"This is a fix copy: 10 of 10 still to do. {MARKS[2].words} {MARKS[6].words}"


def test_no_formula_holds_what_a_council_wrote() -> None:
    """Marks, evidence and comments stand in cells and notes, never in a formula, a rule or a name."""
    formulas = [text for cells in formula_cells(copy()).values() for text in cells.values()]
    book = load_workbook(BytesIO(copy()))
    rules = [f for s in book for r in s.conditional_formatting for rule in r.rules for f in rule.formula]

    assert any("EXACT" in text for text in formulas)
    assert any("fix_status" in text for text in rules)
    assert not [text for text in (*formulas, *rules) if SPY in text or "Somerset" in text]


def test_nothing_in_it_needs_repair() -> None:
    """A fix copy is as valid as any template, and has no merged cells."""
    assert lint(copy()) == ()
    assert merged_cells(copy()) == ()


def test_only_entries_can_be_typed_over() -> None:
    """The list is locked but for replies, and so is the council's name; answers, words and the rest of the cover are open."""
    book = load_workbook(BytesIO(copy()))
    open_cells = {
        (s.title, c.coordinate) for s in book for row in s.iter_rows() for c in row if not c.protection.locked
    }
    entries = {(s.sheet, s.cell(h)) for s in slots(ROUND.question_set) for h in (ANSWER, EVIDENCE, COMMENT)}

    replies = {(FIX_LIST, row.reply) for row in fix_rows(copy()) if row.reply}

    assert len(replies) == 3
    assert open_cells == entries | replies | {(START, f"B{cover_row(label)}") for label in (RESPONDENT, ROLE, DATE)}
    assert all(sheet.protection.sheet for sheet in book)


def test_list_prints_and_has_row_heights() -> None:
    """The list prints on A4 landscape with its headings on every page, and no wrapped row is left to be clipped."""
    sheet = load_workbook(BytesIO(copy()))[FIX_LIST]

    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    assert sheet.print_title_rows == f"${HEADER_ROW}:${HEADER_ROW}"
    assert sheet.freeze_panes == f"A{FIRST_ROW}"
    assert [c.value for c in sheet[HEADER_ROW]] == list(FIX_COLUMNS)
    assert all(sheet.row_dimensions[row].height for row in range(1, sheet.max_row + 1))


@pytest.mark.parametrize(
    ("must", "explain", "words"),
    [
        (2, 3, "5 things to put right: 2 must be fixed, 3 explained. Click a place to go there."),
        (1, 0, "1 thing to put right: 1 must be fixed. Click a place to go there."),
        (0, 4, "4 things to put right: 4 must be explained. Click a place to go there."),
    ],
)
def test_lead_counts(must: int, explain: int, words: str) -> None:
    """The sentence above the list says how much there is of what."""
    marks = (
        *(replace(MARKS[0], do=str(n)) for n in range(must)),
        *(replace(MARKS[3], do=str(n)) for n in range(explain)),
    )

    assert lead(marks) == words


def test_control_characters_do_not_break_the_file() -> None:
    """What was found may hold any sign a cell can hold; the file stays well formed and shows the rest."""
    wrong = "It reads “\x01\x0b_x0041_\ud800\ufffe 🏛”."
    data = template_bytes(filling((Mark("SV1", ANSWER, MUST, wrong, "Choose.", "\x01_x0041_"),)))
    book = load_workbook(BytesIO(data), data_only=True)

    assert lint(data) == ()
    assert "_x005F_x0041_" in str(book["Shared vision"][slot_of("SV1").cell(TO_DO)].value)
    assert len(read(data).answers) == 57


def test_same_marks_give_the_same_bytes() -> None:
    """Nothing of the day or the machine gets into a fix copy."""
    assert template_bytes(filling()) == copy()


def test_normal_prompts_are_those_of_a_template() -> None:
    """Rows without a mark prompt as in any template: a claim without evidence is asked for its evidence."""
    data = template_bytes(filling(texts=TEXTS | {"SV3": Answer("SV3", 4)}))
    slot = slot_of("SV3")

    assert load_workbook(BytesIO(data), data_only=True)[slot.sheet][slot.cell(TO_DO)].value == CITE.format(level=2)
