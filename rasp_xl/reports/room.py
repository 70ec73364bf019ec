"""What a sheet has room for: where a round has more rows than a sheet can hold, which of them stand there, and how it is said."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rasp_xl.incoming.ledger import Entry
from rasp_xl.model.findings import Finding
from rasp_xl.model.scorecard import Gap, Scorecard
from rasp_xl.reports.actions import carried
from rasp_xl.reports.positions import (
    ANSWERS,
    CHANGE_BY_QUESTION,
    CHECKS,
    FINDINGS,
    GAPS,
    GATES,
    RESPONSES,
    RETURNS,
    SCORES,
    Positions,
)
from rasp_xl.reports.sheet_table import HEADER_ROW
from rasp_xl.scoring.change import NEW, SAME, Move

ELSEWHERE = "The full result is in results.json and, with score --tables, in tables/."
CHOSEN = {
    RESPONSES: "Here are those of the first returns.",
    GAPS: "Here are those that rank first in their council, and all beside which something was typed.",
    CHANGE_BY_QUESTION: "Here are those of the first councils.",
    FINDINGS: "Here are the most serious.",
}
"""Which rows stand on a sheet that has no room for all."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A sheet that cannot hold all its rows: how many it shows, and how many there are."""

    sheet: str
    shown: int
    all: int

    @property
    def words(self) -> str:
        """The sheet and both numbers."""
        return f"{self.sheet} has {self.shown:,} of {self.all:,} rows"


def cuts(at: Positions) -> tuple[Cut, ...]:
    """The sheets that cannot hold all; none in any round that a workbook can hold."""
    every = (
        Cut(GAPS, len(gaps_with_room(at)), sum(len(card.gaps) for card in at.assessment.cards)),
        Cut(CHANGE_BY_QUESTION, len(moves_with_room(at)), len(_moves(at))),
        Cut(RESPONSES, len(at.responses), len(at.all_responses)),
        Cut(FINDINGS, len(findings_with_room(at)), len(at.assessment.findings)),
    )
    return tuple(cut for cut in every if cut.shown < cut.all)


def cuts_words(at: Positions) -> str:
    """What Summary says of them; nothing where all fits."""
    found = cuts(at)
    return f"Not all fits: {'; '.join(cut.words for cut in found)}. {ELSEWHERE}" if found else ""


def cut_words(at: Positions, sheet: str) -> str:
    """What the sheet itself says, before all else; nothing where all fits."""
    return next(
        (
            f"{cut.words}, which is all it can hold. {CHOSEN[sheet]} {ELSEWHERE} "
            for cut in cuts(at)
            if cut.sheet == sheet
        ),
        "",
    )


def too_many_words(at: Positions, checks: int) -> str:
    """Why no workbook can hold the round's scores; nothing where one can. checks are the rows of Checks."""
    rows, sheet = max(
        (at.answers_last_row, ANSWERS),
        (at.score_row(len(at.assessment.cards), 0) - 1, SCORES),
        (at.gates_last_row, GATES),
        (HEADER_ROW + len(at.assessment.ledger.entries), RETURNS),
        (checks, CHECKS),
    )
    if rows <= at.most_rows:
        return ""
    return f"This round does not fit into a workbook: {sheet} needs {rows:,} rows, and a sheet has {at.most_rows:,}. {ELSEWHERE}"


def gaps_with_room(at: Positions) -> Sequence[tuple[Scorecard, Gap]]:
    """The gaps that Gaps and actions shows: all, or of every council down to the same rank, and those beside which somebody typed."""
    every = [(card, gap) for card in at.assessment.cards for gap in card.gaps]
    if len(every) <= at.most_rows - HEADER_ROW and not at.assessment.since:
        return every
    brought = carried(at.assessment)
    room = at.most_rows - HEADER_ROW - len(brought.loose)
    if len(every) <= room:
        return every
    typed = brought.kept
    ranks = Counter(gap.priority for card, gap in every if (card.id, gap.question) not in typed)
    rank, room = 0, room - len(typed)
    while ranks[rank + 1] <= room:
        rank, room = rank + 1, room - ranks[rank + 1]
    return [(card, gap) for card, gap in every if gap.priority <= rank or (card.id, gap.question) in typed]


def findings_with_room(at: Positions) -> Sequence[tuple[Entry, Finding]]:
    """The findings that Findings shows, the most serious first."""
    return at.assessment.findings[: at.most_rows - HEADER_ROW]


def moves_with_room(at: Positions) -> Sequence[tuple[str, Move]]:
    """What Change by question shows: the council's id and how its answer moved."""
    return _moves(at)[: at.most_rows - HEADER_ROW]


def _moves(at: Positions) -> Sequence[tuple[str, Move]]:
    councils = at.assessment.compared.change.councils if at.assessment.compared else ()
    return [(council.id, move) for council in councils for move in council.moves if move.way not in (SAME, NEW)]
