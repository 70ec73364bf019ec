"""What the office does next about each line of the board, and about files that are nobody's."""

from collections.abc import Iterator

from rasp_xl.incoming.councils import former_id
from rasp_xl.incoming.entries import Entry
from rasp_xl.model.addresses import travelling
from rasp_xl.model.file_rules import NO_COUNCIL, UNKNOWN_COUNCIL
from rasp_xl.model.layout import RESPONDENT, START
from rasp_xl.model.letters import LetterKind
from rasp_xl.model.round_layout import ADDRESS, CONTACT, IDENTITY, PARTNERS
from rasp_xl.model.rounds import Person
from rasp_xl.model.showing import day_words
from rasp_xl.reports.board import BoardLine, Standing
from rasp_xl.reports.uncounted import of_office, told
from rasp_xl.reports.wording import listed

SEND = {
    LetterKind.REMINDER: "Send the reminder.",
    LetterKind.QUERY: "Send the query, with the workbook in which the places are marked.",
    LetterKind.RECEIPT: "Send the receipt.",
}
TELLS = "Send the reminder: it says what came, why it does not count and what to do."
INVITE = "Send the invitation first: no reminder is due to somebody who was sent no workbook."
NOTHING = "Nothing."
SETTLE = "Settle it here first: until then no letter is due."


def next_step(line: BoardLine) -> str:
    """What to do about one expected return, in one to three sentences."""
    return " ".join(_steps(line)) or SETTLE


def _steps(line: BoardLine) -> Iterator[str]:
    if line.of.recipient is None:
        yield from _whose(line)
        return
    if line.of.unclear:
        files = listed([entry.path for entry in line.of.unclear])
        yield f"Find out whose {files} is before you write: it is of {line.council}, and may be theirs. Its own line says how to settle it."
        return
    if line.of.perhaps:
        yield f"Find out whose {listed([entry.path for entry in line.of.perhaps])} is."
        yield from dict.fromkeys(_claim(entry, line.council) for entry in line.of.perhaps)
        yield "Then chase again."
        return
    if line.uninvited:
        yield from _invite(line)
    elif line.letters:
        yield from _letter(line)
    else:
        yield from _wait(line)
    if any(each.unchanged for each in line.to_do):
        yield "If they sent back the fix copy as it went, tell them that nothing in it was changed."
    yield from dict.fromkeys(of_office(line.of.held))


def _claim(entry: Entry, council: str) -> str:
    """How a held file becomes that of a council. Nobody types anything into it: its hash is what a receipt vouches for."""
    if former := _former(entry):
        return f"If {council} was renamed, type {former} under {IDENTITY} in its row on the sheet {PARTNERS}: its workbooks carry that Id. If not, ask the sender."
    return f"Ask the sender. If it is theirs, ask them to send it again from the workbook that they were sent, which names {council}, and take this one out of the folder."


def _former(entry: Entry) -> str:
    """The id that nobody has now, and that the file's template was made for; empty where it is held for another reason."""
    unknown = entry.returned and entry.findings and entry.findings[0].rule is UNKNOWN_COUNCIL
    return former_id(entry.returned) if entry.returned and unknown else ""


def _wait(line: BoardLine) -> Iterator[str]:
    """What to do where no letter is due."""
    if line.standing is Standing.IN:
        yield f"Nothing: the last letter went on {day_words(line.last)}." if line.last else NOTHING
    elif line.last:
        yield f"Wait for a reply: the last letter went on {day_words(line.last)}."


def _invite(line: BoardLine) -> Iterator[str]:
    """What to do about somebody who was never sent a workbook."""
    yield INVITE
    if not travelling(line.person.address):
        yield f"Type an address under {ADDRESS} on the sheet {PARTNERS} and make the letters again with templates."
    yield "If you sent it yourself, mark it as sent (send with --mark-sent) and chase again."


def _whose(line: BoardLine) -> Iterator[str]:
    """What to do about returns of a council that name none of its people."""
    yield f"Find out whose this is: {listed([entry.path for entry in line.files])}."
    possible = [person_words(person) for person in line.of.possible]
    if not possible:
        yield f"Of everybody in {line.council} who was asked something else has come. No letter is due: write to the sender yourself."
        return
    yield f"It may be from {' or '.join(possible)}, of whom nothing else has come."
    names = dict.fromkeys(entry.who for entry in line.files if entry.respondent)
    if names:
        yield f"Where it is, put the name as the file has it ({listed(list(names))}) under {CONTACT} on the sheet {PARTNERS}, beside their address, and chase again."
    else:
        yield f"Where it is, ask them to fill in {RESPONDENT} on the sheet {START} and to send it again."


def person_words(person: Person) -> str:
    """Somebody by name, or by whatever else is known."""
    return person.name or person.role or person.address or "a contact without a name"


def _letter(line: BoardLine) -> Iterator[str]:
    if line.standing is Standing.UNUSABLE and told(line.of.held):
        yield TELLS
    else:
        yield from (SEND[kind] for kind in line.letters)
    if not travelling(line.person.address):
        yield f"First type an address into it, or under {ADDRESS} on the sheet {PARTNERS} and chase again."


def stray_words(entry: Entry) -> str:
    """Why a file of nobody known does not count, and in whose e-mail it came."""
    if not entry.mail:
        return entry.reason
    sender, about = entry.mail.address or "nobody in particular", entry.mail.subject
    return f"{entry.reason} It came in an e-mail from {sender}{f', “{about}”' if about else ', without a subject'}."


def stray_step(entry: Entry) -> str:
    """What to do about a file of nobody known."""
    if not entry.findings:
        return NOTHING
    if former := _former(entry):
        return f"If a council was renamed, type {former} under {IDENTITY} in its row on the sheet {PARTNERS} and chase again: its workbooks carry that Id. If it takes part no more, take the file out of the folder."
    if entry.findings[0].rule in (UNKNOWN_COUNCIL, NO_COUNCIL):
        return f"Ask the sender which council it is from. If it takes part, ask them to send it again from the workbook that they were sent; if it should take part, add it to {PARTNERS}."
    return entry.findings[0].fix
