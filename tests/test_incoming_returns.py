"""Answers are found by their questions, whatever happened to the sheet they stand on."""

from collections.abc import Callable

import pytest
from came_back import (
    FILE,
    GIVEN,
    PARTNER,
    ROUND,
    SHEETS,
    SLOTS,
    VALUES,
    changed,
    codes,
    filled,
    outcome,
    put,
    read,
    values,
)
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from rasp_xl.incoming.returns import Return
from rasp_xl.model.findings import Finding, Place
from rasp_xl.model.layout import (
    ANSWER,
    AREA_COLUMNS,
    AREA_HEADER_ROW,
    COMMENT,
    EVIDENCE,
    HEADINGS,
    QUESTION,
    REF,
    column_of,
)
from rasp_xl.outgoing.filling import Filling
from rasp_xl.outgoing.template import template_bytes
from rasp_xl.scoring.scores import score_council

NO_ANSWERS, UNREADABLE, OUT_OF_STEP, TEXT_CHANGED, STRAY_ROW = "RX106", "RX201", "RX403", "RX404", "RX409"
FIRST, SECOND = SLOTS[0], SLOTS[1]


def area_sheets(book: Workbook) -> list[Worksheet]:
    return [book[name] for name in SHEETS]


def rows_of(sheet: Worksheet) -> range:
    """The rows of a sheet that hold questions."""
    return range(AREA_HEADER_ROW + 1, AREA_HEADER_ROW + 1 + sum(slot.sheet == sheet.title for slot in SLOTS))


def insert_rows(book: Workbook) -> None:
    for sheet in area_sheets(book):
        sheet.insert_rows(AREA_HEADER_ROW + 4, 2)
        sheet.insert_rows(2, 3)
        sheet.cell(AREA_HEADER_ROW + 7, column_of(COMMENT), "a line of our own between two questions")


def insert_columns(book: Workbook) -> None:
    for sheet in area_sheets(book):
        sheet.insert_cols(column_of(ANSWER), 2)
        sheet.insert_cols(1)


def rename_sheets(book: Workbook) -> None:
    for number, sheet in enumerate(book.worksheets):
        sheet.title = f"Tab {number} für Ö&K's <b>"


def reverse_sheets(book: Workbook) -> None:
    book.move_sheet(book.worksheets[-1], -len(book.worksheets))
    book.move_sheet(book[SHEETS[0]], 3)


def put_rows_in_order_of_text(book: Workbook, columns: slice = slice(None)) -> None:
    """Sort the questions by their text, all columns of them or some."""
    for sheet in area_sheets(book):
        cells = [sheet[row][columns] for row in rows_of(sheet)]
        at = column_of(QUESTION) - 1 - (columns.start or 0)
        ordered = sorted(([cell.value for cell in row] for row in cells), key=lambda row: str(row[at]))
        for row, contents in zip(cells, ordered, strict=True):
            for cell, value in zip(row, contents, strict=True):
                cell.value = value


def swap_columns(book: Workbook) -> None:
    """Answer changes places with Evidence, heading and all."""
    for sheet in area_sheets(book):
        for row in range(AREA_HEADER_ROW, AREA_HEADER_ROW + 30):
            one, other = sheet.cell(row, column_of(ANSWER)), sheet.cell(row, column_of(EVIDENCE))
            one.value, other.value = other.value, one.value


def delete_ref_column(book: Workbook) -> None:
    for sheet in area_sheets(book):
        sheet.delete_cols(column_of(REF))


def delete_question_column(book: Workbook) -> None:
    for sheet in area_sheets(book):
        sheet.delete_cols(column_of(QUESTION))


def write_headings_otherwise(book: Workbook) -> None:
    for sheet in area_sheets(book):
        for heading in HEADINGS:
            sheet.cell(AREA_HEADER_ROW, column_of(heading), f" {heading.upper()}\u00a0")


def write_refs_otherwise(book: Workbook) -> None:
    forms = ("{}-{}", "{} {}", "{}0{}", " {}{} ", "{}.{}")
    for number, slot in enumerate(SLOTS):
        ref = slot.question.id.lower()
        book[slot.sheet][slot.cell(REF)] = forms[number % len(forms)].format(ref[:2], ref[2:])
        book[slot.sheet][slot.cell(QUESTION)] = None


def put_all_on_one_sheet(book: Workbook) -> None:
    gathered = book.create_sheet("All areas")
    for sheet in area_sheets(book):
        for row in sheet.iter_rows(min_row=AREA_HEADER_ROW, values_only=True):
            gathered.append(row)
        book.remove(sheet)


def delete_other_sheets(book: Workbook) -> None:
    for sheet in book.worksheets:
        if sheet.title not in SHEETS:
            book.remove(sheet)


MUTATIONS = [
    insert_rows,
    insert_columns,
    rename_sheets,
    reverse_sheets,
    put_rows_in_order_of_text,
    swap_columns,
    delete_ref_column,
    delete_question_column,
    write_headings_otherwise,
    write_refs_otherwise,
    put_all_on_one_sheet,
    delete_other_sheets,
]


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_every_answer_is_found_after(mutation: Callable[[Workbook], None]) -> None:
    """Each answer, with its own evidence and comment, is read as given, and there is nothing to complain about."""
    returned = read(changed(mutation))

    assert values(returned) == VALUES
    assert {q: (a.evidence, a.comment) for q, a in returned.answers.items()} == {
        q: (a.evidence, a.comment) for q, a in GIVEN.items()
    }
    assert codes(returned) == []


def test_all_mutations_together_lose_nothing() -> None:
    """A file that several people have worked on is read like one that nobody touched."""
    together = (put_rows_in_order_of_text, insert_columns, insert_rows, reverse_sheets, rename_sheets)

    assert values(read(changed(*together))) == VALUES


def test_place_is_where_the_answer_stands_now() -> None:
    """A finding leads to the cell in the council's own file, not to where we once put it."""
    returned = read(changed(put(FIRST.question.id, ANSWER, "TBC"), insert_columns, insert_rows))
    (finding,) = returned.findings
    place = Place(FILE, FIRST.sheet, FIRST.row + 3, column_of(ANSWER) + 3)

    assert finding.rule.code == UNREADABLE
    assert finding.place == place == returned.answers[FIRST.question.id].place
    assert finding.found == "TBC"


def test_ref_left_out_of_a_sort_is_noticed() -> None:
    """The text of the question wins over its Ref, so no answer moves to another question, and the office is told."""
    returned = read(changed(lambda book: put_rows_in_order_of_text(book, slice(1, len(AREA_COLUMNS)))))
    moved = [
        slot.question.id
        for name in SHEETS
        for slot, now in zip(
            [s for s in SLOTS if s.sheet == name],
            sorted((s for s in SLOTS if s.sheet == name), key=lambda s: s.question.text),
            strict=True,
        )
        if slot is not now
    ]

    assert values(returned) == VALUES
    assert codes(returned) == [OUT_OF_STEP]
    assert len(returned.findings) == len(moved) > len(SLOTS) / 2


def test_edited_question_keeps_its_answer_and_is_said() -> None:
    """Somebody who reworded a question still answered it, but perhaps not the one that we asked."""
    returned = read(changed(put(FIRST.question.id, QUESTION, "Is there any vision at all?")))

    assert values(returned) == VALUES
    assert [(f.rule.code, f.question) for f in returned.findings] == [(TEXT_CHANGED, FIRST.question.id)]


def test_row_without_ref_and_text_of_ours_is_not_counted() -> None:
    """An answer beside a question that we do not ask is said, not guessed at."""
    question = FIRST.question.id
    returned = read(changed(put(question, REF, None), put(question, QUESTION, "Is it nice?")))

    assert question not in returned.answers
    assert codes(returned) == [STRAY_ROW]


def test_deleted_row_costs_one_answer() -> None:
    """A row that somebody deleted is missing; its neighbours keep their own answers."""
    returned = read(changed(lambda book: book[SECOND.sheet].delete_rows(SECOND.row)))

    assert values(returned) == {q: v for q, v in VALUES.items() if q != SECOND.question.id}


def test_deleted_sheet_costs_its_own_answers() -> None:
    """The other sheets are read as if nothing had happened."""
    returned = read(changed(lambda book: book.remove(book[SHEETS[2]])))

    assert values(returned) == {s.question.id: VALUES[s.question.id] for s in SLOTS if s.sheet != SHEETS[2]}
    assert codes(returned) == []


def test_two_blocks_on_one_sheet_have_each_their_own_columns() -> None:
    """Answers pasted below with their own heading row, in other columns, are read by that heading row."""

    def change(book: Workbook) -> None:
        sheet = book[SHEETS[0]]
        for name in SHEETS[1:]:
            for row in book[name].iter_rows(min_row=AREA_HEADER_ROW, values_only=True):
                sheet.append((None, *row))
            book.remove(book[name])

    assert values(read(changed(change))) == VALUES


def no_rows(book: Workbook) -> None:
    for sheet in area_sheets(book):
        sheet.delete_rows(AREA_HEADER_ROW + 1, 40)


def own_table(book: Workbook) -> None:
    delete_other_sheets(book)
    for sheet in area_sheets(book):
        for row in rows_of(sheet):
            sheet.cell(row, column_of(REF), row)
            sheet.cell(row, column_of(QUESTION), f"What is {row}?")


@pytest.mark.parametrize("mutation", [no_rows, own_table])
def test_workbook_without_answers_is_refused(mutation: Callable[[Workbook], None]) -> None:
    """A workbook of another kind, or one emptied of its rows, is no return."""
    found = outcome(changed(mutation))

    assert isinstance(found, Finding)
    assert found.rule.code == NO_ANSWERS


def test_same_bytes_read_twice_give_the_same() -> None:
    """One reader reads many files; none leaves a trace in the next."""
    assert read(filled()) == read(filled())


def test_blank_template_has_a_blank_for_every_question() -> None:
    """A template that comes back untouched is a return with 57 blanks."""
    returned = outcome(template_bytes(Filling(ROUND, score_council(PARTNER, ({},), ROUND), PARTNER)))

    assert isinstance(returned, Return)
    assert values(returned) == dict.fromkeys(VALUES)
    assert codes(returned) == []
