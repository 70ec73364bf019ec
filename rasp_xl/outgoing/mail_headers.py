"""Headers of a message as bytes: one line of thought each, whatever people are called, and the same from every Python.

Python's own folding of names and subjects differs from version to version, and has let line breaks and commas through.
"""

import re
import unicodedata
from base64 import b64encode
from collections.abc import Iterable, Sequence

from rasp_xl.model.addresses import Mailbox, travelling
from rasp_xl.outgoing.book import clean

ROOM = 76
"""Characters in a line, as RFC 2047 allows them where a line holds encoded words."""

ENCODED_AT_ONCE = 39
"""Bytes of a text in one encoded word: 52 characters of Base64 and 12 around them, with room for the header's name."""

LOOKS_ENCODED = "=?"
PLAIN_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+")
DIRECTIONS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF])
"""Signs that turn the direction of what follows them: in a name they would turn the address that stands behind it."""


def one_line(text: str) -> str:
    """A text fit for a header and for a line of a letter: nothing in it begins a line, rings a bell or turns what follows."""
    shown = clean(text).translate(DIRECTIONS)
    spaced = "".join(" " if unicodedata.category(sign) in ("Cc", "Zl", "Zp") else sign for sign in shown)
    return " ".join(spaced.split())


def text_header(name: str, text: str) -> bytes:
    """A header that holds running text, such as a subject."""
    shown = one_line(text)
    words = shown.split(" ")
    too_long = len(name) + 2 + len(words[0]) > ROOM or max(map(len, words)) >= ROOM
    if not shown.isascii() or LOOKS_ENCODED in shown or too_long:
        return _lines(name, _encoded(shown))
    folded = [words[0]]
    for word in words[1:]:
        before = len(name) + 2 if len(folded) == 1 else 1
        if before + len(folded[-1]) + 1 + len(word) > ROOM:
            folded.append(word)
        else:
            folded[-1] += f" {word}"
    return _lines(name, folded)


def address_header(name: str, people: Iterable[Mailbox]) -> bytes:
    """A header that names people; empty where there is nobody. Every address is one that mail can go to."""
    lines: list[str] = []
    for mailbox in people:
        if lines:
            lines[-1] += ","
        lines += _mailbox(mailbox)
    return _lines(name, lines) if lines else b""


def _mailbox(mailbox: Mailbox) -> list[str]:
    """One person, a line for each piece that may stand on its own."""
    address, shown = travelling(mailbox.address), one_line(mailbox.name)
    if not shown:
        return [address]
    if not shown.isascii() or LOOKS_ENCODED in shown or len(shown) > ROOM // 2:
        return [*_encoded(shown), f"<{address}>"]
    escaped = shown.replace("\\", "\\\\").replace('"', '\\"')
    quoted = shown if PLAIN_NAME.fullmatch(shown) else f'"{escaped}"'
    return [f"{quoted} <{address}>"]


def _encoded(text: str) -> list[str]:
    """Encoded words of RFC 2047, each of whole characters."""
    pieces, piece = [], b""
    for sign in text:
        if len(piece) + len(sign.encode()) > ENCODED_AT_ONCE:
            pieces.append(piece)
            piece = b""
        piece += sign.encode()
    return [f"=?utf-8?b?{b64encode(whole).decode()}?=" for whole in (*pieces, piece)]


def _lines(name: str, lines: Sequence[str]) -> bytes:
    return (f"{name}: " + "\r\n ".join(lines) + "\r\n").encode("ascii")
