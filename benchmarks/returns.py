"""A generator of believable returns: as many filled templates as wanted, the same ones for the same number."""

import random
import sys
from datetime import date, timedelta
from pathlib import Path

from rasp_xl.model.answers import Answer, Cover
from rasp_xl.model.question_file import standard_set
from rasp_xl.model.questions import AnswerValue, Purpose
from rasp_xl.model.rounds import Partner, Round
from rasp_xl.outgoing.filling import Filling
from rasp_xl.outgoing.template import template_bytes
from rasp_xl.scoring.scores import score_council

VALUES: tuple[AnswerValue, ...] = (0, 1, 2, 3, 4, "DK", "NA", None)
DOCUMENTS = (
    "Cabinet report",
    "Programme board minutes",
    "Signed protocol",
    "Schedule to the draft agreement",
    "Audit report",
)
REMARKS = ("", "", "Draft with the partners", "Waiting for finance", "One partner differs", "Due in the next quarter")


def filled_return(number: int) -> bytes:
    """The return of council number so-and-so; each council leans towards a level of its own."""
    chance = random.Random(number)
    round_ = Round(Purpose.NEW, 2, standard_set())
    partner = Partner(f"council-{number:05}", f"Council {number:05} of Testshire")
    lean = chance.choice((1, 2, 2, 3, 3))
    weights = [1 + 6 * (level == lean) + 3 * (abs(level - lean) == 1) for level in range(5)] + [1, 0.2, 0.3]
    answers = {}
    for question in round_.question_set.questions:
        value = chance.choices(VALUES, weights)[0]
        if value == "NA" and round_.gate_from(question):
            value = "DK"
        claim = isinstance(value, int) and value >= 3
        day = date(2026, 1, 5) + timedelta(days=chance.randrange(280))
        evidence = (
            f"{chance.choice(DOCUMENTS)}, {day:%d %B %Y}, item {chance.randrange(1, 20)}"
            if claim and chance.random() < 0.85
            else ""
        )
        comment = "Does not arise under our model" if value == "NA" else chance.choice(REMARKS)
        answers[question.id] = Answer(question.id, value, evidence, comment)
    cover = Cover("", "Programme lead", "Head of service", date(2026, 10, 1 + number % 28))
    return template_bytes(Filling(round_, score_council(partner, (answers,), round_), partner, cover))


def make_returns(folder: Path, how_many: int) -> None:
    """Write that many returns into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(how_many):
        (folder / f"return-{number:05}.xlsx").write_bytes(filled_return(number))


if __name__ == "__main__":
    make_returns(Path(sys.argv[1]), int(sys.argv[2]))
