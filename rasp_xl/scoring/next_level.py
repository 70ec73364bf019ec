"""The next level: what one level more on a single question would bring to its area and to the overall.

A list of gaps says how much is missing; a council that has a month wants to know which step moves a band. A score rises evenly
with the level, so it is the caps that make steps differ: raising the one gate that holds an area down opens a band, raising
anything else beside it does not.
"""

from dataclasses import dataclass, replace

from rasp_xl.model.answers import Answer
from rasp_xl.model.questions import TOP_LEVEL, Question
from rasp_xl.model.rounds import Band, Round
from rasp_xl.model.scorecard import AreaResult, GateResult, Scorecard, Tally
from rasp_xl.scoring.gates import area_band, gate_result, left_out, overall_band


@dataclass(frozen=True, slots=True)
class NextLevel:
    """One question one level up; don't know and blank, which earn nothing, go to level 1.

    level is None where there is no step to take: at the top level, or not applicable. Then nothing is gained and the bands are those
    of now. area and overall are points of 100; the bands are those after caps.
    """

    question: str
    level: int | None
    area: float
    overall: float
    area_band: Band | None
    overall_band: Band | None


def next_levels(card: Scorecard, round_: Round) -> tuple[NextLevel, ...]:
    """The step that each question offers, in the order asked, each on its own."""
    answers = {a.question: a for a in card.answers}
    return tuple(
        _step(question, answers[question.id], card, number, round_)
        for number, area in enumerate(round_.question_set.areas)
        for question in area.questions
    )


def next_level(question: Question, answer: Answer, round_: Round) -> int | None:
    """The level above an answer, or None where there is none or the question does not apply."""
    if left_out(question, answer, round_) or answer.value == TOP_LEVEL:
        return None
    return answer.value + 1 if isinstance(answer.value, int) else 1


def _step(question: Question, answer: Answer, card: Scorecard, number: int, round_: Round) -> NextLevel:
    level, own, now = next_level(question, answer, round_), card.areas[number], card.overall
    if level is None or own.tally.score is None or now.score is None:
        return NextLevel(question.id, level, 0, 0, own.band, now.band)
    raised = _raised(own, question, level, round_)
    areas = (*card.areas[:number], raised, *card.areas[number + 1 :])
    gain = (raised.tally.score or 0) - own.tally.score
    share = gain / sum(a.tally.score is not None for a in card.areas)
    band, _ = overall_band(round_.settings.band(now.score + share), areas, round_.settings)
    return NextLevel(question.id, level, gain, share, raised.band, band)


def _raised(own: AreaResult, question: Question, level: int, round_: Round) -> AreaResult:
    """The area with one question a level up: its score, its gates and its band."""
    sums = own.tally + Tally(points=round_.weight(question))
    gates = _raised_gates(own, question, level, round_)
    before = round_.settings.band(sums.score)
    band, held_by = area_band(before, gates, round_.settings.bands)
    return replace(own, tally=sums, gates=gates, band_before_caps=before, band=band, capped_by=held_by)


def _raised_gates(own: AreaResult, question: Question, level: int, round_: Round) -> tuple[GateResult, ...]:
    return tuple(
        gate_result(question, Answer(question.id, level), round_) if gate.question == question.id else gate
        for gate in own.gates
    )
