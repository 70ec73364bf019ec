"""Checks of the zip and its parts: what makes Excel refuse a file before it reads a cell."""

import re
from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from xlsx_parts import CONTENT_TYPES, LINK, Finding, Package, is_xml, source_of

_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_OFFICE = "{urn:schemas-microsoft-com:office:office}"
_ENCODING = re.compile(rb"""<\?xml[^>]*encoding=["']([^"']+)["']""")
_ENDING_BY_KIND = {
    "officeDocument": "sheet.main+xml",
    "worksheet": "worksheet+xml",
    "styles": "styles+xml",
    "sharedStrings": "sharedStrings+xml",
    "theme": "theme+xml",
    "table": "table+xml",
    "drawing": "drawing+xml",
    "chart": "chart+xml",
    "comments": "comments+xml",
}


def doubled_members(package: Package) -> Iterator[Finding]:
    """Find members there twice; part names do not differ by case."""
    for name, n_times in Counter(entry.casefold() for entry in package.entries).items():
        if n_times > 1:
            yield Finding(name, "", f"the zip has this member {n_times} times")


def unreadable_members(package: Package) -> Iterator[Finding]:
    """Find members that do not unpack, are not well-formed XML, or are not UTF-8."""
    for name in dict.fromkeys(package.entries):
        body = package.members.get(name)
        if body is None:
            yield Finding(name, "", "the member cannot be unpacked")
        elif is_xml(name):
            yield from (Finding(name, "", text) for text in _xml_faults(package, name, body))


def _xml_faults(package: Package, name: str, body: bytes) -> Iterator[str]:
    if name not in package.roots:
        yield "the part is not well-formed XML"
    declared = _ENCODING.match(body)
    if declared and declared[1].lower() != b"utf-8":
        yield f"the part is written in {declared[1].decode('ascii', 'replace')}, not UTF-8"
    if b"<!DOCTYPE" in body:
        yield "the part has a DOCTYPE"
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        yield "the part is not UTF-8"


def content_types(package: Package) -> Iterator[Finding]:
    """Check that every part has one content type, and that each type belongs to a part."""
    root = package.roots.get(CONTENT_TYPES)
    if root is None:
        yield Finding(CONTENT_TYPES, "", "the list of content types is missing")
        return
    defaults = [element.get("Extension", "").lower() for element in root.iter(f"{_TYPES}Default")]
    overrides = [element.get("PartName", "") for element in root.iter(f"{_TYPES}Override")]
    for name, n_times in Counter([*defaults, *overrides]).items():
        if n_times > 1:
            yield Finding(CONTENT_TYPES, name, f"the content type is given {n_times} times")
    for name in overrides:
        if name.removeprefix("/") not in package.members:
            yield Finding(CONTENT_TYPES, name, "the content type belongs to no part")
    for name in package.members:
        is_covered = f"/{name}" in overrides or name.rpartition(".")[2].lower() in defaults
        if name != CONTENT_TYPES and not is_covered and not name.endswith("/"):
            yield Finding(name, "", "the part has no content type")


def matching_types(package: Package) -> Iterator[Finding]:
    """Check that a part that is used as a sheet, a table... is also declared as one."""
    root = package.roots.get(CONTENT_TYPES)
    declared = {} if root is None else _declared(root)
    for source, links in package.relationships.items():
        for link in links:
            ending = _ENDING_BY_KIND.get(link.kind, "")
            extension = link.target.rpartition(".")[2].lower()
            content_type = declared.get(link.target, declared.get(extension, ""))
            if not content_type.endswith(ending) and not link.is_external:
                text = f"{source or 'the package'} uses it as {link.kind}, its content type differs"
                yield Finding(link.target, "", text)


def _declared(root: Element) -> dict[str, str]:
    """Map parts, and extensions for parts not named, to their content types."""
    return {
        element.get("PartName", element.get("Extension", "").lower()).removeprefix("/"): (
            element.get("ContentType", "")
        )
        for element in root
        if element.tag in {f"{_TYPES}Default", f"{_TYPES}Override"}
    }


def relationships(package: Package) -> Iterator[Finding]:
    """Check that every relationship leads from a part to a part, under an id of its own."""
    for name in package.members:
        if name.endswith(".rels"):
            source = source_of(name)
            if source and source not in package.members:
                yield Finding(name, "", f"there is no part {source}")
            yield from _link_findings(package, name)


def _link_findings(package: Package, name: str) -> Iterator[Finding]:
    links = package.relationships.get(source_of(name), ())
    for identifier, n_times in Counter(link.identifier for link in links).items():
        if n_times > 1:
            yield Finding(name, identifier, f"the id is used {n_times} times")
    for link in links:
        if link.is_external:
            text = f"the target {link.target} lies outside the workbook"
            yield Finding(name, link.identifier, text)
        elif not link.target.startswith("#") and link.target not in package.members:
            yield Finding(name, link.identifier, f"the target {link.target} is missing")


def resolved_ids(package: Package) -> Iterator[Finding]:
    """Check that every r:id in a part is the id of one of that part's relationships."""
    for name, root in package.roots.items():
        known = {link.identifier for link in package.relationships.get(name, ())}
        for used in sorted(_used_ids(root) - known):
            yield Finding(name, "", f"the relationship {used!r} is missing")


def _used_ids(root: Element) -> set[str]:
    return {
        value
        for element in root.iter()
        for key, value in element.attrib.items()
        if key.startswith(LINK) or key == f"{_OFFICE}relid"
    }


def reachable_parts(package: Package) -> Iterator[Finding]:
    """Find parts that nothing leads to: Excel drops them, but whoever unzips the file sees them."""
    reached, waiting = {""}, [""]
    while waiting:
        links = package.relationships.get(waiting.pop(), ())
        found = {link.target for link in links} - reached
        reached |= found
        waiting.extend(found)
    for name in package.members:
        is_plumbing = name == CONTENT_TYPES or name.endswith((".rels", "/"))
        if not is_plumbing and name not in reached:
            yield Finding(name, "", "no relationship leads to the part")


PACKAGE_CHECKS = (
    doubled_members,
    unreadable_members,
    content_types,
    matching_types,
    relationships,
    resolved_ids,
    reachable_parts,
)
