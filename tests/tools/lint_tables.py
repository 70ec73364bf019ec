"""Checks of tables: Excel repairs a workbook whose table and sheet disagree."""

from collections import Counter
from collections.abc import Iterable, Iterator

from formula_lint import Site, formula_faults
from lint_ranges import areas_of, filtered_ranges, merged_ranges, n_differential_formats
from sheet_refs import MAX_NAME, Area, cell_name, name_fault, overlapping, parse_area, utf16_length
from xlsx_book import Book, Cell, Sheet, Table
from xlsx_parts import MAIN, Finding, whole_number


def table_names(book: Book) -> Iterator[Finding]:
    """Check that table names are legal and differ from each other and from other names."""
    taken = Counter(table.name.casefold() for table in book.tables)
    taken.update(name.name.casefold() for name in book.names if name.scope == "")
    identifiers = Counter(table.root.get("id") for table in book.tables)
    for table in book.tables:
        if fault := name_fault(table.name):
            yield Finding(table.part, "", fault)
        if taken[table.name.casefold()] > 1:
            yield Finding(table.part, table.name, "the table's name is used more than once")
        if identifiers[table.root.get("id")] > 1:
            yield Finding(table.part, table.name, "the table's id is used more than once")


def table_ranges(book: Book, sheet: Sheet) -> Iterator[Finding]:
    """Check that tables have legal ranges, apart from each other, from merges and filters."""
    own = _tables_on(book, sheet)
    for table in own:
        yield from (Finding(table.part, table.name, fault) for fault in _range_faults(table))
    areas = [table.area for table in own if table.area]
    others = areas_of([*merged_ranges(sheet.root), *filtered_ranges(sheet.root)])
    for earlier, later in overlapping([*areas, *others]):
        if earlier in areas or later in areas:
            text = f"a table overlaps another table, a merged range or the filter at {earlier}"
            yield Finding(sheet.part, str(later), text)


def _range_faults(table: Table) -> Iterator[str]:
    if table.area is None:
        yield f"the range {table.root.get('ref')!r} is not legal"
        return
    n_totals = whole_number(table.root.get("totalsRowCount")) or 0
    if table.area.n_rows <= table.n_heading_rows + n_totals:
        yield f"the range {table.area} has no row for data"
    if table.area.n_columns != len(table.columns):
        yield f"the range {table.area} is not {len(table.columns)} columns wide"
    element = table.root.find(f"{MAIN}autoFilter")
    if element is not None and parse_area(element.get("ref", "")) != _above(table.area, n_totals):
        yield f"the filter on {element.get('ref')} does not cover the table {table.area}"


def _above(area: Area, n_totals: int) -> Area:
    """Give a table's range without its row of totals, which no filter hides."""
    last_row = area.last_row - n_totals
    return Area(area.first_row, area.first_column, last_row, area.last_column)


def table_columns(book: Book, sheet: Sheet) -> Iterator[Finding]:
    """Check names, numbers, formats and formulas of the columns."""
    n_formats = n_differential_formats(book)
    for table in _tables_on(book, sheet):
        faults = [*_name_faults(table), *_count_faults(table), *_format_faults(table, n_formats)]
        for element in table.root.iter(f"{MAIN}calculatedColumnFormula"):
            faults.extend(formula_faults(element.text or "", Site(book, sheet.name)))
        yield from (Finding(table.part, table.name, fault) for fault in faults)


def _name_faults(table: Table) -> Iterator[str]:
    for name in _repeated(column.casefold() for column in table.columns):
        yield f"the column {name!r} is there more than once"
    for name in table.columns:
        if not 1 <= utf16_length(name) <= MAX_NAME:
            yield f"the column name {name[:20]!r} is empty or longer than {MAX_NAME} characters"


def _count_faults(table: Table) -> Iterator[str]:
    columns = table.root.find(f"{MAIN}tableColumns")
    if columns is None or whole_number(columns.get("count")) != len(table.columns):
        yield f"the count of columns is not {len(table.columns)}"
    for identifier in _repeated(column.get("id", "") for column in columns or ()):
        yield f"the column id {identifier} is there more than once"


def _format_faults(table: Table, n_formats: int) -> Iterator[str]:
    for element in table.root.iter():
        for name, value in element.attrib.items():
            index = whole_number(value)
            if name.lower().endswith("dxfid") and (index is None or index >= n_formats):
                yield f"there is no format with {name} {value}"


def table_headings(book: Book, sheet: Sheet) -> Iterator[Finding]:
    """Compare the headings in the sheet with the names of the columns."""
    for table in _tables_on(book, sheet):
        if table.area is None or not table.n_heading_rows:
            continue
        row, left = table.area.first_row, table.area.first_column
        shown = {cell.place: cell for cell in sheet.cells if cell.place and cell.place[0] == row}
        for number, column in enumerate(table.columns, left):
            if _heading(shown.get((row, number)), book) != column:
                text = f"the heading is not the text {column!r} of the table {table.name}"
                yield Finding(sheet.part, cell_name(row, number), text)


def _heading(cell: Cell | None, book: Book) -> str | None:
    is_text = cell is not None and cell.formula is None
    return cell.text(book.strings) if cell is not None and is_text else None


def _tables_on(book: Book, sheet: Sheet) -> list[Table]:
    return [table for table in book.tables if table.sheet.part == sheet.part]


def _repeated(names: Iterable[str]) -> list[str]:
    return [name for name, n_times in Counter(names).items() if n_times > 1]


TABLE_CHECKS = (table_ranges, table_columns, table_headings)
