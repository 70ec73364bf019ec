"""E-mails as programs write them: attachments are found by what they hold, and what is no file is not taken for one."""

import base64
from collections.abc import Mapping
from email.message import EmailMessage
from pathlib import Path

import pytest
from came_back import filled
from ole_file import ole_file
from posted import codes, ledger, mail, mailbox, outlook, saved, told

OTHER_KIND, PARCEL = "RX102", "RX124"
GOOD = filled()


def _headers(text: str, data: bytes = GOOD) -> bytes:
    """An e-mail of one attachment with headers as some program wrote them."""
    start = "From: jo@northmoor.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=bo\n\n--bo\n"
    packed = base64.encodebytes(data).decode()
    return f"{start}{text}\nContent-Transfer-Encoding: base64\n\n{packed}\n--bo--\n".encode()


OCTETS = "Content-Type: application/octet-stream"
WAYS: Mapping[str, tuple[bytes, str]] = {
    "octets": (_headers(f'{OCTETS}; name="a.xlsx"'), "a.xlsx"),
    "inline": (_headers(f'{OCTETS}\nContent-Disposition: inline; filename="a.xlsx"'), "a.xlsx"),
    "nameless": (_headers(OCTETS), "file without a name"),
    "nameless text": (_headers("Content-Type: text/plain"), "file without a name"),
    "wrong name": (_headers(f"{OCTETS}; name=scan.pdf"), "scan.pdf"),
    "RFC 2231": (_headers(f"{OCTETS}\nContent-Disposition: attachment; filename*=utf-8''T%C5%B5r.xlsx"), "Tŵr.xlsx"),
    "RFC 2231 in pieces": (
        _headers(f"{OCTETS}\nContent-Disposition: attachment;\n filename*0*=utf-8''T%C5%B5; filename*1=r.xlsx"),
        "Tŵr.xlsx",
    ),
    "RFC 2047": (_headers(f'{OCTETS}; name="=?utf-8?B?VMW1ci54bHN4?="'), "Tŵr.xlsx"),
    "plain UTF-8": (_headers(f'{OCTETS}; name="Tŵr.xlsx"'), "Tŵr.xlsx"),
    "path": (_headers(f'{OCTETS}; name="C:\\\\jo\\\\a.xlsx"'), "jo/a.xlsx"),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
def test_attachments_are_found_however_they_are_written(tmp_path: Path, way: str, line_end: bytes) -> None:
    """Mail programs write attachments in many ways; a workbook is one by what it holds."""
    data, name = WAYS[way]

    assert told(tmp_path, "m.eml", data.replace(b"\n", line_end)) == {f"m.eml/{name}": "scored", "m.eml": PARCEL}


def test_attached_message_in_base64_is_opened(tmp_path: Path) -> None:
    """Some servers pack attached e-mails though the rules forbid it."""
    inner = saved(mail({"a.xlsx": GOOD}))

    assert sorted(told(tmp_path, "m.eml", _headers("Content-Type: message/rfc822; name=b", inner))) == [
        "m.eml", "m.eml/b", "m.eml/b/a.xlsx",
    ]  # fmt: skip


def test_report_that_an_e_mail_was_not_delivered_holds_no_file(tmp_path: Path) -> None:
    """The parts of a report are no files; the e-mail that was sent back with it is opened."""
    report = EmailMessage()
    report["From"], report["Subject"] = "postmaster@northmoor.example", "Not delivered"
    report.set_content("It could not be delivered.")
    report.make_mixed()
    status = EmailMessage()
    status.set_type("message/delivery-status")
    status.set_payload([EmailMessage()])
    report.attach(status)
    report.add_attachment(mail({"a.xlsx": GOOD}))

    assert told(tmp_path, "m.eml", saved(report)) == {
        "m.eml/Our return/a.xlsx": "scored", "m.eml/Our return": PARCEL, "m.eml": PARCEL,
    }  # fmt: skip


def test_mailbox_names_the_message_of_each_file(tmp_path: Path) -> None:
    """In a mailbox a sentence that starts with From does not end a message, and messages without files are nothing to tell."""
    talk = b"From: jo@northmoor.example\nSubject: Hello\n\nFrom Monday on\n\nFrom what we hear, 12:30 is fine\n"
    box = mailbox(
        talk, saved(mail({"a.xlsx": GOOD})), saved(mail({"a.xlsx": GOOD, "b.xlsx": GOOD})).replace(b"\r\n", b"\n")
    )

    assert told(tmp_path, "post", box) == {
        "post/message 2/a.xlsx": "scored", "post/message 3/a.xlsx": "scored", "post/message 3/b.xlsx": "scored", "post": PARCEL,
    }  # fmt: skip


def test_outlook_names_and_links(tmp_path: Path) -> None:
    """Old alphabets, short names and no name at all will do; a link that was sent instead of a file is called one."""
    message = outlook([("", b"%PDF"), ("", b"%PDF")])
    first, second = (message[f"__attach_version1.0_#{n:08X}"] for n in range(2))
    ansi = {"__substg1.0_3707001E": "Caf\xe9.xlsx".encode("cp1252"), "__substg1.0_37010102": GOOD}
    workbook = {"__substg1.0_3701000D": {"Package": GOOD, "\x01CompObj": bytes(80)}}
    drawn = {"__substg1.0_3701000D": {"CONTENTS": bytes(80)}}
    link = {"__substg1.0_3707001F": "return.xlsx".encode("utf-16-le"), "__properties_version1.0": bytes(8)}
    parts = {"__attach_version1.0_#00000001": second, "__attach_version1.0_#00000009": ansi}
    parts |= {"__attach_version1.0_#0000000A": workbook, "__attach_version1.0_#0000000B": drawn}
    (tmp_path / "m.msg").write_bytes(ole_file({**message, **parts, "__attach_version1.0_#0000000C": link}))
    found = ledger(tmp_path)

    assert isinstance(first, dict)
    assert codes(found) == {
        "m.msg/RETURN~1.XLS": OTHER_KIND, "m.msg/RETURN~1 (2).XLS": OTHER_KIND, "m.msg/Café.xlsx": "scored",
        "m.msg/file without a name": "scored", "m.msg/file without a name (2)": OTHER_KIND, "m.msg/return.xlsx": OTHER_KIND,
        "m.msg": PARCEL,
    }  # fmt: skip
    assert "a link to a file" in found["m.msg/return.xlsx"].reason
    assert "an object in the text" in found["m.msg/file without a name (2)"].reason
