"""What stands in one council's part of a page."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from rasp_xl.incoming.ledger import Entry
from rasp_xl.model.findings import Finding, Waiver
from rasp_xl.model.scorecard import Scorecard
from rasp_xl.reports import wording
from rasp_xl.reports.assessment import Assessment
from rasp_xl.reports.drawing import radar
from rasp_xl.scoring.compare import strengths
from rasp_xl.scoring.gates import COMING_UP, WAIVED

GATE_STATES = ("closed", "weak", "conditional", "open", WAIVED, COMING_UP)
"""In the order in which they are told."""


def council_part(card: Scorecard, own: Sequence[Entry], assessment: Assessment) -> dict[str, Any]:
    """What the macro council_details shows of a council; own are the returns that count for it."""
    settings = assessment.round.settings
    shown = settings.show_evidence
    names = {theme.id: theme.name for theme in assessment.round.question_set.themes}
    scored = [theme for theme in card.themes if theme.band]
    return {
        "card": card,
        "radar": radar(card),
        "files": own,
        "to_fix": [(e.path, wording.trouble(f)) for e in own for f in e.findings if f.must_fix],
        "waived": waived(own),
        "gates": [(state, alike) for state in GATE_STATES if (alike := [g for g in card.gates if g.state == state])],
        "biting": [g for g in card.gates if g.bites],
        "gaps": card.gaps,
        "strengths": strengths(card, assessment.round),
        "strength_from": settings.strength_from_level,
        "evidence": {a.question: a.evidence.strip() for a in card.answers} if shown else {},
        "apart": [(one, wording.spread_words(one)) for one in card.disagreement if one.open],
        "moderated": [a for a in card.answers if a.moderated],
        "themes": [
            (band, within)
            for band in reversed(settings.bands)
            if (within := [(names[t.id], t.tally) for t in scored if t.band == band])
        ],
        "unscored": [names[t.id] for t in card.themes if not t.band],
    }


def waived(own: Sequence[Entry]) -> list[tuple[str, str, str]]:
    """What may stand by a waiver, those of one rule together: the first finding, the questions of the others, and who agreed."""
    groups: dict[tuple[str, Waiver], list[Finding]] = defaultdict(list)
    for finding in (f for entry in own for f in entry.findings):
        if finding.waiver:
            groups[finding.rule.code, finding.waiver].append(finding)
    return [
        (group[0].message, ", ".join(f.question or f.place.sheet for f in group[1:]), wording.agreed(waiver))
        for (_, waiver), group in groups.items()
    ]
