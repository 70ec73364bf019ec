"""How figures are shown, the same on every sheet, page and screen."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from rasp_xl.model.answers import CHOICE_TEXTS
from rasp_xl.model.questions import AnswerValue
from rasp_xl.model.rounds import Band

NAMED_AT_MOST = 12


def one_decimal(number: float) -> str:
    """A number as FIXED(number,1) shows it: half away from zero, which is not what Python's format does."""
    return str(Decimal(repr(number)).quantize(Decimal("0.1"), ROUND_HALF_UP))


def day_words(day: date) -> str:
    """A day as a reader sees it, for instance 23 November 2026."""
    return f"{day.day} {day:%B %Y}"


def time_words(time: datetime) -> str:
    """A time as a reader sees it, for instance 23 November 2026, 14:05."""
    return f"{day_words(time.date())}, {time:%H:%M}"


def score_words(score: float | None) -> str:
    """A score as a reader sees it."""
    return "No score" if score is None else one_decimal(score)


def answer_words(value: AnswerValue) -> str:
    """An answer in the words of the drop-down."""
    return "No answer" if value is None else CHOICE_TEXTS[value]


def label(band: Band | None) -> str:
    """A band as a cell shows it."""
    return band.label if band else "No score"


def number_of(band: Band | None) -> int | None:
    """A band's number, or None where there is no score."""
    return band.number if band else None


def few(names: Sequence[str]) -> str:
    """The first three names, and how many more."""
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def named(questions: Sequence[str]) -> str:
    """Ids, the first dozen by name."""
    names = ", ".join(questions[:NAMED_AT_MOST])
    more = len(questions) - NAMED_AT_MOST
    return f"{names} and {more} more" if more > 0 else names
