"""The sheets that hold what was said: Answers, Responses. With Settings, everything else follows from them."""

from rasp_xl.incoming.ledger import Entry, Status
from rasp_xl.model.answers import Answer
from rasp_xl.model.scorecard import Scorecard
from rasp_xl.outgoing.book import Book, Sheet, span
from rasp_xl.outgoing.formulas import WAIVED, code_of
from rasp_xl.reports.positions import (
    ANSWERS,
    ANSWERS_EQUAL_ROW,
    ANSWERS_FIRST_COLUMN,
    ANSWERS_FIRST_ROW,
    ANSWERS_GATE_ROW,
    ANSWERS_WEIGHT_ROW,
    RESPONSES,
    SENSITIVITY,
    SETTING_FIRST_STAGE,
    SETTING_WEIGHT,
    Positions,
)
from rasp_xl.reports.sheet_table import Column, add_table


def add_answers(book: Book, at: Positions) -> None:
    """A row per council, a column per question: the council's answers as they count."""
    sheet = book.add_sheet(ANSWERS, tab="#b1b4b6")
    sheet.title(
        "Answers",
        f"{len(at.assessment.cards)} councils and {len(at.questions)} questions. Levels 0 to 4, DK for don't know, NA for not "
        f"applicable, {WAIVED} for a gate that may be not applicable by a waiver, empty where not answered. Further right: 1 where "
        "evidence is cited, and cells that must be fixed.",
    )
    sheet.widths((42, 18, *(6 for _ in at.questions), *(6 for _ in at.questions), *(12 for _ in at.areas)))
    sheet.text(ANSWERS_EQUAL_ROW, 1, f"Weight 1 for all (for {SENSITIVITY})", "label")
    sheet.text(ANSWERS_WEIGHT_ROW, 1, "Weight (from Settings)", "label")
    sheet.text(ANSWERS_GATE_ROW, 1, "Gate (1) or not (0)", "label")
    sheet.row(ANSWERS_FIRST_ROW - 1, ("Council", "Id"))
    round_ = at.assessment.round
    for question in at.questions:
        answers, evidence = at.answer_column(question), at.evidence_column(question)
        weight, first = (at.setting(question, c) for c in (SETTING_WEIGHT, SETTING_FIRST_STAGE))
        is_gate = round_.gate_from(question) is not None
        sheet.number(ANSWERS_EQUAL_ROW, answers, 1, "cell centre")
        sheet.formula(ANSWERS_WEIGHT_ROW, answers, f"={weight}", round_.weight(question), "cell centre")
        if is_gate:
            sheet.formula(ANSWERS_GATE_ROW, answers, f"=IF(ISNUMBER({first}),1,0)", 1, "cell centre")
        else:
            sheet.number(ANSWERS_GATE_ROW, answers, 0, "cell centre")
        sheet.text(ANSWERS_FIRST_ROW - 1, answers, question.id, "head")
        sheet.text(ANSWERS_FIRST_ROW - 1, evidence, f"{question.id} evidence", "head")
    for area in at.areas:
        sheet.text(ANSWERS_FIRST_ROW - 1, at.mend_column(area), f"{area.id} to fix", "head")
    sheet.height(ANSWERS_FIRST_ROW - 1, 42)
    for council, card in enumerate(at.assessment.cards):
        _council(sheet, at, council, card)
    last, last_column = at.answers_last_row, at.answer_column(at.questions[-1])
    sheet.worksheet.data_validation(
        span(ANSWERS_FIRST_ROW, ANSWERS_FIRST_COLUMN, last, last_column),
        {
            "validate": "list",
            "source": ["0", "1", "2", "3", "4", "DK", "NA", WAIVED],
            "error_title": "Not an answer",
            "error_message": "Please choose a level from 0 to 4, DK for don't know, NA for not applicable, or NW for a gate that is not applicable by a waiver.",
        },
    )
    sheet.freeze(ANSWERS_FIRST_ROW, 3)
    sheet.repeat(ANSWERS_WEIGHT_ROW, ANSWERS_FIRST_ROW - 1, "A:B")
    sheet.worksheet.set_print_scale(60)
    note = f"Levels 0 to 4, DK don't know, NA not applicable, {WAIVED} not applicable by a waiver, empty where not answered"
    sheet.print_with_heading(ANSWERS_WEIGHT_ROW, last, at.mend_column(at.areas[-1]), ("Answers", note))


def _council(sheet: Sheet, at: Positions, council: int, card: Scorecard) -> None:
    row = ANSWERS_FIRST_ROW + council
    sheet.text(row, 1, card.name, "cell")
    sheet.text(row, 2, card.id, "cell")
    answers = {a.question: a for a in card.answers}
    for question in at.questions:
        answer, column = answers[question.id], at.answer_column(question)
        if isinstance(code := code_of(answer), int):
            sheet.number(row, column, code, "cell centre")
        else:
            sheet.text(row, column, code or "", "cell centre")
        sheet.number(row, at.evidence_column(question), int(answer.evidenced), "cell centre")
    for area, result in zip(at.areas, card.areas, strict=True):
        sheet.number(row, at.mend_column(area), result.to_fix)


def add_responses(book: Book, at: Positions) -> None:
    """A row for every answer of every return that counts, with the cell it was read from."""
    sheet = book.add_sheet(RESPONSES, tab="#b1b4b6")
    counted = [e for e in at.assessment.ledger.entries if e.status is Status.SCORED and e.returned]
    sheet.title(
        "Responses",
        f"Every answer of the {len(counted)} returns that count, as it was read, and the file, sheet and cell it came from.",
    )
    columns = (
        Column("Council", 40), Column("Respondent", 24), Column("Question", 10), Column("As typed", 18),
        Column("Counts as", 11, "cell centre"), Column("Evidence", 50), Column("Comment", 40), Column("File", 34),
        Column("Sheet", 22), Column("Cell", 8), Column("SHA-256 of the file", 20),
    )  # fmt: skip
    rows = [_response(entry, answer) for entry in counted for answer in _answers(entry, at)]
    add_table(sheet, "responses", columns, rows)


def _answers(entry: Entry, at: Positions) -> list[Answer]:
    found = entry.returned.answers if entry.returned else {}
    return [found[q.id] for q in at.questions if q.id in found]


def _response(entry: Entry, answer: Answer) -> tuple[object, ...]:
    counts = "unreadable" if answer.unreadable else "no answer" if answer.value is None else answer.value
    return (
        entry.partner.name if entry.partner else "", entry.respondent, answer.question, answer.raw, counts,
        answer.evidence, answer.comment, answer.place.file, answer.place.sheet, answer.place.cell, entry.digest[:16],
    )  # fmt: skip
