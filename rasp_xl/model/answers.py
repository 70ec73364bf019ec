"""An answer as a council gave it, with the place it came from."""

from dataclasses import dataclass, field, replace
from datetime import date

from rasp_xl.model.findings import Place
from rasp_xl.model.questions import LEVEL_NAMES, AnswerValue
from rasp_xl.model.rounds import Moderated

CHOICES: tuple[tuple[str, AnswerValue], ...] = (
    *((f"{level} {name}", level) for level, name in enumerate(LEVEL_NAMES)),
    ("Don't know", "DK"),
    ("Not applicable", "NA"),
)
"""The texts of the drop-down, in order, and what each counts as."""

CHOICE_TEXTS = {value: text for text, value in CHOICES}


@dataclass(frozen=True, slots=True)
class Answer:
    """What one question's cell holds. An unreadable answer has the value None and keeps its text in raw.

    place is where the answer stands; its evidence and comment stand in the same row, in columns counted from 1 (0: there
    is none). waived says that the programme office agreed to a gate being not applicable. moderated is there where the
    council's people agreed on this answer and it is not what each of them had said.
    """

    question: str
    value: AnswerValue = None
    evidence: str = ""
    comment: str = ""
    raw: str = ""
    place: Place = Place("")
    unreadable: bool = False
    waived: bool = False
    moderated: Moderated | None = None
    evidence_column: int = field(default=0, repr=False)
    comment_column: int = field(default=0, repr=False)

    @property
    def evidence_place(self) -> Place:
        """Where its evidence stands, or should; where there is no such column, the answer itself."""
        return replace(self.place, column=self.evidence_column) if self.evidence_column else self.place

    @property
    def comment_place(self) -> Place:
        """Where its comment stands, or should; where there is no such column, the answer itself."""
        return replace(self.place, column=self.comment_column) if self.comment_column else self.place

    @property
    def given(self) -> bool:
        """Whether anything stands there, though perhaps nothing that can be read."""
        return self.value is not None or self.unreadable

    @property
    def evidenced(self) -> bool:
        """Whether any evidence is cited."""
        return bool(self.evidence.strip())


@dataclass(frozen=True, slots=True)
class Cover:
    """What the start sheet says of who filled the return.

    day is a date, or None where there is none we can read; day_text is what stands there, place where. councils are those
    that are named on sheets of equal standing where these differ; council is then empty.
    """

    council: str = ""
    respondent: str = ""
    role: str = ""
    day: date | None = None
    day_text: str = ""
    place: Place = Place("")
    councils: tuple[str, ...] = ()
