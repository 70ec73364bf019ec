"""Disagreement: how far apart the people of one council are, by counts of what they said and never by who said it."""

from collections.abc import Iterable, Sequence

from rasp_xl.model.answers import Answer
from rasp_xl.model.questions import TOP_LEVEL, AnswerValue
from rasp_xl.model.rounds import MEASURE_DIGITS
from rasp_xl.model.scorecard import Disagreement

PAIR_APART = 2
"""Levels between two people from which they are widely apart."""

DEVIATION_APART, GAP_APART = 0.83, 3
"""The same for three people or more: their average deviation from the mean, a sixth of the five levels to choose from, or
the levels between the lowest and the highest.
"""

Said = tuple[Answer, AnswerValue, Sequence[Answer]]
"""A council's answer to one question, what it is without moderation, and its respondents' own."""


def disagreements(said: Iterable[Said]) -> tuple[Disagreement, ...]:
    """The questions that people answered differently or whose answer is moderated: first what is to be agreed, widest first.

    Nothing and what cannot be read is no answer, so it differs from none.
    """
    found = [_one(*one) for one in said if one[0].moderated or _differ(one[2])]
    return tuple(sorted(found, key=urgency))


def urgency(one: Disagreement) -> tuple[float, ...]:
    """What a list of disagreements is sorted by."""
    return (-one.open, -one.apart, -(one.gap or 0), -(one.deviation or 0), -one.unknown_share)


def _differ(answers: Iterable[Answer]) -> bool:
    return len({a.value for a in answers if a.value is not None}) > 1


def _one(taken: Answer, by_median: AnswerValue, answers: Sequence[Answer]) -> Disagreement:
    values = [a.value for a in answers]
    levels = [v for v in values if isinstance(v, int)]
    gap, deviation = (max(levels) - min(levels), average_deviation(levels)) if len(levels) > 1 else (None, None)
    return Disagreement(
        taken.question,
        tuple(levels.count(level) for level in range(TOP_LEVEL + 1)),
        values.count("DK"),
        values.count("NA"),
        values.count(None),
        gap,
        deviation,
        widely_apart(levels),
        by_median,
        taken.moderated is not None,
    )


def average_deviation(levels: Sequence[int]) -> float:
    """The mean distance from their mean of at least one level, in levels. In whole numbers until the end, so that order is nothing."""
    n, together = len(levels), sum(levels)
    return sum(abs(n * level - together) for level in levels) / n**2


def widely_apart(levels: Sequence[int]) -> bool:
    """Whether people who gave these levels should talk before their median is taken for the council's answer."""
    if len(levels) < 2:
        return False
    gap = max(levels) - min(levels)
    if len(levels) == 2:
        return gap >= PAIR_APART
    return gap >= GAP_APART or round(average_deviation(levels), MEASURE_DIGITS) >= DEVIATION_APART
