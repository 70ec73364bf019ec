"""From every figure of the scored workbook a click leads to what it stands on, and every range that counts has a name."""

from functools import cache
from io import BytesIO

import office
import pytest
from councils import assessment_of
from openpyxl import Workbook, load_workbook
from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries
from rounds_alike import ASKED, NAMES, ROUND, alike, books
from xlsx_lint import lint
from zip_parts import members

from rasp_xl.model.answers import Answer
from rasp_xl.reports import positions
from rasp_xl.reports.answer_sheets import ANSWERS
from rasp_xl.reports.ledger_sheets import FINDING_FILE
from rasp_xl.reports.names import names
from rasp_xl.reports.positions import (
    ANSWERS_FIRST_ROW,
    FINDINGS,
    GATES,
    GATES_FIRST_ROW,
    HEAT_MAP,
    MAP_FIRST_ROW,
    METHOD,
    QUESTION_MAP,
    RESPONSES,
    RETURNS,
    SCORES,
    SCORES_FIRST_ROW,
    THEME_MAP,
    Positions,
)
from rasp_xl.reports.response_sheet import FILE_COLUMN
from rasp_xl.reports.score_sheets import COUNCIL, GATE_ANSWER, SCORE
from rasp_xl.reports.sheet_table import HEADER_ROW
from rasp_xl.reports.workbook import workbook_bytes

AT = Positions(alike()[0])
FIRST_OF_AREA = [AT.answer_column(area.questions[0]) for area in ASKED.areas]


@cache
def book(values: bool = True) -> Workbook:
    return load_workbook(BytesIO(books()[0]), data_only=values)


def led(sheet: str, row: int, column: int) -> tuple[str, int, int]:
    """Where a click on a cell leads: sheet, row and column."""
    target, _, address = book()[sheet].cell(row, column).hyperlink.location.rpartition("!")
    return target, *coordinate_to_tuple(address)


@pytest.mark.parametrize("council", range(3))
def test_scores_lead_to_the_answers_behind_them(council: int) -> None:
    """On Scores and the heat map an area's score leads to its first answer of the same council, the overall to the first of all."""
    row = ANSWERS_FIRST_ROW + council
    expected = [(ANSWERS, row, column) for column in (*FIRST_OF_AREA, FIRST_OF_AREA[0])]

    assert [led(SCORES, AT.score_row(council, n), SCORE) for n in range(6)] == expected
    assert [led(HEAT_MAP, MAP_FIRST_ROW + council, 2 + n) for n in range(6)] == expected
    assert book()[ANSWERS].cell(row, 1).value == book()[SCORES].cell(AT.score_row(council, 0), COUNCIL).value


def test_themes_questions_and_gates_lead_to_their_answers() -> None:
    """A theme's score leads to its first answer, a cell of the question map and a gate's answer to the very answer."""
    row = ANSWERS_FIRST_ROW + 1
    themes = [theme.questions[0] for theme in ASKED.themes]
    on_map = [led(QUESTION_MAP, MAP_FIRST_ROW + 1, 2 + n) for n in range(len(ASKED.questions))]

    assert [led(THEME_MAP, MAP_FIRST_ROW + 1, 2 + n) for n in range(len(themes))] == [
        (ANSWERS, row, AT.answer_column(q)) for q in themes
    ]
    assert on_map == [(ANSWERS, row, AT.answer_column(q)) for q in ASKED.questions]
    assert [led(GATES, AT.gate_row(1, g), GATE_ANSWER) for g in AT.gates] == [
        (ANSWERS, row, AT.answer_column(g)) for g in AT.gates
    ]


def test_answers_lead_to_the_response_they_were_taken_from() -> None:
    """A council's answer leads to the row of the respondent it came from, with file, sheet, cell and the whole hash."""
    made = book()
    for council, card in enumerate(alike()[0].cards):
        for answer in card.answers:
            cell = made[ANSWERS].cell(ANSWERS_FIRST_ROW + council, AT.answer_column(question(answer.question)))
            if answer.value is None:
                assert cell.hyperlink is None
                assert cell.value is None
                continue
            sheet, row, _ = led(ANSWERS, cell.row, cell.column)
            found = [c.value for c in made[RESPONSES][row]]

            assert sheet == RESPONSES
            assert (found[0], found[2]) == (card.name, answer.question)
            assert tuple(found[8:11]) == (answer.place.file, answer.place.sheet, answer.place.cell)
            assert found[11] in {e.digest for e in alike()[0].ledger.entries if e.path == answer.place.file}


def question(identity: str) -> positions.Question:
    return next(q for q in ASKED.questions if q.id == identity)


def test_files_lead_to_the_ledger() -> None:
    """The file of every response and of every finding leads to its own row of Returns."""
    made = book()
    for sheet, column in ((RESPONSES, FILE_COLUMN), (FINDINGS, FINDING_FILE)):
        for row in range(HEADER_ROW + 1, made[sheet].max_row + 1):
            target, there, _ = led(sheet, row, column)

            assert target == RETURNS
            assert made[RETURNS].cell(there, 1).value == made[sheet].cell(row, column).value


def test_links_change_no_look() -> None:
    """A linked figure looks like its neighbours: no blue, no line below, and on the maps the colours of the band alone."""
    linked = [
        cell
        for name in (SCORES, HEAT_MAP, THEME_MAP, QUESTION_MAP, GATES, ANSWERS, RESPONSES)
        for row in book()[name].iter_rows(min_col=2)
        for cell in row
        if cell.hyperlink
    ]

    assert len(linked) > 700
    assert {(cell.font.underline, cell.font.color.rgb) for cell in linked} == {(None, "FF0B0C0C")}
    assert all(cell.hyperlink.display in (None, "") for cell in linked)


def test_several_respondents_are_seen_to_become_one() -> None:
    """Beside each respondent's answer stands what the council's came to, as a formula over Answers."""
    formulas = office.formula_cells(books()[0])[RESPONSES]
    rows = [
        (e.partner.name, a.question, f"F{HEADER_ROW + 1 + n}") for n, (e, a) in enumerate(AT.responses) if e.partner
    ]
    shown = {place: book()[RESPONSES][place].value for _, _, place in rows}
    own = {(card.name, a.question): a for card in alike()[0].cards for a in card.answers}
    all_three = [place for name, q, place in rows if (name, q) == (NAMES[1], "SV1")]

    assert len(all_three) == 3
    assert len({shown[place] for place in all_three}) == 1
    assert all(formulas[place].startswith("IF(Answers!$") for place in shown)
    assert {p: "no answer" if own[n, q].value is None else own[n, q].value for n, q, p in rows if q != "GV12"} == {
        p: shown[p] for _, q, p in rows if q != "GV12"
    }


def test_too_many_links_are_left_to_the_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a sheet would hold more links than is good, the council's name alone leads on, and the sheet says so."""
    monkeypatch.setattr(positions, "MOST_LINKS", 100)
    made = load_workbook(BytesIO(workbook_bytes(alike()[0])))
    linked = {s.title: {c.coordinate for r in s.iter_rows() for c in r if c.hyperlink} for s in made.worksheets}

    assert linked[ANSWERS] == {"A8", "A9", "A10"}
    assert "With more than 100 cells here, only the name of a council is a link." in made[ANSWERS]["A3"].value
    assert linked[QUESTION_MAP] == {"A6", "A7", "A8"}
    assert any("only the name of a council is a link" in str(cell.value) for cell in made[QUESTION_MAP][3])
    assert len(linked[THEME_MAP]) == 3 + 3 * 25
    assert "only the name" not in str(made[THEME_MAP]["A3"].value)


def test_very_many_councils_have_names_for_links(monkeypatch: pytest.MonkeyPatch) -> None:
    """On Scores and Gates the name in the first row of a council stands in for the figures; then nothing is linked at all."""
    for most, expected in ((4, (["A5", "A11", "A17"], ["A5", "A17", "A29"])), (2, ([], []))):
        monkeypatch.setattr(positions, "MOST_LINKS", most)
        made = load_workbook(BytesIO(workbook_bytes(alike()[0])))
        found = ([c.coordinate for r in made[s].iter_rows() for c in r if c.hyperlink] for s in (SCORES, GATES))

        assert tuple(found) == expected
    assert (SCORES_FIRST_ROW, GATES_FIRST_ROW) == (5, 5)


def test_no_score_is_no_link() -> None:
    """An empty cell holds no link, for programs that read workbooks would take the target for its value."""
    nothing = {q.id: Answer(q.id, "NA") for q in ASKED.questions if ROUND.gate_from(q) is None}
    data = workbook_bytes(assessment_of(ROUND, {"Northmoor": nothing}))
    for part, body in members(data).items():
        if part.startswith("xl/worksheets/sheet"):
            assert b'location="' not in body or b'display="Answers' not in body
    read = load_workbook(BytesIO(data), data_only=True)

    assert {cell.value for row in read[ANSWERS]["C8:BG8"] for cell in row} == {"NA", None}
    assert lint(data) == ()


def test_names_stand_for_what_they_say() -> None:
    """Each name on Method is defined, each defined name is on Method, and each stands for cells that are there."""
    made = book()
    listed = {row[0].value: row[1].value for row in made[METHOD].iter_rows(4)}
    own = {n: d for n, d in made.defined_names.items() if not n.startswith("_xlnm")}

    assert {name.name for name in names(AT)} == set(own)
    assert set(own) <= set(listed)
    for name, defined in own.items():
        ((sheet, area),) = defined.destinations
        first_column, first_row, last_column, last_row = range_boundaries(area)
        cells = made[sheet].iter_rows(first_row, last_row, first_column, last_column)

        assert any(cell.value is not None for row in cells for cell in row), name


def test_names_have_the_shape_of_the_figures() -> None:
    """Scores by area are a row for each council, overall scores a column, answers and their weights equally wide."""
    shapes = {}
    for name, defined in book().defined_names.items():
        for _, area in defined.destinations:
            left, top, right, bottom = range_boundaries(area)
            shapes[name] = (bottom - top + 1, right - left + 1)

    assert (shapes["answers"], shapes["answer_weights"], shapes["answers_evidenced"]) == ((3, 57), (1, 57), (3, 57))
    assert (shapes["area_scores"], shapes["overall_scores"], shapes["theme_scores"]) == ((3, 5), (3, 1), (3, 25))
    assert (shapes["scores_GV"], shapes["question_weights"], shapes["gate_states"]) == ((3, 1), (57, 1), (36, 1))


@pytest.mark.parametrize(
    ("sheet", "name"),
    [(SCORES, "readiness_scores"), (GATES, "gates"), (RESPONSES, "responses"), (ANSWERS, "council_answers"),
     (RETURNS, "returns"), (FINDINGS, "findings"), ("Checks", "checks"), ("Gaps and actions", "actions")],
)  # fmt: skip
def test_sheets_of_rows_are_real_tables(sheet: str, name: str) -> None:
    """A table has a name that says what is in it, and filters, but where figures elsewhere hang on the order of its rows."""
    (table,) = book()[sheet].tables.values()

    assert table.name == name
    assert bool(table.autoFilter) == (sheet not in (SCORES, GATES, ANSWERS))
