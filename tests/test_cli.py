"""The command line: what each command says, and the exit status it answers with."""

import json
import re
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from building import clean_return
from came_back import filled
from command_line import OUTPUTS, adds_up, from_council, spoken, two_returns

from rasp_xl.cli import main
from rasp_xl.model.questions import QuestionSet

COMMANDS = ("demo", "new", "templates", "check", "score")


@pytest.fixture(scope="module")
def good(asked: QuestionSet) -> bytes:
    """A return without a fault, of last month, from a council called Placeholder."""
    return clean_return(asked, date.today() - timedelta(days=30))


@pytest.fixture
def inbox(tmp_path: Path, good: bytes) -> Path:
    """A folder of two clean returns, in a path with spaces and a Welsh name."""
    return two_returns(tmp_path, good)


def test_help_begins_with_examples(capsys: pytest.CaptureFixture[str]) -> None:
    """The help shows examples and says what each exit status means."""
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    said = capsys.readouterr().out

    assert ended.value.code == 0
    for command in COMMANDS:
        assert f"rasp-xl {command}" in said
    assert "exit status: 0 all well" in said


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each command explains its own options."""
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])

    assert ended.value.code == 0
    assert f"usage: rasp-xl {command}" in capsys.readouterr().out


def test_help_loads_no_reader_and_no_writer() -> None:
    """Help is there at once, because nothing that reads or writes workbooks is loaded for it."""
    program = (
        "import sys\nfrom rasp_xl.cli import main\ntry:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "print(sorted({'xlsxwriter', 'jinja2', 'python_calamine', 'pandas', 'openpyxl'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    "argv",
    [
        [],
        ["conquer"],
        ["check"],
        ["score"],
        ["check", "x", "--wrong"],
        ["score", "x", "--workers", "many"],
        ["templates", "--stage", "5"],
        ["templates", "--purpose", "old"],
    ],
)
def test_wrong_usage_ends_with_two(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """A command that cannot be understood says how it is used, on stderr, and ends with 2."""
    with pytest.raises(SystemExit) as ended:
        main(argv)
    said = capsys.readouterr()

    assert ended.value.code == 2
    assert said.out == ""
    assert "usage: rasp-xl" in said.err


@pytest.mark.parametrize("command", ["check", "score"])
def test_unknown_path_ends_with_two(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A path that is not there is named in a sentence, and nothing else is said."""
    status = main([command, "no such folder"])

    assert status == 2
    assert capsys.readouterr() == ("", "There is no file or folder 'no such folder'. Check the name and try again.\n")


def test_clean_returns_end_with_zero(inbox: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two returns without a fault: both commands end with 0, and score leaves its three files and the packs, and no other."""
    assert main(["check", str(inbox)]) == 0
    assert capsys.readouterr().out.count(": all well\n") == 2
    assert main(["score", str(inbox), "--out", str(tmp_path / "my results")]) == 0
    said = capsys.readouterr()

    assert {p.name for p in (tmp_path / "my results").iterdir()} == OUTPUTS
    assert re.search(r"Cwm Tŵr +88\.0 +4 Ready, final", said.out)
    assert "Needs attention" not in said.out
    assert said.err == ""


@pytest.mark.parametrize("command", ["check", "score"])
def test_return_dated_ahead_of_today_is_asked_about(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both commands know what day it is, so a slip in the year is seen before it makes the wrong return the newest."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "return.xlsx").write_bytes(filled(day=date(2999, 1, 1)))
    main([command, "return.xlsx", "--json"])

    (file,) = json.loads(capsys.readouterr().out)["files"]
    assert [f["found"] for f in file["findings"] if f["code"] == "RX310"] == ["01/01/2999"]


@pytest.mark.parametrize("command", ["check", "score"])
def test_fault_ends_with_one(
    inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    """A file that does not count is told with what to do; the others are scored, and the status is 1."""
    monkeypatch.chdir(tmp_path)
    (inbox / "photo.xlsx").write_bytes(b"\x89PNG\r\n\x1a\n")
    status = main([command, str(inbox)])
    said = capsys.readouterr().out

    assert status == 1
    assert "photo.xlsx" in said
    assert "it looks like a picture." in said
    assert "Ask the sender for the workbook itself" in said
    assert said.splitlines()[-1].startswith("3 files: 2 scored, 0 held, 0 superseded, 1 refused")


@pytest.mark.parametrize("command", ["check", "score"])
@pytest.mark.parametrize("content", [{}, {"minutes.pdf": b"%PDF-1.7\n"}])
def test_nothing_to_score_ends_with_three(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: str,
    content: dict[str, bytes],
) -> None:
    """An empty folder, or one with only a PDF, is said to hold nothing that can be scored; nothing is written."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "returns").mkdir()
    for name, data in content.items():
        (tmp_path / "returns" / name).write_bytes(data)
    status = main([command, "returns"])
    said = capsys.readouterr()

    assert status == 3
    assert ("None of the files could be scored." if content else "There is no file in returns.") in said.err
    assert adds_up(said.out.splitlines()[-1])
    assert {p.name for p in tmp_path.iterdir()} == {"returns"}


@pytest.mark.parametrize("command", ["check", "score"])
def test_last_line_is_a_true_control_total(
    inbox: Path, tmp_path: Path, good: bytes, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    """Files found are the sum of the files of each status, in the last line on stdout."""
    (inbox / "copy.xlsx").write_bytes((inbox / "Northmoor return.xlsx").read_bytes())
    (inbox / "~$copy.xlsx").write_bytes(b"lock")
    (inbox / "nobody.xlsx").write_bytes(from_council(" ", good))
    (inbox / "empty.xlsx").write_bytes(b"")
    options = ["--out", str(tmp_path / "out")] if command == "score" else []
    main([command, str(inbox), *options])
    last = capsys.readouterr().out.splitlines()[-1]

    assert last == "6 files: 2 scored, 1 held, 1 superseded, 1 refused, 1 ignored. 6 = 2 + 1 + 1 + 1 + 1."
    assert adds_up(last)


@pytest.mark.parametrize("command", ["check", "score"])
def test_json_stands_alone_on_stdout(inbox: Path, tmp_path: Path, command: str) -> None:
    """With --json a program reads stdout, and the control total goes to stderr."""
    options = ["--out", tmp_path / "out"] if command == "score" else []
    status, out, err = spoken(command, inbox, "--json", *options)
    content = json.loads(out)

    assert status == 0
    assert [f["status"] for f in content["files"]] == ["scored", "scored"]
    assert content["control"]["answers"] == {
        "cells": 114, "levels": 114, "dont_know": 0, "not_applicable": 0, "blank": 0, "unreadable": 0,
    }  # fmt: skip
    assert ("councils" in content) == (command == "score")
    assert adds_up(err.decode().strip())
    if command == "score":
        assert content == json.loads((tmp_path / "out" / "results.json").read_bytes())


def test_json_is_there_when_nothing_could_be_scored(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A program that asked for JSON learns from it why nothing was scored."""
    (tmp_path / "minutes.pdf").write_bytes(b"%PDF-1.7\n")
    status = main(["score", str(tmp_path), "--json"])
    content = json.loads(capsys.readouterr().out)

    assert status == 3
    assert content["control"]["refused"] == 1
    assert "PDF" in content["files"][0]["reason"]


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "utf-8"])
def test_consoles_that_lack_letters(tmp_path: Path, good: bytes, encoding: str) -> None:
    """Welsh names and an emoji stop nothing on a console that lacks them, and JSON stays JSON."""
    for name in ("Cwm Tŵr", "Môn", "Ŷ 🐉"):
        (tmp_path / f"{name}.xlsx").write_bytes(from_council(name, good))
    env = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    results = [
        spoken(*argv, env=env, cwd=tmp_path.parent)
        for argv in (
            ("check", tmp_path),
            ("score", tmp_path, "--out", tmp_path / "out"),
            ("check", tmp_path / "Cwm Tŵr.xlsx", "--json"),
            ("check", tmp_path / "Môn.xlsx", "--json"),
            ("check", tmp_path / "Ŷ 🐉.xlsx", "--json"),
        )
    ]

    assert [status for status, _, _ in results] == [0] * 5
    assert [json.loads(out)["files"][0]["path"] for _, out, _ in results[2:]] == [
        "Cwm Tŵr.xlsx",
        "Môn.xlsx",
        "Ŷ 🐉.xlsx",
    ]
    assert not b"".join(err for _, _, err in results[:2])


@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"FORCE_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_colour_is_ever_printed(inbox: Path, env: dict[str, str]) -> None:
    """Nothing printed depends on colour, so no escape sequence is ever sent, whoever asks for it."""
    _, out, err = spoken("check", inbox, env=env)

    assert b"\x1b" not in out + err


@pytest.mark.skipif(sys.platform == "win32", reason="Windows allows no such name")
def test_name_of_a_file_does_not_steer_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file whose name holds an escape sequence or turns the writing round is shown without them."""
    (tmp_path / "a\x1b[31m\u202exslx.xlsx").write_bytes(b"")
    main(["check", str(tmp_path)])

    assert capsys.readouterr().out.startswith("Files of no known council: 1 to fix\n  a?[31m?xslx.xlsx: refused\n")
