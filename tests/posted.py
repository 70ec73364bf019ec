"""What councils put returns into: e-mails of several programs, Outlook messages, mailboxes and zip archives."""

import zipfile
from collections.abc import Callable, Iterable, Mapping
from email import policy
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

from came_back import ROUND
from ole_file import Storage, ole_file
from zip_parts import rezipped

from rasp_xl.incoming.folder import find, read_file
from rasp_xl.incoming.ledger import Entry
from rasp_xl.incoming.parcels import unfold
from rasp_xl.incoming.returns import Reader

XLSX = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(200)


def mail(
    attached: Mapping[str, bytes] | None = None, *inner: EmailMessage, subject: str = "Our return"
) -> EmailMessage:
    """An e-mail with a text in plain words and in HTML, files, and other e-mails attached to it."""
    message = EmailMessage(policy=policy.SMTP.clone(cte_type="7bit"))
    message["From"], message["To"] = "Jo Doe <jo@northmoor.example>", "office@programme.example"
    message["Subject"] = subject
    message["Date"] = "Mon, 12 Oct 2026 09:30:00 +0100"
    message.set_content("Dear all, please find attached. Ref,Answer\n")
    message.add_alternative("<html><body>Dear all</body></html>", subtype="html")
    for name, data in (attached or {}).items():
        message.add_attachment(data, maintype="application", subtype=XLSX, filename=name)
    for other in inner:
        message.add_attachment(other)
    return message


def saved(message: EmailMessage) -> bytes:
    """The e-mail as a file."""
    return message.as_bytes()


def mailbox(*messages: bytes) -> bytes:
    """A mailbox file of several e-mails."""
    return b"".join(b"From jo@northmoor.example Mon Oct 12 09:30:00 2026\n" + m.rstrip() + b"\n\n" for m in messages)


def outlook(attached: Iterable[tuple[str, bytes | Storage]] = (), subject: str = "Our return") -> Storage:
    """A message as Outlook keeps it; of what is attached, bytes are a file and a storage is another message."""
    content: dict[str, bytes | Storage] = {
        "__properties_version1.0": bytes(32),
        "__nameid_version1.0": {"__substg1.0_00020102": bytes(16)},
        "__substg1.0_0037001F": subject.encode("utf-16-le"),
        "__substg1.0_1000001F": "Please find attached. ".encode("utf-16-le") * 200,
    }
    for number, (name, what) in enumerate(attached):
        holds = "__substg1.0_37010102" if isinstance(what, bytes) else "__substg1.0_3701000D"
        content[f"__attach_version1.0_#{number:08X}"] = {
            "__properties_version1.0": bytes(8),
            "__substg1.0_3704001F": "RETURN~1.XLS".encode("utf-16-le"),
            "__substg1.0_3707001F": name.encode("utf-16-le"),
            holds: what,
        }
    return content


def saved_by_outlook(*attached: tuple[str, bytes | Storage]) -> bytes:
    """The message as a .msg file."""
    return ole_file(outlook(attached))


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip archive of files by name; a name that ends with a slash is a folder."""
    return rezipped(files)


def zipped_as(pairs: Iterable[tuple[str, bytes]], change: Callable[[zipfile.ZipInfo], object] | None = None) -> bytes:
    """A zip archive in which names may come twice, and each member may be made odd before it is written."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in pairs:
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            if change:
                change(info)
            archive.writestr(info, data)
    return out.getvalue()


def ledger(*paths: Path) -> dict[str, Entry]:
    """Every file below the paths and inside of those, by the name it is shown by."""
    reader = Reader(ROUND.question_set)
    items = list(unfold(find(paths)))
    entries = [item if isinstance(item, Entry) else read_file(reader, item) for item in items]
    assert len({entry.path for entry in entries}) == len(entries)
    return {entry.path: entry for entry in entries}


def told(folder: Path, name: str, data: bytes) -> dict[str, str]:
    """What becomes of one file that came in, and of everything in it: shown names to codes, or to "scored"."""
    (folder / name).write_bytes(data)
    return codes(ledger(folder / name))


def codes(entries: Mapping[str, Entry]) -> dict[str, str]:
    """The code of the first finding of each entry, or its status where there is none."""
    return {
        name: entry.findings[0].rule.code if entry.findings else entry.status.value for name, entry in entries.items()
    }
