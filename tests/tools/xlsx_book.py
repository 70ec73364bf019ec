"""The workbook inside a package, as values: sheets, cells, names, tables, strings."""

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from sheet_refs import Area, parse_area, parse_cell
from xlsx_parts import LINK, MAIN, Package, unescaped, whole_number


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as stored. ``place`` is (row, column), None when the cell gives no legal one.

    ``value`` is the text of ``<v>``, None without one; ``formula`` the text of ``<f>``, likewise.
    """

    name: str
    place: tuple[int, int] | None
    kind: str
    value: str | None
    formula: str | None
    element: Element

    def text(self, strings: tuple[str, ...]) -> str | None:
        """Give what a text cell shows; None for any other cell."""
        if self.kind == "inlineStr":
            return string_text(self.element.find(f"{MAIN}is"))
        if self.kind == "s":
            index = whole_number(self.value)
            return strings[index] if index is not None and index < len(strings) else None
        return unescaped(self.value or "") if self.kind == "str" else None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet; ``root`` is its XML, an empty element when the part cannot be read."""

    name: str
    state: str
    part: str
    root: Element
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class DefinedName:
    """A name; ``scope`` is the sheet it belongs to, or "" for the whole workbook.

    A scope that is no sheet's number is None.
    """

    name: str
    scope: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table; ``area`` is None when its range cannot be read."""

    part: str
    sheet: Sheet
    name: str
    area: Area | None
    columns: tuple[str, ...]
    root: Element

    @property
    def n_heading_rows(self) -> int:
        """How many rows of headings it has: one, unless it says none."""
        return 0 if self.root.get("headerRowCount") == "0" else 1


@dataclass(frozen=True, slots=True)
class Book:
    """The workbook: what the checks of formulas, names and sheets look things up in.

    ``scoped_names`` holds (scope, name) of every name, both without regard to case.
    """

    package: Package
    part: str
    root: Element
    sheets: tuple[Sheet, ...]
    names: tuple[DefinedName, ...]
    tables: tuple[Table, ...]
    strings: tuple[str, ...]
    scoped_names: frozenset[tuple[str, str]]

    def related(self, kind: str) -> tuple[str, Element | None]:
        """Give the name and XML of the workbook's part of this kind."""
        part = self.package.target(self.part, kind)
        return part, self.package.roots.get(part)


def open_book(package: Package) -> Book | None:
    """Find the workbook in the package; None when there is none."""
    part = package.target("", "officeDocument")
    root = package.roots.get(part)
    if root is None:
        return None
    sheets = tuple(_sheets(package, part, root))
    names = tuple(_names(root, sheets))
    strings = package.roots.get(package.target(part, "sharedStrings"))
    return Book(
        package,
        part,
        root,
        sheets,
        names,
        tuple(table for sheet in sheets for table in _tables(package, sheet)),
        () if strings is None else tuple(map(string_text, strings.iter(f"{MAIN}si"))),
        frozenset(((name.scope or "").casefold(), name.name.casefold()) for name in names),
    )


def read_cells(root: Element) -> Iterator[Cell]:
    """Yield the cells of a sheet in the order they are stored."""
    for element in root.iter(f"{MAIN}c"):
        formula = element.find(f"{MAIN}f")
        value = element.find(f"{MAIN}v")
        name = element.get("r", "")
        yield Cell(
            name,
            parse_cell(name),
            element.get("t", "n"),
            None if value is None else value.text or "",
            None if formula is None else formula.text or "",
            element,
        )


def string_text(element: Element | None) -> str:
    """Join the runs of a string; the reading aids of Japanese text (``rPh``) are no part of it."""
    if element is None:
        return ""
    pieces = [*element.findall(f"{MAIN}t"), *element.findall(f"{MAIN}r/{MAIN}t")]
    return unescaped("".join(piece.text or "" for piece in pieces))


def _sheets(package: Package, part: str, root: Element) -> Iterator[Sheet]:
    targets = {link.identifier: link.target for link in package.relationships.get(part, ())}
    for element in root.iterfind(f"{MAIN}sheets/{MAIN}sheet"):
        target = targets.get(element.get(f"{LINK}id", ""), "")
        state = element.get("state", "visible")
        sheet = package.roots.get(target, Element("unreadable"))
        cells = tuple(read_cells(sheet))
        yield Sheet(element.get("name", ""), state, target, sheet, cells)


def _names(root: Element, sheets: tuple[Sheet, ...]) -> Iterator[DefinedName]:
    for element in root.iterfind(f"{MAIN}definedNames/{MAIN}definedName"):
        local = element.get("localSheetId")
        index = whole_number(local)
        in_range = index is not None and index < len(sheets)
        scope = sheets[index].name if index is not None and in_range else None
        yield DefinedName(element.get("name", ""), "" if local is None else scope, element.text or "")


def _tables(package: Package, sheet: Sheet) -> Iterator[Table]:
    for link in package.relationships.get(sheet.part, ()):
        root = package.roots.get(link.target) if link.kind == "table" else None
        if root is not None:
            columns = root.iterfind(f"{MAIN}tableColumns/{MAIN}tableColumn")
            yield Table(
                link.target,
                sheet,
                root.get("displayName", ""),
                parse_area(root.get("ref", "")),
                tuple(unescaped(column.get("name", "")) for column in columns),
                root,
            )
