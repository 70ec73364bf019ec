"""What a fix copy asks because of each rule, and where."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import pytest
from came_back import ROUND, filled, read

from rasp_xl.incoming.checks import about_all, check
from rasp_xl.incoming.returns import Return
from rasp_xl.model import answer_rules, notice_rules
from rasp_xl.model.answers import Answer
from rasp_xl.model.findings import Finding, Place, Rule, Severity
from rasp_xl.model.layout import ANSWER, COMMENT, COUNCIL, DATE, EVIDENCE, RESPONDENT, START
from rasp_xl.model.rules import RULES
from rasp_xl.outgoing.filling import Mark
from rasp_xl.reports.asked import marks_of
from rasp_xl.reports.asking import NOT_SCORED, TABLE, TO_KNOW, Asks

ASKED = ROUND.question_set
FILE = Place("f")
FACTS = dict.fromkeys(
    ("area", "count", "questions", "wanted", "nearest", "headings", "respondent", "waived"), "x"
)  # fmt: skip


def test_table_says_of_every_rule_what_it_leads_to() -> None:
    """No rule is left out: each leads to a mark at a cell, or to none, with the reason."""
    assert set(TABLE) == set(RULES)
    assert len(TABLE) == len(RULES)
    for rule, asks in TABLE.items():
        assert isinstance(asks, Asks) or asks.endswith(".")
        assert (rule.severity is Severity.INFORMATION) == (asks == TO_KNOW) or asks == NOT_SCORED, rule.code


@cache
def came_back() -> Return:
    return read(filled())


def marks(rule: Rule, place: Place = FILE, change: Mapping[str, Answer] | None = None, **facts: str) -> list[Mark]:
    """What a finding of a rule leads to in a return where these answers are otherwise."""
    there = replace(came_back(), answers=dict(came_back().answers) | dict(change or {}))
    return list(marks_of([Finding.at(place, rule, **FACTS | facts)], there, ROUND))


BLANK = {"EC1": Answer("EC1")}
CELLS = {
    "RX201": ("EC1", ANSWER, ()), "RX202": ("EC1", ANSWER, ()), "RX203": ("EC1", ANSWER, ()), "RX204": ("EC1", ANSWER, ()),
    "RX205": ("EC1", ANSWER, ()), "RX207": ("EC1", ANSWER, ()), "RX208": ("EC1", ANSWER, ()), "RX209": ("EC1", ANSWER, ()),
    "RX210": ("EC1", ANSWER, ()), "RX303": ("", RESPONDENT, ()), "RX304": ("", COUNCIL, ()), "RX309": ("", DATE, ()),
    "RX310": ("", DATE, ()), "RX313": ("", DATE, ()), "RX314": ("", COUNCIL, ()), "RX413": ("", COUNCIL, ()),
    "RX414": ("", "", ()), "RX420": ("EC1", ANSWER, ()), "RX421": ("", "", ()),
}  # fmt: skip
ANSWERED = {
    "RX205": ("EC1", ANSWER, ()), "RX208": ("EC1", ANSWER, (("EC1", COMMENT),)), "RX301": ("EC1", EVIDENCE, (("EC1", ANSWER),)),
    "RX302": ("EC1", COMMENT, (("EC1", ANSWER),)), "RX305": ("EC1", EVIDENCE, (("EC1", ANSWER),)),
    "RX311": ("EC1", COMMENT, (("EC1", ANSWER),)), "RX403": ("EC1", ANSWER, (("EC1", COMMENT), ("EC1", EVIDENCE))),
    "RX404": ("EC1", ANSWER, (("EC1", COMMENT), ("EC1", EVIDENCE))),
}  # fmt: skip
BY_CODE = {rule.code: rule for rule in RULES}


@pytest.mark.parametrize("code", CELLS)
def test_rule_marks_the_cell_that_must_change(code: str) -> None:
    """A finding about a blank or lost answer, or the cover, marks the one cell in which it is put right."""
    (mark,) = marks(BY_CODE[code], change=BLANK, question="EC1", found="TBC")

    assert (mark.question, mark.heading, mark.also) == CELLS[code]
    assert mark.severity is BY_CODE[code].severity
    assert mark.wrong
    assert mark.do


@pytest.mark.parametrize("code", ANSWERED)
def test_rule_about_an_answer_is_settled_by_another_answer_too(code: str) -> None:
    """Where an answer asks for words beside it, another answer settles it as well; an answer to confirm, a comment."""
    (mark,) = marks(BY_CODE[code], question="EC1", found="TBC")

    assert (mark.question, mark.heading, mark.also) == ANSWERED[code]


@pytest.mark.parametrize("code", ["RX403", "RX404"])
def test_nothing_is_confirmed_where_nothing_is_answered(code: str) -> None:
    """A changed question text beside a blank asks for nothing: the fix copy has the text as sent."""
    assert marks(BY_CODE[code], change=BLANK, question="EC1", found="TBC") == []


def test_questions_that_were_not_there_are_asked_one_by_one() -> None:
    """Each question that was lost with its sheet or row is marked as not answered."""
    there = {q: a for q, a in came_back().answers.items() if q not in ("EC2", "GV3")}
    finding = about_all(notice_rules.NOT_FOUND, "f", ["EC2", "GV3"])
    found = marks_of([finding], replace(came_back(), answers=there), ROUND)

    assert [(m.question, m.heading) for m in found] == [("EC2", ANSWER), ("GV3", ANSWER)]
    assert found[0].wrong == "EC2 was not in the workbook that you sent."


def test_empty_area_is_asked_question_by_question() -> None:
    """Every question of an area that nobody filled in is marked, far beyond the dozen that a message names."""
    area = ASKED.areas[4]
    empty = {q.id: Answer(q.id) for q in area.questions}
    returned = replace(came_back(), answers=dict(came_back().answers) | empty)
    (finding,) = (f for f in check(returned, ROUND) if f.rule is answer_rules.AREA_EMPTY)
    found = marks_of([finding], returned, ROUND)

    assert len(found) == 13
    assert [m.question for m in found] == [q.id for q in area.questions]
    assert {m.heading for m in found} == {ANSWER}


def test_a_cell_is_asked_for_once() -> None:
    """Where an answer went astray, or was lost with its row, the more exact of two reasons to choose it again is told."""
    both = [
        about_all(notice_rules.NOT_FOUND, "f", ["GV1", "GV2"]),
        Finding.at(FILE, answer_rules.AREA_EMPTY, area="Governance", count=2, about=("GV2", "GV3")),
        Finding.at(FILE, answer_rules.BESIDE, question="GV2", found="3 Agreed", other="K7"),
        Finding.at(FILE, answer_rules.NO_EVIDENCE, question="GV3", found="3", wanted=2),
    ]
    found = marks_of(both, came_back(), ROUND)

    assert [(m.question, m.heading, m.wrong.split(",")[0]) for m in found] == [
        ("GV1", ANSWER, "GV1 was not in the workbook that you sent."),
        ("GV2", ANSWER, "Nothing is chosen under Answer for GV2"),
        ("GV3", ANSWER, "GV3 is not answered"),
        ("GV3", EVIDENCE, both[3].message.split(",")[0]),
    ]


def test_repeated_evidence_is_asked_for_beside_each_answer() -> None:
    """The same text beside several answers is marked at each of them, and nowhere else."""
    same = {q: Answer(q, 3, "Strategy  2026") for q in ("SV1", "SV4", "GV2")}
    found = marks(answer_rules.SAME_EVIDENCE, change=same, found="strategy 2026")

    assert [(m.question, m.heading) for m in found] == [("SV1", EVIDENCE), ("SV4", EVIDENCE), ("GV2", EVIDENCE)]


def test_numbers_of_another_scale_are_asked_for_one_by_one() -> None:
    """Where every number is in doubt, each answer is to be chosen again."""
    levels = [q.id for q in ASKED.questions if isinstance(came_back().answers[q.id].value, int)]
    found = marks_of([Finding.at(FILE, answer_rules.OWN_SCALE, count="5", about=levels)], came_back(), ROUND)

    assert [m.question for m in found] == levels
    assert {(m.heading, m.wrong) for m in found if m.question == "GV3"} == {
        (ANSWER, "GV3 was answered with a bare number, perhaps on another scale than 0 to 4.")
    }


def test_a_pattern_is_asked_about_once() -> None:
    """Answers that count up are asked about in one row, at the first, and a change to any of them settles it."""
    (mark,) = marks(
        answer_rules.FILL_DOWN, Place("f", "Ethos and cultures"), questions="EC2, EC3, EC4", count="3", found="0 to 2"
    )

    assert (mark.question, mark.heading) == ("EC2", ANSWER)
    assert mark.also == (("EC2", COMMENT), ("EC3", ANSWER), ("EC4", ANSWER))


def test_found_columns_are_to_be_looked_at() -> None:
    """Columns read by what stood in them lead to the sheet, and to no cell: the fix copy has the headings as sent."""
    (mark,) = marks(notice_rules.COLUMNS_FOUND, Place("f", "Governance"), found="B to D")

    assert (mark.question, mark.heading, mark.also) == ("GV1", "", ())


def test_columns_of_a_sheet_without_an_answer_lead_there_too() -> None:
    """Renamed headings over nothing at all are not looked for on another sheet."""
    blank = {q.id: replace(came_back().answers[q.id], value=None) for q in ASKED.areas[4].questions}
    found = marks(notice_rules.COLUMNS_FOUND, Place("f", "Governance"), blank, found="B to D")
    nowhere = marks(notice_rules.COLUMNS_FOUND, Place("f", "Ours"), found="B to D")

    assert [m.question for m in (*found, *nowhere)] == ["GV1", ""]


def test_the_most_serious_comes_first_then_the_order_of_the_workbook() -> None:
    """A council sees first what must be fixed, then what must be explained, each from the start sheet on."""
    findings = [
        Finding.at(Place("f"), answer_rules.NO_EVIDENCE, question="SV1", found="3", wanted=2),
        Finding.at(Place("f", START), answer_rules.NO_RESPONDENT),
        Finding.at(Place("f"), answer_rules.UNREADABLE, question="GV1", found="x"),
        Finding.at(Place("f"), answer_rules.UNREADABLE, question="EC1", found="x"),
        Finding.at(Place("f"), answer_rules.UNREADABLE, question="EC1", found="x"),
    ]

    assert [m.question for m in marks_of(findings, came_back(), ROUND)] == ["EC1", "GV1", "", "SV1"]
