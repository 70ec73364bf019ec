"""What a council may answer so that all is well but for one thing: by chance that comes once in thousands of rounds."""

from collections.abc import Iterator

from office_walk import Change
from rounds_alike import NAMES

from rasp_xl.model.questions import Question
from rasp_xl.outgoing import formulas
from rasp_xl.outgoing.book import cell
from rasp_xl.reports import what_if_places as spot
from rasp_xl.reports.positions import (
    ANSWERS,
    ANSWERS_FIRST_ROW,
    ANSWERS_GATE_ROW,
    BANDS_ROW,
    SETTING_FIRST_STAGE,
    SETTINGS,
    SETTINGS_FIRST_ROW,
    WHAT_IF,
    Positions,
)
from rasp_xl.reports.settings_sheet import VALUE, settings_of
from rasp_xl.reports.what_if_places import Places

ALL_STAGES = 4
APART = (
    ("NA", "NA", "NA"), ("NA", 4, 4), (4, 4, "NA"), (4, "NA", 4), ("NW", "NW", "NW"), ("DK", 4, 4), (4, 4, "DK"), (4, 4, ""), ("", 4, 4),
    (0, 1, 1), (1, 1, 0), ("NA", "NW", "NA"),
)  # fmt: skip
"""Codes of the three councils on one question."""


def narrow(at: Positions) -> Iterator[Change]:
    """One area applies, one council does, one gate or one area holds all down, one area is not final, one step opens a band."""
    councils, areas = range(len(NAMES)), range(len(at.areas))
    yield from (only(at, k, k % len(NAMES)) for k in areas)
    yield from (one_council(at, c) for c in councils)
    yield from (short_gate(at, n, level) for n in range(len(at.gates)) for level in (0, 1))
    yield from (low_area(at, k) for k in areas)
    yield from (unfinished(at, k, c) for k in areas for c in councils)
    yield from (near(at, over) for over in (0.2, 1.5))
    yield from (apart(at, shift, flag) for shift in range(0, len(APART), 2) for flag in (0, 1))
    yield from (tried_on_waived(at, words) for words in ("DK", "NA", "?"))


def coded(at: Positions, codes: dict[tuple[int, Question], int | str]) -> Change:
    """Codes by council and question, where all gates bite and no cell must be mended."""
    typed = {
        (ANSWERS, cell(ANSWERS_FIRST_ROW + c, at.answer_column(question))): code
        for (c, question), code in codes.items()
    }
    stages = {
        (SETTINGS, at.setting(gate, SETTING_FIRST_STAGE).rpartition("!")[2].replace("$", "")): 1 for gate in at.gates
    }
    mend = {
        (ANSWERS, cell(ANSWERS_FIRST_ROW + c, at.mend_column(area))): 0 for c in range(len(NAMES)) for area in at.areas
    }
    return {**typed, **stages, **mend, **setting(at, formulas.STAGE, ALL_STAGES)}


def setting(at: Positions, name: str, value: float) -> Change:
    """One setting typed over."""
    number = next(n for n, one in enumerate(settings_of(at.assessment.round)) if one.name == name)
    return {(SETTINGS, cell(SETTINGS_FIRST_ROW + number, VALUE)): value}


def edges(*scores: float) -> Change:
    """From which scores the upper bands are."""
    return {(SETTINGS, cell(BANDS_ROW + n, VALUE)): score for n, score in enumerate(scores, 1)}


def chosen(council: int) -> Change:
    """The council that What if shows."""
    return {(WHAT_IF, spot.CHOSEN.rpartition("!")[2].replace("$", "")): NAMES[council]}


def everybody(at: Positions, code: int | str) -> dict[tuple[int, Question], int | str]:
    """One code for all."""
    return {(c, q): code for c in range(len(NAMES)) for q in at.questions}


def away(at: Positions, question: Question) -> str:
    """The code of what does not apply."""
    return "NW" if question in at.gates else "NA"


def only(at: Positions, area: int, council: int) -> Change:
    """To each council one area applies, to none the same."""
    codes = {
        (c, q): 3 if q.area == at.areas[(area + c) % len(at.areas)].id else away(at, q) for c, q in everybody(at, 0)
    }
    return {**coded(at, codes), **chosen(council)}


def one_council(at: Positions, council: int) -> Change:
    """To one council all applies, to the others nothing."""
    codes = {(c, q): 2 if c == council else away(at, q) for c, q in everybody(at, 0)}
    return {**coded(at, codes), **chosen((council + 1) % len(NAMES))}


def short_gate(at: Positions, number: int, level: int) -> Change:
    """One gate of one council is short of open, all else is at the top."""
    council = number % len(NAMES)
    codes = everybody(at, 4) | {(council, at.gates[number]): level}
    top = setting(at, formulas.TOP_BAND_GATE_LEVEL, 2 + 2 * level)
    return {
        **coded(at, codes),
        **edges(10, 20, 30),
        **top,
        **setting(at, formulas.OVERALL_STEPS_ABOVE, 3),
        **chosen(council),
    }


def low_area(at: Positions, area: int) -> Change:
    """One area is low, the others are at the top, and the overall stands no higher than its lowest area."""
    codes = {(c, q): 1 if q.area == at.areas[area].id and q not in at.gates else 4 for c, q in everybody(at, 0)}
    steps = setting(at, formulas.OVERALL_STEPS_ABOVE, 0)
    return {**coded(at, codes), **edges(20, 60, 75), **steps, **chosen(area % len(NAMES))}


def unfinished(at: Positions, area: int, council: int) -> Change:
    """One area of one council is not final: not enough is known, or a cell must be mended."""
    own = [q for q in at.questions if q.area == at.areas[area].id and q not in at.gates]
    codes = everybody(at, 3) | {(council, q): "DK" for q in own}
    mend = {(ANSWERS, cell(ANSWERS_FIRST_ROW + council, at.mend_column(at.areas[area]))): 2}
    return {**coded(at, codes), **mend, **chosen(council)}


def near(at: Positions, over: float) -> Change:
    """Any step in any area, or in the overall, opens the top band."""
    level = setting(at, formulas.TOP_BAND_GATE_LEVEL, 3)
    return {**coded(at, everybody(at, 3)), **edges(30, 60, 75 + over), **level, **chosen(1)}


def apart(at: Positions, shift: int, flag: int) -> Change:
    """The councils differ on each question in one of some ways; all questions are gates, or none is."""
    codes = {(c, q): APART[(n + shift) % len(APART)][c] for n, q in enumerate(at.questions) for c in range(len(NAMES))}
    gates = {(ANSWERS, cell(ANSWERS_GATE_ROW, at.answer_column(q))): flag for q in at.questions}
    return {**coded(at, codes), **gates, **entries(at, "NA" if flag else "")}


def tried_on_waived(at: Positions, words: str) -> Change:
    """Nothing applies, and somebody tries the same everywhere."""
    codes = {(c, q): away(at, q) for c, q in everybody(at, 0)}
    return {**coded(at, codes), **entries(at, words), **chosen(2)}


def entries(at: Positions, words: str) -> Change:
    """The same tried on every question of What if."""
    places = Places(at)
    return {(WHAT_IF, cell(places.question_row(q), spot.ENTRY)): words for q in at.questions}
