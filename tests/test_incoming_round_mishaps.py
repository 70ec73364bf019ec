"""Mishaps of the round workbook: cells that lost their value, sheets that are gone, and other files given in its place."""

from collections.abc import Callable
from datetime import date
from functools import cache
from io import BytesIO

import pytest
from building import clean_return
from openpyxl import Workbook, load_workbook
from zip_parts import patched

from rasp_xl.incoming.round_book.whole import read_round
from rasp_xl.model.findings import RaspError
from rasp_xl.model.identity import ROUND_MARK
from rasp_xl.model.question_file import standard_set
from rasp_xl.model.questions import Purpose
from rasp_xl.model.rounds import Partner, Round
from rasp_xl.outgoing.round_book.whole import round_book_bytes

ASKED = standard_set()
FILE = "round.xlsx"
PARTNERS = (Partner("northmoor", "Northmoor"), Partner("eastvale", "Eastvale"))
WAIVER = ("Northmoor", "RX301", None, "Seen on site.", "Board", None)
NO_VALUE = "The cell holds a formula whose result was not saved. Type the entry itself into the cell."
ERROR = "The cell shows the spreadsheet error “#REF!”. Type the entry itself into the cell."


@cache
def sent() -> bytes:
    """A round of two partners."""
    day = date(2026, 11, 23)
    return round_book_bytes(Round(Purpose.NEW, 2, ASKED, "harbour", "Harbour", day, PARTNERS))


def saved(change: Callable[[Workbook], object]) -> bytes:
    """The workbook after a change, saved by a program that calculates nothing."""
    book = load_workbook(BytesIO(sent()))
    for column, entry in enumerate(WAIVER, 1):
        book["Waivers"].cell(9, column, entry)
    change(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def said(data: bytes) -> str:
    """What is said of a file that is given as the round workbook."""
    with pytest.raises(RaspError) as raised:
        read_round(data, FILE, ASKED)
    return str(raised.value)


def mistakes(change: Callable[[Workbook], object]) -> list[str]:
    """The lines below the first."""
    return [line.strip() for line in said(saved(change)).splitlines()[1:]]


CELLS = [
    *(("Programme", f"B{row}") for row in range(5, 11)),
    *(("Partners", address) for address in ("A9", "A11", "B11", "A17", "B48", "A300")),
    *(("Waivers", f"{column}9") for column in "ABCDEF"),
    *(("Waivers", address) for address in ("B10", "C30", "F48", "D99")),
]


@pytest.mark.parametrize(("sheet", "address"), CELLS)
@pytest.mark.parametrize(("entry", "words"), [('=A1&" 2"', NO_VALUE), ("#REF!", ERROR)], ids=["formula", "error"])
def test_cell_that_lost_its_value_is_said(sheet: str, address: str, entry: str, words: str) -> None:
    """A formula without a result and an error read as blank: in every cell that is read they are named, also below all others."""

    def change(book: Workbook) -> None:
        book[sheet][address] = entry

    assert f"{sheet}, {address}: {words}" in mistakes(change)


def test_rows_far_down_are_not_lost_either() -> None:
    """Nine hundred rows further down, as after a paste at the end of the sheet."""

    def change(book: Workbook) -> None:
        book["Partners"]["A1200"] = "=A9"

    assert mistakes(change) == [f"Partners, A1200: {NO_VALUE}"]


def test_rows_that_are_only_formatted_are_no_mistake() -> None:
    """Computed columns beside the table and blank rows with a colour hold nothing to read."""

    def change(book: Workbook) -> None:
        book["Partners"]["H60"] = "=A9"
        book["Partners"].row_dimensions[90].height = 30

    assert read_round(saved(change), FILE, ASKED).partners == PARTNERS


@pytest.mark.parametrize("sheet", ["Programme", "Partners", "Waivers", "Letters", "Moderation"])
def test_missing_sheet_is_one_mistake(sheet: str) -> None:
    """It is called missing, and nothing is said that would follow from that: no label, no heading, no council of a waiver."""
    assert mistakes(lambda book: book.remove(book[sheet])) == [
        f"The sheet {sheet} is missing. Take it from an earlier copy of this workbook, "
        "or make a new one in another folder with: rasp-xl new DIR"
    ]


def test_missing_sheet_hides_no_other_mistake() -> None:
    """What can be read without it is checked all the same."""

    def change(book: Workbook) -> None:
        del book["Programme"]
        book["Waivers"]["D9"] = None

    first, second = mistakes(change)

    assert first.startswith("The sheet Programme is missing.")
    assert second.startswith("Waivers, D9: The waiver has no reason.")


def test_labels_are_looked_for_on_programme_first() -> None:
    """Where the sheet Programme is there but its labels are gone, the labels are named and not the headings of Lists."""

    def change(book: Workbook) -> None:
        book["Programme"].delete_rows(4, 8)

    assert [line.split(".")[0] for line in mistakes(change)] == [
        f"Programme: There is no row with the label {label}" for label in ("Name", "Purpose", "Stage")
    ]


GIVE_IT = "Name round.xlsx or the folder that holds it after --round; make one with: rasp-xl new DIR"


def scored() -> bytes:
    """A workbook that says of itself that it is a result, with a sheet Partners of its own."""
    book = Workbook()
    book.active.title = "Partners"
    book.properties.keywords = "rasp-xl;result"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def without_keywords(data: bytes) -> bytes:
    """As some programs save it."""
    book = load_workbook(BytesIO(data))
    book.properties.keywords = None
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def plain_workbook() -> bytes:
    out = BytesIO()
    Workbook().save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (clean_return(ASKED), "it is a template or a return"),
        (without_keywords(clean_return(ASKED)), "it is a template or a return"),
        (scored(), "it is a scored workbook that rasp-xl wrote"),
        (plain_workbook(), "it has no sheet Programme and no sheet Partners as rasp-xl makes them"),
    ],
    ids=["return", "without keywords", "scored", "other"],
)
def test_another_workbook_is_called_what_it_is(data: bytes, words: str) -> None:
    """Whoever names the wrong file learns which file it is, not which rows it lacks."""
    assert said(data) == f"round.xlsx is not a round workbook: {words}. {GIVE_IT}"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "The file is empty (0 bytes)"),
        (b"Name,Id\nMarsh End,\n", "it looks like"),
        (b"<!doctype html><html><body>Sign in</body></html>", "The file is a web page"),
        (sent()[: len(sent()) // 2], "The workbook is damaged"),
        (patched(sent(), "xl/workbook.xml", "<workbook ", "<!DOCTYPE x><workbook "), "The workbook was not opened"),
    ],
    ids=["empty", "text", "page", "half", "unsafe"],
)
def test_file_that_does_not_open_says_what_to_do(data: bytes, words: str) -> None:
    """What it is, and the two ways out of it."""
    found = said(data)

    assert found.startswith("The round workbook round.xlsx cannot be opened. ")
    assert words in found
    assert found.endswith(
        "If it opens in Excel, save it there as Excel Workbook (.xlsx) without a password; "
        "otherwise make a new one in another folder with: rasp-xl new DIR"
    )


def test_round_workbook_keeps_its_mark() -> None:
    """The keywords by which it is known stay what they were: older files carry them."""
    assert load_workbook(BytesIO(sent())).properties.keywords == ROUND_MARK == "rasp-xl;round"
