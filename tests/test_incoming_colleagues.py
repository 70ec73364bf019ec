"""Colleagues who share the work: what one of them answers is asked of no other, and what nobody answers is asked of all."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest
from building import question, tiny_round
from handmade import NORTHMOOR, answer

from rasp_xl.incoming.checks import check
from rasp_xl.incoming.ledger import Entry, Status, settle
from rasp_xl.incoming.returns import Return
from rasp_xl.model.answers import Cover
from rasp_xl.model.findings import Finding
from rasp_xl.model.identity import Identity
from rasp_xl.model.showing import NAMED_AT_MOST

ROUND = tiny_round(*(question(f"{area}{n}") for area in ("AA", "BB", "CC") for n in range(1, 16)), stage=2)
AREA_EMPTY, NOT_FOUND, NOT_ANSWERED, COLLEAGUE = "RX206", "RX401", "RX402", "RX418"
ASKED = [q.id for q in ROUND.question_set.questions]


def part(path: str, who: str, answered: str, lacking: str = "", council: str = NORTHMOOR.name) -> Entry:
    """A return of one person: some areas answered, some without their rows, the others blank; single questions too."""

    def of(names: str, q: str) -> bool:
        return any(q == name or q[:2] == name for name in names.split())

    given = {q: answer(q, 1 + n % 2 if of(answered, q) else None) for n, q in enumerate(ASKED) if not of(lacking, q)}
    given = {q: replace(a, place=replace(a.place, file=path)) for q, a in given.items()}
    returned = Return(path, path, Identity.of(ROUND, None), Cover(council, who), given, ())
    return Entry(path, path, 1000, Status.SCORED, check(returned, ROUND), returned)


def told(*entries: Entry) -> dict[str, list[str]]:
    """The codes that are told of each file that counts."""
    ledger = settle(entries, ROUND)
    return {e.path: [f.rule.code for f in e.findings] for e in ledger.entries if e.status is Status.SCORED}


def found(entries: Iterable[Entry], path: str, code: str) -> Finding:
    """The one finding of a rule that is told of a file."""
    (finding,) = (
        f for e in settle(list(entries), ROUND).entries if e.path == path for f in e.findings if f.rule.code == code
    )
    return finding


ANN, BOB = part("ann.xlsx", "Ann", "AA"), part("bob.xlsx", "Bob", "BB CC")


def test_findings_about_many_questions_hold_all_of_them() -> None:
    """Where a message names a dozen, whoever takes some off still knows the rest."""
    about = [finding.about for finding in part("ann.xlsx", "Ann", "AA CC").findings]

    assert about == [tuple(f"BB{n}" for n in range(1, 16))] * 2


def test_half_filled_return_alone_is_asked_for_the_rest() -> None:
    """As long as only one of them has sent anything, the other areas are asked for."""
    assert told(ANN) == {"ann.xlsx": [AREA_EMPTY, AREA_EMPTY, NOT_ANSWERED]}


@pytest.mark.parametrize("gone", [False, True])
def test_two_halves_are_a_whole(gone: bool) -> None:
    """Each sends the whole workbook or only the own sheets: nobody is asked for the other's areas, and all is said once."""
    halves = (part("ann.xlsx", "Ann", "AA", "BB CC"), part("bob.xlsx", "Bob", "BB CC", "AA")) if gone else (ANN, BOB)
    words = [f.message for e in settle(halves, ROUND).entries for f in e.findings]

    assert told(*halves) == {"ann.xlsx": [COLLEAGUE, COLLEAGUE], "bob.xlsx": [COLLEAGUE]}
    assert words == [
        "Area BB is empty here; it is answered in bob.xlsx.",
        "Area CC is empty here; it is answered in bob.xlsx.",
        "Area AA is empty here; it is answered in ann.xlsx.",
    ]


def test_what_neither_answers_is_asked_of_both() -> None:
    """An area that both left to the other is empty in both."""
    files = (ANN, part("bob.xlsx", "Bob", "BB"))

    assert told(*files) == {
        "ann.xlsx": [AREA_EMPTY, NOT_ANSWERED, COLLEAGUE],
        "bob.xlsx": [AREA_EMPTY, NOT_ANSWERED, COLLEAGUE],
    }
    assert "Area CC" in found(files, "ann.xlsx", AREA_EMPTY).message
    assert found(files, "bob.xlsx", NOT_ANSWERED).about == tuple(q for q in ASKED if q[:2] == "CC")


def test_questions_left_open_are_those_of_whoever_began_the_area() -> None:
    """A colleague who does an area hears what is lacking in it; whoever left it alone does not."""
    files = (part("ann.xlsx", "Ann", "AA", "BB"), part("bob.xlsx", "Bob", "BB1 BB2 CC"))

    assert told(*files) == {"ann.xlsx": [COLLEAGUE, COLLEAGUE], "bob.xlsx": [NOT_ANSWERED, COLLEAGUE]}
    assert found(files, "bob.xlsx", NOT_ANSWERED).about == tuple(f"BB{n}" for n in range(3, 16))


def test_lost_rows_are_asked_for_unless_a_colleague_answers_them() -> None:
    """Of twenty lost questions only those are named, counted and asked for that nobody else answers."""
    lost = " ".join(f"{area}{n}" for area in ("AA", "BB") for n in range(4, 14))
    files = (
        part("ann.xlsx", "Ann", "AA BB CC", lost),
        part("bob.xlsx", "Bob", " ".join(f"AA{n}" for n in range(1, 13)) + " BB CC"),
    )
    finding = found(files, "ann.xlsx", NOT_FOUND)

    assert len(lost.split()) > NAMED_AT_MOST
    assert finding.about == ("AA13",)
    assert finding.message == "Questions that are not in the workbook: 1 (AA13). They count as not answered."
    assert found(files, "bob.xlsx", NOT_ANSWERED).about == ("AA13",)


def test_answer_that_cannot_be_read_is_its_senders_to_mend() -> None:
    """Somebody is at it already; the colleague is not asked to do it instead."""
    bob = part("bob.xlsx", "Bob", "CC")
    spoilt = {**bob.said.answers, "BB1": replace(bob.said.answers["BB1"], raw="2-3", unreadable=True)}
    bob = replace(bob, returned=replace(bob.said, answers=spoilt))

    assert told(ANN, bob)["ann.xlsx"] == [COLLEAGUE, COLLEAGUE]


@pytest.mark.parametrize(
    "other",
    [
        part("bob.xlsx", "Bob", "BB CC", council="Eastvale Borough Council"),
        replace(BOB, status=Status.HELD),
        replace(BOB, status=Status.REFUSED, returned=None),
    ],
)
def test_only_returns_that_count_for_the_council_answer_anything(other: Entry) -> None:
    """Another council's return, or one that is held, fills no gap."""
    assert told(ANN, other)["ann.xlsx"] == [AREA_EMPTY, AREA_EMPTY, NOT_ANSWERED]


def dated(entry: Entry, day: int) -> Entry:
    """The same return, filled on another day."""
    cover = replace(entry.said.cover, day=date(2026, 10, day))
    return replace(entry, returned=replace(entry.said, cover=cover))


def test_older_return_of_the_colleague_answers_nothing_any_more() -> None:
    """What Bob took back in his later return is asked of Ann again."""
    files = (ANN, dated(BOB, 3), dated(part("bob 2.xlsx", "Bob", "BB"), 9))

    assert told(*files)["ann.xlsx"] == [AREA_EMPTY, NOT_ANSWERED, COLLEAGUE]
    assert found(files, "ann.xlsx", COLLEAGUE).message == "Area BB is empty here; it is answered in bob 2.xlsx."


def test_order_and_a_second_look_change_nothing() -> None:
    """However the disk lists three people's parts, each is told the same; and what is settled stays settled."""
    files = (
        ANN,
        BOB,
        part("cay.xlsx", "Cay", "CC AA1", "BB"),
        part("x.xlsx", "Dee", "AA", council="Eastvale Borough Council"),
    )
    once = settle(files, ROUND)

    assert all(settle(order, ROUND) == once for order in permutations(files))
    assert settle(once.entries, ROUND) == once
