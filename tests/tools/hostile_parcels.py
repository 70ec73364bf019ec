"""Archives and e-mails that somebody made to hurt whoever opens them: each by file name, made around a good return."""

import base64
import struct
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import SMTP
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

MEGABYTE = 1_000_000


def zipped(*members: tuple[str, bytes]) -> bytes:
    """An archive of names and contents, whatever the names are."""
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, data in members:
            info = ZipInfo("x")
            info.filename = name
            info.compress_type = ZIP_DEFLATED
            archive.NameToInfo.pop(name, None)
            archive.writestr(info, data)
    return stream.getvalue()


def mailed(*attachments: tuple[str, bytes], subject: str = "Our return") -> bytes:
    """An e-mail with files attached."""
    message = EmailMessage(SMTP)
    message["From"], message["To"], message["Subject"] = "a@northmoor.example", "office@example.org", subject
    message.set_content("Please find attached.")
    for name, data in attachments:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def hostile_zips(good: bytes) -> Iterator[tuple[str, bytes]]:
    """Zip archives; the first word of each name says whether the good return in it can be read."""
    nested = good
    for depth in range(60):
        nested = zipped((f"{depth}.zip", nested), ("Northmoor.xlsx", good)) if depth < 5 else zipped(("a.zip", nested))
    yield "zip in zip in zip.zip", nested
    zeros = zipped(("zeros.xlsx", bytes(400 * MEGABYTE)))
    yield "ten bombs in one.zip", zipped(*((f"{n}.zip", zeros) for n in range(10)))
    yield "one bomb.zip", zeros
    yield "100,000 files.zip", zipped(*((f"{n}.xlsx", b"") for n in range(100_000)))
    yield (
        "names that climb out.zip",
        zipped(
            ("../../../tmp/Northmoor.xlsx", good),
            ("/etc/passwd.xlsx", b"x"),
            ("C:\\Windows\\x.xlsx", b"x"),
            ("\\\\server\\x.xlsx", b"x"),
        ),
    )
    yield (
        "names nobody can type.zip",
        zipped(("\x1b[31m\u202exslx.xlsx", good), ("", b"x"), ("CON.xlsx", b"x"), ("a" * 60_000, b"x")),
    )
    yield "one name for all.zip", zipped(*(("Northmoor.xlsx", good + bytes(n)) for n in range(5)))
    yield "with a password.zip", _flagged(zipped(("Northmoor.xlsx", good)), 8, struct.pack("<H", 1))
    yield "packed in an unknown way.zip", _flagged(zipped(("Northmoor.xlsx", good)), 10, struct.pack("<H", 99))
    yield "half.zip", zipped(("Northmoor.xlsx", good))[:-200]
    yield "only folders.zip", zipped(("a/", b""), ("a/b/", b""))
    yield "nothing.zip", zipped()
    link = ZipInfo("Northmoor.xlsx")
    link.external_attr = 0o120777 << 16
    stream = BytesIO()
    with ZipFile(stream, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    yield "a link.zip", stream.getvalue()


def _flagged(data: bytes, offset: int, value: bytes) -> bytes:
    changed, at = bytearray(data), data.find(b"PK\1\2")
    changed[at + offset : at + offset + len(value)] = value
    return bytes(changed)


def hostile_mails(good: bytes) -> Iterator[tuple[str, bytes]]:
    """Saved e-mails and mailboxes."""
    head = b"From: a@northmoor.example\r\nTo: office@example.org\r\nSubject: %s\r\nMIME-Version: 1.0\r\n"
    yield "names that climb out.eml", mailed(("../../../tmp/Northmoor.xlsx", good), ("C:\\x.xlsx", b"x"))
    yield "3,000 attachments.eml", mailed(*((f"{n}.xlsx", b"x") for n in range(3_000)))
    deep = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(3_000))
    yield "3,000 parts deep.eml", head % b"deep" + deep + b"\r\ntext"
    inside = mailed(("Northmoor.xlsx", good))
    for _ in range(12):
        inside = (
            head % b"Fwd"
            + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n'
            + inside
            + b"\r\n--b--\r\n"
        )
    yield "forwarded twelve times.eml", inside
    yield "a header of 5 MB.eml", head % (b"x" * 5 * MEGABYTE) + b"\r\ntext"
    yield "100,000 headers.eml", head % b"many" + b"".join(b"X-%d: y\r\n" % n for n in range(100_000)) + b"\r\ntext"
    broken = base64.encodebytes(good).replace(b"A", b"!")
    yield (
        "base64 that is none.eml",
        head % b"broken"
        + b'Content-Type: application/octet-stream; name="Northmoor.xlsx"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
        + broken,
    )
    yield (
        "an encoding nobody knows.eml",
        head % b"odd"
        + b'Content-Type: application/x; name="a.xlsx"; charset="x-no"\r\nContent-Transfer-Encoding: x-no\r\n\r\ntext',
    )
    yield (
        "a name in an encoding nobody knows.eml",
        head % b"odd"
        + b"Content-Type: application/x\r\nContent-Disposition: attachment; filename*=x-no''%ff%fe.xlsx\r\n\r\ntext",
    )
    yield (
        "no end to its parts.eml",
        head % b"open" + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n\r\nno end',
    )
    yield (
        "an empty boundary.eml",
        head % b"open" + b'Content-Type: multipart/mixed; boundary=""\r\n\r\n--\r\n\r\n----\r\n',
    )
    yield "no attachment.eml", head % b"I forgot it" + b"\r\nPlease find attached."
    yield "a bomb attached.eml", mailed(("bomb.zip", zipped(("zeros.xlsx", bytes(300 * MEGABYTE)))))
    yield (
        "20,000 e-mails.mbox",
        b"".join(
            b"From a@northmoor.example Mon Nov 23 10:00:00 2026\n" + head % b"x" + b"\ntext\n\n" for _ in range(20_000)
        ),
    )
