"""Waivers: what the programme office agreed to let stand, held against what was found."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from rasp_xl.incoming.ledger import Entry, Ledger
from rasp_xl.incoming.returns import Return
from rasp_xl.model.answer_rules import GATE_NOT_APPLICABLE
from rasp_xl.model.findings import Finding, Waiver
from rasp_xl.model.notice_rules import WAIVER_OVER
from rasp_xl.model.rounds import Round
from rasp_xl.model.rules import WAIVABLE
from rasp_xl.model.showing import day_words

CODES = frozenset(rule.code for rule in WAIVABLE)


def waive_all(ledger: Ledger, round_: Round, today: date | None = None) -> Ledger:
    """The ledger with the round's waivers honoured; which files count does not hang on them."""
    return Ledger(tuple(waive(entry, round_, today) for entry in ledger.entries))


def waive(entry: Entry, round_: Round, today: date | None = None) -> Entry:
    """The entry with its waived findings marked as such, and with a finding more beside each whose waiver is over.

    A gate that may be not applicable is marked in the answers too. Without today's date no waiver is over.
    """
    if not entry.partner:
        return entry
    own = [w for w in round_.waivers if w.council == entry.partner.id and w.rule in CODES]
    if not own:
        return entry
    findings = tuple(told for finding in entry.findings for told in _held_against(finding, own, today))
    return replace(entry, findings=findings, returned=entry.returned and _agreed(entry.returned, findings))


def unneeded(ledger: Ledger, round_: Round) -> tuple[Waiver, ...]:
    """Waivers of councils that are scored which met no finding in their returns, in the order of the round workbook.

    Of a council without a return that counts nobody knows yet what it needs.
    """
    if not round_.waivers:
        return ()
    scored = {council.partner.id: council.entries for council in ledger.councils}
    met = {
        (identity, finding.rule.code, question)
        for identity, entries in scored.items()
        for entry in entries
        for finding in entry.findings
        for question in ("", finding.question)
    }
    return tuple(w for w in round_.waivers if w.council in scored and (w.council, w.rule, w.question) not in met)


def _held_against(finding: Finding, waivers: Sequence[Waiver], today: date | None) -> Iterator[Finding]:
    """One that names the question comes before one for all questions."""
    fitting = [w for w in waivers if w.rule == finding.rule.code and w.question in ("", finding.question)]
    fitting.sort(key=lambda w: not w.question)
    in_force = next((w for w in fitting if w.holds_on(today)), None)
    yield replace(finding, waiver=in_force)
    if fitting and not in_force:
        yield _over(finding, fitting)


def _over(finding: Finding, ended: Iterable[Waiver]) -> Finding:
    """What is said of the waiver that ended last."""
    last = max(ended, key=lambda w: w.last_day or date.min)
    waived = f"{finding.rule.code} for {finding.question}" if finding.question else finding.rule.code
    ended_on = day_words(last.last_day) if last.last_day else ""
    return Finding.at(
        finding.place, WAIVER_OVER, question=finding.question, found=ended_on, waived=waived, respondent=last.approver
    )


def _agreed(returned: Return, findings: Iterable[Finding]) -> Return:
    """The return with its answers to waived gates marked, so that scoring leaves them out."""
    gates = {f.question for f in findings if f.waiver and f.rule.code == GATE_NOT_APPLICABLE.code}
    answers = {q: replace(a, waived=True) if q in gates else a for q, a in returned.answers.items()}
    return replace(returned, answers=answers)
