"""Rows of the sheet Waivers: one rule exactly, and a gate only where there is one."""

from collections.abc import Mapping

import pytest

from rasp_xl.incoming.entered import Entered, Problem
from rasp_xl.incoming.round_book.waiver_rows import read_waivers
from rasp_xl.model.findings import Place, Waiver
from rasp_xl.model.question_file import standard_set
from rasp_xl.model.questions import Purpose
from rasp_xl.model.round_layout import APPROVED_BY, COUNCIL, QUESTION, REASON, RULE, WAIVER_HEADINGS
from rasp_xl.model.rounds import Partner
from rasp_xl.model.rules import WAIVABLE

ASKED = standard_set()
PARTNERS = (Partner("northmoor", "Northmoor"),)
FULL = {COUNCIL: "Northmoor", RULE: "RX301", QUESTION: "SV1", REASON: "Seen on site.", APPROVED_BY: "Board"}
CHOOSE = "Choose it from the list in the cell."


def row(entries: Mapping[str, str]) -> Mapping[str, Entered]:
    """A row of the sheet as it is read."""
    return {
        heading: Entered(Place("round.xlsx", "Waivers", 9, column), entries.get(heading, ""))
        for column, heading in enumerate(WAIVER_HEADINGS, 1)
    }


def read(
    purpose: Purpose | None = Purpose.NEW, partners: tuple[Partner, ...] | None = PARTNERS, **entries: str
) -> tuple[Waiver, list[str]]:
    """The waiver of a row and what is said of it; entries are by heading in small letters."""
    given = FULL | {heading.capitalize(): text for heading, text in entries.items()}
    problems: list[Problem] = []
    (waiver,) = read_waivers([row(given)], partners, ASKED, purpose, problems)
    return waiver, [f"{p.place.cell}: {p.message} {p.fix}" for p in problems]


@pytest.mark.parametrize("text", ["RX301", "rx301", " RX301 ", "[RX301]", "[ rx301 ]", "RX301]", "[RX301"])
def test_code_is_taken_as_findings_print_it(text: str) -> None:
    """With the square brackets around it, in any case, with blanks."""
    assert read(rule=text) == (Waiver("northmoor", "RX301", "SV1", "Seen on site.", "Board"), [])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("RX205; RX301", "names 2 rules, and a waiver is for one. Give each rule a row of its own."),
        ("RX301 RX302,RX303", "names 3 rules, and a waiver is for one. Give each rule a row of its own."),
        ("RX301 or so", "is more than the code of a rule. Type RX301 alone, or choose it from the list in the cell."),
        ("[RX301] no evidence", "is more than the code of a rule. Type RX301 alone, or choose it from the list in the cell."),
        ("RX301, RX301", "is more than the code of a rule. Type RX301 alone, or choose it from the list in the cell."),
        ("RX3012", f"is not the code of a rule, such as RX205. {CHOOSE}"),
        ("RX 301", f"is not the code of a rule, such as RX205. {CHOOSE}"),
        ("301", f"is not the code of a rule, such as RX205. {CHOOSE}"),
        ("RX999 please", f"is not the code of a rule, such as RX205. {CHOOSE}"),
        ("RX٣٠١", f"is not the code of a rule, such as RX205. {CHOOSE}"),
    ],
)  # fmt: skip
def test_anything_but_one_code_is_a_mistake(text: str, words: str) -> None:
    """No part of a text is taken for the whole: a second rule in the cell would be lost without a word."""
    waiver, problems = read(rule=text)

    assert waiver.rule == ""
    assert problems == [f"B9: “{text}” {words}"]


@pytest.mark.parametrize("rule", WAIVABLE, ids=lambda rule: rule.code)
def test_every_rule_of_the_list_is_taken(rule: object) -> None:
    """Whatever the drop-down offers can be chosen, for all questions."""
    assert read(rule=rule.code, question="")[1] == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("purpose", Purpose)
def test_gates_of_the_purpose_can_be_waived(purpose: Purpose) -> None:
    """Each of them, also one that bites only at a later stage; any other question is no gate."""
    for question in ASKED.questions:
        waiver, problems = read(purpose, rule="RX205", question=question.id)

        assert waiver.question == question.id
        assert bool(problems) is (question.gate_from(purpose) is None)


def test_question_that_is_no_gate_is_said_with_the_gates() -> None:
    """The message names those that there are, so that nobody has to look for them."""
    _, problems = read(rule="RX205", question="sv-02")

    assert problems == [
        "C9: SV2 is no gate for this round's purpose, and RX205 is about gates only. "
        "Choose one of the gates (SV3, SV8, EC1, TR1, TR4, TR10, RM1, RM4, RM6, GV1, GV2, GV12), or clear the row."
    ]


def test_gates_follow_the_purpose() -> None:
    """GV1 is a gate of a new programme only; without a purpose that can be read nothing is said of gates."""
    assert read(Purpose.NEW, rule="RX205", question="GV1")[1] == []
    assert len(read(Purpose.HEALTH_CHECK, rule="RX205", question="GV1")[1]) == 1
    assert read(None, rule="RX205", question="SV2")[1] == []


def test_council_is_not_held_against_a_list_that_is_gone() -> None:
    """Where Partners could not be read, no council of a waiver is called unknown."""
    assert read(partners=None, council="Elsewhere")[1] == []
    assert read(partners=None, council="")[1] == [f"A9: The waiver names no council. {CHOOSE}"]
    assert len(read(partners=(), council="Elsewhere")[1]) == 1
