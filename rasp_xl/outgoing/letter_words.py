"""The words of a letter: fields filled in, and the text as paragraphs and lists for a page."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from rasp_xl.model.letters import FIELD, LetterFacts, field_name
from rasp_xl.model.questions import stage_words
from rasp_xl.model.rounds import Partner, Person, Round
from rasp_xl.model.showing import day_words
from rasp_xl.outgoing.mail_headers import one_line

NO_CONTACT, NO_DAY = "colleague", "the end of the round"
ITEM = "- "


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, its lines below one another, or a list, a line for each of its items."""

    lines: tuple[str, ...]
    listed: bool


def field_values(round_: Round, partner: Partner, person: Person, facts: LetterFacts) -> Mapping[str, str]:
    """What stands in the place of each field, in the round's and the letter's own words."""
    single = {
        "contact": person.name or NO_CONTACT,
        "role": person.role,
        "council": partner.name,
        "whose": whose(partner, person),
        "together": _together(partner, person),
        "programme": round_.name,
        "purpose": round_.purpose.words,
        "stage": stage_words(round_.stage),
        "return_by": day_words(round_.due) if round_.due else NO_DAY,
        "sender": round_.sender.name,
        "sender_role": round_.sender.role,
        "sender_address": round_.sender.address,
        "marking": round_.marking,
        "file": facts.file,
        "received": facts.received,
        "hash": facts.hash,
    }
    several = {"what": facts.what, "do": facts.do, "next": facts.next}
    return {
        **{field: one_line(text) for field, text in single.items()},
        **{field: "\n".join(one_line(line) for line in text.splitlines()).strip() for field, text in several.items()},
    }


def whose(partner: Partner, person: Person) -> str:
    """Whose return it is: the council's, or where several of its people answer, one person's own."""
    named = person.name or person.role
    return f"{named}, {partner.name}" if named and is_one_of_several(partner, person) else partner.name


def is_one_of_several(partner: Partner, person: Person) -> bool:
    """Whether somebody is asked beside colleagues, each with a workbook of their own."""
    return len(partner.respondents) > 1 and person in partner.respondents


def _together(partner: Partner, person: Person) -> str:
    """That it is theirs alone to answer, who else was asked, and what becomes of several answers."""
    if not is_one_of_several(partner, person):
        return ""
    others = list(partner.respondents)
    others.remove(person)
    *first, last = (one.name or one.role or "a colleague" for one in others)
    named = f"{', '.join(first)} and {last}" if first else last
    each = "each with a workbook of their own" if first else "with a workbook of their own"
    return (
        f"It is yours to answer, as you see it: answers need not be agreed beforehand. Of {partner.name} we have also asked {named}, {each}. "
        "All answers are then put together: to each question the middle one (the median, rounded down) stands for your council, and where answers differ it is talked about."
    )


def filled_in(text: str, values: Mapping[str, str]) -> str:
    """A text of the office with its fields filled in, once: braces in what is put there are only text.

    A line of nothing but fields that are all empty goes, and a gap that it leaves between paragraphs closes.
    """
    lines = []
    for line in text.splitlines():
        filled = FIELD.sub(lambda field: values.get(field_name(field[1]), field[0]), line)
        if filled.strip() or not line.strip():
            lines.append(filled.rstrip())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def blocks(text: str) -> Sequence[Block]:
    """A text as its paragraphs and lists, in order."""
    return tuple(_blocks(text))


def _blocks(text: str) -> Iterator[Block]:
    for paragraph in text.split("\n\n"):
        for listed, lines in groupby(paragraph.split("\n"), lambda line: line.startswith(ITEM)):
            shown = tuple(line.removeprefix(ITEM) if listed else line for line in lines)
            if any(shown):
                yield Block(shown, listed)
