"""summary.html: one file that opens offline, makes no request and runs no script. The data is made here, the words stand in templates/."""

import base64
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files
from itertools import pairwise
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined

from rasp_xl import __version__
from rasp_xl.incoming.ledger import Entry, Status
from rasp_xl.model.findings import Finding, Waiver
from rasp_xl.model.palette import theme_named
from rasp_xl.model.rounds import Band
from rasp_xl.model.scorecard import Scorecard
from rasp_xl.model.showing import answer_words, label, score_words
from rasp_xl.outgoing.style import DISCLAIMER
from rasp_xl.reports import wording
from rasp_xl.reports.assessment import Assessment
from rasp_xl.reports.change_page import change_of
from rasp_xl.reports.change_words import signed
from rasp_xl.reports.drawing import radar, range_chart
from rasp_xl.reports.map_colours import NO_SCORES
from rasp_xl.scoring.compare import ASYMMETRY, GAP, STRENGTH, first_actions
from rasp_xl.scoring.gates import COMING_UP, WAIVED

PAGE, STYLE = "summary.html.j2", "summary.css"
MOST_ACTIONS, MOST_GAPS = 10, 6
PRINTED_AT_MOST = 20
"""With more councils than this, paper shows the details of those only that the reader has opened."""


def page_html(assessment: Assessment) -> str:
    """The page of an assessment with at least one council."""
    style = _read(STYLE) + _band_styles(assessment)
    return (
        _environment().get_template(PAGE).render(_page(assessment) | {"style": style, "style_hash": _csp_hash(style)})
    )


def _read(name: str) -> str:
    return files("rasp_xl.templates").joinpath(name).read_text("utf-8")


@cache
def _environment() -> Environment:
    """Autoescape outright: jinja2's choice by file name would leave .html.j2 unescaped."""
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, loader=FunctionLoader(_read), trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"shown": score_words, "answer": answer_words, "label": label, "signed": signed}
    environment.globals |= {"plural": wording.plural, "lowest_area": wording.lowest_area}
    return environment


def _csp_hash(text: str) -> str:
    return "sha256-" + base64.b64encode(sha256(text.encode()).digest()).decode()


def _band_styles(assessment: Assessment) -> str:
    """The colours of the bands, from the same palette as the workbook's."""
    colours = theme_named(assessment.round.settings.colour_theme).bands
    return "".join(
        f".band-{b.number}{{background:{colours.fills[b.number - 1]};color:{colours.text_on(b.number)}}}\n"
        for b in assessment.round.settings.bands
    )


def _page(assessment: Assessment) -> dict[str, Any]:
    asked = assessment.round.question_set
    questions, names = {q.id: q for q in asked.questions}, {c.id: c.name for c in assessment.cards}
    actions = first_actions(assessment.cards, assessment.round)[:MOST_ACTIONS]
    return {
        "assessment": assessment,
        "round_words": wording.round_words(assessment),
        "standing": wording.standing(assessment),
        "gates_standing": wording.gates_standing(assessment),
        "attention": _attention(assessment),
        "shared_faults": [wording.shared_fault_words(fault) for fault in assessment.shared_faults],
        "areas": asked.areas,
        "reading": theme_named(assessment.round.settings.colour_theme).reading,
        "change": change_of(assessment),
        "key": _key(assessment),
        "actions": [(questions[a.question], wording.action_reason(a, names)) for a in actions],
        "spread": assessment.partnership,
        "chart": range_chart(assessment.cards, assessment.partnership),
        "states": _states(assessment),
        "councils": _councils(assessment),
        "on_paper": len(assessment.cards) <= PRINTED_AT_MOST,
        "unknown_together": _unknown_together(assessment),
        "blind_spots": _blind_spots(assessment),
        "entries": assessment.ledger.entries,
        "questions": questions,
        "version": __version__,
        "disclaimer": DISCLAIMER,
    }


def _attention(assessment: Assessment) -> list[tuple[str, str, str]]:
    """File, reason and where on the page more is said of it: its council if it counts, else its line among the files.

    Partners without a return come first.
    """
    anchors = {
        entry.path: f"council-{entry.partner.id}"
        if entry.status is Status.SCORED and entry.partner
        else f"file-{number}"
        for number, entry in enumerate(assessment.ledger.entries, 1)
    }
    missing = wording.missing_words(assessment)
    absent = [(wording.NO_RETURN, missing, "standing")] if missing else []
    return [*absent, *((path, reason, anchors[path]) for path, reason in wording.attention(assessment))]


def _key(assessment: Assessment) -> list[tuple[Band, str, int]]:
    """Each band with the scores it takes in and how many councils are in it overall."""
    bands = assessment.round.settings.bands
    tops = [*(f"to under {band.from_score:g}" for band in bands[1:]), "to 100"]
    scores = [f"{band.from_score:g} {top}" for band, top in zip(bands, tops, strict=True)]
    for number, (band, above) in enumerate(pairwise(bands)):
        if band.from_score == above.from_score:
            scores[number] = NO_SCORES
    return [
        (band, taken, sum(card.overall.band == band for card in assessment.cards))
        for band, taken in zip(bands, scores, strict=True)
    ]


def _states(assessment: Assessment) -> list[dict[str, Any]]:
    """What the partners share and where they differ, the widest gap first."""
    limits = assessment.round.settings
    states = (
        (STRENGTH, "Shared strengths", f"every council is at level {limits.strength_from_level} or above"),
        (GAP, "Shared gaps", f"every council is at level {limits.gap_to_level} or below"),
        (ASYMMETRY, "Asymmetries", f"councils are {wording.plural(limits.asymmetric_levels, 'level')} or more apart"),
    )
    ordered = sorted(assessment.partnership.questions, key=lambda q: -(q.gap or 0))
    return [
        {"heading": heading, "meaning": meaning, "spreads": [q for q in ordered if q.state == state]}
        for state, heading, meaning in states
    ]


def _councils(assessment: Assessment) -> list[dict[str, Any]]:
    """What stands on the page of each council, with the returns that count for it."""
    own = {council.partner.id: council.entries for council in assessment.ledger.councils}
    return [_council(card, own.get(card.id, ()), assessment) for card in assessment.cards]


def _council(card: Scorecard, own: Sequence[Entry], assessment: Assessment) -> dict[str, Any]:
    results = {t.id: t for t in card.themes}
    return {
        "card": card,
        "radar": radar(card),
        "files": own,
        "to_fix": [(e.path, wording.trouble(f)) for e in own for f in e.findings if f.must_fix],
        "waived": _waived(own),
        "gates": [g for g in card.gates if g.state in ("closed", "weak", "conditional")],
        "waived_gates": [g.question for g in card.gates if g.state == WAIVED],
        "coming": [g.question for g in card.gates if g.state == COMING_UP],
        "gaps": card.gaps[:MOST_GAPS],
        "apart": [(one, wording.spread_words(one)) for one in card.disagreement if one.open],
        "moderated": [a for a in card.answers if a.moderated],
        "themes": [
            (area, [(theme.name, results[theme.id]) for theme in area.themes])
            for area in assessment.round.question_set.areas
        ],
    }


def _waived(own: Sequence[Entry]) -> list[tuple[str, str, str]]:
    """What may stand by a waiver, those of one rule together: the first finding, the questions of the others, and who agreed."""
    groups: dict[tuple[str, Waiver], list[Finding]] = defaultdict(list)
    for finding in (f for entry in own for f in entry.findings):
        if finding.waiver:
            groups[finding.rule.code, finding.waiver].append(finding)
    return [
        (group[0].message, ", ".join(f.question or f.place.sheet for f in group[1:]), wording.agreed(waiver))
        for (_, waiver), group in groups.items()
    ]


def _unknown(card: Scorecard) -> list[str]:
    return [a.question for a in card.answers if a.value == "DK"]


def _unknown_together(assessment: Assessment) -> list[tuple[str, int]]:
    """Questions that two or more councils do not know, those of most councils first."""
    counts = Counter(question for card in assessment.cards for question in _unknown(card))
    in_order = ((q.id, counts[q.id]) for q in assessment.round.question_set.questions if counts[q.id] > 1)
    return sorted(in_order, key=lambda pair: -pair[1])


def _blind_spots(assessment: Assessment) -> list[tuple[Scorecard, list[str], list[str]]]:
    """Each council that does not know something: the gates it does not know, then the other questions."""
    biting = {q.id for q in assessment.round.question_set.questions if assessment.round.bites(q)}
    found = [(card, _unknown(card)) for card in assessment.cards]
    return [(card, [i for i in ids if i in biting], [i for i in ids if i not in biting]) for card, ids in found if ids]
