"""The files of all packs of a round: councils/<id>.xlsx and councils/<id>.html."""

from collections.abc import Mapping, Sequence

from rasp_xl.reports.assessment import Assessment
from rasp_xl.reports.pack import Pack, in_doubt, own_assessment
from rasp_xl.reports.pack_page import pack_page_html
from rasp_xl.reports.pack_workbook import pack_workbook_bytes
from rasp_xl.reports.page_frame import OURS
from rasp_xl.scoring.quartiles import quartiles

FOLDER = "councils"
MOST = 1000
"""Councils of which all get a pack without being asked: far more than any partnership has, and half a gigabyte less than memory may hold."""


def packs(assessment: Assessment) -> dict[str, Pack]:
    """What each council is shown, by the name of its files without an ending; none for a council whose returns are in doubt."""
    shared = quartiles(assessment.cards)
    councils = [council for council in assessment.ledger.councils if not in_doubt(council)]
    return {f"{FOLDER}/{council.partner.id}": Pack(own_assessment(assessment, council), shared) for council in councils}


def withheld(assessment: Assessment) -> Sequence[str]:
    """For which councils there is no pack, and why: it might show one council the answers of another."""
    doubtful = (council.partner.name for council in assessment.ledger.councils if in_doubt(council))
    return [f"No pack for {name}: a return of its own names another council. Settle that first." for name in doubtful]


def too_many(assessment: Assessment) -> str:
    """Why packs are written only when asked for; empty where they are written anyway."""
    councils = len(assessment.cards)
    if councils <= MOST:
        return ""
    return f"No packs for the councils: {councils:,} of them would take {2 * councils:,} files. With --packs they are written all the same."


def pack_files(assessment: Assessment, own: Mapping[str, str] = OURS) -> dict[str, bytes]:
    """A workbook and a page for each council that has a pack, by their names; own are an office's own templates by name."""
    return {path: data for named in packs(assessment).items() for path, data in files_of(own, named)}


def files_of(own: Mapping[str, str], named: tuple[str, Pack]) -> Sequence[tuple[str, bytes]]:
    """The two files of one pack, from its name without an ending."""
    name, pack = named
    page = pack_page_html(pack, own).encode("utf-8", "replace")
    return (f"{name}.xlsx", pack_workbook_bytes(pack)), (f"{name}.html", page)
