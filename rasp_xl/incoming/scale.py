"""Scale: whether a return answers in bare numbers on a scale of the council's own, as 1 to 5, instead of ours."""

import re
from collections.abc import Iterable

from rasp_xl.incoming.wording import plain
from rasp_xl.model.answers import Answer
from rasp_xl.model.questions import LEVEL_NAMES, TOP_LEVEL

LARGEST = 10
"""The top of the largest scale that offices use; larger numbers are slips or something else."""

BARE = re.compile(r"(?:level\s*)?([0-9]{1,2})(?:\.0*)?(?:\s*(?:/|of|out of)\s*([0-9]{1,2}))?")
"""5, 5.0, level 5, 4/5, 4 out of 5."""

OUR_WORDS = tuple(name.casefold() for name in LEVEL_NAMES)


def own_scale(answers: Iterable[Answer]) -> int:
    """The top of the council's own scale, above our highest level; 0 where nothing shows that it has one.

    It begins above 0, and one level in our words or as 0 says that the list was used. What is neither a number nor one of
    our words (TBC, 2.5) says nothing.
    """
    top = 0
    for answer in answers:
        if answer.value in ("DK", "NA") or not answer.given:
            continue
        text = plain(answer.raw)
        found = BARE.fullmatch(text)
        if int(found[1]) == 0 if found else _is_ours(answer, text):
            return 0
        if found:
            top = max(top, *(n for n in (int(found[1]), int(found[2] or 0)) if n <= LARGEST), 0)
    return top if top > TOP_LEVEL else 0


def _is_ours(answer: Answer, text: str) -> bool:
    return answer.value is not None or any(word in text for word in OUR_WORDS)
