"""The sheet Fix list: what a fix copy asks for, a row for each thing, with a link to its place and whether it has changed.

Where nothing can be changed, as where we read columns whose headings were lost and the copy has our own, a reply is asked for.
"""

from rasp_xl.model.findings import Severity, column_letters
from rasp_xl.model.layout import (
    ANSWER,
    COMMENT,
    COVER_LABELS,
    DATE,
    EVIDENCE,
    FIX_COLUMNS,
    FIX_LIST,
    REF,
    REPLIES,
    START,
    Slot,
    area_slots,
    column_of,
    cover_row,
    quoted,
    slots,
)
from rasp_xl.model.questions import Area, QuestionSet
from rasp_xl.outgoing.book import Book, Sheet, clean, span
from rasp_xl.outgoing.counting_sheet import CITED, CODE, counting_cell
from rasp_xl.outgoing.filling import Cell, Filling, Mark
from rasp_xl.outgoing.style import SOFT_FILL, WARN_FILL

WIDTHS = (6, 12, 24, 11, 52, 48, 34, 14, 26)
NUMBER, SEVERITY, WHERE, ABOUT, WRONG, DO, WROTE, STATUS, REPLY = range(1, len(FIX_COLUMNS) + 1)
HEADER_ROW = 5
FIRST_ROW = HEADER_ROW + 1
FIX_STATUS = "fix_status"
"""The name of the statuses: a conditional format may name no other sheet in every Excel, but it may use a name."""

MUST = Severity.MUST_FIX.words.capitalize()
TO_DO, MORE, CHANGED = "to do", "see To do", "changed"
CHECK, REPLIED = "please check", "replied"
"""Statuses of what can be changed, of which the second says that its row still asks for something, and of what takes a reply."""

NOTHING = "nothing"
HOW = (
    "The cells in question are marked orange and carry a note. All else is as you sent it. "
    f"Where it says “{MORE}”, the column To do of that row asks for something more. "
    "When nothing is left to do, save this file under any name and send it back: it takes the place of your earlier return."
)
HOW_TO_REPLY = f"Where it says “{CHECK}”, choose a reply in the last column, or type one. "
LEAD_HEIGHT = 20.0
MOST_SHOWN = 250
COMPARED = 200
"""Characters shown of a longer text, and compared of it beside its length: its full text stands in its own cell."""


def add_fix_list(book: Book, filling: Filling) -> None:
    """Write the sheet."""
    sheet, first = book.add_sheet(FIX_LIST, tab="#f46a25"), FIRST_ROW
    last = FIRST_ROW + len(filling.marks) - 1
    statuses = span(first, STATUS, last, STATUS, fixed=True)
    book.name(FIX_STATUS, FIX_LIST, statuses)
    headings = FIX_COLUMNS if asks_to_reply(filling) else FIX_COLUMNS[:STATUS]
    sheet.widths(WIDTHS[: len(headings)])
    sheet.title(FIX_LIST, lead(filling.marks))
    sheet.formula(3, 1, f"={still_to_do(filling)}", still_to_do_text(filling), "lead")
    sheet.text(4, 1, f"{HOW_TO_REPLY if asks_to_reply(filling) else ''}{HOW}")
    for row in (3, 4):
        sheet.height(row, LEAD_HEIGHT)
    sheet.row(HEADER_ROW, headings)
    sheet.height(HEADER_ROW, 30)
    for row, mark in enumerate(filling.marks, FIRST_ROW):
        _mark(sheet, row, mark, filling)
    status, done = span(first, STATUS, last, STATUS), f'OR($H{first}="{CHANGED}",$H{first}="{REPLIED}")'
    sheet.paint(status, f"={done}", {"bg_color": SOFT_FILL})
    sheet.paint(status, f"=NOT({done})", {"bg_color": WARN_FILL, "bold": True})
    sheet.freeze(FIRST_ROW)
    sheet.repeat(HEADER_ROW, HEADER_ROW)
    sheet.worksheet.fit_to_pages(1, 0)
    sheet.protect()


def lead(marks: tuple[Mark, ...]) -> str:
    """What stands below the title."""
    return f"{counted(marks)} Click a place to go there."


def counted(marks: tuple[Mark, ...]) -> str:
    """How much there is to do, in one sentence, for the list and for the letter that goes with it."""
    must = sum(mark.severity is Severity.MUST_FIX for mark in marks)
    rest = len(marks) - must
    parts = [f"{must} must be fixed"] if must else []
    parts += [f"{rest} explained" if must else f"{rest} must be explained"] if rest else []
    return f"{_things(len(marks))} to put right: {', '.join(parts)}."


def _things(number: int) -> str:
    return "1 thing" if number == 1 else f"{number} things"


def still_to_do(filling: Filling) -> str:
    """An expression for how much of it is still as it was."""
    left = "+".join(f'COUNTIF({FIX_STATUS},"{status}")' for status in (TO_DO, MORE, CHECK))
    return f'({left})&" of {len(filling.marks)} still to do."'


def still_to_do_text(filling: Filling) -> str:
    """What it says when nothing has been done yet."""
    return f"{len(filling.marks)} of {len(filling.marks)} still to do."


def left_to_fix(filling: Filling, area: Area) -> tuple[str, int]:
    """What to add to an area's cells to mend, as the end of a formula, and how much that is at first; nothing of an area in order."""
    ids = {question.id for question in area.questions}
    number = sum(mark.question in ids and mark.severity is Severity.MUST_FIX for mark in filling.marks)
    if not number:
        return "", 0
    last = FIRST_ROW + len(filling.marks) - 1
    about, severity, status = (
        f"{quoted(FIX_LIST)}!{span(FIRST_ROW, column, last, column, fixed=True)}"
        for column in (ABOUT, SEVERITY, STATUS)
    )
    refs = f"{quoted(area.name)}!{span(*_rows_of(area), fixed=True)}"
    return f'+SUMPRODUCT(COUNTIFS({about},{refs},{severity},"{MUST}",{status},"{TO_DO}"))', number


def _rows_of(area: Area) -> tuple[int, int, int, int]:
    """The Refs on an area's sheet; in whatever order they are sorted, they are the same."""
    rows, column = area_slots(area), column_of(REF)
    return rows[0].row, column, rows[-1].row, column


def _mark(sheet: Sheet, row: int, mark: Mark, filling: Filling) -> None:
    place, target = where(mark, filling.round.question_set)
    texts = {
        NUMBER: (str(row - HEADER_ROW), "cell"),
        SEVERITY: (mark.label, "cell bold"),
        WHERE: (place, "cell link" if target else "cell"),
        ABOUT: (_about(mark), "cell"),
        WRONG: (mark.wrong, "cell"),
        DO: (mark.do, "cell"),
        WROTE: (_wrote(mark, filling), "cell"),
    }
    for column, (text, style) in texts.items():
        sheet.text(row, column, text, style)
    if target:
        sheet.link(row, WHERE, target, place, "cell link")
    if can_change(mark, filling):
        sheet.formula(row, STATUS, _status(row, mark, filling), TO_DO, "cell")
    else:
        reply = f"{column_letters(REPLY)}{row}"
        sheet.formula(row, STATUS, f'=IF(TRIM({reply}&"")="","{CHECK}","{REPLIED}")', CHECK, "cell")
        sheet.text(row, REPLY, "", "entry")
        sheet.offers(reply, REPLIES, "Your reply", "Choose a reply, or type one in your own words.")
    if asks_to_reply(filling) and can_change(mark, filling):
        sheet.text(row, REPLY, "", "cell soft")
    sheet.fit(row, [(text, WIDTHS[column - 1] - 2) for column, (text, _) in texts.items()], least=2)


def _about(mark: Mark) -> str:
    """The question, or how much else it is about."""
    if mark.question:
        return mark.question if mark.heading else "all of the sheet"
    return "none"


def where(mark: Mark, asked: QuestionSet) -> tuple[str, str]:
    """The place in words, and where its link leads; no link for the whole workbook."""
    if mark.question:
        slot = slot_of(mark.question, asked)
        address = slot.cell(mark.heading) if mark.heading else ""
        return ", ".join(filter(None, (slot.sheet, address))), f"{quoted(slot.sheet)}!{address or 'A1'}"
    if mark.heading:
        address = f"B{cover_row(mark.heading)}"
        return f"{START}, {address}", f"{quoted(START)}!{address}"
    return "The whole workbook", ""


def _wrote(mark: Mark, filling: Filling) -> str:
    """The text that stands in the cell, or else what was found there."""
    held = filling.entry((mark.question, mark.heading)) if mark.heading in (EVIDENCE, COMMENT) else ""
    text = clean(held or mark.found)
    return f"{text[:MOST_SHOWN]}…" if len(text) > MOST_SHOWN else text or NOTHING


def slot_of(question: str, asked: QuestionSet) -> Slot:
    """Where a question stands."""
    return next(slot for slot in slots(asked) if slot.question.id == question)


def asks_to_reply(filling: Filling) -> bool:
    """Whether anything in the list can only be replied to."""
    return not all(can_change(mark, filling) for mark in filling.marks)


def waiting(mark: Mark, filling: Filling) -> str:
    """The status of a mark for which nothing has been done yet."""
    return TO_DO if can_change(mark, filling) else CHECK


def can_change(mark: Mark, filling: Filling) -> bool:
    """Whether there is an entry cell in which the sender can settle the matter."""
    if mark.question:
        return bool(mark.heading)
    return mark.heading in COVER_LABELS[1:] or (bool(mark.heading) and filling.partner is None)


def status_cell(row: int, column: int = STATUS) -> str:
    """Reference to a cell of a mark's row from any sheet."""
    return f"{quoted(FIX_LIST)}!${column_letters(column)}${row}"


def _status(row: int, mark: Mark, filling: Filling) -> str:
    """To do, until one of the mark's cells holds something else than it held and its row asks for nothing more."""
    own = _unchanged((mark.question, mark.heading), filling, f"$G{row}")
    others = (_unchanged(cell, filling) for cell in mark.also)
    then = f'IF({_asks_more(mark, filling)},"{MORE}","{CHANGED}")' if mark.question else f'"{CHANGED}"'
    return f'=IF(AND({",".join((own, *others))}),"{TO_DO}",{then})'


def _asks_more(mark: Mark, filling: Filling) -> str:
    """An expression that is true while a question's row asks for something in its column To do, or what must be fixed is blank.

    It does not read that column, whose words for a mark follow the status: no cell may follow itself.
    """
    asked = filling.round.question_set
    question = slot_of(mark.question, asked).question
    code, cited = (counting_cell(asked, question, column) for column in (CODE, CITED))
    reason = (
        "TRUE"
        if filling.round.gate_from(question) is not None
        else f'TRIM({_reference((question.id, COMMENT), filling)}&"")=""'
    )
    asking = [f'{code}="?"', f"AND(N({code})>=3,{cited}=0)", f'AND({code}="NA",{reason})']
    asking += [f'{code}=""'] * (mark.severity is Severity.MUST_FIX)
    return f"OR({','.join(asking)})"


def _unchanged(cell: Cell, filling: Filling, wrote: str = "") -> str:
    """An expression that is true while a cell holds what it held.

    No word that a council wrote gets into a formula: its text is compared with the cell of this list that shows it, or
    where there is none, by its length.
    """
    here, held = _reference(cell, filling), clean(filling.entry(cell))
    if cell == ("", DATE) and filling.cover.day:
        day = filling.cover.day
        return f"N({here})=DATE({day.year},{day.month},{day.day})"
    if not held:
        return f'TRIM({here}&"")=""'
    if cell[1] == ANSWER:
        return f'EXACT({here},"{held}")'
    # A sign beyond the first 65,536 counts twice in Excel and once in LibreOffice.
    lengths = sorted({len(held), len(held.encode("utf-16-le")) // 2})
    as_long = f"OR({','.join(f'LEN({here})={length}' for length in lengths)})"
    if not wrote:
        return as_long
    if len(held) <= MOST_SHOWN:
        return f"EXACT({here},{wrote})"
    return f"AND({as_long},EXACT(LEFT({here},{COMPARED}),LEFT({wrote},{COMPARED})))"


def _reference(cell: Cell, filling: Filling) -> str:
    """An entry cell; a question's is looked up by its Ref, as in How it counts, wherever its row has gone."""
    question, heading = cell
    if not question:
        return f"{quoted(START)}!$B${cover_row(heading)}"
    area = next(a for a in filling.round.question_set.areas if question in {q.id for q in a.questions})
    rows, sheet = area_slots(area), quoted(area.name)
    column, refs = (f"{sheet}!{rows[0].cell(h, fixed=True)}:{rows[-1].cell(h, fixed=True)}" for h in (heading, REF))
    return f'INDEX({column},MATCH("{question}",{refs},0))'
