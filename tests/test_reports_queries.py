"""Query, fix copy and board count and say the same, whatever was found in a return."""

import re
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from string import Formatter

import pytest
from came_back import ROUND, filled, read
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from rasp_xl.incoming.ledger import Entry, Status, settle
from rasp_xl.incoming.returns import Return
from rasp_xl.model.findings import Finding, Place, Rule, Severity
from rasp_xl.model.layout import FIX_LIST, REPLY
from rasp_xl.model.letters import LetterFacts, LetterKind
from rasp_xl.model.rounds import Partner, Person, Round
from rasp_xl.outgoing.addressees import Addressee
from rasp_xl.outgoing.fix_list import HEADER_ROW
from rasp_xl.outgoing.letters import letter
from rasp_xl.outgoing.template import template_bytes
from rasp_xl.reports.asking import TABLE, Asks
from rasp_xl.reports.assessment import Assessment
from rasp_xl.reports.board import Standing, board
from rasp_xl.reports.board_shown import board_results
from rasp_xl.reports.chasing import MOST_LISTED, query_facts
from rasp_xl.reports.check_text import findings_text
from rasp_xl.reports.fix_copy import filling_of
from rasp_xl.scoring.compare import compare

PARTNER = Partner("northmoor", "Northmoor District Council", (Person("Jane Roe", "jane@northmoor.example"),))
ASKED = replace(ROUND, partners=(PARTNER,))
RULES = tuple(rule for rule, asks in TABLE.items() if isinstance(asks, Asks))
WHEN = "3 December 2026 at 09:30"


@cache
def came_back() -> Return:
    return read(filled())


def found(rule: Rule, question: str, more: tuple[str, ...] = ()) -> Finding:
    """One finding of a rule at a question, on its area's sheet."""
    area = next(a for a in ROUND.question_set.areas if question in {q.id for q in a.questions})
    named = {name for text in (rule.message, rule.fix) for _, name, _, _ in Formatter().parse(text) if name}
    words = dict.fromkeys(named - {"question", "found"}, "x")
    return Finding.at(
        Place("f.xlsx", area.name, 9, 9), rule, question=question, found="TBC", about=(question, *more), **words
    )


def entry(*findings: Finding) -> Entry:
    return Entry("f.xlsx", "ab" * 32, 1000, Status.SCORED, findings, came_back(), PARTNER)


def asked_in_letter(one: Entry) -> tuple[LetterFacts, bytes] | None:
    """What the query says, and the workbook that goes with it."""
    filling = filling_of(one, PARTNER, ASKED)
    return (query_facts(one, filling, WHEN), template_bytes(filling)) if filling else None


def fix_list(data: bytes) -> tuple[list[str], list[list[str]]]:
    """Headings and rows of a Fix list, as somebody who opens it sees them."""
    sheet = load_workbook(BytesIO(data), data_only=True)[FIX_LIST]
    rows = [[str(cell.value or "") for cell in row] for row in sheet.iter_rows(HEADER_ROW)]
    return [text for text in rows[0] if text], [row for row in rows[1:] if row[0]]


def number(facts: LetterFacts) -> int:
    """How many things the letter says there are."""
    said = re.match(r"(\d+) things? to put right: ", facts.what)
    assert said
    return int(said[1])


def rows_of(point: str) -> int:
    """How many rows of the Fix list a line of a letter stands for."""
    if more := re.fullmatch(r"- And (\d+) more, all listed in the attached workbook\.", point):
        return int(more[1])
    if each := re.search(r" It is asked at each of the (\d+)\.$", point):
        return int(each[1])
    _, _, same = point.partition(" The same for ")
    return 1 + len(same.split(", ")) if same else 1


QUESTIONS = st.sampled_from([question.id for question in ROUND.question_set.questions])
FINDINGS = st.lists(
    st.builds(found, st.sampled_from(RULES), QUESTIONS, st.lists(QUESTIONS, max_size=3).map(tuple)),
    min_size=1,
    max_size=14,
)


@settings(deadline=None, derandomize=True, max_examples=14, phases=[Phase.generate])
@given(FINDINGS)
def test_letter_and_fix_list_say_the_same(findings: list[Finding]) -> None:
    """The letter's number is the number of rows, its points are the rows, those that say the same together, and a reply is named only where it can be given."""
    asked = asked_in_letter(entry(*findings))
    if asked is None:
        return
    facts, data = asked
    headings, rows = fix_list(data)
    _, *points = facts.what.splitlines()

    assert number(facts) == len(rows)
    assert sum(map(rows_of, points)) == len(rows)
    assert len(points) <= MOST_LISTED + 1
    begun = [f"- {severity} ({place}): {wrong} {do}" for _, severity, place, _, wrong, do, *_ in rows]
    assert all(any(point.startswith(row) for row in begun) for point in points[:MOST_LISTED])
    assert (REPLY in facts.do) == (REPLY in headings)
    assert all(REPLY in headings for row in rows if REPLY in row[5])


@settings(deadline=None, derandomize=True, max_examples=60)
@given(FINDINGS)
def test_board_counts_what_the_letter_asks(findings: list[Finding]) -> None:
    """Who has a query has as many things on the board, and whoever has none is in."""
    one = entry(*findings)
    assessment = assessed(one)
    state = board(assessment, date(2026, 12, 3))
    (line,) = state.lines
    (file,) = board_results(state, assessment)["returns"][0]["files"]
    filling = filling_of(line.files[0], PARTNER, ASKED)

    assert file["to_fix"] + file["to_explain"] == (len(filling.marks) if filling else 0)
    assert line.standing is (Standing.TO_FIX if filling else Standing.IN)
    assert line.letters == ((LetterKind.QUERY,) if filling else (LetterKind.RECEIPT,))


def assessed(*entries: Entry, round_: Round = ASKED) -> Assessment:
    return Assessment(round_, settle(entries, round_), (), compare((), round_))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_what_must_be_fixed_is_asked_for(rule: Rule) -> None:
    """No finding makes an area provisional without a row that says how to mend it."""
    asked = filling_of(entry(found(rule, "SV1")), PARTNER, ASKED)

    assert asked is not None or rule.severity is not Severity.MUST_FIX


def test_many_things_are_not_all_in_the_letter() -> None:
    """A letter that nobody reads to its end helps nobody: the rest is counted, and in the workbook."""
    rules = [rule for rule in RULES if rule.severity is Severity.MUST_FIX and TABLE[rule].heading]  # type: ignore[union-attr]
    questions = [q.id for q in ROUND.question_set.questions]
    asked = asked_in_letter(entry(*(found(rule, name) for rule, name in zip(rules, questions, strict=False))))
    assert asked is not None
    rows, lines = fix_list(asked[1])[1], asked[0].what.splitlines()

    assert len(rows) > MOST_LISTED
    assert len(lines) == 1 + MOST_LISTED + 1
    assert lines[-1] == f"- And {len(rows) - MOST_LISTED} more, all listed in the attached workbook."


def test_same_thing_at_many_places_is_one_line() -> None:
    """Every place is named, with what was found there where it is something else."""
    rule = next(rule for rule in RULES if rule.code == "RX201")
    other = replace(found(rule, "SV3"), found="2-3")
    asked = asked_in_letter(entry(found(rule, "SV1"), found(rule, "SV2"), other))
    assert asked is not None
    lines = asked[0].what.splitlines()

    assert lines[0] == "3 things to put right: 3 must be fixed."
    assert len(lines) == 2
    assert lines[1].endswith(" The same for SV2, SV3 (“2-3”).")


def test_one_text_beside_many_answers_is_told_once() -> None:
    """Not once for each of them in the same words, which left no room for anything else."""
    answers = dict(came_back().answers)
    names = list(answers)[:10]
    answers |= {name: replace(answers[name], value=3, raw="3 Agreed", evidence="Business case") for name in names}
    returned = replace(came_back(), answers=answers)
    same = next(rule for rule in RULES if rule.code == "RX306")
    finding = Finding.at(Place("f.xlsx"), same, found="Business case", count=10, questions=", ".join(names))
    facts, data = asked_in_letter(replace(entry(finding), returned=returned)) or (LetterFacts(), b"")
    lines = facts.what.splitlines()

    assert (len(lines), number(facts), len(fix_list(data)[1])) == (2, 10, 10)
    assert lines[1].endswith(" It is asked at each of the 10.")


@settings(deadline=None, derandomize=True, max_examples=40)
@given(FINDINGS)
def test_check_counts_what_the_letter_asks(findings: list[Finding]) -> None:
    """On the screen a council has as many things to put right as in its letter."""
    one = entry(*findings)
    filling = filling_of(one, PARTNER, ASKED)
    head = next(iter(findings_text(assessed(one))))
    said = sum(int(count) for count in re.findall(r"(\d+) to (?:fix|explain)", head))

    assert filling is None or said == len(filling.marks)


@pytest.mark.parametrize(("code", "named"), [("RX201", False), ("RX413", True)])
def test_reply_is_named_only_where_there_is_one(code: str, named: bool) -> None:
    """In the letter as it goes out, whatever its standard words are."""
    asked = asked_in_letter(entry(found(next(rule for rule in RULES if rule.code == code), "SV1")))
    assert asked is not None
    written = letter(LetterKind.QUERY, ASKED, Addressee(PARTNER, PARTNER.people[0]), asked[0])

    assert (REPLY in written.text) is named
    assert (REPLY in fix_list(asked[1])[0]) is named
