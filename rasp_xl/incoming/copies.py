"""Copies: which of several returns of one sender counts. Whatever does not count is told what counts instead."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from rasp_xl.incoming.differences import Content, content, differences
from rasp_xl.incoming.entries import Entry, Status
from rasp_xl.incoming.mending import Mending, mending
from rasp_xl.incoming.names import person
from rasp_xl.incoming.wording import plain
from rasp_xl.model import file_rules
from rasp_xl.model.findings import Finding, Place
from rasp_xl.model.questions import Question

Asked = Sequence[Question]
Days = Mapping[str, date | None]
"""When each return was filled, by its digest."""

Sender = tuple[str, str]


def supersede_same_content(entries: Sequence[Entry]) -> list[Entry]:
    """Of files with the same bytes the one with the shortest name counts."""
    counted: dict[str, Entry] = {}
    for entry in sorted(entries, key=lambda e: e.by_name):
        if entry.status is Status.SCORED:
            counted.setdefault(entry.digest, entry)
    return [
        _same(e, counted[e.digest]) if e.status is Status.SCORED and counted[e.digest].path != e.path else e
        for e in entries
    ]


def one_for_each_respondent(entries: Sequence[Entry], asked: Asked) -> list[Entry]:
    """Of several returns of one respondent one counts: the one that was mended, else the latest dated, else none.

    What cannot count for a reason of its own (another round, no council, no answer) is held before and puts away nothing.
    """
    mended = mending(entries)
    senders = _senders(entries)
    entries = _replaced(entries, [*_rivals(mended, asked), *_originals(entries, mended, asked, senders)])
    groups: dict[Sender, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.status is Status.SCORED:
            groups[senders[entry.path]].append(entry)
    people = [one for group in groups.values() if len(group) > 1 for one in _told_apart(group)]
    return _replaced(entries, [e for group in people for e in _settled(group, asked, mended.days)])


def _replaced(entries: Sequence[Entry], changed: Iterable[Entry]) -> list[Entry]:
    by_path = {e.path: e for e in changed}
    return [by_path.get(entry.path, entry) for entry in entries]


def _senders(entries: Sequence[Entry]) -> dict[str, Sender]:
    """By path council and person, both empty where unknown.

    A template that was made for one of a council's respondents says whose it is, whatever is typed under Respondent. A
    return that does not say so is from the one respondent who typed the same name, if there is one; else the name counts.
    """
    typed = {e.path: ((e.partner.id if e.partner else ""), person(e.who)[0]) for e in entries if e.returned}
    made_for = {e.path: slug for e in entries if e.returned and (slug := e.returned.identity.person.strip().casefold())}
    slugs: dict[Sender, set[str]] = defaultdict(set)
    for path, slug in made_for.items():
        slugs[typed[path]].add(slug)
    senders = {}
    for path, (council, name) in typed.items():
        alike = slugs[council, name] if name else set()
        slug = made_for.get(path) or (next(iter(alike)) if len(alike) == 1 else "")
        # No person's name has two blanks in it, so none is taken for a slug.
        senders[path] = council, f"made for  {slug}" if slug else name
    return senders


def _made_for_one(group: Sequence[Entry]) -> bool:
    """Whether the templates of returns of one sender say who it is."""
    return all(entry.said.identity.person.strip() for entry in group)


def _rivals(mended: Mending, asked: Asked) -> Iterator[Entry]:
    """Fix copies of one return that say different things: settled by their own dates, as copies of one sender are."""
    days = {copy.digest: copy.said.cover.day for copies in mended.last.values() for copy in copies}
    for digest, copies in mended.last.items():
        if digest not in mended.made_from:
            yield from _settled(copies, asked, days)


def _originals(
    entries: Sequence[Entry], mended: Mending, asked: Asked, senders: Mapping[str, Sender]
) -> Iterator[Entry]:
    """What gives way to fix copies: the returns they were made from, and any of the same sender that say the same."""
    said: dict[Sender, dict[Content, str]] = defaultdict(dict)
    for entry in entries:
        if entry.returned and entry.digest in mended.last:
            said[senders[entry.path]].setdefault(content(entry.said, asked), entry.digest)
    for entry in entries:
        digest = ""
        if entry.digest in mended.last and entry.status in (Status.SCORED, Status.HELD):
            digest = entry.digest
        elif entry.status is Status.SCORED and entry.digest not in mended.made_from and senders[entry.path] in said:
            digest = said[senders[entry.path]].get(content(entry.said, asked), "")
        if digest:
            yield _mended(entry, mended.last[digest], asked)


def _mended(entry: Entry, copies: Sequence[Entry], asked: Asked) -> Entry:
    first, *more = sorted(copies, key=lambda e: e.path)
    both = f"It and {first.path}" if more else "They"
    changes = differences(entry.said, first.said, asked, both)
    other = ", ".join(e.path for e in (first, *more))
    finding = Finding.at(Place(entry.path), file_rules.MENDED, other=other, differences=changes)
    return entry.turned(Status.SUPERSEDED, finding)


def _told_apart(group: list[Entry]) -> Iterator[list[Entry]]:
    """People of one name as one, unless their titles say that they are a man and a woman."""
    if len({title for e in group if (title := person(e.who)[1])}) < 2 or _made_for_one(group):
        yield group
        return
    as_written: dict[str, list[Entry]] = defaultdict(list)
    for entry in group:
        as_written[plain(entry.who)].append(entry)
    yield from as_written.values()


def _settled(group: Sequence[Entry], asked: Asked, days: Days) -> Iterator[Entry]:
    """The returns of one sender of which something is to be said; nothing is said of one that counts."""
    if len(group) < 2:
        return
    said = {e.path: content(e.said, asked) for e in group}
    newest = _newest(group, days)
    if len({said[e.path] for e in newest}) > 1:
        yield from _held(group, said, asked)
        return
    counts = min(newest, key=lambda e: e.by_name)
    paths = {e.path for e in newest}
    for entry in group:
        if entry.path != counts.path:
            yield _same(entry, counts) if entry.path in paths else _older(entry, counts, asked)


def _newest(group: Sequence[Entry], days: Days) -> Sequence[Entry]:
    """Those with the latest date; all of them where dates do not decide: some have none, or it may be several people."""
    known = [day for e in group if (day := days[e.digest])]
    people = {person(e.who)[0] for e in group} - ({""} if _made_for_one(group) else set())
    if len(known) < len(group) or len(people) > 1 or "" in people:
        return group
    return [e for e in group if days[e.digest] == max(known)]


def _held(group: Sequence[Entry], said: Mapping[str, Content], asked: Asked) -> Iterator[Entry]:
    """All that say different things are held, each with what the first of the others says otherwise."""
    kept: dict[Content, Entry] = {}
    for entry in sorted(group, key=lambda e: e.by_name):
        kept.setdefault(said[entry.path], entry)
    held = sorted(kept.values(), key=lambda e: e.path)
    who = " and ".join(sorted({e.who for e in group if e.who})) or "Somebody without a name"
    for entry in group:
        first = kept[said[entry.path]]
        if first.path != entry.path:
            yield _same(entry, first)
            continue
        other = held[1] if entry.path == held[0].path else held[0]
        changes = differences(entry.said, other.said, asked, f"This one and {other.path}")
        finding = Finding.at(
            Place(entry.path), file_rules.WHICH_COPY, respondent=who, count=len(held), differences=changes
        )
        yield entry.turned(Status.HELD, finding)


def _same(entry: Entry, other: Entry) -> Entry:
    return entry.turned(Status.SUPERSEDED, Finding.at(Place(entry.path), file_rules.SAME_CONTENT, other=other.path))


def _older(entry: Entry, other: Entry, asked: Asked) -> Entry:
    changes = differences(entry.said, other.said, asked)
    finding = Finding.at(
        Place(entry.path), file_rules.OLDER_COPY, respondent=entry.who, other=other.path, differences=changes
    )
    return entry.turned(Status.SUPERSEDED, finding)
