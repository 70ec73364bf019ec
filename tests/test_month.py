"""A whole month of a programme office, on this machine: from an empty folder over a mail server to the last receipt."""

import json
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from mail_office import PASSWORD, POLICY, USER, Office, Postbox, mail_server
from office_walk import filled_in
from openpyxl import load_workbook

from rasp_xl.cli import main
from rasp_xl.incoming.returns import Reader, Return
from rasp_xl.model.answers import CHOICE_TEXTS
from rasp_xl.model.layout import ANSWER, EVIDENCE, slots
from rasp_xl.model.question_file import standard_set
from rasp_xl.model.questions import Question
from rasp_xl.pipeline import mail_server as ours

pytestmark = pytest.mark.office

ASKED = standard_set()
XLSX = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PEOPLE = (
    ("Northmoor District Council", "Jane Roe", "jane@northmoor.example"),
    ("Cyngor Cwm Tŵr", "Siân Prŷs", "sian@cwm-tŵr.example"),
    ('Bath & North East "Somerset" <b>', "O'Neil, Pat", "pat@bnes.example"),
    ("Eastvale Borough Council", "Ann Lee", "ann@eastvale.example"),
    ("Eastvale Borough Council", "Bo Day", "bo@eastvale.example"),
)


def round_filled_in(file: Path) -> None:
    """The office fills in the yellow cells."""
    book = load_workbook(file)
    programme = book["Programme"]
    entries = {
        "Return by": datetime(2099, 12, 31),
        "Marking": "OFFICIAL",
        "Sender": "Rhian Prys",
        "Sender's e-mail": "rhian@harbour.example",
    }
    for row in programme.iter_rows(min_row=1, max_row=40):
        if row[0].value in entries:
            row[1].value = entries[row[0].value]
    partners = book["Partners"]
    (head,) = (row for row in partners.iter_rows() if row[0].value == "Name")
    columns = {cell.value: cell.column for cell in head}
    for number, (council, name, address) in enumerate(PEOPLE, head[0].row + 1):
        for heading, text in (("Name", council), ("Contact", name), ("E-mail", address)):
            partners.cell(number, columns[heading]).value = text
    book.save(file)


def attachment(letter: bytes) -> tuple[str, bytes]:
    """The one workbook in a letter."""
    (part,) = message_from_bytes(letter, policy=policy.default).iter_attachments()
    return str(part.get_filename()), part.get_content()


def by_recipient(office: Office) -> dict[str, list[bytes]]:
    """The letters that came, by the first address of each, as bytes."""
    came: dict[str, list[bytes]] = {}
    for letter in office.postbox.letters:
        content = letter.original_content
        assert isinstance(content, bytes)
        came.setdefault(letter.rcpt_tos[0], []).append(content)
    return came


def level(value: int, question: Question) -> int:
    """What somebody who is mostly at a level answers: the last question of each area is one level lower."""
    (area,) = (area for area in ASKED.areas if area.id == question.area)
    return value - 1 if question is area.questions[-1] else value


def score(value: int) -> float:
    """The overall score of such answers, added up by hand."""
    points = [
        100
        * sum(q.weights[0] * level(value, q) for q in area.questions)
        / sum(4 * q.weights[0] for q in area.questions)
        for area in ASKED.areas
    ]
    return sum(points) / len(points)


def filled(data: bytes, value: int, tmp: Path, **odd: str) -> bytes:
    """Somebody answers every question in LibreOffice, some of them oddly, and saves."""
    read = Reader(ASKED).read(data, "template.xlsx")
    assert isinstance(read, Return)
    typed: dict[tuple[str, str], str] = {}
    for slot in slots(ASKED):
        typed[slot.sheet, slot.cell(ANSWER)] = odd.get(slot.question.id, CHOICE_TEXTS[level(value, slot.question)])
        typed[slot.sheet, slot.cell(EVIDENCE)] = f"Cabinet minute {slot.row}, {slot.question.id}"
    return filled_in(data, typed, tmp)


def mailed(sender: str, name: str, data: bytes) -> bytes:
    """The return as a saved e-mail."""
    message = EmailMessage(policy=POLICY)
    message["From"], message["To"], message["Subject"] = sender, "rhian@harbour.example", "Our return"
    message.set_content("Here it is.\n")
    message.add_attachment(data, maintype="application", subtype=XLSX, filename=name)
    return message.as_bytes()


def test_the_whole_month(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """New, round workbook, templates, letters sent, answers, returns by mail, check, chase, fix copies, chase, score."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(ours.USER, USER)
    monkeypatch.setenv(ours.PASSWORD, PASSWORD)

    assert main(["new", "Harbour round", "--stage", "2"]) == 0
    home, output, returns = (tmp_path / "Harbour round" / name for name in ("", "output", "returns"))
    round_filled_in(home / "round.xlsx")
    assert main(["templates", "Harbour round"]) == 0
    assert sorted(path.name for path in (output / "letters").iterdir()) == sorted(
        f"{name}_invitation.eml"
        for name in (
            "northmoor-district-council",
            "cyngor-cwm-twr",
            "bath-north-east-somerset-b",
            "eastvale-borough-council_1",
            "eastvale-borough-council_2",
        )
    )

    with mail_server(tmp_path, Postbox()) as office:
        send = ["--smtp", f"localhost:{office.port}", "--ca", str(office.authorities)]
        assert (main(["send", str(Path("Harbour round", "output")), *send]), office.postbox.letters) == (0, [])
        assert main(["send", str(output), *send, "--now"]) == 0
        invited = by_recipient(office)
        assert sorted(invited) == [
            "ann@eastvale.example",
            "bo@eastvale.example",
            "jane@northmoor.example",
            "pat@bnes.example",
            "sian@xn--cwm-tr-fob.example",
        ]

        # The next day somebody stands in another folder; the round and its record are where they were.
        monkeypatch.chdir(returns)
        for who, value, odd in (
            ("jane@northmoor.example", 3, {}),
            ("sian@xn--cwm-tr-fob.example", 2, {"SV6": "2-3"}),
            ("ann@eastvale.example", 4, {}),
        ):
            name, data = attachment(invited[who][0])
            (returns / f"{who}.eml").write_bytes(mailed(who, name, filled(data, value, tmp_path, **odd)))
        assert main(["check", str(returns), "--round", str(home)]) == 1
        assert main(["chase", str(home), str(returns)]) == 1
        board = json.loads((output / "chase" / "board.json").read_text("utf-8"))
        standing = {(one["name"], one["contact"]): one["standing"] for one in board["returns"]}
        assert standing == {
            PEOPLE[0][:2]: "in",
            PEOPLE[1][:2]: "to_fix",
            PEOPLE[2][:2]: "missing",
            PEOPLE[3][:2]: "in",
            PEOPLE[4][:2]: "missing",
        }
        # The invitations have only just gone: nobody is reminded, but a receipt is due, and a query could wait.
        assert main(["chase", "..", "--wait", "0"]) == 1
        office.postbox.letters.clear()
        assert main(["send", str(output / "chase"), *send, "--now"]) == 0
        second = by_recipient(office)
        kinds = {
            who: [str(message_from_bytes(one, policy=policy.default)["X-Rasp-Letter"]).split(";")[0] for one in letters]
            for who, letters in second.items()
        }
        assert kinds == {
            "jane@northmoor.example": ["receipt"],
            "ann@eastvale.example": ["receipt"],
            "sian@xn--cwm-tr-fob.example": ["query"],
            "pat@bnes.example": ["reminder"],
            "bo@eastvale.example": ["reminder"],
        }

        copy_name, copy = attachment(second["sian@xn--cwm-tr-fob.example"][0])
        (returns / "sian fixed.eml").write_bytes(mailed("sian@cwm.example", copy_name, filled(copy, 2, tmp_path)))
        for who in ("pat@bnes.example", "bo@eastvale.example"):
            name, data = attachment(invited[who][0])
            (returns / f"{who}.xlsx").write_bytes(filled(data, 1, tmp_path))
        office.postbox.letters.clear()
        assert main(["chase", str(home), str(returns), "--wait", "0"]) == 0
        assert main(["send", str(output / "chase"), *send, "--now"]) == 0
        assert sorted(by_recipient(office)) == [
            "bo@eastvale.example",
            "pat@bnes.example",
            "sian@xn--cwm-tr-fob.example",
        ]

    capsys.readouterr()
    assert main(["score", str(returns), "--round", str(home), "--out", str(output)]) == 0
    said = capsys.readouterr().out
    results = json.loads((output / "results.json").read_text("utf-8"))
    scores = {council["name"]: (council["respondents"], council["overall"]["score"]) for council in results["councils"]}
    expected = {council: (1, score(value)) for (council, *_), value in zip(PEOPLE[:3], (3, 2, 1), strict=True)}
    answers = results["councils"][2]["answers"]
    assert {name: pair for name, pair in scores.items() if name in expected} == {
        name: (people, pytest.approx(value)) for name, (people, value) in expected.items()
    }
    assert scores[PEOPLE[3][0]][0] == 2
    assert (answers["SV1"], results["councils"][2]["name"]) == (2, PEOPLE[3][0])
    assert said.splitlines()[-1].startswith("10 files: 5 scored, 0 held, 1 superseded, 0 refused, 4 ignored")
    assert main(["chase", str(home), str(returns)]) == 0
    assert [path.name for path in (output / "chase" / "letters").glob("*.eml")] == []
