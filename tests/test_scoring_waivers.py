"""A gate that is not applicable by a waiver: left out of the score, holding nothing down, and as good as answered."""

import pytest
from building import answers, area, everywhere, question, scored, tiny_round

from rasp_xl.model.questions import Purpose, QuestionSet
from rasp_xl.model.rounds import Partner, Round
from rasp_xl.scoring.compare import ASYMMETRY, STRENGTH, compare
from rasp_xl.scoring.scores import combine, score_council

ROUND = tiny_round(question("AA1", 2, gate=1), question("AA2", 3), question("AA3", 3), question("AA4", 3), stage=2)


def band(round_area: object) -> str:
    """The name of an area's band after its gates."""
    return round_area.band.name  # type: ignore[attr-defined]


def test_waived_gate_is_left_out_of_the_score() -> None:
    """2 of 11 weight is the gate's: unwaived it counts as a nought, waived the other nine alone are the whole."""
    unwaived, waived = (area(scored(ROUND, f"AA1=NA{mark} AA2=4* AA3=4* AA4=2")) for mark in ("", "!"))

    assert unwaived.tally.score == pytest.approx(100 * 30 / 44, abs=1e-12)
    assert waived.tally.score == pytest.approx(100 * 30 / 36, abs=1e-12)
    assert (unwaived.tally.coverage, waived.tally.coverage) == (pytest.approx(100 * 9 / 11, abs=1e-12), 100)
    assert (unwaived.tally.not_applicable, waived.tally.not_applicable) == (0, pytest.approx(100 * 2 / 11, abs=1e-12))


def test_waived_gate_holds_no_band_down() -> None:
    """Without the waiver the area is Not ready by its gate; with it the band is what the score earned."""
    unwaived, waived = (scored(ROUND, f"AA1=NA{mark} AA2=4* AA3=4* AA4=4*") for mark in ("", "!"))

    assert (band(area(unwaived)), area(unwaived).capped_by) == ("Not ready", ("AA1",))
    assert (band(area(waived)), area(waived).capped_by) == ("Ready", ())
    assert (waived.overall.band, waived.overall.capped_by) == (waived.overall.band_before_caps, ())
    assert [(gate.state, gate.cap, gate.value) for gate in waived.gates] == [("waived", 4, "NA")]


def test_waived_gate_counts_as_answered() -> None:
    """The area is final, because nothing is left to ask."""
    unwaived, waived = (area(scored(ROUND, f"AA1=NA{mark} AA2=3* AA3=3* AA4=3*")) for mark in ("", "!"))

    assert unwaived.provisional == ("gates not answered: AA1",)
    assert waived.status == "final"


def test_waived_gate_still_counts_into_what_is_not_applicable() -> None:
    """An area of which too much does not apply stays provisional, waiver or not."""
    round_ = tiny_round(question("AA1", 3, gate=1), question("AA2", 3))

    assert area(scored(round_, "AA1=NA! AA2=4*")).provisional == ("not applicable above 25 % of the weight",)


def test_waived_gate_is_no_gap() -> None:
    """There is nothing to do about it, while the same gate without a waiver comes first."""
    unwaived, waived = (scored(ROUND, f"AA1=NA{mark} AA2=1 AA3=4* AA4=4*") for mark in ("", "!"))

    assert [gap.question for gap in unwaived.gaps] == ["AA1", "AA2"]
    assert [gap.question for gap in waived.gaps] == ["AA2"]


@pytest.mark.parametrize(("first", "stage"), [(1, 1), (2, 2), (3, 2), (4, 1)])
def test_waived_gate_says_so_at_every_stage(first: int, stage: int) -> None:
    """A gate of a later stage that is waived is not coming up: it will not come."""
    round_ = tiny_round(question("AA1", 1, gate=first), question("AA2"), stage=stage)
    (gate,) = scored(round_, "AA1=NA! AA2=4*").gates

    assert (gate.state, gate.cap) == ("waived", 4)


def test_area_of_waived_gates_alone_has_no_score() -> None:
    """Where nothing applies there is no score, never 0 and never 100."""
    card = scored(tiny_round(question("AA1", gate=1)), "AA1=NA!")

    assert area(card).tally.score is None
    assert area(card).band is None


@pytest.mark.parametrize(
    ("given", "value", "waived"),
    [
        ("NA! NA!", "NA", True),
        ("NA! NA", "NA", True),
        ("NA NA", "NA", False),
        ("NA! 3", 3, False),
        ("NA! ", "NA", True),
        ("NA! DK DK", "DK", False),
    ],
)
def test_waiver_of_several_respondents(given: str, value: object, waived: bool) -> None:
    """The waiver is the council's, so it goes with not applicable as its answer, and with no other answer."""
    people = [answers(f"AA1={part}")["AA1"] for part in given.split(" ")]
    for order in (people, people[::-1]):
        one = combine("AA1", order)

        assert (one.value, one.waived) == (value, waived)


def test_waived_gate_takes_no_part_in_the_comparison() -> None:
    """Unwaived, not applicable on a gate is an unknown that spoils a shared strength; waived, it is left out."""
    round_ = tiny_round(question("AA1", gate=1))

    def spread(*given: str) -> tuple[int | None, str]:
        cards = [score_council(Partner(str(n), str(n)), (answers(one),), round_) for n, one in enumerate(given)]
        (one,) = compare(cards, round_).questions
        return one.gap, one.state

    assert spread("AA1=4", "AA1=3", "AA1=NA") == (1, "mixed")
    assert spread("AA1=4", "AA1=3", "AA1=NA!") == (1, STRENGTH)
    assert spread("AA1=4", "AA1=1", "AA1=NA!") == (3, ASYMMETRY)
    assert spread("AA1=NA!", "AA1=NA!") == (None, "")


def test_waiver_changes_nothing_else(asked: QuestionSet) -> None:
    """Over the whole question set only the waived gate's own area and what follows from it move."""
    round_ = Round(Purpose.NEW, 2, asked)
    plain, waived = (scored(round_, everywhere(asked, 3, f"GV12=NA{mark}")) for mark in ("", "!"))
    moved = [one.id for one, other in zip(plain.areas, waived.areas, strict=True) if one != other]

    assert moved == ["GV"]
    assert area(waived, "GV").tally.score == 75
    assert waived.overall.score == 75


@pytest.mark.parametrize(
    ("said", "value"), [("NA! DK", "NA"), ("DK NA!", "NA"), ("NA DK", "DK"), ("NA! DK DK", "DK"), ("NA! 1", 1)]
)
def test_waived_gate_stands_against_a_colleague_who_does_not_know(said: str, value: object) -> None:
    """The office agreed that it cannot apply to this council; a majority or a level says otherwise, one don't know does not."""
    given = [answers(f"AA1={one}")["AA1"] for one in said.split()]

    assert combine("AA1", given).value == value
