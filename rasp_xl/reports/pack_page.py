"""councils/<id>.html: one council's own page. The data is made here from its pack, the words stand in templates/."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from rasp_xl import __version__
from rasp_xl.model.baseline import OVERALL
from rasp_xl.model.palette import theme_named
from rasp_xl.model.rounds import Band, Settings
from rasp_xl.model.scorecard import Scorecard
from rasp_xl.outgoing.style import DISCLAIMER
from rasp_xl.reports import change_words, own_words, quartile_words, wording
from rasp_xl.reports.assessment import Assessment, Since
from rasp_xl.reports.change_page import MOVES
from rasp_xl.reports.drawing import radar
from rasp_xl.reports.map_colours import NO_SCORES
from rasp_xl.reports.pack import Pack
from rasp_xl.reports.page_council import waived
from rasp_xl.reports.page_frame import OURS, framed, step_styles, template_text
from rasp_xl.reports.positions import Positions
from rasp_xl.reports.summary_sheet import gates_standing
from rasp_xl.scoring.gates import COMING_UP, WAIVED

PAGE, STYLE = "pack.html.j2", "pack.css"
MOST_GAPS = 10


def pack_page_html(pack: Pack, own: Mapping[str, str] = OURS) -> str:
    """The page of one council; own are an office's own templates by name."""
    round_ = pack.assessment.round
    return framed(PAGE, _page(pack), round_, own, template_text(STYLE, own) + _level_styles(round_.settings))


def _level_styles(settings: Settings) -> str:
    theme = theme_named(settings.colour_theme)
    return step_styles("level", theme.levels, theme.dark_levels, first=0)


def _page(pack: Pack) -> dict[str, Any]:
    assessment, card = pack.assessment, pack.card
    asked, at = assessment.round.question_set, Positions(assessment, own=True, quartiles=pack.quartiles)
    questions = {q.id: q for q in asked.questions}
    return {
        "round": assessment.round,
        "round_words": wording.round_words(assessment),
        "card": card,
        "standing": own_words.standing(at).value,
        "gates_standing": gates_standing(at).value,
        "to_fix": wording.to_fix(assessment),
        "attention": own_words.attention(assessment),
        "waived": waived(assessment.ledger.entries),
        "key": _key(assessment.round.settings),
        "colours": theme_named(assessment.round.settings.colour_theme),
        "radar": radar(card),
        "change": _change(assessment, assessment.compared) if assessment.compared else None,
        "quartiles": _quartiles(pack),
        "quartile_words": quartile_words,
        "gaps": card.gaps[:MOST_GAPS],
        "more_gaps": len(card.gaps) - MOST_GAPS,
        "gates": [g for g in card.gates if g.state not in (COMING_UP, WAIVED)],
        "waived_gates": [g.question for g in card.gates if g.state == WAIVED],
        "coming": [g.question for g in card.gates if g.state == COMING_UP],
        "map": _map(assessment, card),
        "apart": [(one, wording.spread_words(one)) for one in card.disagreement if one.open],
        "moderated": [a for a in card.answers if a.moderated],
        "questions": questions,
        "entries": assessment.ledger.entries,
        "version": __version__,
        "disclaimer": DISCLAIMER,
    }


def _key(settings: Settings) -> list[tuple[Band, str]]:
    """Each band with the scores it takes in."""
    bands = settings.bands
    tops = [*(f"to under {band.from_score:g}" for band in bands[1:]), "to 100"]
    key = [(band, f"{band.from_score:g} {top}") for band, top in zip(bands, tops, strict=True)]
    for number, (band, above) in enumerate(pairwise(bands)):
        if band.from_score == above.from_score:
            key[number] = band, NO_SCORES
    return key


def _map(assessment: Assessment, card: Scorecard) -> list[dict[str, Any]]:
    """Each area with its themes, each theme with its result and its questions, each question with the answer that counts."""
    answers, results = {a.question: a for a in card.answers}, {t.id: t for t in card.themes}
    gates = {gate.question for gate in card.gates}
    return [
        {
            "area": result,
            "themes": [
                (theme, results[theme.id], [(q, answers[q.id], q.id in gates) for q in theme.questions])
                for theme in area.themes
            ],
        }
        for area, result in zip(assessment.round.question_set.areas, card.areas, strict=True)
    ]


def _quartiles(pack: Pack) -> list[dict[str, Any]]:
    """The areas and the overall with quartiles, beside the council's own score and where it stands."""
    own: dict[str, tuple[str, float | None]] = {a.id: (a.name, a.tally.score) for a in pack.card.areas}
    own[OVERALL] = OVERALL, pack.card.overall.score
    return [
        {"name": own[one.id][0], "score": own[one.id][1], "quartile": one, "place": quartile_words.place(own[one.id][1], one)}
        for one in pack.quartiles
    ]  # fmt: skip


def _change(assessment: Assessment, since: Since) -> dict[str, Any]:
    """The scores then and now, and the answers that moved."""
    council = since.change.councils[0]
    names = [*(area.name for area in assessment.round.question_set.areas), OVERALL]
    return {
        "label": since.baseline.round.label,
        "moved": own_words.moved(assessment, since),
        "questions_moved": change_words.questions_moved(since),
        "differences": list(change_words.differences(assessment, since)),
        "like_with_like": change_words.LIKE_WITH_LIKE,
        "lines": list(zip(names, (*council.areas, council.overall), strict=True)),
        "moves": [(way, [m for m in council.moves if m.way == way]) for way in MOVES],
        "before": {question: answer.value for question, answer in since.earlier[council.id].answers.items()},
    }
