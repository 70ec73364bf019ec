"""Binding: which question each row answers, and what counts where one was answered more than once."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from rasp_xl.incoming.answer_cells import read_answer
from rasp_xl.incoming.further_answers import LEVEL_TEXTS
from rasp_xl.incoming.merged import MergedAnswers
from rasp_xl.incoming.question_index import QuestionIndex
from rasp_xl.incoming.repeated import Given, Repeated
from rasp_xl.incoming.rows import Row, rows_of
from rasp_xl.incoming.wording import UNREADABLE, parse_answer, plain
from rasp_xl.incoming.workbook import Workbook
from rasp_xl.model import answer_rules, notice_rules
from rasp_xl.model.answers import Answer
from rasp_xl.model.findings import Finding, Rule, column_letters
from rasp_xl.model.layout import ANSWER, LAST_TIME, QUESTION, REF
from rasp_xl.model.questions import is_own

Claim = tuple[Row, str, str]
"""A row, the question whose text it holds, and the one whose Ref; empty where the row does not say."""


class Binder:
    """Finds the answers of one workbook: answers has an entry for each question found, findings are in reading order.

    same_set is false of a template of another version of the question set, whose texts may rightly differ.
    """

    def __init__(self, workbook: Workbook, index: QuestionIndex, file: str, same_set: bool = True) -> None:
        self.findings: list[Finding] = []
        self._workbook, self._index, self._same_set = workbook, index, same_set
        self._rows = [row for sheet in workbook.sheets for row in rows_of(sheet, index, file, self.findings)]
        claims = [_claim(row, index, same_set) for row in self._rows]
        self._unsorted = {row.sheet.name for row, by_text, by_ref in claims if by_text != by_ref and by_text and by_ref}
        self._merged = MergedAnswers(row for row, by_text, by_ref in claims if by_text or by_ref)
        self._given: dict[str, list[Given]] = defaultdict(list)
        for claim in claims:
            self._take(*claim)
        answered = {given.row.table for several in self._given.values() for given in several if not given.blank}
        repeated = Repeated(answered, self.findings)
        self.answers: dict[str, Answer] = {question: repeated.the_one(given) for question, given in self._given.items()}
        repeated.tell_instead()
        self._tell_answers_beside()

    def _take(self, row: Row, by_text: str, by_ref: str) -> None:
        """The text wins over the Ref, because people sort without the first column.

        Level texts of another question mean that a part of the row was sorted away from the rest, as happens where
        columns are frozen; then nothing tells for which of the two the answer was chosen.
        """
        asked = by_text or by_ref
        if not asked:
            if _is_stray(row):
                self._tell(row, ANSWER, notice_rules.STRAY_ROW)
            return
        beside = self._index.by_given(row.values, row.columns.get(QUESTION, 0))
        if beside and beside != asked:
            self._set_aside(row, f"the question is {asked}, but the level texts are those of {beside}", beside)
        elif not by_text:
            self._take_by_ref(row, by_ref, bool(beside))
        else:
            if by_ref and by_ref != by_text:
                self._tell(row, REF, notice_rules.REF_OUT_OF_STEP, by_text)
            self._count(row, by_text)

    def _take_by_ref(self, row: Row, by_ref: str, borne_out: bool) -> None:
        """A row with a Ref of ours and another text or none: edited, or sorted away from its Ref and edited besides.

        On a sheet on which other rows were sorted away from their Refs, level texts must bear the Ref out.
        """
        text = row.text(QUESTION)
        if near := self._index.near_other(text, by_ref):
            self._set_aside(row, f"the Ref is {by_ref}, but the text is nearly that of {near}", near)
        elif row.sheet.name in self._unsorted and not borne_out:
            self._set_aside(
                row, f"the Ref is {by_ref}, but rows were sorted without their Refs and the text was changed"
            )
        else:
            if text and self._same_set:
                self._tell(row, QUESTION, notice_rules.TEXT_CHANGED, by_ref)
            self._count(row, by_ref)

    def _set_aside(self, row: Row, reason: str, near: str = "") -> None:
        """Count the row for no question; the one it looks most like keeps what was typed, to be asked about."""
        answer = read_answer(self._workbook, row, near, [], self._merged.lost(row))
        if answer.given:
            self.findings.append(
                Finding.at(answer.place, answer_rules.WHOSE_ANSWER, question=near, found=answer.raw, reason=reason)
            )
            answer = replace(answer, value=None, unreadable=True)
        if near:
            self._given[near].append(Given(answer, row))

    def _count(self, row: Row, question: str) -> None:
        answer = read_answer(self._workbook, row, question, self.findings, self._merged.lost(row))
        self._given[question].append(Given(answer, row))

    def _tell(self, row: Row, heading: str, rule: Rule, question: str = "") -> None:
        self.findings.append(Finding.at(row.place(heading), rule, question=question, found=row.text(heading)))

    def _tell_answers_beside(self) -> None:
        """A blank answer with a level's text in the same row was perhaps typed or pasted into the wrong column."""
        blank = {a.place: a.question for a in self.answers.values() if not a.given}
        for row in self._rows if blank else ():
            question = blank.get(row.place(ANSWER))
            beside = _level_beside(row, self._rows) if question else None
            if question and beside:
                column, text = beside
                cell = f"{column_letters(column)}{row.number}"
                self.findings.append(
                    Finding.at(row.place(ANSWER), answer_rules.BESIDE, question=question, found=text, other=cell)
                )


def _claim(row: Row, index: QuestionIndex, same_set: bool) -> Claim:
    """In another question set, a number of the office's own may stand for another question: only the text tells."""
    ref = row.value(REF)
    as_sent = index.exact.get(row.value(QUESTION), "")
    if as_sent and as_sent == ref:
        return row, as_sent, as_sent
    by_text, by_ref = as_sent or index.by_text(row.text(QUESTION)), index.by_ref(row.text(REF))
    if not same_set and not by_text and row.text(QUESTION) and is_own(by_ref):
        return row, "", ""
    return row, by_text, by_ref


def _is_stray(row: Row) -> bool:
    """Whether a row without a question of ours holds an answer: to a question of its own, or anything we would read."""
    parsed = parse_answer(row.value(ANSWER))
    read = parsed is not None and parsed is not UNREADABLE
    return read or bool(row.text(ANSWER) and (row.text(REF) or row.text(QUESTION)))


def _level_beside(row: Row, rows: Iterable[Row]) -> tuple[int, str] | None:
    """The first cell of a row, other than those for answers and of the last round, in which the text of a level stands."""
    found = [(n, v) for n, v in enumerate(row.values, 1) if isinstance(v, str) and v in LEVEL_TEXTS]
    if not found:
        return None
    used = {r.columns.get(ANSWER) for r in rows if r.sheet is row.sheet and r.number == row.number}
    heads = row.sheet.rows[row.header - 1] if row.header <= len(row.sheet.rows) else []
    used |= {n for n, head in enumerate(heads, 1) if isinstance(head, str) and plain(head) == plain(LAST_TIME)}
    return next(((n, v) for n, v in found if n not in used), None)
