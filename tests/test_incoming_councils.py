"""Whose a return is: the template's own word first, then the start sheet's; what only looks like a council's name is asked."""

from dataclasses import replace

import pytest
from building import question, tiny_round
from ledger_entries import (
    NEAR_NAME,
    NO_COUNCIL,
    OTHER_COUNCIL,
    ROUND,
    SCORED,
    UNKNOWN_COUNCIL,
    councils,
    entry,
    messages,
    settled,
)

from rasp_xl.incoming.checks import check
from rasp_xl.incoming.ledger import Entry, settle
from rasp_xl.model.rounds import Partner

NM, EV = Partner("nm", "Northmoor District Council"), Partner("ev", "Eastvale Borough Council")
TWR, TWR_2 = Partner("ct", "Cwm Tŵr County Borough Council"), Partner("cs", "Cwm Twr County Council")
LISTED = replace(ROUND, partners=(NM, EV, TWR, TWR_2))
UNKNOWN = ("held", UNKNOWN_COUNCIL)


def whose(found: Entry) -> str:
    """The id of the partner that a return counts for, empty where it counts for none."""
    (one,) = settle([found], LISTED).entries
    return one.partner.id if one.partner and one.status.value == "scored" else ""


def told(found: Entry) -> list[tuple[str, str]]:
    """Codes and messages of what is said of a return among the partners."""
    return [(f.rule.code, f.message) for e in settle([found], LISTED).entries for f in e.findings]


@pytest.mark.parametrize("name", ["", "  ", "\n"])
@pytest.mark.parametrize("round_", [ROUND, LISTED])
def test_return_without_a_council_is_held(name: str, round_: object) -> None:
    """Answers of nobody cannot be scored, and are not thrown away."""
    assert settled(entry("a.xlsx", name), round_=round_) == {"a.xlsx": ("held", NO_COUNCIL)}  # type: ignore[arg-type]


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
    typed = entry("a.xlsx", "NORTHMOOR district council", who="Finance")
    renamed = entry("b.xlsx", "", who="IT", made_for=Partner("nm", "Northmoor DC"))
    (council,) = settle([typed, renamed], LISTED).councils

    assert council.partner == NM
    assert len(council.entries) == 2


@pytest.mark.parametrize(
    ("made_for", "typed", "expected"),
    [
        (NM, "", "nm"),
        (NM, "Eastvale Borough Council", "nm"),  # the check says that the start sheet names another
        (Partner("nm", "Moors Council"), "", "nm"),  # renamed since the template was sent
        (Partner("p7", "Northmoor District Council"), "", "nm"),  # listed under another id since
        (Partner("nm", "Eastvale Borough Council"), "", "ev"),  # the ids were renumbered: names are what people saw
        (Partner("p7", "Northmoor DC"), "Eastvale Borough Council", "nm"),
        (None, "  northmoor  DISTRICT council", "nm"),
        (None, "Northmoor", "nm"),
        (None, "northmoor dc", "nm"),
        (None, "District of Northmoor", "nm"),
        (None, "Northmoor County Council", ""),
        (None, "Nortmoor District Council", ""),
        (None, "Cwm Twr", ""),  # a county borough and a county have that name
        (None, "Cwm Tŵr CBC", "ct"),
        (None, "Borough Council", ""),
        (Partner("p7", "Fenmarch"), "Fenmarch", ""),
        (Partner("p7", "Fenmarch"), "Eastvale Borough Council", "ev"),
        (Partner("p7", ""), "", ""),
    ],
)
def test_partner_is_found_by_the_best_evidence(made_for: Partner | None, typed: str, expected: str) -> None:
    """Id and name of the template, then the start sheet; a short name counts where only one partner can be meant."""
    assert whose(entry("a.xlsx", typed, made_for=made_for)) == expected


def test_short_name_is_counted_and_said() -> None:
    """The officer can check in a moment that Northmoor DC is who we think."""
    assert told(entry("a.xlsx", "Northmoor DC")) == [
        (
            NEAR_NAME,
            "The council's name reads “Northmoor DC”. "
            "It is counted for Northmoor District Council, the only partner of that name.",
        )
    ]
    assert told(entry("a.xlsx", NM.name)) == told(entry("a.xlsx", "", made_for=NM)) == []


def test_start_sheet_names_the_partner_where_the_template_names_none() -> None:
    """A neighbour's old template was used: what the check said of it, that it counts for the neighbour, is no longer so."""
    found = entry("a.xlsx", NM.name, made_for=Partner("p7", "Fenmarch"), given="AA1=2 AA2=2")
    found = replace(found, findings=check(found.said, LISTED))

    assert [f.rule.code for f in found.findings] == [OTHER_COUNCIL]
    assert told(found) == [
        (
            NEAR_NAME,
            "The council's name reads “Fenmarch”. "
            "It is counted for Northmoor District Council, which the sheet Start here names.",
        )
    ]


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("Nortmoor District Council", "The nearest name is Northmoor District Council."),
        ("Northmoor County Council", "The nearest name is Northmoor District Council."),
        ("Cwm Twr", "The nearest names are Cwm Tŵr County Borough Council and Cwm Twr County Council."),
        ("Lower Quenby", ""),
    ],
)
def test_return_of_no_partner_is_held_and_the_nearest_names_offered(name: str, nearest: str) -> None:
    """With a list of partners a misspelt name makes no council of its own, and the office sees who it may be."""
    found = entry("a.xlsx", name)

    assert settled(found, round_=LISTED) == {"a.xlsx": UNKNOWN}
    assert messages(found, round_=LISTED) == {
        "a.xlsx": f"The return is from “{name}”, which is not a partner of this round. {nearest}".strip()
    }


def test_councils_come_by_name() -> None:
    """Reports list councils in the order of their names, not of their files."""
    files = (entry("a.xlsx", "oxenholt"), entry("b.xlsx", "Éastvale"), entry("c.xlsx", "Ashcombe"))

    assert list(councils(*files)) == ["Ashcombe", "oxenholt", "Éastvale"]


def near_names(*entries: Entry) -> dict[str, str]:
    """Paths of the returns of which it is said that their council's name is near another, and what is said."""
    ledger = settle(entries, ROUND)
    return {e.path: f.message for e in ledger.entries for f in e.findings if f.rule.code == NEAR_NAME}


def test_near_names_stay_two_councils_and_it_is_said() -> None:
    """Nobody but the office can know; it is told on the return that stands alone."""
    files = (
        entry("a.xlsx", "Nortmoor District Council"),
        entry("long b.xlsx", "Northmoor District Council"),
        entry("long c.xlsx", "Northmoor District Council", who="IT"),
        entry("d.xlsx", "Southmoor District Council"),
    )

    assert len(councils(*files)) == 3
    assert set(settled(*files[1:]).values()) == {SCORED}
    assert near_names(*files) == {
        "a.xlsx": "The council's name reads “Nortmoor District Council”. It is scored as a council of its own, "
        "but its name is close to Northmoor District Council."
    }


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Northmoor", "Northmoor District Council"),
        ("Cwm Tŵr", "Cwm Twr"),
        ("Ashcombe & Thorne", "Ashcombe and Thorne DC"),
        ("Harrowmere City Council", "Harowmere City Council"),
    ],
)
def test_of_near_names_the_longer_file_name_is_told(one: str, other: str) -> None:
    """Of two councils with a return each, the file that looks more like an afterthought."""
    assert list(near_names(entry("b.xlsx", one), entry("a second.xlsx", other))) == ["a second.xlsx"]
    assert list(near_names(entry("b second.xlsx", one), entry("a.xlsx", other))) == ["b second.xlsx"]


def test_at_most_three_near_names_are_named() -> None:
    """Whoever must choose among more looks at the list of councils."""
    names = ("Quenborough", "Quenboroughs", "Quenborought", "Quenboroughe", "Quenborougha")
    found = near_names(*(entry(f"{n}.xlsx", name) for n, name in enumerate(names)))

    assert found["1.xlsx"].endswith("close to Quenborough.")
    assert found["4.xlsx"].endswith("close to Quenborough, Quenboroughe and Quenboroughs.")


def test_near_name_of_a_return_that_does_not_count_is_no_matter() -> None:
    """A blank template with a misspelt name is held for what it is, and changes nothing for the others."""
    files = (entry("a.xlsx", "Northmoor"), entry("bb.xlsx", "Nortmoor", given="AA1="))

    assert near_names(*files) == {}


def test_numbered_names_are_not_near() -> None:
    """Ward 12 and Ward 13 were meant to be two."""
    assert near_names(entry("a.xlsx", "Testshire Area 12"), entry("b.xlsx", "Testshire Area 13")) == {}


def test_partners_are_not_told_of_near_names() -> None:
    """The office listed them itself."""
    listed = replace(
        tiny_round(question("AA1"), stage=2), partners=(Partner("a", "Quenborough"), Partner("b", "Quenboroug"))
    )

    assert set(settled(entry("a.xlsx", "Quenborough"), entry("b.xlsx", "Quenboroug"), round_=listed).values()) == {
        SCORED
    }
