"""Question index: which question a text or a Ref is of, and whether a text looks like one of ours."""

from collections import Counter
from difflib import SequenceMatcher
from typing import Any

from rasp_xl.incoming.wording import plain
from rasp_xl.model.layout import LEVEL_HEADINGS, QUESTION, column_of
from rasp_xl.model.questions import QuestionSet

NEAR = 0.9
"""A text this much like a question (0 to 1) is that question with a slip in it; two of ours are at most 0.61 alike."""

CLEARLY = 0.05
"""By so much the one question must be nearer than the other."""

SHARED_WORDS = 1 / 3
"""Texts that share fewer of their words are not compared letter by letter, which takes a thousand times as long."""

LONGEST_REF = 12
LEVELS_AFTER = column_of(LEVEL_HEADINGS[0]) - column_of(QUESTION)


class QuestionIndex:
    """What a reader knows of one question set.

    exact finds ids by texts as we wrote them, for the many rows that nobody touched; given finds them by the other texts
    that a template puts beside a question, its levels and why it matters, where no two questions have the same. A text is
    taken for a question only if it is longer than half the shortest and shorter than twice the longest.
    """

    def __init__(self, question_set: QuestionSet) -> None:
        questions = question_set.questions
        self.fingerprint = question_set.fingerprint
        self.exact = {q.text: q.id for q in questions}
        beside = [(text, q.id) for q in questions for text in {*q.levels, q.why} - {""}]
        repeated = Counter(text for text, _ in beside)
        self.given = {text: identity for text, identity in beside if repeated[text] == 1}
        self._texts = {plain(q.text): q.id for q in questions}
        self._refs = {tidy_ref(q.id): q.id for q in questions}
        self._words = {q.id: frozenset(plain(q.text).split()) for q in questions}
        self.shortest = min((len(q.text) for q in questions), default=0) // 2
        self._longest = max((len(q.text) for q in questions), default=0) * 2

    def by_text(self, text: str) -> str:
        """The id of the question with this text, whatever its case and spaces; else nothing."""
        if not self.shortest < len(text) < self._longest:
            return ""
        return self.exact.get(text) or self._texts.get(plain(text), "")

    def by_ref(self, ref: str) -> str:
        """The id that a Ref means, `gv-01` for instance GV1; else nothing."""
        return self._refs.get(tidy_ref(ref), "") if 0 < len(ref) <= LONGEST_REF else ""

    def by_given(self, values: list[Any], question: int) -> str:
        """The id of the question beside which a row's other texts belong; nothing where they are of none or of several.

        question is the column of the question's text: as sent, its text for level 0 follows at a known distance.
        """
        as_sent = question + LEVELS_AFTER
        if as_sent <= len(values) and (found := self.given.get(values[as_sent - 1])):
            return found
        several = {self.given[value] for value in values if isinstance(value, str) and value in self.given}
        return several.pop() if len(several) == 1 else ""

    def near_other(self, text: str, own: str) -> str:
        """The id of another question whose text this nearly is, clearly more than that of its own one; else nothing."""
        if not self.shortest < len(text) < self._longest:
            return ""
        tidy = plain(text)
        words = frozenset(tidy.split())
        near = {
            identity: ratio
            for question, identity in self._texts.items()
            if len(words & self._words[identity]) >= SHARED_WORDS * len(words | self._words[identity])
            and (ratio := SequenceMatcher(None, tidy, question, autojunk=False).ratio()) >= NEAR
        }
        best = max(near, key=lambda identity: near[identity], default="")
        return best if best and near[best] >= near.get(own, 0) + CLEARLY else ""


def tidy_ref(text: str) -> str:
    """A Ref without spaces, hyphens and leading zeros."""
    letters = "".join(c for c in text.upper() if c.isalnum())
    return letters[:2] + letters[2:].lstrip("0")
