"""Headings: which columns a header row gives to Ref, Question, Answer, Evidence and Comment."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from rasp_xl.incoming.wording import plain
from rasp_xl.model.layout import ANSWER, AREA_COLUMNS, HEADINGS, QUESTION, REF, WITH_LAST_TIME, column_of

EXACT = {heading.casefold(): heading for heading in HEADINGS}
WORDS = EXACT | {f"{word}s": heading for word, heading in EXACT.items()} | {"reference": REF}
OTHERS = frozenset(plain(heading) for heading in WITH_LAST_TIME if heading not in HEADINGS)
LONGEST = 60

ADDED = frozenset(
    (
        "a", "an", "the", "your", "our", "my", "this", "council", "council's", "councils", "please", "choose", "select",
        "pick", "enter", "give", "from", "in", "list", "drop", "down", "dropdown", "required", "mandatory", "here",
        "text", "of", "column",
    )
)  # fmt: skip
"""Words that people put around a heading without making another of it. Those of time are not here: Answer 2025 and
Previous answer may be another year's."""

WORD_OR_YEAR = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|[0-9]{3,}")
"""One or two digits are a footnote, or what Excel adds to a copied column of a table."""

Columns = Mapping[str, int]
"""Headings and the columns they are taken for, counted from 1."""


@dataclass(frozen=True, slots=True)
class Header:
    """A header row. blocks has a mapping for each table that stands side by side and for each Answer column in it.

    renamed are the columns whose headings were not written as we write them. sure says that Answer, and Ref or Question, were.
    aside are columns in which levels stand too, but under a heading that says that they are of another time.
    """

    blocks: tuple[Columns, ...]
    renamed: Columns
    sure: bool
    aside: tuple[int, ...] = ()


AS_SENT = Header(({heading: column_of(heading) for heading in HEADINGS},), {}, sure=True)
"""The header row of an area sheet as it left us."""


@lru_cache(maxsize=2048)
def heading_of(text: str) -> tuple[str, bool]:
    """The heading that a text is, or nothing; and whether it is written as we write it, but for case and spaces."""
    tidy = plain(text)
    if tidy in EXACT:
        return EXACT[tidy], True
    words = WORD_OR_YEAR.findall(tidy)
    known = {WORDS[word] for word in words if word in WORDS}
    if len(known) != 1 or not all(word in WORDS or word in ADDED for word in words):
        return "", False
    return known.pop(), False


def is_other_heading(text: str) -> bool:
    """Whether a text is a heading of an area sheet that is none of the five we read."""
    return plain(text) in OTHERS


def header_of(values: list[Any]) -> Header | None:
    """The header that a row is, or None where it has no Answer, or neither Ref nor Question."""
    if tuple(values) in (AREA_COLUMNS, WITH_LAST_TIME):
        return AS_SENT
    texts = [(n, v) for n, v in enumerate(values, 1) if isinstance(v, str) and 0 < len(v) <= LONGEST]
    if not any("nswer" in v.lower() for _, v in texts):
        return None
    named = [(n, *found) for n, v in texts if (found := heading_of(v))[0]]
    exact = {heading for _, heading, as_sent in named if as_sent}
    # Of other headings the one as sent is meant; of several for answers each is read, and differences come to light.
    counted = [(n, h, as_sent) for n, h, as_sent in named if as_sent or h == ANSWER or h not in exact]
    headings = {heading for _, heading, _ in counted}
    if ANSWER not in headings or not headings & {REF, QUESTION}:
        return None
    blocks = tuple(_blocks([(n, heading) for n, heading, _ in counted]))
    renamed = {heading: n for n, heading, as_sent in reversed(counted) if not as_sent}
    return Header(blocks, renamed, ANSWER in exact and bool(exact & {REF, QUESTION}))


def _blocks(named: list[tuple[int, str]]) -> Iterator[Columns]:
    """Tables that stand side by side begin where Ref or Question comes again; one without answers belongs to its neighbour."""
    tables: list[list[tuple[int, str]]] = [[]]
    for column, heading in named:
        if heading in (REF, QUESTION) and heading in (h for _, h in tables[-1]):
            tables.append([])
        tables[-1].append((column, heading))
    whole: list[list[tuple[int, str]]] = []
    spare: list[tuple[int, str]] = []
    for table in tables:
        if ANSWER in (h for _, h in table):
            whole.append(table + spare if not whole else table)
        else:
            (whole[-1] if whole else spare).extend(table)
    for table in whole:
        columns = {heading: column for column, heading in reversed(table)}
        yield from (columns | {ANSWER: column} for column, heading in table if heading == ANSWER)
