"""A fix copy takes the place of the return it was made from, and of nothing else."""

from dataclasses import replace
from itertools import permutations

import pytest
from ledger_entries import (
    EMPTY_RETURN,
    MENDED,
    NO_COUNCIL,
    OLDER_COPY,
    OTHER_ROUND,
    SAME_CONTENT,
    SCORED,
    WHICH_COPY,
    councils,
    entry,
    messages,
    settled,
)

from rasp_xl.incoming.ledger import Entry
from rasp_xl.model.answers import Answer
from rasp_xl.model.questions import Purpose
from rasp_xl.model.rounds import Partner

UNTOUCHED = "RX128"
OLDER, SAME, MENDED_BY = ("superseded", OLDER_COPY), ("superseded", SAME_CONTENT), ("superseded", MENDED)
WHICH = ("held", WHICH_COPY)


def copy(path: str, of: str, given: str = "AA1=3", **more: str) -> Entry:
    """A fix copy that came back: by somebody else, with an earlier date, unless said otherwise."""
    return entry(path, given=given, who=more.pop("who", "Deputy"), day=3, mends=of, **more)  # type: ignore[arg-type]


def test_fix_copy_takes_the_place_of_its_original() -> None:
    """Whoever filled it in and whatever date stands in it: it was made to mend just this return."""
    files = (entry("a.xlsx", content="d1"), copy("b.xlsx", " D1 "))

    assert settled(*files) == {"a.xlsx": MENDED_BY, "b.xlsx": SCORED}
    assert messages(*files) == {
        "a.xlsx": "A fix copy of this return came back and takes its place: b.xlsx. "
        "They differ in 1 answer: AA1 (2 In progress here, 3 Agreed there)."
    }


def test_untouched_fix_copy_is_left_aside() -> None:
    """The copies that lie in the output folder, or come back as they went, are no new returns."""
    untouched = entry("fixes/northmoor.xlsx", mends="a.xlsx")

    assert settled(entry("a.xlsx"), untouched) == {"a.xlsx": SCORED, "fixes/northmoor.xlsx": ("ignored", UNTOUCHED)}


def test_untouched_fix_copy_of_an_unreadable_answer_is_left_aside() -> None:
    """A fix copy leaves the cell empty where an answer could not be read; that alone is no change."""
    read = entry("a.xlsx", given="AA1= AA2=2")
    unread = {"AA1": Answer("AA1", raw="2-3", unreadable=True)}
    original = replace(read, returned=replace(read.said, answers={**read.said.answers, **unread}))
    untouched = entry("b.xlsx", given="AA1= AA2=2", mends="a.xlsx")

    assert settled(original, untouched)["b.xlsx"] == ("ignored", UNTOUCHED)


def test_fix_copy_of_a_fix_copy_ends_at_the_last() -> None:
    """Three rounds of questions to one council leave the last answers, and each file says what counts."""
    files = [entry("a.xlsx"), copy("b.xlsx", "a.xlsx"), copy("c.xlsx", "b.xlsx", given="AA1=4")]

    assert settled(*files) == {"a.xlsx": MENDED_BY, "b.xlsx": MENDED_BY, "c.xlsx": SCORED}
    assert all("c.xlsx" in messages(*files)[path] for path in ("a.xlsx", "b.xlsx"))


def test_fix_copies_of_one_return_that_differ_are_held() -> None:
    """Two colleagues mended the same return in two ways: a person must choose, but not the original any more."""
    files = [entry("a.xlsx"), copy("b.xlsx", "a.xlsx"), copy("c.xlsx", "a.xlsx", given="AA1=4", who="Treasurer")]

    assert settled(*files) == {"a.xlsx": MENDED_BY, "b.xlsx": WHICH, "c.xlsx": WHICH}
    assert "takes its place: b.xlsx, c.xlsx. It and b.xlsx differ in 1 answer" in messages(*files)["a.xlsx"]
    assert messages(*files)["b.xlsx"].startswith("Deputy and Treasurer sent 2 different returns")


def test_fix_copies_of_one_return_that_say_the_same_are_one() -> None:
    """Sent twice, it counts once, though two people sent it."""
    files = [entry("a.xlsx"), copy("b.xlsx", "a.xlsx"), copy("c.xlsx", "a.xlsx", who="Treasurer")]

    assert settled(*files) == {"a.xlsx": MENDED_BY, "b.xlsx": SCORED, "c.xlsx": SAME}


def test_fix_copy_sent_again_with_a_later_date_counts() -> None:
    """One person's second thoughts about a fix copy are dated as any others."""
    files = [entry("a.xlsx"), entry("b.xlsx", mends="a.xlsx", day=13, given="AA1=3")]
    again = entry("c.xlsx", mends="a.xlsx", day=14, given="AA1=4")

    assert settled(*files, again) == {"a.xlsx": MENDED_BY, "b.xlsx": OLDER, "c.xlsx": SCORED}


def test_fix_copy_without_its_original_is_a_return_like_others() -> None:
    """An office may keep each version in a folder of its own."""
    assert settled(copy("b.xlsx", "a.xlsx")) == {"b.xlsx": SCORED}


@pytest.mark.parametrize(
    ("more", "code"),
    [({"given": "AA1= AA2="}, EMPTY_RETURN), ({"purpose_and_stage": (Purpose.JOINING, 1)}, OTHER_ROUND)],
)
def test_fix_copy_that_cannot_count_replaces_nothing(more: dict[str, object], code: str) -> None:
    """Sent back as it was, or made for something else: the first return is still the one there is."""
    held = entry("b.xlsx", mends="a.xlsx", **more)  # type: ignore[arg-type]

    assert settled(entry("a.xlsx"), held) == {"a.xlsx": SCORED, "b.xlsx": ("held", code)}


def test_last_fix_copy_that_counts_is_the_last() -> None:
    """An empty fix copy of a fix copy takes nobody's place, and does not bring the first return back."""
    files = [entry("a.xlsx"), copy("b.xlsx", "a.xlsx"), copy("c.xlsx", "b.xlsx", given="AA1= AA2=")]

    assert settled(*files) == {"a.xlsx": MENDED_BY, "b.xlsx": SCORED, "c.xlsx": ("held", EMPTY_RETURN)}


@pytest.mark.parametrize("original", [entry("a.xlsx", ""), entry("a.xlsx", given="AA1=")])
def test_fix_copy_mends_a_return_that_was_held(original: Entry) -> None:
    """Once the council is named, or the questions answered, nobody needs to look at the first file any more."""
    assert settled(original) != {"a.xlsx": SCORED}
    assert settled(original, copy("b.xlsx", "a.xlsx")) == {"a.xlsx": MENDED_BY, "b.xlsx": SCORED}


def test_copies_of_the_original_go_with_it() -> None:
    """The first return was in the folder twice; neither comes back when it is mended."""
    files = [entry("a.xlsx", content="x"), entry("Copy of a.xlsx", content="x"), copy("b.xlsx", "x")]

    assert settled(*files) == {"a.xlsx": MENDED_BY, "Copy of a.xlsx": SAME, "b.xlsx": SCORED}


def test_original_that_was_saved_again_goes_with_it() -> None:
    """Other bytes, the same answers: what was mended must not come back by way of its own copy."""
    files = [entry("a.xlsx"), entry("a (1).xlsx", day=20), copy("b.xlsx", "a.xlsx")]

    assert settled(*files) == {"a.xlsx": MENDED_BY, "a (1).xlsx": MENDED_BY, "b.xlsx": SCORED}


@pytest.mark.parametrize("day", [None, 3, 12])
def test_fix_copy_is_never_older_than_its_original(day: int | None) -> None:
    """A return that gave way to the original gives way to the fix copy, though nobody dated that; a later one does not."""
    files = [
        entry("a.xlsx", given="AA1=1", day=6),
        entry("b.xlsx"),
        entry("c.xlsx", day=day, given="AA1=3", mends="b.xlsx"),
    ]
    newer = entry("d.xlsx", day=13, given="AA1=4")

    assert settled(*files) == {"a.xlsx": OLDER, "b.xlsx": MENDED_BY, "c.xlsx": SCORED}
    assert settled(*files, newer)["c.xlsx"] == OLDER


def test_nobody_mends_a_return_of_another_council() -> None:
    """What a workbook claims of itself must not put away what somebody else sent."""
    files = (entry("a.xlsx", "Eastvale"), copy("b.xlsx", "a.xlsx"))

    assert settled(*files) == {"a.xlsx": SCORED, "b.xlsx": SCORED}


def test_fix_copy_may_correct_the_spelling_of_its_council() -> None:
    """A name one slip away is what a fix copy is there to mend."""
    files = (
        entry("a.xlsx", "Nortmoor District Council"),
        copy("b.xlsx", "a.xlsx", council="Northmoor District Council"),
    )

    assert councils(*files) == {"Northmoor District Council": ["b.xlsx"]}


@pytest.mark.parametrize("length", [1, 2, 3])
def test_returns_that_claim_to_mend_each_other_count_as_they_are(length: int) -> None:
    """No honest file can name what was made after it; a ring of them replaces nothing, and the run goes on."""
    ring = [entry(f"{n}.xlsx", who=f"Officer {n}", mends=f"{(n + 1) % length}.xlsx") for n in range(length)]

    assert set(settled(*ring, copy("z.xlsx", "0.xlsx")).values()) == {SCORED}


def test_long_chain_of_fix_copies_is_survived() -> None:
    """However often somebody mends, the last counts."""
    chain = [entry(f"{n:04}.xlsx", given=f"AA1={n % 5}", mends=f"{n - 1:04}.xlsx" if n else "") for n in range(3000)]

    assert councils(*chain) == {"Northmoor": ["2999.xlsx"]}


def test_order_of_files_decides_nothing() -> None:
    """Copies, older ones, fix copies and conflicts come out the same however the disk lists them."""
    files = (
        entry("a.xlsx", given="AA1=1"),
        copy("b.xlsx", "a.xlsx", who="Director"),
        entry("c.xlsx", given="AA1=4"),
        entry("d.xlsx", given="AA1=4"),
        entry("e.xlsx", "Eastvale", content="x", made_for=Partner("ev", "Eastvale")),
        entry("f.xlsx", "", content="y"),
    )
    expected = settled(*files)

    assert [expected[f"{letter}.xlsx"] for letter in "abcdef"] == [
        MENDED_BY, WHICH, WHICH, SAME, SCORED, ("held", NO_COUNCIL),
    ]  # fmt: skip
    assert all(settled(*order) == expected for order in permutations(files))
