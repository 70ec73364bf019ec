"""The round workbook: the Excel file in which the programme office says what is assessed, of whom, and what may stand."""

import warnings
from collections.abc import Sequence

from rasp_xl.model.answers import CHOICES
from rasp_xl.model.identity import ROUND_MARK
from rasp_xl.model.layout import LISTS
from rasp_xl.model.question_file import standard_set
from rasp_xl.model.questions import HEAVIEST, STAGES, Purpose, stage_words
from rasp_xl.model.round_layout import (
    ASKED,
    DATE,
    ENTRY,
    MARKING,
    MODERATION,
    NAME,
    NO,
    PARTNERS,
    PROGRAMME,
    PURPOSE,
    QUESTIONS,
    RETURN_BY,
    ROUND_ID,
    SENDER,
    SENDER_ADDRESS,
    SENDER_ROLE,
    SETTING,
    SETTINGS,
    STAGE,
    THEME,
    WAIVERS,
    YES,
)
from rasp_xl.model.rounds import Round
from rasp_xl.model.rules import WAIVABLE, described
from rasp_xl.model.setting_rules import COLOUR_NAMES
from rasp_xl.outgoing.book import Book, Sheet, cell, span
from rasp_xl.outgoing.round_book.choice_names import (
    COLOUR_CHOICES,
    GATE_STAGES,
    PURPOSE_ENTRY,
    PURPOSES,
    STAGE_NAMES,
    THEME_AREAS,
    THEME_NAMES,
    WEIGHTS,
    YES_OR_NO,
)
from rasp_xl.outgoing.round_book.councils import add_councils
from rasp_xl.outgoing.round_book.letters import add_letters
from rasp_xl.outgoing.round_book.question_sheet import add_questions
from rasp_xl.outgoing.round_book.setting_sheet import add_settings
from rasp_xl.outgoing.round_book.tables import (
    ANSWERS,
    RULE_CODES,
    RULE_TEXTS,
    add_moderation,
    add_partners,
    add_waivers,
)
from rasp_xl.outgoing.style import DISCLAIMER

PROGRAMME_WIDTHS = (20, 46, 86)
PROGRAMME_HEADER_ROW = 4
LISTS_WIDTHS = (24, 30, 4, 10, 90, 4, 12, 90, 4, 32, 24, 4, 10, 10, 10, 18, 4, 20)
LISTS_FIRST_ROW = 5

ABOUT = {
    NAME: "What the programme is called on every report.",
    ROUND_ID: "Templates and fix copies carry it: one that comes back with the id of another round is held. Leave it as it is once templates have gone out. Letters a to z, digits and hyphens.",
    PURPOSE: "New programme: councils think of sharing a service. Health check: they share one already. New partner joining: somebody wants to come in.",
    STAGE: "How far the programme is. It decides which gates hold a band down.",
    DATE: "The day of the round, for instance 23/11/2026.",
    RETURN_BY: "The day by which returns are wanted. Letters name it, and from the day after the board says who is late. May be empty.",
    MARKING: "Printed at the head of every sheet, for instance OFFICIAL. May be empty.",
    SENDER: "Your name, as letters are signed. May be empty.",
    SENDER_ROLE: "Your role or office, below your name.",
    SENDER_ADDRESS: "The address that letters come from and returns go to.",
}

STEPS = (
    ("", "In the folder of this workbook", "Go there in the terminal in which rasp-xl was set up (cd and the folder's name), and type what stands in the middle, step by step."),
    ("1. Fill in", f"Sheets {PROGRAMME} and {PARTNERS}", f"The yellow cells; {QUESTIONS} and {SETTINGS} too, where something is to be otherwise. Then save, and close the workbook."),
    ("2. Invite", "rasp-xl templates .", "Makes a workbook for each person who answers, in output/templates, and an invitation for each, in output/letters."),
    ("3. Send", "rasp-xl send output --smtp HOST", "Lists what would go to whom; with --now behind it, sends. HOST is the name of your office's mail server for outgoing mail: ask IT."),
    ("", "rasp-xl send output --mark-sent", "Instead, where you open the letters in your mail program and send them yourself: with --now behind it, puts on the record that they went."),
    ("4. Collect", "Folder returns", "Put what comes back into the folder beside this workbook, under any name."),
    ("5. Check", "rasp-xl check returns --round .", "Says what is right and wrong, and who has not answered. Only the councils on Partners count."),
    ("6. Chase", "rasp-xl chase .", "Writes who has answered into output/chase/board.xlsx, and reminders, queries and receipts into output/chase/letters."),
    ("", "rasp-xl send output/chase --smtp HOST", "Lists them; with --now behind it, sends them. Chase and send again until all are in."),
    ("7. Agree", f"Sheet {WAIVERS}", "Where a finding may stand, say which, why, who agreed and until when."),
    ("", f"Sheet {MODERATION}", "Where people of one council answered differently, say what they agreed on."),
    ("8. Score", "rasp-xl score returns --round .", "Writes the scored workbook, the page and results.json into output."),
    ("About", "", DISCLAIMER),
)  # fmt: skip
"""What to do in the order of the month: a name, a sheet or a command, and what it does."""


def round_book_bytes(round_: Round) -> bytes:
    """Make the workbook with what the round knows already. XlsxWriter only warns when it drops a drop-down; here that is an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        book = Book(
            {
                "title": f"Readiness assessment: round workbook{': ' + round_.name if round_.name else ''}",
                "category": "Readiness assessment",
                "author": "rasp-xl",
                "keywords": ROUND_MARK,
            }
        )
        _programme(book, round_)
        add_partners(book, round_)
        add_questions(book, round_)
        add_settings(book, round_)
        add_waivers(book, round_)
        add_moderation(book, round_)
        add_letters(book, round_)
        _lists(book, round_)
        return book.bytes()


def _programme(book: Book, round_: Round) -> None:
    sheet = book.add_sheet(PROGRAMME, tab="#28a197")
    sheet.widths(PROGRAMME_WIDTHS)
    sheet.title(
        "Round workbook", "One round of the readiness assessment is driven from here. Fill in the yellow cells."
    )
    sheet.row(PROGRAMME_HEADER_ROW, (SETTING, ENTRY, "What it is for"))
    sheet.height(PROGRAMME_HEADER_ROW, 20)
    days, sender = {DATE: round_.day, RETURN_BY: round_.due}, round_.sender
    entries = {
        NAME: round_.name,
        ROUND_ID: round_.id,
        PURPOSE: round_.purpose.words,
        STAGE: stage_words(round_.stage),
        MARKING: round_.marking,
        SENDER: sender.name,
        SENDER_ROLE: sender.role,
        SENDER_ADDRESS: sender.address,
    }
    for row, (label, about) in enumerate(ABOUT.items(), PROGRAMME_HEADER_ROW + 1):
        entry = entries.get(label, "")
        sheet.text(row, 1, label, "cell bold")
        if label in days:
            sheet.day(row, 2, days[label], "entry date")
        else:
            sheet.text(row, 2, entry, "entry")
        sheet.text(row, 3, about, "cell")
        sheet.fit(row, [(entry, PROGRAMME_WIDTHS[1]), (about, PROGRAMME_WIDTHS[2] - 2)])
    _choices(sheet)
    book.name(PURPOSE_ENTRY, PROGRAMME, cell(PROGRAMME_HEADER_ROW + 1 + list(ABOUT).index(PURPOSE), 2, fixed=True))
    _steps(sheet, PROGRAMME_HEADER_ROW + len(ABOUT) + 2)
    sheet.worksheet.fit_to_pages(1, 0)
    sheet.protect()


def _choices(sheet: Sheet) -> None:
    """The drop-downs, and what the date must look like."""
    row = {label: number for number, label in enumerate(ABOUT, PROGRAMME_HEADER_ROW + 1)}
    for label, names in ((PURPOSE, PURPOSES), (STAGE, STAGE_NAMES)):
        sheet.worksheet.data_validation(
            f"B{row[label]}",
            {
                "validate": "list",
                "source": f"={names}",
                "error_title": "Choose from the list",
                "error_message": f"Please choose the {label.lower()} from the list in the cell.",
            },
        )
    for label in (DATE, RETURN_BY):
        sheet.dates(f"B{row[label]}", ABOUT[label][: ABOUT[label].index(".") + 1])


def _steps(sheet: Sheet, start: int) -> None:
    sheet.heading(start, "What to do")
    for row, (label, where, text) in enumerate(STEPS, start + 1):
        sheet.text(row, 1, label, "label")
        sheet.text(row, 2, where)
        sheet.text(row, 3, text, "wrap")
        sheet.fit(row, [(text, PROGRAMME_WIDTHS[2] - 2)])


def _lists(book: Book, round_: Round) -> None:
    sheet = book.add_sheet(LISTS, tab="#b1b4b6")
    sheet.title(LISTS, "What the drop-downs offer. There is nothing to fill in here.")
    sheet.widths(LISTS_WIDTHS)
    themes = [(theme.name, area.name) for area in standard_set().areas for theme in area.themes]
    columns: tuple[tuple[int, str, str, Sequence[str | int]], ...] = (
        (1, PURPOSE, PURPOSES, [purpose.words for purpose in Purpose]),
        (2, STAGE, STAGE_NAMES, [stage_words(number) for number in range(1, len(STAGES) + 1)]),
        (4, "Rule", RULE_CODES, [rule.code for rule in WAIVABLE]),
        (5, "What it says", RULE_TEXTS, [described(rule) for rule in WAIVABLE]),
        (7, "Question", "", [question.id for question in round_.question_set.questions]),
        (8, "What is asked", "", [question.text for question in round_.question_set.questions]),
        (10, THEME, THEME_NAMES, [theme for theme, _ in themes]),
        (11, "Of area", THEME_AREAS, [area for _, area in themes]),
        (13, ASKED, YES_OR_NO, (YES, NO)),
        (14, "Weights", WEIGHTS, range(1, HEAVIEST + 1)),
        (15, "Gates", GATE_STAGES, range(1, len(STAGES) + 1)),
        (16, "Colours", COLOUR_CHOICES, COLOUR_NAMES),
        (18, "Agreed answer", ANSWERS, [text for text, _ in CHOICES]),
    )
    for column, heading, name, texts in columns:
        sheet.text(LISTS_FIRST_ROW - 1, column, heading, "head")
        for row, text in enumerate(texts, LISTS_FIRST_ROW):
            if isinstance(text, int):
                sheet.number(row, column, text, "cell")
            else:
                sheet.text(row, column, text, "cell")
        if name:
            last = LISTS_FIRST_ROW + len(texts) - 1
            book.name(name, LISTS, span(LISTS_FIRST_ROW, column, last, column, fixed=True))
    sheet.height(LISTS_FIRST_ROW - 1, 20)
    high = max(len(texts) for *_, texts in columns)
    for number in range(high):
        own = [
            (str(texts[number]), LISTS_WIDTHS[column - 1] - 2) for column, _, _, texts in columns if number < len(texts)
        ]
        sheet.fit(LISTS_FIRST_ROW + number, own)
    add_councils(sheet, round_, LISTS_FIRST_ROW, max(column for column, *_ in columns) + 2, high)
    sheet.freeze(LISTS_FIRST_ROW)
    sheet.worksheet.fit_to_pages(1, 0)
    sheet.protect()
