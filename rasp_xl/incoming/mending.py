"""Mending: fix copies that came back, and the returns whose place they take."""

from collections import Counter, defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rasp_xl.incoming.entries import Entry, Status
from rasp_xl.incoming.names import near, short
from rasp_xl.model.answers import Answer
from rasp_xl.model.file_rules import UNTOUCHED
from rasp_xl.model.findings import Finding, Place
from rasp_xl.model.questions import AnswerValue, Question


@dataclass(frozen=True, slots=True)
class Mending:
    """What fix copies do to the returns they were made from; everything goes by the digests of files.

    made_from leads from a copy to its original. last holds, for each return that was mended, the copies that count in
    its place: of a copy of a copy the last. days are the dates on the start sheets, but no copy is older than its original.
    """

    made_from: Mapping[str, str]
    last: Mapping[str, tuple[Entry, ...]]
    days: Mapping[str, date | None]


def mending(entries: Sequence[Entry]) -> Mending:
    """Follow the fix copies among returns that are scored or held.

    A copy that is held for a reason of its own takes nobody's place. Returns that claim to be each other's copies count
    as if they claimed nothing: no honest file can name one that was made after it.
    """
    came_back = {e.digest: e for e in entries if e.returned and e.status is Status.HELD}
    came_back |= {e.digest: e for e in entries if e.returned and e.status is Status.SCORED}
    made_from = {digest: original for digest, e in came_back.items() if (original := _original(e, came_back))}
    order = _copies_first(came_back, made_from)
    return Mending(made_from, _last(order, came_back, made_from), _days(order, came_back, made_from))


def set_aside_untouched(entries: Sequence[Entry], asked: Sequence[Question]) -> list[Entry]:
    """Ignore fix copies that say what their originals say: they lie beside the returns, or came back as they went.

    A reply on the Fix list is something to say, too: all that a copy asks may be to look at what is in it.
    """
    originals = {e.digest: e for e in sorted(entries, key=lambda e: e.by_name, reverse=True) if e.returned}
    return [
        entry.turned(Status.IGNORED, Finding.at(Place(entry.path), UNTOUCHED, other=original.path))
        if (original := _untouched(entry, originals, asked))
        else entry
        for entry in entries
    ]


def _untouched(copy: Entry, originals: Mapping[str, Entry], asked: Sequence[Question]) -> Entry | None:
    """The original of a fix copy in which nothing was changed; what could not be read in it is a blank in the copy."""
    if not copy.returned or copy.status is not Status.SCORED or copy.returned.replies:
        return None
    original = originals.get(copy.returned.identity.mends.strip().casefold())
    if not original or original is copy:
        return None
    sent, kept = copy.said.answers, original.kept_answers
    same = all(_words(sent.get(q.id)) == _words(kept.get(q.id)) for q in asked)
    covers = [(c.respondent, c.role, c.day) for c in (copy.said.cover, original.said.cover)]
    return original if same and covers[0] == covers[1] else None


def _words(answer: Answer | None) -> tuple[AnswerValue, str, str]:
    return (answer.value, answer.evidence.strip(), answer.comment.strip()) if answer else (None, "", "")


def _original(copy: Entry, came_back: Mapping[str, Entry]) -> str:
    """The digest of the return that a fix copy was made from, empty where that is not here or is another council's.

    A workbook can be made to claim anything, and what one council sends must never put away what another sent.
    """
    mends = copy.said.identity.mends.strip().casefold()
    if mends not in came_back:
        return ""
    ours, theirs = copy.partner, came_back[mends].partner
    one = not ours or not theirs or ours.id == theirs.id or near(short(ours.name), short(theirs.name))
    return mends if one else ""


def _copies_first(came_back: Mapping[str, Entry], made_from: Mapping[str, str]) -> list[str]:
    """All digests, each copy before its original; those that go round in a ring are left out."""
    waiting = Counter(made_from.values())
    ready = deque(digest for digest in came_back if not waiting[digest])
    order = []
    while ready:
        digest = ready.popleft()
        order.append(digest)
        if original := made_from.get(digest):
            waiting[original] -= 1
            if not waiting[original]:
                ready.append(original)
    return order


def _last(
    order: Sequence[str], came_back: Mapping[str, Entry], made_from: Mapping[str, str]
) -> dict[str, tuple[Entry, ...]]:
    last: dict[str, tuple[Entry, ...]] = defaultdict(tuple)
    for digest in order:
        if original := made_from.get(digest):
            entry = came_back[digest]
            last[original] += last.get(digest) or ((entry,) if entry.status is Status.SCORED else ())
    return {digest: last[digest] for digest in order if last.get(digest)}


def _days(order: Sequence[str], came_back: Mapping[str, Entry], made_from: Mapping[str, str]) -> dict[str, date | None]:
    days = {digest: entry.said.cover.day for digest, entry in came_back.items()}
    for digest in reversed(order):
        if original := made_from.get(digest):
            days[digest] = max((day for day in (days[digest], days[original]) if day), default=None)
    return days
