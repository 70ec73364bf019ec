"""Checks: what a return says that does not hang together. One small function a rule; none changes an answer."""

from collections.abc import Callable, Iterator

from rasp_xl.incoming.returns import Return
from rasp_xl.incoming.wording import plain
from rasp_xl.model import answer_rules, notice_rules
from rasp_xl.model.findings import Finding, Place
from rasp_xl.model.layout import START
from rasp_xl.model.questions import Question
from rasp_xl.model.rounds import Round

NAMED_AT_MOST = 12


def check(returned: Return, round_: Round) -> tuple[Finding, ...]:
    """All findings of one return: those of reading it first, then those of the checks below."""
    found = (finding for rule in CHECKS for finding in rule(returned, round_))
    return (*returned.findings, *found)


def _claims(returned: Return, round_: Round) -> Iterator[Finding]:
    """A level that says agreed or embedded needs something that shows it."""
    for question in round_.question_set.questions:
        answer = returned.answers.get(question.id)
        if answer and isinstance(answer.value, int) and answer.value >= 3 and not answer.evidenced:
            yield Finding.at(answer.place, answer_rules.NO_EVIDENCE, question=question.id, found=answer.raw)


def _not_applicable(returned: Return, round_: Round) -> Iterator[Finding]:
    for question in round_.question_set.questions:
        answer = returned.answers.get(question.id)
        if not answer or answer.value != "NA":
            continue
        if round_.gate_from(question) is not None:
            yield Finding.at(answer.place, answer_rules.GATE_NOT_APPLICABLE, question=question.id, found=answer.raw)
        elif not answer.comment.strip():
            yield Finding.at(answer.place, answer_rules.NO_REASON, question=question.id, found=answer.raw)


def _blanks(returned: Return, round_: Round) -> Iterator[Finding]:
    blank = [
        q for q in round_.question_set.questions
        if (a := returned.answers.get(q.id)) and a.value is None and not a.unreadable
    ]  # fmt: skip
    if blank:
        yield Finding.at(Place(returned.file), notice_rules.NOT_ANSWERED, count=len(blank), questions=_named(blank))


def _empty_areas(returned: Return, round_: Round) -> Iterator[Finding]:
    """An area that nobody filled in is told as one thing, on its own sheet."""
    for area in round_.question_set.areas:
        found = [returned.answers[q.id] for q in area.questions if q.id in returned.answers]
        if found and all(a.value is None and not a.unreadable for a in found):
            place = Place(returned.file, found[0].place.sheet)
            yield Finding.at(place, answer_rules.AREA_EMPTY, area=area.name, count=len(found))


def _missing(returned: Return, round_: Round) -> Iterator[Finding]:
    lacking = [q for q in round_.question_set.questions if q.id not in returned.answers]
    if lacking:
        yield Finding.at(Place(returned.file), notice_rules.NOT_FOUND, count=len(lacking), questions=_named(lacking))


def _named(questions: list[Question]) -> str:
    """Ids, the first dozen by name."""
    names = ", ".join(q.id for q in questions[:NAMED_AT_MOST])
    more = len(questions) - NAMED_AT_MOST
    return f"{names} and {more} more" if more > 0 else names


def _respondent(returned: Return, round_: Round) -> Iterator[Finding]:
    if not returned.cover.respondent:
        yield Finding.at(Place(returned.file, START), answer_rules.NO_RESPONDENT)


def _identity(returned: Return, round_: Round) -> Iterator[Finding]:
    identity, asked, place = returned.identity, round_.question_set, Place(returned.file)
    if not identity.known:
        yield Finding.at(place, notice_rules.NO_IDENTITY)
    elif identity.fingerprint != asked.fingerprint:
        yield Finding.at(
            place, notice_rules.OTHER_VERSION, found=f"{identity.version} ({identity.fingerprint})",
            wanted=f"{asked.version} ({asked.fingerprint})",
        )  # fmt: skip
    if identity.council and returned.cover.council and plain(identity.council) != plain(returned.cover.council):
        start = Place(returned.file, START)
        yield Finding.at(start, answer_rules.OTHER_COUNCIL, found=returned.cover.council, wanted=identity.council)


CHECKS: tuple[Callable[[Return, Round], Iterator[Finding]], ...] = (
    _missing,
    _empty_areas,
    _not_applicable,
    _claims,
    _blanks,
    _respondent,
    _identity,
)
"""In the order in which they are told."""
