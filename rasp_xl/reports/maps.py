"""The maps: council by area, by theme, by question. Number and word stand in each cell; colour only helps the eye."""

from collections.abc import Sequence

from rasp_xl.model.questions import LEVEL_NAMES, Question
from rasp_xl.model.scorecard import AreaResult, Overall, Scorecard
from rasp_xl.model.showing import label
from rasp_xl.outgoing import formulas
from rasp_xl.outgoing.book import Book, Sheet, cell, span
from rasp_xl.outgoing.style import LETTERS_PER_WIDTH, row_height
from rasp_xl.reports import wording
from rasp_xl.reports.live import Live, either, literal, say, sentence, unless
from rasp_xl.reports.long_links import Leading, lead
from rasp_xl.reports.map_colours import (
    KEY_ROW,
    NEW_LINE,
    UNKNOWN,
    Step,
    add_band_key,
    add_level_key,
    bands_of,
    levels_of,
    paint_steps,
    unknown,
)
from rasp_xl.reports.map_words import heat_words, question_words, shown_answer, theme_words
from rasp_xl.reports.positions import (
    ANSWERS,
    ANSWERS_GATE_ROW,
    HEAT_MAP,
    MAP_FIRST_ROW,
    QUESTION_MAP,
    SCORES,
    SETTING_FIRST_STAGE,
    THEME_MAP,
    Positions,
)
from rasp_xl.reports.score_sheets import BAND, HELD_BY, SCORE, STATUS

AREA_WIDTH, THEME_WIDTH, QUESTION_WIDTH = 21, 22, 13.5
PIXELS_PER_CHARACTER, PADDING_PIXELS = 7.4, 7
"""As LibreOffice draws a column; Excel draws it a little narrower."""

OWN_SCALE = 60
"""Per cent of full size at which the one row of a council's own map is still read with ease, on as few pages as that allows."""

PAGE_PIXELS = 1030
"""What an A4 page on its side holds between our margins at full size, a little kept back."""

NARROWEST, WIDEST = 36, 60
"""The column of the councils, in characters; it goes by the longest name."""

HELD = ", held by "
ASTERISK = "An asterisk marks a band that a gate or the weakest area holds down."
TOP_ROW = 2
"""The row with the sentence, above the key."""


def add_heat_map(book: Book, at: Positions) -> None:
    """Councils by areas and overall, coloured by the band after gates, which stands in words further right."""
    sheet, n, settings = book.add_sheet(HEAT_MAP, tab="#28a197"), len(at.areas), at.assessment.round.settings
    _open(sheet, "Heat map: areas" if at.own else "Heat map: councils by areas", heat_words(at))
    sheet.text(KEY_ROW, add_band_key(sheet, settings, [(2, n + 1)]), ASTERISK + at.unlinked(n + 2), "quiet plain")
    words = ["Band: " + area.name for area in at.areas] + ["Band: overall"]
    sheet.row(
        MAP_FIRST_ROW - 1, ("Council", *(a.name for a in at.areas), "Overall", "Lowest score in", "Status", *words)
    )
    sheet.height(MAP_FIRST_ROW - 1, 34)
    for council, card in enumerate(at.assessment.cards):
        _heat_row(sheet, at, council, card)
    last, word = at.map_last_row, cell(MAP_FIRST_ROW, n + 5)
    steps = []
    for band in settings.bands:
        starts = f'LEFT({word},1)="{band.number}"'
        steps += [
            Step(band.number, f'{starts},ISNUMBER(SEARCH("held by",{word}))', f'0.0"  {band.label}*"'),
            Step(band.number, starts, f'0.0"  {band.label}"'),
        ]
    paint_steps(sheet, span(MAP_FIRST_ROW, 2, last, n + 2), steps, bands_of)
    sheet.widths((_council_width(at), *([AREA_WIDTH] * n), 23, 22, 13, *([30] * (n + 1))))
    sheet.freeze(MAP_FIRST_ROW, 2)
    sheet.repeat(KEY_ROW, MAP_FIRST_ROW - 1, "A:A")
    sheet.worksheet.print_area(0, 0, last - 1, n + 3)
    sheet.worksheet.fit_to_pages(1, 0)


def _open(sheet: Sheet, title: str, words: Live) -> None:
    sheet.title(title)
    say(sheet, TOP_ROW, words)
    sheet.height(TOP_ROW, 18)


def _say_unlinked(sheet: Sheet, at: Positions, cells: int, column: int) -> None:
    """Beside the key, that only names are links, where there would be too many others."""
    if words := at.unlinked(cells).strip():
        sheet.text(KEY_ROW, column, words, "quiet plain")


def _council_width(at: Positions) -> float:
    longest = max(len(card.name) for card in at.assessment.cards)
    return min(WIDEST, max(NARROWEST, longest / LETTERS_PER_WIDTH + 4))


def _council(sheet: Sheet, at: Positions, council: int, least: float) -> int:
    """A council's name with the way to its scores; gives its row."""
    row, name = MAP_FIRST_ROW + council, at.assessment.cards[council].name
    leading = Leading(name, f"{SCORES}!A{at.score_row(council, 0)}", at.council_name(council))
    lead(sheet, (row, 1), leading, "map link", _council_width(at))
    sheet.height(row, max(least, row_height([(name, WIDEST - 4)])))
    return row


def _heat_row(sheet: Sheet, at: Positions, council: int, card: Scorecard) -> None:
    row, n = _council(sheet, at, council, 24), len(at.areas)
    results: Sequence[AreaResult | Overall] = (*card.areas, card.overall)
    for number, result in enumerate(results):
        score = result.tally.score if isinstance(result, AreaResult) else result.score
        source = at.score(council, number, SCORE)
        sheet.formula(
            row, 2 + number, f'=IF({source}="","No score",{source})', "No score" if score is None else score, "map"
        )
        if at.can_link(n + 2):
            first = at.areas[number].questions[0] if number < n else at.questions[0]
            sheet.lead_to(row, 2 + number, at.answer(council, first))
        word, held = at.score(council, number, BAND), at.score(council, number, HELD_BY)
        text = label(result.band) + (HELD + ", ".join(result.capped_by) if result.capped_by else "")
        sheet.formula(row, n + 5 + number, f'={word}&IF({held}="","","{HELD}"&{held})', text, "map word")
    scores = span(row, 2, row, n + 1, fixed=True)
    heads = span(MAP_FIRST_ROW - 1, 2, MAP_FIRST_ROW - 1, n + 1, fixed=True)
    lowest, alike = wording.lowest_area(card) or "No score", f"COUNTIF({scores},MIN({scores}))"
    more = literal(wording.AND_MORE).replace("{}", f'"&{alike}-1&"')
    named = f'INDEX({heads},MATCH(MIN({scores}),{scores},0))&IF({alike}=1,"",{more})'
    sheet.formula(row, n + 3, f'=IF(COUNT({scores})=0,"No score",{named})', lowest, "map word")
    sheet.formula(row, n + 4, f"={at.score(council, n, STATUS)}", card.overall.status, "map word")


def add_theme_map(book: Book, at: Positions) -> None:
    """Councils by themes; gates do not cap themes, so the band follows from the score alone."""
    themes, settings = [(area, theme) for area in at.areas for theme in area.themes], at.assessment.round.settings
    sheet = book.add_sheet(THEME_MAP, tab="#28a197")
    title = "Theme map: themes by area" if at.own else "Theme map: councils by themes"
    _open(sheet, title, theme_words(at))
    groups = _group_heads(sheet, [(area.name, len(area.themes)) for area in at.areas])
    _say_unlinked(sheet, at, len(themes) + 1, add_band_key(sheet, settings, groups))
    sheet.row(MAP_FIRST_ROW - 1, ("Council", *(theme.name for _, theme in themes)))
    sheet.height(MAP_FIRST_ROW - 1, 34)
    for council, card in enumerate(at.assessment.cards):
        row = _council(sheet, at, council, 24)
        for column, ((_, theme), result) in enumerate(zip(themes, card.themes, strict=True), 2):
            formula = formulas.tally_score(at.cells(council, theme.questions)).replace('""', '"No score"', 1)
            score = result.tally.score
            sheet.formula(row, column, formula, "No score" if score is None else score, "map")
            if at.can_link(len(themes) + 1):
                sheet.lead_to(row, column, at.answer(council, theme.questions[0]))
    last, here = at.map_last_row, f"B{MAP_FIRST_ROW}"
    steps = [
        Step(
            band.number,
            f"IF(ISNUMBER({here}),{formulas.earned_band(here)}={band.number},FALSE)",
            f'0.0"  {band.label}"',
        )
        for band in settings.bands
    ]
    paint_steps(sheet, span(MAP_FIRST_ROW, 2, last, len(themes) + 1), steps, bands_of)
    sheet.widths((_council_width(at), *([THEME_WIDTH] * len(themes))))
    _pages(sheet, at, groups, THEME_WIDTH, 80)
    sheet.print_with_heading(KEY_ROW, last, len(themes) + 1, (title, ""))


def add_question_map(book: Book, at: Positions) -> None:
    """Councils by questions, grouped by area; gates are marked in the heading."""
    sheet, cards = book.add_sheet(QUESTION_MAP, tab="#28a197"), at.assessment.cards
    last, end = at.map_last_row, len(at.questions) + 1
    area, here = span(MAP_FIRST_ROW, 2, last, end), f"B{MAP_FIRST_ROW}"
    title = "Question map: questions by area" if at.own else "Question map: councils by questions"
    _open(sheet, title, question_words(at, span(MAP_FIRST_ROW, 2, last, end, fixed=True)))
    groups = _group_heads(sheet, [(area.name, len(area.questions)) for area in at.areas])
    _say_unlinked(sheet, at, len(at.questions) + 1, add_level_key(sheet, at.assessment.round.settings, groups))
    sheet.text(MAP_FIRST_ROW - 1, 1, "Council", "head")
    for column, question in enumerate(at.questions, 2):
        say(sheet, MAP_FIRST_ROW - 1, _question_head(at, question), "head", column)
    sheet.height(MAP_FIRST_ROW - 1, 34)
    for council, card in enumerate(cards):
        row = _council(sheet, at, council, 18)
        for column, (question, answer) in enumerate(zip(at.questions, card.answers, strict=True), 2):
            shown = shown_answer(answer, at.assessment.round.gate_from(question) is not None)
            sheet.formula(row, column, _answer(at, council, question), shown, "map text")
            if at.can_link(len(at.questions) + 1):
                sheet.lead_to(row, column, at.answer(council, question))
    steps = [
        Step(level + 1, f"ISNUMBER({here}),{here}={level}", f'0" {name}"') for level, name in enumerate(LEVEL_NAMES)
    ]
    paint_steps(sheet, area, steps, levels_of)
    sheet.paint(area, unknown(here), UNKNOWN, stop=True)
    sheet.widths((_council_width(at), *([QUESTION_WIDTH] * len(at.questions))))
    _pages(sheet, at, groups, QUESTION_WIDTH, 62)
    sheet.print_with_heading(KEY_ROW, last, end, (title, ""))


def _answer(at: Positions, council: int, question: Question) -> str:
    """The answer as it counts: on a gate, not applicable without a waiver is no answer, and it is said why."""
    source, gate = at.answer(council, question), cell(ANSWERS_GATE_ROW, at.answer_column(question), fixed=True)
    counts = source
    if at.assessment.round.gate_from(question) is not None:
        counts = f'IF(AND({source}="NA",{ANSWERS}!{gate}=1),"{formulas.UNWAIVED}",{source})'
    return f'=IF({source}="","{formulas.NO_ANSWER}",{counts})'


def _question_head(at: Positions, question: Question) -> Live:
    """The question's id, and whether it is a gate by the stages on Settings."""
    first = at.assessment.round.gate_from(question)
    if first is None:
        return sentence(question.id)
    there, bites = at.setting(question, SETTING_FIRST_STAGE), at.assessment.round.bites(question)
    later = sentence("Gate, stage ", Live(there, first))
    mark = unless(f"{there}<={formulas.STAGE}", bites, "GATE", later)
    return sentence(question.id, either(f"ISNUMBER({there})", True, sentence(NEW_LINE, mark), sentence("")))


def _group_heads(sheet: Sheet, groups: Sequence[tuple[str, int]]) -> list[tuple[int, int]]:
    """The area's name over its first column, nothing merged; gives each area's first column and how many it has."""
    column, placed = 2, []
    for name, width in groups:
        sheet.text(MAP_FIRST_ROW - 2, column, name, "label plain")
        placed.append((column, width))
        column += width
    return placed


def _pages(sheet: Sheet, at: Positions, groups: Sequence[tuple[int, int]], width: float, scale: int) -> None:
    """Of several councils a page for each area with the names; of one a single row, which goes on from page to page."""
    sheet.freeze(MAP_FIRST_ROW, 2)
    if at.own:
        sheet.repeat(KEY_ROW, MAP_FIRST_ROW - 1)
        sheet.worksheet.set_print_scale(OWN_SCALE)
        return
    sheet.repeat(KEY_ROW, MAP_FIRST_ROW - 1, "A:A")
    _page_per_area(sheet, groups, (_council_width(at), width), scale)


def _page_per_area(sheet: Sheet, groups: Sequence[tuple[int, int]], widths: tuple[float, float], scale: int) -> None:
    """Each area on pages of its own, small enough for the widest; widths are those of the councils and of a column."""
    councils, column = (PIXELS_PER_CHARACTER * width + PADDING_PIXELS for width in widths)
    widest = councils + column * max(width for _, width in groups)
    sheet.worksheet.set_v_pagebreaks([first - 1 for first, _ in groups[1:]])
    sheet.worksheet.set_print_scale(min(scale, int(100 * PAGE_PIXELS / widest)))
