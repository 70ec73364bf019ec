"""An .xlsx file opened into its parts and the relationships between them.

Opening judges nothing and never raises at a faulty file: what cannot be read is simply not there,
and the checks say so.
"""

import math
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from urllib.parse import unquote
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

_OPENXML = "http://schemas.openxmlformats.org"
MAIN = f"{{{_OPENXML}/spreadsheetml/2006/main}}"
LINK = f"{{{_OPENXML}/officeDocument/2006/relationships}}"
CHART = f"{{{_OPENXML}/drawingml/2006/chart}}"
X14 = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}"
XM = "{http://schemas.microsoft.com/office/excel/2006/main}"

CONTENT_TYPES = "[Content_Types].xml"
_WHOLE = re.compile(r"[0-9]{1,18}")
_DECIMAL = re.compile(r"-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong, with its part and, where there is one, its place inside the part."""

    part: str
    place: str
    text: str

    def __str__(self) -> str:
        return ": ".join(filter(None, (self.part, self.place, self.text)))


@dataclass(frozen=True, slots=True)
class Relationship:
    """A link from one part to another. ``kind`` is the last word of its type's address.

    ``target`` is a part's name; for an external one, or one inside the workbook ("#Sheet!A1"), it
    is as written.
    """

    identifier: str
    kind: str
    target: str
    is_external: bool


@dataclass(frozen=True, slots=True)
class Package:
    """The members of the zip.

    ``entries`` holds every name in order, twice where the zip has it twice. ``roots`` holds the
    parts that are well-formed XML. ``relationships`` goes by source part, "" for the package.
    """

    entries: tuple[str, ...]
    members: Mapping[str, bytes]
    roots: Mapping[str, Element]
    relationships: Mapping[str, tuple[Relationship, ...]]

    def target(self, source: str, kind: str) -> str:
        """Name the part that the first relationship of this kind leads to, or ""."""
        links = self.relationships.get(source, ())
        return next((link.target for link in links if link.kind == kind), "")


def open_package(data: bytes) -> Package | None:
    """Open the zip; None when it is not one."""
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, ValueError):
        return None
    with archive:
        entries = tuple(archive.namelist())
        members = {name: body for name in entries if (body := _body(archive, name)) is not None}
    roots = {name: root for name, body in members.items() if (root := _root(name, body)) is not None}
    rels = {name: root for name, root in roots.items() if name.endswith(".rels")}
    links = {source_of(name): tuple(_links(name, root)) for name, root in rels.items()}
    return Package(entries, members, roots, links)


def whole_number(text: str | None) -> int | None:
    """Read a count or an index; None when there is none."""
    return int(text) if text and _WHOLE.fullmatch(text) else None


def decimal(text: str | None) -> float | None:
    """Read a finite number as a file writes it; None when it is none."""
    number = float(text) if text and _DECIMAL.fullmatch(text) else math.inf
    return number if math.isfinite(number) else None


def unescaped(text: str) -> str:
    """Turn ``_x000A_`` into the character it stands for."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)


def source_of(rels: str) -> str:
    """Name the part whose relationships this part holds: "" for the package itself."""
    folder, name = posixpath.split(rels)
    return posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels"))


def is_xml(name: str) -> bool:
    """Tell whether a part is XML by its name: sheets, relationships, drawings of notes."""
    return name.endswith((".xml", ".rels", ".vml"))


def _body(archive: zipfile.ZipFile, name: str) -> bytes | None:
    try:
        return archive.read(name)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError):
        return None


def _root(name: str, body: bytes) -> Element | None:
    try:
        return ElementTree.fromstring(body) if is_xml(name) else None
    except (ElementTree.ParseError, ValueError, LookupError):
        return None


def _links(rels: str, root: Element) -> Iterator[Relationship]:
    folder = posixpath.dirname(source_of(rels))
    for element in root:
        target = element.get("Target", "")
        is_external = element.get("TargetMode") == "External"
        if not is_external and not target.startswith("#"):
            target = posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip("/")
        kind = element.get("Type", "").rpartition("/")[2]
        yield Relationship(element.get("Id", ""), kind, target, is_external)
