"""Who sent a return and of which template it is: from the start sheet, from Lists, from the file's keywords."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from came_back import COUNCIL, PARTNER, ROUND, VALUES, changed, filled, read, values
from openpyxl import Workbook

from rasp_xl.model.answers import Cover
from rasp_xl.model.identity import Identity
from rasp_xl.model.layout import DATE, LISTS, RESPONDENT, START, cover_row

DAY = date(2026, 10, 12)
WHOLE = Cover(COUNCIL, "Director of resources", "Sponsor", DAY)
CARRIED = Identity.of(ROUND, PARTNER)


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
    assert read(changed(change)).cover == WHOLE


def test_cover_is_found_by_labels_written_otherwise() -> None:
    """A colon or capitals added to a label hide nothing."""
    labels = (relabel(RESPONDENT, "RESPONDENT:"), relabel(DATE, " date : "))

    assert read(changed(*labels)).cover == WHOLE


def test_cover_entries_are_tidied_of_spaces() -> None:
    """A line break or spaces in a name do not make another person of its owner."""
    returned = read(changed(enter(RESPONDENT, "  Director\n of  resources ")))

    assert returned.cover.respondent == "Director of resources"


def test_entry_that_is_a_number_is_kept_as_text() -> None:
    """Whoever enters a staff number as respondent is known by it."""
    assert read(changed(enter(RESPONDENT, "4711"))).cover.respondent == "4711"


@pytest.mark.parametrize(
    "typed",
    [
        DAY,
        datetime(2026, 10, 12, 17, 30),
        "12/10/2026",
        "12.10.2026",
        "12-10-2026",
        "2026-10-12",
        "12 October 2026",
        "12 Oct 2026",
        "12/10/26",
        " 12/10/2026 ",
    ],
    ids=repr,
)
def test_date_is_read_in_any_usual_form(typed: object) -> None:
    """A date is the same date however it is entered, the day before the month."""
    assert read(changed(enter(DATE, typed))).cover.day == DAY


@pytest.mark.parametrize(
    "typed", [None, "", "soon", "10/32/2026", "31/02/2026", "Q3", "2026", 12, True, "12/10/99", date(1999, 12, 31)]
)
def test_date_that_is_none_is_none(typed: object) -> None:
    """What is no date is left out, and costs nothing else."""
    returned = read(changed(enter(DATE, typed)))

    assert returned.cover == Cover(COUNCIL, WHOLE.respondent, WHOLE.role, None)
    assert values(returned) == VALUES


def test_empty_entries_are_empty() -> None:
    """A return that says nothing of who filled it is read all the same."""
    returned = read(filled(None, who="", day=None))

    assert returned.cover == Cover("", "", "Sponsor", None)
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
    assert returned.cover == WHOLE
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
