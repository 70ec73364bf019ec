"""A round: one run of the assessment, of whom it is asked and by which settings it is judged."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Self

from rasp_xl.model.findings import Waiver
from rasp_xl.model.questions import Purpose, Question, QuestionSet

MEASURE_DIGITS = 9
"""Scores are held against a threshold after rounding to this many decimals, in the engine and in both workbooks.

Binary floating point can put a mean that is exactly 60 one unit in the sixteenth place below it; no band may hang on that.
"""


@dataclass(frozen=True, slots=True)
class Band:
    """A named range of scores, from its lower edge (0-100, included) up to the next band's."""

    number: int
    name: str
    from_score: float
    meaning: str

    @property
    def label(self) -> str:
        """Number and name, as every heat map cell shows them."""
        return f"{self.number} {self.name}"


BANDS = (
    Band(1, "Not ready", 0, "Do not commit: basic work is missing."),
    Band(2, "Emerging", 40, "Prepare: several foundations are absent."),
    Band(3, "Largely ready", 60, "Proceed with named conditions."),
    Band(4, "Ready", 80, "Proceed, and keep the evidence fresh."),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What finance may change. Percentages are 0-100."""

    bands: tuple[Band, ...] = BANDS
    min_coverage: float = 80
    max_not_applicable: float = 25

    def band(self, score: float | None) -> Band | None:
        """The band of a score, or None where there is no score."""
        if score is None:
            return None
        measured = round(score, MEASURE_DIGITS)
        return max((b for b in self.bands if b.from_score <= measured), key=lambda b: b.number)


@dataclass(frozen=True, slots=True)
class Partner:
    """One council taking part. The id also names files: letters, digits and hyphens."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Round:
    """One run of the assessment. An empty id means that no round workbook stands behind it.

    marking is what offices print on their papers, for instance OFFICIAL.
    """

    purpose: Purpose
    stage: int
    question_set: QuestionSet
    id: str = ""
    name: str = ""
    day: date | None = None
    partners: tuple[Partner, ...] = ()
    settings: Settings = field(default_factory=Settings)
    waivers: tuple[Waiver, ...] = ()
    marking: str = ""

    def weight(self, question: Question) -> int:
        """The question's weight for this round's purpose."""
        return question.weight(self.purpose)

    def gate_from(self, question: Question) -> int | None:
        """The first stage at which the question bites as a gate, or None where it is no gate."""
        return question.gate_from(self.purpose)

    def bites(self, question: Question) -> bool:
        """Whether the question is a gate at this round's stage."""
        first = self.gate_from(question)
        return first is not None and first <= self.stage

    def for_purpose(self, purpose: Purpose, stage: int) -> Self:
        """The same round at another purpose and stage."""
        return replace(self, purpose=purpose, stage=stage)
