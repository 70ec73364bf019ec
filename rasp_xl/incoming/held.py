"""Held files, by the partners that they are or may be from."""

from collections import defaultdict
from collections.abc import Sequence

from rasp_xl.incoming.councils import Register
from rasp_xl.incoming.entries import Entry, Status
from rasp_xl.incoming.ledger import Ledger
from rasp_xl.model.rounds import Partner

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
