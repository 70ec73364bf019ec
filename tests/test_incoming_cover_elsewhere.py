"""A cover that stands otherwise than it was sent: on another sheet, on its side, or with its entries in the labels' cells."""

from collections.abc import Callable, Sequence
from datetime import date

import pytest
from came_back import FILE, VALUES, changed, filled, read, values
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from rasp_xl.incoming.cells import SheetValues
from rasp_xl.incoming.cover import read_cover
from rasp_xl.model.answers import Cover
from rasp_xl.model.findings import Place
from rasp_xl.model.layout import COUNCIL, COVER_LABELS, DATE, RESPONDENT, ROLE, START, cover_row

DAY = date(2026, 10, 12)
WHOLE = ("Hale", "Jo Doe", "Sponsor", DAY)
LABELS = list(COVER_LABELS)
ENTRIES = ["Hale", "Jo Doe", "Sponsor", DAY]
FOR_NOBODY = filled(None, council="Hale", who="Jo Doe", day=DAY)


def said(cover: Cover) -> tuple[str, str, str, date | None]:
    """What a cover says, without where it says it."""
    return cover.council, cover.respondent, cover.role, cover.day


def cover_of(*sheets: tuple[str, Sequence[Sequence[object]]], answered: dict[str, int] | None = None) -> Cover:
    """The cover of a workbook of these sheets, each by its name with its rows."""
    whole = tuple(SheetValues(name, [list(row) for row in rows]) for name, rows in sheets)
    return read_cover(whole, FILE, answered or {})


def stood_on_its_side(sheet: Worksheet) -> None:
    """What was in rows is in columns: Copy, Paste Special, Transpose."""
    held = {(cell.row, cell.column): cell.value for row in sheet.iter_rows() for cell in row}
    for merged in tuple(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    for row, column in held:
        sheet.cell(row, column).value = None
    for (row, column), value in held.items():
        sheet.cell(column, row).value = value


def test_start_sheet_on_its_side_is_read() -> None:
    """Labels side by side with their entries below say the same as labels one below the other."""
    returned = read(changed(lambda book: stood_on_its_side(book[START]), data=FOR_NOBODY))

    assert said(returned.cover) == WHOLE
    assert returned.cover.place == Place(FILE, START, 2, cover_row(DATE))
    assert values(returned) == VALUES


def test_labels_side_by_side_with_one_row_below_are_a_cover() -> None:
    """Wherever they stand, on whichever sheet."""
    assert said(cover_of(("Sheet1", [[], ["", *LABELS], ["", *ENTRIES]]))) == WHOLE


@pytest.mark.parametrize(
    "rows",
    [
        [LABELS, ENTRIES, ["Bexton", "Al Roe", "Chair", DAY]],
        [LABELS, ENTRIES, ["Hale", "Al Roe", "Chair", DAY]],
        [["Council", "Role", "Date"], ["Hale", "Sponsor", DAY]],
        [["Council"], ["Hale"]],
        [["Council", "Population"], ["Hale", 120_000], ["Bexton", 90_000]],
        [["Council", "Contact"], ["Hale", "Jo Doe"]],
        [["Region", "Council"], ["North", "Hale"]],
        [["Council"], ["Hale"], ["Bexton"]],
        [["Council", "Hale", "Bexton"]],
        [["Council", "Hale"], ["Council", "Bexton"]],
        [["Council", "Hale"], ["Leader", "Al Roe"]],
        [["Council: approved on 3 May, see minute 7 of Cabinet, and the annex that was printed with it then"]],
        [LABELS, LABELS],
    ],
)
def test_list_of_councils_is_no_cover(rows: list[list[object]]) -> None:
    """A council's own list has a heading Council too, and none of its rows is the sender."""
    assert cover_of(("Our partners", rows)).council == ""


@pytest.mark.parametrize(
    "rows",
    [
        [["Council", "Hale"]],
        [["Readiness return"], [], ["Council:", "", " Hale "], [], ["Thank you"]],
        [["Council: Hale"]],
    ],
)
def test_front_page_that_names_nothing_but_the_council_is_read(rows: list[list[object]]) -> None:
    """Whoever copies the area sheets into a new workbook often adds a page with the council's name alone."""
    assert cover_of(("front", rows), ("Sheet2", [["Ref", "Question", "Answer"]])).council == "Hale"


def test_start_sheet_that_names_nothing_but_the_council_is_read() -> None:
    """On a sheet of that name the label needs no others, whatever stands below."""
    assert cover_of((START, [["Council", "Hale"], ["Programme", "Shared legal service"]])).council == "Hale"


def test_council_alone_on_another_sheet_goes_with_the_respondent_of_the_start_sheet() -> None:
    """What the start sheet leaves blank may stand elsewhere; what it says is kept."""
    start = [["Council", ""], ["Respondent", "Jo Doe"], ["Role", "Sponsor"], ["Date", DAY]]

    assert said(cover_of(("front", [["Council", "Hale"]]), (START, start))) == WHOLE


def own_cell(book: Workbook, labels: Sequence[str] = COVER_LABELS) -> None:
    """Somebody types the entry behind the label, into the same cell."""
    for label in labels:
        row = cover_row(label)
        entry = book[START].cell(row, 2).value
        shown = entry.strftime("%d/%m/%Y") if label == DATE and entry else entry
        book[START].cell(row, 1).value = f"{label}: {shown}"
        book[START].cell(row, 2).value = None


def test_entries_in_the_cells_of_their_labels_are_read() -> None:
    """Council: Hale in one cell says as much as in two."""
    returned = read(changed(own_cell, data=FOR_NOBODY))

    assert said(returned.cover) == WHOLE
    assert returned.cover.place == Place(FILE, START, cover_row(DATE), 1)


@pytest.mark.parametrize("label", [COUNCIL, RESPONDENT, ROLE, DATE])
def test_one_entry_in_the_cell_of_its_label_is_read(label: str) -> None:
    """The others may stand where they belong."""

    def change(book: Workbook) -> None:
        own_cell(book, [label])

    assert said(read(changed(change, data=FOR_NOBODY)).cover) == WHOLE


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["COUNCIL : Hale", "respondent: Jo Doe"], ["Role:Sponsor", "Date： 12/10/2026"]], WHOLE),
        ([["Council: Hale", ""], ["Respondent: J: Doe"]], ("Hale", "J: Doe", "", None)),
        ([["Council: Hale", "Bexton"], ["Respondent", "Jo Doe"]], ("", "Jo Doe", "", None)),
        ([["Council: please name it"], ["Council", "Hale"], ["Role", "Sponsor"]], ("Hale", "", "Sponsor", None)),
        ([["Council:"], ["Respondent:", "Jo Doe"]], ("", "Jo Doe", "", None)),
        ([["Council", "Hale"], ["Respondent", "Role: Sponsor"]], ("Hale", "", "Sponsor", None)),
    ],
)
def test_label_and_entry_in_one_cell(rows: list[list[object]], expected: tuple[object, ...]) -> None:
    """An entry beside a label counts before one behind a label, and where both stand side by side neither is guessed."""
    assert said(cover_of((START, rows))) == expected


def test_remarks_below_the_answers_are_no_cover() -> None:
    """Under Evidence and Comment people write Council: agreed in May, which names nobody."""
    rows = [
        ["Ref", "Question", "Answer", "Evidence"],
        ["SV1", "?", 3, "Council: agreed"],
        ["SV2", "?", 3, "Date: 3 May"],
    ]

    assert cover_of(("Shared vision", rows), answered={"Shared vision": 2}) == Cover()


def test_of_two_councils_on_two_sheets_neither_is_guessed() -> None:
    """Two covers of the same standing that name different councils leave the council open, and both are kept to be told."""
    first, second = (
        [[label, entry] for label, entry in zip(LABELS, [name, *ENTRIES[1:]], strict=True)]
        for name in ("Hale", "Bexton")
    )
    cover = cover_of(("A", first), ("B", second))

    assert said(cover) == ("", *WHOLE[1:])
    assert cover.councils == ("Hale", "Bexton")


def test_start_sheet_counts_before_a_sheet_of_another_name() -> None:
    """A sheet of contacts in front, with another council and a role, is not the cover where the start sheet is."""
    start = [[label, entry] for label, entry in zip(LABELS, ENTRIES, strict=True)]
    cover = cover_of(("Contacts", [["Council", "Bexton"], ["Role", "Clerk"]]), (START, start))

    assert (said(cover), cover.councils) == (WHOLE, ())


@pytest.mark.parametrize("name", ["Hale", " HALE  "])
def test_the_same_council_on_two_sheets_is_one(name: str) -> None:
    """A copied cover says the same once more."""
    rows = [["Council", "Hale"], ["Respondent", "Jo Doe"]]

    assert cover_of(("A", rows), ("B", [["Council", name], *rows[1:]])).council == "Hale"


def sheet_with(*rows: list[object]) -> Callable[[Workbook], None]:
    """Somebody adds a sheet in front."""

    def change(book: Workbook) -> None:
        sheet = book.create_sheet("front", 0)
        for row in rows:
            sheet.append(row)

    return change


def test_front_page_of_a_return_is_read() -> None:
    """The same in a workbook whose start sheet is gone."""

    def change(book: Workbook) -> None:
        book.remove(book[START])
        sheet_with(["Council", "Hale"])(book)

    assert read(changed(change, data=FOR_NOBODY)).cover.council == "Hale"
