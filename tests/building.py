"""Small builders that several test files share."""

from collections.abc import Mapping

from rasp_xl.model.answers import Answer
from rasp_xl.model.questions import AnswerValue, Area, Purpose, Question, QuestionSet, Theme
from rasp_xl.model.rounds import Partner, Round
from rasp_xl.model.scorecard import AreaResult, Scorecard
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


def answers(text: str) -> dict[str, Answer]:
    """Answers as ``SV1=3 SV2=NA SV3=DK SV4= SV5=4*``; a star cites evidence, nothing is a blank."""
    given = {}
    for part in text.split():
        identity, _, value = part.partition("=")
        evidence = "Board minute 12" if value.endswith("*") else ""
        given[identity] = Answer(identity, _value(value.removesuffix("*")), evidence)
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
