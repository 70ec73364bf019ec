"""The catalogue: every rule that a finding can be of, in the order of their codes."""

import re
from types import ModuleType

from rasp_xl.model import answer_rules, file_rules, notice_rules
from rasp_xl.model.findings import Rule, Severity


def _of(module: ModuleType) -> tuple[Rule, ...]:
    return tuple(rule for rule in vars(module).values() if isinstance(rule, Rule))


RULES: tuple[Rule, ...] = tuple(
    sorted((*_of(file_rules), *_of(answer_rules), *_of(notice_rules)), key=lambda rule: rule.code)
)
"""Every rule there is."""

BY_CODE = {rule.code: rule for rule in RULES}

WAIVABLE: tuple[Rule, ...] = tuple(
    rule
    for rule in RULES
    if rule in (answer_rules.GATE_NOT_APPLICABLE, answer_rules.AREA_EMPTY, notice_rules.NOT_ANSWERED)
    or (rule.code > "RX3" and rule.severity > Severity.INFORMATION)
)
"""What the programme office may agree to let stand.

A file that cannot be opened and an answer that cannot be read are not among them: there is nothing yet to agree to. Nor is
what asks nothing of anybody.
"""


def described(rule: Rule) -> str:
    """What a rule says of any return, with an ellipsis for what differs from one to another."""
    return " ".join(re.sub(r"\{\w+\}", "…", rule.message).split())


def speaks_of_one_question(rule: Rule) -> bool:
    """Whether each of its findings is about one question, so that a waiver can name it."""
    return "{question}" in rule.message
