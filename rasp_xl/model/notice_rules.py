"""RX4..: what is good to know about a return: what moved, what was changed, what was carried across. Codes are permanent."""

from rasp_xl.model.findings import Rule, Severity

MUST_FIX, EXPLAIN, INFORMATION = Severity.MUST_FIX, Severity.EXPLAIN, Severity.INFORMATION

NOT_FOUND = Rule(
    "RX401", MUST_FIX,
    "Questions that are not in the workbook: {count} ({questions}). They count as not answered.",
    "Ask the sender for the missing sheets or rows; a fix copy, where one is made, asks for just these.",
    "a row for every question",
    "Rows or sheets were deleted, or an older template was used.",
)  # fmt: skip
NOT_ANSWERED = Rule(
    "RX402", INFORMATION,
    "Questions not answered: {count} ({questions}).",
    "Answer them, with Don't know where nobody can say: a blank earns no points either.",
    why="Leaving a cell empty never helps; Don't know says more.",
)  # fmt: skip
REF_OUT_OF_STEP = Rule(
    "RX403", EXPLAIN,
    "The row says Ref “{found}” but holds the text of {question}; it is counted for {question}. Rows were sorted without their Ref.",
    "Check that the answer belongs to the question beside it.",
    "Ref and question of one row belonging together",
    "Somebody sorted rows and left the first column out. The question's own text is the surer sign.",
)  # fmt: skip
TEXT_CHANGED = Rule(
    "RX404", EXPLAIN,
    "The text of {question} was changed to “{found}”.",
    "Check that the answer is to the question as we ask it.",
    "the question as sent",
    "An answer to another wording may be an answer to another question.",
)  # fmt: skip
SAME_ANSWER_TWICE = Rule(
    "RX405", INFORMATION,
    "{question} stands in the workbook twice, with the same answer. It is counted once.",
    "Nothing to do.",
    why="A copied sheet, row or column says the same once more.",
)  # fmt: skip
OTHER_VERSION = Rule(
    "RX406", INFORMATION,
    "The template is of {kind} question set, {found}; this run uses {wanted}. Answers are carried across by Ref.",
    "Nothing to do, unless questions are listed as not found.",
    why="Councils keep old templates, and some ask questions of their own. A question's Ref is permanent and never gets another meaning, so its answer carries across.",
)  # fmt: skip
MACROS = Rule(
    "RX407", INFORMATION,
    "The workbook contains macros. They were not run.",
    "Nothing to do. Our templates have none; you may ask the sender why they are there.",
    why="Some offices save everything as .xlsm. Macros are never run here.",
)  # fmt: skip
NO_IDENTITY = Rule(
    "RX408", INFORMATION,
    "The workbook no longer says which template it is; its content shows that it is one of ours.",
    "Nothing to do, but check the council's name and the purpose of the round.",
    why="Copying sheets into a new workbook loses what a template says of itself.",
)  # fmt: skip
STRAY_ROW = Rule(
    "RX409", INFORMATION,
    "A row holds the answer “{found}” but no question we ask. It is not counted.",
    "Nothing to do, unless an answer is missing elsewhere: then move it to its question.",
    why="People add rows of their own, and newer question sets ask more.",
)  # fmt: skip
COLUMNS_FOUND = Rule(
    "RX410", EXPLAIN,
    "Headings are missing or were renamed on this sheet ({headings}). By what stands in them, these columns were read: {found}.",
    "Check that the right columns were read, or put the headings back.",
    "the headings as sent",
    "Headings get translated, shortened or pasted over. What stands in a column still tells what it is.",
)  # fmt: skip
SHEET_SCORE = Rule(
    "RX411", INFORMATION,
    "The sheet Your scores shows {found} for {area}; from the answers it is {wanted}, which counts.",
    "Nothing to do. Tell the council why its own figure differs, if it asks.",
    why="The workbook was saved by a program that does not calculate, answers were typed in a form that only the check understands, or formulas or weights were changed.",
)  # fmt: skip
WEIGHT_CHANGED = Rule(
    "RX412", EXPLAIN,
    "The sheet How it counts weighs {questions} otherwise than it was sent. The weights of the round count.",
    "Ask why; weights are agreed for all councils together.",
    "the weights as sent",
    "The sheets are locked without a password, so a weight can be changed. It changes the scores the council sees, never ours.",
)  # fmt: skip
NEAR_NAME = Rule(
    "RX413", EXPLAIN,
    "The council's name reads “{found}”. {nearest}",
    "Check which council it is; if need be, correct Council on the sheet Start here.",
    "each council under one name",
    "Names are shortened and misspelt. With a list of partners, a short name that fits only one is counted for it; without a list, each spelling is a council of its own.",
)  # fmt: skip
OLD_FORMAT = Rule(
    "RX414", EXPLAIN,
    "The workbook is in the old .xls format, of which not everything can be checked.",
    "Check the answers against the workbook, or ask the sender to save it as Excel Workbook (.xlsx).",
    "an Excel workbook (.xlsx)",
    "The old format is read in a second-class way: errors and hidden formulas in it do not show.",
)  # fmt: skip
WAIVER_OVER = Rule(
    "RX415", INFORMATION,
    "The waiver of {waived} that {respondent} agreed ended on {found}, so it no longer counts.",
    "Nothing to do, or agree it anew in the round workbook.",
    why="A waiver that never ends becomes the rule.",
)  # fmt: skip
COLUMNS_UNCLEAR = Rule(
    "RX416", INFORMATION,
    "The sheet holds our questions, but nothing tells for certain which column holds the answers (perhaps {found}). None was read.",
    "Put the heading Answer above the answers, or copy them into the template, if questions are listed as not found.",
    "the headings as sent",
    "The headings are gone, and levels stand in several columns or under another year; or bare numbers might be anything.",
)  # fmt: skip
OTHER_TABLE = Rule(
    "RX417", EXPLAIN,
    "Questions that stand in the workbook twice: {count} ({questions}). One table of them is blank throughout; what the other says is counted.",
    "Check that the table that is filled is meant.",
    "one table for each area",
    "A sheet was copied, or a column put beside the answers, and only one of the two filled.",
)  # fmt: skip
COLUMN_ASIDE = Rule(
    "RX419", INFORMATION,
    "Levels stand in column {other} too, headed “{found}”. By its heading it is of another time, and it is not read.",
    "Nothing to do, unless this column is the one that is meant: then put its answers under Answer.",
    why="Councils keep last year's answers or their targets beside this round's.",
)  # fmt: skip
COLLEAGUE_ANSWERS = Rule(
    "RX418", INFORMATION,
    "{area} is empty here; it is answered in {other}.",
    "Nothing to do.",
    why="Colleagues of one council share the work: each fills in some areas, and all of them send the whole workbook. What one leaves out is not asked of another.",
)  # fmt: skip
REPLIED = Rule(
    "RX425", INFORMATION,
    "The sender replies “{found}” to what the fix copy asked: {reason}",
    "Nothing to do, unless the reply says that something is not right.",
    why="Some things can only be looked at, for nothing is left to change in a fix copy. Its list takes a reply to them, from a choice or in words of one's own.",
)  # fmt: skip
MARKED = Rule(
    "RX420", MUST_FIX,
    "Nothing is chosen under Answer for {question}, but a level is marked beside it: “{found}”. It is not counted.",
    "Choose the level that was marked from the list under Answer.",
    "the answer under the heading Answer",
    "Some fill in a form on screen as they would on paper, with a cross or a tick in the column of the level that is true.",
)  # fmt: skip
UNREAD = Rule(
    "RX421", EXPLAIN,
    "A whole area is blank, and the workbook holds {found}, which are not read.",
    "Check whether answers were given in them; if so, ask for them to be chosen from the list under Answer.",
    "answers in their cells",
    "Some answer in notes on the cells, or paste a picture of a sheet that was filled elsewhere.",
)  # fmt: skip
