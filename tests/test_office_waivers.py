"""The scored workbook of a round with waivers, recalculated: what the engine says, and what moves when a waiver is typed."""

from dataclasses import replace
from pathlib import Path

import office
import pytest
from building import answers, scored
from councils import MIDDLE, NORTHMOOR, assessment_of, three_councils, typed
from figures import moved_by, scored_figures, your_scores
from office_walk import Change, walk
from xlsx_lint import lint

from rasp_xl.model.answers import Answer
from rasp_xl.model.findings import Waiver
from rasp_xl.model.layout import COUNTING
from rasp_xl.model.question_file import standard_set
from rasp_xl.model.questions import Purpose
from rasp_xl.model.rounds import Partner, Round
from rasp_xl.outgoing.filling import Filling
from rasp_xl.outgoing.template import template_bytes
from rasp_xl.reports.positions import CHECKS, Positions
from rasp_xl.reports.proof_sheets import ALL_WELL
from rasp_xl.reports.workbook import workbook_bytes

pytestmark = pytest.mark.office

ASKED = standard_set()
ROUND = Round(Purpose.NEW, 2, ASKED)
GATES = ("GV12", "SV3", "RM4")
"""Two that bite before signature and one that bites later."""

GIVEN = {q.id: Answer(q.id, (3, 4, 4, 3)[n % 4], "Minute 7") for n, q in enumerate(ASKED.questions)} | {
    gate: Answer(gate, "NA", comment="Cannot apply") for gate in GATES
}


def waivers(*questions: str, councils: tuple[str, ...] = (NORTHMOOR,)) -> Round:
    """The round with these gates waived."""
    names = ("Ashcombe", NORTHMOOR, "Whitford")
    partners = tuple(Partner(name.lower(), name) for name in names)
    agreed = tuple(
        Waiver(council.lower(), "RX205", question, "Cannot apply.", "Board")
        for council in councils
        for question in questions
    )
    return Round(Purpose.NEW, 2, ASKED, partners=partners, waivers=agreed)


def place(reference: str) -> tuple[str, str]:
    """A cell named as a formula names it."""
    sheet, _, address = reference.replace("$", "").rpartition("!")
    return sheet, address


def test_workbook_with_waivers_is_what_the_engine_says(tmp_path: Path) -> None:
    """From planted wrong values every formula gives what we wrote, and every figure the engine's."""
    assessment = three_councils(waivers(*GATES[:2]), GIVEN)
    data = workbook_bytes(assessment)
    recalculated = office.recalculate(office.plant_wrong_values(data), tmp_path)
    before, after = office.cell_values(data), office.cell_values(recalculated)
    formulas = [(sheet, address) for sheet, cells in office.formula_cells(data).items() for address in cells]
    card = assessment.cards[MIDDLE]

    assert [gate.state for gate in card.gates].count("waived") == 2
    assert lint(data) == ()
    assert {p: after[p[0]].get(p[1]) for p in formulas} == pytest.approx(
        {p: before[p[0]].get(p[1]) for p in formulas}, abs=1e-9
    )
    assert after[CHECKS]["A2"] == ALL_WELL


def test_waiver_typed_into_answers_moves_what_the_engine_moves(tmp_path: Path) -> None:
    """Somebody types NW for NA, or takes it back: scores, caps, maps and partners follow as if the round had said so."""
    at = Positions(three_councils(waivers("GV12"), GIVEN))
    questions = {q.id: q for q in ASKED.questions}
    cell = {gate: place(at.answer(MIDDLE, questions[gate])) for gate in GATES}
    cases: list[tuple[Change, Round]] = [
        ({cell["GV12"]: "NA"}, waivers()),
        ({cell["SV3"]: "NW"}, waivers("GV12", "SV3")),
        ({cell["GV12"]: "NA", cell["RM4"]: "NW"}, waivers("RM4")),
    ]
    start, moved = walk(workbook_bytes(at.assessment), [change for change, _ in cases], tmp_path)
    before = scored_figures(at.assessment)

    assert {p: start.get(p, "") for p in before} == pytest.approx(before, abs=1e-9)
    for (change, round_), seen in zip(cases, moved, strict=True):
        after = scored_figures(three_councils(round_, GIVEN))
        expected = moved_by(before, after)

        assert expected, change
        assert {p: v for p, v in seen.items() if p in before} == pytest.approx(expected, abs=1e-9), change


def test_all_councils_waived(tmp_path: Path) -> None:
    """A question that applies to nobody by waivers is compared with nobody."""
    round_ = replace(waivers("GV12", councils=("Ashcombe", NORTHMOOR)), partners=waivers().partners[:2])
    assessment = assessment_of(round_, {name: GIVEN | answers("SV3=3 RM4=3") for name in ("Ashcombe", NORTHMOOR)})
    data = workbook_bytes(assessment)
    start, _ = walk(office.plant_wrong_values(data), [{("Settings", "A1"): "Settings"}], tmp_path)
    figures = scored_figures(assessment)
    spread = next(q for q in assessment.partnership.questions if q.id == "GV12")

    assert spread.gap is None
    assert {p: start.get(p, "") for p in figures} == pytest.approx(figures, abs=1e-9)


def test_copy_for_a_council_shows_its_waived_gate(tmp_path: Path) -> None:
    """A template that goes back filled shows the council the score that the office has, and asks nothing about the gate."""
    given = GIVEN | {"GV12": replace(GIVEN["GV12"], waived=True)}
    filling = Filling(ROUND, scored(ROUND, given), Partner("northmoor", NORTHMOOR))
    data = template_bytes(filling)
    before, after = (
        office.cell_values(d) for d in (data, office.recalculate(office.plant_wrong_values(data), tmp_path))
    )
    formulas = [(sheet, address) for sheet, cells in office.formula_cells(data).items() for address in cells]
    figures = your_scores(filling.card, ROUND)

    assert {p: after[p[0]].get(p[1]) for p in formulas} == pytest.approx(
        {p: before[p[0]].get(p[1]) for p in formulas}, abs=1e-9
    )
    assert {p: after[p[0]].get(p[1], "") for p in figures} == pytest.approx(figures, abs=1e-9)


def test_nobody_can_type_a_waiver(tmp_path: Path) -> None:
    """NW in an answer cell of a template cannot be read, as any other word."""
    blank = template_bytes(Filling(ROUND, scored(ROUND, "")))
    shown = office.cell_values(office.recalculate(typed(blank, ASKED, {"GV12": ("NW", "", "")}), tmp_path))
    row = {value: address[1:] for address, value in shown[COUNTING].items() if address.startswith("A")}["GV12"]

    assert shown[COUNTING][f"H{row}"] == "?"
