"""A round of three councils: one of which two people answer, one of which one does, and one of which nobody is known."""

from dataclasses import replace
from datetime import date

from councils import assessment_of
from ledger_entries import ROUND, entry, of_round

from rasp_xl.incoming.ledger import Entry, settle
from rasp_xl.model.answer_rules import UNREADABLE
from rasp_xl.model.findings import Finding, Place
from rasp_xl.model.rounds import Partner, Person
from rasp_xl.reports.assessment import Assessment

JANE, TOM = (
    Person("Jane Roe", "jane@northmoor.example", "Director"),
    Person("Tom Wyn", "tom@northmoor.example", "Head of HR"),
)
COPIED = Person("Clerk", "clerk@northmoor.example", answers=False)
NORTHMOOR = Partner("northmoor", "Northmoor", (JANE, TOM, COPIED))
CWM = Partner("cwm-twr", "Cwm Tŵr", (Person("Siân Prŷs", "sian@cwm.example"),))
THORNE = Partner("thorne", "Thorne")
ASKED = replace(ROUND, id="harbour", partners=(NORTHMOOR, CWM, THORNE))


def made_for(found: Entry, slug: str) -> Entry:
    """The same file, from the template of one of several people."""
    returned = found.said
    return replace(found, returned=replace(returned, identity=replace(returned.identity, person=slug)))


DUE = date(2026, 12, 1)
BEFORE, AFTER = date(2026, 11, 30), date(2026, 12, 3)


def assessed(*entries: Entry, due: date | None = DUE) -> Assessment:
    """A round in which these files came."""
    round_ = replace(ASKED, due=due)
    whole = assessment_of(replace(round_, partners=()), {})
    return replace(whole, round=round_, ledger=settle(entries, round_))


def to_fix(found: Entry) -> Entry:
    finding = Finding.at(Place(found.path, "Governance", 6, 9), UNREADABLE, question="AA1", found="2-3", nearest="")
    return replace(found, findings=(finding,))


MIXED = (
    made_for(entry("jane.xlsx", who="Jane Roe"), "jane-roe"),
    to_fix(entry("sian.xlsx", "Cwm Tŵr", who="Siân Prŷs")),
    of_round(entry("old.xlsx", "Thorne"), "harbour-2025"),
)
