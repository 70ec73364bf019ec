"""Whom letters are from: as Programme says, or as the office says with --sender, whatever people are called."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.utils import getaddresses
from pathlib import Path

import pytest
from command_line import spoken
from hypothesis import given, settings
from hypothesis import strategies as st
from mail_office import letter as draft_bytes

from rasp_xl.incoming.drafts import read_drafts
from rasp_xl.model.addresses import travelling
from rasp_xl.model.findings import RaspError
from rasp_xl.model.letters import LetterKind
from rasp_xl.model.question_file import standard_set
from rasp_xl.model.questions import Purpose
from rasp_xl.model.rounds import Partner, Person, Round
from rasp_xl.outgoing.addressees import Addressee
from rasp_xl.outgoing.letters import eml_bytes, letter
from rasp_xl.outgoing.mail_headers import one_line
from rasp_xl.outgoing.wire import wire_bytes
from rasp_xl.pipeline.planning import plan

NAMES = (
    "", "Siân Wyn", "Wyn, Siân", "Wyn, Sian", 'O"Neill (Programme)', "Ŵyn <PMO>", "Tŷ; a@b, c", "=?utf-8?q?x?=", "宮本, 武蔵 " * 9,
    "a\\b", "Wyn,\r\nBcc: all@harbour.example",
)  # fmt: skip
BO = Person("Bo", "bo@cwm-twr.example", "Chief officer")


def sent_from(name: str, folder: Path) -> tuple[Person, Person]:
    """The sender of a letter as send reads it from the draft, and that of what goes over the wire."""
    council = Partner("cwm-twr", "Cwm Tŵr", (BO,))
    sender = Person(name, "sian@tŷ.example", "Programme office")
    round_ = Round(Purpose.NEW, 2, standard_set(), "harbour", "Harbour", partners=(council,), sender=sender)
    (folder / "one.eml").write_bytes(eml_bytes(letter(LetterKind.INVITATION, round_, Addressee(council, BO))))
    (read,) = read_drafts(folder)
    message = message_from_bytes(wire_bytes(read, read.sender, datetime(2026, 11, 24, tzinfo=UTC)))
    assert "Bcc" not in message
    ((encoded, address),) = getaddresses([message["From"]])
    return read.sender, Person(str(make_header(decode_header(encoded))), address)


@pytest.mark.parametrize("name", NAMES)
def test_letter_is_from_whom_programme_says(name: str, tmp_path: Path) -> None:
    """Through the draft and over the wire, with commas, accents, quotes and signs of markup."""
    read, went = sent_from(name, tmp_path)

    assert read == went == Person(one_line(name), travelling("sian@tŷ.example"))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.text(max_size=60))
def test_any_name_reaches_the_wire(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    """What one_line leaves of it, and the address is never lost."""
    read, went = sent_from(name, tmp_path_factory.mktemp("sender"))

    assert read == went == Person(one_line(name), travelling("sian@tŷ.example"))


@pytest.mark.parametrize(
    "said",
    ["Wyn, Siân <sian@harbour.example>", '"Wyn, Siân" <sian@harbour.example>', " Wyn, Siân  <sian@harbour.example> "],
)
def test_sender_given_on_the_command_line_may_hold_a_comma(said: str, tmp_path: Path) -> None:
    """As people write addresses, with or without quotes."""
    (tmp_path / "one.eml").write_bytes(draft_bytes(1))

    status, out, err = spoken("send", tmp_path, "--smtp", "mail.harbour.example", "--sender", said)

    assert (status, b"from Wyn, Si\xc3\xa2n <sian@harbour.example>" in out + err) == (0, True)


def test_letters_without_a_sender_say_what_is_missing(tmp_path: Path) -> None:
    """Nobody is asked to look for an address between two empty quotes."""
    (tmp_path / "one.eml").write_bytes(draft_bytes(1).replace(b"X-Rasp-Sender: ", b"X-Other: "))

    with pytest.raises(
        RaspError, match=r"The letters do not say whom they are from\. Fill in Sender's e-mail on the sheet Programme"
    ):
        plan(tmp_path)
