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
    held = [entry for entry in ledger.entries if entry.status is Status.HELD]
    theirs, perhaps = _whose(held, partners) if absent and held else ({}, {})
    return tuple(Missing(p, tuple(theirs.get(p.name, ())), tuple(perhaps.get(p.name, ()))) for p in absent)


def _whose(held: Iterable[Entry], partners: Sequence[Partner]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Paths by the name of the partner that a file is from, and by the names that its council comes near."""
    register = Register(partners)
    theirs: dict[str, list[str]] = defaultdict(list)
    perhaps: dict[str, list[str]] = defaultdict(list)
    for entry in held:
        said = entry.returned
        partner = entry.partner or (register.whose(said)[0] if said else None)
        if partner:
            theirs[partner.name].append(entry.path)
        elif said:
            for name in register.near.to(said.identity.council.strip() or said.cover.council.strip()):
                perhaps[name].append(entry.path)
    return theirs, perhaps
