"""What two returns say otherwise is told question by question, so that a person can choose between them."""

from dataclasses import replace

import pytest
from building import question
from ledger_entries import ROUND, entry

from rasp_xl.incoming.differences import content, differences
from rasp_xl.incoming.returns import Return
from rasp_xl.model.answers import Answer

TEN = tuple(question(f"AA{n}") for n in range(1, 11))


def said(given: str, **more: Answer) -> Return:
    """A return with these answers, some of them spelt out."""
    found = entry("a.xlsx", given=given).said
    return replace(found, answers={**found.answers, **more})


def unreadable(raw: str) -> Answer:
    return Answer("AA1", None, raw=raw, unreadable=True)


@pytest.mark.parametrize(
    ("here", "there", "expected"),
    [
        ("AA1=2 AA2=3", "AA1=2 AA2=3", "They have the same answers, evidence and comments."),
        ("AA1=2 AA2=3", "AA1=3 AA2=3", "They differ in 1 answer: AA1 (2 In progress here, 3 Agreed there)."),
        (
            "AA1=DK AA2=",
            "AA1=NA AA2=0",
            "They differ in 2 answers: AA1 (Don't know here, Not applicable there), AA2 (no answer here, 0 Not started there).",
        ),
        ("AA1=3* AA2=1", "AA1=3 AA2=1", "They have the same answers; evidence or comments differ for AA1."),
        (
            "AA1=3* AA2=1",
            "AA1=3 AA2=2",
            "They differ in 1 answer: AA2 (1 Discussed here, 2 In progress there). Evidence or comments differ for AA1.",
        ),
        ("AA1=2", "AA1=2 AA2=", "They have the same answers, evidence and comments."),
        ("AA1=2", "AA1=2 AA2=4", "They differ in 1 answer: AA2 (no answer here, 4 Embedded there)."),
    ],
)
def test_differences_are_said_in_words(here: str, there: str, expected: str) -> None:
    """The sentence names each question with what either return answers, in the words of the drop-down."""
    assert differences(said(here), said(there), ROUND.question_set.questions) == expected


def test_answers_that_cannot_be_read_are_quoted() -> None:
    """Two unreadable answers are the same only if the same stands there; a long one is cut for show."""
    one, other = said("", AA1=unreadable("2-3")), said("", AA1=unreadable("no idea " * 20))

    assert differences(one, one, TEN) == "They have the same answers, evidence and comments."
    assert differences(one, other, TEN[:1]) == (
        "They differ in 1 answer: AA1 (“2-3” here, “no idea no idea no idea no id…” there)."
    )
    assert content(said("", AA1=unreadable("x" * 50 + "1")), TEN) != content(
        said("", AA1=unreadable("x" * 50 + "2")), TEN
    )


def test_only_eight_questions_are_named() -> None:
    """A sentence over 57 questions helps nobody; how many more there are is said."""
    ones, twos = (said(" ".join(f"AA{n}={level}" for n in range(1, 11))) for level in "12")
    sentence = differences(ones, twos, TEN, "This one and b.xlsx")

    assert sentence.startswith(
        "This one and b.xlsx differ in 10 answers: AA1 (1 Discussed here, 2 In progress there), AA2"
    )
    assert sentence.endswith(", AA8 (1 Discussed here, 2 In progress there) and 2 more.")


def test_line_ends_and_spaces_make_no_difference() -> None:
    """Programs change them when they save; the file says the same."""
    typed = Answer("AA1", 3, "Minute 7,\r\npage 2 ", "ok")
    saved = Answer("AA1", 3, "Minute 7,\npage 2", " ok")

    assert content(said("", AA1=typed), TEN) == content(said("", AA1=saved), TEN)
    assert content(said("", AA1=typed), TEN) != content(said("", AA1=replace(saved, comment="OK")), TEN)


def test_questions_come_in_the_order_asked() -> None:
    """Sheets that were moved do not change the sentence."""
    here, there = said("AA2=1 AA1=1"), said("AA1=2 AA2=2")

    assert differences(here, there, TEN).index("AA1") < differences(here, there, TEN).index("AA2")
