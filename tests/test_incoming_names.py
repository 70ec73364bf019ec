"""Names are written in many ways: what nobody means is set aside, and two people or two councils are never made one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rasp_xl.incoming.names import NamesNear, may_be_one, near, person, short, slips

NORTHMOOR = "Northmoor District Council"


@pytest.mark.parametrize(
    "name",
    [
        NORTHMOOR,
        "NORTHMOOR  DISTRICT COUNCIL",
        "Northmoor",
        "Northmoor DC",
        "Northmoor D.C.",
        "The District of Northmoor",
        "Northmoor City Council",
        "Royal Borough of Northmoor",
        "Northmoor Boro Council",
        "Cyngor Sir Northmoor",
        "Northmoor unitary authority",
        "Ｎorthmoor–District Council",
    ],
)
def test_short_name_is_without_its_kind(name: str) -> None:
    """What kind of council it is, is left out by some and shortened by others."""
    assert short(name) == "northmoor"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ashcombe & Thorne District Council", "ashcombe thorne"),
        ("Ashcombe and Thorne", "ashcombe thorne"),
        ("St. Aldric’s Borough Council", "st aldrics"),
        ("Stoke-on-Lea MBC", "stoke on lea"),
        ("Cyngor Bwrdeistref Sirol Cwm Tŵr", "cwm twr"),
        ("Cwm Twr CBC", "cwm twr"),
        ("County Borough Council", ""),
        ("", ""),
        ("District_Council / 7", "7"),
    ],
)
def test_short_name_keeps_what_tells_councils_apart(name: str, expected: str) -> None:
    """Accents, signs and joining words do not; a name that is only a kind of council names nobody."""
    assert short(name) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Northmoor", NORTHMOOR, True),
        ("Northmoor DC", NORTHMOOR, True),
        ("Northmoor BC", "Northmoor Metropolitan Borough Council", True),
        ("Northmoor CC", NORTHMOOR, True),  # a county's or a city's, and some districts are cities
        ("Northmoor County Council", NORTHMOOR, False),
        ("Northmoor BC", NORTHMOOR, False),
        ("Cwm Tŵr CBC", "Cyngor Bwrdeistref Sirol Cwm Tŵr", True),
        ("Cyngor Dinas Cwm Tŵr", "Cwm Tŵr County Borough Council", False),
    ],
)
def test_kinds_that_contradict_each_other(one: str, other: str, expected: bool) -> None:
    """A county council is not the district council of the same name."""
    assert may_be_one(one, other) is may_be_one(other, one) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("northmoor", "northmoor", True),
        ("northmoor", "nortmoor", True),
        ("northmoor", "northmoore", True),
        ("northmoor", "northmor", True),
        ("northmoor", "norhtmoor", True),
        ("harrowmere", "harrowmear", True),
        ("ashcombe thorne", "ashcomb thorn", True),
        ("stoke on lea", "stokeon lea", True),
        ("northmoor", "southmoor", False),
        ("north lea", "south lea", False),
        ("eastvale", "westvale", False),
        ("hart", "hurt", False),
        ("council 12", "council 13", False),
        ("testshire 00012", "testshire 0012", False),
        ("", "", False),
        ("a", "", False),
    ],
)
def test_names_a_slip_apart_are_near(one: str, other: str, expected: bool) -> None:
    """A letter too few, too many, wrong or swapped is a slip; another compass point or number is another council."""
    assert near(one, other) is near(other, one) is expected


LETTERS = st.text("abcdefghijklmnop ", min_size=1, max_size=30)


@given(LETTERS, st.integers(0, 30), st.sampled_from("abz"))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_any_one_slip_is_found_without_comparing_all(name: str, at: int, letter: str) -> None:
    """Whichever letter was left out, added, mistyped or swapped, the two names share a key to be found by."""
    at = min(at, len(name) - 1)
    swapped = name[:at] + name[at : at + 2][::-1] + name[at + 2 :]

    for slip in (
        name[:at] + name[at + 1 :],
        name[:at] + letter + name[at:],
        name[:at] + letter + name[at + 1 :],
        swapped,
    ):
        assert slips(name) & slips(slip)


def test_nearest_names_come_in_order() -> None:
    """An officer who mistyped a name is offered the likeliest partners first, and no more than three."""
    partners = ("Northmoor District Council", "Southmoor District Council", "Eastvale Borough Council", "Northmere")
    names = NamesNear((*partners, "Northmoor County Council", "North Moor"))

    assert names.to("Nothmoor DC") == ("Northmoor District Council", "Northmoor County Council", "North Moor")
    assert names.to("Eastvail") == ("Eastvale Borough Council",)
    assert names.to("Ministry of Silly Walks") == names.to("") == names.to("Council") == ()


@pytest.mark.parametrize(
    "name",
    [
        "Jane Smith",
        " jane  SMITH ",
        "Smith, Jane",
        "SMITH,Jane",
        "Ms Jane Smith",
        "Ms. Jane Smith",
        "Smith, Ms Jane",
        "Cllr Dr Jane Smith",
        "Jane\u00a0Smith",
    ],
)
def test_one_person_written_in_many_ways(name: str) -> None:
    """Case, spaces, titles and the surname first make no second person."""
    assert person(name)[0] == "jane smith"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("J. Smith", "Jane Smith"),
        ("J. Smith", "K. Smith"),
        ("Mr Smith", "Mrs Smith"),
        ("Dr Smith", "Smith"),
        ("James Thomas", "Thomas James"),
        ("Thomas, James", "Thomas James"),
        ("Jane Smith", "Jane Smyth"),
        ("Jane Ann Smith", "Jane Smith"),
        ("Siân Jones", "Sian Jones"),
        ("Head of IT", "Head of Finance"),
        ("Director", "Director of resources"),
        ("Smith, Jane, CPFA", "Smith, Jane, MBE"),
        ("", "Mr"),
    ],
)
def test_two_people_are_never_made_one(one: str, other: str) -> None:
    """Where two names may be of two people they are of two: an opinion too many shows, one too few does not."""
    assert person(one) != person(other)


def test_titles_of_a_man_and_a_woman_are_told_apart() -> None:
    """Mr and Mrs Chris Evans may sit in one office; a councillor may be either."""
    assert [person(f"{title} Chris Evans") for title in ("Mr", "Mrs", "Ms", "Cllr", "Mx")] == [
        ("chris evans", "m"),
        ("chris evans", "f"),
        ("chris evans", "f"),
        ("chris evans", ""),
        ("chris evans", ""),
    ]


@given(st.text())
@settings(max_examples=200, deadline=None, derandomize=True)
def test_any_text_can_be_a_name(text: str) -> None:
    """Whatever is typed as a name is compared and never an error, and a name is always its own."""
    assert person(text) == person(f" {text} ")
    assert near(short(text), short(text)) is bool(short(text))
    assert may_be_one(text, text)
