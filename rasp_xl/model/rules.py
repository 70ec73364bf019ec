"""The catalogue of everything that can be said about a return. Codes are permanent.

RX1.. the file, RX2.. an answer, RX3.. answers that do not hang together, RX4.. to know. Messages say what is wrong and
what was found; fixes start with a verb and say what to do.
"""

from rasp_xl.model.answers import CHOICE_TEXTS, CHOICES
from rasp_xl.model.findings import Rule, Severity
from rasp_xl.model.questions import LEVEL_NAMES

MUST_FIX, EXPLAIN, INFORMATION = Severity.MUST_FIX, Severity.EXPLAIN, Severity.INFORMATION
ANY_CHOICE = ", ".join(text for text, _ in CHOICES)
ANY_LEVEL = f"{CHOICE_TEXTS[0]} to {CHOICE_TEXTS[len(LEVEL_NAMES) - 1]}, or Don't know"

EMPTY_FILE = Rule(
    "RX101", MUST_FIX,
    "The file is empty (0 bytes): it was not saved or not fully downloaded.",
    "Ask the sender to open the workbook, save it and send it again.",
    "an Excel workbook (.xlsx)",
)  # fmt: skip
NOT_A_WORKBOOK = Rule(
    "RX102", MUST_FIX,
    "The file is not an Excel workbook: it looks like {looks_like}.",
    "Ask the sender for the workbook itself, saved as Excel Workbook (.xlsx).",
    "an Excel workbook (.xlsx)",
)  # fmt: skip
LOCKED_OR_OLD = Rule(
    "RX103", MUST_FIX,
    "The workbook cannot be opened: it has a password, an encrypting sensitivity label, or the old .xls format.",
    "Ask the sender to save an unprotected copy as Excel Workbook (.xlsx) and send that.",
    "an unprotected Excel workbook (.xlsx)",
)  # fmt: skip
DAMAGED = Rule(
    "RX104", MUST_FIX,
    "The workbook is damaged and cannot be read: {reason}.",
    "Ask the sender to open it in Excel, save it under a new name and send it again.",
    "a workbook that opens",
)  # fmt: skip
UNSAFE = Rule(
    "RX105", MUST_FIX,
    "The workbook was not opened, because {reason}. A filled template never looks like this.",
    "Ask the sender to copy the answers into a fresh template and send that.",
    "a filled template",
)  # fmt: skip
NO_ANSWERS = Rule(
    "RX106", MUST_FIX,
    "No sheet has the columns Ref and Answer, so this does not look like a return.",
    "Check that the right file was sent; if answers were copied elsewhere, ask for the template itself.",
    "the columns Ref, Question and Answer on a sheet",
)  # fmt: skip
SAME_CONTENT = Rule(
    "RX110", INFORMATION,
    "The file has exactly the same content as {other}, which is used instead.",
    "Nothing to do.",
)  # fmt: skip
OLDER_COPY = Rule(
    "RX111", INFORMATION,
    "{respondent} also sent {other}, dated later; this older copy is not counted.",
    "Nothing to do, unless the older copy is the right one: then remove the other from the folder.",
)  # fmt: skip
WHICH_COPY = Rule(
    "RX112", MUST_FIX,
    "{respondent} sent {count} different returns, and nothing in them tells which one counts.",
    "Ask the sender which file counts and remove the others from the folder.",
    "one return from each respondent",
)  # fmt: skip
NO_COUNCIL = Rule(
    "RX113", MUST_FIX,
    "The return does not say which council it is from.",
    "Ask the sender to fill in Council on the sheet Start here.",
    "the council's name beside Council",
)  # fmt: skip
OTHER_ROUND = Rule(
    "RX114", MUST_FIX,
    "The template was made for {found}; the returns that are scored here are for {wanted}.",
    "Score it in a run of its own, or ask the council to fill in the template for this round.",
    "a template made for this round",
)  # fmt: skip
EMPTY_RETURN = Rule(
    "RX115", MUST_FIX,
    "No question is answered: the template came back as it was sent.",
    "Ask the sender whether the right file was attached.",
    "a filled template",
)  # fmt: skip
LOCK_FILE = Rule(
    "RX120", INFORMATION,
    "This is not a return but a file that a program or the system keeps beside the workbooks.",
    "Nothing to do.",
)  # fmt: skip
OWN_RESULT = Rule(
    "RX121", INFORMATION,
    "This is a result that rasp-xl wrote, not a return.",
    "Nothing to do. Results are best kept in a folder of their own.",
)  # fmt: skip

UNREADABLE = Rule(
    "RX201", MUST_FIX,
    "The answer to {question} reads “{found}”, which is not one of the choices.",
    "Choose an answer from the list in the cell; put anything else under Comment.",
    ANY_CHOICE,
)  # fmt: skip
ERROR_CELL = Rule(
    "RX202", MUST_FIX,
    "The answer to {question} shows the spreadsheet error “{found}”.",
    "Clear the cell and choose an answer from the list.",
    ANY_CHOICE,
)  # fmt: skip
NO_VALUE = Rule(
    "RX203", MUST_FIX,
    "The answer to {question} is a formula whose result was not saved.",
    "Clear the cell and choose an answer from the list.",
    ANY_CHOICE,
)  # fmt: skip
TWO_ANSWERS = Rule(
    "RX204", MUST_FIX,
    "{question} is answered twice and differently: “{found}”.",
    "Keep one row for {question} and delete the other.",
    "one row for each question",
)  # fmt: skip
GATE_NOT_APPLICABLE = Rule(
    "RX205", MUST_FIX,
    "{question} is a gate and is answered “{found}”. It counts as not answered.",
    "Choose a level or Don't know. If a gate truly cannot apply, ask the programme office to agree it.",
    ANY_LEVEL,
)  # fmt: skip
AREA_EMPTY = Rule(
    "RX206", MUST_FIX,
    "Nothing is answered in {area} ({count} questions). They earn no points.",
    "Answer them, with Don't know where nobody can say.",
    "answers in every area",
)  # fmt: skip

NO_EVIDENCE = Rule(
    "RX301", EXPLAIN,
    "{question} is answered “{found}” but cites no evidence. It counts as level 2 in the evidenced score.",
    "Name a document, a date or a decision under Evidence.",
    "something under Evidence",
)  # fmt: skip
NO_REASON = Rule(
    "RX302", EXPLAIN,
    "{question} is answered “{found}” without a reason.",
    "Say under Comment why it cannot apply to your council.",
    "a reason under Comment",
)  # fmt: skip
NO_RESPONDENT = Rule(
    "RX303", EXPLAIN,
    "The return does not say who filled it in.",
    "Fill in Respondent and Role on the sheet Start here.",
    "a name or role beside Respondent",
)  # fmt: skip
OTHER_COUNCIL = Rule(
    "RX304", EXPLAIN,
    "The sheet Start here says “{found}”, but the template was made for {wanted}. It is counted for {wanted}.",
    "Check that the right council's template was filled in.",
    "the council the template was made for",
)  # fmt: skip

NOT_FOUND = Rule(
    "RX401", MUST_FIX,
    "Questions that are not in the workbook, or whose sheet has lost the headings Ref, Question and Answer: {count} ({questions}). They count as not answered.",
    "Put the headings back as they were sent, or ask the sender for the missing sheets or rows.",
    "a row for every question",
)  # fmt: skip
NOT_ANSWERED = Rule(
    "RX402", INFORMATION,
    "Questions not answered: {count} ({questions}).",
    "Answer them, with Don't know where nobody can say: a blank earns no points either.",
)  # fmt: skip
REF_OUT_OF_STEP = Rule(
    "RX403", EXPLAIN,
    "The row says Ref “{found}” but holds the text of {question}; it is counted for {question}. Rows were sorted without their Ref.",
    "Check that the answer belongs to the question beside it.",
    "Ref and question of one row belonging together",
)  # fmt: skip
TEXT_CHANGED = Rule(
    "RX404", EXPLAIN,
    "The text of {question} was changed to “{found}”.",
    "Check that the answer is to the question as we ask it.",
    "the question as sent",
)  # fmt: skip
SAME_ANSWER_TWICE = Rule(
    "RX405", INFORMATION,
    "{question} stands in the workbook twice, with the same answer. It is counted once.",
    "Nothing to do.",
)  # fmt: skip
OTHER_VERSION = Rule(
    "RX406", INFORMATION,
    "The template is of question set {found}; this run uses {wanted}. Answers are carried across by Ref.",
    "Nothing to do, unless questions are listed as not found.",
)  # fmt: skip
MACROS = Rule(
    "RX407", INFORMATION,
    "The workbook contains macros. They were not run.",
    "Nothing to do. Our templates have none; you may ask the sender why they are there.",
)  # fmt: skip
NO_IDENTITY = Rule(
    "RX408", INFORMATION,
    "The workbook no longer says which template it is; its content shows that it is one of ours.",
    "Nothing to do, but check the council's name and the purpose of the round.",
)  # fmt: skip

STRAY_ROW = Rule(
    "RX409", INFORMATION,
    "A row holds the answer “{found}” but no question we ask. It is not counted.",
    "Nothing to do, unless an answer is missing elsewhere: then move it to its question.",
)  # fmt: skip

RULES: tuple[Rule, ...] = tuple(rule for rule in tuple(globals().values()) if isinstance(rule, Rule))
"""Every rule, in the order above."""
