"""The rules that finance may change, in words that follow the sheet Settings."""

from rasp_xl.model.rounds import Settings
from rasp_xl.model.setting_rules import THIS_BAND, SettingRule, rule_named
from rasp_xl.outgoing import formulas
from rasp_xl.reports.live import Live, nouned, sentence, typed


def band_words(expression: str, number: int, settings: Settings) -> Live:
    """A band's number and name by an expression for its number."""
    return Live(f"INDEX({formulas.BAND_LABEL},{expression})", settings.bands[number - 1].label)


def edge_words(number: int, settings: Settings) -> Live:
    """The score from which a band holds."""
    return typed(f"INDEX({formulas.BAND_FROM},{number})", settings.bands[number - 1].from_score)


def caps_words(settings: Settings) -> Live:
    """What a gate in each state leaves open to its area."""
    closed = band_words(formulas.CLOSED_GATE_BAND, settings.closed_gate_band, settings)
    weak = band_words(formulas.WEAK_GATE_BAND, settings.weak_gate_band, settings)
    conditional = band_words(formulas.CONDITIONAL_GATE_BAND, settings.conditional_gate_band, settings)
    return sentence(
        "Closed holds the area's band at ", closed, ", weak at ", weak, ", conditional at ", conditional, "."
    )


def overall_words(settings: Settings) -> Live:
    """What holds the overall's band."""
    steps = nouned(typed(formulas.OVERALL_STEPS_ABOVE, settings.overall_steps_above), "band")
    top = band_words(str(settings.top_band), settings.top_band, settings)
    level = typed(formulas.TOP_BAND_GATE_LEVEL, settings.top_band_gate_level)
    return sentence(
        "The overall stands at most ", steps, " above the lowest band of any area, and not at ", top,
        " while any gate that bites is below level ", level, ".",
    )  # fmt: skip


def does_words(rule: SettingRule, settings: Settings) -> Live:
    """What a setting does, with its value."""
    number = getattr(settings, rule.name)
    stands = band_words(rule.name, number, settings) if rule.stands == THIS_BAND else typed(rule.name, number)
    first, *rest = rule.does.split("{}")
    return sentence(first, *(part for text in rest for part in (stands, text)))


def evidence_words(settings: Settings) -> Live:
    """What a claim without evidence counts as."""
    return does_words(rule_named(formulas.UNEVIDENCED_LEVEL), settings)


def final_words(settings: Settings) -> Live:
    """When an area is final."""
    coverage = typed(formulas.MIN_COVERAGE, settings.min_coverage)
    left_out = typed(formulas.MAX_NOT_APPLICABLE, settings.max_not_applicable)
    return sentence(
        "An area is final when every gate in it is answered (don't know counts), coverage is at least ", coverage,
        " %, not applicable is at most ", left_out,
        " % of its weight and no cell must be fixed. Overall is final when all areas are.",
    )  # fmt: skip


def edges_words(settings: Settings) -> Live:
    """From which score each band holds."""
    parts: list[str | Live] = ["By the unrounded score: "]
    for number in range(1, settings.top_band + 1):
        between = "." if number == settings.top_band else ", "
        parts += [band_words(str(number), number, settings), " from ", edge_words(number, settings), between]
    return sentence(*parts)


def states_words(settings: Settings) -> Live:
    """When councils share a strength or a gap, and when they are too far apart."""
    strength = typed(formulas.STRENGTH_FROM_LEVEL, settings.strength_from_level)
    gap = typed(formulas.GAP_TO_LEVEL, settings.gap_to_level)
    levels = nouned(typed(formulas.ASYMMETRIC_LEVELS, settings.asymmetric_levels), "level")
    points = nouned(typed(formulas.ASYMMETRIC_POINTS, settings.asymmetric_points), "point")
    return sentence(
        "A shared strength is at level ", strength, " or above everywhere, a shared gap at ", gap,
        " or below; an asymmetry is ", levels, " apart on a question, or ", points,
        " on an area. What somebody does not know is in no gap, and no shared strength.",
    )  # fmt: skip
