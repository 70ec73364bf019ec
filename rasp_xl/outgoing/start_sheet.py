"""The sheet Start here: what this is, who should answer, how, and how far the council is."""

from rasp_xl.model.layout import COVER_FIRST_ROW, COVER_LABELS, DATE, SCORES, START, cover_row, quoted
from rasp_xl.model.questions import Purpose, stage_words
from rasp_xl.model.rounds import Round
from rasp_xl.model.showing import day_words
from rasp_xl.outgoing.book import Book, Sheet
from rasp_xl.outgoing.filling import Filling
from rasp_xl.outgoing.marking import mark_start
from rasp_xl.outgoing.score_rows import progress, progress_text
from rasp_xl.outgoing.style import DISCLAIMER

WIDTHS = (24, 112)

ABOUT_PURPOSE = {
    Purpose.NEW: "Your council is thinking of sharing a service. Answer for the programme as it stands today, not as you hope it will be.",
    Purpose.HEALTH_CHECK: "Your council already shares a service. Answer for how it works now, and look for what has gone stale since the start.",
    Purpose.JOINING: "A council may join an existing shared service. A candidate answers for itself; an existing partner answers for how ready it is to take the newcomer in.",
}

WHO_SHOULD_ANSWER = "Who should answer"
GUIDE = (
    (
        "What this is",
        "A readiness assessment: {count} questions in five areas. Each has five levels, from 0 Not started to 4 Embedded, described in words. "
        "The result is a score in each area and a map of strengths and gaps, so that problems show while they are still cheap to mend.",
    ),
    (
        WHO_SHOULD_ANSWER,
        "Whoever knows best. Each question names the roles best placed to answer. Between them, aim to ask the leader or portfolio holder, "
        "the chief executive or a director, finance, legal, HR, IT and one service that uses what is shared.",
    ),
    (
        "How to answer",
        "On each of the five area sheets, read the question, find the level whose text is true today, and choose it under Answer (the yellow cells). "
        "Between two levels, choose the lower. For level 3 or 4, name the evidence: a document, a date, a decision.",
    ),
    (
        "Don't know",
        "An honest and useful answer: it shows a blind spot. It earns no points, and neither does a blank, so leaving a cell empty never helps.",
    ),
    (
        "What you cannot know",
        "Where a level speaks of every council, answer for what your council knows of the others, and choose Don't know if you cannot say. "
        "Partners answer the same questions; differences between you are a result, not a mistake.",
    ),
    (
        "Not applicable",
        "Only where the question cannot apply to you; say why under Comment. \"Another team does that\" is not a reason. Gates cannot be not applicable.",
    ),
    (
        "Gates",
        "Questions marked GATE must be in place at your stage. A low level on a gate holds its area's band down, whatever the score. It never changes the score.",
    ),
    (
        "When you are done",
        "Look at Your scores, save the file under any name, and send it {where}. Nothing here runs macros or sends anything by itself.",
    ),
    (
        "Who sees it",
        "A completed assessment is recorded information held by a public authority. Under Respondent a job title may stand in the place of a name. Write what you would be content to see quoted.",
    ),
)  # fmt: skip

OWN_ANSWERS = (
    "The person named beside Respondent, as they see it: answers need not be agreed with anybody. Colleagues who were asked have a workbook of their own each. "
    "To each question the middle one of all your answers (the median, rounded down) stands for the council; where they differ, it is talked about. "
    "Each question names the roles best placed to answer; where you cannot tell, choose Don't know."
)
"""Who should answer a workbook that was made for one of several people of a council; it names nobody, as workbooks are passed on."""


def add_start(book: Book, filling: Filling) -> None:
    """Write the sheet."""
    sheet = book.add_sheet(START, tab="#28a197")
    sheet.widths(WIDTHS)
    sheet.title("Readiness assessment for a shared service")
    sheet.text(
        2, 1,
        f"{filling.round.name + '. ' if filling.round.name else ''}{filling.round.purpose.words}. {stage_words(filling.round.stage)}.",
        "lead",
    )  # fmt: skip
    _cover(sheet, filling)
    if filling.marks:
        mark_start(sheet, filling, WIDTHS[1])
    elif filling.round.due or _sender(filling.round):
        sheet.text(COVER_FIRST_ROW - 1, 1, f"Please send it {_where(filling.round)}.", "label plain")
        sheet.height(COVER_FIRST_ROW - 1, 20)
    row = _progress(sheet, COVER_FIRST_ROW + len(COVER_LABELS) + 1, filling)
    row = _guide(sheet, row + 1, filling)
    sheet.text(row + 1, 1, "About", "label")
    sheet.text(row + 1, 2, DISCLAIMER, "quiet")
    sheet.fit(row + 1, [(DISCLAIMER, WIDTHS[1])])
    sheet.worksheet.fit_to_pages(1, 1)
    sheet.protect()


def _where(round_: Round) -> str:
    """Where a return goes and by when, to follow "send it"."""
    by = f", by {day_words(round_.due)}" if round_.due else ""
    return f"{f'to {sender}' if (sender := _sender(round_)) else 'back to whoever sent it to you'}{by}"


def _sender(round_: Round) -> str:
    """Name and address, or the one of them that is known."""
    return ", ".join(filter(None, (round_.sender.name, round_.sender.address)))


def _cover(sheet: Sheet, filling: Filling) -> None:
    """The labels and the date; the other entries are own words."""
    for row, label in enumerate(COVER_LABELS, COVER_FIRST_ROW):
        sheet.text(row, 1, label, "label")
        sheet.height(row, 20)
    row = cover_row(DATE)
    sheet.day(row, 2, filling.cover.day, "entry date")
    sheet.dates(f"B{row}", "The day you finished, for instance 23/11/2026.")


def _progress(sheet: Sheet, start: int, filling: Filling) -> int:
    """One line per area that says how far it is; gives the next free row."""
    sheet.heading(start, "Your progress")
    row = start
    for row, area in enumerate(filling.round.question_set.areas, start + 1):
        sheet.link(row, 1, f"{quoted(area.name)}!A1", area.name)
        sheet.formula(row, 2, progress(area, filling), progress_text(area, filling))
        sheet.height(row, 17)
    sheet.link(row + 1, 1, f"{quoted(SCORES)}!A1", SCORES)
    sheet.text(row + 1, 2, "Scores, gates, themes and charts, live as you answer.")
    sheet.height(row + 1, 17)
    return row + 2


def _guide(sheet: Sheet, start: int, filling: Filling) -> int:
    """The guidance; gives the next free row."""
    sheet.heading(start, "How to fill it in")
    own = {WHO_SHOULD_ANSWER: OWN_ANSWERS} if filling.person else {}
    guide = ((label, own.get(label, words)) for label, words in GUIDE)
    entries = (("Purpose", ABOUT_PURPOSE[filling.round.purpose]), *guide)
    count, where = str(len(filling.round.question_set.questions)), _where(filling.round)
    row = start
    for row, (label, words) in enumerate(entries, start + 1):
        text = words.replace("{count}", count).replace("{where}", where)
        sheet.text(row, 1, label, "label")
        sheet.text(row, 2, text, "wrap")
        sheet.fit(row, [(text, WIDTHS[1])])
    return row + 1
