"""Councils: whose a return is. Its template's own word comes first, then what the start sheet says."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from hashlib import sha256

from rasp_xl.incoming.entries import Entry, Status
from rasp_xl.incoming.names import NamesNear, kinds, may_be_one, near, short, slips
from rasp_xl.incoming.returns import Return
from rasp_xl.incoming.wording import plain
from rasp_xl.model import answer_rules, file_rules, notice_rules
from rasp_xl.model.findings import Finding, Place
from rasp_xl.model.layout import START
from rasp_xl.model.rounds import Partner, Round

RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{n}{d}" for n in ("com", "lpt") for d in range(10))})
"""File names that Windows keeps for devices."""

ONLY_ONE = "It is counted for {}, the only partner of that name."
ON_START = "It is counted for {}, which the sheet Start here names."
OWN = "It is scored as a council of its own, but its name is close to {}."

Confirmed = tuple[Partner, str]
"""A council, and what it was asked and replied to be all right."""

NAMED_AT_MOST = 3
"""How many councils of nearly the same name are named."""


class Register:
    """The partners of a round, found by what a return says of itself."""

    def __init__(self, partners: Sequence[Partner]) -> None:
        self._by_id = {p.id: p for p in partners}
        self._by_name = {plain(p.name): p for p in partners}
        self._by_short: dict[str, list[Partner]] = defaultdict(list)
        for partner in partners:
            self._by_short[short(partner.name)].append(partner)
        self.near = NamesNear(p.name for p in partners)

    def whose(self, returned: Return) -> tuple[Partner | None, str]:
        """The partner that a return is from, and a sentence where that needs a second look; None where it is nobody's.

        An id that now belongs to another partner than the template names does not count: ids are renumbered, names are
        what everybody saw.
        """
        ours, typed = returned.identity.council, returned.cover.council
        if partner := self._by_name.get(plain(ours)) or self._by_id.get(returned.identity.partner):
            return partner, ""
        if partner := self._alone(ours):
            return partner, ONLY_ONE.format(partner.name)
        if partner := self._by_name.get(plain(typed)):
            return partner, ON_START.format(partner.name) if ours.strip() else ""
        partner = self._alone(typed)
        sentence = ON_START if ours.strip() else ONLY_ONE
        return partner, sentence.format(partner.name) if partner else ""

    def _alone(self, name: str) -> Partner | None:
        """The one partner that a name without its kind, or with another form of it, can mean."""
        if not short(name):
            return None
        possible = [p for p in self._by_short.get(short(name), ()) if may_be_one(name, p.name)]
        same_kind = [p for p in possible if kinds(p.name) == kinds(name)]
        found = same_kind or possible
        return found[0] if len(found) == 1 else None


def name_councils(entries: Sequence[Entry], round_: Round) -> list[Entry]:
    """Give each scored entry its council; a return that is from nobody, or from no partner of the round, is held."""
    if round_.partners:
        register = Register(round_.partners)
        return [_of_partner(e, register) if e.status is Status.SCORED else e for e in entries]
    councils = _Councils()
    for entry in entries:
        councils.add(entry)
    return [councils.named(e) if e.status is Status.SCORED else e for e in entries]


def _of_partner(entry: Entry, register: Register) -> Entry:
    returned = entry.said
    found = _name(returned) or returned.identity.partner
    if not found:
        return entry.turned(Status.HELD, Finding.at(Place(entry.path), file_rules.NO_COUNCIL))
    partner, sentence = register.whose(returned)
    if partner is None:
        nearest = " ".join(filter(None, (_offered(register.near.to(found)), _renamed(former_id(returned)))))
        unknown = Finding.at(Place(entry.path, START), file_rules.UNKNOWN_COUNCIL, found=found, nearest=nearest)
        return entry.turned(Status.HELD, unknown)
    if not sentence:
        return replace(entry, partner=partner)
    if sentence == ON_START.format(partner.name):
        # The check knew no partners, so it said that the return is counted for the council that the template names.
        kept = tuple(f for f in entry.findings if f.rule is not answer_rules.OTHER_COUNCIL)
        entry = replace(entry, findings=kept)
    notice = Finding.at(Place(entry.path, START), notice_rules.NEAR_NAME, found=found, nearest=sentence)
    return replace(entry, partner=partner).told(notice)


def former_id(returned: Return) -> str:
    """The id that a return's template was made for, where it can be one of ours; of a return from no partner, an id that is gone."""
    identity = returned.identity.partner
    return identity if identity and identity == file_name(identity) else ""


def _renamed(identity: str) -> str:
    """Why a return whose template was made for an id of ours may be from no partner."""
    if not identity:
        return ""
    return f"Its template was made for the Id {identity}: if the council was renamed in the round workbook, type that under Id there."


def _name(returned: Return) -> str:
    """The council as the return names it, empty where it does not."""
    return returned.identity.council.strip() or returned.cover.council.strip()


def _offered(names: Sequence[str]) -> str:
    if not names:
        return ""
    return f"The nearest {'name is' if len(names) == 1 else 'names are'} {_listed(names)}."


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


class _Councils:
    """The councils of a run without a round workbook: as the returns name them, each with an id of its own."""

    def __init__(self) -> None:
        self._by_name: dict[str, Partner] = {}
        self._ids: set[str] = set()

    def add(self, entry: Entry) -> None:
        """Keep the id of a template that was made for a council; it stands over one made from a typed name."""
        identity = entry.returned.identity if entry.returned else None
        if identity and identity.partner and identity.council.strip():
            self._council(identity.council, identity.partner)

    def named(self, entry: Entry) -> Entry:
        """The entry with its council, or held where it names none."""
        if name := _name(entry.said):
            return replace(entry, partner=self._council(name, name))
        return entry.turned(Status.HELD, Finding.at(Place(entry.path), file_rules.NO_COUNCIL))

    def _council(self, name: str, wanted: str) -> Partner:
        """The council of a name; the first time with the wanted id, or with six digits more where another has that."""
        key = plain(name)
        if key not in self._by_name:
            identity = file_name(wanted)
            identity = f"{identity}-{_six_digits(name)}" if identity in self._ids else identity
            self._by_name[key] = Partner(identity, name)
            self._ids.add(identity)
        return self._by_name[key]


def tell_near_names(entries: Sequence[Entry]) -> list[Entry]:
    """Say of each council whose name comes near another's that it does; they stay two, for only a person can tell.

    It is told on the returns of the council with fewer of them, of as many on those with the longer file name; but not of
    two names that one of the councils was asked about in a fix copy, and replied that they are right.
    """
    returns: dict[Partner, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.status is Status.SCORED and entry.partner:
            returns[entry.partner].append(entry)
    settled = sorted(returns, key=lambda p: (-len(returns[p]), min(e.by_name for e in returns[p])))
    told: dict[str, Entry] = {}
    confirmed = _confirmed(entries)
    for partner, near_ones in _near_earlier(settled):
        others = [other for other in near_ones if not any(_settles(reply, partner, other) for reply in confirmed)]
        if not others:
            continue
        nearest = OWN.format(_listed([other.name for other in others]))
        for entry in returns[partner]:
            place = Place(entry.path, START)
            notice = Finding.at(place, notice_rules.NEAR_NAME, found=partner.name, nearest=nearest)
            told[entry.path] = entry.told(notice)
    return [told.get(entry.path, entry) for entry in entries]


def _confirmed(entries: Iterable[Entry]) -> list[Confirmed]:
    """What was replied to be all right in fix copies that count, or that counted until they were mended again."""
    return [
        (entry.partner, plain(reply.asked))
        for entry in entries
        if entry.partner and entry.returned and entry.status in (Status.SCORED, Status.SUPERSEDED)
        for reply in entry.returned.replies
        if reply.says_all_right
    ]


def _settles(confirmed: Confirmed, one: Partner, other: Partner) -> bool:
    """Whether one of two councils was asked about both names."""
    partner, asked = confirmed
    return partner in (one, other) and plain(one.name) in asked and plain(other.name) in asked


def _near_earlier(partners: Iterable[Partner]) -> Iterator[tuple[Partner, list[Partner]]]:
    """Each council with those before it whose names are near, at most three."""
    sharing: dict[str, list[Partner]] = defaultdict(list)
    for partner in partners:
        name = short(partner.name)
        keys = slips(name)
        likely = {other.id: other for key in sorted(keys) for other in sharing[key]}
        found = sorted((short(p.name) != name, p.name, p) for p in likely.values() if near(name, short(p.name)))
        if found:
            yield partner, [p for _, _, p in found[:NAMED_AT_MOST]]
        for key in keys:
            if len(sharing[key]) < NAMED_AT_MOST:
                sharing[key].append(partner)


def file_name(text: str) -> str:
    """A name fit for a file on any system: letters a to z, digits and single hyphens, at most 40."""
    ascii_text = unicodedata.normalize("NFKD", plain(text).replace("'", "")).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_text).strip("-")[:40].strip("-")
    return slug if slug and slug not in RESERVED else f"council-{_six_digits(text)}"


def _six_digits(text: str) -> str:
    """Hexadecimal digits that depend on the text, but not on differences in it that nobody means."""
    return sha256(plain(text).encode("utf-8", "surrogatepass")).hexdigest()[:6]
