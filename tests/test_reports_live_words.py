"""Sentences that stay true: a formula and its text are made together and say the same."""

import pytest

from rasp_xl.model.rounds import Settings
from rasp_xl.reports import rule_words
from rasp_xl.reports.live_words import LONGEST_LITERAL, counted, either, figure, said, value

STRICT = Settings(
    min_coverage=62.5, max_not_applicable=10, closed_gate_band=1, weak_gate_band=1, conditional_gate_band=2, overall_steps_above=0,
    top_band_gate_level=4, unevidenced_level=1, asymmetric_levels=1, asymmetric_points=12.5, strength_from_level=4, gap_to_level=0,
)  # fmt: skip


def test_said_is_said_word_for_word() -> None:
    """A quotation mark is doubled in the formula and stands once in the cell."""
    words = said('A "gate" bites.')

    assert words.formula == '="A ""gate"" bites."'
    assert words.text == 'A "gate" bites.'


@pytest.mark.parametrize("text", ["x" * 255, "x" * 256, "x" * 1000, '"' * 300, "x" * 254 + '"' + "y" * 300])
def test_long_text_is_cut_into_pieces_that_excel_takes(text: str) -> None:
    """Excel opens no formula with a text of more than 255 characters, and no quotation mark may be torn in two."""
    words = said(text)
    pieces = words.formula.removeprefix("=")[1:-1].split('"&"')

    assert "".join(pieces).replace('""', '"') == text == words.text
    assert max(map(len, pieces)) <= LONGEST_LITERAL
    assert all(piece.count('"') % 2 == 0 for piece in pieces)


def test_words_join_on_both_sides() -> None:
    """Plain texts and live parts follow each other in the order written."""
    words = "From " + value("low", 12.5) + " to " + figure("high", 62.45) + "."

    assert words.formula == '="From "&low&" to "&FIXED(high,1)&"."'
    assert words.text == "From 12.5 to 62.5."


@pytest.mark.parametrize(("number", "text"), [(0, "0 gates"), (1, "1 gate"), (2, "2 gates")])
def test_counted_nouns_agree(number: int, text: str) -> None:
    """One gate, and any other number of gates, in the cell and in the formula."""
    words = counted("n", number, "gate")

    assert words.text == text
    assert words.formula == '=n&IF(n=1," gate"," gates")'


@pytest.mark.parametrize("holds", [True, False])
def test_either_shows_what_holds(holds: bool) -> None:
    """Of two sentences the cell shows the one that is true at scoring."""
    words = either("a>1", holds, said("yes"), said("no"))

    assert (words.formula, words.text) == ('=IF(a>1,"yes","no")', "yes" if holds else "no")


def test_rules_in_words_by_the_standard_settings() -> None:
    """The rules as the design has them."""
    given = Settings()

    assert rule_words.caps_words(given).text == (
        "Closed holds the area's band at 1 Not ready, weak at 2 Emerging, conditional at 3 Largely ready."
    )
    assert rule_words.overall_words(given).text == (
        "The overall stands at most 1 band above the lowest area's band, and not at 4 Ready while any gate that bites is below level 3."
    )
    assert (
        rule_words.evidence_words(given).text
        == "The score with each level above 2 that cites no evidence counted as 2."
    )
    assert rule_words.edges_words(given).text == (
        "By the unrounded score: 1 Not ready from 0, 2 Emerging from 40, 3 Largely ready from 60, 4 Ready from 80."
    )
    assert rule_words.states_words(given).text.startswith(
        "A shared strength is at level 3 or above everywhere, a shared gap at 1 or below; an asymmetry is 2 levels apart on a "
        "question, or 25 points on an area."
    )


def test_rules_in_words_by_other_settings() -> None:
    """The same sentences, and the grammar holds, when finance is strict."""
    assert rule_words.caps_words(STRICT).text == (
        "Closed holds the area's band at 1 Not ready, weak at 1 Not ready, conditional at 2 Emerging."
    )
    assert rule_words.overall_words(STRICT).text == (
        "The overall stands at most 0 bands above the lowest area's band, and not at 4 Ready while any gate that bites is below level 4."
    )
    assert "coverage is at least 62.5 %, not applicable is at most 10 %" in rule_words.final_words(STRICT).text
    assert "1 level apart on a question, or 12.5 points on an area" in rule_words.states_words(STRICT).text
