"""Checks of what stands in a sheet's cells: order, values, formulas, styles, sizes."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from excel_functions import TEXT_FUNCTIONS, bare_name
from formula_lint import Site, formula_faults
from formula_text import read_formula
from sheet_refs import (
    MAX_COLUMN,
    MAX_ROW,
    Area,
    cell_name,
    overlapping,
    parse_area,
    utf16_length,
)
from xlsx_book import Book, Cell, Sheet, read_cells, string_text
from xlsx_parts import MAIN, Finding, decimal, whole_number

MAX_TEXT = 32_767
_MAX_ROW_HEIGHT = 409.5
_MAX_COLUMN_WIDTH = 255
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def row_order(_book: Book, sheet: Sheet) -> Iterator[Finding]:
    """Check that rows ascend, that cells ascend in them, and that each is there once."""
    previous = 0
    for row in sheet.root.iterfind(f"{MAIN}sheetData/{MAIN}row"):
        number = whole_number(row.get("r"))
        if number is None or not 1 <= number <= MAX_ROW:
            yield Finding(sheet.part, f"row {row.get('r')}", "the row lies outside the sheet")
            continue
        if number <= previous:
            yield Finding(sheet.part, f"row {number}", "the row is out of order or there twice")
        previous = max(previous, number)
        yield from (Finding(sheet.part, place, text) for place, text in _cell_order(row, number))


def _cell_order(row: Element, number: int) -> Iterator[tuple[str, str]]:
    previous = 0
    for cell in read_cells(row):
        if cell.place is None:
            yield cell.name, "the cell lies outside the sheet"
            continue
        if cell.place[0] != number:
            yield cell.name, f"the cell stands in row {number}"
        if cell.place[1] <= previous:
            yield cell.name, "the cell is out of order or there twice"
        previous = max(previous, cell.place[1])


def dimension(_book: Book, sheet: Sheet) -> Iterator[Finding]:
    """Check that the sheet's stated extent holds all cells: some readers stop at it."""
    element = sheet.root.find(f"{MAIN}dimension")
    area = None if element is None else parse_area(element.get("ref", ""))
    if area is None:
        if element is not None:
            yield Finding(sheet.part, "", "the dimension is not a range")
        return
    outside = [cell.name for cell in sheet.cells if cell.place and not area.overlaps(Area(*cell.place, *cell.place))]
    if outside:
        yield Finding(sheet.part, outside[0], f"the cell lies outside the dimension {area}")


def cell_values(book: Book, sheet: Sheet) -> Iterator[Finding]:
    """Check that the type of each cell agrees with what is stored in it."""
    for cell in sheet.cells:
        faults = _constant_faults(cell, book) if cell.formula is None else _cached_faults(cell)
        for fault in faults:
            yield Finding(sheet.part, cell.name, fault)


def _constant_faults(cell: Cell, book: Book) -> Iterator[str]:
    if cell.kind == "s" and cell.text(book.strings) is None:
        yield "the cell points at no shared string"
    if cell.kind == "e":
        yield f"the cell holds the error {cell.value}"
    if cell.kind not in {"s", "inlineStr", "b", "e", "n", "str"}:
        yield f"the cell has the unknown type {cell.kind!r}"
    if cell.value is not None:
        yield from _plain_faults(cell)


def _plain_faults(cell: Cell) -> Iterator[str]:
    """Check a number or a truth value, of a constant or of a formula."""
    if cell.kind == "n" and decimal(cell.value) is None:
        yield f"the cell is typed as a number and holds {cell.value!r}"
    if cell.kind == "b" and cell.value not in {"0", "1"}:
        yield f"the cell is typed as true or false and holds {cell.value!r}"


def _cached_faults(cell: Cell) -> Iterator[str]:
    """Check a formula's stored result, which is all that a viewer without a calculator shows."""
    if cell.value is None:
        yield "the formula has no cached value"
    elif cell.kind == "e":
        yield f"the formula's cached value is the error {cell.value}"
    elif cell.kind not in {"n", "b", "str"}:
        yield f"the formula's cached value has the type {cell.kind!r}"
    elif cell.kind == "str" and decimal(cell.value) is not None and not _may_give_text(cell.formula or ""):
        yield f'the formula\'s cached value {cell.value} is a number with t="str"'
    elif cell.kind == "n" and cell.value and decimal(cell.value) is None:
        yield f'the formula\'s cached text {cell.value[:30]!r} has no t="str"'
    elif cell.kind == "b":
        yield from _plain_faults(cell)


def _may_give_text(formula: str) -> bool:
    """Tell whether a formula can give a number as text, as LEFT("3 - Agreed") does."""
    read = read_formula(formula)
    joins = any(token.text == "&" for token in read.tokens)
    return joins or any(bare_name(call.name) in TEXT_FUNCTIONS for call in read.calls)


def cell_formulas(book: Book, sheet: Sheet) -> Iterator[Finding]:
    """Check the text of every formula."""
    site = Site(book, sheet.name)
    for cell in sheet.cells:
        element = cell.element.find(f"{MAIN}f")
        if element is None or cell.formula is None:
            continue
        # The cells below the first of a shared formula have only the number of it.
        is_follower = element.get("t") == "shared" and not cell.formula
        faults = () if is_follower else formula_faults(cell.formula, site)
        yield from (Finding(sheet.part, cell.name, fault) for fault in faults)
        if cell.element.get("cm"):
            text = "the formula spills, which Excel 2016 and LibreOffice 7.4 do not know"
            yield Finding(sheet.part, cell.name, text)


def cell_texts(_book: Book, sheet: Sheet) -> Iterator[Finding]:
    """Check the texts stored in the cells themselves."""
    for cell in sheet.cells:
        for element in cell.element.iterfind(f"{MAIN}is"):
            yield from (Finding(sheet.part, cell.name, fault) for fault in _text_faults(element))
        if cell.formula is not None and utf16_length(cell.value or "") > MAX_TEXT:
            text = f"the cached text is longer than {MAX_TEXT} characters"
            yield Finding(sheet.part, cell.name, text)


def shared_strings(book: Book) -> Iterator[Finding]:
    """Check the texts that cells share."""
    part, root = book.related("sharedStrings")
    items = [] if root is None else root.findall(f"{MAIN}si")
    for number, element in enumerate(items):
        yield from (Finding(part, f"string {number}", fault) for fault in _text_faults(element))


def _text_faults(element: Element) -> Iterator[str]:
    if utf16_length(string_text(element)) > MAX_TEXT:
        yield f"the text is longer than {MAX_TEXT} characters"
    for piece in element.iter(f"{MAIN}t"):
        text = piece.text or ""
        if text != text.strip(" \t\n") and piece.get(_XML_SPACE) != "preserve":
            yield 'spaces at an end are lost without xml:space="preserve"'


def style_indices(book: Book, sheet: Sheet) -> Iterator[Finding]:
    """Check that cells, rows and columns use formats that are there."""
    _part, styles = book.related("styles")
    formats = None if styles is None else styles.find(f"{MAIN}cellXfs")
    n_formats = 0 if formats is None else len(formats)
    for kind, attribute in (("c", "s"), ("row", "s"), ("col", "style")):
        for element in sheet.root.iter(f"{MAIN}{kind}"):
            index = whole_number(element.get(attribute, "0"))
            if index is None or index >= max(n_formats, 1):
                place = element.get("r") or f"column {element.get('min')}"
                yield Finding(sheet.part, place, f"there is no style {element.get(attribute)}")


def sizes(_book: Book, sheet: Sheet) -> Iterator[Finding]:
    """Check the heights of rows, and that the columns' ranges are legal and apart."""
    for row in sheet.root.iterfind(f"{MAIN}sheetData/{MAIN}row"):
        if not _fits(row.get("ht"), _MAX_ROW_HEIGHT):
            text = f"the row is higher than {_MAX_ROW_HEIGHT} points"
            yield Finding(sheet.part, f"row {row.get('r')}", text)
    areas = []
    for column in sheet.root.iterfind(f"{MAIN}cols/{MAIN}col"):
        first, last = (whole_number(column.get(side)) or 0 for side in ("min", "max"))
        if not 1 <= first <= last <= MAX_COLUMN:
            yield Finding(sheet.part, f"column {first}", "the columns lie outside the sheet")
            continue
        areas.append(Area(1, first, 1, last))
        if not _fits(column.get("width"), _MAX_COLUMN_WIDTH):
            text = f"the column is wider than {_MAX_COLUMN_WIDTH} characters"
            yield Finding(sheet.part, cell_name(1, first), text)
    for _earlier, later in overlapping(areas):
        place = f"column {later.first_column}"
        yield Finding(sheet.part, place, "two ranges of columns overlap")


def _fits(size: str | None, most: float) -> bool:
    """Tell whether a size is one that Excel can hold; none given is its own choice."""
    number = 0.0 if size is None else decimal(size)
    return number is not None and 0 <= number <= most


CELL_CHECKS = (
    row_order,
    dimension,
    cell_values,
    cell_formulas,
    cell_texts,
    style_indices,
    sizes,
)
