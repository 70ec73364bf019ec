"""How our workbooks look: named cell styles, and how much room a wrapped text needs."""

import math
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from rasp_xl.model.palette import BLUE, DARK_TEXT
from rasp_xl.model.rounds import Band

INK = DARK_TEXT
RULE = "#b1b4b6"
HEAD_FILL = "#12436d"
ENTRY_FILL = "#fff8dc"
SOFT_FILL = "#f3f2f1"
WARN_FILL = "#ffe1c7"
DISCLAIMER = (
    "An independent implementation based on the public description of RASP (Eduserv and Socitm, 2017). Not affiliated "
    "with or endorsed by Socitm, Eduserv or Jisc. Questions and thresholds are ours: formative, not validated."
)
LETTERS_PER_WIDTH = 1.16
"""A width of 10 holds ten digits, and in running text about twelve letters; a tenth is kept back."""

FIRST_WIDE = "\u2e80"
"""Of the characters that take two letters' room; what stands before it takes one, near enough."""

HIGHEST_ROW = 409.0
"""Points; Excel allows no higher row."""

BASE: Mapping[str, Any] = {"font_name": "Arial", "font_size": 10, "font_color": INK, "valign": "top"}
STYLES: Mapping[str, Mapping[str, Any]] = {
    "plain": {},
    "wrap": {"text_wrap": True},
    "title": {"font_size": 18, "bold": True},
    "heading": {"font_size": 13, "bold": True, "font_color": HEAD_FILL, "valign": "bottom"},
    "lead": {"font_size": 11},
    "lead link": {"font_size": 11, "font_color": "#12436d", "underline": 1},
    "lead wrap": {"font_size": 11, "text_wrap": True},
    "quiet": {"font_color": "#505a5f", "text_wrap": True},
    "label plain": {"bold": True},
    "label": {"bold": True, "text_wrap": True},
    "head": {
        "bold": True,
        "align": "left",
        "indent": 1,
        "font_color": "#ffffff",
        "bg_color": HEAD_FILL,
        "text_wrap": True,
        "border": 1,
        "border_color": RULE,
    },
    "table head": {"bold": True, "text_wrap": True, "bottom": 2, "bottom_color": INK},
    "cell": {"align": "left", "indent": 1, "text_wrap": True, "border": 1, "border_color": RULE},
    "cell bold": {"align": "left", "indent": 1, "text_wrap": True, "border": 1, "border_color": RULE, "bold": True},
    "cell quiet": {
        "align": "left",
        "indent": 1,
        "text_wrap": True,
        "border": 1,
        "border_color": RULE,
        "font_color": "#505a5f",
    },
    "cell centre": {"border": 1, "border_color": RULE, "align": "center"},
    "cell agreed": {"border": 2, "border_color": HEAD_FILL, "align": "center", "bold": True},
    "cell soft": {
        "align": "left",
        "indent": 1,
        "text_wrap": True,
        "border": 1,
        "border_color": RULE,
        "bg_color": SOFT_FILL,
    },
    "number": {"indent": 1, "border": 1, "border_color": RULE, "num_format": "0", "align": "right"},
    "plain number": {"indent": 1, "border": 1, "border_color": RULE, "align": "right"},
    "number 1": {"indent": 1, "border": 1, "border_color": RULE, "num_format": "0.0", "align": "right"},
    "cell deviation": {"border": 1, "border_color": RULE, "num_format": "0.00", "align": "center"},
    "number signed": {"indent": 1, "border": 1, "border_color": RULE, "num_format": "+0.0;-0.0;0.0", "align": "right"},
    "number signed whole": {"indent": 1, "border": 1, "border_color": RULE, "num_format": "+0;-0;0", "align": "right"},
    "area gain": {"indent": 1, "border": 1, "border_color": RULE, "num_format": '"area "+0.0', "align": "right"},
    "overall gain": {"indent": 1, "border": 1, "border_color": RULE, "num_format": '"overall "+0.00', "align": "right"},
    "number general": {"indent": 1, "border": 1, "border_color": RULE, "align": "right"},
    "date": {"border": 1, "border_color": RULE, "num_format": "d mmmm yyyy", "align": "left"},
    "entry": {"text_wrap": True, "border": 1, "border_color": RULE, "bg_color": ENTRY_FILL, "locked": False},
    "entry centre": {
        "align": "center",
        "border": 1,
        "border_color": RULE,
        "bg_color": ENTRY_FILL,
        "locked": False,
    },
    "open": {"text_wrap": True, "locked": False},
    "entry bold": {
        "text_wrap": True,
        "border": 1,
        "border_color": RULE,
        "bg_color": ENTRY_FILL,
        "locked": False,
        "bold": True,
    },
    # A name such as 12 or TRUE, chosen from a list, stays a text.
    "entry name": {
        "text_wrap": True,
        "border": 1,
        "border_color": RULE,
        "bg_color": ENTRY_FILL,
        "locked": False,
        "bold": True,
        "num_format": "@",
    },
    "entry date": {
        "border": 1,
        "border_color": RULE,
        "bg_color": ENTRY_FILL,
        "locked": False,
        "num_format": "d mmmm yyyy",
        "align": "left",
    },
    "quiet plain": {"font_color": "#505a5f"},
    "link": {"font_color": "#12436d", "underline": 1, "text_wrap": True},
    "cell link": {
        "indent": 1,
        "font_color": "#12436d",
        "underline": 1,
        "text_wrap": True,
        "border": 1,
        "border_color": RULE,
    },
    "map": {"border": 1, "border_color": RULE, "num_format": "0.0", "align": "center", "valign": "vcenter"},
    "map key": {
        "font_size": 9,
        "border": 1,
        "border_color": RULE,
        "align": "center",
        "valign": "vcenter",
        "text_wrap": True,
    },
    "map text": {"border": 1, "border_color": RULE, "align": "center", "valign": "vcenter"},
    "map word": {"indent": 1, "border": 1, "border_color": RULE, "valign": "vcenter"},
    "map link": {
        "indent": 1,
        "text_wrap": True,
        "font_color": "#12436d",
        "underline": 1,
        "border": 1,
        "border_color": RULE,
        "valign": "vcenter",
    },
    "input": {"indent": 1, "border": 1, "border_color": RULE, "bg_color": ENTRY_FILL, "align": "right"},
}


def band_styles(bands: tuple[Band, ...]) -> list[tuple[Band, Mapping[str, Any]]]:
    """The colours of each band, for cells whose number and word stand beside or within."""
    return [
        (band, {"bg_color": BLUE.fills[band.number - 1], "font_color": BLUE.text_on(band.number)}) for band in bands
    ]


@lru_cache(maxsize=16_384)
def lines(text: str, width: float, size: float = 10) -> int:
    """How many lines a text takes in a column so many characters wide, by words, a little generous."""
    room = max(4.0, width * 10 / size * LETTERS_PER_WIDTH)
    if _letters(text) <= room and "\n" not in text:
        return 1
    total = 0
    for paragraph in text.split("\n"):
        used, count = 0.0, 1
        for word in paragraph.split(" "):
            length = _letters(word)
            if used and used + 1 + length > room:
                count, used = count + 1, 0.0
            count += math.ceil(length / room) - 1 if length > room else 0
            used += length + (1 if used else 0)
        total += count
    return total


def _letters(text: str) -> int:
    """How many letters' room a text takes: Chinese and the like, and emoji, twice that of ours."""
    return len(text) if text.isascii() else len(text) + sum(sign >= FIRST_WIDE for sign in text)


def row_height(texts: Iterable[tuple[str, float]], size: float = 10, least: int = 1) -> float:
    """Height in points for the tallest of some wrapped texts, each with its column's width in characters.

    Written out for every row, because LibreOffice clips wrapped text that has none.
    """
    most = max((lines(text, width, size) for text, width in texts), default=1)
    return min(HIGHEST_ROW, max(least, most) * size * 1.28 + 4)
