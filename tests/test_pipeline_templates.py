"""Templates of a round: whose they are, what is filled in, what stands beside, and what is never lost."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from email import message_from_bytes, policy
from io import BytesIO
from pathlib import Path

import pytest
from building import answers, everywhere
from came_back import ROUND, changed, put
from councils import assessment_of
from openpyxl import Workbook, load_workbook

from rasp_xl import pipeline
from rasp_xl.incoming.checks import check
from rasp_xl.incoming.expected import recipients
from rasp_xl.incoming.returns import Reader, Return
from rasp_xl.model.baseline import Baseline, EarlierCouncil, EarlierRound
from rasp_xl.model.findings import RaspError
from rasp_xl.model.layout import ANSWER, LAST_TIME, START, column_of
from rasp_xl.model.mail import sealed
from rasp_xl.model.rounds import Partner, Person, Round
from rasp_xl.pipeline.sending_out import files_to_send, last_time
from rasp_xl.pipeline.writing import write

JANE, TOM = Person("Jane Roe", "jane@example.org", "Director"), Person("Tom Wyn", "tom@example.org", "Head of HR")
COPIED = Person("Clerk", "clerk@example.org", answers=False)
NORTHMOOR = Partner("northmoor", "Northmoor", (JANE, COPIED))
CWM = Partner("cwm-twr", "Cwm Tŵr", (JANE, TOM))
THORNE = Partner("thorne", "Thorne & Vale")
HARBOUR = replace(
    ROUND, id="harbour-2026", name="Harbour", day=date(2026, 10, 1), partners=(NORTHMOOR, CWM, THORNE),
    due=date(2026, 11, 30), sender=Person("Jo Poole", "jo@example.org"),
)  # fmt: skip
NAMES = ["cwm-twr-jane-roe", "cwm-twr-tom-wyn", "northmoor", "thorne"]


def of(*partners: Partner) -> Round:
    return replace(HARBOUR, partners=partners)


def read(data: bytes) -> Return:
    found = Reader(ROUND.question_set).read(data, "template.xlsx")
    assert isinstance(found, Return), found
    return found


def names(*partners: Partner) -> list[str]:
    return [one.file for one in recipients(of(*partners))]


@pytest.fixture(scope="module")
def sent() -> dict[str, bytes]:
    """The templates of a round of three councils."""
    return templates_of(HARBOUR)


def templates_of(round_: Round) -> dict[str, bytes]:
    return {name: data for name, data in files_to_send(round_).items() if name.startswith("templates/")}


def test_a_workbook_for_each_respondent(sent: dict[str, bytes]) -> None:
    """One for each council, named from its id; where several people answer one for each of them, and none for who gets copies."""
    assert sorted(sent) == [f"templates/{name}.xlsx" for name in NAMES]


def test_everything_known_is_filled_in(sent: dict[str, bytes]) -> None:
    """Council, respondent and role stand on the cover, and the workbook carries whose it is and for whom it was made."""
    found = {name: read(sent[f"templates/{name}.xlsx"]) for name in NAMES}
    covers = {name: (r.cover.council, r.cover.respondent, r.cover.role) for name, r in found.items()}
    carried = {name: (r.identity.round, r.identity.partner, r.identity.person) for name, r in found.items()}

    assert covers == {
        "northmoor": ("Northmoor", "Jane Roe", "Director"),
        "cwm-twr-jane-roe": ("Cwm Tŵr", "Jane Roe", "Director"),
        "cwm-twr-tom-wyn": ("Cwm Tŵr", "Tom Wyn", "Head of HR"),
        "thorne": ("Thorne & Vale", "", ""),
    }
    assert carried == {
        "northmoor": ("harbour-2026", "northmoor", ""),
        "cwm-twr-jane-roe": ("harbour-2026", "cwm-twr", "jane-roe"),
        "cwm-twr-tom-wyn": ("harbour-2026", "cwm-twr", "tom-wyn"),
        "thorne": ("harbour-2026", "thorne", ""),
    }


@pytest.mark.parametrize(
    ("due", "sender", "said"),
    [
        (date(2026, 11, 30), Person("Jo Poole", "jo@example.org"), "to Jo Poole, jo@example.org, by 30 November 2026"),
        (date(2026, 11, 30), Person(), "back to whoever sent it to you, by 30 November 2026"),
        (None, Person("", "jo@example.org"), "to jo@example.org"),
        (None, Person("=1+1"), "to =1+1"),
    ],
)
def test_start_here_says_when_and_to_whom(due: date | None, sender: Person, said: str, tmp_path: Path) -> None:
    """Above the cover and in the guidance stands by when it is wanted and who wants it, as plain text."""
    round_ = replace(of(NORTHMOOR), due=due, sender=sender)
    pipeline.send_out(round_, tmp_path)
    sheet = load_workbook(tmp_path / "templates" / "northmoor.xlsx")[START]
    cells = [cell for row in sheet for cell in row if cell.value and f"send it {said}." in str(cell.value)]

    assert cells[0].coordinate == "A3"
    assert len(cells) == 2
    assert all(cell.data_type == "s" and cell.hyperlink is None for cell in cells)


def test_a_name_that_looks_like_our_own_xml_is_text() -> None:
    """XlsxWriter writes what stands between <r> and </r> as it is; a council's words never get into the file that way."""
    data = files_to_send(of(Partner("x", "<r><t>Eastvale</t></r>")))["templates/x.xlsx"]

    assert read(data).cover.council == "<r><t>Eastvale</t></r>"


def test_without_a_day_and_a_sender_it_goes_back_where_it_came_from() -> None:
    """A blank template says what it always said, and nothing stands above the cover."""
    book = load_workbook(BytesIO(pipeline.template(ROUND.purpose, 2)))

    assert book[START]["A3"].value is None
    assert any("send it back to whoever sent it to you. Nothing" in str(row[1].value) for row in book[START].rows)


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        (("Jane Roe", "Jane Roe"), ["northmoor-jane-roe", "northmoor-jane-roe-2"]),
        (("", ""), ["northmoor-1", "northmoor-2"]),
        (("مريم", "Siân Ŵyn"), ["northmoor-1", "northmoor-sian-wyn"]),
        (("CON", "../../etc"), ["northmoor-con", "northmoor-etc"]),
        (("Jane", "jane "), ["northmoor-jane", "northmoor-jane-2"]),
    ],
)
def test_names_of_people_in_names_of_files(people: tuple[str, ...], expected: list[str]) -> None:
    """A contact's name is put in letters that every system takes; without one, or where two are alike, by number."""
    partner = Partner("northmoor", "Northmoor", tuple(Person(name) for name in people))

    assert names(partner) == [f"{name}.xlsx" for name in expected]


def test_no_two_files_have_one_name() -> None:
    """A council whose id is another's with a person's name behind it keeps its own name."""
    found = names(Partner("north", "North", (Person("Moor"), Person("Tom"))), Partner("north-moor", "North Moor"))

    assert found == ["north-moor-2.xlsx", "north-tom.xlsx", "north-moor.xlsx"]


def test_long_names_fit_on_every_system() -> None:
    """Id and name together are cut to what a path has room for, and stay apart."""
    people = tuple(Person("Bartholomew Featherstonehaugh-Cholmondeley") for _ in range(12))
    found = names(Partner("a" * 40, "A", people))

    assert len(set(found)) == 12
    assert max(map(len, found)) <= 60


def test_names_that_windows_refuses_are_avoided() -> None:
    """A partner called Con gets a file that can be saved."""
    assert names(Partner("con", "Con")) != ["con.xlsx"]


def test_round_without_partners_is_refused() -> None:
    """There is nobody to send anything to, and the sheet to fill in is named."""
    with pytest.raises(RaspError, match="sheet Partners"):
        files_to_send(of())


def earlier(**councils: str) -> Baseline:
    """An earlier round in which councils, by id, answered."""
    asked = tuple(q.id for q in ROUND.question_set.questions)
    told = tuple(
        EarlierCouncil(name, name.title(), everywhere(ROUND.question_set, 2, given)) for name, given in councils.items()
    )
    return Baseline("results.json", "0" * 64, EarlierRound("r0"), asked, told)


def test_last_answers_stand_beside(tmp_path: Path) -> None:
    """Each council sees its own answers of the last round; one that was not in it gets no column, and the office is told."""
    told: list[str] = []
    baseline = earlier(northmoor="SV1=4 SV2=DK SV3=", thorne="SV1=NA")
    pipeline.send_out(HARBOUR, tmp_path, baseline, told.append)
    texts = {}
    for name in ("northmoor", "thorne", "cwm-twr-tom-wyn"):
        sheet = load_workbook(tmp_path / "templates" / f"{name}.xlsx")["Shared vision"]
        texts[name] = [sheet.cell(row, column_of(LAST_TIME)).value for row in range(5, 9)]

    assert texts == {
        "northmoor": [LAST_TIME, "4 Embedded", "Don't know", "No answer"],
        "thorne": [LAST_TIME, "Not applicable", "2 In progress", "2 In progress"],
        "cwm-twr-tom-wyn": [None] * 4,
    }
    assert told[-1:] == ["Without a column Last time, because results.json does not hold them: Cwm Tŵr."]


def test_last_answers_are_never_read_as_answers() -> None:
    """A template with last round's levels beside comes back as blank as it went; what is typed into it is what counts."""
    baseline = earlier(northmoor="", thorne="")
    data = files_to_send(HARBOUR, last_time(HARBOUR, baseline))["templates/northmoor.xlsx"]
    blank, typed = read(data), read(changed(put("SV1", ANSWER, "3 Agreed"), data=data))
    codes = {f.rule.code for returned in (blank, typed) for f in check(returned, HARBOUR)}

    assert not any(answer.given for answer in blank.answers.values())
    assert {q for q, answer in typed.answers.items() if answer.given} == {"SV1"}
    assert typed.answers["SV1"].value == 3
    assert codes == {"RX206", "RX214", "RX301", "RX402"}


def test_our_column_is_no_other_year_s_where_people_added_their_own() -> None:
    """With a note typed beside it, which makes columns be looked at one by one, Last time is known as ours and left in peace."""
    data = files_to_send(HARBOUR, last_time(HARBOUR, earlier(northmoor="")))["templates/northmoor.xlsx"]

    def note(book: Workbook) -> None:
        book["Shared vision"]["Q6"] = "Ask finance"

    returned = read(changed(note, put("SV2", ANSWER, "1 Discussed"), data=data))

    assert returned.findings == ()
    assert {q for q, answer in returned.answers.items() if answer.given} == {"SV2"}


def test_several_respondents_see_what_their_council_said_together() -> None:
    """What the council's people said apart is nobody's business; the answer that counted stands beside."""
    apart = assessment_of(ROUND, {"Cwm Tŵr": answers("SV1=4"), "Cwm Tŵr | Treasurer": answers("SV1=1")})
    (card,) = apart.cards
    council = EarlierCouncil("", "Cwm Tŵr", {a.question: a for a in card.answers})
    baseline = replace(earlier(), councils=(council,))

    assert last_time(of(CWM), baseline)["cwm-twr"]["SV1"] == "2 In progress"


def test_an_earlier_round_of_other_questions_is_refused() -> None:
    """Where no question is the same nothing can stand beside."""
    with pytest.raises(RaspError, match="none of this round's questions"):
        last_time(HARBOUR, replace(earlier(northmoor=""), asked=("XX1",)))


def test_a_filled_template_is_never_overwritten(tmp_path: Path) -> None:
    """Somebody saved a return over the template: it is kept beside, and told; blank ones are replaced without a word."""
    told: list[str] = []
    pipeline.send_out(HARBOUR, tmp_path)
    home = tmp_path / "templates"
    filled = changed(put("GV1", ANSWER, "3 Agreed"), data=(home / "northmoor.xlsx").read_bytes())
    (home / "northmoor.xlsx").write_bytes(filled)
    (home / "thorne.xlsx").write_bytes(b"no workbook")
    pipeline.send_out(replace(HARBOUR, due=date(2026, 12, 24)), tmp_path, tell=told.append)

    assert (home / "northmoor (changed by hand).xlsx").read_bytes() == filled
    assert (home / "thorne (changed by hand).xlsx").read_bytes() == b"no workbook"
    assert sorted(p.stem for p in home.iterdir()) == sorted(
        [*NAMES, "northmoor (changed by hand)", "thorne (changed by hand)"]
    )
    assert sum("changed by hand" in sentence for sentence in told) == 2
    assert not any(answer.given for answer in read((home / "northmoor.xlsx").read_bytes()).answers.values())


def test_the_same_round_gives_the_same_bytes(sent: dict[str, bytes]) -> None:
    """Nothing of the day or the machine is in a template."""
    assert templates_of(HARBOUR) == sent


def test_what_may_not_go_is_kept_beside(tmp_path: Path) -> None:
    """Whoever writes says which bytes may be replaced; what is as it would be written anyway is not asked about."""
    asked: list[bytes] = []
    write(tmp_path, {"a.xlsx": b"1", "b.xlsx": b"1"})
    refuse: Callable[[bytes], bool] = lambda data: bool(asked.append(data))  # noqa: E731
    kept = write(tmp_path, {"a.xlsx": b"1", "b.xlsx": b"2"}, refuse)

    assert asked == [b"1"]
    assert [(one.name, one.kept_as) for one in kept] == [("b.xlsx", "b (changed by hand).xlsx")]
    assert (tmp_path / "b.xlsx").read_bytes() == b"2"


def test_each_gets_a_letter_with_its_own_template() -> None:
    """The workbook that a letter carries is the one in the folder, byte for byte; without an address it lies apart."""
    files = files_to_send(HARBOUR)
    letters = {name: data for name, data in files.items() if name.endswith(".eml")}
    carried = []
    for data in letters.values():
        (part,) = message_from_bytes(data, policy=policy.default).iter_attachments()
        carried.append((f"templates/{part.get_filename()}", part.get_content()))

    assert len(letters) == len(NAMES)
    assert dict(carried) == {name: data for name, data in files.items() if name.endswith(".xlsx")}
    assert {name.partition("/")[0] for name in letters} <= {"letters", "unaddressed"}


def test_letter_of_somebody_who_is_no_longer_asked_goes(tmp_path: Path) -> None:
    """It would be sent; one that somebody changed stays, and so do letters of another round."""
    pipeline.send_out(HARBOUR, tmp_path)
    first, *others = HARBOUR.partners
    made = {path: path.read_bytes() for path in tmp_path.glob("*/*.eml")}
    other_round = next(iter(made))
    (other_round.parent / "other.eml").write_bytes(sealed(b"X-Rasp-Letter: invitation; elsewhere; x; ; y\r\n\r\n"))
    pipeline.send_out(replace(HARBOUR, partners=tuple(others)), tmp_path)
    left = {path.name for path in tmp_path.glob("*/*.eml")}

    assert {path.name for path in made} - left == {path.name for path in made if path.name.startswith(f"{first.id}_")}
    assert "other.eml" in left
