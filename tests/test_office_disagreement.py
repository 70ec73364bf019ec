"""The sheet Disagreement recalculated: councils of one, two and five people, with moderated answers, and what moves when one is typed over."""

from dataclasses import replace
from pathlib import Path
from random import Random

import office
import pytest
from building import answers, everywhere, mixed_answers
from councils import assessment_of
from office_walk import walk
from xlsx_lint import lint

from rasp_xl.model.answers import Answer
from rasp_xl.model.findings import Waiver
from rasp_xl.model.question_file import standard_set
from rasp_xl.model.questions import Purpose
from rasp_xl.model.rounds import Moderated, Partner, Round
from rasp_xl.outgoing.book import cell
from rasp_xl.reports import disagreement_sheet as columns
from rasp_xl.reports.assessment import Assessment
from rasp_xl.reports.positions import ALL_WELL, CHECKS, DISAGREEMENT, RESPONSES, Positions
from rasp_xl.reports.response_sheet import COUNTS_COLUMN
from rasp_xl.reports.sheet_table import HEADER_ROW
from rasp_xl.reports.workbook import workbook_bytes

pytestmark = pytest.mark.office

ASKED = standard_set()
NAMES = ("Ashcombe", "<Môr> ~*? & Sons", "Northmoor", "Northmoor East")
PARTNERS = tuple(Partner(f"c{n}", name) for n, name in enumerate(NAMES))
PEOPLE = ("Chief executive", "Treasurer", "Monitoring officer", "Head of IT", "Head of people")
MODERATED = (
    Moderated("c0", "SV1", 1, "The charter was never adopted.", "Leader"),
    Moderated("c1", "SV2", 4, "=1+1", "Both"),
    Moderated("c2", "GV12", "NA", "No staff stay.", "All five"),
    Moderated("c2", "TR3", "DK", "Nobody could say.", "All five"),
    Moderated("c2", "SV3", 2, "One workshop was held.", "All five"),
    Moderated("c2", "EC1", 0, "It lapsed.", "All five"),
)
ROUND = Round(
    Purpose.NEW, 2, ASKED, partners=PARTNERS, moderated=MODERATED, waivers=(Waiver("c2", "RX205", "GV12", "No staff.", "Board"),)
)  # fmt: skip


def round_of(seed: int, round_: Round = ROUND) -> Assessment:
    """One person of the first council, two of the second, five of the third, one of the last; answers of every kind."""
    draw = Random(seed)
    given = {NAMES[0]: everywhere(ASKED, 3), NAMES[3]: mixed_answers(ASKED, seed)}
    for name, people in ((NAMES[1], PEOPLE[:2]), (NAMES[2], PEOPLE)):
        given |= {f"{name} | {who}": mixed_answers(ASKED, draw.randrange(999)) for who in people}
    spoiled = f"{NAMES[2]} | {PEOPLE[0]}"
    given[spoiled] = given[spoiled] | {"SV3": Answer("SV3", unreadable=True)} | answers("GV12=NA")
    return assessment_of(round_, given)


def figures(assessment: Assessment) -> dict[tuple[str, str], object]:
    """What the engine says of every row of the sheet, by cell."""
    at, found = Positions(assessment), {}
    for row, (council, one) in enumerate(at.disagreements, HEADER_ROW + 1):
        counts = (*one.levels, one.unknown, one.inapplicable, one.silent)
        shown = dict(enumerate(counts, columns.FIRST_LEVEL)) | {
            1: assessment.cards[council].name, 2: one.question, columns.GAP: "" if one.gap is None else one.gap,
            columns.DEVIATION: "" if one.deviation is None else one.deviation, columns.UNKNOWN_SHARE: one.unknown_share,
            columns.BY_MEDIAN: "no answer" if one.by_median is None else one.by_median, columns.APART: "yes" if one.apart else "no",
        }  # fmt: skip
        found |= {(DISAGREEMENT, cell(row, column)): value for column, value in shown.items()}
    return found


@pytest.mark.parametrize("seed", [1, 2])
def test_workbook_is_what_the_engine_says(seed: int, tmp_path: Path) -> None:
    """From planted wrong values every formula gives what we wrote, every measure the engine's, and Checks are well."""
    assessment = round_of(seed)
    data = workbook_bytes(assessment)
    before, after = (
        office.cell_values(d) for d in (data, office.recalculate(office.plant_wrong_values(data), tmp_path))
    )
    formulas = [(sheet, address) for sheet, cells in office.formula_cells(data).items() for address in cells]
    expected = figures(assessment)

    assert lint(data) == ()
    assert {c.respondents for c in assessment.cards} == {1, 2, 5}
    assert {one.open for c in assessment.cards for one in c.disagreement} == {True, False}
    assert {p: after[p[0]].get(p[1], "") for p in formulas} == pytest.approx(
        {p: before[p[0]].get(p[1], "") for p in formulas}, abs=1e-9
    )
    assert {p: after[p[0]].get(p[1], "") for p in expected} == pytest.approx(expected, abs=1e-9)
    assert after[CHECKS]["A2"] == ALL_WELL


def test_typing_over_a_response_moves_the_counts(tmp_path: Path) -> None:
    """A level typed over on Responses: the counts follow, and what follows from them; Checks name the sheet."""
    at = Positions(round_of(1))
    row, (council, one) = next(
        (r, pair) for r, pair in enumerate(at.disagreements, HEADER_ROW + 1) if pair[0] == 2 and pair[1].gap == 4
    )
    tops = [
        number
        for number, (entry, answer) in enumerate(at.responses, HEADER_ROW + 1)
        if entry.partner == PARTNERS[2] and (answer.question, answer.value) == (one.question, 4)
    ]
    typed = {(RESPONSES, cell(number, COUNTS_COLUMN)): 0 for number in tops}
    start, (moved,) = walk(workbook_bytes(at.assessment), [typed], tmp_path)

    assert (start[CHECKS, "A2"], at.assessment.cards[council].name) == (ALL_WELL, "Northmoor")
    assert moved[DISAGREEMENT, cell(row, columns.LAST_LEVEL)] == 0
    assert moved[DISAGREEMENT, cell(row, columns.FIRST_LEVEL)] == one.levels[0] + len(tops)
    assert (DISAGREEMENT, cell(row, columns.GAP)) in moved
    assert "first: " in str(moved[CHECKS, "A2"])


def test_round_in_which_nobody_differs(tmp_path: Path) -> None:
    """Two people of one mind: the sheet says that there is none, and nothing is in error."""
    same = everywhere(ASKED, 3)
    assessment = assessment_of(
        replace(ROUND, moderated=()), {"Northmoor | A": same, "Northmoor | B": same | answers("SV1=3*")}
    )
    data = workbook_bytes(assessment)
    after = office.cell_values(office.recalculate(office.plant_wrong_values(data), tmp_path))

    assert after[DISAGREEMENT][f"A{HEADER_ROW + 1}"] == "none"
    assert (
        after[DISAGREEMENT]["A2"]
        == "People of one council differ on 0 questions, on 0 of them widely; 0 moderated, 0 to moderate."
    )
    assert after[CHECKS]["A2"] == ALL_WELL
