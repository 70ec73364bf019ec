"""The self-test: no template leaves that our own intake would not take as it was meant."""

from dataclasses import replace
from pathlib import Path

import pytest
from came_back import ROUND, changed, put
from openpyxl import Workbook
from zip_parts import members, patched, rezipped

from rasp_xl import pipeline
from rasp_xl.model.answers import Cover
from rasp_xl.model.findings import RaspError
from rasp_xl.model.layout import ANSWER, COMMENT, START, cover_row
from rasp_xl.model.rounds import Partner, Person
from rasp_xl.outgoing.filling import Filling
from rasp_xl.outgoing.template import template_bytes
from rasp_xl.pipeline import sending_out
from rasp_xl.pipeline.self_test import SelfTest
from rasp_xl.scoring.scores import score_council

CARD = score_council(Partner("", ""), ({},), ROUND)
NORTHMOOR = Partner("northmoor", "Northmoor", (Person("Jane Roe", "", "Director"),))
EASTVALE = Partner("eastvale", "Eastvale")
HARBOUR = replace(ROUND, id="harbour", partners=(NORTHMOOR, EASTVALE))
FILLING = Filling(HARBOUR, CARD, NORTHMOOR, Cover("", "Jane Roe", "Director"))


@pytest.fixture(scope="module")
def sound() -> bytes:
    """A template as it should be."""
    return template_bytes(FILLING)


def fault(data: bytes, filling: Filling = FILLING, pressed: bool = False) -> str:
    """What the self-test says of a template; of one that was made from another, after it has seen a sound one."""
    tested = SelfTest(HARBOUR)
    if pressed:
        tested.test("first.xlsx", template_bytes(filling), filling, made_from_another=False)
    with pytest.raises(RaspError) as said:
        tested.test("northmoor.xlsx", data, filling, made_from_another=pressed)
    assert "northmoor.xlsx did not pass its own test, so nothing was written" in str(said.value)
    return str(said.value)


def without_drop_down(data: bytes) -> bytes:
    return patched(data, "xl/worksheets/sheet2.xml", '<dataValidation type="list"', '<dataValidation type="whole"')


def renamed(book: Workbook) -> None:
    book[START].cell(cover_row("Council"), 2).value = "Eastvale"


def without_a_question(book: Workbook) -> None:
    book["Governance"].delete_rows(8)


def test_sound_templates_pass(sound: bytes) -> None:
    """Nothing is said of a template that is as it was meant, whichever way it is tested."""
    tested = SelfTest(HARBOUR)

    tested.test("first.xlsx", sound, FILLING, made_from_another=False)
    tested.test("again.xlsx", sound, FILLING, made_from_another=True)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (without_drop_down, "Shared vision has 10 drop-downs for 11 questions"),
        (lambda data: changed(put("SV1", ANSWER, "3 Agreed"), data=data), "SV1 is answered in it already"),
        (lambda data: changed(put("SV1", COMMENT, "x"), data=data), "SV1 is answered in it already"),
        (lambda data: changed(renamed, data=data), "under Council it reads “Eastvale”, not “Northmoor”"),
        (lambda data: changed(without_a_question, data=data), "GV3 are not found"),
        (lambda data: data[:-200], "did not pass"),
        (lambda data: patched(data, "xl/sharedStrings.xml", ">northmoor<", ">southmoor<"), "southmoor"),
        (lambda data: rezipped(members(data) | {"xl/sharedStrings.xml": b"<sst/>"}), "did not pass"),
    ],
    ids=["drop-down", "answer", "comment", "council", "question", "cut short", "partner", "texts"],
)
def test_spoiled_templates_are_found(sound: bytes, spoil, said: str) -> None:
    """A lost drop-down or question, an answer that is there already, another council or a broken file stop everything."""
    assert said in fault(spoil(sound))


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda data: data[:-200], "core.xml is missing"),
        (
            lambda data: patched(data, "docProps/core.xml", "partner=northmoor", "partner=eastvale"),
            "carries “eastvale”",
        ),
        (lambda data: data.replace(b"docProps/core.xml", b"docProps/c0re.xml"), "core.xml is missing"),
    ],
    ids=["cut short", "partner", "properties"],
)
def test_spoiled_templates_made_from_another_are_found(sound: bytes, spoil, said: str) -> None:
    """What differs from the tested one is tested by itself."""
    assert said in fault(spoil(sound), pressed=True)


@pytest.mark.parametrize("role", ["Date", "Council", "Respondent: Tom"])
def test_entries_that_intake_would_misread_are_found(role: str) -> None:
    """A role that reads like a label of ours would come back as nobody's; better said now than when all have answered."""
    tested = SelfTest(HARBOUR)
    tested.test("first.xlsx", template_bytes(FILLING), FILLING, made_from_another=False)
    odd = replace(FILLING, cover=Cover("", "Jane Roe", role))
    for pressed in (False, True):
        with pytest.raises(RaspError, match="under Role it reads"):
            tested.test("odd.xlsx", template_bytes(odd), odd, made_from_another=pressed)


def test_two_partners_of_one_name_are_found() -> None:
    """A return would count for the other one: the round's partners themselves are at fault."""
    double = replace(HARBOUR, partners=(NORTHMOOR, Partner("northmoor-2", "Northmoor")))

    with pytest.raises(RaspError, match=r"northmoor\.xlsx.*would count for Northmoor"):
        sending_out.files_to_send(double)


def test_one_bad_template_keeps_all_from_being_written(tmp_path: Path) -> None:
    """Half a round sent out is worse than none."""
    odd = replace(HARBOUR, partners=(EASTVALE, Partner("odd", "Odd", (Person("Jane", "", "Date"),))))

    with pytest.raises(RaspError, match=r"odd\.xlsx"):
        pipeline.send_out(odd, tmp_path / "out")
    assert not (tmp_path / "out").exists()
