"""The scorecard of one council: what scoring fills and templates and reports show. It holds no arithmetic of bands."""

from dataclasses import dataclass
from typing import Self

from rasp_xl.model.answers import Answer
from rasp_xl.model.questions import TOP_LEVEL, AnswerValue
from rasp_xl.model.rounds import Band


@dataclass(frozen=True, slots=True)
class Tally:
    """Sums of weights over some questions; addable. Every percentage is a property, 0-100 or None.

    points: weight times level. applies: weight of all but not applicable. answered: weight answered with a
    level. overclaimed: points that levels without evidence earn above the level they may count as. total: all weight.
    """

    points: int = 0
    applies: int = 0
    answered: int = 0
    overclaimed: int = 0
    total: int = 0

    def __add__(self, other: Self) -> Self:
        return type(self)(
            self.points + other.points,
            self.applies + other.applies,
            self.answered + other.answered,
            self.overclaimed + other.overclaimed,
            self.total + other.total,
        )

    @property
    def score(self) -> float | None:
        """None when no question applies, which is not the same as zero."""
        return 100 * self.points / (TOP_LEVEL * self.applies) if self.applies else None

    @property
    def known_only(self) -> float | None:
        """The score over the questions answered with a level."""
        return 100 * self.points / (TOP_LEVEL * self.answered) if self.answered else None

    @property
    def evidenced(self) -> float | None:
        """The score with each claim that cites no evidence counted as no more than the settings let it."""
        return 100 * (self.points - self.overclaimed) / (TOP_LEVEL * self.applies) if self.applies else None

    @property
    def coverage(self) -> float | None:
        """Weight answered with a level, of the weight that applies."""
        return 100 * self.answered / self.applies if self.applies else None

    @property
    def not_applicable(self) -> float | None:
        """Weight left out as not applicable, of all weight."""
        return 100 * (self.total - self.applies) / self.total if self.total else None


@dataclass(frozen=True, slots=True)
class GateResult:
    """One gate. cap is the highest band number it leaves open to its area, overall_cap to the overall.

    Both are the top band's where it does not bite.
    """

    question: str
    area: str
    first_stage: int
    bites: bool
    value: AnswerValue
    state: str
    cap: int
    overall_cap: int


@dataclass(frozen=True, slots=True)
class ThemeResult:
    """One theme; gates do not cap themes."""

    id: str
    tally: Tally
    band: Band | None


@dataclass(frozen=True, slots=True)
class AreaResult:
    """One area. capped_by names the gates that hold the band below what the score earned.

    provisional says why the area is not final, in words; empty means final. to_fix counts the findings in the area's
    cells that the sender must mend.
    """

    id: str
    name: str
    tally: Tally
    band_before_caps: Band | None
    band: Band | None
    capped_by: tuple[str, ...]
    provisional: tuple[str, ...]
    gates: tuple[GateResult, ...]
    to_fix: int = 0

    @property
    def status(self) -> str:
        """Final or provisional."""
        return "provisional" if self.provisional else "final"


@dataclass(frozen=True, slots=True)
class Overall:
    """The plain mean of the area scores, always shown with the lowest area.

    capped_by names the areas, then the gates, that hold the band below what the score earned.
    """

    score: float | None
    band_before_caps: Band | None
    band: Band | None
    capped_by: tuple[str, ...]
    lowest_area: str
    status: str


@dataclass(frozen=True, slots=True)
class Gap:
    """One question that falls short of the top level. Priority is a rank, 1 the most urgent."""

    question: str
    level: AnswerValue
    gate: str
    priority: int
    action: str


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What one council's people answered to one question, by counts alone: nobody can be told from it.

    levels counts those who gave each level, from 0 up. silent counts those without an answer that can be read. gap and
    deviation, the average distance from their mean, are in levels, and None where fewer than two gave one. apart says
    that the levels differ widely; by_median is the council's answer unless it is moderated.
    """

    question: str
    levels: tuple[int, ...]
    unknown: int
    inapplicable: int
    silent: int
    gap: int | None
    deviation: float | None
    apart: bool
    by_median: AnswerValue
    moderated: bool

    @property
    def respondents(self) -> int:
        """All who sent a return, whatever they said here."""
        return sum(self.levels) + self.unknown + self.inapplicable + self.silent

    @property
    def unknown_share(self) -> float:
        """Those who don't know, of all respondents, 0-100."""
        return 100 * self.unknown / self.respondents

    @property
    def open(self) -> bool:
        """Whether an answer is still to be agreed."""
        return self.apart and not self.moderated


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Everything scored for one council; answers, areas and themes in the order asked.

    disagreement is about the questions that its people answered differently, the widest apart first, and about those
    whose answer is moderated.
    """

    id: str
    name: str
    respondents: int
    answers: tuple[Answer, ...]
    overall: Overall
    areas: tuple[AreaResult, ...]
    themes: tuple[ThemeResult, ...]
    gaps: tuple[Gap, ...]
    disagreement: tuple[Disagreement, ...] = ()

    @property
    def gates(self) -> tuple[GateResult, ...]:
        """Over all areas, in the order asked."""
        return tuple(gate for area in self.areas for gate in area.gates)

    @property
    def to_moderate(self) -> int:
        """On how many questions its people are widely apart and have not yet agreed."""
        return sum(one.open for one in self.disagreement)
