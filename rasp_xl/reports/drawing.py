"""Coordinates for the page's two drawings. The template draws them; every figure in them also stands in a table."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from rasp_xl.model.scorecard import Scorecard
from rasp_xl.scoring.compare import Partnership

CENTRE_X, CENTRE_Y, RADIUS = 180.0, 124.0, 88.0
RINGS = (20, 40, 60, 80, 100)
LEFT, RIGHT, ROW = 170.0, 600.0, 34.0


@dataclass(frozen=True, slots=True)
class Spoke:
    """One area's axis: its outer end, its label and how the label is anchored."""

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
    words: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One area of the range chart: from lowest to highest, a dot for each council, the mean marked."""

    name: str
    y: float
    low_x: float
    high_x: float
    mean_x: float
    low: float
    high: float
    dots: tuple[float, ...]


def radar(card: Scorecard) -> Radar:
    """The drawing of one council's areas."""
    n = len(card.areas)
    scores = [a.tally.score or 0.0 for a in card.areas]
    spokes = tuple(_spoke(a.name, number, n) for number, a in enumerate(card.areas))
    words = ", ".join(f"{a.name} {'no score' if a.tally.score is None else f'{a.tally.score:.1f}'}" for a in card.areas)
    rings = tuple(_polygon([ring] * n) for ring in RINGS)
    return Radar(spokes, rings, _polygon(scores), words)


def _at(number: int, n: int, distance: float) -> tuple[float, float]:
    angle = 2 * math.pi * number / n - math.pi / 2
    return round(CENTRE_X + distance * math.cos(angle), 1), round(CENTRE_Y + distance * math.sin(angle), 1)


def _polygon(scores: Sequence[float]) -> str:
    points = (_at(number, len(scores), RADIUS * score / 100) for number, score in enumerate(scores))
    return " ".join(f"{x:g},{y:g}" for x, y in points)


def _spoke(name: str, number: int, n: int) -> Spoke:
    x, y = _at(number, n, RADIUS)
    label_x, label_y = _at(number, n, RADIUS + 12)
    middle = abs(label_x - CENTRE_X) < 5
    return Spoke(name, x, y, label_x, label_y + 4, "middle" if middle else "start" if label_x > CENTRE_X else "end")


def bars(cards: Sequence[Scorecard], partnership: Partnership) -> tuple[Bar, ...]:
    """The range chart of the partnership; areas without any score are left out."""
    drawn: list[Bar] = []
    for number, area in enumerate(partnership.areas):
        if area.lowest is None or area.highest is None or area.mean is None:
            continue
        scores = [s for c in cards if (s := c.areas[number].tally.score) is not None]
        drawn.append(
            Bar(
                cards[0].areas[number].name,
                44 + ROW * len(drawn),
                _across(area.lowest),
                _across(area.highest),
                _across(area.mean),
                area.lowest,
                area.highest,
                tuple(sorted({_across(s) for s in scores})),
            )
        )
    return tuple(drawn)


def _across(score: float) -> float:
    return round(LEFT + (RIGHT - LEFT) * score / 100, 1)
