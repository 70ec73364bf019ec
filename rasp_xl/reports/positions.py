"""Where things stand in the scored workbook: every formula that points to another sheet gets its address here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from rasp_xl.incoming.ledger import Entry, Status
from rasp_xl.model.answers import Answer
from rasp_xl.model.findings import Place
from rasp_xl.model.layout import quoted
from rasp_xl.model.questions import Area, Question
from rasp_xl.model.scorecard import Disagreement
from rasp_xl.outgoing.book import cell, span
from rasp_xl.outgoing.formulas import Cells
from rasp_xl.reports import wording
from rasp_xl.reports.assessment import Assessment, count_answers
from rasp_xl.reports.sheet_table import HEADER_ROW
from rasp_xl.scoring.disagreement import urgency
from rasp_xl.scoring.quartiles import Quartiles

SUMMARY = "Summary"
HEAT_MAP = "Heat map"
THEME_MAP = "Theme map"
QUESTION_MAP = "Question map"
SCORES = "Scores"
GATES = "Gates"
GAPS = "Gaps and actions"
CHANGE = "Change"
CHANGE_BY_QUESTION = "Change by question"
PARTNERS = "Partners"
DISAGREEMENT = "Disagreement"
SENSITIVITY = "Sensitivity"
WHAT_IF = "What if"
RESPONSES = "Responses"
LONG_TEXTS = "Long texts"
ANSWERS = "Answers"
SETTINGS = "Settings"
RETURNS = "Returns"
FINDINGS = "Findings"
METHOD = "Method"
CHECKS = "Checks"
ALL_WELL = "all is well."

MAP_FIRST_ROW = 6
SCORES_FIRST_ROW = 5
GATES_FIRST_ROW = 5
ANSWERS_EQUAL_ROW = 4
ANSWERS_WEIGHT_ROW = 5
ANSWERS_GATE_ROW = 6
ANSWERS_FIRST_ROW = 8
ANSWERS_FIRST_COLUMN = 3
SETTINGS_FIRST_ROW = 5
BANDS_ROW = 22
SETTINGS_FIRST_QUESTION_ROW = 28
SETTING_WEIGHT, SETTING_FIRST_STAGE = 2, 3
PARTNERS_FIRST_ROW = 5
SENSITIVITY_FIRST_ROW = 7
STATUS_COLUMN = 2
"""Of Returns."""

OF_ALL = frozenset({PARTNERS, SENSITIVITY, RESPONSES, LONG_TEXTS})
"""Sheets that a council's own workbook has not: they compare councils, or say which of its people answered what."""

MOST_ROWS = 1_048_576
"""On one sheet, in every program of this kind."""

MOST_LINKS = 20_000
"""On one sheet. Excel takes 65,530 and opens slowly long before that."""


@dataclass(frozen=True)
class Positions:
    """Addresses for one assessment with at least one council, on sheets of so many rows at most. Councils and questions are counted from 0 in the order of the assessment.

    Without slots, so that what does not change is looked up once.
    """

    assessment: Assessment
    most_rows: int = MOST_ROWS
    own: bool = False
    quartiles: Quartiles = ()
    """own: whether this is one council's own workbook, written to that council; quartiles: what it says of the others."""

    def has(self, sheet: str) -> bool:
        """Whether the workbook has a sheet, as far as that hangs on whom it is for."""
        return not (self.own and sheet in OF_ALL)

    @property
    def questions(self) -> tuple[Question, ...]:
        """In the order asked."""
        return self.assessment.round.question_set.questions

    @property
    def areas(self) -> tuple[Area, ...]:
        """In the order asked."""
        return self.assessment.round.question_set.areas

    @cached_property
    def gates(self) -> tuple[Question, ...]:
        """The purpose's gates, whatever the stage, in the order asked."""
        return tuple(q for q in self.questions if self.assessment.round.gate_from(q) is not None)

    @cached_property
    def _number(self) -> dict[str, int]:
        return {question.id: number for number, question in enumerate(self.questions)}

    def asked(self, identity: str) -> Question:
        """A question by its id."""
        return self.questions[self._number[identity]]

    @cached_property
    def _gate_number(self) -> dict[str, int]:
        return {gate.id: number for number, gate in enumerate(self.gates)}

    @cached_property
    def attention(self) -> Sequence[tuple[str, str]]:
        """What Summary lists first, worked out once: who has not answered, then files, each with the reason."""
        if self.own:
            return wording.to_fix(self.assessment)
        return [*wording.absent(self.assessment), *wording.attention(self.assessment)]

    @property
    def id_width(self) -> float:
        """The width of a column of councils' ids: they have no spaces, so none may be broken over two lines."""
        return max(18, 3 + max(len(card.id) for card in self.assessment.cards))

    @property
    def map_last_row(self) -> int:
        """The last council's row on each of the maps."""
        return MAP_FIRST_ROW + len(self.assessment.cards) - 1

    @property
    def answers_last_row(self) -> int:
        """The last council's row on Answers."""
        return ANSWERS_FIRST_ROW + len(self.assessment.cards) - 1

    def settings_column(self, column: int) -> str:
        """All questions' cells of a column of Settings, as an area on that sheet."""
        last = SETTINGS_FIRST_QUESTION_ROW + len(self.questions) - 1
        return span(SETTINGS_FIRST_QUESTION_ROW, column, last, column, fixed=True)

    def can_link(self, per_council: int) -> bool:
        """Whether a sheet may hold so many links for each council; otherwise the council's name alone leads on."""
        return per_council * len(self.assessment.cards) <= MOST_LINKS

    def unlinked(self, per_council: int) -> str:
        """What a sheet says where its cells are too many to be links; empty where they are."""
        if self.can_link(per_council):
            return ""
        return f" With more than {MOST_LINKS:,} cells here, only the name of a council is a link."

    @property
    def gates_last_row(self) -> int:
        """The last row of Gates."""
        return GATES_FIRST_ROW + max(len(self.assessment.cards) * len(self.gates), 1) - 1

    @cached_property
    def responses(self) -> tuple[tuple[Entry, Answer], ...]:
        """The rows of Responses: all, or as many as the sheet has room for."""
        return self.all_responses[: self.most_rows - HEADER_ROW]

    @property
    def answer_counts(self) -> Mapping[str, int]:
        """Assessment.answer_counts, of the answers that stand on Responses."""
        if len(self.responses) == len(self.all_responses):
            return self.assessment.answer_counts
        return count_answers(answer for _, answer in self.responses)

    @cached_property
    def all_responses(self) -> tuple[tuple[Entry, Answer], ...]:
        """Every answer of every return that counts, by file and in the order asked."""
        counted = [e for e in self.assessment.ledger.entries if e.status is Status.SCORED and e.returned]
        found = [(e, e.returned.answers if e.returned else {}) for e in counted]
        return tuple((entry, answers[q.id]) for entry, answers in found for q in self.questions if q.id in answers)

    @cached_property
    def _response_row(self) -> dict[tuple[str, Place], int]:
        return {(a.question, a.place): row for row, (_, a) in enumerate(self.responses, HEADER_ROW + 1)}

    def response(self, answer: Answer) -> str:
        """The row of Responses that a council's answer was taken from; empty where no return has the question."""
        row = self._response_row.get((answer.question, answer.place))
        return f"{RESPONSES}!A{row}" if row else ""

    @property
    def has_disagreement(self) -> bool:
        """Whether there is a sheet Disagreement: some council has several respondents, or an answer of its own is moderated."""
        return bool(self.disagreements) or any(card.respondents > 1 for card in self.assessment.cards)

    @cached_property
    def disagreements(self) -> tuple[tuple[int, Disagreement], ...]:
        """The rows of Disagreement: the council's number and the question, over all councils, the most urgent first."""
        found = [(number, one) for number, card in enumerate(self.assessment.cards) for one in card.disagreement]
        return tuple(sorted(found, key=lambda pair: urgency(pair[1])))

    @cached_property
    def _disagreement_row(self) -> dict[tuple[int, str], int]:
        return {(c, one.question): row for row, (c, one) in enumerate(self.disagreements, HEADER_ROW + 1)}

    def disagreement(self, council: int, answer: Answer) -> str:
        """The row of Disagreement on a council's question, which is there where the answer is moderated."""
        return f"{DISAGREEMENT}!A{self._disagreement_row[council, answer.question]}"

    @cached_property
    def _return_row(self) -> dict[str, int]:
        return {e.path: row for row, e in enumerate(self.assessment.ledger.entries, HEADER_ROW + 1)}

    def returned(self, entry: Entry) -> str:
        """The row of Returns of a file."""
        return f"{RETURNS}!A{self._return_row[entry.path]}"

    @property
    def statuses(self) -> str:
        """What became of each file, from another sheet."""
        last = HEADER_ROW + max(len(self.assessment.ledger.entries), 1)
        return f"{RETURNS}!{span(HEADER_ROW + 1, STATUS_COLUMN, last, STATUS_COLUMN, fixed=True)}"

    def setting(self, question: Question, column: int) -> str:
        """A cell of the question's row on Settings."""
        return f"{SETTINGS}!{cell(SETTINGS_FIRST_QUESTION_ROW + self._number[question.id], column, fixed=True)}"

    def answer_column(self, question: Question) -> int:
        """The question's column on Answers."""
        return ANSWERS_FIRST_COLUMN + self._number[question.id]

    def evidence_column(self, question: Question) -> int:
        """The column on Answers that says whether evidence is cited."""
        return self.answer_column(question) + len(self.questions)

    @property
    def answers_area(self) -> str:
        """All councils' answers, from another sheet."""
        return self._answers(self.answer_column)

    @property
    def evidence_area(self) -> str:
        """The marks that say where evidence is cited, from another sheet."""
        return self._answers(self.evidence_column)

    def _answers(self, column: Callable[[Question], int]) -> str:
        first, last = column(self.questions[0]), column(self.questions[-1])
        return f"{ANSWERS}!{span(ANSWERS_FIRST_ROW, first, self.answers_last_row, last, fixed=True)}"

    def above_answers(self, row: int) -> str:
        """What stands above the answers of all questions in a row of Answers, from another sheet."""
        first, last = self.answer_column(self.questions[0]), self.answer_column(self.questions[-1])
        return f"{ANSWERS}!{span(row, first, row, last, fixed=True)}"

    def mend_column(self, area: Area) -> int:
        """The column on Answers with the number of cells of an area that must be fixed."""
        return ANSWERS_FIRST_COLUMN + 2 * len(self.questions) + self.areas.index(area)

    @property
    def moderated_column(self) -> int:
        """The column on Answers that says what is moderated, where anything is."""
        return ANSWERS_FIRST_COLUMN + 2 * len(self.questions) + len(self.areas)

    def answer(self, council: int, question: Question) -> str:
        """One council's answer."""
        return f"{ANSWERS}!{cell(ANSWERS_FIRST_ROW + council, self.answer_column(question), fixed=True)}"

    def council_name(self, council: int) -> str:
        """One council's name, on Answers."""
        return f"{ANSWERS}!{cell(ANSWERS_FIRST_ROW + council, 1, fixed=True)}"

    def mend(self, council: int, area: Area) -> str:
        """The number of cells of a council's area that must be fixed."""
        return f"{ANSWERS}!{cell(ANSWERS_FIRST_ROW + council, self.mend_column(area), fixed=True)}"

    def cells(self, council: int, questions: Sequence[Question]) -> Cells:
        """References to one council's answers to questions that stand together."""
        row, first, last = ANSWERS_FIRST_ROW + council, questions[0], questions[-1]

        def across(at: int, start: int, end: int) -> str:
            return f"{ANSWERS}!{span(at, start, at, end, fixed=True)}"

        answers = (self.answer_column(first), self.answer_column(last))
        evidence = (self.evidence_column(first), self.evidence_column(last))
        return Cells(
            across(ANSWERS_WEIGHT_ROW, *answers),
            across(row, *answers),
            across(ANSWERS_GATE_ROW, *answers),
            across(row, *evidence),
        )

    def equal_cells(self, council: int, questions: Sequence[Question]) -> Cells:
        """The same references, but to a weight of 1 for each question."""
        first, last = self.answer_column(questions[0]), self.answer_column(questions[-1])
        ones = span(ANSWERS_EQUAL_ROW, first, ANSWERS_EQUAL_ROW, last, fixed=True)
        return replace(self.cells(council, questions), weights=f"{ANSWERS}!{ones}")

    def score_row(self, council: int, area: int) -> int:
        """A row of Scores: the areas of a council in order, then its overall (area = number of areas)."""
        return SCORES_FIRST_ROW + council * (len(self.areas) + 1) + area

    def score(self, council: int, area: int, column: int) -> str:
        """A cell of Scores."""
        return f"{SCORES}!{cell(self.score_row(council, area), column, fixed=True)}"

    def gate_row(self, council: int, gate: Question) -> int:
        """A row of Gates."""
        return GATES_FIRST_ROW + council * len(self.gates) + self._gate_number[gate.id]

    def gate(self, council: int, gate: Question, column: int) -> str:
        """A cell of Gates."""
        return f"{GATES}!{cell(self.gate_row(council, gate), column, fixed=True)}"

    def gate_column(self, column: int) -> str:
        """A whole column of Gates, from another sheet."""
        return f"{GATES}!{span(GATES_FIRST_ROW, column, self.gates_last_row, column, fixed=True)}"

    def partner_areas(self, column: int) -> str:
        """All areas' cells of a column of Partners, from another sheet."""
        last = PARTNERS_FIRST_ROW + len(self.areas) - 1
        return f"{PARTNERS}!{span(PARTNERS_FIRST_ROW, column, last, column, fixed=True)}"

    def map_column(self, sheet: str, column: int) -> str:
        """A whole column of councils on one of the maps, from another sheet."""
        return f"{quoted(sheet)}!{span(MAP_FIRST_ROW, column, self.map_last_row, column, fixed=True)}"
