"""The board: who was asked, who has answered, what is to be put right, who is late, and which letter is due."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Self

from rasp_xl.incoming.councils import former_id
from rasp_xl.incoming.entries import Entry, Status
from rasp_xl.incoming.expected import Expected, expected
from rasp_xl.model.file_rules import UNTOUCHED
from rasp_xl.model.findings import Severity
from rasp_xl.model.letters import LetterKind
from rasp_xl.model.rounds import Person, Round
from rasp_xl.reports.asked import asked_of
from rasp_xl.reports.assessment import Assessment
from rasp_xl.reports.uncounted import told, why_uncounted
from rasp_xl.reports.wording import listed, plural


class Standing(StrEnum):
    """How one expected return stands; in the order in which the board shows them."""

    MISSING = "missing"
    UNUSABLE = "cannot be used"
    TO_FIX = "to put right"
    IN = "in"


LETTER_FOR = {
    Standing.MISSING: LetterKind.REMINDER,
    Standing.UNUSABLE: LetterKind.REMINDER,
    Standing.TO_FIX: LetterKind.QUERY,
    Standing.IN: LetterKind.RECEIPT,
}
"""Only those concerned get a letter: a reminder where nothing counts yet, a query where something is to be put right."""


@dataclass(frozen=True, slots=True)
class ToDo:
    """How many things the sender of one return is asked to put right, and to explain: the rows of its Fix list.

    unchanged are paths of its fix copy that came back as it went.
    """

    entry: Entry
    fix: int = 0
    explain: int = 0
    unchanged: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """As 2 things to fix and 1 to explain; empty where nothing is asked."""
        fix = [plural(self.fix, "thing to fix", "things to fix")] * bool(self.fix)
        explain = f"{self.explain} to explain" if fix else plural(self.explain, "thing to explain", "things to explain")
        return " and ".join(fix + [explain] * bool(self.explain))


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One expected return. late says that the day is over by which it was wanted and that it is not in.

    what says what is missing or to be put right; letters are the kinds that are due; last is the day of the last letter
    that the record of sent letters knows of, None where there is none; to_do has an item for each return that counts.
    uninvited says that others were sent their invitation, and this one was sent nothing, as far as is recorded.
    """

    of: Expected
    standing: Standing
    late: bool
    what: str
    letters: tuple[LetterKind, ...]
    last: date | None = None
    to_do: tuple[ToDo, ...] = ()
    uninvited: bool = False

    @property
    def council(self) -> str:
        """The council's name."""
        return self.of.partner.name

    @property
    def person(self) -> Person:
        """Whom it was asked of; without a name or an address where nobody is known."""
        return self.of.person

    @property
    def files(self) -> tuple[Entry, ...]:
        """What came back, those that count first."""
        return self.of.files


@dataclass(frozen=True, slots=True)
class Board:
    """All lines in the round's order, on a day, with what was asked by when; strays are files that count for nobody and may be anybody's."""

    day: date
    due: date | None
    lines: tuple[BoardLine, ...]
    strays: tuple[Entry, ...] = ()

    def count(self, standing: Standing) -> int:
        """How many returns stand so; over all standings this adds up to the lines."""
        return sum(line.standing is standing for line in self.lines)

    @property
    def all_in(self) -> bool:
        """Whether nobody has anything left to do."""
        return self.count(Standing.IN) == len(self.lines)

    @property
    def late(self) -> int:
        """How many are late."""
        return sum(line.late for line in self.lines)

    def with_letters(self, written: Sequence[Collection[LetterKind]]) -> Self:
        """The board on which of the letters that are due only those are named that were written: line by line, the others went before."""
        pairs = zip(self.lines, written, strict=True)
        kept = (replace(line, letters=tuple(k for k in line.letters if k in kinds)) for line, kinds in pairs)
        return replace(self, lines=tuple(kept))

    @property
    def sentence(self) -> str:
        """What the board shows, and that its numbers add up."""
        numbers = [self.count(standing) for standing in Standing]
        told = ", ".join(f"{n} {s.value}" for n, s in zip(numbers, Standing, strict=True))
        late = f" {self.late} of them late." if self.late else ""
        total = " + ".join(map(str, numbers))
        return f"{plural(len(self.lines), 'return')}: {told}. {len(self.lines)} = {total}.{late}"


def board(
    assessment: Assessment,
    day: date,
    last: Mapping[str, date] | None = None,
    wait: int = 0,
    uninvited: Collection[str] = (),
) -> Board:
    """The board of a round on a day.

    last gives the day of the last letter by the recipient's file, as far as is recorded; within so many days of it no
    reminder is due that only says that nothing came. Those whose files are uninvited, and who had no other letter either, are
    not reminded of what they never got.
    """
    due = assessment.round.due
    came = expected(assessment.ledger, assessment.round)
    unchanged = _unchanged(assessment.ledger.entries)
    lines = (_line(one, _to_do(one, assessment.round, unchanged), (due, day, wait), last or {}) for one in came)
    whole = tuple(_without_reminder(line) if _never_invited(line, uninvited) else line for line in lines)
    if assessment.former_round:
        # That their return cannot be used is then a slip of the office's, of which no council is told.
        whole = tuple(replace(line, letters=()) if line.standing is Standing.UNUSABLE else line for line in whole)
    known = {entry.path for line in whole for entry in (*line.files, *line.of.perhaps)}
    unsettled = (e for e in assessment.ledger.entries if e.status in (Status.HELD, Status.REFUSED))
    return Board(day, due, whole, tuple(e for e in unsettled if e.path not in known))


def with_renamed(board_: Board, former: Mapping[str, str]) -> Board:
    """The board on which held files of an id that nobody has now may be of the council that had it, so that this is not told that nothing came.

    former gives by such an id the council's id of today.
    """
    whose: dict[str, list[Entry]] = {}
    for entry in board_.strays:
        if entry.returned and (now := former.get(former_id(entry.returned))):
            whose.setdefault(now, []).append(entry)
    lines = tuple(_perhaps_of(line, whose.get(line.of.partner.id, ())) for line in board_.lines)
    known = {entry.path for line in lines for entry in line.of.perhaps}
    return replace(board_, lines=lines, strays=tuple(entry for entry in board_.strays if entry.path not in known))


def _perhaps_of(line: BoardLine, entries: Sequence[Entry]) -> BoardLine:
    """The line of somebody of whom nothing counts, with files that may be theirs."""
    if not entries or line.of.scored or line.of.recipient is None:
        return line
    of = replace(line.of, perhaps=(*line.of.perhaps, *entries))
    return replace(line, of=of, letters=(), what=" ".join(_what(of, line.standing, line.to_do)))


def _never_invited(line: BoardLine, uninvited: Collection[str]) -> bool:
    """Whether nothing came from there, because nothing went there."""
    recipient = line.of.recipient
    nothing = line.standing is Standing.MISSING and line.last is None
    return nothing and recipient is not None and recipient.file in uninvited


def _without_reminder(line: BoardLine) -> BoardLine:
    return replace(line, letters=(), uninvited=True, what=f"{line.what} No invitation went, as far as is recorded.")


def _unchanged(entries: Iterable[Entry]) -> Mapping[str, Sequence[str]]:
    """Fix copies in which nothing was changed, by the digest of the return that each was made from."""
    found: dict[str, list[str]] = {}
    for entry in entries:
        if entry.returned and any(finding.rule is UNTOUCHED for finding in entry.findings):
            found.setdefault(entry.returned.identity.mends.strip().casefold(), []).append(entry.path)
    return found


def _to_do(one: Expected, round_: Round, unchanged: Mapping[str, Sequence[str]]) -> tuple[ToDo, ...]:
    """Of each return that counts."""
    return tuple(_counted(entry, round_, unchanged.get(entry.digest, ())) for entry in one.scored)


def _counted(entry: Entry, round_: Round, unchanged: Sequence[str]) -> ToDo:
    asked = asked_of(entry, round_)
    fix = sum(mark.severity is Severity.MUST_FIX for mark in asked)
    return ToDo(entry, fix, len(asked) - fix, tuple(unchanged))


def _line(
    one: Expected, to_do: tuple[ToDo, ...], when: tuple[date | None, date, int], last: Mapping[str, date]
) -> BoardLine:
    standing, (due, day, wait) = _standing(one, to_do), when
    late = standing is not Standing.IN and one.recipient is not None and due is not None and day > due
    wrote = last.get(one.recipient.file) if one.recipient else None
    kind = LETTER_FOR[standing]
    # A file that came since is a reply: like a query, a reminder about it waits for nothing but for itself.
    waiting = standing is Standing.MISSING and wrote is not None and (day - wrote).days < wait
    # Nobody is written to about a return of which nobody knows whose it is.
    unsettled = one.recipient is None or bool(one.perhaps or one.unclear)
    # What is held and may be theirs is for the office to settle: nobody is told that nothing came, nor of what only the office can mend.
    for_us = standing is Standing.UNUSABLE and not told(one.held)
    hold = waiting or unsettled or for_us
    what = " ".join(_what(one, standing, to_do))
    return BoardLine(one, standing, late, what, () if hold else (kind,), wrote, to_do)


def _standing(one: Expected, to_do: Sequence[ToDo]) -> Standing:
    if one.scored:
        return Standing.TO_FIX if any(each.words for each in to_do) else Standing.IN
    return Standing.UNUSABLE if one.held else Standing.MISSING


def _what(one: Expected, standing: Standing, to_do: Sequence[ToDo]) -> Iterator[str]:
    if standing is Standing.MISSING:
        perhaps = listed([entry.path for entry in (*one.perhaps, *one.unclear)])
        yield f"Nothing has come, unless {perhaps} is theirs." if perhaps else "Nothing has come."
    yield from why_uncounted(one.held)
    for each in to_do:
        yield f"{each.entry.path}: {each.words}." if each.words else f"{each.entry.path} is in order."
        yield from (f"Its fix copy {path} is here as it went: nothing in it is changed." for path in each.unchanged)
    if one.recipient is None:
        names = dict.fromkeys(entry.who for entry in one.files)
        who = listed([f"“{name}”" for name in names if name]) or "nobody"
        yield f"It names {who}, and nobody was asked under that name. Find out whose this is."
