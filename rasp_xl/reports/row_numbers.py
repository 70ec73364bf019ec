"""Row numbers: one number over all rows of a table of texts, whatever their order, which changes when any row says something else.

Of each text a few signs count, with its length; of a row its texts, each by its column, and the square of it all: so two
rows that change one of their texts change the sum, and two rows that change places do not. It is no proof against somebody
who knows how it is made.
"""

from collections.abc import Iterable, Sequence

from rasp_xl.outgoing.book import clean

SIGNS = (1, 2, -1, -2, -3, -4)
"""Places of the letters that count, from the start and from the end: names differ at their ends, as in Council 0001."""

LENGTH, WEIGHTS, MODULUS = 37, (389, 4603, 1, 11, 121, 1331), 99_991
"""The last four letters count like digits, so that names that end in numbers differ. A million squares below the square of
the modulus add up without rounding."""

PAD = "    "


def columns_that_count(rows: Sequence[Sequence[object]]) -> tuple[int, ...]:
    """The columns, from 0, in which every program counts letters alike: Excel takes an emoji for two."""
    seen: set[tuple[int, str]] = set()
    for row in rows:
        seen.update((column, str(value)) for column, value in enumerate(row))
    odd = {column for column, text in seen if not _is_plain(text)}
    return tuple(column for column in range(len(rows[0])) if column not in odd)


def row_formula(areas: Sequence[str], only: str = "", placed: bool = False) -> str:
    """The expression over columns of a table; only are its rows with a number there. Placed rows may not change places."""
    parts = [f"{_factor(number)}*({_of_text(area)})" for number, area in enumerate(areas)]
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
                known[text] = _number(clean(text))
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


def _is_plain(text: str) -> bool:
    """Letters of one unit each, and nothing that a file writes as an escape."""
    letters = (sign == "\n" or " " <= sign < "\ud800" or "\ue000" <= sign < "\ufffe" for sign in text)
    return "_x" not in text and all(letters)
