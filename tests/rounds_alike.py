"""Rounds of the same shape with other answers and settings: their scored workbooks hold the same formulas over other figures.

A formula that is right by accident in one of them is wrong in another. In all there are three councils, of which one sent two
returns, so that each sheet has as many rows, but for findings and gaps.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from random import Random

from building import answers, everywhere, mixed_answers
from councils import NORTHMOOR, assessment_of

from rasp_xl.incoming.ledger import Entry, Ledger, Status
from rasp_xl.model.answers import Answer
from rasp_xl.model.findings import Waiver
from rasp_xl.model.question_file import standard_set
from rasp_xl.model.questions import AnswerValue, Area, Purpose, Question, QuestionSet
from rasp_xl.model.rounds import BANDS, Partner, Round, Settings
from rasp_xl.reports.assessment import Assessment
from rasp_xl.reports.workbook import workbook_bytes
from rasp_xl.scoring.compare import compare
from rasp_xl.scoring.scores import score_council

ASKED = standard_set()
NAMES = ("Ashcombe", NORTHMOOR, "Whitford")
PARTNERS = tuple(Partner(name.lower(), name) for name in NAMES)
ROUND = Round(Purpose.NEW, 2, ASKED)
GATES = tuple(q.id for q in ASKED.questions if q.gate_from(Purpose.NEW) is not None)
EDGES = (0, 30, 52, 71)
LEFT_OUT = 9
"""Files that do not count. With the returns in which something must be mended, as many need attention in every round."""


@cache
def alike() -> tuple[Assessment, ...]:
    """The rounds, each scored."""
    high, low = leaning((4, 3, 4, 4, 3), 5), leaning((0, 1, 1, 0, 2, "DK"), 7)
    mixed, other = mixed_answers(ASKED, 3), mixed_answers(ASKED, 8)
    waived = "GV12=NA"
    first = Round(Purpose.NEW, 2, ASKED, partners=PARTNERS, waivers=(waiver("whitford", "GV12"),))
    edges = tuple(replace(b, from_score=e) for b, e in zip(BANDS, EDGES, strict=True))
    settings = Settings(
        edges, 60, 40, closed_gate_band=2, weak_gate_band=3, conditional_gate_band=4, overall_steps_above=2, top_band_gate_level=2,
        unevidenced_level=1, asymmetric_levels=1, asymmetric_points=40, strength_from_level=2, gap_to_level=0,
    )  # fmt: skip
    second = replace(
        first, stage=4, settings=settings, question_set=reweighed(Random(5)), waivers=(waiver("ashcombe", "GV12"),)
    )
    agreed = [("northmoor", q.id) for q in ASKED.questions if q.area == "EC"] + [("whitford", g) for g in GATES]
    third = replace(first, stage=3, settings=Settings(min_coverage=50), waivers=tuple(waiver(*pair) for pair in agreed))
    culture = {q.id: Answer(q.id, "NA", comment="Cannot apply") for q in ASKED.questions if q.area == "EC"}
    nothing = replace(first, waivers=tuple(waiver(p.id, q.id) for p in PARTNERS for q in ASKED.questions))
    none = {q.id: Answer(q.id, "NA", comment="Cannot apply") for q in ASKED.questions}
    best = {q.id: Answer(q.id, 4, f"Minute {n}") for n, q in enumerate(ASKED.questions)}
    return (
        sent(first, high, mixed, other, low | answers(waived)),
        sent(second, other | answers(waived), low, high, mixed),
        sent(third, low, leaning((4, 3), 2) | culture, high | culture, leaning((2, 3, 4, 2), 3) | answers("SV5=NA")),
        sent(first, mixed, high, high, leaning((3, 1, 2), 4) | answers("GV1=0 GV12=1 SV5=NA")),
        sent(nothing, none, none, none, none, spoiled=()),
        sent(first, best, best | answers("GV1=0"), best | answers("GV1=0"), best | answers("GV2=1"), spoiled=()),
        sent(second, mixed_answers(ASKED, 11), mixed_answers(ASKED, 12), low, mixed_answers(ASKED, 13)),
        sent(replace(first, waivers=()), none, none, none, none),
        sent(first, *(everywhere(ASKED, None, f"{q}=0") for q in ("SV2", "EC3", "TR5", "GV9")), spoiled=()),
        sent(third, best | gates("DK"), best | culture, best | culture, best | gates("NA"), spoiled=()),
    )


def sent(round_: Round, *given: Mapping[str, Answer], spoiled: tuple[str, ...] = ("TR3",)) -> Assessment:
    """The round with a return of the first council, two of the second and one of the third, and files that do not count.

    Some questions of the first three returns are not readable; where there are any, cells must be fixed.
    """
    senders = (NAMES[0], NAMES[1], f"{NAMES[1]} | Treasurer", NAMES[2])
    unreadable = {q: Answer(q, unreadable=True) for q in spoiled}
    made = assessment_of(
        round_, {name: g | ({} if name == NAMES[2] else unreadable) for name, g in zip(senders, given, strict=True)}
    )
    cards = tuple(
        score_council(
            c.partner,
            tuple(e.said.answers for e in c.entries),
            round_,
            {a.id: (n + k) % 3 for k, a in enumerate(ASKED.areas)} if spoiled else {},
        )
        for n, c in enumerate(reversed(made.ledger.councils))
    )[::-1]
    to_mend = sum(any(f.must_fix for f in e.findings) for e in made.ledger.entries)
    statuses = [
        (Status.REFUSED, Status.HELD)[n % 2] if n < LEFT_OUT - to_mend else (Status.IGNORED, Status.SUPERSEDED)[n % 2]
        for n in range(LEFT_OUT)
    ]
    Random(str(given)).shuffle(statuses)
    more = [Entry(f"{'!z'[n % 2]}{n}.xlsx", f"{n:064x}", 10 * n, s, reason=f"Why {n}.") for n, s in enumerate(statuses)]
    entries = sorted((*made.ledger.entries, *more), key=lambda entry: entry.path)
    return Assessment(round_, Ledger(tuple(entries)), cards, compare(cards, round_))


def by_chance(seed: int) -> Assessment:
    """A round of the same shape in which all that may differ is drawn: answers, areas that do not apply, limits, edges, weights, gates."""
    random = Random(seed)
    steps = [random.uniform(5, 30) for _ in BANDS[1:]]
    bands = tuple(replace(b, from_score=sum(steps[: b.number - 1])) for b in BANDS)
    limits = Settings(bands, random.uniform(40, 99), random.uniform(1, 40))
    often = [a.id for a in ASKED.areas if random.random() < 0.4]
    away = {name: [area for area in often if random.random() < 0.7] for name in NAMES}
    waivers = tuple(waiver(name.lower(), q.id) for name in NAMES for q in ASKED.questions if q.area in away[name])
    round_ = Round(
        Purpose.NEW, random.randint(1, 4), reweighed(random), settings=limits, partners=PARTNERS, waivers=waivers
    )
    given = [
        {q: one for area in ASKED.areas for q, one in drawn(random, area, area.id in away[name])}
        for name in (NAMES[0], NAMES[1], NAMES[1], NAMES[2])
    ]
    spoiled = random.choice(((), (ASKED.questions[0].id, "TR3"), (ASKED.questions[-1].id,)))
    return sent(round_, *given, spoiled=spoiled)


def drawn(random: Random, area: Area, is_away: bool) -> Iterator[tuple[str, Answer]]:
    """Answers of one council to one area: around a level, all levels, or nothing that applies."""
    lean, calm = random.choice((0, 1, 2, 3, 4, 4)), random.random() < 0.4
    near: tuple[AnswerValue, ...] = (
        (lean, 4, 3, 2, 1, 0) if calm else (lean, 4, 3, 2, 1, 0, "DK", None, None, None, "NA", "NA")
    )
    for q in area.questions:
        value = "NA" if is_away else random.choices(near, [3, *[random.random() for _ in near[1:]]])[0]
        yield q.id, Answer(q.id, value, random.choice(("", "Minute 7")), "Cannot apply")


def gates(value: AnswerValue) -> dict[str, Answer]:
    """One answer to all gates."""
    return {gate: Answer(gate, value, comment="Cannot apply") for gate in GATES}


def leaning(values: tuple[int | str, ...], every: int) -> dict[str, Answer]:
    """Some values in turn; not every one cites evidence."""
    return {
        q.id: Answer(q.id, values[n % len(values)], "" if n % every == 0 else f"Minute {n}")
        for n, q in enumerate(ASKED.questions)
    }


def waiver(council: str, question: str) -> Waiver:
    """The office agrees that a question does not apply to a council."""
    return Waiver(council, "RX205", question, "Cannot apply.", "Board")


def reweighed(random: Random) -> QuestionSet:
    """The same questions with other weights, and gates that bite from other stages on."""

    def changed(q: Question) -> Question:
        gates = tuple(first and random.randint(1, 4) for first in q.gates)
        return replace(q, weights=(random.randint(1, 3),) * len(Purpose), gates=gates)

    areas = tuple(
        replace(a, themes=tuple(replace(t, questions=tuple(map(changed, t.questions))) for t in a.themes))
        for a in ASKED.areas
    )
    return replace(ASKED, areas=areas)


@cache
def books() -> tuple[bytes, ...]:
    """Their scored workbooks."""
    return tuple(workbook_bytes(assessment) for assessment in alike())
