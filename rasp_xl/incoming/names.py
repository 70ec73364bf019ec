"""Names: when two of them mean one council or one person, and which come near each other.

Councils write their own names in many ways, and people theirs. What nobody means is set aside; nothing is looked up.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches
from heapq import nsmallest

from rasp_xl.incoming.wording import plain

NO_KIND = frozenset({"council", "cyngor", "authority", "unitary", "royal", "of", "the", "and", "cc"})
"""Words of councils' names that tell no two councils apart; CC may be a county's or a city's."""

KINDS = {
    "district": "d", "dosbarth": "d", "dc": "d", "borough": "b", "boro": "b", "bwrdeistref": "b", "bc": "b", "lb": "b", "lbc": "b",
    "rbc": "b", "city": "c", "dinas": "c", "county": "s", "sir": "s", "sirol": "s", "metropolitan": "m", "mbc": "mb",
    "mdc": "md", "cbc": "sb",
}  # fmt: skip
"""Words and short forms that say what kind of council it is, in English and Welsh, and a letter for each kind."""

TITLES = {
    "mr": "m", "sir": "m", "mrs": "f", "ms": "f", "miss": "f", "dame": "f", "lady": "f", "mx": "", "dr": "", "prof": "",
    "professor": "", "cllr": "", "councillor": "", "rev": "",
}  # fmt: skip
"""How people are addressed; Mr and Mrs of one name are two people, while anybody may be a doctor."""

LONGEST = 60
"""Longer names are compared letter by letter no further than this: a cell can hold 32,767."""

ALIKE = 0.85
"""Of two names that share this part of their letters or more, one may be a slip; one letter in six or more is one."""

FAINTLY_ALIKE = 0.6
LIKELY, OFFERED = 12, 3
"""How many names with most letters in common are compared closely, and how many of those are offered."""


def short(name: str) -> str:
    """A council's name without its kind, accents and signs: `Cyngor Bwrdeistref Sirol Cwm Tŵr` is `cwm twr`."""
    return " ".join(word for word in _words(name) if word not in NO_KIND and word not in KINDS)


def kinds(name: str) -> frozenset[str]:
    """A letter for each kind of council that a name says it is; empty where it says none."""
    return frozenset(letter for word in _words(name) for letter in KINDS.get(word, ""))


def may_be_one(one: str, other: str) -> bool:
    """Whether the kinds that two names say do not contradict each other; a district is no county."""
    first, second = kinds(one), kinds(other)
    return first <= second or second <= first


def _words(name: str) -> list[str]:
    folded = unicodedata.normalize("NFKD", plain(name)).replace("&", " and ")
    return re.sub(r"[^\w\s]|_", " ", re.sub(r"['.\u0300-\u036f]", "", folded)).split()


def near(one: str, other: str) -> bool:
    """Whether two short names differ by no more than a slip of the hand would make.

    Numbers are never slips, nor are first letters: Eastvale and Westvale are two councils.
    """
    if one[:1] != other[:1] or not one or re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return False
    first, second = sorted((one[:LONGEST], other[:LONGEST]))
    alike = SequenceMatcher(None, first, second).ratio() >= ALIKE
    return one == other or (alike and not slips(one).isdisjoint(slips(other)))


def slips(name: str) -> frozenset[str]:
    """What is left of a name with any one letter gone, and its consonants: names that are near share one of these.

    This finds the few names worth comparing among thousands without comparing each with each.
    """
    cut = name[:LONGEST]
    consonants = "-" + re.sub(r"[aeiouwy\s]|(.)(?=\1)", "", cut)
    return frozenset((cut, consonants, *(cut[:n] + cut[n + 1 :] for n in range(len(cut)))))


class NamesNear:
    """Offers the nearest of a fixed list of names."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names: dict[str, list[str]] = defaultdict(list)
        self._having: dict[str, list[str]] = defaultdict(list)
        for name in names:
            self._names[short(name)].append(name)
        for key in self._names:
            for piece in _pieces(key):
                self._having[piece].append(key)

    def to(self, name: str) -> tuple[str, ...]:
        """At most three names, the nearest first; none where nothing is near."""
        wanted = short(name)
        shared = Counter(key for piece in sorted(_pieces(wanted)) for key in self._having.get(piece, ()))
        likely = nsmallest(LIKELY, shared, key=lambda key: (-shared[key], key))
        found = get_close_matches(wanted, likely, OFFERED, FAINTLY_ALIKE)
        return tuple(full for key in found for full in self._names[key])[:OFFERED]


def _pieces(text: str) -> set[str]:
    """Every three letters that stand together, the ends counted as letters."""
    return {f" {text} "[n : n + 3] for n in range(len(text))}


def person(name: str) -> tuple[str, str]:
    """A person's or a role's name so that one person's spellings are equal, and what their title says (m, f or nothing).

    `Smith, Jane`, `Ms Jane Smith` and `jane  smith` are one. Initials, accents and second names are left as they are,
    and so is a title before a lone surname: they tell people apart.
    """
    folded = plain(name).replace(".", " ")
    last, comma, first = folded.partition(",")
    words = (f"{first} {last}" if comma and first.strip() and "," not in first else folded).split()
    title = ""
    while len(words) > 2 and words[0] in TITLES:
        title = TITLES[words.pop(0)] or title
    return " ".join(words), title
