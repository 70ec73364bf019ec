"""Repeated questions: what counts where one was answered in more than one row or column of a workbook.

Equal answers count once, and of different ones none does. Where one is blank and another filled, the filled one counts
only if the blank one's table is blank throughout, as that of a sheet that was copied before it was filled. Else what is
blank may be meant to be blank, and the other may hold a target, a draft or last year's answer.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from rasp_xl.incoming.further_answers import ANOTHER_TIME
from rasp_xl.incoming.rows import Row
from rasp_xl.incoming.wording import plain
from rasp_xl.model import answer_rules, notice_rules
from rasp_xl.model.answers import Answer
from rasp_xl.model.findings import Finding, Rule
from rasp_xl.model.showing import named

ENOUGH = 200
"""Characters of contradicting answers that are kept; a finding shows fewer."""

Table = tuple[str, int, int]
"""As in Row.table."""


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as read from one row."""

    answer: Answer
    row: Row

    @property
    def blank(self) -> bool:
        """Whether nothing stands in its cell."""
        return not self.answer.given


class Repeated:
    """Decides question by question; findings get what is to be said.

    answered are the tables in which anything is answered.
    """

    def __init__(self, answered: Collection[Table], findings: list[Finding]) -> None:
        self._answered, self._findings = answered, findings
        self._instead: dict[Table, list[Answer]] = defaultdict(list)

    def the_one(self, given: Sequence[Given]) -> Answer:
        """What counts of the answers to one question, in reading order."""
        if len(given) == 1:
            return given[0].answer
        filled = [one for one in given if not one.blank]
        words = _with_words([*filled, *(one for one in given if one.blank)])
        if _differ(filled):
            return self._unread(words, filled[1], answer_rules.TWO_ANSWERS, found=_raw(filled))
        for one in filled[1:]:
            self._tell(one, notice_rules.SAME_ANSWER_TWICE)
        if not filled or filled[0].answer.unreadable or len(filled) == len(given):
            return words
        if reason := next(_doubts(given, self._answered), ""):
            return self._unread(words, filled[0], answer_rules.ONE_OF_TWO, found=words.raw, reason=reason)
        self._instead[filled[0].row.table].append(words)
        return words

    def tell_instead(self) -> None:
        """Say once of each table that it counts in the place of a blank one."""
        for answers in self._instead.values():
            place = replace(answers[0].place, row=0, column=0)
            ids = [answer.question for answer in answers]
            finding = Finding.at(place, notice_rules.OTHER_TABLE, count=len(ids), questions=named(ids), about=ids)
            self._findings.append(finding)

    def _tell(self, one: Given, rule: Rule, **facts: str) -> None:
        self._findings.append(Finding.at(one.answer.place, rule, question=one.answer.question, **facts))

    def _unread(self, words: Answer, one: Given, rule: Rule, **facts: str) -> Answer:
        self._tell(one, rule, **facts)
        return replace(words, value=None, raw=facts["found"], unreadable=True)


def _differ(filled: Sequence[Given]) -> bool:
    """Whether answers contradict each other; one that cannot be read may contradict any."""
    values = {one.answer.value for one in filled}
    return len(filled) > 1 and (len(values) > 1 or any(one.answer.unreadable for one in filled))


def _with_words(given: Sequence[Given]) -> Answer:
    """The first answer; what it lacks of evidence and comment comes from the others."""
    evidence, comment = (
        next((text for one in given if (text := getattr(one.answer, words))), "") for words in ("evidence", "comment")
    )
    return replace(given[0].answer, evidence=evidence, comment=comment)


def _raw(filled: Sequence[Given]) -> str:
    """What they say, each once. A question pasted into thousands of rows would else make a text of megabytes."""
    texts = list(dict.fromkeys(one.answer.raw for one in filled[:ENOUGH]))
    shown = texts[0] if len(texts) > 1 else f"{texts[0]} and {texts[0]}"
    for text in texts[1:]:
        if len(shown) >= ENOUGH:
            break
        shown = f"{shown} and {text}"
    return shown


def _doubts(given: Sequence[Given], answered: Collection[Table]) -> Iterator[str]:
    """Why a blank answer may be meant to be blank, or a filled one not be of this round."""
    for one in given:
        if one.blank and one.row.table in answered:
            yield "other questions of the blank one's table are answered"
        elif not one.blank and one.row.sheet.is_hidden:
            yield f"on the hidden sheet {one.row.sheet.name[:40]}"
        elif not one.blank and ANOTHER_TIME.search(plain(one.row.sheet.name)):
            yield f"on the sheet {one.row.sheet.name[:40]}"
