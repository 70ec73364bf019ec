"""The sheets Partners, Waivers and Moderation of the round workbook: real tables with rows ready to be filled, and a prompt in each row."""

from collections.abc import Sequence
from datetime import date

from rasp_xl.model.answers import CHOICE_TEXTS
from rasp_xl.model.round_layout import (
    COPIES,
    MODERATION,
    MODERATION_HEADINGS,
    NOTES,
    OWN_WORKBOOK,
    PARTNER_HEADINGS,
    PARTNERS,
    PEOPLE_HEADINGS,
    VALID_UNTIL,
    WAIVER_HEADINGS,
    WAIVERS,
)
from rasp_xl.model.rounds import Partner, Person, Round
from rasp_xl.model.rules import BY_CODE, described
from rasp_xl.outgoing.book import Book, Sheet, cell, span
from rasp_xl.outgoing.style import WARN_FILL

PARTNER_NAMES, RULE_CODES, RULE_TEXTS, QUESTION_IDS = "partner_names", "rule_codes", "rule_texts", "question_ids"
QUESTION_TEXTS, ANSWERS = "question_texts", "agreed_answers"
ROWS = 40
"""Rows ready to be filled; more can be added below, and are read."""

TABLE_HEADER_ROW = 8
ENTERED = frozenset((*PARTNER_HEADINGS, *PEOPLE_HEADINGS, NOTES, *WAIVER_HEADINGS, *MODERATION_HEADINGS))
"""Headings of columns that people fill in."""

TO_DO, DONE, NO_ADDRESS = "To do", "Done", "No e-mail yet"
PARTNER_WIDTHS = (36, 22, 26, 36, 28, 18, 30, 26)
WAIVER_WIDTHS = (36, 10, 11, 52, 30, 20, 60, 30)
MODERATION_WIDTHS = (36, 11, 18, 52, 30, 60, 30)

PARTNER_GUIDE = (
    "One row for each council that takes part, or one for each of its people, under the same name. Only these councils are scored in this round.",
    "Name: as the council writes itself on the sheet Start here of its template. Id: names its files; left empty it is made from the name, as cwm-twr from Cwm Tŵr. Do not change it once templates have gone out.",
    "Contact, E-mail, Role: whom letters go to, one person in a row and one address in a cell. Without an address there is a template, but no letter can be sent.",
    f"Gets: {OWN_WORKBOOK} for whoever answers, also where nothing is chosen; {COPIES} for whoever should know what is written to the council.",
    "Notes are your own: nothing reads them.",
)
WAIVER_GUIDE = (
    "A waiver lets a finding stand: the council cannot mend it, and somebody with the authority to do so agrees that it need not. It is printed with its reason.",
    "A gate that is waived as not applicable (RX205) is left out of the score and holds no band down. No waiver ever makes a score of an answer that is missing.",
    "Rule: the code in square brackets at the end of a finding. Only those in the list can be waived: an answer that nobody can read cannot.",
    "Question: leave it empty where the waiver is for every question. Valid until: the last day that counts; empty for as long as the round lasts.",
)

MODERATION_GUIDE = (
    "Where people of one council answered differently, bring them together and let them agree. The sheet Disagreement of the scored workbook lists where to begin.",
    "The answer that they agree on stands before the median of theirs and before what only one of them said. What each had answered stays as it was and is shown beside it.",
    "Each row is one question of one council. A reason is always needed: one sentence on what settled it. Agreed by: those who were there, by role or name.",
    "Not applicable on a gate also needs a waiver of RX205 for it on the sheet Waivers. A cell that must be fixed is still asked for: its area stays provisional until then.",
)


def add_partners(book: Book, round_: Round) -> None:
    """A row per person of each council, or one for a council of which nobody is named."""
    sheet = book.add_sheet(PARTNERS)
    people = partner_rows(round_.partners)
    rows = [
        (
            partner.name,
            partner.id,
            who.name,
            who.address,
            who.role,
            (COPIES, OWN_WORKBOOK)[who.answers] if named else "",
        )
        for partner, who, named in people
    ]
    last = _table(sheet, PARTNER_GUIDE, (*PARTNER_HEADINGS, *PEOPLE_HEADINGS, NOTES, TO_DO), rows)
    sheet.widths(PARTNER_WIDTHS)
    for number, row in enumerate(range(TABLE_HEADER_ROW + 1, last + 1)):
        prompt = "" if number >= len(people) else NO_ADDRESS if _lacks_address(people[number][1]) else DONE
        sheet.formula(row, len(PARTNER_WIDTHS), partner_prompt(row, last), prompt, "cell")
        sheet.height(row, 18)
    sheet.worksheet.data_validation(
        span(TABLE_HEADER_ROW + 1, 6, last, 6),
        {
            "validate": "list",
            "source": [OWN_WORKBOOK, COPIES],
            "error_title": "Choose from the list",
            "error_message": "Please choose what this person gets from the list in the cell.",
        },
    )
    _colour(sheet, last, len(PARTNER_WIDTHS))


def partner_rows(partners: Sequence[Partner]) -> list[tuple[Partner, Person, bool]]:
    """Each row's council and person, and whether it names a person at all."""
    return [(partner, who, bool(partner.people)) for partner in partners for who in partner.people or (Person(),)]


def _lacks_address(person: Person) -> bool:
    return bool(person.name or person.role) and not person.address


def partner_prompt(row: int, last: int) -> str:
    """What is still to do in a row of the sheet Partners."""
    name, identity, contact, address, role, gets = (cell(row, column) for column in range(1, 7))
    names, ids, contacts = (span(TABLE_HEADER_ROW + 1, column, last, column, fixed=True) for column in (1, 2, 3))
    same = f"(TRIM({names})=TRIM({name}))"
    steps = (
        (f'TRIM({identity}&{contact}&{address}&{role}&{name})=""', '""'),
        (f'TRIM({name})=""', '"Type the council\'s name"'),
        (f"SUMPRODUCT({same}*(TRIM({contacts})=TRIM({contact})))>1",
         f'IF(TRIM({contact})="","This name stands twice","This person stands twice")'),
        (f'AND(TRIM({identity})<>"",SUMPRODUCT(({ids}={identity})*(1-{same}))>0)', '"This id stands twice"'),
        (f'AND(TRIM({identity})<>"",SUMPRODUCT(({ids}<>"")*({ids}<>{identity})*{same})>0)', '"This council has two ids"'),
        (f'LEN({address})-LEN(SUBSTITUTE({address},"@",""))>1', '"One address in a cell"'),
        (f'AND(TRIM({address})<>"",ISERROR(FIND("@",{address})))', '"This is no e-mail address"'),
        (f'AND({gets}="{COPIES}",TRIM({contact}&{address}&{role})="")', '"Say who gets copies"'),
        (f'AND(TRIM({contact}&{role})<>"",TRIM({address})="")', f'"{NO_ADDRESS}"'),
    )  # fmt: skip
    formula = f'"{DONE}"'
    for condition, words in reversed(steps):
        formula = f"IF({condition},{words},{formula})"
    return f"={formula}"


def add_waivers(book: Book, round_: Round) -> None:
    """A row per waiver; the council is chosen by name, whatever its id."""
    sheet = book.add_sheet(WAIVERS)
    names = {partner.id: partner.name for partner in round_.partners}
    said = [described(BY_CODE[w.rule]) for w in round_.waivers]
    rows = [
        (names.get(w.council, w.council), w.rule, w.question, w.reason, w.approver, w.last_day) for w in round_.waivers
    ]
    headings = (*WAIVER_HEADINGS, "What the rule says", TO_DO)
    last = _table(sheet, WAIVER_GUIDE, headings, rows)
    sheet.widths(WAIVER_WIDTHS)
    for row in range(TABLE_HEADER_ROW + 1, last + 1):
        council, rule, _, reason, approver = (cell(row, column) for column in range(1, 6))
        code = f'TRIM(SUBSTITUTE(SUBSTITUTE({rule},"[",""),"]",""))'
        found = f'IFERROR(INDEX({RULE_TEXTS},MATCH({code},{RULE_CODES},0)),"This rule cannot be waived")'
        number = row - TABLE_HEADER_ROW - 1
        text = said[number] if number < len(said) else ""
        sheet.formula(row, 7, f'=IF(TRIM({rule})="","",{found})', text, "cell")
        prompts = f'"{DONE}"'
        for entry, words in (
            (approver, "Say who agreed"), (reason, "Say why"), (rule, "Choose the rule"), (council, "Choose the council"),
        ):  # fmt: skip
            prompts = f'IF(TRIM({entry})="","{words}",{prompts})'
        sheet.formula(row, 8, f'=IF(COUNTA({span(row, 1, row, 6)})=0,"",{prompts})', DONE if text else "", "cell")
        sheet.height(row, 46)
    _waiver_choices(sheet, last)
    _colour(sheet, last, 8)


def _waiver_choices(sheet: Sheet, last: int) -> None:
    choices = ((1, PARTNER_NAMES, "council"), (2, RULE_CODES, "rule"), (3, QUESTION_IDS, "question"))
    _choices(sheet, last, choices)
    sheet.dates(span(TABLE_HEADER_ROW + 1, 6, last, 6), "The last day on which the waiver counts. May stay empty.")


def add_moderation(book: Book, round_: Round) -> None:
    """A row per moderated answer; beside it what the question asks."""
    sheet = book.add_sheet(MODERATION)
    names = {partner.id: partner.name for partner in round_.partners}
    rows = [
        (names.get(m.council, m.council), m.question, CHOICE_TEXTS[m.value], m.reason, m.agreed_by) for m in round_.moderated
    ]  # fmt: skip
    asked = {question.id: question.text for question in round_.question_set.questions}
    last = _table(sheet, MODERATION_GUIDE, (*MODERATION_HEADINGS, "What is asked", TO_DO), rows)
    sheet.widths(MODERATION_WIDTHS)
    councils, questions = (span(TABLE_HEADER_ROW + 1, column, last, column, fixed=True) for column in (1, 2))
    for row in range(TABLE_HEADER_ROW + 1, last + 1):
        council, question, answer, reason, agreed_by = (cell(row, column) for column in range(1, 6))
        number = row - TABLE_HEADER_ROW - 1
        text = asked.get(rows[number][1], "") if number < len(rows) else ""
        found = f'IFERROR(INDEX({QUESTION_TEXTS},MATCH({question},{QUESTION_IDS},0)),"This question is not asked")'
        sheet.formula(row, 6, f'=IF(TRIM({question})="","",{found})', text, "cell")
        # Compared one by one: a council's name may hold what a count takes for a wildcard.
        prompts = f'IF(SUMPRODUCT(({councils}={council})*({questions}={question}))>1,"This stands twice","{DONE}")'
        for entry, words in (
            (agreed_by, "Say who agreed"), (reason, "Say why"), (answer, "Choose the agreed answer"), (question, "Choose the question"),
            (council, "Choose the council"),
        ):  # fmt: skip
            prompts = f'IF(TRIM({entry})="","{words}",{prompts})'
        sheet.formula(row, 7, f'=IF(COUNTA({span(row, 1, row, 5)})=0,"",{prompts})', DONE if text else "", "cell")
        sheet.height(row, 46)
    _choices(sheet, last, ((1, PARTNER_NAMES, "council"), (2, QUESTION_IDS, "question"), (3, ANSWERS, "agreed answer")))
    _colour(sheet, last, 7)


def _choices(sheet: Sheet, last: int, choices: Sequence[tuple[int, str, str]]) -> None:
    """Drop-downs: the column, the name of the list and what is chosen."""
    for column, names, what in choices:
        sheet.worksheet.data_validation(
            span(TABLE_HEADER_ROW + 1, column, last, column),
            {
                "validate": "list",
                "source": f"={names}",
                # With blanks in a list and this left on, Excel would let anything in.
                "ignore_blank": False,
                "error_title": "Choose from the list",
                "error_message": f"Please choose the {what} from the list in the cell.",
            },
        )


def _table(
    sheet: Sheet, guide: Sequence[str], headings: Sequence[str], rows: Sequence[Sequence[str | date | None]]
) -> int:
    """Title, guidance and a table with the rows there are and empty ones; gives its last row. Columns that are computed come after."""
    title = sheet.worksheet.get_name()
    sheet.title(title)
    for row, text in enumerate(guide, 3):
        sheet.text(row, 1, text, "plain")
        sheet.height(row, 17)
    last = TABLE_HEADER_ROW + max(ROWS, len(rows))
    for number, row in enumerate(range(TABLE_HEADER_ROW + 1, last + 1)):
        for column, heading in enumerate(headings):
            entry = rows[number][column] if number < len(rows) and column < len(rows[number]) else None
            if heading == VALID_UNTIL:
                sheet.day(row, column + 1, entry if isinstance(entry, date) else None, "entry date")
            elif heading in ENTERED:
                sheet.text(row, column + 1, str(entry or ""), "entry")
    head = sheet.book.style("head")
    columns = [{"header": heading, "header_format": head} for heading in headings]
    area = span(TABLE_HEADER_ROW, 1, last, len(headings))
    sheet.worksheet.add_table(area, {"name": title.lower(), "style": None, "autofilter": False, "columns": columns})
    sheet.height(TABLE_HEADER_ROW, 20)
    sheet.freeze(TABLE_HEADER_ROW + 1, 2)
    sheet.repeat(TABLE_HEADER_ROW, TABLE_HEADER_ROW)
    sheet.worksheet.fit_to_pages(1, 0)
    return last


def _colour(sheet: Sheet, last: int, column: int) -> None:
    """Make a prompt stand out; it says in words what is to do."""
    first = cell(TABLE_HEADER_ROW + 1, column)
    prompt = f'=AND({first}<>"",{first}<>"{DONE}")'
    sheet.paint(span(TABLE_HEADER_ROW + 1, column, last, column), prompt, {"bg_color": WARN_FILL, "bold": True})
