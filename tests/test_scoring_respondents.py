"""One council's answer of several respondents'."""

import pytest
from building import answers, question, scored, tiny_round

from rasp_xl.model.answers import Answer
from rasp_xl.scoring.scores import combine


@pytest.mark.parametrize(
    ("values", "combined"),
    [
        ("4 3 1 3 2", 3),
        ("3", 3),
        ("3 4", 3),
        ("0 1", 0),
        ("1 4", 2),
        ("4 0 0", 0),
        ("2 3 3 4", 3),
        ("DK 4", 4),
        ("DK DK 4", "DK"),
        ("DK DK 4 1", 2),
        ("DK DK 4 ", 4),
        ("NA NA 4", "NA"),
        ("NA 4", 4),
        ("NA DK", "DK"),
        ("DK ", "DK"),
        ("NA ", "NA"),
        ("  2", 2),
        ("  ", None),
    ],
)
def test_combine_several_respondents(values: str, combined: object) -> None:
    """A council's answer is the median, rounded down; don't know or not applicable only if more than half say so."""
    given = [answers(f"AA1={value}")["AA1"] for value in values.split(" ")]

    assert combine("AA1", given).value == combined
    assert combine("AA1", given[::-1]).value == combined


def test_combine_nobody() -> None:
    """No respondent gives a blank."""
    assert combine("AA1", []) == Answer("AA1")


@pytest.mark.parametrize(("given", "evidenced"), [("4* 3", True), ("4 3*", True), ("4 3", False), ("4 3 0*", False)])
def test_combine_keeps_evidence_for_at_least_that_level(given: str, evidenced: bool) -> None:
    """Evidence counts when somebody cited it for the council's level or a higher one."""
    people = [answers(f"AA1={value}")["AA1"] for value in given.split()]

    assert combine("AA1", people).value == 3
    assert combine("AA1", people).evidenced is evidenced


def test_council_of_several_counts_a_missing_row_as_a_blank() -> None:
    """Two of four say don't know: that is not more than half, whether the fourth sent an empty row or no row."""
    round_ = tiny_round(question("AA1"))

    without, empty = (scored(round_, "AA1=DK", "AA1=DK", "AA1=3", fourth) for fourth in ("", "AA1="))

    assert without.answers[0].value == empty.answers[0].value == 3
    assert without.respondents == 4


def test_council_of_several_scores_by_the_combined_answer() -> None:
    """The score, the gates and the gaps go by the council's one answer, not by anybody's own."""
    round_ = tiny_round(question("AA1", 1, gate=1), question("AA2", 3))

    card = scored(round_, "AA1=4* AA2=4", "AA1=1 AA2=DK", "AA1=2 AA2=1", "AA1=0 AA2=DK")

    assert [a.value for a in card.answers] == [1, 2]  # median 1.5 and 2.5, down; two of four is not more than half
    assert card.areas[0].tally.score == 43.75  # (1 + 6) of 16
    assert [(g.question, g.state) for g in card.gates] == [("AA1", "weak")]
    assert [(g.question, g.level) for g in card.gaps] == [("AA1", 1), ("AA2", 2)]


def test_comment_of_a_council_is_kept_beside_a_silent_respondent() -> None:
    """What one person wrote under a blank is not lost because another sent nothing."""
    said = Answer("AA1", None, comment="Asked the monitoring officer")

    assert scored(tiny_round(question("AA1")), {}, {"AA1": said}).answers[0].comment == said.comment
