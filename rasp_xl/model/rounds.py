"""A round: one run of the assessment, of whom it is asked and by which settings it is judged."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Self

from rasp_xl.model.findings import Place, Waiver
from rasp_xl.model.letters import LetterText
from rasp_xl.model.palette import COLOUR_THEMES
from rasp_xl.model.questions import AnswerValue, Purpose, Question, QuestionSet

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
    """What finance may change. Percentages and points are 0-100, levels 0-4, bands their numbers from 1.

    The names of the scored workbook's cells are those of the fields, but for show_evidence, on which no figure hangs:
    whether the page shows what councils cite as evidence, which may name people.

    closed_gate_band, weak_gate_band and conditional_gate_band: the highest band such a gate leaves open to its area.
    overall_steps_above: how many bands above the lowest area's the overall may stand. top_band_gate_level: the level that
    every gate must have for the overall to be in the top band. unevidenced_level: what a higher level counts as at most
    where no evidence is cited. asymmetric_levels, asymmetric_points: the gap that makes a question's levels, or an area's
    scores, asymmetric. strength_from_level, gap_to_level: the level that all have at least, or at most, to share a strength
    or a gap.
    """

    bands: tuple[Band, ...] = BANDS
    min_coverage: float = 80
    max_not_applicable: float = 25
    closed_gate_band: int = 1
    weak_gate_band: int = 2
    conditional_gate_band: int = 3
    overall_steps_above: int = 1
    top_band_gate_level: int = 3
    unevidenced_level: int = 2
    asymmetric_levels: int = 2
    asymmetric_points: float = 25
    strength_from_level: int = 3
    gap_to_level: int = 1
    colour_theme: str = COLOUR_THEMES[0].name
    show_evidence: bool = False

    @property
    def top_band(self) -> int:
        """The highest band's number."""
        return len(self.bands)

    def band(self, score: float | None) -> Band | None:
        """The band of a score, or None where there is no score."""
        if score is None:
            return None
        measured = round(score, MEASURE_DIGITS)
        return max((b for b in self.bands if b.from_score <= measured), key=lambda b: b.number)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to write to. One who answers gets a workbook of their own; others get copies of the letters.

    The address may be empty; otherwise it is one that mail can go to, signs of other alphabets in its domain as typed.
    """

    name: str = ""
    address: str = ""
    role: str = ""
    answers: bool = True


@dataclass(frozen=True, slots=True)
class Partner:
    """One council taking part. The id also names files: letters, digits and hyphens."""

    id: str
    name: str
    people: tuple[Person, ...] = ()

    @property
    def respondents(self) -> tuple[Person, ...]:
        """Those who get a workbook of their own, in the order of the round workbook."""
        return tuple(person for person in self.people if person.answers)


@dataclass(frozen=True, slots=True)
class Moderated:
    """What a council agreed on where its people answered differently; it stands before their median.

    council is a partner's id; value is a level, DK or NA, never None.
    """

    council: str
    question: str
    value: AnswerValue
    reason: str
    agreed_by: str

    @property
    def words(self) -> str:
        """Why it was agreed and by whom, as the programme office's workbook shows it."""
        return f"agreed: {self.reason.rstrip(' .')}, {self.agreed_by}"


@dataclass(frozen=True, slots=True)
class Round:
    """One run of the assessment. An empty id means that no round workbook stands behind it.

    marking is what offices print on their papers, for instance OFFICIAL. due is the day by which returns are wanted.
    letters are texts that the office has changed; of each kind that is not among them the standard text is used. id_place
    is the cell in which the id stands, or would stand where it is made from name and date.
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
    due: date | None = None
    sender: Person = Person()
    moderated: tuple[Moderated, ...] = ()
    letters: tuple[LetterText, ...] = ()
    id_place: Place | None = field(default=None, compare=False)

    @property
    def id_cell(self) -> str:
        """Where the id is typed, in words: Round id on the sheet Programme, B6."""
        place = self.id_place
        return f"Round id on the sheet {place.sheet}{f', {place.cell}' if place.cell else ''}" if place else "Round id"

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
