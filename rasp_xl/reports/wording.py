"""Sentences that the page and the workbook both say, made from the figures so that they cannot disagree."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from rasp_xl.incoming.expected import Expected
from rasp_xl.incoming.ledger import Entry, Status, put_back
from rasp_xl.incoming.missing import Missing
from rasp_xl.incoming.shared_faults import SharedFault
from rasp_xl.model.findings import Finding, Rule, Severity, Waiver
from rasp_xl.model.questions import stage_words
from rasp_xl.model.rounds import MEASURE_DIGITS, Round
from rasp_xl.model.rules import described
from rasp_xl.model.scorecard import Disagreement, Scorecard
from rasp_xl.model.showing import day_words, one_decimal
from rasp_xl.reports.asked import asked_of
from rasp_xl.reports.assessment import Assessment
from rasp_xl.scoring.compare import AreaSpread, SharedAction

MOST_NAMES = 4
AND_MORE = ", and {} more"
AS_LOW = "; {} more as low"


def plural(number: int, one: str, many: str = "") -> str:
    """A number with its noun: 1 council, 2 councils."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def round_words(assessment: Assessment) -> str:
    """What was assessed: name and day of the round where it has them, purpose, stage, question set."""
    before, after = around_stage(assessment)
    return f"{before}{stage_words(assessment.round.stage)}{after}"


def around_stage(assessment: Assessment) -> tuple[str, str]:
    """What was assessed, before and after the words on the stage."""
    round_ = assessment.round
    parts = (round_.name, day_words(round_.day) if round_.day else "", round_.purpose.words)
    return "".join(f"{part}. " for part in parts if part), f". Question set {round_.question_set.version}."


def lowest_area(card: Scorecard) -> str:
    """The name of the area with the lowest score, and how many more have as low a one; empty where none has a score."""
    scored = [a for a in card.areas if a.tally.score is not None]
    measured = [round(a.tally.score or 0, MEASURE_DIGITS) for a in scored]
    more = measured.count(min(measured)) - 1 if measured else 0
    name = next((a.name for a in scored if a.id == card.overall.lowest_area), "")
    return f"{name}{AND_MORE.format(more)}" if more else name


def standing(assessment: Assessment) -> str:
    """Where the partnership stands: the spread, never one figure without it."""
    scores = [c.overall.score for c in assessment.cards if c.overall.score is not None]
    partners = len(assessment.round.partners)
    if not scores:
        return "No council has a score yet."
    final = sum(c.overall.status == "final" for c in assessment.cards)
    names = {a.id: a.name for a in assessment.round.question_set.areas}
    scored = [a for a in assessment.partnership.areas if a.mean is not None]
    weakest, others = weakest_area(scored), as_low(scored)
    if len(assessment.cards) == 1:
        only = assessment.cards[0].overall
        one = f"1 of {plural(partners, 'partner')}" if partners else "1 council"
        return (
            f"{one} scored. Its overall score is {one_decimal(scores[0])}, {only.status}. "
            f"Its weakest area is {names[only.lowest_area]}, at {one_decimal(weakest.lowest or 0)}{others}."
        )
    many = plural(len(assessment.cards), "council")
    if partners:
        many = f"{len(assessment.cards)} of {plural(partners, 'partner')}"
    return (
        f"{many} scored, {final} of them final. Overall scores run from {one_decimal(min(scores))} "
        f"to {one_decimal(max(scores))}. The weakest area on average is {names[weakest.id]}, from "
        f"{one_decimal(weakest.lowest or 0)} to {one_decimal(weakest.highest or 0)}{others}."
    )


def weakest_area(areas: Sequence[AreaSpread]) -> AreaSpread:
    """The area with the lowest mean, the first of equals; each has one."""
    return min(areas, key=lambda a: round(a.mean or 0, MEASURE_DIGITS))


def as_low(areas: Sequence[AreaSpread]) -> str:
    """How many others of some areas, of which each has a mean, have as low a one as the weakest; empty where it stands alone."""
    means = [round(a.mean or 0, MEASURE_DIGITS) for a in areas]
    others = means.count(min(means, default=0)) - 1
    return AS_LOW.format(others) if others > 0 else ""


def widest_area(areas: Sequence[AreaSpread]) -> AreaSpread:
    """The area with the largest gap between councils, the first of equals."""
    return max(areas, key=lambda a: round(a.gap or 0, MEASURE_DIGITS))


def gates_standing(assessment: Assessment) -> str:
    """How many gates are closed or weak, and in how many councils."""
    closed = [(c.id, g) for c in assessment.cards for g in c.gates if g.state == "closed"]
    weak = [(c.id, g) for c in assessment.cards for g in c.gates if g.state == "weak"]
    if not closed and not weak:
        return "No gate is closed or weak at this stage."
    councils = len({council for council, _ in closed + weak})
    return f"{plural(len(closed), 'gate')} closed and {len(weak)} weak, in {plural(councils, 'council')}."


NO_RETURN = "No return yet"
NO_COLLEAGUE = "No return yet, though a colleague has answered"
COLLEAGUES = "Colleagues still to answer"


def absent(assessment: Assessment) -> list[tuple[str, str]]:
    """Who has not answered, for what all councils read: partners by name, and of their people only how many."""
    people = Counter(one.partner.name for one in assessment.missing_colleagues)
    counted = ", ".join(f"{council}: {plural(count, 'person', 'people')}" for council, count in people.items())
    return [(what, who) for what, who in ((NO_RETURN, missing_words(assessment)), (COLLEAGUES, counted)) if who]


def missing_words(assessment: Assessment) -> str:
    """Partners without a return that counts, with the held files that may be theirs; empty where none is missing."""
    return ", ".join(f"{m.partner.name}{_held_words(m)}" for m in assessment.missing)


def missing_colleagues_words(assessment: Assessment) -> str:
    """People who are still to answer where a colleague has, each with the files that may be theirs; empty where there are none."""
    return ", ".join(_colleague(one) for one in assessment.missing_colleagues)


def _colleague(one: Expected) -> str:
    who = one.person.name or one.person.role or one.person.address or "a contact without a name"
    held, perhaps = ([entry.path for entry in entries] for entries in (one.held, one.unclear))
    files = f" (held: {listed(held)})" if held else ""
    maybe = f" (perhaps {listed(perhaps)}, which names nobody who was asked)" if perhaps else ""
    return f"{who} of {one.partner.name}{files or maybe}"


def former_round_words(assessment: Assessment) -> str:
    """What to do where the round's id was changed after templates went out; nothing where it was not."""
    former = assessment.former_round
    if not former:
        return ""
    return f"The round workbook has the Round id “{assessment.round.id}”. {put_back(former, assessment.round)}"


def _held_words(missing: Missing) -> str:
    files = (("held", missing.held), ("refused", missing.refused))
    theirs = "; ".join(f"{status}: {listed(paths)}" for status, paths in files if paths)
    perhaps = f" (perhaps {listed(missing.perhaps)}, held)" if missing.perhaps else ""
    return f" ({theirs})" if theirs else perhaps


def attention(assessment: Assessment) -> list[tuple[str, str]]:
    """Files and reasons that a person must look at: not counted first, then those to fix.

    A reason says what is wrong, where in the file, and what to do.
    """
    unsettled, to_fix = [], []
    for entry in assessment.ledger.entries:
        must = [f for f in entry.findings if f.must_fix]
        if entry.status in (Status.HELD, Status.REFUSED):
            unsettled.append((entry.path, trouble(entry.findings[0]) if entry.findings else entry.reason))
        elif entry.status is Status.SCORED and must:
            to_fix.append((entry.path, f"{trouble(must[0])}{_more_to_fix(entry, assessment.round)}"))
    return unsettled + to_fix


def _more_to_fix(entry: Entry, round_: Round) -> str:
    """How many rows of the return's Fix list there are beyond the first, of those that must be fixed."""
    rows = sum(mark.severity is Severity.MUST_FIX for mark in asked_of(entry, round_))
    return f" And {rows - 1} more to fix." if rows > 1 else ""


def to_fix(assessment: Assessment) -> list[tuple[str, str]]:
    """Each thing that must be put right in a return that counts, beside its file."""
    counted = [entry for entry in assessment.ledger.entries if entry.status is Status.SCORED]
    return [(entry.path, trouble(f)) for entry in counted for f in entry.findings if f.must_fix]


def shared_fault_words(faults: Iterable[SharedFault]) -> list[str]:
    """What most senders have in common, a line for each rule, and where to look first."""
    return [_shared(alike) for alike in _by_rule(faults)]


def _shared(alike: Sequence[SharedFault]) -> str:
    rule, counts = alike[0].rule, [fault.senders for fault in alike]
    senders = f"{min(counts)} to {max(counts)}" if min(counts) < max(counts) else f"{counts[0]}"
    what, more, _ = described(rule).partition(". ")
    questions = f" The questions: {', '.join(fault.question for fault in alike)}." if len(alike) > 1 else ""
    return (
        f"{senders} of {alike[0].of} senders have {_place(alike)} ({rule.severity.words}): {what}{'.' * bool(more)}{questions} "
        "Look at our question, template and guidance before asking each of them."
    )


def shared_fault_places(faults: Iterable[SharedFault]) -> str:
    """The rules that most senders share, each with where it is met, in a row."""
    return ", ".join(map(_place, _by_rule(faults)))


def _by_rule(faults: Iterable[SharedFault]) -> Iterable[list[SharedFault]]:
    groups: dict[tuple[Rule, bool], list[SharedFault]] = defaultdict(list)
    for fault in faults:
        groups[fault.rule, bool(fault.question)].append(fault)
    return groups.values()


def _place(alike: Sequence[SharedFault]) -> str:
    first = alike[0]
    if len(alike) > 1:
        return f"{first.rule.code} at each of {len(alike)} questions"
    return f"{first.rule.code} at {first.question}" if first.question else first.rule.code


def trouble(finding: Finding) -> str:
    """A finding within its file: where, what, and what to do."""
    where = ", ".join(part for part in (finding.place.sheet, finding.place.cell) if part)
    return f"{where}: {finding.message} {finding.fix}" if where else f"{finding.message} {finding.fix}"


def agreed(waiver: Waiver) -> str:
    """Who agreed that a finding may stand, until when, and why."""
    until = f" until {day_words(waiver.last_day)}" if waiver.last_day else ""
    return f"Agreed by {waiver.approver}{until}: {waiver.reason}"


def spread_words(one: Disagreement) -> str:
    """How many people gave each answer, and never who: level 1 by 1, level 4 by 2, don't know by 1."""
    counts = [(f"level {level}", count) for level, count in enumerate(one.levels)]
    counts += [("don't know", one.unknown), ("not applicable", one.inapplicable), ("no answer", one.silent)]
    return ", ".join(f"{words} by {count}" for words, count in counts if count)


def action_reason(action: SharedAction, names: Mapping[str, str]) -> str:
    """Why an action comes first; names gives each council's name by its id."""
    gates = [
        f"gate {state} in {listed([names[council] for council in councils])}"
        for state, councils in (("closed", action.closed), ("weak", action.weak))
        if councils
    ]
    reason = "; ".join((*gates, f"below the top level in {plural(len(action.short), 'council')}"))
    return f"{reason[0].upper()}{reason[1:]}."


def listed(names: Sequence[str]) -> str:
    """Names in a row, and how many more where there are too many to name."""
    named = ", ".join(names[:MOST_NAMES])
    return named if len(names) <= MOST_NAMES else f"{named} and {len(names) - MOST_NAMES} more"
