"""Drafts of letters: how they are marked, so that what has been sent is known again."""

import re
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from rasp_xl.model.letters import LetterKind
from rasp_xl.model.rounds import Person
from rasp_xl.model.showing import time_words

LETTER_HEADER = "X-Rasp-Letter"
"""Names the letter: its kind, round, council and person, and what it is about. The same letter made again has the same name."""

SENDER_HEADER = "X-Rasp-Sender"
"""Whom the letter is from. A draft has no From, so that the account it is opened in fills it."""

UNSENT_HEADER = "X-Unsent"
"""Makes Outlook and Thunderbird open a file as a draft. It must not be in what is sent."""

SEAL_HEADER = "X-Rasp-Seal"
"""The second header of a draft: the SHA-256 of all that follows it. Where it no longer fits, somebody has changed the draft."""

LETTERS_FOLDER, UNADDRESSED = "letters", "unaddressed"
"""Folders of letters: those that can be sent, and those that somebody must address by hand, which sending does not look into."""

CHASED = "chase"
"""The folder within a round's output that chase writes into."""

SENT_FOLDER, RECORD = "sent", "sent.jsonl"
"""Beside each other: the letters that went, as files to look at, and the record of what was sent."""

DRAFT = f"{UNSENT_HEADER}: 1\r\n".encode()
SEAL = re.compile(rb"%b%b: ([0-9a-f]{64})\r\n" % (DRAFT, SEAL_HEADER.encode()))
NAMED = re.compile(rb"^%b: ((?:[^\r\n]|\r\n[ \t])*)\r\n" % LETTER_HEADER.encode(), re.MULTILINE)


def sealed(message: bytes) -> bytes:
    """A message as a draft, with its seal."""
    return DRAFT + f"{SEAL_HEADER}: {sha256(message).hexdigest()}\r\n".encode() + message


def is_as_sealed(data: bytes) -> bool:
    """Whether these are the bytes of a draft that nobody has changed since we wrote it."""
    found = SEAL.match(data)
    return found is not None and sha256(data[found.end() :]).hexdigest() == found[1].decode()


def letter_named(data: bytes) -> str:
    """What a draft of ours says of itself in LETTER_HEADER; empty where it says nothing."""
    found = NAMED.search(data.partition(b"\r\n\r\n")[0] + b"\r\n")
    return " ".join(found[1].decode("ascii", "replace").split()) if found else ""


PART = ";"
"""Stands between the parts of a letter's name; none of them has it within."""


@dataclass(frozen=True, slots=True)
class LetterParts:
    """What a letter's name is made of: see outgoing.letters. Letters to one address about one matter share kind, about and whom."""

    kind: str
    round: str
    partner: str
    about: str = ""
    whom: str = ""


def letter_parts(letter: str) -> LetterParts | None:
    """The parts of a letter's name; None of one that has no name of ours."""
    kind, *others = (part.strip() for part in letter.split(PART))
    if kind not in set(LetterKind) or not 2 <= len(others) <= 4:
        return None
    return LetterParts(kind, *others)


@dataclass(frozen=True, slots=True)
class Draft:
    """One letter as its file holds it. to are bare addresses, copies included; attached are the names of files."""

    file: str
    letter: str
    subject: str
    to: tuple[str, ...]
    attached: tuple[str, ...]
    sender: Person
    data: bytes

    @property
    def is_ours(self) -> bool:
        """Whether it carries a name that templates or chase gave it."""
        return letter_parts(self.letter) is not None


TRYING, SENT, REFUSED = "trying", "sent", "refused"
"""States of a letter: about to leave, or in doubt; taken by the server; not taken, so that it may be tried again."""

BY_HAND = "marked as sent by the office"
"""What stands in the record for a server's answer where the office sent a letter from its own mail program."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the record of what was sent, with the state that the letter then was in.

    time is ISO 8601 with its zone; answer is the server's, or why it went wrong; refused are recipients that the server
    would not have.
    """

    letter: str
    file: str
    state: str
    time: str
    to: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    answer: str = ""

    @property
    def when(self) -> str:
        """The time in words; as it stands where somebody has changed it."""
        try:
            return time_words(datetime.fromisoformat(self.time))
        except ValueError:
            return self.time


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run would do with the letters of a folder: send them, leave them because they went, or because nobody knows.

    held are letters that somebody has had already under another id, each with the line that says so; notes are sentences
    on what else the office should know. unaddressed are letters beside the folder that lack an address.
    again names the files that go although the record knows them; record is the folder in which that is.
    """

    folder: Path
    record: Path
    sender: Person
    to_send: tuple[Draft, ...]
    gone: tuple[tuple[Draft, Line], ...] = ()
    in_doubt: tuple[tuple[Draft, Line], ...] = ()
    held: tuple[tuple[Draft, Line], ...] = ()
    notes: tuple[str, ...] = ()
    unaddressed: tuple[Path, ...] = ()
    again: frozenset[str] = frozenset()

    @property
    def to_mark(self) -> tuple[Draft, ...]:
        """Letters that an office can mark as sent: those in doubt too, for whoever marks them has asked."""
        return (*self.to_send, *(draft for draft, _ in self.in_doubt))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run did, a line for each letter. left are letters that it did not come to, because of why."""

    lines: tuple[Line, ...] = ()
    left: tuple[Draft, ...] = ()
    why: str = ""

    def count(self, state: str) -> int:
        """How many letters ended in a state."""
        return sum(line.state == state for line in self.lines)

    @property
    def all_well(self) -> bool:
        """Whether every letter went to everybody it was for."""
        return not self.left and all(line.state == SENT and not line.refused for line in self.lines)
