"""What letters say of returns: what is missing, what must be put right, what was counted."""

from collections import Counter

from rasp_xl.incoming.entries import Entry
from rasp_xl.model.layout import FIX_LIST, REPLY
from rasp_xl.model.letters import LetterFacts
from rasp_xl.model.rounds import Round
from rasp_xl.model.showing import day_words
from rasp_xl.outgoing.filling import Filling, Mark
from rasp_xl.outgoing.fix_list import CHECK, asks_to_reply, where
from rasp_xl.outgoing.fix_list import counted as things
from rasp_xl.reports.board import Board, BoardLine, Standing
from rasp_xl.reports.uncounted import uncounted_words
from rasp_xl.reports.wording import plural

MOST_LISTED = 12
"""Points in a letter; the rest is in the fix copy, which lists them all."""


def reminder_facts(line: BoardLine, board: Board, round_: Round, received: str, attached: bool = False) -> LetterFacts:
    """For somebody from whom nothing counts yet; a reminder of another day is another letter.

    attached says whether the workbook to fill in goes with it once more.
    """
    if line.standing is Standing.MISSING:
        what, do = "Nothing has reached us yet.", "If you have already sent it, please send it once more."
    else:
        head = f"What came from {line.council} could not be counted when we read it on {received}:"
        what = "\n".join((head, *uncounted_words(line.of.held, round_, attached)))
        do = "To send it again, reply to this message and attach the file."
    late = (board.day - board.due).days if board.due and line.late else 0
    after = (
        f"The day was {plural(late, 'day')} ago. Until yours is in, the picture of all partners lacks {line.council}."
        if late
        else ""
    )
    return LetterFacts(what=what, do=do, next=after, about=board.day.isoformat())


def query_facts(entry: Entry, filling: Filling, received: str, again: str = "") -> LetterFacts:
    """For the sender of a return in which something must be put right; again tells a second query from the first.

    filling is what the fix copy that goes with it is made of: the letter counts and names what stands on its Fix list.
    """
    name, marks = _name(entry), filling.marks
    points = [_point(mark, filling) for mark in marks[:MOST_LISTED]]
    if len(marks) > MOST_LISTED:
        points.append(f"- And {len(marks) - MOST_LISTED} more, all listed in the attached workbook.")
    read = f"We read your file {name} on {received}: {counted(entry)} Its SHA-256 fingerprint is {entry.digest}."
    return LetterFacts(
        name,
        "\n".join((things(marks), *points)),
        received,
        entry.digest,
        read,
        f"{entry.digest}{again}",
        _how(filling),
    )


def _point(mark: Mark, filling: Filling) -> str:
    place, _ = where(mark, filling.round.question_set)
    return f"- {mark.label} ({place}): {mark.wrong} {mark.do}"


def _how(filling: Filling) -> str:
    """What to do with the attached workbook; a reply is asked for only where its Fix list has the column."""
    reply = f"Where it says “{CHECK}”, choose a reply under {REPLY} or type one. " if asks_to_reply(filling) else ""
    return (
        f"The attached workbook holds your own answers, with these places marked and listed on its sheet {FIX_LIST}. {reply}"
        "When nothing is left to do there, save it, reply to this message and attach it."
    )


def receipt_facts(line: BoardLine, entry: Entry, board: Board, received: str) -> LetterFacts:
    """For the sender of a return in which nothing is to be put right: one receipt for each file that ever counted."""
    return LetterFacts(_name(entry), counted(entry), received, entry.digest, _next(line, board), entry.digest)


def _next(line: BoardLine, board: Board) -> str:
    if board.due and board.day <= board.due:
        return f"We score the returns of all partners after {day_words(board.due)}. Until then you may send a newer one; the newer counts."
    return "We score the returns of all partners together, and you get the result of yours."


def counted(entry: Entry) -> str:
    """What was counted in a return, in one sentence; the numbers add up to the questions."""
    kinds = Counter(_kind(a.value, a.unreadable) for a in entry.said.answers.values())
    parts = [
        f"{kinds[kind]} {kind}"
        for kind in ("with a level", "don't know", "not applicable", "blank", "not readable")
        if kinds[kind]
    ]
    return f"{plural(kinds.total(), 'question')}: {', '.join(parts)}."


def _kind(value: object, unreadable: bool) -> str:
    if unreadable:
        return "not readable"
    if value is None:
        return "blank"
    return {"DK": "don't know", "NA": "not applicable"}.get(str(value), "with a level")


def _name(entry: Entry) -> str:
    """The file's own name: the folders above it are the office's."""
    return entry.path.replace("\\", "/").rpartition("/")[2]
