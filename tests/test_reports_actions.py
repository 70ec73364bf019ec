"""Gaps and actions of a later round: what people typed last time stands beside the same gap, and nothing typed is lost."""

from datetime import date, datetime
from functools import cache

import pytest
from building import everywhere, question, tiny_round
from councils import assessment_of
from office import cell_values
from openpyxl import Workbook
from two_rounds import action_row, actions_of, baseline, compared, edited, types
from xlsx_lint import lint

from rasp_xl.incoming.scored_workbook import read_scored
from rasp_xl.model.rounds import Round
from rasp_xl.reports.actions_sheet import own_headings
from rasp_xl.reports.positions import GAPS
from rasp_xl.reports.workbook import workbook_bytes

ROUND = tiny_round(*(question(q, 2, gate=1 if q == "GV1" else None) for q in ("SV1", "SV2", "SV3", "EC1", "GV1")))
ASKED = ROUND.question_set
THEN = {name: everywhere(ASKED, 2) for name in ("Ashcombe", "Cwm Tŵr", "Eastvale")}
NOW = {
    "Ashcombe": everywhere(ASKED, 2, "SV1=4 SV2=NA EC1=1"),
    "Cwm Tŵr": everywhere(ASKED, 3),
    "Whitford": everywhere(ASKED, 2),
}
OWN = {"Owner": "J. Smith", "Due": datetime(2026, 9, 30), "Status": "Under way"}
HOSTILE = '=HYPERLINK("http://example.org","x")\n<script>alert(1)</script>'


def by_hand(book: Workbook) -> None:
    """Finance adds a row of its own below the table, and a second one for a gap that has one."""
    sheet = book[GAPS]
    row = sheet.max_row + 1
    for column, value in ((1, "Ashcombe"), (9, "Write to the auditor"), (11, "P. Jones")):
        sheet.cell(row, column).value = value
    second = action_row(sheet, "Ashcombe", "EC1")
    for column in range(1, 11):
        sheet.cell(row + 1, column).value = sheet.cell(second, column).value
    sheet.cell(row + 1, 11).value = "Second owner"


@cache
def rows() -> tuple[dict[str, object], ...]:
    """Gaps and actions of the later round, after every kind of typing in the earlier one."""
    earlier = baseline(
        ROUND, THEN,
        types("Ashcombe", "SV1", OWN), types("Ashcombe", "SV2", {"Owner": "A. Lee"}),
        types("Ashcombe", "EC1", OWN | {"Owner": HOSTILE, "Budget": 12_000, "=Note": "=1+1"}),
        types("Eastvale", "EC1", {"Status": "Done"}), types("Cwm Tŵr", "GV1", {"Due": "end of May"}), by_hand,
    )  # fmt: skip
    return tuple(actions_of(workbook_bytes(compared(ROUND, NOW, earlier))))


def row(council: str, question: str | None, still: str = "yes") -> dict[str, object]:
    (found,) = (r for r in rows() if (r["Council"], r["Question"], r["Still a gap"]) == (council, question, still))
    return found


def test_what_was_typed_stands_beside_the_same_gap() -> None:
    """Owner, date, status and further columns are there, with the round they come from; the gap itself is as it is now."""
    found = row("Ashcombe", "EC1")

    assert (found["Owner"], found["Due"], found["Status"]) == (HOSTILE, datetime(2026, 9, 30), "Under way")
    assert (found["Budget"], found["=Note"]) == (12_000, "=1+1")
    assert (found["Answer"], found["Since"]) == ("1 Discussed", "an earlier round")
    assert row("Cwm Tŵr", "GV1")["Due"] == "end of May"


def test_sheet_says_what_of_it_needs_a_look() -> None:
    """How many came over, marked as if they were no gap any more, without a gap, and with a date that is none; one is one."""
    done = [types(council, "EC1", {"Status": "Done"}) for council in ("Ashcombe", "Eastvale")]
    dropped = types("Cwm Tŵr", "EC1", {"Status": "dropped", "Due": "31/01/2027"})
    later = compared(ROUND, NOW, baseline(ROUND, THEN, *done, dropped))
    one = compared(ROUND, NOW, baseline(ROUND, THEN, done[0]))

    assert cell_values(workbook_bytes(later))[GAPS]["A3"] == (
        "From an earlier round 2 rows with what was typed were carried over. 2 of them were marked Done or Dropped but are "
        "still gaps. 1 row at the end no longer stands beside a gap of its own. Under Due 1 entry is a text and no date, such "
        "as “31/01/2027”."
    )
    assert cell_values(workbook_bytes(one))[GAPS]["A3"] == (
        "From an earlier round 1 row with what was typed was carried over. 1 of them was marked Done or Dropped but is still a gap."
    )


def test_gaps_without_anything_typed_are_as_ever() -> None:
    """A gap of a new council, or one nobody took on, has empty cells to type in and no earlier round."""
    found = row("Whitford", "EC1")

    assert [found[heading] for heading in ("Owner", "Due", "Status", "Since", "Budget")] == [None] * 5
    assert found["Rank"] == 5


@pytest.mark.parametrize(
    ("council", "asked", "still", "owner"),
    [
        ("Ashcombe", "SV1", "no: reached", "J. Smith"),
        ("Ashcombe", "SV2", "no: not applicable", "A. Lee"),
        ("Eastvale", "EC1", "council not in this round", None),
        ("Ashcombe", None, "added by hand", "P. Jones"),
        ("Ashcombe", "EC1", "yes: a further row", "Second owner"),
    ],
)
def test_what_belongs_to_no_gap_is_listed_at_the_end(council: str, asked: str, still: str, owner: str) -> None:
    """A gap that was closed, a council that left, a row added by hand: each keeps what was typed, and says why it is there."""
    found = row(council, asked, still)

    assert found["Owner"] == owner
    assert found["Since"] == "an earlier round"
    assert found["Rank"] is None
    assert rows().index(found) >= len(rows()) - 5


def test_words_of_a_row_added_by_hand_are_kept() -> None:
    """What finance wrote under What to do next in a row of its own is part of what it typed."""
    assert row("Ashcombe", None, "added by hand")["What to do next"] == "Write to the auditor"


def test_rows_are_counted() -> None:
    """Each gap once, and each typed row that belongs to none once: nothing twice, nothing lost."""
    gaps = sum(len(card.gaps) for card in assessment_of(ROUND, NOW).cards)

    assert len(rows()) == gaps + 5


def test_action_keeps_the_round_it_was_first_typed_in() -> None:
    """Over three rounds Since stays what it was at first, also for what was closed and opens again."""
    spring, autumn = (dated(day) for day in (date(2026, 5, 12), date(2026, 11, 23)))
    first = baseline(spring, THEN, types("Ashcombe", "SV1", OWN), types("Ashcombe", "EC1", OWN))
    second = workbook_bytes(compared(autumn, NOW, first))
    typed = edited(second, types("Ashcombe", "GV1", {"Owner": "New"}), types("Ashcombe", "EC1", {"Status": "Done"}))
    third = actions_of(workbook_bytes(compared(ROUND, THEN, read_scored(typed, "second.xlsx", ASKED))))
    found = {r["Question"]: r for r in third if r["Owner"]}

    assert {q: (r["Owner"], r["Status"], r["Since"], r["Still a gap"]) for q, r in found.items()} == {
        "SV1": ("J. Smith", "Under way", "12 May 2026", "yes"),
        "EC1": ("J. Smith", "Done", "12 May 2026", "yes"),
        "GV1": ("New", None, "23 November 2026", "yes"),
    }


def dated(day: date) -> Round:
    return Round(ROUND.purpose, ROUND.stage, ASKED, day=day)


def test_without_a_baseline_the_sheet_is_as_it_was() -> None:
    """Columns about an earlier round are there only with one."""
    assert list(actions_of(workbook_bytes(assessment_of(ROUND, NOW)))[0])[-1] == "Status"


def test_headings_of_added_columns_fit_a_table() -> None:
    """Headings that would make Excel repair the table are made fit: ours, equal ones, control signs, long or empty ones."""
    found = own_headings(("Owner", "note", "NOTE", "a\x01b\nc", "_x0041_", "x" * 300, "\ud800"))

    assert found[:5] == ["Owner (2)", "note", "NOTE (2)", "a b c", "-x0041_"]
    assert len(found[5]) == 60
    assert len({heading.casefold() for heading in found}) == 7


def test_workbook_with_hostile_typing_is_valid() -> None:
    """Text that reads as a formula, as markup or as an escape stays text, and the workbook stays one that Excel opens."""
    entries = {"Owner": HOSTILE, "Status": "=1+1", "=1+1": "@SUM(A1)", "Note": "+1", "note\n": "-2"}
    data = workbook_bytes(compared(ROUND, NOW, baseline(ROUND, THEN, types("Ashcombe", "EC1", entries))))
    (found,) = (r for r in actions_of(data) if r["Owner"])

    assert lint(data) == ()
    assert (found["Owner"], found["Status"], found["Note"]) == (HOSTILE, "=1+1", "+1")
    assert (found["=1+1"], found["note, column P"]) == ("@SUM(A1)", "-2")
