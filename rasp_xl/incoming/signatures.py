"""Signatures: how files of other kinds begin, and what to call them to somebody who asked for a workbook."""

from rasp_xl.model.file_rules import NOT_A_WORKBOOK, OTHER_FORMAT, WEB_PAGE
from rasp_xl.model.findings import Rule

Told = tuple[Rule, str]
"""The rule that refuses a file, and in words what it looks like."""

PICTURE, SOUND, PROGRAM = "a picture", "a sound or video file", "a program"
LOTUS = "a Lotus 1-2-3 spreadsheet"

STARTS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF"),
    (b"%!PS", "a PostScript document"),
    (b"{\\rtf", "a text document (RTF)"),
    (b"\x89PNG", PICTURE),
    (b"GIF8", PICTURE),
    (b"\xff\xd8\xff", PICTURE),
    (b"II*\x00", PICTURE),
    (b"MM\x00*", PICTURE),
    (b"8BPS", PICTURE),
    (b"\xd7\xcd\xc6\x9a", PICTURE),
    (b"\x00\x00\x01\x00", PICTURE),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"MSCF", "a cabinet archive"),
    (b"\x7fELF", PROGRAM),
    (b"\xca\xfe\xba\xbe", PROGRAM),
    (b"\xcf\xfa\xed\xfe", PROGRAM),
    (b"SQLite format 3\x00", "a database (SQLite)"),
    (b"\x00\x01\x00\x00Standard", "a database (Access)"),
    (b"PAR1", "a Parquet table"),
    (b"ARROW1", "an Arrow table"),
    (b"\x89HDF", "an HDF5 file"),
    (b"!BDN", "an Outlook mailbox (.pst)"),
    (b"\x78\x9f\x3e\x22", "an Outlook wrapper (winmail.dat)"),
    (b"\xe4\x52\x5c\x7b", "a OneNote page"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "a shortcut to a file"),
    (b"book\x00\x00\x00\x00mark", "a shortcut to a file"),
    (b"ID3", SOUND),
    (b"OggS", SOUND),
    (b"\x1a\x45\xdf\xa3", SOUND),
    (b"AC10", "a drawing (DWG)"),
    (b"-----BEGIN PGP", "an encrypted or signed message"),
    (b"-----BEGIN", "a certificate or key"),
    (b"BEGIN:VCALENDAR", "an invitation"),
    (b"BEGIN:VCARD", "a business card"),
    (b"[InternetShortcut]", "a link to a web page"),
)
"""Beginnings, byte by byte."""

SIGNED = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07"
BUILT: tuple[tuple[tuple[tuple[int, bytes], ...], str], ...] = (
    *((((4, b"ftyp" + brand),), PICTURE) for brand in (b"heic", b"heix", b"heif", b"mif1", b"msf1", b"avif")),
    (((4, b"ftyp"),), SOUND),
    (((0, b"RIFF"), (8, b"WEBP")), PICTURE),
    (((0, b"RIFF"), (8, b"WAVE")), SOUND),
    (((0, b"RIFF"), (8, b"AVI ")), SOUND),
    (((0, b"BM"), (6, bytes(4))), PICTURE),
    (((0, b"\x01\x00\x00\x00"), (40, b" EMF")), PICTURE),
    (((0, b"MZ"), (3, b"\x00")), PROGRAM),
    (((0, b"\x30\x80"), (2, SIGNED)), "an encrypted or signed message"),
    (((0, b"\x30\x82"), (4, SIGNED)), "an encrypted or signed message"),
    (((257, b"ustar"),), "a tar archive"),
)
"""Marks at places counted from 0, all of which must be there: their first letters alone could be those of a text."""

OTHER_SPREADSHEETS: tuple[tuple[bytes, str], ...] = (
    (b"\x09\x00\x04\x00", "a workbook of Excel 2"),
    (b"\x09\x02\x06\x00", "a workbook of Excel 3"),
    (b"\x09\x04\x06\x00", "a workbook of Excel 4"),
    (b"\x00\x00\x02\x00\x04\x04", LOTUS),
    (b"\x00\x00\x02\x00\x06\x04", LOTUS),
    (b"\x00\x00\x1a\x00", LOTUS),
    (b"ID;P", "a SYLK spreadsheet"),
    (b"TABLE\r\n0,1", "a DIF spreadsheet"),
    (b"TABLE\n0,1", "a DIF spreadsheet"),
    (b"\xff\x57\x50\x43", "a WordPerfect or Quattro Pro file"),
)
"""Beginnings of spreadsheets that are asked for again in another format."""

OLD_KINDS: tuple[tuple[str, Rule, str], ...] = (
    ("worddocument", NOT_A_WORKBOOK, "a Word document"),
    ("powerpoint document", NOT_A_WORKBOOK, "a PowerPoint presentation"),
    ("visiodocument", NOT_A_WORKBOOK, "a Visio drawing"),
    ("quill", NOT_A_WORKBOOK, "a Publisher document"),
    ("catalog", NOT_A_WORKBOOK, "a list of small pictures (Thumbs.db)"),
    ("hwpsummaryinformation", NOT_A_WORKBOOK, "a Hangul document"),
    ("wksssworkbook", OTHER_FORMAT, "a Microsoft Works spreadsheet"),
    ("starcalcdocument", OTHER_FORMAT, "a StarOffice spreadsheet"),
    ("nativecontent_main", OTHER_FORMAT, "a Quattro Pro spreadsheet"),
    ("perfectoffice_main", OTHER_FORMAT, "a WordPerfect or Quattro Pro file"),
)
"""Names in the root folder of an old Office file, case-folded."""

PACKAGES: tuple[tuple[str, Rule, str], ...] = (
    ("word/", NOT_A_WORKBOOK, "a Word document"),
    ("ppt/", NOT_A_WORKBOOK, "a PowerPoint presentation"),
    ("visio/", NOT_A_WORKBOOK, "a Visio drawing"),
    ("index/slide", NOT_A_WORKBOOK, "an Apple Keynote presentation"),
    ("index/calculationengine", OTHER_FORMAT, "an Apple Numbers file"),
    ("index/document.iwa", OTHER_FORMAT, "an Apple Numbers file"),
    ("index.zip", OTHER_FORMAT, "an Apple Numbers file"),
    ("index.apxl", NOT_A_WORKBOOK, "an Apple Keynote presentation"),
    ("meta-inf/container.xml", NOT_A_WORKBOOK, "an e-book"),
    ("fixeddocseq.fdseq", NOT_A_WORKBOOK, "an XPS document"),
    ("fixeddocumentsequence.fdseq", NOT_A_WORKBOOK, "an XPS document"),
    ("report/layout", NOT_A_WORKBOOK, "a Power BI report"),
)
"""How names of parts begin, case-folded, in archives that are one document."""

OPEN_DOCUMENTS: tuple[tuple[str, Rule, str], ...] = (
    ("vnd.sun.xml.calc", OTHER_FORMAT, "an OpenOffice 1 spreadsheet (.sxc)"),
    ("vnd.sun.xml", NOT_A_WORKBOOK, "an OpenOffice 1 document"),
    ("opendocument.text", NOT_A_WORKBOOK, "an OpenDocument text"),
    ("opendocument.presentation", NOT_A_WORKBOOK, "an OpenDocument presentation"),
    ("opendocument.graphics", NOT_A_WORKBOOK, "an OpenDocument drawing"),
    ("opendocument", NOT_A_WORKBOOK, "an OpenDocument file that is no spreadsheet"),
    ("epub", NOT_A_WORKBOOK, "an e-book"),
)
"""What an archive of that family says of itself, in its part mimetype."""


def told_by_start(data: bytes) -> Told | None:
    """What a file is that begins, or is built, like one of another kind; None where its bytes tell nothing."""
    for starts, rule in ((STARTS, NOT_A_WORKBOOK), (OTHER_SPREADSHEETS, OTHER_FORMAT)):
        for start, words in starts:
            if data.startswith(start):
                return rule, words
    if data[:8] == b"bplist00":
        return (WEB_PAGE, "") if b"WebMainResource" in data[:4096] else (NOT_A_WORKBOOK, "a list of settings of a Mac")
    built = (words for marks, words in BUILT if all(data[at : at + len(mark)] == mark for at, mark in marks))
    words = next(built, "")
    return (NOT_A_WORKBOOK, words) if words else None
