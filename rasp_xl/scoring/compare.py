"""Between partners: how far apart they stand. Never one figure without its spread."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import fmean, median

from rasp_xl.model.questions import STAGES, TOP_LEVEL, AnswerValue, Question
from rasp_xl.model.rounds import MEASURE_DIGITS, Round, Settings
from rasp_xl.model.scorecard import Gap, Scorecard
from rasp_xl.scoring.gates import left_out

NO_STAGE = len(STAGES) + 1
"""Where a question that is no gate stands among the stages: after them all."""

STRENGTH, GAP, ASYMMETRY, MIXED, ALIGNED = "shared strength", "shared gap", "asymmetry", "mixed", "aligned"


@dataclass(frozen=True, slots=True)
class AreaSpread:
    """An area's or a theme's scores over the councils that have one; None and an empty state where none has.

    A theme has no state: with so few questions nearly each would be asymmetric.
    """

    id: str
    lowest: float | None
    median: float | None
    mean: float | None
    highest: float | None
    gap: float | None
    state: str = ""


@dataclass(frozen=True, slots=True)
class QuestionSpread:
    """A question's levels over the councils that gave one; 0 where none did, None where the question applies to none.

    known counts the councils that gave one.
    """

    id: str
    lowest: int | None
    median: float | None
    highest: int | None
    gap: int | None
    state: str
    known: int = 0


@dataclass(frozen=True, slots=True)
class Partnership:
    """All areas, all questions and all themes, in the order asked."""

    areas: tuple[AreaSpread, ...]
    questions: tuple[QuestionSpread, ...]
    themes: tuple[AreaSpread, ...]


def compare(cards: Sequence[Scorecard], round_: Round) -> Partnership:
    """Compare the councils of one round."""
    asked, settings = round_.question_set, round_.settings
    given = [{a.question: a for a in card.answers} for card in cards]
    spread = tuple(
        _question(q, [one[q.id].value for one in given if not left_out(q, one[q.id], round_)], settings)
        for q in asked.questions
    )
    areas = (_spread(a.id, [c.areas[n].tally.score for c in cards]) for n, a in enumerate(asked.areas))
    themes = (_spread(t.id, [c.themes[n].tally.score for c in cards]) for n, t in enumerate(asked.themes))
    return Partnership(tuple(_with_state(area, settings) for area in areas), spread, tuple(themes))


def _question(question: Question, values: list[AnswerValue], settings: Settings) -> QuestionSpread:
    """Compare what is known: an unknown makes no asymmetry, but where one is there is no shared strength either."""
    if not values:
        return QuestionSpread(question.id, None, None, None, None, "")
    levels = [v for v in values if isinstance(v, int)]
    low, middle, high = (min(levels), float(median(levels)), max(levels)) if levels else (0, 0.0, 0)
    state = _state(low, high, len(levels) == len(values), settings)
    return QuestionSpread(question.id, low, middle, high, high - low, state, len(levels))


def _state(low: int, high: int, all_known: bool, settings: Settings) -> str:
    if low >= settings.strength_from_level and all_known:
        return STRENGTH
    if high <= settings.gap_to_level:
        return GAP
    return ASYMMETRY if high - low >= settings.asymmetric_levels else MIXED


def _spread(identity: str, values: list[float | None]) -> AreaSpread:
    scores = [v for v in values if v is not None]
    if not scores:
        return AreaSpread(identity, None, None, None, None, None)
    low, high = min(scores), max(scores)
    return AreaSpread(identity, low, float(median(scores)), fmean(scores), high, high - low)


def _with_state(area: AreaSpread, settings: Settings) -> AreaSpread:
    if area.gap is None:
        return area
    apart = round(area.gap, MEASURE_DIGITS) >= settings.asymmetric_points
    return replace(area, state=ASYMMETRY if apart else ALIGNED)


def strengths(card: Scorecard, round_: Round) -> tuple[tuple[Question, int], ...]:
    """What a council has already, with its level: the highest level first, then the heaviest weight, then the order asked."""
    levels = {a.question: a.value for a in card.answers if isinstance(a.value, int)}
    found = [
        (question, level)
        for question in round_.question_set.questions
        if (level := levels.get(question.id, -1)) >= round_.settings.strength_from_level
    ]
    return tuple(sorted(found, key=lambda pair: (-pair[1], -round_.weight(pair[0]))))


@dataclass(frozen=True, slots=True)
class SharedAction:
    """One thing for the partnership to do, with the ids of the councils that need it; most pressing first."""

    question: str
    closed: tuple[str, ...]
    weak: tuple[str, ...]
    short: tuple[str, ...]
    missing: int


def first_actions(cards: Sequence[Scorecard], round_: Round) -> tuple[SharedAction, ...]:
    """Over all councils: where most gates are closed, then weak, then most levels are missing times the weight.

    Ties go to the earlier stage, then to the order asked, as within one council.
    """
    asked = round_.question_set.questions
    stage = {q.id: round_.gate_from(q) or NO_STAGE for q in asked}
    short: dict[str, list[tuple[str, Gap]]] = defaultdict(list)
    for card in cards:
        for gap in card.gaps:
            short[gap.question].append((card.id, gap))
    open_ = [_shared(short[q.id], q.id, round_.weight(q)) for q in asked if q.id in short]
    return tuple(sorted(open_, key=lambda a: (-len(a.closed), -len(a.weak), -a.missing, stage[a.question])))


def _shared(own: Sequence[tuple[str, Gap]], question: str, weight: int) -> SharedAction:
    lacking = sum(TOP_LEVEL - (g.level if isinstance(g.level, int) else 0) for _, g in own)
    return SharedAction(
        question,
        tuple(council for council, g in own if g.gate == "closed"),
        tuple(council for council, g in own if g.gate == "weak"),
        tuple(council for council, _ in own),
        lacking * weight,
    )
