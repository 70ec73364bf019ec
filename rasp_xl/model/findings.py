"""Findings: one thing to say about a return, with its place kept as data and never only inside a sentence."""

import string
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Self


class RaspError(Exception):
    """Something in our own set-up stops the run (a bad definition, a folder that cannot be written).

    Its text is a sentence for the person at the keyboard. Trouble in a council's workbook is never one of
    these: it is a Finding, and the batch goes on.
    """


class OutputError(RaspError):
    """The results could not be written, though they were made."""


class Severity(IntEnum):
    """How much a finding asks of the sender; the greatest of several is the verdict."""

    INFORMATION = 1
    EXPLAIN = 2
    MUST_FIX = 3

    @property
    def words(self) -> str:
        """As written in reports and results.json: must fix, explain, for information."""
        return ("for information", "explain", "must fix")[self - 1]


def column_letters(column: int) -> str:
    """Letters of a column counted from 1: 1 is A, 27 is AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = string.ascii_uppercase[rest] + letters
    return letters


def column_number(letters: str) -> int:
    """The number of a column from its letters, in either case: what column_letters makes, read back."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where in what came back. Rows and columns count from 1; 0 means the whole sheet or file."""

    file: str
    sheet: str = ""
    row: int = 0
    column: int = 0

    @property
    def cell(self) -> str:
        """The address as a spreadsheet shows it, for instance D14; empty for a whole sheet or file."""
        return f"{column_letters(self.column)}{self.row}" if self.row and self.column else ""

    def __str__(self) -> str:
        return ", ".join(part for part in (self.file, self.sheet, self.cell) if part)


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of thing that can be said. The code is permanent: never renumbered, never used again.

    Message and fix are ``str.format`` templates; expected says what would be right, where that is one thing; why says
    where such a thing comes from, for those who want to know more than what to do.
    """

    code: str
    severity: Severity
    message: str
    fix: str
    expected: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Waiver:
    """The programme office agrees that one finding may stand: of a council, of a rule (its code), by whom, until when.

    An empty question means all questions. The last day still counts; without one the waiver holds for the round.
    """

    council: str
    rule: str
    question: str
    reason: str
    approver: str
    last_day: date | None = None

    def holds_on(self, day: date | None) -> bool:
        """Whether it still counts on a day; without a day nothing can be over."""
        return day is None or self.last_day is None or day <= self.last_day


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule met at one place. found is the council's own text, cut to 80 characters for show.

    about holds the ids of all questions that it speaks of together, where a message names only the first of them.
    """

    rule: Rule
    place: Place
    message: str
    fix: str
    question: str = ""
    found: str = ""
    waiver: Waiver | None = None
    about: tuple[str, ...] = ()

    @classmethod
    def at(
        cls,
        place: Place,
        rule: Rule,
        *,
        question: str = "",
        found: object = "",
        about: Iterable[str] = (),
        **facts: object,
    ) -> Self:
        """Fill the rule's templates; a fact that a template names and nobody gave is a KeyError, our bug."""
        shown = shorten(str(found))
        facts |= {"question": question, "found": shown}
        message, fix = rule.message.format(**facts).strip(), rule.fix.format(**facts)
        return cls(rule, place, message, fix, question, shown, about=tuple(about))

    @property
    def severity(self) -> Severity:
        """The rule's, unless the finding is waived: then it is for information."""
        return Severity.INFORMATION if self.waiver else self.rule.severity

    @property
    def must_fix(self) -> bool:
        """Whether this makes an area provisional until the sender mends it."""
        return self.severity is Severity.MUST_FIX


def shorten(text: str, longest: int = 80) -> str:
    """Text on one line, of at most so many characters, for showing what was found."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1] + "…"
