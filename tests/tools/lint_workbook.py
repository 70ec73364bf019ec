"""Checks of the workbook: its sheets, names, styles, charts and properties."""

from collections import Counter
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from formula_lint import Site, formula_faults, location_faults
from formula_text import Kind, read_formula
from sheet_refs import name_fault, sheet_name_fault, utf16_length
from xlsx_book import Book, DefinedName
from xlsx_parts import CHART, MAIN, Finding, whole_number

_BUILT_IN = "_xlnm."
_BUILT_IN_NAMES = frozenset({"print_area", "print_titles", "_filterdatabase", "criteria", "extract", "sheet_title"})
_SHEET_TAGS = frozenset({"worksheet", "chartsheet"})
_FIRST_OWN_NUMBER_FORMAT = 164
_MAX_PROPERTY = 255
# Which list of styles.xml each index of a cell format points into.
_STYLE_LISTS = {"fontId": "fonts", "fillId": "fills", "borderId": "borders", "xfId": "cellStyleXfs"}


def sheet_names(book: Book) -> Iterator[Finding]:
    """Check that sheet names are legal and differ by more than case."""
    for sheet in book.sheets:
        if fault := sheet_name_fault(sheet.name):
            yield Finding(book.part, "", fault)
        if sheet.root.tag.rpartition("}")[2] not in _SHEET_TAGS:
            yield Finding(book.part, "", f"the sheet {sheet.name!r} has no readable part")
    for name in _repeated(sheet.name for sheet in book.sheets):
        yield Finding(book.part, "", f"the sheet name {name!r} is used more than once")
    for part in _repeated(sheet.part for sheet in book.sheets):
        yield Finding(book.part, "", f"several sheets are stored in {part}")
    identifiers = book.root.iterfind(f"{MAIN}sheets/{MAIN}sheet")
    for identifier in _repeated(element.get("sheetId", "") for element in identifiers):
        yield Finding(book.part, "", f"the sheetId {identifier} is used more than once")


def visible_sheets(book: Book) -> Iterator[Finding]:
    """Check that there is a sheet to see, and that the workbook opens on one."""
    if all(sheet.state != "visible" for sheet in book.sheets):
        yield Finding(book.part, "", "every sheet is hidden")
    for view in book.root.iterfind(f"{MAIN}bookViews/{MAIN}workbookView"):
        for attribute in ("activeTab", "firstSheet"):
            index = whole_number(view.get(attribute, "0"))
            if index is None or index >= len(book.sheets):
                yield Finding(book.part, "", f"{attribute} is the number of no sheet")
            elif book.sheets[index].state != "visible":
                yield Finding(book.part, "", f"{attribute} is the number of a hidden sheet")


def selected_sheets(book: Book) -> Iterator[Finding]:
    """Check that one sheet is selected: what is typed goes into every selected sheet."""
    selected = [
        sheet.name
        for sheet in book.sheets
        for view in sheet.root.iterfind(f"{MAIN}sheetViews/{MAIN}sheetView")
        if view.get("tabSelected") in {"1", "true"}
    ]
    if len(selected) > 1:
        yield Finding(book.part, "", f"several sheets are selected: {', '.join(selected)}")


def defined_names(book: Book) -> Iterator[Finding]:
    """Check the spelling of names, that each is unique in its scope, and what each refers to."""
    for name in book.names:
        yield from (Finding(book.part, name.name, text) for text in _name_faults(name, book))
    for scoped in _repeated(f"{name.scope or ''}!{name.name}" for name in book.names):
        yield Finding(book.part, scoped.lstrip("!"), "the name is used more than once")


def _name_faults(name: DefinedName, book: Book) -> Iterator[str]:
    if name.scope is None:
        yield "localSheetId is the number of no sheet"
    bare = name.name.lower()
    if bare.startswith(_BUILT_IN):
        if bare.removeprefix(_BUILT_IN) not in _BUILT_IN_NAMES:
            yield "Excel has no built-in name like this"
    elif fault := name_fault(name.name):
        yield fault
    yield from formula_faults(name.text, Site(book, is_list=True))
    areas = [token for token in read_formula(name.text).tokens if token.kind is Kind.AREA]
    for token in areas:
        # A bare A1 in a name moves with the cell that uses the name.
        if any(not corner.startswith("$") for corner in token.text.split(":")):
            yield f"the range {token.text} is not absolute"


def style_lists(book: Book) -> Iterator[Finding]:
    """Check that every cell format points at fonts, fills... that are there."""
    part, root = book.related("styles")
    if root is None:
        yield Finding(book.part, "", "the workbook has no readable styles")
        return
    for name in ("cellStyleXfs", "cellXfs"):
        for number, xf in enumerate(_children(root, name)):
            place = f"format {number} of {name}"
            yield from (Finding(part, place, fault) for fault in _format_faults(xf, root))


def _format_faults(xf: Element, root: Element) -> Iterator[str]:
    for attribute, name in _STYLE_LISTS.items():
        index = whole_number(xf.get(attribute, "0"))
        if index is None or index >= max(len(_children(root, name)), 1):
            yield f"{attribute} is not in {name}"
    code = whole_number(xf.get("numFmtId", "0"))
    own = {element.get("numFmtId") for element in root.iterfind(f"{MAIN}numFmts/{MAIN}numFmt")}
    if code is None or (code >= _FIRST_OWN_NUMBER_FORMAT and str(code) not in own):
        yield "the number format is missing"


def chart_formulas(book: Book) -> Iterator[Finding]:
    """Check the ranges that charts draw and the cells that text boxes show."""
    for part, root in book.package.roots.items():
        if root.tag.endswith("}chartSpace"):
            texts = [element.text or "" for element in root.iter(f"{CHART}f")]
        elif root.tag.endswith("}wsDr"):
            texts = [link for element in root.iter() if (link := element.get("textlink"))]
        else:
            continue
        for text in texts:
            yield from (Finding(part, text, fault) for fault in formula_faults(text, Site(book)))


def internal_targets(book: Book) -> Iterator[Finding]:
    """Check the links of pictures and shapes that lead to a place in the workbook."""
    for source, links in book.package.relationships.items():
        for link in links:
            if link.target.startswith("#") and not link.is_external:
                faults = location_faults(link.target[1:], book)
                yield from (Finding(source, link.identifier, fault) for fault in faults)


def properties(book: Book) -> Iterator[Finding]:
    """Check the custom properties: names that differ, and texts that Excel can hold."""
    part = book.package.target("", "custom-properties")
    root = book.package.roots.get(part)
    elements = [] if root is None else list(root)
    for name in _repeated(element.get("name", "") for element in elements):
        yield Finding(part, name, "the property is there more than once")
    for element in elements:
        if utf16_length("".join(element.itertext())) > _MAX_PROPERTY:
            text = f"the property is longer than {_MAX_PROPERTY} characters"
            yield Finding(part, element.get("name", ""), text)


def _children(root: Element, name: str) -> list[Element]:
    found = root.find(f"{MAIN}{name}")
    return [] if found is None else list(found)


def _repeated(names: Iterable[str]) -> list[str]:
    """List what occurs more than once, in lower case: Excel's names do not differ by case."""
    counts = Counter(name.casefold() for name in names)
    return [name for name, n_times in counts.items() if n_times > 1]


BOOK_CHECKS = (
    sheet_names,
    visible_sheets,
    selected_sheets,
    defined_names,
    style_lists,
    chart_formulas,
    internal_targets,
    properties,
)
