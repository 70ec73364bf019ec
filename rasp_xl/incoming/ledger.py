"""The ledger: every file found, each with exactly one status, and whose answers count."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256

from rasp_xl.incoming.returns import Return
from rasp_xl.incoming.wording import plain
from rasp_xl.model import file_rules
from rasp_xl.model.findings import Finding, Place
from rasp_xl.model.questions import Purpose, stage_words
from rasp_xl.model.rounds import Partner, Round

RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{n}{d}" for n in ("com", "lpt") for d in range(10))})
"""File names that Windows keeps for devices."""


class Status(StrEnum):
    """What became of a file."""

    SCORED = "scored"
    HELD = "held"
    SUPERSEDED = "superseded"
    REFUSED = "refused"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class Entry:
    """One file found. council and respondent are empty where unknown; reason is one sentence, empty when scored."""

    path: str
    digest: str
    size: int
    status: Status
    findings: tuple[Finding, ...] = ()
    returned: Return | None = None
    partner: Partner | None = None
    reason: str = ""

    @property
    def respondent(self) -> str:
        """Who filled it, as the start sheet says."""
        return self.returned.cover.respondent if self.returned else ""

    @property
    def who(self) -> str:
        """The respondent, or the role of one who gave no name; two colleagues are told apart by it."""
        return self.respondent or (self.returned.cover.role if self.returned else "")

    def turned(self, status: Status, finding: Finding) -> "Entry":
        """The same file with another status, for a reason that is told first; of a superseded file nothing else is told."""
        others = () if status is Status.SUPERSEDED else self.findings
        return replace(self, status=status, findings=(finding, *others), reason=finding.message)


@dataclass(frozen=True, slots=True)
class Council:
    """One council with the returns that count, a return for each respondent."""

    partner: Partner
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """All entries by path, and the councils in order of their names."""

    entries: tuple[Entry, ...]

    def count(self, status: Status) -> int:
        """How many files have a status; over all statuses this adds up to the files found."""
        return sum(e.status is status for e in self.entries)

    @property
    def councils(self) -> tuple[Council, ...]:
        """Those with a return that is scored."""
        by_id: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            if entry.status is Status.SCORED and entry.partner:
                by_id[entry.partner.id].append(entry)
        found = (Council(entries[0].partner, tuple(entries)) for entries in by_id.values() if entries[0].partner)
        return tuple(sorted(found, key=lambda c: (plain(c.partner.name), c.partner.id)))


def common_round(returns: Iterable[Return], otherwise: tuple[Purpose, int]) -> tuple[Purpose, int]:
    """The purpose and stage that most returns carry; of equally many, the earlier in the order of purposes and stages."""
    carried = Counter(r.identity.purpose_and_stage for r in returns if r.identity.purpose_and_stage)
    order = tuple(Purpose)
    best = max(carried, key=lambda p: (carried[p], -order.index(p[0]), -p[1]), default=None)
    return best or otherwise


def settle(entries: Sequence[Entry], round_: Round) -> Ledger:
    """Decide which returns count. The order in which files were found makes no difference."""
    ordered = sorted(entries, key=lambda e: e.path)
    ordered = _hold_other_rounds(ordered, round_)
    ordered = _supersede_same_content(ordered)
    ordered = _name_councils(ordered, round_)
    ordered = _hold_empty(ordered)
    ordered = _one_for_each_respondent(ordered)
    return Ledger(tuple(ordered))


def _hold_other_rounds(entries: Sequence[Entry], round_: Round) -> list[Entry]:
    return [_of_this_round(e, round_) if e.status is Status.SCORED else e for e in entries]


def _of_this_round(entry: Entry, round_: Round) -> Entry:
    carried = entry.returned.identity.purpose_and_stage if entry.returned else None
    if carried is None or carried == (round_.purpose, round_.stage):
        return entry
    found, wanted = (f"{p.words}, {stage_words(s).lower()}" for p, s in (carried, (round_.purpose, round_.stage)))
    return entry.turned(Status.HELD, Finding.at(Place(entry.path), file_rules.OTHER_ROUND, found=found, wanted=wanted))


def _hold_empty(entries: Sequence[Entry]) -> list[Entry]:
    """A template that came back as it was sent says nothing of its council, least of all that it is not ready."""
    return [
        e.turned(Status.HELD, Finding.at(Place(e.path), file_rules.EMPTY_RETURN))
        if e.status is Status.SCORED and e.returned and _says_nothing(e.returned)
        else e
        for e in entries
    ]


def _says_nothing(returned: Return) -> bool:
    return bool(returned.answers) and all(
        answer.value is None and not answer.unreadable for answer in returned.answers.values()
    )


def _supersede_same_content(entries: Sequence[Entry]) -> list[Entry]:
    """Of files with the same content the one with the shortest name counts: it is the least likely to be the copy."""
    counted: dict[str, str] = {}
    for entry in sorted(entries, key=lambda e: (len(e.path), e.path)):
        if entry.status is Status.SCORED:
            counted.setdefault(entry.digest, entry.path)
    return [
        e.turned(Status.SUPERSEDED, Finding.at(Place(e.path), file_rules.SAME_CONTENT, other=counted[e.digest]))
        if e.status is Status.SCORED and counted[e.digest] != e.path
        else e
        for e in entries
    ]


def _name_councils(entries: Sequence[Entry], round_: Round) -> list[Entry]:
    """Give each scored entry its council; the template's own word comes before the start sheet's."""
    known = {plain(p.name): p for p in round_.partners}
    by_id = {p.id: p for p in round_.partners}
    for entry in entries:
        identity = entry.returned.identity if entry.returned else None
        if identity and identity.partner and identity.council and plain(identity.council) not in known:
            partner = by_id.get(identity.partner) or _new_partner(identity.partner, identity.council, known)
            known[plain(identity.council)] = partner
    return [_with_council(e, known) if e.status is Status.SCORED else e for e in entries]


def _with_council(entry: Entry, known: dict[str, Partner]) -> Entry:
    if entry.returned is None:
        raise ValueError(f"{entry.path} counts as scored but was not read")
    name = entry.returned.identity.council or entry.returned.cover.council
    if not name.strip():
        return entry.turned(Status.HELD, Finding.at(Place(entry.path), file_rules.NO_COUNCIL))
    if plain(name) not in known:
        known[plain(name)] = _new_partner(name, name, known)
    return replace(entry, partner=known[plain(name)])


def _new_partner(wanted: str, name: str, known: Mapping[str, Partner]) -> Partner:
    """A council with an id of its own; where another has the wanted one already, with six digits that depend on the name."""
    identity = file_name(wanted)
    if identity in {p.id for p in known.values()}:
        identity = f"{identity}-{_six_digits(name)}"
    return Partner(identity, name)


def file_name(text: str) -> str:
    """A name fit for a file on any system: letters a to z, digits and single hyphens, at most 40."""
    ascii_text = unicodedata.normalize("NFKD", plain(text).replace("'", "")).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_text).strip("-")[:40].strip("-")
    return slug if slug and slug not in RESERVED else f"council-{_six_digits(text)}"


def _six_digits(text: str) -> str:
    """Hexadecimal digits that depend on the text, but not on differences in it that nobody means."""
    return sha256(plain(text).encode("utf-8", "surrogatepass")).hexdigest()[:6]


def _one_for_each_respondent(entries: Sequence[Entry]) -> list[Entry]:
    """Of several returns of one respondent the latest dated counts; where that cannot be told, none does."""
    groups: Mapping[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.status is Status.SCORED and entry.partner:
            groups[entry.partner.id, plain(entry.who)].append(entry)
    changed = {e.path: e for group in groups.values() if len(group) > 1 for e in _latest(group)}
    return [changed.get(entry.path, entry) for entry in entries]


def _latest(group: list[Entry]) -> list[Entry]:
    days = [e.returned.cover.day for e in group if e.returned and e.returned.cover.day]
    newest = max(days, default=None)
    of_newest = [e for e in group if e.returned and e.returned.cover.day == newest]
    who = group[0].who or "Somebody without a name"
    if not group[0].who or len(days) < len(group) or len(of_newest) > 1:
        return [
            e.turned(
                Status.HELD,
                Finding.at(Place(e.path), file_rules.WHICH_COPY, respondent=who, count=len(group), differences=""),
            )
            for e in group
        ]
    other = of_newest[0].path
    return [
        e
        if e is of_newest[0]
        else e.turned(
            Status.SUPERSEDED,
            Finding.at(Place(e.path), file_rules.OLDER_COPY, respondent=who, other=other, differences=""),
        )
        for e in group
    ]
