"""The catalogue: every rule that a finding can be of, in the order of their codes."""

from types import ModuleType

from rasp_xl.model import answer_rules, file_rules, notice_rules
from rasp_xl.model.findings import Rule


def _of(module: ModuleType) -> tuple[Rule, ...]:
    return tuple(rule for rule in vars(module).values() if isinstance(rule, Rule))


RULES: tuple[Rule, ...] = tuple(
    sorted((*_of(file_rules), *_of(answer_rules), *_of(notice_rules)), key=lambda rule: rule.code)
)
"""Every rule there is."""

BY_CODE = {rule.code: rule for rule in RULES}
