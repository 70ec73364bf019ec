"""The command line and files: what it reads, what it writes, and what it leaves alone."""

import errno
import json
import os
import re
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from building import clean_return, everywhere, returned
from command_line import OUTPUTS, adds_up, from_council, snapshot, spoken, two_returns
from openpyxl import load_workbook
from zip_parts import members

from rasp_xl.cli import main
from rasp_xl.model.questions import Purpose, QuestionSet
from rasp_xl.model.rounds import Round
from rasp_xl.pipeline import lock
from rasp_xl.pipeline.journal import JOURNAL


@pytest.fixture(scope="module")
def good(asked: QuestionSet) -> bytes:
    """A return without a fault, of last month, from a council called Placeholder."""
    return clean_return(asked, date.today() - timedelta(days=30))


@pytest.fixture
def inbox(tmp_path: Path, good: bytes) -> Path:
    """A folder of two clean returns, in a path with spaces and a Welsh name."""
    return two_returns(tmp_path, good)


def test_output_folder_that_is_a_file_ends_with_four(
    inbox: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where a file has the name of the output folder, a sentence says so, and the file is left alone."""
    taken = tmp_path / "output"
    taken.write_bytes(b"mine")

    assert main(["score", str(inbox), "--out", str(taken)]) == 4
    assert f"Could not write into {taken}: there is a file of that name." in capsys.readouterr().err
    assert main(["templates", "--out", str(taken)]) == 4
    assert taken.read_bytes() == b"mine"


def test_workbook_open_in_excel_ends_with_four(
    inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where a result is held by another program, a sentence names it, and the results of the last run stay as they were."""
    out = tmp_path / "out"
    main(["score", str(inbox), "--out", str(out)])
    before = snapshot(out)
    (inbox / "Cwm Tŵr return.xlsx").unlink()

    real = os.replace

    def locked(source: Path, target: Path) -> None:
        if target.name == "scored.xlsx":
            raise PermissionError(errno.EACCES, "Permission denied", str(source), None, str(target))
        real(source, target)

    monkeypatch.setattr(os, "replace", locked)
    status = main(["score", str(inbox), "--out", str(out)])

    assert status == 4
    assert re.search(r"Could not write .*scored\.xlsx: Permission denied\. If it is open", capsys.readouterr().err)
    assert snapshot(out) == before


def test_folder_in_use_by_another_run_ends_with_four(
    inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """While another run writes there, nothing is scored and a sentence says to wait."""
    monkeypatch.setattr(lock, "PATIENCE", 0)
    with lock.locked(tmp_path):
        status = main(["score", str(inbox), "--out", str(tmp_path)])
    said = capsys.readouterr()

    assert status == 4
    assert said.err.startswith(f"Another run is writing into {tmp_path}. Wait until it has ended")
    assert said.out == ""


def test_half_done_run_and_open_file_end_with_four(
    inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where the last run died half way and its page is open, the sentence says both; once closed, the next run says it is whole."""
    out = tmp_path / "out"
    main(["score", str(inbox), "--out", str(out)])
    part = f".rasp-{0:012x}.part"
    shutil.copy(out / "summary.html", out / part)
    step = {"name": "summary.html", "new": part, "old": "", "digest": "0" * 64}
    (out / JOURNAL).write_text(json.dumps([step]))

    def locked(source: Path, target: Path) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(source), None, str(target))

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", locked)
        status = main(["score", str(inbox), "--out", str(out)])
    refused = capsys.readouterr().err
    done = main(["score", str(inbox), "--out", str(out)])

    assert (status, done) == (4, 0)
    assert "summary.html: Permission denied. If it is open in another program" in refused
    assert refused.endswith("are partly of this run and partly of the last.\n")
    assert capsys.readouterr().err == (
        f"A run that was stopped had left the files in {out} half written. They are whole again.\n"
    )
    assert {name.split("/")[0] for name in snapshot(out)} == OUTPUTS


def test_kept_file_is_told_of(
    inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A result of an earlier run in which somebody worked is kept, and a sentence beside the results says so."""
    monkeypatch.chdir(tmp_path)
    main(["score", str(inbox), "--tables"])
    Path("output/tables/scores.csv").write_bytes(b"mine")
    capsys.readouterr()

    assert main(["score", str(inbox), "--json"]) == 0
    said = capsys.readouterr()
    assert said.err.startswith(f"Kept {Path('output/tables/scores.csv')}, which was changed since the last run.")
    assert json.loads(said.out)["schema"] == 1


def test_what_somebody_typed_into_the_workbook_is_kept(
    inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Owners and dates typed into the scored workbook survive the next run under a name that is said, and are no return."""
    monkeypatch.chdir(tmp_path)
    main(["score", str(inbox)])
    workbook = load_workbook("output/scored.xlsx")
    workbook["Gaps and actions"]["A1"] = "Ann, by March"
    workbook.save("output/scored.xlsx")
    typed = Path("output/scored.xlsx").read_bytes()
    capsys.readouterr()
    status = main(["score", str(inbox)])
    said = capsys.readouterr()
    kept = Path("output/scored (changed by hand).xlsx")

    assert status == 0
    assert kept.read_bytes() == typed
    assert said.err == (
        f"{Path('output/scored.xlsx')} was not as the last run left it, so it is kept as {kept}. "
        "Give it with --baseline to carry its owners, dates and status over.\n"
    )
    assert main(["check", str(inbox), str(kept)]) == 0
    assert "2 scored, 0 held, 0 superseded, 0 refused, 1 ignored" in capsys.readouterr().out.splitlines()[-1]
    assert main(["score", str(inbox)]) == 0
    assert capsys.readouterr().err == ""


def test_several_paths_and_single_files(inbox: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Files and folders can be named together; a file that is named twice counts once."""
    other = tmp_path / "late returns"
    other.mkdir()
    (inbox / "Cwm Tŵr return.xlsx").rename(other / "Cwm Tŵr return.xlsx")
    single = inbox / "Northmoor return.xlsx"

    assert main(["check", str(single)]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("1 file")
    assert main(["check", str(single), str(other), str(inbox)]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("2 files: 2 scored")


def test_check_writes_nothing(inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Checking leaves every byte, every time and the folder it is run in as they were, even in a read-only folder."""
    monkeypatch.chdir(inbox)
    (inbox / "broken.xlsx").write_bytes(b"PK\x03\x04 cut short")
    before = snapshot(inbox)
    inbox.chmod(0o555)
    try:
        status = main(["check", "."])
    finally:
        inbox.chmod(0o755)

    assert status == 1
    assert snapshot(inbox) == before


def test_score_leaves_inputs_alone(inbox: Path, tmp_path: Path) -> None:
    """Scoring changes nothing in the folder of returns."""
    before = snapshot(inbox)
    main(["score", str(inbox), "--out", str(tmp_path / "out")])

    assert snapshot(inbox) == before


@pytest.mark.parametrize("purpose", ["new", "health-check", "joining"])
@pytest.mark.parametrize("stage", ["1", "2", "3", "4"])
def test_template_for_every_purpose_and_stage(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], purpose: str, stage: str
) -> None:
    """Each purpose and stage has its template, which says what it is for; the message names the file."""
    status = main(["templates", "--purpose", purpose, "--stage", stage, "--out", str(tmp_path)])
    (made,) = tmp_path.iterdir()
    properties = members(made.read_bytes())["docProps/core.xml"].decode()

    assert status == 0
    assert made.name == f"template-{purpose}-stage-{stage}.xlsx"
    assert str(made) in capsys.readouterr().out
    assert f"purpose={purpose};stage={stage};" in properties


def test_blank_template_is_for_a_new_programme_before_commitment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without options the template is for a new programme at stage 1, in the folder output."""
    monkeypatch.chdir(tmp_path)

    assert main(["templates"]) == 0
    assert [p.name for p in (tmp_path / "output").iterdir()] == ["template-new-stage-1.xlsx"]


def test_demo_runs_in_an_empty_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The demo needs nothing but itself and writes the three files, packs and fix copies; faults that are there on purpose are no failure."""
    monkeypatch.chdir(tmp_path)
    status = main(["demo"])
    said = capsys.readouterr()

    assert status == 0
    assert {p.name for p in (tmp_path / "output").iterdir()} == OUTPUTS | {"fixes"}
    assert adds_up(said.out.splitlines()[-1])
    assert said.err == ""


def test_module_runs_like_the_command() -> None:
    """python -m rasp_xl is the same command, under the same name."""
    status, out, err = spoken("--version")

    assert (status, err) == (0, b"")
    assert re.fullmatch(rb"rasp-xl \d+\.\d+\.\d+\s*", out)


def test_time_zone_and_hash_seed_change_no_byte(inbox: Path, tmp_path: Path) -> None:
    """The same returns give the same bytes on another machine on another day."""
    for number, zone in enumerate(("Pacific/Auckland", "America/Los_Angeles")):
        spoken("score", inbox, "--out", tmp_path / str(number), env={"TZ": zone, "PYTHONHASHSEED": str(number)})
    hashes = [{name: digest for name, (digest, _) in snapshot(tmp_path / str(n)).items()} for n in range(2)]

    assert {name.split("/")[0] for name in hashes[0]} == OUTPUTS
    assert hashes[0] == hashes[1]


def test_two_workers_give_the_same_results_as_one(tmp_path: Path, asked: QuestionSet, good: bytes) -> None:
    """250 returns read by two processes give the very bytes that one process gives."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    faulty = returned(Round(Purpose.NEW, 2, asked), "Placeholder", everywhere(asked, 1, "SV3=NA TR2= GV12=0"))
    for number in range(250):
        (inbox / f"{number}.xlsx").write_bytes(
            from_council(f"Council {number:03}", faulty if number % 50 == 7 else good)
        )
    found = [
        spoken("score", inbox, "--out", tmp_path / workers, "--workers", workers, "--no-packs")
        for workers in ("1", "2")
    ]
    one, two = ((tmp_path / workers / "results.json").read_bytes() for workers in ("1", "2"))

    assert [status for status, _, _ in found] == [1, 1]
    assert found[0][1].splitlines()[-1] == found[1][1].splitlines()[-1]
    assert len(json.loads(one)["councils"]) == 250
    assert one == two
