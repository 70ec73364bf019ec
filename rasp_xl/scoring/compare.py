"""Between partners: how far apart they stand. Never one figure without its spread."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from rasp_xl.model.questions import STAGES, TOP_LEVEL, AnswerValue, Question
from rasp_xl.model.rounds import MEASURE_DIGITS, Round
from rasp_xl.model.scorecard import Gap, Scorecard
from rasp_xl.scoring.gates import left_out

ASYMMETRIC_LEVELS = 2
ASYMMETRIC_POINTS = 25
NO_STAGE = len(STAGES) + 1
"""Where a question that is no gate stands among the stages: after them all."""

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
    """A question's levels over the councils that gave one; 0 where none did, None where the question applies to none."""

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
    given = [{a.question: a for a in card.answers} for card in cards]
    spread = tuple(
        _question(q, [one[q.id].value for one in given if not left_out(q, one[q.id], round_)])
        for q in round_.question_set.questions
    )
    scores = {a.id: [c.areas[n].tally.score for c in cards] for n, a in enumerate(round_.question_set.areas)}
    return Partnership(tuple(_area(identity, values) for identity, values in scores.items()), spread)


def _question(question: Question, values: list[AnswerValue]) -> QuestionSpread:
    """Compare what is known: an unknown makes no asymmetry, but where one is there is no shared strength either."""
    if not values:
        return QuestionSpread(question.id, None, None, None, "")
    levels = [v for v in values if isinstance(v, int)]
    low, high = min(levels, default=0), max(levels, default=0)
    return QuestionSpread(question.id, low, high, high - low, _state(low, high, len(levels) == len(values)))


def _state(low: int, high: int, all_known: bool) -> str:
    if low >= 3 and all_known:
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
