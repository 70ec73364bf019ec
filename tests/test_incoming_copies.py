"""Of several returns of one sender one counts, or none until somebody says which; what differs is told."""

import pytest
from ledger_entries import (
    OLDER_COPY,
    ROUND,
    SAME_CONTENT,
    SCORED,
    WHICH_COPY,
    councils,
    entry,
    messages,
    refused,
    settled,
)

from rasp_xl.incoming.ledger import settle
from rasp_xl.model.file_rules import EMPTY_FILE

OLDER, SAME = ("superseded", OLDER_COPY), ("superseded", SAME_CONTENT)
WHICH = ("held", WHICH_COPY)


def test_same_content_counts_once() -> None:
    """The same file under another name is not a second opinion; the first by name is used, and the other says which."""
    found = settle([entry("b.xlsx", content="x"), entry("a.xlsx", content="x")], ROUND)
    copy = found.entries[1]

    assert settled(*found.entries) == {"a.xlsx": SCORED, "b.xlsx": SAME}
    assert copy.reason == ("The file holds the same answers, evidence and comments as a.xlsx, which is used instead.")
    assert len(copy.findings) == 1


def test_copy_gives_way_to_the_shorter_name() -> None:
    """`Northmoor.xlsx` counts and `Copy of Northmoor.xlsx` does not, whichever was found first."""
    files = (entry("Copy of a.xlsx", content="same"), entry("a.xlsx", content="same"))

    assert councils(*files) == {"Northmoor": ["a.xlsx"]}


def test_same_content_of_files_that_were_not_read_is_left_alone() -> None:
    """Two empty files are two refused files."""
    assert set(settled(refused("a.xlsx"), refused("b.xlsx")).values()) == {("refused", EMPTY_FILE.code)}


@pytest.mark.parametrize("days", [(12, 12), (12, None), (None, None)])
@pytest.mark.parametrize("who", ["Director", ""])
def test_file_that_was_saved_again_is_no_conflict(who: str, days: tuple[int | None, int | None]) -> None:
    """Other bytes with the same answers, evidence and comments say nothing new, whoever sent them."""
    files = [entry(path, who=who, day=day) for path, day in zip(("a (2).xlsx", "a.xlsx"), days, strict=True)]

    assert settled(*files) == {"a.xlsx": SCORED, "a (2).xlsx": SAME}


def test_later_date_counts() -> None:
    """Of two returns of one person the later dated counts, whatever the files are called."""
    found = settled(entry("a final.xlsx", day=6), entry("b.xlsx", day=20), entry("c.xlsx", day=13))

    assert found == {"a final.xlsx": OLDER, "b.xlsx": SCORED, "c.xlsx": OLDER}


def test_older_copy_says_what_changed() -> None:
    """The office sees at once whether the correction was the one it had asked for."""
    found = messages(entry("a.xlsx", day=6), entry("b.xlsx", day=20, given="AA1=3"))

    assert found == {
        "a.xlsx": "Director also sent b.xlsx, dated later; this older copy is not counted. "
        "They differ in 1 answer: AA1 (2 In progress here, 3 Agreed there)."
    }


def test_latest_return_counts_where_an_older_one_said_the_same() -> None:
    """Somebody who changed their mind and changed it back has the last word in the last file."""
    files = (entry("a.xlsx", day=6), entry("b.xlsx", day=13, given="AA1=4"), entry("longer name.xlsx", day=20))

    assert settled(*files) == {"a.xlsx": OLDER, "b.xlsx": OLDER, "longer name.xlsx": SCORED}


@pytest.mark.parametrize("days", [(12, 12), (12, None), (None, None), (6, 20, None), (6, 20, 20)])
def test_dates_that_do_not_decide_hold_all(days: tuple[int | None, ...]) -> None:
    """Where we cannot tell which of several different returns is meant, none counts until somebody says."""
    files = [entry(f"{n}.xlsx", day=day, given=f"AA1={n}") for n, day in enumerate(days)]

    assert set(settled(*files).values()) == {WHICH}
    assert councils(*files) == {}


def test_held_copies_say_what_differs() -> None:
    """Whoever must choose sees what the choice is about; copies that say the same make it no harder."""
    files = [entry(f"{letter}.xlsx", given=f"AA1={level}") for letter, level in zip("abcd", "1231", strict=True)]
    start = "Director sent 3 different returns, and nothing in them tells which one counts. This one and "

    assert messages(*files) == {
        "a.xlsx": start + "b.xlsx differ in 1 answer: AA1 (1 Discussed here, 2 In progress there).",
        "b.xlsx": start + "a.xlsx differ in 1 answer: AA1 (2 In progress here, 1 Discussed there).",
        "c.xlsx": start + "a.xlsx differ in 1 answer: AA1 (3 Agreed here, 1 Discussed there).",
        "d.xlsx": "The file holds the same answers, evidence and comments as a.xlsx, which is used instead.",
    }


def test_two_respondents_of_one_council_both_count() -> None:
    """Finance and IT of one council are two opinions, even from the same day."""
    assert councils(entry("a.xlsx", who="Finance"), entry("b.xlsx", who="IT")) == {"Northmoor": ["a.xlsx", "b.xlsx"]}


@pytest.mark.parametrize("who", [" jane  SMITH ", "Smith, Jane", "Ms Jane Smith"])
def test_respondent_written_otherwise_is_the_same_person(who: str) -> None:
    """Capitals, spaces, a title and the surname first do not make a second respondent."""
    found = settled(entry("a.xlsx", who="Jane Smith", day=6), entry("b.xlsx", who=who, day=7))

    assert found == {"a.xlsx": OLDER, "b.xlsx": SCORED}


@pytest.mark.parametrize("who", ["J. Smith", "Jane Smyth", "Mr Jane Smith"])
def test_respondents_who_may_be_two_people_are_two(who: str) -> None:
    """An opinion must never vanish because two names look alike."""
    files = (entry("a.xlsx", who="Mrs Jane Smith", day=6), entry("b.xlsx", who=who, day=7))

    assert councils(*files) == {"Northmoor": ["a.xlsx", "b.xlsx"]}


def test_same_respondent_of_two_councils_is_two_people() -> None:
    """Every council has a director."""
    assert councils(entry("a.xlsx", "Eastvale"), entry("b.xlsx", "Fenmarch")) == {
        "Eastvale": ["a.xlsx"],
        "Fenmarch": ["b.xlsx"],
    }


def test_colleagues_without_names_are_told_apart_by_their_roles() -> None:
    """Finance and IT of one council both count, although neither gave a name."""
    files = (entry("a.xlsx", who="", role="Section 151 officer"), entry("b.xlsx", who="", role="Head of IT", day=21))

    assert councils(*files) == {"Northmoor": ["a.xlsx", "b.xlsx"]}


def test_colleagues_who_say_nothing_of_themselves_are_held() -> None:
    """Whether two unsigned returns are of one person or of two cannot be told, so a later date does not decide."""
    files = (entry("a.xlsx", who=""), entry("b.xlsx", who="", day=21, given="AA1=3"))

    assert set(settled(*files).values()) == {WHICH}
    assert messages(*files)["a.xlsx"].startswith("Somebody without a name sent 2 different returns,")
