"""Rounds made by chance, as many councils and kinds of answers as a programme office may ever see, each scored as a run scores it.

hypothesis draws what a round is: purpose, stage, settings, councils and the mood in which each return was filled. Single
answers follow from a number that it draws, because a round holds hundreds.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from random import Random

from councils import assessment_of
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from rounds_alike import reweighed, waiver
from two_rounds import results_baseline

from rasp_xl import pipeline
from rasp_xl.model.answers import Answer
from rasp_xl.model.palette import COLOUR_THEMES
from rasp_xl.model.question_file import standard_set
from rasp_xl.model.questions import AnswerValue, Purpose
from rasp_xl.model.rounds import BANDS, Partner, Round, Settings
from rasp_xl.reports.assessment import Assessment
from rasp_xl.scoring.compare import compare
from rasp_xl.scoring.scores import score_council

ASKED = standard_set()
NAMES = (
    "Ashcombe", "Cyngor Sir Ynys Môn", "Llanfairpwllgwyngyll a Thŵr", "مجلس المدينة الشرقية", "שדה בוקר", "🌊 Harbour 🏛️", "=1+1", "-Tyne & \"Wear\"",
    "@Dunmere <b>", "What? *~ & Son's", "O'Hare, and Co.; Ltd", "Whitford (North)",
)  # fmt: skip
TEXTS = (
    "=1+1",
    '=HYPERLINK("http://a.example","b")',
    "Cofnod bwrdd 7 â ŵ",
    "محضر ٧",
    "📎 Minute 7",
    "-2+3",
    "@SUM(A1)",
    "Board minute 12",
    "a\nb" * 40,
)
ALL: tuple[AnswerValue, ...] = (0, 1, 2, 3, 4, "DK", "NA", None)
MOODS: Mapping[str, Sequence[AnswerValue]] = {
    "blank": (None,), "not applicable": ("NA",), "embedded": (4,), "unknown": ("DK",), "nothing": (0,), "any": ALL, "high": (3, 4, 4),
    "middling": (1, 2, 2, 3, 3), "patchy": (2, 3, "DK", None), "often not applicable": (3, 4, 2, "NA", "NA"),
}  # fmt: skip
Given = dict[str, Answer]


def filled(random: Random, mood: str, gates: str) -> Given:
    """A return in a mood, its gates in another; evidence and comments here and there, and where all is blank a cell nobody can read."""
    found = {}
    for q in ASKED.questions:
        value = random.choice(MOODS[gates if any(q.gates) else mood])
        evidence, comment = (random.choice(TEXTS) if random.random() < 0.4 else "" for _ in range(2))
        found[q.id] = Answer(q.id, value, evidence, comment, unreadable=value is None and random.random() < 0.05)
    if not any(a.given for a in found.values()):
        found["SV1"] = Answer("SV1", unreadable=True)
    return found


def settings_by(random: Random) -> Settings:
    """Settings within what the sheet Settings takes."""
    edges = [0, *sorted(random.sample(range(5, 200), len(BANDS) - 1))]
    bands = tuple(replace(b, from_score=e / 2) for b, e in zip(BANDS, edges, strict=True))
    percent = partial(random.choice, (0, 100, *(round(random.uniform(0, 100), digits) for digits in (0, 2, 6))))
    closed, weak, conditional = sorted(random.choices(range(1, len(BANDS) + 1), k=3))
    return Settings(
        bands, percent(), percent(), closed, weak, conditional, random.randint(0, 3), random.randint(1, 4), random.randint(0, 4),
        random.randint(1, 4), percent(), random.randint(1, 4), random.randint(0, 3), random.choice(COLOUR_THEMES).name,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sent:
    """What came back: the round, and each return by "Council" or "Council | who"."""

    round: Round
    returns: Mapping[str, Given]


def scored(sent: Sent) -> Assessment:
    """Scored as a run does it: what senders must fix makes their areas provisional."""
    made, round_ = assessment_of(sent.round, sent.returns), sent.round
    cards = []
    for council in made.ledger.councils:
        must = [f for e in council.entries for f in e.findings if f.must_fix]
        to_fix = Counter(area for f in must for area in {question[:2] for question in (f.question, *f.about)})
        given_ = tuple(e.said.answers for e in council.entries)
        cards.append(score_council(council.partner, given_, round_, to_fix))
    return Assessment(round_, made.ledger, tuple(cards), compare(cards, round_))


def since(then: Sent, now: Sent) -> Assessment:
    """The later round compared with the earlier one."""
    return pipeline.compared(scored(now), results_baseline(then.round, then.returns))


@st.composite
def sent(draw: st.DrawFn, councils: Sequence[str] = ()) -> Sent:
    """A round and its returns; by the same councils, or by one to twelve of any name."""
    random = Random(draw(st.integers(0, 2**32)))
    names = councils or draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=len(NAMES), unique=True))
    partners = tuple(Partner(f"c{NAMES.index(name)}", name) for name in names)
    silent = tuple(Partner(f"s{n}", f"Silent {n}") for n in range(draw(st.integers(0, 2))))
    moods = st.sampled_from(sorted(MOODS))
    returns = {}
    for name in names:
        for n in range(draw(st.sampled_from((1, 1, 1, 2, 3)))):
            returns[f"{name} | Officer {n}" if n else name] = filled(random, draw(moods), draw(moods))
    waived = draw(st.sampled_from((0, 0.2, 1)))
    waivers = [
        waiver(p.id, q.id) for p in partners for q in ASKED.questions if any(q.gates) and random.random() < waived
    ]
    round_ = Round(
        draw(st.sampled_from(Purpose)),
        draw(st.integers(1, 4)),
        reweighed(random) if draw(st.booleans()) else ASKED,
        partners=(*partners, *silent),
        settings=settings_by(random) if draw(st.booleans()) else Settings(),
        waivers=tuple(waivers),
        marking=draw(st.sampled_from(("", "OFFICIAL-SENSITIVE"))),
    )
    return Sent(round_, returns)


@st.composite
def chance_rounds(draw: st.DrawFn) -> Assessment:
    """A round by chance, one in two compared with an earlier one of some of its councils."""
    now = draw(sent())
    if not draw(st.booleans()):
        return scored(now)
    names = [p.name for p in now.round.partners if p.name in NAMES]
    then = draw(sent(draw(st.lists(st.sampled_from(names), min_size=1, unique=True))))
    earlier = replace(then.round, purpose=now.round.purpose, question_set=now.round.question_set)
    return since(replace(then, round=earlier), now)


def drawn(count: int, number: int = 1) -> tuple[Assessment, ...]:
    """So many rounds, always the same for a number; kept to be calculated together, for LibreOffice takes long to start."""
    found: list[Assessment] = []

    @seed(number)
    @settings(
        max_examples=count, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=[*HealthCheck]
    )
    @given(chance_rounds())
    def keep(assessment: Assessment) -> None:
        found.append(assessment)

    keep()
    return tuple(found)


def alone(mood: str, gates: str = "", waived: bool = False) -> Assessment:
    """One council, all in one mood."""
    partner = Partner("ashcombe", "Ashcombe")
    waivers = tuple(waiver(partner.id, q.id) for q in ASKED.questions if any(q.gates) and waived)
    round_ = Round(Purpose.NEW, 2, ASKED, partners=(partner,), waivers=waivers)
    return scored(Sent(round_, {partner.name: filled(Random(mood), mood, gates or mood)}))


def many(count: int) -> Assessment:
    """So many councils, in every mood."""
    random, moods = Random(count), sorted(MOODS)
    partners = tuple(Partner(f"c{n}", f"{NAMES[n % len(NAMES)]} {n}") for n in range(count))
    returns = {p.name: filled(random, random.choice(moods), random.choice(moods)) for p in partners}
    return scored(Sent(Round(Purpose.NEW, 2, ASKED, partners=partners), returns))


def extremes() -> dict[str, Assessment]:
    """Rounds that are never left to chance, by what they are."""
    ashcombe = (NAMES[0],)
    before, after = (Sent(Round(Purpose.NEW, stage, ASKED), {n: filled(Random(n), *m) for n in ashcombe}) for stage, m in (
        (1, ("nothing", "nothing")), (3, ("blank", "blank")),
    ))  # fmt: skip
    return {
        "all blank": alone("blank"),
        "all not applicable": alone("not applicable"),
        "all not applicable, waived": alone("not applicable", waived=True),
        "all embedded": alone("embedded"),
        "all unknown": alone("unknown"),
        "all nothing": alone("nothing"),
        "gates closed": alone("high", "nothing"),
        "blank since all nothing": since(before, after),
    }
