"""Small builders that several test files share."""

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from rasp_xl.incoming.ledger import Entry, Ledger, Status
from rasp_xl.model.answers import Answer, Cover
from rasp_xl.model.questions import AnswerValue, Area, Purpose, Question, QuestionSet, Theme
from rasp_xl.model.rounds import Partner, Round
from rasp_xl.model.scorecard import AreaResult, Scorecard
from rasp_xl.outgoing.filling import Filling
from rasp_xl.outgoing.template import template_bytes
from rasp_xl.reports.assessment import Assessment
from rasp_xl.scoring.compare import compare
from rasp_xl.scoring.scores import score_council


def question(identity: str, weight: int = 1, gate: int | None = None) -> Question:
    """One question, the same for every purpose; its area is its first two letters."""
    return Question(
        identity,
        identity[:2],
        f"{identity[:2].lower()}-theme",
        f"Is {identity} settled?",
        ("None.", "Talked about.", "A draft.", "Approved.", "In use."),
        "It matters.",
        "General knowledge",
        f"Settle {identity}.",
        ("Chief executive",),
        (weight,) * len(Purpose),
        (gate,) * len(Purpose),
    )


def question_set(*questions: Question) -> QuestionSet:
    """A set with one theme for each area, in the order in which the areas first appear."""
    areas = []
    for identity in dict.fromkeys(q.area for q in questions):
        own = tuple(q for q in questions if q.area == identity)
        areas.append(
            Area(identity, f"Area {identity}", f"About {identity}.", (Theme(own[0].theme, f"Theme {identity}", own),))
        )
    return QuestionSet("tiny", "1", "A tiny set", tuple(areas), "0" * 12)


def tiny_round(*questions: Question, stage: int = 1) -> Round:
    """A round of a new programme that asks these questions."""
    return Round(Purpose.NEW, stage, question_set(*questions))


def with_settings(round_: Round, **changed: float | str) -> Round:
    """The same round with some settings that finance changed."""
    return replace(round_, settings=replace(round_.settings, **changed))  # type: ignore[arg-type]


def answers(text: str) -> dict[str, Answer]:
    """Answers as ``SV1=3 SV2=NA SV3=DK SV4= SV5=4* SV6=NA!``; a star cites evidence, nothing is a blank, ! is waived."""
    given = {}
    for part in text.split():
        identity, _, value = part.partition("=")
        evidence = "Board minute 12" if value.endswith("*") else ""
        given[identity] = Answer(identity, _value(value.rstrip("*!")), evidence, waived=value.endswith("!"))
    return given


def _value(text: str) -> AnswerValue:
    return int(text) if text.isdigit() else {"DK": "DK", "NA": "NA", "": None}[text]


def everywhere(asked: QuestionSet, value: AnswerValue, but: str = "") -> dict[str, Answer]:
    """The same answer to every question of a set, but for some written as for `answers`."""
    return {q.id: Answer(q.id, value) for q in asked.questions} | answers(but)


def scored(
    round_: Round, *respondents: Mapping[str, Answer] | str, council: str = "northmoor", to_fix: str = ""
) -> Scorecard:
    """One council's scorecard; to_fix names the areas in which one cell must be mended."""
    given = tuple(answers(r) if isinstance(r, str) else r for r in respondents)
    return score_council(Partner(council, council.title()), given, round_, dict.fromkeys(to_fix.split(), 1))


def area(card: Scorecard, identity: str = "AA") -> AreaResult:
    """One area of a scorecard."""
    return next(a for a in card.areas if a.id == identity)


def returned(
    round_: Round, council: str, given: Mapping[str, Answer], who: str = "Director", day: int | date = 12
) -> bytes:
    """A template of the round as it comes back filled, made for nobody in particular: the cover names the council.

    A day that is a number is one of October 2026.
    """
    card = score_council(Partner("", council), (given,), round_)
    when = day if isinstance(day, date) else date(2026, 10, day)
    return template_bytes(Filling(round_, card, None, Cover(council, who, "Sponsor", when)))


def clean_return(asked: QuestionSet, day: int | date = 12) -> bytes:
    """A return without a fault, before signature, from a council called Placeholder.

    Its levels differ within each area, and each claim cites something of its own.
    """
    agreed = {q.id: Answer(q.id, 3 + n % 2, f"Board minute {n}") for n, q in enumerate(asked.questions, 1)}
    return returned(Round(Purpose.NEW, 2, asked), "Placeholder", agreed, day=day)


def mixed_answers(asked: QuestionSet, seed: int) -> dict[str, Answer]:
    """Answers of every kind to a whole set, the same for the same seed."""
    choose = random.Random(seed)
    kinds: tuple[AnswerValue, ...] = (0, 1, 2, 2, 3, 3, 3, 4, "DK", "NA", None)
    return {q.id: Answer(q.id, choose.choice(kinds), choose.choice(("", "Minute 7"))) for q in asked.questions}


def plausible_answers(asked: QuestionSet, seed: int) -> dict[str, Answer]:
    """Answers as councils give them, about a level of their own, with evidence for most claims; the same for the same seed."""
    choose = random.Random(seed)
    own = choose.choice((1, 2, 2, 3, 3))
    given = {}
    for q in asked.questions:
        level = min(4, max(0, own + choose.choice((-1, 0, 0, 0, 1, 1))))
        value = choose.choice(("DK", "NA", None)) if choose.random() < 0.06 else level
        given[q.id] = Answer(q.id, value, "Minute 7" if level > 2 and choose.random() < 0.9 else "")
    return given


def assessed(round_: Round, councils: Mapping[str, Mapping[str, Answer]], more: tuple[Entry, ...] = ()) -> Assessment:
    """An assessment of councils by name, with ids c1, c2... and a file each, and more files besides."""
    partners = [Partner(f"c{number}", name) for number, name in enumerate(councils, 1)]
    cards = tuple(score_council(p, (given,), round_) for p, given in zip(partners, councils.values(), strict=True))
    counted = (Entry(f"{p.id}.xlsx", "0" * 64, 1000, Status.SCORED, partner=p) for p in partners)
    return Assessment(round_, Ledger((*counted, *more)), cards, compare(cards, round_))
