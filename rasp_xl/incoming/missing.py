"""Partners who are missing: of whom no return counts, and the held files that may be theirs."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rasp_xl.incoming.councils import Register
from rasp_xl.incoming.ledger import Entry, Ledger, Status
from rasp_xl.model.rounds import Partner


@dataclass(frozen=True, slots=True)
class Missing:
    """One partner without a return that counts. held are paths of its files that are held; perhaps, of those that come near its name."""

    partner: Partner
    held: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()


def missing(ledger: Ledger, partners: Sequence[Partner]) -> tuple[Missing, ...]:
    """In the order of the partners."""
    if not partners:
        return ()
    scored = {council.partner.id for council in ledger.councils}
    absent = [partner for partner in partners if partner.id not in scored]
    theirs, perhaps = held_files(ledger, partners) if absent else (defaultdict(list), defaultdict(list))
    return tuple(Missing(p, _paths(theirs[p.name]), _paths(perhaps[p.name])) for p in absent)


def _paths(entries: Iterable[Entry]) -> tuple[str, ...]:
    return tuple(entry.path for entry in entries)


Held = defaultdict[str, list[Entry]]
"""Files by the name of a partner."""


def held_files(ledger: Ledger, partners: Sequence[Partner]) -> tuple[Held, Held]:
    """Held files by the partner that they are from, and by those whose names their council comes near."""
    theirs: Held = defaultdict(list)
    perhaps: Held = defaultdict(list)
    held = [entry for entry in ledger.entries if entry.status is Status.HELD]
    if not held:
        return theirs, perhaps
    register = Register(partners)
    for entry in held:
        said = entry.returned
        partner = entry.partner or (register.whose(said)[0] if said else None)
        if partner:
            theirs[partner.name].append(entry)
        elif said:
            for name in register.near.to(said.identity.council.strip() or said.cover.council.strip()):
                perhaps[name].append(entry)
    return theirs, perhaps
