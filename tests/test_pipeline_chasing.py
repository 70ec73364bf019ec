"""Board and letters in a folder, week after week: what went is not written again, and what is no longer due goes."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from asked_people import AFTER, ASKED, MIXED, assessed, made_for, to_fix
from ledger_entries import entry, refused

from rasp_xl.incoming.returns import Reader, Return
from rasp_xl.model.mail import SENT, Line, letter_named
from rasp_xl.pipeline import chasing
from rasp_xl.pipeline.sending_out import files_to_send
from rasp_xl.pipeline.sent import Record
from rasp_xl.reports.assessment import Assessment

NOW = datetime(AFTER.year, AFTER.month, AFTER.day, 9, 30, tzinfo=UTC)
WEEK = timedelta(days=7)


def chase(assessment: Assessment, folder: Path, now: datetime, wait: int) -> list[str]:
    """What was told of files that somebody has changed."""
    told: list[str] = []
    chasing.chase(assessment, folder, chasing.Occasion(now, wait, Record(folder / "letters")), told.append)
    return told


def written(folder: Path) -> dict[str, str]:
    """The kind of each letter by its file below the folder."""
    return {
        path.relative_to(folder).as_posix(): letter_named(path.read_bytes()).partition(";")[0]
        for path in sorted(folder.glob("*/*.eml"))
    }


def send_all(folder: Path, when: datetime) -> None:
    """The record as sending leaves it."""
    record = Record(folder / "letters")
    for path in (folder / "letters").glob("*.eml"):
        record.add(Line(letter_named(path.read_bytes()), path.name, SENT, when.isoformat()))


def test_letters_and_board_are_written(tmp_path: Path) -> None:
    """One letter for each who is concerned; those without an address lie apart."""
    chase(assessed(*MIXED), tmp_path, NOW, 5)

    assert written(tmp_path) == {
        "letters/cwm-twr_query.eml": "query",
        "letters/northmoor_1_receipt.eml": "receipt",
        "letters/northmoor_2_reminder.eml": "reminder",
        "unaddressed/thorne_reminder.eml": "reminder",
    }
    assert sorted(path.name for path in tmp_path.iterdir()) == ["board.json", "board.xlsx", "letters", "unaddressed"]


def test_query_carries_the_fix_copy(tmp_path: Path) -> None:
    """A workbook of ours with the council's own answers, marked, which says what it mends."""
    chase(assessed(*MIXED), tmp_path, NOW, 5)
    message = message_from_bytes((tmp_path / "letters" / "cwm-twr_query.eml").read_bytes(), policy=policy.default)
    (part,) = message.iter_attachments()
    body = message.get_body(("plain",))
    read = Reader(ASKED.question_set).read(part.get_content(), "copy.xlsx")

    assert isinstance(read, Return)
    assert (read.identity.partner, read.identity.mends) == ("cwm-twr", "sian.xlsx")
    assert part.get_filename() == "cwm-twr-fix-sian-x.xlsx" or part.get_filename().startswith("cwm-twr-fix-")
    assert body is not None
    assert "The answer to AA1 reads “2-3”" in " ".join(body.get_content().split())


def test_receipt_proves_what_was_read(tmp_path: Path) -> None:
    """Time, fingerprint, what was counted, and what happens next."""
    chase(assessed(*MIXED), tmp_path, NOW, 5)
    message = message_from_bytes((tmp_path / "letters" / "northmoor_1_receipt.eml").read_bytes(), policy=policy.default)
    body = message.get_body(("plain",))
    assert body is not None
    said = " ".join(body.get_content().split())

    assert "on 3 December 2026 at 09:30" in said
    assert "In it we counted 1 question: 1 answered with a level from 0 to 4. Nothing needs to be put right." in said
    assert "fingerprint is jane.xlsx" in said
    assert "We score the returns of all partners together" in said


def test_receipt_goes_once_for_each_file(tmp_path: Path) -> None:
    """The next week it is not written again; a newer return gets one of its own."""
    chase(assessed(*MIXED), tmp_path, NOW, 5)
    send_all(tmp_path, NOW)
    chase(assessed(*MIXED), tmp_path, NOW + WEEK, 5)
    assert "letters/northmoor_1_receipt.eml" not in written(tmp_path)

    newer = made_for(entry("newer.xlsx", who="Jane Roe"), "jane-roe")
    chase(assessed(newer, *MIXED[1:]), tmp_path, NOW + WEEK, 5)
    assert "letters/northmoor_1_receipt.eml" in written(tmp_path)


def test_reminder_and_query_come_back_after_the_days_to_wait(tmp_path: Path) -> None:
    """Not the next day; a week later both are letters of their own, so that the record does not take them for the first."""
    chase(assessed(*MIXED), tmp_path, NOW, 5)
    send_all(tmp_path, NOW)
    first = {letter_named(path.read_bytes()) for path in tmp_path.glob("letters/*.eml")}
    chase(assessed(*MIXED), tmp_path, NOW + timedelta(days=1), 5)
    assert written(tmp_path) == {"unaddressed/thorne_reminder.eml": "reminder"}

    chase(assessed(*MIXED), tmp_path, NOW + WEEK, 5)
    second = {letter_named(path.read_bytes()) for path in tmp_path.glob("letters/*.eml")}
    assert sorted(name.partition(";")[0] for name in second) == ["query", "reminder"]
    assert not first & second


def test_letter_that_is_no_longer_due_goes(tmp_path: Path) -> None:
    """Who has answered since must not be reminded by a letter of last week; one that somebody changed stays."""
    chase(assessed(*MIXED), tmp_path, NOW, 5)
    changed = tmp_path / "letters" / "cwm-twr_query.eml"
    changed.write_bytes(changed.read_bytes() + b"P.S. Thank you!\r\n")
    answered = made_for(entry("tom.xlsx", who="Tom Wyn"), "tom-wyn")
    told = chase(assessed(*MIXED[:1], answered, entry("sian.xlsx", "Cwm Tŵr"), *MIXED[2:]), tmp_path, NOW, 5)

    assert "letters/northmoor_2_reminder.eml" not in written(tmp_path)
    assert "letters/northmoor_2_receipt.eml" in written(tmp_path)
    assert "letters/cwm-twr_query.eml" in written(tmp_path)
    assert len(told) == 1
    assert "cwm-twr_query.eml, which was changed since the last run" in told[0]


def test_two_returns_of_one_recipient_give_two_letters(tmp_path: Path) -> None:
    """Colleagues whom nobody listed: each file has its receipt, under a name of its own."""
    both = (entry("x.xlsx", "Cwm Tŵr", who="X"), to_fix(entry("y.xlsx", "Cwm Tŵr", who="Y")))
    chase(assessed(*both), tmp_path, NOW, 5)

    assert [name for name in written(tmp_path) if "cwm-twr" in name] == ["letters/cwm-twr_query.eml"]
    chase(assessed(*(replace(one, findings=()) for one in both)), tmp_path, NOW, 5)
    assert [name for name in written(tmp_path) if "cwm-twr" in name] == [
        "letters/cwm-twr_receipt-2.eml", "letters/cwm-twr_receipt.eml",
    ]  # fmt: skip


@pytest.mark.parametrize("times", [1, 2])
def test_board_lists_what_was_written(tmp_path: Path, times: int) -> None:
    """So that the next run knows which letters are its own; the same run twice leaves the same files."""
    for _ in range(times):
        chase(assessed(*MIXED), tmp_path, NOW, 5)
    content = json.loads((tmp_path / "board.json").read_text("utf-8"))
    there = sorted(
        p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file() and p.name != "board.json"
    )

    assert [one["path"] for one in content["outputs"]] == there


def reminded_with(folder: Path, name: str) -> list[tuple[str, bytes]]:
    """What is attached to a letter."""
    message = message_from_bytes((folder / "unaddressed" / name).read_bytes(), policy=policy.default)
    return [(str(part.get_filename()), part.get_content()) for part in message.iter_attachments()]


def test_who_filled_in_another_rounds_workbook_gets_this_rounds_once_more(tmp_path: Path) -> None:
    """Byte for byte as it went with the invitation, also with last round's answers beside, and the letter says so."""
    assessment = assessed(*MIXED)
    last = {"thorne": {"AA1": "2 In progress"}}
    sent = files_to_send(assessment.round, last)
    folder = tmp_path / "chase"
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "thorne.xlsx").write_bytes(sent["templates/thorne.xlsx"])
    chase(assessment, folder, NOW, 5)
    message = message_from_bytes((folder / "unaddressed" / "thorne_reminder.eml").read_bytes(), policy=policy.default)
    body = message.get_body(("plain",))
    assert body is not None
    said = " ".join(body.get_content().split())

    assert reminded_with(folder, "thorne_reminder.eml") == [("thorne.xlsx", sent["templates/thorne.xlsx"])]
    assert "- old.xlsx (dated 12 October 2026). It was made for another round," in said
    assert "Please fill in the attached workbook" in said


@pytest.mark.parametrize("there", [b"", b"PK no workbook", "northmoor-jane-roe.xlsx"])
def test_workbook_that_is_gone_is_made_again(tmp_path: Path, there: bytes | str) -> None:
    """Also where the file of its name is none, or is somebody else's; the bytes are those of the invitation."""
    assessment = assessed(*MIXED)
    sent = files_to_send(assessment.round)
    folder = tmp_path / "chase"
    if there:
        (tmp_path / "templates").mkdir()
        other = there if isinstance(there, bytes) else sent[f"templates/{there}"]
        (tmp_path / "templates" / "thorne.xlsx").write_bytes(other)
    chase(assessment, folder, NOW, 5)

    assert reminded_with(folder, "thorne_reminder.eml") == [("thorne.xlsx", sent["templates/thorne.xlsx"])]


def test_reminder_that_asks_for_another_file_of_ones_own_has_nothing_attached(tmp_path: Path) -> None:
    """Of two versions one is to be named; a workbook to fill in would be a third."""
    two = (entry("a.xlsx", "Thorne", day=None), entry("b.xlsx", "Thorne", given="AA1=3", day=None))
    chase(assessed(*two), tmp_path, NOW, 5)

    assert reminded_with(tmp_path, "thorne_reminder.eml") == []


def test_board_names_only_letters_that_were_written(tmp_path: Path) -> None:
    """A receipt that went is not due again, and the board says when the last letter went."""
    chase(assessed(*MIXED), tmp_path, NOW, 5)
    first = json.loads((tmp_path / "board.json").read_text("utf-8"))["returns"]
    send_all(tmp_path, NOW)
    chase(assessed(*MIXED), tmp_path, NOW + timedelta(days=1), 5)
    second = json.loads((tmp_path / "board.json").read_text("utf-8"))["returns"]

    assert [one["letters"] for one in first] == [["receipt"], ["reminder"], ["query"], ["reminder"]]
    assert [one["letters"] for one in second] == [[], [], [], ["reminder"]]
    assert [one["next"] for one in second[:3]] == [
        "Nothing: the last letter went on 3 December 2026.",
        *["Wait for a reply: the last letter went on 3 December 2026."] * 2,
    ]


def test_file_that_cannot_be_used_is_answered_at_once_and_once(tmp_path: Path) -> None:
    """It came after our last letter, so it is the reply; the same file is told of again only after the days to wait, a new one at once."""
    locked = (replace(refused("cwm-twr.xlsx"), digest="a" * 64), *MIXED[:1])
    another = (*locked, replace(refused("post/cwm-twr.xlsx"), digest="b" * 64))
    reminder = {"letters/cwm-twr_reminder.eml": "reminder"}
    seen = []
    for days, came in enumerate(((), locked, locked, another, another, (), locked)):
        chase(assessed(*came), tmp_path, NOW + timedelta(days=days), 5)
        seen.append({name: kind for name, kind in written(tmp_path).items() if "cwm-twr" in name})
        send_all(tmp_path, NOW + timedelta(days=days))
    chase(assessed(*another), tmp_path, NOW + timedelta(days=8), 5)

    assert seen == [reminder, reminder, {}, reminder, {}, {}, {}]
    assert "letters/cwm-twr_reminder.eml" in written(tmp_path)
