"""The rows of the sheet Partners: the councils that take part, and whom to write to."""

from rasp_xl.incoming.councils import file_name
from rasp_xl.incoming.entered import Entered, Problem
from rasp_xl.incoming.round_book.ids import check_id, once
from rasp_xl.incoming.round_book.sheets import Table, filled_rows
from rasp_xl.incoming.wording import plain
from rasp_xl.model.round_layout import IDENTITY, NAME
from rasp_xl.model.rounds import Partner


def read_partners(found: Table, problems: list[Problem]) -> tuple[Partner, ...]:
    """Every council that has a name, also where something else about it is wrong, so that waivers for it are not wrong too."""
    rows, partners = filled_rows(found, problems), list[Partner]()
    if not rows and not isinstance(found, Problem):
        problems.append(Problem(found[1], "No council is listed.", "Type the name of each council that takes part."))
    names: dict[str, Entered] = {}
    ids: dict[str, Entered] = {}
    for row in rows:
        name, identity = row[NAME], row[IDENTITY]
        if not name.text:
            message = f"The council with the id “{identity.text}” has no name."
            problems.append(Problem(name.place, message, "Type its name, or clear the row."))
            continue
        if identity.text:
            check_id(identity, "id", problems)
        once(names, plain(name.text), name, "name", problems)
        partner = Partner(identity.text or file_name(name.text), name.text)
        once(ids, partner.id, identity if identity.text else name, "id", problems)
        partners.append(partner)
    return tuple(partners)
