"""The sheet Partners: where the councils stand together and where they differ, live over the maps and Answers."""

from collections import Counter

from rasp_xl.model.questions import AnswerValue, Question
from rasp_xl.model.rounds import MEASURE_DIGITS
from rasp_xl.outgoing import formulas
from rasp_xl.outgoing.book import Book, Sheet, cell, span
from rasp_xl.outgoing.style import WARN_FILL
from rasp_xl.reports.live import Live, counted, decimal, nouned, say, sentence, unless, when_right
from rasp_xl.reports.partner_chart import CHART_ROWS, add_range_chart
from rasp_xl.reports.positions import (
    ANSWERS,
    ANSWERS_FIRST_ROW,
    ANSWERS_GATE_ROW,
    HEAT_MAP,
    PARTNERS,
    PARTNERS_FIRST_ROW,
    THEME_MAP,
    Positions,
)
from rasp_xl.reports.rule_words import states_words
from rasp_xl.reports.sheet_table import mark_table
from rasp_xl.reports.wording import widest_area
from rasp_xl.scoring.compare import ALIGNED, ASYMMETRY, GAP, MIXED, STRENGTH, AreaSpread, QuestionSpread

NAME, LOWEST, MEDIAN, MEAN, HIGHEST, WIDTH, STATE, GROUP = range(1, 9)
KNOWN, TEXT = MEAN, 12
"""Of a question no mean is shown: levels are steps, and between steps there is nothing to be in."""

AREA_HEADINGS = (
    "Area", "Lowest", "Median", "Mean", "Highest", "Gap", "State",
    "Shared strengths", "Shared gaps", "Asymmetries", "Mixed", "What it asks",
)  # fmt: skip
THEME_HEADINGS = ("Theme", "Lowest", "Median", "Mean", "Highest", "Gap", "Area")
QUESTION_HEADINGS = (
    "Question", "Lowest", "Median", "Gave a level", "Highest", "Gap", "State", "Area", "Don't know", "No answer",
    "Not applicable", "Text",
)  # fmt: skip
ROUNDED = (MEAN, WIDTH)
COUNTED = (STRENGTH, GAP, ASYMMETRY, MIXED)
WIDTHS = (28, 10, 10, 10, 10, 10, 22, 12, 12, 13, 15, 66)
NO_SCORE = "No score"
NOT_APPLICABLE, NO_FIGURE = "not applicable", "n/a"


def area_rows(at: Positions) -> tuple[int, int]:
    """The first and the last row of the areas."""
    return PARTNERS_FIRST_ROW, PARTNERS_FIRST_ROW + len(at.areas) - 1


def theme_rows(at: Positions) -> tuple[int, int]:
    """The first and the last row of the themes, below the chart."""
    first = area_rows(at)[1] + CHART_ROWS + 4
    return first, first + len(at.assessment.round.question_set.themes) - 1


def question_rows(at: Positions) -> tuple[int, int]:
    """The first and the last row of the questions."""
    first = theme_rows(at)[1] + 4
    return first, first + len(at.questions) - 1


def column_of(rows: tuple[int, int], column: int) -> str:
    """A column of one of the tables, from another sheet."""
    return f"{PARTNERS}!{span(rows[0], column, rows[1], column, fixed=True)}"


def add_partners(book: Book, at: Positions) -> None:
    """Areas with their chart, then themes, then every question."""
    sheet = book.add_sheet(PARTNERS)
    sheet.title(PARTNERS)
    say(sheet, 2, partner_words(at))
    sheet.height(2, 18)
    say(sheet, 3, when_right(states_words(at.assessment.round.settings)), "quiet plain")
    _areas(sheet, at)
    add_range_chart(sheet, area_rows(at), at)
    _themes(sheet, at)
    _questions(sheet, at)
    sheet.widths(WIDTHS)
    sheet.freeze(PARTNERS_FIRST_ROW - 1, 2)
    sheet.repeat(question_rows(at)[0] - 1, question_rows(at)[0] - 1)
    sheet.worksheet.set_h_pagebreaks([theme_rows(at)[0] - 3, question_rows(at)[0] - 3])
    sheet.worksheet.fit_to_pages(1, 0)


def partner_words(at: Positions) -> Live:
    """What the councils share, and where they are furthest apart."""
    spread, states = at.assessment.partnership, column_of(question_rows(at), STATE)
    found = Counter(q.state for q in spread.questions)
    shared, gaps, apart = (
        nouned(counted(states, state, found[state]), one, many)
        for state, one, many in (
            (STRENGTH, "shared strength", ""), (GAP, "shared gap", ""), (ASYMMETRY, "asymmetry", "asymmetries"),
        )
    )  # fmt: skip
    councils = len(at.assessment.cards)
    whole = f"Over {councils} {'council' if councils == 1 else 'councils'}: "
    among = sentence(whole, shared, ", ", gaps, " and ", apart, f" among {len(spread.questions)} questions.")
    widths = column_of(area_rows(at), WIDTH)
    with_score = [a for a in spread.areas if a.gap is not None] or spread.areas[:1]
    widest = widest_area(with_score)
    name = Live(f"INDEX({column_of(area_rows(at), NAME)},MATCH(MAX({widths}),{widths},0))", _name(at, widest))
    points = decimal(f"MAX({widths})", round(widest.gap or 0, MEASURE_DIGITS))
    furthest = sentence(" Furthest apart: ", name, ", by ", points, " points.")
    return when_right(sentence(among, unless(f"COUNT({widths})=0", widest.gap is None, "", furthest)))


def _name(at: Positions, spread: AreaSpread) -> str:
    return next(area.name for area in at.areas if area.id == spread.id)


def _areas(sheet: Sheet, at: Positions) -> None:
    first, last = area_rows(at)
    states, groups = (column_of(question_rows(at), column) for column in (STATE, GROUP))
    for number, (area, spread) in enumerate(zip(at.areas, at.assessment.partnership.areas, strict=True)):
        row, scores = first + number, at.map_column(HEAT_MAP, 2 + number)
        sheet.text(row, NAME, area.name, "cell bold")
        _spread(sheet, row, scores, spread)
        apart = f'IF({cell(row, WIDTH)}>={formulas.ASYMMETRIC_POINTS},"{ASYMMETRY}","{ALIGNED}")'
        state = f'=IF(COUNT({scores})=0,"{NO_SCORE}",{apart})'
        sheet.formula(row, STATE, state, spread.state or NO_SCORE, "cell")
        own = Counter(q.state for q, asked in zip(at.assessment.partnership.questions, at.questions, strict=True)
                      if asked.area == area.id)  # fmt: skip
        for column, counted_state in enumerate(COUNTED, GROUP):
            formula = f'=COUNTIFS({groups},"{area.id}",{states},"{counted_state}")'
            sheet.formula(row, column, formula, own[counted_state], "number")
        sheet.text(row, TEXT, area.about, "cell")
        sheet.fit(row, [(area.about, WIDTHS[TEXT - 1] - 4), (area.name, WIDTHS[0] - 2)])
    mark_table(sheet, "partner_areas", AREA_HEADINGS, (first - 1, last), filters=False)
    _mark(sheet, span(first, STATE, last, STATE))


def _spread(sheet: Sheet, row: int, scores: str, spread: AreaSpread) -> None:
    """Lowest, median, mean, highest and gap. Mean and gap are rounded like every figure that a rule or a rank hangs on."""
    gap = f"ROUND({cell(row, HIGHEST)}-{cell(row, LOWEST)},{MEASURE_DIGITS})"
    for column, formula, value in (
        (LOWEST, f"MIN({scores})", spread.lowest),
        (MEDIAN, f"MEDIAN({scores})", spread.median),
        (MEAN, f"ROUND(AVERAGE({scores}),{MEASURE_DIGITS})", spread.mean),
        (HIGHEST, f"MAX({scores})", spread.highest),
        (WIDTH, gap, spread.gap),
    ):
        figure = round(value, MEASURE_DIGITS) if column in ROUNDED and value is not None else value
        shown = NO_SCORE if figure is None else figure
        sheet.formula(row, column, f'=IF(COUNT({scores})=0,"{NO_SCORE}",{formula})', shown, "number 1")


def _themes(sheet: Sheet, at: Positions) -> None:
    (first, last), themes = theme_rows(at), [(area, theme) for area in at.areas for theme in area.themes]
    sheet.heading(first - 2, "Themes")
    for number, ((area, theme), spread) in enumerate(zip(themes, at.assessment.partnership.themes, strict=True)):
        row = first + number
        sheet.text(row, NAME, theme.name, "cell")
        _spread(sheet, row, at.map_column(THEME_MAP, 2 + number), spread)
        sheet.text(row, STATE, area.name, "cell")
        sheet.fit(row, [(theme.name, WIDTHS[0] - 2), (area.name, WIDTHS[STATE - 1] - 2)])
    mark_table(sheet, "partner_themes", THEME_HEADINGS, (first - 1, last), filters=False)


def _questions(sheet: Sheet, at: Positions) -> None:
    first, last = question_rows(at)
    sheet.heading(first - 2, "Questions, by area")
    given = zip(*(card.answers for card in at.assessment.cards), strict=True)
    spreads = at.assessment.partnership.questions
    for row, (question, spread, answers) in enumerate(zip(at.questions, spreads, given, strict=True), first):
        sheet.text(row, NAME, question.id, "cell bold")
        _levels(sheet, row, at, question, spread)
        _others(sheet, row, _levels_of(at, question), Counter(a.value for a in answers))
        sheet.text(row, GROUP, question.area, "cell")
        sheet.text(row, TEXT, question.text, "cell")
        sheet.fit(row, [(question.text, WIDTHS[TEXT - 1] - 4)])
    mark_table(sheet, "partner_questions", QUESTION_HEADINGS, (first - 1, last))
    _mark(sheet, span(first, STATE, last, STATE))


def _levels_of(at: Positions, question: Question) -> str:
    column = at.answer_column(question)
    return f"{ANSWERS}!{span(ANSWERS_FIRST_ROW, column, at.answers_last_row, column, fixed=True)}"


def _levels(sheet: Sheet, row: int, at: Positions, question: Question, spread: QuestionSpread) -> None:
    """What is known of a question; not applicable where it applies to none."""
    levels = _levels_of(at, question)
    gate = f"{ANSWERS}!{cell(ANSWERS_GATE_ROW, at.answer_column(question), fixed=True)}"
    none = f'COUNTIF({levels},"NA")*(1-{gate})+COUNTIF({levels},"{formulas.WAIVED}")=ROWS({levels})'
    unknown = f'COUNTIF({levels},"DK")+COUNTBLANK({levels})+COUNTIF({levels},"NA")*{gate}'
    low, high, gap = (cell(row, c) for c in (LOWEST, HIGHEST, WIDTH))
    state = (
        f'IF(AND({low}>={formulas.STRENGTH_FROM_LEVEL},{unknown}=0),"{STRENGTH}",IF({high}<={formulas.GAP_TO_LEVEL},"{GAP}",'
        f'IF({gap}>={formulas.ASYMMETRIC_LEVELS},"{ASYMMETRY}","{MIXED}")))'
    )
    for column, formula, value, style in (
        (LOWEST, f"MIN({levels})", spread.lowest, "number"),
        (MEDIAN, f"IF(COUNT({levels})=0,0,MEDIAN({levels}))", spread.median, "plain number"),
        (HIGHEST, f"MAX({levels})", spread.highest, "number"),
        (WIDTH, f"{high}-{low}", spread.gap, "number"),
        (STATE, state, spread.state, "cell"),
    ):
        nobody = NOT_APPLICABLE if column == STATE else NO_FIGURE
        shown = nobody if spread.gap is None else value
        sheet.formula(row, column, f'=IF({none},"{nobody}",{formula})', shown, style)


def _others(sheet: Sheet, row: int, levels: str, found: Counter[AnswerValue]) -> None:
    """How many councils gave a level, and what the others said: together all councils."""
    left_out = f'COUNTIF({levels},"NA")+COUNTIF({levels},"{formulas.WAIVED}")'
    known = found.total() - found["DK"] - found[None] - found["NA"]
    for column, formula, count in (
        (KNOWN, f"COUNT({levels})", known),
        (GROUP + 1, f'COUNTIF({levels},"DK")', found["DK"]),
        (GROUP + 2, f"COUNTBLANK({levels})", found[None]),
        (GROUP + 3, left_out, found["NA"]),
    ):
        sheet.formula(row, column, f"={formula}", count, "number")


def _mark(sheet: Sheet, states: str) -> None:
    """What the partners must talk about."""
    first = states.split(":", maxsplit=1)[0]
    sheet.paint(states, f'=OR({first}="{ASYMMETRY}",{first}="{GAP}")', {"bg_color": WARN_FILL, "bold": True})
