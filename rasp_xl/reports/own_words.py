"""What a council's own workbook says of its figures, where that of the programme office compares councils."""

from rasp_xl.model.baseline import OVERALL
from rasp_xl.model.layout import quoted
from rasp_xl.model.showing import one_decimal
from rasp_xl.outgoing.book import cell, span
from rasp_xl.reports import change_words, wording
from rasp_xl.reports.assessment import Assessment, Since
from rasp_xl.reports.live import Live, decimal, sentence, unless, when_right
from rasp_xl.reports.positions import HEAT_MAP, MAP_FIRST_ROW, THEME_MAP, Positions

NO_SCORE = "There is no score yet."
TO_FIX, NOTHING_TO_FIX = "To fix in your return", "Nothing must be fixed in your return"


def attention(assessment: Assessment) -> str:
    """The heading over what must be fixed, or that nothing must be; with what is still to be explained, as in the letters."""
    explain, heading = assessment.to_explain, TO_FIX if wording.to_fix(assessment) else NOTHING_TO_FIX
    if not explain:
        return heading
    copies = "the fix copy that was sent" if len(assessment.ledger.entries) == 1 else "the fix copies that were sent"
    return f"{heading}; {wording.plural(explain, 'thing is', 'things are')} still to be explained: see {copies}"


def standing(at: Positions) -> Live:
    """The overall score and its band, live over the heat map."""
    overall, n = at.assessment.cards[0].overall, len(at.areas)
    score, status, band = (_map(HEAT_MAP, column) for column in (n + 2, n + 4, 2 * n + 5))
    shown = f"{overall.band.label}" if overall.band else ""
    held = f", held by {', '.join(overall.capped_by)}" if overall.capped_by else ""
    told = sentence(
        "The overall score is ", decimal(f"N({score})", overall.score or 0), ", ", Live(status, overall.status), ". Its band is ",
        Live(band, shown + held), ". ", _lowest_area(at),
    )  # fmt: skip
    return unless(f"NOT(ISNUMBER({score}))", overall.score is None, NO_SCORE, told)


def lowest_areas(at: Positions) -> Live:
    """The area with the lowest score."""
    scores = _scores(HEAT_MAP, len(at.areas))
    none = at.assessment.cards[0].overall.score is None
    return when_right(unless(f"COUNT({scores})=0", none, NO_SCORE, _lowest_area(at)))


def _lowest_area(at: Positions) -> Live:
    card, scores = at.assessment.cards[0], _scores(HEAT_MAP, len(at.areas))
    known = [area.tally.score for area in card.areas if area.tally.score is not None]
    name = Live(_map(HEAT_MAP, len(at.areas) + 3), wording.lowest_area(card))
    return sentence("The lowest score is in ", name, ", at ", decimal(f"MIN({scores})", min(known, default=0)), ".")


def lowest_themes(at: Positions) -> Live:
    """The theme with the lowest score, the first of equals, and how many more have as low a one."""
    themes = [theme for area in at.areas for theme in area.themes]
    card, scores = at.assessment.cards[0], _scores(THEME_MAP, len(themes))
    heads = span(MAP_FIRST_ROW - 1, 2, MAP_FIRST_ROW - 1, len(themes) + 1, fixed=True)
    found = [theme.tally.score for theme in card.themes]
    known = [score for score in found if score is not None]
    least = min(known, default=0.0)
    first = themes[found.index(least)].name if known else ""
    alike = f"COUNTIF({scores},MIN({scores}))"
    also = known.count(least) - 1
    heads = f"{quoted(THEME_MAP)}!{heads}"
    more = Live(f'IF({alike}<=1,"",", and "&{alike}-1&" more")', f", and {also} more" if also > 0 else "")
    name = Live(f"INDEX({heads},MATCH(MIN({scores}),{scores},0))", first)
    told = sentence("The lowest score is in ", name, more, ", at ", decimal(f"MIN({scores})", least), ".")
    return when_right(unless(f"COUNT({scores})=0", not known, NO_SCORE, told))


def scores(at: Positions) -> Live:
    """What the sheet Scores holds."""
    overall, n = at.assessment.cards[0].overall, len(at.areas)
    score = _map(HEAT_MAP, n + 2)
    whole = sentence(
        OVERALL, " ", decimal(f"N({score})", overall.score or 0), ", ", Live(_map(HEAT_MAP, n + 4), overall.status), "."
    )
    said = unless(f"NOT(ISNUMBER({score}))", overall.score is None, NO_SCORE, whole)
    return when_right(sentence(f"Scores from 0 to 100 in {wording.plural(n, 'area')} and overall. ", said))


def moved(assessment: Assessment, since: Since) -> str:
    """How the overall score of a pack's one council moved since an earlier round."""
    title = change_words.since_title(since)
    line = since.change.councils[0].overall
    if line.difference is None or line.before is None or line.now is None:
        return f"Compared with {title}: the overall score cannot be compared."
    from_to = f"from {one_decimal(line.before)} to {one_decimal(line.now)}"
    if line.way == "same":
        return f"Compared with {title}: the overall score did not change by a level of a question ({from_to})."
    return (
        f"Compared with {title}: the overall score went {line.way} by {one_decimal(abs(line.difference))}, {from_to}."
    )


def _map(sheet: str, column: int) -> str:
    return f"{quoted(sheet)}!{cell(MAP_FIRST_ROW, column, fixed=True)}"


def _scores(sheet: str, count: int) -> str:
    return f"{quoted(sheet)}!{span(MAP_FIRST_ROW, 2, MAP_FIRST_ROW, count + 1, fixed=True)}"
