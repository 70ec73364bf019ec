"""Entries that several sheets of the round workbook ask for: a council, a question, words that may not be missing."""

import re
from collections.abc import Sequence
from difflib import get_close_matches

from rasp_xl.incoming.entered import Entered, Problem
from rasp_xl.incoming.wording import plain
from rasp_xl.model.rounds import Partner

FROM_LIST = "Choose it from the list in the cell."


def partner_id(entry: Entered, partners: Sequence[Partner] | None, what: str, problems: list[Problem]) -> str:
    """The id of the partner that has this name or id; empty where none has, and what is wrong is added to the problems.

    Partners are None where they could not be read: then nothing is held against them. what is the row in a word.
    """
    wanted = plain(entry.text)
    for partner in partners or ():
        if wanted and wanted in (plain(partner.name), partner.id):
            return partner.id
    if not wanted:
        problems.append(Problem(entry.place, f"The {what} names no council.", FROM_LIST))
    elif partners is not None:
        message = f"“{entry.text}” is not a partner of this round."
        problems.append(Problem(entry.place, message, _nearest(wanted, partners)))
    return ""


def _nearest(wanted: str, partners: Sequence[Partner]) -> str:
    names = {plain(partner.name): partner.name for partner in partners}
    close = [f"“{names[name]}”" for name in get_close_matches(wanted, list(names), n=2)]
    asked = f"Did you mean {' or '.join(close)}? " if close else ""
    return f"{asked}Choose one from the list in the cell, or add it to the sheet Partners."


def question_id(text: str) -> str:
    """A question's id as we write it, also where it is typed as gv-01; whether there is such a question is another matter."""
    bare = re.sub(r"[\W_]", "", text.upper())
    return bare[:2] + bare[2:].lstrip("0")


def needed(entry: Entered, message: str, fix: str, problems: list[Problem]) -> str:
    """The text of an entry that may not be empty."""
    if not entry.text:
        problems.append(Problem(entry.place, message, fix))
    return entry.text
