"""What a council is told of a file that does not count: of every rule, in its own terms, and nothing that only the office can do."""

import re
from dataclasses import replace

import pytest
from asked_people import AFTER, assessed, made_for
from ledger_entries import entry, of_round

from rasp_xl.incoming.entries import Entry, Status
from rasp_xl.model import file_rules
from rasp_xl.model.findings import Finding, Place, Rule, Severity
from rasp_xl.model.letters import LetterFacts
from rasp_xl.reports.board import Standing, board
from rasp_xl.reports.chasing import reminder_facts
from rasp_xl.reports.uncounted import FOR_THE_OFFICE, NOT_ASKED, TABLE, Told, asks_for_workbook, told, why_uncounted

RULES = tuple(rule for rule in vars(file_rules).values() if isinstance(rule, Rule))
FACTS = {
    "reason": "a part is broken", "looks_like": "a picture", "respondent": "Jane Roe", "count": "2", "other": "b.xlsx",
    "differences": "They differ.", "nearest": "The nearest name is Thorne.", "kind": "a zip archive", "wanted": "round harbour",
}  # fmt: skip
OFFICE_WORDS = re.compile(
    r"ask the (sender|council)|ask whether|the sender|run again|run of its own|\bfolder\b|remove the other|"
    r"\bpartner\b|round workbook|\bscored?\b|returns? that|you saved it from|yourself|right-click",
    re.IGNORECASE,
)
WHEN = "3 December 2026 at 09:30"


def held(rule: Rule, path: str = "post/thorne.xlsx") -> Entry:
    """A file that came from Thorne and does not count because of a rule."""
    finding = Finding.at(Place(path), rule, found="round harbour-2025", **FACTS)
    return replace(entry(path, "Thorne"), status=Status.HELD, findings=(finding,), reason=finding.message)


def reminder(*files: Entry, attached: bool = False) -> LetterFacts:
    """What the letter to Thorne says."""
    assessment = assessed(*files)
    found = board(assessment, AFTER)
    line = next(one for one in found.lines if one.council == "Thorne")
    return reminder_facts(line, found, assessment.round, WHEN, attached)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_about_a_file_has_words_for_the_council(rule: Rule) -> None:
    """Or a reason why it has none; of what keeps a file from counting only what the office alone can mend has none."""
    said = TABLE[rule]

    assert isinstance(said, Told) or said == (FOR_THE_OFFICE if rule.severity is Severity.MUST_FIX else NOT_ASKED)
    if said == FOR_THE_OFFICE:
        assert rule.code in ("RX117", "RX119")


def test_table_has_no_other_rules() -> None:
    """A new rule about a file must be given its words here."""
    assert set(TABLE) == set(RULES)


@pytest.mark.parametrize("rule", [r for r in RULES if isinstance(TABLE[r], Told)], ids=lambda rule: rule.code)
def test_letter_speaks_to_the_council(rule: Rule) -> None:
    """It names the file as the council called it and when it was read, says why and what to do, and has no word meant for the office."""
    facts = reminder(held(rule))
    first, line = facts.what.splitlines()

    assert first == f"What came from Thorne could not be counted when we read it on {WHEN}:"
    assert re.match(r"- thorne\.xlsx \(dated 12 October 2026\)\. [A-Z].+\. (Please|If) ", line)
    assert not OFFICE_WORDS.search(line), line
    assert "{" not in line
    assert rule.fix.format(question="", found="x", **FACTS) not in line
    assert "Nothing has reached us" not in facts.what


def test_workbook_is_named_as_attached_only_where_it_is() -> None:
    """Who sent the workbook of another round is told that it is, and to fill in the one of this round."""
    wrong = held(file_rules.OTHER_ROUND)
    attached, not_attached = (reminder(wrong, attached=flag).what for flag in (True, False))

    assert (
        "It was made for another round, and is not the one that we ask for now. Please fill in the attached workbook, and send that."
        in attached
    )
    assert "harbour-2025" not in attached + not_attached
    assert any("harbour-2025" in said for said in why_uncounted([wrong]))
    assert "Please fill in the workbook that we sent you" in not_attached
    assert asks_for_workbook([wrong])
    assert not asks_for_workbook([held(file_rules.PASSWORD)])


def test_versions_are_told_together() -> None:
    """Two returns of which nothing tells which counts are one matter: what differs stands beside the files' own names."""
    files = (
        entry("mail/first.xlsx", "Thorne", given="AA1=2", day=None),
        entry("mail/second.xlsx", "Thorne", given="AA1=3", day=None),
    )
    what = reminder(*files).what.splitlines()[1:]

    assert what == [
        "- first.xlsx and second.xlsx. These are 2 different versions. Nothing in them tells which one counts. "
        "first.xlsx (here) and second.xlsx (there) differ in 1 answer: AA1 (2 In progress here, 3 Agreed there). "
        "Please tell us which one counts."
    ]


def test_files_of_one_name_are_told_apart() -> None:
    """By the e-mail that each came in."""
    files = (
        entry("mon.eml/thorne.xlsx", "Thorne", given="AA1=2", day=None),
        entry("tue.eml/thorne.xlsx", "Thorne", given="AA1=3", day=None),
    )

    assert reminder(*files).what.splitlines()[1].startswith("- mon.eml/thorne.xlsx and tue.eml/thorne.xlsx. ")


@pytest.mark.parametrize("rule", [file_rules.NOT_HERE, file_rules.CANNOT_OPEN], ids=lambda rule: rule.code)
def test_council_is_not_written_to_for_what_the_office_must_do(rule: Rule) -> None:
    """A file that is still in the office's cloud is no fault of the council's: no letter is due."""
    finding = Finding.at(Place("thorne.xlsx"), rule, **FACTS)
    unread = Entry("thorne.xlsx", "", 0, Status.REFUSED, (finding,), reason=finding.message)
    line = board(assessed(unread), AFTER).lines[-1]

    assert (line.standing, line.letters) == (Standing.UNUSABLE, ())
    assert told(line.of.held) == ()


def test_nothing_came_and_something_came_are_two_letters() -> None:
    """Only where nothing came is it said so."""
    nothing = reminder()
    something = reminder(made_for(of_round(entry("old.xlsx", "Thorne"), "harbour-2025"), ""))

    assert nothing.what == "Nothing has reached us yet."
    assert nothing.do == "If you have already sent it, please send it once more."
    assert "old.xlsx" in something.what
    assert something.do == "Please reply to this message; where a file is asked for, attach it."
    assert (
        nothing.next
        == "The day for returns was 2 days ago. Until yours is in, the picture of all partners lacks Thorne."
    )
