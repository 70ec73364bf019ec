"""Relations: which part of a workbook holds which sheet, found as the format says and not by the names that parts usually have."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from rasp_xl.incoming.unpacking import Refusal, Unpacker, folded
from rasp_xl.model.file_rules import DAMAGED, UNSAFE

MOST_SHEETS = 200
WORKBOOK, PROPERTIES = "xl/workbook.xml", "docProps/core.xml"
RELATION_IDS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)
"""How a sheet names the relation to its part, in the two flavours of the format."""

WITHOUT_CELLS = frozenset({"chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet"})
"""Relations of sheets that nobody answers on: a chart, a dialog of 1995, macros of 1992."""


@dataclass(frozen=True, slots=True)
class Relation:
    """Leads from one part to another; kind is the last word of its type, for instance worksheet."""

    id: str
    kind: str
    part: str


@dataclass(frozen=True, slots=True)
class Contents:
    """The names of a workbook's parts; of those that are not there, empty. sheets are (name, part) in their order.

    hidden are the names of those that Excel does not show.
    """

    sheets: tuple[tuple[str, str], ...]
    strings: str
    styles: str
    properties: str
    date1904: bool
    hidden: frozenset[str]


def contents(box: Unpacker) -> Contents:
    """Follow the relations from the archive's start to its sheets."""
    start = tuple(_relations(box, ""))
    workbooks = {folded(r.part): r.part for r in start if r.kind == "officeDocument"}
    if len(workbooks) > 1:
        raise Refusal(UNSAFE, reason="it names two workbooks as its own")
    workbook = next(iter(workbooks.values()), WORKBOOK)
    tree = box.tree(workbook)
    related = {r.id: r for r in _relations(box, workbook)}
    parts = {r.kind: r.part for r in related.values()}
    return Contents(
        tuple(_sheets(tree, related, box)),
        parts.get("sharedStrings", ""),
        parts.get("styles", ""),
        next((r.part for r in start if r.kind == "core-properties"), PROPERTIES),
        any(e.tag.endswith("}workbookPr") and e.get("date1904") in ("1", "true") for e in tree),
        frozenset(s.get("name", "") for s in _listed(tree) if s.get("state", "visible") != "visible"),
    )


def _listed(workbook: ET.Element) -> list[ET.Element]:
    return [sheet for sheets in workbook if sheets.tag.endswith("}sheets") for sheet in sheets]


def _sheets(workbook: ET.Element, related: dict[str, Relation], box: Unpacker) -> Iterator[tuple[str, str]]:
    listed = _listed(workbook)
    if len(listed) > MOST_SHEETS:
        raise Refusal(UNSAFE, reason=f"it has more than {MOST_SHEETS} sheets")
    names, parts = set(), set()
    for sheet in listed:
        identity = next((sheet.attrib[key] for key in RELATION_IDS if key in sheet.attrib), "")
        relation = related.get(identity)
        # Modules of code from before 1997 are listed among the sheets, without a relation: they have no part.
        if not identity or (relation and relation.kind in WITHOUT_CELLS):
            continue
        name = sheet.get("name", "")
        if relation is None or folded(relation.part) not in box.names:
            raise Refusal(DAMAGED, reason=f"its sheet {name[:40]} is listed but not there")
        names.add(name.casefold())
        parts.add(folded(relation.part))
        yield name, relation.part
        if len(names) < len(parts) or len(parts) < len(names):
            raise Refusal(UNSAFE, reason="two of its sheets have one name or are stored as one")


def _relations(box: Unpacker, source: str) -> Iterator[Relation]:
    """The relations of a part, or of the whole archive where source is empty. Those that lead out of the file are none."""
    folder, _, name = source.rpartition("/")
    listed = posixpath.join(folder, "_rels", f"{name}.rels")
    if folded(listed) not in box.names:
        return
    for relation in box.tree(listed):
        kind = relation.get("Type", "").rstrip("/").rpartition("/")[2]
        if relation.get("TargetMode", "").casefold() != "external":
            yield Relation(relation.get("Id", ""), kind, _part(relation.get("Target", ""), folder, box))


def _part(target: str, folder: str, box: Unpacker) -> str:
    """The part that a target means: relative to a folder, or else to the archive's root, as some programs write it."""
    plainly = f"{folder}/{target}" if folder else target
    if folded(plainly) in box.names:
        return plainly
    written = target.replace("\\", "/")
    for path in (written, unquote(written)):
        below = posixpath.normpath(posixpath.join("/", folder, path)).lstrip("/")
        for name in (below, posixpath.normpath("/" + path).lstrip("/")):
            if folded(name) in box.names:
                return name
    return below
