"""Where things stand in a template: the only place that knows. Writer and reader both use it. Rows and columns count from 1."""

from collections.abc import Iterator
from dataclasses import dataclass

from rasp_xl.model.findings import column_letters
from rasp_xl.model.questions import LEVEL_NAMES, Area, Question, QuestionSet

START = "Start here"
FIX_LIST = "Fix list"
SCORES = "Your scores"
COUNTING = "How it counts"
LISTS = "Lists"
COMPUTED = frozenset({SCORES, COUNTING})
"""Sheets of a template on which nobody types: what they show follows from the others."""

REF, QUESTION, ANSWER, EVIDENCE, COMMENT = "Ref", "Question", "Answer", "Evidence", "Comment"
HEADINGS = (REF, QUESTION, ANSWER, EVIDENCE, COMMENT)
"""The headings a reader looks for, in the words of the header row."""

COUNCIL, RESPONDENT, ROLE, DATE = "Council", "Respondent", "Role", "Date"
COVER_LABELS = (COUNCIL, RESPONDENT, ROLE, DATE)
"""Labels in column A of the start sheet, with the entry beside them in column B."""

THEME_AND_GATE = "Theme and gate"
TO_DO = "To do"
WHY = "Why it matters"
WHO = "Best placed to answer"
LAST_TIME = "Last time"
LEVEL_HEADINGS = tuple(f"{level} {name}" for level, name in enumerate(LEVEL_NAMES))

AREA_COLUMNS = (REF, QUESTION, THEME_AND_GATE, *LEVEL_HEADINGS, ANSWER, EVIDENCE, COMMENT, TO_DO, WHY, WHO)
"""The columns of an area sheet, from A."""

WITH_LAST_TIME = (*AREA_COLUMNS, LAST_TIME)
"""The same where an earlier round's answers stand beside; at the end, so that every other column stays where it was."""

WRONG, REPLY = "What is wrong", "Your reply"
FIX_COLUMNS = (
    "No.", "Severity", "Where", "About question", WRONG, "What to do", "You wrote", "Status", REPLY,
)  # fmt: skip
"""The columns of a Fix list, from A: other words than on an area sheet, so that it is never taken for answers."""

ALL_RIGHT, NOW_RIGHT = "Checked: all right", "Checked and corrected"
REPLIES = (ALL_RIGHT, NOW_RIGHT)
"""What a Fix list offers under Your reply; words of one's own are taken too. Without commas, which part a drop-down's choices."""

AREA_HEADER_ROW = 5
COVER_FIRST_ROW = 4
IDENTITY_FIRST_ROW = 5
IDENTITY_COLUMN = 7
OWN_PARTS = ("Partner", "Council", "Person")
"""Labels of the identity's parts that differ among the templates of one round."""

SCORES_FIRST_ROW = 5
"""The first area's row on the sheet of scores; the other areas follow in their order."""

SCORE_COLUMN, KNOWN_ONLY_COLUMN = 2, 7

COUNTING_HEADER_ROW = 4
"""Below it stands a row for each question of the set, in the order asked."""

WEIGHT_COLUMN, GATE_COLUMN = 4, 5


@dataclass(frozen=True, slots=True)
class Slot:
    """The row kept for one question's answer in a template as it left us."""

    question: Question
    sheet: str
    row: int

    def cell(self, heading: str, fixed: bool = False) -> str:
        """Address under a heading, for instance I6, or $I$6 when fixed."""
        letters = column_letters(column_of(heading))
        return f"${letters}${self.row}" if fixed else f"{letters}{self.row}"


def column_of(heading: str) -> int:
    """The column of a heading on an area sheet as it left us."""
    return WITH_LAST_TIME.index(heading) + 1


def area_slots(area: Area) -> tuple[Slot, ...]:
    """A row per question, below the header row, in the order asked."""
    return tuple(Slot(q, area.name, row) for row, q in enumerate(area.questions, AREA_HEADER_ROW + 1))


def slots(question_set: QuestionSet) -> Iterator[Slot]:
    """Every question's row, over all area sheets."""
    for area in question_set.areas:
        yield from area_slots(area)


def quoted(sheet: str) -> str:
    """A sheet's name as a formula writes it."""
    return "'" + sheet.replace("'", "''") + "'"


def cover_row(label: str) -> int:
    """The row of a label on the start sheet as it left us."""
    return COVER_FIRST_ROW + COVER_LABELS.index(label)
