"""Checks: what a return says that does not hang together. One small function a rule; none changes an answer."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rasp_xl.incoming.evidence import weak_evidence, weak_reason
from rasp_xl.incoming.returns import Return
from rasp_xl.incoming.safety import NOTES
from rasp_xl.incoming.scale import own_scale
from rasp_xl.incoming.series import series
from rasp_xl.incoming.wording import plain
from rasp_xl.model import answer_rules, notice_rules
from rasp_xl.model.answers import Answer
from rasp_xl.model.findings import Finding, Place, Rule
from rasp_xl.model.identity import Identity
from rasp_xl.model.layout import COUNTING, SCORES, START
from rasp_xl.model.questions import Area, Question, QuestionSet
from rasp_xl.model.rounds import Round
from rasp_xl.model.showing import answer_words, named, score_words

CLAIMED_FROM = 3
SAME_EVIDENCE_FROM = 10
"""One business case may honestly stand beside the questions of two or three themes; ten are nearly a whole area."""

ONE_ANSWER_FROM = 6
"""Five equal answers are what one theme and a bit can honestly give."""

SCORES_DIFFER = 0.05
"""Half of the last figure that Your scores shows; programs round their sums otherwise by far less."""

VERSION = re.compile(r"([0-9]{4})\.([0-9]{1,3})")


Answered = Sequence[tuple[Question, Answer]]


@dataclass(frozen=True, slots=True)
class Case:
    """What the checks look at. answers are those found, in the order asked; claims are those of them that say agreed or embedded.

    own are our area scores of this return alone, by area id, with None for no score.
    """

    returned: Return
    round: Round
    answers: Answered
    claims: Answered
    own: Mapping[str, float | None]
    today: date | None


def check(
    returned: Return, round_: Round, own: Mapping[str, float | None] | None = None, today: date | None = None
) -> tuple[Finding, ...]:
    """All findings of one return: those of reading it first, then those of the checks below.

    own are our area scores of this return alone, by area id. Without them no sheet is compared with ours, and without
    today no date lies in the future, and none long in the past unless the round has a date.
    """
    found = returned.answers
    answers = [(q, found[q.id]) for q in round_.question_set.questions if q.id in found]
    claims = [(q, a) for q, a in answers if isinstance(a.value, int) and a.value >= CLAIMED_FROM]
    case = Case(returned, round_, answers, claims, own or {}, today)
    return (*returned.findings, *(finding for rule in CHECKS for finding in rule(case)))


def _evidence(case: Case) -> Iterator[Finding]:
    """A level that says agreed or embedded needs something that shows it."""
    for question, answer in case.claims:
        if not answer.evidenced:
            level = str(min(case.round.settings.unevidenced_level, _level(answer)))
            yield Finding.at(
                answer.evidence_place, answer_rules.NO_EVIDENCE, question=question.id, found=answer.raw, wanted=level
            )
        elif weak_evidence(answer.evidence, answer.raw, question.levels):
            yield Finding.at(
                answer.evidence_place, answer_rules.WEAK_EVIDENCE, question=question.id, found=answer.evidence
            )


def _level(answer: Answer) -> int:
    return answer.value if isinstance(answer.value, int) else 0


def _same_evidence(case: Case) -> Iterator[Finding]:
    """One text beside many claims. A text that names nothing is told claim by claim, which is enough."""
    beside: dict[str, list[tuple[Question, Answer]]] = defaultdict(list)
    for question, answer in case.claims:
        if answer.evidenced:
            beside[plain(answer.evidence)].append((question, answer))
    for claims in beside.values():
        question, first = claims[0]
        if len(claims) >= SAME_EVIDENCE_FROM and not weak_evidence(first.evidence, first.raw, question.levels):
            names = named([q.id for q, _ in claims])
            yield Finding.at(
                first.evidence_place,
                answer_rules.SAME_EVIDENCE,
                found=first.evidence,
                count=len(claims),
                questions=names,
            )


def _not_applicable(case: Case) -> Iterator[Finding]:
    for question, answer in case.answers:
        if answer.value != "NA":
            continue
        if case.round.gate_from(question) is not None:
            yield Finding.at(answer.place, answer_rules.GATE_NOT_APPLICABLE, question=question.id, found=answer.raw)
        elif not answer.comment.strip():
            yield Finding.at(answer.comment_place, answer_rules.NO_REASON, question=question.id, found=answer.raw)
        elif weak_reason(answer.comment):
            yield Finding.at(answer.comment_place, answer_rules.WEAK_REASON, question=question.id, found=answer.comment)


def _series(case: Case) -> Iterator[Finding]:
    """Answers that count up by one, as a spreadsheet makes them when a cell is dragged down."""
    for answers in series(case.returned.answers.values()):
        if _confirmed(answers[0]):
            continue
        found, names = ", ".join(a.raw for a in answers), named([a.question for a in answers])
        yield Finding.at(answers[0].place, answer_rules.FILL_DOWN, found=found, count=len(answers), questions=names)


def _one_answer(case: Case) -> Iterator[Finding]:
    """An area in which every question is there and has the same level, or don't know."""
    for area in case.round.question_set.areas:
        first = case.returned.answers.get(area.questions[0].id)
        if not first or first.value in (None, "NA") or len(area.questions) < ONE_ANSWER_FROM or _confirmed(first):
            continue
        if all((a := case.returned.answers.get(q.id)) and a.value == first.value for q in area.questions):
            place, found = Place(case.returned.file, first.place.sheet), answer_words(first.value)
            count = len(area.questions)
            yield Finding.at(place, answer_rules.ONE_ANSWER, area=area.name, count=count, found=found)


def _confirmed(first: Answer) -> bool:
    """Whether somebody says beside the first of them that answers which look copied are right."""
    return bool(first.comment.strip()) and not weak_reason(first.comment)


def _blanks(case: Case) -> Iterator[Finding]:
    blank = [q.id for q, a in case.answers if not a.given]
    if blank:
        yield about_all(notice_rules.NOT_ANSWERED, case.returned.file, blank)


def _empty_areas(case: Case) -> Iterator[Finding]:
    """An area that nobody filled in is told as one thing, on its own sheet; not where an answer went astray in it."""
    told = {f.question for f in case.returned.findings if f.must_fix}
    for area in case.round.question_set.areas:
        found = [case.returned.answers[q.id] for q in area.questions if q.id in case.returned.answers]
        if found and not any(a.given or a.question in told for a in found):
            place, about = Place(case.returned.file, found[0].place.sheet), [a.question for a in found]
            yield Finding.at(place, answer_rules.AREA_EMPTY, area=area.name, count=len(found), about=about)


def _unread(case: Case) -> Iterator[Finding]:
    """Where a whole area is blank, what besides cells may hold its answers. The notes in a fix copy are ours."""
    returned = case.returned
    unread = [words for words in returned.unread if words != NOTES or not returned.identity.mends]
    if unread and any(_empty_areas(case)):
        yield Finding.at(Place(returned.file), notice_rules.UNREAD, found=" and ".join(unread))


def _unanswered(case: Case) -> Iterator[Finding]:
    """A gate left blank, whatever its stage, for no area is final without it, and a blank beside evidence; not where it is told already, alone or with its area."""
    told = {q for f in (*case.returned.findings, *_empty_areas(case)) if f.must_fix for q in (f.question, *f.about)}
    for question, answer in case.answers:
        if answer.given or question.id in told:
            continue
        if case.round.gate_from(question) is not None:
            yield Finding.at(answer.place, answer_rules.GATE_NOT_ANSWERED, question=question.id)
        elif answer.evidenced and not weak_evidence(answer.evidence, answer.raw, question.levels):
            yield Finding.at(answer.place, answer_rules.EVIDENCE_ALONE, question=question.id, found=answer.evidence)


def _missing(case: Case) -> Iterator[Finding]:
    lacking = [q.id for q in case.round.question_set.questions if q.id not in case.returned.answers]
    if lacking:
        yield about_all(notice_rules.NOT_FOUND, case.returned.file, lacking)


def about_all(rule: Rule, file: str, questions: Sequence[str]) -> Finding:
    """A finding about some questions of a file together, which it counts, and of which it names the first dozen."""
    return Finding.at(Place(file), rule, count=len(questions), questions=named(questions), about=questions)


def _respondent(case: Case) -> Iterator[Finding]:
    if not case.returned.cover.respondent:
        yield Finding.at(Place(case.returned.file, START), answer_rules.NO_RESPONDENT)


def _date(case: Case) -> Iterator[Finding]:
    cover = case.returned.cover
    place = cover.place if cover.place.sheet else Place(case.returned.file, START)
    if cover.day is None and cover.day_text.strip():
        yield Finding.at(place, answer_rules.DATE_UNREADABLE, found=cover.day_text)
    elif cover.day and case.today and cover.day > case.today:
        yield Finding.at(place, answer_rules.DATE_IN_FUTURE, found=f"{cover.day:%d/%m/%Y}")
    elif cover.day and (due := case.round.day or case.today) and cover.day < _a_year_before(due):
        # Today's date is not told: tomorrow's run gives the same bytes.
        wanted = f"that of the round, {due:%d/%m/%Y}" if case.round.day else "today"
        yield Finding.at(place, answer_rules.DATE_LONG_PAST, found=f"{cover.day:%d/%m/%Y}", wanted=wanted)


def _a_year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _own_scale(case: Case) -> Iterator[Finding]:
    if top := own_scale(case.returned.answers.values()):
        levels = [q.id for q, a in case.answers if isinstance(a.value, int)]
        yield Finding.at(Place(case.returned.file), answer_rules.OWN_SCALE, count=top, about=levels)


def _replies(case: Case) -> Iterator[Finding]:
    """What the sender of a fix copy says to what was asked there, for whoever asked."""
    for reply in case.returned.replies:
        asked = reply.asked or "what it was can no longer be read."
        yield Finding.at(reply.place, notice_rules.REPLIED, found=reply.text, reason=asked)


def _identity(case: Case) -> Iterator[Finding]:
    returned, asked, place = case.returned, case.round.question_set, Place(case.returned.file)
    identity = returned.identity
    if not identity.known:
        yield Finding.at(place, notice_rules.NO_IDENTITY)
    elif identity.fingerprint != asked.fingerprint:
        yield Finding.at(
            place, notice_rules.OTHER_VERSION, kind=_kind_of_set(identity, asked),
            found=f"{identity.version} ({identity.fingerprint})", wanted=f"{asked.version} ({asked.fingerprint})",
        )  # fmt: skip
    if identity.council and returned.cover.council and plain(identity.council) != plain(returned.cover.council):
        start = Place(returned.file, START)
        yield Finding.at(start, answer_rules.OTHER_COUNCIL, found=returned.cover.council, wanted=identity.council)
    if returned.cover.councils:
        yield Finding.at(
            place, answer_rules.TWO_COUNCILS, found=" and ".join(f"“{name}”" for name in returned.cover.councils)
        )


def _kind_of_set(identity: Identity, asked: QuestionSet) -> str:
    """How a question set of another fingerprint stands to the one asked, in words."""
    if identity.question_set != asked.id:
        return "another"
    if identity.version == asked.version:
        return "an altered"
    versions = [VERSION.fullmatch(version) for version in (identity.version, asked.version)]
    its, ours = ((int(found[1]), int(found[2])) if found else None for found in versions)
    if its is None or ours is None or its == ours:
        return "another"
    return "an older" if its < ours else "a newer"


def _shown_scores(case: Case) -> Iterator[Finding]:
    """Where the council sees another score than we give it. Only areas read in full: of others the reason is told already."""
    if not _made_for_this_round(case):
        return
    for area in case.round.question_set.areas:
        shown = case.returned.shown_scores.get(area.id)
        if shown is None or area.id not in case.own or not _read_in_full(case, area):
            continue
        own, found = case.own[area.id], score_words(shown)
        wanted = score_words(own)
        if own is None or (abs(shown - own) >= SCORES_DIFFER and found != wanted):
            place = Place(case.returned.file, SCORES)
            yield Finding.at(place, notice_rules.SHEET_SCORE, area=area.name, found=found, wanted=wanted)


def _read_in_full(case: Case, area: Area) -> bool:
    """Whether the sheet and we count the same cells: none is lacking, unreadable, or counted by agreement."""
    answers = case.returned.answers
    return all((a := answers.get(q.id)) is not None and not a.unreadable and not a.waived for q in area.questions)


def _made_for_this_round(case: Case) -> bool:
    """Whether the template's weights and gates are those of the round."""
    identity = case.returned.identity
    return identity.fingerprint == case.round.question_set.fingerprint and identity.purpose == case.round.purpose


def _weights(case: Case) -> Iterator[Finding]:
    """A weight that is not the one sent, whatever purpose the template was made for."""
    identity, held = case.returned.identity, case.returned.weights
    if not held or identity.fingerprint != case.round.question_set.fingerprint:
        return
    made_for = identity.purpose_and_stage
    if not made_for:
        return
    questions = case.round.question_set.questions
    changed = [q.id for q in questions if q.id in held and held[q.id] != q.weight(made_for[0])]
    if changed:
        place = Place(case.returned.file, COUNTING)
        yield Finding.at(place, notice_rules.WEIGHT_CHANGED, questions=named(changed))


CHECKS: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    _missing,
    _empty_areas,
    _unread,
    _not_applicable,
    _unanswered,
    _evidence,
    _same_evidence,
    _own_scale,
    _series,
    _one_answer,
    _blanks,
    _respondent,
    _date,
    _identity,
    _weights,
    _shown_scores,
    _replies,
)
"""In the order in which they are told."""
