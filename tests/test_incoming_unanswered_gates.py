"""A gate left blank is asked for: once, at its own cell, of whoever should have answered it."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from building import clean_return, question, tiny_round
from came_back import ROUND as STANDARD
from came_back import changed, put
from handmade import NORTHMOOR, ROUND, answer, codes, only, place_of, sent

from rasp_xl import pipeline
from rasp_xl.cli import main
from rasp_xl.incoming.checks import check
from rasp_xl.incoming.ledger import Entry, Status, settle
from rasp_xl.incoming.returns import Return
from rasp_xl.model.answer_rules import BESIDE, GATE_NOT_ANSWERED
from rasp_xl.model.answers import Cover
from rasp_xl.model.findings import Finding
from rasp_xl.model.identity import Identity
from rasp_xl.model.layout import ANSWER, EVIDENCE
from rasp_xl.model.questions import AnswerValue, Purpose

UNANSWERED, AREA_EMPTY, NOT_FOUND, NOT_ANSWERED = GATE_NOT_ANSWERED.code, "RX206", "RX401", "RX402"
SHARED = tiny_round(question("AA1"), question("BB1", gate=1), question("BB2", gate=1), question("BB3"), stage=2)
GATE = next(q.id for q in STANDARD.question_set.questions if STANDARD.gate_from(q) is not None)


def test_blank_gate_must_be_answered() -> None:
    """It leads to the answer's own cell, and its area is provisional until then."""
    blank, listed = check(sent(answer("BB1", None)), ROUND)

    assert (blank.rule.code, listed.rule.code) == (UNANSWERED, NOT_ANSWERED)
    assert (blank.question, blank.place) == ("BB1", place_of("BB1"))
    assert blank.must_fix
    assert blank.message == "BB1 is a gate and is not answered. Its area stays provisional until it is."


@pytest.mark.parametrize(("value", "expected"), [("DK", []), (0, []), (2, []), ("NA", ["RX205"])])
def test_any_answer_will_do(value: AnswerValue, expected: Sequence[str]) -> None:
    """Don't know is an answer too; what a gate cannot be is asked for in its own words."""
    assert codes(sent(answer("BB1", value))) == expected


def test_blank_beside_evidence_is_asked_for() -> None:
    """Who names a document had an answer in mind; words that name nothing show none, and a gate is asked for as a gate."""
    blank = replace(answer("AA2", None), evidence="Cabinet minute 41 of 7 May")
    (found, _) = check(sent(blank), ROUND)

    assert (found.rule.code, found.question, found.place) == ("RX215", "AA2", place_of("AA2"))
    assert found.message == "AA2 is not answered, though evidence stands beside it: “Cabinet minute 41 of 7 May”."
    assert not found.must_fix
    assert codes(sent(replace(blank, evidence="tbc"))) == [NOT_ANSWERED]
    assert codes(sent(replace(answer("BB1", None), evidence=blank.evidence))) == [UNANSWERED, NOT_ANSWERED]


def test_gate_of_a_later_stage_is_asked_for_too() -> None:
    """No area is final without all of its gates, so it would be of no use to ask for one later."""
    assert codes(sent(answer("BB2", None))) == [UNANSWERED, NOT_ANSWERED]


def test_only_what_is_a_gate_for_the_purpose_is_asked_for() -> None:
    """A gate of a new programme need not be one for a health check."""
    asked = tiny_round(replace(question("AA1"), gates=(1, None, None)), question("AA2"))
    returned = sent(answer("AA1", None), round_=asked)

    assert codes(returned, asked) == [UNANSWERED, NOT_ANSWERED]
    assert codes(returned, asked.for_purpose(Purpose.HEALTH_CHECK, 1)) == [NOT_ANSWERED]


def test_nothing_is_asked_twice() -> None:
    """Not where its whole area is asked for, its row is missing, or what it said is asked for already."""
    empty = sent(answer("BB1", None), answer("BB2", None))
    gone = replace(sent(), answers={q: a for q, a in sent().answers.items() if q != "BB1"})
    beside = Finding.at(place_of("BB1"), BESIDE, question="BB1", found="3 Agreed", other="K6")

    assert codes(empty) == [AREA_EMPTY, NOT_ANSWERED]
    assert codes(gone) == [NOT_FOUND]
    assert codes(replace(sent(answer("BB1", None)), findings=(beside,))) == ["RX211", NOT_ANSWERED]
    assert codes(sent(answer("BB1", None, unreadable=True))) == []
    assert only(sent(answer("AA1", None))).rule.code == NOT_ANSWERED


def part(path: str, blank: str) -> Entry:
    """One person's return, with some questions left to others."""
    given = {q.id: answer(q.id, None if q.id in blank else 1) for q in SHARED.question_set.questions}
    given = {q: replace(a, place=replace(a.place, file=path)) for q, a in given.items()}
    returned = Return(path, path, Identity.of(SHARED, None), Cover(NORTHMOOR.name, path), given, ())
    return Entry(path, path, 1000, Status.SCORED, check(returned, SHARED), returned)


def asked_of(*entries: Entry) -> dict[str, list[str]]:
    """The gates that are asked of each file."""
    ledger = settle(entries, SHARED)
    return {e.path: [f.question for f in e.findings if f.rule is GATE_NOT_ANSWERED] for e in ledger.entries}


def test_what_a_colleague_answers_is_not_asked() -> None:
    """The council has one answer to a gate; only what nobody of it answers is asked, of each who began the area."""
    ann, bob = part("ann", "BB1 BB2"), part("bob", "BB2 BB3")

    assert asked_of(ann) == {"ann": ["BB1", "BB2"]}
    assert asked_of(ann, bob) == {"ann": ["BB2"], "bob": ["BB2"]}
    assert asked_of(ann, part("bob", "BB3")) == {"ann": [], "bob": []}


def test_blank_gate_is_named_on_the_screen_and_asked_in_a_fix_copy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """check and score say it, the status asks for attention, the fix copy is made, and the cell counts once."""
    inbox, out, leave = tmp_path / "returns", tmp_path / "out", partial(put, GATE)
    inbox.mkdir()
    data = changed(leave(ANSWER, None), leave(EVIDENCE, None), data=clean_return(STANDARD.question_set))
    (inbox / "a.xlsx").write_bytes(data)
    checked, said = main(["check", str(inbox)]), capsys.readouterr().out
    scored = main(["score", str(inbox), "--out", str(out)])
    (area,) = (a for a in pipeline.assess([inbox]).cards[0].areas if a.id == GATE[:2])

    assert (checked, scored) == (1, 1)
    assert f"MUST FIX: Shared vision, I8: {GATE} is a gate and is not answered." in said
    assert len(list((out / "fixes").iterdir())) == 1
    assert (area.status, area.to_fix, area.provisional) == ("provisional", 0, (f"gates not answered: {GATE}",))
