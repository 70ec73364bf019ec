"""Differences: what two returns of one sender say otherwise, in words for whoever must choose between them."""

from collections.abc import Sequence

from rasp_xl.incoming.returns import Return
from rasp_xl.model.answers import Answer
from rasp_xl.model.findings import shorten
from rasp_xl.model.questions import AnswerValue, Question
from rasp_xl.model.showing import answer_words

NAMED_AT_MOST = 8
SHOWN_OF_AN_ANSWER = 30
"""How many characters are shown of an answer that cannot be read."""

Said = tuple[AnswerValue, str]
"""An answer's value, and what stands there where it cannot be read."""

Content = tuple[tuple[Said, tuple[str, str]], ...]


def content(returned: Return, asked: Sequence[Question]) -> Content:
    """What a return says in answer to the questions: the same in a file that was only renamed or saved again."""
    answers = (returned.answers.get(q.id, Answer(q.id)) for q in asked)
    return tuple(((a.value, a.raw if a.unreadable else ""), (_flat(a.evidence), _flat(a.comment))) for a in answers)


def differences(here: Return, there: Return, asked: Sequence[Question], both: str = "They") -> str:
    """One or two sentences about two returns: which answers differ, question by question, and beside which the words do.

    both is the sentences' subject. A question that one return lacks is as good as not answered.
    """
    pairs = list(zip(asked, content(here, asked), content(there, asked), strict=True))
    answers = [
        f"{q.id} ({_shown(one[0])} here, {_shown(other[0])} there)" for q, one, other in pairs if one[0] != other[0]
    ]
    words = [q.id for q, one, other in pairs if one[1] != other[1]]
    if not answers and not words:
        return f"{both} have the same answers, evidence and comments."
    if not answers:
        return f"{both} have the same answers; evidence or comments differ for {_listed(words)}."
    noun = "answer" if len(answers) == 1 else "answers"
    also = f" Evidence or comments differ for {_listed(words)}." if words else ""
    return f"{both} differ in {len(answers)} {noun}: {_listed(answers)}.{also}"


def _shown(said: Said) -> str:
    value, unreadable = said
    if unreadable:
        return f"“{shorten(unreadable, SHOWN_OF_AN_ANSWER)}”"
    return "no answer" if value is None else answer_words(value)


def _flat(text: str) -> str:
    """Text without differences in spaces and line ends, which programs change when they save."""
    return " ".join(text.split())


def _listed(parts: Sequence[str]) -> str:
    more = len(parts) - NAMED_AT_MOST
    return ", ".join(parts[:NAMED_AT_MOST]) + (f" and {more} more" if more > 0 else "")
