"""What is wrong with one formula, seen from the place where it stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from excel_functions import bare_name, function_fault
from formula_text import Formula, Kind, Token, read_formula, string_value
from sheet_refs import needs_quotes, parse_area, utf16_length
from xlsx_book import Book, Table

MAX_FORMULA = 8_192
MAX_NESTING = 64
# Excel takes IF in SUMPRODUCT for one value unless the formula was entered with Ctrl+Shift+Enter;
# LibreOffice does not, so recalculating there proves nothing.
_SCALAR_IN_SUMPRODUCT = frozenset({"IF", "IFERROR", "IFNA"})
# tbl[points], tbl[[points]:[weight]]; an apostrophe stands before a bracket that is meant as text.
_BRACKETED = re.compile(r"(?<!')\[((?:[^\[\]']|'.)*)\]")
_QUOTED_CHARACTER = re.compile(r"'(.)")
_TABLE_PARTS = frozenset({"#all", "#data", "#headers", "#totals", "#this row"})


@dataclass(frozen=True, slots=True)
class Site:
    """Where a formula stands.

    ``sheet`` is the sheet whose cells it means by a bare "A1"; "" in names and charts, which must
    name the sheet every time.
    """

    book: Book
    sheet: str = ""
    is_list: bool = False
    longest: int = MAX_FORMULA


def formula_faults(text: str, site: Site) -> tuple[str, ...]:
    """Say everything wrong with a formula, in plain sentences without the place."""
    formula = read_formula(text.removeprefix("="), is_list=site.is_list)
    faults = [fault for check in _CHECKS for fault in check(formula, site)]
    if text.startswith("="):
        faults.insert(0, 'the formula begins with "=", which files leave out')
    if utf16_length(text) > site.longest:
        faults.append(f"the formula has {utf16_length(text)} characters of {site.longest} allowed")
    return tuple(faults)


def location_faults(location: str, book: Book) -> tuple[str, ...]:
    """Say what is wrong with the target of a link inside the workbook: "'Sheet 1'!A1" or a name."""
    formula = read_formula(location)
    kinds = [token.kind for token in formula.tokens]
    if kinds not in ([Kind.AREA], [Kind.NAME], [Kind.ERROR]):
        return (f"the link target {location!r} is neither a cell nor a name",)
    return formula_faults(location, Site(book))


def _syntax(formula: Formula, _site: Site) -> Iterator[str]:
    if not formula.tokens:
        yield "the formula is empty"
    elif formula.fault:
        yield f"the formula cannot be read: {formula.fault}"


def _dead_references(formula: Formula, _site: Site) -> Iterator[str]:
    if any(token.kind is Kind.ERROR and token.text == "#REF!" for token in formula.tokens):
        yield "the formula has a dead reference, #REF!"


def _sheets(formula: Formula, site: Site) -> Iterator[str]:
    known = {sheet.name.casefold() for sheet in site.book.sheets}
    for sheet, is_quoted in sorted({(t.sheet, t.is_quoted) for t in formula.tokens if t.sheet}):
        if "[" in sheet:
            yield f"{sheet!r} is a sheet of another workbook"
        elif sheet.casefold() not in known:
            yield f"there is no sheet {sheet!r}"
        elif needs_quotes(sheet) and not is_quoted:
            yield f"the sheet name {sheet!r} must stand between apostrophes"


def _areas(formula: Formula, site: Site) -> Iterator[str]:
    for token in formula.tokens:
        if token.kind is not Kind.AREA:
            continue
        if parse_area(token.text) is None:
            yield f"the range {token.text} leaves the sheet or has its corners the wrong way round"
        if not token.sheet and not site.sheet:
            yield f"the range {token.text} says no sheet"


def _names(formula: Formula, site: Site) -> Iterator[str]:
    for token in formula.tokens:
        is_name = token.kind is Kind.NAME and token.text.upper() not in {"TRUE", "FALSE"}
        if is_name and not _is_defined(token, site):
            yield f"there is no name {token.text!r}"


def _is_defined(token: Token, site: Site) -> bool:
    scopes = {"", (token.sheet or site.sheet).casefold()}
    return any((scope, token.text.casefold()) in site.book.scoped_names for scope in scopes)


def _tables(formula: Formula, site: Site) -> Iterator[str]:
    for token in formula.tokens:
        if token.kind is not Kind.TABLE:
            continue
        name, _bracket, inside = token.text.partition("[")
        tables = [t for t in site.book.tables if t.name.casefold() == name.casefold()]
        if not name:
            # LibreOffice 7.4 gives Err:507 for [points] where it understands tbl[points].
            yield f"{token.text} does not say its table"
        elif not tables:
            yield f"there is no table {name!r}"
        else:
            yield from _table_columns(tables[0], inside[:-1])


def _table_columns(table: Table, inside: str) -> Iterator[str]:
    known = {column.casefold() for column in table.columns} | _TABLE_PARTS | {""}
    columns = _BRACKETED.findall(inside) if _BRACKETED.search(inside) else [inside]
    for column in (_QUOTED_CHARACTER.sub(r"\1", column.strip()) for column in columns):
        if column.casefold() not in known:
            yield f"the table {table.name!r} has no column {column!r}"


def _functions(formula: Formula, _site: Site) -> Iterator[str]:
    for call in formula.calls:
        if fault := function_fault(call.name, call.n_arguments):
            yield fault
        around = {bare_name(name) for name in call.inside}
        if bare_name(call.name) in _SCALAR_IN_SUMPRODUCT and "SUMPRODUCT" in around:
            yield f"{bare_name(call.name)} stands inside SUMPRODUCT"
        if len(call.inside) >= MAX_NESTING:
            yield f"functions are nested deeper than {MAX_NESTING}"


def _links(formula: Formula, site: Site) -> Iterator[str]:
    """Check the targets of HYPERLINK that are written out, not put together."""
    tokens = formula.tokens
    for name, _bracket, target, after in zip(tokens, tokens[1:], tokens[2:], tokens[3:], strict=False):
        is_link = name.kind is Kind.FUNCTION and name.text.upper() == "HYPERLINK"
        if is_link and target.kind is Kind.STRING and after.kind in {Kind.COMMA, Kind.CLOSE}:
            yield from _link_target(string_value(target), site)


def _link_target(target: str, site: Site) -> Iterator[str]:
    if not target.startswith("#"):
        yield f"the link {target!r} leads out of the workbook"
    else:
        yield from location_faults(target[1:], site.book)


_CHECKS = (_syntax, _dead_references, _sheets, _areas, _names, _tables, _functions, _links)
