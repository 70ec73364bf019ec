"""What finance may change: the same answers scored by other rules."""

import pytest
from building import area, question, scored, tiny_round, with_settings

from rasp_xl.model.rounds import Band, Round
from rasp_xl.model.scorecard import Scorecard
from rasp_xl.scoring.compare import ALIGNED, ASYMMETRY, GAP, MIXED, STRENGTH, compare


def name(band: Band | None) -> str:
    """A band's name."""
    assert band
    return band.name


def councils(round_: Round, *given: str) -> tuple[Scorecard, ...]:
    """A scorecard for each council's answers."""
    return tuple(scored(round_, text, council=f"council-{n}") for n, text in enumerate(given))


@pytest.mark.parametrize(
    ("changed", "value", "band"),
    [
        ({"closed_gate_band": 2}, "0", "Emerging"),
        ({"closed_gate_band": 3}, "DK", "Largely ready"),
        ({"closed_gate_band": 4}, "", "Ready"),
        ({"weak_gate_band": 1}, "1", "Not ready"),
        ({"weak_gate_band": 4}, "1", "Ready"),
        ({"conditional_gate_band": 2}, "2", "Emerging"),
        ({"conditional_gate_band": 1}, "3", "Ready"),
    ],
)
def test_gate_leaves_open_what_is_set(changed: dict[str, int], value: str, band: str) -> None:
    """Finance may say which band a closed, a weak and a conditional gate leave open; an open one holds nothing down."""
    round_ = with_settings(tiny_round(question("AA1", 1, gate=1), question("AA2", 99)), **changed)

    assert name(area(scored(round_, f"AA1={value} AA2=4")).band) == band


@pytest.mark.parametrize(
    ("steps", "band", "held"), [(0, "Not ready", ("AA", "DD")), (1, "Emerging", ("AA",)), (2, "Largely ready", ())]
)
def test_overall_stands_as_many_bands_above_as_set(steps: int, band: str, held: tuple[str, ...]) -> None:
    """Areas at 25, 50, 100 and 100 average 68.75; how far the whole may stand above the lowest is a setting."""
    asked = (question("AA1"), question("BB1"), question("CC1"), question("DD1"))
    round_ = with_settings(tiny_round(*asked), overall_steps_above=steps)

    whole = scored(round_, "AA1=1 BB1=4 CC1=4 DD1=2").overall

    assert (whole.score, name(whole.band_before_caps)) == (68.75, "Largely ready")
    assert (name(whole.band), whole.capped_by) == (band, held)


@pytest.mark.parametrize("level", [1, 2, 3, 4])
@pytest.mark.parametrize("value", ["0", "1", "2", "3", "4", "DK"])
def test_overall_needs_all_gates_at_a_level_for_the_top_band(level: int, value: str) -> None:
    """Whatever the gates leave open to their areas, the whole is in the top band only when each has the level set."""
    free = {"closed_gate_band": 4, "weak_gate_band": 4, "conditional_gate_band": 4}
    round_ = with_settings(
        tiny_round(question("AA1", 1, gate=1), question("AA2", 99)), top_band_gate_level=level, **free
    )

    card = scored(round_, f"AA1={value} AA2=4")
    reached = value.isdigit() and int(value) >= level

    assert name(area(card).band) == "Ready"
    assert name(card.overall.band) == ("Ready" if reached else "Largely ready")
    assert card.overall.capped_by == (() if reached else ("AA1",))


def test_gate_not_yet_biting_or_waived_is_free_of_settings() -> None:
    """A gate of a later stage, and one that a waiver lets be not applicable, hold nothing down, however strict the rules."""
    strict = {"closed_gate_band": 1, "weak_gate_band": 1, "conditional_gate_band": 1, "top_band_gate_level": 4}
    asked = question("AA1", 1, gate=2), question("AA2", 1, gate=1), question("AA3", 99)

    card = scored(with_settings(tiny_round(*asked), **strict), "AA1=1 AA2=NA! AA3=4")

    assert (name(area(card).band), name(card.overall.band)) == ("Ready", "Ready")


@pytest.mark.parametrize(("level", "evidenced"), [(0, 25), (1, 37.5), (2, 50), (3, 62.5), (4, 68.75)])
def test_claim_without_evidence_counts_as_set(level: int, evidenced: float) -> None:
    """Of a 4 and a 3 without evidence and a 4 with it, each bare one above the level counts as the level."""
    round_ = with_settings(tiny_round(*(question(f"AA{n}") for n in range(1, 5))), unevidenced_level=level)

    assert area(scored(round_, "AA1=4 AA2=3 AA3=0 AA4=4*")).tally.evidenced == evidenced


@pytest.mark.parametrize(
    ("changed", "values", "state"),
    [
        ({"strength_from_level": 2}, "2 4", STRENGTH),
        ({"strength_from_level": 4}, "3 4", MIXED),
        ({"gap_to_level": 2}, "0 2", GAP),
        ({"gap_to_level": 0}, "0 1", MIXED),
        ({"asymmetric_levels": 1}, "2 3", ASYMMETRY),
        ({"asymmetric_levels": 3}, "0 2", MIXED),
    ],
)
def test_question_state_by_other_settings(changed: dict[str, int], values: str, state: str) -> None:
    """Finance may say from which level a strength is shared, up to which a gap, and how far is too far."""
    round_ = with_settings(tiny_round(question("AA1")), **changed)

    (spread,) = compare(councils(round_, *(f"AA1={v}" for v in values.split())), round_).questions

    assert spread.state == state


@pytest.mark.parametrize(("points", "state"), [(75.0, ASYMMETRY), (75.5, ALIGNED)])
def test_area_is_asymmetric_from_another_gap(points: float, state: str) -> None:
    """Finance may say how many points apart is too far."""
    round_ = with_settings(tiny_round(question("AA1")), asymmetric_points=points)

    (spread,) = compare(councils(round_, "AA1=1", "AA1=4"), round_).areas

    assert spread.state == state
