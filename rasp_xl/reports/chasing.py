"""What letters say of returns: what is missing, what must be put right, what was counted."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from hashlib import sha256

from rasp_xl.incoming.entries import Entry
from rasp_xl.model.findings import Severity
from rasp_xl.model.layout import DATE, FIX_LIST, REPLY, START
from rasp_xl.model.letters import LetterFacts
from rasp_xl.model.rounds import Round
from rasp_xl.model.showing import day_words
from rasp_xl.outgoing.filling import Filling, Mark
from rasp_xl.outgoing.fix_list import CHECK, asks_to_reply, where
from rasp_xl.outgoing.fix_list import counted as things
from rasp_xl.outgoing.letter_words import ITEM, is_one_of_several
from rasp_xl.reports.board import Board, BoardLine, Standing
from rasp_xl.reports.uncounted import told, uncounted_words
from rasp_xl.reports.wording import listed, plural

MOST_LISTED = 12
"""Points in a letter, those that say the same counted as one; the rest is in the fix copy, which lists them all."""


NOTHING_YET = "Nothing has reached us yet."
ASKED_BEFORE = "We have asked this before, and no workbook in which it is put right has come."
LEVEL, DONT_KNOW, NOT_APPLICABLE = "answered with a level from 0 to 4", "with Don't know", "with Not applicable"
BLANK, UNREADABLE = "without an answer", "with an answer that cannot be read"


def reminder_facts(line: BoardLine, board: Board, round_: Round, received: str, attached: bool = False) -> LetterFacts:
    """For somebody from whom nothing counts yet; a reminder of another day, or about another file, is another letter.

    attached says whether the workbook to fill in goes with it once more.
    """
    if line.standing is Standing.MISSING:
        what, do = _nothing_yet(line, board), "If you have already sent it, please send it once more."
    else:
        sender = "you" if is_one_of_several(line.of.partner, line.person) else line.council
        head = f"What came from {sender} could not be counted when we read it on {received}:"
        what = "\n".join((head, *uncounted_words(line.of.held, round_, attached)))
        do = "Please reply to this message; where a file is asked for, attach it."
    about = " ".join((*marks(line), board.day.isoformat()))
    return LetterFacts(what=what, do=do, next=_lateness(line, board), about=about)


def marks(line: BoardLine) -> tuple[str, ...]:
    """What a reminder is known by for each file of which it tells: digits of its hash, or of its name where it could not be read."""
    told_of = (entry for entry, _ in told(line.of.held)) if line.standing is Standing.UNUSABLE else ()
    return tuple(
        sorted((entry.digest or sha256(entry.path.encode("utf-8", "replace")).hexdigest())[:12] for entry in told_of)
    )


def _nothing_yet(line: BoardLine, board: Board) -> str:
    """Who answers beside colleagues is told that theirs came, lest it seems that nobody noticed."""
    names = dict.fromkeys(other.person.name or "a colleague" for other in _colleagues(line, board))
    return f"Answers of {listed(list(names))} have come; yours have not reached us yet." if names else NOTHING_YET


def _colleagues(line: BoardLine, board: Board) -> list[BoardLine]:
    """Lines of the same council of which something counts."""
    return [other for other in board.lines if other.of.partner is line.of.partner and other.of.scored]


def _lateness(line: BoardLine, board: Board) -> str:
    if not board.due or not line.late:
        return ""
    ago = f"The day for returns was {plural((board.day - board.due).days, 'day')} ago."
    if _colleagues(line, board):
        return f"{ago} Until yours are in, {line.council} is assessed without them."
    return f"{ago} Until yours is in, the picture of all partners lacks {line.council}."


def query_facts(entry: Entry, filling: Filling, received: str, again: str = "") -> LetterFacts:
    """For the sender of a return in which something must be put right; again tells a second query from the first.

    filling is what the fix copy that goes with it is made of: the letter counts and names what stands on its Fix list.
    """
    name, marks = _name(entry), filling.marks
    alike = _alike(marks)
    points = [_point(group, filling) for group in alike[:MOST_LISTED]]
    if more := sum(map(len, alike[MOST_LISTED:])):
        points.append(f"- And {more} more, all listed in the attached workbook.")
    read = (
        f"We read your file {name} on {received}. {counted(entry)} Its SHA-256 fingerprint, by which both of us can show "
        f"which version it was, is {entry.digest}."
    )
    return LetterFacts(
        name,
        "\n".join((*[ASKED_BEFORE] * bool(again), things(marks), *points)),
        received,
        entry.digest,
        read,
        f"{entry.digest}{again}",
        _how(filling),
    )


def _alike(marks: Sequence[Mark]) -> list[list[Mark]]:
    """Marks that say the same of one place each together, in the order of the first of them."""
    groups: dict[tuple[Severity, str], list[Mark]] = defaultdict(list)
    for mark in marks:
        groups[mark.severity, mark.kind].append(mark)
    return list(groups.values())


def _point(group: Sequence[Mark], filling: Filling) -> str:
    """What is wrong at the first place, what to do, and at which other places it is the same."""
    first, *others = group
    place, _ = where(first, filling.round.question_set)
    point = f"{ITEM}{first.label} ({place}): {first.wrong} {first.do}"
    if not others:
        return point
    if all(mark.wrong == first.wrong for mark in others):
        return f"{point} It is asked at each of the {len(group)}."
    return f"{point} The same for {', '.join(_briefly(mark, first, filling) for mark in others)}."


def _briefly(mark: Mark, first: Mark, filling: Filling) -> str:
    """The question, or the place of what is about none, with what was found there where it differs from the first."""
    place, _ = where(mark, filling.round.question_set)
    found = f" (“{mark.found}”)" if mark.found != first.found and mark.found else ""
    return f"{mark.question if mark.heading and mark.question else place}{found}"


def _how(filling: Filling) -> str:
    """What to do with the attached workbook; a reply is asked for only where its Fix list has the column."""
    reply = f"Where it says “{CHECK}”, choose a reply under {REPLY} or type one. " if asks_to_reply(filling) else ""
    return (
        f"The attached workbook holds your own answers, with these places marked and listed on its sheet {FIX_LIST}. {reply}"
        "When nothing is left to do there, save it, reply to this message and attach it: it takes the place of your earlier return."
    )


def receipt_facts(line: BoardLine, entry: Entry, board: Board, received: str) -> LetterFacts:
    """For the sender of a return in which nothing is to be put right: one receipt for each file that ever counted."""
    what = f"{counted(entry)} Nothing needs to be put right."
    return LetterFacts(_name(entry), what, received, entry.digest, _next(line, board), entry.digest)


def _next(line: BoardLine, board: Board) -> str:
    if board.due and board.day <= board.due:
        return f"We score the returns of all partners after {day_words(board.due)}. Until then you may send a newer one: with a later {DATE} on the sheet {START} it counts instead."
    return "We score the returns of all partners together, and you get the result of yours."


def counted(entry: Entry) -> str:
    """What was counted in a return, in one sentence; the numbers add up to the questions."""
    kinds = Counter(_kind(a.value, a.unreadable) for a in entry.said.answers.values())
    parts = [f"{kinds[kind]} {kind}" for kind in (LEVEL, DONT_KNOW, NOT_APPLICABLE, BLANK, UNREADABLE) if kinds[kind]]
    return f"In it we counted {plural(kinds.total(), 'question')}: {', '.join(parts)}."


def _kind(value: object, unreadable: bool) -> str:
    if unreadable:
        return UNREADABLE
    if value is None:
        return BLANK
    return {"DK": DONT_KNOW, "NA": NOT_APPLICABLE}.get(str(value), LEVEL)


def _name(entry: Entry) -> str:
    """The file's own name: the folders above it are the office's."""
    return entry.path.replace("\\", "/").rpartition("/")[2]
