"""Rows: those of a sheet that may hold an answer, each with the columns that its header row gives it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from rasp_xl.incoming.cells import SheetValues
from rasp_xl.incoming.columns import columns_by_content, completed, holds_questions
from rasp_xl.incoming.further_answers import text_at, with_further
from rasp_xl.incoming.headings import Columns, Header, header_of
from rasp_xl.incoming.question_index import QuestionIndex
from rasp_xl.incoming.wording import UNREADABLE, parse_answer
from rasp_xl.model import notice_rules
from rasp_xl.model.findings import Finding, Place, column_letters
from rasp_xl.model.layout import ANSWER, HEADINGS, QUESTION, REF

MOST_HEADERS = 50
"""So many header rows of a sheet are looked at for lost columns, which goes through the whole sheet each time."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of one sheet that may hold an answer."""

    values: list[Any]
    sheet: SheetValues
    number: int
    columns: Columns
    file: str
    header: int

    @property
    def table(self) -> tuple[str, int, int]:
        """Which answers belong together: sheet, number of the header row, column of the answers."""
        return self.sheet.name, self.header, self.columns.get(ANSWER, 0)

    def value(self, heading: str) -> Any:
        """What stands under a heading; an empty text where the column is missing."""
        column = self.columns.get(heading, 0)
        return self.values[column - 1] if 0 < column <= len(self.values) else ""

    def text(self, heading: str) -> str:
        """The same as text."""
        value = self.value(heading)
        return value.strip() if isinstance(value, str) else shown(value)

    def place(self, heading: str) -> Place:
        """The cell under a heading."""
        return Place(self.file, self.sheet.name, self.number, self.columns.get(heading, 0))


def rows_of(sheet: SheetValues, index: QuestionIndex, file: str, findings: list[Finding]) -> Iterator[Row]:
    """The rows of a sheet that asks our questions, without its header rows.

    Sorting can carry the header row down, so rows above it count as well, by the columns of the first one.
    """
    headers = _headers(sheet, index)
    if not headers:
        header = _by_content(sheet, index, file, findings)
        return _below(sheet, {len(sheet.rows) + 1: header}, index, file) if header else iter(())
    if any(header.renamed for header in headers.values()):
        findings.append(_found_columns(sheet, file, tuple(headers.values())))
    findings.extend(_columns_aside(sheet, file, headers))
    return _below(sheet, headers, index, file)


def _below(sheet: SheetValues, headers: Mapping[int, Header], index: QuestionIndex, file: str) -> Iterator[Row]:
    """The rows below each header row, and above the first one those that are ours all the same."""
    first = above = min(headers)
    for number, values in enumerate(sheet.rows, 1):
        if number in headers:
            above = number
        elif any(values):
            for columns in headers[above].blocks:
                if number > first or _is_ours(values, columns, index):
                    yield Row(values, sheet, number, columns, file, above)


def _headers(sheet: SheetValues, index: QuestionIndex) -> dict[int, Header]:
    """The header rows of a sheet by their numbers."""
    rows, asked = sheet.rows, index.exact.keys()
    start = next((n for n, values in enumerate(rows) if ANSWER in values), 0)
    if not all(asked.isdisjoint(values) for values in rows[:start]):
        start = 0
    headers: dict[int, Header] = {}
    as_sent = ANSWER in rows[start] if rows else False
    trusted = cache(lambda: holds_questions(sheet, index))
    for number, values in enumerate(rows[start:], start + 1):
        # A row with a question's own text is none, whatever else it holds.
        if (as_sent and not headers and ANSWER not in values) or not asked.isdisjoint(values):
            continue
        header = header_of(values)
        # Headings in other words are ours where most of them are there, or questions somewhere on the sheet.
        if header and (header.sure or len(header.blocks[0]) >= len(HEADINGS) - 1 or trusted()):
            few = len(headers) < MOST_HEADERS
            headers[number] = _with_all_columns(header, number, sheet, index) if few else header
    return headers


def _with_all_columns(header: Header, row: int, sheet: SheetValues, index: QuestionIndex) -> Header:
    return with_further(completed(header, row, sheet, index), row, sheet, index)


def _by_content(sheet: SheetValues, index: QuestionIndex, file: str, findings: list[Finding]) -> Header | None:
    if not holds_questions(sheet, index):
        return None
    found = columns_by_content(sheet, index)
    if found.unclear:
        columns = ", ".join(column_letters(column) for column in found.unclear)
        place = Place(file, sheet.name)
        findings.append(Finding.at(place, notice_rules.COLUMNS_UNCLEAR, found=columns, count=len(found.unclear)))
    if found.header:
        findings.append(_found_columns(sheet, file, (found.header,)))
    return found.header


def _found_columns(sheet: SheetValues, file: str, headers: tuple[Header, ...]) -> Finding:
    """What was read in other columns than those of our headings, from left to right."""
    renamed = {(column, heading) for header in headers for heading, column in header.renamed.items()}
    headings = ", ".join(h for h in HEADINGS if h in (heading for _, heading in renamed))
    found = ", ".join(f"{heading} in column {column_letters(column)}" for column, heading in sorted(renamed))
    return Finding.at(Place(file, sheet.name), notice_rules.COLUMNS_FOUND, headings=headings, found=found)


def _columns_aside(sheet: SheetValues, file: str, headers: Mapping[int, Header]) -> Iterator[Finding]:
    """What was not read although levels stand in it, by its heading and column."""
    for number, header in headers.items():
        for column in header.aside:
            heading = text_at(sheet.rows[number - 1], column)
            place = Place(file, sheet.name, number, column)
            yield Finding.at(place, notice_rules.COLUMN_ASIDE, found=heading, other=column_letters(column))


def _is_ours(values: list[Any], columns: Columns, index: QuestionIndex) -> bool:
    """Whether a row above the header row, where titles stand, is about a question or holds an answer all the same."""
    ref, question = text_at(values, columns.get(REF, 0)), text_at(values, columns.get(QUESTION, 0))
    if (ref and index.by_ref(ref)) or (question and index.by_text(question)):
        return True
    column = columns.get(ANSWER, 0)
    return column <= len(values) and parse_answer(values[column - 1]) not in (None, UNREADABLE)


def shown(value: object) -> str:
    """A cell's value as its sender sees it: a spreadsheet keeps 5 as 5.0."""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value) if value is not None else ""
