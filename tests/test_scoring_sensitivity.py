"""Sensitivity: what other weights would make of scores and bands, held to a few lines with fractions."""

from fractions import Fraction

import pytest
from building import answers, question, scored, tiny_round
from hypothesis import given, settings
from hypothesis import strategies as st

from rasp_xl.model.rounds import Round
from rasp_xl.scoring.sensitivity import Outcome, scenarios, sensitivity

EDGES = (40, 60, 80)
ROUND = tiny_round(
    question("AA1", 3), question("AA2", 1), question("AA3", 2, gate=1), question("BB1", 1, gate=2), question("BB2", 3),
    question("CC1", 2), question("CC2", 1), stage=2,
)  # fmt: skip
AREAS = {"AA": ("AA1", "AA2", "AA3"), "BB": ("BB1", "BB2"), "CC": ("CC1", "CC2")}
GATES = {"AA3", "BB1"}
VALUES = ("0", "1", "2", "3", "4", "DK", "NA", "NA!", "")

Given = dict[str, str]


def written(given_: Given) -> str:
    return " ".join(f"{q}={v}" for q, v in given_.items())


def counts(q: str, value: str) -> bool:
    """Whether a question applies: not applicable leaves it out, on a gate only with a waiver."""
    return not value.startswith("NA") or (q in GATES and value == "NA")


def area_score(area: str, given_: Given, weights: dict[str, int]) -> Fraction | None:
    own = [q for q in AREAS[area] if counts(q, given_[q])]
    earned = sum(weights[q] * int(given_[q]) for q in own if given_[q].isdigit())
    return Fraction(100 * earned, 4 * sum(weights[q] for q in own)) if own else None


def cap(q: str, given_: Given) -> int:
    value = given_[q]
    return 4 if value == "NA!" else min(4, int(value) + 1) if value.isdigit() else 1


def band(score: Fraction | None) -> int | None:
    return None if score is None else 1 + sum(score >= edge for edge in EDGES)


def by_hand(
    given_: Given, weights: dict[str, int], times: dict[str, Fraction]
) -> tuple[dict[str, int | None], object, object]:
    """Each area's band, and the overall's score and band, after gates."""
    scores = {a: area_score(a, given_, weights) for a in AREAS}
    bands = {}
    for a, score in scores.items():
        limits = [cap(q, given_) for q in AREAS[a] if q in GATES]
        bands[a] = None if score is None else min([band(score) or 0, *limits])
    known = {a: s for a, s in scores.items() if s is not None}
    if not known:
        return bands, None, None
    overall = sum(times.get(a, 1) * s for a, s in known.items()) / sum(Fraction(times.get(a, 1)) for a in known)
    lowest = min(b for b in bands.values() if b)
    short = 3 if any(cap(q, given_) < 4 for q in GATES) else 4
    return bands, overall, min(band(overall) or 0, lowest + 1, short)


def seen(outcome: Outcome) -> tuple[float | None, int | None]:
    return outcome.score, outcome.band.number if outcome.band else None


@given(st.fixed_dictionaries({q: st.sampled_from(VALUES) for own in AREAS.values() for q in own}))
@settings(deadline=None, derandomize=True, max_examples=300)
def test_every_scenario_is_what_fractions_give(given_: Given) -> None:
    """All weights 1, and each area at half and at one and a half, whatever is answered, waived or left out."""
    weights = {q.id: ROUND.weight(q) for q in ROUND.question_set.questions}
    ones = dict.fromkeys(weights, 1)
    tried = sensitivity(scored(ROUND, answers(written(given_))), ROUND)
    expected = [by_hand(given_, ones, {})]
    expected += [by_hand(given_, weights, {a: Fraction(t)}) for t in ("1/2", "3/2") for a in AREAS]
    as_scored = by_hand(given_, weights, {})

    assert [o.band.number if o.band else None for o in tried.areas] == list(expected[0][0].values())
    assert [o.base.number if o.base else None for o in tried.areas] == list(as_scored[0].values())
    for outcome, (_, score, number) in zip(tried.overall, expected, strict=True):
        assert seen(outcome) == (pytest.approx(score and float(score), abs=1e-9), number)
        assert outcome.changed == (number != as_scored[2])


def test_scenarios_are_eleven_for_five_areas(asked) -> None:
    """All weights 1 first, then each area at half, then each at one and a half."""
    ids = [s.id for s in scenarios(asked.areas)]

    assert ids[:3] == ["equal-weights", "SV-half", "EC-half"]
    assert len(ids) == len(set(ids)) == 11
    assert ids[-1] == "GV-one-and-a-half"


@pytest.fixture
def two() -> Round:
    """An area whose heavy question decides, and one beside it."""
    return tiny_round(question("AA1", 3), question("AA2", 1), question("BB1"))


def test_band_that_hangs_on_a_weight_is_reported(two: Round) -> None:
    """With weights 3 and 1 the area is at 75, with 1 and 1 at 50: its band is another; the overall's, 75 and 62.5, is not."""
    tried = sensitivity(scored(two, "AA1=4 AA2=0 BB1=3"), two)

    assert [(o.area, o.score, o.band.name, o.base.name) for o in tried.changes if o.band and o.base] == [
        ("AA", 50.0, "Emerging", "Largely ready")
    ]
    assert [round(o.score or 0, 9) for o in tried.overall] == [62.5, 75, 75, 75, 75]


def test_area_counts_less_or_more(two: Round) -> None:
    """Areas at 100 and 50: the mean is 75, and 66.667, 83.333, 80, 70 with one of them at half or at one and a half."""
    tried = sensitivity(scored(two, "AA1=4 AA2=4 BB1=2"), two)

    assert [o.score for o in tried.overall] == pytest.approx([75, 200 / 3, 250 / 3, 80, 70])
    assert tried.changes == (), "the weaker area lets the overall be Largely ready at most"


def test_nothing_scored_changes_nothing(two: Round) -> None:
    """Where no question applies there is no score and no band, in any scenario."""
    tried = sensitivity(scored(two, "AA1=NA AA2=NA BB1=NA"), two)

    assert {seen(o) for o in (*tried.overall, *tried.areas)} == {(None, None)}
    assert (tried.changes, tried.open_to, tried.open_to_equal) == ((), None, None)


@pytest.mark.parametrize(("gate", "area", "overall"), [("0", 1, 2), ("1", 2, 3), ("2", 3, 3), ("3", 4, 4), ("", 1, 2)])
def test_gate_caps_whatever_the_weights(gate: str, area: int, overall: int) -> None:
    """A gate holds its area and the overall as in the score, however its question weighs."""
    others = [f"AA{n}" for n in range(2, 9)]
    round_ = tiny_round(question("AA1", 1, gate=1), *(question(q, 3) for q in others))
    tried = sensitivity(scored(round_, f"AA1={gate} " + " ".join(f"{q}=4" for q in others)), round_)

    assert [o.band.number for o in tried.areas if o.band] == [area]
    assert [o.band.number for o in tried.overall if o.band] == [overall] * 3
