"""Each line of the board says what to do next, and of files that are nobody's it is said too."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from asked_people import AFTER, ASKED, DUE, NORTHMOOR, THORNE, made_for, to_fix
from councils import assessment_of
from ledger_entries import entry, of_round, refused
from openpyxl import load_workbook

from rasp_xl.incoming.entries import Entry, Status
from rasp_xl.incoming.ledger import settle
from rasp_xl.model import file_rules
from rasp_xl.model.findings import Finding, Place
from rasp_xl.model.letters import LetterKind
from rasp_xl.model.rounds import Partner, Person
from rasp_xl.reports.assessment import Assessment
from rasp_xl.reports.board import Board, board
from rasp_xl.reports.board_shown import board_bytes, board_results, board_text
from rasp_xl.reports.next_steps import next_step, stray_step

BATH = Partner("bath", 'Bath & North East "Somerset" <b>', (Person("O'Neil, Pat", "pat@bath.example"),))
LONG = Partner(
    "long", f"Joint Committee of {'Oxenholt and ' * 7}Fen".ljust(120, "x"), (Person("Ann Lee", "ann@long.example"),)
)
PEN = Partner("pen", "Cyngor Sir Pen-y-bont", (Person("Gwen Huws", "gwen@pen.example"),))
FORMER = Partner("cyngor-pen", "Cyngor Sir Pen y bon")
"""Another name and Id of the same council."""

COUNCILS = (NORTHMOOR, BATH, LONG, PEN, THORNE)
TELLS = "Send the reminder: it says what came, why it does not count and what to do."
QUERY = "Send the query, with the workbook in which the places are marked."


def assessed(*entries: Entry) -> Assessment:
    round_ = replace(ASKED, due=DUE, partners=COUNCILS)
    whole = assessment_of(replace(round_, partners=()), {})
    return replace(whole, round=round_, ledger=settle(entries, round_))


def steps(found: Board) -> dict[str, str]:
    """By the person, or the council where nobody is known."""
    return {line.person.name or line.council: next_step(line) for line in found.lines}


def in_the_cloud(path: str) -> Entry:
    finding = Finding.at(Place(path), file_rules.NOT_HERE)
    return Entry(path, "", 0, Status.REFUSED, (finding,), reason=finding.message)


CAME: Mapping[str, tuple[tuple[Entry, ...], str, str]] = {
    "nothing": ((), "O'Neil, Pat", "Send the reminder."),
    "in order": ((made_for(entry("a.xlsx", who="Jane Roe"), "jane-roe"),), "Jane Roe", "Send the receipt."),
    "colleague": ((made_for(entry("a.xlsx", who="Jane Roe"), "jane-roe"),), "Tom Wyn", "Send the reminder."),
    "to put right": ((to_fix(entry("a.xlsx", BATH.name)),), "O'Neil, Pat", QUERY),
    "another round": ((of_round(entry("a.xlsx", BATH.name), "old"), of_round(entry("b.xlsx", PEN.name), ASKED.id)), "O'Neil, Pat", TELLS),
    "password": ((refused("bath.xlsx"),), "O'Neil, Pat", TELLS),
    "two versions": (
        (entry("a.xlsx", LONG.name, day=None), entry("b.xlsx", LONG.name, given="AA1=3", day=None)),
        "Ann Lee",
        f"{TELLS} When they have said which file counts, take the others out of the folder.",
    ),
    "in the cloud": (
        (in_the_cloud("bath.xlsx"),),
        "O'Neil, Pat",
        "Right-click it in the folder, choose Always keep on this device, wait until it is there, and run again.",
    ),
    "perhaps theirs": (
        (entry("a.xlsx", "Cyngor Sir Pen y bon"),),
        "Gwen Huws",
        "Find out whose a.xlsx is. Ask the sender. If it is theirs, ask them to send it again from the workbook that they were sent, which names Cyngor Sir Pen-y-bont, and take this one out of the folder. Then chase again.",
    ),
    "renamed": (
        (entry("a.xlsx", "", made_for=FORMER),),
        "Gwen Huws",
        "Find out whose a.xlsx is. If Cyngor Sir Pen-y-bont was renamed, type cyngor-pen under Id in its row on the sheet Partners: its workbooks carry that Id. If not, ask the sender. Then chase again.",
    ),
    "no address": (
        (),
        "Thorne",
        "Send the reminder. First type an address into it, or under E-mail on the sheet Partners and chase again.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("state", CAME)
def test_line_says_what_to_do_next(state: str) -> None:
    """Whatever came, or did not; what nobody but the office can do, it is told in words meant for it."""
    entries, who, step = CAME[state]

    assert steps(board(assessed(*entries), AFTER))[who] == step


def test_who_had_a_letter_is_waited_for() -> None:
    """Within the days to wait; where the receipt went, nothing is left."""
    entries = (entry("a.xlsx", BATH.name), of_round(entry("b.xlsx", PEN.name), "old"))
    last = {"bath.xlsx": date(2026, 12, 2), "pen.xlsx": date(2026, 12, 1)}
    found = board(assessed(*entries), AFTER, last, 5)
    bare = found.with_letters([() for _ in found.lines])

    assert steps(found)["Gwen Huws"] == "Wait for a reply: the last letter went on 1 December 2026."
    assert steps(found)["O'Neil, Pat"] == "Send the receipt."
    assert steps(bare)["O'Neil, Pat"] == "Nothing: the last letter went on 2 December 2026."


def test_only_letters_that_were_written_are_due() -> None:
    """Of those that the board asks for, some went before."""
    found = board(assessed(entry("a.xlsx", BATH.name)), AFTER)
    kinds = [{LetterKind.REMINDER} for _ in found.lines]

    assert [line.letters for line in found.with_letters(kinds).lines] == [
        () if line.person.name == "O'Neil, Pat" else (LetterKind.REMINDER,) for line in found.lines
    ]


def test_every_form_of_the_board_says_the_same() -> None:
    """Screen, sheet and JSON, also of councils with odd and long names and of files of nobody; no cell is empty."""
    entries = (refused("budget.xlsx"), refused("bath.xlsx"), entry("a.xlsx", LONG.name))
    assessment = assessed(*entries)
    found = board(assessment, AFTER)
    screen, content = list(board_text(found)), board_results(found, assessment)
    sheet = load_workbook(BytesIO(board_bytes(found, assessment)))["Board"]
    head, *rows = ([cell.value for cell in row] for row in sheet.iter_rows(min_row=4))
    at = head.index("What to do next")

    assert (
        [row[at] for row in rows[:-1]]
        == [one["next"] for one in content["returns"]]
        == list(map(next_step, found.lines))
    )
    assert (
        rows[-1][at]
        == content["strays"][0]["next"]
        == "Ask the sender to open the workbook, save it and send it again."
    )
    assert {f"    Next: {row[at]}" for row in rows} <= set(screen)
    assert [row[0] for row in rows] == [
        *("Northmoor", "Northmoor"),
        *(partner.name for partner in COUNCILS[1:]),
        "unknown",
    ]
    assert all(value not in (None, "") for row in rows for value in row)
    assert f"  {LONG.name}, Ann Lee: a.xlsx is in order." in screen


def test_fix_copy_that_came_back_as_it_went_is_told() -> None:
    """Who saved it without a change thinks that it is done; the office would wait for a reply that has come."""
    first = to_fix(entry("a.xlsx", BATH.name))
    copy = entry("back.xlsx", BATH.name, mends="a.xlsx")
    found = board(assessed(first, copy), AFTER)
    (line,) = (line for line in found.lines if line.person.name == "O'Neil, Pat")

    assert line.what == "a.xlsx: 1 thing to fix. Its fix copy back.xlsx is here as it went: nothing in it is changed."
    assert (
        next_step(line)
        == f"{QUERY} If they sent back the fix copy as it went, tell them that nothing in it was changed."
    )


def test_line_without_a_letter_still_says_what_to_do() -> None:
    """Where a letter that would be due is held back for the whole round, nobody sees an empty line."""
    found = board(assessed(of_round(entry("a.xlsx", BATH.name), "old")), AFTER)

    assert set(steps(found.with_letters([() for _ in found.lines])).values()) == {
        "Settle it here first: until then no letter is due."
    }


@pytest.mark.parametrize(
    ("came", "step"),
    [
        (
            entry("a.xlsx", "", made_for=Partner("severn-vale", "Severn Vale")),
            "If a council was renamed, type severn-vale under Id in its row on the sheet Partners and chase again: its workbooks carry that Id. If it takes part no more, take the file out of the folder.",
        ),
        *(
            (
                entry("a.xlsx", council),
                "Ask the sender which council it is from. If it takes part, ask them to send it again from the workbook that they were sent; if it should take part, add it to Partners.",
            )
            for council in ("Severn Vale", "")
        ),
    ],
)
def test_nobody_is_told_to_type_into_what_a_council_sent(came: Entry, step: str) -> None:
    """Its hash is what both sides have; a renamed council is known again by the Id that its workbooks carry."""
    (stray,) = board(assessed(came), AFTER).strays

    assert stray_step(stray) == step
