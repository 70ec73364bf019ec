"""What the command line does when nobody reads what it says, when the disk is full, and when it is asked for nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from building import clean_return
from command_line import OUTPUTS, spoken

from rasp_xl.cli import main
from rasp_xl.model.questions import QuestionSet

FULL = Path("/dev/full")
NO_ROOM = "What rasp-xl says could not be written: No space left on device. Make room there or write it elsewhere, and run again.\n"


@pytest.fixture(params=["", "1"], ids=["waits", "at once"])
def buffering(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python holds words back until there are enough of them, unless the machine says otherwise; both must do."""
    monkeypatch.setenv("PYTHONUNBUFFERED", request.param)


@pytest.fixture
def inbox(tmp_path: Path, asked: QuestionSet) -> Path:
    """A folder with one clean return."""
    folder = tmp_path / "returns"
    folder.mkdir()
    (folder / "a.xlsx").write_bytes(clean_return(asked))
    return folder


def run(*argv: object, **streams: object) -> tuple[int, str]:
    """Status and stderr of a command whose stdout goes somewhere else."""
    command = [sys.executable, "-m", "rasp_xl", *map(str, argv)]
    done = subprocess.run(command, stderr=subprocess.PIPE, check=False, timeout=300, **streams)  # type: ignore[call-overload]
    return done.returncode, done.stderr.decode()


def nobody() -> int:
    """The end of a pipe that nobody reads any more."""
    reader, writer = os.pipe()
    os.close(reader)
    return writer


@pytest.mark.parametrize(("command", "options"), [("check", []), ("check", ["--json"]), ("score", [])])
def test_reader_that_goes_away_is_no_fault(command: str, options: list[str], inbox: Path, tmp_path: Path) -> None:
    """As with ``| head -1``: no word of complaint, the status that shells give for it, and results whole."""
    out = ["--out", tmp_path / "out"] if command == "score" else []
    status, said = run(command, inbox, *options, *out, stdout=nobody())

    assert status == 141
    assert "Traceback" not in said
    assert "Error" not in said
    if command == "score":
        assert {path.name for path in (tmp_path / "out").iterdir()} == OUTPUTS


@pytest.mark.usefixtures("buffering")
@pytest.mark.parametrize("argv", [["--help"], ["--version"], ["check", "--help"]])
def test_help_that_nobody_reads(argv: list[str]) -> None:
    """Help ends in a way of its own."""
    assert run(*argv, stdout=nobody()) == (141, "")


def test_head_of_a_long_report(inbox: Path) -> None:
    """The pipe of a shell, with more to say than a pipe holds: the line that was asked for, and nothing on stderr."""
    for number in range(600):
        (inbox / f"{'long name ' * 15}{number}.xlsx").write_bytes(b"")
    script = f'"{sys.executable}" -m rasp_xl check "{inbox}" | head -1'
    done = subprocess.run(["/bin/sh", "-c", script], capture_output=True, text=True, check=False, timeout=300)

    assert done.stdout == "Files of no known council: 600 to fix\n"
    assert done.stderr == ""


@pytest.mark.usefixtures("buffering")
@pytest.mark.skipif(not FULL.exists(), reason="no device here is always full")
@pytest.mark.parametrize(
    "argv", [["check", "IN"], ["check", "IN", "--json"], ["score", "IN"], ["demo"], ["--help"], ["--version"]]
)
def test_full_device_is_said_and_ends_with_four(argv: list[str], inbox: Path, tmp_path: Path) -> None:
    """What was to be read from a file is not there, so the status says that output is missing, and a sentence why."""
    words = [str(inbox) if word == "IN" else word for word in argv]
    with FULL.open("w") as full:
        status, said = run(*words, stdout=full, cwd=tmp_path)

    assert (status, said) == (4, NO_ROOM)


@pytest.mark.skipif(not FULL.exists(), reason="no device here is always full")
@pytest.mark.usefixtures("buffering")
def test_nowhere_to_say_it(inbox: Path) -> None:
    """Where stderr is full too, the status is all that is left."""
    with FULL.open("w") as full:
        command = [sys.executable, "-m", "rasp_xl", "check", str(inbox)]
        done = subprocess.run(command, stdout=full, stderr=full, check=False, timeout=300)

    assert done.returncode == 4


@pytest.mark.parametrize("number", ["0", "-1", "-20", "1.5", "", "two", "²"])
@pytest.mark.parametrize("command", ["check", "score"])
def test_number_of_processes_must_be_one_or_more(command: str, number: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Anything else is wrong usage, said in plain words."""
    with pytest.raises(SystemExit) as ended:
        main([command, "x", "--workers", number])

    assert ended.value.code == 2
    assert f"argument --workers: give the number of processes, 1 or more, not '{number}'" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["", " "])
@pytest.mark.parametrize(
    "argv", [["new", "NAME"], ["check", "NAME"], ["score", "x", "--out", "NAME"], ["check", "x", "--round", "NAME"]]
)
def test_empty_name_is_wrong_usage(
    argv: list[str], name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An empty name, as from a variable that was never set, is not taken for the folder one stands in."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        main([name if word == "NAME" else word for word in argv])

    assert ended.value.code == 2
    assert "the name of a file or folder is empty" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_status_of_a_report_that_is_read(inbox: Path) -> None:
    """Nothing of this touches a command whose words are read."""
    status, out, err = spoken("check", inbox)

    assert (status, err) == (0, b"")
    assert out.decode().splitlines()[-1].startswith("1 file: 1 scored")
