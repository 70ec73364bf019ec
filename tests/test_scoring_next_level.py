"""The next level: what one level more on one question brings, held to scoring the whole council again."""

import pytest
from building import answers, mixed_answers, question, scored, tiny_round

from rasp_xl.model.answers import Answer
from rasp_xl.model.questions import AnswerValue, Purpose, QuestionSet
from rasp_xl.model.rounds import Round
from rasp_xl.scoring.next_level import NextLevel, next_levels


def steps(round_: Round, given: str) -> dict[str, NextLevel]:
    """The step of each question."""
    return {step.question: step for step in next_levels(scored(round_, given), round_)}


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("purpose", Purpose)
def test_step_is_what_scoring_again_gives(asked: QuestionSet, purpose: Purpose, seed: int) -> None:
    """Each question raised on its own: its area's and the overall's score and band are those of a council that answered so."""
    round_ = Round(purpose, 1 + seed % 4, asked)
    given = mixed_answers(asked, seed)
    before = scored(round_, given)
    for step in next_levels(before, round_):
        raised = given if step.level is None else given | {step.question: Answer(step.question, step.level)}
        after = scored(round_, raised)
        number = next(n for n, a in enumerate(asked.areas) for q in a.questions if q.id == step.question)
        own, was = after.areas[number], before.areas[number]

        assert step.area == pytest.approx((own.tally.score or 0) - (was.tally.score or 0), abs=1e-9)
        assert step.overall == pytest.approx((after.overall.score or 0) - (before.overall.score or 0), abs=1e-9)
        assert (step.area_band, step.overall_band) == (own.band, after.overall.band), step.question


@pytest.mark.parametrize(
    ("value", "level"), [(0, 1), (1, 2), (3, 4), (4, None), ("DK", 1), (None, 1), ("NA", None)],
)  # fmt: skip
def test_level_that_comes_next(value: AnswerValue, level: int | None) -> None:
    """One level up; what is not known goes to level 1; at the top and where nothing applies there is no step."""
    round_ = tiny_round(question("AA1"), question("AA2"))
    shown = "" if value is None else value

    assert steps(round_, f"AA1={shown} AA2=2")["AA1"].level == level


def test_gate_not_applicable_without_a_waiver_goes_to_level_1() -> None:
    """It counts as a blank; with a waiver there is no step."""
    round_ = tiny_round(question("AA1", gate=1), question("AA2"))

    assert steps(round_, "AA1=NA AA2=2")["AA1"].level == 1
    assert steps(round_, "AA1=NA! AA2=2")["AA1"].level is None


def test_only_the_gate_that_holds_the_area_opens_it() -> None:
    """At 93.75 with one gate weak, the gate's next level opens Largely ready; a level more elsewhere opens nothing."""
    round_ = tiny_round(question("AA1", gate=1), question("AA2", 3), question("AA3", 8))
    found = steps(round_, "AA1=1 AA2=4 AA3=4")

    assert found["AA1"].area_band is not None
    assert found["AA1"].area_band.name == "Largely ready"
    assert {s.area_band.name for q, s in found.items() if q != "AA1" and s.area_band} == {"Emerging"}


def test_two_gates_hold_so_neither_opens_alone() -> None:
    """Where two gates are closed, raising one leaves the other."""
    round_ = tiny_round(question("AA1", gate=1), question("AA2", gate=1), question("AA3", 20))
    found = steps(round_, "AA1=0 AA2=0 AA3=4")

    assert {s.area_band.number for s in found.values() if s.area_band} == {1}


def test_council_without_a_score_gains_nothing() -> None:
    """Where no question applies there is no step, no gain and no band."""
    round_ = tiny_round(question("AA1"))

    assert next_levels(scored(round_, answers("AA1=NA")), round_) == (NextLevel("AA1", None, 0, 0, None, None),)
