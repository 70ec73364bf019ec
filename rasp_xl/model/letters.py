"""Letters: the kinds there are, and the fields that their texts may name."""

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


FIELDS: Mapping[str, str] = {
    "contact": "The name of the person the letter goes to; without one, colleague.",
    "role": "That person's role.",
    "council": "The council's name.",
    "programme": "What the programme is called.",
    "purpose": "The purpose of the round, for instance New programme.",
    "stage": "The stage of the round in words.",
    "return_by": "The day by which returns are wanted; without one, soon.",
    "sender": "Your name.",
    "sender_role": "Your role or office.",
    "sender_address": "Your e-mail address.",
    "marking": "The round's marking.",
    "file": "The name of the file that is attached, or of the return that came.",
    "what": "Reminder, query and receipt: what is missing, what must be put right, what was counted.",
    "received": "Receipt and query: when the return was read.",
    "hash": "Receipt: the SHA-256 of the return, by which both sides can prove which file it was.",
    "next": "What happens next.",
}
"""What a text may name, and what is put there."""
