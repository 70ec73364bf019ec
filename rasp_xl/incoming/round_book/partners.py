"""The rows of the sheet Partners: the councils that take part, and whom to write to."""

from collections.abc import Mapping

from rasp_xl.incoming.councils import file_name
from rasp_xl.incoming.entered import Entered, Problem
from rasp_xl.incoming.round_book.ids import check_id, once
from rasp_xl.incoming.round_book.people import key_of, read_person
from rasp_xl.incoming.round_book.sheets import Table, filled_rows
from rasp_xl.incoming.wording import plain
from rasp_xl.model.round_layout import CONTACT, IDENTITY, NAME
from rasp_xl.model.rounds import Partner

Rows = list[Mapping[str, Entered]]


def read_partners(found: Table, problems: list[Problem]) -> tuple[Partner, ...]:
    """Every council that has a name, also where something else about it is wrong, so that waivers for it are not wrong too.

    Rows under one name are one council's people, in their order, wherever they stand.
    """
    rows = filled_rows(found, problems)
    if not rows and not isinstance(found, Problem):
        problems.append(Problem(found[1], "No council is listed.", "Type the name of each council that takes part."))
    councils: dict[str, Rows] = {}
    for row in rows:
        if row[NAME].text:
            councils.setdefault(plain(row[NAME].text), []).append(row)
        else:
            problems.append(_nameless(row))
    ids: dict[str, Entered] = {}
    return tuple(_partner(own, ids, problems) for own in councils.values())


def _nameless(row: Mapping[str, Entered]) -> Problem:
    """A row of which only the council's name is missing."""
    identity = row[IDENTITY].text
    message = f"The council with the id “{identity}” has no name." if identity else "The row has no name of a council."
    return Problem(row[NAME].place, message, "Type its name, or clear the row.")


def _partner(rows: Rows, ids: dict[str, Entered], problems: list[Problem]) -> Partner:
    name = rows[0][NAME]
    identity = _identity(rows, problems)
    partner_id = identity.text or file_name(name.text)
    once(ids, partner_id, identity if identity.text else name, problems)
    seen: dict[tuple[str, str], Mapping[str, Entered]] = {}
    for row in rows:
        first = seen.setdefault(key_of(row), row)
        if first is not row:
            problems.append(_twice(row, first))
    people = tuple(person for row in rows if (person := read_person(row, problems)))
    return Partner(partner_id, name.text, people)


def _identity(rows: Rows, problems: list[Problem]) -> Entered:
    """The id on the first row that has one; the others have none or the same."""
    typed = [row[IDENTITY] for row in rows if row[IDENTITY].text]
    if not typed:
        return rows[0][IDENTITY]
    check_id(typed[0], "id", problems)
    for other in typed[1:]:
        if other.text != typed[0].text:
            message = (
                f"“{other.text}” is another id than “{typed[0].text}” in {typed[0].place.cell}, for the same council."
            )
            fix = "Keep one of the two, or give the other council another name."
            problems.append(Problem(other.place, message, fix))
    return typed[0]


def _twice(row: Mapping[str, Entered], first: Mapping[str, Entered]) -> Problem:
    """A council's name twice with the same contact, or twice with none."""
    name, contact = row[NAME], row.get(CONTACT)
    if contact and contact.text:
        message = f"“{contact.text}” of “{name.text}” is in {first[CONTACT].place.cell} already."
        return Problem(contact.place, message, "Delete one of the two rows.")
    says_who = " Where they are two people, say under Contact who each of them is." if contact else ""
    return Problem(
        name.place, f"“{name.text}” is in {first[NAME].place.cell} already.", f"Delete one of the two rows.{says_who}"
    )
