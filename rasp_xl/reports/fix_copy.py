"""Fix copies: a council's own answers in a fresh workbook, with what must be put right marked and listed."""

from collections import Counter
from collections.abc import Iterator

from rasp_xl.incoming.ledger import Entry
from rasp_xl.model.findings import Severity
from rasp_xl.model.rounds import Partner, Round
from rasp_xl.outgoing.filling import Filling
from rasp_xl.outgoing.template import template_bytes
from rasp_xl.reports.asked import asked_of
from rasp_xl.reports.assessment import Assessment
from rasp_xl.scoring.scores import score_council

FOLDER = "fixes"


def fix_copies(assessment: Assessment) -> dict[str, bytes]:
    """A workbook for every scored return in which something is asked of its sender, by the name of its file.

    A council's first is named by its id, further ones -2, -3... in order of the returns' paths.
    """
    councils = assessment.ledger.councils
    taken = {council.partner.id for council in councils}
    made: dict[str, bytes] = {}
    for council in councils:
        names = _names(council.partner.id, taken)
        for entry in council.entries:
            data = fix_copy(entry, council.partner, assessment.round)
            if data:
                made[f"{FOLDER}/{next(names)}.xlsx"] = data
    return made


def fix_copy(entry: Entry, partner: Partner, round_: Round) -> bytes | None:
    """The fix copy of one return, or None where nothing is asked of its sender."""
    filling = filling_of(entry, partner, round_)
    return template_bytes(filling) if filling else None


def _names(identity: str, taken: set[str]) -> Iterator[str]:
    """The council's id, then the id with numbers from 2, less those that are another council's id."""
    yield identity
    number = 1
    while True:
        number += 1
        name = f"{identity}-{number}"
        if name not in taken:
            taken.add(name)
            yield name


def filling_of(entry: Entry, partner: Partner, round_: Round) -> Filling | None:
    """What the copy of one return is made of, or None where nothing is asked."""
    returned, marks = entry.returned, asked_of(entry, round_)
    if returned is None or not marks:
        return None
    to_fix = Counter(mark.question[:2] for mark in marks if mark.severity is Severity.MUST_FIX)
    card = score_council(partner, (entry.kept_answers,), round_, to_fix)
    return Filling(round_, card, partner, returned.cover, entry.digest, marks, returned.identity.person)
