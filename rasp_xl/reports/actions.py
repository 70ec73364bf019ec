"""Actions: what people typed beside a gap in an earlier round, brought to the same gap now. Nothing typed is dropped."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rasp_xl.incoming.wording import plain
from rasp_xl.model.answers import Answer
from rasp_xl.model.baseline import Action
from rasp_xl.model.questions import TOP_LEVEL
from rasp_xl.reports.assessment import Assessment, Since

OPEN = "yes"
FURTHER = "yes: a further row"
REACHED = "no: reached"
NOT_APPLICABLE = "no: not applicable"
NOT_ASKED = "no: not asked now"
NO_COUNCIL = "council not in this round"
ADDED = "added by hand"


@dataclass(frozen=True, slots=True)
class Loose:
    """An action that belongs to no gap of today, or is the second of one, and why; council is an id, empty where none is known."""

    action: Action
    council: str
    question: str
    why: str


@dataclass(frozen=True, slots=True)
class Carried:
    """Actions by the gap of today they belong to (council id, question id), and the others in the order they stood."""

    kept: Mapping[tuple[str, str], Action]
    loose: tuple[Loose, ...]


def carried(assessment: Assessment) -> Carried:
    """The actions of the round that this one is compared with; none where it is compared with nothing."""
    kept: dict[tuple[str, str], Action] = {}
    loose = tuple(_sorted_out(assessment, assessment.since, kept)) if assessment.since else ()
    return Carried(kept, loose)


def since_words(action: Action, since: Since) -> str:
    """When an action was first typed: as the row says, else the round it comes from."""
    return action.since or since.baseline.round.label


def councils_by_name(assessment: Assessment, since: Since) -> dict[str, str]:
    """The id of today for every name that a council has or had, without differences that nobody means; empty where it is gone."""
    names = {plain(card.name): card.id for card in assessment.cards}
    names |= {plain(council.name): identity for identity, council in since.earlier.items()}
    return names | dict.fromkeys((plain(council.name) for council in since.gone), "")


def _sorted_out(assessment: Assessment, since: Since, kept: dict[tuple[str, str], Action]) -> Iterator[Loose]:
    names = councils_by_name(assessment, since)
    gaps = {(card.id, gap.question) for card in assessment.cards for gap in card.gaps}
    answers = {card.id: {a.question: a for a in card.answers} for card in assessment.cards}
    for action in since.baseline.actions:
        council, question = names.get(plain(action.council)), action.question.strip().upper()
        place = council or "", question
        if place in gaps and place not in kept:
            kept[place] = action
            continue
        why = FURTHER if place in gaps else _why(council, answers.get(place[0], {}).get(question), since, question)
        yield Loose(action, *place, why)


def _why(council: str | None, answer: Answer | None, since: Since, question: str) -> str:
    """Council is None where neither round knows the name, empty where only the earlier one does."""
    if answer is None:
        asked = question in since.baseline.asked
        if council is not None and not council and asked:
            return NO_COUNCIL
        return NOT_ASKED if asked and council else ADDED
    return REACHED if answer.value == TOP_LEVEL else NOT_APPLICABLE
