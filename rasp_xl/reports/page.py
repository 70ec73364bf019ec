"""summary.html: one file that opens offline and makes no request. The content is made here, the words stand in templates/."""

from collections import Counter
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from rasp_xl import __version__
from rasp_xl.incoming.ledger import Status
from rasp_xl.model.palette import theme_named
from rasp_xl.model.questions import Question
from rasp_xl.model.rounds import Band
from rasp_xl.model.scorecard import Scorecard
from rasp_xl.outgoing.style import DISCLAIMER
from rasp_xl.reports import wording
from rasp_xl.reports.assessment import Assessment
from rasp_xl.reports.change_page import change_of
from rasp_xl.reports.drawing import range_chart
from rasp_xl.reports.page_council import council_part
from rasp_xl.reports.page_frame import OURS, framed
from rasp_xl.scoring.compare import ASYMMETRY, GAP, STRENGTH, QuestionSpread, first_actions

PAGE = "summary.html.j2"
MOST_ACTIONS = 10
PRINTED_AT_MOST = 20
"""With more councils than this, paper shows the details of those only that the reader has opened."""


def page_html(assessment: Assessment, own: Mapping[str, str] = OURS) -> str:
    """The page of an assessment with at least one council; own are an office's own templates by name."""
    return framed(PAGE, _page(assessment), assessment.round, own)


def _page(assessment: Assessment) -> dict[str, Any]:
    round_, cards = assessment.round, assessment.cards
    asked = round_.question_set
    questions, names = {q.id: q for q in asked.questions}, {c.id: c.name for c in cards}
    own = {council.partner.id: council.entries for council in assessment.ledger.councils}
    actions = first_actions(cards, round_)[:MOST_ACTIONS]
    return {
        "assessment": assessment,
        "round_words": wording.round_words(assessment),
        "standing": wording.standing(assessment),
        "gates_standing": wording.gates_standing(assessment),
        "attention": _attention(assessment),
        "closed_gates": _closed_gates(assessment),
        "shared_faults": wording.shared_fault_words(assessment.shared_faults),
        "areas": asked.areas,
        "colours": theme_named(round_.settings.colour_theme),
        "settings": round_.settings,
        "change": change_of(assessment),
        "key": _key(assessment),
        "actions": [(questions[a.question], wording.action_reason(a, names)) for a in actions],
        "spread": assessment.partnership,
        "chart": range_chart(cards, assessment.partnership),
        "states": {
            name: _in_state(assessment, state)
            for name, state in (("strengths", STRENGTH), ("gaps", GAP), ("asymmetries", ASYMMETRY))
        },
        "councils": [
            {"number": n, **council_part(card, own.get(card.id, ()), assessment)} for n, card in enumerate(cards, 1)
        ],
        "on_paper": len(cards) <= PRINTED_AT_MOST,
        "unknown_together": _unknown_together(assessment),
        "blind_spots": _blind_spots(assessment),
        "entries": assessment.ledger.entries,
        "questions": questions,
        "version": __version__,
        "disclaimer": DISCLAIMER,
    }


def _attention(assessment: Assessment) -> list[tuple[str, str, str]]:
    """File, reason and where on the page more is said of it: its council if it counts, else its line among the files.

    Whoever has not answered comes first.
    """
    anchors = {
        entry.path: f"fix-{entry.partner.id}" if entry.status is Status.SCORED and entry.partner else f"file-{number}"
        for number, entry in enumerate(assessment.ledger.entries, 1)
    }
    absent = ((what, who, "standing") for what, who in wording.absent(assessment))
    return [*absent, *((path, reason, anchors[path]) for path, reason in wording.attention(assessment))]


def _closed_gates(assessment: Assessment) -> list[tuple[Question, list[Scorecard]]]:
    """Each gate that is closed somewhere, with the councils where it is; the gate of most councils first."""
    closed = {(card.id, gate.question) for card in assessment.cards for gate in card.gates if gate.state == "closed"}
    found = [
        (question, [card for card in assessment.cards if (card.id, question.id) in closed])
        for question in assessment.round.question_set.questions
    ]
    return sorted(((question, cards) for question, cards in found if cards), key=lambda pair: -len(pair[1]))


def _key(assessment: Assessment) -> list[tuple[Band, float | None, int]]:
    """Each band with the score up to which it holds and how many councils are in it overall.

    A band that takes in no score holds up to its own lower edge, the highest up to None.
    """
    bands = assessment.round.settings.bands
    tops = [*(above.from_score for _, above in pairwise(bands)), None]
    counts = Counter(card.overall.band for card in assessment.cards)
    return [(band, top, counts[band]) for band, top in zip(bands, tops, strict=True)]


def _in_state(assessment: Assessment, state: str) -> list[QuestionSpread]:
    """The questions in a state, the furthest apart first."""
    found = (spread for spread in assessment.partnership.questions if spread.state == state)
    return sorted(found, key=lambda spread: -(spread.gap or 0))


def _unknown(card: Scorecard) -> list[str]:
    return [a.question for a in card.answers if a.value == "DK"]


def _unknown_together(assessment: Assessment) -> list[tuple[Question, bool, int]]:
    """Questions that two or more councils do not know, and whether each is a gate: gates first, then those of most councils."""
    round_, counts = assessment.round, Counter(question for card in assessment.cards for question in _unknown(card))
    found = [(q, round_.bites(q), counts[q.id]) for q in round_.question_set.questions if counts[q.id] > 1]
    return sorted(found, key=lambda one: (not one[1], -one[2]))


def _blind_spots(assessment: Assessment) -> list[tuple[Scorecard, list[str], list[str]]]:
    """Each council that does not know something: the gates it does not know, then the other questions."""
    biting = {q.id for q in assessment.round.question_set.questions if assessment.round.bites(q)}
    found = [(card, _unknown(card)) for card in assessment.cards]
    return [(card, [i for i in ids if i in biting], [i for i in ids if i not in biting]) for card, ids in found if ids]
