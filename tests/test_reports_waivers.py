"""Waivers as they are printed: on the screen, in the scored workbook, on the page, in the tables."""

import re
from dataclasses import replace
from datetime import date
from io import BytesIO, StringIO

import pandas as pd
from building import everywhere
from councils import assessment_of
from lxml import html
from openpyxl import load_workbook

from rasp_xl.model.answers import Answer
from rasp_xl.model.findings import Waiver
from rasp_xl.model.question_file import standard_set
from rasp_xl.model.questions import Purpose
from rasp_xl.model.rounds import Partner, Round
from rasp_xl.reports.assessment import Assessment
from rasp_xl.reports.check_text import findings_text
from rasp_xl.reports.pack_files import pack_files
from rasp_xl.reports.page import page_html
from rasp_xl.reports.tables import table_files
from rasp_xl.reports.workbook import workbook_bytes

ASKED = standard_set()
WAIVERS = (
    Waiver("northmoor", "RX205", "GV12", "No <staff> stay behind.", "Programme board", date(2027, 3, 31)),
    Waiver("northmoor", "RX301", "", "Evidence was seen.", "Head of programme"),
)
ROUND = Round(
    Purpose.NEW,
    2,
    ASKED,
    partners=(Partner("northmoor", "Northmoor"), Partner("whitford", "Whitford")),
    waivers=WAIVERS,
    marking="OFFICIAL",
)
GIVEN = everywhere(ASKED, 2) | {
    "GV12": Answer("GV12", "NA", comment="None stay."),
    "SV1": Answer("SV1", 3),
    "SV2": Answer("SV2", 4),
}
AGREED = "Agreed by Programme board until 31 March 2027: No <staff> stay behind."
ALSO_AGREED = "Agreed by Head of programme: Evidence was seen."


def assessment(round_: Round = ROUND) -> Assessment:
    return assessment_of(round_, {"Northmoor": GIVEN, "Whitford": GIVEN})


def test_screen_says_who_agreed() -> None:
    """Instead of what to do; findings of one waiver together, and those of the other council as ever."""
    text = "\n".join(findings_text(assessment()))
    northmoor, whitford = sorted(text.split("\n\n"), key=lambda part: "Whitford" in part)[:2]

    assert "WAIVED: Governance, I" in northmoor
    assert f"\n      {AGREED}\n" in northmoor
    assert f"    {ALSO_AGREED}" in northmoor
    assert "WAIVED" not in whitford
    assert "MUST FIX: Governance, I" in whitford


def test_waived_findings_stand_apart_from_others_of_their_rule() -> None:
    """A waiver for one question does not speak for the next."""
    round_ = replace(ROUND, waivers=(replace(WAIVERS[1], question="SV1"),))
    northmoor = next(part for part in "\n".join(findings_text(assessment(round_))).split("\n\n") if "WAIVED" in part)
    lines = [line.split(" cites")[0].strip() for line in northmoor.splitlines() if "cites no evidence" in line]

    assert [line.partition(": ")[0] for line in lines] == ["EXPLAIN", "WAIVED"]
    assert ["SV1" in line for line in lines] == [False, True]


def test_findings_sheet_has_the_waiver() -> None:
    """A column Waived, and nothing to do beside it."""
    sheet = load_workbook(BytesIO(workbook_bytes(assessment())), data_only=True)["Findings"]
    heads = [cell.value for cell in sheet[4]]
    rows = [dict(zip(heads, (cell.value for cell in row), strict=True)) for row in sheet.iter_rows(min_row=5)]
    waived = {(r["Question"], r["Waived"], r["What to do"]) for r in rows if r["Waived"]}

    assert waived == {
        ("GV12", AGREED, "Nothing to do."),
        ("SV1", ALSO_AGREED, "Nothing to do."),
        ("SV2", ALSO_AGREED, "Nothing to do."),
    }
    assert "3 may stand by a waiver" in sheet["A2"].value


def test_answers_sheet_has_a_code_of_its_own() -> None:
    """NW where it is waived, NA where it is not; the sheet and Method say what it means."""
    book = load_workbook(BytesIO(workbook_bytes(assessment())))
    sheet, method = book["Answers"], book["Method"]
    column = next(cell.column for cell in sheet[7] if cell.value == "GV12")

    assert [sheet.cell(row, column).value for row in (8, 9)] == ["NW", "NA"]
    assert "NW for a gate" in sheet["A3"].value
    assert any("NW on Answers" in str(cell.value) for cell in method["B"])


def test_marking_is_printed_on_every_sheet() -> None:
    """Each sheet's head on paper has it, and the page too."""
    book = load_workbook(BytesIO(workbook_bytes(assessment())))

    assert {sheet.title for sheet in book if sheet.oddHeader.right.text != "OFFICIAL"} == set()
    assert "OFFICIAL" in html.fromstring(page_html(assessment())).find(".//header").text_content()


def test_page_lists_what_is_waived() -> None:
    """In the council's own part, with the reason as text; the gate is neither open nor below level 3."""
    page = html.fromstring(page_html(assessment()))
    own = " ".join(page.get_element_by_id("council-northmoor").text_content().split())
    other = " ".join(page.get_element_by_id("council-whitford").text_content().split())

    assert "Waived by the programme office" in own
    assert AGREED in own
    assert f"The same for SV2. {ALSO_AGREED}" in own
    assert "Waived: GV12" in own
    assert "Waived" not in other
    assert re.search(r"Closed: [^:]*GV12 \(Not applicable\)", other)
    assert not re.search(r"Closed: [^:]*GV12", own)


def test_pack_says_a_waiver_of_many_questions_once() -> None:
    """A council reads what was agreed of a rule once, with the questions that it is the same for, as on the page."""
    page = html.document_fromstring(pack_files(assessment())["councils/northmoor.html"].decode())
    words = " ".join(page.text_content().split())

    assert f"The same for SV2. {ALSO_AGREED}" in words
    assert words.count(ALSO_AGREED) == words.count(AGREED) == 1


def test_tables_have_the_waiver_in_columns() -> None:
    """Flat, so that a spreadsheet and a query can use them."""
    frame = pd.read_csv(StringIO(table_files(assessment())["tables/findings.csv"].decode("utf-8-sig")))
    row = frame[(frame["code"] == "RX205") & (frame["council"] == "northmoor")].iloc[0]

    assert (row["waived_reason"], row["waived_approver"], row["waived_until"]) == (
        "No <staff> stay behind.", "Programme board", "2027-03-31",
    )  # fmt: skip
    assert frame["waived_reason"].notna().sum() == 3


def test_page_and_summary_name_partners_who_are_missing() -> None:
    """First in the list of what needs attention, and in the sentence on where the partnership stands."""
    partners = (*ROUND.partners, Partner("sandford", "Little <Sandford>"))
    made = assessment(replace(ROUND, partners=partners))
    page = html.fromstring(page_html(made))
    section = page.find_class("attention")[0]
    cells = {
        cell.value
        for row in load_workbook(BytesIO(workbook_bytes(made)), data_only=True)["Summary"].iter_rows()
        for cell in row
    }

    assert " ".join(section.find(".//li").text_content().split()) == "No return yet Little <Sandford>"
    assert "2 of 3 partners scored" in page.get_element_by_id("main").text_content()
    assert {"No return yet", "Little <Sandford>"} <= cells
    assert any(str(value).startswith("2 of 3 partners scored") for value in cells)


def test_every_partner_scored_is_no_line() -> None:
    """Where nobody is missing nothing is said of it."""
    assert "No return yet" not in page_html(assessment())
