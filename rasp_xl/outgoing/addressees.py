"""Addressees: to whom of a council letters go, and what the office should know of them before it sends any."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rasp_xl.model.addresses import travelling
from rasp_xl.model.round_layout import ADDRESS, GETS, OWN_WORKBOOK, PARTNERS
from rasp_xl.model.rounds import Partner, Person


@dataclass(frozen=True, slots=True)
class Addressee:
    """One person of a council. A person without an address, or nobody, gives a draft to which an address must be typed."""

    partner: Partner
    person: Person = Person()


def addressees(partner: Partner) -> tuple[Addressee, ...]:
    """Who gets a letter and a workbook of their own: those who answer, or where none is named, the council as such."""
    return tuple(Addressee(partner, person) for person in partner.respondents or (Person(),))


def to_know(partners: Sequence[Partner]) -> tuple[str, ...]:
    """A sentence for each letter that goes nowhere, and for each address that serves several councils; none of it stops anything."""
    return (*_without_address(partners), *_shared(partners))


def _without_address(partners: Sequence[Partner]) -> Iterator[str]:
    for partner in partners:
        if partner.people and not partner.respondents:
            yield (
                f"{partner.name}: everybody gets copies only, so its letter goes to nobody. "
                f"Choose {OWN_WORKBOOK} under {GETS} on the sheet {PARTNERS} for whoever answers."
            )
            continue
        for addressee in addressees(partner):
            if not travelling(addressee.person.address):
                who = addressee.person.name or addressee.person.role
                yield (
                    f"{partner.name}{f', {who}' if who else ''}: no address, so the letter cannot be sent. "
                    f"Type it under {ADDRESS} on the sheet {PARTNERS}, or into the draft."
                )


def _shared(partners: Sequence[Partner]) -> Iterator[str]:
    councils: dict[str, dict[str, str]] = {}
    for partner in partners:
        for person in partner.people:
            if address := travelling(person.address):
                councils.setdefault(address.casefold(), {})[partner.id] = partner.name
    for address, names in councils.items():
        if len(names) > 1:
            yield f"{address} serves {len(names)} councils, {', '.join(names.values())}: it gets the letters of each."
