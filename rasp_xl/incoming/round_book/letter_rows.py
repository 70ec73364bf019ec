"""The rows of the sheet Letters: the texts that the office has changed, or what is wrong with them."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from rasp_xl.incoming.entered import Entered, Problem
from rasp_xl.incoming.round_book.sheets import Table, filled_rows
from rasp_xl.incoming.wording import plain
from rasp_xl.model.letter_file import is_standard
from rasp_xl.model.letters import FIELD, FIELDS, LetterKind, LetterText, field_name, fields_of
from rasp_xl.model.round_layout import LETTER, SUBJECT, TEXT

KINDS: Mapping[str, LetterKind] = {plain(kind.value): kind for kind in LetterKind}
LETTER_NAMES = ", ".join(kind.value.capitalize() for kind in LetterKind)
STANDARD_AGAIN = "or clear both subject and text to have the standard letter again"
LONGEST_SUBJECT = 200
"""Characters before the fields are filled in; Outlook cuts a subject at 255."""

LONGEST_SHOWN = 40
BREAKS = dict.fromkeys(map(ord, "\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"), "\n")
"""Whatever parts lines in some program or other."""


def read_letters(found: Table, problems: list[Problem]) -> tuple[LetterText, ...]:
    """The letters that differ from the standard, in the order of the kinds.

    A row that is missing, and one without subject and text mean the standard; so does a letter as it shipped when an older
    round workbook was made.
    """
    changed: dict[LetterKind, LetterText] = {}
    seen: dict[LetterKind, Entered] = {}
    for row in filled_rows(found, problems):
        kind = _kind(row[LETTER], seen, problems)
        if kind and (text := _letter(kind, row, problems)) and not is_standard(text):
            changed[kind] = text
    return tuple(changed[kind] for kind in LetterKind if kind in changed)


def _kind(entry: Entered, seen: dict[LetterKind, Entered], problems: list[Problem]) -> LetterKind | None:
    kind = KINDS.get(plain(entry.text))
    if kind is None:
        reads = (
            f"“{entry.text}” is not one of the letters." if entry.text else "The row does not say which letter it is."
        )
        problems.append(Problem(entry.place, reads, f"Type one of these: {LETTER_NAMES}."))
        return None
    first = seen.setdefault(kind, entry)
    if first is not entry:
        message = f"“{entry.text}” is in {first.place.cell} already."
        problems.append(Problem(entry.place, message, "Delete one of the two rows."))
        return None
    return kind


def _letter(kind: LetterKind, row: Mapping[str, Entered], problems: list[Problem]) -> LetterText | None:
    """A row's letter; None where both its subject and its text are empty."""
    entries = {heading: row[heading] for heading in (SUBJECT, TEXT)}
    texts = {heading: _typed(entry) for heading, entry in entries.items()}
    if not any(texts.values()):
        return None
    for heading, entry in entries.items():
        if texts[heading]:
            problems += _fields(kind, entry, texts[heading])
        elif not entry.hidden:
            message = f"The {heading.lower()} of the {kind} is empty."
            problems.append(Problem(entry.place, message, f"Type it, {STANDARD_AGAIN}."))
    problems += _subject(entries[SUBJECT], texts[SUBJECT])
    return LetterText(kind, texts[SUBJECT], texts[TEXT])


def _typed(entry: Entered) -> str:
    """A cell's text with its lines; spreadsheets part them in three ways, and Excel's own files may spell one out."""
    value = entry.value if isinstance(entry.value, str) else entry.text
    lines = value.replace("_x000D_", "\r").replace("\r\n", "\n").translate(BREAKS).split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def _subject(entry: Entered, text: str) -> Sequence[Problem]:
    if "\n" in text:
        return (Problem(entry.place, "The subject has a line break.", "Put it all on one line."),)
    if len(text) > LONGEST_SUBJECT:
        message = f"The subject has {len(text)} characters, and mail programs cut long ones."
        return (Problem(entry.place, message, f"Keep it to {LONGEST_SUBJECT}."),)
    return ()


def _fields(kind: LetterKind, entry: Entered, text: str) -> list[Problem]:
    """What is wrong with the braces in a text: the first brace that has no partner, and fields that stand for nothing."""
    alone = FIELD.sub(lambda field: " " * len(field[0]), text)
    at = min((alone.index(brace) for brace in "{}" if brace in alone), default=-1)
    if at >= 0:
        message = f"The brace in “{_around(text, at)}” has no partner."
        return [Problem(entry.place, message, "Write fields as {council}, each in two braces of its own.")]
    known = fields_of(kind)
    unknown = [typed for typed in dict.fromkeys(FIELD.findall(text)) if field_name(typed) not in known]
    if not unknown:
        return []
    said = " ".join(_no_field(kind, typed) for typed in unknown)
    return [Problem(entry.place, said, "The list beside names the fields of this letter.")]


def _around(text: str, at: int) -> str:
    """A few words on either side of a place in a text."""
    start, end = max(0, at - 15), at + 16
    shown = " ".join(text[start:end].split())
    return f"{'…' if start else ''}{shown}{'…' if end < len(text) else ''}"


def _no_field(kind: LetterKind, typed: str) -> str:
    """What is said of a field that this kind of letter has not, with the one it may be meant for."""
    shown = typed if len(typed) <= LONGEST_SHOWN else typed[:LONGEST_SHOWN] + "…"
    if field_name(typed) in FIELDS:
        return f"{{{shown}}} stands for nothing in the {kind}."
    near = get_close_matches(field_name(typed), fields_of(kind), n=1)
    return f"{{{shown}}} is not a field{f': did you mean {{{near[0]}}}?' if near else '.'}"
