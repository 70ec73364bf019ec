"""Live words: expressions of the workbook, each with what it gives by the engine, and sentences put together from them."""

from collections.abc import Sequence
from dataclasses import dataclass

from rasp_xl.model.showing import one_decimal
from rasp_xl.outgoing.book import Sheet

LONGEST_LITERAL = 255
"""Characters that Excel takes between two quotation marks of a formula."""


SETTINGS_RIGHT, NOT_RIGHT = "settings_right", "no"
"""The name of the cells of Settings that say whether each setting can be right, and what they say of one that cannot."""

ALL_RIGHT = f'COUNTIF({SETTINGS_RIGHT},"{NOT_RIGHT}")=0'
MEND_FIRST = "A setting cannot be right. Until it is mended on Settings, nothing can be said here."


@dataclass(frozen=True, slots=True)
class Live:
    """An expression without its "=", and what it gives as things are: a number, a text, or None for an empty text."""

    expression: str
    value: object


def sentence(*parts: str | Live) -> Live:
    """Words and figures side by side; formula and text come from the same parts, so that they say the same."""
    pieces = [part.expression if isinstance(part, Live) else literal(part) for part in parts]
    return Live("&".join(pieces), "".join(str(part.value) if isinstance(part, Live) else part for part in parts))


def literal(text: str) -> str:
    """A text as a formula holds it, in pieces where it is long."""
    starts = range(0, len(text), LONGEST_LITERAL) or (0,)
    return "&".join('"' + text[s : s + LONGEST_LITERAL].replace('"', '""') + '"' for s in starts)


def counted(area: str, what: str, value: int) -> Live:
    """How many cells of an area hold something."""
    return Live(f'COUNTIF({area},"{what}")', value)


def nouned(count: Live, one: str, many: str = "") -> Live:
    """A number with its noun: 1 council, 2 councils."""
    several = many or one + "s"
    shown = f"{count.value} {one if count.value == 1 else several}"
    return Live(f'{count.expression}&IF({count.expression}=1," {one}"," {several}")', shown)


def decimal(expression: str, value: float) -> Live:
    """A number with one decimal, as every sentence shows it."""
    return Live(f"FIXED({expression},1,TRUE)", one_decimal(value))


def typed(expression: str, number: float) -> Live:
    """A number as somebody typed it, for instance a setting: 25, not 25.0."""
    return Live(expression, int(number) if number == int(number) else number)


def either(condition: str, holds: bool, yes: Live, no: Live) -> Live:
    """One of two sentences by a condition, of which it is said whether it holds now."""
    return Live(f"IF({condition},{yes.expression},{no.expression})", yes.value if holds else no.value)


def unless(condition: str, holds: bool, words: str, otherwise: Live) -> Live:
    """One sentence where a condition holds, which says whether it holds now, and another where it does not."""
    return either(condition, holds, sentence(words), otherwise)


def when_right(words: Live) -> Live:
    """A sentence that hangs on settings, said only while all of them can be right, as they are at scoring."""
    return either(ALL_RIGHT, True, words, sentence(MEND_FIRST))


def joined(parts: Sequence[Live], between: str) -> Live:
    """Parts in a row."""
    pieces: list[str | Live] = []
    for part in parts:
        pieces += [between, part] if pieces else [part]
    return sentence(*pieces)


def say(sheet: Sheet, row: int, words: Live, style: str = "lead", column: int = 1) -> None:
    """Write a live sentence into a cell, the row's first unless said otherwise."""
    sheet.formula(row, column, f"={words.expression}", words.value, style)
