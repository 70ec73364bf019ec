"""What may be set, setting by setting: its label, its limits and what it does, for every sheet that shows it and every reader of one."""

from collections.abc import Mapping
from dataclasses import dataclass

from rasp_xl.model.palette import COLOUR_THEMES
from rasp_xl.model.questions import TOP_LEVEL
from rasp_xl.model.rounds import BANDS

TOP_BAND = len(BANDS)
"""There are always as many bands; their names, edges and meanings may be set."""

THIS_BAND, THIS_LEVEL = "this band", "this level"
"""What stands for a setting's value in the words on what it does, where the value itself cannot be shown."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The least and the most that a setting takes; a text is the name of another setting, or the address of a cell.

    What need not be whole is a percentage, or points of a score, from 0 to 100.
    """

    least: float | str
    most: float | str
    whole: bool = True

    def at(self, places: Mapping[str, float | str]) -> "Limits":
        """The same limits with the settings they name replaced by their values, or by their cells."""
        least, most = (
            places.get(limit, limit) if isinstance(limit, str) else limit for limit in (self.least, self.most)
        )
        return Limits(least, most, self.whole)

    @property
    def message(self) -> str:
        """What to type, in words."""
        return f"Please type {self.words}."

    @property
    def words(self) -> str:
        """As ``a whole number from 1 to 4``."""
        kind = "a whole number" if self.whole else "a number"
        return f"{kind} from {self._shown(self.least)} to {self._shown(self.most)}"

    @staticmethod
    def _shown(limit: float | str) -> str:
        return f"what stands in {limit.replace('$', '')}" if isinstance(limit, str) else f"{limit:g}"


@dataclass(frozen=True, slots=True)
class SettingRule:
    """One setting that is a number. name is its field of Settings; each {} in does stands for the value, as what it stands for."""

    name: str
    label: str
    limits: Limits
    does: str
    stands: str = ""

    @property
    def words(self) -> str:
        """What it does, whatever its value is."""
        return self.does.replace("{}", self.stands)


PERCENT, LEVEL = Limits(0, 100, whole=False), Limits(1, TOP_LEVEL)
CAP = "{} on a gate that bites: its area stands at most at {{}}."

SETTING_RULES = (
    SettingRule("min_coverage", "Coverage for a final score, %", PERCENT,
                "An area with less of its weight answered with a level is provisional."),
    SettingRule("max_not_applicable", "Not applicable at most, %", PERCENT,
                "An area with more of its weight left out as not applicable is provisional."),
    SettingRule("closed_gate_band", "Highest band with a closed gate", Limits(1, "weak_gate_band"),
                CAP.format("Level 0, don't know or no answer"), THIS_BAND),
    SettingRule("weak_gate_band", "Highest band with a weak gate", Limits("closed_gate_band", "conditional_gate_band"),
                CAP.format("Level 1"), THIS_BAND),
    SettingRule("conditional_gate_band", "Highest band with a conditional gate", Limits("weak_gate_band", TOP_BAND),
                CAP.format("Level 2"), THIS_BAND),
    SettingRule("overall_steps_above", "Bands above the lowest band of any area, overall", Limits(0, TOP_BAND - 1),
                f"How many bands above the lowest band of any area the overall may stand: 0 holds it there, {TOP_BAND - 1} sets it free."),
    SettingRule("top_band_gate_level", "Level of all gates for the top band", LEVEL,
                "While a gate that bites is below this level, the overall is not in the top band."),
    SettingRule("unevidenced_level", "Level of a claim without evidence", Limits(0, TOP_LEVEL),
                "The score with each level above {} that cites no evidence counted as {}.", THIS_LEVEL),
    SettingRule("asymmetric_levels", "Asymmetry on a question, levels", LEVEL,
                "A question is an asymmetry from this many levels between the lowest council and the highest."),
    SettingRule("asymmetric_points", "Asymmetry on an area, points", PERCENT,
                "An area is an asymmetry from this many points between the lowest council and the highest."),
    SettingRule("strength_from_level", "Shared strength from level", LEVEL,
                "A question is a shared strength when every council has this level or a higher one."),
    SettingRule("gap_to_level", "Shared gap up to level", Limits(0, TOP_LEVEL - 1),
                "A question is a shared gap when no council has a higher level than this."),
)  # fmt: skip
"""In the order in which sheets show them. A closed gate never leaves more open than a weak one, nor that more than a conditional one."""

FORMER_LABELS: Mapping[str, str] = {
    "Bands above the lowest area, overall": "Bands above the lowest band of any area, overall",
}
"""Labels that settings had before, with those of today: round workbooks that were made then have them still."""

COLOURS_LABEL = "Colours of the maps"
COLOUR_NAMES = tuple(theme.name for theme in COLOUR_THEMES)
EVIDENCE_LABEL = "Show evidence on the page"
EVIDENCE_WORDS = "Yes: each council's part of summary.html also shows what the council cited for its gates and gaps. It may name people: ask the councils first."
LONGEST_BAND = 24
"""Characters of a band's name: the heat maps show it in one cell."""


def colours_words() -> str:
    """How to read the maps in each of the colour themes."""
    readings = "; ".join(f"{theme.name}: {theme.reading.removesuffix('.').lower()}" for theme in COLOUR_THEMES)
    return f"{readings[0].upper()}{readings[1:]}. The words stay in every cell."


def rule_named(name: str) -> SettingRule:
    """The setting of this field."""
    return next(rule for rule in SETTING_RULES if rule.name == name)
