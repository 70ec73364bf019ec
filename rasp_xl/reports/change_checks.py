"""What the sheet Checks compares on Change and Change by question: that what they show of now is still a formula."""

from collections.abc import Iterator

from rasp_xl.outgoing.book import span
from rasp_xl.reports import change_questions as moves
from rasp_xl.reports import change_sheet as change
from rasp_xl.reports.check_line import Line
from rasp_xl.reports.positions import CHANGE, CHANGE_BY_QUESTION, Positions
from rasp_xl.reports.room import moves_with_room


def change_lines(at: Positions) -> Iterator[Line]:
    """A line for each block of formulas, where the round is compared with an earlier one."""
    since = at.assessment.compared
    if since is None or not since.change.councils:
        return
    first, last = change.rows(at, since)
    for left, right, but in (
        (change.NOW, change.MOVED, ""),
        (change.BAND_NOW, change.BAND_NOW, change.UNCOMPARED),
        (change.KNOWN_NOW, change.KNOWN_NOW, change.BY_AREA),
        (change.COVERAGE_NOW, change.COVERAGE_NOW, change.BY_AREA),
        (change.STEP, change.STEP, ""),
    ):
        yield Line.typed_over(CHANGE, span(first, left, last, right, fixed=True), but)
    if count := len(moves_with_room(at)):
        last = moves.FIRST_ROW + count - 1
        yield Line.typed_over(CHANGE_BY_QUESTION, span(moves.FIRST_ROW, moves.NOW, last, moves.MOVED, fixed=True))
