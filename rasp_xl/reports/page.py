"""summary.html: one file that opens offline, makes no request and runs no script. The data is made here, the words stand in templates/."""

import base64
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined

from rasp_xl import __version__
from rasp_xl.incoming.ledger import Status
from rasp_xl.model.answers import CHOICE_TEXTS
from rasp_xl.model.palette import BLUE
from rasp_xl.model.questions import AnswerValue
from rasp_xl.model.scorecard import Scorecard
from rasp_xl.outgoing.book import one_decimal
from rasp_xl.outgoing.scores_sheet import label
from rasp_xl.outgoing.style import DISCLAIMER
from rasp_xl.reports import wording
from rasp_xl.reports.assessment import Assessment
from rasp_xl.reports.drawing import bars, radar
from rasp_xl.scoring.compare import ASYMMETRY, GAP, STRENGTH, first_actions

PAGE, STYLE = "summary.html.j2", "summary.css"
MOST_ACTIONS, MOST_GAPS = 10, 5


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
    environment.filters |= {"shown": _shown, "answer": _answer, "label": label}
    return environment


def _csp_hash(text: str) -> str:
    return "sha256-" + base64.b64encode(sha256(text.encode()).digest()).decode()


def _band_styles(assessment: Assessment) -> str:
    """The colours of the bands, from the same palette as the workbook's."""
    return "".join(
        f".band-{b.number}{{background:{BLUE.fills[b.number - 1]};color:{BLUE.text_on(b.number)}}}\n"
        for b in assessment.round.settings.bands
    )


def _shown(score: float | None) -> str:
    return "No score" if score is None else one_decimal(score)


def _answer(value: AnswerValue) -> str:
    return "No answer" if value is None else CHOICE_TEXTS[value]


def _page(assessment: Assessment) -> dict[str, Any]:
    questions = {q.id: q for q in assessment.round.question_set.questions}
    spread = assessment.partnership
    by_state = {s: [q.id for q in spread.questions if q.state == s] for s in (STRENGTH, GAP, ASYMMETRY)}
    actions = first_actions(assessment.cards, assessment.round)[:MOST_ACTIONS]
    return {
        "assessment": assessment,
        "round_words": wording.round_words(assessment),
        "standing": wording.standing(assessment),
        "gates_standing": wording.gates_standing(assessment),
        "attention": wording.attention(assessment),
        "areas": assessment.round.question_set.areas,
        "bands": assessment.round.settings.bands,
        "actions": [(a, questions[a.question], wording.action_reason(a, questions[a.question])) for a in actions],
        "spread": spread,
        "bars": bars(assessment.cards, spread),
        "states": [(state, [questions[i] for i in ids]) for state, ids in by_state.items()],
        "councils": [_council(card, assessment) for card in assessment.cards],
        "blind_spots": _blind_spots(assessment),
        "entries": assessment.ledger.entries,
        "scored": Status.SCORED,
        "questions": questions,
        "version": __version__,
        "disclaimer": DISCLAIMER,
        "plural": wording.plural,
    }


def _council(card: Scorecard, assessment: Assessment) -> dict[str, Any]:
    themes = {t.id: t for t in assessment.round.question_set.themes}
    return {
        "card": card,
        "radar": radar(card),
        "gates": [g for g in card.gates if g.state in ("closed", "weak", "conditional")],
        "coming": [g.question for g in card.gates if not g.bites],
        "gaps": card.gaps[:MOST_GAPS],
        "themes": [(themes[t.id].name, t) for t in card.themes],
    }


def _blind_spots(assessment: Assessment) -> list[tuple[str, bool, list[str]]]:
    """Questions some council does not know, gates first, with the councils' names."""
    found = []
    for question in assessment.round.question_set.questions:
        names = [
            c.name for c in assessment.cards if any(a.question == question.id and a.value == "DK" for a in c.answers)
        ]
        if names:
            found.append((question.id, assessment.round.bites(question), names))
    return sorted(found, key=lambda spot: (not spot[1], -len(spot[2])))
