"""A council's own workbook after LibreOffice calculated it from planted wrong values: live, true, and still saying so."""

from pathlib import Path
from typing import Any

import office
import pytest
from building import everywhere, mixed_answers
from came_back import changed
from councils import assessment_of
from openpyxl import Workbook
from openpyxl.utils.cell import get_column_letter
from packing import ASKED, OURS, ROUND, assessment, councils_of, packed
from recalculated import apart, differing, error_parts, formula_places
from recalculated import shown as cells_of
from results_figures import own_from_results

from rasp_xl.model.baseline import OVERALL
from rasp_xl.reports.pack_files import pack_files
from rasp_xl.reports.positions import ANSWERS_FIRST_COLUMN, CHECKS, SUMMARY
from rasp_xl.reports.results import results

pytestmark = pytest.mark.office

LETTERS = [get_column_letter(ANSWERS_FIRST_COLUMN + number) for number in range(len(ASKED.questions))]


@pytest.fixture(scope="module")
def made() -> list[tuple[dict[str, Any], bytes]]:
    """A council of results.json and its workbook, of several kinds: compared and of two people, among six, alone, and without a score."""
    whole = assessment()
    found = [(results(whole), OURS, packed(whole))]
    for councils in (
        councils_of(6),
        {"Council 0": mixed_answers(ASKED, 77)},
        {"Council 0": everywhere(ASKED, "NA"), "Council 1": everywhere(ASKED, 2)},
    ):
        assessed = assessment_of(ROUND, councils)
        found.append((results(assessed), "Council 0", pack_files(assessed)))
    own = [(next(c for c in content["councils"] if c["name"] == name), files) for content, name, files in found]
    return [(council, files[f"councils/{council['id']}.xlsx"]) for council, files in own]


@pytest.fixture(scope="module")
def calculated(made: list[tuple[dict[str, Any], bytes]], tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """The same workbooks, calculated in one run."""
    planted = [office.plant_wrong_values(book) for _, book in made]
    return office.recalculate_all(planted, tmp_path_factory.mktemp("packs"))


def test_every_formula_gives_what_we_wrote(made: list[tuple[dict[str, Any], bytes]], calculated: list[bytes]) -> None:
    """No formula gives an error, and each gives the value beside it to 1e-9; Checks says that all is well."""
    for (_, book), again in zip(made, calculated, strict=True):
        ours, found = cells_of(book), cells_of(again)
        places = formula_places(book)
        wrong = {
            p: (ours.get(p, ""), found.get(p, ""))
            for p in places
            if not apart(ours.get(p, ""), found.get(p, "")) < 1e-9
        }

        assert len(places) > 1000
        assert wrong == {}
        assert error_parts(again) == []
        assert found[CHECKS, "A2"] == "all is well."


def test_figures_are_those_of_the_results(made: list[tuple[dict[str, Any], bytes]], calculated: list[bytes]) -> None:
    """Scores, bands, themes, answers and gates of the calculated workbook are those of results.json."""
    for (council, _), again in zip(made, calculated, strict=True):
        found = cells_of(again)
        wanted = own_from_results(council, ROUND, found)

        assert len(wanted) > 100
        assert differing(wanted, found) == {}


def test_summary_follows_the_answers(made: list[tuple[dict[str, Any], bytes]], tmp_path: Path) -> None:
    """Who tries another answer on the sheet Answers sees the score, the areas and the place among the quartiles move."""
    council, book = made[1]
    before = cells_of(book)
    changed = office_edit(book, {f"{letter}8": 4 for letter in LETTERS})
    after = cells_of(office.recalculate(changed, tmp_path))
    head = next(int(a[1:]) for (s, a), v in before.items() if s == SUMMARY and v == "Lower quartile")
    overall = head + len(ASKED.areas) + 1

    assert apart(before[SUMMARY, f"B{overall}"], council["overall"]["score"]) < 1e-9
    assert (after[SUMMARY, f"A{overall}"], after[SUMMARY, f"B{overall}"]) == (OVERALL, 100)
    assert after[SUMMARY, f"C{overall}"] == "at the upper quartile or above"
    assert str(after[SUMMARY, "A3"]).startswith("The overall score is 100.0, ")
    assert [after[SUMMARY, f"{c}{overall}"] for c in "DEF"] == [before[SUMMARY, f"{c}{overall}"] for c in "DEF"]
    assert after[CHECKS, "A2"] != "all is well."


def office_edit(book: bytes, entries: dict[str, object]) -> bytes:
    """Somebody types into Answers."""

    def change(opened: Workbook) -> None:
        for address, value in entries.items():
            opened["Answers"][address] = value  # type: ignore[assignment]

    return changed(change, data=book)
