"""Reads a question set from TOML and refuses a bad one with the line and the reason."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Never

from rasp_xl.model.findings import RaspError
from rasp_xl.model.layout import COUNTING, FIX_LIST, LISTS, SCORES, START
from rasp_xl.model.questions import LEVEL_NAMES, STAGES, Area, Purpose, Question, QuestionSet, Theme, fingerprint_of

STANDARD = "questions.toml"
SHEET_NAME_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
ID = re.compile(r"[A-Z]{2}[1-9][0-9]{0,2}")
AREA_ID = re.compile(r"[A-Z]{2}")
TAKEN_SHEET_NAMES = frozenset(name.casefold() for name in (START, FIX_LIST, SCORES, COUNTING, LISTS, "History"))
"""The other sheets of a template, and the one name that Excel keeps for itself."""

KEYS: Mapping[str, frozenset[str]] = {
    "set": frozenset({"id", "version", "title"}),
    "area": frozenset({"id", "name", "about"}),
    "theme": frozenset({"id", "area", "name"}),
    "question": frozenset({
        "id", "theme", "text", "levels", "why", "source", "action", "roles", "weights", "gates",
    }),
}  # fmt: skip
"""What each kind of table may say."""


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
    lines = text.split("\n")
    _refuse_unknown_tables(raw, lines, source)
    blocks = {kind: tuple(_blocks(kind, raw, lines, source)) for kind in KEYS}
    for block in (block for kind in KEYS for block in blocks[kind]):
        _refuse_unknown_keys(block)
    head = blocks["set"][0] if blocks["set"] else _missing(source, "[set]")
    areas = blocks["area"] or (_missing(source, "[[area]]"),)
    _refuse_twice(blocks["set"], lambda b: b.kind, "", "set")
    _refuse_twice((*areas, *blocks["theme"], *blocks["question"]), lambda b: b.text("id"), "id", "id")
    _refuse_twice(blocks["question"], lambda b: b.text("text").casefold(), "text", "question text")
    _refuse_twice(areas, lambda b: b.text("name").casefold(), "name", "area name")
    for area in areas:
        _refuse_bad_names(area)
    _refuse_strays(blocks)
    built = tuple(_area(area, blocks["theme"], blocks["question"]) for area in areas)
    identity, version = head.text("id"), head.text("version")
    return QuestionSet(identity, version, head.text("title"), built, fingerprint_of(identity, version, built))


def _missing(source: str, table: str) -> Never:
    raise RaspError(f"{source}, line 1: there is no {table} table")


def _line_of(name: str, lines: Sequence[str]) -> int:
    """The first line that begins with a name, in brackets or not; 1 where none does."""
    begins = re.compile(rf"\s*\[*\s*[\"']?{re.escape(name)}\b")
    return next((number for number, line in enumerate(lines, 1) if begins.match(line)), 1)


def _blocks(kind: str, raw: Mapping[str, Any], lines: Sequence[str], source: str) -> Iterator[Block]:
    """The tables of one kind, in order, with their lines; tomllib itself keeps none."""
    tables = raw.get(kind, [])
    tables = tables if isinstance(tables, list) else [tables]
    heads = [n for n, line in enumerate(lines, 1) if re.fullmatch(rf"\[+\s*{kind}\s*\]+", line.split("#")[0].strip())]
    if len(heads) != len(tables):
        line = _line_of(kind, lines)
        raise RaspError(f"{source}, line {line}: write each {kind} as a table of its own under a line [[{kind}]]")
    for values, line in zip(tables, heads, strict=True):
        keys: dict[str, int] = {}
        for number, content in enumerate(lines[line:], line + 1):
            if content.lstrip().startswith("["):
                break
            if found := re.match(r"\s*([A-Za-z_-]+)\s*=", content):
                keys.setdefault(found[1], number)
        yield Block(kind, source, values, line, keys)


def _refuse_unknown_tables(raw: Mapping[str, Any], lines: Sequence[str], source: str) -> None:
    for name in raw:
        if name not in KEYS:
            known = ", ".join(KEYS)
            raise RaspError(f"{source}, line {_line_of(name, lines)}: unknown table {name!r}; there are {known}")


def _refuse_unknown_keys(block: Block) -> None:
    for key in block.values:
        if key not in KEYS[block.kind]:
            block.refuse(f"unknown key {key!r}", key)


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
    area = block.text("id")
    own = tuple(_theme(b, area, questions) for b in themes if b.values.get("area") == area)
    if not own:
        block.refuse("the area has no theme")
    return Area(area, block.text("name"), block.text("about"), own)


def _refuse_bad_names(block: Block) -> None:
    """An area's id begins the ids of its questions; its name must do as the name of its sheet."""
    name = block.text("name")
    if not AREA_ID.fullmatch(block.text("id")):
        block.refuse("an area's id is two capital letters", "id")
    if len(name) > 31 or SHEET_NAME_FORBIDDEN.search(name):
        block.refuse("an area's name is a sheet's name: at most 31 characters, none of [ ] : * ? / \\", "name")
    if name.startswith("'") or name.endswith("'"):
        block.refuse("an area's name is a sheet's name: it may not begin or end with an apostrophe", "name")
    if name.casefold() in TAKEN_SHEET_NAMES:
        block.refuse(f"an area's name is a sheet's name, and {name!r} is taken", "name")


def _theme(block: Block, area: str, questions: tuple[Block, ...]) -> Theme:
    theme = block.text("id")
    own = tuple(_question(b, area) for b in questions if b.values.get("theme") == theme)
    if not own:
        block.refuse("the theme has no question")
    return Theme(theme, block.text("name"), own)


def _question(block: Block, area: str) -> Question:
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
