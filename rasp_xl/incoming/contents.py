"""Contents: the files inside a parcel, as listed there, and the bounds within which they are unpacked."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rasp_xl.incoming.entries import Mail
from rasp_xl.incoming.unpacking import MEBIBYTE, MOST_BYTES
from rasp_xl.model.file_rules import SHUT_PARCEL
from rasp_xl.model.findings import Finding, Place, Rule

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How Outlook messages and old or locked workbooks begin."""

MOST_PARCEL = 250 * MEBIBYTE
"""The largest zip archive or mailbox: 2,000 filled templates take half of it."""

MOST_MESSAGE = 50 * MEBIBYTE
"""The largest e-mail; mail servers stop at half of it."""

MOST_FILES = 2_000
"""Files in one parcel, those in parcels inside it included; there are not four hundred councils."""

MOST_IN_ALL = 500 * MEBIBYTE
"""Bytes of all files in one parcel, those in parcels inside it included."""

MOST_MESSAGES = 10_000
"""E-mails in one mailbox that are taken apart."""

MOST_DEEP = 4
"""Parcels inside each other: a zip archive in an e-mail that was forwarded twice."""

LONGEST_NAME, MOST_STEPS = 100, 6
"""Characters that are shown of a name and of each folder in it, and how many of these; the outermost are left out."""

NAMELESS = "file without a name"


class Shut(Exception):  # noqa: N818 - it is no error of ours
    """Raised where a parcel or a file in it cannot be opened, with the rule that says so and its facts."""

    def __init__(self, rule: Rule, **facts: str) -> None:
        super().__init__(rule.code)
        self.rule, self.facts = rule, facts

    def finding(self, file: str) -> Finding:
        """The rule met by a file."""
        return Finding.at(Place(file), self.rule, **self.facts)


@dataclass(frozen=True, slots=True)
class Content:
    """One file in a parcel: its name as written there, its size in bytes unpacked, and a way to its bytes.

    read may raise Shut. inside is given where the file is an e-mail that was taken apart with the one it is attached to;
    mail is that of the e-mails of a mailbox.
    """

    name: str
    size: int
    read: Callable[[], bytes]
    inside: "Inside | None" = None
    mail: Mail | None = None


def mail(address: str, subject: str) -> Mail:
    """An e-mail as its headers say, the subject cut and on one line."""
    printable = "".join(c if c.isprintable() else " " for c in subject)
    return Mail(address, " ".join(printable.split())[:LONGEST_NAME])


Inside = Callable[[], Sequence[Content]]


class Allowance:
    """What one parcel on the disk may still hold, with everything in it."""

    def __init__(self) -> None:
        self._files, self._bytes = MOST_FILES, MOST_IN_ALL

    def take(self, contents: Sequence[Content], kind: str) -> None:
        """Count these files, or raise Shut for a parcel of that kind where they are too many or too large together."""
        self._files -= len(contents)
        self._bytes -= sum(content.size for content in contents if content.size <= MOST_BYTES)
        if self._files < 0:
            raise Shut(SHUT_PARCEL, kind=kind, reason=f"it holds more than {MOST_FILES:,} files")
        if self._bytes < 0:
            raise Shut(SHUT_PARCEL, kind=kind, reason=f"it unpacks to more than {MOST_IN_ALL // MEBIBYTE} MB")


def shown_name(name: str) -> str:
    """A name from a parcel fit to be shown: one line, and no way to a drive, to the root or upwards."""
    printable = "".join(c if c.isprintable() else " " for c in name.replace("\\", "/"))
    steps = [step.strip() for step in re.sub(r"^\s*[A-Za-z]:", "", printable).split("/")]
    return "/".join(_cut(step) for step in steps[-MOST_STEPS:] if step.strip(". ")) or NAMELESS


def _cut(step: str) -> str:
    return step if len(step) <= LONGEST_NAME else f"{step[: LONGEST_NAME - 20]}…{step[-19:]}"


class Names:
    """Shown names that are taken; whatever comes later under the same name gets a number."""

    def __init__(self, taken: Sequence[str]) -> None:
        self._taken = set(taken)
        self._last: dict[str, int] = {}

    def give(self, name: str) -> str:
        """The name itself, or with a number before its ending, as in `return (2).xlsx`."""
        start, dot, ending = name.rpartition(".")
        if not start or "/" in ending:
            start, dot, ending = name, "", ""
        given = name
        while given in self._taken:
            self._last[name] = number = self._last.get(name, 1) + 1
            given = f"{start} ({number}){dot}{ending}"
        self._taken.add(given)
        return given
