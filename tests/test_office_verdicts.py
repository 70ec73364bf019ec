"""After settings were changed, as they may be, the sheet Checks still tells whether a figure was typed over."""

from collections.abc import Callable
from pathlib import Path

import pytest
from building import everywhere
from chance_rounds import Sent, since
from edits import Edit, figures, inputs, lists, names
from office_walk import Cells, Change, walk
from rounds_alike import ASKED, NAMES, ROUND, alike, books

from rasp_xl.outgoing.book import cell
from rasp_xl.reports.change_sheet import BAND_NOW, COVERAGE_NOW, DIFFERENCE, KNOWN_NOW, NOW, STEP, rows
from rasp_xl.reports.change_sheet import MOVED as MOVED_WAY
from rasp_xl.reports.positions import (
    ALL_WELL,
    BANDS_ROW,
    CHANGE,
    CHANGE_BY_QUESTION,
    CHECKS,
    HEAT_MAP,
    SETTING_WEIGHT,
    SETTINGS,
    SETTINGS_FIRST_QUESTION_ROW,
    SETTINGS_FIRST_ROW,
    Positions,
)
from rasp_xl.reports.proof_sheets import CHANGED, DIFFERENT, MOVED
from rasp_xl.reports.settings_sheet import RIGHT, VALUE, settings_of
from rasp_xl.reports.workbook import workbook_bytes

pytestmark = pytest.mark.office

VERDICT = (CHECKS, "A2")
FOLLOWS = "Every figure follows them, and no formula was typed over."
TOO = "Settings were changed as well."
AGAIN = "Look again once the setting is mended."
"""Where the edit itself makes a setting that cannot be right."""


def at() -> Positions:
    return Positions(alike()[0])


def by_settings() -> list[Edit]:
    """Every setting that is typed over in the tests, each on its own."""
    return [edit for edit in inputs(at()) if edit.sheet == SETTINGS]


def another_stage() -> Change:
    return {(SETTINGS, cell(SETTINGS_FIRST_ROW, VALUE)): 4}


def marks(seen: Cells) -> set[object]:
    """What Checks now says in the column Same, where it says something else."""
    return {
        value for (sheet, address), value in seen.items() if sheet == CHECKS and address[0] == "E" and address != "E4"
    }


def test_changed_settings_are_no_edit(tmp_path: Path) -> None:
    """Each setting on its own, then all at once: one cell says that settings were changed, which first, and that all follows."""
    edits = by_settings()
    every: Change = {place: value for edit in edits for place, value in edit.change.items()}
    _, moved = walk(books()[0], [*(edit.change for edit in edits), every], tmp_path)

    assert len(settings_of(alike()[0].round)) < len(edits)
    for edit, seen in zip([*edits, edits[0]], moved, strict=True):
        assert str(seen[VERDICT]).startswith(f"Settings were changed since scoring, first: {edit.told}"), edit
        assert str(seen[VERDICT]).endswith(FOLLOWS), edit
        assert CHANGED in marks(seen) <= {CHANGED, MOVED}
    assert MOVED in marks(moved[-1])


def without_weight(area: str) -> Change:
    """Every question of these areas and themes weighs nothing."""
    return {
        (SETTINGS, at().setting(q, SETTING_WEIGHT).partition("!")[2].replace("$", "")): 0
        for q in at().questions
        if area in (q.area, q.theme, "all")
    }


@pytest.mark.parametrize("left_out", [at().questions[0].theme, "TR", "all"])
def test_weights_of_nothing_are_no_edit(left_out: str, tmp_path: Path) -> None:
    """Finance leaves a theme, an area or all out by weights of 0: there is no score where there was one, and nobody edited it."""
    _, (seen,) = walk(books()[0], [without_weight(left_out)], tmp_path)

    assert str(seen[VERDICT]).endswith(FOLLOWS)
    assert marks(seen) == {CHANGED, MOVED}


@pytest.mark.parametrize("edits", [figures, names, lists])
def test_an_edit_is_found_under_other_settings(edits: Callable[[Positions], list[Edit]], tmp_path: Path) -> None:
    """The stage is another, and then a figure, a word or a name is typed over: Checks names the sheet all the same."""
    typed = edits(at())
    _, moved = walk(books()[0], [{**another_stage(), **edit.change} for edit in typed], tmp_path)

    for edit, seen in zip(typed, moved, strict=True):
        assert f" checks differ, first: {edit.sheet}, " in str(seen[VERDICT]), edit
        assert str(seen[VERDICT]).endswith((TOO, AGAIN)), edit
        assert DIFFERENT in marks(seen)


@pytest.mark.parametrize("row", [SETTINGS_FIRST_ROW + 1, BANDS_ROW + 2, SETTINGS_FIRST_QUESTION_ROW + 3])
def test_a_setting_that_cannot_be_right_is_not_talked_round(row: int, tmp_path: Path) -> None:
    """Somebody types a setting that cannot be right, and over the formula beside it that it is right: Checks names the row."""
    _, (seen,) = walk(books()[0], [{(SETTINGS, cell(row, VALUE)): 999, (SETTINGS, cell(row, RIGHT)): "yes"}], tmp_path)

    assert f"Settings, Formula typed over, in row {row}." in str(seen[VERDICT])


def test_a_change_typed_over_is_found(tmp_path: Path) -> None:
    """What stands on Change of now is typed over, in whatever column and also while a setting is another: Checks names the sheet and the row."""
    now = Positions(
        since(
            Sent(ROUND, {n: everywhere(ASKED, 1) for n in NAMES}), Sent(ROUND, {n: everywhere(ASKED, 3) for n in NAMES})
        )
    )
    compared = now.assessment.compared
    assert compared
    first, last = rows(now, compared)
    columns = (NOW, DIFFERENCE, MOVED_WAY, BAND_NOW, KNOWN_NOW, COVERAGE_NOW, STEP)
    edits = [(CHANGE, row, column) for row in (first, last - 1) for column in columns]
    edits += [(CHANGE_BY_QUESTION, row, column) for row in (5, 8) for column in (4, 5, 6)]
    changes = [{(sheet, cell(row, column)): "up"} for sheet, row, column in edits]
    changes += [{**one, **another_stage()} for one in changes]
    start, moved = walk(workbook_bytes(now.assessment), changes, tmp_path)

    assert start[VERDICT] == ALL_WELL
    for (sheet, row, _), seen in zip(edits * 2, moved, strict=True):
        assert f"first: {sheet}, Formula typed over, in row {row}." in str(seen[VERDICT])


def test_a_formula_is_missed_even_where_its_value_is_right(tmp_path: Path) -> None:
    """What stood there is pasted as a value: no figure differs yet, and Checks names the row."""
    start, _ = walk(books()[0], [{}], tmp_path)
    score = start[HEAT_MAP, "C7"]
    assert isinstance(score, float)
    _, (seen,) = walk(books()[0], [{(HEAT_MAP, "C7"): score}], tmp_path)

    assert "first: Heat map, Formula typed over, in row 7." in str(seen[VERDICT])
    assert marks(seen) == {DIFFERENT}
