"""Scoring over random answers: what must hold whatever a council says, and a second, slow way to the same figures."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random

from building import question, question_set, scored
from hypothesis import given, settings
from hypothesis import strategies as st

from rasp_xl.model.answers import Answer
from rasp_xl.model.question_file import standard_set
from rasp_xl.model.questions import AnswerValue, Purpose, Question
from rasp_xl.model.rounds import Band, Round
from rasp_xl.model.scorecard import Scorecard
from rasp_xl.scoring.compare import compare, first_actions

ASKED = standard_set()
IDS = tuple(q.id for q in ASKED.questions)
GATES = frozenset(q.id for q in ASKED.questions if any(q.gates))
MOODS: tuple[tuple[AnswerValue, ...], ...] = (
    (0, 1, 2, 3, 4, "DK", "NA", None),
    (2, 3, 3, 4, 4),
    (3, 4, 4, 4, "NA"),
    (1, 2, 2, 3, "DK"),
    (4,),
    ("NA", "NA", 4, None),
)
"""A council answers an area in one of these moods, so that every band and every cap comes up."""

Answers = Mapping[str, Answer]
several = settings(max_examples=100, deadline=None, derandomize=True)


@st.composite
def filled(draw: st.DrawFn) -> dict[str, Answer]:
    """A return: each area in a mood, its gates in another, evidence here and there."""
    values: dict[str, AnswerValue] = {}
    for area in ASKED.areas:
        mood, gates = draw(st.sampled_from(MOODS)), draw(st.sampled_from(MOODS))
        values |= {q.id: draw(st.sampled_from(gates if q.id in GATES else mood)) for q in area.questions}
    cited = draw(st.integers(0, 2 ** len(IDS) - 1))
    return {q: Answer(q, value, "Minute 7" if cited >> n & 1 else " ") for n, (q, value) in enumerate(values.items())}


rounds = st.builds(Round, st.sampled_from(Purpose), st.integers(1, 4), st.just(ASKED))


def figures(card: Scorecard, *names: str) -> Iterator[float | None]:
    """Each named figure of each area and theme, and the overall score."""
    yield card.overall.score
    for part in (*card.areas, *card.themes):
        for name in names:
            yield getattr(part.tally, name)


def bands(card: Scorecard) -> list[int]:
    """The numbers of the bands after caps, overall last."""
    return [band.number if band else 0 for band in (*(a.band for a in card.areas), card.overall.band)]


def same_or_less(after: Iterator[float | None], before: Iterator[float | None]) -> bool:
    """Whether no figure rose; a part that had no score before cannot be said to rise."""
    return all(b is None or (a is not None and a <= b) for a, b in zip(after, before, strict=True))


@several
@given(filled(), rounds)
def test_every_percentage_is_within_0_and_100(answers: dict[str, Answer], round_: Round) -> None:
    """Whatever the answers, no percentage leaves 0 to 100."""
    names = ("score", "known_only", "evidenced", "coverage", "not_applicable")

    assert all(f is None or 0 <= f <= 100 for f in figures(scored(round_, answers), *names))


@several
@given(filled(), rounds)
def test_evidenced_at_most_score_at_most_known_only(answers: dict[str, Answer], round_: Round) -> None:
    """Doubting bare claims never raises a score, nor does setting the unknown aside ever lower it."""
    card = scored(round_, answers)

    for sums in (part.tally for part in (*card.areas, *card.themes)):
        assert (sums.score is None) == (sums.evidenced is None)
        assert sums.score is None or sums.evidenced is None or sums.evidenced <= sums.score
        assert sums.known_only is None or sums.score is None or sums.score <= sums.known_only


@several
@given(filled(), rounds, st.sampled_from(IDS), st.sampled_from(["DK", None]))
def test_blank_or_dont_know_never_raises_anything(
    answers: dict[str, Answer], round_: Round, changed: str, unknown: AnswerValue
) -> None:
    """Nobody gains by clearing a cell or by saying don't know: no score and no band rises."""
    before = scored(round_, answers)
    after = scored(round_, answers | {changed: replace(answers[changed], value=unknown)})

    assert same_or_less(figures(after, "score", "evidenced"), figures(before, "score", "evidenced"))
    assert all(a <= b for a, b in zip(bands(after), bands(before), strict=True))


@several
@given(filled(), rounds, st.sampled_from(IDS), st.integers(0, 3), st.integers(1, 4))
def test_raising_a_level_never_lowers_anything(
    answers: dict[str, Answer], round_: Round, changed: str, level: int, more: int
) -> None:
    """A better answer to one question lowers no score and no band anywhere."""
    low, high = (answers | {changed: replace(answers[changed], value=v)} for v in (level, min(4, level + more)))
    names = ("score", "known_only", "evidenced", "coverage")

    assert same_or_less(figures(scored(round_, low), *names), figures(scored(round_, high), *names))
    assert all(a <= b for a, b in zip(bands(scored(round_, low)), bands(scored(round_, high)), strict=True))


@several
@given(filled(), st.sampled_from(Purpose))
def test_cap_never_changes_a_score(answers: dict[str, Answer], purpose: Purpose) -> None:
    """With every gate biting the scores are those of stage 1; only bands move, and only down."""
    early, late = (scored(Round(purpose, stage, ASKED), answers) for stage in (1, 4))

    assert [a.tally for a in early.areas] == [a.tally for a in late.areas]
    assert early.themes == late.themes
    assert early.overall.score == late.overall.score
    assert early.overall.band_before_caps == late.overall.band_before_caps
    assert all(b <= a for a, b in zip(bands(early), bands(late), strict=True))


@several
@given(
    st.lists(st.tuples(st.integers(1, 3), st.sampled_from(MOODS[0]), st.booleans()), min_size=1, max_size=6),
    st.integers(2, 9),
)
def test_weights_scale_out(asked: list[tuple[int, AnswerValue, bool]], factor: int) -> None:
    """All weights times the same factor leave every percentage and band as they were."""
    answers = {f"AA{n}": Answer(f"AA{n}", value, "Minute 7" * cited) for n, (_, value, cited) in enumerate(asked)}
    once, more = (
        scored(
            Round(Purpose.NEW, 1, question_set(*(question(f"AA{n}", k * w) for n, (w, *_) in enumerate(asked)))),
            answers,
        )
        for k in (1, factor)
    )
    names = ("score", "known_only", "evidenced", "coverage", "not_applicable")

    assert list(figures(once, *names)) == list(figures(more, *names))
    assert bands(once) == bands(more)
    assert [a.provisional for a in once.areas] == [a.provisional for a in more.areas]


@settings(several, max_examples=40)
@given(st.lists(filled(), min_size=2, max_size=5), rounds, st.randoms(use_true_random=False))
def test_order_of_respondents_changes_nothing(people: list[dict[str, Answer]], round_: Round, random: Random) -> None:
    """Who of a council answered first makes no difference to any figure, gate or gap."""
    first = scored(round_, *people)
    second = scored(round_, *random.sample(people, len(people)))

    assert [a.value for a in first.answers] == [a.value for a in second.answers]
    assert (first.overall, first.areas, first.themes, first.gaps) == (
        second.overall,
        second.areas,
        second.themes,
        second.gaps,
    )


@settings(several, max_examples=40)
@given(st.lists(filled(), min_size=1, max_size=5), rounds, st.randoms(use_true_random=False))
def test_order_of_councils_changes_nothing(returns: list[dict[str, Answer]], round_: Round, random: Random) -> None:
    """The order of files makes no difference to the comparison of partners or to what comes first."""
    cards = [scored(round_, answers, council=f"c{n}") for n, answers in enumerate(returns)]
    other = random.sample(cards, len(cards))

    assert compare(cards, round_) == compare(other, round_)
    pairs = zip(first_actions(cards, round_), first_actions(other, round_), strict=True)
    for one, two in pairs:
        assert (one.question, one.missing) == (two.question, two.missing)
        assert (set(one.closed), set(one.weak), set(one.short)) == (set(two.closed), set(two.weak), set(two.short))


@dataclass
class Naive:
    """An area or theme worked out by hand-sized steps in whole fractions."""

    score: Fraction | None
    known_only: Fraction | None
    evidenced: Fraction | None
    coverage: Fraction | None
    band: int = 0
    final: bool = False


def naive_part(questions: tuple[Question, ...], answers: Answers, purpose: int) -> Naive:
    """The method's sums, question by question; not applicable leaves out what is no gate."""
    earned = doubted = most = most_known = Fraction(0)
    for q in questions:
        value, weight = answers[q.id].value, q.weights[purpose]
        if value == "NA" and q.gates[purpose] is None:
            continue
        most += 4 * weight
        if value in {0, 1, 2, 3, 4}:
            most_known += 4 * weight
            earned += weight * value
            doubted += weight * (2 if value >= 3 and answers[q.id].evidence.strip() == "" else value)
    if most == 0:
        return Naive(None, None, None, None)
    known = 100 * earned / most_known if most_known else None
    return Naive(100 * earned / most, known, 100 * doubted / most, 100 * most_known / most)


def naive_band(score: Fraction) -> int:
    """1 Not ready, 2 Emerging, 3 Largely ready, 4 Ready."""
    return 1 if score < 40 else 2 if score < 60 else 3 if score < 80 else 4


def naive_area(questions: tuple[Question, ...], answers: Answers, round_: Round, to_fix: bool) -> Naive:
    """An area with its band after the gates that bite, and whether it is final."""
    purpose = list(Purpose).index(round_.purpose)
    part = naive_part(questions, answers, purpose)
    gates = [q for q in questions if q.gates[purpose]]
    assert part.score is not None  # every area of the set has a gate, and a gate applies
    part.band = naive_band(part.score)
    for q in gates:
        if q.gates[purpose] <= round_.stage:
            part.band = min(part.band, {1: 2, 2: 3, 3: 4, 4: 4}.get(answers[q.id].value, 1))
    left_out = sum(q.weights[purpose] for q in questions if answers[q.id].value == "NA" and q not in gates)
    part.final = (
        all(answers[q.id].value not in {None, "NA"} for q in gates)
        and part.coverage >= 80
        and Fraction(100 * left_out, sum(q.weights[purpose] for q in questions)) <= 25
        and not to_fix
    )
    return part


def naive_overall_band(areas: list[Naive], answers: Answers, round_: Round) -> int:
    """The mean's band, at most one step above the lowest area, and below Ready with a biting gate below 3."""
    purpose = list(Purpose).index(round_.purpose)
    band = min(naive_band(sum(a.score for a in areas) / 5), min(a.band for a in areas) + 1)
    biting = [q for q in ASKED.questions if q.gates[purpose] and q.gates[purpose] <= round_.stage]
    return band if all(answers[q.id].value in {3, 4} for q in biting) else min(band, 3)


def agrees(figure: float | None, exact: Fraction | None) -> bool:
    """Both without a value, or equal to 1e-12."""
    if figure is None or exact is None:
        return figure is exact
    return abs(Fraction(figure) - exact) <= Fraction(1, 10**12)


@settings(several, max_examples=250)
@given(filled(), rounds, st.sets(st.sampled_from([a.id for a in ASKED.areas]), max_size=2))
def test_second_way_agrees(answers: dict[str, Answer], round_: Round, to_fix: set[str]) -> None:
    """Figures, bands and final or provisional are those that the method's text gives, worked out apart."""
    card = scored(round_, answers, to_fix=" ".join(to_fix))
    areas = [naive_area(a.questions, answers, round_, a.id in to_fix) for a in ASKED.areas]
    themes = [naive_part(t.questions, answers, list(Purpose).index(round_.purpose)) for t in ASKED.themes]

    for got, exact in zip((*card.areas, *card.themes), (*areas, *themes), strict=True):
        for name in ("score", "known_only", "evidenced", "coverage"):
            assert agrees(getattr(got.tally, name), getattr(exact, name)), (got.id, name)
    assert agrees(card.overall.score, sum(a.score for a in areas) / 5)
    assert bands(card) == [*(a.band for a in areas), naive_overall_band(areas, answers, round_)]
    assert [a.status == "final" for a in card.areas] == [a.final for a in areas]
    assert (card.overall.status == "final") == all(a.final for a in areas)


def _name(band: Band | None) -> str:
    return band.name if band else ""


def test_random_answers_reach_every_band() -> None:
    """The random returns above are worth something: they reach all bands, capped or not, final or not."""
    seen: set[tuple[str, str, str]] = set()

    @settings(several, max_examples=150)
    @given(filled(), rounds)
    def look(answers: dict[str, Answer], round_: Round) -> None:
        for a in scored(round_, answers).areas:
            seen.add((_name(a.band_before_caps), _name(a.band), a.status))

    look()

    assert {before for before, _, _ in seen} == {"Not ready", "Emerging", "Largely ready", "Ready"}
    assert {("Ready", after) for after in ("Not ready", "Emerging", "Largely ready", "Ready")} <= {s[:2] for s in seen}
    assert {"final", "provisional"} == {status for _, _, status in seen}
