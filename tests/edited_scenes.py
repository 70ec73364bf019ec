"""What people may type over in a scored workbook, right or wrong: settings that cannot be, answers read, formulas, figures and texts."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import cycle
from random import Random

import office
from councils import NORTHMOOR
from narrow_scenes import away, chosen, coded, edges, everybody, place_of, setting
from office_walk import Change, TypedFormula, held
from rounds_alike import NAMES, books

from rasp_xl.model.rounds import BANDS
from rasp_xl.outgoing import formulas
from rasp_xl.outgoing.book import cell
from rasp_xl.reports.ledger_sheets import finding_rows
from rasp_xl.reports.positions import (
    ANSWERS,
    BANDS_ROW,
    CHECKS,
    FINDINGS,
    RESPONSES,
    RETURNS,
    SCORES,
    SCORES_FIRST_ROW,
    SETTING_FIRST_STAGE,
    SETTING_WEIGHT,
    SETTINGS,
    SETTINGS_FIRST_QUESTION_ROW,
    SETTINGS_FIRST_ROW,
    STATUS_COLUMN,
    Positions,
)
from rasp_xl.reports.proof_sheets import CHECKS_FIRST_ROW
from rasp_xl.reports.response_sheet import COUNTS_COLUMN
from rasp_xl.reports.score_sheets import SCORE
from rasp_xl.reports.settings_sheet import HEAVIEST, VALUE, settings_of
from rasp_xl.reports.sheet_table import HEADER_ROW

READ: tuple[int | str, ...] = (0, 1, 2, 3, 4, "DK", "NA", "no answer", "unreadable")
"""How Responses shows an answer."""

GUARDED = re.compile(r"ISFORMULA\((?:'([^']+)'|(\w+))!(\$[A-Z]+\$\d+)(?::(\$[A-Z]+\$\d+))?\)")
RANGE = re.compile(r"(?:(?:'([^']+)'|(\w+))!)?\$?([A-Z]{1,3})\$?(\d+):\$?([A-Z]{1,3})\$?(\d+)")
ALLOWED = re.compile(r"<(\d(?:E-\d+)?)")

BETWEEN = (33.33333333315, 41.6666666668, 66.6666666668)
"""Numbers between a score of so many thirds or twelfths that is rounded to nine digits, and to ten."""

Value = int | float | str


def edited(at: Positions) -> Iterator[Change]:
    """Settings at their limits, beyond them and alone, thirds, people who differ, formulas, ends of lists and figures typed over."""
    yield from limits(at)
    yield {(SETTINGS, cell(BANDS_ROW + 2, VALUE)): 40}
    yield {(SETTINGS, cell(BANDS_ROW + 3, VALUE)): 99}
    yield {(SETTINGS, cell(SETTINGS_FIRST_ROW, VALUE)): 4}
    yield thirds(at)
    yield from (people(at, seed) for seed in range(8))
    yield from typed_over_formulas()
    yield from ends()
    yield from (nearly_empty(at, left) for left in (1, 2))
    yield just_allowed()
    below = cycle(f"{band.from_score}-5E-10" for band in BANDS)
    rows = range(SCORES_FIRST_ROW, at.score_row(len(NAMES) - 1, len(at.areas)) + 1)
    yield {(SCORES, cell(row, SCORE)): TypedFormula(edge) for row, edge in zip(rows, below, strict=False)}


def limits(at: Positions) -> Iterator[Change]:
    """All settings at the least or the most that they take; every other one beyond it, no whole number, or no number; only the last."""
    ranges = dict(ranges_of(at))
    for end in (0, 1):
        yield {where: both[end] for where, both in ranges.items()}
    for parity in (0, 1):
        some = dict([*ranges.items()][parity::2])
        yield {where: least - 1 for where, (least, _) in some.items()}
        yield {where: most + 1 for where, (_, most) in some.items()}
        yield {where: least + 0.5 for where, (least, _) in some.items()}
        yield dict.fromkeys(some, "3")
    yield {max(ranges, key=lambda where: int(where[1][1:])): "x"}


def ranges_of(at: Positions) -> Iterator[tuple[tuple[str, str], tuple[float, float]]]:
    """Each cell that may be set with numbers that are the least and the most it may be, whatever stands beside it."""
    for row, one in enumerate(settings_of(at.assessment.round), SETTINGS_FIRST_ROW):
        least, most = one.limits.least, one.limits.most
        yield (
            (SETTINGS, cell(row, VALUE)),
            (1 if isinstance(least, str) else least, len(BANDS) if isinstance(most, str) else most),
        )
    for number in range(len(BANDS)):
        yield (SETTINGS, cell(BANDS_ROW + number, VALUE)), (0, 100 if number else 0)
    for row, question in enumerate(at.questions, SETTINGS_FIRST_QUESTION_ROW):
        yield (SETTINGS, cell(row, SETTING_WEIGHT)), (0, HEAVIEST)
        if question in at.gates:
            yield (SETTINGS, cell(row, SETTING_FIRST_STAGE)), (1, 4)


def thirds(at: Positions) -> Change:
    """Scores, coverages and what does not apply come to thirds, and what is set lies between nine and ten digits of them."""
    codes = {(c, q): away(at, q) for c, q in everybody(at, 0)}
    weights: dict[tuple[str, str], Value] = {}
    for area in at.areas:
        own = [q for q in at.questions if q.area == area.id and q not in at.gates]
        for q in (q for q in at.questions if q.area == area.id):
            weight = 1 if q in own[:3] else 6 if q == own[3] else 0
            weights[place_of(at, q, SETTING_WEIGHT)] = weight
        for council, given in enumerate(((4, 0, "DK"), (4, 0, 0), (4, 4, 0))):
            codes |= {(council, q): code for q, code in zip(own, given, strict=False)}
    low, middle, high = BETWEEN
    limits_ = {"min_coverage": high, "max_not_applicable": high, "asymmetric_points": low}
    typed: dict[tuple[str, str], Value] = {}
    for name, value in limits_.items():
        typed |= setting(at, name, value)
    return {**coded(at, codes), **weights, **edges(low, middle, high), **typed, **chosen(1)}


def people(at: Positions, seed: int) -> Change:
    """All that people answered is something else, now and then nearly the same of all; in every other scene all are of one council."""
    random = Random(f"people {seed}")
    usual = {q.id: random.choice(READ) for q in at.questions}
    typed: dict[tuple[str, str], Value] = {}
    for row, (_, answer) in enumerate(at.responses, HEADER_ROW + 1):
        near = usual[answer.question] if random.random() < 0.4 else random.choice(READ)
        typed[RESPONSES, cell(row, COUNTS_COLUMN)] = near
        typed |= {(RESPONSES, cell(row, 1)): NORTHMOOR} if seed % 2 else {}
    return typed


def typed_over_formulas() -> Iterator[Change]:
    """Each block of formulas that Checks guards, in its first cell; in its last; in every cell of its first and last row."""
    blocks = {
        (quoted or plain, first.replace("$", ""), (last or first).replace("$", ""))
        for formula in base().values()
        for quoted, plain, first, last in GUARDED.findall(str(formula))
    }
    for corner in (1, 2):
        yield {(block[0], block[corner]): 1 for block in sorted(blocks)}


def ends() -> Iterator[Change]:
    """Of each list that a formula looks at the first cell is empty, then the last; then what is there stands one row too early, or too late."""
    shown = office.cell_values(books()[0])
    lists = sorted({found for place, formula in base().items() for found in lists_of(place[0], str(formula))})
    for end, by in ((0, 0), (1, 0), (0, -1), (1, 1)):
        typed: dict[tuple[str, str], Value] = {}
        for sheet, column, *rows in lists:
            value = shown[sheet].get(f"{column}{rows[end]}", "")
            typed[sheet, f"{column}{rows[end] + by}"] = value if by and isinstance(value, (int, float, str)) else ""
        yield typed


def lists_of(own: str, formula: str) -> Iterator[tuple[str, str, int, int]]:
    """Sheet, column, first row and last row of each side of the ranges of several rows that a formula names."""
    for quoted, plain, left, first, right, last in RANGE.findall(formula):
        if first != last:
            yield from {(quoted or plain or own, column, int(first), int(last)) for column in (left, right)}


def nearly_empty(at: Positions, left: int) -> Change:
    """Of files, findings and gaps so many are left."""
    last = {(RETURNS, STATUS_COLUMN): len(at.assessment.ledger.entries), (FINDINGS, 1): len(finding_rows(at))}
    return {
        (sheet, cell(row, column)): ""
        for (sheet, column), count in last.items()
        for row in range(HEADER_ROW + 1 + left, HEADER_ROW + count + 1)
    }


def just_allowed() -> Change:
    """Figures of Checks that are off by exactly what is still told."""
    typed: dict[tuple[str, str], Value] = {}
    for (sheet, address), formula in base().items():
        if sheet == CHECKS and address[0] == "E" and int(address[1:]) >= CHECKS_FIRST_ROW:
            found = ALLOWED.search(str(formula))
            typed |= {(CHECKS, f"C{address[1:]}"): 0, (CHECKS, f"D{address[1:]}"): float(found[1])} if found else {}
    return typed


def scrambled(watched: frozenset[tuple[str, str]], seed: int) -> Change:
    """Here and there in all that formulas look at, something that stands elsewhere in its column, or nothing."""
    random, pools = Random(f"scrambled {seed}"), dict(pools_of(watched))
    typed: dict[tuple[str, str], Value] = {}
    for (sheet, _column), cells in sorted(pools.items()):
        values = [*cells.values(), "", *(READ if sheet == ANSWERS else ())]
        typed |= {(sheet, a): random.choice(values) for a in cells if random.random() < 0.15}
    return typed


@cache
def pools_of(watched: frozenset[tuple[str, str]]) -> Mapping[tuple[str, str], Mapping[str, Value]]:
    """What cells show, by sheet and column."""
    found: dict[tuple[str, str], dict[str, Value]] = defaultdict(dict)
    for sheet, cells in office.cell_values(books()[0]).items():
        for address, value in cells.items():
            column = address.rstrip("0123456789")
            if sheet not in (CHECKS, SETTINGS) and (sheet, column) in watched and isinstance(value, (int, float, str)):
                found[sheet, column][address] = value
    return found


@cache
def base() -> Mapping[tuple[str, str], Value]:
    """What the first workbook holds."""
    return held(books()[0])


_ = formulas
