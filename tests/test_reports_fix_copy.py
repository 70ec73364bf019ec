"""Fix copies: that nothing given is lost, that doing what is asked clears it and only it, and whose copy is whose."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from building import clean_return, everywhere, returned
from came_back import ROUND
from councils import Typed, typed
from fixing import FixRow, asking, assessment_of_entries, entry_of, fix_rows, given, typed_in
from hypothesis import Phase, settings
from hypothesis import given as drawn
from hypothesis import strategies as st
from openpyxl import load_workbook

from rasp_xl import pipeline
from rasp_xl.cli import main
from rasp_xl.incoming.ledger import Entry, Status
from rasp_xl.incoming.waivers import waive
from rasp_xl.model.answers import Answer
from rasp_xl.model.findings import Finding, Waiver
from rasp_xl.model.layout import ANSWER, COMMENT, COUNTING, DATE, EVIDENCE, RESPONDENT, TO_DO, slots
from rasp_xl.model.questions import Question
from rasp_xl.model.rounds import Partner
from rasp_xl.outgoing.area_sheet import DONE
from rasp_xl.reports.fix_copy import FOLDER, fix_copies

ASKED = ROUND.question_set
AGREED = {q.id: Answer(q.id, 2) for q in ASKED.questions}
AREA_WORDS = "like all of its area"

# What is typed instead of an answer, and what it then says.
FAULTS: Mapping[str, Typed] = {
    "unreadable": ("TBC", "Minute 4", "ask IT"), "two levels": ("2-3", "", ""), "no evidence": ("4 Embedded", "", "see plan"),
    "no reason": ("Not applicable", "", ""), "blank": ("", "some words", ""),
}  # fmt: skip


@cache
def blank() -> bytes:
    return pipeline.template(ROUND.purpose, ROUND.stage, Partner("bath", 'Bath & North East "Somerset" <b>'))


def fix_copy_of(entry: Entry) -> bytes:
    """The one fix copy that a run over one file makes."""
    ((name, data),) = fix_copies(assessment_of_entries([entry], ROUND)).items()

    assert name == f"{FOLDER}/bath.xlsx"
    return data


def key(row: FixRow) -> tuple[str, str]:
    return row.question, row.heading


def cells(entry: Entry) -> dict[tuple[str, str], object]:
    """What stands in every entry cell of every question."""
    assert entry.returned is not None
    words = given(entry.returned).items()
    return {(q, h): value for q, own in words for h, value in zip((ANSWER, EVIDENCE, COMMENT), own, strict=True)}


SITUATIONS = st.fixed_dictionaries({
    "kinds": st.lists(st.sampled_from((*FAULTS, "fine", "fine", "fine")), min_size=57, max_size=57),
    "cover": st.sampled_from(({}, {RESPONDENT: "Head of IT", DATE: date(2026, 5, 7)})),
    "empty": st.sampled_from((None, 1, 4)),
    "choice": st.randoms(use_true_random=False),
})  # fmt: skip


@settings(max_examples=8, deadline=None, derandomize=True, phases=(Phase.generate,))
@drawn(situation=SITUATIONS)
def test_doing_what_is_asked_clears_just_that(situation: dict[str, Any]) -> None:
    """Whatever is wrong: what is done of the Fix list is cleared, what is not is asked again, and nothing else changes."""
    kinds = zip(ASKED.questions, situation["kinds"], strict=True)
    entries = {q.id: FAULTS.get(kind, ("2 In progress", "", "as it is")) for q, kind in kinds}
    if situation["empty"]:
        entries |= {q.id: ("", "", "") for q in ASKED.areas[situation["empty"]].questions}
    before = entry_of(typed(blank(), ASKED, entries, situation["cover"]), ROUND)
    if not asking(before):
        return
    copy = fix_copy_of(before)
    rows = fix_rows(copy)
    done = [row for row in rows if situation["choice"].random() < 0.7]
    partly, wholly = (entry_of(typed_in(copy, chosen), ROUND) for chosen in (done, rows))
    still = {key(row) for row in fix_rows(fix_copy_of(partly))} if asking(partly) else set()
    keys = {key(row) for row in done}

    assert {key(r) for r in rows} == {asked_at(f) for f in asking(before)} - {None} | {
        (q.id, ANSWER) for q in of_area(situation)
    }
    assert {row.status for row in rows} == {"to do"}
    assert asking(wholly) == []
    assert still == asked_again(before, rows, done)
    for after in (partly, wholly):
        touched = keys if after is partly else {key(row) for row in rows}
        assert {k: v for k, v in cells(after).items() if k not in touched} == {
            k: v for k, v in cells(before).items() if k not in touched
        }


def of_area(situation: dict[str, Any]) -> tuple[Question, ...]:
    """The questions of the area that was left empty."""
    return ASKED.areas[situation["empty"]].questions if situation["empty"] else ()


def asked_at(finding: Finding) -> tuple[str, str] | None:
    """Where a finding of these faults must be put right; one of an empty area has no cell of its own."""
    headings = {"RX301": EVIDENCE, "RX302": COMMENT, "RX303": RESPONDENT, "RX206": ""}
    heading = headings.get(finding.rule.code, ANSWER)
    return (finding.question or "none", heading) if heading else None


def asked_again(before: Entry, rows: list[FixRow], done: list[FixRow]) -> set[tuple[str, str]]:
    """What must be asked again when only some is done.

    An answer that could not be read has become a blank, which asks for nothing without evidence beside it, and so does a
    blank in an area that is no longer empty. A gate is asked for until it has an answer.
    """
    assert before.returned is not None
    unread = {q for q, a in before.returned.answers.items() if a.unreadable and not a.evidenced}
    area = [row for row in rows if AREA_WORDS in row.wrong]
    forgiven = area if any(row in done for row in area) else []
    gates = {q.id for q in ASKED.questions if ROUND.gate_from(q) is not None}
    again = [row for row in rows if row.question not in unread and row not in forgiven]
    again += [row for row in rows if row.question in gates and row.heading == ANSWER]
    return {key(row) for row in again if row not in done}


def test_doing_nothing_changes_nothing_that_could_be_read() -> None:
    """A fix copy that comes back as it went out says what the return said: answers, evidence, comments, cover."""
    texts = {
        "SV1": Answer("SV1", 4, "", "=1+1"),
        "SV2": Answer("SV2", 3, "e" * 4_000, "Cŵl"),
        "SV3": Answer("SV3", 0, "مجلس", "@x"),
    }
    before = entry_of(returned(ROUND, "Northmoor", AGREED | texts, "Director", 9), ROUND)
    ((_, copy),) = fix_copies(assessment_of_entries([before], ROUND)).items()
    after = entry_of(copy, ROUND)

    assert cells(after) == cells(before)
    assert after.returned is not None
    assert before.returned is not None
    assert after.returned.cover == before.returned.cover
    assert after.returned.identity.mends == before.digest
    assert [f.rule.code for f in asking(after)] == [f.rule.code for f in asking(before)]


def test_clean_returns_get_no_copy() -> None:
    """Where nothing is asked, nothing is sent back; a waiver takes its finding out."""
    clean = entry_of(clean_return(ASKED), ROUND)
    claim = entry_of(returned(ROUND, "Northmoor", AGREED | {"SV1": Answer("SV1", 4)}), ROUND)
    waiver = Waiver("northmoor", "RX301", "SV1", "Seen by us", "Programme manager")
    waived = replace(claim, findings=tuple(replace(f, waiver=waiver) for f in claim.findings))

    assert fix_copies(assessment_of_entries([clean], ROUND)) == {}
    assert len(fix_copies(assessment_of_entries([claim], ROUND))) == 1
    assert fix_copies(assessment_of_entries([waived], ROUND)) == {}


def test_waived_gate_stays_waived_in_a_copy() -> None:
    """A council that is asked about something else must not be told that its waived gate needs a level."""
    partner = Partner("northmoor", "Northmoor")
    agreed = replace(
        ROUND, partners=(partner,), waivers=(Waiver("northmoor", "RX205", "SV3", "Cannot apply", "Board"),)
    )
    given = AGREED | {"SV3": Answer("SV3", "NA", comment="No land"), "EC1": Answer("EC1", 4)}
    entry = entry_of(returned(agreed, "Northmoor", given), agreed)
    waived = waive(replace(entry, partner=partner), agreed)
    ((_, data),) = fix_copies(assessment_of_entries([waived], agreed)).items()
    book = load_workbook(BytesIO(data), data_only=True)
    counted = {row[0].value: row[7].value for row in book[COUNTING].iter_rows(5)}
    slot = next(slot for slot in slots(ASKED) if slot.question.id == "SV3")

    assert counted["SV3"] == "NW"
    assert book[slot.sheet][slot.cell(TO_DO)].value == DONE


def test_files_that_are_not_scored_get_no_copy() -> None:
    """Two returns that differ and of which nobody knows which counts are held: no copy could be right."""
    twice = [
        entry_of(returned(ROUND, "Northmoor", AGREED | {"SV1": Answer("SV1", n)}), ROUND, f"{n}.xlsx") for n in (3, 4)
    ]
    assessment = assessment_of_entries(twice, ROUND)

    assert assessment.ledger.count(Status.HELD) == 2
    assert fix_copies(assessment) == {}


def test_each_respondent_gets_a_copy_and_no_name_is_used_twice() -> None:
    """Further respondents are numbered in the order of their files, past names that are another council's."""
    claims = everywhere(ASKED, 3)
    files = {
        "a.xlsx": ("Eastvale", "Finance"),
        "b.xlsx": ("Eastvale", "IT"),
        "c.xlsx": ("Eastvale", "HR"),
        "d.xlsx": ("Eastvale 2", "HR"),
    }
    entries = [entry_of(returned(ROUND, council, claims, who), ROUND, path) for path, (council, who) in files.items()]
    made = fix_copies(assessment_of_entries(entries, ROUND))
    who = {name: entry_of(data, ROUND).respondent for name, data in made.items()}

    assert who == {
        "fixes/eastvale.xlsx": "Finance", "fixes/eastvale-3.xlsx": "IT", "fixes/eastvale-4.xlsx": "HR", "fixes/eastvale-2.xlsx": "HR",
    }  # fmt: skip
    assert made == fix_copies(assessment_of_entries(reversed(entries), ROUND))


def test_each_copy_holds_its_own_respondents_answers() -> None:
    """A colleague's answers and the council's median stay out of a respondent's copy."""
    mine, other = everywhere(ASKED, 3, "SV1=1"), everywhere(ASKED, 3, "SV1=4")
    entries = [
        entry_of(returned(ROUND, "Eastvale", a, w), ROUND, f"{w}.xlsx") for a, w in ((mine, "Finance"), (other, "IT"))
    ]
    made = fix_copies(assessment_of_entries(entries, ROUND))
    answers = [cells(entry_of(data, ROUND))["SV1", ANSWER] for data in made.values()]

    assert answers == [1, 4]


def test_scoring_writes_and_lists_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """score puts fix copies into their folder, says how many and where, and results.json lists them with the other files."""
    inbox, out = tmp_path / "returns", tmp_path / "out"
    inbox.mkdir()
    (inbox / "claims.xlsx").write_bytes(returned(ROUND, "Northmoor", everywhere(ASKED, 3)))
    (inbox / "clean.xlsx").write_bytes(clean_return(ASKED))
    main(["score", str(inbox), "--out", str(out)])
    said = capsys.readouterr().out
    listed = [output["path"] for output in json.loads((out / "results.json").read_text("utf-8"))["outputs"]]

    assert f"Fix copies to send back: 1, in {out / 'fixes'}." in said
    assert [path.name for path in (out / "fixes").iterdir()] == ["northmoor.xlsx"]
    assert [path for path in listed if not path.startswith("councils/")] == [
        "fixes/northmoor.xlsx",
        "scored.xlsx",
        "summary.html",
    ]


def test_nothing_is_said_where_nothing_is_sent_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without findings there is no folder and no line about it."""
    (tmp_path / "clean.xlsx").write_bytes(clean_return(ASKED))
    main(["score", str(tmp_path / "clean.xlsx"), "--out", str(tmp_path / "out")])

    assert "Fix copies" not in capsys.readouterr().out
    assert not (tmp_path / "out" / "fixes").exists()
