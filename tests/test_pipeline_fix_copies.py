"""Fix copies and half-filled returns through the whole program: score, mend, check again."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from email import message_from_bytes, policy
from functools import cache
from pathlib import Path

import pytest
from building import area, clean_return, returned
from came_back import ROUND, changed, put, slot_of
from fixing import fix_rows, typed_in
from openpyxl import Workbook

from rasp_xl import pipeline
from rasp_xl.cli import main
from rasp_xl.model.answers import Answer
from rasp_xl.model.layout import ANSWER, AREA_HEADER_ROW, EVIDENCE, column_of
from rasp_xl.model.rounds import Partner, Person
from rasp_xl.outgoing.round_book.whole import round_book_bytes
from rasp_xl.reports.assessment import Assessment

ASKED = ROUND.question_set
COUNCIL = "Northmoor District Council"
MINE, THEIRS = ASKED.areas[:2], ASKED.areas[2:]


def renamed(book: Workbook) -> None:
    """Two headings of one sheet in words of the council's own."""
    sheet = book["Governance"]
    sheet.cell(AREA_HEADER_ROW, column_of(ANSWER)).value = "Where we stand"
    sheet.cell(AREA_HEADER_ROW, column_of(EVIDENCE)).value = "Proof"


def test_looking_and_replying_is_enough(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Headings were renamed; the council looks, replies and changes nothing: nothing is left, and its reply can be read."""
    inbox, out = tmp_path / "returns", tmp_path / "out"
    inbox.mkdir()
    (inbox / "first.xlsx").write_bytes(changed(renamed, data=clean_return(ASKED)))
    main(["score", str(inbox), "--out", str(out)])
    (made,) = (out / "fixes").iterdir()
    rows = fix_rows(made.read_bytes())
    (inbox / "looked at.xlsx").write_bytes(typed_in(made.read_bytes(), rows))
    capsys.readouterr()
    status = main(["check", str(inbox)])
    said = capsys.readouterr().out

    assert [(row.where, row.status) for row in rows] == [("Governance", "please check")]
    assert status == 0
    assert "RX410" not in said
    assert "Placeholder: all well" in said
    assert "The sender replies “Checked: all right” to what the fix copy asked: Headings are missing" in said
    assert "looked at.xlsx, Director: scored" in said
    assert "first.xlsx, Director: superseded" in said


def given(*areas: str) -> dict[str, Answer]:
    """Answers to some areas, each claim with evidence of its own, and the others blank."""
    return {
        q.id: Answer(q.id, 3 + n % 2, f"Board minute {n}") if q.area in areas else Answer(q.id)
        for n, q in enumerate(ASKED.questions, 1)
    }


def part(who: str, areas: Sequence[str], *changes: Callable[[Workbook], object]) -> bytes:
    """The workbook in which one person answered some areas."""
    return changed(*changes, data=returned(ROUND, COUNCIL, given(*areas), who))


@cache
def ann() -> bytes:
    return part("Ann", [a.id for a in MINE])


@cache
def bob() -> bytes:
    return part("Bob", [a.id for a in THEIRS])


def without(*sheets: str) -> Callable[[Workbook], None]:
    """Somebody deletes what is not theirs."""

    def change(book: Workbook) -> None:
        for sheet in sheets:
            book.remove(book[sheet])

    return change


def assessed(folder: Path, **files: bytes) -> Assessment:
    for name, data in files.items():
        (folder / f"{name}.xlsx").write_bytes(data)
    return pipeline.assess([folder])


def to_fix(assessment: Assessment) -> list[str]:
    return [f"{entry.path} {f.rule.code}" for entry, f in assessment.findings if f.must_fix]


def test_half_alone_is_provisional_and_asked_for_the_rest(tmp_path: Path) -> None:
    """One half has come: its own areas are final, the others are asked for question by question."""
    assessment = assessed(tmp_path, ann=ann())
    (card,) = assessment.cards

    assert to_fix(assessment) == ["ann.xlsx RX206"] * 3
    assert [a.status for a in card.areas] == ["final"] * 2 + ["provisional"] * 3
    assert [a.to_fix for a in card.areas] == [0, 0, 1, 1, 1]


@pytest.mark.parametrize("deleted", [False, True])
def test_two_halves_make_one_council(tmp_path: Path, deleted: bool) -> None:
    """Two people shared the areas out: nobody is asked for the other's, no copy goes back, and every area is final."""
    halves = {"ann": ann(), "bob": bob()}
    if deleted:
        halves = {
            "ann": changed(without(*(a.name for a in THEIRS)), data=ann()),
            "bob": changed(without(*(a.name for a in MINE)), data=bob()),
        }
    assessment = assessed(tmp_path, **halves)
    files = pipeline.score(assessment, tmp_path / "out")
    (card,) = assessment.cards

    assert to_fix(assessment) == []
    assert not [name for name in files if name.startswith("fixes")]
    assert card.respondents == 2
    assert {a.status for a in card.areas} == {"final"}
    assert {f.rule.code for _, f in assessment.findings} == {"RX418"}


def test_copy_asks_each_for_the_own_areas_only(tmp_path: Path) -> None:
    """What Ann must put right is asked of Ann, and she hears nothing of what Bob has done or must do."""
    spoilt = changed(put("SV1", ANSWER, "2-3"), data=ann())
    files = pipeline.score(assessed(tmp_path, ann=spoilt, bob=bob()), tmp_path / "out")
    (copy,) = (data for name, data in files.items() if name.startswith("fixes"))

    assert [row.question for row in fix_rows(copy)] == ["SV1"]


def lost(question: str) -> Callable[[Workbook], None]:
    """Somebody deleted the row of a question."""
    slot = slot_of(question)
    return lambda book: book[slot.sheet].delete_rows(slot.row)


def test_lost_row_is_asked_for_and_holds_its_area_back(tmp_path: Path) -> None:
    """One question of many is gone: the copy asks for it, and its area, and no other, waits for the answer."""
    assessment = assessed(tmp_path, a=changed(lost("EC3"), data=clean_return(ASKED)))
    (card,) = assessment.cards

    assert to_fix(assessment) == ["a.xlsx RX401"]
    assert [a.id for a in card.areas if a.status == "provisional"] == ["EC"]
    assert area(card, "EC").provisional == ("a cell must be fixed",)


def test_as_many_are_to_fix_as_the_list_has_rows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A column was pasted one too far: check counts what the council finds on its list, each question once."""
    governance = ASKED.areas[4].questions
    astray = [
        put(q.id, heading, text) for q in governance for heading, text in ((ANSWER, None), (EVIDENCE, "2 In progress"))
    ]
    assessment = assessed(tmp_path, a=changed(*astray, data=clean_return(ASKED)))
    files = pipeline.score(assessment, tmp_path / "out")
    main(["check", str(tmp_path / "a.xlsx")])
    (copy,) = (data for name, data in files.items() if name.startswith("fixes"))

    assert f"Placeholder: {len(governance)} to fix\n" in capsys.readouterr().out
    assert [row.question for row in fix_rows(copy)] == [q.id for q in governance]


def test_chase_sends_the_copies_that_score_writes(tmp_path: Path) -> None:
    """Byte for byte, of two people of one council: whichever of the two an office sends, a council gets the same workbook."""
    people = (Person("Ann", "ann@x.example"), Person("Bob", "bob@x.example"))
    asked = replace(ROUND, id="harbour", name="Harbour", partners=(Partner("northmoor", COUNCIL, people),))
    returns, out = tmp_path / "returns", tmp_path / "out"
    returns.mkdir()
    (tmp_path / "round.xlsx").write_bytes(round_book_bytes(asked))
    (returns / "ann.xlsx").write_bytes(changed(put("SV1", ANSWER, "2-3"), data=ann()))
    (returns / "bob.xlsx").write_bytes(changed(put("GV2", ANSWER, "soon"), put("GV3", EVIDENCE, None), data=bob()))
    main(["score", str(returns), "--round", str(tmp_path), "--out", str(out)])
    main(["chase", str(tmp_path), str(returns), "--out", str(out / "chase")])
    written = [path.read_bytes() for path in (out / "fixes").iterdir()]
    letters = [
        message_from_bytes(path.read_bytes(), policy=policy.default) for path in (out / "chase").rglob("*_query.eml")
    ]
    attached = [part.get_content() for letter in letters for part in letter.iter_attachments()]

    assert len(attached) == 2
    assert sorted(attached) == sorted(written)
