"""What one template is made of: the round, whose it is, and the answers that are already in it."""

from dataclasses import dataclass

from rasp_xl.model.answers import Answer, Cover
from rasp_xl.model.identity import Identity
from rasp_xl.model.rounds import Partner, Round
from rasp_xl.model.scorecard import AreaResult, Scorecard


@dataclass(frozen=True, slots=True)
class Filling:
    """The card holds the answers to write, and the scores to cache beside the formulas; blank answers score as blanks."""

    round: Round
    card: Scorecard
    partner: Partner | None = None
    cover: Cover = Cover()

    @property
    def identity(self) -> Identity:
        """What the template says of itself."""
        return Identity.of(self.round, self.partner)

    def answer(self, question: str) -> Answer:
        """The answer already given to a question, blank where there is none."""
        return next((a for a in self.card.answers if a.question == question), Answer(question))

    def area(self, area: str) -> AreaResult:
        """The scored area."""
        return next(a for a in self.card.areas if a.id == area)

    def answered(self, area: str) -> tuple[int, int]:
        """How many of an area's questions have an answer of any kind, and how many there are."""
        ids = {q.id for a in self.round.question_set.areas if a.id == area for q in a.questions}
        return sum(a.value is not None for a in self.card.answers if a.question in ids), len(ids)
