"""Numbers as people type them into our own workbooks: with a decimal comma, as text, with a per cent sign."""

import math
import re

from rasp_xl.incoming.entered import Entered, Problem
from rasp_xl.model.setting_rules import Limits

TYPED = re.compile(r"([+-]?[0-9]{1,9}(?:[.,][0-9]{1,9})?)\s*%?")


def number_in(entry: Entered) -> float | None:
    """The number that a cell holds or that a text in it says; None for anything else, a date and TRUE among it."""
    value = entry.value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value if math.isfinite(value) else None
    found = TYPED.fullmatch(entry.text) if isinstance(value, str) else None
    return float(found[1].replace(",", ".")) if found else None


def read_number(entry: Entered, label: str, limits: Limits, problems: list[Problem]) -> float:
    """A number within limits that are numbers; the least where there is none, and then it is said.

    A spreadsheet makes 0.8 of 80 %. So of what need not be whole, nothing between 0 and 1 is taken, nor 1, which is 100 %.
    """
    number = number_in(entry)
    least, most = float(limits.least), float(limits.most)
    if entry.trouble:
        problems.append(entry.trouble)
    elif number is not None and not limits.whole and 0 < number <= 1:
        message = f"{label} reads {number:g}, which a spreadsheet makes of {100 * number:g}%."
        fix = f"Type {100 * number:g}, without a per cent sign."
        problems.append(Problem(entry.place, message, fix))
    elif number is None or not least <= number <= most or (limits.whole and number != int(number)):
        reads = f"reads “{entry.text}”" if entry.text else "is not filled in"
        problems.append(Problem(entry.place, f"{label} {reads}.", f"Type {limits.words}."))
    else:
        return int(number) if number == int(number) else number
    return limits.least if isinstance(limits.least, (int, float)) else least
