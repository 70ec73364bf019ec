"""What a council is told of a file of its own that does not count: in its own terms, why, and what to do about it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from rasp_xl.incoming.differences import differences
from rasp_xl.incoming.entries import Entry
from rasp_xl.model import file_rules
from rasp_xl.model.findings import Rule
from rasp_xl.model.rounds import Round
from rasp_xl.model.showing import day_words
from rasp_xl.outgoing.letter_words import ITEM

NOT_ASKED = "It keeps no answer from being counted, so nothing is asked of anybody."
FOR_THE_OFFICE = "Only the office can do something about it: nothing is wrong with what the council sent."


@dataclass(frozen=True, slots=True)
class Told:
    """What a letter says. In why and do, {message} and {found} are the finding's own, and {workbook} is the one to fill in.

    With again the workbook that was sent to the council is attached once more. office is what is left for the office to do.
    """

    do: str
    why: str = "{message}"
    again: bool = False
    office: str = ""


TABLE: Mapping[Rule, Told | str] = {
    file_rules.EMPTY_FILE: Told("Please open the workbook, save it, and send it again.", "It arrived empty (0 bytes): it was not saved, or not sent whole."),
    file_rules.NOT_A_WORKBOOK: Told("Please send the workbook itself, saved as Excel Workbook (.xlsx)."),
    file_rules.PASSWORD: Told("Please remove the password (File, Info, Protect Workbook, Encrypt with Password), save it, and send it again."),
    file_rules.DAMAGED: Told("Please open it in Excel, save it under a new name, and send it again."),
    file_rules.UNSAFE: Told("Please copy your answers into {workbook}, and send that.", again=True),
    file_rules.NO_ANSWERS: Told("Please check whether it is the right file. If answers were copied elsewhere, copy them into {workbook}, and send that.", "Our questions are on none of its sheets.", again=True),
    file_rules.WEB_PAGE: Told("Please attach the workbook itself to your message.", "It is a web page and no workbook. Often this is the page to which a link leads."),
    file_rules.TEXT_TABLE: Told("Please send the workbook itself: a CSV file keeps one sheet of it only."),
    file_rules.OTHER_FORMAT: Told("Please open it, save or export it as Excel Workbook (.xlsx), and send that."),
    file_rules.SAME_CONTENT: NOT_ASKED,
    file_rules.OLDER_COPY: NOT_ASKED,
    file_rules.WHICH_COPY: Told(
        "Please tell us which one counts.",
        "Nothing in them tells which one counts.",
        office="When they have said which file counts, take the others out of the folder.",
    ),
    file_rules.NO_COUNCIL: Told("Please fill in Council on the sheet Start here, save it, and send it again.", "It does not say which council it is from."),
    file_rules.OTHER_ROUND: Told("Please fill in {workbook}, and send that.", "It was made for {found}, and is not the one that we ask for now.", again=True),
    file_rules.EMPTY_RETURN: Told(
        "Please check whether it is the right file. Answers count where they are chosen under Answer: colours, marks, notes and pictures are not read.",
        "No question in it is answered: nothing is chosen under Answer.",
    ),
    file_rules.LABEL: Told("Please choose a label that does not encrypt (Home, Sensitivity), save it, and send it again.", "A sensitivity label encrypts it, so that it opens only inside your organisation."),
    file_rules.NOT_HERE: FOR_THE_OFFICE,
    file_rules.READER_STOPPED: Told("Please open it in Excel, save it under a new name, and send it again.", "It could not be read."),
    file_rules.CANNOT_OPEN: FOR_THE_OFFICE,
    file_rules.LOCK_FILE: NOT_ASKED,
    file_rules.OWN_RESULT: NOT_ASKED,
    file_rules.UNKNOWN_COUNCIL: Told("Please correct Council on the sheet Start here and send it again, or tell us that the name is right.", "It says that it is from “{found}”, and no council of that name takes part."),
    file_rules.MENDED: NOT_ASKED,
    file_rules.PARCEL: NOT_ASKED,
    file_rules.EMPTY_PARCEL: Told("Please attach the workbook itself, and send it again."),
    file_rules.CAME_ALONG: NOT_ASKED,
    file_rules.SHUT_PARCEL: Told("Please attach the workbook itself to a plain e-mail, and send it again."),
    file_rules.UNTOUCHED: NOT_ASKED,
    file_rules.ANSWERS_UNCLEAR: Told(
        "Please put the heading Answer above your answers, or copy them into {workbook}, and send it again.",
        "Our questions are in it, but nothing tells for certain which column holds your answers.",
        again=True,
    ),
}  # fmt: skip
"""For every rule about a whole file, or why a council is told nothing."""

ANOTHER_ROUND = "another round"
ATTACHED, SENT_BEFORE = "the attached workbook", "the workbook that we sent you"


def told(held: Sequence[Entry]) -> tuple[tuple[Entry, Told], ...]:
    """The files of which a council is told something, in order."""
    pairs = ((entry, TABLE.get(_rule(entry), "")) for entry in held if entry.findings)
    return tuple((entry, said) for entry, said in pairs if isinstance(said, Told))


def _rule(entry: Entry) -> Rule:
    return entry.findings[0].rule


def asks_for_workbook(held: Sequence[Entry]) -> bool:
    """Whether the council needs the workbook that it was sent once more."""
    return any(said.again for _, said in told(held))


def uncounted_words(held: Sequence[Entry], round_: Round, attached: bool) -> Iterator[str]:
    """A line of a list for each file that does not count, and one for all versions of which nothing tells which counts.

    attached says whether the workbook to fill in goes with the letter.
    """
    there = told(held)
    names = names_of([entry for entry, _ in there])
    for rule, group in groupby(sorted(there, key=lambda pair: _rule(pair[0]).code), key=lambda pair: _rule(pair[0])):
        pairs = list(group)
        if rule is file_rules.WHICH_COPY and len(pairs) > 1:
            yield _versions([entry for entry, _ in pairs], names, round_)
            continue
        for entry, said in pairs:
            facts = _facts(entry) | {"found": _made_for(entry), "workbook": ATTACHED if attached else SENT_BEFORE}
            yield f"{ITEM}{names[entry.path]}{_dated(entry)}. {said.why.format(**facts)} {said.do.format(**facts)}"


def _facts(entry: Entry) -> dict[str, str]:
    finding = entry.findings[0]
    return {"message": finding.message, "found": finding.found}


def _made_for(entry: Entry) -> str:
    """What was found, without a round's Id, which no council has ever seen."""
    found = entry.findings[0].found
    return ANOTHER_ROUND if _rule(entry) is file_rules.OTHER_ROUND and found.startswith("round ") else found


def why_uncounted(held: Sequence[Entry]) -> Iterator[str]:
    """For the office a sentence or two about each file that does not count, or one about all versions, in the words of the letter."""
    versions = [entry for entry in held if entry.findings and _rule(entry) is file_rules.WHICH_COPY]
    for entry in held:
        said = TABLE.get(_rule(entry), "") if entry.findings else ""
        if len(versions) > 1 and entry in versions:
            if entry is versions[0]:
                files = " and ".join(one.path for one in versions)
                yield f"{files} do not count: they are {len(versions)} different versions, and nothing in them tells which one counts."
        elif isinstance(said, Told):
            yield f"{entry.path} does not count. {said.why.format(**_facts(entry))}"
        else:
            yield f"{entry.path} does not count. {entry.reason}"


def of_office(held: Sequence[Entry]) -> Iterator[str]:
    """What the office must do about files that do not count, besides writing to the council."""
    for entry in held:
        said = TABLE.get(_rule(entry), "") if entry.findings else ""
        if isinstance(said, Told):
            yield from [said.office] * bool(said.office)
        elif entry.findings:
            yield entry.findings[0].fix


def _versions(entries: Sequence[Entry], names: Mapping[str, str], round_: Round) -> str:
    one, other = entries[:2]
    both = f"{names[one.path]} (here) and {names[other.path]} (there)"
    changes = differences(one.said, other.said, round_.question_set.questions, both)
    listed = " and ".join(f"{names[entry.path]}{_dated(entry)}" for entry in entries)
    said = TABLE[file_rules.WHICH_COPY]
    words = f"{said.why} {changes} {said.do}" if isinstance(said, Told) else changes
    return f"{ITEM}{listed}. These are {len(entries)} different versions. {words}"


def names_of(entries: Sequence[Entry]) -> Mapping[str, str]:
    """By path what the sender called a file: the folders above it are the office's. Files of one name are told apart by what they came in."""
    last = {entry.path: entry.path.replace("\\", "/").rpartition("/")[2] for entry in entries}
    shared = [name for name in last.values() if list(last.values()).count(name) > 1]
    return {path: path if name in shared else name for path, name in last.items()}


def _dated(entry: Entry) -> str:
    day = entry.returned.cover.day if entry.returned else None
    return f" (dated {day_words(day)})" if day else ""
