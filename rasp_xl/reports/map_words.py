"""What each map shows, in a sentence made from the figures on Partners and on the map itself."""

from collections.abc import Sequence

from rasp_xl.model.answers import Answer
from rasp_xl.model.rounds import MEASURE_DIGITS
from rasp_xl.outgoing import formulas
from rasp_xl.reports import own_words, wording
from rasp_xl.reports import partner_sheet as partners
from rasp_xl.reports.live import Live, counted, decimal, literal, nouned, sentence, typed, unless, when_right
from rasp_xl.reports.positions import Positions
from rasp_xl.reports.wording import weakest_area, widest_area
from rasp_xl.scoring.compare import AreaSpread

NO_SCORE_YET = "No council has a score yet."


def heat_words(at: Positions) -> Live:
    """The weakest area and the one on which the councils differ most."""
    if at.own:
        return own_words.lowest_areas(at)
    names = {area.id: area.name for area in at.areas}
    return _spread_words(at.assessment.partnership.areas, names, partners.area_rows(at), "area")


def theme_words(at: Positions) -> Live:
    """The weakest theme, and the one on which the councils differ most."""
    if at.own:
        return own_words.lowest_themes(at)
    names = {theme.id: theme.name for area in at.areas for theme in area.themes}
    return _spread_words(at.assessment.partnership.themes, names, partners.theme_rows(at), "theme")


def _spread_words(spreads: Sequence[AreaSpread], names: dict[str, str], rows: tuple[int, int], kind: str) -> Live:
    """Both by figures rounded as for a threshold, the first of equals, so that the sheet and the engine name the same."""
    name, low, mean, high, width = (
        partners.column_of(rows, column)
        for column in (partners.NAME, partners.LOWEST, partners.MEAN, partners.HIGHEST, partners.WIDTH)
    )
    with_score = [s for s in spreads if s.mean is not None] or list(spreads[:1])
    weakest, widest = weakest_area(with_score), widest_area(with_score)

    def there(column: str, place: str) -> str:
        return f"INDEX({column},{place})"

    first, most = f"MATCH(MIN({mean}),{mean},0)", f"MATCH(MAX({width}),{width},0)"
    found = sentence(
        f"Weakest {kind} on average: ", Live(there(name, first), names[weakest.id]),
        " (mean ", decimal(f"MIN({mean})", round(weakest.mean or 0, MEASURE_DIGITS)),
        ", from ", decimal(there(low, first), weakest.lowest or 0), " to ", decimal(there(high, first), weakest.highest or 0),
        as_low(mean, with_score), "). Councils differ most in ", Live(there(name, most), names[widest.id]),
        " (by ", decimal(f"MAX({width})", round(widest.gap or 0, MEASURE_DIGITS)), ").",
    )  # fmt: skip
    return when_right(unless(f"COUNT({mean})=0", all(s.mean is None for s in spreads), NO_SCORE_YET, found))


def as_low(means: str, spreads: Sequence[AreaSpread]) -> Live:
    """wording.as_low, live over the means on Partners."""
    others = f"COUNTIF({means},MIN({means}))-1"
    told = literal(wording.AS_LOW).replace("{}", f'"&{others}&"')
    return Live(f'IF({others}<1,"",{told})', wording.as_low(spreads))


def shown_answer(answer: Answer, is_gate: bool) -> int | str:
    """What the map of questions shows for an answer."""
    if is_gate and answer.value == "NA" and not answer.waived:
        return formulas.UNWAIVED
    code = formulas.code_of(answer)
    return formulas.NO_ANSWER if code is None else code


def question_words(at: Positions, area: str) -> Live:
    """What is not known, and on which question the councils differ most; area is the map's own cells."""
    gates = {gate.id for gate in at.gates}
    answers = [str(shown_answer(a, a.question in gates)) for card in at.assessment.cards for a in card.answers]
    unknown = nouned(counted(area, "DK", answers.count("DK")), "answer is Don't know", "answers are Don't know")
    blank = sum(answer.startswith(formulas.NO_ANSWER) for answer in answers)
    missing = nouned(counted(area, f"{formulas.NO_ANSWER}*", blank), "is missing", "are missing")
    return sentence(unknown, " and ", missing, *([". ", when_right(_furthest(at))] if not at.own else ["."]))


def _furthest(at: Positions) -> Live:
    rows, settings = partners.question_rows(at), at.assessment.round.settings
    name, gaps = (partners.column_of(rows, column) for column in (partners.NAME, partners.WIDTH))
    spreads = at.assessment.partnership.questions
    known = [s.gap or 0 for s in spreads]
    widest = max(known, default=0)
    apart = sum(gap >= settings.asymmetric_levels for gap in known)
    first = next((s.id for s in spreads if s.gap == widest), "")
    levels = nouned(typed(formulas.ASYMMETRIC_LEVELS, settings.asymmetric_levels), "level")
    found = sentence(
        "Councils are ", levels, " or more apart on ",
        nouned(Live(f'COUNTIF({gaps},">="&{formulas.ASYMMETRIC_LEVELS})', apart), "question"),
        ", most on ", Live(f"INDEX({name},MATCH(MAX({gaps}),{gaps},0))", first), " (by ", Live(f"MAX({gaps})", widest), ").",
    )  # fmt: skip
    return unless(f"MAX({gaps})=0", widest == 0, "No two councils differ on a question.", found)
