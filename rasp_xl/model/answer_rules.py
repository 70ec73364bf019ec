"""RX2.. and RX3..: what can be said of an answer, and of answers that do not hang together. Codes are permanent."""

from rasp_xl.model.answers import CHOICE_TEXTS, CHOICES
from rasp_xl.model.findings import Rule, Severity
from rasp_xl.model.questions import LEVEL_NAMES

MUST_FIX, EXPLAIN = Severity.MUST_FIX, Severity.EXPLAIN
ANY_CHOICE = ", ".join(text for text, _ in CHOICES)
ANY_LEVEL = f"{CHOICE_TEXTS[0]} to {CHOICE_TEXTS[len(LEVEL_NAMES) - 1]}, or Don't know"
CHOOSE = "Choose an answer from the list in the cell; put anything else under Comment."
CLEAR = "Clear the cell and choose an answer from the list."

UNREADABLE = Rule(
    "RX201", MUST_FIX,
    "The answer to {question} reads “{found}”, which is not one of the choices.",
    CHOOSE,
    ANY_CHOICE,
    "Short forms such as 3, agreed or n/a are understood. Anything that could mean two things, as 2-3 or 2.5 or TBC, is asked for and never guessed.",
)  # fmt: skip
ERROR_CELL = Rule(
    "RX202", MUST_FIX,
    "The answer to {question} shows the spreadsheet error “{found}”.",
    CLEAR,
    ANY_CHOICE,
    "A formula or a broken link left an error where an answer should be.",
)  # fmt: skip
NO_VALUE = Rule(
    "RX203", MUST_FIX,
    "The answer to {question} is a formula whose result was not saved.",
    CLEAR,
    ANY_CHOICE,
    "The answer is worked out by a formula, and the program that saved the file left its result out.",
)  # fmt: skip
TWO_ANSWERS = Rule(
    "RX204", MUST_FIX,
    "{question} is answered twice and differently: “{found}”.",
    "Keep one answer to {question} and delete the other.",
    "one answer to each question",
    "A sheet, row or column was copied, and the two do not agree.",
)  # fmt: skip
GATE_NOT_APPLICABLE = Rule(
    "RX205", MUST_FIX,
    "{question} is a gate and is answered “{found}”, which a gate cannot be.",
    "Choose a level or Don't know; until then it counts as not answered. If a gate truly cannot apply, ask the programme office to agree it.",
    ANY_LEVEL,
    "A gate is what a partnership cannot do without. Where one cannot apply, the programme office records a waiver in the round workbook.",
)  # fmt: skip
AREA_EMPTY = Rule(
    "RX206", MUST_FIX,
    "Nothing is answered in {area} ({count} questions). They earn no points.",
    "Answer them, with Don't know where nobody can say.",
    "answers in every area",
    "A whole area without an answer is usually a sheet that nobody saw.",
)  # fmt: skip
DATE_ANSWER = Rule(
    "RX207", MUST_FIX,
    "The answer to {question} is a date, “{found}”. Excel makes a date of a typed 1-3 or 2/3.",
    CHOOSE,
    ANY_CHOICE,
    "What was typed can no longer be known, so it is asked for.",
)  # fmt: skip
MERGED = Rule(
    "RX208", MUST_FIX,
    "The answer cell of {question} is merged with others (“{found}”), so an answer of its own is gone.",
    "Unmerge the cells and choose an answer for each question.",
    "one cell for each answer",
    "Merging cells keeps one content, the first that there is, and deletes the others; whose it was can no longer be known.",
)  # fmt: skip
TWO_MEANINGS = Rule(
    "RX209", MUST_FIX,
    "The answer to {question} reads “{found}”: its number and its word are of different levels.",
    CHOOSE,
    ANY_CHOICE,
    "Dragging 1 Discussed down gives 2 Discussed, 3 Discussed: Excel counts the number up. Which of the two was meant cannot be known.",
)  # fmt: skip
OLD_ZERO = Rule(
    "RX210", MUST_FIX,
    "The answer to {question} reads 0 in the old .xls format, where a formula that gives a text reads as 0 too.",
    "Choose the answer again in a workbook saved as Excel Workbook (.xlsx).",
    ANY_CHOICE,
    "Files in the old format that LibreOffice saved show the worst level where a formula gave another.",
)  # fmt: skip
BESIDE = Rule(
    "RX211", MUST_FIX,
    "Nothing is chosen under Answer for {question}, but “{found}” stands in {other} of the same row. It is not counted.",
    "Choose the answer under Answer, or clear the other cell.",
    "the answer under the heading Answer",
    "An answer was typed or pasted one column too far, or a column of one's own was filled in.",
)  # fmt: skip
WHOSE_ANSWER = Rule(
    "RX212", MUST_FIX,
    "A row does not say for certain to which question its answer “{found}” belongs: {reason}. It is not counted.",
    "Choose the answers of this sheet again in a fresh template or the fix copy.",
    "Ref, question and level texts of one row belonging together",
    "Some columns were sorted and others left behind, frozen ones for instance, or texts were edited after a sort.",
)  # fmt: skip

ONE_OF_TWO = Rule(
    "RX213", MUST_FIX,
    "{question} stands in the workbook twice: one is blank, the other says “{found}” ({reason}). It is not counted.",
    "Choose under Answer what is meant, and delete the other row or column.",
    "one row for each question",
    "A table or sheet was copied, or a column put in, for targets, a draft or last year's answers. What is blank in the one may be meant to be blank.",
)  # fmt: skip
GATE_NOT_ANSWERED = Rule(
    "RX214", MUST_FIX,
    "{question} is a gate and is not answered. Its area stays provisional until it is.",
    "Choose an answer from the list, or Don't know where nobody can say.",
    ANY_LEVEL,
    "A gate is what a partnership cannot do without, so it takes an answer also where there is none yet: Don't know is one. From its stage on, a gate without an answer is closed.",
)  # fmt: skip
EVIDENCE_ALONE = Rule(
    "RX215", EXPLAIN,
    "{question} is not answered, though evidence stands beside it: “{found}”.",
    "Choose the answer that it shows, or Don't know where nobody can say; a blank earns no points.",
    "an answer beside its evidence",
    "Somebody who names a document had an answer in mind. It was forgotten, or cleared by a slip.",
)  # fmt: skip
NO_EVIDENCE = Rule(
    "RX301", EXPLAIN,
    "{question} is answered “{found}” but cites no evidence. It counts as level {wanted} in the evidenced score, a second figure that shows how much of the score rests on evidence.",
    "Name a document, a date or a decision under Evidence.",
    "something under Evidence",
    "Self-assessments run high. A claim that names its evidence can be checked.",
)  # fmt: skip
NO_REASON = Rule(
    "RX302", EXPLAIN,
    "{question} is answered “{found}” without a reason.",
    "Say under Comment why it cannot apply to your council.",
    "a reason under Comment",
    "Not applicable takes a question out of the score, so it needs a reason.",
)  # fmt: skip
NO_RESPONDENT = Rule(
    "RX303", EXPLAIN,
    "The return does not say who filled it in.",
    "Fill in Respondent and Role on the sheet Start here.",
    "a name or role beside Respondent",
    "A reader asks who said so, and two colleagues of one council are told apart by it.",
)  # fmt: skip
OTHER_COUNCIL = Rule(
    "RX304", EXPLAIN,
    "The sheet Start here says “{found}”, but the template was made for {wanted}. It is counted for {wanted}.",
    "Check that the right council's template was filled in.",
    "the council the template was made for",
    "A council may have filled in its neighbour's template.",
)  # fmt: skip
WEAK_EVIDENCE = Rule(
    "RX305", EXPLAIN,
    "The evidence for {question} reads “{found}”, which names nothing that a reader could look up.",
    "Name a document, a date or a decision under Evidence.",
    "a document, a date or a decision",
    "OK, yes, as before or TBC fill the cell and show nothing. It still counts as evidence in the evidenced score, which cannot tell good from bad.",
)  # fmt: skip
SAME_EVIDENCE = Rule(
    "RX306", EXPLAIN,
    "The same evidence, “{found}”, stands beside {count} answers ({questions}).",
    "Name for each what shows it: which page, which decision, which date.",
    "evidence for each claim",
    "One text copied down a column rarely shows ten different things.",
)  # fmt: skip
FILL_DOWN = Rule(
    "RX307", EXPLAIN,
    "{count} answers one below the other count up by one ({questions}: “{found}”), as when a cell is dragged down.",
    "Check these answers one by one against the level texts. If they are right, say so under Comment beside the first.",
    "an answer chosen for each question",
    "Dragging a cell's corner fills the cells below with a series. A column of ranks once got into a national recruitment as scores in the same way.",
)  # fmt: skip
ONE_ANSWER = Rule(
    "RX308", EXPLAIN,
    "All {count} answers in {area} are “{found}”.",
    "Check these answers one by one against the level texts. If they are right, say so under Comment beside the first.",
    "an answer chosen for each question",
    "It may be true; more often one answer was copied down the column.",
)  # fmt: skip
DATE_UNREADABLE = Rule(
    "RX309", EXPLAIN,
    "The date on Start here reads “{found}”, which is not a date we can read.",
    "Type the day you finished, for instance 23/11/2026.",
    "a date such as 23/11/2026",
    "The date tells which of two returns is the later one.",
)  # fmt: skip
DATE_IN_FUTURE = Rule(
    "RX310", EXPLAIN,
    "The date on Start here, {found}, has not come yet.",
    "Type the day you finished, for instance 23/11/2026.",
    "the day the return was finished",
    "A slip in the year or month makes an old return the newest.",
)  # fmt: skip
WEAK_REASON = Rule(
    "RX311", EXPLAIN,
    "{question} is Not applicable, and the reason reads “{found}”, which says nothing.",
    "Say under Comment why it cannot apply to your council.",
    "a reason under Comment",
    "Not applicable takes a question out of the score, so a reader must be able to agree with the reason.",
)  # fmt: skip
OWN_SCALE = Rule(
    "RX312", MUST_FIX,
    "The answers are bare numbers from 1 to {count}, while our scale is 0 to 4. Those up to 4 are counted as our levels, which may not be what was meant.",
    "Ask the sender whether a scale of 1 to {count} was meant; if so, every answer must be chosen again from the list.",
    ANY_LEVEL,
    "Many councils have a scale of 1 to 5 of their own. On it 1 is the lowest and 3 the middle; on ours they are one higher.",
)  # fmt: skip
DATE_LONG_PAST = Rule(
    "RX313", EXPLAIN,
    "The date on Start here, {found}, is more than a year before {wanted}. This may be the return of an earlier round.",
    "Ask whether it is; if not, correct the date on Start here.",
    "a return of this round",
    "Last year's workbook lies in the same folder and is attached by mistake, or is filled in again without a new date.",
)  # fmt: skip
TWO_COUNCILS = Rule(
    "RX314", EXPLAIN,
    "Sheets of the workbook name different councils: {found}. None of these names is used.",
    "Ask which council answered, and keep only its name beside Council.",
    "one council's name beside Council",
    "A cover was copied from a neighbour's return, or two councils answered in one workbook.",
)  # fmt: skip
