"""The round workbook read back: a whole round, or every mistake in it with its cell and what to do."""

from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from io import BytesIO
from pathlib import Path

import office
import pytest
from openpyxl import Workbook, load_workbook

from rasp_xl.incoming.returns import Reader
from rasp_xl.incoming.round_book.whole import read_round, round_file
from rasp_xl.model.file_rules import OWN_RESULT
from rasp_xl.model.findings import Finding, RaspError, Waiver
from rasp_xl.model.question_file import standard_set
from rasp_xl.model.questions import Purpose
from rasp_xl.model.rounds import Partner, Person, Round
from rasp_xl.outgoing.round_book.whole import round_book_bytes

ASKED = standard_set()
FILE = "round.xlsx"
NAME, ROUND_ID, PURPOSE, STAGE, DATE, RETURN_BY, MARKING = (f"B{row}" for row in range(5, 12))

Change = Callable[[Workbook], object]


@cache
def sent() -> bytes:
    """The workbook as `new` makes it."""
    return round_book_bytes(Round(Purpose.NEW, 2, ASKED, "harbour-2026-11", "Harbour", date(2026, 11, 23)))


def typed(sheet: str, **cells: object) -> Change:
    """Somebody types into cells of a sheet."""

    def change(book: Workbook) -> None:
        for address, value in cells.items():
            book[sheet][address] = value

    return change


TWO_COUNCILS = typed("Partners", A9="Northmoor District Council", A10="Cyngor Cwm  Tŵr ", B10="cwm-twr")
WAIVED = typed(
    "Waivers", A9="Cyngor Cwm Tŵr", B9="RX205", C9="GV12", D9="No staff stay.", E9="Board", F9=datetime(2027, 3, 31)
)


def saved(*changes: Change) -> bytes:
    """The workbook after these changes."""
    book = load_workbook(BytesIO(sent()))
    for change in changes:
        change(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def read(*changes: Change) -> Round:
    return read_round(saved(*changes), FILE, ASKED)


def mistakes(*changes: Change) -> list[str]:
    """What is said, a line for each mistake, of a workbook with two councils and these changes."""
    with pytest.raises(RaspError) as raised:
        read(TWO_COUNCILS, *changes)
    head, *lines = str(raised.value).splitlines()
    count = "1 mistake" if len(lines) == 1 else f"{len(lines)} mistakes"

    assert (
        head == f"The round workbook {FILE} has {count}, so nothing was done. Mend what is listed, save, and run again."
    )
    return [line.strip() for line in lines]


def test_filled_workbook_gives_the_round() -> None:
    """Councils get ids from their names where none is typed; a waiver belongs to the council's id."""
    round_ = read(
        TWO_COUNCILS, WAIVED, typed("Programme", B11="OFFICIAL", B10=datetime(2026, 12, 14), B12="Rhian Prys")
    )

    assert (round_.purpose, round_.stage, round_.question_set) == (Purpose.NEW, 2, ASKED)
    assert (round_.id, round_.name, round_.day, round_.marking) == (
        "harbour-2026-11", "Harbour", date(2026, 11, 23), "OFFICIAL",
    )  # fmt: skip
    assert (round_.due, round_.sender) == (date(2026, 12, 14), Person("Rhian Prys"))
    assert round_.partners == (
        Partner("northmoor-district-council", "Northmoor District Council"), Partner("cwm-twr", "Cyngor Cwm Tŵr"),
    )  # fmt: skip
    assert round_.waivers == (Waiver("cwm-twr", "RX205", "GV12", "No staff stay.", "Board", date(2027, 3, 31)),)


@pytest.mark.parametrize(
    ("entry", "purpose"),
    [
        ("Health check", Purpose.HEALTH_CHECK), ("health-check", Purpose.HEALTH_CHECK), (" HEALTH  CHECK ", Purpose.HEALTH_CHECK),
        ("new", Purpose.NEW), ("New programme", Purpose.NEW), ("joining", Purpose.JOINING), ("New partner joining", Purpose.JOINING),
    ],
)  # fmt: skip
def test_purpose_is_understood(entry: str, purpose: Purpose) -> None:
    """By its value or by its words, whatever the case."""
    assert read(TWO_COUNCILS, typed("Programme", **{PURPOSE: entry})).purpose is purpose


@pytest.mark.parametrize(
    "entry",
    [
        3,
        3.0,
        "3",
        "stage 3",
        "Stage 3, before go-live",
        "Before go-live",
        "before go live",
        "3 Before go-live",
        "3. before go–live",
    ],
    ids=repr,
)
def test_stage_is_understood(entry: object) -> None:
    """By its number, by its words, or by both where they agree."""
    assert read(TWO_COUNCILS, typed("Programme", **{STAGE: entry})).stage == 3


@pytest.mark.parametrize(
    "entry", [datetime(2026, 11, 23), "23/11/2026", "23.11.2026", "2026-11-23", "23 November 2026"]
)
def test_date_is_understood(entry: object) -> None:
    """From a date cell or from the usual ways to type one."""
    assert read(TWO_COUNCILS, typed("Programme", **{DATE: entry})).day == date(2026, 11, 23)


def test_empty_entries_that_may_be_empty() -> None:
    """Without an id the round gets one from its name and date; date and marking may be left out."""
    emptied = typed("Programme", **dict.fromkeys((ROUND_ID, DATE), None))

    assert read(TWO_COUNCILS, typed("Programme", **{ROUND_ID: None})).id == "harbour-2026-11-23"
    assert (read(TWO_COUNCILS, emptied).id, read(TWO_COUNCILS, emptied).day) == ("harbour", None)


PROGRAMME_MISTAKES = [
    (NAME, None, "Name is not filled in. Type what the programme is called."),
    (ROUND_ID, "Harbour 1", "The round id reads “Harbour 1”. It names files: letters a to z, digits and single hyphens. Type for instance harbour-1."),
    (PURPOSE, "Merger", "Purpose reads “Merger”, which is not one of the choices. Choose it from the list: New programme, Health check, New partner joining."),
    (PURPOSE, None, "Purpose is not filled in. Choose it from the list: New programme, Health check, New partner joining."),
    (STAGE, 2.5, "Stage reads “2.5”, which is not one of the choices."),
    (STAGE, "Stage 2, in service", "Stage reads “Stage 2, in service”, which is not one of the choices."),
    (STAGE, True, "Stage reads “True”, which is not one of the choices."),
    (DATE, "soon", "The date reads “soon”. Type a date, for instance 23/11/2026."),
    (DATE, 12, "The date reads “1900-01-12”. Type a date, for instance 23/11/2026."),
    (RETURN_BY, "soon", "The date reads “soon”. Type a date, for instance 23/11/2026."),
    (RETURN_BY, datetime(2026, 11, 1), "Returns are wanted by 1 November 2026, which is before the date of the round. Type a later date, or mend Date."),
    (MARKING, "x" * 61, "The marking is too long to print. Keep it to 60 characters."),
    (NAME, "=1/0", "The cell holds a formula whose result was not saved. Type the entry itself into the cell."),
    (NAME, "#REF!", "The cell shows the spreadsheet error “#REF!”. Type the entry itself into the cell."),
]  # fmt: skip


@pytest.mark.parametrize(("address", "entry", "said"), PROGRAMME_MISTAKES)
def test_mistake_on_programme_is_said(address: str, entry: object, said: str) -> None:
    """Each with its cell, what was found and what to do."""
    (line,) = mistakes(typed("Programme", **{address: entry}))

    assert line.startswith(f"Programme, {address}: {said}")


PARTNER_MISTAKES = [
    ({"A11": "northmoor  district council"}, "A11", "“northmoor district council” is in A9 already. Delete one of the two rows. Where they are two people, say under Contact who each of them is."),
    ({"A11": "Eastvale", "B11": "cwm-twr"}, "B11", "“cwm-twr” is in B10 already. Give each council an id of its own under Id."),
    ({"A11": "Cwm Twr"}, "A11", "“Cwm Twr”, or the id cwm-twr made from it, is in B10 already. Give each council an id of its own under Id."),
    ({"A11": "Eastvale", "B11": "East Vale"}, "B11", "The id reads “East Vale”. It names files: letters a to z, digits and single hyphens. Type for instance east-vale."),
    ({"B11": "eastvale"}, "A11", "The council with the id “eastvale” has no name. Type its name, or clear the row."),
    ({"A9": None, "A10": None, "B10": None}, "A9", "No council is listed. Type the name of each council that takes part."),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "address", "said"), PARTNER_MISTAKES)
def test_mistake_on_partners_is_said(cells: dict[str, object], address: str, said: str) -> None:
    """A name or an id twice, an id that cannot name a file, a row without a name, and no row at all."""
    assert mistakes(typed("Partners", **cells)) == [f"Partners, {address}: {said}"]


WAIVER_MISTAKES = [
    ({"A9": "Cyngor Cwm Twr"}, "A9", "“Cyngor Cwm Twr” is not a partner of this round. Did you mean “Cyngor Cwm Tŵr”?"),
    ({"A9": "Elsewhere"}, "A9", "“Elsewhere” is not a partner of this round. Choose one from the list in the cell, or add it to the sheet Partners."),
    ({"A9": None}, "A9", "The waiver names no council. Choose it from the list in the cell."),
    ({"B9": "RX999"}, "B9", "“RX999” is not the code of a rule, such as RX205."),
    ({"B9": "evidence"}, "B9", "“evidence” is not the code of a rule, such as RX205."),
    ({"B9": None}, "B9", "The waiver names no rule."),
    ({"B9": "RX201"}, "B9", "RX201 cannot be waived: there is no answer yet that anybody could agree to."),
    ({"B9": "RX114"}, "B9", "RX114 cannot be waived: it is about a whole file, which counts or does not."),
    ({"B9": "RX407"}, "B9", "RX407 cannot be waived: it asks nothing of the council."),
    ({"C9": "GV99"}, "C9", "“GV99” is not a question of this round. Choose it from the list in the cell. Leave it empty for every question."),
    ({"B9": "RX206"}, "C9", "RX206 is not about one question, but “GV12” stands here. Clear the cell."),
    ({"D9": None}, "D9", "The waiver has no reason. Say why the finding may stand."),
    ({"E9": "  "}, "E9", "Nobody approved the waiver. Say who agreed to it."),
    ({"F9": "spring"}, "F9", "The last day reads “spring”, which is not a date. Type a date, for instance 31/03/2027, or leave it empty."),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "address", "said"), WAIVER_MISTAKES)
def test_mistake_on_waivers_is_said(cells: dict[str, object], address: str, said: str) -> None:
    """Whose, which rule, which question, why, by whom and until when: whatever is missing or unknown."""
    (line,) = mistakes(WAIVED, typed("Waivers", **cells))

    assert line.startswith(f"Waivers, {address}: {said}")


def test_all_mistakes_are_said_at_once() -> None:
    """Nobody has to run it ten times to learn of ten mistakes."""
    found = mistakes(
        typed("Programme", **{NAME: None, PURPOSE: "x", STAGE: "y", DATE: "z"}),
        typed("Partners", A11="Northmoor District Council"),
        WAIVED,
        typed("Waivers", A9="Elsewhere", B9="RX1", C9="Q", D9=None, E9=None, F9="never"),
    )

    assert [line.split(":")[0] for line in found] == [
        "Programme, B5", "Programme, B7", "Programme, B8", "Programme, B9", "Partners, A11",
        *(f"Waivers, {column}9" for column in "ABCDEF"),
    ]  # fmt: skip


@pytest.mark.parametrize(("entry", "question"), [("gv-12", "GV12"), ("GV 12", "GV12"), ("gv01", "GV1"), (None, "")])
def test_question_is_understood(entry: str | None, question: str) -> None:
    """As people type it; empty is for all."""
    assert read(TWO_COUNCILS, WAIVED, typed("Waivers", C9=entry)).waivers[0].question == question


@pytest.mark.parametrize("entry", ["cwm-twr", "CYNGOR CWM TŴR", "Cyngor Cwm Tŵr"])
def test_council_of_a_waiver_is_understood(entry: str) -> None:
    """By its name or its id."""
    assert read(TWO_COUNCILS, WAIVED, typed("Waivers", A9=entry)).waivers[0].council == "cwm-twr"


def moved(book: Workbook) -> None:
    """Sheets renamed and in another order, rows and columns inserted, a heading in capitals with a colon."""
    book["Programme"].insert_rows(1, 3)
    book["Programme"].insert_cols(2)
    book["Partners"].insert_cols(1, 2)
    book["Waivers"].insert_rows(9)
    book["Waivers"].insert_cols(4)
    book["Waivers"]["E8"] = "REASON:"
    for sheet, name in (("Programme", "Our round"), ("Partners", "Who"), ("Waivers", "Agreed")):
        book[sheet].title = name
    book.move_sheet("Lists", -3)


def test_entries_are_found_wherever_they_are_moved() -> None:
    """Labels and headings lead to them, not positions and not the names of sheets."""
    assert read(TWO_COUNCILS, WAIVED, moved) == read(TWO_COUNCILS, WAIVED)


def test_councils_below_the_table_are_read() -> None:
    """More than forty councils can be listed, and blank rows between them do no harm."""
    many = typed("Partners", **{f"A{row}": f"Council {row}" for row in range(20, 120, 2)})

    assert len(read(TWO_COUNCILS, many).partners) == 52


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda book: book.remove(book["Waivers"]), "The sheet Waivers is missing. Take it from an earlier copy"),
        (typed("Waivers", F8="Until"), "Waivers: There is no row with the headings Council,"),
        (typed("Partners", B8=None), "Partners: There is no row with the headings Name, Id."),
        (lambda book: book["Programme"].delete_rows(7), "Programme: There is no row with the label Purpose."),
    ],
    ids=["no sheet", "renamed heading", "no heading", "no label"],
)  # fmt: skip
def test_what_is_gone_is_said(change: Change, said: str) -> None:
    """A sheet, a heading or a label that is gone is a mistake, not an empty entry."""
    assert any(line.startswith(said) for line in mistakes(change))


def test_file_that_is_no_workbook_is_said() -> None:
    """A damaged or wrong file stops the run with a sentence."""
    with pytest.raises(RaspError, match=r"The round workbook round\.xlsx cannot be opened\. "):
        read_round(b"not a workbook", FILE, ASKED)


def test_folder_stands_for_its_round_workbook(tmp_path: Path) -> None:
    """A path may be the workbook or the folder that holds it; where it is missing, the way to make one is said."""
    (tmp_path / FILE).write_bytes(sent())

    assert round_file(tmp_path) == round_file(tmp_path / FILE) == (sent(), str(tmp_path / FILE))
    with pytest.raises(RaspError, match="Make one with: rasp-xl new"):
        round_file(tmp_path / "elsewhere")


@pytest.mark.parametrize("data", [sent(), saved(TWO_COUNCILS)], ids=["ours", "saved"])
def test_round_workbook_is_never_taken_for_a_return(data: bytes) -> None:
    """In a folder of returns it is ignored by what it says of itself."""
    found = Reader(ASKED).read(data, FILE)

    assert isinstance(found, Finding)
    assert found.rule == OWN_RESULT


@pytest.mark.office
def test_workbook_saved_by_libreoffice_is_read(tmp_path: Path) -> None:
    """Saved anew by another program it says the same, of itself too."""
    data = office.convert(saved(TWO_COUNCILS, WAIVED), "xlsx", tmp_path)
    found = Reader(ASKED).read(data, FILE)

    assert read_round(data, FILE, ASKED) == read(TWO_COUNCILS, WAIVED)
    assert isinstance(found, Finding)
    assert found.rule == OWN_RESULT
