"""Enclosures: what comes along with returns and cannot be one. What may be a return in another shape is none of them."""

import re
from pathlib import PurePosixPath

from rasp_xl.incoming.kinds import Kind, Look
from rasp_xl.incoming.plain_text import as_text
from rasp_xl.incoming.seals import is_signature
from rasp_xl.model.file_rules import NOT_A_WORKBOOK

SIGNATURE, PICTURE, PLAIN_TEXT = "a digital signature", "a picture", "plain text"
NEVER_A_RETURN = frozenset(
    {
        SIGNATURE, "an invitation", "a business card", "a link to a web page", "a list of settings of a Mac",
        "a list of small pictures (Thumbs.db)",
    }
)  # fmt: skip
"""In the words for files that are no workbooks. A shortcut is not among them: somebody meant to send what it leads to."""

SMALL_PICTURE = 30_000
"""Bytes below which a picture is a logo. A photograph or a picture of the screen with a filled form in it is larger."""

NOTES = frozenset({".txt", ".text", ".md", ".log"})
LONGEST_NOTE = 16_000
REF = re.compile(r"\b[A-Z]{2}[1-9][0-9]{0,2}\b")
FEWEST_REFS = 3
"""A text with so many different Refs in it may hold answers."""

WORKBOOK_ENDING = re.compile(r"\.(?:xl\w{1,2}|ods|ots|numbers|csv)$", re.IGNORECASE)


def enclosure(name: str, data: bytes, seen: Look, by_mail: bool = False) -> str:
    """What a file is that lies beside returns, in words; empty where it is, or may be, somebody's return.

    Mail programs put pictures of any size beside what was sent on purpose.
    """
    if seen.kind is not Kind.NOTHING or seen.rule is not NOT_A_WORKBOOK or WORKBOOK_ENDING.search(name):
        return ""
    words = SIGNATURE if is_signature(data) else seen.words
    if words == PICTURE:
        return words if by_mail or len(data) < SMALL_PICTURE else ""
    return words if words in NEVER_A_RETURN or (words == PLAIN_TEXT and _is_note(name, data)) else ""


def _is_note(name: str, data: bytes) -> bool:
    path = PurePosixPath(name.casefold())
    called_so = path.suffix in NOTES or path.name.replace(" ", "").startswith("readme")
    return called_so and len(data) <= LONGEST_NOTE and len(set(REF.findall(as_text(data)))) < FEWEST_REFS
