"""The sheet How it counts: a row per question that turns what was typed into what is scored."""

from collections.abc import Sequence

from rasp_xl.model.answers import CHOICE_TEXTS
from rasp_xl.model.layout import (
    ANSWER,
    COUNTING,
    COUNTING_HEADER_ROW,
    EVIDENCE,
    GATE_COLUMN,
    REF,
    WEIGHT_COLUMN,
    Slot,
    area_slots,
    quoted,
    slots,
)
from rasp_xl.model.questions import Question, QuestionSet
from rasp_xl.outgoing.book import Book, Sheet, span
from rasp_xl.outgoing.filling import Filling
from rasp_xl.outgoing.formulas import WAIVED, Cells, code_of
from rasp_xl.outgoing.lists_sheet import ANSWER_CODE, ANSWER_TEXT

HEADINGS = ("Id", "Area", "Theme", "Weight", "Gate", "Gate from stage", "As typed", "Counts as", "Evidence cited")
"""Other words than on the area sheets, so that a reader never takes this sheet for answers."""

WIDTHS = (8, 24, 32, 9, 8, 12, 22, 12, 12)
FIRST_STAGE, TYPED, CODE, CITED = 6, 7, 8, 9


def row_of(question_set: QuestionSet, question: Question) -> int:
    """The row of a question on this sheet."""
    return COUNTING_HEADER_ROW + 1 + question_set.questions.index(question)


def counting_cells(question_set: QuestionSet, questions: Sequence[Question]) -> Cells:
    """References to the weights, codes and flags of questions that stand together."""
    first, last = row_of(question_set, questions[0]), row_of(question_set, questions[-1])
    sheet = quoted(COUNTING)
    return Cells(*(f"{sheet}!{span(first, c, last, c, fixed=True)}" for c in (WEIGHT_COLUMN, CODE, GATE_COLUMN, CITED)))


def counting_cell(question_set: QuestionSet, question: Question, column: int) -> str:
    """Reference to one cell of a question's row."""
    address = span(row_of(question_set, question), column, row_of(question_set, question), column, fixed=True)
    return f"{quoted(COUNTING)}!{address.split(':')[0]}"


def add_counting(book: Book, filling: Filling) -> None:
    """Write the sheet."""
    sheet = book.add_sheet(COUNTING, tab="#b1b4b6")
    sheet.title(
        "How it counts",
        "Each answer as typed, and what it counts as in Your scores: a level from 0 to 4, DK, NA, empty, or ? where it cannot be read. "
        f"{WAIVED} is a gate that may be not applicable, as the programme office agreed.",
    )
    sheet.widths(WIDTHS)
    sheet.row(COUNTING_HEADER_ROW, HEADINGS)
    sheet.height(COUNTING_HEADER_ROW, 30)
    for slot in slots(filling.round.question_set):
        _question(sheet, slot, filling)
    sheet.freeze(COUNTING_HEADER_ROW + 1, 2)
    sheet.repeat(COUNTING_HEADER_ROW, COUNTING_HEADER_ROW)
    sheet.worksheet.fit_to_pages(1, 0)
    sheet.protect()


def _question(sheet: Sheet, slot: Slot, filling: Filling) -> None:
    asked, question = filling.round.question_set, slot.question
    row, first = row_of(asked, question), filling.round.gate_from(question)
    area = next(a for a in asked.areas if a.id == question.area)
    answer = filling.answer(question.id)
    names = (question.id, area.name, next(t.name for t in area.themes if t.id == question.theme))
    for column, text in enumerate(names, 1):
        sheet.text(row, column, text, "cell")
    sheet.fit(row, [(text, width - 2) for text, width in zip(names, WIDTHS, strict=False)])
    sheet.number(row, WEIGHT_COLUMN, filling.round.weight(question))
    sheet.number(row, GATE_COLUMN, int(first is not None))
    sheet.number(row, FIRST_STAGE, first)
    typed = "" if answer.value is None else CHOICE_TEXTS[answer.value]
    sheet.formula(row, TYPED, f'={_found(row, area_slots(area), ANSWER)}&""', typed, "cell")
    code = code_of(answer)
    sheet.formula(row, CODE, counts_as(f"$G{row}", code == WAIVED), code, "cell centre")
    cited = f'=IF(TRIM({_found(row, area_slots(area), EVIDENCE)}&"")="",0,1)'
    sheet.formula(row, CITED, cited, int(answer.evidenced), "cell centre")


def _found(row: int, area: Sequence[Slot], heading: str) -> str:
    """Look a question up by its Ref, so that a sorted sheet still counts each answer for its own question."""
    sheet = quoted(area[0].sheet)

    def column(name: str) -> str:
        return f"{sheet}!{area[0].cell(name, fixed=True)}:{area[-1].cell(name, fixed=True)}"

    return f"INDEX({column(heading)},MATCH($A{row},{column(REF)},0))"


def counts_as(cell: str, waived: bool = False) -> str:
    """A formula for what a typed answer counts as, ? where it cannot be read.

    waived is known when the workbook is made, for a copy that goes back to a council; nobody can type it.
    """
    code = f'IF(TRIM({cell})="","",{read_as(cell)})'
    return f'=IF({code}="NA","{WAIVED}",{code})' if waived else f"={code}"


def read_as(cell: str) -> str:
    """The same as an expression over a cell that is not blank; ~ ? * are escaped, because MATCH takes them for wildcards."""
    text = f"TRIM({cell})"
    for sign in "~?*":
        text = f'SUBSTITUTE({text},"{sign}","~{sign}")'
    return f'IFERROR(INDEX({ANSWER_CODE},MATCH({text},{ANSWER_TEXT},0)),"?")'
