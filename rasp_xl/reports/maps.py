"""The maps: council by area, by theme, by question. Number and word stand in each cell; colour only helps the eye."""

from collections.abc import Sequence

from rasp_xl.model.palette import LEVEL_FILLS, Palette
from rasp_xl.model.questions import LEVEL_NAMES, Question
from rasp_xl.model.rounds import Band
from rasp_xl.model.scorecard import AreaResult, Overall, Scorecard
from rasp_xl.model.showing import label, one_decimal
from rasp_xl.outgoing import formulas
from rasp_xl.outgoing.book import Book, Sheet, cell, span
from rasp_xl.outgoing.style import band_styles
from rasp_xl.reports.positions import HEAT_MAP, MAP_FIRST_ROW, QUESTION_MAP, SCORES, THEME_MAP, Positions
from rasp_xl.reports.score_sheets import BAND, HELD_BY, SCORE, STATUS

COUNCIL_WIDTH = 40
HELD = ", held by "
LEVEL_KEY = (
    f"Key: {', '.join(f'{level} {name}' for level, name in enumerate(LEVEL_NAMES))}; DK don't know; NA not applicable; "
    f"{formulas.WAIVED} not applicable on a gate, by a waiver. "
    "Darker is readier; hatched is unknown."
)
LEVEL_PALETTE = Palette("levels", LEVEL_FILLS)


def add_heat_map(book: Book, at: Positions) -> None:
    """Councils by areas and overall, coloured by the band after gates, which stands in words further right."""
    sheet, n = book.add_sheet(HEAT_MAP, tab="#28a197"), len(at.areas)
    sheet.title("Heat map: councils by areas", _heat_sentence(at))
    _key(
        sheet,
        at.assessment.round.settings.bands,
        f"An asterisk marks a band that a gate or the weakest area holds down.{at.unlinked(len(at.areas) + 2)}",
    )
    words = ["Band: " + area.name for area in at.areas] + ["Band: overall"]
    sheet.row(MAP_FIRST_ROW - 1, ("Council", *(a.name for a in at.areas), "Overall", "Lowest area", "Status", *words))
    sheet.height(MAP_FIRST_ROW - 1, 34)
    for council, card in enumerate(at.assessment.cards):
        _heat_row(sheet, at, council, card)
    last = at.map_last_row
    first_word = cell(MAP_FIRST_ROW, n + 5)
    for band, style in band_styles(at.assessment.round.settings.bands):
        starts = f'LEFT({first_word},1)="{band.number}"'
        area = span(MAP_FIRST_ROW, 2, last, n + 2)
        held = {**style, "num_format": f'0.0"  {band.label}*"'}
        sheet.paint(area, f'=AND({starts},ISNUMBER(SEARCH("held by",{first_word})))', held, stop=True)
        sheet.paint(area, f"={starts}", {**style, "num_format": f'0.0"  {band.label}"'}, stop=True)
    sheet.widths((COUNCIL_WIDTH, *([21] * n), 23, 22, 13, *([30] * (n + 1))))
    sheet.freeze(MAP_FIRST_ROW, 2)
    sheet.repeat(MAP_FIRST_ROW - 1, MAP_FIRST_ROW - 1, "A:A")
    sheet.worksheet.print_area(0, 0, last - 1, n + 3)
    sheet.worksheet.fit_to_pages(1, 0)


def _heat_sentence(at: Positions) -> str:
    """What the map shows, in a sentence made from the figures."""
    areas = [a for a in at.assessment.partnership.areas if a.mean is not None]
    if not areas:
        return "No council has a score yet."
    names = {a.id: a.name for a in at.areas}
    weakest = min(areas, key=lambda a: a.mean or 0)
    widest = max(areas, key=lambda a: a.gap or 0)
    return (
        f"Weakest on average is {names[weakest.id]} (mean {one_decimal(weakest.mean or 0)}, from {one_decimal(weakest.lowest or 0)} "
        f"to {one_decimal(weakest.highest or 0)}); councils differ most in {names[widest.id]} (by {one_decimal(widest.gap or 0)})."
    )


def _heat_row(sheet: Sheet, at: Positions, council: int, card: Scorecard) -> None:
    row, n = MAP_FIRST_ROW + council, len(at.areas)
    sheet.link(row, 1, f"{SCORES}!A{at.score_row(council, 0)}", card.name, "map link")
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
    lowest = next((a.name for a in card.areas if a.id == card.overall.lowest_area), "No score")
    index = f"INDEX({heads},MATCH(MIN({scores}),{scores},0))"
    sheet.formula(row, n + 3, f'=IF(COUNT({scores})=0,"No score",{index})', lowest, "map word")
    sheet.formula(row, n + 4, f"={at.score(council, n, STATUS)}", card.overall.status, "map word")
    sheet.height(row, 24)


def add_theme_map(book: Book, at: Positions) -> None:
    """Councils by themes; gates do not cap themes, so the band follows from the score alone."""
    themes = [(area, theme) for area in at.areas for theme in area.themes]
    sheet = book.add_sheet(THEME_MAP, tab="#28a197")
    sheet.title("Theme map: councils by themes", _theme_sentence(at))
    _key(
        sheet,
        at.assessment.round.settings.bands,
        f"Each area prints on a page of its own.{at.unlinked(len(themes) + 1)}",
    )
    _group_heads(sheet, [(area.name, len(area.themes)) for area in at.areas])
    sheet.row(MAP_FIRST_ROW - 1, ("Council", *(theme.name for _, theme in themes)))
    sheet.height(MAP_FIRST_ROW - 1, 34)
    for council, card in enumerate(at.assessment.cards):
        row = MAP_FIRST_ROW + council
        sheet.link(row, 1, f"{SCORES}!A{at.score_row(council, 0)}", card.name, "map link")
        for column, ((_, theme), result) in enumerate(zip(themes, card.themes, strict=True), 2):
            formula = formulas.tally_score(at.cells(council, theme.questions)).replace('""', '"No score"', 1)
            score = result.tally.score
            sheet.formula(row, column, formula, "No score" if score is None else score, "map")
            if at.can_link(len(themes) + 1):
                sheet.lead_to(row, column, at.answer(council, theme.questions[0]))
        sheet.height(row, 24)
    last = at.map_last_row
    here = f"B{MAP_FIRST_ROW}"
    for band, style in band_styles(at.assessment.round.settings.bands):
        number = f"{formulas.earned_band(here)}={band.number}"
        shown = {**style, "num_format": f'0.0"  {band.label}"'}
        sheet.paint(
            span(MAP_FIRST_ROW, 2, last, len(themes) + 1), f"=IF(ISNUMBER({here}),{number},FALSE)", shown, stop=True
        )
    sheet.widths((COUNCIL_WIDTH, *([22] * len(themes))))
    _page_per_area(sheet, [len(area.themes) for area in at.areas], 80)
    key = _key_words(at.assessment.round.settings.bands)
    sheet.print_with_heading(MAP_FIRST_ROW - 2, last, len(themes) + 1, ("Theme map: councils by themes", key))


def _theme_sentence(at: Positions) -> str:
    cards = at.assessment.cards
    means = []
    for number, theme in enumerate(at.assessment.round.question_set.themes):
        scores = [s for c in cards if (s := c.themes[number].tally.score) is not None]
        if scores:
            means.append((sum(scores) / len(scores), theme.name))
    if not means:
        return "No council has a score yet."
    low, high = min(means), max(means)
    return f"Weakest theme on average: {low[1]} ({one_decimal(low[0])}). Strongest: {high[1]} ({one_decimal(high[0])})."


def add_question_map(book: Book, at: Positions) -> None:
    """Councils by questions, grouped by area; gates are marked in the heading."""
    sheet, cards = book.add_sheet(QUESTION_MAP, tab="#28a197"), at.assessment.cards
    unknown = sum(a.value == "DK" for c in cards for a in c.answers)
    blank = sum(a.value is None for c in cards for a in c.answers)
    sheet.title("Question map: councils by questions", f"{unknown} answers are Don't know and {blank} are missing.")
    sheet.text(3, 1, LEVEL_KEY + at.unlinked(len(at.questions) + 1), "quiet plain")
    _group_heads(sheet, [(area.name, len(area.questions)) for area in at.areas])
    heads = [_question_head(at, question) for question in at.questions]
    sheet.row(MAP_FIRST_ROW - 1, ("Council", *heads))
    sheet.height(MAP_FIRST_ROW - 1, 34)
    for council, card in enumerate(cards):
        row = MAP_FIRST_ROW + council
        sheet.link(row, 1, f"{SCORES}!A{at.score_row(council, 0)}", card.name, "map link")
        answers = {a.question: formulas.code_of(a) for a in card.answers}
        for column, question in enumerate(at.questions, 2):
            source, value = at.answer(council, question), answers[question.id]
            sheet.formula(
                row,
                column,
                f'=IF({source}="","no answer",{source})',
                "no answer" if value is None else value,
                "map text",
            )
            if at.can_link(len(at.questions) + 1):
                sheet.lead_to(row, column, source)
        sheet.height(row, 18)
    last = at.map_last_row
    area, here = span(MAP_FIRST_ROW, 2, last, len(at.questions) + 1), f"B{MAP_FIRST_ROW}"
    for level, name in enumerate(LEVEL_NAMES):
        style = {
            "bg_color": LEVEL_FILLS[level],
            "font_color": LEVEL_PALETTE.text_on(level + 1),
            "num_format": f'0" {name}"',
        }
        sheet.paint(area, f"=AND(ISNUMBER({here}),{here}={level})", style, stop=True)
    sheet.paint(
        area, f'=OR({here}="DK",{here}="no answer")', {"italic": True, "pattern": 17, "fg_color": "#d9d9d9"}, stop=True
    )
    sheet.widths((COUNCIL_WIDTH, *([13.5] * len(at.questions))))
    _page_per_area(sheet, [len(area.questions) for area in at.areas], 62)
    sheet.print_with_heading(
        MAP_FIRST_ROW - 2, last, len(at.questions) + 1, ("Question map: councils by questions", LEVEL_KEY)
    )


def _question_head(at: Positions, question: Question) -> str:
    first = at.assessment.round.gate_from(question)
    if first is None:
        return question.id
    return f"{question.id}\nGATE" if at.assessment.round.bites(question) else f"{question.id}\nGate, stage {first}"


def _group_heads(sheet: Sheet, groups: Sequence[tuple[str, int]]) -> None:
    """The area's name over its first column; nothing is merged."""
    column = 2
    for name, width in groups:
        sheet.text(MAP_FIRST_ROW - 2, column, name, "label plain")
        column += width


def _page_per_area(sheet: Sheet, widths: Sequence[int], scale: int) -> None:
    breaks, column = [], 1
    for width in widths[:-1]:
        column += width
        breaks.append(column)
    sheet.worksheet.set_v_pagebreaks(breaks)
    sheet.worksheet.set_print_scale(scale)
    sheet.freeze(MAP_FIRST_ROW, 2)
    sheet.repeat(MAP_FIRST_ROW - 2, MAP_FIRST_ROW - 1, "A:A")


def _key(sheet: Sheet, bands: Sequence[Band], note: str) -> None:
    """The key in words, above the map; it follows the bands on Settings."""
    numbers = [band.number for band in reversed(bands)]
    edges = '&"; "&'.join(
        f'INDEX({formulas.BAND_LABEL},{n})&": "&INDEX({formulas.BAND_FROM},{n})&" and over"' for n in numbers
    )
    sheet.formula(3, 1, f'="Key: "&{edges}&". Darker is readier. {note}"', f"{_key_words(bands)} {note}", "quiet plain")


def _key_words(bands: Sequence[Band]) -> str:
    edges = [f"{band.label}: {band.from_score:g} and over" for band in reversed(bands)]
    return f"Key: {'; '.join(edges)}. Darker is readier."
