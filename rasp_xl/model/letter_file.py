"""Reads the letters that ship."""

import tomllib
from functools import cache
from importlib.resources import files

from rasp_xl.model.letters import LetterKind, LetterText

STANDARD = "letters.toml"


@cache
def standard_letters() -> tuple[LetterText, ...]:
    """The texts that ship, one of each kind, in the order of the kinds."""
    raw = tomllib.loads(files("rasp_xl.templates").joinpath(STANDARD).read_text("utf-8"))
    return tuple(LetterText(kind, raw[kind]["subject"], raw[kind]["text"].strip()) for kind in LetterKind)
