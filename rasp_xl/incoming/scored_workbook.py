"""A scored workbook read back as a baseline, after people typed into it, sorted, filtered and saved it again.

What stands on Answers counts, also where somebody changed it; formulas are read only for what they showed.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from hashlib import sha256

from rasp_xl.incoming.result_tables import ResultTable, added_columns, as_typed, find_table, refuse
from rasp_xl.incoming.round_sheets import Entered
from rasp_xl.incoming.wording import parse_answer, plain
from rasp_xl.incoming.workbook import Workbook, open_workbook
from rasp_xl.model.answers import Answer
from rasp_xl.model.baseline import (
    ACTION,
    COUNCIL,
    DUE,
    OVERALL,
    OWN_HEADINGS,
    QUESTION,
    SINCE,
    TYPED,
    Action,
    Baseline,
    EarlierCouncil,
    EarlierRound,
    Entry,
    Shown,
)
from rasp_xl.model.findings import Finding, Place, RaspError
from rasp_xl.model.identity import result_facts
from rasp_xl.model.questions import Purpose, QuestionSet

ANSWERS, SCORES, GAPS, SETTINGS = "Answers", "Scores", "Gaps and actions", "Settings"
IDENTITY, SCORE, BAND, AREA, COUNCIL_ID = "Id", "Score", "Band", "Area", "Council id"
UNREAD = frozenset(
    {
        "Summary", "Heat map", "Theme map", "Question map", "Gates", "Partners", "Responses", "Long texts", "Returns", "Findings",
        "Method", "Checks", "Change", "Change by question",
    }
)  # fmt: skip
"""Our sheets that hold nothing a later round needs: of 300 councils they take two thirds of the room."""

WAIVED = "nw"
QUESTION_ID = re.compile(r"[A-Za-z]{2}[0-9]{1,3}")
NOT_SCORED = "Name the scored.xlsx or the results.json of an earlier round, or the folder that holds them."


def read_scored(data: bytes, file: str, question_set: QuestionSet) -> Baseline:
    """Read a scored workbook's bytes; a RaspError says what is wrong with it. Areas are told by the names in the question set."""
    workbook = open_workbook(data, Place(file), UNREAD)
    if isinstance(workbook, Finding):
        hint = "If it is too large, name the results.json beside it: it holds all but what people typed."
        raise RaspError(f"The baseline {file} cannot be opened. {workbook.message} {hint}")
    if workbook.old_format:
        # In that format LibreOffice saves a text that a formula gives as the number 0, the lowest level.
        raise RaspError(f"The baseline {file} is saved in the old .xls format. Save it as .xlsx and run again.")
    table = find_table(workbook, file, ANSWERS, (COUNCIL, IDENTITY))
    columns = _question_columns(table) if table else {}
    if not table or not columns:
        raise RaspError(
            f"The baseline {file} is not a scored workbook: it has no sheet {ANSWERS} with the headings {COUNCIL}, "
            f"{IDENTITY} and the questions. {NOT_SCORED}"
        )
    troubles: list[str] = []
    shown = _shown(workbook, file, question_set)
    councils = tuple(_councils(table, columns, shown, troubles))
    actions, added = _actions(workbook, file, troubles)
    if not councils:
        troubles.append(f"{table.sheet.name}: there is no council below the headings.")
    refuse(file, troubles)
    return Baseline(file, sha256(data).hexdigest(), _round(workbook, file), tuple(columns), councils, actions, added)


def _question_columns(table: ResultTable) -> dict[str, int]:
    found = ((word, column) for column, word in table.headings.items() if QUESTION_ID.fullmatch(word))
    return {word.upper(): column for word, column in found if table.columns[plain(word)] == column}


def _councils(
    table: ResultTable, columns: Mapping[str, int], shown: Mapping[str, Mapping[str, Shown]], troubles: list[str]
) -> Iterator[EarlierCouncil]:
    seen: dict[str, int] = {}
    for row in table.rows(COUNCIL, IDENTITY):
        identity, name = table.text(row, IDENTITY), table.text(row, COUNCIL)
        key = plain(identity or name)
        if (first := seen.setdefault(key, row)) != row:
            troubles.append(
                f"{table.sheet.name}, row {row}: “{identity or name}” stands in row {first} too. Delete one."
            )
        answers = {q: _answer(q, table.entered(row, column), troubles) for q, column in columns.items()}
        yield EarlierCouncil(identity, name or identity, answers, shown.get(key, {}))


def _answer(question: str, cell: Entered, troubles: list[str]) -> Answer:
    """An answer as the sheet codes it: 0 to 4, DK, NA, NW or blank; the words of the drop-down are understood too."""
    if cell.hidden:
        troubles.append(f"{cell.place.sheet}, {cell.place.cell}: {_hidden(cell)}")
    if isinstance(cell.value, str) and plain(cell.value) == WAIVED:
        return Answer(question, "NA", waived=True)
    value = parse_answer(cell.value)
    if value in ("DK", "NA", None) or type(value) is int:
        return Answer(question, value)
    troubles.append(
        f"{cell.place.sheet}, {cell.place.cell}: “{cell.text[:60]}” is no answer. Type 0 to 4, DK, NA or NW, or clear the cell."
    )
    return Answer(question)


def _hidden(cell: Entered) -> str:
    if cell.hidden == "=":
        return "a formula whose result was not saved. Type the entry itself."
    return f"the spreadsheet error “{cell.hidden}”. Type the entry itself."


def _shown(workbook: Workbook, file: str, question_set: QuestionSet) -> dict[str, dict[str, Shown]]:
    """What Scores shows, by council (id in plain words, or name), then area; nothing where its formulas have no saved results."""
    table = find_table(workbook, file, SCORES, (COUNCIL, AREA, SCORE, BAND))
    if not table:
        return {}
    areas = {plain(area.name): area.id for area in question_set.areas} | {plain(OVERALL): OVERALL}
    found: dict[str, dict[str, Shown]] = defaultdict(dict)
    for row in table.rows(COUNCIL, COUNCIL_ID):
        score, band = table.value(row, SCORE), table.text(row, BAND)
        council = plain(table.text(row, COUNCIL_ID) or table.text(row, COUNCIL))
        number = float(score) if isinstance(score, (int, float)) and not isinstance(score, bool) else None
        if (area := areas.get(plain(table.text(row, AREA)))) and band:
            found[council][area] = Shown(number, "" if number is None else re.sub(r"^[0-9]+ ", "", band))
    return found


def _actions(workbook: Workbook, file: str, troubles: list[str]) -> tuple[tuple[Action, ...], tuple[str, ...]]:
    """The rows in which something is typed, and the headings of the columns that somebody added."""
    table = find_table(workbook, file, GAPS, (COUNCIL, QUESTION, *TYPED))
    if not table:
        headings = ", ".join((COUNCIL, QUESTION, *TYPED))
        troubles.append(
            f"{GAPS}: there is no row with the headings {headings}, so that what people typed cannot be carried over. "
            "Put them back as they were, or name the results.json beside it: then nothing is carried over."
        )
        return (), ()
    rows = list(table.rows(COUNCIL, QUESTION, *TYPED))
    added = added_columns(table, OWN_HEADINGS, rows)
    columns = {table.columns[plain(heading)]: heading for heading in TYPED} | added
    found = [_action(table, row, columns, troubles) for row in rows]
    return tuple(action for action in found if action.typed), tuple(added.values())


def _action(table: ResultTable, row: int, columns: Mapping[int, str], troubles: list[str]) -> Action:
    typed: dict[str, Entry] = {}
    for column, heading in columns.items():
        cell = table.entered(row, column)
        if cell.hidden:
            troubles.append(f"{cell.place.sheet}, {cell.place.cell}: {_hidden(cell)}")
        if (entry := as_typed(cell, heading == DUE)) != "":
            typed[heading] = entry
    asked, todo, since = (table.text(row, heading) for heading in ("What was asked", ACTION, SINCE))
    return Action(table.text(row, COUNCIL), table.text(row, QUESTION), typed, since, asked, todo)


def _round(workbook: Workbook, file: str) -> EarlierRound:
    """By the document's keywords; where a program lost them, purpose and stage by Settings."""
    facts = result_facts(workbook.keywords)
    settings = _settings(workbook, file)
    purposes = {plain(text): purpose for purpose in Purpose for text in (purpose.value, purpose.words)}
    stage = facts.get("stage") or settings.get("stage", "")
    day = None
    with suppress(ValueError):
        day = date.fromisoformat(facts.get("date", ""))
    return EarlierRound(
        facts.get("round", ""),
        facts.get("name", ""),
        purposes.get(plain(facts.get("purpose") or settings.get("purpose", ""))),
        int(stage) if stage in tuple("1234") else 0,
        day,
        facts.get("version", ""),
    )


def _settings(workbook: Workbook, file: str) -> dict[str, str]:
    """The settings that Settings names, by their labels in plain words."""
    table = find_table(workbook, file, SETTINGS, ("Setting", "Value"))
    return {plain(table.text(r, "Setting")): table.text(r, "Value") for r in table.rows("Setting")} if table else {}
