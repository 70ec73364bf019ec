"""What a fix copy asks because of each rule: one table over the whole catalogue, with the reason where it asks nothing."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rasp_xl.incoming.returns import Return
from rasp_xl.incoming.wording import plain
from rasp_xl.model import answer_rules, file_rules, notice_rules
from rasp_xl.model.findings import Finding, Rule, shorten
from rasp_xl.model.layout import ANSWER, COMMENT, COUNCIL, DATE, EVIDENCE, RESPONDENT
from rasp_xl.model.rounds import Round

Questions = Callable[[Finding, Return, Round], tuple[str, ...]]
"""The ids of the questions that a finding is about, in the order asked; an empty id stands for the cover or the workbook."""

ID = re.compile(r"\b[A-Z]{2}[1-9][0-9]{0,2}\b")
NOT_SCORED = "A file that is not scored gets no fix copy: what is asked of its sender is another file."
TO_KNOW = "It is for information and asks nothing of the sender."


@dataclass(frozen=True, slots=True)
class Asks:
    """What is asked: at which cell of which questions, in which words where the rule's own do not fit a fix copy.

    settled_by are other cells of a question that has an answer, of which a change settles the matter too. As one, a
    finding about several questions is asked once, at the first of them, and a change to any of their answers settles it.
    What gives way asks for nothing at a cell at which something else must be fixed.
    """

    heading: str
    of: Questions
    wrong: str = ""
    do: str = ""
    settled_by: tuple[str, ...] = ()
    as_one: bool = False
    gives_way: bool = False


def _its_own(finding: Finding, returned: Return, round_: Round) -> tuple[str, ...]:
    return (finding.question,)


def _if_known(finding: Finding, returned: Return, round_: Round) -> tuple[str, ...]:
    """Its own question, where it has one; of an answer to nobody knows what, the questions that lack one are asked for."""
    return (finding.question,) if finding.question else ()


def _none(finding: Finding, returned: Return, round_: Round) -> tuple[str, ...]:
    return ("",)


def _answered(finding: Finding, returned: Return, round_: Round) -> tuple[str, ...]:
    """Its own question, where it has an answer that can be checked; what else is wrong with it is asked for itself."""
    given = returned.answers.get(finding.question)
    return (finding.question,) if given and given.value is not None else ()


def _all(finding: Finding, returned: Return, round_: Round) -> tuple[str, ...]:
    """Every question that it is about; its message names only the first dozen."""
    return finding.about


def _on_sheet(finding: Finding, returned: Return, round_: Round) -> tuple[str, ...]:
    """The first question that was found on its sheet, answered or not."""
    found = (
        q.id
        for q in round_.question_set.questions
        if (a := returned.answers.get(q.id)) and a.place.sheet == finding.place.sheet
    )
    return (next(found, ""),)


def _same_evidence(finding: Finding, returned: Return, round_: Round) -> tuple[str, ...]:
    return tuple(
        q.id
        for q in round_.question_set.questions
        if (a := returned.answers.get(q.id)) and a.evidenced and plain(shorten(a.evidence)) == plain(finding.found)
    )


def _together(finding: Finding, returned: Return, round_: Round) -> tuple[str, ...]:
    """The questions that a message names, or else those on its sheet, or else all; only those that have an answer."""
    named = {finding.question, *finding.about, *ID.findall(finding.message)}
    given = [a for q in round_.question_set.questions if (a := returned.answers.get(q.id)) and a.value is not None]
    on_sheet = [a for a in given if a.place.sheet == finding.place.sheet]
    chosen = [a for a in given if a.question in named] or on_sheet or given
    return tuple(a.question for a in chosen)


_ASK_ANSWER = Asks(ANSWER, _its_own)
_ASK_AGAIN = Asks(ANSWER, _its_own, do="Choose an answer from the list.")
_CONFIRM = Asks(
    ANSWER, _answered,
    do="Check the answer against the question as it stands here. Change it, or say under Comment that it is right.",
    settled_by=(COMMENT, EVIDENCE),
)  # fmt: skip
_CONFIRM_ALL = Asks(
    ANSWER, _together,
    do="Check these answers one by one against the level texts and change what is not right. If all are right, say so under Comment beside the first.",
    settled_by=(COMMENT,),
    as_one=True,
)  # fmt: skip
_LEVEL_OR_UNKNOWN = "Choose an answer from the list, or Don't know where nobody can say."

TABLE: Mapping[Rule, Asks | str] = {
    **dict.fromkeys((rule for rule in vars(file_rules).values() if isinstance(rule, Rule)), NOT_SCORED),
    answer_rules.UNREADABLE: _ASK_ANSWER,
    answer_rules.ERROR_CELL: _ASK_AGAIN,
    answer_rules.NO_VALUE: _ASK_AGAIN,
    answer_rules.TWO_ANSWERS: Asks(ANSWER, _its_own, do="Choose the one that is right."),
    answer_rules.GATE_NOT_APPLICABLE: _ASK_ANSWER,
    answer_rules.AREA_EMPTY: Asks(ANSWER, _all, "{question} is not answered, like all of its area.", _LEVEL_OR_UNKNOWN, gives_way=True),
    answer_rules.DATE_ANSWER: _ASK_ANSWER,
    answer_rules.MERGED: Asks(ANSWER, _its_own, do="Choose an answer for this question.", settled_by=(COMMENT,)),
    answer_rules.TWO_MEANINGS: _ASK_ANSWER,
    answer_rules.OLD_ZERO: Asks(ANSWER, _its_own, do="Choose the answer again."),
    answer_rules.BESIDE: Asks(ANSWER, _its_own, do="Choose the answer here."),
    answer_rules.WHOSE_ANSWER: Asks(ANSWER, _if_known, do="Choose the answer to this question again."),
    answer_rules.ONE_OF_TWO: _ASK_ANSWER,
    answer_rules.GATE_NOT_ANSWERED: _ASK_ANSWER,
    answer_rules.EVIDENCE_ALONE: Asks(ANSWER, _its_own, gives_way=True),
    answer_rules.NO_EVIDENCE: Asks(EVIDENCE, _its_own, settled_by=(ANSWER,)),
    answer_rules.NO_REASON: Asks(COMMENT, _its_own, settled_by=(ANSWER,)),
    answer_rules.NO_RESPONDENT: Asks(RESPONDENT, _none),
    answer_rules.OTHER_COUNCIL: Asks(COUNCIL, _none, do="If this copy is for your council, say so under Your reply. If not, do not fill it in, and tell whoever sent it to you."),
    answer_rules.WEAK_EVIDENCE: Asks(EVIDENCE, _its_own, settled_by=(ANSWER,)),
    answer_rules.SAME_EVIDENCE: Asks(EVIDENCE, _same_evidence, settled_by=(ANSWER,)),
    answer_rules.FILL_DOWN: _CONFIRM_ALL,
    answer_rules.ONE_ANSWER: _CONFIRM_ALL,
    answer_rules.DATE_UNREADABLE: Asks(DATE, _none),
    answer_rules.DATE_IN_FUTURE: Asks(DATE, _none),
    answer_rules.WEAK_REASON: Asks(COMMENT, _its_own, settled_by=(ANSWER,)),
    notice_rules.NOT_FOUND: Asks(ANSWER, _all, "{question} was not in the workbook that you sent.", _LEVEL_OR_UNKNOWN, gives_way=True),
    answer_rules.OWN_SCALE: Asks(ANSWER, _all, "{question} was answered with a bare number, perhaps on another scale than 0 to 4.", "Choose the answer again from the list."),
    answer_rules.DATE_LONG_PAST: Asks(DATE, _none),
    answer_rules.TWO_COUNCILS: Asks(COUNCIL, _none, do="If this copy is not for your council, do not fill it in, and tell whoever sent it to you."),
    notice_rules.NOT_ANSWERED: TO_KNOW,
    notice_rules.REF_OUT_OF_STEP: _CONFIRM,
    notice_rules.TEXT_CHANGED: _CONFIRM,
    notice_rules.SAME_ANSWER_TWICE: TO_KNOW,
    notice_rules.OTHER_VERSION: TO_KNOW,
    notice_rules.MACROS: TO_KNOW,
    notice_rules.NO_IDENTITY: TO_KNOW,
    notice_rules.STRAY_ROW: TO_KNOW,
    notice_rules.COLUMNS_FOUND: Asks("", _on_sheet, do="Check that the answers on this sheet are as you gave them, and change what is not. Then say so under Your reply."),
    notice_rules.COLUMNS_UNCLEAR: TO_KNOW,
    notice_rules.OTHER_TABLE: _CONFIRM_ALL,
    notice_rules.COLUMN_ASIDE: TO_KNOW,
    notice_rules.MARKED: Asks(ANSWER, _its_own, do="Choose the level that you marked."),
    notice_rules.UNREAD: Asks("", _none, do="Choose your answers from the list under Answer: notes and pictures are not read."),
    notice_rules.SHEET_SCORE: TO_KNOW,
    notice_rules.WEIGHT_CHANGED: Asks("", _none, do="Say under Your reply why they were changed. This copy has the weights as agreed for all councils together."),
    notice_rules.NEAR_NAME: Asks(COUNCIL, _none, do="If the council's name is right in this copy, say so under Your reply. If not, tell whoever sent it to you: it cannot be changed here."),
    notice_rules.OLD_FORMAT: Asks("", _none, do="Check that the answers in this copy are as you gave them, and change what is not. Then say so under Your reply."),
    notice_rules.WAIVER_OVER: TO_KNOW,
    notice_rules.COLLEAGUE_ANSWERS: TO_KNOW,
    notice_rules.REPLIED: TO_KNOW,
}  # fmt: skip
"""What each rule leads to, or why it leads to nothing."""
