"""A council's pack: what one council is shown. It is narrowed here, before anything is written, so that no writer can reach another council."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from rasp_xl.incoming.ledger import Council, Entry, Ledger
from rasp_xl.incoming.returns import Return
from rasp_xl.incoming.wording import plain
from rasp_xl.model import answer_rules, notice_rules
from rasp_xl.model.answers import Cover
from rasp_xl.model.findings import Finding, Place, Severity
from rasp_xl.model.identity import Identity
from rasp_xl.model.rounds import Partner, Person, Round
from rasp_xl.model.scorecard import Scorecard
from rasp_xl.reports.actions import councils_by_name
from rasp_xl.reports.asked import marks_of
from rasp_xl.reports.assessment import Assessment, Since
from rasp_xl.scoring.change import change
from rasp_xl.scoring.compare import compare
from rasp_xl.scoring.quartiles import Quartiles

WHOSE = frozenset({answer_rules.OTHER_COUNCIL, answer_rules.TWO_COUNCILS})
"""Rules by which a return may hold another council's answers."""

UNTOLD = WHOSE | {notice_rules.NEAR_NAME, notice_rules.REPLIED, notice_rules.COLLEAGUE_ANSWERS}
"""Rules whose findings can name other councils (a reply names what it is a reply to), or files by folders that do."""


@dataclass(frozen=True, slots=True)
class Pack:
    """What one council is shown: an assessment that holds nothing but it, and quartiles that hold no council."""

    assessment: Assessment
    quartiles: Quartiles

    @property
    def card(self) -> Scorecard:
        """The council's."""
        return self.assessment.cards[0]


def in_doubt(council: Council) -> bool:
    """Whether a return that counts for a council may be another's, as long as the programme office has not agreed that it is not."""
    return any(f.rule in WHOSE and not f.waiver for entry in council.entries for f in entry.findings)


def own_assessment(assessment: Assessment, council: Council) -> Assessment:
    """The assessment as it would be if the council were alone in the round.

    Files go by their names without folders, people's addresses are left out, and of what came back stays what was
    answered, who answered, and what is wrong.
    """
    card = next(card for card in assessment.cards if card.id == council.partner.id)
    round_ = _own_round(assessment.round, card.id)
    own = replace(card, answers=tuple(replace(answer, place=Place("")) for answer in card.answers))
    since = _own_since(assessment, assessment.since, card, round_) if assessment.since else None
    ledger = Ledger(tuple(_own_entries(council)))
    return Assessment(
        round_, ledger, (own,), compare((own,), round_), assessment.today, since, _to_explain(assessment, council)
    )


def _to_explain(assessment: Assessment, council: Council) -> int:
    """How much is to be explained in the fix copies of all its people: their number alone, for who answered what is not told."""
    told = ((e, [f for f in e.findings if f.rule not in UNTOLD]) for e in council.entries)
    marks = [mark for e, findings in told for mark in marks_of(findings, e.said, assessment.round)]
    return sum(mark.severity is Severity.EXPLAIN for mark in marks)


def _own_round(round_: Round, identity: str) -> Round:
    waivers = tuple(waiver for waiver in round_.waivers if waiver.council == identity)
    moderated = tuple(one for one in round_.moderated if one.council == identity)
    return replace(round_, partners=(), waivers=waivers, moderated=moderated, letters=(), sender=Person(), due=None)


def _own_entries(council: Council) -> Iterator[Entry]:
    """The returns that count, by names of which no two are alike."""
    partner = Partner(council.partner.id, council.partner.name)
    seen: Counter[str] = Counter()
    for entry in council.entries:
        name = PurePosixPath(entry.path.replace("\\", "/")).name
        seen[name] += 1
        path = name if seen[name] == 1 else f"{name} ({seen[name]})"
        findings = tuple(_own_finding(f, path) for f in entry.findings if _is_told(f, len(council.entries) > 1))
        cover = Cover(partner.name, entry.who) if entry.returned else Cover()
        said = Return(path, entry.digest, Identity(), cover, {}, ())
        yield Entry(path, entry.digest, entry.size, entry.status, findings, said, partner, entry.reason)


def _is_told(finding: Finding, among_colleagues: bool) -> bool:
    """Among colleagues only what must be mended: the rest tells what one of them answered, and is asked in a fix copy of their own."""
    return finding.rule not in UNTOLD and (not among_colleagues or finding.rule.severity is Severity.MUST_FIX)


def _own_finding(finding: Finding, path: str) -> Finding:
    return replace(finding, place=replace(finding.place, file=path))


def _own_since(assessment: Assessment, since: Since, card: Scorecard, round_: Round) -> Since | None:
    """What changed of one council; None where it took no part in the earlier round."""
    then = since.earlier.get(card.id)
    if then is None:
        return None
    names = councils_by_name(assessment, since)
    actions = tuple(action for action in since.baseline.actions if names.get(plain(action.council)) == card.id)
    baseline = replace(since.baseline, file="", digest="", councils=(then,), actions=actions, added=())
    given = {card.id: then.answers}
    return Since(baseline, {card.id: then}, change((card,), given, since.baseline.asked, round_), since.same_round)
