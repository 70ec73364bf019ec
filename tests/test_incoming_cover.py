"""Who sent a return and of which template it is: from the start sheet, from Lists, from the file's keywords."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from came_back import COUNCIL, FILE, PARTNER, ROUND, VALUES, changed, filled, read, values
from openpyxl import Workbook

from rasp_xl.model.answers import Cover
from rasp_xl.model.findings import Place
from rasp_xl.model.identity import Identity
from rasp_xl.model.layout import COUNCIL as COUNCIL_LABEL
from rasp_xl.model.layout import DATE, LISTS, RESPONDENT, START, cover_row

DAY = date(2026, 10, 12)
WHOLE = (COUNCIL, "Director of resources", "Sponsor", DAY)
CARRIED = Identity.of(ROUND, PARTNER)


def said(cover: Cover) -> tuple[str, str, str, date | None]:
    """What a cover says, without where it says it."""
    return cover.council, cover.respondent, cover.role, cover.day


def enter(label: str, value: object) -> Callable[[Workbook], None]:
    """Somebody types beside a label of the start sheet."""

    def change(book: Workbook) -> None:
        book[START].cell(cover_row(label), 2).value = value

    return change


def relabel(label: str, text: str) -> Callable[[Workbook], None]:
    """Somebody writes a label otherwise."""

    def change(book: Workbook) -> None:
        book[START].cell(cover_row(label), 1, text)

    return change


def shift_columns(book: Workbook) -> None:
    book[START].insert_cols(1, 2)


def shift_rows(book: Workbook) -> None:
    book[START].insert_rows(1, 7)


def part_label_and_entry(book: Workbook) -> None:
    book[START].insert_cols(2, 1)


def rename_and_move(book: Workbook) -> None:
    book[START].title = "Cover"
    book.move_sheet("Cover", len(book.worksheets) - 1)


def delete_lists(book: Workbook) -> None:
    book.remove(book[LISTS])


def clear_lists(book: Workbook) -> None:
    for row in book[LISTS].iter_rows():
        for cell in row:
            if cell.value != "Fingerprint":
                cell.value = None


def delete_start(book: Workbook) -> None:
    book.remove(book[START])


def forget_keywords(book: Workbook) -> None:
    book.properties.keywords = None


def move_lists(book: Workbook) -> None:
    book[LISTS].insert_rows(1, 4)
    book[LISTS].insert_cols(3, 2)
    book[LISTS].title = "Sheet9"
    book.move_sheet("Sheet9", -5)


@pytest.mark.parametrize("change", [shift_columns, shift_rows, part_label_and_entry, rename_and_move, delete_lists])
def test_cover_is_found_after(change: Callable[[Workbook], None]) -> None:
    """The entries are found by their labels, wherever on whichever sheet these are now."""
    assert said(read(changed(change)).cover) == WHOLE


def test_cover_is_found_by_labels_written_otherwise() -> None:
    """A colon or capitals added to a label hide nothing."""
    labels = (relabel(RESPONDENT, "RESPONDENT:"), relabel(DATE, " date : "))

    assert said(read(changed(*labels)).cover) == WHOLE


def test_cover_entries_are_tidied_of_spaces() -> None:
    """A line break or spaces in a name do not make another person of its owner."""
    returned = read(changed(enter(RESPONDENT, "  Director\n of  resources ")))

    assert returned.cover.respondent == "Director of resources"


def test_entry_that_is_a_number_is_kept_as_text() -> None:
    """Whoever enters a staff number as respondent is known by it."""
    assert read(changed(enter(RESPONDENT, "4711"))).cover.respondent == "4711"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        (DAY, "12/10/2026"),
        (datetime(2026, 10, 12, 17, 30), "12/10/2026"),
        ("12th October 2026", "12th October 2026"),
        (" 12/10/2026 ", "12/10/2026"),
    ],
    ids=repr,
)
def test_date_is_read_and_kept_as_its_sender_sees_it(typed: object, shown: str) -> None:
    """A date is the same date however it is entered, and what was entered is kept with its cell."""
    cover = read(changed(enter(DATE, typed))).cover

    assert (cover.day, cover.day_text) == (DAY, shown)
    assert cover.place == Place(FILE, START, cover_row(DATE), 2)


@pytest.mark.parametrize(
    "typed", [None, "", "soon", "10/32/2026", "31/02/2026", "Q3", "2026", 12, True, "12/10/99", date(1999, 12, 31)]
)
def test_date_that_is_none_is_none(typed: object) -> None:
    """What is no date is left out, and costs nothing else; what stands there is kept."""
    returned = read(changed(enter(DATE, typed)))

    assert said(returned.cover) == (*WHOLE[:3], None)
    assert values(returned) == VALUES


def test_empty_entries_are_empty() -> None:
    """A return that says nothing of who filled it is read all the same."""
    returned = read(filled(None, who="", day=None))

    assert said(returned.cover) == ("", "", "Sponsor", None)
    assert values(returned) == VALUES


def test_return_without_its_start_sheet_has_no_cover() -> None:
    """Answers count without a start sheet; the template still knows whose it is."""
    returned = read(changed(delete_start))

    assert returned.cover == Cover()
    assert returned.identity == CARRIED
    assert values(returned) == VALUES


@pytest.mark.parametrize(
    "changes", [(), (forget_keywords,), (delete_lists,), (clear_lists,), (move_lists, forget_keywords)]
)
def test_identity_survives(changes: tuple[Callable[[Workbook], None], ...]) -> None:
    """What a template says of itself is carried twice; either is enough, and it may be moved."""
    returned = read(changed(*changes))

    assert returned.identity == CARRIED
    assert returned.identity.known
    assert returned.identity.purpose_and_stage == (ROUND.purpose, ROUND.stage)


def test_identity_that_is_lost_is_not_known() -> None:
    """With both carriers gone the return is read, and says nothing of which template it is."""
    returned = read(changed(delete_lists, forget_keywords))

    assert returned.identity == Identity()
    assert not returned.identity.known
    assert said(returned.cover) == WHOLE
    assert values(returned) == VALUES


def test_keywords_of_another_program_are_no_identity() -> None:
    """Keywords that somebody else put into the file are not taken for ours."""

    def other_keywords(book: Workbook) -> None:
        book.properties.keywords = "budget; 2026; <b> & co"

    assert read(changed(delete_lists, other_keywords)).identity == Identity()


def test_identity_of_a_template_for_nobody_names_no_council() -> None:
    """A blank template says which round it is for, and leaves the council to the start sheet."""
    returned = read(filled(None, council="Fenmarch"))

    assert (returned.identity.known, returned.identity.partner, returned.identity.council) == (True, "", "")
    assert returned.cover.council == "Fenmarch"


def test_date_whose_cell_lost_its_format_is_read() -> None:
    """A date pasted as a value shows as a number, which says the same day."""

    def paste(book: Workbook) -> None:
        cell = book[START].cell(cover_row(DATE), 2)
        cell.value, cell.number_format = 46307, "General"

    cover = read(changed(paste)).cover

    assert (cover.day, cover.day_text) == (DAY, "46307")


def test_blank_date_has_the_cell_where_it_belongs() -> None:
    """A finding on a missing date leads to the cell in which it is to be typed."""
    cover = read(changed(enter(DATE, None))).cover

    assert (cover.day, cover.day_text, cover.place) == (None, "", Place(FILE, START, cover_row(DATE), 2))


def test_start_sheet_without_a_date_has_no_place_for_it() -> None:
    """A label in other words is not found, and nothing is taken for the date."""
    cover = read(changed(relabel(DATE, "Dyddiad"))).cover

    assert cover == Cover(*WHOLE[:3])


def test_entry_in_merged_cells_is_found() -> None:
    """Merging a label, or an entry, with the cells beside it hides neither."""

    def merge(book: Workbook) -> None:
        sheet = book[START]
        sheet.insert_cols(2, 2)
        for label in (COUNCIL_LABEL, DATE):
            sheet.merge_cells(start_row=cover_row(label), end_row=cover_row(label), start_column=1, end_column=3)
        sheet.merge_cells(start_row=cover_row(RESPONDENT), end_row=cover_row(RESPONDENT), start_column=4, end_column=6)

    assert said(read(changed(merge)).cover) == WHOLE


def test_label_beside_a_label_is_no_entry() -> None:
    """Two labels side by side, the first without an entry, do not make one the other's."""

    def side_by_side(book: Workbook) -> None:
        sheet = book[START]
        sheet.cell(cover_row(RESPONDENT), 2).value = None
        sheet.cell(cover_row(RESPONDENT), 4, "Role")
        sheet.cell(cover_row(RESPONDENT), 5, "Chair")

    cover = read(changed(side_by_side)).cover

    assert (cover.respondent, cover.role) == ("", "Chair")


def test_of_two_start_sheets_the_first_with_a_council_counts() -> None:
    """An emptied copy in front of the filled sheet takes nothing away from it."""

    def copy(book: Workbook) -> None:
        filled_sheet = book[START]
        emptied = book.copy_worksheet(filled_sheet)
        book.move_sheet(emptied, 1 - len(book.worksheets))
        filled_sheet.cell(cover_row(COUNCIL_LABEL), 2, COUNCIL)
        for row in range(cover_row(COUNCIL_LABEL), cover_row(DATE) + 1):
            emptied.cell(row, 2).value = None

    assert said(read(changed(copy)).cover) == WHOLE
