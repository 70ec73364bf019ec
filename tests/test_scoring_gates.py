"""Gates: what each says at each stage, how it holds a band down, and which gap comes first."""

from dataclasses import replace

import pytest
from building import area, everywhere, question, scored, tiny_round

from rasp_xl.model.answers import Answer
from rasp_xl.model.questions import Purpose, QuestionSet
from rasp_xl.model.rounds import Band, Round
from rasp_xl.scoring.gates import gate_result, state_of

GOVERNANCE = "GV12=1 GV3=3 GV4=3 GV6=3 GV9=3"
"""All else at 4, the area earns 128 - 9 - 3 - 3 - 3 - 2 = 108 of 128 points: 84.375."""


def name(band: Band | None) -> str:
    """A band's name."""
    assert band
    return band.name


def gaps(round_: Round, given: str) -> list[str]:
    """The questions of a council's gaps, most urgent first."""
    return [gap.question for gap in scored(round_, given).gaps]


@pytest.mark.parametrize("stage", [2, 3, 4])
def test_governance_worked_example(asked: QuestionSet, stage: int) -> None:
    """Governance at 84 with a weak exit gate: Ready on points, Emerging by the gate, the whole at most Largely ready."""
    card = scored(Round(Purpose.NEW, stage, asked), everywhere(asked, 4, GOVERNANCE))
    governance = area(card, "GV")

    assert governance.tally.score == 84.375
    assert name(governance.band_before_caps) == "Ready"
    assert (name(governance.band), governance.capped_by) == ("Emerging", ("GV12",))
    assert card.overall.score == pytest.approx(96.875, abs=1e-12)
    assert name(card.overall.band_before_caps) == "Ready"
    assert (name(card.overall.band), card.overall.capped_by) == ("Largely ready", ("GV", "GV12"))


def test_governance_worked_example_before_signature(asked: QuestionSet) -> None:
    """In stage 1 the same answers are Ready: the exit gate does not bite before stage 2."""
    card = scored(Round(Purpose.NEW, 1, asked), everywhere(asked, 4, GOVERNANCE))

    assert area(card, "GV").tally.score == 84.375
    assert (name(area(card, "GV").band), name(card.overall.band)) == ("Ready", "Ready")
    assert area(card, "GV").capped_by == card.overall.capped_by == ()


LEVELS = [
    ("", "closed", "Not ready"),
    ("DK", "closed", "Not ready"),
    ("NA", "closed", "Not ready"),
    ("0", "closed", "Not ready"),
    ("1", "weak", "Emerging"),
    ("2", "conditional", "Largely ready"),
    ("3", "open", "Ready"),
    ("4", "open", "Ready"),
]


@pytest.mark.parametrize(("value", "state", "band"), LEVELS)
@pytest.mark.parametrize(("first", "stage"), [(1, 1), (1, 4), (2, 2), (3, 4), (4, 4)])
def test_gate_that_bites_caps_its_area(first: int, stage: int, value: str, state: str, band: str) -> None:
    """From its first stage on, a gate leaves open only the band that its level deserves."""
    round_ = tiny_round(question("AA1", 1, gate=first), question("AA2", 99), stage=stage)

    one = area(scored(round_, f"AA1={value} AA2=4"))

    assert [(g.question, g.area, g.bites, g.state) for g in one.gates] == [("AA1", "AA", True, state)]
    assert name(one.band_before_caps) == "Ready"  # at least 396 of 400
    assert name(one.band) == band
    assert one.capped_by == (() if band == "Ready" else ("AA1",))


@pytest.mark.parametrize("value", [value for value, _, _ in LEVELS])
@pytest.mark.parametrize(("first", "stage"), [(2, 1), (4, 1), (4, 3)])
def test_gate_of_a_later_stage_caps_nothing(first: int, stage: int, value: str) -> None:
    """A gate of a later stage is listed as coming up and holds neither its area nor the whole down."""
    card = scored(tiny_round(question("AA1", 1, gate=first), question("AA2", 99), stage=stage), f"AA1={value} AA2=4")

    assert [(g.first_stage, g.bites, g.state) for g in card.gates] == [(first, False, "coming up")]
    assert name(area(card).band) == name(card.overall.band) == "Ready"
    assert area(card).capped_by == card.overall.capped_by == ()


@pytest.mark.parametrize("stage", [1, 4])
def test_not_applicable_on_a_gate_counts_as_blank(stage: int) -> None:
    """A gate always applies: not applicable earns 0 and stays in the weight, at every stage."""
    round_ = tiny_round(question("AA1", 1, gate=4), question("AA2", 3), stage=stage)

    na, blank = area(scored(round_, "AA1=NA AA2=4")), area(scored(round_, "AA1= AA2=4"))

    assert na.tally == blank.tally
    assert (na.tally.score, na.tally.coverage, na.tally.not_applicable) == (75, 75, 0)
    assert (na.band, na.provisional) == (blank.band, blank.provisional)
    assert [g.question for g in scored(round_, "AA1=NA AA2=4").gaps] == ["AA1"]


def test_not_applicable_depends_on_the_gates_of_the_purpose(asked: QuestionSet) -> None:
    """The legal power is a gate for a new programme only; in a health check it may be left out."""
    given = everywhere(asked, 4, "GV1=NA")

    new, check = (scored(Round(p, 1, asked), given) for p in (Purpose.NEW, Purpose.HEALTH_CHECK))

    assert area(new, "GV").tally.score == 90.625  # 3 of 32 weighs nothing
    assert name(area(new, "GV").band) == "Not ready"
    assert area(check, "GV").tally.score == 100
    assert name(area(check, "GV").band) == "Ready"


@pytest.mark.parametrize(
    ("given", "before", "after", "capped_by"),
    [
        ("AA1=2 AA2=2 AA3=4", "Ready", "Largely ready", ("AA1", "AA2")),
        ("AA1=0 AA2=2 AA3=4", "Ready", "Not ready", ("AA1", "AA2")),
        ("AA1=3 AA2=1 AA3=4", "Ready", "Emerging", ("AA2",)),
        ("AA1=2 AA2=1 AA3=3", "Largely ready", "Emerging", ("AA2",)),
        ("AA1=2 AA2=3 AA3=3", "Largely ready", "Largely ready", ()),
        ("AA1=1 AA2=1 AA3=2", "Emerging", "Emerging", ()),
        ("AA1=DK AA2=1 AA3=2", "Emerging", "Not ready", ("AA1",)),
        ("AA1=0 AA2=0 AA3=0", "Not ready", "Not ready", ()),
    ],
)
def test_capped_by_names_the_gates_that_cost_a_band(
    given: str, before: str, after: str, capped_by: tuple[str, ...]
) -> None:
    """The lowest gate sets the band; named is each gate that leaves less open than the score earned, no other."""
    one = area(scored(tiny_round(question("AA1", 1, 1), question("AA2", 1, 1), question("AA3", 98)), given))

    assert (name(one.band_before_caps), name(one.band), one.capped_by) == (before, after, capped_by)


@pytest.mark.parametrize(
    ("scores", "before", "after", "capped_by"),
    [
        ((100, 100, 100, 100, 0), "Ready", "Emerging", ("EE",)),
        ((100, 100, 100, 50, 50), "Ready", "Largely ready", ("DD", "EE")),
        ((50, 100, 100, 100, 75), "Ready", "Largely ready", ("AA",)),
        ((100, 100, 100, 75, 75), "Ready", "Ready", ()),
        ((100, 100, 75, 50, 0), "Largely ready", "Emerging", ("EE",)),
        ((75, 75, 75, 75, 50), "Largely ready", "Largely ready", ()),
        ((100, 100, 0, 25, 50), "Emerging", "Emerging", ()),
        ((0, 0, 25, 0, 0), "Not ready", "Not ready", ()),
    ],
)
def test_overall_is_at_most_one_step_above_the_lowest_area(
    scores: tuple[int, ...], before: str, after: str, capped_by: tuple[str, ...]
) -> None:
    """The whole is never more than one band above its lowest area; each area that holds it down is named."""
    ids = ("AA", "BB", "CC", "DD", "EE")
    given = " ".join(f"{identity}1={score // 25}" for identity, score in zip(ids, scores, strict=True))

    overall = scored(tiny_round(*(question(f"{i}1") for i in ids)), given).overall

    assert overall.score == pytest.approx(sum(scores) / 5, abs=1e-12)
    assert (name(overall.band_before_caps), name(overall.band), overall.capped_by) == (before, after, capped_by)


@pytest.mark.parametrize(
    ("given", "before", "after", "capped_by"),
    [
        ("AA1=3 BB1=3", "Ready", "Ready", ()),
        ("AA1=2 BB1=4", "Ready", "Largely ready", ("AA1",)),
        ("AA1=2 BB1=2", "Ready", "Largely ready", ("AA1", "BB1")),
        ("AA1=1 BB1=2", "Ready", "Largely ready", ("AA", "AA1", "BB1")),
        ("AA1=2 BB1=DK", "Ready", "Emerging", ("BB", "AA1", "BB1")),
        ("AA1=2 BB1=2 AA2=2", "Largely ready", "Largely ready", ()),
        ("AA1=1 BB1=4 AA2=2", "Largely ready", "Largely ready", ()),
        ("AA1=0 BB1=2 AA2=2", "Largely ready", "Emerging", ("AA",)),
    ],
)
def test_overall_is_not_ready_with_any_gate_below_3(
    given: str, before: str, after: str, capped_by: tuple[str, ...]
) -> None:
    """Any biting gate below level 3 keeps the whole below Ready; areas that hold it are named first, then gates."""
    asked = (question("AA1", 1, 1), question("AA2", 99), question("BB1", 1, 2), question("BB2", 99))

    overall = scored(tiny_round(*asked, stage=2), f"AA2=4 BB2=4 {given}").overall

    assert (name(overall.band_before_caps), name(overall.band), overall.capped_by) == (before, after, capped_by)


def test_gates_of_purpose_and_stage(asked: QuestionSet) -> None:
    """There are 12, 10 and 12 gates, and those bite whose first stage is the round's or earlier."""
    bite = {
        purpose: [sum(g.bites for g in scored(Round(purpose, stage, asked), {}).gates) for stage in (1, 2, 3, 4)]
        for purpose in Purpose
    }

    assert bite == {
        Purpose.NEW: [8, 11, 12, 12],
        Purpose.HEALTH_CHECK: [4, 6, 8, 10],
        Purpose.JOINING: [7, 11, 12, 12],
    }


@pytest.mark.parametrize(("value", "state"), [(None, "closed"), ("DK", "closed"), ("NA", "closed"), (3, "open")])
def test_state_of_a_gate_by_its_answer(value: int | None, state: str) -> None:
    """What is not a level closes a gate."""
    assert state_of(value) == state


def test_question_that_is_no_gate_is_refused() -> None:
    """Asking for the gate of a question that is none is a mistake of ours and stops."""
    one = question("AA1")

    with pytest.raises(ValueError, match="AA1"):
        gate_result(one, Answer("AA1", 3), tiny_round(one))


def test_gap_priority_closed_then_weak_then_weighted_levels() -> None:
    """Closed gates first however light, then weak gates, then missing levels times weight."""
    asked = (
        question("AA1", 3),  # 4 * 3 = 12
        question("AA2", 2),  # 3 * 2 = 6
        question("AA3", 1, gate=1),  # weak
        question("AA4", 1, gate=1),  # closed
        question("AA5", 3, gate=1),  # conditional: 2 * 3 = 6, a gate and so before AA2
        question("AA6", 1, gate=4),  # coming up: 4 * 1 = 4
        question("AA7", 3, gate=1),  # closed, 12
    )

    card = scored(tiny_round(*asked), "AA1=DK AA2=1 AA3=1 AA4=0 AA5=2 AA6= AA7=NA")

    assert [(g.question, g.level, g.gate) for g in card.gaps] == [
        ("AA7", "NA", "closed"),
        ("AA4", 0, "closed"),
        ("AA3", 1, "weak"),
        ("AA1", "DK", ""),
        ("AA5", 2, "conditional"),
        ("AA2", 1, ""),
        ("AA6", None, "coming up"),
    ]
    assert [g.priority for g in card.gaps] == [1, 2, 3, 4, 5, 6, 7]
    assert card.gaps[0].action == "Settle AA7."


def test_gap_priority_ties_by_stage_then_order_asked() -> None:
    """Of gaps as wide, that of the earlier stage comes first, a question that is no gate last; then the order asked."""
    stages = {"AA1": None, "AA2": 4, "AA3": 3, "AA4": 2, "AA5": None, "AA6": 2}
    round_ = tiny_round(*(question(i, 2, gate=stage) for i, stage in stages.items()))

    assert gaps(round_, "") == ["AA4", "AA6", "AA3", "AA2", "AA1", "AA5"]
    assert gaps(replace(round_, stage=4), "") == ["AA4", "AA6", "AA3", "AA2", "AA1", "AA5"]
    assert gaps(replace(round_, stage=2), "") == ["AA4", "AA6", "AA3", "AA2", "AA1", "AA5"]


def test_gap_priority_between_gates_goes_by_what_is_missing() -> None:
    """Among closed gates the heavier comes first, though its stage is later."""
    assert gaps(tiny_round(question("AA1", 2, 1), question("AA2", 3, 2), stage=2), "AA1=0 AA2=0") == ["AA2", "AA1"]


def test_gap_only_where_levels_are_missing() -> None:
    """The top level and not applicable are no gaps; everything else is."""
    round_ = tiny_round(*(question(f"AA{n}") for n in range(1, 6)))

    assert gaps(round_, "AA1=4 AA2=NA AA3=3 AA4=DK AA5=") == ["AA4", "AA5", "AA3"]
