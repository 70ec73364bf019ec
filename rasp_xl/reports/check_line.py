"""One line of the sheet Checks: what it looks at, what that should be, and whether a change of the settings may move it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Self

from rasp_xl.model.layout import quoted
from rasp_xl.outgoing.book import cell
from rasp_xl.reports.live import Live

TOLERANCE, ROUGH_TOLERANCE = "1E-9", "1E-6"
"""Of a figure, and of a control number, which is a sum of many figures times their places."""

IN_ORDER = "in their order"
"""Ends the words of every check that differs when rows were sorted by hand."""

TYPED_OVER = "Formula typed over, in row"
"""The words of a check whose own figure is the row, 0 where all formulas are there."""

Cells = Sequence[tuple[str, object]]
"""References and the values they show."""


class Kind(Enum):
    """What a line does when somebody changes a setting, as they may: it stays, or is one of the settings, or moves with them."""

    STEADY = "steady"
    SETTING = "setting"
    MOVING = "moving"


@dataclass(frozen=True, slots=True)
class Line:
    """One check: the sheet that is looked at, what of it, and what this workbook holds with what the engine gives.

    other counts the same in another way within the workbook; without it the engine's value is compared. Numbers may
    differ by less than what is allowed.
    """

    sheet: str
    words: str
    here: Live
    other: str = ""
    allowed: str = TOLERANCE
    kind: Kind = Kind.STEADY

    @classmethod
    def control(cls, sheet: str, words: str, here: Live) -> Self:
        """A check of a control number."""
        return cls(sheet, f"{words} (control number)", here, allowed=ROUGH_TOLERANCE)

    @classmethod
    def texts(cls, sheet: str, words: str, cells: Iterable[tuple[int, int, object]]) -> Self:
        """A check of typed texts, each with its row and column, put together."""
        found = [(f"{quoted(sheet)}!{cell(row, column, fixed=True)}", text) for row, column, text in cells]
        return cls(sheet, words, words_of(found))

    @classmethod
    def typed_over(cls, sheet: str, area: str, but: str = "") -> Self:
        """The last row in which a formula of an area, of the sheet itself, is none any more; but is the one text that may stand there."""
        there = f"{quoted(sheet)}!{area}"
        allowed = f'*({there}<>"{but}")' if but else ""
        row = f"(1-_xlfn.ISFORMULA({there})){allowed}*ROW({there})"
        return cls(sheet, TYPED_OVER, Live(f"SUMPRODUCT(MAX({row}))" if ":" in area else row, 0))

    @property
    def as_setting(self) -> Self:
        """The same line on a setting."""
        return replace(self, kind=Kind.SETTING)

    @property
    def moving(self) -> Self:
        """The same line on what follows from settings."""
        return replace(self, kind=Kind.MOVING)


def words_of(cells: Cells) -> Live:
    """Cells in a row of words, and what they show."""
    shown = ("" if value is None else str(value) for _, value in cells)
    return Live('&"; "&'.join(reference for reference, _ in cells), "; ".join(shown))


def in_order(names: str, of_answers: str, count: int) -> Live:
    """How many cells of a column of names say the same as those beside them on Answers: all of them."""
    return Live(f"SUMPRODUCT(--EXACT({names},{of_answers}))", count)
