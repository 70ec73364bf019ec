"""The sheet Checks turns whatever is typed over, and says in one cell where to look."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from edits import Edit, figures, inputs, lists, names
from office_walk import Cells, Change, TypedFormula, walk
from rounds_alike import alike, books

from rasp_xl.outgoing.book import cell
from rasp_xl.reports.actions_sheet import OWNER_COLUMN, STATUS_COLUMN
from rasp_xl.reports.positions import ALL_WELL, CHECKS, GAPS, SETTINGS, SUMMARY, WHAT_IF, Positions
from rasp_xl.reports.proof_sheets import CHECKS_FIRST_ROW, DIFFERENT, SAME
from rasp_xl.reports.sheet_table import HEADER_ROW
from rasp_xl.reports.what_if_places import CHOSEN, ENTRY, Places

pytestmark = pytest.mark.office

VERDICT = (CHECKS, "A2")


def differing(seen: Cells) -> set[str]:
    """The rows of Checks that say so."""
    return {a[1:] for (sheet, a), value in seen.items() if (sheet, a[0], value) == (CHECKS, "E", DIFFERENT)}


@pytest.mark.parametrize("edits", [figures, inputs, names, lists])
def test_checks_name_what_was_typed_over(edits: Callable[[Positions], list[Edit]], tmp_path: Path) -> None:
    """A score, a band, a gate, a map, a count, an answer, a setting, a name: one cell says which check differs first, and Summary repeats it."""
    typed = edits(Positions(alike()[0]))
    start, moved = walk(books()[0], [edit.change for edit in typed], tmp_path)
    lines = sum(sheet == CHECKS and a[0] == "E" and value == SAME for (sheet, a), value in start.items())

    assert start[VERDICT] == ALL_WELL
    for edit, seen in zip(typed, moved, strict=True):
        assert f"first: {edit.told}" in str(seen.get(VERDICT)), edit
        told = f"{len(differing(seen))} of {lines} checks differ" if differing(seen) else "Settings were changed"
        assert told in str(seen[VERDICT]), edit
        assert bool(differing(seen)) != (edit.sheet == SETTINGS and edits is inputs), edit
        assert seen[SUMMARY, "A5"] == f"Checks: {seen[VERDICT]}"
        assert str(seen[SUMMARY, "A6"]).startswith("What needs attention")


def test_checks_cannot_be_talked_round(tmp_path: Path) -> None:
    """Typing over what a figure should be, or over the word same, is noticed too; an error is a difference."""
    row = CHECKS_FIRST_ROW + 3
    typed = (("D", 9), ("C", 9), ("C", TypedFormula("1/0")), ("E", "fine"), ("E", ""), ("E", SAME))
    changes: list[Change] = [{(CHECKS, f"{column}{row}"): value} for column, value in typed]
    _start, moved = walk(books()[0], changes, tmp_path)

    assert len(moved) == 6
    assert all(re.match("1 of [0-9]{3} checks differ,", str(seen[VERDICT])) for seen in moved[:-1])
    assert "see the column Same" in str(moved[3][VERDICT])
    assert "Checks itself" in str(moved[5][VERDICT])


def test_what_is_theirs_turns_nothing(tmp_path: Path) -> None:
    """Somebody tries a council and answers on What if, and fills Owner, Due and Status: Checks stays content."""
    at = Positions(alike()[0])
    places, row = Places(at), HEADER_ROW + 2
    answers = {(WHAT_IF, places.question(q, ENTRY).replace("$", "")): n % 5 for n, q in enumerate(at.questions)}
    columns = (OWNER_COLUMN, OWNER_COLUMN + 1, STATUS_COLUMN)
    typed = {(GAPS, cell(row, c)): text for c, text in zip(columns, ("A. Lee", 46000, "Done"), strict=True)}
    council = {(WHAT_IF, CHOSEN.replace("$", "")): at.assessment.cards[2].name}
    _, moved = walk(books()[0], [council, answers, council | answers, typed], tmp_path)

    assert [seen.get(VERDICT, ALL_WELL) for seen in moved] == [ALL_WELL] * 4
    assert len(moved[2]) > len(moved[1]) > 50


def test_rounds_alike_check_themselves(tmp_path: Path) -> None:
    """Over other answers and settings the same formulas say that all is well."""
    for data in books()[1:]:
        start, _ = walk(data, [{}], tmp_path)

        assert start[VERDICT] == ALL_WELL
