"""The sheet Answers: what counts, a row per council. With Settings, all figures follow from it."""

from collections import Counter

from rasp_xl.model.questions import TOP_LEVEL
from rasp_xl.model.scorecard import Scorecard
from rasp_xl.outgoing.book import Book, Sheet, span
from rasp_xl.outgoing.formulas import WAIVED, code_of
from rasp_xl.reports import wording
from rasp_xl.reports.live import Live, counted, nouned, say, sentence
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
from rasp_xl.reports.sheet_table import mark_table

MODERATED = "Moderated"
COUNCIL_WIDTH = 42


def add_answers(book: Book, at: Positions) -> None:
    """A row per council, a column per question: the council's answers as they count."""
    sheet = book.add_sheet(ANSWERS, tab="#b1b4b6")
    moderated = (MODERATED,) if _is_moderated(at) else ()
    sheet.title("Answers")
    say(sheet, 2, answers_sentence(at))
    traced = f" Click an answer to see where it was read. To filter or sort, go to {RESPONSES}; after a sort there look for council and question, for a click leads to where the row was."
    sheet.text(
        3, 1,
        f"Levels 0 to 4, DK for don't know, NA for not applicable, {WAIVED} for a gate that may be not applicable by a waiver, empty where not "
        "answered. Further right: 1 where evidence is cited, and cells that must be fixed."
        f"{traced if at.has(RESPONSES) else ''}{_moderated_words(at)}{at.unlinked(len(at.questions))}",
        "quiet plain",
    )  # fmt: skip
    sheet.widths(
        (
            COUNCIL_WIDTH,
            at.id_width,
            *(6 for _ in at.questions),
            *(9.5 for _ in at.questions),
            *(12 for _ in at.areas),
            *(90 for _ in moderated),
        )
    )
    if at.has(SENSITIVITY):
        sheet.text(ANSWERS_EQUAL_ROW, 1, f"Weight 1 for all (for {SENSITIVITY})", "label")
    sheet.text(ANSWERS_WEIGHT_ROW, 1, "Weight (from Settings)", "label")
    sheet.text(ANSWERS_GATE_ROW, 1, "Gate (1) or not (0)", "label")
    round_ = at.assessment.round
    for question in at.questions:
        answers = at.answer_column(question)
        weight, first = (at.setting(question, c) for c in (SETTING_WEIGHT, SETTING_FIRST_STAGE))
        is_gate = round_.gate_from(question) is not None
        if at.has(SENSITIVITY):
            sheet.number(ANSWERS_EQUAL_ROW, answers, 1, "cell centre")
        sheet.formula(ANSWERS_WEIGHT_ROW, answers, f"={weight}", round_.weight(question), "cell centre")
        if is_gate:
            sheet.formula(ANSWERS_GATE_ROW, answers, f"=IF(ISNUMBER({first}),1,0)", 1, "cell centre")
        else:
            sheet.number(ANSWERS_GATE_ROW, answers, 0, "cell centre")
    headings = (
        "Council", "Id", *(q.id for q in at.questions), *(f"{q.id} evidence" for q in at.questions), *(f"{a.id} to fix" for a in at.areas),
        *moderated,
    )  # fmt: skip
    for council, card in enumerate(at.assessment.cards):
        _council(sheet, at, council, card)
    last, last_column = at.answers_last_row, at.answer_column(at.questions[-1])
    mark_table(sheet, "council_answers", headings, (ANSWERS_FIRST_ROW - 1, last), filters=False)
    sheet.row(ANSWERS_FIRST_ROW - 1, headings)
    sheet.height(ANSWERS_FIRST_ROW - 1, 42)
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
    sheet.worksheet.set_print_scale(60)
    note = f"Levels 0 to 4, DK don't know, NA not applicable, {WAIVED} not applicable by a waiver, empty where not answered"
    if at.own:
        # One row needs no names on every page; what counts evidence and faults is for formulas, not for paper.
        sheet.repeat(ANSWERS_WEIGHT_ROW, ANSWERS_FIRST_ROW - 1)
    else:
        sheet.repeat(ANSWERS_WEIGHT_ROW, ANSWERS_FIRST_ROW - 1, "A:B")
        sheet.worksheet.set_v_pagebreaks([at.evidence_column(at.questions[0]) - 1, at.mend_column(at.areas[0]) - 1])
    end = last_column if at.own else at.mend_column(at.areas[-1])
    sheet.print_with_heading(ANSWERS_WEIGHT_ROW, last, end, ("Answers", note))


def _council(sheet: Sheet, at: Positions, council: int, card: Scorecard) -> None:
    row = ANSWERS_FIRST_ROW + council
    sheet.text(row, 1, card.name, "cell")
    sheet.text(row, 2, card.id, "cell")
    sheet.fit(row, [(card.name, COUNCIL_WIDTH - 2)])
    linked = at.can_link(len(at.questions))
    if not linked and (source := at.response(card.answers[0])):
        sheet.lead_to(row, 1, source)
    answers = {a.question: a for a in card.answers}
    for question in at.questions:
        answer, column = answers[question.id], at.answer_column(question)
        style = "cell agreed" if answer.moderated else "cell centre"
        if isinstance(code := code_of(answer), int):
            sheet.number(row, column, code, style)
        else:
            sheet.text(row, column, code or "", style)
        source = at.disagreement(council, answer) if answer.moderated else at.response(answer)
        if linked and code is not None and source:
            sheet.lead_to(row, column, source)
        sheet.number(row, at.evidence_column(question), int(answer.evidenced), "cell centre")
    for area, result in zip(at.areas, card.areas, strict=True):
        sheet.number(row, at.mend_column(area), result.to_fix)
    if _is_moderated(at):
        said = [f"{a.question} {a.moderated.words}" for a in card.answers if a.moderated]
        sheet.text(row, at.moderated_column, "; ".join(said), "plain")


def _is_moderated(at: Positions) -> bool:
    return any(answer.moderated for card in at.assessment.cards for answer in card.answers)


def _moderated_words(at: Positions) -> str:
    return (
        " In a heavy frame: what a council's people agreed on, with the reason at the right."
        if _is_moderated(at)
        else ""
    )


def answers_sentence(at: Positions) -> Live:
    """How many answers of each kind stand on the sheet."""
    cells = at.answers_area.partition("!")[2]
    codes = Counter(str(code_of(a)) for card in at.assessment.cards for a in card.answers)
    n = len(at.assessment.cards)
    asked = f"{wording.plural(len(at.questions), 'question')}: "
    councils = nouned(Live(f"ROWS({cells})", n), "council")
    opening: tuple[str | Live, ...] = (asked,) if at.own else (councils, f" and {asked}")
    return sentence(
        *opening,
        nouned(Live(f"COUNT({cells})", sum(codes[str(level)] for level in range(TOP_LEVEL + 1))), "level"), ", ",
        counted(cells, "DK", codes["DK"]), " don't know, ",
        Live(f'COUNTIF({cells},"NA")+COUNTIF({cells},"{WAIVED}")', codes["NA"] + codes[WAIVED]), " not applicable, ",
        Live(f"COUNTBLANK({cells})", codes["None"]), " without an answer.",
    )  # fmt: skip
