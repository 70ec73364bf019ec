"""results.json: every key of the interface, nothing invented, true hashes; and the same bytes for the same returns."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from building import answers, everywhere, question, tiny_round
from councils import assessment_of, typed, typed_values

from rasp_xl import __version__, pipeline
from rasp_xl.model.answers import Answer
from rasp_xl.model.layout import COUNCIL, RESPONDENT
from rasp_xl.model.question_file import standard_set
from rasp_xl.model.questions import Purpose
from rasp_xl.model.rounds import Partner, Round
from rasp_xl.outgoing.filling import Filling
from rasp_xl.outgoing.template import template_bytes
from rasp_xl.reports.results import results_bytes
from rasp_xl.scoring.scores import score_council

ASKED = standard_set()
ROUND = Round(Purpose.NEW, 2, ASKED)
NUMBER, TEXT, MAYBE_NUMBER, MAYBE_TEXT = (int, float), str, (int, float, type(None)), (str, type(None))
BANDED = {
    "score": MAYBE_NUMBER,
    "band": MAYBE_TEXT,
    "band_before_caps": MAYBE_TEXT,
    "capped_by": [TEXT],
    "status": TEXT,
}
SCHEMA: Mapping[str, Any] = {
    "schema": int,
    "tool": {"name": TEXT, "version": TEXT},
    "round": {"id": TEXT, "name": TEXT, "purpose": TEXT, "stage": int, "date": MAYBE_TEXT, "missing": [TEXT],
              "waivers_judged_on": MAYBE_TEXT, "waivers_unneeded": [{"council": TEXT, "code": TEXT, "question": MAYBE_TEXT}],
              "moderations_unused": [dict.fromkeys(("council", "question", "why"), TEXT)]},
    "question_set": {"id": TEXT, "version": TEXT, "fingerprint": TEXT},
    "control": {
        "files": int, "scored": int, "held": int, "superseded": int, "refused": int, "ignored": int,
        "answers": {"cells": int, "levels": int, "dont_know": int, "not_applicable": int, "blank": int, "unreadable": int},
    },
    "files": [{
        "path": TEXT, "sha256": TEXT, "bytes": int, "status": TEXT, "council": MAYBE_TEXT, "respondent": MAYBE_TEXT, "reason": MAYBE_TEXT,
        "findings": [{
            "code": TEXT, "severity": TEXT, "sheet": MAYBE_TEXT, "cell": MAYBE_TEXT, "question": MAYBE_TEXT, "found": MAYBE_TEXT,
            "expected": MAYBE_TEXT, "message": TEXT, "fix": TEXT, "waived": type(None),
        }],
    }],
    "councils": [{
        "id": TEXT, "name": TEXT, "respondents": int,
        "overall": BANDED | {"lowest_area": MAYBE_TEXT},
        "areas": [BANDED | {
            "id": TEXT, "name": TEXT, "known_only": MAYBE_NUMBER, "evidenced": MAYBE_NUMBER, "coverage": MAYBE_NUMBER,
            "provisional_because": [TEXT],
        }],
        "themes": [{"id": TEXT, "score": MAYBE_NUMBER, "coverage": MAYBE_NUMBER}],
        "answers": {q.id: (int, str, type(None)) for q in ASKED.questions},
        "moderated": [{"question": TEXT, "answer": (int, str), "reason": TEXT, "agreed_by": TEXT}],
        "disagreement": [dict.fromkeys(("dont_know", "not_applicable", "no_answer"), int) | {
            "question": TEXT, "levels": [int], "levels_apart": MAYBE_NUMBER, "average_deviation": MAYBE_NUMBER, "dont_know_rate": NUMBER,
            "by_median": (int, str, type(None)), "widely_apart": bool, "moderated": bool,
        }],
        "gaps": [{"question": TEXT, "level": (int, str, type(None)), "gate": MAYBE_TEXT, "priority": int, "action": TEXT}],
    }],
    "partnership": {
        "areas": [dict.fromkeys(("min", "median", "mean", "max", "gap"), MAYBE_NUMBER) | {"id": TEXT, "state": MAYBE_TEXT}],
        "questions": [{"id": TEXT, "gap": MAYBE_NUMBER, "state": MAYBE_TEXT}],
    },
    "sensitivity": {
        "scenarios": [{"id": TEXT, "area": TEXT, "times": NUMBER}],
        "changes": [dict.fromkeys(("council", "scenario", "area", "band", "band_as_scored"), TEXT)],
    },
    "change": type(None),
    "outputs": [{"path": TEXT, "sha256": TEXT}],
}  # fmt: skip
RETURNS: Mapping[str, Mapping[str, Answer]] = {
    "Ashcombe": everywhere(ASKED, 3, "GV1=1 SV1=4* SV2=NA TR3=DK EC4="),
    "Bryn Glas": everywhere(ASKED, 2, "SV3=0"),
    "Cwm Tŵr": everywhere(ASKED, "NA"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three councils' returns, one of them twice, a lock file and a page that is no workbook."""
    made, blank = tmp_path_factory.mktemp("returns"), pipeline.template(ROUND.purpose, ROUND.stage)
    for name, given in RETURNS.items():
        cover = {COUNCIL: name, RESPONDENT: f"Director of {name}"}
        (made / f"{name}.xlsx").write_bytes(typed(blank, ASKED, typed_values(given), cover))
    shutil.copy(made / "Ashcombe.xlsx", made / "Copy of Ashcombe.xlsx")
    (made / "~$Ashcombe.xlsx").write_bytes(b"lock")
    (made / "Dunmere.xlsx").write_bytes(b"<!doctype html><p>Sign in</p>")
    return made


def score(paths: list[Path], out: Path) -> dict[str, Any]:
    return json.loads(pipeline.score(pipeline.assess(paths), out)[pipeline.RESULTS])


def faults(value: object, schema: Any, where: str = "") -> list[str]:
    """Where a value has other keys or types than the schema."""
    if isinstance(schema, Mapping):
        if not isinstance(value, Mapping) or value.keys() != schema.keys():
            return [f"{where}: {sorted(value) if isinstance(value, Mapping) else value!r}"]
        return [fault for key, inner in schema.items() for fault in faults(value[key], inner, f"{where}.{key}")]
    if isinstance(schema, list):
        if not isinstance(value, list):
            return [f"{where}: {value!r} is no list"]
        return [fault for n, inner in enumerate(value) for fault in faults(inner, schema[0], f"{where}[{n}]")]
    right = isinstance(value, schema) and not isinstance(value, bool)
    return [] if right else [f"{where}: {value!r}"]


def test_results_keep_to_the_interface(folder: Path, tmp_path: Path) -> None:
    """Every key of the stable interface is there with the kind of value it promises, and no other key."""
    content = score([folder], tmp_path)

    assert faults(content, SCHEMA) == []
    assert content["schema"] == 1
    assert content["tool"] == {"name": "rasp-xl", "version": __version__}
    assert content["round"] == {
        "id": "", "name": "", "purpose": "new", "stage": 2, "date": None,
        "missing": [], "waivers_judged_on": None, "waivers_unneeded": [], "moderations_unused": [],
    }  # fmt: skip
    assert [area["id"] for area in content["councils"][0]["areas"]] == ["SV", "EC", "TR", "RM", "GV"]


def test_results_are_sorted_utf8(folder: Path, tmp_path: Path) -> None:
    """Keys are sorted at every depth, letters stand as letters, and the file ends with a new line."""
    content = score([folder], tmp_path)
    text = (tmp_path / pipeline.RESULTS).read_bytes().decode("utf-8")

    assert text == json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    assert '"name": "Cwm Tŵr"' in text


def test_results_count_every_file_once(folder: Path, tmp_path: Path) -> None:
    """Files found are the sum of the statuses, and answer cells the sum of their kinds."""
    content = score([folder], tmp_path)
    control, statuses = content["control"], [file["status"] for file in content["files"]]
    kinds = dict(control["answers"])

    assert statuses == ["scored", "scored", "superseded", "scored", "refused", "ignored"]
    assert control["files"] == sum(control[s] for s in ("scored", "held", "superseded", "refused", "ignored")) == 6
    assert kinds.pop("cells") == sum(kinds.values()) == 3 * 57
    assert kinds == {"levels": 54 + 57, "dont_know": 1, "not_applicable": 1 + 57, "blank": 1, "unreadable": 0}


def test_hashes_are_true(folder: Path, tmp_path: Path) -> None:
    """The hashes of inputs and outputs are those of the bytes on disk, so that verify can prove them."""
    content = score([folder], tmp_path)

    packs = (
        f"councils/{council}.{ending}"
        for council in ("ashcombe", "bryn-glas", "cwm-twr")
        for ending in ("html", "xlsx")
    )
    fixes = (f"fixes/{council}.xlsx" for council in ("ashcombe", "bryn-glas", "cwm-twr"))
    assert {o["path"]: o["sha256"] for o in content["outputs"]} == {
        name: sha256((tmp_path / name).read_bytes()).hexdigest()
        for name in (pipeline.SCORED, pipeline.PAGE, *fixes, *packs)
    }
    for file in content["files"]:
        data = (folder / file["path"]).read_bytes()
        if file["status"] != "ignored":
            assert (file["sha256"], file["bytes"]) == (sha256(data).hexdigest(), len(data)), file["path"]


def test_answers_and_scores_are_those_given(folder: Path, tmp_path: Path) -> None:
    """Levels are numbers, don't know and not applicable have their codes, and a blank or a missing score is null."""
    content = score([folder], tmp_path)
    ashcombe, _, cwm = content["councils"]

    assert [ashcombe["answers"][q] for q in ("SV1", "SV2", "SV3", "EC4", "TR3")] == [4, "NA", 3, None, "DK"]
    assert ashcombe["overall"]["lowest_area"] in {"SV", "EC", "TR", "RM", "GV"}
    assert ashcombe["gaps"][0]["priority"] == 1
    themes = {theme.id: theme for theme in ASKED.themes}
    for theme in cwm["themes"]:
        left_out = all(ROUND.gate_from(q) is None for q in themes[theme["id"]].questions)
        assert (theme["score"] is None) == (theme["coverage"] is None) == left_out, theme["id"]


def test_findings_are_flat_rows(folder: Path, tmp_path: Path) -> None:
    """A finding says its code, severity, place, and in words what is wrong and what to do."""
    rows = [f for file in score([folder], tmp_path)["files"] for f in file["findings"] if f["code"] == "RX302"]

    assert rows[0]["question"] == "SV2"
    assert (rows[0]["severity"], rows[0]["sheet"], rows[0]["found"]) == ("explain", "Shared vision", "Not applicable")


def test_no_score_is_null() -> None:
    """Where nothing applies there is no number to be taken for a score, and no band."""
    content = json.loads(results_bytes(assessment_of(tiny_round(question("AA1")), {"Eastvale": answers("AA1=NA")}), {}))
    (council,), nothing = content["councils"], {"score": None, "band": None, "band_before_caps": None, "capped_by": []}

    assert council["overall"] == nothing | {"status": "provisional", "lowest_area": None}
    assert council["areas"] == [
        nothing
        | dict.fromkeys(("known_only", "evidenced", "coverage"))
        | {
            "id": "AA",
            "name": "Area AA",
            "status": "provisional",
            "provisional_because": ["coverage below 80 %", "not applicable above 25 % of the weight"],
        }
    ]
    assert content["partnership"]["areas"] == [
        dict.fromkeys(("min", "median", "mean", "max", "gap", "state")) | {"id": "AA"}
    ]


def test_sensitivity_names_every_band_that_changes() -> None:
    """At 75 by weights of 3 and 1, at 50 with equal ones: the area's band is another, and so is the overall's, its only area."""
    round_ = tiny_round(question("AA1", 3), question("AA2", 1))
    content = json.loads(results_bytes(assessment_of(round_, {"Northmoor": answers("AA1=4 AA2=0")}), {}))
    change = {
        "council": "northmoor",
        "scenario": "equal-weights",
        "band": "Emerging",
        "band_as_scored": "Largely ready",
    }

    assert content["sensitivity"]["scenarios"] == [
        {"id": "equal-weights", "area": "all", "times": 1},
        {"id": "AA-half", "area": "AA", "times": 0.5},
        {"id": "AA-one-and-a-half", "area": "AA", "times": 1.5},
    ]
    assert content["sensitivity"]["changes"] == [change | {"area": "overall"}, change | {"area": "AA"}]


def test_file_name_that_is_no_text_stops_nothing(tmp_path: Path) -> None:
    """A file name from an old Windows archive, unreadable as text on Linux, is reported and everything is written."""
    given, returns = everywhere(ASKED, 3), tmp_path / "returns"
    returns.mkdir()
    data = template_bytes(Filling(ROUND, score_council(Partner("", ""), (given,), ROUND), Partner("x", "Eastvale")))
    path = Path(os.fsdecode(os.fsencode(returns) + b"/caf\xe9.xlsx"))
    try:
        path.write_bytes(data)
    except OSError:
        pytest.skip("this system allows no such file name")
    content = score([returns], tmp_path / "out")

    assert [file["path"] for file in content["files"]] == [os.fsdecode(b"caf\xe9.xlsx")]
    assert b"caf?.xlsx" in (tmp_path / "out" / pipeline.PAGE).read_bytes()


SCRIPT = """
import sys, hashlib, pathlib
from rasp_xl import pipeline
from rasp_xl.model.questions import Purpose
from rasp_xl.model.rounds import Partner
*paths, out = map(pathlib.Path, sys.argv[1:])
files = dict(pipeline.score(pipeline.assess(paths), out))
files["template.xlsx"] = pipeline.template(Purpose.JOINING, 3, Partner("cwm-twr", "Cwm Tŵr"))
for name in sorted(files):
    print(name, hashlib.sha256(files[name]).hexdigest())
"""


def digests(paths: list[Path], out: Path, seed: str, zone: str) -> str:
    """Score in a process of its own; gives a line for each file made."""
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
    command = [sys.executable, "-c", SCRIPT, *map(str, paths), str(out)]
    return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout


def test_same_returns_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    """Another process, time zone, hash seed and order of files change no byte of template, workbook, page, packs, fix copies or results."""
    files = sorted(folder.iterdir(), reverse=True)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    for file in files:
        shutil.copy(file, elsewhere)
    first = digests([folder], tmp_path / "a", "1", "Pacific/Auckland")

    assert len(first.splitlines()) == 7 + 2 * 3
    assert digests([elsewhere], tmp_path / "b", "2", "America/Los_Angeles") == first
    assert digests(files, tmp_path / "c", "3", "UTC") == first


def test_workbooks_hold_no_time_of_day(folder: Path, tmp_path: Path) -> None:
    """No part of a workbook says when it was made, so a run tomorrow gives today's bytes."""
    pipeline.score(pipeline.assess([folder]), tmp_path)
    for data in ((tmp_path / pipeline.SCORED).read_bytes(), pipeline.template(Purpose.NEW, 1)):
        with zipfile.ZipFile(BytesIO(data)) as archive:
            assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            core = archive.read("docProps/core.xml")
        assert core.count(b"2000-01-01T00:00:00Z") == core.count(b"W3CDTF") == 2
