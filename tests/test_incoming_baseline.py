"""An earlier round read back from its results, as people edited them; and what is said where it cannot be."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from building import answers, everywhere, question, tiny_round
from came_back import filled
from councils import assessment_of
from openpyxl import Workbook
from two_rounds import baseline, edited, results_baseline, saved, scored_book, types
from zip_parts import members, patched, rezipped

from rasp_xl.incoming.baseline import earlier_councils, read_baseline, refuse_other_questions
from rasp_xl.incoming.scored_workbook import UNREAD, read_scored
from rasp_xl.model.baseline import OVERALL, Baseline, EarlierCouncil, EarlierRound, Shown
from rasp_xl.model.findings import RaspError
from rasp_xl.model.questions import Purpose
from rasp_xl.model.rounds import Partner
from rasp_xl.reports.positions import ANSWERS, GAPS, SETTINGS
from rasp_xl.reports.results import results_bytes

QUESTIONS = ("SV1", "SV2", "SV3", "SV4", "SV10", "EC1", "GV12")
ROUND = replace(
    tiny_round(*(question(q, 2, gate=1 if q == "GV12" else None) for q in QUESTIONS), stage=2),
    id="harbour-1",
    name="Harbour; spring, 50 % done",
    day=date(2026, 5, 12),
)
ASKED = ROUND.question_set
COUNCILS = {"Ashcombe": everywhere(ASKED, 2, "SV1=4 SV2=DK SV4=NA EC1="), "Cwm Tŵr": everywhere(ASKED, 3, "GV12=NA!")}
ALL = {"Owner": "J. Smith", "Due": datetime(2026, 9, 30), "Status": "Under way"}


def first(found: Baseline) -> EarlierCouncil:
    return found.councils[0]


def values(council: EarlierCouncil) -> dict[str, object]:
    return {question: answer.value for question, answer in council.answers.items()}


def test_scored_workbook_reads_back_whole() -> None:
    """Round, councils, answers and the scores that were shown come back as they were written."""
    found = read_baseline_of(scored_book(ROUND, COUNCILS))
    card = assessment_of(ROUND, COUNCILS).cards[0]

    assert found.round == EarlierRound("harbour-1", ROUND.name, Purpose.NEW, 2, date(2026, 5, 12), ASKED.version)
    assert found.round.label == "12 May 2026"
    assert found.asked == tuple(q.id for q in ASKED.questions)
    assert [(c.id, c.name) for c in found.councils] == [("ashcombe", "Ashcombe"), ("cwm-twr", "Cwm Tŵr")]
    assert [values(c) for c in found.councils] == [
        {q: a.value for q, a in given.items()} for given in COUNCILS.values()
    ]
    assert found.councils[1].answers["GV12"].waived
    assert first(found).shown[OVERALL].score == pytest.approx(card.overall.score, abs=1e-9)
    assert first(found).shown["SV"].band == "Emerging"
    assert found.actions == ()


def read_baseline_of(data: bytes) -> Baseline:
    return read_scored(data, "earlier.xlsx", ASKED)


def test_results_file_says_the_same_but_for_what_was_typed() -> None:
    """results.json gives the same answers, waivers, scores and round as the workbook beside it."""
    book, results = read_baseline_of(scored_book(ROUND, COUNCILS)), results_baseline(ROUND, COUNCILS)

    assert [(c.id, c.name, values(c)) for c in results.councils] == [(c.id, c.name, values(c)) for c in book.councils]
    assert [c.answers["GV12"].waived for c in results.councils] == [False, True]
    assert results.round == book.round
    assert results.asked == ("EC1", "GV12", "SV1", "SV2", "SV3", "SV4", "SV10")
    for one, other in zip(results.councils, book.councils, strict=True):
        assert {a: s.score for a, s in one.shown.items()} == pytest.approx({a: s.score for a, s in other.shown.items()})
        assert {a: s.band for a, s in one.shown.items()} == {a: s.band for a, s in other.shown.items()}


def test_typed_columns_come_with_their_row() -> None:
    """Owner, due and status are read with council and question, a date as a date, a text as typed, a further column by its heading."""
    hostile = "=1+1\n<script>alert(1)</script>"
    found = baseline(
        ROUND, COUNCILS, types("Ashcombe", "EC1", ALL | {"Budget, £": 12_000}),
        types("Cwm Tŵr", "SV3", {"Owner": hostile, "Due": "end of May"}),
    )  # fmt: skip

    assert found.added == ("Budget, £",)
    assert [(a.council, a.question, a.typed) for a in found.actions] == [
        (
            "Ashcombe",
            "EC1",
            {"Owner": "J. Smith", "Due": date(2026, 9, 30), "Status": "Under way", "Budget, £": 12_000},
        ),
        ("Cwm Tŵr", "SV3", {"Owner": hostile, "Due": "end of May"}),
    ]


def test_answers_that_were_changed_count() -> None:
    """Where finance put an answer right on Answers, that is what the round said; the words of the drop-down are taken too."""
    found = baseline(
        ROUND, COUNCILS, puts(ANSWERS, "C8", 3), puts(ANSWERS, "D8", "2 In progress"), puts(ANSWERS, "E8", "nw")
    )

    assert [first(found).answers[q].value for q in ("SV1", "SV2", "SV3")] == [3, 2, "NA"]
    assert first(found).answers["SV3"].waived


def puts(sheet: str, address: str, value: object) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        book[sheet][address] = value

    return change


def shuffled(book: Workbook) -> None:
    """Sheets renamed, a row and a column inserted above and before, rows put in another order, filtered."""
    sheet = book[GAPS]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(5)]
    for number, row in enumerate(reversed(rows), 5):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column).value = value
    sheet.row_dimensions[7].hidden = True
    sheet.tables.clear()
    sheet.insert_cols(1)
    sheet.insert_rows(1, 2)
    sheet.title = "Actions, as agreed"
    answers_ = book[ANSWERS]
    answers_.insert_rows(3)
    answers_.insert_cols(2)
    book.move_sheet(sheet, 5)


def test_moved_and_sorted_tables_are_found_by_their_headings() -> None:
    """Sorting, filtering, inserting and renaming lose nothing."""
    plain = baseline(ROUND, COUNCILS, types("Ashcombe", "EC1", ALL), types("Cwm Tŵr", "SV3", {"Owner": "A. Jones"}))
    found = baseline(
        ROUND, COUNCILS, types("Ashcombe", "EC1", ALL), types("Cwm Tŵr", "SV3", {"Owner": "A. Jones"}), shuffled
    )

    assert found.councils == plain.councils
    assert sorted(found.actions, key=lambda a: a.council) == sorted(plain.actions, key=lambda a: a.council)
    assert found.round == plain.round


def test_questions_whose_columns_are_gone_are_not_asked() -> None:
    """A question without a column on Answers is one that was not asked then."""
    found = baseline(ROUND, COUNCILS, lambda book: book[ANSWERS].delete_cols(3, 2))

    assert "SV1" not in found.asked
    assert found.asked[0] == "SV3"
    assert first(found).answers["SV3"].value == 2


def without_keywords(data: bytes) -> bytes:
    """The workbook as a program leaves it that keeps no properties."""
    return patched(data, "docProps/core.xml", "rasp-xl;result", "minutes")


def test_purpose_and_stage_are_also_on_settings() -> None:
    """When a program lost the properties, Settings still says purpose and stage, and the round goes by no name."""
    found = read_baseline_of(without_keywords(scored_book(ROUND, COUNCILS)))

    assert (found.round.purpose, found.round.stage, found.round.day) == (Purpose.NEW, 2, None)
    assert found.round.label == "an earlier round"


def test_folder_gives_the_workbook_and_what_it_lost(tmp_path: Path) -> None:
    """Of the folder of an earlier run the workbook counts; scores that its formulas lost come from results.json."""
    assessment = assessment_of(ROUND, COUNCILS)
    saved(tmp_path, "scored.xlsx", edited(scored_book(ROUND, COUNCILS), types("Ashcombe", "EC1", ALL)))
    alone = read_baseline(tmp_path, ASKED)
    saved(tmp_path, "results.json", results_bytes(assessment, {}))
    both = read_baseline(tmp_path, ASKED)

    assert alone.file == both.file == "scored.xlsx"
    assert first(alone).shown == {}
    assert first(both).shown[OVERALL].score == assessment.cards[0].overall.score
    assert len(both.actions) == 1
    (tmp_path / "scored.xlsx").unlink()
    assert read_baseline(tmp_path, ASKED).file == "results.json"


def refused(tmp_path: Path, name: str, data: bytes) -> str:
    with pytest.raises(RaspError) as told:
        read_baseline(saved(tmp_path, name, data), ASKED)
    return str(told.value)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.xlsx", b"", "cannot be opened. The file is empty"),
        ("a.xlsx", b"PK\x03\x04 half", "cut short or broken"),
        ("a.xlsx", b"<!doctype html><p>Sign in</p>", "cannot be opened"),
        ("a.json", b"{", "cannot be read as JSON"),
        ("a.json", b"{" * 100_000, "cannot be read as JSON"),
        ("a.json", b"{}", "no results.json of this program"),
        ("a.json", b'{"schema": 2}', "of a version that we do not know"),
        ("a.json", b'{"schema": 1, "councils": [3], "round": {}}', "something in it is missing or changed"),
    ],
)
def test_file_that_is_no_result_is_said(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    """Whatever else is named as a baseline stops the run with a sentence that names it."""
    sentence = refused(tmp_path, name, data)

    assert words in sentence
    assert name in sentence


def test_return_is_no_baseline(tmp_path: Path) -> None:
    """A council's return named by mistake is told for what it is not, with what to name instead."""
    sentence = refused(tmp_path, "Northmoor.xlsx", filled())

    assert "is not a scored workbook: it has no sheet Answers" in sentence
    assert "Name the scored.xlsx or the results.json" in sentence


def test_missing_file_and_empty_folder_are_said(tmp_path: Path) -> None:
    """A slip in the path is told from a folder that holds no results."""
    with pytest.raises(RaspError, match=r"There is no baseline .*nowhere.xlsx"):
        read_baseline(tmp_path / "nowhere.xlsx", ASKED)
    with pytest.raises(RaspError, match=r"holds no scored.xlsx and no results.json"):
        read_baseline(tmp_path, ASKED)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (puts(ANSWERS, "C8", 7), "Answers, C8: “7” is no answer. Type 0 to 4, DK, NA or NW, or clear the cell."),
        (puts(ANSWERS, "D8", "=1+1"), "Answers, D8: a formula whose result was not saved."),
        (puts(ANSWERS, "D8", "#REF!"), "Answers, D8: the spreadsheet error “#REF!”."),
        (puts(ANSWERS, "B9", "ashcombe"), "Answers, row 9: “ashcombe” stands in row 8 too."),
        (puts(GAPS, "K5", "=1+1"), "Gaps and actions, K5: a formula whose result was not saved."),
        (
            puts(GAPS, "K4", "Lead"),
            "Gaps and actions: there is no row with the headings Council, Question, Owner, Due, Status",
        ),
        (lambda book: book[ANSWERS].delete_rows(8, 2), "Answers: there is no council below the headings."),
    ],
)
def test_cell_that_cannot_be_read_is_named(change: Callable[[Workbook], None], words: str) -> None:
    """What somebody broke in the workbook is listed by sheet and cell, and nothing is guessed in its place."""
    with pytest.raises(RaspError) as told:
        baseline(ROUND, COUNCILS, change)

    assert f"\n  {words}" in str(told.value)
    assert "Mend what is listed, save, and run again." in str(told.value)


def test_json_with_another_answer_is_said(tmp_path: Path) -> None:
    """An answer that is none, put into results.json by hand, is not taken."""
    content = json.loads(results_bytes(assessment_of(ROUND, COUNCILS), {}))
    content["councils"][0]["answers"]["SV1"] = True

    assert "missing or changed" in refused(tmp_path, "r.json", json.dumps(content).encode())


def test_other_purpose_or_questions_are_refused() -> None:
    """A health check is not compared with a new programme, nor a round with one that asked nothing of the same."""
    found = results_baseline(ROUND, COUNCILS)
    other = tiny_round(question("ZZ1"))

    refuse_other_questions(found, replace(ROUND, stage=3))
    with pytest.raises(RaspError, match="is of another purpose: New programme, and this round is Health check"):
        refuse_other_questions(found, replace(ROUND, purpose=Purpose.HEALTH_CHECK))
    with pytest.raises(RaspError, match="asks none of this round's questions"):
        refuse_other_questions(found, other)


def known(*councils: tuple[str, str]) -> Baseline:
    """An earlier round with these councils, as (id, name)."""
    return Baseline(
        "b",
        "",
        EarlierRound(),
        ("AA1",),
        tuple(EarlierCouncil(i, n, answers(f"AA1={k}")) for k, (i, n) in enumerate(councils)),
    )


@pytest.mark.parametrize(
    ("then", "now", "same"),
    [
        ([("a", "Ashcombe")], [("a", "Ashcombe Borough")], {"a": "Ashcombe"}),
        ([("x", "ASHCOMBE ")], [("a", "Ashcombe")], {"a": "ASHCOMBE "}),
        ([("", "Ashcombe")], [("a", "Ashcombe")], {"a": "Ashcombe"}),
        ([("a", "Ashcombe")], [("b", "Whitford")], {}),
        (
            [("1", "Ashcombe"), ("2", "Whitford")],
            [("2", "Ashcombe"), ("1", "Whitford")],
            {"2": "Ashcombe", "1": "Whitford"},
        ),
        ([("1", "Ashcombe")], [("1", "Whitford"), ("2", "Ashcombe")], {"2": "Ashcombe"}),
    ],
)
def test_councils_are_matched_by_id_else_by_name(
    then: list[tuple[str, str]], now: list[tuple[str, str]], same: dict[str, str]
) -> None:
    """A renamed council keeps its id; one whose id was given anew is known by its name, and never taken for another."""
    found = earlier_councils(known(*then), [Partner(*council) for council in now])

    assert {identity: council.name for identity, council in found.items()} == same


def test_sheets_that_only_people_look_at_are_not_unpacked() -> None:
    """Of 300 councils they would be two thirds of what may be read; one that is broken does not matter either."""
    data = scored_book(ROUND, COUNCILS)
    sheets = re.findall(r'<sheet name="([^"]+)"', members(data)["xl/workbook.xml"].decode())
    broken = {f"xl/worksheets/sheet{n}.xml": b"<worksheet" for n, name in enumerate(sheets, 1) if name in UNREAD}

    assert len(broken) == 11
    assert read_baseline_of(rezipped(members(data) | broken)).councils == read_baseline_of(data).councils


def test_settings_sheet_may_be_gone() -> None:
    """Only what is needed must be there: without Settings and Scores the answers are still known."""

    def change(book: Workbook) -> None:
        del book[SETTINGS], book["Scores"]

    found = baseline(ROUND, COUNCILS, change)

    assert found.councils[0].shown == {}
    assert found.round.purpose is Purpose.NEW
    assert Shown().band == ""
