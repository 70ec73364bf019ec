"""The sheet Partners read back: councils, their people, and every way to type an address."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path

import office
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from rasp_xl.incoming.round_book.whole import read_round
from rasp_xl.model.addresses import Fault, mailbox, travelling
from rasp_xl.model.findings import RaspError
from rasp_xl.model.question_file import standard_set
from rasp_xl.model.questions import Purpose
from rasp_xl.model.round_layout import PARTNERS, WAIVERS
from rasp_xl.model.rounds import Partner, Person, Round
from rasp_xl.outgoing.round_book.whole import round_book_bytes

FILE = "round.xlsx"
ANN = Person("Ann Lee", "ann.lee@northmoor.example", "Head of IT")
BO = Person("Bo Hart", "bo@northmoor.example", "Finance", answers=False)
COUNCILS = (Partner("northmoor", "Northmoor", (ANN, BO)), Partner("eastvale", "Eastvale"))
ROUND = Round(Purpose.NEW, 2, standard_set(), "harbour", "Harbour", date(2026, 11, 23), COUNCILS)
HEADINGS = ("Name", "Id", "Contact", "E-mail", "Role", "Gets", "Notes", "To do")


@cache
def sent() -> bytes:
    """A round of two councils, one with two people."""
    return round_book_bytes(ROUND)


def saved(*rows: tuple[str | None, ...], change: Callable[[Workbook], object] = lambda book: None) -> bytes:
    """The workbook with these rows below the three it has, saved by a program that calculates nothing."""
    book = load_workbook(BytesIO(sent()))
    for number, row in enumerate(rows, 12):
        for column, entry in enumerate(row, 1):
            book[PARTNERS].cell(number, column, entry)
    change(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def partners(*rows: tuple[str | None, ...]) -> tuple[Partner, ...]:
    return read_round(saved(*rows), FILE, ROUND.question_set).partners


def mistakes(data: bytes) -> list[str]:
    """The lines below the first of what is said."""
    with pytest.raises(RaspError) as raised:
        read_round(data, FILE, ROUND.question_set)
    return [line.strip() for line in str(raised.value).splitlines()[1:]]


def test_people_are_written_and_read_back() -> None:
    """A row each under their council's name, with what they get; a council without people has one row."""
    sheet = load_workbook(BytesIO(sent()))[PARTNERS]

    assert tuple(cell.value for cell in sheet[8]) == HEADINGS
    assert [sheet.cell(row, 1).value for row in range(9, 13)] == ["Northmoor", "Northmoor", "Eastvale", None]
    assert [sheet.cell(row, 6).value for row in range(9, 12)] == ["Own workbook", "Copies of letters", None]
    assert read_round(sent(), FILE, ROUND.question_set).partners == COUNCILS
    assert COUNCILS[0].respondents == (ANN,)


def test_rows_of_a_council_may_stand_anywhere() -> None:
    """Its people are put together by its name in any case; the id may stand on one row, contacts on any."""
    found = partners(
        ("Marsh End", None, "Cy Dee", "cy@marsh.example", None, None),
        ("eastvale", "eastvale", "Di Orr", "di@east.example", "Clerk", "copies of LETTERS"),
        ("MARSH  END", "marsh", None, None, "Chief officer", "Own workbook"),
    )

    assert found[1:] == (
        Partner("eastvale", "Eastvale", (Person("Di Orr", "di@east.example", "Clerk", answers=False),)),
        Partner("marsh", "Marsh End", (Person("Cy Dee", "cy@marsh.example"), Person("", "", "Chief officer"))),
    )


def without_people(book: Workbook) -> None:
    book[PARTNERS].delete_cols(3, 5)


def test_older_workbook_without_people_and_letters_is_read() -> None:
    """Only Name and Id, no sheet Letters: the same councils, of whom nobody is named, and the standard letters."""

    def older(book: Workbook) -> None:
        without_people(book)
        del book["Letters"], book["Moderation"]
        book["Lists"].delete_cols(18)
        book[PARTNERS].delete_rows(10)

    round_ = read_round(saved(change=older), FILE, ROUND.question_set)

    assert round_.partners == (Partner("northmoor", "Northmoor"), Partner("eastvale", "Eastvale"))
    assert round_.letters == ()


def test_lost_heading_is_said() -> None:
    """Where one heading of the people is renamed, nobody's address is lost without a word."""

    def renamed(book: Workbook) -> None:
        book[PARTNERS]["D8"] = "Mail"

    assert mistakes(saved(change=renamed)) == [
        "Partners: The headings of this row lack E-mail, but have Contact, Role, Gets. Put them back as they were, all in one row."
    ]


ROW_MISTAKES = [
    (("Northmoor", None, "ann  LEE", "x@y.example"), "C12: “ann LEE” of “Northmoor” is in C9 already. Delete one of the two rows."),
    (("Eastvale",), "A12: “Eastvale” is in A11 already. Delete one of the two rows. Where they are two people, say under Contact who each of them is."),
    (("Eastvale", "east", "Di"), "B12: “east” is another id than “eastvale” in B11, for the same council. Keep one of the two, or give the other council another name."),
    (("Marsh", "eastvale", "Di"), "B12: “eastvale” is in B11 already. Give each council an id of its own under Id."),
    ((None, None, "Di", "di@x.example"), "A12: The row has no name of a council. Type its name, or clear the row."),
    (("Marsh", None, "Di", None, None, "A copy"), "F12: Gets reads “A copy”, which is not one of the choices. Choose it from the list: Own workbook, Copies of letters."),
    (("Marsh", None, None, None, None, "Copies of letters"), "F12: “Copies of letters” stands here, but the row names nobody. Type a contact or an e-mail, or clear the cell."),
    (("Marsh", None, "Di", "di@x.example; bo@x.example"), "D12: “di@x.example; bo@x.example” holds several addresses. Keep one, and give each other person a row of their own under the same council."),
    (("Marsh", None, "Di", "=1/0"), "D12: The cell holds a formula whose result was not saved. Type the entry itself into the cell."),
]  # fmt: skip


@pytest.mark.parametrize(("row", "said"), ROW_MISTAKES, ids=range(len(ROW_MISTAKES)))
def test_mistake_in_a_row_is_said(row: tuple[str | None, ...], said: str) -> None:
    """One sentence at one cell."""
    assert mistakes(saved(row)) == [f"Partners, {said}"]


def test_notes_are_not_read() -> None:
    """They are the office's own, also below the table."""
    assert partners((None,) * 6 + ("Call them on Tuesday",)) == COUNCILS


def test_missing_address_is_no_mistake() -> None:
    """Returns can be checked and scored before anybody's address is known."""
    assert partners(("Marsh", None, "Di"))[2].people == (Person("Di"),)


UNDERSTOOD = [
    ("a.b@northmoor.gov.example", "", "a.b@northmoor.gov.example", "a.b@northmoor.gov.example"),
    (" O'Neil+it@X.example. ", "", "O'Neil+it@X.example", "O'Neil+it@x.example"),
    ("Rhian Prys <rhian@x.example>", "Rhian Prys", "rhian@x.example", "rhian@x.example"),
    ('"Prys, Rhian" <rhian@x.example>;', "Prys, Rhian", "rhian@x.example", "rhian@x.example"),
    ("'a@x.example' <A@x.example>", "", "A@x.example", "A@x.example"),
    ("mailto:a@x.example?subject=Hello", "", "a@x.example", "a@x.example"),
    ("Ann <mailto:a@x.example>", "Ann", "a@x.example", "a@x.example"),
    ("\u200ba@x.example\u200b", "", "a@x.example", "a@x.example"),
    ("a@cwm-tŵr.cymru", "", "a@cwm-tŵr.cymru", "a@xn--cwm-tr-fob.cymru"),
    ("a@مثال.example", "", "a@مثال.example", "a@xn--mgbh0fb.example"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "name", "address", "sent_to"), UNDERSTOOD, ids=range(len(UNDERSTOOD)))
def test_address_is_understood(typed: str, name: str, address: str, sent_to: str) -> None:
    """As people type and paste it; a pasted name is the contact's where none is typed."""
    (person,) = partners(("Marsh", None, None, typed))[2].people
    (typed_too,) = partners(("Marsh", None, "Di", typed))[2].people

    assert (person.name, person.address, travelling(person.address)) == (name, address, sent_to)
    assert (typed_too.name, typed_too.address) == ("Di", address)


REFUSED = [
    ("n/a", "is not an e-mail address."), ("@x.example", "is not an e-mail address."), ("a@", "is not an e-mail address."),
    ("a@x.example, b@x.example", "holds several addresses."), ("a@x.example b@x.example", "holds several addresses."),
    ("b@x.example <a@x.example>", "holds several addresses."), ("Ann a@x.example", "has a space within the address."),
    ("rhîan@x.example", "has “î” before the @, where mail takes only letters a to z, digits and . - _ +."),
    ("a@localhost", "is not a whole e-mail address: nothing like .example ends it."),
    ("a..b@x.example", "is not an e-mail address: what stands before the @ cannot be right."),
    (".a@x.example", "is not an e-mail address: what stands before the @ cannot be right."),
    ("a@x..example", "is not an e-mail address: what stands after the @ cannot be right."),
    ("a@-x.example", "is not an e-mail address: what stands after the @ cannot be right."),
    ("a@10.0.0.1", "is not an e-mail address: what stands after the @ cannot be right."),
    ("a@straße.example", "is not an e-mail address: what stands after the @ cannot be right."),
    ("a@" + "x" * 64 + ".example", "is not an e-mail address: what stands after the @ cannot be right."),
    ("x" * 65 + "@x.example", "is not an e-mail address: what stands before the @ cannot be right."),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "said"), REFUSED, ids=range(len(REFUSED)))
def test_address_that_cannot_be_right_is_said(typed: str, said: str) -> None:
    """In plain words, with what was found."""
    found = mailbox(typed)

    assert isinstance(found, Fault)
    assert found.message == f"“{typed}” {said}"
    assert found.fix


def test_sender_is_held_to_the_same() -> None:
    """The office's own address on Programme is checked and tidied as any other."""

    def typed(text: str) -> Callable[[Workbook], object]:
        def change(book: Workbook) -> None:
            book["Programme"]["B14"] = text

        return change

    pasted = saved(change=typed("Sam Orr <sam@harbour.example>"))

    assert read_round(pasted, FILE, ROUND.question_set).sender == Person("Sam Orr", "sam@harbour.example")
    assert mistakes(saved(change=typed("sam"))) == [
        "Programme, B14: “sam” is not an e-mail address. Type it as name@northmoor.example."
    ]


@settings(deadline=None, derandomize=True, max_examples=300)
@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("@.<>;, a\"'xŵ")), max_size=40))
def test_address_is_one_or_a_fault(typed: str) -> None:
    """Whatever is typed: a mailbox that reads the same again and travels in ASCII, or a sentence."""
    found = mailbox(typed)

    if isinstance(found, Fault):
        assert found.message
    else:
        assert mailbox(found.address) == replace(found, name="")
        assert travelling(found.address).isascii()
        assert travelling(found.address).count("@") == 1


def test_four_hundred_councils_with_two_people_each() -> None:
    """All are written, prompted and read back."""
    people = (ANN, BO)
    many = replace(ROUND, partners=tuple(Partner(f"p{n}", f"Council {n}", people) for n in range(400)))
    data = round_book_bytes(many)

    assert read_round(data, FILE, ROUND.question_set) == many
    assert load_workbook(BytesIO(data))[PARTNERS]["H808"].value


@pytest.mark.office
def test_council_with_several_people_is_offered_once(tmp_path: Path) -> None:
    """LibreOffice shows each council once in the list for drop-downs, and in each row what is still to do."""
    rows = (
        ("Marsh", "marsh", "Di", "di@x.example"), ("eastvale", None, "Ed", None), ("Marsh", "mars", "Flo", "a@x.example b@x.example"),
        ("Marsh", None, "di", "di@x.example"), ("Northmoor", None, "Gil", "gil"), ("Zeal", None, None, None, None, "Copies of letters"),
    )  # fmt: skip
    data = saved(*rows)
    shown = office.cell_values(office.recalculate(data, tmp_path))
    name = load_workbook(BytesIO(data)).defined_names["partner_names"].attr_text
    column = name.partition("!$")[2].partition("$")[0]

    assert [shown["Lists"].get(f"{column}{row}") for row in range(5, 10)] == [
        "Northmoor",
        "Eastvale",
        "Marsh",
        "Zeal",
        None,
    ]
    assert [shown[PARTNERS].get(f"H{row}") for row in range(9, 19)] == [
        "Done", "Done", "Done", "This person stands twice", "No e-mail yet", "This council has two ids", "This person stands twice",
        "This is no e-mail address", "Say who gets copies", None,
    ]  # fmt: skip
    (council, *_) = load_workbook(BytesIO(data))[WAIVERS].data_validations.dataValidation

    assert council.formula1 == "partner_names"
