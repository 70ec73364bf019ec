"""Where the entries of a round workbook are: found by the words of labels and headings, on whichever sheet and in any order."""

from collections.abc import Iterator, Mapping, Sequence

from rasp_xl.incoming.cells import SheetValues
from rasp_xl.incoming.entered import Entered, Problem, entered
from rasp_xl.incoming.wording import plain
from rasp_xl.incoming.workbook import Workbook
from rasp_xl.model.findings import Place
from rasp_xl.model.layout import ANSWER, QUESTION, REF
from rasp_xl.model.round_layout import ENTRY

MAKE_ANOTHER = "make a new one in another folder with: rasp-xl new DIR"
FEWEST_LABELS = 3
"""On a sheet of another name that may be the one that is looked for: the sheet Lists has two of its words as headings."""

LONGEST_WORDS = 60
"""Labels and headings are shorter."""

Labelled = Mapping[str, Entered] | Problem
"""Entries by label, or what is wrong with the sheet as a whole."""

Table = tuple[list[Mapping[str, Entered]], Place] | Problem
"""Rows by heading and the place below the first heading, or what is wrong with the table as a whole."""


def labelled(workbook: Workbook, file: str, name: str, labels: Sequence[str]) -> Labelled:
    """The entries beside the labels of the sheet that has most of them; a label that is missing has none."""
    sheets = [(sheet, _labels(sheet, labels)) for sheet in _named_first(workbook, name)]
    likely = [found for sheet, found in sheets if len(found) >= FEWEST_LABELS or _is_named(sheet, name)]
    if not likely:
        return _missing(file, name)
    most = max(likely, key=len)
    return {
        label: entered(workbook, sheet, Place(file, sheet.name, row, column))
        for label, (sheet, row, column) in most.items()
    }


def _labels(sheet: SheetValues, labels: Sequence[str]) -> dict[str, tuple[SheetValues, int, int]]:
    """Where the entry of each label is: in the column headed Entry, or where there is none right of the label."""
    found: dict[str, tuple[SheetValues, int, int]] = {}
    wanted, entries = {label.casefold(): label for label in labels}, 0
    for row, values in enumerate(sheet.rows, 1):
        for column, value in enumerate(values, 1):
            word = _word(value)
            if word == ENTRY.casefold() and not entries:
                entries = column
            elif word in wanted and column != entries:
                found.setdefault(wanted[word], (sheet, row, entries or column + 1))
    return found


def made_before(workbook: Workbook, name: str, mark: str) -> bool:
    """Whether a workbook is older than the sheet of this name: it has no such sheet, and none has the mark as a heading.

    The mark is a heading on Lists of what that sheet's drop-downs offer, so that a sheet which somebody deleted is missed.
    """
    return not any(
        _is_named(sheet, name) or any(mark.casefold() in map(_word, row) for row in sheet.rows)
        for sheet in workbook.sheets
    )


def table(workbook: Workbook, file: str, name: str, headings: Sequence[str], optional: Sequence[str] = ()) -> Table:
    """The rows of a table in which anything is entered, by heading, and the place below its first heading.

    The table is below the row that has all headings; one on the sheet of that name comes first. Other columns are ignored.
    Optional headings, which older round workbooks lack, stand in that row all or none: one alone that is gone was lost.
    """
    for sheet in _named_first(workbook, name):
        for row, values in enumerate(sheet.rows, 1):
            words = [_word(value) for value in values]
            if all(heading.casefold() in words for heading in headings):
                there = [heading for heading in optional if heading.casefold() in words]
                if there and len(there) < len(optional):
                    return _lost(Place(file, sheet.name, row, 1), [h for h in optional if h not in there], there)
                columns = {heading: words.index(heading.casefold()) + 1 for heading in (*headings, *there)}
                below = Place(file, sheet.name, row + 1, columns[headings[0]])
                return list(_rows(workbook, sheet, below, columns)), below
    if not any(_is_named(sheet, name) for sheet in workbook.sheets):
        return _missing(file, name)
    listed = ", ".join(headings)
    return Problem(
        Place(file, name), f"There is no row with the headings {listed}.", "Put them back as they were, all in one row."
    )


def _lost(place: Place, gone: Sequence[str], there: Sequence[str]) -> Problem:
    message = f"The headings of this row lack {', '.join(gone)}, but have {', '.join(there)}."
    return Problem(Place(place.file, place.sheet), message, "Put them back as they were, all in one row.")


def _rows(
    workbook: Workbook, sheet: SheetValues, below: Place, columns: Mapping[str, int]
) -> Iterator[Mapping[str, Entered]]:
    last = max(len(sheet.rows), workbook.last_row(sheet.name))
    for number in range(below.row, last + 1):
        cells = {
            heading: entered(workbook, sheet, Place(below.file, sheet.name, number, column))
            for heading, column in columns.items()
        }
        if any(cell.text or cell.hidden for cell in cells.values()):
            yield cells


def filled_rows(found: Table, problems: list[Problem]) -> list[Mapping[str, Entered]]:
    """The rows of a table; of cells that show an error it is said here."""
    if isinstance(found, Problem):
        problems.append(found)
        return []
    rows, _ = found
    problems += [cell.trouble for row in rows for cell in row.values() if cell.trouble]
    return rows


def asks_questions(workbook: Workbook) -> bool:
    """Whether a sheet has the headings above the answers, as templates and returns have."""
    wanted = {heading.casefold() for heading in (REF, QUESTION, ANSWER)}
    return any(wanted <= {_word(value) for value in row} for sheet in workbook.sheets for row in sheet.rows)


def _missing(file: str, name: str) -> Problem:
    fix = f"Take it from an earlier copy of this workbook, or {MAKE_ANOTHER}"
    return Problem(Place(file), f"The sheet {name} is missing.", fix)


def _is_named(sheet: SheetValues, name: str) -> bool:
    return plain(sheet.name) == plain(name)


def _named_first(workbook: Workbook, name: str) -> list[SheetValues]:
    return sorted(workbook.sheets, key=lambda sheet: not _is_named(sheet, name))


def _word(value: object) -> str:
    """A label or heading without differences that nobody means."""
    return plain(value).rstrip(" :*") if isinstance(value, str) and len(value) < LONGEST_WORDS else ""
