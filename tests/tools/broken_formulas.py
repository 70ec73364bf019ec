"""Formulas broken one at a time: a reference shifted or shortened, a function or a criterion swapped, a term dropped.

Mutants are drawn for each kind of formula of each sheet, typed into the workbook in LibreOffice, and noticed when any cell
shows something else than before. Drawing is random but the same for the same seed.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import office
from formula_text import Kind, Token, read_formula
from office_walk import Cells, Change, TypedFormula, try_out
from openpyxl.utils.cell import column_index_from_string
from sheet_refs import Area, parse_area

from rasp_xl.outgoing.book import cell
from rasp_xl.reports.positions import ALL_WELL, CHECKS

AT_ONCE, FEWEST_SCENES, MOST_TRIALS = 210, 5, 700
"""Mutants and scenes that one run of LibreOffice takes well within its time; many mutants are noticed in the first scene."""

SWAPS = {
    "<": "<=", "<=": "<", ">": ">=", ">=": ">", "=": "<>", "<>": "=", "+": "-", "-": "+", "*": "+", "/": "*",
    "MIN": "MAX", "MAX": "MIN", "SUM": "COUNT", "COUNT": "COUNTA", "COUNTA": "COUNT", "AVERAGE": "MAX", "AND": "OR", "OR": "AND",
    "ISNUMBER": "ISTEXT", "ROWS": "COLUMNS", "COUNTBLANK": "COUNT", "SUMPRODUCT": "SUM",
    '"DK"': '"NA"', '"NA"': '"DK"', '"NW"': '"NA"', '">=0"': '">=1"', '"closed"': '"weak"', '"weak"': '"closed"', '"final"': '"provisional"',
}  # fmt: skip
LAST_QUESTION = 59
"""The column of the last of 57 questions on Answers."""
MANY_GATES = 2
"""Rows between the first and the last."""
MANY_ARGUMENTS = ("MIN", "MAX", "AND", "OR", "SUM")
TERM_SIGNS, LOWER_SIGNS = frozenset("+-&*/"), frozenset({"+", "-", "&", "=", "<", ">", "<=", ">=", "<>"})


_NOUN = re.compile(r'&IF\((?:"[^"]*"|[^"&])*?=\d," [a-z ]+"," [a-z ]+"\)')
_LINES = re.compile(r"(COLUMN|ROW)\((?:'[^']+'|\w+)!\$([A-Z]+)\$(\d+)(?::\$([A-Z]+)\$(\d+))?\)")
_HELD = re.compile(r'IF\((\$[A-Z]+)\$(\d+)="","",MID\(IF\([^<]*<\1\$(\d+)')
_NAMED = re.compile(r'IF\((\$[A-Z]+)\$(\d+)="","No score",INDEX\(band_label,\1\$(\d+)\)')
_EQUAL = re.compile(r"(SUM(?:IFS)?)\(Answers!\$([A-Z]+)\$4:\$([A-Z]+)\$4\b")
_CAPS = re.compile(r"IF\(COUNT\(\$([IJ])\$(\d+):\$\1\$(\d+)\)>(\d),SMALL")
_SIZE = re.compile(r"ROWS\((?:(?:'[^']+'|\w+)!)?\$[A-Z]+\$(\d+):\$[A-Z]+\$(\d+)\)")


_AGAIN = re.compile(r"((?:\S+ ){3,30}?)\1+")
"""A term that stands there once for each gate or area."""


def _kept(found: re.Match[str]) -> str:
    """Of COLUMN(...) the columns, of ROW(...) the rows: nothing else makes its value."""
    name, *corners = found.groups()
    return f"{name} {corners[0::2] if name == 'COLUMN' else corners[1::2]}"


def _count(found: re.Match[str]) -> str:
    return f"ROWS {int(found[2]) - int(found[1])}"


def _width(found: re.Match[str]) -> str:
    """The row ends with the last question, and in front of the first is a text."""
    first, last = map(column_index_from_string, (found[2], found[3]))
    return f"{found[1]} {last - first}" if first >= 3 and last <= LAST_QUESTION else found[0]


def _more(found: re.Match[str]) -> str:
    """From three on: even a range that is shifted by one has two numbers, and one that is not has three."""
    return "IF(TRUE,SMALL" if int(found[3]) - int(found[2]) >= MANY_GATES else found[0]


def _number(found: re.Match[str]) -> str:
    """A band's number before gates, then the one after, stand below each other on What if."""
    column, row, before = found[1], int(found[2]), int(found[3])
    return found[0].replace(f"{column}${row}=", f"{column}${before}=", 1) if row == before + 1 else found[0]


_ALIKE: tuple[tuple[str, re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    ("COLUMN and ROW look at one side of a range only", _LINES, _kept),
    ("ROWS counts as many rows elsewhere", _SIZE, _count),
    ("the noun of a count that is not 1 here", _NOUN, ""),
    ("a difference is never just as large as what is allowed", re.compile(r"<=?(?=1E-\d)"), "<"),
    ("a score never hangs on the tenth decimal", re.compile(r",(?:9|10)\)"), ",9)"),
    ("MATCH takes any number above 0 for 1", re.compile(r"band_from,[12]\)"), "band_from,1)"),
    ("the last overall has no points, and the heading is a text", re.compile(r"SUM\(Scores!\$K\$\d+:\$K\$\d+\)"), ""),
    ("there is a band after gates just where there is one before", re.compile(r'\$[QR](\$\d+)=""'), r'$Q\1=""'),
    ("there is a band after gates just where there is one before", _HELD, _number),
    ("there is a band after gates just where there is one before", _NAMED, _number),
    ("each question weighs 1 in the row of equal weights", _EQUAL, _width),
    ("each gate has a highest band, so there are as many as gates", _CAPS, _more),
    ("no list of gates is 200 letters long", re.compile(r",3,20[01]\)"), ",3,200)"),
    ("no answer holds a sign that is a wildcard, nor one with a letter after it", re.compile(r'"~([~?*])x"'), r'"~\1"'),
    ("the first line is never an overall", re.compile(r'Scores!\$B\$\d+:\$B\$\d+,"Overall"'), ""),
)
"""Ways to break a formula that leave its value: why, and what shows that nothing else differs."""


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
    def unexplained(self) -> tuple[Mutant, ...]:
        """Those that somebody might notice, in a round that was not tried."""
        return tuple(mutant for mutant in self.unnoticed if not explained(mutant))

    @property
    def score(self) -> float:
        """The share that was noticed of those that can be, 0-1."""
        noticed = len(self.by_checks) + len(self.by_comparison)
        return noticed / (noticed + len(self.unexplained) or 1)


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
    before, after = mutant.formula, mutant.broken
    return next((why for why, pattern, plain in _ALIKE if pattern.sub(plain, before) == pattern.sub(plain, after)), "")


def run(data: bytes, mutants: Sequence[Mutant], scenes: Sequence[Change], tmp: Path) -> Outcome:
    """Try each mutant of a workbook in one scene after another, which are what somebody typed before it, until somebody notices it."""
    noticed: dict[Mutant, str] = {}
    left, scene = list(mutants), 0
    while left and scene < len(scenes):
        some = scenes[scene : scene + max(FEWEST_SCENES, MOST_TRIALS // min(len(left), AT_ONCE))]
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
