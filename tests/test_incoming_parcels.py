"""Every road in: returns come in e-mails, zip archives and mailboxes, and in all of these inside each other."""

from hashlib import sha256
from pathlib import Path

import pytest
from came_back import VALUES, filled, values
from posted import PICTURE, codes, ledger, mail, mailbox, outlook, saved, saved_by_outlook, told, zipped, zipped_as

from rasp_xl.incoming.enclosures import SMALL_PICTURE
from rasp_xl.incoming.ledger import Status

EMPTY, OTHER_KIND, DAMAGED, OTHER_FORMAT, PASSWORD, LOCK = "RX101", "RX102", "RX104", "RX109", "RX103", "RX120"
OWN, PARCEL, EMPTY_PARCEL, CAME_ALONG, SHUT, TABLE = "RX121", "RX124", "RX125", "RX126", "RX127", "RX108"
GOOD = filled()
INVITATION = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
CARD = b"BEGIN:VCARD\r\nFN:Jo\r\nEND:VCARD\r\n"
CMS = b"\x06\x09*\x86H\x86\xf7\r\x01\x07"
SIGNATURE = b"0\x82\x10\x00" + CMS + b"\x02\xa0\x82\x10\x00" + bytes(30) + b"0\x0b" + CMS + b"\x01" + bytes(900)
SIGNED_WHOLE = (
    b"0\x82\x10\x00" + CMS + b"\x02\xa0\x82\x10\x00" + bytes(30) + b"0\x82\x10\x00" + CMS + b"\x01" + bytes(900)
)
ENCRYPTED = b"0\x82\x10\x00" + CMS + b"\x03" + bytes(900)

ROADS: dict[str, bytes] = {
    "return.xlsx": GOOD,
    "return.zip": zipped({"a.xlsx": GOOD}),
    "return.eml": saved(mail({"a.xlsx": GOOD})),
    "return.msg": saved_by_outlook(("a.xlsx", GOOD)),
    "return.mbox": mailbox(saved(mail({"a.xlsx": GOOD}))),
}


@pytest.mark.parametrize("name", ROADS)
@pytest.mark.parametrize("shown_as", ["", "return.xlsx", "no ending", "~return.txt"])
def test_every_road_leads_to_the_same_answers(tmp_path: Path, name: str, shown_as: str) -> None:
    """A return is read the same however it was sent, and whatever the file that brings it is called."""
    path = tmp_path / (shown_as or name)
    path.write_bytes(ROADS[name])
    *parcels, scored = sorted(ledger(tmp_path).values(), key=lambda entry: len(entry.path))

    assert scored.returned
    assert values(scored.returned) == VALUES
    assert (scored.digest, scored.size) == (sha256(GOOD).hexdigest(), len(GOOD))
    assert [entry.status for entry in parcels] == [Status.IGNORED] * (name != "return.xlsx")
    assert [(entry.digest, entry.size) for entry in parcels] == [
        (sha256(ROADS[name]).hexdigest(), len(ROADS[name])) for _ in parcels
    ]


def test_places_lead_into_the_parcel(tmp_path: Path) -> None:
    """Whoever looks for a cell is told which file in which archive it is in."""
    (tmp_path / "post").mkdir()
    (tmp_path / "post" / "returns.zip").write_bytes(zipped({"north/Northmoor.xlsx": GOOD}))
    entry = ledger(tmp_path)["post/returns.zip/north/Northmoor.xlsx"]

    assert entry.returned
    assert {answer.place.file for answer in entry.returned.answers.values()} == {entry.path}


def test_parcel_says_what_it_is_and_how_many_files_are_in_it(tmp_path: Path) -> None:
    """A parcel is a file that was found too: it is in the ledger, with a sentence."""
    (tmp_path / "a.eml").write_bytes(saved(mail({"a.xlsx": GOOD, "b.xlsx": GOOD + b"x"})))
    (tmp_path / "b.zip").write_bytes(zipped({"c.xlsx": GOOD}))
    found = ledger(tmp_path)

    assert found["a.eml"].reason == "This is a saved e-mail. What is in it is listed by its own name: 2 files."
    assert found["b.zip"].reason == "This is a zip archive. What is in it is listed by its own name: 1 file."
    assert len(found) == 5


NESTED = {
    "zip in zip": zipped({"b.zip": zipped({"a.xlsx": GOOD})}),
    "zip in e-mail": saved(mail({"b.zip": zipped({"a.xlsx": GOOD})})),
    "e-mail in zip": zipped({"b.eml": saved(mail({"a.xlsx": GOOD}))}),
    "forwarded": saved(mail({}, mail({"a.xlsx": GOOD}, subject="b"))),
    "forwarded by Outlook": saved_by_outlook(("b", outlook([("a.xlsx", GOOD)]))),
    "Outlook's in e-mail": saved(mail({"b.msg": saved_by_outlook(("a.xlsx", GOOD))})),
    "mailbox in zip": zipped({"b": mailbox(saved(mail({})), saved(mail({"a.xlsx": GOOD})))}),
}


@pytest.mark.parametrize("name", NESTED)
def test_parcels_in_parcels_are_opened(tmp_path: Path, name: str) -> None:
    """Forwarded e-mails and archives in archives are opened too, and each is accounted for."""
    found = told(tmp_path, "post", NESTED[name])
    (scored,) = [shown for shown, code in found.items() if code == "scored"]

    assert sorted(found.values()) == [PARCEL, PARCEL, "scored"]
    assert scored.startswith("post/b")
    assert scored.endswith("/a.xlsx")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("return.xlsx", "return.xlsx"),
        ("Ffurflen Cŵm Tŵr.xlsx", "Ffurflen Cŵm Tŵr.xlsx"),
        ("x" * 90 + " – return.xlsx", "x" * 80 + "…xxxxx – return.xlsx"),
        ("../../etc/passwd", "etc/passwd"),
        ("C:\\Users\\jo\\return.xlsx", "Users/jo/return.xlsx"),
        ("/root/return.xlsx", "root/return.xlsx"),
        ("\\\\server\\share\\return.xlsx", "server/share/return.xlsx"),
        ("a\tb\x1b[31m\u202excod.xlsx", "a b [31m xcod.xlsx"),
        ("..", "file without a name"),
    ],
)
def test_names_in_archives_are_only_shown(tmp_path: Path, name: str, expected: str) -> None:
    """No name in an archive leads anywhere, steers a screen or hides what it is; the file is read all the same."""
    found = told(tmp_path, "post.zip", zipped({name: GOOD}))

    assert found == {f"post.zip/{expected}": "scored", "post.zip": PARCEL}
    assert [path.name for path in tmp_path.rglob("*")] == ["post.zip"]


def test_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    """Two attachments called return.xlsx are two files, in e-mails and in archives."""
    twice = [("return.xlsx", GOOD), ("return.xlsx", filled(who="Somebody else")), ("return.xlsx", b"x")]
    (tmp_path / "c.msg").write_bytes(saved_by_outlook(*twice))
    with pytest.warns(UserWarning, match="Duplicate name"):
        (tmp_path / "d.zip").write_bytes(zipped_as(twice))
    found = codes(ledger(tmp_path))

    for parcel in ("c.msg", "d.zip"):
        assert found[f"{parcel}/return.xlsx"] == found[f"{parcel}/return (2).xlsx"] == "scored"
        assert found[f"{parcel}/return (3).xlsx"] == OTHER_KIND


def test_files_in_parcels_are_told_apart_from_files_in_folders(tmp_path: Path) -> None:
    """A folder and an archive of one name do not give two files one name."""
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "post").write_bytes(zipped({"a.xlsx": GOOD}))
    (tmp_path / "y" / "post").mkdir(parents=True)
    (tmp_path / "y" / "post" / "a.xlsx").write_bytes(GOOD)

    assert set(ledger(tmp_path / "x", tmp_path / "y")) == {"post", "post/a.xlsx", "post/a (2).xlsx"}


def test_what_computers_add_to_archives_is_ignored(tmp_path: Path) -> None:
    """Files that a Mac or a program put beside the workbooks are named and ignored; folders are no files."""
    beside = ("__MACOSX/._a.xlsx", "._a.xlsx", ".DS_Store", "~$a.xlsx", "sub/Thumbs.db", ".hidden/a.xlsx")
    parts = dict.fromkeys(beside, b"\x00\x05\x16\x07") | {"sub/": b"", "sub/a.xlsx": GOOD}
    found = told(tmp_path, "post.zip", zipped(parts))

    assert found.pop("post.zip") == PARCEL
    assert found.pop("post.zip/sub/a.xlsx") == "scored"
    assert found == {f"post.zip/{name}": LOCK for name in beside}


def test_what_mail_programs_add_to_e_mails_is_ignored(tmp_path: Path) -> None:
    """Logos, invitations, business cards and signatures were not sent on purpose; what else is no workbook is refused."""
    extras = {
        "logo": PICTURE,
        "b": INVITATION,
        "c": CARD,
        "smime.p7s": SIGNATURE,
        "sig.asc": b"-----BEGIN PGP SIGNATURE-----\n",
    }
    others = {"d.pdf": b"%PDF-1.7", "e.xlsx": b""}
    for name, data in {
        "m.eml": saved(mail(extras | others)),
        "m.msg": saved_by_outlook(*(extras | others).items()),
    }.items():
        found = told(tmp_path, name, data)

        assert {found[f"{name}/{extra}"] for extra in extras} == {CAME_ALONG}
        assert (found[f"{name}/d.pdf"], found[f"{name}/e.xlsx"], found[name]) == (OTHER_KIND, EMPTY, PARCEL)


def test_large_picture_in_an_archive_is_refused(tmp_path: Path) -> None:
    """Nobody's mail program puts photographs into archives: somebody sent one of a filled form instead of a return."""
    photo = PICTURE + bytes(SMALL_PICTURE)

    assert told(tmp_path, "a.zip", zipped({"scan.png": photo}))["a.zip/scan.png"] == OTHER_KIND
    assert told(tmp_path, "b.eml", saved(mail({"scan.png": photo, "a.xlsx": GOOD})))["b.eml/scan.png"] == CAME_ALONG


ENCLOSED = {
    "readme.txt": b"Dear all,\r\nplease find our return.\r\nJo\r\n",
    "Read me first": b"Our answers are in the workbook.",
    "ATT00001.txt": b"This message is private, and may be privileged.",
    "notes.md": b"# Notes\n\nSV1 was hard.\n",
    "council.url": b"[InternetShortcut]\r\nURL=https://www.northmoor.example/\r\n",
    "council.webloc": b'<?xml version="1.0"?>\n<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" '
    b'"http://www.apple.com/DTDs/PropertyList-1.0.dtd">\n<plist><dict/></plist>',
    "logo.png": PICTURE,
    "invitation.ics": INVITATION,
    "signature.p7s": SIGNATURE,
}


@pytest.mark.parametrize("enclosed", ENCLOSED)
@pytest.mark.parametrize("road", [".zip", ".eml", ".msg"])
def test_enclosure_is_left_aside_in_every_parcel(tmp_path: Path, road: str, enclosed: str) -> None:
    """A note, a link or a logo beside the workbook asks nothing of anybody, whatever both came in."""
    files = {enclosed: ENCLOSED[enclosed], "a.xlsx": GOOD}
    data = {".zip": zipped(files), ".eml": saved(mail(files)), ".msg": saved_by_outlook(*files.items())}[road]
    found = told(tmp_path, f"m{road}", data)

    assert found == {f"m{road}/{enclosed}": CAME_ALONG, f"m{road}/a.xlsx": "scored", f"m{road}": PARCEL}


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("return.pdf", b"%PDF-1.7", OTHER_KIND),
        ("return.docx", zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<d/>"}), OTHER_KIND),
        ("return.csv", b"Ref,Question,Answer\nSV1,a,3\nSV2,b,2\n", TABLE),
        ("return.txt", b"Ref\tQuestion\tAnswer\nSV1\ta\t3\nSV2\tb\t2\n", TABLE),
        ("return.txt", b"SV1: agreed\nSV2: discussed\nSV3: not started\n", OTHER_KIND),
        ("return.txt", b"x" * 100_000, OTHER_KIND),
        ("return.xlsx", b"The file was removed by the mail gateway.", OTHER_KIND),
        ("return", b"no ending", OTHER_KIND),
        ("return.xlsx", PICTURE, OTHER_KIND),
        ("return.numbers", zipped({"Index/Document.iwa": b"x"}), OTHER_FORMAT),
        ("return.lnk", b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(60), OTHER_KIND),
    ],
)  # fmt: skip
@pytest.mark.parametrize("road", [".zip", ".eml", ""])
def test_what_may_be_the_return_is_asked_for_again(
    tmp_path: Path, road: str, name: str, data: bytes, expected: str
) -> None:
    """A file in which somebody may have answered, or that was meant to be the workbook, is never just left aside."""
    files = {name: data, "a.xlsx": GOOD}
    if road:
        found = told(tmp_path, f"m{road}", zipped(files) if road == ".zip" else saved(mail(files)))
    else:
        found = told(tmp_path, name, data)

    assert found[f"m{road}/{name}" if road else name] == expected


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.zip", zipped({})),
        ("a.zip", zipped(ENCLOSED)),
        ("a.zip", zipped({"sub/": b"", ".DS_Store": b"x"})),
        ("a.eml", saved(mail({}))),
        ("a.eml", saved(mail({"logo.png": PICTURE}))),
        ("a.eml", b"From: jo@northmoor.example\nSubject: Our return\n\nI forgot to attach it.\n"),
        ("a.msg", saved_by_outlook()),
        ("a.mbox", mailbox(saved(mail({})), saved(mail({})))),
    ],
)
def test_parcel_without_a_return_is_refused(tmp_path: Path, name: str, data: bytes) -> None:
    """Where the attachment was forgotten, the office is told to ask for it."""
    assert told(tmp_path, name, data)[name] == EMPTY_PARCEL


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"Rar!\x1a\x07\x01\x00", "a RAR archive"),
        (b"7z\xbc\xaf\x27\x1c\x00\x04", "a 7-Zip archive"),
        (b"\x78\x9f\x3e\x22\x00\x01", "winmail.dat"),
        (SIGNED_WHOLE, "signed as a whole"),
        (ENCRYPTED, "encrypted"),
        (b"-----BEGIN PGP MESSAGE-----\n", "PGP"),
    ],
)
def test_what_may_hold_a_workbook_and_cannot_be_opened_is_said(tmp_path: Path, data: bytes, word: str) -> None:
    """The office is told to open it and put the workbooks into the folder, on the disk and in an e-mail alike."""
    (tmp_path / "a").write_bytes(data)
    (tmp_path / "b.eml").write_bytes(saved(mail({"a": data})))
    found = ledger(tmp_path)

    assert codes(found) == {"a": SHUT, "b.eml/a": SHUT, "b.eml": PARCEL}
    assert word in found["a"].reason
    assert "put the workbooks" in found["b.eml/a"].findings[0].fix


def test_own_results_in_an_archive_are_known(tmp_path: Path) -> None:
    """Results that were sent round and came back in an archive are not taken for returns."""
    page = b'<!doctype html><meta name="generator" content="rasp-xl">'

    assert told(tmp_path, "a.zip", zipped({"summary.html": page}))["a.zip/summary.html"] == OWN
