"""Wording: what a typed answer says. Forgiving about form, never guessing about meaning.

A reason beside an answer (not applicable - no staff, agreed in part) is not taken off: it may turn the answer round.
"""

import math
import re
import unicodedata
from functools import lru_cache

from rasp_xl.model.answers import CHOICES
from rasp_xl.model.questions import LEVEL_NAMES, AnswerValue

INVISIBLE = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, 0xAD])
QUOTES_AND_DASHES = str.maketrans(
    {
        "’": "'", "‘": "'", "‛": "'", "`": "'", "´": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
        "–": "-", "—": "-", "―": "-", "−": "-", "‐": "-", "‑": "-", "‒": "-",
    }
)  # fmt: skip

UNKNOWN = frozenset(
    {
        "dk", "d/k", "d.k", "don't know", "dont know", "don t know", "do not know", "not known", "unknown", "not sure",
        "unsure",
    }
)  # fmt: skip
INAPPLICABLE = frozenset(
    {"na", "n/a", "n.a", "n / a", "n\\a", "not applicable", "not-applicable", "does not apply", "doesn't apply"}
)
LEVELS = {re.sub(r"[\s-]", "", name.casefold()): level for level, name in enumerate(LEVEL_NAMES)}
NUMBERED = re.compile(r"(?:l(?:evel)?\s*)?([0-9]{1,3})(?:\.0*)?(?:\s*[-:.,=/;(\s]\s*([a-z][a-z\s-]*?)\)?)?")
"""Level 3, 3., 3.0, 3 - agreed, 3 (agreed)."""

WORD_FIRST = re.compile(r"([a-z][a-z\s-]*?)\s*[-:,=/;(\s]\s*(?:l(?:evel)?\s*)?([0-9]{1,3})\)?")
"""Agreed (3), agreed: level 3."""

IN_BRACKETS = re.compile(r"\(([^()]*)\)|([0-9]+)\)")
"""(3), 3) and (agreed)."""

RAISED = re.compile("[¹²³\u2070-\u2089]")
"""Digits set high or low: 0² is a nought with a footnote, though with its form set aside it would read 02."""

EXACT = dict(CHOICES)
LONGEST = 200
"""No answer is longer; a text of many pages is not searched for one."""


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


def says_two_levels(value: object) -> bool:
    """Whether an unreadable answer names one level in figures and another in words, as 2 Discussed does."""
    if not isinstance(value, str) or len(value) > LONGEST:
        return False
    figures, word = _figures_and_word(_bare(plain(value))) or (0, "")
    return word in LEVELS and LEVELS[word] != figures


@lru_cache(maxsize=1024)
def _parse_text(value: str) -> AnswerValue | object:
    if value in EXACT:
        return EXACT[value]
    text = plain(value) if len(value) <= LONGEST else value.strip()
    if not text:
        return None
    if len(text) > LONGEST:
        return UNREADABLE
    text = _bare(text)
    if (word := _word(text)) in LEVELS:
        return LEVELS[word]
    return _without_level(text) or (UNREADABLE if RAISED.search(value) else _numbered(text))


def _without_level(text: str) -> AnswerValue:
    """Don't know and Not applicable. Whoever puts a question mark behind Don't know does not know either."""
    if text.rstrip("? ") in UNKNOWN:
        return "DK"
    return "NA" if text in INAPPLICABLE else None


def _bare(text: str) -> str:
    """A text without what nobody means around it: quotation marks, a full stop at the end, brackets."""
    text = text.strip("\"' ").rstrip(". ")
    bracketed = IN_BRACKETS.fullmatch(text)
    return (bracketed[1] or bracketed[2] or text).strip() if bracketed else text


def _numbered(text: str) -> AnswerValue | object:
    figures, word = _figures_and_word(text) or (len(LEVEL_NAMES), "")
    if figures >= len(LEVEL_NAMES) or (word and LEVELS.get(word) != figures):
        return UNREADABLE
    return figures


def _figures_and_word(text: str) -> tuple[int, str] | None:
    """A number with the word beside it, which may be empty; None where the text is nothing of the kind."""
    if found := NUMBERED.fullmatch(text):
        return int(found[1]), _word(found[2] or "")
    found = WORD_FIRST.fullmatch(text)
    return (int(found[2]), _word(found[1])) if found else None


def _word(text: str) -> str:
    return re.sub(r"[\s-]", "", text)


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Text without differences that nobody means: case, kinds of space, dash and quote, invisible signs."""
    folded = unicodedata.normalize("NFKC", text).translate(INVISIBLE).translate(QUOTES_AND_DASHES)
    return " ".join(folded.casefold().split())
