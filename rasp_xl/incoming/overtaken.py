"""Overtaken files: what could not count, of a council and person of whom a later return does. Nobody need be asked about them any more."""

import re
from collections.abc import Sequence
from dataclasses import replace

from rasp_xl.incoming.councils import file_name
from rasp_xl.incoming.entries import Entry, Status
from rasp_xl.incoming.names import person
from rasp_xl.incoming.wording import plain
from rasp_xl.model.file_rules import EMPTY_RETURN, OTHER_ROUND

COPY_SIGNS = re.compile(r"^copy of |-fix-[0-9a-f]{6}|[ _-]+copy$|[ _]?\((\d+)\)")
"""What programs add to the name of a copy, in small letters."""

ENDING = re.compile(r"\.[a-z0-9]{1,5}$")


def stem_of(path: str) -> str:
    """A file's name in small letters, without folders and ending."""
    return ENDING.sub("", re.split(r"[\\/]", path)[-1].casefold())


def overtaken(entries: Sequence[Entry]) -> list[Entry]:
    """The entries, with those superseded that were held or refused before the same person's return came that counts.

    Who and when must be told by the files themselves; what could be newer than the return that counts stays as it is.
    """
    counted = [e for e in entries if e.status is Status.SCORED and e.returned and e.partner]
    waiting = (Status.HELD, Status.REFUSED)
    return [_superseded(entry, counted) if entry.status in waiting else entry for entry in entries]


def _superseded(entry: Entry, counted: Sequence[Entry]) -> Entry:
    later = next((other for other in counted if _is_later(other, entry)), None)
    if later is None:
        return entry
    reason = f"Superseded by what came since: {later.path}, from the same council and person, counts. Of this file was said: {entry.reason}"
    return replace(entry, status=Status.SUPERSEDED, findings=(), partner=later.partner, reason=reason)


def _is_later(other: Entry, entry: Entry) -> bool:
    """Whether a return that counts takes the place of what a file was meant to be."""
    if entry.returned is None:
        return _is_copy_of(other, entry)
    rules = {finding.rule for finding in entry.findings[:1]}
    then, now = entry.returned.cover.day, other.said.cover.day
    if not _one_council(other, entry) or not _may_follow(other, entry) or (then and now and then > now):
        return False
    if rules == {EMPTY_RETURN}:
        # A template without an answer and without a date holds nothing that could be newer.
        return _one_person(other, entry) or _one_template(other, entry)
    return rules == {OTHER_ROUND} and bool(then and now) and _one_person(other, entry)


def _may_follow(other: Entry, entry: Entry) -> bool:
    """A fix copy is never older than what it was made from: only another copy of the same return can have come after it."""
    mends = entry.said.identity.mends
    return not mends or mends == other.said.identity.mends


def _one_council(other: Entry, entry: Entry) -> bool:
    if entry.partner:
        return entry.partner == other.partner
    said = entry.said
    named = said.identity.council.strip() or said.cover.council.strip()
    return bool(named and other.partner and plain(named) == plain(other.partner.name))


def _one_person(other: Entry, entry: Entry) -> bool:
    """By the respondent that the templates were made for, else by the name that was typed."""
    slugs = {one.said.identity.person.strip().casefold() for one in (other, entry)}
    if slugs != {""}:
        return len(slugs) == 1
    return bool(entry.who) and person(entry.who) == person(other.who)


def _one_template(other: Entry, entry: Entry) -> bool:
    first, second = other.said.identity, entry.said.identity
    return bool(first.partner) and (first.partner, first.person) == (second.partner, second.person)


def _is_copy_of(other: Entry, entry: Entry) -> bool:
    """Whether the file that counts is a later copy, by its name, of one that cannot be read; both are named as the template was.

    Other names say nothing: two councils may both send a return.xlsx, of which one is then saved as return (1).xlsx.
    """
    identity = other.said.identity
    if not identity.partner:
        return False
    made = file_name(identity.partner) + (f"-{identity.person}" if identity.person else "")
    names = [stem_of(one.path) for one in (other, entry)]
    later, earlier = map(_which_copy, names)
    return {COPY_SIGNS.sub("", name) for name in names} == {made.casefold()} and later > earlier


def _which_copy(stem: str) -> int:
    """0 for a name without a sign of a copy, else its number, 1 where it has none."""
    signs = list(COPY_SIGNS.finditer(stem))
    return max((int((sign[1] or "1")[:6]) for sign in signs), default=0)
