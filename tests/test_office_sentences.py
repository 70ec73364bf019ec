"""What the maps and Partners say above their figures is what the engine says, also of ties, of one council and of none scored."""

import random
from collections.abc import Mapping
from pathlib import Path

import office
import pytest
from building import answers, question, tiny_round, with_settings
from councils import assessment_of
from figures import scored_figures
from zip_parts import members

from rasp_xl.model.answers import Answer
from rasp_xl.model.questions import AnswerValue, Question
from rasp_xl.model.rounds import Round
from rasp_xl.reports.assessment import Assessment
from rasp_xl.reports.positions import HEAT_MAP, PARTNERS, THEME_MAP
from rasp_xl.reports.workbook import workbook_bytes

pytestmark = pytest.mark.office

ASKED = tuple(question(f"{area}{n}", n, 1 if n == 2 else None) for area in ("AA", "BB", "CC") for n in (1, 2, 3))
VALUES: tuple[AnswerValue, ...] = (0, 1, 2, 2, 2, 3, 4, "DK", "NA", None)
TWISTED = {
    "conditional_gate_band": 4, "weak_gate_band": 1, "overall_steps_above": 0, "unevidenced_level": 1, "asymmetric_levels": 1,
    "asymmetric_points": 33.3, "strength_from_level": 2, "top_band_gate_level": 1, "colour_theme": "red-amber-green",
}  # fmt: skip


def drawn(seed: int, councils: int) -> dict[str, Mapping[str, Answer]]:
    """Councils with answers of every kind, each at least one."""
    draw = random.Random(seed)

    def one(q: Question) -> Answer:
        return Answer(q.id, draw.choice(VALUES), draw.choice(("Minute 7", "")))

    return {f"Council {c}": {q.id: one(q) for q in ASKED} | {"AA1": Answer("AA1", 2)} for c in range(councils)}


def recalculated(assessment: Assessment, tmp: Path) -> dict[tuple[str, str], object]:
    """Every cell after LibreOffice calculated from planted wrong values, by sheet and address; line breaks as spaces."""
    book = office.recalculate(office.plant_wrong_values(workbook_bytes(assessment)), tmp)
    assert not [name for name, body in members(book).items() if b't="e"' in body]
    cells = ((s, a, v) for s, found in office.cell_values(book).items() for a, v in found.items())
    return {(s, a): v.replace("\n", " ") if isinstance(v, str) else v for s, a, v in cells}


def assert_as_the_engine_says(assessment: Assessment, tmp: Path) -> None:
    seen, expected = recalculated(assessment, tmp), scored_figures(assessment)

    assert {place: seen.get(place, "") for place in expected} == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(("seed", "councils"), [(1, 1), (2, 2), (3, 3), (4, 40)])
@pytest.mark.parametrize("settings", [{}, TWISTED], ids=["standard", "twisted"])
def test_drawn_rounds(seed: int, councils: int, settings: dict[str, float | str], tmp_path: Path) -> None:
    """Whatever councils answer and finance sets, every figure and sentence is the engine's."""
    round_: Round = with_settings(tiny_round(*ASKED), **settings)

    assert_as_the_engine_says(assessment_of(round_, drawn(seed, councils)), tmp_path)


def test_ties_go_to_the_first_asked(tmp_path: Path) -> None:
    """Means of 50 that floats add up in different ways: the sheet and the engine name the same area, the first."""
    asked = (question("AA1", 1), question("AA2", 2), question("BB1", 1), question("BB2", 2))
    given = {
        "Ashcombe": "AA1=4 AA2=0 BB1=2 BB2=2",
        "Bryn": "AA1=0 AA2=4 BB1=2 BB2=2",
        "Crane": "AA1=2 AA2=2 BB1=2 BB2=2",
    }
    assessment = assessment_of(tiny_round(*asked), {name: answers(text) for name, text in given.items()})
    seen = recalculated(assessment, tmp_path)

    assert_as_the_engine_says(assessment, tmp_path)
    assert str(seen[HEAT_MAP, "A2"]).startswith("Weakest area on average: Area AA (mean 50.0,")
    assert str(seen[THEME_MAP, "A2"]).startswith("Weakest theme on average: Theme AA (mean 50.0,")


def test_none_scored(tmp_path: Path) -> None:
    """Where nothing applies anywhere the sheets say so, without an error in any cell."""
    nothing = answers(" ".join(f"{q.id}=NA!" for q in ASKED))
    assessment = assessment_of(tiny_round(*ASKED), {"Ashcombe": nothing, "Bryn": nothing})
    seen = recalculated(assessment, tmp_path)

    assert_as_the_engine_says(assessment, tmp_path)
    assert seen[HEAT_MAP, "A2"] == seen[THEME_MAP, "A2"] == "No council has a score yet."
    assert str(seen[PARTNERS, "A2"]).endswith("0 asymmetries among 9 questions.")
