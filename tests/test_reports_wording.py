"""The sentences of page, workbook and screen: true to the figures, and plain."""

from dataclasses import replace
from datetime import date

import pytest
from asked_people import ASKED, made_for
from asked_people import assessed as of_people
from building import answers, assessed, question, tiny_round
from councils import assessment_of
from ledger_entries import entry

from rasp_xl.incoming.ledger import Entry, Ledger, Status
from rasp_xl.model.answer_rules import NO_EVIDENCE, UNREADABLE
from rasp_xl.model.file_rules import LOCK_FILE
from rasp_xl.model.findings import Finding, Place, Waiver
from rasp_xl.model.rounds import Partner
from rasp_xl.reports.assessment import Assessment
from rasp_xl.reports.check_text import attention_text, findings_text, round_text, scores_text
from rasp_xl.reports.page import page_html
from rasp_xl.reports.positions import Positions
from rasp_xl.reports.wording import (
    attention,
    gates_standing,
    listed,
    missing_colleagues_words,
    missing_words,
    plural,
    shared_fault_places,
    standing,
)
from rasp_xl.scoring.compare import compare

ROUND = tiny_round(question("AA1", gate=1), question("BB1"))


def _files(*entries: Entry) -> Assessment:
    return Assessment(ROUND, Ledger(entries), (), compare((), ROUND))


def _entry(path: str, *findings: Finding, status: Status = Status.SCORED, council: str = "") -> Entry:
    return Entry(path, "", 1, status, findings, partner=Partner(council.casefold(), council) if council else None)


def _unreadable(row: int) -> Finding:
    return Finding.at(Place("a.xlsx", "Area AA", row, 9), UNREADABLE, question=f"AA{row}", found="2-3")


def _with(path: str, *questions: str) -> Entry:
    """A return that counts, with an unreadable answer to each question."""
    place = Place(path, "Area AA", 1, 9)
    found = tuple(Finding.at(place, UNREADABLE, question=name, found="2-3") for name in questions)
    return replace(entry(path), findings=found, status=Status.SCORED)


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 councils"), (1, "1 council"), (2, "2 councils"), (1000, "1000 councils")]
)
def test_plural(number: int, words: str) -> None:
    """One council, two councils."""
    assert plural(number, "council") == words


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ("A", "A"),
        ("A B C D", "A, B, C, D"),
        ("A B C D E", "A, B, C, D and 1 more"),
        ("A B C D E F G", "A, B, C, D and 3 more"),
    ],
)
def test_names_in_a_row_say_how_many_more(names: str, words: str) -> None:
    """A long row of names is cut with a word for what was cut, never silently."""
    assert listed(names.split()) == words


@pytest.mark.parametrize(
    ("councils", "words"),
    [
        ({}, "No council has a score yet."),
        (
            {"N": "AA1=4 BB1=2"},
            "1 council scored. Its overall score is 75.0, final. Its weakest area is Area BB, at 50.0.",
        ),
        (
            {"N": "AA1=4 BB1=2", "S": "AA1=1 BB1=DK"},
            "2 councils scored, 1 of them final. Overall scores run from 12.5 to 75.0. "
            "The weakest area on average is Area BB, from 0.0 to 50.0.",
        ),
        (
            {"N": "AA1=4 BB1=2", "S": "AA1=1 BB1=3"},
            "2 councils scored, 2 of them final. Overall scores run from 50.0 to 75.0. "
            "The weakest area on average is Area AA, from 25.0 to 100.0; 1 more as low.",
        ),
    ],
)
def test_standing(councils: dict[str, str], words: str) -> None:
    """Where the partnership stands is said with its spread, and without one where there is a single council."""
    assert standing(assessed(ROUND, {name: answers(text) for name, text in councils.items()})) == words


def test_standing_counts_the_partners() -> None:
    """With a round workbook it is said how many of those that it lists are scored."""
    listed_ = replace(ROUND, partners=tuple(Partner(f"c{n}", f"C{n}") for n in range(1, 8)))
    given = {"C1": answers("AA1=4 BB1=2"), "C2": answers("AA1=1 BB1=DK")}
    two, one = assessed(listed_, given), assessed(listed_, {"C1": given["C1"]})

    assert standing(two).startswith("2 of 7 partners scored, 1 of them final. Overall scores run from")
    assert standing(one).startswith("1 of 7 partners scored. Its overall score is 75.0, final.")
    assert missing_words(two) == "C3, C4, C5, C6, C7"
    assert two.needs_attention
    assert not assessed(replace(ROUND, partners=listed_.partners[:1]), {"C1": given["C1"]}).needs_attention


def test_missing_partner_stands_with_its_held_files() -> None:
    """A file that is certainly theirs is told apart from one that only may be."""
    round_ = replace(ROUND, partners=(Partner("a", "Ashcombe"), Partner("b", "Bryn Glas")))
    held = replace(_entry("x.xlsx", status=Status.HELD), partner=round_.partners[0])
    assessment = Assessment(round_, Ledger((held,)), (), compare((), round_))

    assert missing_words(assessment) == "Ashcombe (held: x.xlsx), Bryn Glas"
    assert list(round_text(assessment)) == ["No return yet: Ashcombe (held: x.xlsx), Bryn Glas."]


def test_colleague_who_has_not_answered_is_named() -> None:
    """A council is no longer missing once one of its people answered; the others still are."""
    jane, tom = made_for(entry("jane.xlsx", who="Jane Roe"), "jane-roe"), entry("tom.xlsx", who="Tom Wyn")
    others = entry("sian.xlsx", "Cwm Tŵr"), entry("thorne.xlsx", "Thorne")

    assert missing_colleagues_words(of_people(jane, *others)) == "Tom Wyn of Northmoor"
    assert "No return yet, though a colleague has answered: Tom Wyn of Northmoor." in round_text(
        of_people(jane, *others)
    )
    assert of_people(jane, *others).needs_attention
    assert missing_colleagues_words(of_people(jane, tom, *others)) == ""
    assert not of_people(jane, tom, *others).needs_attention


def test_colleagues_still_to_answer_are_counted_where_all_read() -> None:
    """Page and Summary say it too, since the run asks for attention; whom of a council one waits for is between it and the office."""
    jane = made_for(entry("jane.xlsx", who="Jane Roe"), "jane-roe")
    waiting = of_people(jane, entry("sian.xlsx", "Cwm Tŵr"), entry("thorne.xlsx", "Thorne"))
    told = ("Colleagues still to answer", "Northmoor: 1 person")
    page = page_html(
        replace(
            assessment_of(replace(ASKED, partners=()), {"Northmoor": answers("AA1=4")}),
            round=waiting.round,
            ledger=waiting.ledger,
        )
    )

    assert Positions(waiting).attention == [told]
    assert all(words in page for words in told)
    assert "No return needs attention" not in page
    assert "Tom Wyn" not in page


def test_colleagues_files_are_named_too() -> None:
    """One that is held, or one that counts and names nobody who was asked."""
    jane = made_for(entry("jane.xlsx", who="Jane Roe"), "jane-roe")
    blank = made_for(entry("tom.xlsx", who="Tom Wyn", given="AA1="), "tom-wyn")
    stranger = entry("x.xlsx", who="Bo Day")

    assert missing_colleagues_words(of_people(jane, blank)) == "Tom Wyn of Northmoor (held: tom.xlsx)"
    assert missing_colleagues_words(of_people(jane, stranger)) == (
        "Tom Wyn of Northmoor (perhaps x.xlsx, which names nobody who was asked)"
    )
    assert missing_colleagues_words(of_people(blank)) == ""


@pytest.mark.parametrize(
    ("councils", "words"),
    [
        (["AA1=2 BB1=4"], "No gate is closed or weak at this stage."),
        (["AA1=0 BB1=4"], "1 gate closed and 0 weak, in 1 council."),
        (["AA1=DK BB1=4", "AA1=1 BB1=4", "AA1=4 BB1=4"], "1 gate closed and 1 weak, in 2 councils."),
    ],
)
def test_gates_standing(councils: list[str], words: str) -> None:
    """Closed and weak gates are counted, and the councils that have them."""
    assert gates_standing(assessed(ROUND, {f"C{n}": answers(t) for n, t in enumerate(councils)})) == words


def test_attention_lists_what_does_not_count_before_what_is_to_fix() -> None:
    """Files that do not count stand first; a file with several faults shows the first and how many more."""
    lost = Finding.at(Place("z.xlsx"), LOCK_FILE)
    found = attention(_files(_with("a.xlsx", "AA1", "BB1"), _entry("z.xlsx", lost, status=Status.HELD)))

    assert [path for path, _ in found] == ["z.xlsx", "a.xlsx"]
    assert found[1][1].startswith("Area AA, I1: The answer to AA1 reads “2-3”")
    assert found[1][1].endswith("And 1 more to fix.")


def test_attention_counts_the_rows_of_the_fix_list() -> None:
    """What is found twice at one cell is asked once, here as in the council's fix copy and on the board."""
    (_, reason), (_, further) = attention(_files(_with("a.xlsx", "AA1", "AA1"), _with("b.xlsx", "AA1", "AA1", "BB1")))

    assert "more to fix" not in reason
    assert further.endswith("And 1 more to fix.")


def test_older_copy_with_faults_needs_no_attention() -> None:
    """A council that sends a corrected copy is done: the faults of the copy that no longer counts trouble nobody."""
    old = _entry("old.xlsx", _unreadable(1), status=Status.SUPERSEDED)
    assessment = _files(old, _entry("new.xlsx"))

    assert attention(assessment) == []
    assert not assessment.needs_attention


def test_findings_of_one_kind_are_told_once_with_all_places() -> None:
    """The same fault in many cells is one paragraph that names them all."""
    text = "\n".join(findings_text(_files(_entry("a.xlsx", *map(_unreadable, range(1, 16)), council="Northmoor"))))

    assert text.count("MUST FIX") == 1
    assert text.startswith("Northmoor: 15 to fix\n  a.xlsx: scored\n")
    assert "The same for AA2 (I2), AA3 (I3)" in text
    assert "AA14 (I14), AA15 (I15)." in text


def test_most_serious_file_and_finding_come_first() -> None:
    """Whoever reads only the first lines reads what must be fixed."""
    claim = Finding.at(Place("b.xlsx", "Area AA", 3, 9), NO_EVIDENCE, question="AA3", found="4", wanted=2)
    files = _files(
        _entry("a.xlsx", council="Ashcombe"),
        _entry("b.xlsx", claim, council="Eastvale"),
        _entry("c.xlsx", claim, _unreadable(1), council="Eastvale"),
    )
    text = "\n".join(findings_text(files))
    order = [
        "Eastvale: 1 to fix, 2 to explain",
        "c.xlsx: scored",
        "MUST FIX",
        "EXPLAIN",
        "b.xlsx: scored",
        "Ashcombe: all well",
    ]

    assert sorted(order, key=text.index) == order


def test_ignored_files_stand_together_at_the_end() -> None:
    """Files that nobody need look at are named, after all others, with one sentence for all of them."""
    lost = [Finding.at(Place(name), LOCK_FILE) for name in ("~$a.xlsx", "Thumbs.db")]
    entries = [replace(_entry(f.place.file, f, status=Status.IGNORED), reason=f.message) for f in lost]
    lines = list(findings_text(_files(_entry("a.xlsx", council="Ashcombe"), *entries)))

    assert lines[-3:] == ["Left aside: ~$a.xlsx, Thumbs.db", f"  {lost[0].message}", ""]


def test_waived_finding_names_who_agreed() -> None:
    """A finding that the programme office agreed to is told with its reason, and no longer asks for anything."""
    waiver = Waiver("northmoor", "RX201", "AA1", "The service has no staff.", "Programme board", date(2027, 3, 31))
    text = "\n".join(
        findings_text(_files(_entry("a.xlsx", replace(_unreadable(1), waiver=waiver), council="Northmoor")))
    )

    assert text.startswith("Northmoor: all well\n")
    assert "WAIVED: Area AA, I1: The answer to AA1" in text
    assert "Agreed by Programme board until 31 March 2027: The service has no staff." in text


def test_fault_that_most_share_is_told_as_ours() -> None:
    """Where three of four councils stumble at one question, the office is asked to look at the question first."""
    councils = [_entry(f"{n}.xlsx", _unreadable(7), council=f"Council {n}") for n in range(3)]
    assessment = _files(*councils, _entry("d.xlsx", council="Council d"))
    words = "Is it them or us? 3 of 4 senders have RX201 at AA7 (must fix): The answer to … reads “…”, which is not one of the choices."

    assert words in "\n".join(findings_text(assessment))
    assert words in "\n".join(attention_text(assessment))


def test_rule_that_most_meet_at_many_questions_is_told_once() -> None:
    """Where most cite no evidence anywhere, one line says so, with the questions, and nothing else is drowned by it."""
    councils = [
        _entry(f"{n}.xlsx", *(_unreadable(q) for q in range(1, 5 + (n < 3))), council=f"Council {n}") for n in range(4)
    ]
    assessment = _files(*councils)
    words = (
        "Is it them or us? 3 to 4 of 4 senders have RX201 at each of 5 questions (must fix): The answer to … reads “…”, "
        "which is not one of the choices. The questions: AA1, AA2, AA3, AA4, AA5. Look at our question"
    )

    assert words in "\n".join(findings_text(assessment))
    assert "\n".join(attention_text(assessment)).count("them or us") == 1
    assert shared_fault_places(assessment.shared_faults) == "RX201 at each of 5 questions"
    assert shared_fault_places(assessment.shared_faults[:1]) == "RX201 at AA1"


def test_scores_text_has_a_line_for_each_council() -> None:
    """Each council's score, band, status and lowest area stand on one line, and no score says so."""
    made = assessed(ROUND, {"North": answers("AA1=4 BB1=4"), "Southern": answers("AA1=1 BB1=NA")})

    assert list(scores_text(made)) == [
        "  North        100.0  4 Ready, final; lowest score in: Area AA, and 1 more",
        "  Southern      25.0  1 Not ready, provisional; lowest score in: Area AA",
    ]


def test_attention_text_names_file_and_reason() -> None:
    """On the screen too, each file that needs attention is named with the reason."""
    lines = list(attention_text(_files(_entry("a.xlsx", _unreadable(1)))))

    assert len(lines) == 1
    assert lines[0].startswith("  Needs attention: a.xlsx: Area AA, I1: The answer to AA1")
