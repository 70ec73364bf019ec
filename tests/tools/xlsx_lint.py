"""What is wrong with a workbook that no schema notices, and Excel or a reader would.

A workbook can pass the Open XML SDK and still open with Excel's offer to repair it: table headings
that differ from their cells, names that look like cells, formulas that only LibreOffice mends. The
rules are those for workbooks of our own: functions that Excel 2016 and LibreOffice 7.4 share,
cached values everywhere, and no link out of the file.
"""

from collections.abc import Iterator

from lint_cells import CELL_CHECKS, shared_strings
from lint_package import PACKAGE_CHECKS
from lint_ranges import RANGE_CHECKS, merged_ranges
from lint_tables import TABLE_CHECKS, table_names
from lint_workbook import BOOK_CHECKS
from xlsx_book import Book, open_book
from xlsx_parts import Finding, Package, open_package


def lint(data: bytes) -> tuple[str, ...]:
    """List what is wrong with a workbook, as "xl/worksheets/sheet3.xml: D14: ...".

    A clean workbook gives an empty tuple. A faulty one never raises, however faulty; a check that
    needs a part which cannot be read is left out, and the part is named.
    """
    package = open_package(data)
    if package is None:
        return ("the file is not a zip",)
    return tuple(dict.fromkeys(map(str, _findings(package))))


def merged_cells(data: bytes) -> tuple[str, ...]:
    """List every merged range as "xl/worksheets/sheet3.xml: A1:C1", legal or not."""
    package = open_package(data)
    book = None if package is None else open_book(package)
    sheets = () if book is None else book.sheets
    return tuple(f"{sheet.part}: {name}" for sheet in sheets for name in merged_ranges(sheet.root))


def _findings(package: Package) -> Iterator[Finding]:
    for check in PACKAGE_CHECKS:
        yield from check(package)
    book = open_book(package)
    if book is None:
        yield Finding("", "", "the package has no readable workbook")
    else:
        yield from _book_findings(book)


def _book_findings(book: Book) -> Iterator[Finding]:
    for check in (*BOOK_CHECKS, shared_strings, table_names):
        yield from check(book)
    for sheet in book.sheets:
        for check_sheet in (*CELL_CHECKS, *RANGE_CHECKS, *TABLE_CHECKS):
            yield from check_sheet(book, sheet)
