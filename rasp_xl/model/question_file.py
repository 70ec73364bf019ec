"""Reads a question set from TOML and refuses a bad one with the line and the reason."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Never

from rasp_xl.model.findings import RaspError
from rasp_xl.model.questions import LEVEL_NAMES, STAGES, Area, Purpose, Question, QuestionSet, Theme, fingerprint_of

STANDARD = "questions.toml"
SHEET_NAME_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
ID = re.compile(r"[A-Z]{2}[1-9][0-9]{0,2}")
AREA_ID = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class Block:
    """One ``[[table]]`` of the file with the line (from 1) each of its keys stands on."""

    kind: str
    source: str
    values: Mapping[str, Any]
    line: int
    lines: Mapping[str, int]

    def refuse(self, reason: str, key: str = "") -> Never:
        """Stop with the place and the reason."""
        name = f" {self.values['id']}" if isinstance(self.values.get("id"), str) else ""
        line = self.lines.get(key, self.line)
        raise RaspError(f"{self.source}, line {line}: {self.kind}{name}: {reason}")

    def text(self, key: str) -> str:
        """A text that must be there and say something."""
        value = self.values.get(key)
        if not isinstance(value, str) or not value.strip():
            self.refuse(f"{key} is missing or empty; write a text", key)
        return value

    def texts(self, key: str, names: tuple[str, ...] = ()) -> tuple[str, ...]:
        """A list of texts: as many as names, where names are given, and at least one where not."""
        value = self.values.get(key)
        if not isinstance(value, list) or not value or not all(isinstance(v, str) and v.strip() for v in value):
            self.refuse(f"{key} must be a list of texts", key)
        if names and len(value) != len(names):
            self.refuse(f"{key} has {len(value)} texts; it needs {len(names)}: {', '.join(names)}", key)
        if len(set(value)) != len(value):
            self.refuse(f"{key} has the same text twice", key)
        return tuple(value)

    def per_purpose(self, key: str, allowed: range) -> dict[str, int]:
        """A table from purpose to a whole number within the range."""
        value = self.values.get(key, {})
        if not isinstance(value, dict):
            self.refuse(f"{key} must be a table such as {{ new = {allowed[0]} }}", key)
        for purpose, number in value.items():
            if purpose not in tuple(Purpose):
                self.refuse(f"{key} names {purpose!r}; the purposes are {', '.join(Purpose)}", key)
            if type(number) is not int or number not in allowed:
                self.refuse(f"{key} for {purpose} is {number!r}; it must be {allowed[0]} to {allowed[-1]}", key)
        return value


def standard_set() -> QuestionSet:
    """The question set that ships with rasp-xl."""
    return parse_questions(files("rasp_xl.templates").joinpath(STANDARD).read_text("utf-8"), STANDARD)


def parse_questions(text: str, source: str = STANDARD) -> QuestionSet:
    """Make a question set of a definition; RaspError names the line and the reason of the first fault."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RaspError(f"{source}: not readable as TOML: {error}") from error
    blocks = {kind: tuple(_blocks(kind, raw, text, source)) for kind in ("set", "area", "theme", "question")}
    head = blocks["set"][0] if blocks["set"] else _missing(source, "[set]")
    areas = blocks["area"] or (_missing(source, "[[area]]"),)
    _refuse_unknown_tables(raw, source)
    _refuse_twice((*areas, *blocks["theme"], *blocks["question"]), lambda b: b.text("id"), "id", "id")
    _refuse_twice(blocks["question"], lambda b: b.text("text").casefold(), "text", "question text")
    _refuse_twice(areas, lambda b: b.text("name").casefold(), "name", "area name")
    built = tuple(_area(area, blocks["theme"], blocks["question"]) for area in areas)
    _refuse_strays(blocks)
    identity, version = head.text("id"), head.text("version")
    return QuestionSet(identity, version, head.text("title"), built, fingerprint_of(identity, version, built))


def _missing(source: str, table: str) -> Never:
    raise RaspError(f"{source}, line 1: there is no {table} table")


def _blocks(kind: str, raw: Mapping[str, Any], text: str, source: str) -> Iterator[Block]:
    """The tables of one kind, in order, with their lines; tomllib itself keeps none."""
    tables = raw.get(kind, [])
    tables = [tables] if isinstance(tables, dict) else tables
    lines = text.splitlines()
    heads = [n for n, line in enumerate(lines, 1) if re.fullmatch(rf"\[+\s*{kind}\s*\]+", line.split("#")[0].strip())]
    if len(heads) != len(tables):
        raise RaspError(f"{source}: write each {kind} as a table of its own under a line [[{kind}]]")
    for values, line in zip(tables, heads, strict=True):
        keys: dict[str, int] = {}
        for number, content in enumerate(lines[line:], line + 1):
            if content.startswith("["):
                break
            if found := re.match(r"([A-Za-z_-]+)\s*=", content):
                keys.setdefault(found[1], number)
        yield Block(kind, source, values, line, keys)


def _refuse_unknown_tables(raw: Mapping[str, Any], source: str) -> None:
    for name in raw.keys() - {"set", "area", "theme", "question"}:
        raise RaspError(f"{source}: unknown table {name!r}; there are set, area, theme and question")


def _refuse_twice(blocks: tuple[Block, ...], value: Callable[[Block], str], key: str, word: str) -> None:
    first: dict[str, Block] = {}
    for block in blocks:
        seen = first.setdefault(value(block), block)
        if seen is not block:
            block.refuse(f"the {word} stands already in line {seen.lines.get(key, seen.line)}", key)


def _refuse_strays(blocks: Mapping[str, tuple[Block, ...]]) -> None:
    areas = {b.text("id") for b in blocks["area"]}
    themes = {b.text("id") for b in blocks["theme"]}
    for theme in blocks["theme"]:
        if theme.text("area") not in areas:
            theme.refuse(f"there is no area {theme.text('area')!r}", "area")
    for question in blocks["question"]:
        if question.text("theme") not in themes:
            question.refuse(f"there is no theme {question.text('theme')!r}", "theme")


def _area(block: Block, themes: tuple[Block, ...], questions: tuple[Block, ...]) -> Area:
    area, name = block.text("id"), block.text("name")
    if not AREA_ID.fullmatch(area):
        block.refuse("an area's id is two capital letters", "id")
    if len(name) > 31 or SHEET_NAME_FORBIDDEN.search(name):
        block.refuse("an area's name is a sheet's name: at most 31 characters, none of [ ] : * ? / \\", "name")
    own = tuple(_theme(b, area, questions) for b in themes if b.values.get("area") == area)
    if not own:
        block.refuse("the area has no theme")
    return Area(area, name, block.text("about"), own)


def _theme(block: Block, area: str, questions: tuple[Block, ...]) -> Theme:
    theme = block.text("id")
    own = tuple(_question(b, area) for b in questions if b.values.get("theme") == theme)
    if not own:
        block.refuse("the theme has no question")
    return Theme(theme, block.text("name"), own)


def _question(block: Block, area: str) -> Question:
    _refuse_unknown_keys(block)
    identity = block.text("id")
    if not ID.fullmatch(identity) or not identity.startswith(area):
        block.refuse(f"an id in this area is {area} and a number", "id")
    weights = block.per_purpose("weights", range(1, 4))
    gates = block.per_purpose("gates", range(1, len(STAGES) + 1))
    if lacking := [p.value for p in Purpose if p not in weights]:
        block.refuse(f"weights lacks {', '.join(lacking)}", "weights")
    if "gates" in block.values and not gates:
        block.refuse("a gate needs a purpose and its first stage, for instance { new = 1 }", "gates")
    return Question(
        id=identity,
        area=area,
        theme=block.text("theme"),
        text=block.text("text"),
        levels=block.texts("levels", LEVEL_NAMES),
        why=block.text("why"),
        source=block.text("source"),
        action=block.text("action"),
        roles=block.texts("roles"),
        weights=tuple(weights[p] for p in Purpose),
        gates=tuple(gates.get(p) for p in Purpose),
    )


def _refuse_unknown_keys(block: Block) -> None:
    known = {"id", "theme", "text", "levels", "why", "source", "action", "roles", "weights", "gates"}
    for key in block.values.keys() - known:
        block.refuse(f"unknown key {key!r}", key)
