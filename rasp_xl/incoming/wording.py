"""Wording: what a typed answer says. Forgiving about form, never guessing about meaning."""

import math
import re
import unicodedata
from functools import lru_cache

from rasp_xl.model.answers import CHOICES
from rasp_xl.model.questions import LEVEL_NAMES, AnswerValue

INVISIBLE = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, 0xAD])
QUOTES_AND_DASHES = str.maketrans(
    {"’": "'", "‘": "'", "`": "'", "´": "'", "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-"}
)

UNKNOWN = frozenset(
    {"dk", "d/k", "don't know", "dont know", "don t know", "do not know", "not known", "unknown", "not sure", "unsure"}
)
INAPPLICABLE = frozenset(
    {"na", "n/a", "n.a.", "n.a", "n / a", "n\\a", "not applicable", "not-applicable", "does not apply", "doesn't apply"}
)
LEVELS = {re.sub(r"[\s-]", "", name.casefold()): level for level, name in enumerate(LEVEL_NAMES)}
NUMBERED = re.compile(r"(?:level\s*)?([0-9]{1,3})(?:\.0*)?(?:\s*[-:.,=(\s]\s*([a-z][a-z\s-]*?)\)?)?")
RAISED = re.compile("[¹²³\u2070-\u2089]")
"""Digits set high or low: 0² is a nought with a footnote, though with its form set aside it would read 02."""

EXACT = dict(CHOICES)


UNREADABLE = object()
"""Stands for an answer that says nothing we know."""


def parse_answer(value: object) -> AnswerValue | object:
    """A cell's value as a level, DK, NA or None for a blank; UNREADABLE for anything else.

    A number with a word must agree with it (3 - Agreed); halves, ranges, dates, TRUE and percentages are not read.
    """
    if isinstance(value, str):
        return _parse_text(value)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return UNREADABLE
    if not math.isfinite(value) or value != int(value):
        return UNREADABLE
    return int(value) if 0 <= value < len(LEVEL_NAMES) else UNREADABLE


@lru_cache(maxsize=1024)
def _parse_text(value: str) -> AnswerValue | object:
    if value in EXACT:
        return EXACT[value]
    text = plain(value)
    if not text:
        return None
    if text in UNKNOWN:
        return "DK"
    if text in INAPPLICABLE:
        return "NA"
    if (word := _word(text)) in LEVELS:
        return LEVELS[word]
    return UNREADABLE if RAISED.search(value) else _numbered(text)


def _numbered(text: str) -> AnswerValue | object:
    found = NUMBERED.fullmatch(text)
    if not found or int(found[1]) >= len(LEVEL_NAMES):
        return UNREADABLE
    level = int(found[1])
    if found[2] and LEVELS.get(_word(found[2])) != level:
        return UNREADABLE
    return level


def _word(text: str) -> str:
    return re.sub(r"[\s-]", "", text)


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Text without differences that nobody means: case, kinds of space, dash and quote, invisible signs."""
    folded = unicodedata.normalize("NFKC", text).translate(INVISIBLE).translate(QUOTES_AND_DASHES)
    return " ".join(folded.casefold().split())
