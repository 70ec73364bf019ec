"""The question set as values: areas hold themes, themes hold questions."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import Literal, TypeAlias

LEVEL_NAMES = ("Not started", "Discussed", "In progress", "Agreed", "Embedded")
TOP_LEVEL = len(LEVEL_NAMES) - 1

AnswerValue: TypeAlias = int | Literal["DK", "NA"] | None
"""A level 0 to 4, DK (applies, but unknown), NA (cannot apply), or None for a blank."""

STAGES = (
    "Before commitment",
    "Before signature",
    "Before go-live",
    "In service",
)
"""The programme's stages; the first is stage 1."""


class Purpose(StrEnum):
    """Why the assessment is run; each question has a weight for each."""

    NEW = "new"
    HEALTH_CHECK = "health-check"
    JOINING = "joining"

    @property
    def words(self) -> str:
        """The purpose as a reader sees it."""
        return {"new": "New programme", "health-check": "Health check", "joining": "New partner joining"}[self]


HEAVIEST = 3
"""The weights go from 1 to this one."""

FIRST_OWN = 101
"""From this number on, ids are for questions of a programme office's own; none of ours will ever have one."""


def is_own(identity: str) -> bool:
    """Whether an id is one that a programme office gives to questions of its own."""
    number = identity[2:]
    return number.isdecimal() and int(number) >= FIRST_OWN


PLACE_OF_PURPOSE = {purpose: place for place, purpose in enumerate(Purpose)}
"""Where a purpose stands in a question's weights and gates."""


def stage_words(stage: int) -> str:
    """A stage with its number, for instance ``Stage 2, before signature``."""
    return f"Stage {stage}, {STAGES[stage - 1].lower()}"


@dataclass(frozen=True, slots=True)
class Question:
    """One question. levels are five texts, for 0 to 4; weights and gates are in the order of Purpose.

    A gate is the first stage (1 to 4) from which the question can hold a band down, or None. Of a question of a programme
    office's own, why, source, action and roles may be empty.
    """

    id: str
    area: str
    theme: str
    text: str
    levels: tuple[str, ...]
    why: str
    source: str
    action: str
    roles: tuple[str, ...]
    weights: tuple[int, ...]
    gates: tuple[int | None, ...]

    def weight(self, purpose: Purpose) -> int:
        """1 light, 2 standard, 3 heavy."""
        return self.weights[PLACE_OF_PURPOSE[purpose]]

    def gate_from(self, purpose: Purpose) -> int | None:
        """The first stage at which this gate bites, or None where the question is no gate for the purpose."""
        return self.gates[PLACE_OF_PURPOSE[purpose]]

    @property
    def joint_step(self) -> str:
        """What several councils do next together, each from its own level."""
        return self.action or f"Bring each council to the next level: {self.text}"

    def next_step(self, answer: AnswerValue) -> str:
        """What to do next from an answer: the question's action, or where it has none the text of the next level."""
        if self.action:
            return self.action
        if not isinstance(answer, int):
            return "Find out which level is true today."
        level = min(answer + 1, TOP_LEVEL)
        return f"Reach the next level, {level} {LEVEL_NAMES[level]}: {self.levels[level]}"


@dataclass(frozen=True, slots=True)
class Theme:
    """A handful of questions within an area."""

    id: str
    name: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Area:
    """One of the five areas. Its name is also the name of its sheet. Without slots, so that the flat view is made once."""

    id: str
    name: str
    about: str
    themes: tuple[Theme, ...]

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """In the order asked; a theme's questions stand together."""
        return tuple(question for theme in self.themes for question in theme.questions)


@dataclass(frozen=True)
class QuestionSet:
    """All that is asked, in the order asked. The fingerprint is that of fingerprint_of.

    Without slots, so that the flat views are made once.
    """

    id: str
    version: str
    title: str
    areas: tuple[Area, ...]
    fingerprint: str

    @cached_property
    def themes(self) -> tuple[Theme, ...]:
        """Over all areas."""
        return tuple(theme for area in self.areas for theme in area.themes)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Over all areas."""
        return tuple(question for area in self.areas for question in area.questions)


def fingerprint_of(identity: str, version: str, areas: tuple[Area, ...]) -> str:
    """Twelve hexadecimal digits that change when anything a council is asked or scored by changes."""
    asked = [[q.id, q.area, q.theme, q.text, q.levels, q.weights, q.gates] for area in areas for q in area.questions]
    text = json.dumps([identity, version, asked], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def with_questions(standard: QuestionSet, questions: Sequence[Question], label: str) -> QuestionSet:
    """The set with these questions only, each in its theme; a theme, or an area, without one is left out.

    The version says by the label that other things are asked than the standard set asks, or asked to another weight; it
    stays where only words beside the questions differ.
    """
    areas = tuple(filter(None, (_with(area, questions) for area in standard.areas)))
    if fingerprint_of(standard.id, standard.version, areas) == standard.fingerprint:
        return standard if areas == standard.areas else replace(standard, areas=areas)
    version = f"{standard.version}+{label}"
    return replace(standard, areas=areas, version=version, fingerprint=fingerprint_of(standard.id, version, areas))


def _with(area: Area, questions: Sequence[Question]) -> Area | None:
    themes = (replace(t, questions=tuple(q for q in questions if q.theme == t.id)) for t in area.themes)
    kept = tuple(theme for theme in themes if theme.questions)
    return replace(area, themes=kept) if kept else None
