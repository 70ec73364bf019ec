"""The sheet Change by question: a row for each answer that is another than then."""

from rasp_xl.model.answers import Answer
from rasp_xl.model.questions import Question
from rasp_xl.outgoing.book import Book, Sheet, cell, span
from rasp_xl.outgoing.formulas import WAIVED, code_of
from rasp_xl.outgoing.style import WARN_FILL
from rasp_xl.reports import change_words
from rasp_xl.reports.positions import CHANGE_BY_QUESTION, Positions
from rasp_xl.reports.room import cut_words, moves_with_room
from rasp_xl.reports.sheet_table import HEADER_ROW, NOTHING, mark_table
from rasp_xl.scoring.change import DOWN, NEWLY_KNOWN, NO_LONGER_KNOWN, NOT_COMPARED, SAME, UP, Move

FIRST_ROW = HEADER_ROW + 1
COUNCIL, QUESTION, BEFORE, NOW, LEVELS, MOVED, TEXT = range(1, 8)
HEADINGS = ("Council", "Question", "Answer before", "Answer now", "Levels", "Moved", "What was asked")
WIDTHS = (40, 11, 12, 12, 9, 18, 90)
BLANK = "no answer"
LEAD = "Every answer that is another than then. The list and its counts are as at scoring; Answer now, Levels and Moved follow the sheet Answers."


def add_moves(book: Book, at: Positions) -> None:
    """Write the sheet, where the round is compared with an earlier one."""
    since = at.assessment.compared
    if since is None or not since.change.councils:
        return
    sheet = book.add_sheet(CHANGE_BY_QUESTION)
    sheet.title(f"Change by question since {since.baseline.round.label}", change_words.questions_moved(since))
    sheet.text(3, 1, cut_words(at, CHANGE_BY_QUESTION) + LEAD, "quiet plain")
    moves = moves_with_room(at)
    numbers = {card.id: number for number, card in enumerate(at.assessment.cards)}
    given = {card.id: {a.question: a for a in card.answers} for card in at.assessment.cards}
    questions = {q.id: q for q in at.questions}
    for row, (council, move) in enumerate(moves, FIRST_ROW):
        question = questions[move.question]
        before = since.earlier[council].answers.get(move.question) or Answer(move.question)
        _names(sheet, row, at.assessment.cards[numbers[council]].name, question)
        _code(sheet, row, before)
        source, now = at.answer(numbers[council], question), code_of(given[council][move.question])
        sheet.formula(row, NOW, f'=IF({source}="","{BLANK}",{source})', BLANK if now is None else now, "cell")
        _way(sheet, row, move, at.assessment.round.gate_from(question) is not None)
    if not moves:
        sheet.row(FIRST_ROW, (NOTHING, *("" for _ in HEADINGS[1:])), "cell")
    last = max(FIRST_ROW, FIRST_ROW + len(moves) - 1)
    mark_table(sheet, "questions_moved", HEADINGS, (HEADER_ROW, last))
    for way in (DOWN, NO_LONGER_KNOWN):
        sheet.paint(
            span(FIRST_ROW, MOVED, last, MOVED),
            f'={cell(FIRST_ROW, MOVED)}="{way}"',
            {"bg_color": WARN_FILL, "bold": True},
        )
    sheet.widths(WIDTHS)
    sheet.freeze(FIRST_ROW, QUESTION + 1)
    sheet.repeat(HEADER_ROW, HEADER_ROW)
    sheet.worksheet.fit_to_pages(1, 0)


def _names(sheet: Sheet, row: int, council: str, question: Question) -> None:
    sheet.text(row, COUNCIL, council, "cell")
    sheet.text(row, QUESTION, question.id, "cell bold")
    sheet.text(row, TEXT, question.text, "cell")
    sheet.fit(row, [(question.text, WIDTHS[TEXT - 1] - 1), (council, WIDTHS[0] - 1)])


def _code(sheet: Sheet, row: int, before: Answer) -> None:
    code = code_of(before)
    if isinstance(code, int):
        sheet.number(row, BEFORE, code, "cell")
    else:
        sheet.text(row, BEFORE, code or BLANK, "cell")


def _way(sheet: Sheet, row: int, move: Move, is_gate: bool) -> None:
    before, now = (cell(row, column) for column in (BEFORE, NOW))
    both = f"AND(ISNUMBER({before}),ISNUMBER({now}))"
    levels = move.now - move.before if isinstance(move.now, int) and isinstance(move.before, int) else None
    sheet.formula(row, LEVELS, f'=IF({both},{now}-{before},"")', levels, "number signed whole")
    out = [_left_out(where, is_gate) for where in (before, now)]
    either = f'IF(AND({out[0]},{out[1]}),"{SAME}","{NOT_COMPARED}")'
    known = f'IF({now}>{before},"{UP}",IF({now}<{before},"{DOWN}","{SAME}"))'
    one = f'IF(ISNUMBER({now}),"{NEWLY_KNOWN}",IF(ISNUMBER({before}),"{NO_LONGER_KNOWN}","{SAME}"))'
    sheet.formula(row, MOVED, f"=IF(OR({out[0]},{out[1]}),{either},IF({both},{known},{one}))", move.way, "cell")


def _left_out(where: str, is_gate: bool) -> str:
    """Whether the answer in a cell says that the question does not apply; on a gate that takes a waiver."""
    return f'{where}="{WAIVED}"' if is_gate else f'OR({where}="NA",{where}="{WAIVED}")'
