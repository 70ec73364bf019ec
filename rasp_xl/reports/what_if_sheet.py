"""The sheet What if: one council's answers beside others that somebody tries, and what those would bring; live, and it changes no score."""

from rasp_xl.model.scorecard import AreaResult, Overall
from rasp_xl.model.showing import label
from rasp_xl.outgoing import formulas
from rasp_xl.outgoing.book import Book, ReadyFormula, Sheet, cell, span
from rasp_xl.outgoing.lists_sheet import ANSWER_CHOICES
from rasp_xl.reports import score_sheets as scores
from rasp_xl.reports import what_if_places as spot
from rasp_xl.reports.live import Live, say, when_right
from rasp_xl.reports.map_colours import Step, bands_of, paint_steps
from rasp_xl.reports.positions import ANSWERS, ANSWERS_FIRST_ROW, SCORES, SCORES_FIRST_ROW, WHAT_IF, Positions
from rasp_xl.reports.what_if_places import BY_AREA, CHOSEN, DIFFERENCE, REAL, Places
from rasp_xl.reports.what_if_rows import add_gates, add_questions
from rasp_xl.reports.what_if_sums import COUNCIL_NAMES, add_choices, add_sums

NOTHING_TYPED = (
    "Nothing is changed yet, so What if shows the scores as answered. Choose other answers in the yellow cells below."
)
UNREAD = " of the typed answers cannot be read and count as no answer: please choose them from the list."
UNKNOWN = "There is no council of this name: please choose one from the list in B4. What follows is about the first."
CHOICE = "Choose a council, then other answers in the yellow cells; an empty one counts as answered."
OWN_CHOICE = "Choose other answers in the yellow cells; an empty one counts as answered."
HOW = "Nothing else in this workbook moves, and cells that must be fixed stay as they are."
WIDTHS = (26, 52, *([19] * 7), *([10] * 9))
REAL_COLUMNS = {
    spot.SCORE: scores.SCORE, spot.KNOWN: scores.KNOWN, spot.COVERAGE: scores.COVERAGE, spot.BAND: scores.BAND,
    spot.BEFORE: scores.BEFORE, spot.HELD_BY: scores.HELD_BY, spot.STATUS: scores.STATUS,
}  # fmt: skip
"""Where Scores shows each figure."""

SCALE = 64
"""Per cent in print, at which figures, gates and radar fill one page."""

HELD_HEIGHT = 56
"""Points for all areas and all gates in one cell."""


def add_what_if(book: Book, at: Positions) -> None:
    """Write the sheet for the first council, with nothing typed."""
    sheet, places = book.add_sheet(WHAT_IF, tab="#28a197"), Places(at)
    sheet.title("What if you answered otherwise?" if at.own else "What if a council answered otherwise?")
    say(sheet, 2, when_right(Live(_sentence(places), NOTHING_TYPED)))
    sheet.height(2, 18)
    sheet.text(3, 1, f"{OWN_CHOICE if at.own else CHOICE} {HOW}", "quiet plain")
    _chooser(book, sheet, places)
    _figures(sheet, places)
    add_gates(sheet, places)
    add_questions(sheet, places)
    add_sums(sheet, places)
    add_choices(book, sheet, places)
    _radar(sheet, places)
    sheet.widths(WIDTHS)
    sheet.freeze(spot.CHOOSER_ROW + 1, 2)
    sheet.repeat(places.questions_row, places.questions_row)
    sheet.worksheet.set_h_pagebreaks([places.questions_row - 2])
    last_column = max(spot.LAST_PRINTED, places.column(places.overall))
    sheet.worksheet.print_area(0, 0, places.last_row - 1, last_column - 1)
    sheet.worksheet.set_print_scale(SCALE)
    sheet.protect()


def _chooser(book: Book, sheet: Sheet, places: Places) -> None:
    row, cards = spot.CHOOSER_ROW, places.at.assessment.cards
    book.name(COUNCIL_NAMES, ANSWERS, span(ANSWERS_FIRST_ROW, 1, places.at.answers_last_row, 1, fixed=True))
    sheet.text(row, 1, "Council", "label plain")
    sheet.text(row, 2, cards[0].name, "label plain" if places.at.own else "entry name")
    sheet.link(row, 3, f"'{WHAT_IF}'!A{places.questions_row - 1}", "To the questions")
    sheet.fit(row, [(card.name, WIDTHS[1] - 6) for card in cards])
    if not places.at.own:
        _offer(sheet, cell(row, 2), COUNCIL_NAMES, "Council", "Please choose one of the councils in the list.")
    _offer(
        sheet,
        places.asked(spot.ENTRY, places.at.questions).replace("$", ""),
        ANSWER_CHOICES,
        "What if",
        "Choose another answer. Leave empty for the answer as it is.",
    )


def _offer(sheet: Sheet, area: str, name: str, title: str, message: str) -> None:
    sheet.worksheet.data_validation(
        area,
        {
            "validate": "list",
            "source": ReadyFormula(name),
            "input_title": title,
            "input_message": message,
            "error_title": "Choose from the list",
            "error_message": message,
        },
    )


def _figures(sheet: Sheet, places: Places) -> None:
    """Each figure as answered, as it would be, and the difference; a column for each area and the overall."""
    heads = ("Figure", "Which", *(area.name for area in places.at.areas), scores.OVERALL)
    sheet.row(spot.RESULTS_ROW, heads)
    sheet.height(spot.RESULTS_ROW, 32)
    for figure, words, kinds in spot.FIGURES:
        for which in kinds:
            row = places.figure(figure, which)
            sheet.text(row, 1, words, "cell bold")
            sheet.text(row, 2, which, "cell")
            sheet.height(row, HELD_HEIGHT if figure == spot.HELD_BY else spot.ROW_HEIGHT)
            for area in range(places.overall + 1):
                _figure(sheet, places, (figure, which), area)
    for which in (REAL, spot.WHAT_IF):
        row = places.figure(spot.BAND, which)
        first, across = cell(row, places.column(0)), span(row, places.column(0), row, places.column(places.overall))
        bands = places.at.assessment.round.settings.bands
        paint_steps(sheet, across, [Step(b.number, f'LEFT({first},1)="{b.number}"') for b in bands], bands_of)


def _figure(sheet: Sheet, places: Places, figure: tuple[int, str], area: int) -> None:
    number, which = figure
    row, column = places.figure(number, which), places.column(area)
    value = _value(places, number, area)
    measured = number in (spot.SCORE, spot.KNOWN, spot.COVERAGE)
    if which == DIFFERENCE:
        real, other = places.here(number, REAL, area), places.here(number, spot.WHAT_IF, area)
        none = _no_difference(places, number, area)
        formula = f'=IF(AND(ISNUMBER({real}),ISNUMBER({other})),ROUND({other}-{real},9),"{none}")'
        sheet.formula(row, column, formula, 0 if isinstance(value, (int, float)) else none, "number signed")
        return
    formula = _real(places, REAL_COLUMNS[number], area) if which == REAL else _what_if(places, number, area)
    sheet.formula(row, column, formula, value, "number 1" if measured else "cell")


def _no_difference(places: Places, number: int, area: int) -> str:
    return BY_AREA if area == places.overall and number != spot.SCORE else "none"


def _real(places: Places, column: int, area: int) -> str:
    """A figure of Scores, of the council that is chosen."""
    last = places.at.score_row(len(places.at.assessment.cards) - 1, places.overall)
    whole = f"{SCORES}!{span(SCORES_FIRST_ROW, column, last, column, fixed=True)}"
    return f"=INDEX({whole},({places.council}-1)*{places.overall + 1}+{area + 1})"


def _what_if(places: Places, figure: int, area: int) -> str:
    if area == places.overall:
        return _what_if_overall(places, figure)
    here = {number: places.sum(number, area) for number in range(len(spot.SUMS))}
    own = places.at.areas[area]
    gates = [(gate.id, places.cap(gate)) for gate in places.gates_of(own)]
    coverage = places.here(spot.COVERAGE, spot.WHAT_IF, area)
    return {
        spot.SCORE: formulas.score(here[spot.POINTS], here[spot.APPLIES]),
        spot.KNOWN: formulas.score(here[spot.POINTS], here[spot.KNOWN_WEIGHT]),
        spot.COVERAGE: formulas.percent(here[spot.KNOWN_WEIGHT], here[spot.APPLIES]),
        spot.BAND: formulas.band_label(here[spot.NUMBER]),
        spot.BEFORE: formulas.band_label(here[spot.NUMBER_BEFORE]),
        spot.HELD_BY: formulas.capped_by(here[spot.NUMBER_BEFORE], gates),
        spot.STATUS: formulas.area_final(
            places.cells(own.questions), coverage, here[spot.NOT_APPLICABLE], here[spot.TO_FIX]
        ),
    }[figure]


def _what_if_overall(places: Places, figure: int) -> str:
    means = places.areas(places.figure(spot.SCORE, spot.WHAT_IF))
    states = places.areas(places.figure(spot.STATUS, spot.WHAT_IF))
    before, after = (places.sum(number, places.overall) for number in (spot.NUMBER_BEFORE, spot.NUMBER))
    areas = [(area.id, places.sum(spot.NUMBER, number)) for number, area in enumerate(places.at.areas)]
    gates = [(gate.id, places.cap(gate, spot.OVERALL_CAP)) for gate in places.at.gates]
    return {
        spot.SCORE: f'=IF(COUNT({means})=0,"",AVERAGE({means}))',
        spot.KNOWN: f'="{BY_AREA}"',
        spot.COVERAGE: f'="{BY_AREA}"',
        spot.BAND: formulas.band_label(after),
        spot.BEFORE: formulas.band_label(before),
        spot.HELD_BY: scores.overall_held(before, areas, gates),
        spot.STATUS: f'=IF(COUNTIF({states},"final")={places.overall},"final","provisional")',
    }[figure]


def _value(places: Places, figure: int, area: int) -> object:
    """What the first council's cell shows, as answered and so also as it would be."""
    card = places.at.assessment.cards[0]
    result: AreaResult | Overall = card.overall if area == places.overall else card.areas[area]
    if isinstance(result, Overall):
        measured: tuple[object, ...] = (result.score, BY_AREA, BY_AREA)
    else:
        measured = (result.tally.score, result.tally.known_only, result.tally.coverage)
    held = ", ".join(result.capped_by)
    return (*measured, label(result.band), label(result.band_before_caps), held, result.status)[figure]


def _sentence(places: Places) -> str:
    """What the typed answers bring, in one sentence made from the figures."""
    real, other = (places.here(spot.SCORE, which, places.overall) for which in (REAL, spot.WHAT_IF))
    was, now = (places.here(spot.BAND, which, places.overall) for which in (REAL, spot.WHAT_IF))
    codes, before = (places.asked(column, places.at.questions) for column in (spot.CODE, spot.CODE_REAL))
    changed, unread = f"SUMPRODUCT(--({codes}<>{before}))", f'COUNTIF({codes},"~?")'
    bands = [places.areas(places.figure(spot.BAND, which)) for which in (REAL, spot.WHAT_IF)]
    score = '"&IF(ISNUMBER({0}),FIXED(N({0}),1),"no score")&"'
    by = f'IF(N({other})<N({real}),"down ","up ")&FIXED(ABS(N({other})-N({real})),1)'
    band = f'IF({was}={now},"stays "&{was},"goes from "&{was}&" to "&{now})'
    moved = f"SUMPRODUCT(--({bands[0]}<>{bands[1]}))"
    brings = (
        f'{changed}&IF({changed}=1," answer"," answers")&" changed: the overall goes from {score.format(real)} to '
        f'{score.format(other)} ("&{by}&"), its band "&{band}&", and "&{moved}&" of {places.overall} areas "&'
        f'IF({moved}=1,"changes its","change their")&" band."'
    )
    known = f"SUMPRODUCT(--({COUNCIL_NAMES}={CHOSEN}))=0"
    said = f'IF({changed}=0,"{NOTHING_TYPED}",{brings})'
    return f'IF({known},"{UNKNOWN}",IF({unread}>0,{unread}&"{UNREAD}",{said}))'


def _radar(sheet: Sheet, places: Places) -> None:
    """The chosen council's shape, as answered and as it would be."""
    chart = sheet.book.workbook.add_chart({"type": "radar"})
    first, last = places.column(0) - 1, places.column(places.overall) - 2
    looks = ((REAL, "#12436d", "solid"), (spot.WHAT_IF, "#f46a25", "dash"))
    for which, colour, dash in looks:
        row = places.figure(spot.SCORE, which) - 1
        chart.add_series(
            {
                "name": which,
                "categories": [WHAT_IF, spot.RESULTS_ROW - 1, first, spot.RESULTS_ROW - 1, last],
                "values": [WHAT_IF, row, first, row, last],
                "line": {"color": colour, "width": 2.25, "dash_type": dash},
            }
        )
    title = f"Shape of {'your' if places.at.own else 'the chosen'} council: as answered, and what if"
    chart.set_title({"name": title, "name_font": {"name": "Arial", "size": 12}})
    chart.set_y_axis({"min": 0, "max": 100, "major_unit": 20, "num_font": {"size": 8}})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 540, "height": spot.RADAR_ROWS * spot.ROW_HEIGHT * 4 // 3})
    words = f"{'Your' if places.at.own else 'The chosen'} council's score in each area, from 0 to 100, as answered and with the answers typed; the figures are in the table above."
    sheet.chart(places.gates_row, 1, chart, words)
