"""Workbooks that somebody made to hurt whoever opens them, or that look like it: each by name, made from a good return."""

import struct
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_LZMA, ZipFile, ZipInfo

from zip_parts import members, rezipped

MEGABYTE = 1_000_000
SHEET = "xl/worksheets/sheet2.xml"
WORKBOOK, RELATIONS, STRINGS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml"
HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n'
MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def sheet(content: bytes, before: bytes = HEAD) -> bytes:
    """A sheet's part around its rows."""
    return before + b'<worksheet xmlns="' + MAIN + b'"><sheetData>' + content + b"</sheetData></worksheet>"


def far(cell: bytes) -> bytes:
    """A sheet with a value in A1 and one more cell."""
    return sheet(b'<row r="1"><c r="A1"><v>1</v></c></row>' + cell)


def laughs(levels: int) -> bytes:
    """A document type in which each entity is ten of the one before."""
    entities = b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10 if n else b"ha") for n in range(levels))
    return HEAD + b"<!DOCTYPE worksheet [" + entities + b"]>"


def _xml(good: bytes) -> Iterator[tuple[str, bytes]]:
    """Tricks inside one sheet's XML."""
    declared = b'<?xml version="1.0" encoding="%s"?>'
    outside = HEAD + b'<!DOCTYPE worksheet [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    from_net = HEAD + b'<!DOCTYPE worksheet SYSTEM "http://192.0.2.1/x.dtd">'
    parts = {
        "billion laughs": sheet(b'<row><c t="str"><v>&e9;</v></c></row>', laughs(10)),
        "quadratic entity": sheet(b"<row><c><v>" + b"&e0;" * 50_000 + b"</v></c></row>", laughs(1).replace(b"ha", b"h" * 50_000)),
        "external entity": sheet(b'<row><c t="str"><v>&x;</v></c></row>', outside),
        "document type from the net": sheet(b"", from_net),
        "document type in lower case": sheet(b"", HEAD + b"<!doctype worksheet>"),
        "UTF-16 hides a document type": sheet(b"", laughs(9)).decode().replace("UTF-8", "UTF-16").encode("utf-16"),
        "UTF-7": sheet(b"", declared % b"UTF-7"),
        "an encoding nobody knows": sheet(b"", declared % b"x-rasp"),
        "bytes that are no UTF-8": sheet(b'<row><c t="str"><v>\xed\xa0\x80\xff</v></c></row>'),
        "a null character": sheet(b'<row><c t="str"><v>a\x00b</v></c></row>'),
        "deep nesting": sheet(b"<a>" * 200_000 + b"</a>" * 200_000),
        "a million attributes": sheet(b"<row " + b" ".join(b'a%d="1"' % n for n in range(300_000)) + b"/>"),
        "one attribute of 9 MB": sheet(b'<row spans="' + b"1" * 9 * MEGABYTE + b'"/>'),
        "one text of 30 MB": sheet(b'<row><c t="inlineStr"><is><t>' + b"a" * 30 * MEGABYTE + b"</t></is></c></row>"),
        "300 MB of text": sheet(b'<row><c t="str"><v>' + b"a" * 300 * MEGABYTE + b"</v></c></row>"),
        "ten million cells": sheet(b"<row>" + b"<c><v>1</v></c>" * 3_000_000 + b"</row>"),
        "200,000 empty styled rows": sheet(b"".join(b'<row r="%d" s="1"/>' % n for n in range(1, 200_001))),
        "broken off": sheet(b"<row>")[:-30],
        "a comment of 5 MB": sheet(b"<!--" + b"x" * 5 * MEGABYTE + b"-->"),
        "processing instructions": sheet(b"<?php system('id') ?>" * 1000),
        "a prefix that stands for nothing": sheet(b"<x:row><x:c/></x:row>"),
        "text before the document": b"text" + good,
    }  # fmt: skip
    yield from parts.items()


def _cells() -> Iterator[tuple[str, bytes]]:
    """Cells and rows where none can be, or with values that none has."""
    row = b'<row r="%s"><c r="%s"><v>1</v></c></row>'
    parts = {
        "a value in the last cell of all": far(row % (b"1048576", b"XFD1048576")),
        "a value in the last row": far(row % (b"1048576", b"A1048576")),
        "a value in column Z of the last row": far(row % (b"1048576", b"Z1048576")),
        "an address past the end": far(row % (b"99999999", b"ZZZZ99999999")),
        "an address of a million letters": far(row % (b"2", b"A" * MEGABYTE + b"1")),
        "a row past 32 bits": far(row % (b"4294967297", b"A4294967297")),
        "a row number below nought": far(row % (b"-1", b"A-1")),
        "a far cell in single quotes": far(b"<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>"),
        "a far cell in small letters": far(row % (b"1048576", b"xfd1048576")),
        "a far cell with blanks": far(b'<row  r = "1048576" ><c\n\tr\n=\n"XFD1048576"\n><v>1</v></c></row>'),
        "a far cell behind a long attribute": far(b'<row r="1048576"><c cm="' + b"1" * 90_000 + b'" r="XFD1048576"><v>1</v></c></row>'),
        "a far cell written with entities": far(b'<row r="1048576"><c r="&#88;FD1048576"><v>1</v></c></row>'),
        "far cells without addresses": far(b'<row r="1048576">' + b"<c/>" * 16_000 + b"<c><v>1</v></c></row>"),
        "a far cell with a prefix": far(row % (b"1048576", b"XFD1048576")).replace(b"<", b"<q:").replace(b"<q:/", b"</q:").replace(b"<q:?", b"<?").replace(b"xmlns=", b"xmlns:q="),
        "a size that is not true": b"".join((HEAD, b'<worksheet xmlns="', MAIN, b'"><dimension ref="A1:XFD1048576"/><sheetData/></worksheet>')),
        "NaN, infinity and 1e999": far(b'<row r="2"><c r="A2"><v>NaN</v></c><c r="B2"><v>-INF</v></c><c r="C2"><v>1e999</v></c></row>'),
        "a date in the year 40,000,000": far(b'<row r="2"><c r="A2" s="1"><v>99999999999999</v></c><c r="B2" t="d"><v>99999-13-45</v></c></row>'),
        "an error nobody knows": far(b'<row r="2"><c r="A2" t="e"><v>#SPILL!</v></c><c r="B2" t="e"><v>' + b"#" * 9_000 + b"</v></c></row>"),
        "a text of the shared ones that is not there": far(b'<row r="2"><c r="A2" t="s"><v>999999999</v></c><c r="B2" t="s"><v>-1</v></c></row>'),
        "a style that is not there": far(b'<row r="2"><c r="A2" s="4294967295"><v>1</v></c></row>'),
        "a type that is not there": far(b'<row r="2"><c r="A2" t="evil"><v>1</v></c></row>'),
        "a formula that calls a program": far(b'<row r="2"><c r="A2" t="str"><f>cmd|\' /C calc\'!A0</f><v>=cmd|calc</v></c></row>'),
    }  # fmt: skip
    yield from parts.items()
    merged = b"".join(b'<mergeCell ref="A%d:XFD%d"/>' % (n, n) for n in range(1, 60_001))
    yield (
        "60,000 merged areas",
        far(b"").replace(b"</sheetData>", b"</sheetData><mergeCells>" + merged + b"</mergeCells>"),
    )


def _other_parts(parts: dict[str, bytes]) -> Iterator[tuple[str, dict[str, bytes]]]:
    """Tricks with the parts around the sheets."""
    relations, book, first = parts[RELATIONS], parts[WORKBOOK], b'Target="worksheets/sheet2.xml"'
    targets = {
        "a sheet outside the archive": b'Target="../../../../etc/passwd"',
        "a sheet on the net": b'Target="http://192.0.2.1/sheet.xml" TargetMode="External"',
        "a sheet on a server": b'Target="\\\\192.0.2.1\\share\\sheet.xml"',
        "two sheets in one part": b'Target="worksheets/sheet1.xml"',
        "a sheet that is the workbook": b'Target="workbook.xml"',
        "a sheet that is not there": b'Target="worksheets/sheet99.xml"',
    }
    yield from ((name, parts | {RELATIONS: relations.replace(first, target)}) for name, target in targets.items())
    yield "a document type in the relations", parts | {RELATIONS: laughs(9) + relations.partition(b"?>")[2]}
    yield "a document type in the content types", parts | {"[Content_Types].xml": laughs(9) + b"<Types>&e8;</Types>"}
    yield "a document type in the properties", parts | {"docProps/core.xml": laughs(9) + b"<x>&e8;</x>"}
    yield "no sheet at all", parts | {WORKBOOK: book[: book.index(b"<sheets>")] + b"<sheets/></workbook>"}
    more = b"".join(b'<sheet name="s%d" sheetId="%d" r:id="rId2"/>' % (n, n) for n in range(100, 20_100))
    yield "20,000 sheets", parts | {WORKBOOK: book.replace(b"</sheets>", more + b"</sheets>")}
    yield (
        "a sheet named like a script",
        parts | {WORKBOOK: book.replace(b'name="Governance"', b'name="&lt;script&gt;\'=1+1"')},
    )
    yield "no shared texts", {name: part for name, part in parts.items() if name != STRINGS}
    yield (
        "four thousand million shared texts",
        parts | {STRINGS: parts[STRINGS].replace(b'count="', b'count="4294967295" x="', 1)},
    )
    yield (
        "shared texts of 200 MB",
        parts | {STRINGS: HEAD + b'<sst xmlns="' + MAIN + b'">' + b"<si><t>a</t></si>" * 9 * MEGABYTE + b"</sst>"},
    )
    yield (
        "styles with a million formats",
        parts
        | {
            "xl/styles.xml": HEAD
            + b'<styleSheet xmlns="'
            + MAIN
            + b'"><cellXfs>'
            + b'<xf numFmtId="14"/>' * MEGABYTE
            + b"</cellXfs></styleSheet>"
        },
    )
    yield "macros", parts | {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 not run"}
    yield (
        "a link to another book",
        parts
        | {
            "xl/externalLinks/externalLink1.xml": HEAD
            + b'<externalLink xmlns="'
            + MAIN
            + b'"><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'
        },
    )
    yield (
        "UTF-16 in a part that nobody reads",
        parts | {"customXml/item1.xml": '<?xml version="1.0" encoding="UTF-16"?><label/>'.encode("utf-16")},
    )
    yield "a picture of 40 MB", parts | {"xl/media/image1.png": bytes(40 * MEGABYTE)}


def _archives(good: bytes, parts: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Tricks with the archive itself."""
    yield "a part twice", _with_members(good, (SHEET, far(b"")))
    yield "a part twice but for its case", _with_members(good, (SHEET.upper(), far(b"")))
    yield "a part twice with another slash", _with_members(good, (SHEET.replace("/", "\\"), far(b"")))
    yield "60,000 parts", _with_members(good, *((f"x/{n}", b"") for n in range(60_000)))
    yield (
        "a part that climbs out",
        _with_members(good, ("../../../tmp/evil", b"x"), ("/etc/evil", b"x"), ("C:\\evil", b"x")),
    )
    yield "packed by LZMA", _packed(parts, ZIP_LZMA)
    yield "packed by bzip2", _packed(parts, ZIP_BZIP2)
    yield "sizes that are not true", _with_lying_sizes(good)
    yield "marked as encrypted", _with_flags(good, 1)
    yield "a checksum that is wrong", good.replace(struct.pack("<L", zlib.crc32(parts[SHEET])), b"\0\0\0\0")
    yield "a program before the archive", b"MZ" + bytes(5000) + good
    yield "a PDF before the archive", b"%PDF-1.7\n" + good
    yield "half of it", good[: len(good) // 2]
    yield "all but the last byte", good[:-1]
    yield "a long comment at its end", good[:-2] + struct.pack("<H", 65_535) + bytes(65_535)
    yield "only the end of an archive", good[-22:]
    yield "many members in one place", _overlapping(2_000)


def _with_members(good: bytes, *more: tuple[str, bytes]) -> bytes:
    stream = BytesIO(good)
    with ZipFile(stream, "a") as archive:
        for name, part in more:
            info = ZipInfo("x")
            info.filename = info.orig_filename = name
            archive.NameToInfo.pop(name, None)
            archive.writestr(info, part)
    return stream.getvalue()


def _packed(parts: dict[str, bytes], how: int) -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w", how) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return stream.getvalue()


def _with_lying_sizes(good: bytes) -> bytes:
    """Every size in the directory says ten bytes."""
    return _in_directory(good, 24, struct.pack("<L", 10))


def _with_flags(good: bytes, flags: int) -> bytes:
    return _in_directory(good, 8, struct.pack("<H", flags))


def _in_directory(good: bytes, offset: int, value: bytes) -> bytes:
    """Overwrite a field in every entry of the archive's directory."""
    changed, at = bytearray(good), good.find(b"PK\1\2")
    while at >= 0:
        changed[at + offset : at + offset + len(value)] = value
        at = good.find(b"PK\1\2", at + 4)
    return bytes(changed)


def _overlapping(number: int) -> bytes:
    """A directory of many names that all lead to the same ten megabytes of nothing."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(bytes(10 * MEGABYTE)) + packer.flush()
    checksum = zlib.crc32(bytes(10 * MEGABYTE))
    local = struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 8, 0, 0x21, checksum, len(packed), 10 * MEGABYTE, 1, 0) + b"x"
    names = [SHEET, WORKBOOK, RELATIONS, *(f"xl/x{n}" for n in range(number))]
    entry = struct.Struct("<4s6H3L5H2L")
    listed = b"".join(
        entry.pack(b"PK\1\2", 20, 20, 0, 8, 0, 0x21, checksum, len(packed), 10 * MEGABYTE, len(name), 0, 0, 0, 0, 0, 0) + name.encode()
        for name in names
    )  # fmt: skip
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, len(names), len(names), len(listed), len(local) + len(packed), 0)
    return local + packed + listed + end


def hostile_workbooks(good: bytes) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Names and makers, one at a time, because some are large before they are packed."""
    parts = members(good)
    for name, part in (*_xml(parts[SHEET]), *_cells()):
        yield name, lambda part=part: rezipped(parts | {SHEET: part})
    for name, changed in _other_parts(parts):
        yield name, lambda changed=changed: rezipped(changed)
    for name, data in _archives(good, parts):
        yield name, lambda data=data: data
