"""Seals: files that may hold a workbook and cannot be opened here, and signatures, which hold nothing."""

from rasp_xl.incoming.contents import Shut
from rasp_xl.model.file_rules import SHUT_PARCEL

SEALED = (
    (b"\x78\x9f\x3e\x22", "a packet of Outlook's own (winmail.dat)", "only Outlook can do that"),
    (b"-----BEGIN PGP MESSAGE", "an encrypted e-mail (PGP)", "only those it was encrypted for can do that"),
    (b"Rar!", "a RAR archive", "of archives only .zip is opened here"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "of archives only .zip is opened here"),
)
"""How they start, what to call them, and why they are not opened."""

CMS = b"\x06\x09*\x86H\x86\xf7\r\x01\x07"
"""How contents are named in S/MIME: signed or encrypted data of any kind."""

DETACHED = (b"0\x0b" + CMS + b"\x01", b"0\x80" + CMS + b"\x01\x00\x00")
"""How a signature says that what it signs is not in it but in the e-mail around it, in both ways of writing."""

NEAR = 300
"""Bytes from the start within which this stands."""


def is_signature(data: bytes) -> bool:
    """Whether a file is a digital signature and nothing else."""
    return data.startswith(b"-----BEGIN PGP SIGNATURE") or (
        data.startswith(b"0") and any(mark in data[:NEAR] for mark in DETACHED)
    )


def sealed(data: bytes) -> Shut | None:
    """Why a file that may hold a workbook is not opened, or None where it is no such file."""
    if data.startswith(b"0") and CMS in data[:40] and not is_signature(data):
        return Shut(
            SHUT_PARCEL,
            kind="an e-mail that was encrypted or signed as a whole",
            reason="its mail program must do that",
        )
    found = ((kind, reason) for start, kind, reason in SEALED if data.startswith(start))
    return next((Shut(SHUT_PARCEL, kind=kind, reason=reason) for kind, reason in found), None)
