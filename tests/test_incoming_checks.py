"""Each check of a return: when it speaks, when it is silent, and what it says."""

from dataclasses import replace
from datetime import date

import pytest
from building import question, tiny_round
from handmade import FILE, NORTHMOOR, ROUND, answer, codes, only, place_of, sent

from rasp_xl.incoming.checks import check
from rasp_xl.incoming.returns import Return
from rasp_xl.model.answer_rules import BESIDE
from rasp_xl.model.answers import Answer, Cover
from rasp_xl.model.findings import Finding, Place, Severity
from rasp_xl.model.identity import Identity
from rasp_xl.model.notice_rules import MACROS
from rasp_xl.model.questions import AnswerValue, Purpose
from rasp_xl.model.showing import NAMED_AT_MOST

GATE_NOT_APPLICABLE, AREA_EMPTY, NO_EVIDENCE, NO_REASON = "RX205", "RX206", "RX301", "RX302"
UNANSWERED_GATE = "RX214"
NO_RESPONDENT, OTHER_COUNCIL = "RX303", "RX304"
DATE_UNREADABLE, DATE_IN_FUTURE, DATE_LONG_PAST, TWO_COUNCILS = "RX309", "RX310", "RX313", "RX314"
NOT_FOUND, NOT_ANSWERED, OTHER_VERSION, NO_IDENTITY = "RX401", "RX402", "RX406", "RX408"


def without(*identities: str) -> Return:
    """A return that lacks the rows of some questions."""
    whole = sent()
    return replace(whole, answers={q: a for q, a in whole.answers.items() if q not in identities})


def test_return_in_order_gives_no_finding() -> None:
    """A council that did everything right is told nothing."""
    assert check(sent(), ROUND) == ()


def test_findings_of_reading_are_told_first() -> None:
    """What reading found stays, ahead of what the checks add."""
    reading = Finding.at(Place(FILE), MACROS)
    returned = replace(sent(answer("AA1", 3)), findings=(reading,))

    assert check(returned, ROUND)[0] == reading
    assert codes(returned) == [MACROS.code, NO_EVIDENCE]


@pytest.mark.parametrize(
    ("value", "evidence", "expected"),
    [
        (2, "", []),
        (3, "", [NO_EVIDENCE]),
        (4, "", [NO_EVIDENCE]),
        (4, "   ", [NO_EVIDENCE]),
        (3, "Minute 7", []),
        ("DK", "", []),
        (0, "", []),
    ],
)
def test_claim_without_evidence_is_said(value: AnswerValue, evidence: str, expected: list[str]) -> None:
    """A level of 3 or 4 asks for something that shows it; lower levels and don't know do not."""
    assert codes(sent(answer("AA1", value, evidence))) == expected


def test_claim_without_evidence_names_the_cell_and_the_question() -> None:
    """The finding leads to the answer's own cell and asks for an explanation, no more."""
    finding = only(sent(answer("BB2", 4)))

    assert finding.place == Place(FILE, "Area BB", 7, 9)
    assert (finding.question, finding.found) == ("BB2", "4")
    assert finding.severity is Severity.EXPLAIN


@pytest.mark.parametrize(
    ("identity", "comment", "expected"),
    [
        ("AA1", "", [NO_REASON]),
        ("AA1", " \n", [NO_REASON]),
        ("AA1", "We hold no data.", []),
        ("BB1", "", [GATE_NOT_APPLICABLE]),
        ("BB1", "We hold no data.", [GATE_NOT_APPLICABLE]),
        ("BB2", "We hold no data.", [GATE_NOT_APPLICABLE]),
    ],
)
def test_not_applicable_needs_a_reason_and_is_not_for_gates(identity: str, comment: str, expected: list[str]) -> None:
    """Not applicable with a reason is an answer, but never on a gate, whether it bites now or later."""
    assert codes(sent(answer(identity, "NA", comment=comment))) == expected


def test_not_applicable_gate_must_be_fixed() -> None:
    """It makes the area provisional, so it is more than a question."""
    assert only(sent(answer("BB1", "NA"))).must_fix
    assert not only(sent(answer("AA1", "NA"))).must_fix


def test_gate_of_another_purpose_may_be_not_applicable() -> None:
    """What is a gate for a new programme need not be one for a health check."""
    only_new = replace(question("AA1"), gates=(1, None, None))
    asked = tiny_round(only_new)
    returned = sent(answer("AA1", "NA", comment="No staff."), round_=asked)

    assert codes(returned, asked) == [GATE_NOT_APPLICABLE]
    assert codes(returned, asked.for_purpose(Purpose.HEALTH_CHECK, 1)) == []


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([answer("AA1", None)], "AA1"),
        ([answer("AA1", None), answer("BB2", None)], "AA1, BB2"),
        ([answer("AA1", None, comment="later")], "AA1"),
    ],
)
def test_blanks_are_counted_and_named_in_one_finding(given: list[Answer], expected: str) -> None:
    """A half-filled return is told once, with the questions in the order asked."""
    (finding,) = (f for f in check(sent(*given), ROUND) if f.rule.code == NOT_ANSWERED)

    assert f"not answered: {len(given)} ({expected})." in finding.message
    assert not finding.must_fix


def test_unreadable_answer_is_no_blank() -> None:
    """It has a finding of its own from reading, and is not counted as left out."""
    assert codes(sent(answer("AA1", None, unreadable=True))) == []


def test_area_in_which_an_answer_went_astray_is_not_called_empty() -> None:
    """Somebody was there: what must be fixed is said of the answer beside, and only once that is cleared is the area empty."""
    blank = [answer("BB1", None), answer("BB2", None)]
    beside = Finding.at(blank[0].place, BESIDE, question="BB1", found="3 Agreed", other="K6")
    elsewhere = Finding.at(blank[0].place, BESIDE, question="AA1", found="3 Agreed", other="K6")

    assert codes(replace(sent(*blank), findings=(beside,))) == ["RX211", UNANSWERED_GATE, NOT_ANSWERED]
    assert codes(replace(sent(*blank), findings=(elsewhere,))) == ["RX211", AREA_EMPTY, NOT_ANSWERED]


def test_missing_rows_are_counted_and_named_in_one_finding() -> None:
    """A deleted sheet is said once and must be mended; rows that are there but blank are another matter."""
    finding = only(without("AA2", "BB1"))

    assert finding.rule.code == NOT_FOUND
    assert ": 2 (AA2, BB1)." in finding.message
    assert finding.must_fix


@pytest.mark.parametrize(("lacking", "more"), [(NAMED_AT_MOST, ""), (NAMED_AT_MOST + 1, " and 1 more")])
def test_only_the_first_dozen_is_named(lacking: int, more: str) -> None:
    """A list of 57 ids helps nobody: twelve are named and the rest counted."""
    asked = tiny_round(*(question(f"AA{n}") for n in range(1, 21)))
    whole = sent(round_=asked)
    returned = replace(whole, answers=dict(list(whole.answers.items())[lacking:]))
    named = ", ".join(f"AA{n}" for n in range(1, NAMED_AT_MOST + 1))

    assert f": {lacking} ({named}{more})." in only(returned, asked).message


@pytest.mark.parametrize(("who", "expected"), [("", [NO_RESPONDENT]), ("Head of IT", [])])
def test_nameless_return_is_said(who: str, expected: list[str]) -> None:
    """Without a name nobody can tell one person's answers from another's."""
    assert codes(replace(sent(), cover=Cover(NORTHMOOR.name, who))) == expected


def test_template_that_lost_its_identity_is_said_and_no_version_guessed() -> None:
    """Without identity there is one remark, and none about a version that we cannot know."""
    assert codes(replace(sent(), identity=Identity())) == [NO_IDENTITY]


@pytest.mark.parametrize(
    ("fingerprint", "expected"), [("0" * 12, []), ("f" * 12, [OTHER_VERSION]), ("", [OTHER_VERSION])]
)
def test_other_question_set_is_said(fingerprint: str, expected: list[str]) -> None:
    """Answers to an older set are carried across, and the office knows it."""
    identity = replace(Identity.of(ROUND, NORTHMOOR), fingerprint=fingerprint)
    returned = replace(sent(), identity=identity)

    assert codes(returned) == expected
    assert all(fingerprint in finding.message for finding in check(returned, ROUND))


@pytest.mark.parametrize(
    ("on_the_cover", "expected"),
    [
        ("Northmoor District Council", []),
        (" northmoor   DISTRICT council", []),
        ("", []),
        ("Eastvale", [OTHER_COUNCIL]),
        ("Northmoor", [OTHER_COUNCIL]),
    ],
)
def test_other_council_on_the_cover_is_said(on_the_cover: str, expected: list[str]) -> None:
    """A workbook passed on to a neighbour is noticed; capitals and spaces are not."""
    assert codes(replace(sent(), cover=Cover(on_the_cover, "Head of IT"))) == expected


def test_blank_template_may_name_any_council() -> None:
    """A template made for nobody in particular has nothing to disagree with."""
    returned = replace(sent(), identity=Identity.of(ROUND, None), cover=Cover("Eastvale", "Head of IT"))

    assert codes(returned) == []


def test_checks_change_no_answer() -> None:
    """Checking is looking: the return is the same afterwards, and so is a second check."""
    returned = sent(answer("AA1", 4), answer("AA2", "NA"), answer("BB1", "NA"), answer("BB2", None))
    before = dict(returned.answers)
    first = check(returned, ROUND)

    assert dict(returned.answers) == before
    assert check(returned, ROUND) == first


def test_one_bad_return_is_told_everything_at_once() -> None:
    """A council hears of all that is wrong in one go, the questions that are gone first and the template last."""
    asked = tiny_round(*ROUND.question_set.questions, question("CC1"), stage=2)
    bad = replace(
        sent(answer("AA1", 4), answer("BB1", "NA"), answer("BB2", None), answer("CC1", None), round_=asked),
        identity=replace(Identity.of(ROUND, NORTHMOOR), fingerprint="f" * 12),
        cover=Cover("Eastvale", day_text="last week"),
    )
    bad = replace(bad, answers={q: a for q, a in bad.answers.items() if q != "AA2"})

    assert codes(bad, asked) == [
        NOT_FOUND, AREA_EMPTY, GATE_NOT_APPLICABLE, UNANSWERED_GATE, NO_EVIDENCE, NOT_ANSWERED, NO_RESPONDENT, DATE_UNREADABLE,
        OTHER_VERSION, OTHER_COUNCIL,
    ]  # fmt: skip


def test_area_that_nobody_filled_in_is_told_once_and_must_be_mended() -> None:
    """An empty area would count as not ready at all, so somebody has to look; one answer in it is enough to end that."""
    empty = sent(answer("BB1", None), answer("BB2", None))
    begun = sent(answer("BB1", None), answer("BB2", "DK"))

    assert codes(empty) == [AREA_EMPTY, NOT_ANSWERED]
    assert check(empty, ROUND)[0].must_fix
    assert codes(begun) == [UNANSWERED_GATE, NOT_ANSWERED]


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        ("", None, []),
        ("  ", None, []),
        ("last week", None, [DATE_UNREADABLE]),
        ("31/2/2026", None, [DATE_UNREADABLE]),
        ("12", None, [DATE_UNREADABLE]),
        ("12/10/2026", date(2026, 10, 12), []),
        ("23/11/2026", date(2026, 11, 23), []),
        ("24/11/2026", date(2026, 11, 24), [DATE_IN_FUTURE]),
        ("12/10/2062", date(2062, 10, 12), [DATE_IN_FUTURE]),
        ("23/11/2025", date(2025, 11, 23), []),
        ("22/11/2025", date(2025, 11, 22), [DATE_LONG_PAST]),
        ("12/10/2006", date(2006, 10, 12), [DATE_LONG_PAST]),
    ],
)
def test_date_that_is_none_or_has_not_come_or_is_long_past_is_said(
    text: str, day: date | None, expected: list[str]
) -> None:
    """A slip in the date would make the wrong one of two returns count, and last year's return is no answer to this
    round; no date at all is no slip, and neither is today."""
    entry = Place(FILE, "Start here", 7, 2)
    returned = sent(cover=Cover(NORTHMOOR.name, "Director", day=day, day_text=text, place=entry))
    found = check(returned, ROUND, today=date(2026, 11, 23))

    assert [finding.rule.code for finding in found] == expected
    assert all(finding.place == entry and text in finding.message for finding in found)


@pytest.mark.parametrize("day", [date(2999, 1, 1), date(2001, 1, 1)])
def test_without_today_no_date_lies_in_the_future_or_long_past(day: date) -> None:
    """A run that must give the same on every day, as the demonstration, is not told what day it is."""
    assert codes(sent(cover=Cover(NORTHMOOR.name, "Director", day=day))) == []


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2023, 2, 27), [DATE_LONG_PAST]), (date(2023, 2, 28), []), (date(2024, 3, 1), []), (date(2025, 3, 1), [])],
)
def test_date_is_held_against_that_of_the_round(day: date, expected: list[str]) -> None:
    """Scoring an old round once more asks nobody why its returns are old; a round of 29 February has a year before too."""
    asked = replace(ROUND, day=date(2024, 2, 29))
    returned = sent(cover=Cover(NORTHMOOR.name, "Director", day=day))

    found = check(returned, asked, today=date(2026, 11, 23))
    assert [finding.rule.code for finding in found] == expected
    assert all("27/02/2023" in f.message and "29/02/2024" in f.message for f in found)


def test_two_councils_on_the_covers_are_said() -> None:
    """Where sheets name different councils none is taken, and whoever looks into it is told both."""
    finding = only(sent(cover=Cover("", "Director", councils=("Northmoor", "Eastvale"))))

    assert (finding.rule.code, finding.found) == (TWO_COUNCILS, "“Northmoor” and “Eastvale”")


@pytest.mark.parametrize(
    ("version", "asked_version", "words"),
    [
        ("2025.1", "2026.1", "an older"),
        ("2025.12", "2026.1", "an older"),
        ("2026.2", "2026.10", "an older"),
        ("2026.2", "2026.1", "a newer"),
        ("2027.1", "2026.10", "a newer"),
        ("2026.1", "2026.1", "an altered"),
        ("draft", "draft", "an altered"),
        ("", "2026.1", "another"),
        ("draft", "2026.1", "another"),
        ("2026.1", "draft", "another"),
        ("2026.01", "2026.1", "another"),
    ],
)
def test_other_question_set_is_told_older_from_newer(version: str, asked_version: str, words: str) -> None:
    """An old template, a template ahead of ours and one that somebody changed ask for different answers."""
    asked = replace(ROUND, question_set=replace(ROUND.question_set, version=asked_version))
    identity = replace(Identity.of(asked, NORTHMOOR), version=version, fingerprint="f" * 12)
    finding = only(sent(identity=identity), asked)

    assert finding.rule.code == OTHER_VERSION
    assert finding.message.startswith(
        f"The template is of {words} question set, {f'{version} (ffffffffffff)'.strip()};"
    )


def test_question_set_of_another_name_is_another() -> None:
    """Versions of two different sets say nothing about which is older."""
    identity = replace(Identity.of(ROUND, NORTHMOOR), question_set="their-own", version="1999.1", fingerprint="f" * 12)

    assert "of another question set, 1999.1" in only(sent(identity=identity)).message


@pytest.mark.parametrize(
    ("value", "evidence", "comment", "code", "column"),
    [
        (4, "", "", "RX301", 10),
        (4, "ok", "", "RX305", 10),
        ("NA", "", "", "RX302", 11),
        ("NA", "", "n/a", "RX311", 11),
        (4, "", "", "RX301", 0),
    ],
)
def test_place_is_the_cell_in_which_something_is_missing(
    value: AnswerValue, evidence: str, comment: str, code: str, column: int
) -> None:
    """What is asked under Evidence or Comment leads there; without such a column it leads to the answer."""
    given = replace(
        answer("AA1", value, evidence, comment), evidence_column=column and 10, comment_column=column and 11
    )
    (finding,) = [f for f in check(sent(given), ROUND) if f.rule.code == code]

    assert finding.place == replace(place_of("AA1"), column=column or 9)
