"""Between partners: spread, states, and what to do first together."""

import pytest
from building import question, scored, tiny_round, with_settings

from rasp_xl.model.questions import Question
from rasp_xl.model.rounds import Round
from rasp_xl.model.scorecard import Scorecard
from rasp_xl.scoring.compare import (
    ALIGNED,
    ASYMMETRY,
    GAP,
    MIXED,
    STRENGTH,
    AreaSpread,
    QuestionSpread,
    compare,
    first_actions,
    strengths,
)

NAMES = ("ashby", "brook", "crane", "dover")


def councils(round_: Round, *given: str) -> tuple[Scorecard, ...]:
    """A scorecard for each council's answers."""
    return tuple(scored(round_, text, council=name) for name, text in zip(NAMES, given, strict=False))


def actions(*asked: Question, given: tuple[str, ...], stage: int = 1) -> list[str]:
    """The questions of the first actions, most pressing first."""
    round_ = tiny_round(*asked, stage=stage)
    return [action.question for action in first_actions(councils(round_, *given), round_)]


@pytest.mark.parametrize(
    ("values", "lowest", "highest", "state"),
    [
        ("3 3", 3, 3, STRENGTH),
        ("3 4", 3, 4, STRENGTH),
        ("4 4 3", 3, 4, STRENGTH),
        ("1 1", 1, 1, GAP),
        ("0 1", 0, 1, GAP),
        ("DK DK", 0, 0, GAP),
        ("0 2", 0, 2, ASYMMETRY),
        ("1 3", 1, 3, ASYMMETRY),
        ("2 4 3", 2, 4, ASYMMETRY),
        ("2 2", 2, 2, MIXED),
        ("1 2", 1, 2, MIXED),
        ("2 3", 2, 3, MIXED),
        ("NA 3", 3, 3, STRENGTH),
        ("NA 2 3", 2, 3, MIXED),
        ("NA DK", 0, 0, GAP),
        ("4", 4, 4, STRENGTH),
        ("0", 0, 0, GAP),
    ],
)
def test_question_state_by_levels(values: str, lowest: int, highest: int, state: str) -> None:
    """All at 3 or more, all at 1 or less, two or more apart, or mixed; not applicable is left out."""
    round_ = tiny_round(question("AA1"))

    (spread,) = compare(councils(round_, *(f"AA1={v}" for v in values.split())), round_).questions

    assert (spread.lowest, spread.highest, spread.gap, spread.state) == (lowest, highest, highest - lowest, state)


@pytest.mark.parametrize("unknown", ["DK", ""])
@pytest.mark.parametrize(("known", "state"), [("4", MIXED), ("2", MIXED), ("1", GAP)])
def test_question_unknown_is_in_no_gap(unknown: str, known: str, state: str) -> None:
    """A council that does not know, or left the cell empty, makes no asymmetry: known levels alone are compared."""
    round_ = tiny_round(question("AA1"))

    (spread,) = compare(councils(round_, f"AA1={unknown}", f"AA1={known}"), round_).questions

    assert spread == QuestionSpread("AA1", int(known), int(known), int(known), 0, state, 1)


def test_question_missing_row_counts_as_a_blank() -> None:
    """A row lost from a workbook compares like a row left empty."""
    round_ = tiny_round(question("AA1"))

    lost, empty = (compare(councils(round_, first, "AA1=4"), round_).questions for first in ("", "AA1="))

    assert lost == empty


@pytest.mark.parametrize("stage", [1, 4])
def test_question_not_applicable_on_a_gate_is_unknown(stage: int) -> None:
    """A gate always applies, whatever the stage, so a council that waves it away has not said."""
    round_ = tiny_round(question("AA1", gate=4), stage=stage)

    (spread,) = compare(councils(round_, "AA1=NA", "AA1=4"), round_).questions

    assert spread == QuestionSpread("AA1", 4, 4, 4, 0, MIXED, 1)


@pytest.mark.parametrize(("given", "shared"), [("DK 4", False), (" 4", False), ("NA 4", True), ("3 4", True)])
def test_question_unknown_is_no_shared_strength(given: str, shared: bool) -> None:
    """A strength is shared only where every council to which the question applies has said so."""
    round_ = tiny_round(question("AA1"))

    (spread,) = compare(councils(round_, *(f"AA1={v}" for v in given.split(" "))), round_).questions

    assert (spread.state == STRENGTH) is shared


def test_question_that_applies_to_nobody_has_no_state() -> None:
    """Where a question applies to no council there is nothing to compare."""
    round_ = tiny_round(question("AA1"), question("AA2"))

    spread = compare(councils(round_, "AA1=NA AA2=1", "AA1=NA AA2=1"), round_).questions

    assert spread[0] == QuestionSpread("AA1", None, None, None, None, "")
    assert spread[1].state == GAP


@pytest.mark.parametrize(
    ("weights", "gap", "state"), [((1, 3), 25, ASYMMETRY), ((249, 751), 24.9, ALIGNED), ((251, 749), 25.1, ASYMMETRY)]
)
def test_area_is_asymmetric_at_25_points(weights: tuple[int, int], gap: float, state: str) -> None:
    """Two councils 25 points apart are asymmetric, 24.9 are not."""
    round_ = tiny_round(question("AA1", weights[0]), question("AA2", weights[1]))

    (spread,) = compare(councils(round_, "AA1=4 AA2=0", "AA1=0 AA2=0"), round_).areas

    assert (spread.lowest, spread.highest, spread.gap) == (0, gap, gap)
    assert spread.mean == pytest.approx(gap / 2, abs=1e-12)
    assert spread.state == state


def test_area_at_25_points_that_floats_put_just_below() -> None:
    """10/12 and 7/12 of the points are exactly 25 apart, whatever floating point makes of the difference."""
    round_ = tiny_round(question("AA1"), question("AA2"), question("AA3"))

    (spread,) = compare(councils(round_, "AA1=4 AA2=4 AA3=2", "AA1=4 AA2=3 AA3=0"), round_).areas

    assert spread.gap == pytest.approx(25, abs=1e-12)
    assert spread.state == ASYMMETRY


def test_area_spread_over_several_councils() -> None:
    """Lowest, mean, highest and gap go together; a council without a score in the area is left out."""
    round_ = tiny_round(question("AA1"), question("BB1"))

    areas = compare(councils(round_, "AA1=1 BB1=NA", "AA1=NA BB1=NA", "AA1=4 BB1=NA", "AA1=1 BB1=NA"), round_).areas

    assert areas == (AreaSpread("AA", 25, 25, 50, 100, 75, ASYMMETRY), AreaSpread("BB", None, None, None, None, None))


@pytest.mark.parametrize(
    ("values", "middle"), [("1 4 2", 2), ("0 1 4 4", 2.5), ("DK 3", 3), ("DK DK", 0), ("NA 1 3 4", 3)]
)
def test_question_median_of_known_levels(values: str, middle: float) -> None:
    """The council in the middle of those that gave a level, or half-way between two."""
    round_ = tiny_round(question("AA1"))

    (spread,) = compare(councils(round_, *(f"AA1={v}" for v in values.split())), round_).questions

    assert (spread.median, spread.known) == (middle, sum(v.isdigit() for v in values.split()))


def test_area_median_is_not_moved_by_one_council() -> None:
    """One council far ahead moves the mean and leaves the median where most are."""
    round_ = tiny_round(question("AA1"))

    (spread,) = compare(councils(round_, "AA1=1", "AA1=4", "AA1=1"), round_).areas

    assert (spread.median, spread.mean) == (25, 50)


def test_theme_has_a_spread_and_no_state() -> None:
    """Themes are compared like areas, but with so few questions each none is called asymmetric."""
    round_ = tiny_round(question("AA1"), question("BB1"))

    themes = compare(councils(round_, "AA1=0 BB1=2", "AA1=4 BB1=2"), round_).themes

    assert [(t.lowest, t.median, t.highest, t.gap, t.state) for t in themes] == [
        (0, 50, 100, 100, ""),
        (50, 50, 50, 0, ""),
    ]


def test_compare_one_council() -> None:
    """One council alone has no gap."""
    round_ = tiny_round(question("AA1"))

    (spread,) = compare(councils(round_, "AA1=2"), round_).areas

    assert spread == AreaSpread("AA", 50, 50, 50, 50, 0, ALIGNED)


def test_compare_no_council() -> None:
    """With no return scored there is a row for each area and question, with nothing in it."""
    round_ = tiny_round(question("AA1"), question("BB1"))

    partnership = compare((), round_)

    assert [(a.id, a.mean, a.state) for a in partnership.areas] == [("AA", None, ""), ("BB", None, "")]
    assert [(q.id, q.gap, q.state) for q in partnership.questions] == [("AA1", None, ""), ("BB1", None, "")]
    assert first_actions((), round_) == ()


def test_first_actions_name_the_councils() -> None:
    """Each action says in which councils its gate is closed or weak, who falls short, and how much is missing."""
    round_ = tiny_round(question("AA1", 3, gate=1), question("AA2", 2))
    cards = councils(round_, "AA1=0 AA2=4", "AA1=1 AA2=4", "AA1=4 AA2=4", "AA1=NA AA2=NA")

    (action,) = first_actions(cards, round_)

    assert action.question == "AA1"
    assert (action.closed, action.weak) == (("ashby", "dover"), ("brook",))
    assert action.short == ("ashby", "brook", "dover")
    assert action.missing == 33  # (4 + 3 + 4) * 3


def test_first_actions_closed_then_weak_then_missing() -> None:
    """Where most gates are closed comes first, then where most are weak, then where most is missing."""
    asked = (
        question("AA1", 3),  # 4 + 4 levels * 3 = 24
        question("AA2", 1),  # 8
        question("AA3", 1, gate=1),  # weak in one
        question("AA4", 1, gate=1),  # weak in two
        question("AA5", 1, gate=1),  # closed in one
        question("AA6", 1, gate=1),  # closed in one, weak in the other
        question("AA7", 1, gate=1),  # closed in two
        question("AA8", 3),  # nothing missing
    )
    one = "AA1=0 AA2=0 AA3=1 AA4=1 AA5=0 AA6=1 AA7=0 AA8=4"
    other = "AA1=DK AA2= AA3=4 AA4=1 AA5=4 AA6=0 AA7=DK AA8=4"

    assert actions(*asked, given=(one, other)) == ["AA7", "AA6", "AA5", "AA4", "AA3", "AA1", "AA2"]


def test_first_actions_ties_by_stage_then_order_asked() -> None:
    """Of actions as pressing, that of the earlier stage comes first, a question that is no gate last."""
    asked = (
        question("AA1"),
        question("AA2", gate=4),
        question("AA3", gate=3),
        question("AA4"),
        question("AA5", gate=3),
    )

    assert actions(*asked, given=("", "AA1=4 AA2=4 AA3=4 AA4=4 AA5=4")) == ["AA3", "AA5", "AA2", "AA1", "AA4"]


def test_first_actions_of_one_council_are_its_own_gaps() -> None:
    """A partnership of one has the same list as the council itself, in the same order."""
    stages = (None, 1, 3, None, 2, 4, 1, None)
    round_ = tiny_round(*(question(f"AA{n}", 1 + n % 3, stage) for n, stage in enumerate(stages, 1)), stage=2)
    card = scored(round_, "AA1=1 AA2=1 AA3=0 AA4=DK AA5=0 AA6=2 AA7= AA8=0")

    assert [a.question for a in first_actions((card,), round_)] == [g.question for g in card.gaps]


def test_strengths_are_the_highest_levels_then_the_heaviest_weights() -> None:
    """Level 4 before 3, then weight, then the order asked; what is lower, unknown or does not apply is no strength."""
    asked = [question(f"AA{n}", weight) for n, weight in enumerate((1, 3, 2, 1, 1, 1, 2), 1)]
    round_ = tiny_round(*asked)
    card = scored(round_, "AA1=3 AA2=3 AA3=4 AA4=2 AA5=DK AA6=NA AA7=3")

    assert [(q.id, level) for q, level in strengths(card, round_)] == [("AA3", 4), ("AA2", 3), ("AA7", 3), ("AA1", 3)]
    assert strengths(card, with_settings(round_, strength_from_level=4))[0][0].id == "AA3"
    assert len(strengths(card, with_settings(round_, strength_from_level=4))) == 1
