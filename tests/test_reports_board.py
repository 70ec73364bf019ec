"""The board says of every return that was asked for how it stands, and its numbers add up."""

from datetime import date
from io import BytesIO

import pytest
from asked_people import AFTER, BEFORE, CWM, MIXED, assessed
from ledger_entries import entry, refused
from openpyxl import load_workbook

from rasp_xl.model.letters import LetterKind
from rasp_xl.reports.board import Board, Standing, board
from rasp_xl.reports.board_shown import board_bytes, board_results, board_text


def standings(found: Board) -> list[tuple[str, Standing, bool]]:
    return [(line.person.name or line.council, line.standing, line.late) for line in found.lines]


def test_each_return_stands_as_it_is() -> None:
    """In, to put right, missing, or come but of no use; before the day nobody is late."""
    assert standings(board(assessed(*MIXED), BEFORE)) == [
        ("Jane Roe", Standing.IN, False), ("Tom Wyn", Standing.MISSING, False), ("Siân Prŷs", Standing.TO_FIX, False),
        ("Thorne", Standing.UNUSABLE, False),
    ]  # fmt: skip


@pytest.mark.parametrize(("day", "late"), [(date(2026, 12, 1), 0), (date(2026, 12, 2), 3)])
def test_late_from_the_day_after(day: date, late: int) -> None:
    """The day by which returns are wanted is still in time; who has answered is never late."""
    assert board(assessed(*MIXED), day).late == late


def test_without_a_day_nobody_is_late() -> None:
    """And the screen says where to enter one."""
    found = board(assessed(due=None), AFTER)

    assert found.late == 0
    assert list(board_text(found))[-1].startswith("No day is set by which returns are wanted")


def test_letters_go_to_those_concerned_alone() -> None:
    """A receipt for what is in order, a query for what is not, a reminder for what is missing."""
    found = board(assessed(*MIXED), AFTER)

    assert [line.letters for line in found.lines] == [
        (LetterKind.RECEIPT,), (LetterKind.REMINDER,), (LetterKind.QUERY,), (LetterKind.REMINDER,),
    ]  # fmt: skip


def test_nobody_is_reminded_twice_in_a_week() -> None:
    """Within the days to wait after the last letter no reminder is due; a receipt and a first query always are."""
    last = dict.fromkeys(("northmoor-jane-roe.xlsx", "northmoor-tom-wyn.xlsx", "cwm-twr.xlsx"), date(2026, 11, 30))
    waiting, due = (board(assessed(*MIXED), AFTER, last, wait) for wait in (4, 3))

    assert [bool(line.letters) for line in waiting.lines] == [True, False, True, True]
    assert all(line.letters for line in due.lines)


def test_numbers_add_up_in_every_form() -> None:
    """Sentence, sheet and JSON count the same returns."""
    assessment = assessed(*MIXED)
    found = board(assessment, AFTER)
    content = board_results(found, assessment)
    sheet = load_workbook(BytesIO(board_bytes(found, assessment)))["Board"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]

    assert (
        found.sentence
        == "4 returns: 1 missing, 1 cannot be used, 1 to put right, 1 in. 4 = 1 + 1 + 1 + 1. 3 of them late."
    )
    assert content["control"] == {"returns": 4, "missing": 1, "unusable": 1, "to_fix": 1, "in": 1, "late": 3}
    assert [(row[0], row[4], row[5]) for row in rows] == [
        ("Northmoor", "in", "no"), ("Northmoor", "missing", "late"), ("Cwm Tŵr", "to put right", "late"),
        ("Thorne", "cannot be used", "late"),
    ]  # fmt: skip
    assert [one["standing"] for one in content["returns"]] == ["in", "missing", "to_fix", "unusable"]


def test_words_say_what_to_look_at() -> None:
    """Whoever reads the board on the screen sees the file and the number of things, the missing first."""
    said = list(board_text(board(assessed(*MIXED), AFTER)))

    assert said[0] == "Missing: 1"
    assert said[1:3] == ["  Northmoor, Tom Wyn, late: Nothing has come.", "    Next: Send the reminder."]
    assert any("sian.xlsx: 1 thing to fix." in line for line in said)
    assert any("old.xlsx does not count." in line and "harbour-2025" in line for line in said)
    assert said[-1] == "Returns were wanted by 1 December 2026, 2 days ago."


def test_partner_without_contact_is_on_the_board() -> None:
    """Nobody is forgotten because nobody typed an address."""
    lines = board(assessed(), AFTER).lines

    assert [line.council for line in lines] == ["Northmoor", "Northmoor", "Cwm Tŵr", "Thorne"]
    assert lines[2].person == CWM.people[0]


def test_files_of_nobody_are_named() -> None:
    """What cannot be opened, or names no council, is on the board for the office to settle."""
    assessment = assessed(refused("budget.xlsx"))
    found = board(assessment, AFTER)

    assert [entry.path for entry in found.strays] == ["budget.xlsx"]
    assert any(line.startswith("  budget.xlsx: ") for line in board_text(found))
    assert [one["path"] for one in board_results(found, assessment)["strays"]] == ["budget.xlsx"]


def test_nobody_is_told_that_nothing_came_while_a_file_may_be_theirs() -> None:
    """The office settles whose it is first."""
    lines = {line.council: line for line in board(assessed(entry("a.xlsx", "Thorn")), AFTER).lines}

    assert lines["Thorne"].letters == ()
    assert lines["Thorne"].what == "Nothing has come, unless a.xlsx is theirs."
