"""The board says of every return that was asked for how it stands, and its numbers add up."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from asked_people import AFTER, ASKED, BEFORE, CWM, DUE, JANE, MIXED, TOM, assessed, made_for
from ledger_entries import entry, of_round, refused
from openpyxl import load_workbook

from rasp_xl.incoming.ledger import Entry, settle
from rasp_xl.model.letters import LetterKind
from rasp_xl.model.rounds import Person
from rasp_xl.reports.board import Board, Standing, board
from rasp_xl.reports.board_shown import board_bytes, board_results, board_text
from rasp_xl.reports.next_steps import next_step


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


def test_address_without_a_name_is_a_contact() -> None:
    """Whoever typed an address alone reads it on the screen, and does not look for a contact that is there."""
    people = (Person("", "clerk@thorne.example"),)
    assessment = assessed()
    assessment = replace(assessment, round=replace(ASKED, partners=(replace(ASKED.partners[2], people=people), CWM)))
    state = board(assessment, AFTER)
    rows = [*load_workbook(BytesIO(board_bytes(state, assessment)))["Board"].iter_rows(min_row=5, values_only=True)]

    assert "  Thorne, clerk@thorne.example: Nothing has come." in board_text(state)
    assert [row[1:3] for row in rows] == [("no name", "clerk@thorne.example"), ("Siân Prŷs", "sian@cwm.example")]


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


ROBERT = replace(TOM, name="Robert Wyn")
RENAMED = replace(ASKED, due=DUE, partners=(replace(ASKED.partners[0], people=(JANE, ROBERT)), *ASKED.partners[1:]))


def board_of(*entries: Entry) -> Board:
    """The board after Tom Wyn's name was corrected to Robert Wyn."""
    whole = assessed()
    return board(replace(whole, round=RENAMED, ledger=settle(entries, RENAMED)), AFTER)


def test_return_under_a_name_that_was_corrected_is_nobodys() -> None:
    """His colleague gets no receipt for it, and he is not told that nothing came; the office is told who may have sent it."""
    toms = made_for(entry("tom.xlsx", who="Tom Wyn"), "tom-wyn")
    jane, robert, unclear, *_ = board_of(toms, made_for(entry("jane.xlsx", who="Jane Roe"), "jane-roe")).lines

    assert (jane.letters, robert.letters, unclear.letters) == ((LetterKind.RECEIPT,), (), ())
    assert robert.what == "Nothing has come, unless tom.xlsx is theirs."
    assert unclear.person == Person()
    assert unclear.what.endswith("It names “Tom Wyn”, and nobody was asked under that name. Find out whose this is.")
    assert next_step(unclear) == (
        "Find out whose this is: tom.xlsx. It may be from Robert Wyn, of whom nothing else has come. "
        "Where it is, put the name as the file has it (Tom Wyn) under Contact on the sheet Partners, beside their address, and chase again."
    )
    assert next_step(robert).startswith("Find out whose tom.xlsx is before you write")


def test_all_who_may_have_sent_a_return_are_named() -> None:
    """Where nobody has answered it may be anybody's, and nobody is told that nothing came; a name that is missing is asked for."""
    jane, robert, unclear, sian, _ = board_of(entry("x.xlsx", who="")).lines

    assert [line.letters for line in (jane, robert, unclear)] == [(), (), ()]
    assert "It may be from Jane Roe or Robert Wyn, of whom" in next_step(unclear)
    assert next_step(unclear).endswith("ask them to fill in Respondent on the sheet Start here and to send it again.")
    assert sian.letters == (LetterKind.REMINDER,)


def test_return_that_is_held_and_names_nobody_is_nobodys_too() -> None:
    """It is of a former round, and nobody is told what is wrong with somebody else's file, nor is anybody late with it."""
    jane, robert, unclear, *_ = board_of(of_round(entry("x.xlsx", who="Bo Day"), "old")).lines

    assert [line.letters for line in (jane, robert, unclear)] == [(), (), ()]
    assert (unclear.standing, unclear.late) == (Standing.UNUSABLE, False)


def test_further_colleagues_return_is_answered_by_hand() -> None:
    """Everybody who was asked has answered, so it can be of none of them."""
    asked = (made_for(entry(f"{name}.xlsx", who=name), slug) for name, slug in (("A", "jane-roe"), ("B", "robert-wyn")))
    jane, robert, unclear, *_ = board_of(*asked, entry("x.xlsx", who="Bo Day")).lines

    assert (jane.letters, robert.letters, unclear.letters) == ((LetterKind.RECEIPT,), (LetterKind.RECEIPT,), ())
    assert next_step(unclear) == (
        "Find out whose this is: x.xlsx. Of everybody in Northmoor who was asked something else has come. "
        "No letter is due: write to the sender yourself."
    )
