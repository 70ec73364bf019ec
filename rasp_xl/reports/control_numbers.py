"""Control numbers: one number over many cells that changes when any of them does, as auditors put under a column.

Each figure counts times its place, from 1 on, along the rows; and one more for being a number, so that a 0 differs from
no score. Texts count nothing, but for answers: there the codes have weights of their own, and any other text has one too, so
that it differs from an empty cell.
"""

from collections.abc import Iterable, Mapping

from rasp_xl.outgoing.formulas import NO_ANSWER, UNWAIVED, WAIVED

CODES: Mapping[str, int] = {"DK": 11, "NA": 13, WAIVED: 17, NO_ANSWER: 19, UNWAIVED: 23}
"""What a code counts, times its place, beside what any text counts. Levels count 1 to 5; an empty cell nothing."""

TEXT = 29


def control_formula(area: str, width: int = 0) -> str:
    """The expression over an area such as Scores!$F$5:$S$10; its width in columns where it has more than one row."""
    return _sums(area, _places(area, width))


def code_formula(area: str) -> str:
    """The expression over a row of answers."""
    places = _places(area, 0)
    codes = "".join(f'+{weight}*SUMPRODUCT(({area}="{code}")*({places}))' for code, weight in CODES.items())
    return f"{_sums(area, places)}{codes}+{TEXT}*SUMPRODUCT(ISTEXT({area})*({places}))"


def _sums(area: str, places: str) -> str:
    return f"SUMPRODUCT({area},{places})+SUMPRODUCT(ISNUMBER({area})*({places}))"


def _places(area: str, width: int) -> str:
    """Counted from the area's own first cell, so that a row put in above changes nothing."""
    sheet, _, cells = area.rpartition("!")
    first = f"{sheet}!{cells.partition(':')[0]}"
    down = f"{width}*(ROW({area})-ROW({first}))+" if width else ""
    return f"{down}COLUMN({area})-COLUMN({first})+1"


def control_number(values: Iterable[object]) -> float:
    """The same over values along the rows, empty cells and texts among them."""
    return sum((value + 1) * place for place, value in enumerate(values, 1) if isinstance(value, (int, float)))


def code_number(values: Iterable[object]) -> float:
    """The same over answers: levels, codes, and None for an empty cell."""
    found = list(values)
    texts = ((place, value) for place, value in enumerate(found, 1) if isinstance(value, str))
    return control_number(found) + sum(place * (TEXT + CODES.get(value, 0)) for place, value in texts)
