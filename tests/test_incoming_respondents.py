"""Respondents: templates made for one of a council's people tell them apart, whatever they type under Respondent."""

from dataclasses import replace

import pytest
from ledger_entries import OLDER_COPY, SCORED, WHICH_COPY, councils, entry, messages, settled

from rasp_xl.incoming.ledger import Entry
from rasp_xl.model.rounds import Partner

NORTHMOOR = Partner("northmoor", "Northmoor")


def made_for(slug: str, path: str, who: str = "", given: str = "AA1=2", day: int | None = 12) -> Entry:
    """A return on the template that was made for one of Northmoor's people."""
    found = entry(path, who=who, given=given, day=day, made_for=NORTHMOOR)
    returned = found.said
    return replace(found, returned=replace(returned, identity=replace(returned.identity, person=slug)))


@pytest.mark.parametrize("who", ["", "Director", "Jane Roe"])
def test_two_people_are_two_whatever_they_type(who: str) -> None:
    """Colleagues who leave their names out, or give one title, both count: each has a workbook of their own."""
    found = councils(made_for("jane-roe", "a.xlsx", who), made_for("tom-wyn", "b.xlsx", who, "AA1=4"))

    assert found == {"Northmoor": ["a.xlsx", "b.xlsx"]}


def test_one_person_is_one() -> None:
    """Two returns on one person's template are one respondent's: the later counts, also where the name was left out in one."""
    found = settled(made_for("jane-roe", "a.xlsx", "Jane Roe"), made_for("jane-roe", "b.xlsx", "", "AA1=4", 20))

    assert found == {"a.xlsx": ("superseded", OLDER_COPY), "b.xlsx": SCORED}


def test_a_passed_on_template_is_asked_about() -> None:
    """Where two people used one person's template and say different things, no date decides between them."""
    one, other = made_for("jane-roe", "a.xlsx", "Jane Roe"), made_for("jane-roe", "b.xlsx", "Mr T Wyn", "AA1=4", 20)

    assert settled(one, other) == {"a.xlsx": ("held", WHICH_COPY), "b.xlsx": ("held", WHICH_COPY)}
    assert "Jane Roe and Mr T Wyn" in messages(one, other)["a.xlsx"]


def test_a_template_for_anybody_filled_by_one_of_them() -> None:
    """Jane's return on a blank template and her own are one respondent's, and her voice does not count twice."""
    own, blank = made_for("jane-roe", "a.xlsx", "Jane Roe"), entry("b.xlsx", who="Ms Jane Roe", given="AA1=4", day=20)

    assert settled(own, blank) == {"a.xlsx": ("superseded", OLDER_COPY), "b.xlsx": SCORED}


def test_a_name_that_two_templates_share_tells_nothing() -> None:
    """Where two templates came back under one name, a third return of that name is neither's."""
    two = (made_for("jane-roe", "a.xlsx", "Jane Roe"), made_for("jane-roe-2", "b.xlsx", "Jane Roe"))

    assert councils(*two, entry("c.xlsx", who="Jane Roe")) == {"Northmoor": ["a.xlsx", "b.xlsx", "c.xlsx"]}


def test_a_person_named_as_a_slug_is_somebody_else() -> None:
    """A respondent who types another's slug for a name takes nobody's place."""
    found = councils(made_for("jane-roe", "a.xlsx", "Director"), entry("b.xlsx", who="jane-roe", given="AA1=4"))

    assert found == {"Northmoor": ["a.xlsx", "b.xlsx"]}


def test_returns_without_a_name_stay_apart_from_those_with_a_template() -> None:
    """A blank name is nobody's name: it is not taken for that of a colleague who left it out as well."""
    found = councils(made_for("jane-roe", "a.xlsx"), entry("b.xlsx", who="", given="AA1=4"))

    assert found == {"Northmoor": ["a.xlsx", "b.xlsx"]}
