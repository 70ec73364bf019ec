"""The sheet Lists: what may be chosen, the bands and limits, and what the template says of itself. Visible, because hidden data is how data leaks."""

from rasp_xl.model.answers import CHOICES
from rasp_xl.model.layout import IDENTITY_COLUMN, IDENTITY_FIRST_ROW, LISTS, OWN_PARTS
from rasp_xl.model.questions import LEVEL_NAMES, AnswerValue
from rasp_xl.outgoing import formulas
from rasp_xl.outgoing.book import Book, Sheet, cell, span
from rasp_xl.outgoing.filling import Filling

ANSWER_CHOICES, ANSWER_TEXT, ANSWER_CODE = "answer_choices", "answer_text", "answer_code"
FIRST_ROW = 5
WIDTHS = (18, 12, 4, 12, 38, 4, 26, 46)
IDENTITY_WIDTH = WIDTHS[IDENTITY_COLUMN] - 2

TYPED: tuple[tuple[str, AnswerValue], ...] = (
    *((str(level), level) for level in range(len(LEVEL_NAMES))),
    *((name, level) for level, name in enumerate(LEVEL_NAMES)),
    ("DK", "DK"),
    ("NA", "NA"),
    ("N/A", "NA"),
)
"""Short forms that people type or paste; the drop-down does not offer them, but they count."""


def add_lists(book: Book, filling: Filling) -> None:
    """Write the sheet and define the names that drop-downs and formulas use."""
    sheet = book.add_sheet(LISTS, tab="#b1b4b6")
    sheet.title(
        "Lists", "What the drop-downs offer and how the workbook knows itself. There is nothing to fill in here."
    )
    sheet.widths(WIDTHS)
    for row in range(FIRST_ROW - 1, FIRST_ROW + len(CHOICES) + len(TYPED)):
        sheet.fit(row, [])
    _answers(book, sheet)
    _bands(book, sheet, filling)
    sheet.row(FIRST_ROW - 1, ("This workbook", ""), column=IDENTITY_COLUMN)
    for row, (label, value) in enumerate(filling.identity.rows(), IDENTITY_FIRST_ROW):
        sheet.text(row, IDENTITY_COLUMN, label, "cell")
        if label not in OWN_PARTS:
            sheet.text(row, IDENTITY_COLUMN + 1, value, "cell")
        sheet.fit(row, [(value, IDENTITY_WIDTH)])
    sheet.worksheet.fit_to_pages(1, 0)
    sheet.protect()


def _answers(book: Book, sheet: Sheet) -> None:
    sheet.row(FIRST_ROW - 1, ("Answer", "Counts as"))
    last = FIRST_ROW - 1
    for last, (text, value) in enumerate((*CHOICES, *TYPED), FIRST_ROW):
        sheet.text(last, 1, text, "cell")
        if isinstance(value, int):
            sheet.number(last, 2, value)
        else:
            sheet.text(last, 2, value or "", "cell")
    book.name(ANSWER_CHOICES, LISTS, span(FIRST_ROW, 1, FIRST_ROW + len(CHOICES) - 1, 1, fixed=True))
    book.name(ANSWER_TEXT, LISTS, span(FIRST_ROW, 1, last, 1, fixed=True))
    book.name(ANSWER_CODE, LISTS, span(FIRST_ROW, 2, last, 2, fixed=True))


def _bands(book: Book, sheet: Sheet, filling: Filling) -> None:
    settings = filling.round.settings
    sheet.row(FIRST_ROW - 1, ("From score", "Band"), column=4)
    for row, band in enumerate(settings.bands, FIRST_ROW):
        sheet.number(row, 4, band.from_score)
        sheet.text(row, 5, band.label, "cell")
    last = FIRST_ROW + len(settings.bands) - 1
    book.name(formulas.BAND_FROM, LISTS, span(FIRST_ROW, 4, last, 4, fixed=True))
    book.name(formulas.BAND_LABEL, LISTS, span(FIRST_ROW, 5, last, 5, fixed=True))
    limits = (
        (formulas.MIN_COVERAGE, settings.min_coverage, "% coverage needed for a final score"),
        (formulas.MAX_NOT_APPLICABLE, settings.max_not_applicable, "% not applicable allowed at most"),
        (formulas.STAGE, filling.round.stage, "stage of the programme"),
        (formulas.CLOSED_GATE_BAND, settings.closed_gate_band, "highest band with a closed gate"),
        (formulas.WEAK_GATE_BAND, settings.weak_gate_band, "highest band with a weak gate"),
        (formulas.CONDITIONAL_GATE_BAND, settings.conditional_gate_band, "highest band with a conditional gate"),
        (
            formulas.OVERALL_STEPS_ABOVE,
            settings.overall_steps_above,
            "bands above the lowest band of any area, overall",
        ),
        (formulas.TOP_BAND_GATE_LEVEL, settings.top_band_gate_level, "level of all gates for the top band"),
        (formulas.UNEVIDENCED_LEVEL, settings.unevidenced_level, "level of a claim without evidence"),
    )
    sheet.row(last + 2, ("Limit", "For"), column=4)
    for row, (name, value, words) in enumerate(limits, last + 3):
        sheet.number(row, 4, value)
        sheet.text(row, 5, words, "cell")
        book.name(name, LISTS, cell(row, 4, fixed=True))
