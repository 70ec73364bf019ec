"""The template as it leaves us: what may be typed where, how it prints, and what it says of itself."""

import warnings
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from building import question, tiny_round
from councils import typed, typed_values
from office import convert, formula_cells
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from xlsx_lint import merged_cells
from zip_parts import members

from rasp_xl import pipeline
from rasp_xl.incoming.returns import Reader, Return
from rasp_xl.model.answers import CHOICES, Answer
from rasp_xl.model.identity import Identity
from rasp_xl.model.layout import (
    ANSWER,
    AREA_HEADER_ROW,
    COMMENT,
    COUNCIL,
    COUNTING,
    COVER_LABELS,
    EVIDENCE,
    HEADINGS,
    IDENTITY_COLUMN,
    IDENTITY_FIRST_ROW,
    LISTS,
    SCORES,
    START,
    THEME_AND_GATE,
    column_of,
    cover_row,
    slots,
)
from rasp_xl.model.question_file import standard_set
from rasp_xl.model.questions import Purpose, QuestionSet
from rasp_xl.model.rounds import Partner, Round
from rasp_xl.outgoing.filling import Filling
from rasp_xl.outgoing.lists_sheet import ANSWER_CHOICES
from rasp_xl.outgoing.template import template_bytes
from rasp_xl.scoring.scores import score_council

PARTNER = Partner("cwm-twr", "Cwm Tŵr County Borough Council")
A4 = 9


@cache
def blank() -> bytes:
    return pipeline.template(Purpose.NEW, 2, PARTNER)


def book_of(data: bytes) -> Workbook:
    return load_workbook(BytesIO(data))


def area_sheets(book: Workbook) -> Iterator[Worksheet]:
    return (book[area.name] for area in standard_set().areas)


def test_sheets_stand_in_the_order_of_the_design(asked: QuestionSet) -> None:
    """A council meets Start here first, then the five areas, its scores, and the sheets behind them; none is hidden."""
    book = book_of(blank())

    assert book.sheetnames == [START, *(area.name for area in asked.areas), SCORES, COUNTING, LISTS]
    assert {sheet.sheet_state for sheet in book} == {"visible"}


def test_headings_are_the_words_a_reader_looks_for(asked: QuestionSet) -> None:
    """The header row says exactly Ref, Question, Answer, Evidence, Comment; the cover's labels stand in column A."""
    book = book_of(blank())

    for sheet in area_sheets(book):
        heads = [cell.value for cell in sheet[AREA_HEADER_ROW]]
        assert {heading: heads.index(heading) + 1 for heading in HEADINGS} == {h: column_of(h) for h in HEADINGS}
    assert [book[START].cell(cover_row(label), 1).value for label in COVER_LABELS] == [
        "Council",
        "Respondent",
        "Role",
        "Date",
    ]
    assert book[START].cell(cover_row(COUNCIL), 2).value == PARTNER.name


def test_every_answer_cell_has_the_drop_down(asked: QuestionSet) -> None:
    """All 57 answer cells offer the same list by a defined name, which holds exactly the choices, and refuse other words."""
    book = book_of(blank())
    offered = {
        (sheet.title, address.coord): rule
        for sheet in area_sheets(book)
        for rule in sheet.data_validations.dataValidation
        for address in rule.sqref.ranges
    }
    ((sheet, area),) = book.defined_names[ANSWER_CHOICES].destinations

    assert set(offered) == {(slot.sheet, slot.cell(ANSWER)) for slot in slots(asked)}
    assert len(offered) == 57
    assert {(rule.type, rule.formula1, rule.showErrorMessage) for rule in offered.values()} == {
        ("list", ANSWER_CHOICES, True)
    }
    assert [row[0].value for row in book[sheet][area]] == [text for text, _ in CHOICES]


def test_protection_leaves_people_free() -> None:
    """Every sheet is locked without a password, and filter, sort, sizes and formats stay allowed."""
    for sheet in book_of(blank()):
        lock = sheet.protection
        allowed = ("formatCells", "formatColumns", "formatRows", "sort", "autoFilter")

        assert lock.sheet
        assert lock.password is None
        assert {name: getattr(lock, name) for name in allowed} == dict.fromkeys(allowed, False)


@pytest.mark.parametrize("partner", [None, PARTNER])
def test_exactly_the_entry_cells_are_unlocked(asked: QuestionSet, partner: Partner | None) -> None:
    """Answers, evidence, comments and the cover's entries can be typed; nothing else can, a given council's name neither."""
    book = book_of(pipeline.template(Purpose.HEALTH_CHECK, 4, partner))
    open_cells = {
        (sheet.title, cell.coordinate)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if not cell.protection.locked
    }
    entries = {(slot.sheet, slot.cell(heading)) for slot in slots(asked) for heading in (ANSWER, EVIDENCE, COMMENT)}
    cover = {(START, f"B{cover_row(label)}") for label in COVER_LABELS if partner is None or label != COUNCIL}

    assert open_cells == entries | cover
    assert all(column.protection.locked for sheet in book for column in sheet.column_dimensions.values())


def test_gates_are_marked_on_their_rows(asked: QuestionSet) -> None:
    """Exactly the purpose's gates say so beside the question, and those that bite at this stage say now."""
    book, round_ = book_of(blank()), Round(Purpose.NEW, 2, asked)
    marks = {slot.question: str(book[slot.sheet][slot.cell(THEME_AND_GATE)].value) for slot in slots(asked)}

    assert {q.id for q, text in marks.items() if "GATE" in text} == {
        q.id for q in asked.questions if q.gate_from(Purpose.NEW) is not None
    }
    assert {q.id for q, text in marks.items() if "now" in text} == {q.id for q in asked.questions if round_.bites(q)}


def test_sheets_print_on_a4_landscape() -> None:
    """Every sheet prints on A4 landscape, by pages or by a scale, and an area's header row on every page."""
    book = book_of(blank())

    for sheet in book:
        setup = sheet.page_setup
        assert (setup.orientation, int(setup.paperSize)) == ("landscape", A4)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage or setup.scale is not None
    for sheet in area_sheets(book):
        assert sheet.print_title_rows == f"${AREA_HEADER_ROW}:${AREA_HEADER_ROW}"


def test_wrapped_rows_have_a_height() -> None:
    """LibreOffice clips wrapped text in a row without a height, so every row that wraps has one."""
    book = book_of(blank())
    bare = [
        f"{sheet.title}!{cell.coordinate}"
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value and cell.alignment.wrap_text and sheet.row_dimensions[cell.row].height is None
    ]

    assert bare == []


def test_every_sheet_has_its_title_in_a1() -> None:
    """A screen reader meets a title in A1 of every sheet, and no merged cell anywhere."""
    for sheet in book_of(blank()):
        assert sheet["A1"].font.sz == max(cell.font.sz for row in sheet.iter_rows() for cell in row)
        assert str(sheet["A1"].value).strip()
    assert merged_cells(blank()) == ()


def test_identity_is_carried_twice(asked: QuestionSet) -> None:
    """The sheet Lists and the document's keywords each say which template this is, for whom and of which set."""
    book = book_of(blank())
    wanted = Identity("1", asked.id, asked.version, asked.fingerprint, "new", "2", "", PARTNER.id, PARTNER.name)
    labels = [label for label, _ in wanted.rows()]
    rows = book[LISTS].iter_rows(IDENTITY_FIRST_ROW, IDENTITY_FIRST_ROW + len(labels) - 1, IDENTITY_COLUMN)
    found = {str(row[0].value): str(row[1].value or "") for row in rows}

    assert list(found) == labels
    assert Identity.from_rows(found) == wanted
    assert Identity.from_text(book.properties.keywords) == wanted
    assert PARTNER.name in str(book.properties.title)


def test_no_macros_and_no_links_outwards() -> None:
    """The workbook runs nothing and fetches nothing: a council's mail filter has no reason to stop it."""
    parts = members(blank())

    assert not [name for name in parts if "vba" in name.lower() or "external" in name.lower()]
    assert b"macroEnabled" not in parts["[Content_Types].xml"]
    assert not [name for name, body in parts.items() if b'TargetMode="External"' in body]


def test_overlong_prompt_is_an_error() -> None:
    """A drop-down whose prompt Excel would refuse stops us; XlsxWriter alone would drop the drop-down with a warning."""
    round_ = tiny_round(question("AA" + "1" * 31))
    card = score_council(PARTNER, ({},), round_)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with pytest.raises(UserWarning, match="32"):
            template_bytes(Filling(round_, card))


@pytest.mark.parametrize(
    ("person", "said"), [("", "Whoever knows best."), ("bob-lane", "The person named beside Respondent")]
)
def test_start_sheet_says_who_answers(asked: QuestionSet, person: str, said: str) -> None:
    """A council gathers its answers; one of several people gives their own, and is told what becomes of them."""
    round_ = Round(Purpose.NEW, 2, asked)
    made = Filling(round_, score_council(PARTNER, ({},), round_), PARTNER, person=person)
    texts = [str(cell.value) for cell in book_of(template_bytes(made))[START]["B"] if cell.value]
    told = [text for text in texts if text.startswith(("Whoever knows", "The person named"))]

    assert len(told) == 1
    assert told[0].startswith(said)
    assert ("(the median, rounded down) stands for the council" in told[0]) == bool(person)


def test_formulas_name_no_council() -> None:
    """A council's name stands in cells and never in a formula."""
    hostile = Partner("x", '=1+1 "Zq" & Sons')
    formulas = formula_cells(pipeline.template(Purpose.NEW, 1, hostile))

    assert not [text for cells in formulas.values() for text in cells.values() if "Zq" in text]


@pytest.mark.office
def test_opens_as_ods_and_comes_back(asked: QuestionSet, tmp_path: Path) -> None:
    """A council on LibreOffice saves as .ods and back: all 57 answers are still read, each from its own row."""
    given = {
        q.id: Answer(q.id, CHOICES[number % len(CHOICES)][1], f"Minute {number}", "Agreed")
        for number, q in enumerate(asked.questions)
    }
    ods = convert(typed(blank(), asked, typed_values(given)), "ods", tmp_path)
    returned = Reader(asked).read(convert(ods, "xlsx", tmp_path), "back.xlsx")

    assert isinstance(returned, Return)
    assert {q: (a.value, a.evidence, a.comment) for q, a in returned.answers.items()} == {
        q: (a.value, a.evidence, a.comment) for q, a in given.items()
    }
    assert returned.identity == Identity.of(Round(Purpose.NEW, 2, asked), PARTNER)
