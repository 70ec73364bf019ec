"""Weak texts: evidence that names nothing, and reasons that give none. Judged by the words alone, never by their truth."""

import re
from collections.abc import Iterable
from functools import lru_cache

from rasp_xl.incoming.wording import plain
from rasp_xl.model.answers import CHOICE_TEXTS
from rasp_xl.model.questions import LEVEL_NAMES

LONGEST = 60
"""Characters beyond which a text is taken to say something; no phrase below is as long."""

A_FIGURE = re.compile("[0-9]")
LONGEST_WITH_A_FIGURE = 20
"""A longer text with a figure in it has a date, a minute or a version."""

FEWEST_LETTERS = 3
FEWEST_DIGITS = 3
"""One letter with so many digits is taken for a reference, as KD 4471 or s.113, though it is short of letters."""

OF_ASSENT = (
    "ok", "okay", "yes", "yep", "yeah", "y", "true", "tick", "agreed", "all agreed", "confirmed", "correct", "as agreed",
    "done", "all done", "complete", "completed", "signed off", "achieved", "met", "fully met", "in place", "all in place",
    "already in place", "exists", "in use", "in hand", "ongoing", "on going", "underway", "we have", "we have this",
    "we do", "we do this", "yes we have", "yes we do", "we have it",
)  # fmt: skip
OF_NOTHING = (
    "n", "no", "none", "nil", "nothing", "n/a", "na", "not applicable", "no evidence", "none available",
    "no evidence available", "none needed", "not needed", "not required", "blank", "test", "unknown", "not known",
    "don't know", "dk", "not sure",
)  # fmt: skip
OF_LATER = (
    "tbc", "tba", "tbd", "to be confirmed", "to be advised", "to be added", "to be provided", "to be completed",
    "to follow", "evidence to follow", "details to follow", "will follow", "later", "awaited", "pending", "soon",
)  # fmt: skip
OF_ELSEWHERE = (
    "above", "as above", "as per above", "see above", "same as above", "please see above", "refer above", "refer to above",
    "as the above", "below", "as below", "see below", "before", "as before", "same as before", "as previously", "previous",
    "as previous", "see previous", "see previous answer", "as stated", "as stated above", "as stated previously", "ditto",
    "same", "the same", "same again", "idem", "comment", "comments", "see comment", "see comments", "see comment column",
    "see notes", "see note", "see attached", "attached", "elsewhere", "see elsewhere",
)  # fmt: skip
OF_SOMETHING = (
    "known", "well known", "widely known", "known to all", "common knowledge", "general knowledge", "local knowledge",
    "own knowledge", "self evident", "obvious", "evident", "experience", "various", "various documents", "various reports",
    "various meetings", "several", "many", "multiple", "numerous", "document", "documents", "documentation", "evidence",
    "some evidence", "evidence held", "evidence exists", "evidence available", "available", "available on request",
    "evidence available on request", "on request", "can be provided", "can be provided on request", "can provide",
    "available if needed", "available if required", "on file", "held on file", "held", "held centrally", "held locally",
)  # fmt: skip
IN_WELSH = (
    "ie", "iawn", "ydy", "ydyw", "oes", "do", "cytunwyd", "wedi'i gytuno", "cadarnhawyd", "wedi'i wneud", "wedi ei wneud",
    "cwblhawyd", "wedi'i gwblhau", "ar waith", "yn ei le", "yn bodoli", "yn parhau", "dim", "dim byd", "dim tystiolaeth",
    "nac oes", "nage", "na", "amherthnasol", "ddim yn berthnasol", "nid yw'n berthnasol", "ddim yn gwybod", "anhysbys",
    "i'w gadarnhau", "i'w ddilyn", "i ddilyn", "i'w gwblhau", "uchod", "gweler uchod", "fel uchod", "fel yr uchod",
    "isod", "gweler isod", "fel o'r blaen", "fel y nodwyd", "yr un peth", "yr un fath", "gweler sylw", "gweler y sylw",
    "gweler sylwadau", "gweler y sylwadau", "hysbys", "amrywiol", "tystiolaeth", "tystiolaeth ar gael", "ar gael",
    "ar gael ar gais",
)  # fmt: skip
"""What councils in Wales write for the same; plain yes and no depend there on the question asked."""

OF_NO_REASON = (
    "irrelevant", "not relevant", "not relevant to us", "not relevant here", "not applicable to us", "does not apply",
    "doesn't apply", "does not apply to us", "doesn't apply to us", "not applicable here", "not for us", "not us", "not me",
    "not mine", "not my area", "not our area", "not my team", "not our team", "not my job", "not my department",
    "not our department", "not for me", "outside my area", "outside my remit", "not in my remit", "no comment", "no reason",
    "no time", "no idea", "no view", "can't answer", "cannot answer", "unable to answer", "unable to say", "can't say",
    "ask someone else", "someone else", "somebody else", "elsewhere", "done elsewhere", "dealt with elsewhere",
    "handled elsewhere", "covered elsewhere", "answered elsewhere", "ddim i ni", "nid ni", "tim arall", "adran arall",
    "tîm arall", "ddim yn berthnasol i ni",
)  # fmt: skip

OTHER_PEOPLE = re.compile(
    r"(?:(?:this|that|it)(?: is|'s) )?(?:(?:one )?for |a matter for |(?:done|handled|dealt with|covered|answered|led) by )?"
    r"(?:an?other|a different|some other|other|different) "
    r"(?:teams?|departments?|depts?|services?|sections?|units?|directorates?|officers?|colleagues?|people|person)"
    r"(?: (?:does|do|did|handles?|deals? with|covers?|answers?|leads?|leads? on|looks? after|owns?|will answer)"
    r"(?: (?:that|this|it|these|them))?)?"
)
"""Who else in the council could answer is no reason why a question cannot apply to the council."""

APART = re.compile(r"[,;.:()/&\n-]+|\b(?:and|but|a|ac)\b")
A_DATE = re.compile(r"[0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{2,4}(?: 00:00:00)?")
"""A whole date in figures: it names a day, and the finding asks for a document, a date or a decision."""


def _squeezed(text: str) -> str:
    """Letters and digits alone, so that n/a, N.A. and na are one."""
    return "".join(filter(str.isalnum, plain(text)))


def _all_squeezed(*groups: Iterable[str]) -> frozenset[str]:
    return frozenset(_squeezed(phrase) for group in groups for phrase in group)


SAY_NOTHING = _all_squeezed(
    OF_ASSENT, OF_NOTHING, OF_LATER, OF_ELSEWHERE, OF_SOMETHING, IN_WELSH, LEVEL_NAMES, CHOICE_TEXTS.values()
)
GIVE_NO_REASON = SAY_NOTHING | _all_squeezed(OF_NO_REASON)


def weak_evidence(text: str, answer: str, levels: tuple[str, ...]) -> bool:
    """Whether what is cited names nothing: an empty phrase, hardly a letter, or the answer or a level's text once more."""
    if _says_nothing(text):
        return True
    said = plain(text)
    return said == plain(answer) or said in _plain_texts(levels)


@lru_cache(maxsize=256)
def _plain_texts(levels: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(plain, levels))


def weak_reason(text: str) -> bool:
    """Whether what stands as a reason gives none: an empty phrase, or only that somebody else would know."""
    if len(text) > LONGEST:
        return False
    named = OTHER_PEOPLE.fullmatch(plain(text).rstrip(".! "))
    return bool(named) or _is_hardly_a_word(text) or _is_made_of(text, GIVE_NO_REASON)


def _says_nothing(text: str) -> bool:
    if len(text) > LONGEST or (len(text) > LONGEST_WITH_A_FIGURE and A_FIGURE.search(text)):
        return False
    return _is_hardly_a_word(text) or _is_made_of(text, SAY_NOTHING)


def _is_hardly_a_word(text: str) -> bool:
    """Fewer than three letters, or one letter over and over, unless it is a reference or a date."""
    letters = "".join(filter(str.isalpha, plain(text)))
    if len(letters) >= FEWEST_LETTERS:
        return letters == letters[0] * len(letters)
    digits = sum(map(str.isdigit, text))
    reference = bool(letters) and digits >= FEWEST_DIGITS
    return not reference and not A_DATE.fullmatch(text.strip())


def _is_made_of(text: str, phrases: frozenset[str]) -> bool:
    """Whether a text is one of the phrases, or several of them and nothing else: Yes, in place."""
    if _squeezed(text) in phrases:
        return True
    parts = [squeezed for part in APART.split(plain(text)) if (squeezed := _squeezed(part))]
    return bool(parts) and all(part in phrases for part in parts)
