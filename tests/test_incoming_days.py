"""A day as somebody typed it: the day before the month, in English or Welsh, and nothing guessed."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rasp_xl.incoming.days import serial_day, typed_day

DAY = date(2026, 10, 12)

READ = [
    "12/10/2026",
    "12.10.2026",
    "12-10-2026",
    "12 10 2026",
    "12 / 10 / 2026",
    "12/10/26",
    "12.10.26",
    "2026-10-12",
    "2026/10/12",
    "2026.10.12",
    "2026-10-12T17:30:00",
    "2026-10-12 17:30",
    "2026-10-12T17:30:00.000Z",
    "2026-10-12T17:30:00+01:00",
    "12/10/2026 09:05",
    "12/10/2026, 5:30 pm",
    "12 October 2026",
    "12 Oct 2026",
    "12 Oct 26",
    "12-Oct-26",
    "12-OCT-2026",
    "12 Oct. 2026",
    "12 October, 2026",
    "12th October 2026",
    "12th of October 2026",
    "the 12th of October, 2026",
    "12 October '26",
    "October 12, 2026",
    "Oct 12 2026",
    "October 12th, 2026",
    "Monday 12 October 2026",
    "Monday, 12 October 2026",
    "Mon 12 Oct 2026",
    "Mon. 12/10/2026",
    "12 Hydref 2026",
    "12fed Hydref 2026",
    "12 o Hydref 2026",
    "dydd Llun 12 Hydref 2026",
    "Llun, 12 Hyd 26",
    " 12  October\n2026 ",
    "12 October 2026.",
]

OTHER_DAYS = [
    ("1st March 2026", date(2026, 3, 1)),
    ("2nd May 2026", date(2026, 5, 2)),
    ("3 Mai 2026", date(2026, 5, 3)),
    ("1 Mawrth 2026", date(2026, 3, 1)),
    ("dydd Mawrth 3 Mawrth 2026", date(2026, 3, 3)),
    ("4 o Dachwedd 2026", date(2026, 11, 4)),
    ("30 Sept 2026", date(2026, 9, 30)),
    ("29 February 2028", date(2028, 2, 29)),
    ("10/12/2026", date(2026, 12, 10)),
    ("9.1.26", date(2026, 1, 9)),
]

NOT_READ = [
    "", "soon", "TBC", "-", "Q3", "2026", "October 2026", "12 October", "Oct", "46307", "12102026", "20261012",
    "10/32/2026", "31/02/2026", "12/13/2026", "29 February 2026", "0/10/2026", "12/10/99", "12/10/1999", "12 October 1926",
    "12/10", "12-14 October 2026", "12 or 13 October 2026", "12/10/2026 or later", "by 12 October 2026", "12 Octember 2026",
    "12 Ju 2026", "12 m 2026", "12/10/026", "12/10/20261", "١٢/١٠/٢٠٢٦", "12 October 2026 and 13 October 2026", "17:30",
    "12/10/2026 17", "March Mawrth 2026", "#REF!", "=TODAY()",
]  # fmt: skip


@pytest.mark.parametrize("typed", READ)
def test_day_is_read_in_any_usual_form(typed: str) -> None:
    """Every usual way to write 12 October 2026 is that day."""
    assert typed_day(typed) == DAY


@pytest.mark.parametrize(("typed", "day"), OTHER_DAYS)
def test_day_comes_before_the_month(typed: str, day: date) -> None:
    """Here the day is written first, and short names and Welsh ones are months too."""
    assert typed_day(typed) == day


@pytest.mark.parametrize("typed", NOT_READ)
def test_text_that_leaves_a_doubt_is_no_day(typed: str) -> None:
    """Days that do not exist, ranges, and dates without a year are left to be asked about."""
    assert typed_day(typed) is None


@given(st.text(alphabet="0123456789/.-: thndrstocmaybejulgwefiJZ'", max_size=24))
@settings(max_examples=800, deadline=None, derandomize=True)
def test_anything_typed_is_a_day_of_this_century_or_none(typed: str) -> None:
    """No text, however odd, stops the run or gives a day of another age."""
    day = typed_day(typed)

    assert day is None or 2000 <= day.year <= 2099


@given(st.dates(date(2000, 1, 1), date(2068, 12, 31)))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_every_day_is_read_back(day: date) -> None:
    """However a spreadsheet shows a day, it is the same day again."""
    forms = ("%d/%m/%Y", "%d/%m/%y", "%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%a %d %b %y", "%A, %d %B %Y")

    assert {typed_day(day.strftime(form)) for form in forms} == {day}


@pytest.mark.parametrize(
    ("number", "day"),
    [
        (46307, DAY),
        (46307.75, DAY),
        (36526, date(2000, 1, 1)),
        (36525, None),
        (73050, date(2099, 12, 31)),
        (73051, None),
        (2026, None),
        (12, None),
        (0, None),
        (-1, None),
        (20261012, None),
        (float("nan"), None),
        (float("inf"), None),
    ],
)
def test_number_of_a_day_is_that_day(number: float, day: date | None) -> None:
    """A spreadsheet counts days from the end of 1899; other numbers, as a lone year, are no days."""
    assert serial_day(number) == day


def test_number_of_a_day_counts_days() -> None:
    """The next number is the next day."""
    assert serial_day(46308) == DAY + timedelta(days=1)
