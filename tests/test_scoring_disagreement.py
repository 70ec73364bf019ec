"""Disagreement among one council's people, and the answer that they agreed on: what counts, what is flagged, in any order."""

from dataclasses import replace
from datetime import date

import pytest
from building import answers, question, scored, tiny_round
from hypothesis import given, settings
from hypothesis import strategies as st

from rasp_xl.model.answers import Answer
from rasp_xl.model.findings import Waiver
from rasp_xl.model.questions import AnswerValue
from rasp_xl.model.rounds import Moderated, Partner, Round
from rasp_xl.model.scorecard import Scorecard
from rasp_xl.scoring.disagreement import average_deviation, widely_apart
from rasp_xl.scoring.moderation import NO_RETURN, SAID_ALREADY, agreed_answers, unused
from rasp_xl.scoring.scores import combine, score_council

VALUES = st.sampled_from((0, 1, 2, 3, 4, "DK", "NA", None))
ROUND = tiny_round(question("AA1", 2, gate=1), question("AA2", 1), question("AA3", 3))
PEOPLE = st.lists(st.fixed_dictionaries(dict.fromkeys(("AA1", "AA2", "AA3"), VALUES)), min_size=2, max_size=6)


def agreed(value: AnswerValue, identity: str = "AA1", council: str = "northmoor") -> Moderated:
    return Moderated(council, identity, value, "Read the charter together.", "Chief executives")


def moderated_round(*moderated: Moderated, round_: Round = ROUND) -> Round:
    return replace(round_, moderated=moderated)


def card_of(round_: Round, *respondents: str, to_fix: str = "") -> Scorecard:
    """Northmoor's scorecard with what the round workbook records as moderated."""
    people = tuple(answers(one) for one in respondents)
    marks = dict.fromkeys(to_fix.split(), 1)
    own = agreed_answers("northmoor", round_)
    return score_council(Partner("northmoor", "Northmoor"), people, round_, marks, own)


@pytest.mark.parametrize(
    ("levels", "deviation", "apart"),
    [
        ((4, 3, 1, 3, 2), 0.88, True),  # mean 2.6; about the median it would be 0.8
        ((3, 3, 2, 3), 0.375, False),
        ((4, 4, 1), 4 / 3, True),
        ((0, 2), 1, True),
        ((1, 2), 0.5, False),
        ((2,), 0, False),
        ((2, 2, 4), 8 / 9, True),
        ((1, 2, 3), 2 / 3, False),
        ((1, 1, 1, 1, 1, 1, 1, 1, 4), 16 / 27, True),  # three levels apart, though the deviation is small
        ((1, 3, 2, 2), 0.5, False),
        ((1, 1, 2, 3, 3), 0.8, False),
        ((1, 1, 3, 3), 1, True),
    ],
)
def test_widely_apart(levels: tuple[int, ...], deviation: float, apart: bool) -> None:
    """Two people: two levels. More: an average deviation from the mean of 0.83, or three levels."""
    assert average_deviation(levels) == pytest.approx(deviation)
    assert widely_apart(levels) is apart
    assert widely_apart(levels[::-1]) is apart


def test_one_question_by_counts() -> None:
    """Five people: counts for each level, don't know as a share of all, the median of those who gave a level."""
    (one,) = card_of(ROUND, "AA1=4", "AA1=1", "AA1=DK", "AA1=3", "AA1=").disagreement

    assert (one.question, one.levels, one.unknown, one.inapplicable, one.silent) == ("AA1", (0, 1, 0, 1, 1), 1, 0, 1)
    assert (one.respondents, one.unknown_share, one.gap) == (5, 20, 3)
    assert one.deviation == pytest.approx(10 / 9)
    assert (one.apart, one.open, one.by_median, one.moderated) == (True, True, 3, False)


def test_what_is_no_disagreement() -> None:
    """The same from all, one person alone, and colleagues of whom one left a question to the other."""
    assert card_of(ROUND, "AA1=3 AA2=DK", "AA1=3 AA2=DK").disagreement == ()
    assert card_of(ROUND, "AA1=3 AA2=1").disagreement == ()
    assert card_of(ROUND, "AA1=3", "AA2=1").disagreement == ()


def test_unknown_beside_a_level_is_told_but_not_flagged() -> None:
    """Don't know is no level, so it is apart from none; it is listed, with its share."""
    (one,) = card_of(ROUND, "AA1=4", "AA1=DK").disagreement

    assert (one.apart, one.gap, one.deviation, one.unknown_share) == (False, None, None, 50)


def test_widest_comes_first_and_what_is_agreed_after_what_is_open() -> None:
    """The list begins with what is still to be talked about."""
    round_ = moderated_round(agreed(2))

    card = card_of(round_, "AA1=0 AA2=1 AA3=1", "AA1=4 AA2=2 AA3=3")

    assert [(one.question, one.open) for one in card.disagreement] == [("AA3", True), ("AA1", False), ("AA2", False)]
    assert card.to_moderate == 1


@pytest.mark.parametrize("value", [0, 3, "DK"])
@pytest.mark.parametrize("said", [("AA1=4", "AA1=1"), ("AA1=1",), ("AA1=DK", "AA1=DK", "AA1=4"), ("AA1=", "AA2=1")])
def test_moderated_answer_stands_before_what_was_said(value: AnswerValue, said: tuple[str, ...]) -> None:
    """Before the median, before don't know of most, before one person's own answer, and where nobody gave one."""
    card = card_of(moderated_round(agreed(value)), *said)

    assert card.answers[0].value == value
    assert card.answers[0].moderated == agreed(value)
    assert [one.moderated for one in card.disagreement if one.question == "AA1"] == [True]


def test_score_gates_and_gaps_go_by_the_moderated_answer() -> None:
    """A median of 1 on a gate of weight 2 would earn 2 of 24 points and leave it weak; 3 was agreed."""
    before, after = (card_of(moderated_round(*m), "AA1=0", "AA1=3") for m in ((), (agreed(3),)))

    assert [c.areas[0].tally.points for c in (before, after)] == [2, 6]
    assert [c.gates[0].state for c in (before, after)] == ["weak", "open"]
    assert after.gaps[-1].level == 3


@pytest.mark.parametrize(("said", "evidenced"), [("4* 1", True), ("3* 1", True), ("2* 1", False), ("4 1*", False)])
def test_moderated_answer_keeps_evidence_that_fits(said: str, evidenced: bool) -> None:
    """As the median does: evidence counts when it was cited for that level or a higher one."""
    people = [answers(f"AA1={value}")["AA1"] for value in said.split()]

    assert combine("AA1", people, Answer("AA1", 3, moderated=agreed(3))).evidenced is evidenced


def test_moderated_answer_in_a_cell_to_fix_leaves_the_area_provisional() -> None:
    """What cannot be read still has to be mended by its sender; until then the agreed answer counts, provisionally."""
    unreadable = {"AA1": Answer("AA1", raw="3 or 4", unreadable=True)}
    round_ = moderated_round(agreed(3))
    card = score_council(
        Partner("northmoor", "Northmoor"), (unreadable,), round_, {"AA": 1}, agreed_answers("northmoor", round_)
    )

    assert (card.answers[0].value, card.answers[0].unreadable) == (3, False)
    assert "a cell must be fixed" in card.areas[0].provisional


def test_gate_is_not_agreed_away() -> None:
    """Not applicable on a gate is left out only while a waiver for it holds; otherwise the gate is closed."""
    waiver = Waiver("northmoor", "RX205", "AA1", "No staff.", "Board", date(2026, 3, 31))
    round_ = replace(moderated_round(agreed("NA")), waivers=(waiver,))
    in_time, late = (agreed_answers("northmoor", round_, day)["AA1"] for day in (date(2026, 3, 31), date(2026, 4, 1)))
    other = replace(round_, waivers=(replace(waiver, council="eastvale"), replace(waiver, rule="RX301")))

    assert (in_time.waived, late.waived) == (True, False)
    assert not agreed_answers("northmoor", other)["AA1"].waived
    assert card_of(round_, "AA1=3", "AA1=0").gates[0].state == "waived"
    assert card_of(other, "AA1=3", "AA1=0").gates[0].state == "closed"


def test_moderation_that_is_not_used_is_told() -> None:
    """Of a council without a return, and where everyone who answered had said so; no other."""
    needless, late, used = agreed(3), agreed(2, "AA2", "eastvale"), agreed(1, "AA3")
    round_ = moderated_round(needless, late, used)
    card = card_of(round_, "AA1=3 AA3=4", "AA1= AA3=0")

    assert card.answers[0].moderated is None
    assert list(unused([card], round_)) == [(needless, SAID_ALREADY), (late, NO_RETURN)]


@settings(max_examples=150, deadline=None, derandomize=True)
@given(people=PEOPLE, value=VALUES.filter(lambda v: v is not None), order=st.randoms(use_true_random=False))
def test_order_of_respondents_never_matters(
    people: list[dict[str, AnswerValue]], value: AnswerValue, order: object
) -> None:
    """Whoever sent first, with and without moderation, the council gets the same scorecard."""
    mixed = people.copy()
    order.shuffle(mixed)  # type: ignore[attr-defined]
    for round_ in (ROUND, moderated_round(agreed(value))):
        one, other = (
            score_council(
                Partner("northmoor", "Northmoor"),
                tuple({q: Answer(q, v) for q, v in person.items()} for person in said),
                round_,
                None,
                agreed_answers("northmoor", round_),
            )
            for said in (people, mixed)
        )

        assert one == other


@settings(max_examples=150, deadline=None, derandomize=True)
@given(people=PEOPLE, value=st.integers(0, 4))
def test_scores_use_the_moderated_answer(people: list[dict[str, AnswerValue]], value: int) -> None:
    """A council that moderates has the score of one whose single respondent gave the answers that count."""
    round_ = moderated_round(agreed(value, "AA3"))
    said = tuple({q: Answer(q, v) for q, v in person.items()} for person in people)
    card = score_council(Partner("northmoor", "Northmoor"), said, round_, None, agreed_answers("northmoor", round_))
    alone = scored(ROUND, {a.question: replace(a, moderated=None) for a in card.answers})

    assert card.answers[2].value == value
    assert (card.areas, card.overall, card.gaps) == (alone.areas, alone.overall, alone.gaps)
