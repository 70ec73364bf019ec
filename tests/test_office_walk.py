"""Every question walked to every total: one thing changes, and exactly what should move does.

What should move is what the engine gives otherwise after the change; LibreOffice says what did.
"""

from dataclasses import replace
from pathlib import Path

import office
import pytest
from councils import MIDDLE, NORTHMOOR, three_councils
from figures import moved_by, scored_figures, your_scores
from office_walk import Cells, Change, walk

from rasp_xl.model import layout
from rasp_xl.model.answers import CHOICE_TEXTS, Answer
from rasp_xl.model.layout import ANSWER, COUNTING, SCORES, TO_DO, quoted, slots
from rasp_xl.model.question_file import standard_set
from rasp_xl.model.questions import Area, Purpose, Question
from rasp_xl.model.rounds import Partner, Round
from rasp_xl.outgoing.book import cell
from rasp_xl.outgoing.counting_sheet import CODE, TYPED, row_of
from rasp_xl.outgoing.filling import Filling
from rasp_xl.outgoing.score_rows import Rows
from rasp_xl.outgoing.template import template_bytes
from rasp_xl.reports import positions
from rasp_xl.reports.positions import (
    ANSWERS,
    ANSWERS_FIRST_ROW,
    CHECKS,
    GATES,
    RESPONSES,
    SENSITIVITY,
    SUMMARY,
    Positions,
)
from rasp_xl.reports.response_sheet import TAKEN_COLUMN
from rasp_xl.reports.score_sheets import OVERALL
from rasp_xl.reports.sheet_table import HEADER_ROW
from rasp_xl.reports.workbook import workbook_bytes
from rasp_xl.scoring.scores import score_council

pytestmark = pytest.mark.office

ASKED = standard_set()
ROUND = Round(Purpose.NEW, 2, ASKED)
PARTNER = Partner("northmoor", NORTHMOOR)
GIVEN = {q.id: Answer(q.id, (3, 2, 3, 3)[n % 4]) for n, q in enumerate(ASKED.questions)}
"""Without evidence, and no area at a level of its own, so that every change shows in its score."""


def _score_cell(area: Area, filling: Filling) -> str:
    """An area's score as other sheets refer to it."""
    return f"{quoted(SCORES)}!$B${Rows(filling).area(filling, area)}"


def area_of(question: Question) -> str:
    return next(area.name for area in ASKED.areas if area.id == question.area)


def theme_of(question: Question) -> str:
    return next(theme.name for theme in ASKED.themes if theme.id == question.theme)


def test_template_moves_where_an_answer_counts(tmp_path: Path) -> None:
    """In the template an answer moves its own row, area, theme and gate, the overall, and the sentences that quote them."""
    before = score_council(PARTNER, (GIVEN,), ROUND)
    filling = Filling(ROUND, before, PARTNER)
    data, figures = template_bytes(filling), your_scores(before, ROUND)
    sentences = quoting(data, filling)
    steps = [(slot, value) for value in (4, "DK", "NA") for slot in slots(ASKED)]
    changes: list[Change] = [{(slot.sheet, slot.cell(ANSWER)): CHOICE_TEXTS[value]} for slot, value in steps]
    start, moved = walk(data, changes, tmp_path)

    assert {place: start.get(place, "") for place in figures} == pytest.approx(figures, abs=1e-9)
    for (slot, value), seen in zip(steps, moved, strict=True):
        question, row = slot.question, row_of(ASKED, slot.question)
        after = score_council(PARTNER, (GIVEN | {question.id: Answer(question.id, value)},), ROUND)
        expected = moved_by(figures, your_scores(after, ROUND))
        expected |= {(COUNTING, cell(row, TYPED)): CHOICE_TEXTS[value], (COUNTING, cell(row, CODE)): value}
        own = {(slot.sheet, slot.cell(ANSWER)), (slot.sheet, slot.cell(TO_DO))}

        assert set(seen) - own == set(expected) | sentences[area_of(question)], (question.id, value)
        assert {place: seen[place] for place in expected} == pytest.approx(expected, abs=1e-9), (question.id, value)


def quoting(data: bytes, filling: Filling) -> dict[str, set[tuple[str, str]]]:
    """The sentences that quote each area's score: on its own sheet, on Start here, and the one above Your scores."""
    formulas, table = office.formula_cells(data), Rows(filling).areas
    lead = {(layout.SCORES, a) for a in formulas[layout.SCORES] if int(a.lstrip("ABCDEFGHIJ")) < table - 1}
    places = {(sheet, a): f for sheet, cells in formulas.items() if sheet != layout.SCORES for a, f in cells.items()}
    found = {
        area.name: {place for place, formula in places.items() if _score_cell(area, filling) in formula}
        for area in ASKED.areas
    }
    assert {name: {sheet for sheet, _ in cells} for name, cells in found.items()} == {
        area.name: {layout.START, area.name} for area in ASKED.areas
    }
    return {name: cells | lead for name, cells in found.items()}


def test_scored_workbook_moves_where_an_answer_counts(tmp_path: Path) -> None:
    """In the scored workbook an answer moves its council's own figures, and the partners' of its area and question.

    A mark that evidence is cited moves the council's evidenced score alone.
    """
    at, row = Positions(three_councils(ROUND, GIVEN)), ANSWERS_FIRST_ROW + MIDDLE
    cited = {q.id: replace(GIVEN[q.id], evidence="Minute 7") for q in ASKED.questions}
    steps = [(q, at.answer_column(q), v, Answer(q.id, v)) for v in (4, "DK", "NA") for q in ASKED.questions]
    steps += [(q, at.evidence_column(q), 1, cited[q.id]) for q in ASKED.questions]
    changes: list[Change] = [{(ANSWERS, cell(row, column)): value} for _, column, value, _ in steps]
    start, moved = walk(workbook_bytes(at.assessment), changes, tmp_path)
    before = scored_figures(at.assessment)

    assert {place: start.get(place, "") for place in before} == pytest.approx(before, abs=1e-9)
    for (question, _, value, answer), change, seen in zip(steps, changes, moved, strict=True):
        after = three_councils(ROUND, GIVEN | {question.id: answer})
        expected = moved_by(before, scored_figures(after)) | change
        expected |= {} if answer.evidenced else taken_over(at, question, value)
        allowed, repeated = proof_cells(start, question), {SUMMARY, CHECKS} & {sheet for sheet, _ in seen}

        assert {place: v for place, v in seen.items() if place not in allowed} == pytest.approx(expected, abs=1e-9)
        assert repeated == {SUMMARY, CHECKS}, (question.id, value)


def taken_over(at: Positions, question: Question, value: int | str) -> Cells:
    """The rows of Responses that show what an answer of the council came to; a mark of evidence is no answer."""
    rows = [n for n, (e, a) in enumerate(at.responses) if a.question == question.id and e.partner.name == NORTHMOOR]
    return {(RESPONSES, cell(HEADER_ROW + 1 + row, TAKEN_COLUMN)): value for row in rows}


SENTENCES = {(SUMMARY, "A3"), (SUMMARY, "A4"), (SUMMARY, "A5"), (SUMMARY, "A6")} | {
    (sheet, "A2") for sheet in (positions.SCORES, GATES, ANSWERS, CHECKS)
}


def proof_cells(start: Cells, question: Question) -> set[tuple[str, str]]:
    """The council's line on Summary, the sentences at the top of sheets, and the lines of Checks that may tell.

    On Checks those are the lines on the council, on the question, its theme and area, on sentences, on all answers together,
    and on Sensitivity, whose columns hold every council's overall.
    """
    lines = {a[1:]: v for (sheet, a), v in start.items() if sheet == CHECKS and a[0] == "B"}
    whole = (
        "Points",
        "Levels over all",
        "Scores, added up",
        "Weight answered",
        "Weight that applies",
        "Answers that are not",
        "Sentence",
        f"{question.id}:",
        f"{area_of(question)}:",
        f"{theme_of(question)}:",
    )
    told = {
        row for row, words in lines.items() if str(words).startswith((f"{NORTHMOOR}:", *own_lines(question), *whole))
    }
    told |= {a[1:] for (sheet, a), v in start.items() if (sheet, a[0], v) == (CHECKS, "A", SENSITIVITY)}
    summary = {a[1:] for (sheet, a), v in start.items() if (sheet, a[0], v) == (SUMMARY, "A", NORTHMOOR)}
    assert (len(summary), len(told & set(lines))) >= (1, 10)
    return (
        SENTENCES
        | {(SUMMARY, letter + row) for row in summary for letter in "BCDEF"}
        | {(CHECKS, letter + row) for row in told for letter in "CDE"}
    )


def own_lines(question: Question) -> tuple[str, str]:
    return f"{NORTHMOOR}, {area_of(question)}", f"{NORTHMOOR}, {OVERALL}"
