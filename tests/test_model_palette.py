"""Whatever a cell is filled with, its words can be read on it."""

from collections.abc import Mapping
from itertools import pairwise

import pytest

from rasp_xl.model.palette import (
    BLUE,
    BLUE_LEVELS,
    BLUE_LEVELS_ON_DARK,
    BLUE_ON_DARK,
    BLUE_THEME,
    COLOUR_THEMES,
    RED_AMBER_GREEN,
    RED_AMBER_GREEN_LEVELS,
    Palette,
    contrast,
    luminance,
)
from rasp_xl.outgoing import style

READABLE = 4.5
WHITE = "#ffffff"
APART_IN_GREY = {4: 13, 5: 10}
"""Steps of CIE lightness, 0 to 100, between two fills on grey paper, by the number of fills."""

PALETTES = (BLUE, BLUE_ON_DARK, BLUE_LEVELS, BLUE_LEVELS_ON_DARK, RED_AMBER_GREEN, RED_AMBER_GREEN_LEVELS)
STEPS = [
    pytest.param(palette, number, id=f"{palette.name} {number}")
    for palette in PALETTES
    for number in range(1, len(palette.fills) + 1)
]
PAINTED = {"entry": style.ENTRY_FILL, "soft": style.SOFT_FILL, "warning": style.WARN_FILL}
"""Fills that a conditional format lays under text in the ordinary ink."""


def linear(part: int) -> float:
    """One channel of a colour as light, by the formula of WCAG 2.2."""
    share = part / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def ratio(one: str, other: str) -> float:
    """The contrast of two colours, worked out apart from the code under test."""
    lights = [
        0.2126 * linear(int(c[1:3], 16)) + 0.7152 * linear(int(c[3:5], 16)) + 0.0722 * linear(int(c[5:7], 16))
        for c in (one, other)
    ]
    return (max(lights) + 0.05) / (min(lights) + 0.05)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#767676", "#ffffff", 4.54),
        ("#777777", "#ffffff", 4.48),
        ("#ff0000", "#ffffff", 4.00),
        ("#0000ff", "#ffffff", 8.59),
    ],
)
def test_contrast_known(one: str, other: str, expected: float) -> None:
    """Contrast agrees with published figures, whichever colour is named first."""
    assert contrast(one, other) == pytest.approx(expected, abs=0.005)
    assert contrast(other, one) == contrast(one, other)


@pytest.mark.parametrize(
    ("colour", "expected"), [("#000000", 0), ("#ffffff", 1), ("#00ff00", 0.7152), ("#0A0A0A", 0.003)]
)
def test_luminance_known(colour: str, expected: float) -> None:
    """Black gives no light, white all of it, and green most of that."""
    assert luminance(colour) == pytest.approx(expected, abs=0.0001)


@pytest.mark.parametrize(("palette", "number"), STEPS)
def test_palette_readable(palette: Palette, number: int) -> None:
    """Number and word can be read in every cell of a heat map, at every band and level."""
    fill = palette.fills[number - 1]

    assert ratio(palette.text_on(number), fill) >= READABLE


def test_palette_steps() -> None:
    """Four bands have four fills and five levels five, none twice, and the blue ones are those agreed."""
    assert BLUE.fills == ("#ffffff", "#c6dbef", "#6bace6", "#12436d")
    assert {len(theme.bands.fills) for theme in COLOUR_THEMES} == {4}
    assert {len(theme.levels.fills) for theme in COLOUR_THEMES} == {5}


def lightness(colour: str) -> float:
    """CIE lightness of a colour, which is what grey paper keeps of it."""
    light = 1.05 / ratio(colour, WHITE) - 0.05
    return 116 * light ** (1 / 3) - 16


@pytest.mark.parametrize("palette", PALETTES, ids=[palette.name for palette in PALETTES])
def test_palette_steps_stay_apart_in_grey(palette: Palette) -> None:
    """On grey paper no two steps of a map look the same, whichever colours finance chose."""
    greys, apart = sorted(map(lightness, palette.fills)), APART_IN_GREY[len(palette.fills)]

    assert min(high - low for low, high in pairwise(greys)) >= apart


def test_themes_are_told_apart_by_name() -> None:
    """Each theme says in words how it is to be read, and blue holds where nobody chose."""
    assert [theme.name for theme in COLOUR_THEMES] == ["blue", "red-amber-green"]
    assert COLOUR_THEMES[0] is BLUE_THEME
    assert len({theme.reading for theme in COLOUR_THEMES}) == 2


@pytest.mark.parametrize("fills", [BLUE.fills, BLUE_LEVELS.fills])
def test_palette_darker_is_readier(fills: tuple[str, ...]) -> None:
    """Printed in grey, each step is darker than the one before it."""
    light = [ratio(fill, "#000000") for fill in fills]

    assert light == sorted(light, reverse=True)
    assert len(set(light)) == len(light)


@pytest.mark.parametrize("fills", [BLUE_ON_DARK.fills, BLUE_LEVELS_ON_DARK.fills])
def test_palette_on_dark_is_lighter_the_readier(fills: tuple[str, ...]) -> None:
    """On a dark screen each step is lighter than the one before it, and the words say so."""
    light = [ratio(fill, "#000000") for fill in fills]

    assert light == sorted(light)
    assert BLUE_THEME.dark_reading == "Lighter is readier."


@pytest.mark.parametrize("name", style.STYLES)
def test_style_readable(name: str) -> None:
    """Text can be read in every kind of cell: on its own fill, or on the white of the sheet."""
    look: Mapping[str, object] = {**style.BASE, **style.STYLES[name]}
    ink, fill = str(look["font_color"]), str(look.get("bg_color", WHITE))

    assert ratio(ink, fill) >= READABLE


@pytest.mark.parametrize("fill", PAINTED.values(), ids=PAINTED.keys())
def test_painted_readable(fill: str) -> None:
    """Text stays readable where a conditional format lays a fill under it."""
    assert ratio(style.INK, fill) >= READABLE
