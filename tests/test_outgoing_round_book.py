"""The round workbook as it leaves us: what is on it, what its drop-downs offer, and what each row asks for."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import office
import pytest
from openpyxl import Workbook, load_workbook
from xlsx_lint import lint, merged_cells

from rasp_xl.incoming.round_book.whole import read_round
from rasp_xl.model.findings import Waiver
from rasp_xl.model.question_file import standard_set
from rasp_xl.model.questions import STAGES, Purpose
from rasp_xl.model.round_layout import (
    LETTERS,
    LEVEL_HEADINGS,
    MODERATION,
    PARTNERS,
    PROGRAMME,
    PROGRAMME_LABELS,
    QUESTIONS,
    SETTINGS,
    WAIVER_HEADINGS,
    WAIVERS,
)
from rasp_xl.model.rounds import Moderated, Partner, Round
from rasp_xl.model.rules import WAIVABLE
from rasp_xl.outgoing.round_book.councils import MORE_ROWS
from rasp_xl.outgoing.round_book.question_sheet import COLUMNS, HEADER_ROW, OWN_ROWS
from rasp_xl.outgoing.round_book.tables import ROWS, TABLE_HEADER_ROW
from rasp_xl.outgoing.round_book.whole import round_book_bytes

BLANK = Round(Purpose.HEALTH_CHECK, 4, standard_set(), "harbour-2026-11-23", "Harbour", date(2026, 11, 23))
FULL = replace(
    BLANK,
    partners=(Partner("northmoor", "Northmoor District Council"), Partner("cwm-twr", "Cyngor Cwm Tŵr")),
    waivers=(
        Waiver("cwm-twr", "RX205", "GV12", "No staff stay behind.", "Programme board", date(2027, 3, 31)),
        Waiver("northmoor", "RX301", "", "Evidence was seen on site.", "Head of programme"),
    ),
    moderated=(Moderated("northmoor", "SV1", 3, "Read the charter together.", "Chief executives"),),
    marking="OFFICIAL",
)
HOSTILE = "=HYPERLINK(1)", "@SUM(1)", "http://zqx.example/", "Tŵr “Môr” & <b>"


def book(round_: Round) -> Workbook:
    return load_workbook(BytesIO(round_book_bytes(round_)))


def hostile() -> Round:
    """Names and words that try to be something else."""
    partners = tuple(Partner(f"p{n}", text) for n, text in enumerate(HOSTILE))
    waivers = tuple(Waiver(f"p{n}", "RX301", "", text, text) for n, text in enumerate(HOSTILE))
    return replace(BLANK, name=HOSTILE[0], partners=partners, waivers=waivers, marking="&D")


def test_sheets_stand_in_order() -> None:
    """What has to be filled in comes first, what the drop-downs offer last."""
    ours = [PROGRAMME, PARTNERS, QUESTIONS, SETTINGS, WAIVERS, MODERATION, LETTERS, "Lists"]

    assert book(BLANK).sheetnames == ours


@pytest.mark.parametrize("round_", [BLANK, FULL, hostile()], ids=["blank", "full", "hostile"])
def test_workbook_needs_no_repair(round_: Round, tmp_path: Path) -> None:
    """Our lint and the Open XML SDK find nothing, and nothing is merged."""
    data = round_book_bytes(round_)

    assert lint(data) == ()
    assert not merged_cells(data)
    if office.find_validator():
        (tmp_path / "round.xlsx").write_bytes(data)

        assert office.validate_sdk([tmp_path / "round.xlsx"]) == []


def test_same_round_gives_the_same_bytes() -> None:
    """Nothing in it hangs on when it was written."""
    assert round_book_bytes(FULL) == round_book_bytes(FULL)


@pytest.mark.parametrize("round_", [FULL, hostile()], ids=["full", "hostile"])
def test_what_was_written_is_read_back(round_: Round) -> None:
    """Writer and reader are of one mind, whatever programmes and councils are called."""
    assert read_round(round_book_bytes(round_), "round.xlsx", round_.question_set) == round_


@pytest.mark.parametrize("purpose", Purpose)
@pytest.mark.parametrize("stage", range(1, len(STAGES) + 1))
def test_every_purpose_and_stage_is_read_back(purpose: Purpose, stage: int) -> None:
    """The words in the cells are among those that the drop-downs offer and the reader knows."""
    round_ = replace(FULL, purpose=purpose, stage=stage)
    programme, lists = (book(round_)[name] for name in (PROGRAMME, "Lists"))
    offered = {cell.value for column in ("A", "B") for cell in lists[column]}

    assert {programme["B7"].value, programme["B8"].value} <= offered
    assert read_round(round_book_bytes(round_), "round.xlsx", round_.question_set) == round_


def test_programme_has_its_labels_and_open_entries() -> None:
    """Labels stand in column A and are locked, entries in column B and are not."""
    sheet = book(BLANK)[PROGRAMME]
    rows = range(5, 5 + len(PROGRAMME_LABELS))

    assert [sheet.cell(row, 1).value for row in rows] == list(PROGRAMME_LABELS)
    assert sheet.protection.sheet
    assert [sheet.cell(row, 2).protection.locked for row in rows] == [False] * len(rows)
    assert sheet["B7"].value == "Health check"


def test_tables_have_rows_ready_and_are_open() -> None:
    """Forty councils can be typed in at once, and rows and columns can be added, because these sheets are not locked."""
    workbook = book(BLANK)
    for name, columns in ((PARTNERS, 8), (WAIVERS, len(WAIVER_HEADINGS) + 2)):
        (table,) = workbook[name].tables.values()
        first, last = table.ref.split(":")

        assert (first, last) == (f"A{TABLE_HEADER_ROW}", f"{'ABCDEFGH'[columns - 1]}{TABLE_HEADER_ROW + ROWS}")
        assert not workbook[name].protection.sheet


def test_texts_of_our_questions_are_locked_and_the_rest_is_open() -> None:
    """Ref, theme, question and levels stay; asked, weights, gates and the words beside them may be changed, and all below."""
    sheet = book(BLANK)[QUESTIONS]
    first, free = HEADER_ROW + 1, HEADER_ROW + 1 + len(BLANK.question_set.questions)
    ours, own = (
        {heading: not sheet.cell(row, column).protection.locked for column, heading in enumerate(COLUMNS, 1)}
        for row in (first, free)
    )

    assert sheet.protection.sheet
    assert [heading for heading, open_ in ours.items() if not open_] == [
        "Ref", "To do", "Area", "Theme", "Question", *LEVEL_HEADINGS,
    ]  # fmt: skip
    assert [heading for heading, open_ in own.items() if not open_] == ["To do", "Area"]
    assert not sheet.column_dimensions["A"].protection.locked


def test_rows_have_heights() -> None:
    """LibreOffice clips wrapped text in a row without one."""
    for sheet in book(FULL):
        used = {cell.row for row in sheet.iter_rows() for cell in row if cell.value}

        assert [row for row in used if not sheet.row_dimensions[row].height and row != 2] == []


def test_drop_downs_come_from_names() -> None:
    """Every list is a defined name, and rules are those that can be waived."""
    workbook = book(BLANK)
    sources = {
        check.formula1
        for name in (PROGRAMME, QUESTIONS, SETTINGS, WAIVERS, MODERATION)
        for check in workbook[name].data_validations.dataValidation
        if check.type == "list"
    }
    area = workbook.defined_names["rule_codes"].attr_text.replace("$", "").split("!")[1]

    assert sources == {
        "round_purposes", "round_stages", "agreed_answers", "partner_names", "rule_codes", "question_ids", "yes_or_no", "theme_names", "weights",
        "gate_stages", "colour_choices",
    }  # fmt: skip
    assert sources <= set(workbook.defined_names)
    assert workbook.defined_names["question_ids"].attr_text.startswith("Questions!$B$11:INDEX(Questions!$B$11:")
    assert [row[0].value for row in workbook["Lists"][area]] == [rule.code for rule in WAIVABLE]


def test_list_of_councils_lets_nothing_else_in() -> None:
    """A list with blanks in it and blanks ignored would let anything in."""
    checks = book(BLANK)[WAIVERS].data_validations.dataValidation

    assert [check.allow_blank for check in checks if check.type == "list"] == [False, False, False]


@pytest.mark.office
def test_prompts_follow_what_is_typed(tmp_path: Path) -> None:
    """LibreOffice shows in each row what is still to do, and what the chosen rule says."""
    workbook = book(FULL)
    partners, waivers = workbook[PARTNERS], workbook[WAIVERS]
    for row, (name, identity) in enumerate((("northmoor district council", None), (None, "x"), ("Z", "cwm-twr")), 11):
        partners.cell(row, 1, name)
        partners.cell(row, 2, identity)
    for column, entry in enumerate(("Z", "RX201", None, "Why", None), 1):
        waivers.cell(11, column, entry)
    waivers["D12"] = "Why"
    agreed = workbook[MODERATION]
    for row, entries in enumerate(
        (
            ("northmoor district council", "sv1", "3 Agreed", "Why", "All"),
            (None, "SV2"),
            ("Z", "ZZ9", "3 Agreed", "Why"),
        ),
        10,
    ):
        for column, entry in enumerate(entries, 1):
            agreed.cell(row, column, entry)
    out = BytesIO()
    workbook.save(out)
    shown = office.cell_values(office.recalculate(out.getvalue(), tmp_path))

    assert [shown[PARTNERS].get(f"H{row}") for row in range(9, 15)] == [
        "This name stands twice", "This id stands twice", "This name stands twice", "Type the council's name",
        "This id stands twice", None,
    ]  # fmt: skip
    assert [shown[WAIVERS].get(f"H{row}") for row in range(9, 14)] == [
        "Done", "Done", "Say who agreed", "Choose the council", None,
    ]  # fmt: skip
    assert [shown[MODERATION].get(f"G{row}") for row in range(9, 14)] == [
        "This stands twice", "This stands twice", "Choose the council", "Say who agreed", None,
    ]  # fmt: skip
    assert shown[MODERATION]["F12"] == "This question is not asked"
    assert shown[WAIVERS]["G9"] == "… is a gate and is answered “…”, which a gate cannot be."
    assert shown[WAIVERS]["G11"] == "This rule cannot be waived"


@pytest.mark.office
def test_formulas_show_what_we_wrote(tmp_path: Path) -> None:
    """From planted wrong values LibreOffice calculates what the cells showed when they left us."""
    data = round_book_bytes(FULL)
    before, after = (
        office.cell_values(data),
        office.cell_values(office.recalculate(office.plant_wrong_values(data), tmp_path)),
    )
    places = [(sheet, address) for sheet, cells in office.formula_cells(data).items() for address in cells]

    own = len(BLANK.question_set.questions) + 2 * OWN_ROWS + 18

    assert len(places) == 5 * ROWS + 2 * (ROWS + MORE_ROWS) + own
    assert [(s, a) for s, a in places if before[s].get(a) != after[s].get(a)] == []


@pytest.mark.office
def test_prompts_of_questions_and_settings_follow_what_is_typed(tmp_path: Path) -> None:
    """LibreOffice shows what an own question still needs, one thing after the other, and what is out of range."""
    workbook = book(BLANK)
    questions, settings = workbook[QUESTIONS], workbook[SETTINGS]
    row = HEADER_ROW + 1 + len(BLANK.question_set.questions)
    steps: tuple[dict[str, object], ...] = (
        {"Question": "Why?"}, {"Asked": "Yes"}, {"Ref": "SV9"}, {"Ref": "SV101"}, {"Theme": "Case for sharing"},
        dict.fromkeys(LEVEL_HEADINGS, "x"), {"Weight, health check": 2},
    )  # fmt: skip
    entries: dict[str, object] = {}
    for number, step in enumerate(steps):
        entries |= step
        for heading, entry in entries.items():
            shown = f"SV{101 + number}" if entry == "SV101" else entry
            questions.cell(row + number, COLUMNS.index(heading) + 1).value = shown
    questions.cell(HEADER_ROW + 1, 1).value = "No"
    questions.cell(HEADER_ROW + 2, COLUMNS.index("Weight, health check") + 1).value = None
    settings["B7"], settings["B9"] = 0.8, 3
    out = BytesIO()
    workbook.save(out)
    shown_cells = office.cell_values(office.recalculate(out.getvalue(), tmp_path))

    assert [shown_cells[QUESTIONS].get(f"C{row + number}") for number in range(8)] == [
        "Choose Yes or No", "Give it a Ref, such as SV101", "Number your own from 101", "Choose the theme",
        "Describe all five levels", "Choose the weight", "Done", None,
    ]  # fmt: skip
    assert [shown_cells[QUESTIONS].get(f"C{HEADER_ROW + n}") for n in (1, 2, 3)] == [
        "Not asked",
        "Choose the weight",
        "Done",
    ]
    assert shown_cells[QUESTIONS][f"D{row + 6}"] == "Shared vision"
    assert [shown_cells[SETTINGS].get(f"D{row}") for row in (7, 8, 9, 10)] == [
        "Out of range: a number from 0 to 100", "Done", "Out of range: a whole number from 1 to what stands in B10",
        "Out of range: a whole number from what stands in B9 to what stands in B11",
    ]  # fmt: skip
