"""Change since an earlier round: like with like, honest about what is new, unknown or too small to count."""

from collections.abc import Mapping

import pytest
from building import answers, question, scored, tiny_round
from hypothesis import given, settings
from hypothesis import strategies as st

from rasp_xl.model.answers import Answer
from rasp_xl.model.rounds import Round
from rasp_xl.scoring.change import Change, Line, change

ROUND = tiny_round(
    *(question(f"AA{n}", 1 + n % 3, gate=1 if n == 4 else None) for n in range(1, 5)), question("BB1", 2)
)
"""AA1, AA4 weigh 2, AA2 3, AA3 1, and AA4 is a gate; BB1 stands alone."""

ASKED = tuple(q.id for q in ROUND.question_set.questions)


def since(before: str, now: str, asked: tuple[str, ...] = ASKED, round_: Round = ROUND) -> Change:
    """What changed for one council, from answers as `answers` writes them."""
    return change([scored(round_, now)], {"northmoor": answers(before)}, asked, round_)


def line(found: Change, area: int = 0) -> Line:
    return found.councils[0].areas[area]


def test_score_and_band_then_and_now() -> None:
    """With weights 2, 3, 1 and 2 the levels 1 1 1 1 make 25, and 3 3 3 3 make 75, which the gate at 3 leaves as it is."""
    found = line(since("AA1=1 AA2=1 AA3=1 AA4=1 BB1=2", "AA1=3 AA2=3 AA3=3 AA4=3 BB1=2"))

    assert (found.before, found.now, found.difference, found.way) == (25, 75, 50, "up")
    assert found.band_before is not None
    assert found.band_now is not None
    assert (found.band_before.name, found.band_now.name, found.band_moved) == ("Not ready", "Largely ready", True)


def test_overall_is_the_mean_of_the_areas() -> None:
    """From 25 and 50 to 75 and 50 the mean goes from 37.5 to 62.5."""
    found = since("AA1=1 AA2=1 AA3=1 AA4=1 BB1=2", "AA1=3 AA2=3 AA3=3 AA4=3 BB1=2").councils[0].overall

    assert (found.before, found.now, found.way) == (37.5, 62.5, "up")


@pytest.mark.parametrize(
    ("before", "now", "way"),
    [
        ("AA1=1", "AA1=2", "up"),
        ("AA1=2", "AA1=1", "down"),
        ("AA1=2", "AA1=2", "same"),
        ("AA1=DK", "AA1=0", "newly known"),
        ("AA1=", "AA1=3", "newly known"),
        ("AA1=3", "AA1=DK", "no longer known"),
        ("AA1=3", "AA1=", "no longer known"),
        ("AA1=DK", "AA1=", "same"),
        ("AA1=NA", "AA1=3", "not compared"),
        ("AA1=3", "AA1=NA", "not compared"),
        ("AA1=NA", "AA1=NA", "same"),
        ("AA4=NA", "AA4=3", "newly known"),
        ("AA4=NA!", "AA4=3", "not compared"),
        ("AA4=3", "AA4=NA", "no longer known"),
    ],
)
def test_way_of_a_question(before: str, now: str, way: str) -> None:
    """A blank that is filled is no better level; not applicable is not compared, but on a gate without a waiver it is a blank."""
    asked = before.partition("=")[0]
    (move,) = (m for m in since(before, now).councils[0].moves if m.question == asked)

    assert move.way == way


def test_new_and_gone_questions_are_left_out_of_both() -> None:
    """AA2 is asked only now and ZZ9 only then: neither moves the score, both are named, and bands are not compared."""
    found = since("AA1=2 AA3=2 AA4=2 BB1=2 ZZ9=4", "AA1=2 AA2=0 AA3=2 AA4=2 BB1=2", ("AA1", "AA3", "ZZ9", "AA4", "BB1"))

    assert (found.new, found.gone) == (("AA2",), ("ZZ9",))
    assert (line(found).before, line(found).now, line(found).way) == (50, 50, "same")
    assert not line(found).bands_compared
    assert not line(found).band_moved
    assert line(found, 1).bands_compared
    assert not found.councils[0].overall.bands_compared
    assert [m.way for m in found.councils[0].moves] == ["same", "new", "same", "same", "same"]


def test_area_that_is_all_new_has_nothing_to_compare() -> None:
    """An area asked for the first time has no change, and the overall goes by the other."""
    found = since("AA1=2 AA2=2 AA3=2 AA4=2", "AA1=2 AA2=2 AA3=2 AA4=3 BB1=0", ASKED[:-1])

    assert (line(found, 1).before, line(found, 1).now, line(found, 1).way) == (None, None, "")
    assert found.councils[0].overall.before == 50
    assert found.areas[1].councils == 0
    assert found.areas[1].mean is None


def test_less_than_one_level_of_one_question_is_no_change() -> None:
    """When a question no longer applies the score of the others shifts a little: from 11 of 20 to 9 of 16, by 1.25 points.

    One level of one question is worth one of these 16, 6.25 points.
    """
    small = tiny_round(
        question("AA1", 1), question("AA2", 1), question("AA3", 1), question("AA4", 1), question("AA5", 1)
    )
    found = line(since("AA1=2 AA2=3 AA3=2 AA4=2 AA5=2", "AA1=NA AA2=3 AA3=2 AA4=2 AA5=2", small_ids(small), small))

    assert found.step == 6.25
    assert found.difference == pytest.approx(1.25)
    assert found.way == "same"


def small_ids(round_: Round) -> tuple[str, ...]:
    return tuple(q.id for q in round_.question_set.questions)


def test_one_level_of_the_lightest_question_is_a_change() -> None:
    """AA3 weighs 1 of 8: one level of it moves the area by 3.125 and the overall by half of that, and both count."""
    found = since("AA1=2 AA2=2 AA3=2 AA4=2 BB1=2", "AA1=2 AA2=2 AA3=3 AA4=2 BB1=2").councils[0]

    assert (found.areas[0].difference, found.areas[0].step, found.areas[0].way) == (3.125, 3.125, "up")
    assert (found.overall.difference, found.overall.step, found.overall.way) == (1.5625, 1.5625, "up")


@pytest.mark.parametrize(
    ("before", "now", "because"),
    [
        ("AA1=2 AA2=2 AA3= AA4=2", "AA1=2 AA2=2 AA3=2 AA4=2", "more is known"),
        ("AA1=2 AA2=2 AA3= AA4=2", "AA1=2 AA2=1 AA3=4 AA4=2", "more is known"),
        ("AA1=2 AA2=2 AA3= AA4=2", "AA1=3 AA2=2 AA3=2 AA4=2", ""),
        ("AA1=2 AA2=2 AA3=2 AA4=2", "AA1=2 AA2=DK AA3=2 AA4=2", "less is known"),
        ("AA1=0 AA2=2 AA3=2 AA4=2", "AA1=NA AA2=2 AA3=2 AA4=2", "less is known and other questions apply"),
        ("AA1=2 AA2=2 AA3=2 AA4=2", "AA1=1 AA2=2 AA3=2 AA4=2", ""),
        ("AA1=0 AA4=", "AA1= AA4=3", "other questions are known"),
        ("AA1=2 AA2=2 AA3=2 AA4=2", "AA1=2 AA2=2 AA3=2 AA4=2", ""),
    ],
)
def test_what_a_change_comes_from(before: str, now: str, because: str) -> None:
    """A score that rose because a blank was filled is told apart from one that rose because something was done."""
    assert line(since(before, now)).because == because


def test_known_only_stands_beside_the_score() -> None:
    """Filling a blank with a low level raises the score and lowers the known-only score; coverage says why."""
    found = line(since("AA1=3 AA2= AA3=3 AA4=3", "AA1=3 AA2=1 AA3=3 AA4=3"))

    assert found.tally_before is not None
    assert found.tally_now is not None
    assert (found.way, found.tally_before.coverage, found.tally_now.coverage) == ("up", 62.5, 100)
    assert found.tally_before.known_only == 75
    assert found.tally_now.known_only == 56.25


def test_partnership_counts_councils_by_way() -> None:
    """Of three councils one rose by 50, one fell by 25 and one is new: the mean is over the two."""
    cards = [scored(ROUND, f"BB1={level}", council=name) for name, level in (("a", 3), ("b", 1), ("c", 4))]
    found = change(cards, {"a": answers("BB1=1"), "b": answers("BB1=2")}, ASKED, ROUND)

    assert [c.id for c in found.councils] == ["a", "b"]
    assert found.arrived == ("c",)
    drift = found.areas[1]
    assert (drift.councils, drift.mean, drift.up, drift.down, drift.same) == (2, 12.5, 1, 1, 0)


GIVEN = st.fixed_dictionaries({q: st.sampled_from(("0", "1", "2", "3", "4", "DK", "NA", "NA!", "")) for q in ASKED})


def written(given_: Mapping[str, str]) -> str:
    return " ".join(f"{q}={value}" for q, value in given_.items())


@settings(deadline=None, derandomize=True, max_examples=60)
@given(GIVEN)
def test_same_answers_are_no_change(one: Mapping[str, str]) -> None:
    """Nothing moves when nothing was answered otherwise, whatever the answers are."""
    (council,) = since(written(one), written(one)).councils

    assert {m.way for m in council.moves} == {"same"}
    assert {one.difference for one in (*council.areas, *council.themes, council.overall)} <= {0, None}
    assert {one.way for one in (*council.areas, *council.themes, council.overall)} <= {"same", ""}
    assert not any(one.band_moved or one.because for one in (*council.areas, council.overall))


@settings(deadline=None, derandomize=True, max_examples=60)
@given(GIVEN, GIVEN)
def test_change_there_and_back_is_none(one: Mapping[str, str], other: Mapping[str, str]) -> None:
    """What changed from one round to another is the opposite of what changes back, and now is what the engine scores."""
    (there,), (back,) = (since(written(a), written(b)).councils for a, b in ((one, other), (other, one)))
    card = scored(ROUND, written(other))

    assert [a.difference for a in there.areas] == [None if b.difference is None else -b.difference for b in back.areas]
    assert [a.now for a in there.areas] == [a.tally.score for a in card.areas]
    assert there.overall.now == card.overall.score
    assert [a.band_now for a in there.areas] == [a.band for a in card.areas]


def test_answer_missing_then_is_a_blank() -> None:
    """A council whose earlier answers lack a question that was asked left it blank."""
    found = change([scored(ROUND, "AA1=2")], {"northmoor": {"AA2": Answer("AA2", 2)}}, ASKED, ROUND)

    assert [m.way for m in found.councils[0].moves][:2] == ["newly known", "no longer known"]
