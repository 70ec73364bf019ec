"""Letters: drafts that open ready to send, with the council's workbook, whatever people and places are called."""

from dataclasses import replace
from datetime import date
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rasp_xl.model.letters import LetterFacts, LetterKind, LetterText
from rasp_xl.model.question_file import standard_set
from rasp_xl.model.questions import Purpose
from rasp_xl.model.rounds import Partner, Person, Round
from rasp_xl.outgoing.addressees import Addressee, addressees, to_know
from rasp_xl.outgoing.letters import Attachment, Letter, eml_bytes, letter

RHIAN = Person("Rhian Prys", "rhian@cwm-tŵr.example", "Chief officer")
COPIED = Person("O'Hart, Bo", "bo@cwm-twr.example", answers=False)
COUNCIL = Partner("cwm-twr", "Cyngor Cwm Tŵr", (RHIAN, COPIED))
ROUND = Round(
    Purpose.NEW, 2, standard_set(), "harbour", "Harbour", date(2026, 11, 23), (COUNCIL,), due=date(2026, 12, 14),
    sender=Person("Sam Orr", "sam@harbour.example", "Programme office"),
)  # fmt: skip
WORKBOOK = Attachment("cwm-twr.xlsx", b"PK\x03\x04" + bytes(range(256)) * 40 + b"\r\n.\r\n\n--=_1_")
FACTS = LetterFacts(
    file="Our return.xlsx",
    what="We counted:\n- 50 answers with a level\n- 7 Don't know",
    received="24 November 2026, 10:12",
    hash="ab12" * 16,
    next="You hear from us in January.",
    about="ab12" * 16,
    do="The attached workbook has them marked.",
)
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def written(
    kind: LetterKind = LetterKind.INVITATION, round_: Round = ROUND, facts: LetterFacts = FACTS, person: Person = RHIAN
) -> Letter:
    """A letter to somebody of the first council of a round, with its workbook."""
    return letter(kind, round_, Addressee(round_.partners[0], person), facts, (WORKBOOK,))


def opened(data: bytes) -> EmailMessage:
    """A draft as a mail program reads it: only ASCII, lines as mail ends them, nothing wrong in any part."""
    message = message_from_bytes(data, policy=policy.default)

    assert data.isascii()
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert max(map(len, data.split(b"\r\n"))) <= 320
    assert [defect for part in message.walk() for defect in part.defects] == []
    return message


def body(message: EmailMessage, subtype: str) -> str:
    part = message.get_body((subtype,))

    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def names(message: EmailMessage, header: str) -> list[tuple[str, str]]:
    return [(mailbox.display_name, mailbox.addr_spec) for mailbox in message[header].addresses]


def test_invitation_opens_ready_to_send() -> None:
    """A draft to the council's person, with copies, subject and its workbook byte for byte, from whoever opens it."""
    message = opened(eml_bytes(written(facts=LetterFacts())))
    (attached,) = message.iter_attachments()

    assert message.keys() == [
        "X-Unsent",
        "X-Rasp-Seal",
        "To",
        "Cc",
        "Subject",
        "X-Rasp-Letter",
        "X-Rasp-Sender",
        "MIME-Version",
        "Content-Type",
    ]
    assert message["X-Unsent"] == "1"
    assert names(message, "To") == [("Rhian Prys", "rhian@xn--cwm-tr-fob.example")]
    assert names(message, "Cc") == [("O'Hart, Bo", "bo@cwm-twr.example")]
    assert message["Subject"] == "Harbour: readiness assessment for Cyngor Cwm Tŵr, to return by 14 December 2026"
    assert (attached.get_content_type(), attached.get_filename()) == (TYPE, "cwm-twr.xlsx")
    assert attached.get_content() == WORKBOOK.content
    assert "The attached workbook cwm-twr.xlsx is for Cyngor Cwm Tŵr." in body(message, "plain")


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (LetterKind.REMINDER, ["by 14 December 2026.", "We counted:\n- 50 answers with a level\n- 7 Don't know\n"]),
        (LetterKind.QUERY, ["- 7 Don't know\n\nThe attached workbook", "You hear from us in January."]),
        (LetterKind.RECEIPT, ["on 24 November 2026, 10:12.", "The file was Our return.xlsx.", f"fingerprint is {'ab12' * 16}."]),
    ],
)  # fmt: skip
def test_letter_of_each_kind_says_what_is_known(kind: LetterKind, said: list[str]) -> None:
    """In its text and on its page, where what is listed is a list."""
    message = opened(eml_bytes(written(kind)))
    text, page = body(message, "plain"), body(message, "html")

    assert [words for words in said if words not in text] == []
    assert text.startswith("Dear Rhian Prys,\n\n")
    assert text.rstrip().endswith("\n\nSam Orr\nProgramme office\nsam@harbour.example")
    assert page.count("<li") == 2
    assert "Sam Orr<br>" in page
    assert "{" not in text


def test_what_is_not_known_leaves_no_gap() -> None:
    """Without contact, sender, day and facts the sentences stand and no line is left blank twice."""
    bare = replace(ROUND, sender=Person(), due=None, partners=(Partner("cwm-twr", "Cwm Tŵr"),))
    text = body(opened(eml_bytes(written(LetterKind.REMINDER, bare, LetterFacts(), Person()))), "plain")

    assert text == (
        "Dear colleague,\n\nWe asked for the readiness assessment from Cwm Tŵr by the end of the round.\n\n"
        "If you need more time or the workbook once more, "
        "or if a colleague should answer instead of you, please reply to this message.\n"
    )


ALICE, BOB, CAROL = (
    Person("Alice Ray", "a@dunmere.example"),
    Person("Bob Lane", "b@dunmere.example"),
    Person(role="Head of HR"),
)


@pytest.mark.parametrize(
    ("people", "others"),
    [
        ((ALICE, BOB), "Bob Lane, with a workbook of their own."),
        ((ALICE, BOB, COPIED, CAROL), "Bob Lane and Head of HR, each with a workbook of their own."),
    ],
)
def test_one_of_several_people_is_told_so(people: tuple[Person, ...], others: str) -> None:
    """Whose workbook it is, who else of the council was asked, and what becomes of several answers."""
    asked = replace(ROUND, partners=(Partner("dunmere", "Dunmere", people),))
    invited = written(round_=asked, facts=LetterFacts(), person=ALICE)

    assert invited.subject == "Harbour: readiness assessment for Alice Ray, Dunmere, to return by 14 December 2026"
    assert "The attached workbook cwm-twr.xlsx is for Alice Ray, Dunmere." in invited.text
    assert (
        f"It is yours to answer, as you see it: answers need not be agreed beforehand. Of Dunmere we have also asked {others}"
        in invited.text
    )
    assert "(the median, rounded down) stands for your council" in invited.text


@pytest.mark.parametrize("kind", [LetterKind.REMINDER, LetterKind.QUERY, LetterKind.RECEIPT])
def test_letters_about_one_of_several_returns_say_whose_it_is(kind: LetterKind) -> None:
    """Or somebody is told that nothing of the council is in, beside a colleague whose return counted."""
    asked = replace(ROUND, partners=(Partner("dunmere", "Dunmere", (ALICE, BOB)),))
    bobs, only = (
        written(kind, of, person=BOB)
        for of in (asked, replace(asked, partners=(Partner("dunmere", "Dunmere", (BOB,)),)))
    )

    assert "Bob Lane, Dunmere" in bobs.subject
    assert "Bob Lane, Dunmere" in bobs.text
    assert "Bob Lane, Dunmere" not in only.subject + only.text


def test_line_of_an_empty_field_is_left_out() -> None:
    """A sender without a role has name and address below one another."""
    text = body(opened(eml_bytes(written(round_=replace(ROUND, sender=Person("Sam Orr", "sam@x.example"))))), "plain")

    assert text.endswith("\n\nSam Orr\nsam@x.example\n")


def test_marking_stands_above_everything() -> None:
    """At the head of text and page, and in the subject."""
    message = opened(eml_bytes(written(round_=replace(ROUND, marking="OFFICIAL-SENSITIVE"))))

    assert message["Subject"].startswith("[OFFICIAL-SENSITIVE] Harbour: ")
    assert body(message, "plain").startswith("OFFICIAL-SENSITIVE\n\nDear ")
    assert "<strong>OFFICIAL-SENSITIVE</strong>" in body(message, "html").partition("Dear")[0]


def test_words_of_the_office_are_used() -> None:
    """Fields are filled in once, however they are typed; what is put there is only text, also where it looks like a field."""
    own = LetterText(LetterKind.INVITATION, "{Council}?", "{council} & {Return by} <b>{ROLE}</b>")
    council = replace(COUNCIL, name="{sender} {{ 7*7 }} <script>x</script>")
    message = opened(eml_bytes(written(round_=replace(ROUND, letters=(own,), partners=(council,)))))
    shown = "{sender} {{ 7*7 }} <script>x</script>"

    assert message["Subject"] == f"{shown}?"
    assert body(message, "plain") == f"{shown} & 14 December 2026 <b>Chief officer</b>\n"
    assert "<script" not in body(message, "html")
    assert "&lt;script&gt;x&lt;/script&gt; &amp; 14 December" in body(message, "html")


def test_same_letter_gives_the_same_bytes() -> None:
    """Nothing in a draft hangs on when it was made or on chance."""
    assert eml_bytes(written()) == eml_bytes(written())
    assert eml_bytes(written()) != eml_bytes(written(LetterKind.QUERY))


@pytest.mark.parametrize(
    "name", ["../../cwm.xlsx", "C:\\x\\cwm.xlsx", "cŵm.xlsx", "/cwm.xlsx", 'c"\r\nX: 1\r\n\r\nwm.xlsx']
)
def test_attached_file_has_a_plain_name(name: str) -> None:
    """No folder, no break of a line and no sign that a mail program would lose."""
    message = opened(
        eml_bytes(letter(LetterKind.QUERY, ROUND, Addressee(COUNCIL, RHIAN), FACTS, (replace(WORKBOOK, name=name),)))
    )
    (attached,) = message.iter_attachments()

    assert attached.get_filename() in ("cwm.xlsx", "c-X-1-wm.xlsx")
    assert "X" not in message


def test_letter_carries_what_it_is() -> None:
    """A record of it is of one letter to one person about one thing: a mended name is none, another address or file is."""

    def identity(person: Person, facts: LetterFacts = FACTS, kind: LetterKind = LetterKind.RECEIPT) -> str:
        return str(opened(eml_bytes(written(kind, facts=facts, person=person)))["X-Rasp-Letter"])

    first = identity(RHIAN)

    assert first.split("; ")[:4] == ["receipt", "harbour", "cwm-twr", "ab12" * 16]
    assert identity(replace(RHIAN, name="Rhian Pryce")) == first
    others = {
        identity(replace(RHIAN, address="r@cwm-twr.example")),
        identity(RHIAN, replace(FACTS, about="2026-12-15")),
        identity(RHIAN, kind=LetterKind.QUERY),
    }
    assert len(others | {first}) == 4


def test_colleagues_who_share_an_address_get_a_letter_each() -> None:
    """Each with its own name and file; nobody gets a letter and its copy."""
    people = (Person("A", "it@x.example"), Person("B", "IT@x.example"), Person("C", "it@X.example", answers=False))
    drafts = [
        written(round_=replace(ROUND, partners=(replace(COUNCIL, people=people),)), person=who) for who in people[:2]
    ]

    assert [draft.name for draft in drafts] == ["cwm-twr_1_invitation.eml", "cwm-twr_2_invitation.eml"]
    assert len({draft.identity for draft in drafts}) == 2
    assert [draft.cc for draft in drafts] == [(), ()]


def test_one_person_may_serve_two_councils() -> None:
    """Letters go twice, each names its council; the office is told."""
    partners = tuple(Partner(name.lower(), name, (RHIAN,)) for name in ("Northmoor", "Eastvale"))
    drafts = [letter(LetterKind.INVITATION, ROUND, who) for partner in partners for who in addressees(partner)]

    assert [draft.name for draft in drafts] == ["northmoor_invitation.eml", "eastvale_invitation.eml"]
    assert ["Northmoor" in draft.subject for draft in drafts] == [True, False]
    assert drafts[0].identity != drafts[1].identity
    assert to_know(partners) == (
        "rhian@xn--cwm-tr-fob.example serves 2 councils, Northmoor, Eastvale: it gets the letters of each.",
    )


def test_office_is_told_of_letters_that_go_nowhere() -> None:
    """Of a council without anybody, of a person without an address, and of one where all get copies; a draft is there all the same."""
    partners = (
        Partner("a", "Ashby"), Partner("b", "Birk", (Person("Ann Lee", answers=True),)), Partner("c", "Cole", (COPIED,)),
    )  # fmt: skip
    drafts = [letter(LetterKind.INVITATION, ROUND, who) for partner in partners for who in addressees(partner)]

    assert [(draft.can_be_sent, len(draft.cc)) for draft in drafts] == [(False, 0), (False, 0), (False, 1)]
    assert "To" not in opened(eml_bytes(drafts[0]))
    assert [words.partition(". ")[0] for words in to_know(partners)] == [
        "Ashby: no address, so the letter cannot be sent", "Birk, Ann Lee: no address, so the letter cannot be sent",
        "Cole: everybody gets copies only, so its letter goes to nobody",
    ]  # fmt: skip


def test_four_hundred_councils_get_four_hundred_letters() -> None:
    """Each its own file, number and boundary."""
    partners = [Partner(f"p{n}", f"Council {n}", (Person("", f"p{n}@x.example"),)) for n in range(400)]
    drafts = [letter(LetterKind.INVITATION, ROUND, who, FACTS, (WORKBOOK,)) for p in partners for who in addressees(p)]
    made = [eml_bytes(draft) for draft in drafts]

    assert len({draft.name for draft in drafts}) == len({draft.identity for draft in drafts}) == len(set(made)) == 400


BREAKS = st.sampled_from(
    [
        "\r\nTo: x@y.example",
        "\n",
        "\r",
        "\v",
        "\f",
        "\0",
        "\x1c",
        "\x85",
        "\u2028",
        "\u2029",
        "\r\n\r\n",
        "\u202e",
        "=?utf-8?q?x?=",
    ]
)
WORDS = st.lists(
    st.one_of(
        st.text(max_size=60), BREAKS, st.sampled_from(["Tŵr", "مجلس", "O'Hart, Bo", "a@b.example", '"\\', "{contact}"])
    ),
    max_size=4,
)
TEXTS = WORDS.map("".join)


def as_read(text: str) -> str:
    """A text without what no header can hold, by an independent few lines."""
    gone = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
    kept = "".join("" if sign in gone else " " if ord(sign) < 32 or 127 <= ord(sign) < 160 else sign for sign in text)
    return " ".join(kept.split())


@settings(deadline=None, derandomize=True, max_examples=60)
@given(TEXTS, TEXTS, TEXTS, TEXTS, st.sampled_from(LetterKind))
def test_no_name_makes_a_header(person: str, council: str, programme: str, address: str, kind: LetterKind) -> None:
    """Whatever people, councils, programmes and files are called, the draft has the same headers, and they say the same names."""
    who = (Person(person, "r@cwm-tŵr.example"), Person("Bo", address, person, answers=False))
    partner = Partner("cwm-twr", council, who)
    round_ = replace(ROUND, name=programme, partners=(partner,), marking=address[:60])
    facts = LetterFacts(person, council, programme, address, person, about=council)
    data = eml_bytes(
        letter(kind, round_, Addressee(partner, who[0]), facts, (replace(WORKBOOK, name=f"{person}.xlsx"),))
    )
    message = message_from_bytes(data, policy=policy.default)
    raw = message_from_bytes(data)
    (attached,) = message.iter_attachments()
    shown = str(make_header(decode_header(raw["To"].rpartition("<")[0] or ""))) if "<" in raw["To"] else ""

    assert data.isascii()
    assert [key for key in message if key != "Cc"] == [
        "X-Unsent",
        "X-Rasp-Seal",
        "To",
        "Subject",
        "X-Rasp-Letter",
        "X-Rasp-Sender",
        "MIME-Version",
        "Content-Type",
    ]
    assert [mailbox.addr_spec for mailbox in message["To"].addresses] == ["r@xn--cwm-tr-fob.example"]
    assert " ".join(message["To"].addresses[0].display_name.split()).replace(" ", "") == as_read(person).replace(
        " ", ""
    )
    assert (
        as_read(shown.strip().strip('"').replace('\\"', '"').replace("\\\\", "\\")) == as_read(person) or '"' in person
    )
    assert as_read(council) in str(message["Subject"]) or "=?" in council
    assert attached.get_content() == WORKBOOK.content
    assert attached.get_filename().isascii()


@settings(deadline=None, derandomize=True, max_examples=60)
@given(TEXTS)
def test_no_address_brings_a_second(typed: str) -> None:
    """What is no address is left out, what is one is one: never two people where one was typed."""
    draft = written(person=Person("Ann", typed))
    message = opened(eml_bytes(draft))
    found = message["To"].addresses if "To" in message else ()

    assert len(found) == len(draft.to) <= 1
    assert all(mailbox.addr_spec.isascii() and mailbox.addr_spec.count("@") == 1 for mailbox in found)
