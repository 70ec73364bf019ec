"""Moderation: the answers that a council's people agreed on, as scoring takes them, and those that it does not need."""

from collections.abc import Iterator, Sequence
from datetime import date

from rasp_xl.model.answer_rules import GATE_NOT_APPLICABLE
from rasp_xl.model.answers import Answer
from rasp_xl.model.rounds import Moderated, Round
from rasp_xl.model.scorecard import Scorecard

NO_RETURN, SAID_ALREADY = "no return of it counts", "everyone who answered had said so"
"""Why a moderated answer is not used, in words that follow the council and the question."""


def agreed_answers(council: str, round_: Round, today: date | None = None) -> dict[str, Answer]:
    """A council's moderated answers by question id. Not applicable is waived where a waiver for the gate holds on that day."""
    return {
        m.question: Answer(m.question, m.value, waived=m.value == "NA" and waived(m, round_, today), moderated=m)
        for m in round_.moderated
        if m.council == council
    }


def waived(agreed: Moderated, round_: Round, today: date | None = None) -> bool:
    """Whether the council need not answer this gate; without a day no waiver is over."""
    return any(
        w.council == agreed.council
        and w.rule == GATE_NOT_APPLICABLE.code
        and w.question in ("", agreed.question)
        and w.holds_on(today)
        for w in round_.waivers
    )


def unused(cards: Sequence[Scorecard], round_: Round) -> Iterator[tuple[Moderated, str]]:
    """The moderated answers that stand in no score, each with the reason, in the order of the round workbook."""
    used = {a.moderated for card in cards for a in card.answers}
    scored = {card.id for card in cards}
    return ((m, SAID_ALREADY if m.council in scored else NO_RETURN) for m in round_.moderated if m not in used)
