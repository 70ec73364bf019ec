"""Change since an earlier round: like with like, and never more than the answers bear.

The answers of then are scored as today's are, over the questions that were asked both times; so a changed weight, limit,
stage or question is no change of readiness.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from statistics import fmean

from rasp_xl.model.answers import Answer
from rasp_xl.model.baseline import OVERALL
from rasp_xl.model.questions import TOP_LEVEL, AnswerValue, Area, Question, QuestionSet
from rasp_xl.model.rounds import MEASURE_DIGITS, Band, Partner, Round
from rasp_xl.model.scorecard import AreaResult, Overall, Scorecard, Tally, ThemeResult
from rasp_xl.scoring.gates import left_out
from rasp_xl.scoring.scores import score_council

UP, DOWN, SAME = "up", "down", "same"
NEWLY_KNOWN, NO_LONGER_KNOWN = "newly known", "no longer known"
NEW, NOT_COMPARED = "new", "not compared"
MORE_KNOWN, LESS_KNOWN = "more is known", "less is known"
OTHERS_APPLY, OTHERS_KNOWN = "other questions apply", "other questions are known"


@dataclass(frozen=True, slots=True)
class Move:
    """One question of one council: its answer then and now, and which way it moved.

    new: it was not asked then. not compared: it applies only once.
    """

    question: str
    before: AnswerValue
    now: AnswerValue
    way: str


@dataclass(frozen=True, slots=True)
class Line:
    """An area, a theme or the overall (then without tallies): scores 0-100 over the questions asked both times.

    step is the least that one level of one question makes. Bands are None where there is no score; bands_compared is false
    where today's questions, the gates among them, are not those of then. because says what a change comes from to which
    the levels known both times add nothing.
    """

    id: str
    before: float | None
    now: float | None
    step: float | None
    band_before: Band | None
    band_now: Band | None
    bands_compared: bool = True
    tally_before: Tally | None = None
    tally_now: Tally | None = None
    because: str = ""

    @property
    def difference(self) -> float | None:
        """Now less before; None where either has no score."""
        return None if self.before is None or self.now is None else self.now - self.before

    @property
    def way(self) -> str:
        """Up, down or same; empty where nothing can be compared. Less than one level of one question is no change."""
        if self.difference is None or self.step is None:
            return ""
        if round(abs(self.difference), MEASURE_DIGITS) < round(self.step, MEASURE_DIGITS) or not self.difference:
            return SAME
        return UP if self.difference > 0 else DOWN

    @property
    def band_moved(self) -> bool:
        """Whether the band is another than then."""
        return self.bands_compared and self.band_before != self.band_now


@dataclass(frozen=True)
class CouncilChange:
    """One council that took part both times; areas, themes and moves in the order asked."""

    id: str
    areas: tuple[Line, ...]
    themes: tuple[Line, ...]
    overall: Line
    moves: tuple[Move, ...]

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many questions moved each way."""
        return {way: sum(m.way == way for m in self.moves) for way in (UP, DOWN, NEWLY_KNOWN, NO_LONGER_KNOWN)}


@dataclass(frozen=True, slots=True)
class Drift:
    """An area, or the overall, over the councils that have a score both times; mean is of their changes."""

    id: str
    councils: int
    mean: float | None
    up: int
    down: int
    same: int


@dataclass(frozen=True, slots=True)
class Change:
    """What changed. new and gone are ids of questions asked only now or only then, arrived of councils that are new."""

    councils: tuple[CouncilChange, ...]
    areas: tuple[Drift, ...]
    overall: Drift
    new: tuple[str, ...]
    gone: tuple[str, ...]
    arrived: tuple[str, ...]


def change(
    cards: Sequence[Scorecard], before: Mapping[str, Mapping[str, Answer]], asked: Collection[str], round_: Round
) -> Change:
    """Compare the councils of a round with their answers before, each a mapping by question id, by the ids of today.

    asked are the ids of the questions asked before.
    """
    today = [q.id for q in round_.question_set.questions]
    both = frozenset(asked) & frozenset(today)
    kept = replace(round_, question_set=_of_questions(round_.question_set, both))
    councils = tuple(_council(card, before[card.id], kept, round_) for card in cards if card.id in before)
    areas = tuple(_drift([c.areas[n] for c in councils], a.id) for n, a in enumerate(round_.question_set.areas))
    return Change(
        councils,
        areas,
        _drift([c.overall for c in councils], OVERALL),
        tuple(q for q in today if q not in both),
        tuple(q for q in asked if q not in both),
        tuple(card.id for card in cards if card.id not in before),
    )


def _of_questions(asked: QuestionSet, ids: Collection[str]) -> QuestionSet:
    """The same areas and themes with some of their questions."""

    def area(whole: Area) -> Area:
        themes = (replace(t, questions=tuple(q for q in t.questions if q.id in ids)) for t in whole.themes)
        return replace(whole, themes=tuple(themes))

    return replace(asked, areas=tuple(map(area, asked.areas)))


@dataclass(frozen=True, slots=True)
class _Answers:
    """The answers of one council then and now, and the round with the questions asked both times."""

    before: Mapping[str, Answer]
    now: Mapping[str, Answer]
    kept: Round

    def known_both_times(self, questions: Sequence[Question]) -> int:
        """Weight times levels gained on the questions that had a level both times."""
        pairs = ((q, self.before.get(q.id), self.now.get(q.id)) for q in questions)
        return sum(
            self.kept.weight(q) * (now.value - then.value)
            for q, then, now in pairs
            if then and now and isinstance(then.value, int) and isinstance(now.value, int)
        )

    def because(self, questions: Sequence[Question], before: Tally, now: Tally) -> str:
        """What moved the score where the levels known both times did not move it that way; empty where they did."""
        if before.score is None or now.score is None or not (difference := now.score - before.score):
            return ""
        if self.known_both_times(questions) * difference > 0:
            return ""
        reasons = [MORE_KNOWN] if now.answered > before.answered else []
        reasons += [LESS_KNOWN] if now.answered < before.answered else []
        reasons += [OTHERS_APPLY] if now.applies != before.applies else []
        return " and ".join(reasons) or OTHERS_KNOWN


def _council(card: Scorecard, before: Mapping[str, Answer], kept: Round, round_: Round) -> CouncilChange:
    partner = Partner(card.id, card.name)
    given = _Answers(before, {a.question: a for a in card.answers}, kept)
    then, now = score_council(partner, (given.before,), kept), score_council(partner, (given.now,), kept)
    areas = tuple(
        _area(ends, area.questions, len(area.questions) == len(whole.questions), given)
        for ends, area, whole in zip(
            zip(then.areas, now.areas, strict=True), kept.question_set.areas, round_.question_set.areas, strict=True
        )
    )
    themes = tuple(
        _theme(ends, theme.questions, len(theme.questions) == len(whole.questions), kept)
        for ends, theme, whole in zip(
            zip(then.themes, now.themes, strict=True), kept.question_set.themes, round_.question_set.themes, strict=True
        )
    )
    both = {q.id for q in kept.question_set.questions}
    moves = (_move(q, given, q.id in both) for q in round_.question_set.questions)
    return CouncilChange(card.id, areas, themes, _overall(then.overall, now.overall, areas), tuple(moves))


def _area(ends: tuple[AreaResult, AreaResult], questions: Sequence[Question], whole: bool, given: _Answers) -> Line:
    """whole: today's questions of the area were all asked then, its gates among them."""
    then, now = ends
    tallies = then.tally, now.tally
    step, because = _step(questions, now.tally, given.kept), given.because(questions, *tallies)
    return Line(then.id, then.tally.score, now.tally.score, step, then.band, now.band, whole, *tallies, because)


def _theme(ends: tuple[ThemeResult, ThemeResult], questions: Sequence[Question], whole: bool, kept: Round) -> Line:
    then, now = ends
    step = _step(questions, now.tally, kept)
    return Line(then.id, then.tally.score, now.tally.score, step, then.band, now.band, whole)


def _overall(then: Overall, now: Overall, areas: Sequence[Line]) -> Line:
    """The least that one level makes of the mean is its least in any area, shared among the areas that have a score."""
    steps = [line.step for line in areas if line.step is not None]
    step = min(steps) / len(steps) if steps else None
    whole = all(line.bands_compared for line in areas)
    return Line(OVERALL, then.score, now.score, step, then.band, now.band, whole)


def _step(questions: Sequence[Question], tally: Tally, round_: Round) -> float | None:
    """What one level of the lightest question makes of the score."""
    lightest = min((round_.weight(q) for q in questions), default=0)
    return 100 * lightest / (TOP_LEVEL * tally.applies) if tally.applies else None


def _move(question: Question, given: _Answers, both: bool) -> Move:
    now = given.now[question.id]
    if not both:
        return Move(question.id, None, now.value, NEW)
    then = given.before.get(question.id) or Answer(question.id)
    out = [left_out(question, one, given.kept) for one in (then, now)]
    way = (SAME if all(out) else NOT_COMPARED) if any(out) else _way(then.value, now.value)
    return Move(question.id, then.value, now.value, way)


def _way(before: AnswerValue, now: AnswerValue) -> str:
    """Of a question that applies both times: don't know, blank, and not applicable on a gate, are all unknown."""
    if isinstance(before, int) and isinstance(now, int):
        return UP if now > before else DOWN if now < before else SAME
    if isinstance(now, int):
        return NEWLY_KNOWN
    return NO_LONGER_KNOWN if isinstance(before, int) else SAME


def _drift(lines: Sequence[Line], identity: str) -> Drift:
    compared = [line for line in lines if line.way]
    differences = [line.difference for line in compared if line.difference is not None]
    ways = [line.way for line in compared]
    mean = fmean(differences) if differences else None
    return Drift(identity, len(compared), mean, ways.count(UP), ways.count(DOWN), ways.count(SAME))
