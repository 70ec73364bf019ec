"""What a file is, told by its bytes: a table of everything that was ever sent instead of a workbook."""

import pytest
from came_back import FILE, filled, outcome
from compound import END, compound, header, record
from hypothesis import given, settings
from hypothesis import strategies as st
from zip_parts import rezipped

from rasp_xl.incoming.kinds import PARCELS, Kind, Look, look
from rasp_xl.incoming.workbook import open_workbook
from rasp_xl.model.findings import Finding, Place

EMPTY, OTHER, PASSWORD, DAMAGED, UNSAFE = "RX101", "RX102", "RX103", "RX104", "RX105"
PAGE, TABLE, FORMAT, LABEL = "RX107", "RX108", "RX109", "RX116"
TYPES = "[Content_Types].xml"
BOF, FILEPASS, EOF = record(0x0809, b"\x00\x06\x05\x00" + bytes(12)), record(0x2F, bytes(54)), record(0x0A)
ODS = b"application/vnd.oasis.opendocument.spreadsheet"
HEAD = b"Received: from mail.example (mail.example)\r\n\tby mx.example\r\nFrom: a@b.example\r\nTo: c@d.example\r\nSubject: Return\r\n"


def zipped(*names: str, **parts: bytes) -> bytes:
    """An archive of small parts, and of one part with content for each keyword (a dot is written as __)."""
    return rezipped(dict.fromkeys(names, b"<a/>") | {name.replace("__", "."): part for name, part in parts.items()})


def types(main: str) -> bytes:
    """The list of content types of a package whose main part is of a type."""
    return f'<Types><Override PartName="/book.xml" ContentType="application/vnd.{main}"/></Types>'.encode()


def manifest(of: str) -> bytes:
    """The list of parts of a document of a type, as OpenOffice 1 wrote it."""
    kind = f'<manifest:file-entry manifest:media-type="application/vnd.{of}" manifest:full-path="/"/>'
    return f'<!DOCTYPE manifest:manifest PUBLIC "-//OpenOffice.org//DTD Manifest 1.0//EN" "Manifest.dtd"><m>{kind}</m>'.encode()


OLD_CONTENT = (
    b'<!DOCTYPE office:document-content PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "office.dtd"><x/>'
)

NOT_RETURNS: dict[str, tuple[bytes, str, str]] = {
    "nothing": (b"", EMPTY, ""),
    "PDF": (b"%PDF-1.7\n%\xe2\xe3", OTHER, "a PDF"),
    "PNG": (b"\x89PNG\r\n\x1a\n", OTHER, "a picture"),
    "JPEG": (b"\xff\xd8\xff\xe0\x00\x10JFIF", OTHER, "a picture"),
    "GIF": (b"GIF89a\x01\x00", OTHER, "a picture"),
    "HEIC": (b"\x00\x00\x00\x24ftypheic", OTHER, "a picture"),
    "WEBP": (b"RIFF\x24\x00\x00\x00WEBPVP8 ", OTHER, "a picture"),
    "TIFF": (b"II*\x00\x08\x00\x00\x00", OTHER, "a picture"),
    "bitmap": (b"BM\x36\x00\x01\x00\x00\x00\x00\x00\x36\x00", OTHER, "a picture"),
    "SVG": (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', OTHER, "a picture"),
    "film": (b"\x00\x00\x00\x18ftypmp42", OTHER, "a sound or video"),
    "RAR": (b"Rar!\x1a\x07", OTHER, "a RAR archive"),
    "7-Zip": (b"7z\xbc\xaf\x27\x1c", OTHER, "a 7-Zip archive"),
    "gzip": (b"\x1f\x8b\x08\x00", OTHER, "a gzip archive"),
    "tar": (b"name".ljust(257, b"\x00") + b"ustar\x00", OTHER, "a tar archive"),
    "RTF": (b"{\\rtf1\\ansi Ref Answer}", OTHER, "a text document"),
    "Windows program": (b"MZ\x90\x00\x03\x00\x00\x00", OTHER, "a program"),
    "Linux program": (b"\x7fELF\x02\x01", OTHER, "a program"),
    "SQLite": (b"SQLite format 3\x00", OTHER, "a database"),
    "Parquet": (b"PAR1\x15\x04", OTHER, "a Parquet table"),
    "winmail.dat": (b"\x78\x9f\x3e\x22\x01", OTHER, "winmail.dat"),
    "signature": (b"\x30\x82\x10\x00\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02", OTHER, "signed message"),
    "invitation": (b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", OTHER, "an invitation"),
    "shortcut": (b"[InternetShortcut]\r\nURL=https://example.gov.uk/x.xlsx\r\n", OTHER, "a link to a web page"),
    "JSON": (b'{"SV1": 3}', OTHER, "a JSON file"),
    "XML": (b'<?xml version="1.0"?><answers/>', OTHER, "an XML file"),
    "prose": (b"Dear all,\r\nplease find attached, as promised, our return.\r\nBest, Jo\r\n", OTHER, "plain text"),
    "note with colons": (b"Subject: our return\r\n3 of 57 are open, sorry\r\n\r\nJo\r\n", OTHER, "plain text"),
    "note with one heading": (b"Subject: our return\r\n\r\nJo will bring it.\r\n", OTHER, "plain text"),
    "bytes without sense": (bytes(range(1, 256)) * 4, OTHER, "do not know"),
    "zeros": (b"\x00" * 4096, DAMAGED, "zeros"),
    "CSV": (b"Ref,Question,Answer\nSV1,Is it?,3\n", TABLE, "CSV"),
    "CSV with breaks in cells": (b'Ref;Question\n"SV1\nagain";"one; two"\n', TABLE, "CSV"),
    "CSV in UTF-16": ("Ref\tAnswer\nSV1\t3\n".encode("utf-16"), TABLE, "CSV"),
    "CSV with a mark": (b"\xef\xbb\xbfsep=;\r\nRef;Answer\r\n", TABLE, "CSV"),
    "web page": (b"<!DOCTYPE html><html><body>Sign in</body></html>", PAGE, "web page"),
    "web page in capitals": (b"\xef\xbb\xbf\r\n <HTML><table>", PAGE, "web page"),
    "web page in UTF-16": ("<html><body>Sign in</body></html>".encode("utf-16"), PAGE, "web page"),
    "web page after a comment": (b"<!-- saved from url=(0014)about:internet -->\n<!--[if IE]>--><html>", PAGE, "web page"),
    "XHTML": (b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD"><html xmlns="x">', PAGE, "web page"),
    "table saved as .xls": (b"<table border=1><tr><td>Ref</td></tr></table>", PAGE, "web page"),
    "page saved by Excel": (
        b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\nContent-Type: multipart/related; boundary=x\r\n\r\n", PAGE, "web page",
    ),
    "page saved by a browser": (
        b"From: <Saved by Blink>\r\nSubject: Sign in\r\nDate: Mon, 1 Jun 2026\r\nMIME-Version: 1.0\r\n\r\n", PAGE, "web page",
    ),
    "page saved without a word": (b"MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=x\r\n\r\n", PAGE, "web page"),
    "XML spreadsheet": (
        b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', FORMAT, "an XML spreadsheet of 2003",
    ),
    "flat OpenDocument": (b'<office:document office:mimetype="' + ODS + b'"/>', FORMAT, ".fods"),
    "Google link": (b'{"url": "https://docs.google.com/spreadsheets/d/1", "doc_id": "1"}', FORMAT, "a link to a Google Sheet"),
    "Lotus": (b"\x00\x00\x1a\x00\x00\x10\x04\x00", FORMAT, "Lotus"),
    "Excel 4": (b"\x09\x04\x06\x00\x00\x00\x10\x00", FORMAT, "Excel 4"),
    "SYLK": (b"ID;PWXL;N;E\r\nP;PGeneral\r\n", FORMAT, "SYLK"),
    "xlsb": (zipped("xl/workbook.bin", TYPES), FORMAT, ".xlsb"),
    "xlsb elsewhere": (rezipped({TYPES: types("ms-excel.sheet.binary.macroEnabled.main"), "book.bin": b""}), FORMAT, ".xlsb"),
    "Numbers": (zipped("Index/Document.iwa", "Index/CalculationEngine.iwa"), FORMAT, "an Apple Numbers file"),
    "old Numbers": (zipped("Index.zip", "Metadata/Properties.plist"), FORMAT, "an Apple Numbers file"),
    "Numbers folder": (zipped("Return.numbers/Index.zip"), FORMAT, "an Apple Numbers file"),
    "OpenOffice 1": (zipped("content.xml", mimetype=b"application/vnd.sun.xml.calc"), FORMAT, ".sxc"),
    "OpenOffice 1 without its type": (rezipped({"content.xml": OLD_CONTENT, "META-INF/manifest.xml": manifest("sun.xml.calc")}), FORMAT, ".sxc"),
    "OpenOffice 1 under the newer type": (rezipped({"mimetype": ODS, "content.xml": OLD_CONTENT}), FORMAT, ".sxc"),
    "OpenOffice 1, its text without its type": (
        rezipped({"content.xml": OLD_CONTENT, "META-INF/manifest.xml": manifest("sun.xml.writer")}), OTHER, "an OpenOffice 1 document",
    ),
    "OpenDocument text without its type": (
        rezipped({"content.xml": b"<x/>", "META-INF/manifest.xml": manifest("oasis.opendocument.text")}), OTHER, "an OpenDocument text",
    ),
    "Works": (compound({"MatOST": b"x", "WksSSWorkBook": b"x"}), FORMAT, "Works"),
    "Keynote": (zipped("Index/Slide.iwa"), OTHER, "Keynote"),
    "Word": (zipped("word/document.xml", TYPES), OTHER, "a Word document"),
    "Word with a workbook in it": (zipped("word/document.xml", "word/embeddings/a.xlsx", TYPES), OTHER, "a Word document"),
    "PowerPoint": (zipped("ppt/presentation.xml", TYPES), OTHER, "a PowerPoint presentation"),
    "OpenDocument text": (
        zipped("content.xml", mimetype=b"application/vnd.oasis.opendocument.text"), OTHER, "an OpenDocument text",
    ),
    "old Word": (compound({"WordDocument": b"x", "1Table": b"x"}), OTHER, "a Word document"),
    "old Word with a workbook": (compound({"ObjectPool": {"Workbook": b"x"}, "WordDocument": b"x"}), OTHER, "a Word document"),
    "old PowerPoint": (compound({"PowerPoint Document": b"x"}), OTHER, "a PowerPoint presentation"),
    "old and unknown": (compound({"Whatever": b"x"}), OTHER, "an old Office file of another kind"),
    "password": (compound({"EncryptionInfo": b"x", "EncryptedPackage": b"x"}), PASSWORD, "password"),
    "password on .xls": (compound({"Workbook": BOF + FILEPASS + EOF}), PASSWORD, "password"),
    "password on .ods": (
        rezipped({"mimetype": ODS, "content.xml": b"x", "META-INF/manifest.xml": b"<m><manifest:encryption-data/></m>"}),
        PASSWORD, "password",
    ),
    "password on a newer .ods": (zipped("encrypted-package", mimetype=ODS), PASSWORD, "password"),
    "label": (
        compound({"EncryptedPackage": b"x", "\x06DataSpaces": {"DRMEncryptedDataSpace": b"x"}}), LABEL, "sensitivity label",
    ),
    "label on .xls": (compound({"\tDRMContent": b"x", "Workbook": BOF + EOF}), LABEL, "sensitivity label"),
    "old Office, cut short": (compound({"Workbook": BOF + EOF})[:1000], DAMAGED, "broken"),
    "old Office, its start only": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", DAMAGED, "broken"),
    "two letters": (b"PK", DAMAGED, "broken"),
    "archive, its start only": (b"PK\x03\x04 and then nothing", DAMAGED, "broken"),
}  # fmt: skip
"""What it is called here; bytes, the code of its finding and a word of what is said."""

KINDS: dict[str, tuple[bytes, Kind]] = {
    "our template": (filled(), Kind.WORKBOOK),
    "workbook with its parts at the root": (rezipped({TYPES: types("openxmlformats-officedocument.spreadsheetml.sheet.main+xml"), "book.xml": b""}), Kind.WORKBOOK),
    "template (.xltx)": (rezipped({TYPES: types("openxmlformats-officedocument.spreadsheetml.template.main+xml"), "xl/b.xml": b""}), Kind.WORKBOOK),
    "with macros (.xlsm)": (rezipped({TYPES: types("ms-excel.sheet.macroEnabled.main+xml"), "xl/b.xml": b""}), Kind.WORKBOOK),
    "OpenDocument": (zipped("content.xml", mimetype=ODS), Kind.OPEN_DOCUMENT),
    "OpenDocument template": (zipped("content.xml", mimetype=ODS + b"-template"), Kind.OPEN_DOCUMENT),
    "OpenDocument with its type in the list of parts alone": (
        rezipped({"content.xml": b"<x/>", "META-INF/manifest.xml": manifest("oasis.opendocument.spreadsheet")}), Kind.OPEN_DOCUMENT,
    ),
    "OpenDocument without its type": (zipped("content.xml", "META-INF/manifest.xml"), Kind.OPEN_DOCUMENT),
    ".xls": (compound({"Workbook": BOF + EOF}), Kind.OLD_WORKBOOK),
    ".xls of 1995": (compound({"Book": BOF + EOF}), Kind.OLD_WORKBOOK),
    ".xls with a Word document in it": (compound({"MBD01": {"WordDocument": b"x"}, "Workbook": BOF + EOF}), Kind.OLD_WORKBOOK),
    ".xls in capitals": (compound({"WORKBOOK": BOF + EOF}), Kind.OLD_WORKBOOK),
    "Outlook message": (compound({"__nameid_version1.0": {"a": b"x"}, "__properties_version1.0": b"x"}), Kind.OUTLOOK),
    "zip of returns": (zipped("one.xlsx", "two.xlsx"), Kind.ZIP),
    "empty zip": (rezipped({}), Kind.ZIP),
    "e-mail": (HEAD + b"\r\nHello\r\n", Kind.EMAIL),
    "e-mail with Unix lines": (HEAD.replace(b"\r", b"") + b"\nHello\n", Kind.EMAIL),
    "e-mail with a picture in its text": (HEAD + b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n", Kind.EMAIL),
    "e-mail with a mark": (b"\xef\xbb\xbf" + HEAD + b"\r\n", Kind.EMAIL),
    "draft": (b"X-Unsent: 1\r\nTo: a@b.example\r\nContent-Type: text/plain\r\n\r\nHello", Kind.EMAIL),
    "mailbox": (b"From a@b.example Mon Jun  1 10:00:00 2026\n" + HEAD + b"\nHello\n", Kind.MAILBOX),
}  # fmt: skip


@pytest.mark.parametrize("name", NOT_RETURNS)
def test_what_is_no_return_is_named(name: str) -> None:
    """Whoever sent something else is told so in words, by what the file is and not by its name."""
    data, code, word = NOT_RETURNS[name]
    found = outcome(data)

    assert isinstance(found, Finding)
    assert found.rule.code == code
    assert word in found.message
    assert str(found.place) == FILE


@pytest.mark.parametrize("name", KINDS)
def test_what_can_be_opened_is_told_apart(name: str) -> None:
    """A workbook, an old workbook, an archive and a mail each go their own way."""
    data, kind = KINDS[name]

    assert look(data).kind is kind


@pytest.mark.parametrize("kind", sorted(PARCELS))
def test_parcel_is_no_workbook(kind: Kind) -> None:
    """A parcel that is handed to the reader of workbooks is refused by its own name."""
    assert kind.value in Look(kind).refusal(Place(FILE)).message


def test_archive_of_far_too_many_is_not_listed() -> None:
    """Fifty thousand entries cost more to list than all returns of a round cost to read."""
    entry = b"PK\x01\x02".ljust(46, b"\x00")

    assert look(b"PK\x03\x04" + entry * 60_000).rule.code == UNSAFE


LOOPS: dict[str, bytes] = {
    "directory": header(0, [0]) + (0).to_bytes(4, "little") * 128,
    "table": header(0, [0, 0]) + END.to_bytes(4, "little") * 128,
    "list of tables": header(0, [], more=0) + (0).to_bytes(4, "little") * 128,
    "entries": compound({"A": b"x", "B": b"x"}).replace(
        (0xFFFFFFFF).to_bytes(4, "little") * 2 + (2).to_bytes(4, "little"), (1).to_bytes(4, "little") * 3
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LOOPS)
def test_loop_in_an_old_file_ends(name: str) -> None:
    """A chain of sectors or of names that comes back to itself is damage; followed blindly it fills all memory."""
    found = look(LOOPS[name])

    assert found.kind is Kind.NOTHING
    assert found.rule.code in {DAMAGED, OTHER}


@given(st.data())
@settings(max_examples=300, deadline=None, derandomize=True)
def test_spoiled_files_are_always_something(data: st.DataObject) -> None:
    """Whatever a bad line does to a file of any kind, it gets a kind or a reason, and nothing stops."""
    samples = [sample for sample, *_ in (*NOT_RETURNS.values(), *KINDS.values()) if len(sample) > 3]
    spoiled = bytearray(data.draw(st.sampled_from(samples)))
    for _ in range(data.draw(st.integers(1, 4))):
        spoiled[data.draw(st.integers(0, len(spoiled) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(spoiled[: data.draw(st.integers(1, len(spoiled)))])
    found = look(cut)

    assert found.kind in Kind
    assert found.kind is not Kind.NOTHING or found.refusal(Place(FILE)).message


@given(st.binary(max_size=600))
@settings(max_examples=300, deadline=None, derandomize=True)
def test_any_bytes_are_opened_or_refused(data: bytes) -> None:
    """The one face for every format answers to anything."""
    found = open_workbook(data, Place(FILE))

    assert isinstance(found, Finding)
