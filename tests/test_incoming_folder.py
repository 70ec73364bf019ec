"""Which files a folder holds, by which names they are shown, and what becomes of those that cannot be opened."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

import pytest
from came_back import ROUND, filled

from rasp_xl.incoming.enclosures import SMALL_PICTURE
from rasp_xl.incoming.folder import Found, find, lost_file, read_file
from rasp_xl.incoming.ledger import Entry, Status
from rasp_xl.incoming.returns import Reader
from rasp_xl.incoming.unpacking import MOST_BYTES
from rasp_xl.model.findings import RaspError

NOBODY = 65534
OTHER_KIND, CAME_ALONG = "RX102", "RX126"
DAMAGED, UNSAFE, NOT_HERE, READER_STOPPED, CANNOT_OPEN, LOCK_FILE = "RX104", "RX105", "RX117", "RX118", "RX119", "RX120"


def put(folder: Path, *names: str, data: bytes = b"x") -> None:
    """Files below a folder."""
    for name in names:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def shown(*paths: Path) -> list[str]:
    return [found.shown for found in find(paths)]


def entries(*paths: Path) -> dict[str, Entry]:
    reader = Reader(ROUND.question_set)
    return {found.shown: read_file(reader, found) for found in find(paths)}


def codes(*paths: Path) -> dict[str, tuple[str, str]]:
    """Shown names, statuses, and the code of the first finding."""
    return {n: (e.status.value, e.findings[0].rule.code if e.findings else "") for n, e in entries(*paths).items()}


@contextmanager
def without_privileges() -> Iterator[Path]:
    """A folder of somebody who may not read everything: tests that run as root give up their rights for a moment."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        root = os.geteuid() == 0
        try:
            if root:
                os.seteuid(NOBODY)
            yield folder
        finally:
            if root:
                os.seteuid(0)
            for path in folder.rglob("*"):
                path.chmod(0o700)


def test_files_of_nested_folders_are_found_in_order(tmp_path: Path) -> None:
    """People sort what comes in into folders of their own; every file is found and shown by its path below."""
    put(tmp_path, "b.xlsx", "a/z.xlsx", "a/deep/er/y.xlsx", "c.txt", "no ending")

    assert shown(tmp_path) == ["a/deep/er/y.xlsx", "a/z.xlsx", "b.xlsx", "c.txt", "no ending"]


def test_empty_folder_holds_nothing(tmp_path: Path) -> None:
    """A folder into which nothing came yet is no mistake."""
    assert find([tmp_path]) == ()


def test_single_file_is_shown_by_its_name(tmp_path: Path) -> None:
    """A file that is given by itself needs no folder."""
    put(tmp_path, "sub/a.xlsx")

    assert shown(tmp_path / "sub" / "a.xlsx") == ["a.xlsx"]


@pytest.mark.parametrize(
    "name", ["~$return.xlsx", ".~lock.return.xlsx#", ".DS_Store", "._return.xlsx", "Thumbs.db", "DESKTOP.INI"]
)
def test_files_kept_beside_the_workbooks_are_ignored(tmp_path: Path, name: str) -> None:
    """Locks and what the system keeps are told apart from returns, and counted all the same."""
    put(tmp_path, name, data=filled())

    assert codes(tmp_path) == {name: ("ignored", LOCK_FILE)}


@pytest.mark.parametrize("name", ["$return.xlsx", "~return.xlsx", "thumbs.db.xlsx", "return.xlsx~"])
def test_files_with_like_names_are_read(tmp_path: Path, name: str) -> None:
    """Only what really is a lock is ignored."""
    put(tmp_path, name, data=filled())

    assert codes(tmp_path) == {name: ("scored", "")}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("readme.txt", b"Returns of the November round. Do not delete."),
        ("who has phoned.TXT", b"Eastvale will send it on Friday."),
        ("Team site.url", b"[InternetShortcut]\r\nURL=https://programme.example/\r\n"),
        ("logo.png", b"\x89PNG\r\n\x1a\n" + bytes(2_000)),
        ("Meeting.ics", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"),
    ],
)
def test_what_the_office_keeps_beside_the_returns_is_left_aside(tmp_path: Path, name: str, data: bytes) -> None:
    """A note or a link in the folder of returns is nobody's return, and no sender is asked about it."""
    put(tmp_path, name, data=data)

    assert codes(tmp_path) == {name: ("ignored", CAME_ALONG)}
    assert "looks like" in entries(tmp_path)[name].reason


@pytest.mark.parametrize("name", ["scan.jpg", "Northmoor.png"])
def test_photograph_of_a_form_is_asked_for_again(tmp_path: Path, name: str) -> None:
    """A picture large enough to show a filled form may be all that a council sent."""
    put(tmp_path, name, data=b"\xff\xd8\xff" + bytes(SMALL_PICTURE))

    assert codes(tmp_path) == {name: ("refused", OTHER_KIND)}
    assert "Ask the sender for the workbook itself" in entries(tmp_path)[name].findings[0].fix


def test_hidden_folders_are_not_looked_into(tmp_path: Path) -> None:
    """What programs keep in folders that nobody sees was not sent by anybody."""
    put(tmp_path, ".git/a.xlsx", ".Trash/deep/b.xlsx", "shown/c.xlsx")

    assert shown(tmp_path) == ["shown/c.xlsx"]


def test_hidden_folder_that_is_asked_for_is_looked_into(tmp_path: Path) -> None:
    """Whoever names it means it."""
    put(tmp_path, ".inbox/a.xlsx")

    assert shown(tmp_path / ".inbox") == ["a.xlsx"]


def test_file_that_comes_twice_counts_once(tmp_path: Path) -> None:
    """The same folder given twice, or a folder and a file inside it, or the same by another way, is one delivery."""
    put(tmp_path, "in/a.xlsx", "in/b.xlsx")
    folder = tmp_path / "in"

    assert shown(folder, folder) == ["a.xlsx", "b.xlsx"]
    assert shown(folder, folder / "a.xlsx") == ["a.xlsx", "b.xlsx"]
    assert shown(folder / ".." / "in", folder) == ["a.xlsx", "b.xlsx"]
    assert len(find([tmp_path, folder])) == 2


def test_files_of_one_name_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    """Two councils that both send return.xlsx are shown with the folder each is in."""
    put(tmp_path, "north/return.xlsx", "south/return.xlsx", "south/other.xlsx")

    assert shown(tmp_path / "north", tmp_path / "south") == ["north/return.xlsx", "other.xlsx", "south/return.xlsx"]


def test_folders_of_one_name_are_told_apart_too(tmp_path: Path) -> None:
    """As many folders are shown as it takes, so that no two files ever have one name."""
    put(
        tmp_path,
        "may/in/return.xlsx",
        "june/in/return.xlsx",
        "june/in/sub/x.xlsx",
        "may/in/sub/x.xlsx",
        "in/return.xlsx",
    )
    given = [tmp_path / "may" / "in", tmp_path / "june" / "in"]

    assert shown(*given) == ["june/in/return.xlsx", "june/in/sub/x.xlsx", "may/in/return.xlsx", "may/in/sub/x.xlsx"]
    assert len(set(shown(*given, tmp_path))) == len(find([*given, tmp_path])) == 5


def test_name_that_another_file_already_has_is_not_used_twice(tmp_path: Path) -> None:
    """Showing a folder before a name may not lead to the name of a third file."""
    put(tmp_path, "x/a.xlsx", "y/a.xlsx", "z/x/a.xlsx")
    names = shown(tmp_path / "x", tmp_path / "y", tmp_path / "z")

    assert len(set(names)) == 3
    assert all(name.endswith("a.xlsx") for name in names)


def test_missing_path_stops_the_run_in_words(tmp_path: Path) -> None:
    """A mistyped name is a mistake of ours: it is said at once, before anything is read."""
    put(tmp_path, "a.xlsx")

    with pytest.raises(RaspError, match=r"no file or folder .*retruns"):
        find([tmp_path, tmp_path / "retruns"])


@pytest.mark.parametrize(
    "name",
    ["Cŵm Tŵr – ffurflen.xlsx", "東京 🏛.xlsx", "two  spaces .xlsx", "a'b\"c<d>&e.xlsx", "new\nline.xlsx", "x" * 200 + ".xlsx", "%s {0}.xlsx"],
)  # fmt: skip
def test_any_name_will_do(tmp_path: Path, name: str) -> None:
    """A file is read whatever it is called, and shown by exactly that name."""
    put(tmp_path, name, data=filled())
    found = entries(tmp_path)[name]

    assert found.status is Status.SCORED
    assert found.returned
    assert all(answer.place.file == name for answer in found.returned.answers.values())


def test_name_that_is_no_text_will_do(tmp_path: Path) -> None:
    """Old archives leave names that are no UTF-8; such a file is read like any other."""
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/r\xe9ponse.xlsx")).write_bytes(filled())
    (found,) = entries(tmp_path).values()

    assert found.status is Status.SCORED


def test_link_to_a_folder_outside_is_not_followed(tmp_path: Path) -> None:
    """A link does not lead out of the folder that was given, nor round in circles inside it."""
    put(tmp_path, "in/a.xlsx", "outside/secret.xlsx")
    (tmp_path / "in" / "link").symlink_to(tmp_path / "outside", target_is_directory=True)
    (tmp_path / "in" / "circle").symlink_to(tmp_path / "in", target_is_directory=True)

    assert shown(tmp_path / "in") == ["a.xlsx"]


def test_link_to_a_file_beside_it_counts_once(tmp_path: Path) -> None:
    """A file and a link to it are one file."""
    put(tmp_path, "a.xlsx")
    (tmp_path / "b.xlsx").symlink_to(tmp_path / "a.xlsx")

    assert len(find([tmp_path])) == 1


def test_link_to_nothing_is_refused(tmp_path: Path) -> None:
    """A link whose file is gone is in the ledger, and the run goes on."""
    (tmp_path / "a.xlsx").symlink_to(tmp_path / "gone.xlsx")

    assert codes(tmp_path) == {"a.xlsx": ("refused", CANNOT_OPEN)}


@pytest.mark.parametrize("target", ["a.xlsx", "b.xlsx"])
def test_link_in_a_circle_is_refused(tmp_path: Path, target: str) -> None:
    """A link that leads to itself, or round by another, is no file."""
    (tmp_path / "a.xlsx").symlink_to(tmp_path / target)
    (tmp_path / "b.xlsx").symlink_to(tmp_path / "a.xlsx")

    assert set(codes(tmp_path).values()) == {("refused", CANNOT_OPEN)}


def test_link_to_a_file_outside_is_not_read(tmp_path: Path) -> None:
    """What lies elsewhere is not read because somebody put a link to it into the folder; it is named, with the reason."""
    put(tmp_path, "outside/secret.xlsx", "in/a.xlsx", "in-side/b.xlsx", data=filled())
    (tmp_path / "in" / "link.xlsx").symlink_to(tmp_path / "outside" / "secret.xlsx")
    (tmp_path / "in" / "near.xlsx").symlink_to(tmp_path / "in-side" / "b.xlsx")
    found = entries(tmp_path / "in")

    assert {name: e.status.value for name, e in found.items()} == {
        "a.xlsx": "scored", "link.xlsx": "refused", "near.xlsx": "refused",
    }  # fmt: skip
    assert found["link.xlsx"].reason == "The file could not be opened: it is a link that leads out of the folder."
    assert (found["link.xlsx"].size, found["link.xlsx"].digest) == (0, "")


def test_file_that_is_given_and_linked_to_is_read(tmp_path: Path) -> None:
    """A link out of the folder does not keep a file from being read that was given by its own name."""
    put(tmp_path, "outside/secret.xlsx", data=filled())
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "link.xlsx").symlink_to(tmp_path / "outside" / "secret.xlsx")

    assert codes(tmp_path / "in", tmp_path / "outside") == {
        "link.xlsx": ("refused", CANNOT_OPEN), "secret.xlsx": ("scored", ""),
    }  # fmt: skip


def test_link_that_is_given_is_followed(tmp_path: Path) -> None:
    """Whoever names a link means what it leads to, a file or a folder."""
    put(tmp_path, "real/a.xlsx", data=filled())
    (tmp_path / "file.xlsx").symlink_to(tmp_path / "real" / "a.xlsx")
    (tmp_path / "folder").symlink_to(tmp_path / "real", target_is_directory=True)

    assert codes(tmp_path / "file.xlsx") == {"file.xlsx": ("scored", "")}
    assert codes(tmp_path / "folder") == {"a.xlsx": ("scored", "")}


@pytest.mark.parametrize("mark", [0x400000, 0x1000])
def test_file_that_is_only_in_the_cloud_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mark: int
) -> None:
    """Opening what OneDrive has not fetched could wait for hours; the sentence says how to fetch it."""
    put(tmp_path, "a.xlsx", "b.xlsx", data=filled())
    real = Path.stat

    def as_on_windows(path: Path, **options: bool) -> object:
        facts = real(path, **options)
        cloud = mark if path.name == "a.xlsx" else 0x20
        return SimpleNamespace(st_mode=facts.st_mode, st_size=facts.st_size, st_file_attributes=cloud)

    monkeypatch.setattr(Path, "stat", as_on_windows)
    monkeypatch.setattr(Path, "read_bytes", lambda path: pytest.fail("opened") if path.name == "a.xlsx" else filled())
    found = entries(tmp_path)

    assert {name: e.status.value for name, e in found.items()} == {"a.xlsx": "refused", "b.xlsx": "scored"}
    assert found["a.xlsx"].findings[0].rule.code == NOT_HERE
    assert "Always keep on this device" in found["a.xlsx"].findings[0].fix


def test_file_that_stopped_its_reader_is_told_with_size_and_digest(tmp_path: Path) -> None:
    """The ledger says which bytes they were, whether they lay on the disk or came inside another file."""
    put(tmp_path, "a.xlsx", data=b"bad bytes")
    on_disk = lost_file(Found(tmp_path / "a.xlsx", "a.xlsx"), "it took longer than 20 seconds")
    inside = lost_file(Found(tmp_path / "a.zip", "a.zip/b.xlsx", b"bad bytes"), "it took longer than 20 seconds")
    gone = lost_file(Found(tmp_path / "gone.xlsx", "gone.xlsx"), "the reader stopped without a word")

    for entry in (on_disk, inside):
        assert (entry.status, entry.findings[0].rule.code) == (Status.REFUSED, READER_STOPPED)
        assert (entry.size, entry.digest) == (9, sha256(b"bad bytes").hexdigest())
        assert "could not be read: it took longer than 20 seconds. The other files" in entry.reason
    assert (gone.status, gone.size, gone.digest) == (Status.REFUSED, 0, "")


def test_pipe_is_refused(tmp_path: Path) -> None:
    """What is no ordinary file is not waited for: opening a pipe would hang for good."""
    os.mkfifo(tmp_path / "a.xlsx")

    assert codes(tmp_path) == {"a.xlsx": ("refused", CANNOT_OPEN)}


def test_file_that_may_not_be_read_is_refused() -> None:
    """A file without permission is refused with the system's reason, and the others are read."""
    with without_privileges() as folder:
        put(folder, "a.xlsx", "b.xlsx", data=filled())
        (folder / "a.xlsx").chmod(0)
        found = entries(folder)

        assert {name: e.status.value for name, e in found.items()} == {"a.xlsx": "refused", "b.xlsx": "scored"}
        assert found["a.xlsx"].reason == "The file could not be opened: the system says “Permission denied”."
        assert found["a.xlsx"].findings[0].rule.code == CANNOT_OPEN


def test_folder_that_may_not_be_listed_stops_the_run_in_words() -> None:
    """A folder that we cannot look into could hold anything: that is said, never passed over."""
    with without_privileges() as folder:
        put(folder, "a.xlsx", "closed/b.xlsx")
        (folder / "closed").chmod(0)

        with pytest.raises(RaspError, match=r"look into the folder .*closed.*Permission denied"):
            find([folder])


@pytest.mark.parametrize(("size", "expected"), [(MOST_BYTES, DAMAGED), (MOST_BYTES + 1, UNSAFE)])
def test_file_that_is_too_large_is_not_read(tmp_path: Path, size: int, expected: str) -> None:
    """A huge file is refused by its size, and its digest is that of the whole file all the same."""
    data = b"PK\x03\x04".ljust(size, b"\x00")
    put(tmp_path, "a.xlsx", data=data)
    found = entries(tmp_path)["a.xlsx"]

    assert (found.status, found.findings[0].rule.code) == (Status.REFUSED, expected)
    assert (found.size, found.digest) == (size, sha256(data).hexdigest())


def test_entry_knows_size_and_digest(tmp_path: Path) -> None:
    """The ledger says exactly which bytes were read, so that anybody can check."""
    put(tmp_path, "a.xlsx", data=filled())
    found = entries(tmp_path)["a.xlsx"]

    assert (found.path, found.size, found.digest) == ("a.xlsx", len(filled()), sha256(filled()).hexdigest())
    assert found.reason == ""


def test_reading_leaves_files_as_they_are(tmp_path: Path) -> None:
    """What councils sent is never written to."""
    put(tmp_path, "a.xlsx", "sub/b.txt", data=filled())
    before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in tmp_path.rglob("*.*")}
    entries(tmp_path)

    assert {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in tmp_path.rglob("*.*")} == before


@pytest.mark.parametrize(("name", "beside"), [("~$a.xlsx", True), (".a.xlsx", True), ("a.xlsx", False)])
def test_found_tells_locks_by_their_name(name: str, beside: bool) -> None:
    """A lock in a folder with a dot in its name is still known by its own name alone."""
    assert Found(Path(".hidden", name), name).kept_beside is beside
