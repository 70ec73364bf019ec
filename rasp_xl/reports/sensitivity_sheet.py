"""The sheet Sensitivity: what other weights would make of each council's bands, live over Scores, Gates and Answers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rasp_xl.model.questions import Area, Question
from rasp_xl.model.showing import label, number_of
from rasp_xl.outgoing import formulas
from rasp_xl.outgoing.book import Book, Sheet, cell, span
from rasp_xl.outgoing.style import WARN_FILL, row_height
from rasp_xl.reports import score_sheets as scores
from rasp_xl.reports.live import Live, say, when_right
from rasp_xl.reports.long_links import Leading, lead
from rasp_xl.reports.positions import SCORES, SENSITIVITY, SENSITIVITY_FIRST_ROW, Positions
from rasp_xl.scoring.sensitivity import EQUAL_WEIGHTS, Outcome, Scenario, Sensitivity, scenarios

COUNCIL, SCORE, BAND, OVERALL_CHANGES, AREA_CHANGES = range(1, 6)
FIRST_BLOCK = 6
WAS = ", was "
"""Stands in the cell of every band that changes, before the band as scored."""

TITLE = "Sensitivity: would other weights give other bands?"
HEADINGS = ("Council", "Score as scored", "Band as scored", "Overall bands changed", "Area bands changed")
WIDTHS = (48, 8, 16, 9, 9)
SCORE_WIDTH, BAND_WIDTH, NUMBER_WIDTH = 7.5, 17.5, 12
GROUPS = (
    "All questions weigh 1",
    "One area counts half in the overall mean",
    "One area counts one and a half times in the overall mean",
)
NOTE = (
    "Every band is that after gates, which know no weights. A band that changes says in its cell what it was as scored. "
    "What stands through all of this does not hang on the weights."
)
PRINTED_NOTE = "Bands are those after gates. A band that changes says in its cell what it was as scored."


@dataclass(frozen=True, slots=True)
class Block:
    """One scenario's overall, or an area where all questions weigh 1: its two columns, for score and band, and its heading."""

    scenario: Scenario
    area: Area | None
    column: int
    heading: str


def blocks(areas: Sequence[Area]) -> tuple[Block, ...]:
    """From the left: all weights 1, overall and by area; each area at half; each at one and a half."""
    names = {area.id: area.name for area in areas}
    equal, *shifted = scenarios(areas)
    first = [(equal, None, "Overall"), *((equal, area, area.name) for area in areas)]
    rest = [(s, None, names[s.area]) for s in shifted]
    return tuple(
        Block(scenario, area, FIRST_BLOCK + 2 * number, heading)
        for number, (scenario, area, heading) in enumerate((*first, *rest))
    )


def number_column(areas: Sequence[Area], number: int) -> int:
    """Right of the blocks: each area's band number where all weights are 1, then what is left open to the overall, as scored and so."""
    return FIRST_BLOCK + 2 * len(blocks(areas)) + number


def add_sensitivity(book: Book, at: Positions) -> None:
    """A row per council; score and band of each scenario side by side."""
    sheet, tried = book.add_sheet(SENSITIVITY), at.assessment.sensitivity
    n, made = len(at.areas), blocks(at.areas)
    sheet.title(TITLE)
    sheet.height(2, 18)
    sheet.text(3, 1, NOTE, "quiet plain")
    _heads(sheet, at, made)
    for council, one in enumerate(tried):
        _row(sheet, at, council, one)
    last = SENSITIVITY_FIRST_ROW + len(tried) - 1
    say(sheet, 2, when_right(Live(_sentence(last, n), _sentence_text(tried, n))))
    changed = f'=ISNUMBER(SEARCH("{WAS}",{cell(SENSITIVITY_FIRST_ROW, FIRST_BLOCK)}))'
    last_block = number_column(at.areas, 0) - 1
    sheet.paint(
        span(SENSITIVITY_FIRST_ROW, FIRST_BLOCK, last, last_block), changed, {"bg_color": WARN_FILL, "bold": True}
    )
    sheet.widths((*WIDTHS, *((SCORE_WIDTH, BAND_WIDTH) * len(made)), *([NUMBER_WIDTH] * (n + 2))))
    sheet.freeze(SENSITIVITY_FIRST_ROW, 2)
    sheet.repeat(SENSITIVITY_FIRST_ROW - 3, SENSITIVITY_FIRST_ROW - 1, "A:A")
    breaks = [FIRST_BLOCK + 2 * (n + 1) - 1, FIRST_BLOCK + 2 * (2 * n + 1) - 1]
    sheet.worksheet.set_v_pagebreaks(breaks)
    sheet.worksheet.set_print_scale(54)
    sheet.print_with_heading(SENSITIVITY_FIRST_ROW - 3, last, last_block, (TITLE, PRINTED_NOTE))


def _heads(sheet: Sheet, at: Positions, made: Sequence[Block]) -> None:
    """Which weights, over the first column of each group; below, a heading for every column."""
    row, n = SENSITIVITY_FIRST_ROW - 1, len(at.areas)
    for words, number in zip(GROUPS, (0, n + 1, 2 * n + 1), strict=True):
        sheet.text(row - 2, made[number].column, words, "label plain")
    sheet.text(row - 1, number_column(at.areas, 0), "Behind the bands", "label plain")
    sheet.row(row, HEADINGS)
    for block in made:
        sheet.text(row - 1, block.column, block.heading, "label plain")
        sheet.row(row, ("Score", "Band"), column=block.column)
    numbers = [f"Band number, all weights 1: {area.id}" for area in at.areas]
    numbers += ["Highest band left open, as scored", "Highest band left open, all weights 1"]
    sheet.row(row, numbers, column=number_column(at.areas, 0))
    sheet.height(row, 46)


def _row(sheet: Sheet, at: Positions, council: int, one: Sensitivity) -> None:
    row, n, card = SENSITIVITY_FIRST_ROW + council, len(at.areas), at.assessment.cards[council]
    leading = Leading(card.name, f"{SCORES}!A{at.score_row(council, 0)}", at.council_name(council))
    lead(sheet, (row, COUNCIL), leading, "cell link", WIDTHS[0])
    base = [at.score(council, n, column) for column in (scores.SCORE, scores.BAND)]
    sheet.formula(row, SCORE, f'=IF({base[0]}="","No score",{base[0]})', _shown(card.overall.score), "number 1")
    sheet.formula(row, BAND, f"={base[1]}", label(card.overall.band), "cell")
    made = blocks(at.areas)
    overall = [block.column + 1 for block in made if block.area is None]
    areas = [block.column + 1 for block in made if block.area]
    # Found by the word in it, a changed band is counted just where a reader sees one.
    counted = "+".join(f'COUNTIF({span(row, first, row, last)},"*{WAS}*")' for first, last in _runs(overall))
    sheet.formula(row, OVERALL_CHANGES, f"={counted}", sum(o.changed for o in one.overall), "number")
    by_area = f'=COUNTIF({span(row, areas[0], row, areas[-1])},"*{WAS}*")'
    sheet.formula(row, AREA_CHANGES, by_area, sum(o.changed for o in one.areas), "number")
    for block, outcome in zip(made, outcomes(one), strict=True):
        _block(sheet, at, council, block, outcome)
    _numbers(sheet, at, council, one)
    sheet.height(row, max(30, row_height([(card.name, WIDTHS[0] - 2)])))


def outcomes(one: Sensitivity) -> tuple[Outcome, ...]:
    """A council's, in the order of the blocks."""
    return (one.overall[0], *one.areas, *one.overall[1:])


def band_words(outcome: Outcome) -> str:
    """A scenario's band, and what it was as scored where that is another."""
    return label(outcome.band) + (WAS + label(outcome.base) if outcome.changed else "")


def _runs(columns: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The overall's columns as they stand: the first alone, the others side by side."""
    yield columns[0], columns[0]
    yield columns[1], columns[-1]


def _block(sheet: Sheet, at: Positions, council: int, block: Block, outcome: Outcome) -> None:
    row, n = SENSITIVITY_FIRST_ROW + council, len(at.areas)
    score = cell(row, block.column, fixed=True)
    place = at.areas.index(block.area) if block.area else n
    was = [at.score(council, place, column) for column in (scores.NUMBER, scores.BAND)]
    if block.area:
        formula = formulas.tally_score(at.equal_cells(council, block.area.questions))
        number = cell(row, number_column(at.areas, place), fixed=True)
    else:
        formula = _overall(at, council, block)
        equal = block.scenario.id == EQUAL_WEIGHTS
        open_to = cell(row, number_column(at.areas, n + equal), fixed=True)
        number = f"MIN({formulas.earned_band(score)},{open_to})"
    sheet.formula(row, block.column, formula.replace('""', '"No score"', 1), _shown(outcome.score), "number 1")
    band = f'INDEX({formulas.BAND_LABEL},{number})&IF({number}={was[0]},"","{WAS}"&{was[1]})'
    # Where no question applies with other weights, none did with those of the round: there was no band that could change.
    sheet.formula(row, block.column + 1, f'=IF(ISNUMBER({score}),{band},"No score")', band_words(outcome), "cell")


def _overall(at: Positions, council: int, block: Block) -> str:
    """The mean of the areas, of which one may count less or more than once."""
    n = len(at.areas)
    if block.scenario.id == EQUAL_WEIGHTS:
        row = SENSITIVITY_FIRST_ROW + council
        parts = ",".join(cell(row, b.column, fixed=True) for b in blocks(at.areas) if b.area)
        return f'=IF(COUNT({parts})=0,"",AVERAGE({parts}))'
    shifted = next(number for number, area in enumerate(at.areas) if area.id == block.scenario.area)
    all_ = f"{at.score(council, 0, scores.SCORE)}:{at.score(council, n - 1, scores.SCORE).split('!')[1]}"
    one, more = at.score(council, shifted, scores.SCORE), f"{block.scenario.times - 1:+g}"
    return f'=IF(COUNT({all_})=0,"",(SUM({all_}){more}*N({one}))/(COUNT({all_}){more}*COUNT({one})))'


def _numbers(sheet: Sheet, at: Positions, council: int, one: Sensitivity) -> None:
    """What the bands of the row are made of."""
    row, n, top = SENSITIVITY_FIRST_ROW + council, len(at.areas), len(at.assessment.round.settings.bands)
    columns = {block.area.id: block.column for block in blocks(at.areas) if block.area}
    for number, (area, outcome) in enumerate(zip(at.areas, one.areas, strict=True)):
        score = cell(row, columns[area.id], fixed=True)
        gates = [q for q in at.gates if q.area == area.id]
        caps = [_caps(at, council, gates, scores.CAP)] if gates else []
        formula = f'=IF(ISNUMBER({score}),MIN({",".join((formulas.earned_band(score), *caps))}),"No score")'
        shown = number_of(outcome.band)
        sheet.formula(row, number_column(at.areas, number), formula, "No score" if shown is None else shown, "number")
    whole = _caps(at, council, at.gates, scores.OVERALL_CAP) if at.gates else ""
    as_scored = f"{at.score(council, 0, scores.NUMBER)}:{at.score(council, n - 1, scores.NUMBER).split('!')[1]}"
    equal = span(row, number_column(at.areas, 0), row, number_column(at.areas, n - 1), fixed=True)
    for column, lowest, value in ((n, as_scored, one.open_to), (n + 1, equal, one.open_to_equal)):
        limits = ",".join((*formulas.overall_caps(lowest, whole), *([] if whole else [str(top)])))
        formula = f'=IF(COUNT({lowest})=0,"No score",MIN({limits}))'
        sheet.formula(row, number_column(at.areas, column), formula, "No score" if value is None else value, "number")


def _caps(at: Positions, council: int, gates: Sequence[Question], column: int) -> str:
    """The highest band numbers that some gates, which stand together, leave open to their area or, by the column, to the overall."""
    first, last = (at.gate(council, gate, column) for gate in (gates[0], gates[-1]))
    return f"{first}:{last.split('!')[1]}"


def _shown(score: float | None) -> float | str:
    return "No score" if score is None else score


def _sentence(last: int, areas: int) -> str:
    overall, by_area = (
        span(SENSITIVITY_FIRST_ROW, column, last, column, fixed=True) for column in (OVERALL_CHANGES, AREA_CHANGES)
    )
    tried = 2 * areas + 1
    return (
        f'"Councils that keep their overall band in all {tried} trials: "&COUNTIF({overall},0)&" of "&ROWS({overall})&'
        f'". Bands that change: "&SUM({overall})&" of "&{tried}*ROWS({overall})&" overall, and "&SUM({by_area})&" of "&'
        f'{areas}*ROWS({by_area})&" in areas where all questions weigh 1."'
    )


def _sentence_text(tried: Sequence[Sensitivity], areas: int) -> str:
    overall = [sum(o.changed for o in one.overall) for one in tried]
    by_area = sum(o.changed for one in tried for o in one.areas)
    trials = 2 * areas + 1
    return (
        f"Councils that keep their overall band in all {trials} trials: {overall.count(0)} of {len(tried)}. "
        f"Bands that change: {sum(overall)} of {trials * len(tried)} overall, and {by_area} of {areas * len(tried)} "
        "in areas where all questions weigh 1."
    )
