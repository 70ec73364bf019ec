"""Sentences on what changed since an earlier round, said alike on the page and in the workbook."""

from collections.abc import Iterator

from rasp_xl.model.findings import shorten
from rasp_xl.model.questions import stage_words
from rasp_xl.model.rounds import MEASURE_DIGITS
from rasp_xl.model.showing import named, one_decimal
from rasp_xl.reports.assessment import Assessment, Since
from rasp_xl.reports.wording import listed, plural
from rasp_xl.scoring.change import DOWN, NEWLY_KNOWN, NO_LONGER_KNOWN, UP, Line

NO_CHANGE = "no change"
LIKE_WITH_LIKE = (
    "Before is what the answers of then score by today's questions, weights, stage and limits, so that a changed setting is no "
    "change of readiness. Less than one level of one question is no change. Differences are taken before rounding."
)


def signed(number: float) -> str:
    """A difference with its sign, to one decimal."""
    return f"{'+' if number > 0 else ''}{one_decimal(number)}"


def since_title(since: Since) -> str:
    """The round that is compared with, by date or name, and by name where it has both."""
    then = since.baseline.round
    return f"{then.label} ({then.name})" if then.name and then.name != then.label else then.label


def same_round_words(since: Since) -> str:
    """Why nothing is compared with earlier results of the round itself, and what to do where that is a mistake."""
    then = since.baseline.round
    alike = f"the Round id {shorten(then.id, 60)}" if then.id else "purpose, stage, date, name and questions"
    return (
        f"{since.baseline.file} is of this same round, by {alike}: owners, dates, status and added columns were carried over, and "
        "nothing is compared. If it is an earlier round, give this one a Round id of its own on the sheet Programme."
    )


def way_words(line: Line) -> str:
    """Up, down or no change; not compared where there is nothing to compare."""
    return {UP: UP, DOWN: DOWN, "": "not compared"}.get(line.way, NO_CHANGE)


def moved(assessment: Assessment, since: Since) -> str:
    """How many councils rose and fell, and where most; made from the figures."""
    change, names = since.change, {a.id: a.name for a in assessment.round.question_set.areas}
    if not change.councils:
        return f"No council of this round took part in {since_title(since)}, so there is nothing to compare."
    whole = change.overall
    parts = f"overall {whole.up} rose, {whole.down} fell and {whole.same} did not change"
    ordered = sorted((a for a in change.areas if a.mean is not None), key=lambda a: a.mean or 0)
    ends = [f"{names[a.id]} ({signed(a.mean or 0)})" for a in (*ordered[-1:], *ordered[:1])]
    most = f" The best average change is in {ends[0]}, the worst in {ends[1]}." if len(ordered) > 1 else ""
    compared = plural(len(change.councils), "council")
    return f"Compared with {since_title(since)}: of {compared}, {parts}.{most}"


def questions_moved(since: Since) -> str:
    """How many answers moved which way, so that better levels are told from blanks that were filled."""
    counts = {
        way: sum(c.counts[way] for c in since.change.councils) for way in (UP, DOWN, NEWLY_KNOWN, NO_LONGER_KNOWN)
    }
    known = plural(counts[NEWLY_KNOWN], "became known that was not", "became known that were not")
    lost = plural(counts[NO_LONGER_KNOWN], "is no longer known", "are no longer known")
    return f"{plural(counts[UP], 'answer')} went up a level or more and {counts[DOWN]} down; {known}, and {lost}."


def differences(assessment: Assessment, since: Since) -> Iterator[str]:
    """What a reader must know of the two rounds before reading the figures."""
    then, round_, change = since.baseline.round, assessment.round, since.change
    if then.stage and then.stage != round_.stage:
        yield f"Then it was {stage_words(then.stage).lower()}, now it is {stage_words(round_.stage).lower()}: the bands before are by the gates of now."
    if shifted := _shifted(since):
        yield shifted
    if change.new:
        yield f"Asked only now, and left out of the comparison: {named(change.new)}. Bands are not compared where a question is new."
    if change.gone:
        yield f"Asked only then, and left out of the comparison: {named(change.gone)}."
    arrived = {card.id: card.name for card in assessment.cards}
    if change.arrived and change.councils:
        yield f"Not in that round, so without a comparison: {listed([arrived[council] for council in change.arrived])}."
    if since.gone:
        yield f"In that round but not in this one: {listed([council.name for council in since.gone])}."


def _shifted(since: Since) -> str:
    """Whether the scores that were shown then are those that the same answers earn now."""
    shown = [
        (line.before, since.earlier[council.id].shown.get(line.id))
        for council in since.change.councils
        for line in (*council.areas, council.overall)
    ]
    pairs = [(before, then) for before, then in shown if then and then.score is not None and before is not None]
    most = max((abs(before - (then.score or 0)) for before, then in pairs), default=0)
    if round(most, MEASURE_DIGITS) < 0.05:
        return ""
    return (
        f"Scores shown then differ from Before by up to {one_decimal(most)}, because settings, questions or answers in that "
        "workbook were changed; this difference is not counted as change."
    )
