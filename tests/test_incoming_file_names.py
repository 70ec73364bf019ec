"""A council's name as a file's name: it opens on any system, and leads nowhere else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rasp_xl.incoming.councils import RESERVED, file_name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Northmoor District Council", "northmoor-district-council"),
        ("Cwm Tŵr County Borough Council", "cwm-twr-county-borough-council"),
        ("Ynys Môn", "ynys-mon"),
        ('Bath & North East "Somerset" <b>', "bath-north-east-somerset-b"),
        ("../../etc/passwd", "etc-passwd"),
        ("a\\b:c*d?e|f", "a-b-c-d-e-f"),
        ("-- x --", "x"),
        ("St Aldric's", "st-aldrics"),
        ("St Aldric’s", "st-aldrics"),
        ("Stoke-on-Lea", "stoke-on-lea"),
        ("Stoke‑on–Lea", "stoke-on-lea"),
        ("x" * 300, "x" * 40),
        ("a" * 39 + " bcd", "a" * 39),
        ("ＮＯＲＴＨ", "north"),
    ],
)
def test_file_name_is_fit_for_any_system(text: str, expected: str) -> None:
    """A council's pack gets a name that opens everywhere and leads nowhere else."""
    assert file_name(text) == expected


@pytest.mark.parametrize("text", ["", " ", "CON", "con", "NUL", "Com1", "lpt9", "🏛", "北京", "...", "\ud800"])
def test_file_name_of_nothing_usable_is_made_up(text: str) -> None:
    """A name without one usable letter, or one that Windows keeps for devices, gets a name that stays the same."""
    assert file_name(text) == file_name(f" {text.lower()} ")
    assert file_name(text).startswith("council-")
    assert len(file_name(text)) == len("council-") + 6


@given(st.text())
@settings(max_examples=300, deadline=None)
def test_file_name_is_always_plain(text: str) -> None:
    """Whatever a council is called: letters, digits and single hyphens, not too long, never a device."""
    name = file_name(text)

    assert 0 < len(name) <= 40
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert name.strip("-") == name
    assert "--" not in name
    assert name not in RESERVED
