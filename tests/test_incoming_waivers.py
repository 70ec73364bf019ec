"""Waivers held against findings: whose, which, until when, and what is said when one is over."""

from datetime import date

import pytest
from came_back import ROUND as ASKED_ROUND

from rasp_xl.incoming.ledger import Entry, Status
from rasp_xl.incoming.returns import Return
from rasp_xl.incoming.waivers import waive
from rasp_xl.model import answer_rules, file_rules, notice_rules
from rasp_xl.model.answers import Answer, Cover
from rasp_xl.model.findings import Finding, Place, Rule, Severity, Waiver
from rasp_xl.model.identity import Identity
from rasp_xl.model.rounds import Partner, Round
from rasp_xl.model.rules import BY_CODE, RULES, WAIVABLE

FILE = "Northmoor.xlsx"
GATE, CLAIM = answer_rules.GATE_NOT_APPLICABLE, answer_rules.NO_EVIDENCE
PLACE = Place(FILE, "Governance", 14, 9)
TODAY = date(2026, 11, 23)


def found(rule: Rule, question: str = "") -> Finding:
    """A finding of a rule, with every fact that any rule names."""
    names = (
        "looks_like", "reason", "other", "respondent", "count", "wanted", "questions", "area", "headings", "differences", "nearest",
        "kind", "waived",
    )  # fmt: skip
    return Finding.at(PLACE, rule, question=question, found="Not applicable", **dict.fromkeys(names, "something"))


def entry(*findings: Finding, council: str = "northmoor") -> Entry:
    """A return that counts, in which two gates are not applicable."""
    given = {q: Answer(q, "NA", place=PLACE) for q in ("GV12", "GV1")}
    returned = Return(FILE, "0" * 64, Identity(), Cover(), given, ())
    return Entry(FILE, "0" * 64, 1000, Status.SCORED, findings, returned, Partner(council, council.title()))


def waiver(
    rule: str = GATE.code, question: str = "GV12", council: str = "northmoor", until: date | None = None
) -> Waiver:
    return Waiver(council, rule, question, "No staff stay behind.", "Programme board", until)


def waived(given: Entry, *waivers: Waiver, today: date | None = TODAY) -> Entry:
    """The entry in a round with these waivers."""
    round_ = Round(ASKED_ROUND.purpose, ASKED_ROUND.stage, ASKED_ROUND.question_set, waivers=waivers)
    return waive(given, round_, today)


def test_waived_finding_keeps_its_words_and_asks_nothing() -> None:
    """It is still told, with the waiver beside it, and nobody must mend it."""
    (one,) = waived(entry(found(GATE, "GV12")), waiver()).findings

    assert (one.message, one.place) == (found(GATE, "GV12").message, PLACE)
    assert one.waiver == waiver()
    assert (one.must_fix, one.severity) == (False, Severity.INFORMATION)


def test_waived_gate_is_marked_in_the_answers() -> None:
    """Scoring learns of it from the answer itself, and of no other answer."""
    after = waived(entry(found(GATE, "GV12"), found(GATE, "GV1")), waiver())

    assert after.returned
    assert {q: a.waived for q, a in after.returned.answers.items()} == {"GV12": True, "GV1": False}


def test_waiver_of_another_rule_marks_no_answer() -> None:
    """That evidence may be missing does not make a gate not applicable."""
    after = waived(entry(found(CLAIM, "GV12")), waiver(CLAIM.code))

    assert after.findings[0].waiver
    assert after.returned
    assert not any(answer.waived for answer in after.returned.answers.values())


@pytest.mark.parametrize(
    "other",
    [waiver(council="eastvale"), waiver(CLAIM.code), waiver(question="GV1")],
    ids=["council", "rule", "question"],
)
def test_waiver_of_something_else_changes_nothing(other: Waiver) -> None:
    """Council, rule and question must all be the ones that were waived."""
    before = entry(found(GATE, "GV12"))

    assert waived(before, other) == before


def test_waiver_without_a_question_is_for_all() -> None:
    """An empty question waives the rule wherever it is met in that council's returns."""
    after = waived(entry(found(CLAIM, "GV12"), found(CLAIM, "SV1"), found(GATE, "GV1")), waiver(CLAIM.code, ""))

    assert [finding.waiver is not None for finding in after.findings] == [True, True, False]


def test_return_of_nobody_is_not_waived() -> None:
    """A file whose council is not known has no waivers."""
    nobody = Entry(FILE, "", 0, Status.REFUSED, (found(CLAIM, "SV1"),))

    assert waived(nobody, waiver(CLAIM.code, "", council="")) == nobody


@pytest.mark.parametrize(
    ("until", "today", "holds"),
    [
        (None, TODAY, True),
        (date(2026, 11, 24), TODAY, True),
        (date(2026, 11, 23), TODAY, True),
        (date(2026, 11, 22), TODAY, False),
        (date(2026, 11, 22), None, True),
    ],
)
def test_last_day_still_counts(until: date | None, today: date | None, holds: bool) -> None:
    """A waiver holds to the end of its last day; where nobody says what day it is, none is over."""
    after = waived(entry(found(GATE, "GV12")), waiver(until=until), today=today)

    assert (after.findings[0].waiver is not None) is holds
    assert after.returned
    assert after.returned.answers["GV12"].waived is holds


def test_waiver_that_is_over_is_said_beside_the_finding() -> None:
    """The finding must be mended again, and the office learns whose waiver ended when."""
    first, second = waived(entry(found(GATE, "GV12")), waiver(until=date(2026, 3, 31))).findings

    assert first.must_fix
    assert (second.rule, second.place, second.question) == (notice_rules.WAIVER_OVER, PLACE, "GV12")
    assert second.message == (
        "The waiver of RX205 for GV12 that Programme board agreed ended on 31 March 2026, so it no longer counts."
    )


def test_waiver_that_was_agreed_anew_counts() -> None:
    """An old waiver beside a new one is not held against the council, in whichever order they stand."""
    old, new = waiver(until=date(2026, 3, 31)), waiver(question="", until=date(2027, 3, 31))
    for both in ((old, new), (new, old)):
        (one,) = waived(entry(found(GATE, "GV12")), *both).findings

        assert one.waiver == new


def test_of_two_ended_waivers_the_later_is_named() -> None:
    """One finding, one line on its waiver."""
    ended = waived(entry(found(GATE, "GV12")), waiver(until=date(2026, 3, 31)), waiver(until=date(2026, 9, 30)))

    assert [f.found for f in ended.findings[1:]] == ["30 September 2026"]


def test_what_can_be_waived() -> None:
    """Gates, empty areas and whatever asks for an explanation; no file, no answer that nobody can read, no mere notice."""
    codes = {rule.code for rule in WAIVABLE}
    unreadable = {f"RX{number}" for number in (201, 202, 203, 204, 207, 208, 209, 210)}

    assert {"RX205", "RX206", "RX301", "RX302", "RX303", "RX311", "RX401", "RX402", "RX404"} <= codes
    assert not codes & (unreadable | {rule.code for rule in RULES if rule.code < "RX2"} | {"RX407", "RX415"})
    assert codes <= set(BY_CODE)


@pytest.mark.parametrize("rule", [answer_rules.UNREADABLE, file_rules.OTHER_ROUND], ids=lambda rule: rule.code)
def test_rule_that_cannot_be_waived_is_not(rule: Rule) -> None:
    """Even where a round holds such a waiver, the finding stays as it was."""
    before = entry(found(rule, "GV12"))

    assert waived(before, waiver(rule.code, "")) == before
