"""Between partners: how far apart they stand. Never one figure without its spread."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from rasp_xl.model.questions import TOP_LEVEL, Question
from rasp_xl.model.rounds import MEASURE_DIGITS, Round
from rasp_xl.model.scorecard import Scorecard

ASYMMETRIC_LEVELS = 2
ASYMMETRIC_POINTS = 25
STRENGTH, GAP, ASYMMETRY, MIXED, ALIGNED = "shared strength", "shared gap", "asymmetry", "mixed", "aligned"


@dataclass(frozen=True, slots=True)
class AreaSpread:
    """An area's scores over the councils that have one; None and an empty state where none has."""

    id: str
    lowest: float | None
    mean: float | None
    highest: float | None
    gap: float | None
    state: str


@dataclass(frozen=True, slots=True)
class QuestionSpread:
    """A question's levels over the councils to which it applies; don't know and blank count as 0."""

    id: str
    lowest: int | None
    highest: int | None
    gap: int | None
    state: str


@dataclass(frozen=True, slots=True)
class Partnership:
    """All areas and all questions, in the order asked."""

    areas: tuple[AreaSpread, ...]
    questions: tuple[QuestionSpread, ...]


def compare(cards: Sequence[Scorecard], round_: Round) -> Partnership:
    """Compare the councils of one round."""
    levels = [{a.question: a.value for a in card.answers} for card in cards]
    spread = tuple(
        _question(q, [_level(one[q.id], q, round_) for one in levels]) for q in round_.question_set.questions
    )
    scores = {a.id: [c.areas[n].tally.score for c in cards] for n, a in enumerate(round_.question_set.areas)}
    return Partnership(tuple(_area(identity, values) for identity, values in scores.items()), spread)


def _level(value: object, question: Question, round_: Round) -> int | None:
    """The level to compare, or None where the question does not apply; a gate always applies."""
    if value == "NA" and round_.gate_from(question) is None:
        return None
    return value if isinstance(value, int) else 0


def _question(question: Question, values: list[int | None]) -> QuestionSpread:
    levels = [v for v in values if v is not None]
    if not levels:
        return QuestionSpread(question.id, None, None, None, "")
    low, high = min(levels), max(levels)
    return QuestionSpread(question.id, low, high, high - low, _state(low, high))


def _state(low: int, high: int) -> str:
    if low >= 3:
        return STRENGTH
    if high <= 1:
        return GAP
    return ASYMMETRY if high - low >= ASYMMETRIC_LEVELS else MIXED


def _area(identity: str, values: list[float | None]) -> AreaSpread:
    scores = [v for v in values if v is not None]
    if not scores:
        return AreaSpread(identity, None, None, None, None, "")
    gap = max(scores) - min(scores)
    state = ASYMMETRY if round(gap, MEASURE_DIGITS) >= ASYMMETRIC_POINTS else ALIGNED
    return AreaSpread(identity, min(scores), fmean(scores), max(scores), gap, state)


@dataclass(frozen=True, slots=True)
class SharedAction:
    """One thing for the partnership to do, with the ids of the councils that need it; most pressing first."""

    question: str
    closed: tuple[str, ...]
    weak: tuple[str, ...]
    short: tuple[str, ...]
    missing: int


def first_actions(cards: Sequence[Scorecard], round_: Round) -> tuple[SharedAction, ...]:
    """Over all councils: where most gates are closed, then weak, then most levels are missing times the weight."""
    found = (_shared(question, cards, round_) for question in round_.question_set.questions)
    open_ = [action for action in found if action.short]
    return tuple(sorted(open_, key=lambda a: (-len(a.closed), -len(a.weak), -a.missing)))


def _shared(question: Question, cards: Sequence[Scorecard], round_: Round) -> SharedAction:
    own = [(card.id, gap) for card in cards for gap in card.gaps if gap.question == question.id]
    lacking = sum(TOP_LEVEL - (g.level if isinstance(g.level, int) else 0) for _, g in own)
    return SharedAction(
        question.id,
        tuple(council for council, g in own if g.gate == "closed"),
        tuple(council for council, g in own if g.gate == "weak"),
        tuple(council for council, _ in own),
        lacking * round_.weight(question),
    )
