"""Partners who are missing: of whom no return counts, and the files that are or may be theirs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rasp_xl.incoming.entries import Entry, Status
from rasp_xl.incoming.expected import Expected, expected
from rasp_xl.incoming.ledger import Ledger
from rasp_xl.model.rounds import Partner, Round


@dataclass(frozen=True, slots=True)
class Missing:
    """One partner without a return that counts, with paths of files: held and refused are theirs, perhaps may be."""

    partner: Partner
    held: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()


def missing(ledger: Ledger, round_: Round) -> tuple[Missing, ...]:
    """In the order of the partners; files are told by what they say, by their names, and by who sent them, as on the board."""
    scored = {council.partner.id for council in ledger.councils}
    absent = [partner for partner in round_.partners if partner.id not in scored]
    if not absent:
        return ()
    lines = expected(ledger, round_)
    return tuple(_of(partner, [one for one in lines if one.partner is partner]) for partner in absent)


def _of(partner: Partner, lines: Sequence[Expected]) -> Missing:
    theirs = [entry for one in lines for entry in one.held]
    held = _paths(entry for entry in theirs if entry.status is not Status.REFUSED)
    refused = _paths(entry for entry in theirs if entry.status is Status.REFUSED)
    return Missing(partner, held, refused, _paths(entry for one in lines for entry in one.perhaps))


def _paths(entries: Iterable[Entry]) -> tuple[str, ...]:
    """Each once, in their order: a file that may be of several people of a council is one file."""
    return tuple(dict.fromkeys(entry.path for entry in entries))
