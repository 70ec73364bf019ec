"""The sheet Questions of the round workbook: a row for each question, asked or not, and rows for questions of the office's own."""

from collections.abc import Sequence

from rasp_xl.model.question_file import standard_set
from rasp_xl.model.questions import FIRST_OWN, TOP_LEVEL, Area, Question, QuestionSet
from rasp_xl.model.round_layout import (
    ACTION,
    ANSWERED_BY,
    AREA,
    ASKED,
    GATE_HEADINGS,
    LEVEL_HEADINGS,
    NO,
    QUESTION,
    QUESTION_HEADINGS,
    QUESTIONS,
    REF,
    SOURCE,
    THEME,
    WEIGHT_HEADINGS,
    WHY,
    YES,
)
from rasp_xl.model.rounds import Round
from rasp_xl.outgoing.book import Book, Sheet, cell, span
from rasp_xl.outgoing.round_book.choice_names import (
    GATE_STAGES,
    PURPOSE_ENTRY,
    PURPOSES,
    THEME_AREAS,
    THEME_NAMES,
    WEIGHTS,
    YES_OR_NO,
)
from rasp_xl.outgoing.round_book.councils import MORE_ROWS
from rasp_xl.outgoing.round_book.tables import DONE, QUESTION_IDS, QUESTION_TEXTS, TO_DO
from rasp_xl.outgoing.style import SOFT_FILL, WARN_FILL

OWN_ROWS = 40
HEADER_ROW = 10
NOT_ASKED = "Not asked"
COLUMNS = (ASKED, REF, TO_DO, *QUESTION_HEADINGS[2:])
WIDTHS = {
    ASKED: 9, REF: 9, TO_DO: 25, AREA: 17, THEME: 24, QUESTION: 44, **dict.fromkeys((*WEIGHT_HEADINGS, *GATE_HEADINGS), 12),
    **dict.fromkeys(LEVEL_HEADINGS, 30), WHY: 40, SOURCE: 24, ACTION: 40, ANSWERED_BY: 26,
}  # fmt: skip
INDENT = 3
ZOOM = 85
FIXED = (REF, AREA, THEME, QUESTION, *LEVEL_HEADINGS)
"""What makes a question what it is: of ours it stays as it is."""

CHOICES = (
    (ASKED, YES_OR_NO), (THEME, THEME_NAMES), *((heading, WEIGHTS) for heading in WEIGHT_HEADINGS),
    *((heading, GATE_STAGES) for heading in GATE_HEADINGS),
)  # fmt: skip

GUIDE = (
    "What is asked in this round. Change it before templates go out: they carry the questions as they stand here.",
    "Asked: No leaves a question out. Each area keeps at least one question; a theme without any is left out.",
    "Weight: 1 light, 2 standard, 3 heavy. Gate from stage: the first stage (1 to 4) from which the question can hold a band down; empty where it is no gate.",
    "The columns of the purpose chosen on Programme count. The others are there in case the purpose is changed.",
    "Texts of our questions and levels are locked, because answers are compared by Ref. For another wording set Asked to No, and ask in words of your own below.",
    f"Your own questions: in the empty rows at the end, each with a Ref of the area's letters and a number from {FIRST_OWN}, such as SV{FIRST_OWN}, and a theme from the list.",
    "They need a text for each level, and a weight. The columns from Why it matters on may stay empty. In later rounds keep a Ref for the same question.",
)


def add_questions(book: Book, round_: Round) -> None:
    """Our questions with those of the round's own below them; what the round does not ask says No."""
    sheet, standard = book.add_sheet(QUESTIONS), standard_set()
    sheet.widths([WIDTHS[heading] for heading in COLUMNS])
    _open_below(sheet)
    sheet.title(QUESTIONS)
    for row, text in enumerate(GUIDE, 2):
        sheet.text(row, 1, text, "plain")
        sheet.height(row, 17)
    sheet.row(HEADER_ROW, COLUMNS)
    sheet.height(HEADER_ROW, 60)
    ours, own = parted(standard, round_.question_set)
    asked = {question.id for question in round_.question_set.questions}
    areas = {area.id: area for area in standard.areas}
    first_own, last_written = HEADER_ROW + len(ours) + 1, HEADER_ROW + len(ours) + len(own)
    for row, question in enumerate((*ours, *own), HEADER_ROW + 1):
        of_ours = row < first_own
        _question(sheet, row, question, areas[question.area], (question.id in asked, of_ours))
    last = last_written + OWN_ROWS
    for row in range(last_written + 1, last + 1):
        _empty(sheet, row)
    _prompts(sheet, first_own, last)
    _choices(sheet, first_own, last + MORE_ROWS)
    _name_refs(book, last + MORE_ROWS)
    _colour(sheet, last)
    sheet.freeze(HEADER_ROW + 1, COLUMNS.index(TO_DO) + 2)
    sheet.repeat(HEADER_ROW, HEADER_ROW, "A:B")
    sheet.worksheet.autofilter(HEADER_ROW - 1, 0, last - 1, len(COLUMNS) - 1)
    sheet.print_with_heading(HEADER_ROW, last, len(COLUMNS), (QUESTIONS, ""))
    sheet.worksheet.fit_to_pages(2, 0)
    sheet.worksheet.set_zoom(ZOOM)
    sheet.protect()


def parted(standard: QuestionSet, asked: QuestionSet) -> tuple[Sequence[Question], Sequence[Question]]:
    """Every question of the standard set, as it is asked where it is asked; and those that are asked besides."""
    now = {question.id: question for question in asked.questions}
    ours = [now.get(question.id, question) for question in standard.questions]
    ids = {question.id for question in ours}
    return ours, [question for question in asked.questions if question.id not in ids]


def _column(heading: str) -> int:
    return COLUMNS.index(heading) + 1


def _open_below(sheet: Sheet) -> None:
    """Cells below the rows that are ready are no locked cells either, so that more questions can be added."""
    for heading in COLUMNS:
        number = _column(heading) - 1
        style = "plain" if heading in (TO_DO, AREA) else "open"
        sheet.worksheet.set_column(number, number, WIDTHS[heading], sheet.book.style(style))


def _question(sheet: Sheet, row: int, question: Question, area: Area, state: tuple[bool, bool]) -> None:
    """state: whether it is asked, and whether it is one of ours."""
    is_asked, of_ours = state
    theme = next(theme.name for theme in area.themes if theme.id == question.theme)
    texts = {
        REF: question.id,
        THEME: theme,
        QUESTION: question.text,
        **dict(zip(LEVEL_HEADINGS, question.levels, strict=True)),
        WHY: question.why,
        SOURCE: question.source,
        ACTION: question.action,
        ANSWERED_BY: ", ".join(question.roles),
    }
    sheet.text(row, _column(ASKED), YES if is_asked else NO, "entry centre")
    for heading, text in texts.items():
        bold = " bold" if heading in (REF, QUESTION) else ""
        sheet.text(row, _column(heading), text, f"cell{bold}" if of_ours and heading in FIXED else f"entry{bold}")
    if of_ours:
        sheet.text(row, _column(AREA), area.name, "cell")
    else:
        _area(sheet, row, area.name)
    numbers = (*zip(WEIGHT_HEADINGS, question.weights, strict=True), *zip(GATE_HEADINGS, question.gates, strict=True))
    for heading, number in numbers:
        sheet.number(row, _column(heading), number, "entry centre")
    _prompt(sheet, row, DONE if is_asked else NOT_ASKED, own=not of_ours)
    sheet.fit(row, [(text, WIDTHS[heading] - INDENT) for heading, text in texts.items()])


def _empty(sheet: Sheet, row: int) -> None:
    for heading in COLUMNS:
        number = heading in (ASKED, *WEIGHT_HEADINGS, *GATE_HEADINGS)
        sheet.text(row, _column(heading), "", "entry centre" if number else "entry")
    _area(sheet, row, "")
    _prompt(sheet, row, "", own=True)
    sheet.height(row, 30)


def _area(sheet: Sheet, row: int, name: str) -> None:
    """An own question's area is that of its theme."""
    theme = cell(row, _column(THEME))
    found = f'=IF({theme}="","",IFERROR(INDEX({THEME_AREAS},MATCH({theme},{THEME_NAMES},0)),""))'
    sheet.formula(row, _column(AREA), found, name, "cell")


def _prompt(sheet: Sheet, row: int, text: str, own: bool = False) -> None:
    """What a row still needs, the first thing first; empty in a row that nobody has begun."""
    asked = cell(row, _column(ASKED))
    weights = span(row, _column(WEIGHT_HEADINGS[0]), row, _column(WEIGHT_HEADINGS[-1]))
    weight = f"INDEX({weights},1,IFERROR(MATCH({PURPOSE_ENTRY},{PURPOSES},0),1))"
    steps = [(f'{asked}="{NO}"', NOT_ASKED), (f"COUNTIF({YES_OR_NO},{asked})=0", "Choose Yes or No")]
    steps += _of_its_own(row) if own else []
    prompt = f'"{DONE}"'
    for wrong, words in reversed((*steps, (f'{weight}=""', "Choose the weight"))):
        prompt = f'IF({wrong},"{words}",{prompt})'
    if own:
        begun = [span(row, first, row, last) for first, last in ((1, _column(REF)), (_column(THEME), len(COLUMNS)))]
        prompt = f'IF(COUNTA({begun[0]})+COUNTA({begun[1]})=0,"",{prompt})'
    sheet.formula(row, _column(TO_DO), f"={prompt}", text, "cell")


def _of_its_own(row: int) -> list[tuple[str, str]]:
    """What a question of the office's own needs besides, each with what is said where it is lacking."""
    at = {heading: cell(row, _column(heading)) for heading in COLUMNS}
    refs = span(HEADER_ROW + 1, _column(REF), HEADER_ROW + MORE_ROWS, _column(REF), fixed=True)
    levels = span(row, _column(LEVEL_HEADINGS[0]), row, _column(LEVEL_HEADINGS[-1]))
    return [
        (f'TRIM({at[REF]})=""', f"Give it a Ref, such as SV{FIRST_OWN}"),
        (f"IFERROR(VALUE(MID({at[REF]},3,9)),0)<{FIRST_OWN}", f"Number your own from {FIRST_OWN}"),
        (f"COUNTIF({refs},{at[REF]})>1", "This Ref stands twice"),
        (f'{at[AREA]}=""', "Choose the theme"),
        (f'TRIM({at[QUESTION]})=""', "Write the question"),
        (f"COUNTA({levels})<{TOP_LEVEL + 1}", "Describe all five levels"),
    ]


def _prompts(sheet: Sheet, first_own: int, last: int) -> None:
    """Say what a Ref is like where one is to be typed."""
    sheet.worksheet.data_validation(
        span(first_own, _column(REF), last, _column(REF)),
        {
            "validate": "any",
            "input_title": "A Ref of your own",
            "input_message": f"The area's two letters and a number from {FIRST_OWN}, for instance SV{FIRST_OWN}.",
        },
    )


def _choices(sheet: Sheet, first_own: int, last: int) -> None:
    """Drop-downs, also below the rows that are ready; a gate may be left empty."""
    for heading, names in CHOICES:
        column = _column(heading)
        first = first_own if heading == THEME else HEADER_ROW + 1
        sheet.worksheet.data_validation(
            span(first, column, last, column),
            {
                "validate": "list",
                "source": f"={names}",
                "error_title": "Choose from the list",
                "error_message": f"Please choose from the list in the cell{', or leave it empty' if names == GATE_STAGES else ''}.",
            },
        )


def _name_refs(book: Book, last: int) -> None:
    """Name the Refs down to the last that is filled, so that other sheets offer the office's own questions too, and the texts beside."""
    column = _column(REF)
    area = f"{QUESTIONS}!{span(HEADER_ROW + 1, column, last, column, fixed=True)}"
    first = f"{QUESTIONS}!{cell(HEADER_ROW + 1, column, fixed=True)}"
    filled = f'SUMPRODUCT(MAX(({area}<>"")*(ROW({area})-{HEADER_ROW})))'
    book.workbook.define_name(QUESTION_IDS, f"={first}:INDEX({area},MAX(1,{filled}))")
    text = _column(QUESTION)
    book.name(QUESTION_TEXTS, QUESTIONS, span(HEADER_ROW + 1, text, last, text, fixed=True))


def _colour(sheet: Sheet, last: int) -> None:
    """Prompts stand out, and what is not asked steps back."""
    first, to_do = HEADER_ROW + 1, cell(HEADER_ROW + 1, _column(TO_DO))
    prompt = f'=AND({to_do}<>"",{to_do}<>"{DONE}",{to_do}<>"{NOT_ASKED}")'
    column = _column(TO_DO)
    sheet.paint(span(first, column, last, column), prompt, {"bg_color": WARN_FILL, "bold": True})
    off = {"bg_color": SOFT_FILL, "font_color": "#505a5f"}
    sheet.paint(span(first, 1, last, len(COLUMNS)), f'=$A{first}="{NO}"', off)
