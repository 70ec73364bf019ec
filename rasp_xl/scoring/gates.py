"""Gates: what each says, which band it leaves open, and what the caps make of a band. A cap never changes a score."""

from rasp_xl.model.answers import Answer
from rasp_xl.model.questions import AnswerValue, Question
from rasp_xl.model.rounds import Band, Round, Settings
from rasp_xl.model.scorecard import AreaResult, GateResult

STATES = ("closed", "weak", "conditional", "open", "open")
"""By level 0 to 4; don't know and blank are closed."""

COMING_UP, WAIVED = "coming up", "waived"


def left_out(question: Question, answer: Answer, round_: Round) -> bool:
    """Whether a question does not apply to a council. On a gate that takes a waiver; without one it counts as a blank."""
    return answer.value == "NA" and (answer.waived or round_.gate_from(question) is None)


def state_of(value: AnswerValue) -> str:
    """A gate's state by its answer alone, whatever the stage."""
    return STATES[value] if isinstance(value, int) else STATES[0]


def gate_result(question: Question, answer: Answer, round_: Round) -> GateResult:
    """What one gate says. Not applicable on a gate counts as a blank, so it is closed; waived, it holds nothing down."""
    first = round_.gate_from(question)
    if first is None:
        raise ValueError(f"{question.id} is no gate for {round_.purpose}")
    bites, waived = round_.bites(question), left_out(question, answer, round_)
    holds, settings = bites and not waived, round_.settings
    return GateResult(
        question.id,
        question.area,
        first,
        bites,
        answer.value,
        WAIVED if waived else state_of(answer.value) if bites else COMING_UP,
        area_cap(answer.value, settings) if holds else settings.top_band,
        overall_cap(answer.value, settings) if holds else settings.top_band,
    )


def area_cap(value: AnswerValue, settings: Settings) -> int:
    """The highest band that a gate which bites leaves open to its area."""
    top = settings.top_band
    by_state = (settings.closed_gate_band, settings.weak_gate_band, settings.conditional_gate_band, top, top)
    return min(top, by_state[value if isinstance(value, int) else 0])


def overall_cap(value: AnswerValue, settings: Settings) -> int:
    """The highest band that a gate which bites leaves open to the overall: the top band only from a level on."""
    reached = isinstance(value, int) and value >= settings.top_band_gate_level
    return settings.top_band if reached else settings.top_band - 1


def capped(band: Band | None, cap: int, bands: tuple[Band, ...]) -> Band | None:
    """The band, or the cap's where that is lower; caps count bands from 1."""
    return band if band is None or band.number <= cap else bands[cap - 1]


def area_band(
    band: Band | None, gates: tuple[GateResult, ...], bands: tuple[Band, ...]
) -> tuple[Band | None, tuple[str, ...]]:
    """An area's band after its gates, and every gate that leaves less open than the score earned."""
    cap = min((gate.cap for gate in gates), default=len(bands))
    holding = tuple(gate.question for gate in gates if band and gate.cap < band.number)
    return capped(band, cap, bands), holding


def overall_band(
    band: Band | None, areas: tuple[AreaResult, ...], settings: Settings
) -> tuple[Band | None, tuple[str, ...]]:
    """At most so many steps above the lowest capped area, and no more than its gates leave open; with what holds it down."""
    if band is None:
        return None, ()
    steps, gates = settings.overall_steps_above, [g for a in areas for g in a.gates]
    lowest = min((a.band.number for a in areas if a.band), default=settings.top_band)
    low_areas = [a.id for a in areas if a.band and a.band.number + steps < band.number]
    short = [g.question for g in gates if g.overall_cap < band.number]
    cap = min((g.overall_cap for g in gates), default=settings.top_band)
    return capped(band, min(lowest + steps, cap), settings.bands), (*low_areas, *short)
