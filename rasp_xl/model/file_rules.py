"""RX1..: what can be said of a whole file.

Codes are permanent. Messages say what is wrong and what was found; fixes start with a verb and say what to do; why says
where such a thing comes from in an office.
"""

from rasp_xl.model.findings import Rule, Severity

MUST_FIX, INFORMATION = Severity.MUST_FIX, Severity.INFORMATION
WORKBOOK = "an Excel workbook (.xlsx)"

EMPTY_FILE = Rule(
    "RX101", MUST_FIX,
    "The file is empty (0 bytes): it was not saved or not fully downloaded.",
    "Ask the sender to open the workbook, save it and send it again.",
    WORKBOOK,
    "Half-synced folders and stopped downloads leave files of 0 bytes.",
)  # fmt: skip
NOT_A_WORKBOOK = Rule(
    "RX102", MUST_FIX,
    "The file is not an Excel workbook: it looks like {looks_like}.",
    "Ask the sender for the workbook itself, saved as Excel Workbook (.xlsx).",
    WORKBOOK,
    "The wrong attachment was sent, or something else was saved under the workbook's name.",
)  # fmt: skip
PASSWORD = Rule(
    "RX103", MUST_FIX,
    "The workbook needs a password before it can be opened.",
    "Ask the sender to remove the password (File, Info, Protect Workbook, Encrypt with Password) and send it again.",
    "a workbook that opens without a password",
    "Some offices put a password on everything they send. The locked cells of our template are no password and do no harm.",
)  # fmt: skip
DAMAGED = Rule(
    "RX104", MUST_FIX,
    "The workbook is damaged and cannot be read: {reason}.",
    "Ask the sender to open it in Excel, save it under a new name and send it again.",
    "a workbook that opens",
    "A workbook is an archive of parts; here one breaks off. Mail gateways and stopped downloads do this.",
)  # fmt: skip
UNSAFE = Rule(
    "RX105", MUST_FIX,
    "The workbook was not opened, because {reason}. A filled template never looks like this.",
    "Ask the sender to copy the answers into a fresh template and send that.",
    "a filled template",
    "A workbook can be made so that opening it exhausts a computer, and stray cells far out do the same by accident. The limits are more than twenty times what a filled template needs.",
)  # fmt: skip
NO_ANSWERS = Rule(
    "RX106", MUST_FIX,
    "No sheet asks our questions, so this does not look like a return.",
    "Check that the right file was sent; if answers were copied elsewhere, ask for the template itself.",
    "the columns Ref, Question and Answer on a sheet",
    "It is a workbook, but not one of ours, or nothing of our questions is left in it.",
)  # fmt: skip
WEB_PAGE = Rule(
    "RX107", MUST_FIX,
    "The file is a web page, whatever its name says.",
    "Ask the sender to attach the workbook itself. If you saved it from a link, sign in there and download it again.",
    WORKBOOK,
    "A link to a shared folder leads to a sign-in page, and that page was saved under the workbook's name.",
)  # fmt: skip
TEXT_TABLE = Rule(
    "RX108", MUST_FIX,
    "The file is a plain table of text (CSV), whatever its name says.",
    "Ask the sender for the workbook itself: a CSV file keeps one sheet of it only.",
    WORKBOOK,
    "Somebody chose CSV when saving. Sheets, drop-downs and the template's identity are gone.",
)  # fmt: skip
OTHER_FORMAT = Rule(
    "RX109", MUST_FIX,
    "The file is {looks_like}, which cannot be read safely.",
    "Ask the sender to open it and save or export it as Excel Workbook (.xlsx), and to send that.",
    WORKBOOK,
    "Spreadsheets come in many formats. Of some, answers are lost without a word when other programs read them, so they are asked for again.",
)  # fmt: skip
SAME_CONTENT = Rule(
    "RX110", INFORMATION,
    "The file holds the same answers, evidence and comments as {other}, which is used instead.",
    "Nothing to do.",
    why="The same file was attached twice, renamed, or saved again by another program. It counts once.",
)  # fmt: skip
OLDER_COPY = Rule(
    "RX111", INFORMATION,
    "{respondent} also sent {other}, dated later; this older copy is not counted. {differences}",
    "Nothing to do, unless the older copy is the right one: then remove the other from the folder.",
    why="Somebody corrected a return and sent it again. The dates on Start here say which is the later one.",
)  # fmt: skip
WHICH_COPY = Rule(
    "RX112", MUST_FIX,
    "{respondent} sent {count} different returns, and nothing in them tells which one counts. {differences}",
    "Ask the sender which file counts and remove the others from the folder.",
    "one return from each respondent",
    "Counting either of two different returns would be a guess.",
)  # fmt: skip
NO_COUNCIL = Rule(
    "RX113", MUST_FIX,
    "The return does not say which council it is from.",
    "Ask the sender to fill in Council on the sheet Start here.",
    "the council's name beside Council",
    "An answer that belongs to nobody cannot be scored.",
)  # fmt: skip
OTHER_ROUND = Rule(
    "RX114", MUST_FIX,
    "The template was made for {found}; the returns that are scored here are for {wanted}.",
    "Score it in a run of its own, or ask the council to fill in the template for this round.",
    "a template made for this round",
    "Weights and gates depend on purpose and stage, so returns of different rounds do not add up. Where all returns name one other round, its id was changed in the round workbook after templates went out.",
)  # fmt: skip
EMPTY_RETURN = Rule(
    "RX115", MUST_FIX,
    "No question is answered: nothing is chosen under Answer.",
    "Ask the sender whether the right file was attached, and to choose the answers under Answer: colours, marks, notes and pictures are not read.",
    "a filled template",
    "A blank template does not say that a council is not ready; a score of 0 would.",
)  # fmt: skip
LABEL = Rule(
    "RX116", MUST_FIX,
    "The workbook is encrypted by a sensitivity label, so it opens only inside the sender's organisation.",
    "Ask the sender to choose a label that does not encrypt (Home, Sensitivity) and to send it again.",
    "a workbook whose label does not encrypt",
    "Labels such as Confidential can encrypt a file. One that only marks it does no harm.",
)  # fmt: skip
NOT_HERE = Rule(
    "RX117", MUST_FIX,
    "The file is still in the cloud: this computer holds its name, but not its content.",
    "Right-click it in the folder, choose Always keep on this device, wait until it is there, and run again.",
    "a file that is on this computer",
    "OneDrive shows files that it has not downloaded yet. Opening hundreds of them would wait for hours.",
)  # fmt: skip
READER_STOPPED = Rule(
    "RX118", MUST_FIX,
    "The file could not be read: {reason}. The other files are not affected.",
    "Ask the sender to open it in Excel, save it under a new name and send it again.",
    "a workbook that opens",
    "Each file is read in a process apart, so that a file which stops the reader costs nothing but itself.",
)  # fmt: skip
CANNOT_OPEN = Rule(
    "RX119", MUST_FIX,
    "The file could not be opened: {reason}.",
    "Close it in other programs, check that it lies in the folder and that you may open it, and run again.",
    "a file that you may open",
    "Files can be locked by another program, closed to your account, or links to somewhere else.",
)  # fmt: skip
LOCK_FILE = Rule(
    "RX120", INFORMATION,
    "This is not a return but a file that a program or the system keeps beside the workbooks.",
    "Nothing to do.",
    why="Excel and LibreOffice keep a small file beside a workbook that is open; systems keep some in every folder.",
)  # fmt: skip
OWN_RESULT = Rule(
    "RX121", INFORMATION,
    "This is a file that rasp-xl wrote for the programme office, not a return.",
    "Nothing to do. Results and round workbooks are best kept apart from returns.",
    why="Results and round workbooks in the folder of returns are not taken for answers.",
)  # fmt: skip
UNKNOWN_COUNCIL = Rule(
    "RX122", MUST_FIX,
    "The return is from “{found}”, which is not a partner of this round. {nearest}",
    "Ask its sender to correct Council on the sheet Start here, or add the council to Partners in the round workbook.",
    "a partner of the round",
    "With a round workbook, only the partners it lists are scored. A misspelt name must not become a council of its own.",
)  # fmt: skip
MENDED = Rule(
    "RX123", INFORMATION,
    "A fix copy of this return came back and takes its place: {other}. {differences}",
    "Nothing to do.",
    why="A fix copy knows the return it was made from, so the newer one is known whatever the dates say.",
)  # fmt: skip
PARCEL = Rule(
    "RX124", INFORMATION,
    "This is {kind}. What is in it is listed by its own name: {count}.",
    "Nothing to do.",
    why="Returns come in zip archives and saved e-mails. Each file in one is accounted for like any other.",
)  # fmt: skip
EMPTY_PARCEL = Rule(
    "RX125", MUST_FIX,
    "This is {kind}, and there is no workbook in it.",
    "Ask the sender to attach the workbook itself and send it again.",
    WORKBOOK,
    "The attachment was forgotten, was a link, or was removed on the way.",
)  # fmt: skip
CAME_ALONG = Rule(
    "RX126", INFORMATION,
    "This lies beside the returns and is no workbook: it looks like {looks_like}.",
    "Nothing to do, unless it is all that a council sent: then ask for the workbook itself.",
    why="Notes, links, logos, invitations and digital signatures come along with returns, in e-mails, archives and folders.",
)  # fmt: skip
SHUT_PARCEL = Rule(
    "RX127", MUST_FIX,
    "This is {kind}. It was not opened, because {reason}.",
    "Open it yourself, and put the workbooks that are in it into the folder; or ask the sender to attach the workbook itself to a plain e-mail.",
    "an archive or e-mail that can be opened",
    "Archives can have passwords, be damaged, or hold more than anybody would send.",
)  # fmt: skip
UNTOUCHED = Rule(
    "RX128", INFORMATION,
    "This is the fix copy of {other} as it was made: nothing in it is changed, so {other} still counts.",
    "Nothing to do. If a council sent it, tell them that it came back as it went.",
    why="Fix copies left in the folder of returns, or sent back by mistake without a change, are not taken for new returns.",
)  # fmt: skip
ANSWERS_UNCLEAR = Rule(
    "RX129", MUST_FIX,
    "The workbook holds our questions, but nothing tells for certain which column holds the answers (perhaps {found}).",
    "Ask the sender to put the heading Answer above the answers, or to copy them into the template.",
    "the columns Ref, Question and Answer on a sheet",
    "Headings were removed, and levels stand in several columns or under another year, or numbers that might be anything.",
)  # fmt: skip
