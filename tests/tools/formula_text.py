"""The text of a formula, cut into tokens and read for its grammar.

LibreOffice mends ``SUM(A1:A2`` and ``=="x"`` in silence and Excel refuses the whole workbook, so
the grammar is checked here. A formula is the text inside ``<f>``: no leading "=", English function
names, commas between arguments.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a token is. The value is the name of its group in the pattern."""

    SPACE = "space"
    STRING = "string"
    ARRAY = "array"
    SHEET = "sheet"
    ERROR = "error"
    TABLE = "table"
    FUNCTION = "function"
    AREA = "area"
    NUMBER = "number"
    NAME = "name"
    OPERATOR = "operator"
    OPEN = "open"
    CLOSE = "close"
    COMMA = "comma"
    BAD = "bad"


_WORD = r"[^\W\d][\w.]*"
_CELL = r"\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6}"
_COLUMNS = r"\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}"
_ROWS = r"\$?[1-9]\d{0,6}:\$?[1-9]\d{0,6}"
_IN_BRACKETS = r"(?:[^\[\]']|'.)*"

# The order matters: what is tried first wins, so LOG10( is a function and LOG10 alone a cell.
_TOKEN = re.compile(
    rf"""
      (?P<space>\s+)
    | (?P<string>"(?:[^"]|"")*")
    | (?P<array>\{{(?:"(?:[^"]|"")*"|[^{{}}"])*\}})
    | (?P<sheet>(?:'(?:[^']|'')+'|(?:\[[^\]]*\])?{_WORD})!)
    | (?P<error>\#(?:REF!|DIV/0!|N/A|NAME\?|NUM!|NULL!|VALUE!))
    | (?P<table>(?:{_WORD})?\[(?:[^\[\]']|'.|\[{_IN_BRACKETS}\])*\])
    | (?P<function>{_WORD})(?=\()
    | (?P<area>(?:{_CELL}(?::{_CELL})?|{_COLUMNS}|{_ROWS})(?![\w.(!]))
    | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
    | (?P<name>(?:[^\W\d]|\\)[\w.?\\]*)
    | (?P<operator><=|>=|<>|[-+*/^&=<>:%])
    | (?P<open>\()
    | (?P<close>\))
    | (?P<comma>,)
    | (?P<bad>.)
    """,
    re.VERBOSE | re.DOTALL,
)

_MAY_FOLLOW_A_SHEET = frozenset({Kind.AREA, Kind.NAME, Kind.ERROR})
_BAD_CHARACTERS = {
    '"': "a quotation mark is not closed",
    "'": "an apostrophe is not closed",
    ";": 'a ";" stands where files have ","',
    "{": "a brace is not closed",
    "}": "a brace is not opened",
    "[": "a square bracket is not closed",
    "]": "a square bracket is not opened",
    "!": 'a "!" has no sheet before it or no cell after it',
}


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of a formula. ``sheet`` is the unquoted sheet before a cell or name, or ""."""

    kind: Kind
    text: str
    sheet: str = ""
    is_quoted: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """One use of a function. ``inside`` names the functions around it, the outermost first."""

    name: str
    n_arguments: int
    inside: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula read. ``fault`` says the first thing wrong with its grammar, or is ""."""

    text: str
    tokens: tuple[Token, ...]
    calls: tuple[Call, ...]
    fault: str


def read_formula(text: str, *, is_list: bool = False) -> Formula:
    """Read a formula, whatever is wrong with it.

    Args:
        text: the formula without its "=".
        is_list: whether commas may join ranges at the top level, as in the rows and columns that
            repeat on each printed page.
    """
    tokens = tuple(_tokens(text))
    reader = _Reader(is_list=is_list)
    fault = next(filter(None, map(reader.take, tokens)), "") or reader.end()
    return Formula(text, tokens, tuple(reader.calls), fault)


def string_value(token: Token) -> str:
    """Give the text that a string token stands for."""
    return token.text[1:-1].replace('""', '"')


def _tokens(text: str) -> Iterator[Token]:
    """Yield the tokens without spaces, each sheet joined to what follows it."""
    sheet = ""
    for found in _TOKEN.finditer(text):
        kind = Kind(found.lastgroup or "bad")
        if sheet and kind not in _MAY_FOLLOW_A_SHEET:
            yield Token(Kind.BAD, "!")
        if kind is Kind.SHEET:
            sheet = found.group()[:-1]
        elif kind is not Kind.SPACE:
            yield Token(kind, found.group(), _unquoted(sheet), sheet.startswith("'"))
            sheet = ""
    if sheet:
        yield Token(Kind.BAD, "!")


def _unquoted(sheet: str) -> str:
    return sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet


@dataclass(slots=True)
class _Frame:
    """An open bracket: of a function, or a plain one with no name."""

    name: str
    n_commas: int = 0
    is_empty: bool = True


@dataclass(slots=True)
class _Reader:
    """Takes tokens one by one and says at which of them the grammar breaks.

    ``wants_value`` is True where a value must come next, False where an operator must.
    ``last`` is the kind of the token before.
    """

    is_list: bool
    wants_value: bool = True
    last: Kind = Kind.OPERATOR
    function: str = ""
    frames: list[_Frame] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)

    def take(self, token: Token) -> str:
        """Take one token; the fault it makes, or ""."""
        fault = self._step(token)
        self.last = token.kind
        return fault

    def end(self) -> str:
        """Say what is missing at the end, or ""."""
        if self.frames:
            return f"brackets not closed: {len(self.frames)}"
        return "it ends where a value should come" if self.wants_value else ""

    def _step(self, token: Token) -> str:
        match token.kind:
            case Kind.BAD:
                unknown = f"the character {token.text!r} belongs in no formula"
                return _BAD_CHARACTERS.get(token.text, unknown)
            case Kind.OPERATOR:
                return self._operator(token.text)
            case Kind.COMMA:
                return self._comma()
            case Kind.CLOSE:
                return self._close()
            case Kind.OPEN:
                return self._open()
        return self._value(token)

    def _value(self, token: Token) -> str:
        if not self.wants_value:
            return f"no operator stands before {token.text[:30]!r}"
        if self.frames:
            self.frames[-1].is_empty = False
        if token.kind is Kind.FUNCTION:
            self.function = token.text
        else:
            self.wants_value = False
        return ""

    def _operator(self, operator: str) -> str:
        if self.wants_value and operator not in {"+", "-"}:
            return f"no value stands before the operator {operator!r}"
        if operator != "%":
            self.wants_value = True
        return ""

    def _open(self) -> str:
        if not self.wants_value:
            return "a bracket opens where an operator should come"
        if self.frames:
            self.frames[-1].is_empty = False
        self.frames.append(_Frame(self.function))
        self.function = ""
        return ""

    def _comma(self) -> str:
        if self._lacks_value():
            return "a comma stands where a value should come"
        if self.frames:
            self.frames[-1].n_commas += 1
            self.frames[-1].is_empty = False
        elif not self.is_list:
            return "a comma stands outside all brackets"
        self.wants_value = True
        return ""

    def _close(self) -> str:
        if not self.frames:
            return "a bracket closes that was never opened"
        if self._lacks_value():
            return "a bracket closes where a value should come"
        frame = self.frames.pop()
        if frame.name:
            inside = tuple(outer.name for outer in self.frames if outer.name)
            self.calls.append(Call(frame.name, 0 if frame.is_empty else frame.n_commas + 1, inside))
        self.wants_value = False
        return ""

    def _lacks_value(self) -> bool:
        """Tell whether a value is missing; an argument of a function may be left empty."""
        may_be_empty = bool(self.frames) and bool(self.frames[-1].name)
        after_bracket_or_comma = self.last in {Kind.OPEN, Kind.COMMA}
        return self.wants_value and not (may_be_empty and after_bracket_or_comma)
