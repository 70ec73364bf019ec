"""Rounds of the same shape with other answers and settings: their scored workbooks hold the same formulas over other figures.

A formula that is right by accident in one of them is wrong in another. In all there are three councils, of which one sent three
returns, so that each sheet has as many rows, but for findings and gaps.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from random import Random
from textwrap import wrap

from building import answers, everywhere, mixed_answers
from councils import NORTHMOOR, assessment_of

from rasp_xl.incoming.ledger import Entry, Ledger, Status
from rasp_xl.model.answers import Answer
from rasp_xl.model.findings import Waiver
from rasp_xl.model.question_file import standard_set
from rasp_xl.model.questions import AnswerValue, Area, Purpose, Question, QuestionSet
from rasp_xl.model.rounds import BANDS, Partner, Round, Settings
from rasp_xl.reports.assessment import Assessment
from rasp_xl.reports.summary_sheet import LINE_LETTERS
from rasp_xl.reports.wording import attention
from rasp_xl.reports.workbook import workbook_bytes
from rasp_xl.scoring.compare import compare
from rasp_xl.scoring.scores import score_council

ASKED = standard_set()
NAMES = ("Ashcombe", NORTHMOOR, "Whitford")
SENDERS = (NAMES[0], NAMES[1], f"{NAMES[1]} | Treasurer", f"{NAMES[1]} | Solicitor", NAMES[2])
PARTNERS = tuple(Partner(name.lower(), name) for name in NAMES)
ROUND = Round(Purpose.NEW, 2, ASKED)
GATES = tuple(q.id for q in ASKED.questions if q.gate_from(Purpose.NEW) is not None)
EDGES = (0, 30, 52, 71)
LEFT_OUT = 9
"""Files that do not count. With the returns in which something must be mended, as many need attention in every round."""
LINES = 14
"""What needs attention takes so many on Summary, however long the reasons are."""


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
    """The round with a return of the first council, three of the second and one of the third, and files that do not count.

    The second council's solicitor says by turns what the third council says, and what each of the colleagues does. Some questions of the
    first returns are not readable; where there are any, cells must be fixed.
    """
    *others, last = given
    solicitor = {q.id: given[n % 3 + 1][q.id] for n, q in enumerate(ASKED.questions) if q.id in given[n % 3 + 1]}
    # A return without any answer does not count.
    said = solicitor if any(answer.given for answer in solicitor.values()) else last
    senders, given = SENDERS, (*others, said, last)
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
    entries = sorted((*made.ledger.entries, *left_out(made, str(given))), key=lambda entry: entry.path)
    return Assessment(round_, Ledger(tuple(entries)), cards, compare(cards, round_))


def left_out(made: Assessment, seed: str) -> Iterator[Entry]:
    """Files that do not count; one of them has so long a reason that all reasons take as many lines as in the other rounds."""
    reasons = [wrap(reason, LINE_LETTERS) for _, reason in attention(made)]
    shown = LEFT_OUT - len(reasons)
    statuses = [
        (Status.REFUSED, Status.HELD)[n % 2] if n < shown else (Status.IGNORED, Status.SUPERSEDED)[n % 2]
        for n in range(LEFT_OUT)
    ]
    Random(seed).shuffle(statuses)
    longest = next(n for n, status in enumerate(statuses) if status in (Status.REFUSED, Status.HELD))
    lines = LINES - sum(map(len, reasons)) - shown + 1
    for n, status in enumerate(statuses):
        reason = " ".join(["W" * LINE_LETTERS] * lines) if n == longest else f"Why {n}."
        yield Entry(f"{'!z'[n % 2]}{n}.xlsx", f"{n:064x}", 10 * n, status, reason=reason)


def by_chance(seed: int) -> Assessment:
    """A round of the same shape in which all that may differ is drawn: answers, what does not apply, settings, weights, gates."""
    random = Random(seed)
    often = [a.id for a in ASKED.areas if random.random() < 0.4]
    away = {name: [area for area in often if random.random() < 0.7] for name in NAMES}
    agreed = {
        name: [q.id for q in ASKED.questions if q.area in away[name] or (q.id in GATES and random.random() < 0.15)]
        for name in NAMES
    }
    waivers = tuple(waiver(name.lower(), q) for name in NAMES for q in agreed[name])
    round_ = Round(
        Purpose.NEW,
        random.randint(1, 4),
        reweighed(random),
        settings=limits(random),
        partners=PARTNERS,
        waivers=waivers,
    )
    given = []
    for name in (NAMES[0], NAMES[1], NAMES[1], NAMES[2]):
        waived = {q: Answer(q, "NA", comment="Cannot apply") for q in agreed[name] if random.random() < 0.8}
        given.append(whole(random, away[name]) | waived)
    spoiled = random.choice(((), (ASKED.questions[0].id, "TR3"), (ASKED.questions[-1].id,)))
    return sent(round_, *given, spoiled=spoiled)


def limits(random: Random) -> Settings:
    """Settings drawn within what may be typed; two thirds keep the caps as they ship, under which gates and areas hold most."""
    steps = [random.uniform(5, 30) for _ in BANDS[1:]]
    bands = tuple(replace(b, from_score=sum(steps[: b.number - 1])) for b in BANDS)
    drawn_ = Settings(bands, random.uniform(40, 99), random.uniform(1, 40))
    if random.random() < 2 / 3:
        return drawn_
    closed, weak, conditional = sorted(random.choices((1, 2, 3, 4), k=3))
    return replace(
        drawn_, closed_gate_band=closed, weak_gate_band=weak, conditional_gate_band=conditional,
        overall_steps_above=random.randint(0, 2), top_band_gate_level=random.randint(1, 4), unevidenced_level=random.randint(0, 4),
        asymmetric_levels=random.randint(1, 4), asymmetric_points=random.uniform(5, 60), strength_from_level=random.randint(1, 4),
        gap_to_level=random.randint(0, 3),
    )  # fmt: skip


def whole(random: Random, away: Sequence[str]) -> dict[str, Answer]:
    """All answers of one council; now and then a council is ready but for one or two gates, which then hold down what it earned."""
    given = {q: one for area in ASKED.areas for q, one in drawn(random, area, area.id in away)}
    if random.random() < 0.3:
        ready = {q: Answer(q, random.choice((3, 4, 4)), "Minute 7") for q in given if given[q].value != "NA"}
        held = random.sample(GATES, random.choice((1, 1, 2)))
        given |= ready | {gate: short(random, gate) for gate in held}
    return given


def drawn(random: Random, area: Area, is_away: bool) -> Iterator[tuple[str, Answer]]:
    """Answers of one council to one area: around a level, all levels, ready but for a gate, or nothing that applies."""
    lean, calm = random.choice((0, 1, 2, 3, 4, 4)), random.random() < 0.4
    near: tuple[AnswerValue, ...] = (
        (lean, 4, 3, 2, 1, 0) if calm else (lean, 4, 3, 2, 1, 0, "DK", None, None, None, "NA", "NA")
    )
    own = [q.id for q in area.questions if q.id in GATES]
    held = random.choice(own) if own and random.random() < 0.35 else ""
    for q in area.questions:
        value = "NA" if is_away else random.choices(near, [3, *[random.random() for _ in near[1:]]])[0]
        if held and not is_away:
            value = random.choice((3, 4, 4))
        one = Answer(q.id, value, random.choice(("", "Minute 7")), "Cannot apply")
        yield q.id, short(random, held) if q.id == held and not is_away else one


def short(random: Random, gate: str) -> Answer:
    """An answer that leaves a gate short of open."""
    return Answer(gate, random.choice((0, 1, 2, 2, "DK", None, "NA")), comment="Cannot apply")


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
