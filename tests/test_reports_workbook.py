"""The scored workbook as it is written: its text, its tables, its links, and the way from each figure to its source."""

from collections import Counter
from collections.abc import Callable
from functools import cache
from io import BytesIO

import office
import pytest
from building import answers, everywhere, question, tiny_round
from councils import assessment_of
from openpyxl import Workbook, load_workbook
from openpyxl.utils.cell import coordinate_to_tuple

from rasp_xl.model.answers import CHOICE_TEXTS, Answer
from rasp_xl.model.question_file import standard_set
from rasp_xl.model.questions import Purpose, QuestionSet
from rasp_xl.model.rounds import Round
from rasp_xl.reports.assessment import Assessment
from rasp_xl.reports.positions import (
    ANSWERS,
    ANSWERS_FIRST_ROW,
    CHECKS,
    GAPS,
    GATES,
    HEAT_MAP,
    MAP_FIRST_ROW,
    QUESTION_MAP,
    RESPONSES,
    RETURNS,
    SCORES,
    SCORES_FIRST_ROW,
    SENSITIVITY,
    STATUS_COLUMN,
    THEME_MAP,
    WHAT_IF,
    Positions,
)
from rasp_xl.reports.proof_sheets import CHECKS_FIRST_ROW
from rasp_xl.reports.score_sheets import COUNCIL, SCORE_HEADINGS
from rasp_xl.reports.sheet_table import HEADER_ROW
from rasp_xl.reports.summary_sheet import action_rows
from rasp_xl.reports.workbook import workbook_bytes

ASKED = standard_set()
ROUND = Round(Purpose.NEW, 2, ASKED)
VALUES = (4, 3, 2, "DK", 3, 1, None, 4, "NA", 2, 0, 3)


@cache
def small() -> Assessment:
    """Two councils: one answers everything, the other in every way there is."""
    mixed = {
        q.id: Answer(q.id, VALUES[n % len(VALUES)], "Minute 7" if n % 2 else "") for n, q in enumerate(ASKED.questions)
    }
    return assessment_of(ROUND, {"Eastvale": everywhere(ASKED, 3, "GV1=1 SV1=4*"), "Whitford": mixed})


@cache
def data() -> bytes:
    return workbook_bytes(small())


def book(values: bool = False) -> Workbook:
    return load_workbook(BytesIO(data()), data_only=values)


def table_rows(sheet: str, first: int = HEADER_ROW) -> list[dict[str, object]]:
    """The rows of a table as mappings by heading."""
    rows = book(values=True)[sheet].iter_rows(first, values_only=True)
    heads = next(rows)
    return [dict(zip(heads, row, strict=True)) for row in rows]


@pytest.mark.parametrize("sheet", [SCORES, GATES, HEAT_MAP, SENSITIVITY, WHAT_IF, CHECKS])
def test_sheet_reads_as_before(golden: Callable[[str, str], None], sheet: str) -> None:
    """Every formula and value of the sheets that prove the scores, line by line, so that no change passes unseen."""
    formulas, values = office.formula_cells(data())[sheet], office.cell_values(data())[sheet]
    places = sorted({*formulas, *values}, key=coordinate_to_tuple)
    lines = (f"{p}  {values.get(p, '')!r}" + (f"  ={formulas[p]}" if p in formulas else "") for p in places)

    golden(f"scored_{sheet.lower().replace(' ', '_')}", "\n".join(lines) + "\n")


def test_scores_is_a_real_table() -> None:
    """Scores keeps to the rules for published statistics: one tagged table, no fill, no filters hiding rows."""
    sheet = book()[SCORES]
    (table,) = sheet.tables.values()

    assert table.ref.startswith(f"A{SCORES_FIRST_ROW - 1}:")
    assert tuple(column.name for column in table.tableColumns) == SCORE_HEADINGS
    assert {cell.fill.fill_type for row in sheet.iter_rows() for cell in row} == {None}
    assert sheet.max_row == SCORES_FIRST_ROW - 1 + 2 * (len(ASKED.areas) + 1)


def test_scores_are_formulas() -> None:
    """Nothing on Scores and the maps is a pasted number: each figure is a formula over another sheet or row."""
    for name, first_column in ((SCORES, 3), (HEAT_MAP, 2), (THEME_MAP, 2), (QUESTION_MAP, 2)):
        first = SCORES_FIRST_ROW if name == SCORES else MAP_FIRST_ROW
        numbers = [
            cell.coordinate
            for row in book()[name].iter_rows(first, min_col=first_column)
            for cell in row
            if isinstance(cell.value, (int, float))
        ]
        assert numbers == [], name


@pytest.mark.parametrize("sheet", [HEAT_MAP, THEME_MAP, QUESTION_MAP])
def test_maps_link_each_council_to_its_scores(sheet: str) -> None:
    """A council's name on a map leads to the row of Scores that begins with its name."""
    made = book(values=True)
    for council, card in enumerate(small().cards):
        cell = made[sheet].cell(MAP_FIRST_ROW + council, 1)
        target, _, address = cell.hyperlink.location.rpartition("!")

        assert cell.value == card.name
        assert target.strip("'") == SCORES
        assert made[SCORES].cell(coordinate_to_tuple(address)[0], COUNCIL).value == card.name


def test_heat_map_cells_carry_number_and_word() -> None:
    """Colour never stands alone: in each band the number format adds the band's number and name, held or not."""
    made = book()[HEAT_MAP]
    formats = [
        rule.dxf.numFmt.formatCode
        for area in made.conditional_formatting
        for rule in area.rules
        if rule.dxf and rule.dxf.numFmt
    ]

    for band in ROUND.settings.bands:
        assert {f'0.0"  {band.number} {band.name}"', f'0.0"  {band.number} {band.name}*"'} <= set(formats)


def test_responses_lead_to_the_cell_that_was_read() -> None:
    """Every answer of every return has a row with its file, sheet and cell, as typed and as it counts."""
    expected = [
        (e.path, a.place.sheet, a.place.cell, a.question, a.raw or None)
        for e in small().ledger.entries
        for a in (e.returned.answers.values() if e.returned else ())
    ]
    found = [
        tuple(row[key] for key in ("File", "Sheet", "Cell", "Question", "As typed")) for row in table_rows(RESPONSES)
    ]

    assert found == expected
    assert len(found) == 2 * 57


def test_responses_say_how_each_answer_counts() -> None:
    """Levels stay numbers; don't know, not applicable and no answer have a word, so that no cell is empty by accident."""
    counted = {row["Question"]: row["Counts as"] for row in table_rows(RESPONSES) if row["Council"] == "Whitford"}

    assert [counted[q.id] for q in ASKED.questions[:12]] == ["no answer" if v is None else v for v in VALUES]


def test_answers_hold_what_counts() -> None:
    """The sheet Answers has a row for each council, with levels as numbers and an empty cell where there is no answer."""
    at, made = Positions(small()), book(values=True)[ANSWERS]
    row = ANSWERS_FIRST_ROW + [card.name for card in small().cards].index("Whitford")
    first = at.answer_column(ASKED.questions[0])

    assert [made.cell(row, first + n).value for n in range(12)] == list(VALUES)
    assert [made.cell(row, at.evidence_column(q)).value for q in ASKED.questions[:4]] == [0, 1, 0, 1]


def test_two_respondents_are_one_council() -> None:
    """Two people of one council have their rows in Responses, and one row in Answers: the median, rounded down."""
    both = assessment_of(ROUND, {"Eastvale": everywhere(ASKED, 4), "Eastvale | Treasurer": everywhere(ASKED, 1)})
    made = load_workbook(BytesIO(workbook_bytes(both)), data_only=True)
    at = Positions(both)

    assert made[ANSWERS].cell(ANSWERS_FIRST_ROW, at.answer_column(ASKED.questions[0])).value == 2
    assert made[ANSWERS].cell(ANSWERS_FIRST_ROW + 1, 1).value is None
    assert made[RESPONSES].max_row == HEADER_ROW + 2 * 57


def test_returns_are_the_ledger() -> None:
    """Every file found has one row with one status, and the control total stands above."""
    rows = table_rows(RETURNS)
    statuses = [row[book()[RETURNS].cell(HEADER_ROW, STATUS_COLUMN).value] for row in rows]

    assert [row["File"] for row in rows] == [e.path for e in small().ledger.entries]
    assert statuses == ["scored", "scored"]
    assert small().control_line in {cell.value for cell in book(values=True)[RETURNS]["A"]}


def test_checks_count_what_is_there() -> None:
    """The control totals are those of the answers themselves, counted here once more."""
    kinds = Counter("blank" if a.value is None else str(a.value) for card in small().cards for a in card.answers)
    lines = table_rows(CHECKS, CHECKS_FIRST_ROW - 1)
    shown = {line["What is checked"]: (line["In this workbook"], line["Should be"]) for line in lines}
    levels = sum(kinds[str(level)] for level in range(5))
    counts = {"levels": levels, "don't know": kinds["DK"], "not applicable": kinds["NA"], "no answer": kinds["blank"]}

    assert {word: shown[f"Answers: {word}"] for word in counts} == {word: (n, n) for word, n in counts.items()}
    assert shown["Answer cells read"] == (114, 114)
    assert shown["Files found"] == (2, 2)


def test_gaps_are_ranked_within_each_council() -> None:
    """Ranks run from 1 in each council, a question at the top level has no row, and owner, due and status wait to be filled."""
    rows = table_rows(GAPS)
    ranks = {name: [row["Rank"] for row in rows if row["Council"] == name] for name in ("Eastvale", "Whitford")}

    assert ranks == {name: list(range(1, len(found) + 1)) for name, found in ranks.items()}
    assert len(ranks["Eastvale"]) == 56
    assert CHOICE_TEXTS[4] not in {row["Answer"] for row in rows}
    assert {(row["Owner"], row["Due"], row["Status"]) for row in rows} == {(None, None, None)}


def test_nothing_found_still_has_a_row(asked: QuestionSet) -> None:
    """A table without rows says so in words, because Excel opens no table without a row."""
    done = assessment_of(ROUND, {"Eastvale": answers(" ".join(f"{q.id}=4*" for q in asked.questions))})
    made = load_workbook(BytesIO(workbook_bytes(done)), data_only=True)

    assert made[GAPS].cell(HEADER_ROW + 1, 1).value == "none"


def test_actions_say_where_gates_are_closed_and_where_weak() -> None:
    """The order of what to do first goes by both, so the column beside it names both."""
    round_ = tiny_round(question("SV1"), question("SV2", gate=2), question("SV3", gate=2), stage=2)
    given = {"A": "SV1=3 SV2=0 SV3=4", "B": "SV1=3 SV2=1 SV3=1", "C": "SV1=3 SV2=1 SV3=4"}
    at = Positions(assessment_of(round_, {name: answers(text) for name, text in given.items()}))

    assert [row[:2] for row in action_rows(at)] == [
        ("SV2 Theme SV", "closed in 1, weak in 2"),
        ("SV3 Theme SV", "weak in 1"),
        ("SV1 Theme SV", "none"),
    ]
