"""What the office and a council are told of disagreement and of agreed answers: workbook, page, results.json, screen. On the page nobody is named."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path

import office
import pytest
from building import everywhere, returned
from councils import assessment_of
from lxml import html
from openpyxl import Workbook, load_workbook
from openpyxl.utils.cell import coordinate_to_tuple

from rasp_xl import pipeline
from rasp_xl.model.findings import Waiver
from rasp_xl.model.question_file import standard_set
from rasp_xl.model.questions import Purpose
from rasp_xl.model.rounds import Moderated, Partner, Round
from rasp_xl.outgoing.round_book.whole import round_book_bytes
from rasp_xl.reports import disagreement_sheet
from rasp_xl.reports.assessment import Assessment
from rasp_xl.reports.check_text import round_text
from rasp_xl.reports.disagreement_sheet import MODERATED, TAKEN
from rasp_xl.reports.page import page_html
from rasp_xl.reports.positions import ANSWERS, CHECKS, DISAGREEMENT, METHOD, PARTNERS, RESPONSES, Positions
from rasp_xl.reports.results import results
from rasp_xl.reports.workbook import workbook_bytes

ASKED = standard_set()
PEOPLE = ("Zoltan Quimby", "Ursula Vexley", "Mervyn Oddie")
REASON, BY = "Read the <charter> together.", "Zoltan Quimby and Ursula Vexley"
AGREED = Moderated("northmoor", "SV1", 3, REASON, BY)
NEEDLESS = Moderated("eastvale", "SV2", 3, "All said so.", "Leader")
LATE = Moderated("whitford", "SV2", 3, "Agreed early.", "Leader")
ROUND = Round(
    Purpose.NEW, 2, ASKED, partners=tuple(Partner(n.lower(), n) for n in ("Eastvale", "Northmoor", "Whitford")), moderated=(AGREED, NEEDLESS, LATE)
)  # fmt: skip


@cache
def assessment(round_: Round = ROUND) -> Assessment:
    """Three people of Northmoor, who differ widely on SV1, GV1 and RM2 and a little on TR1, and one of Eastvale."""
    apart = ("SV1=4* GV1=4 RM2=0", "SV1=0 GV1=1 RM2=4", "SV1=DK GV1=1 RM2=1 TR1=2")
    given = {f"Northmoor | {who}": everywhere(ASKED, 3, own) for who, own in zip(PEOPLE, apart, strict=True)}
    return assessment_of(round_, {"Eastvale": everywhere(ASKED, 3), **given})


@cache
def book() -> Workbook:
    return load_workbook(BytesIO(workbook_bytes(assessment())))


def test_sheet_stands_after_partners_and_lists_the_widest_first() -> None:
    """What is still to be agreed comes first, then what was agreed, then what is near."""
    rows = [[c.value for c in row] for row in book()[DISAGREEMENT].iter_rows(min_row=5)]

    assert book().sheetnames[book().sheetnames.index(PARTNERS) + 1] == DISAGREEMENT
    assert [row[1] for row in rows] == ["RM2", "GV1", "SV1", "TR1"]
    assert [row[MODERATED - 1] for row in rows] == [None, None, f"agreed: {REASON[:-1]}, {BY}", None]


@pytest.mark.parametrize("people", [1, 2])
def test_sheet_is_there_only_where_councils_sent_several_returns(people: int) -> None:
    """With one return of each council nobody can disagree, and neither sheet nor checks speak of it."""
    given = {f"Northmoor | {who}": everywhere(ASKED, 3) for who in PEOPLE[:people]}
    made = load_workbook(BytesIO(workbook_bytes(assessment_of(replace(ROUND, moderated=()), given))))

    assert (DISAGREEMENT in made.sheetnames) is (people > 1)
    assert (DISAGREEMENT in {c.value for c in made[CHECKS]["A"]}) is (people > 1)


def test_answer_that_was_agreed_leads_to_its_reason() -> None:
    """Answers shows it in a frame, with the reason at the end of the row, and a click leads to how people differed."""
    at, sheet = Positions(assessment()), book()[ANSWERS]
    place = at.answer(1, ASKED.questions[0]).partition("!")[2].replace("$", "")
    back = book()[DISAGREEMENT].cell(7, TAKEN)

    assert sheet[place].value == 3
    assert (sheet[place].hyperlink.location, back.hyperlink.location) == (f"{DISAGREEMENT}!A7", f"{ANSWERS}!{place}")
    assert sheet[place].border.left.style == "medium"
    assert sheet.cell(7, at.moderated_column).value == "Moderated"
    assert sheet.cell(9, at.moderated_column).value == f"SV1 agreed: {REASON[:-1]}, {BY}"


def test_what_each_said_stays_on_responses() -> None:
    """Moderation adds an answer and takes none away."""
    rows = [[c.value for c in row] for row in book()[RESPONSES].iter_rows(min_row=5)]

    assert sorted(str(r[4]) for r in rows if r[0] == "Northmoor" and r[2] == "SV1") == ["0", "4", "DK"]


def test_counts_are_written_where_counting_would_be_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a very large round the counts are figures, the same as the formulas show, and the rest is live as ever."""
    live = {(c.row, c.column): c.data_type for row in book()[DISAGREEMENT].iter_rows(min_row=5) for c in row}
    monkeypatch.setattr(disagreement_sheet, "MOST_COMPARED", 0)
    written = load_workbook(BytesIO(workbook_bytes(assessment())))[DISAGREEMENT]

    assert [written.cell(5, column).value for column in range(4, 12)] == [1, 1, 0, 0, 1, 0, 0, 0]
    assert {live[5, column] for column in range(4, 18)} == {"f"}
    assert {written.cell(5, column).data_type for column in range(12, 18)} == {"f"}


def test_method_says_how() -> None:
    """Both rules are on the sheet Method."""
    told = {row[0].value: row[1].value for row in book()[METHOD].iter_rows(max_col=2) if row[0].value}

    assert "agreed on" in told["Several respondents"]
    assert "0.83" in told["Disagreement"]


def test_results_hold_both() -> None:
    """For machines: the agreed answers with reason, disagreement by counts, and what was not used and why."""
    content = results(assessment())
    eastvale, northmoor = content["councils"]

    assert (eastvale["moderated"], eastvale["disagreement"]) == ([], [])
    assert northmoor["moderated"] == [{"question": "SV1", "answer": 3, "reason": REASON, "agreed_by": BY}]
    assert northmoor["answers"]["SV1"] == 3
    assert northmoor["disagreement"][2] == {
        "question": "SV1", "levels": [1, 0, 0, 0, 1], "dont_know": 1, "not_applicable": 0, "no_answer": 0, "levels_apart": 4,
        "average_deviation": 2.0, "dont_know_rate": pytest.approx(100 / 3), "by_median": 2, "widely_apart": True, "moderated": True,
    }  # fmt: skip
    assert content["round"]["moderations_unused"] == [
        {"council": "eastvale", "question": "SV2", "why": "everyone who answered had said so"},
        {"council": "whitford", "question": "SV2", "why": "no return of it counts"},
    ]


def test_screen_says_what_to_do() -> None:
    """Who has answers to moderate and where they are listed, what is used, and what is not."""
    assert list(round_text(assessment()))[1:] == [
        "1 council has answers to moderate (Northmoor 2): see the sheet Disagreement of the scored workbook.",
        "Moderated answers used: 1.",
        "Moderated answers not used: Eastvale, SV2 (everyone who answered had said so); Whitford, SV2 (no return of it counts).",
    ]
    assert not any(
        "oderat" in line
        for line in round_text(assessment_of(ROUND.for_purpose(Purpose.NEW, 1), {}))
        if "not used" not in line
    )


def test_sheet_reads_as_before(golden: Callable[[str, str], None]) -> None:
    """Every formula and value of the sheet, line by line, so that no change passes unseen."""
    data = workbook_bytes(assessment())
    formulas, values = office.formula_cells(data)[DISAGREEMENT], office.cell_values(data)[DISAGREEMENT]
    places = sorted({*formulas, *values}, key=coordinate_to_tuple)
    lines = (f"{p}  {values.get(p, '')!r}" + (f"  ={formulas[p]}" if p in formulas else "") for p in places)

    golden("scored_disagreement", "\n".join(lines) + "\n")


@pytest.mark.parametrize(("today", "state"), [(date(2026, 12, 31), "waived"), (date(2027, 1, 1), "closed")])
def test_round_workbook_moderates_a_run(tmp_path: Path, today: date, state: str) -> None:
    """From the sheet in the round workbook to the score: two people differ, and what they agreed on counts, a gate while its waiver holds."""
    gate = Moderated("northmoor", "GV12", "NA", "No staff stay.", BY)
    waiver = Waiver("northmoor", "RX205", "GV12", "No staff.", "Board", date(2026, 12, 31))
    office_round = replace(ROUND, id="harbour", name="Harbour", moderated=(AGREED, gate), waivers=(waiver,))
    (tmp_path / "round.xlsx").write_bytes(round_book_bytes(office_round))
    (tmp_path / "returns").mkdir()
    for who, own in zip(PEOPLE, ("SV1=4 GV12=0", "SV1=0 GV12=3"), strict=False):
        sent = returned(ROUND, "Northmoor", everywhere(ASKED, 3, own), who)
        (tmp_path / "returns" / f"{who}.xlsx").write_bytes(sent)

    (card,) = pipeline.assess([tmp_path / "returns"], round_=pipeline.open_round(tmp_path), today=today).cards

    assert (card.respondents, card.answers[0].value, card.answers[0].moderated) == (2, 3, AGREED)
    assert [g.state for g in card.gates if g.question == "GV12"] == [state]
    assert [(one.question, one.by_median, one.moderated) for one in card.disagreement] == [
        ("SV1", 2, True),
        ("GV12", 1, True),
    ]


def test_page_counts_people_and_names_nobody() -> None:
    """In the council's fold: what its people differ on, how many gave each answer, and what they agreed on with the reason."""
    page = html.fromstring(page_html(assessment()))
    asked = {q.id: q.text for q in ASKED.questions}
    (fold,) = page.xpath("//div[@id='council-northmoor']")
    lists = {
        h.text_content(): [" ".join(li.text_content().split()) for li in h.xpath("following-sibling::ul[1]/li")]
        for h in fold.xpath(".//h4")
    }

    assert lists["Your people answered differently"] == [
        f"{asked['RM2']} RM2, level 0 by 1, level 1 by 1, level 4 by 1; counts as 1 Discussed",
        f"{asked['GV1']} GV1, level 1 by 2, level 4 by 1; counts as 1 Discussed",
    ]
    assert lists["Agreed among your people"] == [f"{asked['SV1']} SV1, 3 Agreed: {REASON}"]
    assert not any(name in str(lists) for person in PEOPLE for name in person.split())
    assert not page.xpath("//div[@id='council-eastvale']//h4[contains(., 'our people')]")
