"""The rows of the sheet Moderation: each an answer that a council's people agreed on, or what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rasp_xl.incoming.entered import Entered, Problem
from rasp_xl.incoming.round_book.choices import FROM_LIST, needed, partner_id, question_id
from rasp_xl.incoming.round_book.sheets import Table, filled_rows
from rasp_xl.incoming.wording import UNREADABLE, parse_answer
from rasp_xl.model.answer_rules import GATE_NOT_APPLICABLE
from rasp_xl.model.answers import CHOICE_TEXTS
from rasp_xl.model.findings import Waiver
from rasp_xl.model.questions import AnswerValue, Purpose, QuestionSet
from rasp_xl.model.round_layout import AGREED_ANSWER, AGREED_BY, COUNCIL, QUESTION, REASON
from rasp_xl.model.rounds import Moderated, Partner

Row = Mapping[str, Entered]


@dataclass(frozen=True, slots=True)
class Known:
    """What else the round workbook says. Partners or purpose are None where they could not be read: then nothing is held against them."""

    partners: Sequence[Partner] | None
    question_set: QuestionSet
    purpose: Purpose | None
    waivers: Sequence[Waiver]


def read_moderated(found: Table, known: Known, problems: list[Problem]) -> tuple[Moderated, ...]:
    """A moderated answer for each row; what is wrong with a row is added to the problems."""
    moderated: dict[tuple[str, str], Entered] = {}
    read = []
    for row in filled_rows(found, problems):
        council = partner_id(row[COUNCIL], known.partners, "moderated answer", problems)
        question = _question(row[QUESTION], known, problems)
        value = _answer(row[AGREED_ANSWER], problems)
        reason = needed(
            row[REASON], "The moderated answer has no reason.", "Say in a sentence what settled it.", problems
        )
        agreed_by = needed(row[AGREED_BY], "Nobody agreed the answer.", "Say who did, by role or name.", problems)
        first = moderated.setdefault((council, question), row[QUESTION])
        if council and question and first is not row[QUESTION]:
            message = f"{question} of this council is moderated in {first.place.cell} already."
            problems.append(Problem(row[QUESTION].place, message, "Delete one of the two rows."))
        one = Moderated(council, question, value, reason, agreed_by)
        _check_gate(one, row[AGREED_ANSWER], known, problems)
        read.append(one)
    return tuple(read)


def _question(entry: Entered, known: Known, problems: list[Problem]) -> str:
    """A question's id; empty where there is none of the kind."""
    identity = question_id(entry.text)
    if any(question.id == identity for question in known.question_set.questions):
        return identity
    said = (
        f"“{entry.text}” is not a question of this round." if entry.text else "The moderated answer is for no question."
    )
    problems.append(Problem(entry.place, said, FROM_LIST))
    return ""


def _answer(entry: Entered, problems: list[Problem]) -> AnswerValue:
    """The answer, typed in any of the ways in which a return may say it; None where there is none."""
    value = parse_answer(entry.value)
    if value is None or value is UNREADABLE:
        said = f"“{entry.text}” is not an answer." if entry.text else "There is no agreed answer."
        problems.append(Problem(entry.place, said, f"Choose one from the list: {', '.join(CHOICE_TEXTS.values())}."))
        return None
    return value  # type: ignore[return-value]


def _check_gate(one: Moderated, entry: Entered, known: Known, problems: list[Problem]) -> None:
    """A gate cannot be agreed away by those whom it holds: not applicable takes the programme office's waiver."""
    gates = [q.id for q in known.question_set.questions if known.purpose and q.gate_from(known.purpose) is not None]
    if one.value != "NA" or one.question not in gates:
        return
    code = GATE_NOT_APPLICABLE.code
    if not any((w.council, w.rule) == (one.council, code) and w.question in ("", one.question) for w in known.waivers):
        message = f"{one.question} is a gate, where not applicable counts only with a waiver of {code}, and there is none for it."
        problems.append(Problem(entry.place, message, "Put the waiver on the sheet Waivers, or agree on a level."))
