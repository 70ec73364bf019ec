"""What a workbook holds besides cells, where a whole area is blank: the answers may stand in notes or pictures."""

import pytest
from came_back import FILE, ROUND, SLOTS, changed, filled, put, read
from openpyxl import Workbook
from openpyxl.comments import Comment
from zip_parts import members, rezipped

from rasp_xl.incoming.checks import check
from rasp_xl.incoming.returns import Return
from rasp_xl.model.findings import Place, Severity
from rasp_xl.model.layout import ANSWER

UNREAD = "RX421"
AREA = [slot for slot in SLOTS if slot.question.id.startswith("GV")]


def emptied(book: Workbook) -> None:
    """Nobody chooses anything in one area."""
    for slot in AREA:
        put(slot.question.id, ANSWER, None)(book)


def noted(book: Workbook) -> None:
    """Somebody hangs notes on the cells instead."""
    for slot in AREA:
        book[slot.sheet][slot.cell(ANSWER)].comment = Comment("3 Agreed", "Jo")


def with_picture(data: bytes) -> bytes:
    """Somebody pastes a picture."""
    return rezipped(members(data) | {"xl/media/image1.png": b"\x89PNG"})


def told(returned: Return) -> list[str]:
    """What is said of notes and pictures."""
    return [f.found for f in check(returned, ROUND) if f.rule.code == UNREAD]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (changed(emptied), []),
        (changed(emptied, noted), ["cell notes"]),
        (with_picture(changed(emptied)), ["pictures"]),
        (with_picture(changed(emptied, noted)), ["cell notes and pictures"]),
        (changed(noted), []),
        (with_picture(filled()), []),
        (with_picture(changed(put("GV3", ANSWER, None))), []),
    ],
)
def test_notes_and_pictures_are_told_where_an_area_is_blank(data: bytes, expected: list[str]) -> None:
    """Whoever answered in notes or pasted a picture of the answers is not told that nothing came and no more."""
    assert told(read(data)) == expected


def test_finding_asks_for_answers_in_their_cells() -> None:
    """It is about the workbook, and says where answers belong."""
    (finding,) = [f for f in check(read(changed(emptied, noted)), ROUND) if f.rule.code == UNREAD]

    assert (finding.place, finding.severity) == (Place(FILE), Severity.EXPLAIN)
    assert "under Answer" in finding.fix
