"""Merged cells: which answers were lost when somebody merged their cells with others."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable

from rasp_xl.incoming.cells import Area, SheetValues
from rasp_xl.incoming.rows import Row, shown
from rasp_xl.model.findings import column_letters
from rasp_xl.model.layout import ANSWER


class MergedAnswers:
    """The merged cells that cover answers. asked are the rows that are about a question.

    Of merged cells one content is kept, the first that there is, in the first cell. So the content stands beside the
    first question even where it was the second's and the first was blank: of answers merged with each other none is
    sure. An answer merged with nothing but the words to its right is.
    """

    def __init__(self, asked: Iterable[Row]) -> None:
        self._columns: dict[tuple[str, int], list[Area]] = {}
        rows = [row for row in asked if row.sheet.merged]
        for row in rows:
            key = row.sheet.name, row.columns.get(ANSWER, 0)
            if key not in self._columns:
                self._columns[key] = _covering(row.sheet, key[1])
        cells = {(row.sheet.name, row.number, row.columns.get(ANSWER, 0)): self._area(row) for row in rows}
        self._answers = Counter((sheet, area) for (sheet, _, _), area in cells.items() if area)

    def lost(self, row: Row) -> str:
        """The merged cells in which a row's answer was lost, with what stands in them now; nothing where it was not."""
        area = self._area(row) if self._answers else None
        if not area:
            return ""
        first, left, last, right = area
        own = (row.number, row.columns.get(ANSWER, 0)) == (first, left)
        if own and self._answers[row.sheet.name, area] == 1:
            return ""
        cells = f"{column_letters(left)}{first}:{column_letters(right)}{last}"
        content = shown(row.sheet.value(first, left)).strip()
        return f"{cells}: {content}" if content else cells

    def _area(self, row: Row) -> Area | None:
        """The merged cells that a row's answer cell is part of. Areas of one sheet never overlap."""
        areas = self._columns.get((row.sheet.name, row.columns.get(ANSWER, 0)), [])
        at = bisect_right(areas, row.number, key=lambda area: area[0])
        return areas[at - 1] if at and areas[at - 1][2] >= row.number else None


def _covering(sheet: SheetValues, column: int) -> list[Area]:
    """The merged cells that a column takes part in, from the top."""
    return sorted(area for area in sheet.merged if area[1] <= column <= area[3])
