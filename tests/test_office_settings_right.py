"""A setting that cannot be right, emptied or pasted over a validation, is said before any figure that hangs on it is believed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from building import everywhere
from councils import assessment_of
from office_walk import Change, walk

from rasp_xl.model.question_file import standard_set
from rasp_xl.model.questions import Purpose
from rasp_xl.model.rounds import Round
from rasp_xl.outgoing.book import cell
from rasp_xl.reports.live import MEND_FIRST
from rasp_xl.reports.positions import (
    BANDS_ROW,
    CHECKS,
    GATES,
    HEAT_MAP,
    METHOD,
    PARTNERS,
    SCORES,
    SENSITIVITY,
    SETTING_FIRST_STAGE,
    SETTING_WEIGHT,
    SETTINGS,
    SETTINGS_FIRST_QUESTION_ROW,
    SETTINGS_FIRST_ROW,
    SUMMARY,
    THEME_MAP,
    WHAT_IF,
    Positions,
)
from rasp_xl.reports.proof_sheets import EDITED, FOLLOWS
from rasp_xl.reports.settings_sheet import settings_of
from rasp_xl.reports.workbook import workbook_bytes

pytestmark = pytest.mark.office

ASKED = standard_set()
AT = Positions(assessment_of(Round(Purpose.NEW, 2, ASKED), {"Ashcombe": everywhere(ASKED, 3, "GV12=1")}))
LABELS = {setting.name: setting.label for setting in settings_of(AT.assessment.round)}
ROWS = {name: row for row, name in enumerate(LABELS, SETTINGS_FIRST_ROW)}
QUESTIONS = {q.id: row for row, q in enumerate(ASKED.questions, SETTINGS_FIRST_QUESTION_ROW)}
GATE = AT.gates[0].id
NO_GATE = next(q.id for q in ASKED.questions if q not in AT.gates)
COLOURS = SETTINGS_FIRST_ROW + len(ROWS)
SAID = [(sheet, "A2") for sheet in (SCORES, GATES, HEAT_MAP, THEME_MAP, PARTNERS, SENSITIVITY, WHAT_IF, SUMMARY)]
SAID += [(GATES, "A3"), (PARTNERS, "A3"), (SUMMARY, "A4")]


def setting(name: str, value: object) -> Change:
    return {(SETTINGS, cell(ROWS[name], 2)): value}


def told(name: str) -> str:
    return f"{LABELS[name]} (row {ROWS[name]})"


def wrong() -> Iterator[tuple[Change, int, str]]:
    """What somebody leaves in cells, how many settings cannot be right then, and the first."""
    for name, value in (
        ("round_stage", ""), ("round_stage", 5), ("round_stage", 1.5), ("round_stage", "2"), ("min_coverage", "77,5"),
        ("max_not_applicable", "25 %"), ("max_not_applicable", 101), ("overall_steps_above", -1), ("unevidenced_level", ""),
        ("asymmetric_levels", "two"), ("closed_gate_band", ""), ("closed_gate_band", -5), ("weak_gate_band", ""),
    ):  # fmt: skip
        yield setting(name, value), 1, told(name)
    yield setting("weak_gate_band", 4), 2, told("weak_gate_band")
    yield setting("round_stage", "") | setting("gap_to_level", 9), 2, told("round_stage")
    for question, column, value in (
        (NO_GATE, SETTING_WEIGHT, "2,5"), (NO_GATE, SETTING_WEIGHT, ""), (GATE, SETTING_WEIGHT, 11),
        (GATE, SETTING_FIRST_STAGE, ""), (NO_GATE, SETTING_FIRST_STAGE, 1),
    ):  # fmt: skip
        row = QUESTIONS[question]
        yield {(SETTINGS, cell(row, column)): value}, 1, f"{question} (row {row})"
    yield {(SETTINGS, cell(BANDS_ROW, 2)): ""}, 1, f"1 Not ready (row {BANDS_ROW})"
    yield {(SETTINGS, cell(BANDS_ROW + 1, 2)): 65}, 2, f"2 Emerging (row {BANDS_ROW + 1})"
    yield {(SETTINGS, cell(COLOURS, 2)): "green"}, 1, f"Colours of the maps (row {COLOURS})"


def test_what_cannot_be_right_is_said_first(tmp_path: Path) -> None:
    """Settings, Summary and Checks begin with it, no sentence gives assurance or an error, and its own row says no."""
    cases = list(wrong())
    start, moved = walk(workbook_bytes(AT.assessment), [change for change, _, _ in cases], tmp_path)
    sentences = [place for place in SAID if place in start]

    assert len(sentences) == len(SAID)
    for (change, number, first), seen in zip(cases, moved, strict=True):
        more = "" if number == 1 else f", and {number - 1} more"
        trouble = f"{number} {'setting' if number == 1 else 'settings'} cannot be right: {first}{more}."

        assert str(seen[SETTINGS, "A2"]).startswith(trouble), change
        assert seen[SUMMARY, "A3"] == seen[SETTINGS, "A2"]
        assert str(seen[CHECKS, "A2"]).startswith(trouble)
        assert EDITED not in str(seen[CHECKS, "A2"])
        assert FOLLOWS not in str(seen[CHECKS, "A2"])
        assert str(seen[SUMMARY, "A5"]).startswith(f"Checks: {trouble}")
        assert {place: str(seen[place]).startswith(MEND_FIRST) for place in sentences} == dict.fromkeys(sentences, True)
        assert list(seen.values()).count("no") == number
        assert not [p for p, value in seen.items() if p[0] in (SETTINGS, METHOD) and value is None]


def test_equal_edges_leave_a_band_out(tmp_path: Path) -> None:
    """Finance may do without a band: the key says that no score is in it."""
    _, (seen,) = walk(workbook_bytes(AT.assessment), [{(SETTINGS, cell(BANDS_ROW + 1, 2)): 60}], tmp_path)

    assert str(seen[HEAT_MAP, "C3"]).split() == ["2", "Emerging", "none"]
    assert str(seen[HEAT_MAP, "B3"]).split("\n")[-1].endswith("0 to under 60")
    assert "cannot be right" not in str(seen[SETTINGS, "A2"])
