"""Shared texts: a workbook keeps each text once and its cells by number, while a reader gives each cell a copy of its own.

A few megabytes of one text in thousands of cells would so become gigabytes.
"""

import re
from collections.abc import Mapping

from rasp_xl.incoming.extent import TooFar
from rasp_xl.incoming.hidden_cells import HiddenCells
from rasp_xl.incoming.unpacking import MEBIBYTE, watched

STRING = re.compile(rb"<(?:\w+:)?si[\s/>]")
MOST_TEXT = 100 * MEBIBYTE
"""Bytes of all texts, each counted as often as it is used. A filled template has a quarter of one MB."""

SHORTEST_CELL = len('<c t="s"><v>0</v></c>')


def lengths(strings: bytes) -> list[int]:
    """About how many bytes each shared text has, by its number."""
    return [len(text) for text in STRING.split(strings)[1:]]


def check_texts(strings: bytes, sheets: Mapping[str, bytes], known: Mapping[str, HiddenCells]) -> None:
    """Whether all texts fit, once each cell has its own.

    Raises:
        TooFar: they do not.
    """
    most_cells = sum(map(len, sheets.values())) // SHORTEST_CELL
    if most_cells * max(map(len, strings.split(b"<si"))) <= MOST_TEXT:
        return
    long = lengths(strings)
    total = 0
    for name, part in sheets.items():
        uses = (known.get(name) or watched(name, part)).texts
        total += sum(
            long[int(n)] * times for n, times in uses.items() if n.isascii() and n.isdigit() and int(n) < len(long)
        )
    if total > MOST_TEXT:
        raise TooFar(f"its texts come to more than {MOST_TEXT // MEBIBYTE} MB")
