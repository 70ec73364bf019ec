"""The commands with a round workbook: a folder made, councils listed, a gate waived, a mistake said."""

import json
from datetime import date, datetime
from pathlib import Path

import pytest
from building import clean_return, everywhere, returned
from command_line import adds_up, from_council, snapshot
from openpyxl import load_workbook

from rasp_xl.cli import main
from rasp_xl.incoming.round_book.whole import read_round
from rasp_xl.model.answers import Answer
from rasp_xl.model.question_file import standard_set
from rasp_xl.model.questions import Purpose
from rasp_xl.model.rounds import Round

ASKED = standard_set()
ROUND = Round(Purpose.NEW, 2, ASKED)
AGREED = {q.id: Answer(q.id, 3, "Board minute 12") for q in ASKED.questions}


def fill(folder: Path, *waivers: tuple[object, ...]) -> None:
    """Somebody lists two councils and some waivers in a round workbook that `new` made."""
    book = load_workbook(folder / "round.xlsx")
    for row, name in enumerate(("Northmoor", "Cwm Tŵr"), 9):
        book["Partners"].cell(row, 1, name)
    for row, entries in enumerate(waivers, 9):
        for column, entry in enumerate(entries, 1):
            book["Waivers"].cell(row, column, entry)
    book.save(folder / "round.xlsx")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A round before signature with two councils; Northmoor's return says that a gate is not applicable."""
    made = tmp_path / "Harbour round"
    assert main(["new", str(made), "--stage", "2"]) == 0
    fill(made)
    given = AGREED | {"GV12": Answer("GV12", "NA", comment="No staff stay behind.")}
    (made / "returns" / "Northmoor.xlsx").write_bytes(returned(ROUND, "Northmoor", given))
    (made / "returns" / "Cwm.xlsx").write_bytes(from_council("Cwm Tŵr", clean_return(ASKED)))
    return made


def run(command: str, folder: Path, *options: str) -> int:
    """Check or score the folder's returns for its round."""
    out = ["--out", str(folder / "results")] if command == "score" else []
    return main([command, str(folder / "returns"), "--round", str(folder), *out, *options])


WAIVER = ("Northmoor", "RX205", "GV12", "No staff stay behind.", "Programme board", datetime(2999, 3, 31))
ENDED = (*WAIVER[:5], datetime(2020, 3, 31))


@pytest.mark.parametrize(
    ("options", "purpose", "stage"),
    [
        ([], Purpose.NEW, 1),
        (["--purpose", "health-check"], Purpose.HEALTH_CHECK, 4),
        (["--purpose", "joining", "--stage", "3"], Purpose.JOINING, 3),
    ],
)
def test_new_makes_a_folder(options: list[str], purpose: Purpose, stage: int, tmp_path: Path) -> None:
    """A round workbook with purpose, stage, a name, an id and today's date in it, and an empty folder for returns."""
    folder = tmp_path / "Harbour round"

    assert main(["new", str(folder), *options]) == 0
    assert sorted(path.name for path in folder.iterdir()) == ["returns", "round.xlsx"]
    assert list((folder / "returns").iterdir()) == []
    fill(folder)
    round_ = read_round((folder / "round.xlsx").read_bytes(), "round.xlsx", ASKED)

    assert (round_.purpose, round_.stage, round_.name) == (purpose, stage, "Harbour round")
    assert round_.day
    assert abs((date.today() - round_.day).days) <= 1
    assert round_.id == f"harbour-round-{round_.day}"


def test_new_never_replaces_a_round_workbook(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What somebody filled in is worth more than a new beginning."""
    before = snapshot(folder)

    assert main(["new", str(folder)]) == 2
    assert "already, and it was left as it is" in capsys.readouterr().err
    assert snapshot(folder) == before


def test_new_in_a_folder_that_is_there(tmp_path: Path) -> None:
    """A folder with other files, and with returns in it already, is used as it is."""
    (tmp_path / "returns").mkdir()
    (tmp_path / "returns" / "early.xlsx").write_bytes(b"kept")

    assert main(["new", str(tmp_path)]) == 0
    assert (tmp_path / "returns" / "early.xlsx").read_bytes() == b"kept"


def test_new_says_where_a_file_is_in_the_way(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The name of a file cannot be a round's folder."""
    (tmp_path / "taken").write_bytes(b"")

    assert main(["new", str(tmp_path / "taken")]) == 2
    assert "is a file" in capsys.readouterr().err


def test_gate_without_a_waiver_must_be_fixed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Listing councils changes nothing about what is right and wrong."""
    assert run("check", folder) == 1
    said = capsys.readouterr().out

    assert "MUST FIX: Governance, I" in said
    assert adds_up(said.splitlines()[-1])


def test_waived_gate_is_well(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing needs attention any more, and who agreed and why stands under the finding."""
    fill(folder, WAIVER)

    assert run("check", folder) == 0
    said = capsys.readouterr().out

    assert "WAIVED: Governance, I" in said
    assert "      Agreed by Programme board until 31 March 2999: No staff stay behind." in said
    assert "MUST FIX" not in said


def test_ended_waiver_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The gate must be fixed again, and the office sees that its waiver ended."""
    fill(folder, ENDED)

    assert run("check", folder) == 1
    said = capsys.readouterr().out

    assert "MUST FIX: Governance, I" in said
    assert "The waiver of RX205 for GV12 that Programme board agreed ended on 31 March 2020" in said


def test_waived_gate_in_the_results(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The answer stays NA, the finding tells of the waiver, and the area is final without a cap."""
    fill(folder, WAIVER)

    assert run("score", folder, "--json") == 0
    content = json.loads(capsys.readouterr().out)
    northmoor = next(c for c in content["councils"] if c["id"] == "northmoor")
    governance = next(a for a in northmoor["areas"] if a["id"] == "GV")
    (finding,) = (f for file in content["files"] for f in file["findings"] if f["code"] == "RX205")

    assert content["round"]["name"] == "Harbour round"
    assert [c["id"] for c in content["councils"]] == ["cwm-twr", "northmoor"]
    assert northmoor["answers"]["GV12"] == "NA"
    assert (governance["score"], governance["status"], governance["capped_by"]) == (75, "final", [])
    assert finding["severity"] == "for information"
    assert finding["waived"] == {
        "approver": "Programme board",
        "reason": "No staff stay behind.",
        "until": "2999-03-31",
    }


@pytest.mark.parametrize("command", ["check", "score"])
def test_partner_without_a_return_is_said(command: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Who has not answered is named before the control total, and needs somebody's attention though all else is well."""
    fill(folder, WAIVER)
    (folder / "returns" / "Cwm.xlsx").unlink()
    status = run(command, folder)
    said = capsys.readouterr().out.splitlines()

    assert status == 1
    assert "No return yet: Cwm Tŵr." in said
    assert adds_up(said[-1])


def test_partner_whose_return_is_held_is_said_with_its_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The office finds what it waits for among the files that are held."""
    other = returned(Round(Purpose.NEW, 3, ASKED), "Cwm Tŵr", everywhere(ASKED, 3))
    (folder / "returns" / "Cwm.xlsx").write_bytes(other)

    assert run("score", folder, "--json") == 1
    assert json.loads(capsys.readouterr().out)["round"]["missing"] == ["cwm-twr"]
    assert run("check", folder) == 1
    assert "No return yet: Cwm Tŵr (held: Cwm.xlsx)." in capsys.readouterr().out


@pytest.mark.parametrize("command", ["check", "score"])
def test_nothing_to_score_names_all_partners(command: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """On the first day of a round nobody has answered."""
    for path in (folder / "returns").iterdir():
        path.unlink()

    assert run(command, folder) == 3
    spoken = capsys.readouterr()
    assert "No return yet: Northmoor, Cwm Tŵr." in spoken.out + spoken.err


UNNEEDED = ("Cwm Tŵr", "RX301", "SV3", "Seen on site.", "Board", None)


@pytest.mark.parametrize("command", ["check", "score"])
def test_waiver_that_nothing_needed_is_said(command: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """For information: a slip in a council or a question shows, and nothing else changes."""
    fill(folder, WAIVER, UNNEEDED, (*UNNEEDED[:2], None, *UNNEEDED[3:]))
    status = run(command, folder)
    said = capsys.readouterr().out.splitlines()

    assert status == 0
    assert "Waivers that nothing needed: Cwm Tŵr, RX301 for SV3; Cwm Tŵr, RX301." in said


def test_waivers_of_missing_councils_are_not_called_unneeded(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody knows yet what a council needs that has not answered."""
    fill(folder, WAIVER, UNNEEDED)
    (folder / "returns" / "Cwm.xlsx").unlink()
    run("check", folder)

    assert "Waivers that nothing needed" not in capsys.readouterr().out


@pytest.mark.parametrize(("waiver", "recorded"), [(WAIVER, True), (ENDED, True), ((*WAIVER[:5], None), False)])
def test_day_of_judgement_is_recorded_where_it_matters(
    waiver: tuple[object, ...], recorded: bool, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where a waiver has a last day the scores hang on the day of the run, so it is said and written down."""
    fill(folder, waiver)
    run("check", folder)
    said = capsys.readouterr().out
    run("score", folder, "--json")
    round_ = json.loads(capsys.readouterr().out)["round"]

    assert said.count("Waivers were judged on ") == recorded
    assert (round_["waivers_judged_on"] is not None) is recorded
    if recorded:
        day = date.fromisoformat(round_["waivers_judged_on"])

        assert f"Waivers were judged on {day.day} {day:%B %Y}." in said.splitlines()


def test_return_of_another_stage_is_held(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The round workbook decides, even where most returns are of another stage."""
    for number in range(3):
        other = returned(Round(Purpose.NEW, 3, ASKED), f"Other {number}", everywhere(ASKED, 3))
        (folder / "returns" / f"other {number}.xlsx").write_bytes(other)

    assert run("check", folder) == 1
    assert "2 scored, 3 held" in capsys.readouterr().out.splitlines()[-1]


def test_round_workbook_among_the_returns_is_ignored(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever names the whole folder gets the same, with the round workbook accounted for."""
    fill(folder, WAIVER)

    assert main(["check", str(folder), "--round", str(folder / "round.xlsx")]) == 0
    assert "2 scored, 0 held, 0 superseded, 0 refused, 1 ignored" in capsys.readouterr().out.splitlines()[-1]


@pytest.mark.parametrize("command", ["check", "score"])
def test_mistake_in_the_round_workbook_stops_the_run(
    command: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is done and nothing written; every mistake is said with its cell."""
    fill(folder, ("Nobody", *WAIVER[1:]), (*WAIVER[:3], None, None))

    assert run(command, folder) == 2
    spoken = capsys.readouterr()

    assert spoken.out == ""
    assert [line.split(":")[0].strip() for line in spoken.err.splitlines()[1:]] == [
        "Waivers, A9", "Waivers, D10", "Waivers, E10",
    ]  # fmt: skip
    assert not (folder / "results").exists()


def test_round_that_is_not_there(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong path is said with the way to make a round workbook."""
    assert main(["check", str(folder / "returns"), "--round", str(folder / "elsewhere.xlsx")]) == 2
    assert "Make one with: rasp-xl new" in capsys.readouterr().err
