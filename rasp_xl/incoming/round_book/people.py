"""The people on the sheet Partners: whom to write to, and what each of them gets."""

from collections.abc import Mapping

from rasp_xl.incoming.entered import Entered, Problem
from rasp_xl.incoming.wording import plain
from rasp_xl.model.addresses import Fault, mailbox
from rasp_xl.model.round_layout import ADDRESS, CONTACT, COPIES, GETS, NAME, OWN_WORKBOOK, ROLE
from rasp_xl.model.rounds import Person

ANSWERS: Mapping[str, bool] = {"": True, plain(OWN_WORKBOOK): True, plain(COPIES): False}
CHOICES = f"Choose it from the list: {OWN_WORKBOOK}, {COPIES}."


def read_person(row: Mapping[str, Entered], problems: list[Problem]) -> Person | None:
    """Whom a row of the table names; None where it names only a council, as in older round workbooks.

    Where an address was pasted with a name before it, that is the contact's, unless one is typed.
    """
    contact, typed, role, gets = (
        row.get(heading) or Entered(row[NAME].place) for heading in (CONTACT, ADDRESS, ROLE, GETS)
    )
    answers = ANSWERS.get(plain(gets.text))
    if answers is None:
        problems.append(Problem(gets.place, f"{GETS} reads “{gets.text}”, which is not one of the choices.", CHOICES))
    if not (contact.text or typed.text or role.text):
        if answers is False:
            fix = "Type a contact or an e-mail, or clear the cell."
            problems.append(Problem(gets.place, f"“{gets.text}” stands here, but the row names nobody.", fix))
        return None
    name, address = read_address(typed, problems)
    return Person(contact.text or name, address, role.text, answers is not False)


def read_address(entry: Entered, problems: list[Problem]) -> tuple[str, str]:
    """The name, if one was pasted with it, and the address in a cell that may be empty."""
    found = mailbox(entry.text) if entry.text else None
    if isinstance(found, Fault):
        problems.append(Problem(entry.place, found.message, found.fix))
    return (found.name, found.address) if found and not isinstance(found, Fault) else ("", "")


def key_of(row: Mapping[str, Entered]) -> tuple[str, str]:
    """What no two rows share: the council and the contact, without differences that nobody means."""
    contact = row.get(CONTACT)
    return plain(row[NAME].text), plain(contact.text) if contact else ""
