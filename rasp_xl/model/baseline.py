"""The baseline: an earlier round as its results hold it, to compare a round with. Also the words by which its sheets are read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from rasp_xl.model.answers import Answer
from rasp_xl.model.questions import Purpose
from rasp_xl.model.showing import day_words

OVERALL = "Overall"
OWNER, DUE, STATUS = "Owner", "Due", "Status"
TYPED = (OWNER, DUE, STATUS)
"""Columns of Gaps and actions for people to type in."""

COUNCIL, QUESTION, ACTION = "Council", "Question", "What to do next"
SINCE, STILL = "Since", "Still a gap"
OWN_HEADINGS = (
    COUNCIL, "Rank", QUESTION, "Area", "Answer", "Gate", "Weight", "What was asked", ACTION, "Best placed", *TYPED, SINCE, STILL,
)  # fmt: skip
"""Headings of Gaps and actions that are ours; a column of any other heading somebody has added."""

SOME_EARLIER_ROUND = "an earlier round"

Entry: TypeAlias = str | float | date
"""What somebody typed into a cell: a text, a number or a date."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A score and the label of its band as the earlier results show them; None and nothing where they show none."""

    score: float | None = None
    band: str = ""


@dataclass(frozen=True, slots=True)
class EarlierCouncil:
    """One council of the earlier round: its answers by question id, and what was shown by area id and OVERALL."""

    id: str
    name: str
    answers: Mapping[str, Answer]
    shown: Mapping[str, Shown] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Action:
    """A row of Gaps and actions into which somebody typed, by heading.

    council is its name there; asked and todo are the row's own words. since is empty where the row says none.
    """

    council: str
    question: str
    typed: Mapping[str, Entry]
    since: str = ""
    asked: str = ""
    todo: str = ""


@dataclass(frozen=True, slots=True)
class EarlierRound:
    """What the results say of their round; empty, None or 0 where they do not say. day is its date."""

    id: str = ""
    name: str = ""
    purpose: Purpose | None = None
    stage: int = 0
    day: date | None = None
    version: str = ""

    @property
    def label(self) -> str:
        """Its date, or its name, or its id."""
        return day_words(self.day) if self.day else self.name or self.id or SOME_EARLIER_ROUND


@dataclass(frozen=True, slots=True)
class Baseline:
    """An earlier round. asked are the ids of its questions in their order; added are headings of columns that somebody added.

    file is the name of the file without its folders, digest its SHA-256. own are the texts of questions of the office's own.
    """

    file: str
    digest: str
    round: EarlierRound
    asked: tuple[str, ...]
    councils: tuple[EarlierCouncil, ...]
    actions: tuple[Action, ...] = ()
    added: tuple[str, ...] = ()
    own: Mapping[str, str] = field(default_factory=dict)
