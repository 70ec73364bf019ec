"""The sheets that hold what was set and what counts: Settings and Answers. All figures follow from them."""

from collections import Counter

from rasp_xl.model.questions import STAGES, TOP_LEVEL
from rasp_xl.model.scorecard import Scorecard
from rasp_xl.outgoing.book import Book, Sheet, cell, span
from rasp_xl.outgoing.formulas import BAND_FROM, BAND_LABEL, MAX_NOT_APPLICABLE, MIN_COVERAGE, STAGE, WAIVED, code_of
from rasp_xl.reports import wording
from rasp_xl.reports.live import Live, counted, nouned, say, sentence
from rasp_xl.reports.positions import (
    ANSWERS,
    ANSWERS_FIRST_COLUMN,
    ANSWERS_FIRST_ROW,
    ANSWERS_GATE_ROW,
    ANSWERS_WEIGHT_ROW,
    SETTINGS,
    SETTINGS_FIRST_QUESTION_ROW,
    Positions,
)
from rasp_xl.reports.sheet_table import mark_table

SETTING_WEIGHT, SETTING_FIRST_STAGE = 4, 5
BANDS_ROW = 11


def add_settings(book: Book, at: Positions) -> None:
    """Stage, limits, bands, weights and gates; change one and the workbook moves."""
    round_, sheet = at.assessment.round, book.add_sheet(SETTINGS, tab="#b1b4b6")
    sheet.title(
        "Settings",
        "Change a yellow cell and every score, band, gate and map in this workbook follows; sentences and lists stay as at scoring.",
    )
    sheet.widths((34, 18, 36, 12, 18, 110))
    rows: tuple[tuple[str, str | float, str], ...] = (
        ("Purpose", round_.purpose.words, ""),
        ("Stage", round_.stage, STAGE),
        ("Coverage for a final score, %", round_.settings.min_coverage, MIN_COVERAGE),
        ("Not applicable at most, %", round_.settings.max_not_applicable, MAX_NOT_APPLICABLE),
    )
    sheet.row(4, ("Setting", "Value", "Note"))
    for row, (label, value, name) in enumerate(rows, 5):
        sheet.text(row, 1, label, "cell")
        if isinstance(value, str):
            sheet.text(row, 2, value, "cell")
        else:
            sheet.number(row, 2, value, "input")
            book.name(name, SETTINGS, cell(row, 2, fixed=True))
        if name == STAGE:
            choices = ",".join(f'"{words}"' for words in STAGES)
            sheet.formula(row, 3, f"=CHOOSE({cell(row, 2)},{choices})", STAGES[round_.stage - 1], "cell")
    _bands(book, sheet, at)
    sheet.row(SETTINGS_FIRST_QUESTION_ROW - 1, ("Question", "Area", "Theme", "Weight", "Gate from stage", "Text"))
    for row, question in enumerate(at.questions, SETTINGS_FIRST_QUESTION_ROW):
        theme = next(t.name for a in at.areas for t in a.themes if t.id == question.theme)
        for column, text in ((1, question.id), (2, question.area), (3, theme), (6, question.text)):
            sheet.text(row, column, text, "cell")
        first = round_.gate_from(question)
        sheet.number(row, SETTING_WEIGHT, round_.weight(question), "input")
        sheet.number(row, SETTING_FIRST_STAGE, first, "cell" if first is None else "input")
        sheet.fit(row, [(question.text, 108), (theme, 34)])
    _limit_settings(sheet, at)
    sheet.freeze(4)
    sheet.worksheet.fit_to_pages(1, 0)


def _limit_settings(sheet: Sheet, at: Positions) -> None:
    """Say at once when a setting cannot be right."""
    bands = at.assessment.round.settings.bands
    for area, least, most in (
        ("B6", 1, len(STAGES)),
        ("B7:B8", 0, 100),
        (span(BANDS_ROW, 2, BANDS_ROW + len(bands) - 1, 2), 0, 100),
        (at.settings_column(SETTING_WEIGHT), 0, 10),
        (at.settings_column(SETTING_FIRST_STAGE), 1, len(STAGES)),
    ):
        sheet.worksheet.data_validation(
            area,
            {
                "validate": "decimal" if most > len(STAGES) else "integer",
                "criteria": "between",
                "minimum": least,
                "maximum": most,
                "error_title": "Out of range",
                "error_message": f"Please type a number from {least} to {most}.",
            },
        )


def _bands(book: Book, sheet: Sheet, at: Positions) -> None:
    bands = at.assessment.round.settings.bands
    sheet.row(BANDS_ROW - 1, ("Band", "From score", "Meaning"))
    for row, band in enumerate(bands, BANDS_ROW):
        sheet.text(row, 1, band.label, "cell")
        sheet.number(row, 2, band.from_score, "input")
        sheet.text(row, 3, band.meaning, "plain")
    last = BANDS_ROW + len(bands) - 1
    book.name(BAND_LABEL, SETTINGS, span(BANDS_ROW, 1, last, 1, fixed=True))
    book.name(BAND_FROM, SETTINGS, span(BANDS_ROW, 2, last, 2, fixed=True))


def add_answers(book: Book, at: Positions) -> None:
    """A row per council, a column per question: the council's answers as they count."""
    sheet = book.add_sheet(ANSWERS, tab="#b1b4b6")
    sheet.title("Answers")
    say(sheet, 2, answers_sentence(at))
    sheet.text(
        3, 1,
        f"Levels 0 to 4, DK for don't know, NA for not applicable, {WAIVED} for a gate that may be not applicable by a waiver, empty where not "
        "answered. Further right: 1 where evidence is cited, and cells that must be fixed. Click an answer to see where it was read."
        f"{at.unlinked(len(at.questions))}",
        "quiet plain",
    )  # fmt: skip
    sheet.widths((42, 18, *(6 for _ in at.questions), *(6 for _ in at.questions), *(12 for _ in at.areas)))
    sheet.text(ANSWERS_WEIGHT_ROW, 1, "Weight (from Settings)", "label")
    sheet.text(ANSWERS_GATE_ROW, 1, "Gate (1) or not (0)", "label")
    round_ = at.assessment.round
    for question in at.questions:
        answers = at.answer_column(question)
        weight, first = (at.setting(question, c) for c in (SETTING_WEIGHT, SETTING_FIRST_STAGE))
        is_gate = round_.gate_from(question) is not None
        sheet.formula(ANSWERS_WEIGHT_ROW, answers, f"={weight}", round_.weight(question), "cell centre")
        if is_gate:
            sheet.formula(ANSWERS_GATE_ROW, answers, f"=IF(ISNUMBER({first}),1,0)", 1, "cell centre")
        else:
            sheet.number(ANSWERS_GATE_ROW, answers, 0, "cell centre")
    headings = (
        "Council", "Id", *(q.id for q in at.questions), *(f"{q.id} evidence" for q in at.questions), *(f"{a.id} to fix" for a in at.areas),
    )  # fmt: skip
    for council, card in enumerate(at.assessment.cards):
        _council(sheet, at, council, card)
    last, last_column = at.answers_last_row, at.answer_column(at.questions[-1])
    mark_table(sheet, "council_answers", headings, (ANSWERS_FIRST_ROW - 1, last))
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
    sheet.repeat(ANSWERS_WEIGHT_ROW, ANSWERS_FIRST_ROW - 1, "A:B")
    sheet.worksheet.set_print_scale(60)
    note = f"Levels 0 to 4, DK don't know, NA not applicable, {WAIVED} not applicable by a waiver, empty where not answered"
    sheet.print_with_heading(ANSWERS_WEIGHT_ROW, last, at.mend_column(at.areas[-1]), ("Answers", note))


def _council(sheet: Sheet, at: Positions, council: int, card: Scorecard) -> None:
    row = ANSWERS_FIRST_ROW + council
    sheet.text(row, 1, card.name, "cell")
    sheet.text(row, 2, card.id, "cell")
    linked = at.can_link(len(at.questions))
    if not linked and (source := at.response(card.answers[0])):
        sheet.lead_to(row, 1, source)
    answers = {a.question: a for a in card.answers}
    for question in at.questions:
        answer, column = answers[question.id], at.answer_column(question)
        if isinstance(code := code_of(answer), int):
            sheet.number(row, column, code, "cell centre")
        else:
            sheet.text(row, column, code or "", "cell centre")
        if linked and code is not None:
            sheet.lead_to(row, column, at.response(answer))
        sheet.number(row, at.evidence_column(question), int(answer.evidenced), "cell centre")
    for area, result in zip(at.areas, card.areas, strict=True):
        sheet.number(row, at.mend_column(area), result.to_fix)


def answers_sentence(at: Positions) -> Live:
    """How many answers of each kind stand on the sheet."""
    cells = at.answers_area.partition("!")[2]
    codes = Counter(str(code_of(a)) for card in at.assessment.cards for a in card.answers)
    n = len(at.assessment.cards)
    return sentence(
        nouned(Live(f"ROWS({cells})", n), "council"),
        f" and {wording.plural(len(at.questions), 'question')}: ",
        nouned(Live(f"COUNT({cells})", sum(codes[str(level)] for level in range(TOP_LEVEL + 1))), "level"), ", ",
        counted(cells, "DK", codes["DK"]), " don't know, ",
        Live(f'COUNTIF({cells},"NA")+COUNTIF({cells},"{WAIVED}")', codes["NA"] + codes[WAIVED]), " not applicable, ",
        Live(f"COUNTBLANK({cells})", codes["None"]), " without an answer.",
    )  # fmt: skip
