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

TURNS = (0, "DK", 3, "NA", 1, "", "NW", 2, 4)


def narrow(at: Positions) -> Iterator[Change]:
    """One area applies, one council does, one gate or one area holds all down, one area is not final, one step opens a band."""
    areas = range(len(at.areas))
    yield from (only(at, k, k % len(NAMES)) for k in areas)
    yield from (one_council(at, c) for c in range(len(NAMES)))
    yield from (short_gates(at, n) for n in range(len(at.gates)))
    yield from (low_area(at, k) for k in areas)
    yield from (unfinished(at, k) for k in areas)
    yield from (near(at, over) for over in (0.2, 1.5))
    yield from (apart(at, shift, shift // 2 % 2) for shift in range(0, len(APART), 2))
    yield from (tried_on_waived(at, words) for words in ("DK", "NA", "?"))
    yield from (by_turns(at, shift) for shift in range(4))
    yield coded(at, everybody(at, ""))


def coded(at: Positions, codes: dict[tuple[int, Question], int | str]) -> Change:
    """Codes by council and question, where all gates bite and no cell must be mended."""
    typed = {
        (ANSWERS, cell(ANSWERS_FIRST_ROW + c, at.answer_column(question))): code
        for (c, question), code in codes.items()
    }
    stages = {place_of(at, gate): 1 for gate in at.gates}
    mend = {
        (ANSWERS, cell(ANSWERS_FIRST_ROW + c, at.mend_column(area))): 0 for c in range(len(NAMES)) for area in at.areas
    }
    return {**typed, **stages, **mend, **setting(at, formulas.STAGE, ALL_STAGES)}


def place_of(at: Positions, question: Question, column: int = SETTING_FIRST_STAGE) -> tuple[str, str]:
    """Where a question's stage stands, or its weight."""
    return SETTINGS, at.setting(question, column).rpartition("!")[2].replace("$", "")


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


def short_gates(at: Positions, number: int) -> Change:
    """One gate of each council, of each another, is closed or weak; all else would be in the top band."""
    codes, apart_ = everybody(at, 3), len(at.gates) // len(NAMES)
    for council in range(len(NAMES)):
        codes[council, at.gates[(number + apart_ * council) % len(at.gates)]] = (number + council) % 2
    shown = number % len(NAMES)
    # Closed, one level more reaches what the top band asks of gates; weak, it does not.
    top = setting(at, formulas.TOP_BAND_GATE_LEVEL, 1 + 2 * ((number + shown) % 2))
    steps = setting(at, formulas.OVERALL_STEPS_ABOVE, len(at.areas) - 2)
    return {**coded(at, codes), **edges(10, 20, 30), **top, **steps, **chosen(shown)}


def by_turns(at: Positions, shift: int) -> Change:
    """Levels, words and blanks by turns over the questions, and gates that bite from every stage on, some later than now."""
    codes = {
        (c, q): TURNS[(n + 3 * c + 2 * shift) % len(TURNS)]
        for c in range(len(NAMES))
        for some in (at.gates, [q for q in at.questions if q not in at.gates])
        for n, q in enumerate(some)
    }
    stages = {place_of(at, gate): 1 + (n + shift) % ALL_STAGES for n, gate in enumerate(at.gates)}
    return {**coded(at, codes), **stages, **setting(at, formulas.STAGE, 2 + shift % 2), **chosen(shift % len(NAMES))}


def low_area(at: Positions, area: int) -> Change:
    """One area of each council is low, the others are at the top, and the overall stands no higher than its lowest area."""
    codes = {
        (c, q): 1 if q.area == at.areas[(area + c) % len(at.areas)].id and q not in at.gates else 4
        for c, q in everybody(at, 0)
    }
    steps = setting(at, formulas.OVERALL_STEPS_ABOVE, 0)
    return {**coded(at, codes), **edges(20, 60, 75), **steps, **chosen(area % len(NAMES))}


def unfinished(at: Positions, area: int) -> Change:
    """One area of each council is not final: not enough is known, or a cell must be mended; on What if it becomes known."""
    codes, mend = everybody(at, 3), {}
    for council in range(len(NAMES)):
        short = at.areas[(area + council) % len(at.areas)]
        codes |= {(council, q): "DK" for q in at.questions if q.area == short.id and q not in at.gates}
        if (area + council) % 2:
            mend[ANSWERS, cell(ANSWERS_FIRST_ROW + council, at.mend_column(short))] = 2
    known = entries(at, "4") if area % 2 else {}
    return {**coded(at, codes), **mend, **known, **chosen(area % len(NAMES))}


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
