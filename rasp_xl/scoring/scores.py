"""Scores: from answers to a council's scorecard, by pure functions over frozen values."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from math import floor
from statistics import fmean, median

from rasp_xl.model.answers import Answer
from rasp_xl.model.questions import TOP_LEVEL, AnswerValue, Area, Question, Theme
from rasp_xl.model.rounds import MEASURE_DIGITS, Partner, Round
from rasp_xl.model.scorecard import AreaResult, Gap, Overall, Scorecard, Tally, ThemeResult
from rasp_xl.scoring.disagreement import disagreements
from rasp_xl.scoring.gates import WAIVED, area_band, gate_result, left_out, overall_band


def score_council(
    partner: Partner,
    respondents: tuple[Mapping[str, Answer], ...],
    round_: Round,
    to_fix: Mapping[str, int] | None = None,
    agreed: Mapping[str, Answer] | None = None,
) -> Scorecard:
    """Score one council from its respondents' answers, each a mapping by question id.

    A question that a mapping lacks is a blank. to_fix counts, by area id, the findings in an area's cells
    that the sender must mend: an area with any stays provisional, also where the answer in such a cell is moderated.
    agreed are the moderated answers, by question id.
    """
    said = {q.id: [r.get(q.id) or Answer(q.id) for r in respondents] for q in round_.question_set.questions}
    answers = {q: combine(q, own, (agreed or {}).get(q)) for q, own in said.items()}
    areas = tuple(_area(area, answers, round_, (to_fix or {}).get(area.id, 0)) for area in round_.question_set.areas)
    return Scorecard(
        partner.id,
        partner.name,
        len(respondents),
        tuple(answers.values()),
        _overall(areas, round_),
        areas,
        tuple(_theme(theme, answers, round_) for theme in round_.question_set.themes),
        gaps(answers, round_),
        disagreements([(answers[q], combine(q, own).value, own) for q, own in said.items()]),
    )


def combine(question: str, answers: list[Answer], agreed: Answer | None = None) -> Answer:
    """One council's answer of several respondents': what they agreed, else the median level, rounded down between two levels.

    Don't know of more than half of them is the council's answer; so is not applicable, waived if it is for one of those who
    said so, because a waiver is the council's. For that reason a waived one also stands against as many who do not know.
    Of one respondent it is that answer. What was agreed stands before all of it, unless everyone who answered had said so
    already; it keeps the evidence that somebody cited for that level or a higher one.
    """
    if agreed and _settles(agreed, answers):
        return _moderated(agreed, answers)
    if len(answers) <= 1:
        return answers[0] if answers else Answer(question)
    may_stand = any(a.value == "NA" and a.waived for a in answers)
    value = _combined_value([a.value for a in answers], ("NA", "DK") if may_stand else ("DK", "NA"))
    backing = [a for a in answers if a.value == value] or answers
    chosen = max(backing, key=lambda a: (a.evidenced, bool(a.raw or a.comment)))
    evidence = _evidence(answers, value)
    waived = value == "NA" and any(a.waived for a in backing)
    return Answer(question, value, evidence, chosen.comment, chosen.raw, chosen.place, waived=waived)


def _settles(agreed: Answer, answers: list[Answer]) -> bool:
    given = [a.value for a in answers if a.given]
    return not given or any(value != agreed.value for value in given)


def _moderated(agreed: Answer, answers: list[Answer]) -> Answer:
    """The agreed answer, at the place of one who gave it, else of the first, so that there is a way back to what was said."""
    same = next((a for a in answers if a.value == agreed.value), None)
    place = (same or answers[0]).place if answers else agreed.place
    return replace(agreed, evidence=_evidence(answers, agreed.value), comment=same.comment if same else "", place=place)


def _evidence(answers: list[Answer], value: AnswerValue) -> str:
    """What the first cites who gave that level or a higher one."""
    return next((a.evidence for a in answers if a.evidenced and _at_least(a.value, value)), "")


def _combined_value(values: list[AnswerValue], others: tuple[AnswerValue, AnswerValue]) -> AnswerValue:
    """Others are don't know and not applicable, first the one that counts where neither has a majority and nobody a level."""
    for other in others:
        if 2 * values.count(other) > len(values):
            return other
    levels = [v for v in values if isinstance(v, int)]
    if levels:
        return floor(median(levels))
    return next((v for v in others if v in values), None)


def _at_least(value: AnswerValue, wanted: AnswerValue) -> bool:
    return isinstance(value, int) and isinstance(wanted, int) and value >= wanted


def tally(questions: Iterable[Question], answers: Mapping[str, Answer], round_: Round) -> Tally:
    """Add up some questions."""
    return sum((_one(q, answers[q.id], round_) for q in questions), Tally())


def area_scores(answers: Mapping[str, Answer], round_: Round) -> dict[str, float | None]:
    """The score of each area by its id, of one respondent's answers alone, 0-100 or None; a question that lacks is a blank."""
    whole = {q.id: answers.get(q.id) or Answer(q.id) for q in round_.question_set.questions}
    return {area.id: tally(area.questions, whole, round_).score for area in round_.question_set.areas}


def _one(question: Question, answer: Answer, round_: Round) -> Tally:
    """One question's tally: don't know and blank apply and earn nothing, as does not applicable on a gate without a waiver."""
    weight, value = round_.weight(question), answer.value
    if isinstance(value, int):
        claimed = value - round_.settings.unevidenced_level
        overclaimed = weight * claimed if claimed > 0 and not answer.evidenced else 0
        return Tally(weight * value, weight, weight, overclaimed, weight)
    return Tally(applies=0 if left_out(question, answer, round_) else weight, total=weight)


def _theme(theme: Theme, answers: Mapping[str, Answer], round_: Round) -> ThemeResult:
    sums = tally(theme.questions, answers, round_)
    return ThemeResult(theme.id, sums, round_.settings.band(sums.score))


def _area(area: Area, answers: Mapping[str, Answer], round_: Round, to_fix: int) -> AreaResult:
    sums = tally(area.questions, answers, round_)
    gates = tuple(gate_result(q, answers[q.id], round_) for q in area.questions if round_.gate_from(q) is not None)
    before = round_.settings.band(sums.score)
    band, capped_by = area_band(before, gates, round_.settings.bands)
    unanswered = tuple(g.question for g in gates if g.value in (None, "NA") and g.state != WAIVED)
    why = tuple(_provisional(sums, unanswered, round_, to_fix))
    return AreaResult(area.id, area.name, sums, before, band, capped_by, why, gates, to_fix)


def _provisional(sums: Tally, unanswered: tuple[str, ...], round_: Round, to_fix: int) -> Iterable[str]:
    """Why an area is not final, most telling first."""
    limits = round_.settings
    if to_fix:
        yield "a cell must be fixed"
    if unanswered:
        yield f"gates not answered: {', '.join(unanswered)}"
    if sums.coverage is None or round(sums.coverage, MEASURE_DIGITS) < limits.min_coverage:
        yield f"coverage below {limits.min_coverage:.15g} %"
    if round(sums.not_applicable or 0, MEASURE_DIGITS) > limits.max_not_applicable:
        yield f"not applicable above {limits.max_not_applicable:.15g} % of the weight"


def _overall(areas: tuple[AreaResult, ...], round_: Round) -> Overall:
    """The plain mean of the areas that have a score; None where no area has one."""
    scores = [a.tally.score for a in areas if a.tally.score is not None]
    score = fmean(scores) if scores else None
    before = round_.settings.band(score)
    band, capped_by = overall_band(before, areas, round_.settings)
    final = all(a.status == "final" for a in areas)
    return Overall(score, before, band, capped_by, lowest_area(areas), "final" if final else "provisional")


def lowest_area(areas: Iterable[AreaResult]) -> str:
    """The id of the area with the lowest score, the first of equals; empty where none has a score."""
    scored = [a for a in areas if a.tally.score is not None]
    return min(scored, key=lambda a: round(a.tally.score or 0, MEASURE_DIGITS)).id if scored else ""


def gaps(answers: Mapping[str, Answer], round_: Round) -> tuple[Gap, ...]:
    """What to do first: closed gates, weak gates, then the missing levels times the weight.

    Ties go to the earlier stage, then to the order asked. A question at the top level or not applicable is no gap;
    don't know and blank count as level 0.
    """
    order = {q.id: n for n, q in enumerate(round_.question_set.questions)}

    def rank(question: Question) -> tuple[int, int, int, int]:
        value, stage = answers[question.id].value, round_.gate_from(question)
        state = _gate_state(question, answers[question.id], round_)
        level = value if isinstance(value, int) else 0
        lacking = (TOP_LEVEL - level) * round_.weight(question)
        first = {"closed": 0, "weak": 1}.get(state, 2)
        return first, -lacking, stage if stage is not None else 9, order[question.id]

    open_ = [q for q in round_.question_set.questions if _is_gap(q, answers[q.id], round_)]
    return tuple(
        Gap(q.id, answers[q.id].value, _gate_state(q, answers[q.id], round_), number, q.next_step(answers[q.id].value))
        for number, q in enumerate(sorted(open_, key=rank), 1)
    )


def _gate_state(question: Question, answer: Answer, round_: Round) -> str:
    """closed, weak, conditional, open, coming up, waived, or empty where the question is no gate."""
    return "" if round_.gate_from(question) is None else gate_result(question, answer, round_).state


def _is_gap(question: Question, answer: Answer, round_: Round) -> bool:
    return answer.value != TOP_LEVEL and not left_out(question, answer, round_)
