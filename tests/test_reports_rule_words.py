"""The rules that finance may change, in words: grammar, numbers and names hold for any setting."""

import pytest

from rasp_xl.model.rounds import Settings
from rasp_xl.reports import rule_words
from rasp_xl.reports.live import Live, either, typed

STRICT = Settings(
    min_coverage=62.5, max_not_applicable=10, closed_gate_band=1, weak_gate_band=1, conditional_gate_band=2, overall_steps_above=0,
    top_band_gate_level=4, unevidenced_level=1, asymmetric_levels=1, asymmetric_points=12.5, strength_from_level=4, gap_to_level=0,
)  # fmt: skip


@pytest.mark.parametrize(("number", "text"), [(25, "25"), (25.0, "25"), (12.5, "12.5"), (0, "0")])
def test_typed_numbers_read_as_typed(number: float, text: str) -> None:
    """A setting reads as somebody typed it, without a decimal that nobody wrote."""
    assert str(typed("min_coverage", number).value) == text


@pytest.mark.parametrize("holds", [True, False])
def test_either_shows_what_holds(holds: bool) -> None:
    """Of two sentences the cell shows the one that is true at scoring."""
    words = either("a>1", holds, Live("b", "yes"), Live("c", "no"))

    assert (words.expression, words.value) == ("IF(a>1,b,c)", "yes" if holds else "no")


def test_rules_in_words_by_the_standard_settings() -> None:
    """The rules as the design has them."""
    given = Settings()

    assert rule_words.caps_words(given).value == (
        "Closed holds the area's band at 1 Not ready, weak at 2 Emerging, conditional at 3 Largely ready."
    )
    assert rule_words.overall_words(given).value == (
        "The overall stands at most 1 band above the lowest band of any area, and not at 4 Ready while any gate that bites is below level 3."
    )
    assert (
        rule_words.evidence_words(given).value
        == "The score with each level above 2 that cites no evidence counted as 2."
    )
    assert rule_words.edges_words(given).value == (
        "By the unrounded score: 1 Not ready from 0, 2 Emerging from 40, 3 Largely ready from 60, 4 Ready from 80."
    )
    assert str(rule_words.states_words(given).value).startswith(
        "A shared strength is at level 3 or above everywhere, a shared gap at 1 or below; an asymmetry is 2 levels apart on a "
        "question, or 25 points on an area."
    )


def test_rules_in_words_by_other_settings() -> None:
    """The same sentences, and the grammar holds, when finance is strict."""
    assert rule_words.caps_words(STRICT).value == (
        "Closed holds the area's band at 1 Not ready, weak at 1 Not ready, conditional at 2 Emerging."
    )
    assert rule_words.overall_words(STRICT).value == (
        "The overall stands at most 0 bands above the lowest band of any area, and not at 4 Ready while any gate that bites is below level 4."
    )
    assert "coverage is at least 62.5 %, not applicable is at most 10 %" in str(rule_words.final_words(STRICT).value)
    assert "1 level apart on a question, or 12.5 points on an area" in str(rule_words.states_words(STRICT).value)
