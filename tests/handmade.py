"""Returns made by hand, without a workbook, for the checks: in order but for what a test changes."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from building import question, tiny_round

from rasp_xl.incoming.checks import check
from rasp_xl.incoming.returns import Return
from rasp_xl.model.answers import Answer, Cover
from rasp_xl.model.findings import Finding, Place
from rasp_xl.model.identity import Identity
from rasp_xl.model.questions import AnswerValue
from rasp_xl.model.rounds import Partner, Round

FILE = "Northmoor.xlsx"
ROUND = tiny_round(question("AA1"), question("AA2"), question("BB1", gate=1), question("BB2", gate=4), stage=2)
LONG_ROUND = tiny_round(*(question(f"AA{n}") for n in range(1, 13)), *(question(f"BB{n}") for n in range(1, 6)))
"""An area of twelve questions and one of five."""

NORTHMOOR = Partner("northmoor", "Northmoor District Council")


def answer(identity: str, value: AnswerValue = 2, evidence: str = "", comment: str = "", **more: bool) -> Answer:
    """An answer at a place of its own."""
    raw = "" if value is None else str(value)
    return Answer(identity, value, evidence, comment, raw, place_of(identity), **more)


def place_of(identity: str) -> Place:
    """The cell of a question's answer."""
    return Place(FILE, f"Area {identity[:2]}", 5 + int(identity[2:]), 9)


def typed(texts: Sequence[str], values: Sequence[AnswerValue], area: str = "AA") -> list[Answer]:
    """Answers one below the other from the first question of an area on, as typed and as read."""
    pairs = enumerate(zip(texts, values, strict=True), 1)
    return [replace(answer(f"{area}{n}", value, unreadable=value is None), raw=text) for n, (text, value) in pairs]


def sent(*given: Answer, round_: Round = ROUND, **changes: Any) -> Return:
    """A return that is in order but for these answers and changes: everything else is answered with level 2 or 1 in turn."""
    usual = {q.id: answer(q.id, 2 - n % 2) for n, q in enumerate(round_.question_set.questions)}
    cover = Cover(NORTHMOOR.name, "Director of resources", "Sponsor")
    answers = usual | {a.question: a for a in given}
    return replace(Return(FILE, "0" * 64, Identity.of(round_, NORTHMOOR), cover, answers, ()), **changes)


def codes(returned: Return, round_: Round = ROUND) -> list[str]:
    """The codes of the findings, in the order told."""
    return [finding.rule.code for finding in check(returned, round_)]


def only(returned: Return, round_: Round = ROUND) -> Finding:
    """The one finding there is."""
    (finding,) = check(returned, round_)
    return finding
