"""The words of the round workbook by which its entries are found again, wherever they were moved. Writer and reader both use them."""

from rasp_xl.model.questions import LEVEL_NAMES, Purpose

ROUND_BOOK = "round.xlsx"
RETURNS_FOLDER = "returns"
OUTPUT_FOLDER = "output"
"""What the folder of a round holds: itself, what comes back, and what templates and chase write."""

PROGRAMME = "Programme"
PARTNERS = "Partners"
QUESTIONS = "Questions"
SETTINGS = "Bands and settings"
WAIVERS = "Waivers"
MODERATION = "Moderation"
LETTERS = "Letters"
"""The sheets, in their order."""

SETTING, ENTRY = "Setting", "Entry"
"""Headings over the labels of Programme and of Bands and settings, and over what is entered beside them."""

NAME, ROUND_ID, PURPOSE, STAGE, DATE, MARKING = "Name", "Round id", "Purpose", "Stage", "Date", "Marking"
RETURN_BY, SENDER, SENDER_ROLE, SENDER_ADDRESS = "Return by", "Sender", "Sender's role", "Sender's e-mail"
PROGRAMME_LABELS = (NAME, ROUND_ID, PURPOSE, STAGE, DATE, RETURN_BY, MARKING, SENDER, SENDER_ROLE, SENDER_ADDRESS)

IDENTITY = "Id"
CONTACT, ADDRESS, ROLE, GETS, NOTES = "Contact", "E-mail", "Role", "Gets", "Notes"
"""Notes are the office's own, and nothing reads them."""

OWN_WORKBOOK, COPIES = "Own workbook", "Copies of letters"
"""What a contact gets; nothing entered means a workbook of their own."""

PARTNER_HEADINGS = (NAME, IDENTITY)
PEOPLE_HEADINGS = (CONTACT, ADDRESS, ROLE, GETS)
"""A council with several contacts has a row for each, under the same name. Older round workbooks have no such columns."""

ASKED, REF, AREA, THEME, QUESTION = "Asked", "Ref", "Area", "Theme", "Question"
LEVEL_HEADINGS = tuple(f"{level} {name}" for level, name in enumerate(LEVEL_NAMES))
WHY, SOURCE, ACTION, ANSWERED_BY = "Why it matters", "Source", "Next action", "Who answers"
WEIGHT_HEADINGS = tuple(f"Weight, {purpose.words.lower()}" for purpose in Purpose)
GATE_HEADINGS = tuple(f"Gate from stage, {purpose.words.lower()}" for purpose in Purpose)
QUESTION_HEADINGS = (
    ASKED, REF, AREA, THEME, QUESTION, *WEIGHT_HEADINGS, *GATE_HEADINGS, *LEVEL_HEADINGS, WHY, SOURCE, ACTION, ANSWERED_BY,
)  # fmt: skip
YES, NO = "Yes", "No"

BAND, FROM_SCORE, MEANING = "Band", "From score", "What it means"
BAND_HEADINGS = (BAND, FROM_SCORE, MEANING)

COUNCIL, RULE = "Council", "Rule"
REASON, APPROVED_BY, VALID_UNTIL = "Reason", "Approved by", "Valid until"
WAIVER_HEADINGS = (COUNCIL, RULE, QUESTION, REASON, APPROVED_BY, VALID_UNTIL)

AGREED_ANSWER, AGREED_BY = "Agreed answer", "Agreed by"
MODERATION_HEADINGS = (COUNCIL, QUESTION, AGREED_ANSWER, REASON, AGREED_BY)

LETTER, SUBJECT, TEXT = "Letter", "Subject", "Text"
LETTER_HEADINGS = (LETTER, SUBJECT, TEXT)
