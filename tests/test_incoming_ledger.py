"""Every file has one status, every council its returns, and the order in which files were found changes nothing."""

import random
from dataclasses import replace
from datetime import date

import pytest
from building import answers, question, tiny_round
from hypothesis import given, settings
from hypothesis import strategies as st

from rasp_xl.incoming.ledger import Entry, Ledger, Status, common_round, settle
from rasp_xl.incoming.returns import Return
from rasp_xl.model.answers import Cover
from rasp_xl.model.file_rules import EMPTY_FILE, LOCK_FILE
from rasp_xl.model.findings import Finding, Place
from rasp_xl.model.identity import Identity
from rasp_xl.model.questions import Purpose
from rasp_xl.model.rounds import Partner

ROUND = tiny_round(question("AA1"), stage=2)
SAME_CONTENT, OLDER_COPY, WHICH_COPY, NO_COUNCIL, OTHER_ROUND = "RX110", "RX111", "RX112", "RX113", "RX114"
NEW_1, NEW_2, NEW_3 = (Purpose.NEW, 1), (Purpose.NEW, 2), (Purpose.NEW, 3)
CHECK_2 = (Purpose.HEALTH_CHECK, 2)


def entry(
    path: str,
    council: str = "Northmoor",
    *,
    who: str = "Director",
    role: str = "",
    given: str = "AA1=2",
    day: int | None = 12,
    content: str = "",
    made_for: Partner | None = None,
    purpose_and_stage: tuple[Purpose, int] | None = NEW_2,
) -> Entry:
    """A file that could be read: its start sheet names a council unless its template was made for one."""
    identity = Identity()
    if purpose_and_stage:
        identity = Identity.of(ROUND.for_purpose(*purpose_and_stage), made_for)
    cover = Cover(council, who, role, date(2026, 10, day) if day else None)
    digest = content or path
    returned = Return(path, digest, identity, cover, answers(given), ())
    return Entry(path, digest, 1000, Status.SCORED, (), returned)


def refused(path: str) -> Entry:
    finding = Finding.at(Place(path), EMPTY_FILE)
    return Entry(path, "", 0, Status.REFUSED, (finding,), reason=finding.message)


def ignored(path: str) -> Entry:
    finding = Finding.at(Place(path), LOCK_FILE)
    return Entry(path, "", 0, Status.IGNORED, (finding,), reason=finding.message)


def settled(*entries: Entry) -> dict[str, tuple[str, str]]:
    """Paths with their status and the code of the finding that was told first."""
    return {
        e.path: (e.status.value, e.findings[0].rule.code if e.findings else "") for e in settle(entries, ROUND).entries
    }


def councils(*entries: Entry) -> dict[str, list[str]]:
    """Names of the councils scored, and which files count for each."""
    return {c.partner.name: [e.path for e in c.entries] for c in settle(entries, ROUND).councils}


def test_single_return_is_scored() -> None:
    """The plain case: one file, one council, nothing to say."""
    assert settled(entry("a.xlsx")) == {"a.xlsx": ("scored", "")}
    assert councils(entry("a.xlsx")) == {"Northmoor": ["a.xlsx"]}


def test_refused_and_ignored_stay_as_they_are() -> None:
    """What was never read is decided already, and names no council."""
    ledger = settle([refused("bad.xlsx"), ignored("~$a.xlsx")], ROUND)

    assert [e.status for e in ledger.entries] == [Status.REFUSED, Status.IGNORED]
    assert ledger.councils == ()


def test_same_content_counts_once() -> None:
    """The same file under another name is not a second opinion; the first by name is used, and the other says which."""
    found = settle([entry("b.xlsx", content="x"), entry("a.xlsx", content="x")], ROUND)
    copy = found.entries[1]

    assert settled(*found.entries) == {"a.xlsx": ("scored", ""), "b.xlsx": ("superseded", SAME_CONTENT)}
    assert "a.xlsx" in copy.reason
    assert len(copy.findings) == 1


def test_same_content_of_files_that_were_not_read_is_left_alone() -> None:
    """Two empty files are two refused files."""
    assert settled(refused("a.xlsx"), refused("b.xlsx")) == {
        "a.xlsx": ("refused", EMPTY_FILE.code),
        "b.xlsx": ("refused", EMPTY_FILE.code),
    }


def test_later_date_counts() -> None:
    """Of two returns of one person the later dated counts, whatever the files are called."""
    found = settled(entry("a final.xlsx", day=6), entry("b.xlsx", day=20), entry("c.xlsx", day=13))

    assert found == {
        "a final.xlsx": ("superseded", OLDER_COPY),
        "b.xlsx": ("scored", ""),
        "c.xlsx": ("superseded", OLDER_COPY),
    }


@pytest.mark.parametrize("days", [(12, 12), (12, None), (None, None), (6, 20, None), (6, 20, 20)])
def test_dates_that_do_not_decide_hold_all(days: tuple[int | None, ...]) -> None:
    """Where we cannot tell which of several returns is meant, none counts until somebody says."""
    files = [entry(f"{n}.xlsx", day=day) for n, day in enumerate(days)]

    assert set(settled(*files).values()) == {("held", WHICH_COPY)}
    assert councils(*files) == {}


def test_two_respondents_of_one_council_both_count() -> None:
    """Finance and IT of one council are two opinions, even from the same day."""
    assert councils(entry("a.xlsx", who="Finance"), entry("b.xlsx", who="IT")) == {"Northmoor": ["a.xlsx", "b.xlsx"]}


def test_respondent_written_otherwise_is_the_same_person() -> None:
    """Capitals and spaces do not make a second respondent."""
    found = settled(entry("a.xlsx", who="Head of IT", day=6), entry("b.xlsx", who=" head of  it", day=7))

    assert found == {"a.xlsx": ("superseded", OLDER_COPY), "b.xlsx": ("scored", "")}


def test_same_respondent_of_two_councils_is_two_people() -> None:
    """Every council has a director."""
    assert councils(entry("a.xlsx", "Eastvale"), entry("b.xlsx", "Fenmarch")) == {
        "Eastvale": ["a.xlsx"],
        "Fenmarch": ["b.xlsx"],
    }


@pytest.mark.parametrize("name", ["", "  ", "\n"])
def test_return_without_a_council_is_held(name: str) -> None:
    """Answers of nobody cannot be scored, and are not thrown away."""
    assert settled(entry("a.xlsx", name)) == {"a.xlsx": ("held", NO_COUNCIL)}


@pytest.mark.parametrize(
    ("carried", "expected"), [(NEW_2, ""), (NEW_1, OTHER_ROUND), (CHECK_2, OTHER_ROUND), (None, "")]
)
def test_return_of_another_round_is_held(carried: tuple[Purpose, int] | None, expected: str) -> None:
    """A template for another purpose or stage is not mixed in; one that does not say is taken as it is."""
    found = settled(entry("a.xlsx", purpose_and_stage=carried))

    assert found == {"a.xlsx": ("held" if expected else "scored", expected)}


def test_held_return_supersedes_nothing() -> None:
    """A return of another round, however late, does not push out the one that counts."""
    found = settled(entry("a.xlsx", day=6), entry("b.xlsx", day=20, purpose_and_stage=NEW_3))

    assert found == {"a.xlsx": ("scored", ""), "b.xlsx": ("held", OTHER_ROUND)}


def test_council_written_otherwise_is_one_council() -> None:
    """Capitals, spaces and kinds of dash do not make a second council."""
    found = councils(
        entry("a.xlsx", "Stoke-on-Lea  Council", who="Finance"), entry("b.xlsx", "STOKE‑ON‑LEA council ", who="IT")
    )

    assert list(found.values()) == [["a.xlsx", "b.xlsx"]]


def test_template_says_whose_it_is_before_the_start_sheet_does() -> None:
    """A council that misspells its own name is still itself; and the id is the one we gave it."""
    ledger = settle([entry("a.xlsx", "Nortmoor", made_for=Partner("nm", "Northmoor"))], ROUND)

    assert [c.partner for c in ledger.councils] == [Partner("nm", "Northmoor")]


def test_blank_template_and_own_template_of_one_council_go_together() -> None:
    """One person used the template made for the council, another the blank one: one council, with the id we gave it."""
    own = entry("b.xlsx", "", who="Finance", made_for=Partner("nm", "Northmoor"))
    ledger = settle([entry("a.xlsx", "northmoor", who="IT"), own], ROUND)

    assert [(c.partner.id, len(c.entries)) for c in ledger.councils] == [("nm", 2)]


@pytest.mark.parametrize("made_for", ["cwm-twr", ""])
def test_different_councils_never_share_an_id(made_for: str) -> None:
    """Files are named after ids: two councils whose names or templates lead to one id are kept apart."""
    names = ("Cwm Twr", "Cwm Tŵr", "Cwm/Twr")
    files = [
        entry(f"{n}.xlsx", name, made_for=Partner(made_for, name) if made_for else None) for n, name in enumerate(names)
    ]
    found = settle(files, ROUND).councils

    assert sorted(c.partner.name for c in found) == sorted(names)
    assert len({c.partner.id for c in found}) == len(names)
    assert all(c.partner.id.startswith("cwm-twr") for c in found)


def test_partner_of_the_round_keeps_name_and_id() -> None:
    """Where the round lists its partners, its words stand over those in the returns."""
    listed = replace(ROUND, partners=(Partner("nm", "Northmoor District Council"),))
    typed = entry("a.xlsx", "NORTHMOOR district council", who="Finance")
    renamed = entry("b.xlsx", "", who="IT", made_for=Partner("nm", "Northmoor DC"))
    (council,) = settle([typed, renamed], listed).councils

    assert council.partner == listed.partners[0]
    assert len(council.entries) == 2


def test_councils_come_by_name() -> None:
    """Reports list councils in the order of their names, not of their files."""
    files = (entry("a.xlsx", "oxenholt"), entry("b.xlsx", "Éastvale"), entry("c.xlsx", "Ashcombe"))

    assert list(councils(*files)) == ["Ashcombe", "oxenholt", "Éastvale"]


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


COUNCILS = ("Northmoor", "northmoor ", "Eastvale", "Cwm Twr", "Cwm Tŵr", "")
ENTRIES = st.builds(
    entry,
    path=st.just(""),
    council=st.sampled_from(COUNCILS),
    who=st.sampled_from(("Finance", "finance", "IT", "")),
    day=st.sampled_from((None, 6, 12)),
    content=st.sampled_from(("", "x", "y")),
    made_for=st.sampled_from((None, Partner("nm", "Northmoor"), Partner("cwm-twr", "Cwm Twr"))),
    purpose_and_stage=st.sampled_from((NEW_2, NEW_2, NEW_2, NEW_1, None)),
) | st.sampled_from((refused(""), ignored("")))


def with_path(found: Entry, number: int) -> Entry:
    """The same file under a name of its own; what has no content of its own gets one."""
    path = f"{number}.xlsx"
    returned = replace(found.returned, file=path) if found.returned else None
    return replace(found, path=path, digest=found.digest or path, returned=returned)


@given(st.lists(ENTRIES, max_size=9), st.randoms(use_true_random=False))
@settings(max_examples=300, deadline=None)
def test_ledger_adds_up_in_any_order(found: list[Entry], dice: random.Random) -> None:
    """Every file has one status; a respondent counts once for a council; shuffling changes nothing."""
    files = [with_path(e, number) for number, e in enumerate(found)]
    ledger = settle(files, ROUND)
    dice.shuffle(files)
    counted = [(c.partner.id, e.respondent.casefold()) for c in ledger.councils for e in c.entries]

    assert settle(files, ROUND) == ledger
    assert sorted(e.path for e in ledger.entries) == sorted(e.path for e in files)
    assert sum(ledger.count(status) for status in Status) == len(files)
    assert len(counted) == len(set(counted)) == ledger.count(Status.SCORED)
    assert all(bool(e.reason) is (e.status is not Status.SCORED) for e in ledger.entries)
    assert all(e.findings[0].message == e.reason for e in ledger.entries if e.reason)


def test_settled_ledger_stays_settled() -> None:
    """Deciding again what is decided changes nothing."""
    once = settle([entry("a.xlsx", day=6), entry("b.xlsx", day=7), entry("c.xlsx", "")], ROUND)

    assert settle(once.entries, ROUND) == once == Ledger(once.entries)


def test_colleagues_without_names_are_told_apart_by_their_roles() -> None:
    """Finance and IT of one council both count, although neither gave a name."""
    files = (entry("a.xlsx", who="", role="Section 151 officer"), entry("b.xlsx", who="", role="Head of IT", day=21))

    assert councils(*files) == {"Northmoor": ["a.xlsx", "b.xlsx"]}


def test_colleagues_who_say_nothing_of_themselves_are_held() -> None:
    """Whether two unsigned returns are of one person or of two cannot be told, so a later date does not decide."""
    files = (entry("a.xlsx", who=""), entry("b.xlsx", who="", day=21))

    assert set(settled(*files).values()) == {("held", WHICH_COPY)}


def test_template_that_came_back_empty_is_held() -> None:
    """It says nothing of its council, least of all that it is not ready; the council is named all the same."""
    files = settle([entry("a.xlsx", given="AA1= AA2="), entry("b.xlsx", "Eastvale")], ROUND)

    assert [(e.status.value, e.partner.name) for e in files.entries if e.partner] == [
        ("held", "Northmoor"),
        ("scored", "Eastvale"),
    ]


def test_copy_gives_way_to_the_shorter_name() -> None:
    """`Northmoor.xlsx` counts and `Copy of Northmoor.xlsx` does not, whichever was found first."""
    files = (entry("Copy of a.xlsx", content="same"), entry("a.xlsx", content="same"))

    assert councils(*files) == {"Northmoor": ["a.xlsx"]}
