"""Who was asked and what came back from each: nobody is chased who has answered, and no return is taken for somebody else's."""

from dataclasses import replace

import pytest
from asked_people import ASKED, made_for
from ledger_entries import entry, of_round, refused

from rasp_xl.incoming.expected import Expected, expected, recipients
from rasp_xl.incoming.ledger import Entry, settle
from rasp_xl.model.rounds import Partner, Person


def came(*entries: Entry) -> dict[str, Expected]:
    """By the file that was sent; under "" returns of people whom nobody asked."""
    found = expected(settle(entries, ASKED), ASKED)
    return {one.recipient.file if one.recipient else "": one for one in found}


def test_nothing_came() -> None:
    """Everybody who was to answer is there, in the order of the round, and nobody who only gets copies."""
    found = expected(settle((), ASKED), ASKED)

    assert [(one.partner.id, one.person.name) for one in found] == [
        ("northmoor", "Jane Roe"), ("northmoor", "Tom Wyn"), ("cwm-twr", "Siân Prŷs"), ("thorne", ""),
    ]  # fmt: skip
    assert not any(one.scored or one.held for one in found)


def test_only_person_of_a_council_has_answered_whoever_signed() -> None:
    """A deputy who fills in the one workbook of a council answers for it."""
    found = came(entry("a.xlsx", "Cwm Tŵr", who="The deputy"))

    assert [e.path for e in found["cwm-twr.xlsx"].scored] == ["a.xlsx"]


@pytest.mark.parametrize(
    ("who", "role", "slug", "file"),
    [
        ("Tom Wyn", "", "", "northmoor-tom-wyn.xlsx"),
        (" tom  WYN ", "", "", "northmoor-tom-wyn.xlsx"),
        ("Somebody", "", "tom-wyn", "northmoor-tom-wyn.xlsx"),
        ("Tom Wyn", "", "jane-roe", "northmoor-jane-roe.xlsx"),
        ("", "Director", "", "northmoor-jane-roe.xlsx"),
        ("Somebody", "", "", ""),
        ("Somebody", "Director", "", ""),
        ("", "", "", ""),
    ],
)
def test_one_of_several_is_known_by_template_name_or_role(who: str, role: str, slug: str, file: str) -> None:
    """The template that was made for somebody says most; a name that nobody has is never taken for somebody's."""
    found = came(made_for(entry("a.xlsx", who=who, role=role), slug))

    assert [key for key, one in found.items() if one.scored] == [file]


def test_return_that_is_held_is_not_nothing() -> None:
    """Who sent something that does not count is told why, and not that nothing came."""
    wrong = of_round(entry("old.xlsx", "Cwm Tŵr"), "harbour-2025")
    found = came(wrong)

    assert [e.path for e in found["cwm-twr.xlsx"].held] == ["old.xlsx"]


def test_held_return_of_a_name_nearby_may_be_theirs() -> None:
    """Nobody can tell by machine; the office is told."""
    found = came(entry("a.xlsx", "Thorn"))

    assert [e.path for e in found["thorne.xlsx"].perhaps] == ["a.xlsx"]
    assert found["thorne.xlsx"].scored == ()


def test_every_return_that_counts_is_somebodys() -> None:
    """Added up over the board there are as many as in the ledger."""
    entries = [
        made_for(entry("1.xlsx", who="Jane Roe"), "jane-roe"), entry("2.xlsx", who="A colleague"), entry("3.xlsx", "Cwm Tŵr"),
        entry("4.xlsx", "Thorne", who="X"), entry("5.xlsx", "Thorne", who="Y"),
    ]  # fmt: skip
    found = came(*entries)

    assert sorted(e.path for one in found.values() for e in one.scored) == [
        "1.xlsx",
        "2.xlsx",
        "3.xlsx",
        "4.xlsx",
        "5.xlsx",
    ]
    assert [e.path for e in found["thorne.xlsx"].scored] == ["4.xlsx", "5.xlsx"]


def test_files_are_named_once_each() -> None:
    """Two people of one name, a name without a Latin letter, ids that end as another's name would."""
    people = (Person("Jo Day"), Person("jo day"), Person("李"), Person(""))
    partners = (Partner("northmoor", "Northmoor", people), Partner("northmoor-jo-day", "Northmoor Jo Day"))
    files = [one.file for one in recipients(replace(ASKED, partners=partners))]

    assert len(set(files)) == len(files) == 5
    assert "northmoor-jo-day.xlsx" in files


@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("cwm-twr.xlsx", "cwm-twr.xlsx"),
        ("post/Cwm-Twr (2).XLSX", "cwm-twr.xlsx"),
        ("Copy of cwm-twr.zip", "cwm-twr.xlsx"),
        ("mail.eml/cwm-twr-fix-1a2b3c.xlsx", "cwm-twr.xlsx"),
        ("northmoor-jane-roe - Copy.xlsx", "northmoor-jane-roe.xlsx"),
        ("northmoor.xlsx", None),
        ("our cwm-twr.xlsx", None),
        ("budget.xlsx", None),
    ],
)
def test_unread_file_is_from_where_its_name_was_sent_to(path: str, file: str | None) -> None:
    """What has a password tells nothing but its name; no two templates are called alike, and no other name is taken for one."""
    found = [key for key, one in came(refused(path)).items() if one.held]

    assert found == ([file] if file else [])


def test_name_that_is_a_templates_own_is_no_copys() -> None:
    """A council whose id ends in copy has its file, and not its neighbour."""
    round_ = replace(ASKED, partners=(Partner("a", "A"), Partner("a-copy", "A-Copy")))
    found = expected(settle([refused("a-copy.xlsx")], round_), round_)

    assert [bool(one.held) for one in found] == [False, True]
