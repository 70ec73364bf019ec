"""Hostile and broken e-mails: whatever is in one, there is an entry for it, in little time, and the run goes on."""

import struct
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from came_back import filled
from hypothesis import given, settings
from hypothesis import strategies as st
from ole_file import CUTOFF
from posted import ledger, mail, mailbox, saved, saved_by_outlook, told, zipped

from rasp_xl.incoming import contents, parcels
from rasp_xl.incoming.unpacking import MEBIBYTE, MOST_BYTES

GOOD = filled()
PASSWORD, OTHER_KIND, DAMAGED, PARCEL, EMPTY_PARCEL, SHUT = "RX103", "RX102", "RX104", "RX124", "RX125", "RX127"


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.9, 0.999])
@pytest.mark.parametrize("name", ["a.eml", "a.msg", "a.mbox"])
def test_half_a_download_is_accounted_for(tmp_path: Path, name: str, kept: float) -> None:
    """Of a message that breaks off nothing is scored that is not whole."""
    eml = saved(mail({"a.xlsx": GOOD}))
    data = {"a.eml": eml, "a.msg": saved_by_outlook(("a.xlsx", GOOD)), "a.mbox": mailbox(eml)}[name]
    found = told(tmp_path, name, data[: int(len(data) * kept)])

    assert name in found
    assert set(found.values()) - {PARCEL} <= {DAMAGED, SHUT, EMPTY_PARCEL, PASSWORD} | (
        {"scored"} if kept > 0.99 else set()
    )


def _within(seconds: float, work: Callable[[], object]) -> object:
    """The result of some work, or a failure with the place where it hangs."""
    done: list[object] = []
    thread = threading.Thread(target=lambda: done.append(work()), daemon=True)
    thread.start()
    thread.join(seconds)
    if not done:
        frame = sys._current_frames()[thread.ident or 0]
        pytest.fail(f"still at {frame.f_code.co_name} after {seconds} seconds")
    return done[0]


BOUND = "From: x\nContent-Type: multipart/mixed; boundary="
DEEP = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(3_000))
TANGLES: dict[str, bytes] = {
    "parts in parts": f"From: x\n{DEEP}".encode(),
    "parts in parts, long": f"From: x\n{DEEP[:20_000]}".encode() + b"x\n" * 1_000_000,
    "one header of a megabyte": b"From: x\nContent-Type: multipart/mixed" + b";" * MEBIBYTE + b"\n\nx",
    "folded header": b"From: x\nContent-Type: multipart/mixed" + b";\n " * MEBIBYTE + b"\n\nx",
    "many long headers": b"From: x\n" + (b"Content-Type: text/plain" + b";" * 7_000 + b"\n") * 2_000 + b"\nx",
    "many lines": BOUND.encode() + b"b\n\n--b\n\n" + b"x\n" * 9_000_000,
    "many lines of a Mac": b"From: x\nTo: y\nSubject: z\n\n" + b"\r" * 20_000_000,
    "many headers": b"From: x\nTo: y\nSubject: z\n" + b"a:\n" * 9_000_000,
    "no boundary": b"From: x\nContent-Type: multipart/mixed\n\n--\nContent-Type: text/plain\n\nx",
    "messages in messages": b"From: x\n" + b"Content-Type: message/rfc822\n\n" * 5_000,
    "unknown alphabet": BOUND.encode() + b"b\n\n--b\nContent-Type: a/b; name*=klingon''x\n\nPK\n--b--",
    "impossible name": BOUND.encode() + b"b\n\n--b\nContent-Type: a/b; name==?utf-8?B?====?=\n\nPK\n--b--",
    "encoding unknown": BOUND.encode() + b"b\n\n--b\nContent-Type: a/b\nContent-Transfer-Encoding: rot13\n\nPK\n--b--",
    "nothing but parts": BOUND.encode() + b"b\n\n" + b"--b\n\nx\n" * 30_000,
    "bytes of no alphabet": BOUND.encode() + b"\xff\xfe\n\n--\xff\xfe\nContent-Type: \xff/\xff\n\n\xff\n",
}


@pytest.mark.parametrize("name", TANGLES)
def test_tangled_message_is_given_up_soon(tmp_path: Path, name: str) -> None:
    """E-mails made to keep a parser busy for hours are refused, or found to hold nothing, in seconds."""
    found = _within(20, lambda: told(tmp_path, "m.eml", TANGLES[name]))

    assert isinstance(found, dict)
    assert found["m.eml"] in (SHUT, EMPTY_PARCEL, PARCEL)


def test_mailbox_of_too_many_files_stops_with_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was found up to there counts, and the rest is said to be closed."""
    monkeypatch.setattr(contents, "MOST_FILES", 3)
    one, two = saved(mail({"a": b"x"})), saved(mail({"a": b"x", "b": b"y"}))
    found = told(tmp_path, "m", mailbox(two, one, two, one))

    assert list(found.values()) == [OTHER_KIND, OTHER_KIND, OTHER_KIND, SHUT, PARCEL]
    assert "m/message 3 and all after it" in found


def test_too_large_message_in_a_mailbox_costs_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other messages are opened, and so is a message as large as the limit."""
    one, large = saved(mail({"a.xlsx": GOOD})), saved(mail({"a.xlsx": GOOD + bytes(MOST_BYTES // 8)}))
    monkeypatch.setattr("rasp_xl.incoming.messages.MOST_MESSAGE", len(one))
    found = told(tmp_path, "m", mailbox(large, one))

    assert found == {"m/message 1": SHUT, "m/message 2/a.xlsx": "scored", "m": PARCEL}


@pytest.mark.parametrize("name", ["m.eml", "m.zip", "m.mbox"])
def test_too_large_parcel_is_not_opened(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A parcel beyond all reason is refused by its size alone."""
    monkeypatch.setattr(parcels, "MOST_PARCEL", 2_000)
    monkeypatch.setattr(parcels, "MOST_MESSAGE", 2_000)
    eml = saved(mail({"a.xlsx": GOOD}))
    data = {"m.eml": eml, "m.zip": zipped({"a.xlsx": GOOD}), "m.mbox": mailbox(eml)}[name]

    assert told(tmp_path, name, data) == {name: SHUT}


def test_outlook_books_that_lead_in_circles_are_refused(tmp_path: Path) -> None:
    """Sizes and counts that a file cannot have are not believed."""
    data = saved_by_outlook(("a.xlsx", GOOD))
    counts = {at: struct.pack("<L", 2_000_000) for at in (44, 64, 72)}
    for at, value in {**counts, 30: b"\x01\x00", 32: b"\x00\x00", 56: struct.pack("<L", CUTOFF * 1_000)}.items():
        odd = data[:at] + value + data[at + len(value) :]

        (code,) = _within(20, lambda odd=odd: told(tmp_path, "m.msg", odd)).values()  # type: ignore[misc,attr-defined]

        assert code in (SHUT, DAMAGED)


def test_outlook_stream_larger_than_its_file_is_refused(tmp_path: Path) -> None:
    """A size that is a lie costs that attachment."""
    data = saved_by_outlook(("a.xlsx", GOOD), ("b.xlsx", GOOD))
    at = data.rfind("__substg1.0_37010102".encode("utf-16-le")) + 120
    odd = data[:at] + struct.pack("<L", MOST_BYTES) + data[at + 4 :]

    assert sorted(told(tmp_path, "m.msg", odd).values()) == [PARCEL, SHUT, "scored"]


@pytest.mark.parametrize("name", ["a.zip", "a.eml", "a.msg", "a.mbox"])
@given(data=st.data())
@settings(max_examples=60, deadline=None, derandomize=True)
def test_flipped_bytes_never_stop_the_run(
    tmp_path_factory: pytest.TempPathFactory, name: str, data: st.DataObject
) -> None:
    """Whatever a bad disk or line does to a parcel, there is an entry for it and for each file found in it."""
    eml = saved(mail({"a.txt": b"x" * 300, "b.txt": b"y"}))
    whole = {
        "a.zip": zipped({"a.txt": b"x" * 300, "b.txt": b"y"}),
        "a.eml": eml,
        "a.msg": saved_by_outlook(("a.txt", b"x" * 300), ("b.txt", b"y")),
        "a.mbox": mailbox(eml, eml),
    }[name]
    spoiled = bytearray(whole)
    for at in data.draw(st.lists(st.integers(0, len(whole) - 1), min_size=1, max_size=20)):
        spoiled[at] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.mktemp("in") / name
    path.write_bytes(spoiled)

    assert name in ledger(path)
