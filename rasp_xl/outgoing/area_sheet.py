"""An area's sheet: a row per question, with the text of each level beside it and a prompt for what is still to do."""

from rasp_xl.model.answers import CHOICE_TEXTS
from rasp_xl.model.layout import (
    ANSWER,
    AREA_COLUMNS,
    AREA_HEADER_ROW,
    COMMENT,
    EVIDENCE,
    LAST_TIME,
    LEVEL_HEADINGS,
    QUESTION,
    REF,
    START,
    THEME_AND_GATE,
    TO_DO,
    WHO,
    WHY,
    WITH_LAST_TIME,
    Slot,
    area_slots,
    column_of,
    quoted,
)
from rasp_xl.model.questions import Area, Question
from rasp_xl.outgoing.book import Book, ReadyFormula, Sheet, span
from rasp_xl.outgoing.counting_sheet import CODE, counting_cell
from rasp_xl.outgoing.filling import Filling
from rasp_xl.outgoing.lists_sheet import ANSWER_CHOICES
from rasp_xl.outgoing.marking import add_link, mark_cells, prompt, prompt_text
from rasp_xl.outgoing.score_rows import progress, progress_text
from rasp_xl.outgoing.style import SOFT_FILL, WARN_FILL

WIDTHS = {
    REF: 7, QUESTION: 34, THEME_AND_GATE: 15, **dict.fromkeys(LEVEL_HEADINGS, 26),
    ANSWER: 17, EVIDENCE: 34, COMMENT: 30, TO_DO: 24, WHY: 60, WHO: 20, LAST_TIME: 17,
}  # fmt: skip
INDENT = 2
"""Characters of a cell's width that its indent takes; the bold question takes twice as much."""

WIDEST_SCALE, LEAST_SCALE = 56, 48
"""Per cent in print: the answers' page is as wide as A4 at the first; below the second nobody can read."""

PAGE_HEIGHT = 470.0
"""Points that an A4 page in landscape leaves for the rows below the heading."""

ZOOM = 85
"""Per cent on the screen, so that a laptop shows the levels and the answer side by side."""

HINT = "Choose the level whose text is true today. Say where it can be seen under Evidence: a document, a date, a decision."
HINT_OF_LAST = "Your council's answers in the last round stand in the last column, only to look at."

UNREAD = "Choose an answer from the list"
GATE_NOT_APPLICABLE = "A gate cannot be not applicable: choose a level or Don't know"
REASON = "Say under Comment why it is not applicable"
CITE = "Cite evidence, or it counts as level {level} in the evidenced score"
DONE = "Done"


def add_area(book: Book, area: Area, filling: Filling) -> None:
    """Write one area's sheet."""
    sheet = book.add_sheet(area.name)
    sheet.title(area.name, area.about)
    sheet.formula(3, 1, progress(area, filling), progress_text(area, filling), "lead")
    columns = AREA_COLUMNS if filling.last is None else WITH_LAST_TIME
    sheet.text(4, 1, HINT if filling.last is None else f"{HINT} {HINT_OF_LAST}", "plain")
    sheet.link(1, column_of(THEME_AND_GATE) + 2, f"{quoted(START)}!A1", "Back to Start here")
    sheet.widths([WIDTHS[heading] for heading in columns])
    sheet.row(AREA_HEADER_ROW, columns)
    sheet.height(AREA_HEADER_ROW, 30)
    height = sum(_question(sheet, slot, filling) for slot in area_slots(area))
    if filling.marks:
        add_link(sheet, 1, column_of(THEME_AND_GATE) + 3)
        mark_cells(sheet, filling, [q.id for q in area.questions])
    _prompts(sheet, area, filling)
    _print(sheet, area, height, len(columns))
    sheet.protect()


def _question(sheet: Sheet, slot: Slot, filling: Filling) -> float:
    """Write one row; gives its height in points."""
    question, row = slot.question, slot.row
    first, answer = filling.round.gate_from(question), filling.answer(slot.question.id)
    texts = {
        REF: (question.id, "cell bold"),
        QUESTION: (question.text, "cell bold"),
        THEME_AND_GATE: (_theme_and_gate(slot, filling), "cell soft" if first else "cell"),
        **{heading: (text, "cell") for heading, text in zip(LEVEL_HEADINGS, question.levels, strict=True)},
        ANSWER: ("" if answer.value is None else CHOICE_TEXTS[answer.value], "entry bold"),
        EVIDENCE: (answer.evidence, "entry"),
        COMMENT: (answer.comment, "entry"),
        WHY: (_why(question), "cell"),
        WHO: (", ".join(question.roles), "cell"),
    }
    for heading, (text, style) in texts.items():
        sheet.text(row, column_of(heading), text, style)
    formula = prompt(filling, question.id, _to_do(slot, filling))
    said = prompt_text(filling, question.id, _to_do_text(slot, filling))
    sheet.formula(row, column_of(TO_DO), formula, said, "cell")
    widths = {heading: WIDTHS[heading] - (4 if heading == QUESTION else INDENT) for heading in texts}
    shown = [(text, widths[heading]) for heading, (text, _) in texts.items()]
    return sheet.fit(row, [*shown, (said, WIDTHS[TO_DO] - 4)], least=4)


def _why(question: Question) -> str:
    """A question of the office's own may have neither."""
    return " ".join(filter(None, (question.why, question.source and f"Source: {question.source}.")))


def _theme_and_gate(slot: Slot, filling: Filling) -> str:
    area = next(a for a in filling.round.question_set.areas if a.id == slot.question.area)
    theme = next(t.name for t in area.themes if t.id == slot.question.theme)
    first = filling.round.gate_from(slot.question)
    if first is None:
        return theme
    return f"{theme}\nGATE now" if first <= filling.round.stage else f"{theme}\nGATE from stage {first}"


def _to_do(slot: Slot, filling: Filling) -> str:
    """The prompt of a row, most pressing first; it reads the code from the sheet How it counts."""
    code = counting_cell(filling.round.question_set, slot.question, CODE)
    comment, evidence = slot.cell(COMMENT), slot.cell(EVIDENCE)
    gate = filling.round.gate_from(slot.question) is not None
    not_applicable = f'"{GATE_NOT_APPLICABLE}"' if gate else f'IF(TRIM({comment})="","{REASON}","{DONE}")'
    cite = CITE.format(level=filling.round.settings.unevidenced_level)
    claim = f'IF(AND(N({code})>=3,TRIM({evidence})=""),"{cite}","{DONE}")'
    return f'=IF({code}="","",IF({code}="?","{UNREAD}",IF({code}="NA",{not_applicable},{claim})))'


def _to_do_text(slot: Slot, filling: Filling) -> str:
    """What the prompt says of the answer that is already there."""
    answer = filling.answer(slot.question.id)
    if answer.value is None:
        return ""
    if answer.value == "NA":
        if filling.round.gate_from(slot.question) is not None:
            return DONE if answer.waived else GATE_NOT_APPLICABLE
        return DONE if answer.comment.strip() else REASON
    claim = isinstance(answer.value, int) and answer.value >= 3
    cite = CITE.format(level=filling.round.settings.unevidenced_level)
    return cite if claim and not answer.evidenced else DONE


def _prompts(sheet: Sheet, area: Area, filling: Filling) -> None:
    """Drop-downs, and the colours that follow what is typed."""
    rows = area_slots(area)
    first, last = rows[0].row, rows[-1].row
    answers = column_of(ANSWER)
    for slot in rows:
        sheet.worksheet.data_validation(
            slot.cell(ANSWER),
            {
                "validate": "list",
                "source": ReadyFormula(ANSWER_CHOICES),
                "input_title": slot.question.id,
                "input_message": "Choose the level whose text is true today, Don't know, or Not applicable.",
                "error_title": "Choose from the list",
                "error_message": "Please choose one of the answers in the list. Other words go under Comment.",
            },
        )
    levels = span(first, column_of(LEVEL_HEADINGS[0]), last, column_of(LEVEL_HEADINGS[-1]))
    chosen = f'=AND($I{first}<>"",LEFT($I{first},1)=LEFT(D${AREA_HEADER_ROW},1))'
    sheet.paint(levels, chosen, {"bg_color": "#c6dbef"})
    to_do = span(first, column_of(TO_DO), last, column_of(TO_DO))
    prompt = f'=AND($L{first}<>"",$L{first}<>"{DONE}")'
    sheet.paint(to_do, prompt, {"bg_color": WARN_FILL, "bold": True})
    sheet.paint(span(first, answers, last, answers), f'=$I{first}<>""', {"bg_color": SOFT_FILL})


def _print(sheet: Sheet, area: Area, height: float, columns: int) -> None:
    """Two pages side by side: the questions with their levels, then the answers; Ref and Question on both.

    The scale is what the width needs, or less where the rows then fit on one page.
    """
    sheet.freeze(AREA_HEADER_ROW + 1, column_of(QUESTION) + 1)
    sheet.repeat(AREA_HEADER_ROW, AREA_HEADER_ROW, "A:B")
    sheet.worksheet.set_v_pagebreaks([column_of(LEVEL_HEADINGS[-1])])
    last = AREA_HEADER_ROW + len(area.questions)
    sheet.print_with_heading(AREA_HEADER_ROW, last, columns, (area.name, ""))
    sheet.worksheet.set_print_scale(max(LEAST_SCALE, min(WIDEST_SCALE, int(100 * PAGE_HEIGHT / height))))
    sheet.worksheet.set_zoom(ZOOM)
