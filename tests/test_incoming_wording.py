"""What a typed answer is taken for: forgiving about form, never guessing about meaning."""

import math
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rasp_xl.incoming.wording import UNREADABLE, parse_answer, plain, says_two_levels

NBSP, ZERO_WIDTH, BOM, SOFT_HYPHEN = "\u00a0", "\u200b", "\ufeff", "\u00ad"

READ = [
    # as chosen from the list
    ("0 Not started", 0),
    ("1 Discussed", 1),
    ("2 In progress", 2),
    ("3 Agreed", 3),
    ("4 Embedded", 4),
    ("Don't know", "DK"),
    ("Not applicable", "NA"),
    # numbers, as a spreadsheet keeps them
    (0, 0),
    (0.0, 0),
    (-0.0, 0),
    (1.0, 1),
    (3, 3),
    (3.0, 3),
    (4, 4),
    # numbers as text
    ("0", 0),
    ("3", 3),
    ("03", 3),
    ("003", 3),
    ("3.0", 3),
    ("3.", 3),
    ("3.00", 3),
    (" 3 ", 3),
    ("\t3\n", 3),
    (f"{NBSP}3{NBSP}", 3),
    (f"{ZERO_WIDTH}3", 3),
    (f"{BOM}3{SOFT_HYPHEN}", 3),
    ("\uff13", 3),  # full width, as an East Asian keyboard types it
    ("\uff10\uff13", 3),
    # number and word
    ("3 agreed", 3),
    ("3 AGREED", 3),
    ("3  Agreed", 3),
    (f"3{NBSP}Agreed", 3),
    ("3\nAgreed", 3),
    (" 3 - agreed", 3),
    ("3-Agreed", 3),
    ("3 – Agreed", 3),
    ("3—Agreed", 3),
    ("3 \u2212 Agreed", 3),
    ("3\u2011Agreed", 3),
    ("3: Agreed", 3),
    ("3. Agreed", 3),
    ("3, agreed", 3),
    ("3 = Agreed", 3),
    ("3 (Agreed)", 3),
    ("3(agreed)", 3),
    ("3.0 Agreed", 3),
    ("03 agreed", 3),
    ("\uff13 \uff21\uff47\uff52\uff45\uff45\uff44", 3),
    ("0 - Not-started", 0),
    ("0 notstarted", 0),
    ("2 in-progress", 2),
    ("2 - In  Progress", 2),
    ("level 3", 3),
    ("Level 3", 3),
    ("LEVEL3", 3),
    ("level 2 - in progress", 2),
    ("L3", 3),
    ("l 2", 2),
    ("L3 - Agreed", 3),
    ("3)", 3),
    ("(3)", 3),
    ("( 3 )", 3),
    ("(3).", 3),
    ("3 Agreed.", 3),
    ("3/Agreed", 3),
    ("3; agreed", 3),
    ("'3", 3),  # an apostrophe that was to make a text of it
    ('"3 Agreed"', 3),
    ("“3 Agreed”", 3),
    ("‘3’", 3),
    ("3 ― Agreed", 3),
    ("agreed (3)", 3),
    ("Agreed - 3", 3),
    ("agreed, 3", 3),
    ("AGREED 3", 3),
    ("In progress (level 2)", 2),
    ("not started: 0", 0),
    # word alone
    ("agreed", 3),
    ("Agreed.", 3),
    ("Agreed ...", 3),
    ("(agreed)", 3),
    ("“Agreed”", 3),
    ("AGREED", 3),
    (" Agreed ", 3),
    ("a\u00adgreed", 3),
    ("Not started", 0),
    ("not-started", 0),
    ("NOT STARTED", 0),
    ("In progress", 2),
    ("in\u00a0progress", 2),
    ("embedded", 4),
    ("discussed", 1),
    # don't know
    ("DK", "DK"),
    ("d/k", "DK"),
    ("dont know", "DK"),
    ("don’t know", "DK"),
    ("Don`t Know", "DK"),
    ("DON'T KNOW", "DK"),
    ("do not know", "DK"),
    ("not known", "DK"),
    ("Unknown", "DK"),
    ("not sure", "DK"),
    ("unsure", "DK"),
    ("Don\u02bct know", "DK"),
    ("Don't know.", "DK"),
    ("don't know?", "DK"),  # whoever asks back does not know either
    ("“Don’t know”", "DK"),
    ("d.k.", "DK"),
    ("(DK)", "DK"),
    ("Don't\u00a0know", "DK"),
    # not applicable
    ("NA", "NA"),
    ("n/a", "NA"),
    ("N/A", "NA"),
    ("N/A ", "NA"),
    ("N/A.", "NA"),
    ("(n/a)", "NA"),
    ("Not applicable.", "NA"),
    ("'N/A'", "NA"),
    ("ｎ／ａ", "NA"),
    ("n.a.", "NA"),
    ("n.a", "NA"),
    ("n / a", "NA"),
    ("n\\a", "NA"),
    ("not applicable", "NA"),
    ("Not-applicable", "NA"),
    ("does not apply", "NA"),
    ("doesn’t apply", "NA"),
    # nothing that anybody can see
    (None, None),
    ("", None),
    ("   ", None),
    (NBSP, None),
    (ZERO_WIDTH, None),
    ("\n", None),
]

NOT_READ = [
    "3 - Not started", "3 Mostly", "3 agreed in part", "3 - agreed - mostly", "agreed (3) or embedded (4)",
    "level agreed", "agreed (2)", "agreed (3) mostly", "2 Discussed", "5 Agreed", "Agred", "Embeded", "In progres",
    "Not aplicable", "agreed - see minute 12", "agreed in principle", "agreed?", "agreed / embedded", "agreed!",
    "not applicable - no staff", "n/a (no staff)", "n/a?", "don't know, ask IT", "3 don't know", "n/a 0", "level", "L",
    "L33", "(3", "3 (", "(3) (4)", "4+", "~3", "<3", "3 of 4", "0/4", "1 or 2", "¾", "2.5", "2,5", "3½", "0²", "0₂", "5",
    "-1", "+3", "33", "0003", "2-3", "2 – 3", "2 to 3", "2 or 3", "3/4", "3 / 4", "3?", "3+", "75%", "100 %", "TRUE",
    "yes", "no", "x", "✓", "-", "–", ".", "?", "TBC", "tba", "pending", "see comment", "as last year", "#REF!", "#N/A",
    "=1+2", "three", "III", "01/03/2026", "2026-03-01", "٣", "🙂", "👍 3", "not agreed", "not started yet, " * 2000,
    "3" * 40_000, "\ud800", 2.5, -1, 5, 3.0000001, 1e308, math.nan, math.inf, -math.inf, True, False, date(2026, 1, 3),
    datetime(2026, 1, 3, 12), time(3), timedelta(days=3), b"3", ["3"],
]  # fmt: skip


@pytest.mark.parametrize(("typed", "meant"), READ, ids=[repr(typed) for typed, _ in READ])
def test_answer_in_any_form_is_read(typed: object, meant: object) -> None:
    """Whoever types instead of choosing is understood, as long as there is one thing it can mean."""
    found = parse_answer(typed)

    assert found == meant
    assert type(found) is type(meant)


@pytest.mark.parametrize("typed", NOT_READ, ids=[repr(typed)[:40] for typed in NOT_READ])
def test_answer_that_leaves_a_doubt_is_not_read(typed: object) -> None:
    """Halves, ranges, dates, ticks and contradictions are asked about, never rounded to a level."""
    assert parse_answer(typed) is UNREADABLE


@pytest.mark.parametrize(
    "typed",
    [
        "3 - Not started",
        "2 Discussed",
        "5 Agreed",
        "agreed (2)",
        "Level 1: Embedded",
        "“4 Agreed”",
        "0 in progress.",
        "3 – discussed",
    ],
)
def test_number_and_word_that_disagree_are_told_apart(typed: str) -> None:
    """A dragged cell or a slip says two levels at once, which is worth another word than nonsense is."""
    assert parse_answer(typed) is UNREADABLE
    assert says_two_levels(typed)


@pytest.mark.parametrize(
    "typed", ["3 Agreed", "3", "2-3", "3 Mostly", "TBC", "agreed or embedded", "3/4", 2.5, True, None]
)
def test_anything_else_says_no_two_levels(typed: object) -> None:
    """Ranges and words of one's own are no contradiction between a number and a level's name."""
    assert not says_two_levels(typed)


ALLOWED = (0, 1, 2, 3, 4, "DK", "NA", None)


@given(st.one_of(st.text(), st.integers(), st.floats(), st.booleans(), st.datetimes(), st.binary(max_size=8)))
@settings(max_examples=500, deadline=None, derandomize=True)
def test_anything_typed_gives_an_allowed_value_or_none_at_all(typed: object) -> None:
    """No text and no number, however odd, stops the run or becomes a value outside of the scale."""
    found = parse_answer(typed)

    assert found is UNREADABLE or any(found == value and type(found) is type(value) for value in ALLOWED)


@given(st.text(alphabet="0123456789 .,-–()=:levnotagrdisukmbp/'’%½²\u00a0\u200b", max_size=12))
@settings(max_examples=1500, deadline=None, derandomize=True)
def test_level_is_read_only_where_its_digit_or_its_name_is_written(typed: str) -> None:
    """A level never comes out of a text that shows neither that digit alone nor that level's name."""
    found = parse_answer(typed)
    shown = {digit for digit in typed if digit.isnumeric()} - {"0"}
    squeezed = "".join(c for c in typed if c.isalpha())

    if isinstance(found, int) and found:
        assert shown == {str(found)} or (not shown and squeezed in {"discussed", "inprogress", "agreed", "embedded"})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bath & North East Somerset", " bath  &  north east SOMERSET "),
        ("St Aldric’s", "St Aldric's"),
        ("Stoke‑on‑Trent", "stoke-on-trent"),
        ("Cwm Tŵr", "Cwm T\u0077\u0302r"),
        ("Oxen\u00adholt", "Oxenholt"),
    ],
)
def test_plain_text_ignores_what_nobody_means(one: str, other: str) -> None:
    """Two spellings that look alike on the screen are one council and one question."""
    assert plain(one) == plain(other)


@pytest.mark.parametrize(("one", "other"), [("Northmoor", "Northmore"), ("North moor", "Northmoor"), ("Tŵr", "Twr")])
def test_plain_text_keeps_what_tells_names_apart(one: str, other: str) -> None:
    """Tidying goes no further than form: another name stays another name."""
    assert plain(one) != plain(other)
