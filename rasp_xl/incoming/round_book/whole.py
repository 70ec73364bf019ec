"""The round workbook read back: a whole round, or everything that is wrong with it, cell by cell. Never half a round."""

from collections.abc import Sequence
from pathlib import Path

from rasp_xl.incoming.councils import file_name
from rasp_xl.incoming.entered import Problem
from rasp_xl.incoming.round_book.letter_rows import read_letters
from rasp_xl.incoming.round_book.moderation_rows import Known, read_moderated
from rasp_xl.incoming.round_book.partners import read_partners
from rasp_xl.incoming.round_book.programme import read_programme
from rasp_xl.incoming.round_book.question_rows import Standard, read_questions
from rasp_xl.incoming.round_book.setting_rows import read_settings
from rasp_xl.incoming.round_book.sheets import (
    MAKE_ANOTHER,
    Table,
    asks_questions,
    filled_rows,
    labelled,
    made_before,
    table,
)
from rasp_xl.incoming.round_book.waiver_rows import read_waivers
from rasp_xl.incoming.workbook import Workbook, open_workbook
from rasp_xl.model.findings import Finding, Place, RaspError
from rasp_xl.model.identity import Identity, is_for_the_office
from rasp_xl.model.questions import QuestionSet
from rasp_xl.model.round_layout import (
    AGREED_ANSWER,
    LETTER_HEADINGS,
    LETTERS,
    MODERATION,
    MODERATION_HEADINGS,
    PARTNER_HEADINGS,
    PARTNERS,
    PEOPLE_HEADINGS,
    PROGRAMME,
    PROGRAMME_LABELS,
    ROUND_BOOK,
    WAIVER_HEADINGS,
    WAIVERS,
)
from rasp_xl.model.rounds import Round

LOCKS = ("~${}", ".~lock.{}#")
"""What Excel and LibreOffice put beside a workbook while it is open; a crash leaves it there."""

SAVE_IT = f"If it opens in Excel, save it there as Excel Workbook (.xlsx) without a password; otherwise {MAKE_ANOTHER}"
GIVE_IT = f"Name {ROUND_BOOK} or the folder that holds it after --round; make one with: rasp-xl new DIR"


def round_file(path: Path) -> tuple[bytes, str]:
    """The bytes and the name of a round workbook, given itself or its folder; a RaspError where there is none to read."""
    file = path / ROUND_BOOK if path.is_dir() else path
    try:
        return file.read_bytes(), str(file)
    except FileNotFoundError as error:
        if (above := path.parent / ROUND_BOOK).is_file() and path.is_dir():
            raise RaspError(
                f"There is no round workbook {file}, but {above} is one: name the folder {above.parent}"
            ) from error
        raise RaspError(f"There is no round workbook {file}. Make one with: rasp-xl new DIR") from error
    except OSError as error:
        raise RaspError(
            f"The round workbook {file} cannot be read: {error.strerror or error}. Close it in other programs, and check that it is a file which you may open."
        ) from error


def open_elsewhere(path: Path) -> str:
    """What to say where a lock of Excel or LibreOffice lies beside a round workbook, given itself or its folder; else nothing."""
    file = path / ROUND_BOOK if path.is_dir() else path
    lock = next((name for form in LOCKS if (file.parent / (name := form.format(file.name))).is_file()), "")
    if not lock:
        return ""
    return (
        f"The round workbook {file} is open in another program ({lock} lies beside it): what was saved last is used. If something was typed "
        "since, save it and say the same again."
    )


def read_round(data: bytes, file: str, question_set: QuestionSet) -> Round:
    """Read a round workbook's bytes; a RaspError lists all that is wrong, each with sheet and cell, and what to do.

    question_set is the standard one, from which the round's may differ.
    """
    workbook = open_workbook(data, Place(file))
    if isinstance(workbook, Finding):
        raise RaspError(f"The round workbook {file} cannot be opened. {workbook.message} {SAVE_IT}")
    entries = labelled(workbook, file, PROGRAMME, PROGRAMME_LABELS)
    councils = table(workbook, file, PARTNERS, PARTNER_HEADINGS, PEOPLE_HEADINGS)
    if isinstance(entries, Problem) and isinstance(councils, Problem):
        raise RaspError(f"{file} is not a round workbook: {_what_it_is(workbook)}. {GIVE_IT}")
    problems: list[Problem] = []
    said = read_programme(entries, file, problems)
    partners = read_partners(councils, problems)
    rows = filled_rows(table(workbook, file, WAIVERS, WAIVER_HEADINGS), problems)
    known = None if isinstance(councils, Problem) else partners
    identity = said.round_id or file_name(f"{said.name} {said.day or ''}")
    asked = read_questions(workbook, file, Standard(question_set, said.purpose, identity), problems)
    settings = read_settings(workbook, file, problems)
    waivers = read_waivers(rows, known, asked, said.purpose, problems)
    letters = read_letters(_later_table(workbook, file, LETTERS, LETTER_HEADINGS), problems)
    agreed = _later_table(workbook, file, MODERATION, MODERATION_HEADINGS)
    moderated = read_moderated(agreed, Known(known, asked, said.purpose, waivers), problems)
    if problems or not said.purpose:
        raise RaspError(_told(file, problems))
    return Round(
        said.purpose,
        said.stage,
        asked,
        identity,
        said.name,
        said.day,
        partners,
        settings,
        waivers,
        marking=said.marking,
        due=said.due,
        sender=said.sender,
        letters=letters,
        moderated=moderated,
        id_place=said.id_place,
    )


def _later_table(workbook: Workbook, file: str, name: str, headings: Sequence[str]) -> Table:
    """The table of a sheet that the first round workbooks had not: of these an empty one."""
    if made_before(workbook, name, AGREED_ANSWER):
        return [], Place(file, name)
    return table(workbook, file, name, headings)


def _what_it_is(workbook: Workbook) -> str:
    """What was given in the place of a round workbook, as far as it can be told."""
    if is_for_the_office(workbook.keywords) and "round" not in workbook.keywords:
        return "it is a scored workbook that rasp-xl wrote"
    if Identity.from_text(workbook.keywords).known or asks_questions(workbook):
        return "it is a template or a return"
    return f"it has no sheet {PROGRAMME} and no sheet {PARTNERS} as rasp-xl makes them"


def _told(file: str, problems: Sequence[Problem]) -> str:
    """All problems, one for each cell, from top to bottom of each sheet."""
    first: dict[Place | Problem, Problem] = {}
    sheets = list(dict.fromkeys(problem.place.sheet for problem in problems))
    for problem in sorted(problems, key=lambda p: (sheets.index(p.place.sheet), p.place.row, p.place.column)):
        first.setdefault(problem.place if problem.place.cell else problem, problem)
    count = "1 mistake" if len(first) == 1 else f"{len(first)} mistakes"
    head = f"The round workbook {file} has {count}, so nothing was done. Mend what is listed, save, and run again."
    return "\n".join((head, *(f"  {problem}" for problem in first.values())))
