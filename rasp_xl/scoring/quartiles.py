"""Quartiles of the partnership, for councils that may see no other council's figures: rounded, and only of enough councils."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import quantiles

from rasp_xl.model.baseline import OVERALL
from rasp_xl.model.rounds import MEASURE_DIGITS
from rasp_xl.model.scorecard import Scorecard

FEWEST = 5
"""Councils with a score. Of fewer, a council that knows its own figure could work out whose the others are."""

STEP = 5
"""Points to whose multiples quartiles are rounded."""


@dataclass(frozen=True, slots=True)
class Quartile:
    """An area, or OVERALL, over the councils that have a score in it; each a multiple of STEP."""

    id: str
    lower: int
    median: int
    upper: int


Quartiles = tuple[Quartile, ...]
"""The areas in the order asked, then the overall, without those in which too few councils have a score."""


def quartiles(cards: Sequence[Scorecard]) -> Quartiles:
    """Quartiles over all councils of a round, the same for each that is shown them; none where too few have a score."""
    if not cards:
        return ()
    named = [(area.id, [card.areas[n].tally.score for card in cards]) for n, area in enumerate(cards[0].areas)]
    named.append((OVERALL, [card.overall.score for card in cards]))
    return tuple(found for identity, scores in named if (found := quartile(identity, scores)))


def quartile(identity: str, values: Iterable[float | None]) -> Quartile | None:
    """The quartiles of the scores among some values, or None of fewer than FEWEST.

    They are interpolated between scores further in than the lowest and the highest, so neither of these moves them.
    """
    scores = [round(value, MEASURE_DIGITS) for value in values if value is not None]
    if len(scores) < FEWEST:
        return None
    lower, median, upper = (_rounded(value) for value in quantiles(scores, n=4, method="inclusive"))
    return Quartile(identity, lower, median, upper)


def _rounded(value: float) -> int:
    """To the nearest multiple, a half upwards."""
    return STEP * math.floor(round(value, MEASURE_DIGITS) / STEP + 0.5)
