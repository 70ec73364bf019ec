"""The round workbook read back: a whole round, or everything that is wrong with it, cell by cell. Never half a round."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from rasp_xl.incoming.ledger import file_name
from rasp_xl.incoming.round_sheets import MAKE_ANOTHER, Entered, Problem, asks_questions, programme, table
from rasp_xl.incoming.waiver_rows import read_waivers
from rasp_xl.incoming.wording import plain
from rasp_xl.incoming.workbook import Workbook, open_workbook
from rasp_xl.model.findings import Finding, Place, RaspError
from rasp_xl.model.identity import Identity, is_for_the_office
from rasp_xl.model.questions import STAGES, Purpose, QuestionSet, stage_words
from rasp_xl.model.round_layout import (
    DATE,
    IDENTITY,
    MARKING,
    NAME,
    PARTNER_HEADINGS,
    PARTNERS,
    PROGRAMME,
    PROGRAMME_LABELS,
    PURPOSE,
    ROUND_BOOK,
    ROUND_ID,
    STAGE,
    WAIVER_HEADINGS,
    WAIVERS,
)
from rasp_xl.model.rounds import Partner, Round

LONGEST_MARKING = 60
SAVE_IT = f"If it opens in Excel, save it there as Excel Workbook (.xlsx) without a password; otherwise {MAKE_ANOTHER}"
GIVE_IT = f"Name {ROUND_BOOK} or the folder that holds it after --round; make one with: rasp-xl new DIR"
DATE_WANTED = "Type a date, for instance 23/11/2026."


def round_file(path: Path) -> tuple[bytes, str]:
    """The bytes and the name of a round workbook, given itself or its folder; a RaspError where there is none to read."""
    file = path / ROUND_BOOK if path.is_dir() else path
    try:
        return file.read_bytes(), str(file)
    except FileNotFoundError as error:
        raise RaspError(f"There is no round workbook {file}. Make one with: rasp-xl new DIR") from error
    except OSError as error:
        raise RaspError(
            f"The round workbook {file} cannot be read: {error.strerror or error}. Close it in other programs, and check that it is a file which you may open."
        ) from error


def read_round(data: bytes, file: str, question_set: QuestionSet) -> Round:
    """Read a round workbook's bytes; a RaspError lists all that is wrong, each with sheet and cell, and what to do."""
    workbook = open_workbook(data, Place(file))
    if isinstance(workbook, Finding):
        raise RaspError(f"The round workbook {file} cannot be opened. {workbook.message} {SAVE_IT}")
    entries, councils = programme(workbook, file), table(workbook, file, PARTNERS, PARTNER_HEADINGS)
    if isinstance(entries, Problem) and isinstance(councils, Problem):
        raise RaspError(f"{file} is not a round workbook: {_what_it_is(workbook)}. {GIVE_IT}")
    problems: list[Problem] = []
    texts, day = _settings(entries, file, problems)
    partners = _partners(councils, problems)
    rows = _rows(table(workbook, file, WAIVERS, WAIVER_HEADINGS), problems)
    known = None if isinstance(councils, Problem) else partners
    purpose = Purpose(texts[PURPOSE]) if texts.get(PURPOSE) else None
    waivers = read_waivers(rows, known, question_set, purpose, problems)
    if problems or not purpose:
        raise RaspError(_told(file, problems))
    return Round(
        purpose,
        int(texts[STAGE]),
        question_set,
        texts[ROUND_ID] or file_name(f"{texts[NAME]} {day or ''}"),
        texts[NAME],
        day,
        partners,
        waivers=waivers,
        marking=texts[MARKING],
    )


def _what_it_is(workbook: Workbook) -> str:
    """What was given in the place of a round workbook, as far as it can be told."""
    if is_for_the_office(workbook.keywords) and "round" not in workbook.keywords:
        return "it is a scored workbook that rasp-xl wrote"
    if Identity.from_text(workbook.keywords).known or asks_questions(workbook):
        return "it is a template or a return"
    return f"it has no sheet {PROGRAMME} and no sheet {PARTNERS} as rasp-xl makes them"


def _settings(
    entries: Mapping[str, Entered] | Problem, file: str, problems: list[Problem]
) -> tuple[dict[str, str], date | None]:
    """What stands beside the labels of Programme, choices as the values they stand for, and the day; nothing where the sheet is missing."""
    if isinstance(entries, Problem):
        problems.append(entries)
        return {}, None
    entries = {**dict.fromkeys(PROGRAMME_LABELS, Entered(Place(file, PROGRAMME))), **entries}
    texts = {label: _programme_text(entries[label], label, problems) for label in (NAME, ROUND_ID, MARKING)}
    texts |= {label: _chosen(entries[label], label, choices, problems) for label, choices in WORDS.items()}
    dated = entries[DATE]
    if (dated.text and not dated.day) or dated.trouble:
        problems.append(dated.trouble or Problem(dated.place, f"The date reads “{dated.text}”.", DATE_WANTED))
    return texts, dated.day


def _told(file: str, problems: Sequence[Problem]) -> str:
    """All problems, one for each cell, from top to bottom of each sheet."""
    first: dict[Place | Problem, Problem] = {}
    sheets = list(dict.fromkeys(problem.place.sheet for problem in problems))
    for problem in sorted(problems, key=lambda p: (sheets.index(p.place.sheet), p.place.row, p.place.column)):
        first.setdefault(problem.place if problem.place.cell else problem, problem)
    count = "1 mistake" if len(first) == 1 else f"{len(first)} mistakes"
    head = f"The round workbook {file} has {count}, so nothing was done. Mend what is listed, save, and run again."
    return "\n".join((head, *(f"  {problem}" for problem in first.values())))


def _bare(text: str) -> str:
    """A choice without case, signs and kinds of space."""
    return re.sub(r"[\W_]+", " ", plain(text)).strip()


PURPOSES: Mapping[str, str] = {
    _bare(text): purpose.value for purpose in Purpose for text in (purpose.value, purpose.words)
}
"""What a purpose may be called."""

STAGES_IN_WORDS: Mapping[str, str] = {
    _bare(text): str(number)
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
    found = choices.get(_bare(entry.text), "")
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


def _programme_text(entry: Entered, label: str, problems: list[Problem]) -> str:
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
        _check_id(entry, "round id", problems)
    return text


def _check_id(entry: Entered, what: str, problems: list[Problem]) -> None:
    """Ids name files, so they are held to what every system takes."""
    fit = file_name(entry.text)
    if entry.text != fit:
        message = f"The {what} reads “{entry.text}”. It names files: letters a to z, digits and single hyphens."
        problems.append(Problem(entry.place, message, f"Type for instance {fit}."))


Rows = tuple[list[Mapping[str, Entered]], Place] | Problem


def _rows(found: Rows, problems: list[Problem]) -> list[Mapping[str, Entered]]:
    """The rows of a table; of cells that show an error it is said here."""
    if isinstance(found, Problem):
        problems.append(found)
        return []
    rows, _ = found
    problems += [cell.trouble for row in rows for cell in row.values() if cell.trouble]
    return rows


def _partners(found: Rows, problems: list[Problem]) -> tuple[Partner, ...]:
    """Every council that has a name, also where something else about it is wrong, so that waivers for it are not wrong too."""
    rows, partners = _rows(found, problems), list[Partner]()
    if not rows and not isinstance(found, Problem):
        problems.append(Problem(found[1], "No council is listed.", "Type the name of each council that takes part."))
    names: dict[str, Entered] = {}
    ids: dict[str, Entered] = {}
    for row in rows:
        name, identity = row[NAME], row[IDENTITY]
        if not name.text:
            message = f"The council with the id “{identity.text}” has no name."
            problems.append(Problem(name.place, message, "Type its name, or clear the row."))
            continue
        if identity.text:
            _check_id(identity, "id", problems)
        _once(names, plain(name.text), name, "name", problems)
        partner = Partner(identity.text or file_name(name.text), name.text)
        _once(ids, partner.id, identity if identity.text else name, "id", problems)
        partners.append(partner)
    return tuple(partners)


def _once(seen: dict[str, Entered], key: str, entry: Entered, what: str, problems: list[Problem]) -> None:
    """Say it when a name or an id stands twice."""
    first = seen.setdefault(key, entry)
    if first is entry:
        return
    made = f", or the id {key} made from it," if what == "id" and entry.text != key else ""
    message = f"“{entry.text}”{made} is in {first.place.cell} already."
    fix = "Delete one of the two rows." if what == "name" else "Give each council an id of its own under Id."
    problems.append(Problem(entry.place, message, fix))
