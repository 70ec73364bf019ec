"""The sheet Settings as it is written: whatever finance may change has a name, a limit, and a word on what it does."""

from dataclasses import fields, replace
from functools import cache
from io import BytesIO

import pytest
from building import everywhere
from councils import assessment_of
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.datavalidation import DataValidation

from rasp_xl.model.palette import COLOUR_THEMES
from rasp_xl.model.question_file import standard_set
from rasp_xl.model.questions import Purpose
from rasp_xl.model.rounds import Round, Settings
from rasp_xl.outgoing.style import ENTRY_FILL
from rasp_xl.reports.positions import (
    BANDS_ROW,
    CHECKS,
    SETTING_FIRST_STAGE,
    SETTING_WEIGHT,
    SETTINGS,
    SETTINGS_FIRST_QUESTION_ROW,
    SETTINGS_FIRST_ROW,
)
from rasp_xl.reports.settings_sheet import settings_of
from rasp_xl.reports.workbook import workbook_bytes

ASKED = standard_set()
ROUND = Round(Purpose.NEW, 2, ASKED)
LIMITS = {
    "round_stage": ("whole", "1", "4"), "min_coverage": ("decimal", "0", "100"), "max_not_applicable": ("decimal", "0", "100"),
    "closed_gate_band": ("whole", "1", "$B$9"), "weak_gate_band": ("whole", "$B$8", "$B$10"), "conditional_gate_band": ("whole", "$B$9", "4"),
    "overall_steps_above": ("whole", "0", "3"), "top_band_gate_level": ("whole", "1", "4"), "unevidenced_level": ("whole", "0", "4"),
    "asymmetric_levels": ("whole", "1", "4"), "asymmetric_points": ("decimal", "0", "100"), "strength_from_level": ("whole", "1", "4"),
    "gap_to_level": ("whole", "0", "3"), "colour_theme": ("list", '"blue,red-amber-green"', None),
}  # fmt: skip


@cache
def made(values: bool = False) -> Workbook:
    data = workbook_bytes(assessment_of(ROUND, {"Northmoor": everywhere(ASKED, 3)}))
    return load_workbook(BytesIO(data), data_only=values)


def address(name: str) -> str:
    """The cell of a defined name, which is on Settings."""
    sheet, _, cell = str(made().defined_names[name].attr_text).replace("$", "").rpartition("!")
    assert sheet.strip("'") == SETTINGS
    return cell


def validation(cell: str) -> DataValidation:
    """The one rule that limits a cell."""
    (found,) = (v for v in made()[SETTINGS].data_validations.dataValidation if cell in v.sqref)
    return found


def test_the_engine_has_no_setting_that_finance_cannot_change() -> None:
    """Every field of the engine's settings is a named cell; the edges of the bands are named as a whole.

    Whether the page shows evidence moves no figure.
    """
    names = set(made().defined_names)

    assert {field.name for field in fields(Settings)} - {"bands", "show_evidence"} == set(LIMITS) - {"round_stage"}
    assert names >= {*LIMITS, "band_from", "band_label"}


@pytest.mark.parametrize(("name", "limits"), LIMITS.items())
def test_setting_is_limited_and_says_so(name: str, limits: tuple[str, str, str | None]) -> None:
    """What cannot be right is refused with a message, and what may be typed is said before."""
    rule = validation(address(name))

    assert (rule.type, rule.formula1, rule.formula2) == limits
    assert rule.errorTitle
    assert rule.prompt == rule.error
    assert rule.prompt
    assert rule.prompt.startswith("Please ")
    assert rule.showErrorMessage


@pytest.mark.parametrize("name", LIMITS)
def test_setting_has_its_value_and_a_word_on_what_it_does(name: str) -> None:
    """Yellow, with the value of scoring beside it, and a sentence."""
    cell = made(values=True)[SETTINGS][address(name)]
    expected = ROUND.stage if name == "round_stage" else getattr(ROUND.settings, name)
    label, _, before, does = (made(values=True)[SETTINGS].cell(cell.row, column).value for column in range(1, 5))

    assert cell.value == before == expected
    assert cell.fill.fgColor.rgb == f"FF{ENTRY_FILL.removeprefix('#').upper()}"
    assert label
    assert str(does).endswith(".")


def test_a_higher_level_of_a_gate_never_leaves_less_open() -> None:
    """The cells that limit each other are those of a closed, a weak and a conditional gate, in this order."""
    assert [address(f"{state}_gate_band") for state in ("closed", "weak", "conditional")] == ["B8", "B9", "B10"]
    assert validation("B9").error == "Please type a whole number from what stands in B8 to what stands in B10."


def test_edges_cannot_cross() -> None:
    """The lowest band holds from 0, which is no entry, and every other edge stays between its neighbours."""
    first = f"B{BANDS_ROW}"
    sheet = made()[SETTINGS]

    assert (sheet[first].value, sheet[first].fill.fill_type) == (0, None)
    assert not [v for v in sheet.data_validations.dataValidation if first in v.sqref]
    assert [(validation(f"B{BANDS_ROW + n}").formula1, validation(f"B{BANDS_ROW + n}").formula2) for n in (1, 2, 3)] == [
        (f"$B${BANDS_ROW}", f"$B${BANDS_ROW + 2}"), (f"$B${BANDS_ROW + 1}", f"$B${BANDS_ROW + 3}"), (f"$B${BANDS_ROW + 2}", "100"),
    ]  # fmt: skip


def test_every_question_has_a_weight_and_every_gate_a_stage() -> None:
    """A weight is limited for each question, and a first stage for those that are gates; a question that is none says so."""
    sheet, values = made()[SETTINGS], made(values=True)[SETTINGS]
    for row, question in enumerate(ASKED.questions, SETTINGS_FIRST_QUESTION_ROW):
        weight, stage = (values.cell(row, column) for column in (SETTING_WEIGHT, SETTING_FIRST_STAGE))
        first = ROUND.gate_from(question)

        assert weight.value == ROUND.weight(question)
        assert (validation(weight.coordinate).formula1, validation(weight.coordinate).formula2) == ("0", "10")
        assert stage.value == ("no gate" if first is None else first)
        limited = [v for v in sheet.data_validations.dataValidation if stage.coordinate in v.sqref]
        assert len(limited) == (first is not None)


def test_all_is_as_at_scoring_at_first() -> None:
    """Somebody who opens the workbook sees that nothing was changed yet."""
    assert str(made(values=True)[SETTINGS]["A2"].value).endswith("All are as at scoring.")


def test_checks_watches_every_setting_that_moves_a_figure() -> None:
    """Checks compares each number on Settings with the engine's, so that a change is said even where no band moves."""
    watched = {str(cell.value).removeprefix("=") for cell in made()[CHECKS]["C"]}

    assert set(LIMITS) - {"colour_theme"} <= watched


def test_settings_are_those_of_the_round() -> None:
    """A round that was set otherwise is written as it was set."""
    other = replace(ROUND, stage=4, settings=Settings(weak_gate_band=1, colour_theme=COLOUR_THEMES[1].name))
    data = workbook_bytes(assessment_of(other, {"Northmoor": everywhere(ASKED, 3)}))
    sheet = load_workbook(BytesIO(data), data_only=True)[SETTINGS]

    assert [sheet.cell(row, 2).value for row in range(SETTINGS_FIRST_ROW, SETTINGS_FIRST_ROW + 13)] == [
        setting.value for setting in settings_of(other)
    ]
    assert sheet[address("weak_gate_band")].value == 1
    assert sheet[address("colour_theme")].value == "red-amber-green"
