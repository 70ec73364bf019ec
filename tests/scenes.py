"""What somebody may have done to a scored workbook before a formula of it broke: other answers, other settings, answers tried on What if.

All are typed into the workbook of the first of the rounds alike. Typing in all that another round's workbook holds makes it that
workbook, with another round's figures for Checks to compare with.
"""

import re
from collections.abc import Iterator
from functools import cache
from random import Random

import edits
import office
from edited_scenes import base, edited, scrambled
from narrow_scenes import narrow
from office_walk import Change, TypedFormula, held
from openpyxl.utils.cell import column_index_from_string, get_column_letter
from rounds_alike import ASKED, NAMES, alike, books, by_chance, whole

from rasp_xl.incoming.ledger import Status
from rasp_xl.model.answers import CHOICE_TEXTS, Answer
from rasp_xl.model.palette import COLOUR_THEMES
from rasp_xl.model.questions import Question
from rasp_xl.model.rounds import BANDS
from rasp_xl.outgoing.book import cell
from rasp_xl.outgoing.lists_sheet import TYPED
from rasp_xl.reports import what_if_places as spot
from rasp_xl.reports.actions_sheet import GAP_COLUMNS
from rasp_xl.reports.check_lines import KINDS
from rasp_xl.reports.disagreement_sheet import MODERATED
from rasp_xl.reports.positions import (
    ANSWERS,
    ANSWERS_FIRST_ROW,
    ANSWERS_GATE_ROW,
    BANDS_ROW,
    CHECKS,
    DISAGREEMENT,
    FINDINGS,
    GAPS,
    GATES,
    GATES_FIRST_ROW,
    HEAT_MAP,
    MAP_FIRST_ROW,
    QUESTION_MAP,
    RESPONSES,
    RETURNS,
    SCORES,
    SCORES_FIRST_ROW,
    SETTING_FIRST_STAGE,
    SETTING_WEIGHT,
    SETTINGS,
    SETTINGS_FIRST_ROW,
    STATUS_COLUMN,
    SUMMARY,
    THEME_MAP,
    WHAT_IF,
    Positions,
)
from rasp_xl.reports.proof_sheets import CHECKS_FIRST_ROW
from rasp_xl.reports.response_sheet import COUNTS_COLUMN
from rasp_xl.reports.score_sheets import AREA, COUNCIL, GATE_COUNCIL, OVERALL
from rasp_xl.reports.settings_sheet import VALUE, settings_of
from rasp_xl.reports.sheet_table import HEADER_ROW
from rasp_xl.reports.summary_sheet import councils_first_row
from rasp_xl.reports.what_if_places import Places
from rasp_xl.reports.workbook import workbook_bytes

REFERENCE = re.compile(r"(?:(?:'([^']+)'|(\w+))!)?\$([A-Z]{1,3})\$?\d+(?::\$([A-Z]{1,3})\$?\d+)?")
LAST_COLUMN, SCRAMBLED = 300, 5
WILD = ("?", "*", "~0")
UNREADABLE = ("~4 Embedded", "3*", "mostly", "1?", "~?", "NW", "")
"""Texts that are no answer, and would be one if a sign were a wildcard."""


def scenes(rounds: int, light: int, others: int | None = None) -> list[Change]:
    """The workbook as it is; what councils seldom answer; what people may type over; answers tried on What if; then so many others of the
    rounds alike, and so many drawn by chance; and so many with only Answers and Settings typed over. In most somebody tries answers.
    """
    at = first()
    drawn = (workbook_bytes(by_chance(seed)) for seed in range(rounds))
    alike_ = [turned(data) for data in (*books()[1:][:others], *drawn)]
    return [
        {},
        *narrow(at),
        *edited(at),
        *typed_over(at),
        *(scrambled(looked_at(), seed) for seed in range(SCRAMBLED)),
        *({**tried(at, 1 + shift), **unread(at, shift)} for shift in range(len(WILD) + 1)),
        {**tried(at, 2), **theme(at), (WHAT_IF, place(spot.CHOSEN)): "Nowhere"},
        *({**answered(at, seed), **tried(at, -seed)} for seed in range(light)),
        *({**other, **tried(at, seed)} for seed, other in enumerate(alike_)),
    ]


@cache
def first() -> Positions:
    """Where things stand, in all of them."""
    return Positions(alike()[0])


def turned(data: bytes) -> Change:
    """All that must be typed into the first workbook to make it another one of its shape, wherever a formula looks."""
    now, then, watched = base(), held(data), looked_at()
    return {
        (sheet, address): then.get((sheet, address), "")
        for sheet, address in {**now, **then}
        # The sentence of Findings is the one formula that knows how many rows there are.
        if (sheet, address) != (FINDINGS, "A2")
        and (sheet, address.rstrip("0123456789")) in watched
        and now.get((sheet, address)) != then.get((sheet, address))
    }


@cache
def looked_at() -> frozenset[tuple[str, str]]:
    """Sheets and columns that formulas of the first workbook name, and all of those that defined names stand for."""
    found = {(sheet, get_column_letter(c)) for sheet in (SETTINGS, ANSWERS) for c in range(1, LAST_COLUMN)}
    for (sheet, address), formula in base().items():
        if isinstance(formula, TypedFormula):
            found.add((sheet, address.rstrip("0123456789")))
            for quoted, plain, first, last in REFERENCE.findall(formula):
                ends = column_index_from_string(first), column_index_from_string(last or first)
                found |= {(quoted or plain or sheet, get_column_letter(c)) for c in range(ends[0], ends[1] + 1)}
    return frozenset(found)


def tried(at: Positions, seed: int) -> Change:
    """Somebody chooses a council and tries answers, by chance many or few, as they are offered or as people type them."""
    random, places = Random(f"tried {seed}"), Places(at)
    council, share = random.choice((*NAMES[1:], NAMES[1].upper(), NAMES[0])), random.choice((0.05, 0.3, 0.7, 1))
    typed: dict[tuple[str, str], int | float | str] = {(WHAT_IF, place(spot.CHOSEN)): council}
    given = whole(random, [area.id for area in ASKED.areas if random.random() < 0.1])
    for question in ASKED.questions:
        if random.random() < share and (words := worded(random, given[question.id])):
            typed[WHAT_IF, cell(places.question_row(question), spot.ENTRY)] = words
    return typed


def worded(random: Random, answer: Answer) -> str:
    """An answer as the list offers it, or in another form that is understood; nothing for no answer."""
    if answer.value is None:
        return ""
    short = [text for text, value in TYPED if value == answer.value]
    text = random.choice((CHOICE_TEXTS[answer.value], CHOICE_TEXTS[answer.value], *short))
    return random.choice((text, text, text.upper(), f"  {text.lower()} "))


def answered(at: Positions, seed: int) -> Change:
    """Somebody types over all answers of all councils, marks gates where none are, changes the stage, edges and weights; the lightest area
    weighs nothing.
    """
    random, light = Random(f"answered {seed}"), ASKED.areas[seed % len(ASKED.areas)]
    typed: dict[tuple[str, str], int | float | str] = {}
    for council in range(len(at.assessment.cards)):
        for question, code in codes(random, at, seed % 4).items():
            typed[ANSWERS, cell(ANSWERS_FIRST_ROW + council, at.answer_column(question))] = code
    for question in at.questions:
        column = at.answer_column(question)
        if random.random() < 0.2:
            one = random.choice(("NA", "NW", "DK", ""))
            typed |= {(ANSWERS, cell(ANSWERS_FIRST_ROW + n, column)): one for n in range(len(at.assessment.cards))}
        if question not in at.gates:
            typed[ANSWERS, cell(ANSWERS_GATE_ROW, column)] = int(random.random() < 0.2)
        weight = random.choice((1, 1, 2, 3, 9))
        typed[SETTINGS, place(at.setting(question, SETTING_WEIGHT))] = 0 if question.area == light.id else weight
    edges = sorted(random.uniform(10, 95) for _ in BANDS[1:])
    typed |= {(SETTINGS, cell(BANDS_ROW + n, VALUE)): edge for n, edge in enumerate(edges, 1)}
    return typed | {(SETTINGS, cell(SETTINGS_FIRST_ROW, VALUE)): random.randint(1, 4)}


def codes(random: Random, at: Positions, mode: int) -> dict[Question, int | str]:
    """Codes of one council: any, little that applies, ready but for a gate, or gates of every kind."""
    applying = [theme.id for theme in ASKED.themes if random.random() < 0.15]
    held = random.sample(at.gates, random.choice((1, 1, 2)))
    found: dict[Question, int | str] = {}
    for question in at.questions:
        free = random.choice((0, 1, 2, 3, 4, "DK", "NA", "NW", ""))
        out = random.choice(("NW", "NW", "NA"))
        is_short = question in at.gates if mode == 3 else question in held
        found[question] = (
            free,
            random.randint(0, 4) if question.theme in applying else out if question not in at.gates else "NW",
            random.choice((0, 1, 2, 2, "DK", "")) if is_short else random.choice((3, 4, 4)),
            random.choice(("NW", "NA", "DK", "", 2)) if is_short else random.choice((1, 2, 3, 4)),
        )[mode]
    return found


def unread(at: Positions, shift: int) -> Change:
    """Entries that cannot be read; after as many shifts as there are wildcards, others."""
    places, texts = Places(at), WILD if shift < len(WILD) else UNREADABLE
    return {
        (WHAT_IF, cell(places.question_row(q), spot.ENTRY)): texts[(n + shift) % len(texts)]
        for n, q in enumerate(at.questions)
    }


def theme(at: Positions) -> Change:
    """The other colours of the maps."""
    row = SETTINGS_FIRST_ROW + len(settings_of(at.assessment.round))
    return {(SETTINGS, cell(row, VALUE)): COLOUR_THEMES[1].name}


def typed_over(at: Positions) -> Iterator[Change]:
    """Inputs, figures, what should be, the first of each list, the last finding and the stages of the gates, each all together."""
    for found in (edits.inputs(at), edits.figures(at)):
        yield {where: value for edit in found for where, value in edit.change.items()}
    rows = range(ANSWERS_FIRST_ROW, at.answers_last_row + 1)
    should_be = {
        (CHECKS, address): value
        for address, value in office.cell_values(books()[0])[CHECKS].items()
        if address[0] == "D" and int(address[1:]) >= CHECKS_FIRST_ROW
    }
    for more in (5, 0.5):
        yield {where: value + more if isinstance(value, float) else "?" for where, value in should_be.items()}
    yield {max(should_be, key=lambda where: int(where[1][1:])): "?"}
    yield dict.fromkeys(should_be, TypedFormula("NA()"))
    yield dict.fromkeys(firsts(at), "")
    rank = next(c for c, spec in enumerate(GAP_COLUMNS, 1) if spec.heading == "Rank")
    ends = {
        (GAPS, cell(HEADER_ROW + sum(len(card.gaps) for card in at.assessment.cards), rank)): 1,
        (FINDINGS, "A2"): "Nothing.",
    }
    for number, (kind, status) in enumerate(zip(KINDS, Status, strict=True)):
        code = ("DK", "NA", "NW", "", "no answer")[number]
        both = {
            (ANSWERS, cell(row, at.answer_column(q))): code for row in rows for q in (at.questions[0], at.questions[-1])
        }
        lists = {
            (RETURNS, cell(HEADER_ROW + 1, STATUS_COLUMN)): status.value,
            (RESPONSES, cell(HEADER_ROW + 1, COUNTS_COLUMN)): kind[2],
            (RESPONSES, cell(HEADER_ROW + len(at.responses), COUNTS_COLUMN)): kind[2],
            (SCORES, cell(SCORES_FIRST_ROW, AREA)): OVERALL,
            (DISAGREEMENT, cell(HEADER_ROW + 1, MODERATED)): "Agreed.",
            (DISAGREEMENT, cell(HEADER_ROW + len(at.disagreements), MODERATED)): "Agreed as well.",
        }
        yield {**ends, **both, **lists}
    for questions, stage in ((at.gates, ""), (at.questions, 3)):
        yield dict.fromkeys(((SETTINGS, place(at.setting(q, SETTING_FIRST_STAGE))) for q in questions), stage)


def firsts(at: Positions) -> Iterator[tuple[str, str]]:
    """The first cell of each list that Checks counts."""
    rank = next(c for c, spec in enumerate(GAP_COLUMNS, 1) if spec.heading == "Rank")
    yield from ((sheet, cell(MAP_FIRST_ROW, 1)) for sheet in (HEAT_MAP, THEME_MAP, QUESTION_MAP))
    yield from (
        (sheet, cell(HEADER_ROW + 1, c))
        for sheet, c in ((RETURNS, STATUS_COLUMN), (RESPONSES, COUNTS_COLUMN), (GAPS, rank))
    )
    yield from ((ANSWERS, cell(ANSWERS_FIRST_ROW, 1)), (SUMMARY, cell(councils_first_row(at), 1)))
    yield from ((SCORES, cell(SCORES_FIRST_ROW, c)) for c in (COUNCIL, AREA))
    yield GATES, cell(GATES_FIRST_ROW, GATE_COUNCIL)
    yield FINDINGS, cell(HEADER_ROW + 1, 1)


def place(reference: str) -> str:
    """A cell named as a formula names it, without its sheet and its dollar signs."""
    return reference.rpartition("!")[2].replace("$", "")
