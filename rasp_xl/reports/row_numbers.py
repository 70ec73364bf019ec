"""Row numbers: one number over all rows of a table of texts, whatever their order, which changes when any row says something else.

Of each text a few signs count, with its length; of a row its texts, each by its column, and the square of it all: so two
rows that change one of their texts change the sum, and two rows that change places do not. It is no proof against somebody
who knows how it is made.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import zip_longest

from rasp_xl.outgoing.book import clean

SIGNS = (1, 2, -1, -2, -3, -4)
"""Places of the letters that count, from the start and from the end: names differ at their ends, as in Council 0001."""

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")

LENGTH, WEIGHTS, MODULUS = 37, (389, 4603, 1, 11, 121, 1331), 99_991
"""The last four letters count like digits, so that names that end in numbers differ. A million squares below the square of
the modulus add up without rounding."""

PAD = "    "

MOST_ODD = 20
"""Different emoji of a table that its formula takes out of texts before it counts: each costs length, of which Excel allows 8,192."""


def columns_that_count(rows: Sequence[Sequence[object]]) -> tuple[int, ...]:
    """The columns, from 0, in which every program counts letters alike, once their emoji are taken out and those are not too many."""
    counted, left = [], MOST_ODD
    for column in range(len(rows[0])):
        texts = {str(row[column]) for row in rows}
        odd = len(_odd(texts))
        if odd <= left and all(map(_is_plain, texts)):
            counted.append(column)
            left -= odd
    return tuple(counted)


def odd_letters(rows: Sequence[Sequence[object]], columns: Iterable[int]) -> tuple[str, ...]:
    """For each of some columns, from 0, its emoji and other letters that Excel takes for two, each once."""
    return tuple(_odd({str(row[column]) for row in rows}) for column in columns)


def row_formula(areas: Sequence[str], only: str = "", placed: bool = False, odd: Sequence[str] = ()) -> str:
    """The expression over columns of a table; only are its rows with a number there. Placed rows may not change places.

    The odd letters are those of each column, taken out of its texts.
    """
    texts = [_without(area, letters) for area, letters in zip_longest(areas, odd, fillvalue="")]
    parts = [f"{_factor(number)}*({_of_text(text)})" for number, text in enumerate(texts)]
    if placed:
        parts.append(f"ROW({areas[0]})-ROW({areas[0].partition(':')[0]})")
    counted = f"ISNUMBER({only})*" if only else ""
    return f"SUMPRODUCT({counted}MOD({'+'.join(parts)},{MODULUS})^2)"


def row_number(rows: Iterable[Sequence[object]], placed: bool = False) -> int:
    """The same over the texts and whole numbers of rows."""
    known: dict[str, int] = {}
    total = 0
    for place, row in enumerate(rows):
        found = place if placed else 0
        for number, value in enumerate(row):
            text = "" if value is None else str(value)
            if text not in known:
                known[text] = _number(_ASTRAL.sub("", clean(text)))
            found += _factor(number) * known[text]
        total += (found % MODULUS) ** 2
    return total


def _factor(column: int) -> int:
    return 2 * column + 1


def _of_text(area: str) -> str:
    parts = [f"{LENGTH}*LEN({area})"]
    for sign, weight in zip(SIGNS, WEIGHTS, strict=True):
        if sign == 1:
            letters = f'{area}&" "'
        elif sign > 1:
            letters = f'MID({area}&"{PAD}",{sign},1)'
        else:
            letters = f'RIGHT("{PAD}"&{area},{-sign})'
        parts.append(f"{weight}*_xlfn.UNICODE({letters})")
    return "+".join(parts)


def _number(text: str) -> int:
    """Where a text ends early, blanks count."""
    after, before = text + PAD, PAD + text
    letters = (after[sign - 1] if sign > 0 else before[sign] for sign in SIGNS)
    return LENGTH * len(text) + sum(weight * ord(letter) for weight, letter in zip(WEIGHTS, letters, strict=True))


def _odd(texts: Iterable[str]) -> str:
    return "".join(sorted({letter for text in texts for letter in _ASTRAL.findall(text)}))


def _without(area: str, letters: str) -> str:
    for letter in letters:
        area = f'SUBSTITUTE({area},"{letter}","")'
    return area


def _is_plain(text: str) -> bool:
    """Letters of one unit each, but for those that are taken out, and nothing that a file writes as an escape."""
    letters = (
        sign == "\n" or " " <= sign < "\ud800" or "\ue000" <= sign < "\ufffe" or sign > "\uffff" for sign in text
    )
    return "_x" not in text and all(letters)
