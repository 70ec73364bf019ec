"""Is it them or us? Faults that most senders share."""

import pytest

from rasp_xl.incoming.ledger import Entry, Status
from rasp_xl.incoming.shared_faults import SharedFault, shared_faults
from rasp_xl.model.answer_rules import NO_EVIDENCE, UNREADABLE
from rasp_xl.model.file_rules import WEB_PAGE
from rasp_xl.model.findings import Finding, Place, Rule, Waiver
from rasp_xl.model.notice_rules import NOT_ANSWERED
from rasp_xl.model.rounds import Partner


def entry(council: str, *found: tuple[Rule, str], status: Status = Status.SCORED, number: int = 1) -> Entry:
    """A file of a council (or of nobody known) with findings at questions."""
    path = f"{council or 'unknown'} {number}.xlsx"
    findings = tuple(
        Finding.at(Place(path), rule, question=question, count=1, questions=question, wanted="")
        for rule, question in found
    )
    return Entry(path, "", 1, status, findings, partner=Partner(council, council) if council else None)


def councils(faulty: int, all_: int, rule: Rule = UNREADABLE) -> list[Entry]:
    """So many councils, of which some have a finding at GV4."""
    return [entry(f"c{n}", *([(rule, "GV4")] if n < faulty else [])) for n in range(all_)]


@pytest.mark.parametrize(
    ("faulty", "all_", "shared"),
    [
        (2, 2, False),
        (3, 3, True),
        (3, 5, True),
        (3, 6, False),
        (4, 7, True),
        (4, 8, False),
        (150, 300, False),
        (151, 300, True),
    ],
)
def test_shared_by_three_and_more_than_half(faulty: int, all_: int, shared: bool) -> None:
    """Three senders and more than half of all: below that it is theirs, from there on ours to look at first."""
    found = shared_faults(councils(faulty, all_))

    assert found == ((SharedFault(UNREADABLE, "GV4", faulty, all_),) if shared else ())


def test_same_rule_at_other_questions_is_not_shared() -> None:
    """Three councils without evidence, each somewhere else, have no question in common that could be at fault."""
    assert shared_faults([entry(f"c{n}", (NO_EVIDENCE, f"GV{n + 1}")) for n in range(3)]) == ()


def test_information_is_not_raised() -> None:
    """That most councils left something blank is no fault of anybody's."""
    assert shared_faults(councils(5, 5, NOT_ANSWERED)) == ()


def test_waived_finding_is_not_raised() -> None:
    """What the office agreed to is settled."""
    waiver = Waiver("c0", UNREADABLE.code, "", "Agreed.", "Board")
    entries = [
        Entry(e.path, "", 1, e.status, tuple(Finding(f.rule, f.place, f.message, f.fix, waiver=waiver) for f in e.findings), partner=e.partner)
        for e in councils(3, 3)
    ]  # fmt: skip

    assert shared_faults(entries) == ()


def test_two_colleagues_are_one_sender() -> None:
    """Three returns of one council are one council's fault."""
    assert shared_faults([entry("c1", (UNREADABLE, "GV4"), number=n) for n in range(3)]) == ()


def test_files_of_nobody_count_each() -> None:
    """Three sign-in pages say that the link we sent leads nowhere, though no council is known."""
    pages = [entry("", (WEB_PAGE, ""), status=Status.REFUSED, number=n) for n in range(3)]

    assert shared_faults([*pages, entry("c1")]) == (SharedFault(WEB_PAGE, "", 3, 4),)


def test_files_left_aside_do_not_count() -> None:
    """Older copies and lock files are asked of nobody, so they make no fault look rarer or commoner."""
    aside = [entry(f"c{n}", (UNREADABLE, "GV4"), status=Status.SUPERSEDED, number=2) for n in range(9)]

    assert shared_faults(
        [*councils(3, 5), *aside, *(entry("", status=Status.IGNORED, number=n) for n in range(9))]
    ) == (SharedFault(UNREADABLE, "GV4", 3, 5),)


def test_most_shared_comes_first() -> None:
    """What most senders share stands first; of equally many the more serious."""
    entries = [
        entry(f"c{n}", (NO_EVIDENCE, "SV1"), (UNREADABLE, "SV2"), *([(NO_EVIDENCE, "SV3")] if n else []))
        for n in range(4)
    ]

    assert [(f.question, f.senders) for f in shared_faults(entries)] == [("SV2", 4), ("SV1", 4), ("SV3", 3)]
