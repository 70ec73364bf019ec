"""Weak texts: what stands as evidence or as a reason and says nothing, and honest short texts that are left alone."""

from dataclasses import replace

import pytest
from handmade import FILE, LONG_ROUND, ROUND, answer, codes, only, sent
from hypothesis import given, settings
from hypothesis import strategies as st

from rasp_xl.incoming.checks import SAME_EVIDENCE_FROM, check
from rasp_xl.incoming.evidence import weak_evidence, weak_reason
from rasp_xl.model.findings import Place, Severity
from rasp_xl.scoring.scores import area_scores

NO_EVIDENCE, NO_REASON, WEAK_EVIDENCE, SAME_EVIDENCE, WEAK_REASON = "RX301", "RX302", "RX305", "RX306", "RX311"
LEVELS = ("None.", "Talked about.", "A draft is shared.", "A joint vision is approved by both cabinets.", "In use.")

WEAK = (
    "-", ".", "…", "?", "OK", "ok.", "O.K.", "Okay!", "yes", "YES", " Yes. ", "y", "Y/N", "n/a", "N.A.", "none", "Nil", "nil.",
    "TBC", "t.b.c.", "tbd", "To follow", "to be confirmed", "As above", "as  above.", "AS ABOVE", "as before", "See above",
    "(see above)", "please see above", "ditto", "Ditto.", '"', "''", "〃", "see comment", "See comments.", "known",
    "well known", "agreed", "Agreed.", "3 Agreed", "embedded", "done", "in place", "In place.", "all in place", "various",
    "Various documents", "evidence available", "Available on request", "Evidence available on request", "7", "2025", "12/3",
    "3.0", "v2", "p.7", "xxx", "aaaa", "Yes, in place", "yes - agreed", "OK, see above.", "Agreed and in place",
    "ie", "Oes", "dim", "Dim tystiolaeth", "gweler uchod", "Gweler uchod.", "fel uchod", "i ddilyn", "i’w gadarnhau",
    "I'w gadarnhau", "ar waith", "Cytunwyd", "amrywiol", "ar gael ar gais", "Ie, ar waith", "ＯＫ", "o\u200bk", "as\xa0above",
)  # fmt: skip

HONEST = (
    "Minute 7", "PID v2", "PID", "SLA 2025", "SLA", "Cabinet 12/3", "s.101 agreement", "s.101", "S113", "KD 4471", "CA/2025/117",
    "12/03/2026", "2026-03-12", "2026-03-12 00:00:00", "12.3.26", "12 March 2026", "Q3 report", "MoU", "MOU signed", "DPIA",
    "FBC", "Charter", "Risk log", "ToR v3", "Exec 4 May", "JSC min 12", "NDA", "TUPE letter", "T.U.P.E. letter", "Teams site",
    "Agreed by Cabinet", "Yes: Cabinet 4 May", "See above: PID v2", "as SV1", "see SV1", "In place since April", "Audit 2025",
    "Known issues log", "Done at board", "Various minutes of the joint board", "Cofnod 7", "Cytundeb", "Cabinet, Mai 2026",
    "Gweler cofnod 12", "Asesiad effaith", "www.northmoor.example/pid", "https://northmoor.example/a/b", "I.T. strategy",
    "Email from s151, 3/4", "OK from Cabinet", "A joint vision is approved by both cabinets, minute 12.", "HR/Unison note",
)  # fmt: skip

WEAK_REASONS = (
    "n/a", "N/A", "-", ".", "not applicable", "Not applicable.", "not relevant", "Not relevant to us", "irrelevant", "none",
    "does not apply", "doesn’t apply to us", "Not applicable to us", "as above", "see above", "not our area", "not my team",
    "another team does that", "Another team does this.", "other team", "another department", "This is for another department",
    "handled by another service", "that's another team", "A different directorate deals with this", "Other colleagues",
    "dealt with elsewhere", "done elsewhere", "don't know", "no comment", "cannot answer", "amherthnasol", "Ddim yn berthnasol",
    "tîm arall", "no", "OK", "TBC", "3", "not us. N/A",
)  # fmt: skip

HONEST_REASONS = (
    "We hold no data.", "No staff", "No staff transfer", "We have no housing stock", "No company is used", "Lead authority model",
    "Single tier", "Only two partners", "Does not arise under our model", "No premises in scope", "No TUPE", "Not a pool scheme",
    "Another team transfers, not ours", "Other services are shared, not this one", "Fire authority, no members", "No joint committee",
    "Not relevant: no staff move", "Not applicable because there is no company", "n/a: no assets are shared", "Dim staff yn symud",
    "Nid oes cwmni", "Outsourced until 2030", "VAT: no recharges", "County function", "No ICT", "Parish only", "Cash only",
    "Exempt (s.33)", "Another council holds the licences", "Different employers", "A different council leads on this",
)  # fmt: skip


@pytest.mark.parametrize("text", WEAK)
def test_text_that_names_nothing_is_weak_evidence(text: str) -> None:
    """A reader could look nothing up, whatever the capitals, dots and spaces, in English or Welsh."""
    assert weak_evidence(text, "3 Agreed", LEVELS)


@pytest.mark.parametrize("text", HONEST)
def test_short_but_honest_evidence_is_left_alone(text: str) -> None:
    """A minute, a version, a section or a date is enough; nobody is asked to write more than it takes to find it."""
    assert not weak_evidence(text, "3 Agreed", LEVELS)


@pytest.mark.parametrize(
    "text", ["A joint vision is approved by both cabinets.", "a joint VISION is approved  by both cabinets."]
)
def test_text_of_a_level_is_no_evidence_for_it(text: str) -> None:
    """Who copies the level's own words into Evidence says once more what was claimed, and not what shows it."""
    assert weak_evidence(text, "3 Agreed", LEVELS)


def test_answer_typed_once_more_is_no_evidence() -> None:
    """The answer's own text beside it, however it was typed."""
    assert weak_evidence("Level three it is", "level three  it is", LEVELS)
    assert not weak_evidence("Level three it is", "3 Agreed", LEVELS)


@pytest.mark.parametrize("text", WEAK_REASONS)
def test_reason_that_gives_none_is_weak(text: str) -> None:
    """Not applicable once more, or that somebody else would know, does not say why the question cannot apply to the council."""
    assert weak_reason(text)


@pytest.mark.parametrize("text", HONEST_REASONS)
def test_short_but_honest_reason_is_left_alone(text: str) -> None:
    """A few words can say why."""
    assert not weak_reason(text)


@settings(deadline=None, derandomize=True, max_examples=300)
@given(st.sampled_from(WEAK), st.sampled_from(["{}", " {} ", "{}.", "{}...", "\t{}", "- {}", "({})"]), st.booleans())
def test_capitals_dots_and_spaces_make_no_evidence(text: str, around: str, shout: bool) -> None:
    """What names nothing names nothing in capitals, in brackets or with a full stop either."""
    assert weak_evidence(around.format(text.upper() if shout else text), "3 Agreed", LEVELS)


@settings(deadline=None, derandomize=True, max_examples=300)
@given(st.text(max_size=200))
def test_any_text_can_be_judged(text: str) -> None:
    """Whatever a council types gets a verdict, and a long text is never called weak evidence."""
    assert weak_evidence(text, "3 Agreed", LEVELS) in (True, False)
    assert weak_reason(text + "x" * 100) is False


@pytest.mark.parametrize(
    ("value", "evidence", "expected"),
    [
        (3, "", [NO_EVIDENCE]),
        (3, "OK", [WEAK_EVIDENCE]),
        (4, "as above", [WEAK_EVIDENCE]),
        (4, "Approved.", [WEAK_EVIDENCE]),
        (4, "4", [WEAK_EVIDENCE]),
        (4, "Minute 7", []),
        (2, "OK", []),
        ("DK", "OK", []),
        (None, "OK", ["RX402"]),
    ],
)
def test_only_claims_need_evidence_that_can_be_looked_up(value: int, evidence: str, expected: list[str]) -> None:
    """Levels 3 and 4 are claims; beside a lower level an empty phrase does no harm. Each claim is told one thing."""
    assert codes(sent(answer("AA1", value, evidence))) == expected


def test_weak_evidence_names_the_cell_and_quotes_the_text() -> None:
    """The sender sees which words were meant, and is asked to explain, not to mend."""
    finding = only(sent(answer("AA1", 4, "see above")))

    assert (finding.place, finding.question, finding.found) == (Place(FILE, "Area AA", 6, 9), "AA1", "see above")
    assert finding.message.startswith("The evidence for AA1 reads “see above”")
    assert finding.severity is Severity.EXPLAIN


@pytest.mark.parametrize(
    ("identity", "comment", "expected"),
    [
        ("AA1", "", [NO_REASON]),
        ("AA1", "not relevant", [WEAK_REASON]),
        ("AA1", "another team does that", [WEAK_REASON]),
        ("AA1", "We hold no data.", []),
        ("BB1", "not relevant", ["RX205"]),
    ],
)
def test_not_applicable_needs_a_reason_that_says_why(identity: str, comment: str, expected: list[str]) -> None:
    """A blank, an empty phrase and a reason are told apart; of a gate only that it is one is said."""
    assert codes(sent(answer(identity, "NA", comment=comment))) == expected


@pytest.mark.parametrize(
    ("how_many", "text", "expected"),
    [
        (SAME_EVIDENCE_FROM - 1, "Business case v3", []),
        (SAME_EVIDENCE_FROM, "Business case v3", [SAME_EVIDENCE]),
        (12, "Business case v3", [SAME_EVIDENCE]),
        (12, "OK", [WEAK_EVIDENCE] * 12),
        (12, "", [NO_EVIDENCE] * 12),
    ],
)
def test_same_evidence_beside_ten_claims_is_told_once(how_many: int, text: str, expected: list[str]) -> None:
    """A document copied down the column is asked about once; an empty phrase is asked about where it stands."""
    claims = [answer(f"AA{n}", 3 + n % 2, text) for n in range(1, how_many + 1)]

    assert codes(sent(*claims, round_=LONG_ROUND), LONG_ROUND) == expected


def test_same_evidence_is_the_same_in_other_capitals_and_names_the_questions() -> None:
    """Capitals, kinds of dash and spaces make no second document; lower levels do not count."""
    spelt = ("PID – v2", "pid - v2", "PID  -  V2")
    claims = [answer(f"AA{n}", 4 - n % 2, spelt[n % 3]) for n in range(1, 11)]
    finding = only(sent(*claims, answer("AA11", 2, "PID – v2"), round_=LONG_ROUND), LONG_ROUND)

    assert finding.message == (
        "The same evidence, “pid - v2”, stands beside 10 answers (AA1, AA2, AA3, AA4, AA5, AA6, AA7, AA8, AA9, AA10)."
    )
    assert finding.place == Place(FILE, "Area AA", 6, 9)


def test_what_is_said_of_evidence_changes_no_score() -> None:
    """The evidenced score counts whether something is cited; whether it is any good is for people to judge."""
    claims = [answer("AA1", 3, "OK"), answer("AA2", "NA", comment="not relevant")]
    weak = sent(*claims)
    good = sent(*(replace(a, evidence=a.evidence and "Minute 7", comment=a.comment and "No staff.") for a in claims))

    assert check(weak, ROUND)
    assert not check(good, ROUND)
    assert area_scores(weak.answers, ROUND) == area_scores(good.answers, ROUND)
    assert weak.answers["AA1"].evidenced
