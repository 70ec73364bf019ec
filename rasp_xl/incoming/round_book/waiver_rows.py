"""The rows of the sheet Waivers: each a waiver, or what is wrong with it."""

import re
from collections.abc import Mapping, Sequence

from rasp_xl.incoming.entered import Entered, Problem
from rasp_xl.incoming.round_book.choices import FROM_LIST, needed, partner_id, question_id
from rasp_xl.model.answer_rules import GATE_NOT_APPLICABLE
from rasp_xl.model.findings import Rule, Waiver
from rasp_xl.model.questions import Purpose, QuestionSet
from rasp_xl.model.round_layout import APPROVED_BY, COUNCIL, QUESTION, REASON, RULE, VALID_UNTIL
from rasp_xl.model.rounds import Partner
from rasp_xl.model.rules import BY_CODE, WAIVABLE, speaks_of_one_question

CODE = re.compile(r"\bRX[0-9]{3}\b")


def read_waivers(
    rows: Sequence[Mapping[str, Entered]],
    partners: Sequence[Partner] | None,
    question_set: QuestionSet,
    purpose: Purpose | None,
    problems: list[Problem],
) -> tuple[Waiver, ...]:
    """A waiver for each row; what is wrong with a row is added to the problems.

    Partners or purpose are None where they could not be read: then nothing is held against them.
    """
    questions = [question.id for question in question_set.questions]
    gates = [q.id for q in question_set.questions if not purpose or q.gate_from(purpose) is not None]
    waivers = []
    for row in rows:
        rule = _rule(row[RULE], problems)
        waivers.append(
            Waiver(
                partner_id(row[COUNCIL], partners, "waiver", problems),
                rule.code if rule else "",
                _question(row[QUESTION], rule, questions, gates, problems),
                needed(row[REASON], "The waiver has no reason.", "Say why the finding may stand.", problems),
                needed(row[APPROVED_BY], "Nobody approved the waiver.", "Say who agreed to it.", problems),
                row[VALID_UNTIL].day,
            )
        )
        until = row[VALID_UNTIL]
        if until.text and not until.day:
            fix = "Type a date, for instance 31/03/2027, or leave it empty."
            problems.append(Problem(until.place, f"The last day reads “{until.text}”, which is not a date.", fix))
    return tuple(waivers)


def _rule(entry: Entered, problems: list[Problem]) -> Rule | None:
    """The rule whose code the text is, also in square brackets as findings show it, if it can be waived."""
    rule = BY_CODE.get(entry.text.strip(" []").upper())
    if not entry.text:
        problems.append(Problem(entry.place, "The waiver names no rule.", FROM_LIST))
    elif rule is None:
        problems.append(_no_rule(entry))
    elif rule not in WAIVABLE:
        message = f"{rule.code} cannot be waived: {_why_not(rule)}."
        problems.append(Problem(entry.place, message, "Choose another from the list in the cell, or clear the row."))
        return None
    return rule


def _no_rule(entry: Entered) -> Problem:
    """What to do about a text that is not one code and nothing else."""
    codes = list(dict.fromkeys(CODE.findall(entry.text.upper())))
    if len(codes) > 1:
        message = f"“{entry.text}” names {len(codes)} rules, and a waiver is for one."
        return Problem(entry.place, message, "Give each rule a row of its own.")
    if codes and codes[0] in BY_CODE:
        message = f"“{entry.text}” is more than the code of a rule."
        return Problem(entry.place, message, f"Type {codes[0]} alone, or choose it from the list in the cell.")
    return Problem(entry.place, f"“{entry.text}” is not the code of a rule, such as RX205.", FROM_LIST)


def _why_not(rule: Rule) -> str:
    if rule.code < "RX2":
        return "it is about a whole file, which counts or does not"
    return (
        "it asks nothing of the council" if rule.code > "RX3" else "there is no answer yet that anybody could agree to"
    )


def _question(
    entry: Entered, rule: Rule | None, questions: Sequence[str], gates: Sequence[str], problems: list[Problem]
) -> str:
    """A question's id, also where it is typed as gv-01; empty for all questions."""
    identity = question_id(entry.text)
    if entry.text and identity not in questions:
        message = f"“{entry.text}” is not a question of this round."
        problems.append(Problem(entry.place, message, f"{FROM_LIST} Leave it empty for every question."))
    elif entry.text and rule and not speaks_of_one_question(rule):
        message = f"{rule.code} is not about one question, but “{entry.text}” stands here."
        problems.append(Problem(entry.place, message, "Clear the cell."))
    elif entry.text and rule is GATE_NOT_APPLICABLE and identity not in gates:
        message = f"{identity} is no gate for this round's purpose, and {rule.code} is about gates only."
        problems.append(
            Problem(entry.place, message, f"Choose one of the gates ({', '.join(gates)}), or clear the row.")
        )
    return identity
