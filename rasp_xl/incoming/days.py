"""Days: a date as somebody typed it, the day before the month. A text that leaves a doubt is no date."""

import re
from datetime import date, datetime, timedelta

FIRST_YEAR, LAST_YEAR = 2000, 2099
"""The first as the date's own check in the template has it: Excel shows a lone 12 as 12 January 1900."""

MONTHS = (
    ("january", "ionawr"),
    ("february", "chwefror"),
    ("march", "mawrth", "fawrth"),
    ("april", "ebrill"),
    ("may", "mai", "fai"),
    ("june", "mehefin", "fehefin"),
    ("july", "gorffennaf", "orffennaf"),
    ("august", "awst"),
    ("september", "medi", "fedi"),
    ("october", "hydref"),
    ("november", "tachwedd", "dachwedd"),
    ("december", "rhagfyr", "ragfyr"),
)
"""In English and Welsh, also as Welsh writes some after o (of). Three letters are enough of each."""

WEEKDAY = re.compile(
    r"(?:dydd\s+[a-z]+|(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?|llun|mercher|iau|gwener|sadwrn|sul)"
    r"[\s,.]+"
)
TIME = re.compile(
    r"[t,\s]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?\s*(?:[ap]\.?m\.?)?\s*(?:z|[+-][0-9]{2}:?[0-9]{2})?"
)
YEAR_FIRST = re.compile(r"([0-9]{4})\s*[-/.]\s*([0-9]{1,2})\s*[-/.]\s*([0-9]{1,2})")
DAY_FIRST = re.compile(r"([0-9]{1,2})\s*[-/. ]\s*([0-9]{1,2})\s*[-/. ]\s*([0-9]{4}|[0-9]{2})")
ORDINAL = r"([0-9]{1,2})(?:\s*(?:st|nd|rd|th|af|ail|il|ydd|edd|fed|ed|eg))?"
YEAR = r"'?([0-9]{4}|[0-9]{2})"
DAY_MONTH = re.compile(rf"(?:the\s+)?{ORDINAL}[\s.,/-]*(?:of\s+|o\s+)?([a-z]{{3,}})[\s.,/-]*{YEAR}")
MONTH_DAY = re.compile(rf"([a-z]{{3,}})[\s.-]*{ORDINAL}(?:\s*,\s*|\s+){YEAR}")

FIRST_SERIAL_DAY = date(1899, 12, 30)
"""The day that a spreadsheet counts as 0, for all days after February 1900."""


def day_of(value: object) -> date | None:
    """The day that an entry says: as a date, as a text, or as the number that a date is without its format."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        return typed_day(value)
    if isinstance(value, (int, float)):
        return serial_day(value)
    day = value.date() if isinstance(value, datetime) else value
    return day if isinstance(day, date) and day.year >= FIRST_YEAR else None


def typed_day(text: str) -> date | None:
    """A day from a text such as 12/10/2026, 12th Oct 26, October 12, 2026 or 2026-10-12T09:30."""
    tidy = " ".join(text.casefold().split()).rstrip(".")
    if found := WEEKDAY.match(tidy):
        tidy = tidy[found.end() :]
    if found := TIME.search(tidy):
        tidy = tidy[: found.start()] if found.end() == len(tidy) else ""
    parts = _parts(tidy.strip(" ,"))
    return _day(*parts) if parts else None


def serial_day(number: float) -> date | None:
    """A day from the number by which a spreadsheet keeps it (46307 is 12 October 2026), where the cell lost its format."""
    if not 1 <= number < 100_000:
        return None
    day = FIRST_SERIAL_DAY + timedelta(days=int(number))
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def _parts(text: str) -> tuple[str, int, str] | None:
    """Year, month and day as written."""
    if found := YEAR_FIRST.fullmatch(text):
        return found[1], int(found[2]), found[3]
    if found := DAY_FIRST.fullmatch(text):
        return found[3], int(found[2]), found[1]
    if found := DAY_MONTH.fullmatch(text):
        return found[3], _month(found[2]), found[1]
    if found := MONTH_DAY.fullmatch(text):
        return found[3], _month(found[1]), found[2]
    return None


def _month(name: str) -> int:
    """The number of the one month whose name begins so; 0 where there is none or more than one."""
    numbers = [n for n, names in enumerate(MONTHS, 1) if any(full.startswith(name) for full in names)]
    return numbers[0] if len(numbers) == 1 else 0


def _day(year: str, month: int, day: str) -> date | None:
    """The day, where there is such a day; a year of two digits is of this century up to 68."""
    whole = int(year) if len(year) == 4 else int(year) + (2000 if int(year) <= 68 else 1900)
    try:
        found = date(whole, month, int(day))
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None
