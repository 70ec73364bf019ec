"""Where things stand on the sheet What if: figures at the head, then gates, questions, sums, and what may be chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from rasp_xl.model.questions import Area, Question
from rasp_xl.outgoing.book import cell, span
from rasp_xl.outgoing.formulas import Cells
from rasp_xl.reports.positions import Positions

CHOOSER_ROW = 4
CHOSEN = "$B$4"
RESULTS_ROW = 6
FIRST_AREA_COLUMN = 3

BY_AREA = "by area"
"""Stands where only areas have a figure."""

REAL, WHAT_IF, DIFFERENCE = "As answered", "What if", "Difference"
SCORE, KNOWN, COVERAGE, BAND, BEFORE, HELD_BY, STATUS = range(7)
FIGURES = (
    (SCORE, "Score", (REAL, WHAT_IF, DIFFERENCE)),
    (KNOWN, "Known-only", (REAL, WHAT_IF, DIFFERENCE)),
    (COVERAGE, "Coverage %", (REAL, WHAT_IF, DIFFERENCE)),
    (BAND, "Band", (REAL, WHAT_IF)),
    (BEFORE, "Band before gates", (REAL, WHAT_IF)),
    (HELD_BY, "Held down by", (REAL, WHAT_IF)),
    (STATUS, "Status", (REAL, WHAT_IF)),
)
"""A row for each figure as answered and as it would be, and for the difference of those that are numbers."""

GATE, STAGE, GATE_REAL, GATE_WHAT_IF, OPEN_REAL, OPEN_WHAT_IF, CAP, OVERALL_CAP = range(3, 11)
"""Columns of the gates, beside the radar."""

ASKED, TEXT, ANSWERED, ENTRY, STATE, AREA_GAIN, OVERALL_GAIN, AREA_OPENS, OVERALL_OPENS = range(1, 10)
WEIGHT, IS_GATE, CODE_REAL, CODE, NEXT, CAP_THEN, OVERALL_CAP_THEN, AREA_THEN, OVERALL_THEN = range(10, 19)
"""Columns of the questions; from the weight on they hold what the others are made of, and are not printed."""

POINTS, APPLIES, KNOWN_WEIGHT, TOTAL, NOT_APPLICABLE, NUMBER_BEFORE, NUMBER, TO_FIX = range(8)
SUMS = (
    "Points", "Weight that applies", "Weight answered", "All weight", "Not applicable %", "Band number before gates",
    "Band number", "Cells to fix or that cannot be read",
)  # fmt: skip
RADAR_ROWS = 18
ROW_HEIGHT = 15
"""Points; given to every row beside the radar, so that it ends where its rows end in LibreOffice too."""

LAST_PRINTED = 9


@dataclass(frozen=True)
class Places:
    """Addresses on the sheet itself; rows count from 1. Without slots, so that what does not change is looked up once."""

    at: Positions

    def figure(self, figure: int, which: str) -> int:
        """A row of the figures."""
        row = RESULTS_ROW + 1
        for number, _, kinds in FIGURES:
            if number == figure:
                return row + kinds.index(which)
            row += len(kinds)
        raise ValueError(figure)

    def column(self, area: int) -> int:
        """An area's column among figures and sums; the overall's comes after the last area's."""
        return FIRST_AREA_COLUMN + area

    def here(self, figure: int, which: str, area: int) -> str:
        """One figure's cell."""
        return cell(self.figure(figure, which), self.column(area), fixed=True)

    def areas(self, row: int) -> str:
        """A row of figures or sums over all areas, without the overall."""
        return span(row, self.column(0), row, self.column(len(self.at.areas) - 1), fixed=True)

    @property
    def overall(self) -> int:
        """The overall's number among the areas."""
        return len(self.at.areas)

    @property
    def gates_row(self) -> int:
        """The gates' header row."""
        return self.figure(STATUS, WHAT_IF) + 3

    def gate_row(self, gate: Question) -> int:
        """A gate's row."""
        return self.gates_row + 1 + self.at.gates.index(gate)

    def cap(self, gate: Question, column: int = CAP) -> str:
        """The cell with the highest band number that a gate would leave open to its area or, by the column, to the overall."""
        return cell(self.gate_row(gate), column, fixed=True)

    def caps(self, gates: Sequence[Question], column: int = CAP) -> str:
        """The same of gates that stand together."""
        return f"{self.cap(gates[0], column)}:{self.cap(gates[-1], column)}"

    def gates_of(self, area: Area) -> list[Question]:
        """An area's gates, whatever the stage."""
        return [gate for gate in self.at.gates if gate.area == area.id]

    @property
    def questions_row(self) -> int:
        """The questions' header row."""
        return max(self.gates_row + RADAR_ROWS, self.gates_row + len(self.at.gates) + 1) + 2

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {q.id: row for row, q in enumerate(self.at.questions, self.questions_row + 1)}

    def question(self, question: Question, column: int) -> str:
        """A cell of a question's row."""
        return cell(self._rows[question.id], column, fixed=True)

    def question_row(self, question: Question) -> int:
        """A question's row."""
        return self._rows[question.id]

    def asked(self, column: int, questions: Sequence[Question]) -> str:
        """A column over questions that stand together."""
        return f"{self.question(questions[0], column)}:{self.question(questions[-1], column)}"

    def cells(self, questions: Sequence[Question]) -> Cells:
        """References to what would be answered. No evidence: nothing here asks for the evidenced score."""
        weights, answers, gates = (self.asked(column, questions) for column in (WEIGHT, CODE, IS_GATE))
        return Cells(weights, answers, gates, evidence="")

    @property
    def sums_row(self) -> int:
        """The header row of the sums."""
        return self.questions_row + len(self.at.questions) + 3

    def sum_row(self, number: int) -> int:
        """A row of the sums."""
        return self.sums_row + 1 + number

    def sum(self, number: int, area: int) -> str:
        """One sum's cell."""
        return cell(self.sum_row(number), self.column(area), fixed=True)

    @property
    def council(self) -> str:
        """The cell with the chosen council's place on Answers, from 1."""
        return cell(self.sum_row(len(SUMS)), FIRST_AREA_COLUMN, fixed=True)

    @property
    def choices_row(self) -> int:
        """The header row of what may be chosen."""
        return self.sum_row(len(SUMS)) + 4

    def choices(self, column: int, count: int) -> str:
        """What may be chosen, or what it counts as."""
        return span(self.choices_row + 1, column, self.choices_row + count, column, fixed=True)

    @property
    def last_row(self) -> int:
        """The last row that is printed: that of the last sum."""
        return self.sum_row(len(SUMS))
