"""The colours of the maps and their key, by the theme chosen on Settings. Number and word stand in each cell all the same."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rasp_xl.model.palette import BLUE_THEME, COLOUR_THEMES, RED_AMBER_GREEN_THEME, ColourTheme, Palette
from rasp_xl.model.questions import LEVEL_NAMES
from rasp_xl.model.rounds import Settings
from rasp_xl.outgoing import formulas
from rasp_xl.outgoing.book import Sheet, cell, span
from rasp_xl.reports.live import Live, say, sentence, unless
from rasp_xl.reports.rule_words import band_words, edge_words

KEY_ROW = 3
UNKNOWN = {"italic": True, "pattern": 14, "fg_color": "#b1b4b6", "bg_color": "#ffffff"}
"""Hatched, which is none of the steps and stays apart from them on grey paper."""

NO_SCORES = "none"
NEW_LINE = Live("CHAR(10)", "\n")
OTHER_ANSWERS = (
    sentence("DK don't know"), sentence("no answer"), sentence("NA not applicable"), sentence(f"{formulas.WAIVED} not applicable, by a waiver"),
    sentence(f"{formulas.UNWAIVED} on a gate: not waived"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a palette, from 1: when a cell is at it, and the number format that adds its word, or none."""

    number: int
    condition: str
    shown: str = ""


def bands_of(theme: ColourTheme) -> Palette:
    """The colours of bands."""
    return theme.bands


def levels_of(theme: ColourTheme) -> Palette:
    """The colours of levels."""
    return theme.levels


def chosen(theme: ColourTheme) -> str:
    """Whether a theme is the one on Settings; blue also where something else was typed there, lest the words go too."""
    if theme is BLUE_THEME:
        return f'{formulas.COLOUR_THEME}<>"{RED_AMBER_GREEN_THEME.name}"'
    return f'{formulas.COLOUR_THEME}="{theme.name}"'


def paint_steps(sheet: Sheet, area: str, steps: Sequence[Step], palette: Callable[[ColourTheme], Palette]) -> None:
    """One rule for each theme and step over the whole area, however many councils stand in it."""
    for theme in COLOUR_THEMES:
        for step in steps:
            colours = palette(theme)
            style = {"bg_color": colours.fills[step.number - 1], "font_color": colours.text_on(step.number)}
            shown = {"num_format": step.shown} if step.shown else {}
            sheet.paint(area, f"=AND({chosen(theme)},{step.condition})", style | shown, stop=True)


def band_key(settings: Settings) -> list[Live]:
    """Each band with the scores it takes in, from the lowest."""
    top = settings.top_band
    words = []
    for number in range(1, top + 1):
        scores = _scores_of(number, settings)
        words.append(sentence(band_words(str(number), number, settings), NEW_LINE, scores))
    return words


def _scores_of(number: int, settings: Settings) -> Live:
    """The scores that a band takes in: none where the next begins with it."""
    edge = edge_words(number, settings)
    if number == settings.top_band:
        return sentence(edge, " and over")
    above = edge_words(number + 1, settings)
    empty = f"{edge.expression}={above.expression}"
    return unless(empty, edge.value == above.value, NO_SCORES, sentence(edge, " to under ", above))


def level_key() -> list[Live]:
    """Each level with its name, then what else a cell can say."""
    return [*(sentence(f"{level} {name}") for level, name in enumerate(LEVEL_NAMES)), *OTHER_ANSWERS]


def add_band_key(sheet: Sheet, settings: Settings, groups: Sequence[tuple[int, int]]) -> int:
    """The key of bands above the map; gives the first column to its right. groups are as for add_key."""
    steps = [Step(band.number, f'LEFT({{}},1)="{band.number}"') for band in settings.bands]
    return _add_key(sheet, settings, (band_key(settings), steps, bands_of), groups)


def add_level_key(sheet: Sheet, settings: Settings, groups: Sequence[tuple[int, int]]) -> int:
    """The key of levels above the map; gives the first column to its right. groups are as for add_key."""
    steps = [Step(level + 1, f'LEFT({{}},1)="{level}"') for level in range(len(LEVEL_NAMES))]
    return _add_key(sheet, settings, (level_key(), steps, levels_of), groups)


def _add_key(
    sheet: Sheet,
    settings: Settings,
    key: tuple[Sequence[Live], Sequence[Step], Callable[[ColourTheme], Palette]],
    groups: Sequence[tuple[int, int]],
) -> int:
    """Write the key over the first group of columns, each (first column, how many), and every other that has room for it.

    So it is in view, and on paper, wherever somebody has scrolled to.
    """
    words, steps, palette = key
    say(sheet, KEY_ROW, sentence("Key. ", _reading(settings)), "quiet")
    sheet.height(KEY_ROW, 28)
    last = 1
    for number, (first, width) in enumerate(groups):
        if number and width < len(words):
            continue
        for column, one in enumerate(words, first):
            say(sheet, KEY_ROW, one, "map key", column)
            last = max(last, column)
    here = cell(KEY_ROW, 2)
    placed = [Step(step.number, step.condition.format(here)) for step in steps]
    area = span(KEY_ROW, 2, KEY_ROW, last)
    paint_steps(sheet, area, placed, palette)
    sheet.paint(area, unknown(here), UNKNOWN, stop=True)
    return last + 1


def unknown(here: str) -> str:
    """Whether a cell of a question, or of its key, says that nobody knows."""
    blank = formulas.NO_ANSWER
    return f'=OR(LEFT({here},2)="DK",LEFT({here},{len(blank)})="{blank}")'


def _reading(settings: Settings) -> Live:
    """How to read the colours."""
    is_blue = settings.colour_theme != RED_AMBER_GREEN_THEME.name
    return unless(chosen(BLUE_THEME), is_blue, BLUE_THEME.reading, sentence(RED_AMBER_GREEN_THEME.reading))
