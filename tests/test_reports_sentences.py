"""Each sheet begins with what it shows, in a live sentence in the engine's words."""

from dataclasses import replace
from datetime import date

import pytest
from building import answers, question, tiny_round
from councils import assessment_of
from office import cell_values, formula_cells
from rounds_alike import alike, by_chance

from rasp_xl.outgoing.book import Book, cell
from rasp_xl.outgoing.formulas import STAGE
from rasp_xl.reports import wording
from rasp_xl.reports.answer_sheets import answers_sentence
from rasp_xl.reports.assessment import Assessment
from rasp_xl.reports.ledger_sheets import control_sentence, findings_sentence
from rasp_xl.reports.live import Live, counted, decimal, literal, nouned, say, sentence, unless
from rasp_xl.reports.page import page_html
from rasp_xl.reports.positions import FINDINGS, GAPS, HEAT_MAP, SUMMARY, Positions
from rasp_xl.reports.response_sheet import responses_sentence
from rasp_xl.reports.score_sheets import gates_sentence, scores_sentence
from rasp_xl.reports.summary_sheet import LOWEST_COLUMN, assessed, councils_first_row, gates_standing, standing
from rasp_xl.reports.workbook import workbook_bytes

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


@pytest.mark.parametrize("stage", [1, 4])
def test_what_was_assessed_names_stage_and_day(stage: int) -> None:
    """The stage is read from Settings, the day is the round's; the page says the same."""
    round_ = replace(TINY, stage=stage, name="Harbour", day=date(2026, 11, 23))
    words = assessed(Positions(assessment_of(round_, {"A": answers("AA1=3")})))

    assert words.value == wording.round_words(assessment_of(round_, {"A": answers("AA1=3")}))
    assert str(words.value).startswith(f"Harbour. 23 November 2026. New programme. Stage {stage}, ")
    assert f"CHOOSE({STAGE}," in words.expression


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("AA1=1 BB1=2", "Area AA"),
        ("AA1=2 BB1=1", "Area BB"),
        ("AA1=2 BB1=2", "Area AA, and 1 more"),
        ("AA1=NA! BB1=2", "Area BB"),
        ("AA1=NA! BB1=NA", "No score"),
    ],
)
def test_lowest_score_says_how_many_share_it(given: str, expected: str) -> None:
    """Where several areas have the lowest score the first is named and the others are counted, on the map, Summary and page."""
    assessment = tiny(given)
    at, shown = Positions(assessment), cell_values(workbook_bytes(assessment))
    row = councils_first_row(at)

    assert shown[HEAT_MAP]["E6"] == shown[SUMMARY][cell(row, LOWEST_COLUMN)] == expected
    assert shown[HEAT_MAP]["E5"] == shown[SUMMARY][cell(row - 1, LOWEST_COLUMN)] == "Lowest score in"
    assert f">{expected}<" in page_html(assessment)


def test_what_stays_as_at_scoring_is_said() -> None:
    """Gaps and actions and the findings follow no changed setting: their sheets are named where Summary says that all else follows."""
    data = workbook_bytes(tiny("AA1=0 BB1=4", "AA1=1 BB1=DK"))
    formulas, shown = formula_cells(data), cell_values(data)

    assert not formulas[GAPS]
    assert str(shown[GAPS]["A2"]).startswith("Ranked for each council as at scoring: closed gates first (1 in all)")
    assert f"{GAPS} and {FINDINGS} are as at scoring; other sentences" in formulas[SUMMARY]["A6"]
