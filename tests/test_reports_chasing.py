"""What letters say to somebody who reads nothing else: what was counted, what is missing, and what happens next."""

from dataclasses import replace
from datetime import date

import pytest
from asked_people import AFTER, ASKED, BEFORE, DUE, JANE, TOM, assessed, made_for, to_fix
from browser import context
from ledger_entries import entry, of_round

from rasp_xl.incoming.entries import Entry
from rasp_xl.incoming.ledger import settle
from rasp_xl.model.answers import Answer
from rasp_xl.model.letters import LetterFacts, LetterKind
from rasp_xl.outgoing.addressees import Addressee
from rasp_xl.outgoing.letters import letter, page
from rasp_xl.reports.board import board
from rasp_xl.reports.chasing import counted, query_facts, receipt_facts, reminder_facts
from rasp_xl.reports.fix_copy import filling_of

WHEN = "3 December 2026 at 09:30"
JANES = made_for(entry("jane.xlsx", who="Jane Roe"), "jane-roe")


def reminded(who: str, *files: Entry, day: date = AFTER) -> LetterFacts:
    """The reminder to somebody of a round in which these files came."""
    assessment = assessed(*files)
    found = board(assessment, day)
    line = next(one for one in found.lines if who in (one.person.name, one.council))
    return reminder_facts(line, found, assessment.round, WHEN)


def test_colleagues_answers_are_not_overlooked() -> None:
    """Whose council has answered in part is told so, and not that nothing came from it."""
    facts = reminded("Tom Wyn", JANES)

    assert facts.what == "Answers of Jane Roe have come; yours have not reached us yet."
    assert facts.next == "The day for returns was 2 days ago. Until yours are in, Northmoor is assessed without them."
    assert reminded("Tom Wyn").what == "Nothing has reached us yet."


def test_colleague_is_named_once() -> None:
    """Two whom the office listed under one name are one to whoever reads it."""
    two = replace(ASKED.partners[0], people=(JANE, replace(JANE, address="jr@northmoor.example"), TOM))
    round_ = replace(ASKED, due=DUE, partners=(two,))
    both = (made_for(entry(f"{slug}.xlsx"), slug) for slug in ("jane-roe", "jane-roe-2"))
    assessment = replace(assessed(), round=round_, ledger=settle(both, round_))
    found = board(assessment, AFTER)

    assert reminder_facts(found.lines[2], found, round_, WHEN).what.startswith("Answers of Jane Roe have come;")


def test_what_cannot_be_counted_of_one_is_not_the_councils() -> None:
    """Somebody whose colleague's return counted reads that it is their own that could not be counted."""
    other = of_round(made_for(entry("tom.xlsx", who="Tom Wyn"), "tom-wyn"), "harbour-2025")

    assert reminded("Tom Wyn", JANES, other).what.startswith("What came from you could not be counted")
    assert reminded("Thorne", of_round(entry("t.xlsx", "Thorne"), "harbour-2025")).what.startswith(
        "What came from Thorne could"
    )


def test_nobody_is_late_before_the_day() -> None:
    """A reminder before it says nothing of lateness."""
    assert reminded("Thorne", day=BEFORE).next == ""


KINDS = {
    "AA1": (Answer("AA1", 3), "1 answered with a level from 0 to 4"), "AA2": (Answer("AA2", "DK"), "1 with Don't know"),
    "AA3": (Answer("AA3", "NA"), "1 with Not applicable"), "AA4": (Answer("AA4"), "1 without an answer"),
    "AA5": (Answer("AA5", None, raw="?", unreadable=True), "1 with an answer that cannot be read"),
}  # fmt: skip


def test_what_was_counted_adds_up() -> None:
    """Every question is of one kind, and kinds of which there is none are not named."""
    one = entry("a.xlsx")
    answers = {name: answer for name, (answer, _) in KINDS.items()}
    told = counted(replace(one, returned=replace(one.said, answers=answers)))
    alone = counted(replace(one, returned=replace(one.said, answers={"AA4": answers["AA4"]})))

    assert told == f"In it we counted 5 questions: {', '.join(words for _, words in KINDS.values())}."
    assert alone == "In it we counted 1 question: 1 without an answer."


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (DUE, "We score the returns of all partners after 1 December 2026. Until then you may send a newer one: with a later Date on the sheet Start here it counts instead."),
        (AFTER, "We score the returns of all partners together, and you get the result of yours."),
    ],
)  # fmt: skip
def test_receipt_says_what_happens_next(day: date, said: str) -> None:
    """While there is time, how a newer return takes the place of the one that came."""
    assessment = assessed(JANES)
    found = board(assessment, day)

    assert receipt_facts(found.lines[0], found.lines[0].files[0], found, WHEN).next == said


def test_second_query_says_that_it_is_one() -> None:
    """Or whoever has answered meanwhile would look for what else is asked."""
    (one,) = (line for line in board(assessed(to_fix(entry("a.xlsx", "Thorne"))), AFTER).lines if line.of.scored)
    filling = filling_of(one.files[0], one.of.partner, ASKED)
    assert filling is not None
    first, second = (query_facts(one.files[0], filling, WHEN, again).what.splitlines() for again in ("", " 2026-12-10"))

    assert second == ["We have asked this before, and no workbook in which it is put right has come.", *first]
    assert first[0] == "1 thing to put right: 1 must be fixed."


@pytest.mark.browser
@pytest.mark.parametrize("kind", LetterKind)
def test_page_of_a_letter_fits_a_telephone(kind: LetterKind) -> None:
    """No fingerprint or name makes anybody scroll sideways."""
    partner = replace(ASKED.partners[0], name="Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch")
    facts = LetterFacts("a" * 90 + ".xlsx", f"Listed:\n- {'b' * 90}", WHEN, "c" * 64, f"Then {'d' * 80}.", do="Reply.")
    with context(320, 640) as browser:
        shown = browser.new_page()
        shown.set_content(page(letter(kind, ASKED, Addressee(partner, partner.people[0]), facts)))
        width = shown.evaluate("document.documentElement.scrollWidth")

    assert width <= 320
