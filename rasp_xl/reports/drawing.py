"""Coordinates for the page's two drawings. The template draws them; every figure in them also stands in a table."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from rasp_xl.model.scorecard import AreaResult, Scorecard
from rasp_xl.model.showing import one_decimal
from rasp_xl.scoring.compare import Partnership

RADAR_WIDTH, RADAR_HEIGHT = 440, 252
CENTRE_X, CENTRE_Y, RADIUS = 208.0, 132.0, 88.0
RINGS = (20, 40, 60, 80, 100)

RANGE_WIDTH = 420
LEFT, RIGHT, TOP, ROW = 12.0, 408.0, 26.0, 44.0
TICKS = (0, 20, 40, 60, 80, 100)


@dataclass(frozen=True, slots=True)
class Spoke:
    """One area's axis: its outer end, its label, and how that is anchored."""

    name: str
    x: float
    y: float
    label_x: float
    label_y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Radar:
    """A polygon of scores, with rings at fixed scores; an area without a score stands at the centre."""

    spokes: tuple[Spoke, ...]
    rings: tuple[str, ...]
    shape: str
    box: str = f"0 0 {RADAR_WIDTH} {RADAR_HEIGHT}"
    centre: tuple[float, float] = (CENTRE_X, CENTRE_Y)


@dataclass(frozen=True, slots=True)
class Bar:
    """One area of the range chart: from lowest to highest, a dot for each council, the mean marked."""

    name: str
    words: str
    y: float
    low_x: float
    high_x: float
    mean_x: float
    dots: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class RangeChart:
    """A bar for each area that has a score, below an axis from 0 to 100."""

    bars: tuple[Bar, ...]
    ticks: tuple[tuple[int, float], ...]
    bottom: float
    left: float = LEFT
    right: float = RIGHT

    @property
    def box(self) -> str:
        """The drawing's own coordinates."""
        return f"0 0 {RANGE_WIDTH} {self.bottom:g}"


def radar(card: Scorecard) -> Radar:
    """The drawing of one council's areas."""
    n = len(card.areas)
    scores = [a.tally.score or 0.0 for a in card.areas]
    spokes = tuple(_spoke(area, number, n) for number, area in enumerate(card.areas))
    rings = tuple(_polygon([ring] * n) for ring in RINGS)
    return Radar(spokes, rings, _polygon(scores))


def _at(number: int, n: int, distance: float) -> tuple[float, float]:
    angle = 2 * math.pi * number / n - math.pi / 2
    return round(CENTRE_X + distance * math.cos(angle), 1), round(CENTRE_Y + distance * math.sin(angle), 1)


def _polygon(scores: Sequence[float]) -> str:
    points = (_at(number, len(scores), RADIUS * score / 100) for number, score in enumerate(scores))
    return " ".join(f"{x:g},{y:g}" for x, y in points)


def _spoke(area: AreaResult, number: int, n: int) -> Spoke:
    """The label stands outside the outer ring: above the top, else beside the spoke's end."""
    x, y = _at(number, n, RADIUS)
    label_x, label_y = _at(number, n, RADIUS + 10)
    middle = abs(label_x - CENTRE_X) < 5
    anchor = "middle" if middle else "start" if label_x > CENTRE_X else "end"
    lift = 6 if middle and label_y < CENTRE_Y else 0
    return Spoke(area.name, x, y, label_x, label_y + 4 - lift, anchor)


def range_chart(cards: Sequence[Scorecard], partnership: Partnership) -> RangeChart:
    """The range chart of the partnership; areas without any score are left out."""
    drawn: list[Bar] = []
    for number, area in enumerate(partnership.areas):
        if area.lowest is None or area.highest is None or area.mean is None:
            continue
        scores = [s for c in cards if (s := c.areas[number].tally.score) is not None]
        drawn.append(
            Bar(
                cards[0].areas[number].name,
                f"{one_decimal(area.lowest)} to {one_decimal(area.highest)}",
                TOP + 30 + ROW * len(drawn),
                _across(area.lowest),
                _across(area.highest),
                _across(area.mean),
                tuple(sorted({_across(s) for s in scores})),
            )
        )
    return RangeChart(tuple(drawn), tuple((t, _across(t)) for t in TICKS), TOP + ROW * len(drawn) + 4)


def _across(score: float) -> float:
    return round(LEFT + (RIGHT - LEFT) * score / 100, 1)
