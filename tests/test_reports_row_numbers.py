"""One number over the rows of a list: it changes when a row says something else, and not when rows change places."""

from io import BytesIO
from pathlib import Path

import office
import pytest
from building import everywhere
from councils import assessment_of
from hypothesis import given, settings
from hypothesis import strategies as st
from office_walk import walk
from xlsxwriter import Workbook

from rasp_xl.model.question_file import standard_set
from rasp_xl.model.questions import Purpose
from rasp_xl.model.rounds import Round
from rasp_xl.reports.positions import ALL_WELL, CHECKS, GAPS, RESPONSES
from rasp_xl.reports.row_numbers import columns_that_count, odd_letters, row_formula, row_number
from rasp_xl.reports.sheet_table import HEADER_ROW
from rasp_xl.reports.workbook import workbook_bytes

COUNCILS = [f"Council {number:04}" for number in range(1, 3001)]
TEXTS = (
    "Northmoor",
    "",
    "a",
    "Ynys Môn",
    "מועצה",
    "two\nlines",
    " blank ",
    "=1+1",
    "東京都",
    "0",
    "DK",
    "🦊 Foxley 🏰",
    "a🏰",
)
ROWS = [(text, other, len(text)) for text in TEXTS for other in TEXTS]


@settings(deadline=None, derandomize=True, max_examples=50)
@given(st.permutations(ROWS))
def test_order_does_not_matter(rows: list[tuple[object, ...]]) -> None:
    """Somebody sorts the list by any column: the number stays; where places count, it does not."""
    assert row_number(rows) == row_number(ROWS)
    assert rows == ROWS or row_number(rows, placed=True) != row_number(ROWS, placed=True)


def test_names_that_change_places_are_seen() -> None:
    """Each of 3,000 councils with names alike changes places with the first, the answers beside them stay."""
    rows = [(name, number % 5) for number, name in enumerate(COUNCILS[:40])]
    right = row_number(rows)

    for other in range(1, 40):
        moved = list(rows)
        moved[0], moved[other] = (rows[other][0], rows[0][1]), (rows[0][0], rows[other][1])
        assert (row_number(moved) == right) == (rows[other][1] == rows[0][1])
    assert len({row_number([(name,)]) for name in COUNCILS}) > 0.9 * len(COUNCILS)


@pytest.mark.parametrize("text", ["".join(map(chr, range(0x1F300, 0x1F315))), "a\x07", "\ud800", "_x0041_"])
def test_what_programs_count_differently_is_left_out(text: str) -> None:
    """A column with a control character or very many emoji has no part in it, and Checks alarms nobody for nothing."""
    assert columns_that_count([("a", "b", 1), ("c", text, 2)]) == (0, 2)


@pytest.mark.office
def test_the_workbook_counts_the_same(tmp_path: Path) -> None:
    """LibreOffice gives the number for short, long, Hebrew and Chinese texts, emoji and numbers, placed or not."""
    data = BytesIO()
    with Workbook(data, {"strings_to_formulas": False}) as book:
        sheet, other = book.add_worksheet("Rows"), book.add_worksheet("Sums")
        for number, row in enumerate(ROWS):
            sheet.write_row(number, 0, row)
        odd = odd_letters(ROWS, range(3))
        areas = [f"Rows!${letter}$1:${letter}${len(ROWS)}" for letter in "ABC"]
        for number, formula in enumerate(
            (
                row_formula(areas, odd=odd),
                row_formula(areas, placed=True, odd=odd),
                row_formula(areas, areas[2], odd=odd),
            )
        ):
            other.write_formula(number, 0, f"={formula}", None, 0)
    found = office.cell_values(office.recalculate(data.getvalue(), tmp_path))["Sums"]

    assert [found[f"A{n}"] for n in (1, 2, 3)] == [row_number(ROWS), row_number(ROWS, placed=True), row_number(ROWS)]


@pytest.mark.office
def test_councils_of_any_name_alarm_nobody(tmp_path: Path) -> None:
    """Welsh, Hebrew, Chinese, quotation marks and an emoji: Checks is content before anybody did anything."""
    round_ = Round(Purpose.NEW, 2, standard_set())
    names = ("Ynys Môn", "מועצה", "東京都", 'The "Vale"', "Blaenau 🏛 Gwent", "=1+1", "order, in their order")
    data = workbook_bytes(assessment_of(round_, {name: everywhere(standard_set(), 2) for name in names}))
    values = office.cell_values(office.recalculate(office.plant_wrong_values(data), tmp_path))[CHECKS]
    rows = [values[f"B{n[1:]}"] for n, value in values.items() if n[0] == "A" and value == RESPONSES]

    assert values["A2"] == ALL_WELL
    assert "Each row as it was, in any order (control number)" in rows


@pytest.mark.office
def test_an_emoji_in_one_name_hides_no_other(tmp_path: Path) -> None:
    """One council has an emoji in its name; another's name, typed over on a list, is missed all the same."""
    round_ = Round(Purpose.NEW, 2, standard_set())
    data = workbook_bytes(assessment_of(round_, {name: everywhere(standard_set(), 2) for name in ("Ash", "Fox 🦊")}))
    lists = (GAPS, RESPONSES)
    start, moved = walk(data, [{(sheet, f"A{HEADER_ROW + 2}"): "Other"} for sheet in lists], tmp_path)

    assert start[CHECKS, "A2"] == ALL_WELL
    assert [f"first: {s}, Each " in str(seen.get((CHECKS, "A2"))) for s, seen in zip(lists, moved, strict=True)] == [
        True
    ] * 2
