"""Whose a file is that says nothing of itself: the e-mail that it came in tells, where its sender is one of those who were asked."""

from dataclasses import replace
from pathlib import Path

import pytest
from asked_people import AFTER, ASKED, CWM, assessed
from came_back import filled
from ledger_entries import entry, refused
from ole_file import ole_file
from posted import ledger, mail, mailbox, outlook, saved, zipped

from rasp_xl.incoming.entries import Mail
from rasp_xl.incoming.messages import mail_of
from rasp_xl.model.letters import LetterKind
from rasp_xl.model.rounds import Partner, Person
from rasp_xl.reports.assessment import Assessment
from rasp_xl.reports.board import BoardLine, Standing, board
from rasp_xl.reports.board_shown import board_results, board_text

PDF = b"%PDF-1.7\n" + bytes(9_000)
JO = Mail("jo@northmoor.example", "Our return")


def mails(folder: Path, name: str, data: bytes) -> dict[str, Mail | None]:
    """The e-mail of a file, and of each in it, by its path."""
    (folder / name).write_bytes(data)
    return {path: one.mail for path, one in ledger(folder / name).items()}


def lines(assessment: Assessment) -> dict[str, BoardLine]:
    """Of the board, by person or council."""
    return {line.person.name or line.council: line for line in board(assessment, AFTER).lines}


def test_every_file_in_an_e_mail_knows_it(tmp_path: Path) -> None:
    """What is in a zip archive in it too, and the e-mail itself; of one that is forwarded, the first sender is told."""
    inner = mail({"scan.pdf": PDF}, subject="Our\tscan")
    inner.replace_header("From", "Siân <sian@cwm.example>")
    found = mails(tmp_path, "m.eml", saved(mail({"a.xlsx": filled(), "z.zip": zipped({"c.pdf": PDF})}, inner)))
    sian = Mail("sian@cwm.example", "Our scan")

    assert [found[name] for name in ("m.eml", "m.eml/a.xlsx", "m.eml/z.zip/c.pdf")] == [JO, JO, JO]
    assert mails(tmp_path, "b.xlsx", filled()) == {"b.xlsx": None}
    assert {found[name] for name in found if name.endswith("scan.pdf")} == {sian}


def test_e_mails_of_a_mailbox_are_told_apart(tmp_path: Path) -> None:
    """Each file is from the sender of its own e-mail."""
    other = mail({"b.pdf": PDF}, subject="Second")
    found = mails(tmp_path, "all.mbox", mailbox(saved(mail({"a.pdf": PDF})), saved(other)))

    assert {name: one.subject for name, one in found.items() if one} == {
        "all.mbox/message 1/a.pdf": "Our return", "all.mbox/message 2/b.pdf": "Second",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("address", "said"), [("jo@northmoor.example", "jo@northmoor.example"), ("/O=COUNCIL/CN=JO", ""), ("", "")]
)
def test_message_that_outlook_saved_says_whom_it_is_from(tmp_path: Path, address: str, said: str) -> None:
    """Where Outlook kept an address, and not a name that only it knows; of a message in another, that one's own."""
    inner = outlook([("b.pdf", PDF)], "Inner") | {"__substg1.0_5D01001F": "sian@cwm.example".encode("utf-16-le")}
    whole = outlook([("a.pdf", PDF), ("inner", inner)]) | {"__substg1.0_0C1F001F": address.encode("utf-16-le")}
    found = mails(tmp_path, "m.msg", ole_file(whole))

    assert found["m.msg/a.pdf"] == Mail(said, "Our return")
    assert found["m.msg/inner/b.pdf"] == Mail("sian@cwm.example", "Inner")


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (b"", Mail("")),
        (b"Subject: x\n", Mail("", "x")),
        (b"From: a@b.example, c@d.example\nSubject: =?utf-8?q?T=C5=B5r?=\n", Mail("", "Tŵr")),
        (b"From: a@b.example\nFrom: c@d.example\n\nFrom: e@f.example", Mail("")),
        (b'From: "Bo, Day" <bo@day.example>\nSubject: a\n b\x00c\n\n', Mail("bo@day.example", "a b c")),
        (b"From: " + b"(" * 60_000 + b"\nSubject: " + b"=?" * 30_000 + b"\n\n", None),
    ],
)
def test_headers_that_are_none_are_nobodys(head: bytes, said: Mail | None) -> None:
    """Several senders are no sender, and nothing in a header stops the reading."""
    found = mail_of(head)

    assert found == said or (said is None and len(found.subject) <= 100)


def test_file_from_a_known_address_is_theirs() -> None:
    """They are told why it does not count, and not that nothing came; an address of nobody, or of two, is nobody's."""
    pdf = replace(refused("m.eml/scan.pdf"), mail=Mail("SIAN@cwm.example", "Return"))
    sian = lines(assessed(pdf))["Siân Prŷs"]

    assert (sian.standing, [one.path for one in sian.files]) == (Standing.UNUSABLE, ["m.eml/scan.pdf"])
    assert sian.letters == (LetterKind.REMINDER,)
    for address in ("sian@elsewhere.example", "", "clerk@northmoor.example"):
        assert not any(line.files for line in lines(assessed(replace(pdf, mail=Mail(address)))).values())
    shared = replace(CWM, people=(*CWM.people, Person("Bo", "sian@cwm.example")))
    both = replace(assessed(pdf), round=replace(ASKED, partners=(shared,)))
    assert not any(line.files for line in lines(both).values())


def test_name_of_a_template_says_more_than_who_sent_it() -> None:
    """A colleague may send it on."""
    found = lines(assessed(replace(refused("northmoor-tom-wyn.xlsx"), mail=Mail("jane@northmoor.example"))))

    assert [bool(found[name].files) for name in ("Jane Roe", "Tom Wyn")] == [False, True]


def test_held_return_from_a_known_address_may_be_theirs() -> None:
    """Its council is unknown, so the office settles it before anybody is told that nothing came."""
    held = replace(entry("m.eml/a.xlsx", "", made_for=Partner("old-twr", "Castell")), mail=Mail("sian@cwm.example"))
    sian = lines(assessed(held))["Siân Prŷs"]

    assert sian.letters == ()
    assert sian.what == "Nothing has come, unless m.eml/a.xlsx is theirs."


def test_file_of_nobody_says_whose_e_mail_it_came_in() -> None:
    """On the screen and in the JSON: whoever settles it knows whom to ask."""
    came = replace(refused("m.eml/scan.pdf"), mail=Mail("bo@elsewhere.example", "Answers"))
    found = board(assessed(came), AFTER)

    told = "It came in an e-mail from bo@elsewhere.example, “Answers”."
    assert any(line.endswith(told) for line in board_text(found))
    assert board_results(found, assessed(came))["strays"][0]["why"].endswith(told)
