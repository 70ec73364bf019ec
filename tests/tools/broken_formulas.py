"""Formulas broken one at a time: a reference shifted or shortened, a function or a criterion swapped, a term dropped.

Mutants are drawn for each kind of formula of each sheet, typed into the workbook in LibreOffice, and noticed when any cell
shows something else than before. Drawing is random but the same for the same seed.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import office
from equal_formulas import why_equal
from formula_text import Kind, Token, read_formula
from office_walk import Cells, Change, TypedFormula, try_out
from sheet_refs import Area, parse_area

from rasp_xl.outgoing.book import cell
from rasp_xl.reports.positions import ALL_WELL, CHECKS

AT_ONCE, FEWEST_SCENES, MOST_SCENES, MOST_TRIALS = 300, 5, 30, 4500
"""Mutants and scenes that one run of LibreOffice takes well within its time; many mutants are noticed in the first scene."""

SWAPS = {
    "<": "<=", "<=": "<", ">": ">=", ">=": ">", "=": "<>", "<>": "=", "+": "-", "-": "+", "*": "+", "/": "*",
    "MIN": "MAX", "MAX": "MIN", "SUM": "COUNT", "COUNT": "COUNTA", "COUNTA": "COUNT", "AVERAGE": "MAX", "AND": "OR", "OR": "AND",
    "ISNUMBER": "ISTEXT", "ROWS": "COLUMNS", "COUNTBLANK": "COUNT", "SUMPRODUCT": "SUM",
    '"DK"': '"NA"', '"NA"': '"DK"', '"NW"': '"NA"', '">=0"': '">=1"', '"closed"': '"weak"', '"weak"': '"closed"', '"final"': '"provisional"',
}  # fmt: skip
MANY_ARGUMENTS = ("MIN", "MAX", "AND", "OR", "SUM")
TERM_SIGNS, LOWER_SIGNS = frozenset("+-&*/"), frozenset({"+", "-", "&", "=", "<", ">", "<=", ">=", "<>"})


_AGAIN = re.compile(r"((?:\S+ ){3,30}?)\1+")
"""A term that stands there once for each gate or area."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One formula of a workbook, broken in one place; what says how."""

    sheet: str
    address: str
    formula: str
    broken: str
    what: str

    def __str__(self) -> str:
        return f"{self.sheet}!{self.address}, {self.what}: {self.formula}  ->  {self.broken}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """Mutants by who noticed them: the sheet Checks, only the comparison of all cells, or nobody."""

    by_checks: tuple[Mutant, ...]
    by_comparison: tuple[Mutant, ...]
    unnoticed: tuple[Mutant, ...]

    @property
    def contradicted(self) -> tuple[Mutant, ...]:
        """Those that somebody noticed although it is said that nobody can: the explanation is wrong."""
        return tuple(mutant for mutant in (*self.by_checks, *self.by_comparison) if explained(mutant))

    @property
    def unexplained(self) -> tuple[Mutant, ...]:
        """Those that somebody might notice, in a round that was not tried."""
        return tuple(mutant for mutant in self.unnoticed if not explained(mutant))

    @property
    def score(self) -> float:
        """The share that was noticed of those that can be, 0-1."""
        return self._share(len(self.unexplained))

    @property
    def strict_score(self) -> float:
        """The share that was noticed of all, whatever explanations there are, 0-1."""
        return self._share(len(self.unnoticed))

    def _share(self, not_noticed: int) -> float:
        noticed = len(self.by_checks) + len(self.by_comparison)
        return noticed / (noticed + not_noticed or 1)


def broken(formula: str) -> list[tuple[str, str]]:
    """All ways to break a formula in one place, each with a word for how."""
    tokens = read_formula(formula).tokens
    found = [*_replaced(tokens), *_without_term(tokens), *_without_argument(tokens)]
    return [(what, text) for what, text in found if text != formula]


def kind_of(formula: str) -> str:
    """A formula without its addresses, numbers and repeated terms: formulas of one kind are made by the same line of ours."""
    texts = {Kind.AREA: "area", Kind.NUMBER: "n", Kind.STRING: "text"}
    shapes = []
    for token in read_formula(formula).tokens:
        wide = ":" if token.kind is Kind.AREA and ":" in token.text else ""
        shapes.append(f"{token.sheet}{texts.get(token.kind, token.text)}{wide}")
    return _AGAIN.sub(r"\1", " ".join(shapes) + " ")


def drawn(data: bytes, per_kind: int, seed: object) -> list[Mutant]:
    """So many mutants of each kind of formula of each sheet, spread over formulas and over the ways to break them."""
    kinds: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for sheet, cells in office.formula_cells(data).items():
        for address, formula in cells.items():
            kinds[sheet, kind_of(formula)].append((address, formula))
    return [
        mutant for (sheet, kind), found in kinds.items() for mutant in _draw(sheet, found, per_kind, f"{seed} {sheet} {kind}")
    ]  # fmt: skip


def _draw(sheet: str, found: Sequence[tuple[str, str]], many: int, seed: str) -> Iterator[Mutant]:
    random, seen, left = Random(seed), set(), 5 * many
    while len(seen) < many and left:
        left -= 1
        address, formula = random.choice(found)
        ways: dict[str, list[str]] = defaultdict(list)
        for what, text in broken(formula):
            ways[what].append(text)
        what = random.choice(sorted(ways)) if ways else ""
        text = random.choice(ways[what]) if ways else formula
        if ways and (address, text) not in seen:
            seen.add((address, text))
            yield Mutant(sheet, address, formula, text, what)


def explained(mutant: Mutant) -> str:
    """Why nobody can notice a mutant; empty where it is not known."""
    return why_equal(mutant.formula, mutant.broken)


def run(data: bytes, mutants: Sequence[Mutant], scenes: Sequence[Change], tmp: Path) -> Outcome:
    """Try each mutant of a workbook in one scene after another, which are what somebody typed before it, until somebody notices it."""
    noticed: dict[Mutant, str] = {}
    left, scene = list(mutants), 0
    while left and scene < len(scenes):
        many = max(FEWEST_SCENES, MOST_TRIALS // min(len(left), AT_ONCE))
        some = scenes[scene : scene + min(many, MOST_SCENES)]
        for first in range(0, len(left), AT_ONCE):
            few = left[first : first + AT_ONCE]
            trials = [{(m.sheet, m.address): TypedFormula(m.broken)} for m in few]
            _, found = try_out(data, some, trials, tmp)
            noticed |= {m: _given_away(one[1]) for m, one in zip(few, found, strict=True) if one}
        left, scene = [m for m in mutants if m not in noticed], scene + len(some)
    checks = tuple(m for m in mutants if noticed.get(m) == CHECKS)
    compared = tuple(m for m in mutants if noticed.get(m, CHECKS) != CHECKS)
    return Outcome(checks, compared, tuple(left))


def _given_away(moved: Cells) -> str:
    """The sheet that gave a mutant away: Checks where its verdict did, else the first on which a cell did."""
    return CHECKS if moved.get((CHECKS, "A2"), ALL_WELL) != ALL_WELL else f"only {next(iter(moved))[0]}"


def _replaced(tokens: Sequence[Token]) -> Iterator[tuple[str, str]]:
    for number, token in enumerate(tokens):
        for what, text in _changed(token):
            yield (
                what,
                "".join((*map(_shown, tokens[:number]), _sheet(token) + text, *map(_shown, tokens[number + 1 :]))),
            )


def _changed(token: Token) -> Iterator[tuple[str, str]]:
    if token.kind is Kind.AREA and (area := parse_area(token.text)):
        yield from ((what, _address(a)) for what, a in _areas(area, ":" in token.text))
    elif token.kind is Kind.NUMBER:
        yield "number", f"{float(token.text) + 1:g}"
    elif token.text in SWAPS:
        yield "swapped", SWAPS[token.text]
    elif token.kind is Kind.STRING and len(token.text) > 2:
        yield "words", token.text[:-1] + 'x"'


def _areas(area: Area, is_range: bool) -> Iterator[tuple[str, Area]]:
    top, left, bottom, right = area.first_row, area.first_column, area.last_row, area.last_column
    for by in (-1, 1):
        if top + by >= 1:
            yield "row shifted", Area(top + by, left, bottom + by, right)
        if left + by >= 1:
            yield "column shifted", Area(top, left + by, bottom, right + by)
    if is_range and bottom > top:
        yield from (
            ("range shortened", Area(top + 1, left, bottom, right)),
            ("range shortened", Area(top, left, bottom - 1, right)),
        )
    if is_range and right > left:
        yield from (
            ("range shortened", Area(top, left + 1, bottom, right)),
            ("range shortened", Area(top, left, bottom, right - 1)),
        )


def _address(area: Area) -> str:
    corners = cell(area.first_row, area.first_column, fixed=True), cell(area.last_row, area.last_column, fixed=True)
    return corners[0] if corners[0] == corners[1] else ":".join(corners)


def _without_term(tokens: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """A sign and what stands after it, up to the next sign, comma or bracket of the same depth."""
    for start, token in enumerate(tokens):
        if token.text in TERM_SIGNS and start and tokens[start - 1].kind not in (Kind.OPERATOR, Kind.OPEN, Kind.COMMA):
            end = _end(tokens, start + 1)
            yield "term dropped", "".join(map(_shown, (*tokens[:start], *tokens[end:])))


def _end(tokens: Sequence[Token], start: int) -> int:
    depth = 0
    for number in range(start, len(tokens)):
        token = tokens[number]
        if not depth and (token.kind in (Kind.COMMA, Kind.CLOSE) or (token.text in LOWER_SIGNS and number > start)):
            return number
        depth += (token.kind is Kind.OPEN) - (token.kind is Kind.CLOSE)
    return len(tokens)


def _without_argument(tokens: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """The second and later arguments of functions that take any number."""
    inside: list[str] = []
    for start, token in enumerate(tokens):
        if token.kind is Kind.OPEN:
            inside.append(tokens[start - 1].text if start and tokens[start - 1].kind is Kind.FUNCTION else "")
        elif token.kind is Kind.CLOSE:
            inside.pop()
        elif token.kind is Kind.COMMA and inside and inside[-1] in MANY_ARGUMENTS:
            end = start + 1
            while _end(tokens, end) != end:
                end = _end(tokens, end)
            yield "argument dropped", "".join(map(_shown, (*tokens[:start], *tokens[end:])))


def _shown(token: Token) -> str:
    return _sheet(token) + token.text


def _sheet(token: Token) -> str:
    if not token.sheet:
        return ""
    return f"'{token.sheet}'!" if token.is_quoted else f"{token.sheet}!"
