"""What the page shows of the change since an earlier round."""

from collections import defaultdict
from typing import Any

from rasp_xl.reports import change_words
from rasp_xl.reports.assessment import Assessment, Since
from rasp_xl.reports.wording import listed
from rasp_xl.scoring.change import DOWN, NO_LONGER_KNOWN, UP

MOVES = (DOWN, NO_LONGER_KNOWN, UP)
"""Which moves are told question by question, and in which order: the bad news first."""


def change_of(assessment: Assessment) -> dict[str, Any] | None:
    """Sentences, a row for each council compared, and the questions that moved in most councils; None without a baseline."""
    since = assessment.compared
    if since is None:
        return None
    cards = {card.id: card for card in assessment.cards}
    return {
        "label": since.baseline.round.label,
        "moved": change_words.moved(assessment, since),
        "questions_moved": change_words.questions_moved(since),
        "differences": list(change_words.differences(assessment, since)),
        "like_with_like": change_words.LIKE_WITH_LIKE,
        "rows": [(cards[council.id], council) for council in since.change.councils],
        "moves": [(way, _moves(assessment, since, way)) for way in MOVES],
    }


def _moves(assessment: Assessment, since: Since, way: str) -> list[tuple[str, int, str]]:
    """Question, number of councils in which it moved that way, and their names; those of most councils first."""
    names = {card.id: card.name for card in assessment.cards}
    councils: dict[str, list[str]] = defaultdict(list)
    for council in since.change.councils:
        for move in council.moves:
            if move.way == way:
                councils[move.question].append(names[council.id])
    order = {q.id: n for n, q in enumerate(assessment.round.question_set.questions)}
    found = sorted(councils.items(), key=lambda one: (-len(one[1]), order[one[0]]))
    return [(question, len(own), listed(own)) for question, own in found]
