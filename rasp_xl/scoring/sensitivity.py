"""Sensitivity: which bands would be others if the weights were others. It changes no score.

Weights are judgements. The OECD and JRC handbook on composite indicators (2008) asks that such judgements be disclosed and
tested, so every run tries two kinds of doubt: that some questions weigh more than others at all, and that the five areas
count alike in the overall mean. A band that stands through all of it does not hang on our weights.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean

from rasp_xl.model.answers import Answer
from rasp_xl.model.questions import Area
from rasp_xl.model.rounds import Band, Round, Settings
from rasp_xl.model.scorecard import AreaResult, Scorecard, Tally
from rasp_xl.scoring.gates import area_band, left_out, overall_band

EQUAL_WEIGHTS = "equal-weights"
HALF, ONE_AND_A_HALF = 0.5, 1.5


@dataclass(frozen=True, slots=True)
class Scenario:
    """One other way to weigh: the area counts `times` times in the overall mean, or, without an area, every question weighs 1."""

    id: str
    area: str = ""
    times: float = 1


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a scenario makes of a council's overall, or of one of its areas. Bands are those after caps; base is the band as scored.

    area is empty for the overall. The score is 0-100, None where there is none.
    """

    scenario: str
    area: str
    score: float | None
    band: Band | None
    base: Band | None

    @property
    def changed(self) -> bool:
        """Whether the band is another than as scored."""
        return self.band != self.base


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """One council: its overall in each scenario, and each of its areas where all questions weigh 1.

    open_to and open_to_equal are the highest band numbers that gates and lowest area leave to the overall, as scored and
    where all questions weigh 1; None where no area has a score.
    """

    council: str
    overall: tuple[Outcome, ...]
    areas: tuple[Outcome, ...]
    open_to: int | None
    open_to_equal: int | None

    @property
    def changes(self) -> tuple[Outcome, ...]:
        """Every band that changes, the overall's first."""
        return tuple(outcome for outcome in (*self.overall, *self.areas) if outcome.changed)


def scenarios(areas: Sequence[Area]) -> tuple[Scenario, ...]:
    """All weights 1; then each area at half, and each at one and a half, in the order asked."""
    kinds = (("half", HALF), ("one-and-a-half", ONE_AND_A_HALF))
    shifted = (Scenario(f"{area.id}-{word}", area.id, times) for word, times in kinds for area in areas)
    return (Scenario(EQUAL_WEIGHTS), *shifted)


def sensitivity(card: Scorecard, round_: Round) -> Sensitivity:
    """Try every scenario on one council's answers. A gate caps as it does in the score: caps know no weights."""
    settings, base = round_.settings, card.overall.band
    answers = {a.question: a for a in card.answers}
    areas = round_.question_set.areas
    equal = tuple(_equal(area, own, answers, round_) for area, own in zip(areas, card.areas, strict=True))
    overall = []
    for scenario in scenarios(areas):
        results = card.areas if scenario.area else equal
        score = _mean(results, scenario)
        band, _ = overall_band(settings.band(score), results, settings)
        overall.append(Outcome(scenario.id, "", score, band, base))
    by_area = tuple(
        Outcome(EQUAL_WEIGHTS, now.id, now.tally.score, now.band, was.band)
        for now, was in zip(equal, card.areas, strict=True)
    )
    return Sensitivity(card.id, tuple(overall), by_area, _open_to(card.areas, settings), _open_to(equal, settings))


def _equal(area: Area, own: AreaResult, answers: Mapping[str, Answer], round_: Round) -> AreaResult:
    """The area with every question at weight 1, under the same gates."""
    given = [answers[q.id] for q in area.questions if not left_out(q, answers[q.id], round_)]
    levels = [a.value for a in given if isinstance(a.value, int)]
    tally = Tally(points=sum(levels), applies=len(given), answered=len(levels), total=len(area.questions))
    before = round_.settings.band(tally.score)
    band, held_by = area_band(before, own.gates, round_.settings.bands)
    return replace(own, tally=tally, band_before_caps=before, band=band, capped_by=held_by)


def _mean(areas: Sequence[AreaResult], scenario: Scenario) -> float | None:
    """The mean of the areas that have a score, of which one may count more or less than once."""
    scored = [
        (a.tally.score, scenario.times if a.id == scenario.area else 1) for a in areas if a.tally.score is not None
    ]
    return fmean([score for score, _ in scored], [times for _, times in scored]) if scored else None


def _open_to(areas: tuple[AreaResult, ...], settings: Settings) -> int | None:
    """What is left of the top band."""
    band, _ = overall_band(settings.bands[-1] if any(a.band for a in areas) else None, areas, settings)
    return band.number if band else None
