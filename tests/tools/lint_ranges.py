"""Checks of what lies over a sheet's cells: merges, formats, validations, links."""

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from formula_lint import Site, formula_faults, location_faults
from sheet_refs import Area, overlapping, parse_area, utf16_length
from xlsx_book import Book, Sheet
from xlsx_parts import LINK, MAIN, X14, XM, Finding, unescaped, whole_number

_MAX_VALIDATION = 255
_MAX_TIP = 255
_MAX_HEADER = 255
_TEXT_LIMITS = {"promptTitle": 32, "errorTitle": 32, "prompt": 255, "error": 255}
_THRESHOLDS_WITH_FORMULA = frozenset({"formula", "num", "percent", "percentile"})


def merges(_book: Book, sheet: Sheet) -> Iterator[Finding]:
    """Check that merged ranges are legal and lie apart."""
    names = merged_ranges(sheet.root)
    yield from _bad_areas(sheet, names, "merged range")
    for earlier, later in overlapping(areas_of(names)):
        yield Finding(sheet.part, str(later), f"the merged range overlaps {earlier}")


def merged_ranges(root: Element) -> list[str]:
    """List the merged ranges of a sheet as written."""
    return [element.get("ref", "") for element in root.iter(f"{MAIN}mergeCell")]


def filtered_ranges(root: Element) -> list[str]:
    """List the range of the sheet's own filter, if it has one, as written."""
    return [element.get("ref", "") for element in root.iterfind(f"{MAIN}autoFilter")]


def areas_of(names: Iterable[str]) -> list[Area]:
    """Read the ranges that are legal; others are reported where they stand."""
    return [area for name in names if (area := parse_area(name)) is not None]


def n_differential_formats(book: Book) -> int:
    """Count the formats that conditional formats and tables lay over a cell's own."""
    _part, styles = book.related("styles")
    formats = None if styles is None else styles.find(f"{MAIN}dxfs")
    return 0 if formats is None else len(formats)


def conditional_formats(book: Book, sheet: Sheet) -> Iterator[Finding]:
    """Check the ranges, formulas and formats of conditional formatting, old style and new."""
    n_formats = n_differential_formats(book)
    for namespace in (MAIN, X14):
        for element in sheet.root.iter(f"{namespace}conditionalFormatting"):
            place = _place("conditional format", element)
            yield from _bad_areas(sheet, _ranges(element), place)
            indices = [rule.get("dxfId") for rule in element.iter(f"{namespace}cfRule")]
            faults = [*_rule_faults(element, Site(book, sheet.name)), *_missing(indices, n_formats)]
            yield from (Finding(sheet.part, place, fault) for fault in faults)


def _rule_faults(element: Element, site: Site) -> Iterator[str]:
    for tag in (f"{MAIN}formula", f"{XM}f"):
        for found in element.iter(tag):
            yield from formula_faults(found.text or "", site)
    for threshold in element.iter(f"{MAIN}cfvo"):
        if threshold.get("type") in _THRESHOLDS_WITH_FORMULA and threshold.get("val"):
            yield from formula_faults(threshold.get("val", ""), site)


def _missing(indices: Iterable[str | None], n_formats: int) -> Iterator[str]:
    for text in indices:
        index = whole_number(text)
        if text is not None and (index is None or index >= n_formats):
            yield f"there is no format with dxfId {text}"


def validations(book: Book, sheet: Sheet) -> Iterator[Finding]:
    """Check the ranges, formulas and texts of validations, old style and new."""
    areas: list[Area] = []
    for namespace in (MAIN, X14):
        for validation in sheet.root.iter(f"{namespace}dataValidation"):
            place = _place("validation", validation)
            yield from _bad_areas(sheet, _ranges(validation), place)
            areas.extend(areas_of(_ranges(validation)))
            faults = [*_list_faults(validation, book, sheet), *_caption_faults(validation)]
            yield from (Finding(sheet.part, place, fault) for fault in faults)
    for earlier, later in overlapping(areas):
        yield Finding(sheet.part, str(later), f"the validation overlaps the one on {earlier}")


def _list_faults(validation: Element, book: Book, sheet: Sheet) -> Iterator[str]:
    tags = (f"{MAIN}formula1", f"{MAIN}formula2", f"{XM}f")
    texts = [element.text or "" for tag in tags for element in validation.iter(tag)]
    if validation.get("type", "none") != "none" and not texts:
        yield "the validation has no formula"
    for text in texts:
        # The two quotation marks around a list written out do not count.
        longest = _MAX_VALIDATION + (2 if text.startswith('"') else 0)
        yield from formula_faults(text, Site(book, sheet.name, longest=longest))


def _caption_faults(validation: Element) -> Iterator[str]:
    for attribute, longest in _TEXT_LIMITS.items():
        if utf16_length(unescaped(validation.get(attribute, ""))) > longest:
            yield f"{attribute} is longer than {longest} characters"


def hyperlinks(book: Book, sheet: Sheet) -> Iterator[Finding]:
    """Check that every link lies on the sheet and leads to a place in the workbook."""
    for link in sheet.root.iter(f"{MAIN}hyperlink"):
        place = link.get("ref", "")
        yield from _bad_areas(sheet, [place], "link")
        yield from (Finding(sheet.part, place, fault) for fault in _link_faults(link, book))


def _link_faults(link: Element, book: Book) -> Iterator[str]:
    if link.get(f"{LINK}id"):
        yield "the link leads out of the workbook"
    else:
        yield from location_faults(link.get("location", ""), book)
    if utf16_length(link.get("tooltip", "")) > _MAX_TIP:
        yield f"the tip is longer than {_MAX_TIP} characters"


def filters(_book: Book, sheet: Sheet) -> Iterator[Finding]:
    """Check the range of the sheet's own filter."""
    yield from _bad_areas(sheet, filtered_ranges(sheet.root), "filter")


def sparklines(book: Book, sheet: Sheet) -> Iterator[Finding]:
    """Check the cells that sparklines draw, and the cells they are drawn in."""
    for sparkline in sheet.root.iter(f"{X14}sparkline"):
        place = _place("sparkline", sparkline)
        yield from _bad_areas(sheet, _ranges(sparkline), place)
        for element in sparkline.iter(f"{XM}f"):
            faults = formula_faults(element.text or "", Site(book))
            yield from (Finding(sheet.part, place, fault) for fault in faults)


def headers(_book: Book, sheet: Sheet) -> Iterator[Finding]:
    """Check the length of the printed headers and footers."""
    for element in sheet.root.iterfind(f"{MAIN}headerFooter/*"):
        if utf16_length(element.text or "") > _MAX_HEADER:
            text = f"the text is longer than {_MAX_HEADER} characters"
            yield Finding(sheet.part, element.tag.removeprefix(MAIN), text)


def _place(what: str, element: Element) -> str:
    return f"{what} on {' '.join(_ranges(element)) or 'no range'}"


def _ranges(element: Element) -> list[str]:
    """List the ranges of a format or validation: an attribute, or an element in newer ones."""
    texts = [element.get("sqref", ""), *(found.text or "" for found in element.iter(f"{XM}sqref"))]
    return " ".join(texts).split() or [""]


def _bad_areas(sheet: Sheet, names: Iterable[str], place: str) -> Iterator[Finding]:
    for name in names:
        if parse_area(name) is None:
            text = f"{name!r} is not a range on the sheet, written from its top left corner"
            yield Finding(sheet.part, place, text)


RANGE_CHECKS = (
    merges,
    conditional_formats,
    validations,
    hyperlinks,
    filters,
    sparklines,
    headers,
)
