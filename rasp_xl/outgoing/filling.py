"""What one template is made of: the round, whose it is, the answers that are already in it, and what is marked in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from rasp_xl.model.answers import CHOICE_TEXTS, Answer, Cover
from rasp_xl.model.findings import Severity
from rasp_xl.model.identity import Identity
from rasp_xl.model.layout import ANSWER, COUNCIL, EVIDENCE, RESPONDENT, ROLE
from rasp_xl.model.rounds import Partner, Round
from rasp_xl.model.scorecard import AreaResult, Scorecard

Cell = tuple[str, str]
"""An entry cell: a question's id and ANSWER, EVIDENCE or COMMENT; or, on the start sheet, no id and a label of the cover."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing to put right in a fix copy.

    With a question and a heading it stands at that entry cell, with a question alone at its area's sheet, with a label
    of the cover alone at the start sheet, and with neither at the whole workbook. found is what the sender wrote; also
    are other cells of which a change settles the matter too. kind is alike for marks that say the same of one place each.
    """

    question: str
    heading: str
    severity: Severity
    wrong: str
    do: str
    found: str = ""
    also: tuple[Cell, ...] = ()
    kind: str = field(default="", compare=False)

    @property
    def label(self) -> str:
        """The severity as a word on its own."""
        return self.severity.words.capitalize()

    @property
    def words(self) -> str:
        """All that it says, on one line."""
        return f"{self.label}: {self.wrong} {self.do}"


@dataclass(frozen=True, slots=True)
class Filling:
    """The card holds the answers to write, and the scores to cache beside the formulas; blank answers score as blanks.

    mends is the SHA-256 of the return that a fix copy is made from; marks are what it asks for, in the order to be told.
    person is the slug of the respondent it is for, where the council has several. last holds, by question id, the words of
    the council's answers in an earlier round; None where the template has no column for them.
    """

    round: Round
    card: Scorecard
    partner: Partner | None = None
    cover: Cover = Cover()
    mends: str = ""
    marks: tuple[Mark, ...] = ()
    person: str = ""
    last: Mapping[str, str] | None = None

    @property
    def identity(self) -> Identity:
        """What the template says of itself."""
        return Identity.of(self.round, self.partner, self.mends, self.person)

    def answer(self, question: str) -> Answer:
        """The answer already given to a question, blank where there is none."""
        return next((a for a in self.card.answers if a.question == question), Answer(question))

    def entry(self, cell: Cell) -> str:
        """The text that stands in an entry cell when the template leaves us; the cover's date is no text."""
        question, heading = cell
        if not question:
            cover = self.cover
            return {COUNCIL: cover.council, RESPONDENT: cover.respondent, ROLE: cover.role}.get(heading, "")
        answer = self.answer(question)
        if heading == ANSWER:
            return "" if answer.value is None else CHOICE_TEXTS[answer.value]
        return answer.evidence if heading == EVIDENCE else answer.comment

    def area(self, area: str) -> AreaResult:
        """The scored area."""
        return next(a for a in self.card.areas if a.id == area)

    def answered(self, area: str) -> tuple[int, int]:
        """How many of an area's questions have an answer of any kind, and how many there are."""
        ids = {q.id for a in self.round.question_set.areas if a.id == area for q in a.questions}
        return sum(a.value is not None for a in self.card.answers if a.question in ids), len(ids)
