"""Files in a folder of returns as the ledger sees them, made by hand: no workbook is written or read."""

from dataclasses import replace
from datetime import date

from building import answers, question, tiny_round

from rasp_xl.incoming.ledger import Entry, Status, settle
from rasp_xl.incoming.returns import Return
from rasp_xl.model.answers import Cover
from rasp_xl.model.file_rules import EMPTY_FILE, LOCK_FILE
from rasp_xl.model.findings import Finding, Place
from rasp_xl.model.identity import Identity
from rasp_xl.model.questions import Purpose
from rasp_xl.model.rounds import Partner, Round

ROUND = tiny_round(question("AA1"), question("AA2"), stage=2)
NEW_1, NEW_2, NEW_3 = (Purpose.NEW, 1), (Purpose.NEW, 2), (Purpose.NEW, 3)
CHECK_2 = (Purpose.HEALTH_CHECK, 2)
SCORED = ("scored", "")

SAME_CONTENT, OLDER_COPY, WHICH_COPY, NO_COUNCIL, OTHER_ROUND = "RX110", "RX111", "RX112", "RX113", "RX114"
EMPTY_RETURN, UNKNOWN_COUNCIL, MENDED, OTHER_COUNCIL, NEAR_NAME = "RX115", "RX122", "RX123", "RX304", "RX413"


def entry(
    path: str,
    council: str = "Northmoor",
    *,
    who: str = "Director",
    role: str = "",
    given: str = "AA1=2",
    day: int | None = 12,
    content: str = "",
    made_for: Partner | None = None,
    mends: str = "",
    purpose_and_stage: tuple[Purpose, int] | None = NEW_2,
) -> Entry:
    """A file that could be read: its start sheet names a council unless its template was made for one.

    content is its digest, which is its path unless given; mends is that of the return it is the fix copy of.
    """
    identity = Identity()
    if purpose_and_stage:
        identity = Identity.of(ROUND.for_purpose(*purpose_and_stage), made_for, mends)
    cover = Cover(council, who, role, date(2026, 10, day) if day else None)
    digest = content or path
    returned = Return(path, digest, identity, cover, answers(given), ())
    return Entry(path, digest, 1000, Status.SCORED, (), returned)


def of_round(found: Entry, identity: str) -> Entry:
    """The same file, made for a round with an id."""
    returned = found.said
    return replace(found, returned=replace(returned, identity=replace(returned.identity, round=identity)))


def refused(path: str) -> Entry:
    finding = Finding.at(Place(path), EMPTY_FILE)
    return Entry(path, "", 0, Status.REFUSED, (finding,), reason=finding.message)


def ignored(path: str) -> Entry:
    finding = Finding.at(Place(path), LOCK_FILE)
    return Entry(path, "", 0, Status.IGNORED, (finding,), reason=finding.message)


def settled(*entries: Entry, round_: Round = ROUND) -> dict[str, tuple[str, str]]:
    """Paths with their status and the code of the finding that was told first."""
    return {
        e.path: (e.status.value, e.findings[0].rule.code if e.findings else "") for e in settle(entries, round_).entries
    }


def councils(*entries: Entry, round_: Round = ROUND) -> dict[str, list[str]]:
    """Names of the councils scored, and which files count for each."""
    return {c.partner.name: [e.path for e in c.entries] for c in settle(entries, round_).councils}


def messages(*entries: Entry, round_: Round = ROUND) -> dict[str, str]:
    """Paths with what is told of each first; nothing of those of which nothing is told."""
    return {e.path: e.findings[0].message for e in settle(entries, round_).entries if e.findings}
