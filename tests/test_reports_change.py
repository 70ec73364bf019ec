"""What changed, as the workbook, the page and results.json tell it: the same figures everywhere, and text that stays text."""

import json
import re
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO

from building import everywhere, question, tiny_round
from councils import assessment_of
from lxml import html
from office import cell_values, formula_cells
from openpyxl import load_workbook
from two_rounds import baseline, compared, results_baseline
from xlsx_lint import lint

from rasp_xl.model.questions import Purpose
from rasp_xl.model.rounds import Round
from rasp_xl.reports import change_words
from rasp_xl.reports.assessment import Assessment
from rasp_xl.reports.change_questions import CHANGE_BY_QUESTION
from rasp_xl.reports.change_sheet import CHANGE, HEADINGS
from rasp_xl.reports.page import page_html
from rasp_xl.reports.positions import SUMMARY, Positions
from rasp_xl.reports.results import results
from rasp_xl.reports.summary_sheet import councils_first_row
from rasp_xl.reports.workbook import workbook_bytes

QUESTIONS = [question(q, 2, gate=2 if q == "GV1" else None) for q in ("SV1", "SV2", "SV3", "EC1", "GV1")]
THEN_ROUND = replace(tiny_round(*QUESTIONS, stage=1), name="Harbour <spring>", day=date(2026, 5, 12))
ROUND = replace(tiny_round(*QUESTIONS, stage=2), name="Harbour", day=date(2026, 11, 23))
ASKED = ROUND.question_set
SCRIPT = "<script>alert(1)</script> & =1+1"
THEN = {"Ashcombe": everywhere(ASKED, 2), "Cwm Tŵr": everywhere(ASKED, 3, "SV1="), "Eastvale": everywhere(ASKED, 1)}
NOW = {
    "Ashcombe": everywhere(ASKED, 2, "SV1=4 GV1=1"),
    "Cwm Tŵr": everywhere(ASKED, 3, "EC1=DK"),
    SCRIPT: everywhere(ASKED, 2),
}

THEN_BLANKS = results_baseline(
    THEN_ROUND, {"Ashcombe": everywhere(ASKED, 2), "Eastvale": everywhere(ASKED, 2, "SV1= EC1=")}
)


@cache
def later() -> Assessment:
    """Stage 1 in spring, stage 2 in autumn; one council stayed, one knows more here and less there, one came, one went."""
    return compared(ROUND, NOW, results_baseline(THEN_ROUND, THEN))


@cache
def book() -> bytes:
    return workbook_bytes(later())


def table(sheet: str, first: str) -> list[list[object]]:
    """The rows below a table's headings, to the first that is empty."""
    cells = cell_values(book())[sheet]
    head = next(int(re.sub(r"\D", "", place)) for place, value in cells.items() if value == first)
    rows = []
    while f"A{head + len(rows) + 1}" in cells:
        rows.append([cells.get(f"{letter}{head + len(rows) + 1}") for letter in "ABCDEFGHIJKLMNO"])
    return rows


def test_one_answer_is_told_as_one() -> None:
    """Where one answer went each way the sentence says was and is; where two did, were and are."""
    one, two = (
        later(),
        compared(ROUND, {"Ashcombe": everywhere(ASKED, 2, "SV1=DK SV2=DK"), "Eastvale": NOW[SCRIPT]}, THEN_BLANKS),
    )

    assert one.since
    assert two.since
    assert change_words.questions_moved(one.since) == (
        "1 answer went up a level or more and 1 down; 1 became known that was not, and 1 is no longer known."
    )
    assert change_words.questions_moved(two.since) == (
        "0 answers went up a level or more and 0 down; 2 became known that were not, and 2 are no longer known."
    )


def test_summary_says_what_changed_and_leads_there() -> None:
    """Finance reads on the first sheet how many rose and fell; the sentence is that of Change, and a link to it."""
    shown, made = cell_values(book()), load_workbook(BytesIO(book()))[SUMMARY]
    councils = [f"A{councils_first_row(Positions(later())) + n}" for n in range(len(NOW))]

    assert shown[SUMMARY]["A7"] == shown[CHANGE]["A2"] == change_words.moved(later(), later().since)
    assert made["A7"].value == f"={CHANGE}!$A$2"
    assert made["A7"].hyperlink.location == f"{CHANGE}!A1"
    assert "What changed, what needs attention" in str(made["A6"].value)
    assert [shown[SUMMARY][place] for place in councils] == [card.name for card in later().cards]


def test_sheet_tells_then_and_now() -> None:
    """Ashcombe rose by 16.7 in SV and fell by 25 in GV, where the gate of the new stage holds it at Emerging; overall it fell."""
    rows = {(r[0], r[1]): r for r in table(CHANGE, HEADINGS[0])}
    risen, fallen, overall = (rows["Ashcombe", area] for area in ("Area SV", "Area GV", "Overall"))

    assert [round(float(str(v)), 1) for v in risen[2:5]] == [50, 66.7, 16.7]
    assert (risen[5], risen[6], risen[7]) == ("up", "2 Emerging", "3 Largely ready")
    assert (fallen[4], fallen[5], fallen[7]) == (-25, "down", "1 Not ready")
    assert (round(float(str(overall[4])), 1), overall[5]) == (-2.8, "down")
    assert {council for council, _ in rows} == {"Ashcombe", "Cwm Tŵr"}


def test_now_is_live_and_before_is_not() -> None:
    """Now refers to Scores, the change is a formula, and what was then are values."""
    formulas = {place: text for place, text in formula_cells(book())[CHANGE].items() if place[0] in "CDEFGHM"}

    assert {place[0] for place in formulas} == {"D", "E", "F", "H"}
    assert {text.partition("!")[0] for place, text in formulas.items() if place[0] == "H"} == {"Scores"}
    assert sum(text.startswith("Scores!") for place, text in formulas.items() if place[0] == "D") == 6


def test_band_shown_then_stands_beside_the_band_by_todays_gates() -> None:
    """In stage 1 the gate did not bite: what was shown then is not what the same answers earn now, and the sheet has both."""
    rows = {(r[0], r[1]): r for r in table(CHANGE, HEADINGS[0])}

    assert rows["Cwm Tŵr", "Area GV"][6] == "3 Largely ready"
    assert rows["Ashcombe", "Area GV"][12:14] == [50, "Emerging"]


def test_questions_that_moved_are_listed() -> None:
    """A row for each answer that is another than then, with both."""
    found = [(r[0], r[1], r[2], r[3], r[4], r[5]) for r in table(CHANGE_BY_QUESTION, "Council")]

    assert found == [
        ("Ashcombe", "SV1", 2, 4, 2, "up"),
        ("Ashcombe", "GV1", 2, 1, -1, "down"),
        ("Cwm Tŵr", "SV1", "no answer", 3, None, "newly known"),
        ("Cwm Tŵr", "EC1", 3, "DK", None, "no longer known"),
    ]


def test_workbook_with_change_is_valid() -> None:
    """Both sheets are ones that Excel opens, also when nothing moved or nobody took part both times."""
    same = compared(ROUND, NOW, results_baseline(ROUND, NOW))
    strangers = compared(ROUND, NOW, results_baseline(ROUND, {"Elsewhere": everywhere(ASKED, 2)}))

    assert lint(book()) == ()
    assert lint(workbook_bytes(same)) == ()
    assert lint(workbook_bytes(strangers)) == ()
    assert "no council" in change_words.moved(strangers, strangers.since).casefold() if strangers.since else False
    assert CHANGE_BY_QUESTION not in cell_values(workbook_bytes(strangers))


def test_same_answers_again_are_no_change() -> None:
    """Scored again with the same answers, nothing moves anywhere."""
    earlier = replace(ROUND, day=date(2026, 5, 12))
    content = results(compared(ROUND, NOW, results_baseline(earlier, NOW)))["change"]
    lines = [line for c in content["councils"] for line in (*c["areas"], *c["themes"], c["overall"])]

    assert {line["difference"] for line in lines} == {0}
    assert {line["way"] for line in lines} == {"same"}
    assert {q["way"] for c in content["councils"] for q in c["questions"]} == {"same"}


def test_sentences_say_what_is_not_compared() -> None:
    """Another stage, councils that came or went: each is said, so that nobody reads a change into it."""
    since = later().since
    assert since is not None
    told = " ".join(change_words.differences(later(), since))

    assert "Then it was stage 1, before commitment, now it is stage 2, before signature" in told
    assert f"Not in that round, so without a comparison: {SCRIPT}." in told
    assert "In that round but not in this one: Eastvale." in told


def test_changed_setting_is_told_from_a_changed_answer() -> None:
    """Then a question weighed less: the scores shown then differ from Before, which is said, and is no change."""
    lighter = tiny_round(question("SV1", 1), *QUESTIONS[1:], stage=2)
    given = {"Ashcombe": everywhere(ASKED, 2, "SV1=4")}
    found = compared(ROUND, given, results_baseline(lighter, given))
    line = found.since.change.councils[0].areas[0] if found.since else None

    assert line is not None
    assert (line.difference, line.way) == (0, "same")
    assert found.since is not None
    assert "Scores shown then differ from Before by up to 6.7" in " ".join(change_words.differences(found, found.since))


def test_question_asked_only_now_is_named_and_left_out() -> None:
    """A new question moves no comparison; the sheet adds up the others from Answers, and bands are not compared."""
    fewer = tiny_round(*QUESTIONS[:1], *QUESTIONS[2:], stage=2)
    given = {"Ashcombe": everywhere(ASKED, 2, "SV2=0")}
    found = compared(ROUND, given, baseline(fewer, given))
    cells = cell_values(workbook_bytes(found))[CHANGE]
    (row,) = {place[1:] for place, value in cells.items() if place[0] == "B" and value == "Area SV"}

    assert found.since is not None
    assert "Asked only now, and left out of the comparison: SV2." in " ".join(
        change_words.differences(found, found.since)
    )
    assert (cells[f"C{row}"], cells[f"D{row}"], cells[f"F{row}"], cells[f"H{row}"]) == (
        50,
        50,
        "no change",
        "not compared",
    )


def test_page_shows_the_same_figures() -> None:
    """The table on the page holds each council's change by area and overall, as results.json has it."""
    page, content = html.fromstring(page_html(later())), results(later())["change"]
    rows = page.xpath("//table[contains(@class, 'change')]/tbody/tr")

    assert [row.xpath("string(th)").strip() for row in rows] == ["Ashcombe", "Cwm Tŵr"]
    for row, council in zip(rows, content["councils"], strict=True):
        found = [float(value) for value in row.xpath(".//data/@value")]

        assert found == [line["difference"] for line in (*council["areas"], council["overall"])]
    assert "What has changed since 12 May 2026" in page.text_content()
    assert page.xpath("//nav//a[@href='#change']")


def test_page_keeps_names_as_text() -> None:
    """A council's name that is a script, and a round's, stay words in the section on change."""
    page = page_html(later())

    assert page.count("<script") == 1
    assert "Harbour &lt;spring&gt;" in page


def test_page_without_a_baseline_has_no_section() -> None:
    """Without an earlier round nothing is said of change."""
    assert "changed since" not in page_html(assessment_of(ROUND, NOW))


CHANGE_KEYS = {
    "baseline", "partnership", "councils", "councils_new", "councils_gone", "questions_new", "questions_gone",
}  # fmt: skip
LINE_KEYS = {"before", "now", "difference", "step", "way", "band_before", "band_now"}
AREA_KEYS = LINE_KEYS | {
    "id", "known_only_before", "known_only_now", "coverage_before", "coverage_now", "shown_score", "shown_band", "because",
}  # fmt: skip


def test_results_hold_the_change_in_its_shape() -> None:
    """Every key that docs/change.md promises is there, and no other; without a baseline the whole is null."""
    content = json.loads(json.dumps(results(later())))["change"]
    council = content["councils"][0]

    assert content.keys() == CHANGE_KEYS
    assert content["baseline"].keys() == {"file", "sha256", "id", "name", "purpose", "stage", "date", "version"}
    assert content["baseline"]["date"] == "2026-05-12"
    assert council.keys() == {"id", "earlier", "overall", "areas", "themes", "questions"}
    assert council["areas"][0].keys() == AREA_KEYS
    assert council["themes"][0].keys() == LINE_KEYS | {"id"}
    assert council["overall"].keys() == LINE_KEYS | {"shown_score", "shown_band"}
    assert (content["councils_gone"], len(content["councils_new"])) == ([{"id": "eastvale", "name": "Eastvale"}], 1)
    assert results(assessment_of(ROUND, NOW))["change"] is None
    assert Round(Purpose.NEW, 2, ASKED).name == ""


def test_sentences_on_change_are_as_at_scoring() -> None:
    """What they count moves when an answer or a setting is changed, and they do not: both sheets say so."""
    data = workbook_bytes(later())

    assert "Before and all sentences here stay as at scoring" in formula_cells(data)[CHANGE]["A5"]
    assert "The list and its counts are as at scoring" in str(cell_values(data)[CHANGE_BY_QUESTION]["A3"])
