"""What every page stands in: templates with autoescape on, the style with the colours of the bands, and the policy that lets nothing else in."""

import base64
import re
import traceback
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from jinja2 import ChoiceLoader, Environment, FunctionLoader, StrictUndefined, TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment

from rasp_xl.model.findings import RaspError
from rasp_xl.model.palette import Palette, theme_named
from rasp_xl.model.rounds import Round
from rasp_xl.model.showing import answer_words, day_words, label, score_words
from rasp_xl.reports import wording
from rasp_xl.reports.change_words import signed

STYLE, SCRIPT = "summary.css", "summary.js"
OURS: Mapping[str, str] = MappingProxyType({})
"""No template of an office's own."""

OPTIONAL = re.compile(
    r"(?P<kept><(?P<tag>style|script)>.*?</(?P=tag)>)|</(?:td|th|dt|dd)>\s*|</(?:tr|li|thead|tbody)>|^\n",
    re.DOTALL | re.MULTILINE,
)
"""What HTML lets a page leave out, a tenth of it; style and script are kept. Words of councils are escaped, so none of it can be theirs."""


def framed(page: str, content: Mapping[str, Any], round_: Round, own: Mapping[str, str] = OURS, more: str = "") -> str:
    """The page of a template, with its style and script and the policy that lets these two through and nothing else.

    own are an office's own templates by name, which stand before ours; a RaspError says which of them cannot be used.
    more is style that this page has and others have not.
    """
    style, script = (template_text(name, own) for name in (STYLE, SCRIPT))
    style += _round_styles(round_) + more
    around = {"style": style, "script": script, "style_hash": _csp_hash(style), "script_hash": _csp_hash(script)}
    try:
        environment = _environment(SandboxedEnvironment, own) if own else _ours()
        return OPTIONAL.sub(_kept, environment.get_template(page).render({**content, **around}))
    except Exception as error:
        if not own:
            raise
        raise RaspError(_told(error, own)) from error


def _told(error: Exception, own: Mapping[str, str]) -> str:
    """What is wrong in an office's own pages, and where: the last line of theirs that was come to."""
    lines = [
        (frame.filename, frame.lineno)
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename in own and frame.lineno
    ]
    if isinstance(error, TemplateSyntaxError) and error.name:
        lines.append((error.name, error.lineno))
    where = f"{lines[-1][0]}, line {lines[-1][1]}" if lines else ", ".join(own)
    return f"The pages of --pages cannot be used: {where}: {error}. Mend it, or take that file out of the folder and ours is used."


def template_text(name: str, own: Mapping[str, str] = OURS) -> str:
    """The text of a file among the templates, an office's own before ours."""
    return own[name] if name in own else _read(name)


def _kept(found: re.Match[str]) -> str:
    return found["kept"] or ""


def _read(name: str) -> str:
    return files("rasp_xl.templates").joinpath(name).read_text("utf-8")


@cache
def _ours() -> Environment:
    return _environment(Environment, OURS)


def _environment(kind: type[Environment], own: Mapping[str, str]) -> Environment:
    """Autoescape outright: jinja2's choice by file name would leave .html.j2 unescaped."""
    loader = ChoiceLoader([FunctionLoader(lambda name: _named(own, name)), FunctionLoader(_read)])
    environment = kind(autoescape=True, undefined=StrictUndefined, loader=loader, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {
        "shown": score_words, "answer": answer_words, "label": label, "signed": signed, "day": day_words,
    }  # fmt: skip
    environment.globals |= {"plural": wording.plural, "lowest_area": wording.lowest_area}
    return environment


def _named(own: Mapping[str, str], name: str) -> tuple[str, str, None] | None:
    """One of an office's own templates, with the name that is told when something in it is wrong."""
    return (own[name], name, None) if name in own else None


def _csp_hash(text: str) -> str:
    return "sha256-" + base64.b64encode(sha256(text.encode()).digest()).decode()


def step_styles(name: str, light: Palette, dark: Palette, first: int = 1) -> str:
    """The colours of bands or levels, on a light and on a dark screen; classes are the name with the number of the step."""
    return (
        f"{_steps(name, light, first)}@media screen and (prefers-color-scheme:dark){{\n{_steps(name, dark, first)}}}\n"
    )


def _steps(name: str, palette: Palette, first: int) -> str:
    return "".join(
        f".{name}-{number + first - 1}{{background:{fill};color:{palette.text_on(number)}}}\n"
        for number, fill in enumerate(palette.fills, 1)
    )


def _round_styles(round_: Round) -> str:
    """The colours of the bands, from the same palettes as the workbook's; and the marking of every sheet of paper."""
    theme = theme_named(round_.settings.colour_theme)
    marking = f"@page{{@top-right{{content:{_css_text(round_.marking)}}}}}\n" if round_.marking else ""
    return step_styles("band", theme.bands, theme.dark) + marking


def _css_text(text: str) -> str:
    """A text as CSS says it. Every sign that is no letter or digit of ASCII is written by its number, so that none can end it."""
    return '"' + "".join(c if c.isascii() and c.isalnum() else f"\\{ord(c):06x}" for c in text) + '"'
