"""Letters: the kinds there are, the fields that their texts may name, and what one is made of."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class LetterKind(StrEnum):
    """Why a letter is written."""

    INVITATION = "invitation"
    REMINDER = "reminder"
    QUERY = "query"
    RECEIPT = "receipt"


@dataclass(frozen=True, slots=True)
class LetterText:
    """One letter before it is addressed: paragraphs are parted by empty lines, fields stand in braces, for instance {council}."""

    kind: LetterKind
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """What a letter says of templates and returns, each in the words that it stands in the letter with.

    file is the name of the return that came; without one it is the first file attached. what, do and next may have several
    lines: those that begin with "- " are a list. received is a day or a time, hash the SHA-256 of the return in hexadecimal
    digits. about tells letters of one kind to one person apart, for instance a return's hash or a reminder's day, and is
    not read by people: a letter about the same is the same letter and goes once.
    """

    file: str = ""
    what: str = ""
    received: str = ""
    hash: str = ""
    next: str = ""
    about: str = ""
    do: str = ""


FIELD = re.compile(r"\{([^{}]*)\}")
"""A field in a text, its name as group 1."""

FIELDS: Mapping[str, str] = {
    "contact": "The name of the person the letter goes to; without one, colleague.",
    "role": "That person's role; empty where Partners has none.",
    "council": "The council's name.",
    "whose": "Whose answers the letter is about: the council, or of several people who answer the person, with the council.",
    "together": "Where several people of a council answer: who else was asked, and how their answers are put together; empty for any other.",
    "programme": "What the programme is called.",
    "purpose": "The purpose of the round, for instance New programme.",
    "stage": "The stage of the round in words.",
    "return_by": "The day by which returns are wanted; without one, the end of the round.",
    "sender": "Your name; empty where Programme has none.",
    "sender_role": "Your role or office; empty where Programme has none.",
    "sender_address": "Your e-mail address; empty where Programme has none.",
    "marking": "The round's marking; empty where Programme has none. It stands above every letter in any case.",
    "file": "The name of the file that is attached, or of the return that came; empty in a reminder.",
    "what": "What is missing, what must be put right, or what was counted.",
    "do": "What the council is asked to do about it.",
    "received": "When the return was read.",
    "hash": "The SHA-256 of the return, by which both sides can prove which file it was.",
    "next": "What happens next; empty where there is nothing to say.",
}
"""What a text may name, and what is put there."""

OF_RETURNS: Mapping[LetterKind, frozenset[str]] = {
    LetterKind.INVITATION: frozenset(),
    LetterKind.REMINDER: frozenset({"what", "do", "next"}),
    LetterKind.QUERY: frozenset({"what", "do", "next", "received"}),
    LetterKind.RECEIPT: frozenset({"what", "next", "received", "hash"}),
}
"""Of the fields that not every letter has, those that a kind of letter has."""


def fields_of(kind: LetterKind) -> tuple[str, ...]:
    """The fields that a letter of this kind can fill, in the order of FIELDS."""
    lacking = frozenset().union(*OF_RETURNS.values()) - OF_RETURNS[kind]
    return tuple(field for field in FIELDS if field not in lacking)


def field_name(typed: str) -> str:
    """A field's name as FIELDS has it, also where it is typed as Return by or SENDER-ROLE."""
    return re.sub(r"[\s_-]+", "_", typed.strip().lower())
