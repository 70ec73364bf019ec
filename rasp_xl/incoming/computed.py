"""What the workbook's own sheets show: the area scores on Your scores, and the weights on How it counts.

Both sheets are locked and hold nothing that counts, so they are not parsed: a few cells are looked up in their raw bytes,
and only where it is certain that the cells are the ones we sent. In doubt the answer is nothing, never a guess.
"""

import re

from rasp_xl.incoming.workbook import Workbook
from rasp_xl.model.findings import column_letters
from rasp_xl.model.layout import (
    COUNTING,
    COUNTING_HEADER_ROW,
    GATE_COLUMN,
    KNOWN_ONLY_COLUMN,
    SCORE_COLUMN,
    SCORES,
    SCORES_FIRST_ROW,
    WEIGHT_COLUMN,
)
from rasp_xl.model.questions import Purpose, QuestionSet

LOOKED_AT = 1_048_576
"""Bytes of a sheet that are searched. As sent the larger of the two has 56,000; LibreOffice makes 80,000 of it."""

KNOWN_ONLY = re.compile(rb"IF\([A-Z]([0-9]{1,6})=0,")
"""How the formula of an area's known-only score begins; the number is the row of the area's sums."""

# The parts of a cell as programs write them, with or without a prefix before the names. Each has a longest length and is
# never tried twice, so that a search takes one pass whatever the bytes are.
PREFIX = r"(?:\w{1,9}:)?"
FORMULA = rf"(?:<{PREFIX}f([^<>]{{0,200}}+)>(?:([^<]{{0,1000}}+)</{PREFIX}f>)?)?"
VALUE = rf"<{PREFIX}v>(-?[0-9]{{1,6}}+(?:\.[0-9]{{1,20}}+)?+)</{PREFIX}v>"


def _opening(column: int) -> str:
    """The start of a cell of a column, up to its content: its row and its attributes."""
    return rf' r="{column_letters(column)}([0-9]{{1,6}})"([^<>]{{0,200}}+)>'


SCORE_CELLS = re.compile((_opening(SCORE_COLUMN) + FORMULA + VALUE).encode())
KNOWN_ONLY_CELLS = re.compile((_opening(KNOWN_ONLY_COLUMN) + FORMULA).encode())
NEXT_CELL = rf"</{PREFIX}c><{PREFIX}c"
WEIGHTS_AND_GATES = re.compile(
    (_opening(WEIGHT_COLUMN) + FORMULA + VALUE + NEXT_CELL + _opening(GATE_COLUMN) + VALUE).encode()
)


def shown_scores(workbook: Workbook, question_set: QuestionSet) -> dict[str, float]:
    """The score of each area by its id, as the sheet Your scores shows it.

    The rows are ours where the formula of the known-only score, some columns on, leads to a table of sums with a row for
    each area in turn. Then the number counts as shown whatever made it: our formula, another one, or somebody's keyboard.
    An area whose cell shows no number is left out.
    """
    last = SCORES_FIRST_ROW + len(question_set.areas)
    rows = _rows(workbook.computed.get(SCORES, b""), SCORES_FIRST_ROW, last)
    sums = {int(row): (shares, formula) for row, _, shares, formula in KNOWN_ONLY_CELLS.findall(rows)}
    if not _lead_to_sums([sums.get(row, (b"", b"")) for row in range(SCORES_FIRST_ROW, last)]):
        return {}
    shown = {int(row): _number(attributes, value) for row, attributes, _, _, value in SCORE_CELLS.findall(rows)}
    found = ((area.id, shown.get(row)) for row, area in enumerate(question_set.areas, SCORES_FIRST_ROW))
    return {area: score for area, score in found if score is not None}


def _rows(part: bytes, first: int, last: int) -> bytes:
    """The bytes of some rows, from the cell in the column of scores on; the last row is not among them."""
    column = column_letters(SCORE_COLUMN)
    start = part.find(f' r="{column}{first}"'.encode(), 0, LOOKED_AT)
    end = part.find(f' r="{column}{last}"'.encode(), max(start, 0), LOOKED_AT)
    return part[start:end] if 0 <= start < end else b""


def _lead_to_sums(formulas: list[tuple[bytes, bytes]]) -> bool:
    """Whether formulas one below the other, each with its attributes, refer to rows one below the other."""
    first = KNOWN_ONLY.match(formulas[0][1])
    if not first:
        return False
    for row, (attributes, formula) in enumerate(formulas, int(first[1])):
        # Excel may write a formula once and let the cells below say only that they share it.
        shared = not formula and b't="shared"' in attributes
        found = KNOWN_ONLY.match(formula)
        if not shared and not (found and int(found[1]) == row):
            return False
    return True


def weights(workbook: Workbook, question_set: QuestionSet) -> dict[str, float]:
    """The weight of each question by its id, as the sheet How it counts holds it: of all questions or of none.

    The rows are ours where the marks for gates beside the weights, 1 for a gate and 0 for none, are those of a purpose.
    """
    part, asked = workbook.computed.get(COUNTING, b""), question_set.questions
    found = {
        int(row): (_number(attributes, weight), mark)
        for row, attributes, _, _, weight, _, _, mark in WEIGHTS_AND_GATES.findall(part, 0, LOOKED_AT)
    }
    rows = [found.get(row) for row in range(COUNTING_HEADER_ROW + 1, COUNTING_HEADER_ROW + 1 + len(asked))]
    if not any(_marks(question_set, purpose) == [row[1] if row else b"" for row in rows] for purpose in Purpose):
        return {}
    held = {q.id: row[0] for q, row in zip(asked, rows, strict=True) if row and row[0] is not None}
    return held if len(held) == len(asked) else {}


def _marks(question_set: QuestionSet, purpose: Purpose) -> list[bytes]:
    return [b"0" if q.gate_from(purpose) is None else b"1" for q in question_set.questions]


def _number(attributes: bytes, digits: bytes) -> float | None:
    """The number stored in a cell; texts are stored by a number too, and are none."""
    return None if b' t="' in attributes and b' t="n"' not in attributes else float(digits)
