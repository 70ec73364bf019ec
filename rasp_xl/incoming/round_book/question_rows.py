"""The rows of the sheet Questions: what the round asks of the standard set, to what weight, and what it asks besides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rasp_xl.incoming.entered import Entered, Problem
from rasp_xl.incoming.question_index import tidy_ref
from rasp_xl.incoming.round_book.numbers import number_in
from rasp_xl.incoming.round_book.own_questions import OwnQuestions, roles_in
from rasp_xl.incoming.round_book.programme import STAGES_IN_WORDS, bare
from rasp_xl.incoming.round_book.sheets import Table, filled_rows, made_before, table
from rasp_xl.incoming.wording import plain
from rasp_xl.incoming.workbook import Workbook
from rasp_xl.model.questions import (
    HEAVIEST,
    STAGES,
    Purpose,
    Question,
    QuestionSet,
    with_questions,
)
from rasp_xl.model.round_layout import (
    ACTION,
    ANSWERED_BY,
    AREA,
    ASKED,
    GATE_HEADINGS,
    LEVEL_HEADINGS,
    NO,
    QUESTION,
    QUESTION_HEADINGS,
    QUESTIONS,
    REF,
    SOURCE,
    THEME,
    WEIGHT_HEADINGS,
    WHY,
    YES,
)
from rasp_xl.model.showing import named

Row = Mapping[str, Entered]

MARK = THEME
"""A heading on Lists of round workbooks that have the sheet."""

READ = tuple(heading for heading in QUESTION_HEADINGS if heading != AREA)
"""The area is that of the theme."""

YES_WORDS, NO_WORDS = frozenset({"yes", "y", "true", "1"}), frozenset({"no", "n", "false", "0"})
NO_GATE = frozenset({"", "no gate", "no", "none", "0"})
DEFAULT_WEIGHT = 2
LONGEST_QUOTE = 60


@dataclass(frozen=True, slots=True)
class Standard:
    """What the sheet is held against: the standard set, the round's purpose, None where it cannot be read, and the round's id."""

    question_set: QuestionSet
    purpose: Purpose | None
    round_id: str


def read_questions(workbook: Workbook, file: str, standard: Standard, problems: list[Problem]) -> QuestionSet:
    """The round's questions: the standard set itself where nothing is changed, or where the workbook is older than the sheet.

    A question of the office's own is in it also where something about it is wrong, so that waivers for it are not wrong too.
    """
    asked = standard.question_set
    if made_before(workbook, QUESTIONS, MARK):
        return asked
    found = table(workbook, file, QUESTIONS, READ)
    rows = filled_rows(found, problems)
    if isinstance(found, Problem):
        return asked
    by_ref = _by_ref(rows, problems)
    _missing(found, asked, by_ref, problems)
    known = {question.id: question for question in asked.questions}
    own = OwnQuestions(asked, problems)
    ours, theirs = list[Question](), list[Question]()
    for ref, row in by_ref.items():
        if not _is_asked(row[ASKED], problems):
            continue
        weights_and_gates = _weights(row, known.get(ref), standard.purpose, problems), _gates(row, problems)
        if ref in known:
            ours.append(_ours(row, known[ref], weights_and_gates, problems))
        else:
            theirs.append(own.read(row, ref, weights_and_gates))
    order = {question.id: number for number, question in enumerate(asked.questions)}
    questions = (*sorted(ours, key=lambda question: order[question.id]), *theirs)
    own.tell_alike(ours, theirs)
    _empty_areas(found, asked, questions, by_ref, problems)
    return with_questions(asked, questions, standard.round_id)


def _by_ref(rows: Sequence[Row], problems: list[Problem]) -> dict[str, Row]:
    """The rows by what their Refs mean; of two with the same, and of one without, it is said."""
    found: dict[str, Row] = {}
    for row in rows:
        ref, entry = tidy_ref(row[REF].text), row[REF]
        if not ref:
            fix = "Type a Ref of your own, such as SV101, or clear the row."
            problems.append(Problem(entry.place, "The row has no Ref.", fix))
        elif ref in found:
            first = found[ref][REF].place.cell
            problems.append(
                Problem(entry.place, f"{ref} is in {first} already.", "Give each question a Ref of its own.")
            )
        else:
            found[ref] = row
    return found


def _missing(found: Table, asked: QuestionSet, by_ref: Mapping[str, Row], problems: list[Problem]) -> None:
    """A row that is gone may have been deleted by a slip, so it is no way of leaving a question out."""
    gone = [question.id for question in asked.questions if question.id not in by_ref]
    if gone and not isinstance(found, Problem):
        count = "1 question has" if len(gone) == 1 else f"{len(gone)} questions have"
        fix = f"Put each back: its Ref in a free row, with {NO} under {ASKED} if it is not to be asked; or take the rows from an earlier copy."
        problems.append(Problem(found[1], f"{count} no row any more: {named(gone)}.", fix))


def _is_asked(entry: Entered, problems: list[Problem]) -> bool:
    word = plain(entry.text)
    if word not in YES_WORDS | NO_WORDS:
        reads = f"reads “{entry.text}”" if entry.text else "is not filled in"
        problems.append(Problem(entry.place, f"{ASKED} {reads}.", f"Choose {YES} or {NO}."))
    return word not in NO_WORDS


def _ours(
    row: Row,
    question: Question,
    weights_and_gates: tuple[tuple[int, ...], tuple[int | None, ...]],
    problems: list[Problem],
) -> Question:
    """One of the standard set: its text, levels and theme stay; what stands beside them may be in the office's own words."""
    for heading, text in ((QUESTION, question.text), *zip(LEVEL_HEADINGS, question.levels, strict=True)):
        if plain(row[heading].text) != plain(text):
            what = "The question" if heading == QUESTION else f"The text of level {heading}"
            message = f"{what} is not as {question.id} has it, and a Ref never changes its meaning."
            fix = f"Restore “{_short(text)}”; to ask otherwise, set {ASKED} to {NO} and add your question below under a Ref of your own."
            problems.append(Problem(row[heading].place, message, fix))
    weights, gates = weights_and_gates
    roles = row[ANSWERED_BY].text
    return replace(
        question,
        weights=weights,
        gates=gates,
        why=_ours_or(row[WHY], question.why),
        source=_ours_or(row[SOURCE], question.source),
        action=_ours_or(row[ACTION], question.action),
        roles=question.roles if roles in ("", ", ".join(question.roles)) else roles_in(roles),
    )


def _ours_or(entry: Entered, text: str) -> str:
    """The office's words, if there are any other than ours."""
    return text if plain(entry.text) in ("", plain(text)) else entry.text


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE].rsplit(' ', 1)[0]}…"


def _weights(row: Row, ours: Question | None, purpose: Purpose | None, problems: list[Problem]) -> tuple[int, ...]:
    """A weight for each purpose: that of the round must be there, the others may be left as they usually are."""
    weights = []
    for place, (one, heading) in enumerate(zip(Purpose, WEIGHT_HEADINGS, strict=True)):
        entry, number = row[heading], number_in(row[heading])
        usual = ours.weights[place] if ours else DEFAULT_WEIGHT
        fits = number is not None and number in range(1, HEAVIEST + 1)
        if not fits and not entry.hidden and (entry.text or one is purpose):
            reads = f"reads “{entry.text}”" if entry.text else "is not filled in"
            fix = f"Choose 1 light, 2 standard or {HEAVIEST} heavy."
            if not entry.text:
                fix += f" A question that counts for nothing is not asked: set {ASKED} to {NO}."
            problems.append(Problem(entry.place, f"{heading} {reads}.", fix))
        weights.append(int(number) if number is not None and fits else usual)
    return tuple(weights)


def _gates(row: Row, problems: list[Problem]) -> tuple[int | None, ...]:
    return tuple(_gate(row[heading], heading, problems) for heading in GATE_HEADINGS)


def _gate(entry: Entered, heading: str, problems: list[Problem]) -> int | None:
    """The first stage, as a number or in the words of the sheet Programme; None for no gate."""
    word = bare(entry.text)
    if word in NO_GATE or entry.hidden:
        return None
    number = number_in(entry)
    stage = STAGES_IN_WORDS.get(str(int(number)) if number is not None and number == int(number) else word)
    if stage is None:
        fix = f"Choose the first stage, 1 to {len(STAGES)}, or leave it empty where the question is no gate."
        problems.append(Problem(entry.place, f"{heading} reads “{entry.text}”.", fix))
    return int(stage) if stage else None


def _empty_areas(
    found: Table,
    asked: QuestionSet,
    questions: Sequence[Question],
    by_ref: Mapping[str, Row],
    problems: list[Problem],
) -> None:
    """Scores, maps and the overall are of five areas, each with something to score."""
    if isinstance(found, Problem):
        return
    kept = {question.area for question in questions}
    for area in asked.areas:
        if area.id not in kept:
            rows = [by_ref[question.id] for question in area.questions if question.id in by_ref]
            place = rows[0][ASKED].place if rows else found[1]
            message = f"No question of {area.name} is asked, and each area needs one."
            problems.append(Problem(place, message, f"Set {ASKED} to {YES} for at least one of its questions."))
