"""Colours of bands and levels. A colour never stands alone: each cell it fills also holds its number and its word."""

from dataclasses import dataclass

DARK_TEXT = "#0b0c0c"
LIGHT_TEXT = "#ffffff"


@dataclass(frozen=True, slots=True)
class Palette:
    """Fills from the lowest step to the highest, each with the text colour that reads on it."""

    name: str
    fills: tuple[str, ...]

    def text_on(self, number: int) -> str:
        """The better of dark and light on a step's fill; steps count from 1, as bands do."""
        fill = self.fills[number - 1]
        return max((DARK_TEXT, LIGHT_TEXT), key=lambda text: contrast(text, fill))


BLUE = Palette("blue", ("#ffffff", "#c6dbef", "#6bace6", "#12436d"))
"""Darker is readier; four steps that stay apart in grey and to every colour vision."""

BLUE_LEVELS = Palette("blue levels", ("#ffffff", "#d3e3f3", "#9fc5e8", "#5b95cf", "#12436d"))
"""The blue palette stretched to five levels."""

BLUE_ON_DARK = Palette("blue on dark", ("#10161c", "#23496c", "#5c9bd6", "#d9ebfa"))
"""The same steps on a dark screen, where what stands out is light: lighter is readier."""

BLUE_LEVELS_ON_DARK = Palette("blue levels on dark", ("#10161c", "#1d3a56", "#33608b", "#67a3da", "#d9ebfa"))

RED_AMBER_GREEN = Palette("red-amber-green", ("#d4351c", "#f5a55c", "#fff1a8", "#004b23"))
"""For those who are used to it. The green is a dark one, because on grey paper a middling green is the red."""

RED_AMBER_GREEN_LEVELS = Palette("red-amber-green levels", ("#d4351c", "#f08c2e", "#fff1a8", "#9bd3a3", "#004b23"))


@dataclass(frozen=True, slots=True)
class ColourTheme:
    """One of the ways to colour the maps: four bands, five levels, and how to read them in words; and all three on a dark screen.

    Where a theme reads alike on both, the words for the dark one are empty.
    """

    name: str
    bands: Palette
    levels: Palette
    reading: str
    dark: Palette
    dark_levels: Palette
    dark_reading: str = ""


BLUE_THEME = ColourTheme(
    "blue", BLUE, BLUE_LEVELS, "Darker is readier.", BLUE_ON_DARK, BLUE_LEVELS_ON_DARK, "Lighter is readier."
)
RED_AMBER_GREEN_THEME = ColourTheme(
    "red-amber-green",
    RED_AMBER_GREEN,
    RED_AMBER_GREEN_LEVELS,
    "Green is readiest, red least ready.",
    RED_AMBER_GREEN,
    RED_AMBER_GREEN_LEVELS,
)
COLOUR_THEMES = (BLUE_THEME, RED_AMBER_GREEN_THEME)
"""The first is the one that holds where nobody chose another."""


def theme_named(name: str) -> ColourTheme:
    """The colour theme of this name."""
    return next(theme for theme in COLOUR_THEMES if theme.name == name)


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb, 0 to 1 (WCAG 2.2)."""
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
