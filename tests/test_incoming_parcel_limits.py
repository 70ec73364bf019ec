"""Hostile and broken archives: whatever is in one, there is an entry for it, in little time and memory, and the run goes on."""

import struct
import time
import tracemalloc
import zipfile
import zlib
from pathlib import Path

import pytest
from came_back import filled
from ole_file import ole_file
from posted import codes, ledger, mail, outlook, saved, told, zipped, zipped_as

from rasp_xl.incoming import contents, parcels
from rasp_xl.incoming.folder import find
from rasp_xl.incoming.ledger import Entry
from rasp_xl.incoming.parcels import unfold
from rasp_xl.incoming.unpacking import MEBIBYTE

GOOD = filled()
OTHER_KIND, DAMAGED, UNSAFE, PARCEL, EMPTY_PARCEL, SHUT = "RX102", "RX104", "RX105", "RX124", "RX125", "RX127"


def reasons(folder: Path, name: str, data: bytes) -> dict[str, str]:
    """Of each entry the sentence that says why it is no return."""
    (folder / name).write_bytes(data)
    return {shown: entry.reason for shown, entry in ledger(folder / name).items()}


def nested(data: bytes, times: int, name: str = "a.zip") -> bytes:
    """An archive in an archive in an archive."""
    for _ in range(times):
        data = zipped({name: data})
    return data


def test_parcels_are_opened_four_deep_and_no_deeper(tmp_path: Path) -> None:
    """An archive that is packed into itself for ever ends somewhere, and what is left closed is said."""
    four, five = nested(GOOD, 4, "a"), nested(GOOD, 5, "a")

    assert told(tmp_path, "four", four)["four/a/a/a/a"] == "scored"
    assert told(tmp_path, "five", five)["five/a/a/a/a"] == SHUT
    assert "inside 4 others" in reasons(tmp_path, "five", five)["five/a/a/a/a"]


def test_e_mails_forwarded_for_ever_end_too(tmp_path: Path) -> None:
    """The same holds for e-mails in e-mails, of either kind."""
    message, stored = mail({"a.xlsx": GOOD}, subject="a"), outlook([("a.xlsx", GOOD)])
    for _ in range(4):
        message, stored = mail({}, message, subject="a"), outlook([("a", stored)])
    for name, data in {"m.eml": saved(message), "m.msg": ole_file(stored)}.items():
        found = told(tmp_path, name, data)

        assert found.pop(f"{name}/a/a/a/a") == SHUT
        assert set(found.values()) == {PARCEL}


@pytest.mark.parametrize("number", [contents.MOST_FILES, contents.MOST_FILES + 1, 5_000])
def test_archive_of_too_many_files_is_not_opened(tmp_path: Path, number: int) -> None:
    """Nobody sends more than two thousand returns at once."""
    data = zipped_as((f"{n}.txt", b"") for n in range(number))
    found = told(tmp_path, "a.zip", data)

    assert found["a.zip"] == (PARCEL if number <= contents.MOST_FILES else SHUT)
    assert len(found) == (number + 1 if number <= contents.MOST_FILES else 1)


def test_files_of_all_parcels_inside_count_together(tmp_path: Path) -> None:
    """Many archives in one are no way round the limit, and the first of them are read."""
    inner = zipped_as((f"{n}.txt", b"") for n in range(900))
    found = told(tmp_path, "a.zip", zipped(dict.fromkeys(("1.zip", "2.zip", "3.zip"), inner)))

    assert (found["a.zip/1.zip"], found["a.zip/2.zip"], found["a.zip/3.zip"]) == (PARCEL, PARCEL, SHUT)


def test_each_file_on_the_disk_has_an_allowance_of_its_own(tmp_path: Path) -> None:
    """One hostile archive costs the archives beside it nothing."""
    for name in ("a.zip", "b.zip"):
        (tmp_path / name).write_bytes(zipped_as((f"{n}.txt", b"") for n in range(1_500)))

    assert {code for name, code in codes(ledger(tmp_path)).items() if name.endswith(".zip")} == {PARCEL}


def test_archive_that_unpacks_to_too_much_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of nine megabytes of nothing are next to nothing to send, and fill a memory when there are enough of them."""
    assert contents.MOST_IN_ALL == 500 * MEBIBYTE
    monkeypatch.setattr(contents, "MOST_IN_ALL", 20 * MEBIBYTE)
    three = zipped_as((f"{n}.txt", b"x" * 9 * MEBIBYTE) for n in range(3))
    two = zipped_as((f"{n}.txt", b"x" * 9 * MEBIBYTE) for n in range(2))

    assert "unpacks to more than 20 MB" in reasons(tmp_path, "a.zip", three)["a.zip"]
    assert set(told(tmp_path, "b.zip", zipped({"1.zip": two, "2.zip": two})).values()) == {OTHER_KIND, PARCEL, SHUT}


def test_large_file_in_an_archive_costs_itself(tmp_path: Path) -> None:
    """A video in the archive is named and refused without being unpacked; the return beside it is read."""
    data = zipped({"video.mp4": bytes(200 * MEBIBYTE), "a.xlsx": GOOD})
    tracemalloc.start()
    found = told(tmp_path, "a.zip", data)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert found == {"a.zip/video.mp4": UNSAFE, "a.zip/a.xlsx": "scored", "a.zip": PARCEL}
    assert most < 50 * MEBIBYTE


def test_one_file_is_unpacked_at_a_time(tmp_path: Path) -> None:
    """A large archive is no large burden: bytes of files that were read are let go."""
    (tmp_path / "a.zip").write_bytes(zipped_as((f"{n}.txt", bytes(9 * MEBIBYTE)) for n in range(10)))
    tracemalloc.start()
    count = sum(1 for _ in unfold(find([tmp_path])))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert count == 11
    assert most < 40 * MEBIBYTE


def patched(data: bytes, mark: bytes, at: int, value: bytes) -> bytes:
    """An archive with some bytes changed in each record that starts with a mark."""
    changed, where = bytearray(data), data.find(mark)
    while where >= 0:
        changed[where + at : where + at + len(value)] = value
        where = data.find(mark, where + 1)
    return bytes(changed)


LISTED, MEMBER = b"PK\x01\x02", b"PK\x03\x04"
TWO = zipped_as([("a.xlsx", GOOD), ("b.xlsx", GOOD)])
ODD: dict[str, tuple[bytes, dict[str, str]]] = {
    "password": (patched(TWO, LISTED, 8, b"\x01"), {"z": SHUT}),
    "unknown packing": (patched(TWO, LISTED, 10, b"\x63"), {"z/a.xlsx": SHUT, "z/b.xlsx": SHUT, "z": PARCEL}),
    "smaller than said": (patched(TWO, LISTED, 24, b"\xff\xff\x7f\x00"), {"z/a.xlsx": "scored", "z/b.xlsx": "scored", "z": PARCEL}),
    "larger than said": (patched(TWO, LISTED, 24, b"\x09\x00\x00\x00"), {"z/a.xlsx": DAMAGED, "z/b.xlsx": DAMAGED, "z": PARCEL}),
    "wrong sum": (patched(TWO, LISTED, 16, bytes(4)), {"z/a.xlsx": DAMAGED, "z/b.xlsx": DAMAGED, "z": PARCEL}),
    "no name": (patched(patched(TWO, LISTED, 46, bytes(1)), MEMBER, 30, bytes(1)), {"z/file without a name": "scored", "z/file without a name (2)": "scored", "z": PARCEL}),
    "other name inside": (patched(TWO, MEMBER, 30, b"x"), {"z/a.xlsx": DAMAGED, "z/b.xlsx": DAMAGED, "z": PARCEL}),
    "one with a password": (
        TWO[: TWO.rfind(LISTED) + 8] + b"\x01" + TWO[TWO.rfind(LISTED) + 9 :],
        {"z/a.xlsx": "scored", "z/b.xlsx": SHUT, "z": PARCEL},
    ),
    "one member twice": (patched(TWO, LISTED, 42, bytes(4)), {"z/a.xlsx": "scored", "z/b.xlsx": DAMAGED, "z": PARCEL}),
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_archive_that_lies_or_is_locked_is_survived(tmp_path: Path, name: str) -> None:
    """Whatever an archive says of itself, each file in it is read or refused, or the archive as a whole."""
    data, expected = ODD[name]

    assert told(tmp_path, "z", data) == expected


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_packing_that_few_programs_know_is_said(tmp_path: Path, packing: int) -> None:
    """The office is told to unpack such a file itself."""
    data = zipped_as([("a.xlsx", GOOD)], lambda info: setattr(info, "compress_type", packing))

    assert "few programs know" in reasons(tmp_path, "z", data)["z/a.xlsx"]


def overlapping(copies: int) -> bytes:
    """An archive whose list names one and the same packed megabyte many times over."""
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = packed.compress(bytes(MEBIBYTE)) + packed.flush()
    sizes = struct.pack("<3L2H", zlib.crc32(bytes(MEBIBYTE)), len(body), MEBIBYTE, 1, 0)
    first = MEMBER + struct.pack("<5H", 20, 0, 8, 0, 0x21) + sizes + b"a" + body
    listed = (
        LISTED + struct.pack("<6H", 20, 20, 0, 8, 0, 0x21) + sizes + struct.pack("<3H2L", 0, 0, 0, 0, 0) + b"a"
    ) * copies
    return first + listed + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, copies, copies, len(listed), len(first), 0)


def test_archive_whose_files_share_their_bytes_is_not_opened(tmp_path: Path) -> None:
    """Overlapping files are how a few kilobytes become gigabytes without an archive inside an archive."""
    assert told(tmp_path, "z", overlapping(1))["z"] == PARCEL
    assert "overlap" in reasons(tmp_path, "z", overlapping(400))["z"]


def test_archive_that_holds_itself_ends(tmp_path: Path) -> None:
    """A list that leads to the archive's own bytes is survived like any other lie."""
    inner = zipped({"r.zip": GOOD})
    stored = zipped_as([("r.zip", inner)], lambda info: setattr(info, "compress_type", zipfile.ZIP_STORED))
    quine = patched(stored, LISTED, 42, bytes(4))

    assert set(told(tmp_path, "r.zip", quine).values()) <= {PARCEL, SHUT, DAMAGED, EMPTY_PARCEL, "scored"}


def test_long_list_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An archive beyond the size of any return may have millions of names, which are not even listed; also in its newer form."""
    monkeypatch.setattr(parcels, "MOST_BYTES", 1_000)
    many = zipped_as((f"{n:060}.txt", b"") for n in range(30_000))
    end = many.rfind(b"PK\x05\x06")
    size, start = struct.unpack_from("<2L", many, end + 12)
    newer = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 30_000, 30_000, size, start)
    newer += struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1)
    zip64 = many[:end] + newer + patched(many[end:], b"PK\x05\x06", 12, b"\x01\x00\x00\x00")
    for data in (many, zip64, many[:-2] + b"\x05\x00hello"):
        (tmp_path / "z").write_bytes(data)
        tracemalloc.start()
        (entry,) = ledger(tmp_path / "z").values()
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()

        assert "more than 2,000 files" in entry.reason
        assert most < 3 * MEBIBYTE


def test_nothing_is_written(tmp_path: Path) -> None:
    """Unpacking leaves nothing on the disk, neither in the folder nor where we are."""
    (tmp_path / "a.zip").write_bytes(nested(zipped({"../evil.xlsx": GOOD, "/tmp/evil.xlsx": GOOD}), 2))
    before = sorted(tmp_path.rglob("*"))
    started = time.time()
    found = ledger(tmp_path)

    assert all(isinstance(entry, Entry) for entry in found.values())
    assert sorted(tmp_path.rglob("*")) == before
    assert not Path("/tmp/evil.xlsx").exists() or Path("/tmp/evil.xlsx").stat().st_mtime < started
