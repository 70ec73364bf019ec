"""Each sheet begins with what it shows, in a live sentence in the engine's words."""

import pytest
from building import answers, question, tiny_round
from councils import assessment_of
from rounds_alike import alike, by_chance

from rasp_xl.outgoing.book import Book
from rasp_xl.reports import wording
from rasp_xl.reports.answer_sheets import answers_sentence
from rasp_xl.reports.assessment import Assessment
from rasp_xl.reports.ledger_sheets import control_sentence, findings_sentence
from rasp_xl.reports.live import Live, counted, decimal, literal, nouned, say, sentence, unless
from rasp_xl.reports.positions import Positions
from rasp_xl.reports.response_sheet import responses_sentence
from rasp_xl.reports.score_sheets import gates_sentence, scores_sentence
from rasp_xl.reports.summary_sheet import gates_standing, standing

TINY = tiny_round(question("AA1", gate=1), question("BB1"))


def tiny(*given: str) -> Assessment:
    """A round of two questions with councils A, B and so on."""
    return assessment_of(TINY, {chr(65 + n): answers(text) for n, text in enumerate(given)})


ROUNDS = (
    *alike(), *(by_chance(seed) for seed in range(4)), tiny("AA1=3 BB1=NA"), tiny("AA1=0 BB1=3"), tiny("AA1=1 BB1=1", "AA1=DK BB1=4*"),
)  # fmt: skip


@pytest.mark.parametrize("assessment", ROUNDS)
def test_summary_says_what_the_page_says(assessment: Assessment) -> None:
    """The sentences of Summary and the control total are those of the page and of the screen, word for word."""
    at = Positions(assessment)

    assert standing(at).value == wording.standing(assessment)
    assert gates_standing(at).value == wording.gates_standing(assessment)
    assert control_sentence(at).value == assessment.control_line


def test_sentences_are_made_from_the_figures() -> None:
    """How many councils, answers, gates, returns and findings of which kind; one is one."""
    at = Positions(tiny("AA1=0 BB1=4"))

    assert scores_sentence(at).value == (
        "Scores from 0 to 100 of 1 council in 2 areas and overall, 1 of them final. Overall scores run from 50.0 to 50.0."
    )
    assert gates_sentence(at).value == (
        "What must be in place, whatever the score: 1 gate closed and 0 weak, 0 conditional, over 1 council."
    )
    assert (
        answers_sentence(at).value
        == "1 council and 2 questions: 2 levels, 0 don't know, 0 not applicable, 0 without an answer."
    )
    assert responses_sentence(at).value == (
        "2 answer cells of 1 return that counts: 2 levels, 0 don't know, 0 not applicable, 0 without an answer, 0 unreadable."
    )
    assert findings_sentence(at).value == (
        "1 finding: 0 must be fixed by the sender, 0 may stand by a waiver of the programme office."
    )


def test_sentence_has_words_and_figures_from_the_same_parts() -> None:
    """The formula puts together what the text is put together from; quotation marks stay what they are."""
    found = sentence('He said "', nouned(counted("A1:A9", "DK", 1), "answer"), '": ', decimal("B1", 2.25), ".")

    assert found.expression == (
        '"He said """&COUNTIF(A1:A9,"DK")&IF(COUNTIF(A1:A9,"DK")=1," answer"," answers")&""": "&FIXED(B1,1,TRUE)&"."'
    )
    assert found.value == 'He said "1 answer": 2.3.'


def test_long_words_are_parted() -> None:
    """Excel takes 255 characters between two quotation marks, so a longer text stands in pieces."""
    pieces = literal("x" * 600).split("&")

    assert [len(piece) - 2 for piece in pieces] == [255, 255, 90]
    assert literal("") == '""'


@pytest.mark.parametrize(("holds", "value"), [(True, "None."), (False, "Some: 3")])
def test_a_sentence_may_have_another_for_nothing(holds: bool, value: str) -> None:
    """Where there is nothing to count the sheet says so, by the same condition in formula and text."""
    found = unless("A1=0", holds, "None.", sentence("Some: ", Live("A1", 3)))

    assert found == Live('IF(A1=0,"None.","Some: "&A1)', value)


def test_say_writes_formula_and_text() -> None:
    """A viewer that does not calculate shows the same sentence."""
    book = Book({"title": "t"})
    sheet = book.add_sheet("One")
    say(sheet, 2, Live("1+1", 2))
    written = sheet.worksheet.table[1][0]

    assert (written.formula, written.value) == ("1+1", 2)
