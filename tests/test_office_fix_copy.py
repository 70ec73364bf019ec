"""A fix copy in LibreOffice: every figure and sentence is what it calculates, and what somebody types is noticed."""

from datetime import date
from pathlib import Path

import office
import pytest
from building import everywhere, returned
from came_back import ROUND
from fixing import FixRow, asking, assessment_of_entries, entry_of, fix_rows, typed_in
from office_walk import walk

from rasp_xl import pipeline
from rasp_xl.model.answers import CHOICE_TEXTS, Answer, Cover
from rasp_xl.model.findings import Severity
from rasp_xl.model.layout import (
    ALL_RIGHT,
    ANSWER,
    COMMENT,
    COUNCIL,
    DATE,
    EVIDENCE,
    FIX_LIST,
    RESPONDENT,
    SCORES,
    SCORES_FIRST_ROW,
    START,
    TO_DO,
    slots,
)  # fmt: skip
from rasp_xl.model.rounds import Partner
from rasp_xl.outgoing.area_sheet import CITE, DONE, UNREAD
from rasp_xl.outgoing.filling import Filling, Mark
from rasp_xl.outgoing.fix_list import FIRST_ROW, MORE
from rasp_xl.outgoing.template import template_bytes
from rasp_xl.reports.fix_copy import fix_copies
from rasp_xl.scoring.scores import score_council

pytestmark = pytest.mark.office

ASKED = ROUND.question_set
SLOTS = {slot.question.id: slot for slot in slots(ASKED)}
MUST, EXPLAIN = Severity.MUST_FIX, Severity.EXPLAIN
TEXTS = {
    "SV1": Answer("SV1", None, "=1+1", "Cŵl", unreadable=True),
    "SV2": Answer("SV2", 3, "ok", "مجلس 🏛"),
    "SV3": Answer("SV3", 4, "🏛 " * 500, ""),
    "SV4": Answer("SV4", "NA", "", "n/a"),
    "SV5": Answer("SV5", 4, 'first line\nsecond "line"', "e" * 4_000),
    "GV4": Answer("GV4", "NA", "", ""),
}
MARKS = (
    Mark("SV1", ANSWER, MUST, "It reads “_x0041_ <b>=2-3</b>”.", "Choose.", "=2-3"),
    Mark("GV4", ANSWER, MUST, "It is a gate.", "Choose a level.", "Not applicable"),
    Mark("", RESPONDENT, EXPLAIN, "It does not say who.", "Fill it in."),
    Mark("", DATE, EXPLAIN, "The date has not come.", "Type the day.", "3 May 2031"),
    Mark("SV2", EVIDENCE, EXPLAIN, "It names nothing.", "Name a document.", "ok", (("SV2", ANSWER),)),
    Mark("SV3", EVIDENCE, EXPLAIN, "It stands beside ten.", "Name for each."),
    Mark("SV4", COMMENT, EXPLAIN, "It says nothing.", "Say why.", "n/a", (("SV4", ANSWER),)),
    Mark("SV5", EVIDENCE, EXPLAIN, "It names nothing.", "Name a document."),
    Mark("SV5", ANSWER, EXPLAIN, "Was it this row?", "Check.", "4", (("SV5", COMMENT), ("SV5", EVIDENCE))),
    Mark("EC1", "", EXPLAIN, "The headings were renamed.", "Say that you looked."),
    Mark("", COUNCIL, EXPLAIN, "The name is near another.", "Say that it is right."),
)


def filling() -> Filling:
    partner = Partner("bath", 'Bath & North East "Somerset" <b>')
    card = score_council(partner, (everywhere(ASKED, 2) | TEXTS,), ROUND, {"SV": 1, "GV": 1})
    return Filling(ROUND, card, partner, Cover("", "", "Sponsor", date(2031, 5, 3)), "ab" * 32, MARKS)


def at(question: str, heading: str) -> tuple[str, str]:
    return SLOTS[question].sheet, SLOTS[question].cell(heading)


def reply_cell(number: int) -> str:
    """Where the reply to a thing on the list is typed."""
    return f"I{FIRST_ROW + number - 1}"


def test_every_saved_value_is_what_it_calculates(tmp_path: Path) -> None:
    """Calculated anew from wrong values, every formula of a fix copy gives what it was saved with."""
    data = template_bytes(filling())
    wanted, formulas = office.cell_values(data), office.formula_cells(data)
    found = office.cell_values(office.recalculate(office.plant_wrong_values(data), tmp_path))

    assert sum(map(len, formulas.values())) > 300
    for sheet, cells in formulas.items():
        ours, theirs = ({a: values.get(a) for a in cells} for values in (wanted[sheet], found[sheet]))
        assert theirs == pytest.approx(ours, abs=1e-9), sheet


def test_typing_is_noticed_and_the_prompt_gives_way(tmp_path: Path) -> None:
    """Whoever changes a marked cell sees changed on the list and the usual prompt beside it; nobody else's row moves."""
    steps = [
        (at("SV1", ANSWER), "1 Discussed", (1,), ("SV1", DONE)),
        (at("SV1", ANSWER), "TBC", (), ("SV1", UNREAD)),
        (at("SV1", COMMENT), "other words", (), None),
        (at("GV4", ANSWER), "3 Agreed", (), ("GV4", CITE.format(level=2))),
        (at("GV4", ANSWER), "", (), None),
        (at("GV4", ANSWER), "2 In progress", (2,), ("GV4", DONE)),
        ((START, "B5"), "Head of IT", (3,), None),
        ((START, "B7"), 46_000, (4,), None),
        (at("SV2", EVIDENCE), "OK", (5,), ("SV2", DONE)),
        (at("SV2", ANSWER), CHOICE_TEXTS[2], (5,), ("SV2", DONE)),
        (at("SV2", COMMENT), "more", (), None),
        (at("SV3", EVIDENCE), "🏛 " * 499, (6,), ("SV3", DONE)),
        (at("SV3", EVIDENCE), "x" + "🏛 " * 499 + "y", (6,), ("SV3", DONE)),
        (at("SV4", COMMENT), "The county does it", (7,), ("SV4", DONE)),
        (at("SV5", COMMENT), "It is right", (9,), None),
        ((FIX_LIST, reply_cell(10)), ALL_RIGHT, (10,), None),
        ((FIX_LIST, reply_cell(11)), "That is our name", (11,), None),
        ((FIX_LIST, reply_cell(11)), "  ", (), None),
        (at("SV5", EVIDENCE), "Minute 7", (8, 9), ("SV5", DONE)),
    ]
    _, moved = walk(template_bytes(filling()), [{place: value} for place, value, *_ in steps], tmp_path)

    for (place, value, numbers, prompt), seen in zip(steps, moved, strict=True):
        statuses = {(FIX_LIST, f"H{FIRST_ROW + n - 1}"): "replied" if n > 9 else "changed" for n in numbers}
        done = {k: v for k, v in seen.items() if k[0] == FIX_LIST and k[1][0] == "H" and v != MORE}
        assert done == statuses, (place, value)
        assert numbers or value in ("other words", "more", "  ") or MORE in seen.values(), (place, value)
        left = f"{len(MARKS) - len(numbers)} of {len(MARKS)} still to do."
        assert seen.get((FIX_LIST, "A3"), left) == left
        if prompt:
            assert seen[at(prompt[0], TO_DO)] == prompt[1], (place, value)


@pytest.mark.parametrize("suffix", ["xlsx", "ods"])
def test_a_copy_mended_in_libreoffice_comes_back_clean(tmp_path: Path, suffix: str) -> None:
    """A council on LibreOffice fills its copy and saves it: what was asked is cleared and the rest is as it was."""
    before = entry_of(returned(ROUND, "Northmoor", everywhere(ASKED, 3, "SV1=NA GV4=NA EC2=4*"), ""), ROUND)
    ((_, copy),) = fix_copies(assessment_of_entries([before], ROUND)).items()
    rows: list[FixRow] = fix_rows(copy)
    saved = office.convert(typed_in(copy, rows), suffix, tmp_path)
    after = entry_of(office.convert(saved, "xlsx", tmp_path) if suffix == "ods" else saved, ROUND)

    assert len(rows) == len(asking(before)) > 50
    assert asking(after) == []
    assert after.returned is not None
    assert after.returned.identity.mends == before.digest
    assert after.returned.answers["EC2"].value == 4


@pytest.mark.parametrize("suffix", ["xlsx", "ods"])
def test_reply_chosen_in_libreoffice_arrives(tmp_path: Path, suffix: str) -> None:
    """Somebody on LibreOffice has only looked, replies on the Fix list, and saves: the replies are read, and nothing else is new."""
    copy = template_bytes(filling())
    replied = typed_in(copy, [row for row in fix_rows(copy) if row.reply])
    before, after = entry_of(copy, ROUND).said, entry_of(office.convert(replied, suffix, tmp_path), ROUND).said

    assert [(reply.text, reply.asked) for reply in after.replies] == [(ALL_RIGHT, mark.wrong) for mark in MARKS[9:]]
    assert after.identity.mends == before.identity.mends == "ab" * 32
    assert {q: a.value for q, a in after.answers.items()} == {q: a.value for q, a in before.answers.items()}


def test_sample_copies_calculate_what_they_say(tmp_path: Path) -> None:
    """The copies for the sample councils hold after recalculation, too: scores, sentences and statuses."""
    folder = Path(__file__).parents[1] / "sample_workbooks" / "returns"
    made = fix_copies(pipeline.assess([folder / "Oxenholt.xlsx", folder / "Ashcombe and Thorne part.xlsx"]))

    assert len(made) == 2
    for name, data in made.items():
        ours, formulas = office.cell_values(data), office.formula_cells(data)
        theirs = office.cell_values(office.recalculate(office.plant_wrong_values(data), tmp_path))
        for sheet, cells in formulas.items():
            wanted, found = ({a: values[sheet].get(a) for a in cells} for values in (ours, theirs))
            assert found == pytest.approx(wanted, abs=1e-9), (name, sheet)


def test_area_is_final_when_its_last_cell_is_mended(tmp_path: Path) -> None:
    """What must be fixed holds an area provisional, in the copy as in our own scores, until it is."""
    rows = {area.id: SCORES_FIRST_ROW + n for n, area in enumerate(ASKED.areas)}
    data = template_bytes(filling())
    status = {area: office.cell_values(data)[SCORES][f"F{row}"] for area, row in rows.items()}
    _, (moved,) = walk(data, [{at("SV1", ANSWER): "3 Agreed"}], tmp_path)

    assert status == {"SV": "provisional", "EC": "final", "TR": "final", "RM": "final", "GV": "provisional"}
    assert moved[SCORES, f"F{rows['SV']}"] == "final"
    assert (SCORES, f"F{rows['GV']}") not in moved
