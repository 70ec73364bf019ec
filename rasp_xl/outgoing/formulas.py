"""The scoring method in the language of a spreadsheet, written once for the template and for the scored workbook.

Only functions that Excel 2016 and LibreOffice 7.4 both know; no INDIRECT, nothing volatile, no IF inside SUMPRODUCT.
SUMPRODUCT in its comma form counts text (DK, NA) as nothing, and SUMIFS with ">=0" sees numbers alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rasp_xl.model.answers import Answer
from rasp_xl.model.questions import TOP_LEVEL
from rasp_xl.model.rounds import MEASURE_DIGITS

BAND_FROM, BAND_LABEL = "band_from", "band_label"
MIN_COVERAGE, MAX_NOT_APPLICABLE, STAGE = "min_coverage", "max_not_applicable", "round_stage"
CLOSED_GATE_BAND, WEAK_GATE_BAND, CONDITIONAL_GATE_BAND = "closed_gate_band", "weak_gate_band", "conditional_gate_band"
OVERALL_STEPS_ABOVE, TOP_BAND_GATE_LEVEL = "overall_steps_above", "top_band_gate_level"
UNEVIDENCED_LEVEL = "unevidenced_level"
ASYMMETRIC_LEVELS, ASYMMETRIC_POINTS = "asymmetric_levels", "asymmetric_points"
STRENGTH_FROM_LEVEL, GAP_TO_LEVEL = "strength_from_level", "gap_to_level"
COLOUR_THEME = "colour_theme"

WAIVED = "NW"
"""The code of a gate that is not applicable and waived; NA alone on a gate counts as a blank."""

NO_ANSWER, UNWAIVED = "no answer", "no answer, NA"
"""What sheets show for a blank, and for a gate that is not applicable without a waiver: it counts as one, and that is why."""


def code_of(answer: Answer) -> int | str | None:
    """What a cell holds for an answer: 0 to 4, DK, NA, NW, or None for a blank."""
    return WAIVED if answer.value == "NA" and answer.waived else answer.value


@dataclass(frozen=True, slots=True)
class Cells:
    """References of one shape over the same questions: weights, codes (0-4, DK, NA, NW, blank), gate and evidence flags (0, 1)."""

    weights: str
    answers: str
    gates: str
    evidence: str


def points(cells: Cells) -> str:
    """Sum of weight times level."""
    return f"SUMPRODUCT({cells.weights},{cells.answers})"


def applies(cells: Cells) -> str:
    """Weight of all but not applicable; on a gate not applicable counts as a blank unless it is waived."""
    left_out = f'SUMIFS({cells.weights},{cells.answers},"NA",{cells.gates},0)'
    return f'SUM({cells.weights})-{left_out}-SUMIFS({cells.weights},{cells.answers},"{WAIVED}")'


def answered(cells: Cells) -> str:
    """Weight answered with a level."""
    return f'SUMIFS({cells.weights},{cells.answers},">=0")'


def overclaimed(cells: Cells) -> str:
    """Points that levels without evidence earn above the level they may count as."""
    claimed = (
        f"SUMPRODUCT({cells.weights},{cells.answers},--({cells.answers}>{UNEVIDENCED_LEVEL}),--({cells.evidence}=0))"
    )
    weight = f'SUMIFS({cells.weights},{cells.answers},">"&{UNEVIDENCED_LEVEL},{cells.evidence},0)'
    return f"{claimed}-{UNEVIDENCED_LEVEL}*{weight}"


def score(points_cell: str, applies_cell: str) -> str:
    """0-100, or empty where no question applies."""
    return f'=IF({applies_cell}=0,"",100*{points_cell}/({TOP_LEVEL}*{applies_cell}))'


def percent(part: str, whole: str) -> str:
    """0-100, or empty where the whole is nothing."""
    return f'=IF({whole}=0,"",100*{part}/{whole})'


def tally_score(cells: Cells) -> str:
    """The score of some questions in one formula, without cells for its parts."""
    return f'=IF({applies(cells)}=0,"",100*{points(cells)}/({TOP_LEVEL}*({applies(cells)})))'


def tally_coverage(cells: Cells) -> str:
    """The coverage of some questions in one formula."""
    return f'=IF({applies(cells)}=0,"",100*{answered(cells)}/({applies(cells)}))'


def earned_band(score_cell: str) -> str:
    """An expression for the band that a score which is a number earns, from 1."""
    return f"MATCH(ROUND({score_cell},{MEASURE_DIGITS}),{BAND_FROM},1)"


def band_number(score_cell: str) -> str:
    """The band a score earns, from 1; empty where there is no score."""
    return f'=IF({score_cell}="","",{earned_band(score_cell)})'


def capped_number(number_cell: str, *caps: str) -> str:
    """The band after caps; a cap is a reference or an expression that gives a band number."""
    return f'=IF({number_cell}="","",MIN({",".join((number_cell, *caps))}))'


def band_label(number_cell: str) -> str:
    """Number and word of a band."""
    return f'=IF({number_cell}="","No score",INDEX({BAND_LABEL},{number_cell}))'


def gate_cap(answer_cell: str, first_stage_cell: str, top_band: int) -> str:
    """The highest band a gate leaves open to its area, by its state; the top band where it is waived or does not bite yet."""
    no_level = f'IF({answer_cell}="{WAIVED}",{top_band},{CLOSED_GATE_BAND})'
    by_level = level_cap(answer_cell, top_band)
    return f"=IF({first_stage_cell}<={STAGE},IF(ISNUMBER({answer_cell}),{by_level},{no_level}),{top_band})"


def level_cap(level_cell: str, top_band: int) -> str:
    """An expression for the highest band that a gate with this level, if it bites, leaves open to its area."""
    return f"CHOOSE({level_cell}+1,{CLOSED_GATE_BAND},{WEAK_GATE_BAND},{CONDITIONAL_GATE_BAND},{top_band},{top_band})"


def gate_overall_cap(answer_cell: str, first_stage_cell: str, top_band: int) -> str:
    """The highest band a gate leaves open to the overall: the top band only from a level on, or where it does not bite."""
    no_level = f'IF({answer_cell}="{WAIVED}",{top_band},{top_band - 1})'
    by_level = level_overall_cap(answer_cell, top_band)
    return f"=IF({first_stage_cell}<={STAGE},IF(ISNUMBER({answer_cell}),{by_level},{no_level}),{top_band})"


def level_overall_cap(level_cell: str, top_band: int) -> str:
    """An expression for the highest band that a gate with this level, if it bites, leaves open to the overall."""
    return f"IF({level_cell}>={TOP_BAND_GATE_LEVEL},{top_band},{top_band - 1})"


def gate_state(answer_cell: str, first_stage_cell: str) -> str:
    """Closed, weak, conditional, open, coming up, or waived."""
    state = f'IF(ISNUMBER({answer_cell}),CHOOSE({answer_cell}+1,"closed","weak","conditional","open","open"),"closed")'
    return f'=IF({answer_cell}="{WAIVED}","waived",IF({first_stage_cell}<={STAGE},{state},"coming up"))'


def capped_by(number_cell: str, gates: Sequence[tuple[str, str]]) -> str:
    """The gates, as (id, cap cell), that leave less open than the score earned; parted by a comma."""
    if not gates:
        return '=""'
    parts = "&".join(f'IF({cap}<{number_cell},", {identity}","")' for identity, cap in gates)
    return f'=IF({number_cell}="","",MID({parts},3,200))'


def area_final(cells: Cells, coverage_cell: str, not_applicable_cell: str, unreadable: str) -> str:
    """Final or provisional; unreadable is an expression that counts cells which must be fixed."""
    counted = (f'COUNTIFS({cells.gates},1,{cells.answers},"{code}")' for code in (">=0", "DK", WAIVED))
    gates_answered = f"{'+'.join(counted)}=SUM({cells.gates})"
    covered = f"AND(ISNUMBER({coverage_cell}),ROUND(N({coverage_cell}),{MEASURE_DIGITS})>={MIN_COVERAGE})"
    kept = f"ROUND(N({not_applicable_cell}),{MEASURE_DIGITS})<={MAX_NOT_APPLICABLE}"
    return f'=IF(AND({unreadable}=0,{gates_answered},{covered},{kept}),"final","provisional")'


def overall_caps(area_numbers: str, gate_overall_caps: str = "") -> tuple[str, ...]:
    """What holds the overall's band: so many steps above the lowest area's, and what its gates leave open to it."""
    lowest = f"MIN({area_numbers})+{OVERALL_STEPS_ABOVE}"
    return (lowest, f"MIN({gate_overall_caps})") if gate_overall_caps else (lowest,)
