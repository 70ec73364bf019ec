"""The words of the round workbook by which its entries are found again, wherever they were moved. Writer and reader both use them."""

ROUND_BOOK = "round.xlsx"
RETURNS_FOLDER = "returns"
"""What the folder of a round holds."""

PROGRAMME = "Programme"
PARTNERS = "Partners"
WAIVERS = "Waivers"

SETTING, ENTRY = "Setting", "Entry"
"""Headings over the labels of Programme and over what is entered beside them."""

NAME, ROUND_ID, PURPOSE, STAGE, DATE, MARKING = "Name", "Round id", "Purpose", "Stage", "Date", "Marking"
PROGRAMME_LABELS = (NAME, ROUND_ID, PURPOSE, STAGE, DATE, MARKING)

IDENTITY = "Id"
PARTNER_HEADINGS = (NAME, IDENTITY)

COUNCIL, RULE, QUESTION = "Council", "Rule", "Question"
REASON, APPROVED_BY, VALID_UNTIL = "Reason", "Approved by", "Valid until"
WAIVER_HEADINGS = (COUNCIL, RULE, QUESTION, REASON, APPROVED_BY, VALID_UNTIL)
