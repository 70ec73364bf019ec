"""The entries of the sheet Programme, or what is wrong with each."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rasp_xl.incoming.entered import Entered, Problem
from rasp_xl.incoming.round_book.ids import check_id
from rasp_xl.incoming.round_book.people import read_address
from rasp_xl.incoming.wording import plain
from rasp_xl.model.findings import Place
from rasp_xl.model.questions import STAGES, Purpose, stage_words
from rasp_xl.model.round_layout import (
    DATE,
    MARKING,
    NAME,
    PROGRAMME,
    PROGRAMME_LABELS,
    PURPOSE,
    RETURN_BY,
    ROUND_ID,
    SENDER,
    SENDER_ADDRESS,
    SENDER_ROLE,
    STAGE,
)
from rasp_xl.model.rounds import Person
from rasp_xl.model.showing import day_words

LONGEST_MARKING = 60
DATE_WANTED = "Type a date, for instance 23/11/2026."
TEXTS = (NAME, ROUND_ID, MARKING, SENDER, SENDER_ROLE, SENDER_ADDRESS)


@dataclass(frozen=True, slots=True)
class Programme:
    """What the sheet says of the round. purpose is None, stage 0 and a text empty where it cannot be used."""

    name: str = ""
    round_id: str = ""
    purpose: Purpose | None = None
    stage: int = 0
    day: date | None = None
    due: date | None = None
    marking: str = ""
    sender: Person = Person()
    id_place: Place | None = None


def read_programme(entries: Mapping[str, Entered] | Problem, file: str, problems: list[Problem]) -> Programme:
    """What stands beside the labels, choices as the values they stand for; nothing where the sheet is missing."""
    if isinstance(entries, Problem):
        problems.append(entries)
        return Programme()
    entries = {**dict.fromkeys(PROGRAMME_LABELS, Entered(Place(file, PROGRAMME))), **entries}
    texts = {label: _text(entries[label], label, problems) for label in TEXTS}
    chosen = {label: _chosen(entries[label], label, choices, problems) for label, choices in WORDS.items()}
    day, due = (_day(entries[label], problems) for label in (DATE, RETURN_BY))
    if day and due and due < day:
        message = f"Returns are wanted by {day_words(due)}, which is before the date of the round."
        problems.append(Problem(entries[RETURN_BY].place, message, "Type a later date, or mend Date."))
    return Programme(
        texts[NAME],
        texts[ROUND_ID],
        Purpose(chosen[PURPOSE]) if chosen[PURPOSE] else None,
        int(chosen[STAGE] or 0),
        day,
        due,
        texts[MARKING],
        _sender(texts, entries[SENDER_ADDRESS], problems),
        entries[ROUND_ID].place,
    )


def _sender(texts: Mapping[str, str], typed: Entered, problems: list[Problem]) -> Person:
    name, address = read_address(typed, problems)
    return Person(texts[SENDER] or name, address, texts[SENDER_ROLE])


def _day(entry: Entered, problems: list[Problem]) -> date | None:
    if (entry.text and not entry.day) or entry.trouble:
        problems.append(entry.trouble or Problem(entry.place, f"The date reads “{entry.text}”.", DATE_WANTED))
    return entry.day


def bare(text: str) -> str:
    """A choice without case, signs and kinds of space."""
    return re.sub(r"[\W_]+", " ", plain(text)).strip()


PURPOSES: Mapping[str, str] = {
    bare(text): purpose.value for purpose in Purpose for text in (purpose.value, purpose.words)
}
"""What a purpose may be called."""

STAGES_IN_WORDS: Mapping[str, str] = {
    bare(text): str(number)
    for number, words in enumerate(STAGES, 1)
    for text in (str(number), f"stage {number}", words, f"{number} {words}", stage_words(number))
}
"""What a stage may be called."""

WORDS = {PURPOSE: PURPOSES, STAGE: STAGES_IN_WORDS}
CHOICES = {
    PURPOSE: ", ".join(purpose.words for purpose in Purpose),
    STAGE: "; ".join(stage_words(number) for number in range(1, len(STAGES) + 1)),
}


def _chosen(entry: Entered, label: str, choices: Mapping[str, str], problems: list[Problem]) -> str:
    found = choices.get(bare(entry.text), "")
    if not entry.place.cell:
        problems.append(_no_label(entry, label))
    elif not found:
        reads = f"reads “{entry.text}”, which is not one of the choices" if entry.text else "is not filled in"
        fix = f"Choose it from the list: {CHOICES[label]}."
        problems.append(entry.trouble or Problem(entry.place, f"{label} {reads}.", fix))
    return found


def _no_label(entry: Entered, label: str) -> Problem:
    message = f"There is no row with the label {label}."
    return Problem(entry.place, message, f"Put {label} back under Setting, with its entry beside it under Entry.")


def _text(entry: Entered, label: str, problems: list[Problem]) -> str:
    text = entry.text
    if label == NAME and not entry.place.cell:
        problems.append(_no_label(entry, label))
    elif entry.trouble:
        problems.append(entry.trouble)
    elif label == NAME and not text:
        problems.append(Problem(entry.place, "Name is not filled in.", "Type what the programme is called."))
    elif label == MARKING and len(text) > LONGEST_MARKING:
        problems.append(Problem(entry.place, "The marking is too long to print.", "Keep it to 60 characters."))
    elif label == ROUND_ID and text:
        check_id(entry, "round id", problems)
    return text
