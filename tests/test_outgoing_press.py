"""The press: whatever the partners are called, its templates are part by part those that are built one by one."""

import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO

import pytest
from building import question, tiny_round
from came_back import ROUND
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from xlsx_lint import lint
from zip_parts import members

from rasp_xl.model.answers import Answer, Cover
from rasp_xl.model.findings import Severity
from rasp_xl.model.layout import LAST_TIME, column_of, slots
from rasp_xl.model.rounds import Partner, Person
from rasp_xl.outgoing import press as press_module
from rasp_xl.outgoing.filling import Filling, Mark
from rasp_xl.outgoing.packed_archive import PackedArchive, pack
from rasp_xl.outgoing.press import LONGEST, Press
from rasp_xl.outgoing.template import build, template_bytes
from rasp_xl.scoring.scores import score_council

TINY = replace(
    tiny_round(question("AA1", gate=1), question("AA2"), question("BB1"), stage=2),
    id="r1",
    name="Harbour",
    due=date(2026, 11, 30),
    sender=Person("Jo Poole", "jo@example.org"),
)
CARD = score_council(Partner("", ""), ({},), TINY)

HARD = (
    "Northmoor", "Cyngor Sir Tŷ Ŵyn", "Ashcombe & Thorne <x>", "_x000D_", "_x0041_x0042_", "مجلس", "🏛 Council", "Ref", "Answer",
    "Council", "Chief executive", "Don't know", "0 Not started", "", " spaces around ", "two\nlines", "\tt", "a\x01b", "\ud800",
    "<r>x</r>", "</t></si>", "\ufffe", "\xa0", "x" * 255, "long words " * 23, "1", "=1+1", "https://example.org", "\r\n",
)  # fmt: skip
TEXTS = st.sampled_from(HARD) | st.text(max_size=60)
LAST = st.none() | st.fixed_dictionaries({}, optional=dict.fromkeys(("AA1", "AA2", "BB1"), TEXTS))


@cache
def used_press() -> Press:
    """A press that has printed before."""
    made = Press(TINY, CARD)
    made.template(filling("Eastvale", Person("Ann", "", "Director")))
    made.template(filling("Eastvale", Person("Ann", "", "Director"), last={"AA1": "1 Discussed"}))
    return made


NOBODY = Person()


def filling(council: str, person: Person = NOBODY, slug: str = "", last: Mapping[str, str] | None = None) -> Filling:
    """A blank template for one respondent of a council."""
    cover = Cover("", person.name, person.role)
    return Filling(TINY, CARD, Partner("c-1", council), cover, person=slug, last=last)


@given(TEXTS, TEXTS, TEXTS, st.sampled_from(("", "jane-roe", "2")), LAST)
@example("_x000D_", "_x000D_", "Council", "", None)
@example("Eastvale", "", "", "", {})
@example("Chief executive", "Answer", "", "1", {"AA1": "4 Embedded", "BB1": "Chief executive"})
@settings(deadline=None, max_examples=150, derandomize=True)
def test_pressed_is_built(council: str, name: str, role: str, slug: str, last: Mapping[str, str] | None) -> None:
    """Names that are XML, escapes, other texts of the workbook, empty or long come out as XlsxWriter writes them."""
    wanted = filling(council, Person(name, "", role), slug, last)

    assert_same_parts(used_press().template(wanted)[0], template_bytes(wanted))


def assert_same_parts(one: bytes, other: bytes) -> None:
    """Two archives hold the same members in the same order, byte for byte."""
    assert list(members(one).items()) == list(members(other).items())


@pytest.mark.parametrize("last", [None, {"AA1": "1 Discussed"}])
def test_bytes_do_not_depend_on_what_was_printed_before(last: Mapping[str, str] | None) -> None:
    """The first template of a round and the hundredth are made alike: a partner more or less changes nobody else's file."""
    wanted = filling("Northmoor", Person("Jane Roe", "", "Director"), last=last)

    assert Press(TINY, CARD).template(wanted)[0] == used_press().template(wanted)[0]


@pytest.mark.parametrize("council", HARD)
def test_a_second_of_the_same_form_is_made_from_the_first(council: str) -> None:
    """The press does its work for every name, and does not build in secret; only where lines are more it builds once."""
    press = Press(TINY, CARD)

    assert press.template(filling(council))[1] is False
    assert press.template(filling(council, Person("Jane Roe")))[1] is True


def test_whole_template_of_the_standard_questions() -> None:
    """All 57 questions, with and without last time's answers, and as sound as what is built."""
    card = score_council(Partner("", ""), ({},), ROUND)
    press = Press(ROUND, card)
    last = {q.id: "2 In progress" for q in ROUND.question_set.questions[:40]}
    for said in (None, last):
        for name in ("Northmoor", "Cwm Tŵr & Dyffryn"):
            wanted = Filling(ROUND, card, Partner("p", name), Cover("", name), last=said)
            data, pressed = press.template(wanted)

            assert pressed == (name != "Northmoor")
            assert_same_parts(data, template_bytes(wanted))
        assert lint(data) == ()


def other_round() -> Filling:
    other = replace(TINY, stage=3)
    return Filling(other, score_council(Partner("", ""), ({},), other), Partner("c-1", "Eastvale"))


ANSWERED = score_council(Partner("", ""), ({"AA1": Answer("AA1", 3)},), TINY)
MARK = Mark("AA1", "Answer", Severity.MUST_FIX, "Wrong.", "Mend it.")


@pytest.mark.parametrize(
    "wanted",
    [
        other_round(),
        replace(filling("Eastvale"), partner=None),
        replace(filling("Eastvale"), card=ANSWERED),
        replace(filling("Eastvale"), cover=Cover("", "Ann", "Director", date(2026, 1, 2))),
        replace(filling("Eastvale"), mends="ab" * 32, marks=(MARK,)),
        filling("x" * (LONGEST + 1)),
    ],
    ids=["another round", "nobody's", "answered", "dated", "fix copy", "endless name"],
)
def test_whatever_is_no_blank_template_of_the_round_is_built(wanted: Filling) -> None:
    """The press prints only what it knows to be the same but for own words."""
    assert used_press().template(wanted) == (template_bytes(wanted), False)


def test_a_plate_that_prints_otherwise_is_never_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where what is printed is not what is built, as with an XlsxWriter to come, every template is built, and right."""
    monkeypatch.setattr(press_module, "title", lambda _filling: "Something else")
    press = Press(TINY, CARD)

    for council in ("Northmoor", "Eastvale"):
        assert press.template(filling(council)) == (template_bytes(filling(council)), False)


def test_any_number_of_blanks() -> None:
    """The shared texts say how many cells hold one, whatever that is."""
    press = Press(ROUND, score_council(Partner("", ""), ({},), ROUND))
    ids = [q.id for q in ROUND.question_set.questions]
    for blanks in (*range(0, 57, 5), 0):
        wanted = Filling(
            ROUND, press.card, Partner("p", "Northmoor"), Cover("", "Jo"), last=dict.fromkeys(ids[:blanks], "")
        )
        data, _ = press.template(wanted)

        assert members(data)["xl/sharedStrings.xml"].count(b"<sst") == 1
    assert_same_parts(data, template_bytes(wanted))


def test_last_time_is_the_last_column_and_locked() -> None:
    """Last round's answers stand right of everything else, so that no anchor moves, and nobody types over them."""
    said = {"AA1": "2 In progress", "BB1": "No answer"}
    book = load_workbook(BytesIO(template_bytes(filling("Eastvale", last=said))))
    cells = {
        slot.question.id: book[slot.sheet].cell(slot.row, column_of(LAST_TIME)) for slot in slots(TINY.question_set)
    }

    assert {q: cell.value for q, cell in cells.items()} == {**said, "AA2": "Not asked"}
    assert all(cell.protection.locked for cell in cells.values())
    assert book["Area AA"].cell(5, column_of(LAST_TIME)).value == LAST_TIME
    assert "only to look at" in str(book["Area AA"]["A4"].value)


def test_members_get_other_content() -> None:
    """An archive with some members changed opens everywhere: sums, sizes and places are those of what is in it."""
    data = build(filling("Eastvale")).data
    archive, name = PackedArchive(data), "docProps/core.xml"
    changed = archive.with_parts({name: pack(b"<x/>" * 500)})

    with zipfile.ZipFile(BytesIO(changed)) as opened:
        assert opened.testzip() is None
    assert members(changed) == members(data) | {name: b"<x/>" * 500}
    assert archive.with_parts({}) == data
    assert archive.part(name) == members(data)[name]
