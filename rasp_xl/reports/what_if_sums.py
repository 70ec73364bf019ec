"""At the foot of the sheet What if: the sums that its figures are made of, and what may be chosen."""

from rasp_xl.model.answers import CHOICES
from rasp_xl.model.showing import number_of
from rasp_xl.outgoing import formulas
from rasp_xl.outgoing.book import Book, Sheet, span
from rasp_xl.outgoing.lists_sheet import ANSWER_CHOICES, ANSWER_CODE, ANSWER_TEXT, TYPED
from rasp_xl.reports import score_sheets as scores
from rasp_xl.reports import what_if_places as spot
from rasp_xl.reports.positions import ANSWERS, ANSWERS_FIRST_ROW, WHAT_IF
from rasp_xl.reports.what_if_places import CHOSEN, Places

COUNCIL_NAMES = "council_names"


def add_sums(sheet: Sheet, places: Places) -> None:
    """What the figures are made of."""
    sheet.heading(places.sums_row - 1, "The sums behind What if")
    sheet.row(places.sums_row, ("Sum", "Which", *(area.name for area in places.at.areas), scores.OVERALL))
    sheet.height(places.sums_row, 32)
    for number, words in enumerate(spot.SUMS):
        row = places.sum_row(number)
        sheet.text(row, 1, words, "cell")
        sheet.text(row, 2, spot.WHAT_IF, "cell")
        sheet.fit(row, [(words, 24)])
        for area in range(places.overall):
            formula, value = _sum(places, number, area)
            sheet.formula(row, places.column(area), formula, value, "number")
        _overall_sum(sheet, places, number)
    last = places.sum_row(len(spot.SUMS))
    sheet.text(last, 1, "The chosen council's place", "cell")
    sheet.text(last, 2, f"Counted from the first row of {ANSWERS}", "cell")
    # Compared one by one: MATCH takes ? * ~ in a council's name for wildcards, and fails on a name of 256 letters.
    chosen = f"({COUNCIL_NAMES}={CHOSEN})*(ROW({COUNCIL_NAMES})-{ANSWERS_FIRST_ROW - 1})"
    sheet.formula(last, spot.FIRST_AREA_COLUMN, f"=MAX(1,SUMPRODUCT(MAX({chosen})))", 1, "number")


def _sum(places: Places, number: int, area: int) -> tuple[str, object]:
    """A sum's formula and the first council's value."""
    own, result = places.at.areas[area], places.at.assessment.cards[0].areas[area]
    cells, tally = places.cells(own.questions), result.tally
    total, applies = (places.sum(n, area) for n in (spot.TOTAL, spot.APPLIES))
    gates = places.gates_of(own)
    caps = [places.caps(gates)] if gates else []
    column = places.at.mend_column(own)
    mend = f"{ANSWERS}!{span(ANSWERS_FIRST_ROW, column, places.at.answers_last_row, column, fixed=True)}"
    score = places.here(spot.SCORE, spot.WHAT_IF, area)
    return (
        (f"={formulas.points(cells)}", tally.points),
        (f"={formulas.applies(cells)}", tally.applies),
        (f"={formulas.answered(cells)}", tally.answered),
        (f"=SUM({cells.weights})", tally.total),
        (formulas.percent(f"({total}-{applies})", total), tally.not_applicable),
        (formulas.band_number(score), number_of(result.band_before_caps)),
        (formulas.capped_number(places.sum(spot.NUMBER_BEFORE, area), *caps), number_of(result.band)),
        (f'=INDEX({mend},{places.council})+COUNTIF({cells.answers},"~?")', result.to_fix),
    )[number]


def _overall_sum(sheet: Sheet, places: Places, number: int) -> None:
    row, column, overall = places.sum_row(number), places.column(places.overall), places.at.assessment.cards[0].overall
    if number == spot.NUMBER_BEFORE:
        score = places.here(spot.SCORE, spot.WHAT_IF, places.overall)
        sheet.formula(row, column, formulas.band_number(score), number_of(overall.band_before_caps), "number")
    elif number == spot.NUMBER:
        whole = places.caps(places.at.gates, spot.OVERALL_CAP) if places.at.gates else ""
        caps = formulas.overall_caps(places.areas(row), whole)
        before = places.sum(spot.NUMBER_BEFORE, places.overall)
        sheet.formula(row, column, formulas.capped_number(before, *caps), number_of(overall.band), "number")
    else:
        sheet.text(row, column, spot.BY_AREA, "cell")


def add_choices(book: Book, sheet: Sheet, places: Places) -> None:
    """What the drop-down offers, then short forms that people paste, as in the template."""
    rows = (*CHOICES, *TYPED)
    sheet.heading(places.choices_row - 1, "What may be chosen, and short forms that are understood")
    sheet.row(places.choices_row, ("Answer", "Counts as"))
    for row, (text, value) in enumerate(rows, places.choices_row + 1):
        sheet.text(row, 1, text, "cell")
        if isinstance(value, int):
            sheet.number(row, 2, value)
        else:
            sheet.text(row, 2, value or "", "cell")
    book.name(ANSWER_CHOICES, WHAT_IF, places.choices(1, len(CHOICES)))
    book.name(ANSWER_TEXT, WHAT_IF, places.choices(1, len(rows)))
    book.name(ANSWER_CODE, WHAT_IF, places.choices(2, len(rows)))
