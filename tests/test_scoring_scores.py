"""What a council's answers add up to: scores, coverage, final or provisional."""

from fractions import Fraction

import pytest
from building import area, everywhere, question, scored, tiny_round

from rasp_xl.model.answers import Answer
from rasp_xl.model.questions import Purpose, QuestionSet
from rasp_xl.model.rounds import Round
from rasp_xl.model.scorecard import Tally

FIVE_AREAS = ("AA", "BB", "CC", "DD", "EE")


def test_score_worked_example() -> None:
    """The worked example of the method: 3, N/A, don't know and 4 at weights 2, 1, 1, 1."""
    round_ = tiny_round(question("AA1", 2), question("AA2", 1), question("AA3", 1), question("AA4", 1))

    sums = area(scored(round_, "AA1=3 AA2=NA AA3=DK AA4=4*")).tally

    assert sums.score == 62.5  # (6 + 0 + 4) of 16
    assert sums.known_only == pytest.approx(250 / 3, abs=1e-12)  # 10 of 12
    assert sums.coverage == 75
    assert sums.not_applicable == 20
    assert sums.evidenced == 50  # the 3 without evidence counts as 2: (4 + 0 + 4) of 16


@pytest.mark.parametrize(
    ("given", "evidenced"),
    [
        ("AA1=4* AA2=4*", 100),
        ("AA1=4* AA2=4", 75),
        ("AA1=4 AA2=4", 50),
        ("AA1=3 AA2=3*", 62.5),
        ("AA1=2 AA2=1", 37.5),
        ("AA1=0 AA2=DK*", 0),
    ],
)
def test_evidenced_counts_bare_claims_as_2(given: str, evidenced: float) -> None:
    """A claim of 3 or 4 that cites nothing counts as 2; levels 0 to 2 need no evidence."""
    assert area(scored(tiny_round(question("AA1"), question("AA2")), given)).tally.evidenced == evidenced


@pytest.mark.parametrize("evidence", ["", " ", "\n\t"])
def test_evidenced_wants_more_than_spaces(evidence: str) -> None:
    """A space in the evidence cell is no evidence."""
    card = scored(tiny_round(question("AA1")), {"AA1": Answer("AA1", 4, evidence)})

    assert area(card).tally.evidenced == 50


@pytest.mark.parametrize("purpose", list(Purpose))
def test_all_blank_scores_nothing(asked: QuestionSet, purpose: Purpose) -> None:
    """An empty template stands at 0 and not ready, and every gate still waits for an answer."""
    card = scored(Round(purpose, 4, asked), {})

    assert card.overall.score == 0
    assert card.overall.status == "provisional"
    for one in card.areas:
        assert (one.tally.score, one.tally.known_only, one.tally.evidenced, one.tally.coverage) == (0, None, 0, 0)
        assert one.band
        assert one.band.name == "Not ready"
        assert len(one.provisional) == 2  # unanswered gates, and coverage
    assert len(card.gaps) == 57


def test_all_not_applicable_leaves_the_gates(asked: QuestionSet) -> None:
    """Calling everything not applicable earns 0, since a gate cannot be waved away."""
    card = scored(Round(Purpose.NEW, 1, asked), everywhere(asked, "NA"))

    assert [a.tally.score for a in card.areas] == [0] * 5
    assert [a.tally.applies for a in card.areas] == [6, 3, 9, 9, 9]  # the gates' weights, all 3
    assert {a.status for a in card.areas} == {"provisional"}
    assert len(card.gaps) == 12


def test_all_embedded_is_ready(asked: QuestionSet) -> None:
    """Level 4 everywhere is 100, ready and final; without evidence only half of it is shown to be so."""
    card = scored(Round(Purpose.JOINING, 4, asked), everywhere(asked, 4))

    assert card.overall.score == 100
    assert card.overall.band
    assert card.overall.band.name == "Ready"
    assert card.overall.status == "final"
    assert card.overall.capped_by == ()
    assert {(a.tally.known_only, a.tally.evidenced, a.tally.coverage) for a in card.areas} == {(100, 50, 100)}
    assert {t.tally.score for t in card.themes} == {100}
    assert card.gaps == ()


def test_all_dont_know_answers_the_gates(asked: QuestionSet) -> None:
    """Don't know everywhere earns 0; the gates have their answer, so only the coverage is wanting."""
    card = scored(Round(Purpose.NEW, 4, asked), everywhere(asked, "DK"))

    assert [a.tally.score for a in card.areas] == [0] * 5
    assert [a.tally.known_only for a in card.areas] == [None] * 5
    assert [len(a.provisional) for a in card.areas] == [1] * 5
    assert {g.state for g in card.gates} == {"closed"}


def test_question_not_in_a_return_is_a_blank() -> None:
    """A row lost from a workbook earns as little as a row left empty."""
    round_ = tiny_round(question("AA1"), question("AA2", gate=1))

    assert scored(round_, "AA1=3") == scored(round_, "AA1=3 AA2=")


def test_area_without_applicable_question_has_no_score() -> None:
    """Where nothing applies there is no score, neither 0 nor 100, and the overall score leaves the area out."""
    round_ = tiny_round(question("AA1"), question("BB1"), question("CC1"))

    card = scored(round_, "AA1=NA BB1=4* CC1=2")
    none = area(card, "AA")

    assert none.tally == Tally(total=1)
    assert (none.tally.score, none.tally.known_only, none.tally.evidenced, none.tally.coverage) == (None,) * 4
    assert (none.band_before_caps, none.band, none.status) == (None, None, "provisional")
    assert card.overall.score == 75
    assert card.overall.lowest_area == "CC"
    assert card.overall.status == "provisional"
    assert [t.tally.score for t in card.themes] == [None, 100, 50]


def test_no_area_with_a_score() -> None:
    """Where no area has a score the council has none, and no lowest area."""
    overall = scored(tiny_round(question("AA1"), question("BB1")), "AA1=NA BB1=NA").overall

    assert (overall.score, overall.band, overall.band_before_caps, overall.lowest_area) == (None, None, None, "")
    assert overall.capped_by == ()


def test_tally_of_nothing() -> None:
    """No question at all has no percentage of anything."""
    sums = Tally()

    assert (sums.score, sums.known_only, sums.evidenced, sums.coverage, sums.not_applicable) == (None,) * 5


def test_overall_is_the_plain_mean_of_areas() -> None:
    """An area of many heavy questions counts no more than an area of one light question."""
    round_ = tiny_round(question("AA1", 3), question("AA2", 3), question("AA3", 3), question("BB1", 1))

    assert scored(round_, "AA1=4 AA2=4 AA3=4 BB1=1").overall.score == 62.5


@pytest.mark.parametrize(("given", "lowest"), [("AA1=3 BB1=1 CC1=2", "BB"), ("AA1=3 BB1=1 CC1=1", "BB"), ("", "AA")])
def test_lowest_area_is_the_first_of_equals(given: str, lowest: str) -> None:
    """The lowest area stands beside the overall score; of equals it is the first asked."""
    assert scored(tiny_round(*map(question, ("AA1", "BB1", "CC1"))), given).overall.lowest_area == lowest


@pytest.mark.parametrize(
    ("at_top", "at_none", "band"),
    [
        (0, 1, "Not ready"),
        (3999, 6001, "Not ready"),
        (2, 3, "Emerging"),
        (5999, 4001, "Emerging"),
        (3, 2, "Largely ready"),
        (7999, 2001, "Largely ready"),
        (4, 1, "Ready"),
    ],
)
def test_bands_on_the_unrounded_score(at_top: int, at_none: int, band: str) -> None:
    """39.99 is shown as 40 but is still Not ready; 40, 60 and 80 themselves belong to the band above."""
    one = area(scored(tiny_round(question("AA1", at_top or 1), question("AA2", at_none)), f"AA1={4 * bool(at_top)}"))

    assert one.band
    assert one.band.name == band
    assert one.band == one.band_before_caps


def test_overall_band_of_a_mean_that_floats_put_just_below() -> None:
    """Areas at 1, 7, 8, 28 and 28 of 36 points average exactly 40: Emerging, whatever floating point makes of it."""
    shares = zip(FIVE_AREAS, (1, 7, 8, 28, 28), strict=True)
    asked = [(question(f"{a}1", p), question(f"{a}2", 36 - p)) for a, p in shares]

    overall = scored(tiny_round(*(q for pair in asked for q in pair)), " ".join(f"{a}1=4" for a in FIVE_AREAS)).overall

    assert overall.score == pytest.approx(40, abs=1e-12)
    assert overall.band_before_caps
    assert overall.band_before_caps.name == "Emerging"


@pytest.mark.parametrize(
    ("weights", "given", "status"),
    [
        ((4, 1), "AA1=3 AA2=", "final"),
        ((4, 1), "AA1=3 AA2=DK", "final"),
        ((799, 201), "AA1=3 AA2=", "provisional"),
        ((799, 201), "AA1=3 AA2=DK", "provisional"),
        ((3, 1), "AA1=0 AA2=NA", "final"),
        ((749, 251), "AA1=0 AA2=NA", "provisional"),
        ((3, 1), "AA1=NA AA2=4", "provisional"),
    ],
)
def test_final_needs_coverage_and_applicable_weight(weights: tuple[int, int], given: str, status: str) -> None:
    """80 % coverage is enough and 79.9 % is not; 25 % not applicable is allowed and 25.1 % is not."""
    one = area(scored(tiny_round(question("AA1", weights[0]), question("AA2", weights[1])), given))

    assert one.status == status
    assert len(one.provisional) == (status == "provisional")


@pytest.mark.parametrize("stage", [1, 4])
@pytest.mark.parametrize(
    ("value", "status"), [("", "provisional"), ("NA", "provisional"), ("DK", "final"), ("0", "final")]
)
def test_final_needs_an_answer_to_each_gate(value: str, status: str, stage: int) -> None:
    """A gate left blank or called not applicable keeps its area open at every stage; don't know is an answer."""
    round_ = tiny_round(question("AA1", 1, gate=2), question("AA2", 9), stage=stage)

    one = area(scored(round_, f"AA1={value} AA2=3"))

    assert one.status == status
    assert [("AA1" in why) for why in one.provisional] == [True] * (status == "provisional")


def test_final_needs_no_cell_to_fix() -> None:
    """A cell that must be mended keeps its own area, and so the council, provisional."""
    card = scored(tiny_round(question("AA1"), question("BB1")), "AA1=3 BB1=3", to_fix="BB")

    assert [a.status for a in card.areas] == ["final", "provisional"]
    assert [a.to_fix for a in card.areas] == [0, 1]
    assert len(area(card, "BB").provisional) == 1
    assert card.overall.status == "provisional"


@pytest.mark.parametrize(("last", "status"), [("4", "final"), ("DK", "provisional")])
def test_overall_is_final_when_every_area_is(last: str, status: str) -> None:
    """One provisional area of five makes the overall score provisional."""
    round_ = tiny_round(*(question(f"{a}1") for a in FIVE_AREAS))

    assert scored(round_, f"AA1=4 BB1=4 CC1=4 DD1=4 EE1={last}").overall.status == status


@pytest.mark.parametrize("purpose", list(Purpose))
def test_standard_set_weighs_by_purpose(asked: QuestionSet, purpose: Purpose) -> None:
    """One question at 4 and the rest at 0 earns that question's share of its area's weight for the purpose."""
    index = list(Purpose).index(purpose)
    total = sum(q.weights[index] for q in asked.areas[0].questions)
    own = asked.areas[0].questions[1].weights[index]

    score = area(scored(Round(purpose, 1, asked), everywhere(asked, 0, "SV2=4")), "SV").tally.score

    assert score == pytest.approx(float(Fraction(100 * own, total)), abs=1e-12)
