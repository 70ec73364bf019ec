"""The sheet Letters read back: the office's own words, or what is wrong with them."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path

import office
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from rasp_xl.incoming.entered import Entered, Problem
from rasp_xl.incoming.round_book.letter_rows import read_letters
from rasp_xl.incoming.round_book.whole import read_round
from rasp_xl.model.findings import Place, RaspError
from rasp_xl.model.letter_file import standard_letters
from rasp_xl.model.letters import FIELD, FIELDS, LetterKind, LetterText, field_name, fields_of
from rasp_xl.model.question_file import standard_set
from rasp_xl.model.questions import Purpose
from rasp_xl.model.round_layout import LETTERS
from rasp_xl.model.rounds import Partner, Round
from rasp_xl.outgoing.addressees import Addressee
from rasp_xl.outgoing.letters import letter as written
from rasp_xl.outgoing.round_book.whole import round_book_bytes

FILE = "round.xlsx"
ROUND = Round(Purpose.NEW, 2, standard_set(), "harbour", "Harbour", partners=(Partner("northmoor", "Northmoor"),))
OWN = LetterText(LetterKind.REMINDER, "{council}, please", "Dear {contact},\n\n- one\n- two\n\n{what}\n\n{sender}")
KINDS = [kind.value.capitalize() for kind in LetterKind]
STANDARD_AGAIN = "Type it, or clear both subject and text to have the standard letter again."


@cache
def sent() -> bytes:
    return round_book_bytes(ROUND)


def saved(**cells: object) -> bytes:
    """The workbook with these cells of Letters changed."""
    book = load_workbook(BytesIO(sent()))
    for address, value in cells.items():
        book[LETTERS][address] = value
    return bytes_of(book)


def bytes_of(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def letters(data: bytes) -> tuple[LetterText, ...]:
    return read_round(data, FILE, ROUND.question_set).letters


def mistakes(data: bytes) -> list[str]:
    """The lines below the first of what is said."""
    with pytest.raises(RaspError) as raised:
        letters(data)
    return [line.strip() for line in str(raised.value).splitlines()[1:]]


def test_standard_letters_name_fields_that_they_have() -> None:
    """What ships is held to what an office's own words are held to, and signs for the sender."""
    for text in standard_letters():
        named = {*FIELD.findall(text.subject), *FIELD.findall(text.text)}

        assert named <= set(fields_of(text.kind)) <= set(FIELDS)
        assert {"contact", "whose", "programme", "sender"} <= named
        assert FIELD.sub("", text.subject + text.text).count("{") == 0


def test_sheet_says_what_stands_for_an_empty_field() -> None:
    """Whoever names a field knows what a letter reads where nothing is entered for it."""
    sheet = load_workbook(BytesIO(sent()))[LETTERS]
    guide = " ".join(str(sheet.cell(row, 1).value) for row in range(3, 8))
    said = "{contact} then reads colleague, {return_by} reads the end of the round, and in the place of any other stands nothing."
    nobody = written(LetterKind.INVITATION, ROUND, Addressee(ROUND.partners[0]))

    assert said in guide
    assert nobody.text.startswith("Dear colleague,")
    assert "by the end of the round" in nobody.subject
    assert "{" not in nobody.text + nobody.subject


def test_sheet_shows_every_letter_with_its_fields() -> None:
    """A row each with the standard text, and beside it what may stand in it."""
    sheet = load_workbook(BytesIO(sent()))[LETTERS]

    assert [sheet.cell(row, 1).value for row in range(9, 13)] == KINDS
    assert [(sheet.cell(row, 2).value, sheet.cell(row, 3).value) for row in range(9, 13)] == [
        (text.subject, text.text) for text in standard_letters()
    ]
    assert "{hash}: " not in sheet["E9"].value
    assert "{hash}: The SHA-256 of the return" in sheet["E12"].value
    assert (sheet.protection.sheet, sheet["C9"].protection.locked, sheet["A9"].protection.locked) == (True, False, True)


def test_unchanged_letters_are_none_of_the_round() -> None:
    """So a later version of the standard texts reaches rounds that never changed them."""
    assert letters(sent()) == letters(saved()) == ()


def test_changed_letter_is_read_back() -> None:
    """What was typed, and what our own writer wrote of it."""
    changed = round_book_bytes(replace(ROUND, letters=(OWN,)))

    assert letters(saved(B10=OWN.subject, C10=OWN.text)) == (OWN,)
    assert letters(changed) == (OWN,)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", " \n", "\v", "\u2028"], ids=repr)
def test_line_ends_are_understood(line_end: str) -> None:
    """Spreadsheets part lines within a cell in several ways."""
    text = OWN.text.replace("\n", line_end)
    cells = {"Letter": "Reminder", "Subject": OWN.subject, "Text": f"\n{text}\n \n"}
    place = Place(FILE, LETTERS, 9, 1)
    problems: list[Problem] = []

    assert read_letters(([{key: Entered(place, value) for key, value in cells.items()}], place), problems) == (OWN,)
    assert problems == []


@pytest.mark.parametrize(
    "cells",
    [{"B9": None, "C9": None}, {"A9": None, "B9": None, "C9": None}, {"A9": " invitation "}],
    ids=["texts cleared", "row cleared", "kind typed"],
)
def test_way_back_to_the_standard(cells: dict[str, object]) -> None:
    """A row that is cleared, in part or whole, means the standard letter."""
    assert letters(saved(**cells)) == ()


LETTER_MISTAKES = [
    ({"A9": "Welcome"}, "A9", "“Welcome” is not one of the letters. Type one of these: Invitation, Reminder, Query, Receipt."),
    ({"A9": None}, "A9", "The row does not say which letter it is. Type one of these: Invitation, Reminder, Query, Receipt."),
    ({"A10": "invitation"}, "A10", "“invitation” is in A9 already. Delete one of the two rows."),
    ({"B9": None}, "B9", f"The subject of the invitation is empty. {STANDARD_AGAIN}"),
    ({"C12": "  "}, "C12", f"The text of the receipt is empty. {STANDARD_AGAIN}"),
    ({"B9": "One\nTwo"}, "B9", "The subject has a line break. Put it all on one line."),
    ({"B9": "x" * 201}, "B9", "The subject has 201 characters, and mail programs cut long ones. Keep it to 200."),
    ({"B9": "For {counsil}"}, "B9", "{counsil} is not a field: did you mean {council}? The list beside names the fields of this letter."),
    ({"C9": "{xyz} {hash} {xyz}"}, "C9", "{xyz} is not a field. {hash} stands for nothing in the invitation. The list beside names the fields of this letter."),
    ({"C9": "Dear {contact, we"}, "C9", "The brace in “Dear {contact, we” has no partner. Write fields as {council}, each in two braces of its own."),
    ({"C9": "Dear contact}, we ask for this and more"}, "C9", "The brace in “Dear contact}, we ask for th…” has no partner. Write fields as {council}, each in two braces of its own."),
    ({"C9": "Dear {{contact}}"}, "C9", "The brace in “Dear {{contact}}” has no partner. Write fields as {council}, each in two braces of its own."),
    ({"C9": "=A1"}, "C9", "The cell holds a formula whose result was not saved. Type the entry itself into the cell."),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "address", "said"), LETTER_MISTAKES, ids=range(len(LETTER_MISTAKES)))
def test_mistake_in_a_letter_is_said(cells: dict[str, object], address: str, said: str) -> None:
    """At its cell, with what was found and what to do."""
    assert mistakes(saved(**cells)) == [f"Letters, {address}: {said}"]


@pytest.mark.parametrize("typed", ["{Council}", "{ council }", "{RETURN BY}", "{sender-role}"])
def test_field_is_understood(typed: str) -> None:
    """In any case, with blanks or hyphens, as the letter that is made of it takes it too."""
    assert letters(saved(B9=typed))[0].subject == typed
    assert field_name(typed.strip("{}")) in FIELDS


def test_row_that_is_gone_means_the_standard() -> None:
    """Headings that are gone do not."""

    def without(change: Callable[[Workbook], object]) -> bytes:
        book = load_workbook(BytesIO(sent()))
        change(book)
        return bytes_of(book)

    assert letters(without(lambda book: book[LETTERS].delete_rows(10))) == ()
    assert mistakes(saved(B8="Title")) == [
        "Letters: There is no row with the headings Letter, Subject, Text. Put them back as they were, all in one row."
    ]


@settings(deadline=None, derandomize=True, max_examples=200)
@given(st.text(max_size=60), st.text(alphabet=st.one_of(st.characters(), st.sampled_from("{}\n council")), max_size=80))
def test_any_words_are_read_or_said(subject: str, text: str) -> None:
    """Whatever is typed, it is a letter whose fields are all known, or a sentence."""
    place = Place(FILE, LETTERS, 9, 1)
    row = {"Letter": Entered(place, "Query"), "Subject": Entered(place, subject), "Text": Entered(place, text)}
    problems: list[Problem] = []
    found = read_letters(([row], place), problems)

    for letter in found if not problems else ():
        names = FIELD.findall(letter.subject + letter.text)

        assert all(field_name(name) in fields_of(LetterKind.QUERY) for name in names)
        assert not set("{}") & set(FIELD.sub("", letter.subject + letter.text))


@pytest.mark.office
@pytest.mark.parametrize("suffix", ["xlsx", "ods"])
def test_letters_saved_by_libreoffice_are_the_same(suffix: str, tmp_path: Path) -> None:
    """Their lines and paragraphs survive another program."""
    data = office.convert(round_book_bytes(replace(ROUND, letters=(OWN,))), suffix, tmp_path)

    assert letters(data) == (OWN,)


THEN = LetterText(
    LetterKind.REMINDER,
    "{programme}: the readiness assessment of {council} is still to come",
    """Dear {contact},

We asked for the readiness assessment of {council} by {return_by}.

{what}

If you have already sent it, please send it once more: it did not reach us. If you need more time, or if a colleague should answer instead of you, please reply to this message.

{next}

{sender}
{sender_role}
{sender_address}""",
)
"""The reminder as it once shipped, and as round workbooks of then have it."""


LATELY = LetterText(
    LetterKind.QUERY,
    "{programme}: please look once more at the return of {council}",
    """Dear {contact},

Thank you for the return of {council}. We have read it, and need your help with this:

{what}

{do}

{next}

{sender}
{sender_role}
{sender_address}""",
)
"""The query as it shipped before letters told whose of several returns they are about."""


def test_letters_of_whole_councils_are_the_standard_of_today() -> None:
    """An office that changed nothing writes to one of several people by name, whenever its round workbook was made."""
    assert LATELY not in standard_letters()
    assert letters(saved(B11=LATELY.subject, C11=LATELY.text)) == ()


def test_letter_that_nobody_changed_is_the_standard_of_today() -> None:
    """A round workbook that was made before its words were mended has no words of the office's own; one word more, and it has."""
    own = replace(THEN, text=THEN.text.replace("Dear", "Hello"))

    assert THEN not in standard_letters()
    assert letters(saved(B10=THEN.subject, C10=THEN.text)) == ()
    assert letters(saved(B10=own.subject, C10=own.text)) == (own,)
