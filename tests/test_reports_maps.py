"""The maps as they are written: their colours, their key, their sentence, and the marks of gates."""

import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from typing import NamedTuple

import pytest
from building import answers, everywhere, question, tiny_round, with_settings
from councils import assessment_of
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from rasp_xl.model.answers import Answer
from rasp_xl.model.palette import BLUE_THEME, COLOUR_THEMES, RED_AMBER_GREEN_THEME, ColourTheme, contrast
from rasp_xl.model.question_file import standard_set
from rasp_xl.model.questions import LEVEL_NAMES, Purpose
from rasp_xl.model.rounds import Round
from rasp_xl.reports.assessment import Assessment
from rasp_xl.reports.map_words import heat_words, question_words, theme_words
from rasp_xl.reports.positions import HEAT_MAP, MAP_FIRST_ROW, QUESTION_MAP, THEME_MAP, Positions
from rasp_xl.reports.workbook import workbook_bytes

ASKED = standard_set()
ROUND = Round(Purpose.NEW, 2, ASKED)
MAPS = (HEAT_MAP, THEME_MAP, QUESTION_MAP)
READABLE = 4.5
VALUES = (4, 3, 2, "DK", 3, 1, None, 4, "NA", 2, 0, 3)
LONG_NAME = "Bournebridge, Chalkford and Poolhaven Unitary Council"


class Rule(NamedTuple):
    """A conditional format: where it holds, its formula, its fill, the colour of its text, and its number format."""

    area: str
    formula: str
    fill: str
    text: str
    shown: str


@cache
def assessment(councils: int) -> Assessment:
    names = [LONG_NAME, *(f"Council {n}" for n in range(1, councils))]
    given = {q.id: Answer(q.id, VALUES[n % len(VALUES)]) for n, q in enumerate(ASKED.questions)}
    return assessment_of(ROUND, dict.fromkeys(names, given))


@cache
def made(councils: int = 2, values: bool = False) -> Workbook:
    return load_workbook(BytesIO(workbook_bytes(assessment(councils))), data_only=values)


def rules(sheet: Worksheet) -> Iterator[Rule]:
    """Every rule of a sheet that fills a cell with one colour."""
    for area in sheet.conditional_formatting:
        for rule in area.rules:
            if rule.dxf.fill.patternType in (None, "solid"):
                shown = rule.dxf.numFmt.formatCode if rule.dxf.numFmt else ""
                fill, text = (f"#{c.rgb[2:].lower()}" for c in (rule.dxf.fill.bgColor, rule.dxf.font.color))
                yield Rule(str(area.sqref), rule.formula[0], fill, text, shown)


def theme_of(rule: Rule) -> ColourTheme:
    """The theme whose name stands in a rule's condition."""
    return BLUE_THEME if f'colour_theme<>"{RED_AMBER_GREEN_THEME.name}"' in rule.formula else RED_AMBER_GREEN_THEME


@pytest.mark.parametrize("name", MAPS)
def test_every_fill_can_be_read(name: str) -> None:
    """Whichever theme is chosen, the number and the word stand out from the fill of their cell."""
    found = list(rules(made()[name]))

    assert {theme_of(rule) for rule in found} == set(COLOUR_THEMES)
    assert min(contrast(rule.fill, rule.text) for rule in found) >= READABLE


@pytest.mark.parametrize("name", MAPS)
@pytest.mark.parametrize("theme", COLOUR_THEMES, ids=[theme.name for theme in COLOUR_THEMES])
def test_each_theme_has_its_own_steps(name: str, theme: ColourTheme) -> None:
    """A theme paints each band, or level, in its own colour, and adds the word in the map's cells."""
    palette = theme.levels if name == QUESTION_MAP else theme.bands
    labels = LEVEL_NAMES if name == QUESTION_MAP else [band.label for band in ROUND.settings.bands]
    own = [rule for rule in rules(made()[name]) if theme_of(rule) is theme and f"{MAP_FIRST_ROW}:" in rule.area]
    worded = {rule.fill: set(re.findall(r'"([^"]*)"', rule.shown)) for rule in own if not rule.shown.endswith('*"')}

    assert worded == {
        fill: {f"  {label}" if name != QUESTION_MAP else f" {label}"}
        for fill, label in zip(palette.fills, labels, strict=True)
    }


@pytest.mark.parametrize("name", MAPS)
def test_rules_do_not_grow_with_the_councils(name: str) -> None:
    """One rule for each band and theme paints all councils at once, or a large round opens slowly."""
    few, many = (made(councils)[name] for councils in (2, 60))

    assert len(list(rules(few))) == len(list(rules(many)))
    assert {rule.formula for rule in rules(few)} == {rule.formula for rule in rules(many)}


@pytest.mark.parametrize("name", MAPS)
def test_key_shows_what_each_colour_means(name: str) -> None:
    """Above the map stand the steps in their words and colours, and how to read them."""
    sheet = made(values=True)[name]
    steps = len(LEVEL_NAMES) if name == QUESTION_MAP else len(ROUND.settings.bands)
    key = [str(cell.value) for cell in sheet[3][1 : steps + 1]]

    assert sheet["A3"].value == f"Key. {BLUE_THEME.reading}"
    assert [text[0] for text in key] == [str(n) for n in range(name != QUESTION_MAP, steps + (name != QUESTION_MAP))]
    for theme in COLOUR_THEMES:
        palette = theme.levels if name == QUESTION_MAP else theme.bands
        own = [rule.fill for rule in rules(sheet) if rule.area.startswith("B3:") and theme_of(rule) is theme]

        assert own == list(palette.fills)


def test_key_says_where_bands_begin_and_end() -> None:
    """The bands of the key take in all scores, each up to where the next begins."""
    assert [cell.value for cell in made(values=True)[HEAT_MAP][3][1:5]] == [
        "1 Not ready\n0 to under 40", "2 Emerging\n40 to under 60", "3 Largely ready\n60 to under 80", "4 Ready\n80 and over",
    ]  # fmt: skip


@pytest.mark.parametrize("name", [THEME_MAP, QUESTION_MAP])
def test_key_stands_over_each_area(name: str) -> None:
    """Wherever somebody has scrolled, and on each printed page, the key is in view."""
    sheet = made(values=True)[name]
    heads = [cell.column for cell in sheet[4] if cell.value]

    assert len(heads) == len(ASKED.areas)
    assert len({sheet.cell(3, column).value for column in heads}) == 1
    assert sheet.print_title_rows == "$3:$5"


@pytest.mark.parametrize("name", MAPS)
def test_headings_stay_in_view(name: str) -> None:
    """Councils and headings stay where they are while somebody scrolls through 300 councils."""
    assert made()[name].freeze_panes == f"B{MAP_FIRST_ROW}"


@pytest.mark.parametrize("name", MAPS)
def test_a_long_name_has_room(name: str) -> None:
    """The column of the councils takes the longest name in one line, for LibreOffice wraps no link."""
    assert made()[name].column_dimensions["A"].width > len(LONG_NAME) / 1.2


@pytest.mark.parametrize("stage", [1, 2, 4])
def test_gates_are_marked(stage: int) -> None:
    """A gate that bites has the word over its column, another says from which stage, and a question that is none has nothing."""
    round_ = ROUND.for_purpose(Purpose.NEW, stage)
    data = workbook_bytes(assessment_of(round_, {"Northmoor": everywhere(ASKED, 2)}))
    heads = [str(cell.value) for cell in load_workbook(BytesIO(data), data_only=True)[QUESTION_MAP][5][1:]]
    first = {q.id: q.gate_from(Purpose.NEW) for q in ASKED.questions}
    marks = {i: "" if n is None else "\nGATE" if n <= stage else f"\nGate, stage {n}" for i, n in first.items()}

    assert heads == [identity + mark for identity, mark in marks.items()]
    assert {mark[:5] for mark in marks.values()} >= {"", "\nGATE"}


def tiny(*given: str, **settings: float) -> Positions:
    """Councils that answer two areas of two questions each."""
    round_ = with_settings(tiny_round(*(question(q) for q in ("AA1", "AA2", "BB1", "BB2"))), **settings)
    return Positions(assessment_of(round_, {f"Council {n}": answers(text) for n, text in enumerate(given)}))


def test_heat_map_names_the_weakest_and_the_widest_area() -> None:
    """AA has 25 and 50, a mean of 37.5; BB has 0 and 100, which is 100 apart."""
    at = tiny("AA1=1 AA2=1 BB1=0 BB2=0", "AA1=2 AA2=2 BB1=4 BB2=4")

    assert heat_words(at).value == (
        "Weakest area on average: Area AA (mean 37.5, from 25.0 to 50.0). Councils differ most in Area BB (by 100.0)."
    )
    assert theme_words(at).value == (
        "Weakest theme on average: Theme AA (mean 37.5, from 25.0 to 50.0). Councils differ most in Theme BB (by 100.0)."
    )


def test_maps_say_when_nothing_is_scored() -> None:
    """Where all is not applicable there is no weakest area, and the sentence does not invent one."""
    at = tiny("AA1=NA AA2=NA BB1=NA BB2=NA")

    assert heat_words(at).value == theme_words(at).value == "No council has a score yet."
    assert (
        question_words(at, "B6:E6").value
        == "0 answers are Don't know and 0 are missing. No two councils differ on a question."
    )


def test_question_map_says_what_is_not_known_and_where_councils_differ() -> None:
    """One Don't know, two blanks, and BB2 three levels apart."""
    at = tiny("AA1=DK AA2= BB1=2 BB2=1", "AA1=2 AA2=2 BB1= BB2=4")

    assert question_words(at, "B6:E7").value == (
        "1 answer is Don't know and 2 are missing. Councils are 2 levels or more apart on 1 question, most on BB2 (by 3)."
    )


def test_question_map_says_why_a_gate_counts_as_blank() -> None:
    """Not applicable on a gate counts as no answer until it is waived; the map shows that, hatched as other blanks, and counts it."""
    round_ = tiny_round(question("AA1", gate=1), question("AA2"), question("AA3", gate=4))
    given = assessment_of(round_, {"Northmoor": answers("AA1=NA AA2=NA AA3=")})
    sheet = load_workbook(BytesIO(workbook_bytes(given)), data_only=True)[QUESTION_MAP]
    row = [sheet.cell(MAP_FIRST_ROW, column).value for column in (2, 3, 4)]

    assert row == ["no answer, NA", "NA", "no answer"]
    assert str(sheet["A2"].value).startswith("0 answers are Don't know and 2 are missing.")
    assert "no answer, NA on a gate: not waived" in [cell.value for cell in sheet[3]]
