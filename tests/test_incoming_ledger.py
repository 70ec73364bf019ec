"""Every file has one status, every council its returns, and the order in which files were found changes nothing."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_entries import (
    CHECK_2,
    EMPTY_RETURN,
    NEW_1,
    NEW_2,
    NEW_3,
    OTHER_ROUND,
    ROUND,
    SCORED,
    councils,
    entry,
    ignored,
    messages,
    of_round,
    refused,
    settled,
)

from rasp_xl.incoming.ledger import Entry, Ledger, Status, common_round, settle
from rasp_xl.incoming.names import person
from rasp_xl.incoming.replies import Reply
from rasp_xl.model.findings import Place
from rasp_xl.model.layout import ALL_RIGHT
from rasp_xl.model.questions import Purpose
from rasp_xl.model.rounds import Partner, Round

LISTED = replace(ROUND, id="spring", partners=(Partner("nm", "Northmoor"), Partner("ct", "Cwm Tŵr")))


def test_single_return_is_scored() -> None:
    """The plain case: one file, one council, nothing to say."""
    assert settled(entry("a.xlsx")) == {"a.xlsx": SCORED}
    assert councils(entry("a.xlsx")) == {"Northmoor": ["a.xlsx"]}


def test_refused_and_ignored_stay_as_they_are() -> None:
    """What was never read is decided already, and names no council."""
    ledger = settle([refused("bad.xlsx"), ignored("~$a.xlsx")], ROUND)

    assert [e.status for e in ledger.entries] == [Status.REFUSED, Status.IGNORED]
    assert ledger.councils == ()


@pytest.mark.parametrize(
    ("carried", "expected"), [(NEW_2, ""), (NEW_1, OTHER_ROUND), (CHECK_2, OTHER_ROUND), (None, "")]
)
def test_return_of_another_round_is_held(carried: tuple[Purpose, int] | None, expected: str) -> None:
    """A template for another purpose or stage is not mixed in; one that does not say is taken as it is."""
    found = settled(entry("a.xlsx", purpose_and_stage=carried))

    assert found == {"a.xlsx": ("held" if expected else "scored", expected)}


@pytest.mark.parametrize(
    ("asked", "carried", "expected"),
    [("spring", "spring", ""), ("spring", "Spring ", ""), ("spring", "", ""), ("", "autumn", ""), ("spring", "autumn", OTHER_ROUND)],
)  # fmt: skip
def test_return_made_for_another_round_workbook_is_held(asked: str, carried: str, expected: str) -> None:
    """Last year's return asks the same questions for the same purpose; only the round's id tells it apart."""
    found = settled(of_round(entry("a.xlsx"), carried), round_=replace(ROUND, id=asked))

    assert found == {"a.xlsx": ("held" if expected else "scored", expected)}


def test_other_rounds_are_named() -> None:
    """The office learns which run a held return belongs to."""
    spring = replace(ROUND, id="spring")
    files = (of_round(entry("a.xlsx"), "autumn"), entry("b.xlsx", purpose_and_stage=NEW_3))

    assert messages(*files, round_=spring) == {
        "a.xlsx": "The template was made for round autumn; the returns that are scored here are for round spring.",
        "b.xlsx": "The template was made for New programme, stage 3, before go-live; "
        "the returns that are scored here are for New programme, stage 2, before signature.",
    }


def test_held_return_supersedes_nothing() -> None:
    """A return of another round, however late, does not push out the one that counts."""
    found = settled(entry("a.xlsx", day=6), entry("b.xlsx", day=20, purpose_and_stage=NEW_3))

    assert found == {"a.xlsx": SCORED, "b.xlsx": ("held", OTHER_ROUND)}


def test_template_that_came_back_empty_is_held() -> None:
    """It says nothing of its council, least of all that it is not ready; the council is named all the same."""
    files = settle([entry("a.xlsx", given="AA1= AA2="), entry("b.xlsx", "Eastvale")], ROUND)

    assert [(e.status.value, e.partner.name) for e in files.entries if e.partner] == [
        ("held", "Northmoor"),
        ("scored", "Eastvale"),
    ]


def test_empty_template_pushes_nothing_out() -> None:
    """A colleague forwarded the blank template again, later: the filled one counts."""
    found = settled(entry("a.xlsx", day=6), entry("b.xlsx", day=20, given="AA1="))

    assert found == {"a.xlsx": SCORED, "b.xlsx": ("held", EMPTY_RETURN)}


@pytest.mark.parametrize(
    ("carried", "expected"),
    [
        ([], NEW_1),
        ([None, None], NEW_1),
        ([NEW_3], NEW_3),
        ([NEW_1, NEW_2, NEW_2], NEW_2),
        ([NEW_2, None, None, None], NEW_2),
        ([NEW_2, NEW_1], NEW_1),
        ([CHECK_2, NEW_3], NEW_3),
    ],
)
def test_round_is_that_of_most_returns(
    carried: list[tuple[Purpose, int] | None], expected: tuple[Purpose, int]
) -> None:
    """Without a round workbook the returns say what was asked; of as many, the earlier purpose and stage stands."""
    for order in (carried, carried[::-1]):
        returns = [entry(f"{n}", purpose_and_stage=p).returned for n, p in enumerate(order)]

        assert common_round((r for r in returns if r), NEW_1) == expected


COUNCILS = ("Northmoor", "northmoor ", "Northmoor DC", "Nortmoor", "Eastvale", "Cwm Twr", "Cwm Tŵr", "")
DIGESTS = ("x", "y", "3.xlsx", "4.xlsx")
ENTRIES = st.builds(
    entry,
    path=st.just(""),
    council=st.sampled_from(COUNCILS),
    who=st.sampled_from(("Finance", "finance", "Smith, Jane", "Mrs Jane Smith", "Mr Jane Smith", "")),
    given=st.sampled_from(("AA1=2", "AA1=2", "AA1=3 AA2=1", "AA1=")),
    day=st.sampled_from((None, 6, 12)),
    content=st.sampled_from(("", "", *DIGESTS)),
    made_for=st.sampled_from((None, Partner("nm", "Northmoor"), Partner("cwm-twr", "Cwm Twr"))),
    mends=st.sampled_from(("", "", *DIGESTS, "5.xlsx")),
    purpose_and_stage=st.sampled_from((NEW_2, NEW_2, NEW_2, NEW_1, None)),
) | st.sampled_from((refused(""), ignored("")))


ASKED_ABOUT = (
    "The council's name reads “Nortmoor”. It is scored as a council of its own, but its name is close to Northmoor."
)
REPLIES = st.sampled_from((None, None, ALL_RIGHT, "No"))


def with_reply(found: Entry, text: str | None) -> Entry:
    """The same file with a reply on its Fix list, if any."""
    if not text or not found.returned:
        return found
    reply = Reply(text, ASKED_ABOUT, Place(found.path, "Fix list", 6, 9))
    return replace(found, returned=replace(found.returned, replies=(reply,)))


FILES = st.builds(with_reply, ENTRIES, REPLIES)


def with_path(found: Entry, number: int) -> Entry:
    """The same file under a name of its own; what has no content of its own gets one."""
    path = f"{number}.xlsx"
    returned = replace(found.returned, file=path) if found.returned else None
    return replace(found, path=path, digest=found.digest or path, returned=returned)


@given(st.lists(FILES, max_size=9), st.randoms(use_true_random=False), st.sampled_from((ROUND, LISTED)))
@settings(max_examples=500, deadline=None, derandomize=True)
def test_ledger_adds_up_in_any_order(found: list[Entry], dice: random.Random, round_: Round) -> None:
    """Every file has one status; a respondent counts once for a council; shuffling changes nothing."""
    files = [with_path(e, number) for number, e in enumerate(found)]
    ledger = settle(files, round_)
    dice.shuffle(files)
    counted = [(c.partner.id, *person(e.who)) for c in ledger.councils for e in c.entries]

    assert settle(files, round_) == ledger
    assert sorted(e.path for e in ledger.entries) == sorted(e.path for e in files)
    assert sum(ledger.count(status) for status in Status) == len(files)
    assert len(counted) == len(set(counted)) == ledger.count(Status.SCORED)
    assert all(bool(e.reason) is (e.status is not Status.SCORED) for e in ledger.entries)
    assert all(e.findings[0].message == e.reason for e in ledger.entries if e.reason and e.findings)
    assert all(e.status is Status.SUPERSEDED for e in ledger.entries if e.reason and not e.findings)


@given(st.lists(FILES, max_size=9), st.sampled_from((ROUND, LISTED)))
@settings(max_examples=300, deadline=None, derandomize=True)
def test_nothing_vanishes_for_nothing(found: list[Entry], round_: Round) -> None:
    """What is superseded names what is used instead; following the names ends at a return that counts or is held."""
    ledger = settle([with_path(e, number) for number, e in enumerate(found)], round_)
    by_path = {e.path: e for e in ledger.entries}

    for one in ledger.entries:
        seen = [one]
        while seen[-1].status is Status.SUPERSEDED:
            named = [path for path in by_path if path in seen[-1].reason and path != seen[-1].path]
            seen.append(by_path[named[0]])
            assert len(seen) <= len(by_path)
        assert seen[-1].status in {one.status, Status.SCORED, Status.HELD}


def test_settled_ledger_stays_settled() -> None:
    """Deciding again what is decided changes nothing, and nothing is told twice."""
    files = (entry("a.xlsx", day=6), entry("b.xlsx", day=7), entry("c.xlsx", ""), entry("d.xlsx", "Northmoor DC"))
    once = settle(files, ROUND)

    assert settle(once.entries, ROUND) == once == Ledger(once.entries)
