"""Printing the page: through a browser found on the machine, and a clear word where there is none or it fails."""

import json
import os
import re
import sys
import time
from hashlib import sha256
from pathlib import Path

import pytest
from browser import chromium
from building import answers, assessed, clean_return, question, tiny_round

from rasp_xl.cli import main
from rasp_xl.model.findings import RaspError
from rasp_xl.model.questions import QuestionSet
from rasp_xl.pipeline.browser import NAMED, find_browser, printed
from rasp_xl.reports.page import page_html

posix = pytest.mark.skipif(sys.platform == "win32", reason="the browsers made up here are shell scripts")


@pytest.fixture
def page() -> bytes:
    """A small page."""
    return page_html(assessed(tiny_round(question("AA1", gate=1)), {"Northmoor": answers("AA1=2")})).encode()


@pytest.fixture
def returns(tmp_path: Path, asked: QuestionSet) -> str:
    """A folder with one return without a fault."""
    (tmp_path / "returns").mkdir()
    (tmp_path / "returns" / "one.xlsx").write_bytes(clean_return(asked))
    return str(tmp_path / "returns")


def program(folder: Path, name: str, does: str = "exit 0") -> Path:
    """A program made up here."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{does}\n")
    path.chmod(0o755)
    return path


def refused(page: bytes, wait: float = 20) -> str:
    """Why a page was not printed."""
    with pytest.raises(RaspError) as raised:
        printed(page, wait)
    return str(raised.value)


@pytest.mark.browser
def test_page_is_printed_the_same_each_time(page: bytes) -> None:
    """A tagged PDF with the page's title; its dates say nothing, so that the same page gives the same bytes."""
    first = printed(page)
    time.sleep(1.1)  # the dates in a PDF are to the second

    assert first == printed(page)
    assert first.startswith(b"%PDF-")
    assert set(re.findall(rb"/(?:Creation|Mod)Date \(D:(\d{14})", first)) == {b"20000101000000"}
    assert b"/Marked true" in first
    assert b"Readiness assessment: 1 council" in first


@pytest.mark.browser
def test_printed_page_is_among_the_outputs(returns: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """score --pdf writes it beside the page and lists it with its hash; the next run without it takes it away."""
    monkeypatch.setenv(NAMED, str(chromium()))
    out = tmp_path / "out"
    status = main(["score", returns, "--out", str(out), "--pdf"])
    data, listed = (out / "summary.pdf").read_bytes(), json.loads((out / "results.json").read_text("utf-8"))["outputs"]

    assert status == 0
    assert {"path": "summary.pdf", "sha256": sha256(data).hexdigest()} in listed
    assert main(["score", returns, "--out", str(out)]) == 0
    assert not (out / "summary.pdf").exists()


@posix
def test_first_browser_on_the_path_is_taken(tmp_path: Path) -> None:
    """By the names that browsers go by; a file that is no program is passed over."""
    chrome = program(tmp_path / "b", "google-chrome")
    program(tmp_path / "b", "microsoft-edge")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "google-chrome").write_text("not a program")

    assert find_browser({"PATH": f"{tmp_path / 'a'}{os.pathsep}{tmp_path / 'b'}"}) == str(chrome)


@posix
@pytest.mark.parametrize("folder", ["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"])
@pytest.mark.parametrize("place", ["Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe"])
def test_browser_is_found_where_windows_keeps_it(tmp_path: Path, folder: str, place: str) -> None:
    """Windows has it on no path, but in one of three folders."""
    edge = program(tmp_path / "Program Files (x86)", place)

    assert find_browser({"PATH": "", folder: str(tmp_path / "Program Files (x86)")}) == str(edge)


@posix
@pytest.mark.parametrize("name", ["Google Chrome", "Chromium", "Microsoft Edge"])
def test_browser_is_found_among_own_applications(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """On macOS it may stand in the user's own folder, under a name with a space."""
    monkeypatch.setenv("HOME", str(tmp_path))
    found = program(tmp_path / "Applications" / f"{name}.app" / "Contents" / "MacOS", name)

    assert find_browser({"PATH": ""}) == str(found)


def test_named_browser_that_is_none_is_told() -> None:
    """Nothing else is taken in its place."""
    with pytest.raises(RaspError, match=f"{NAMED} names no-such-browser, which is no program on this machine"):
        find_browser({NAMED: "no-such-browser", "PATH": os.environ.get("PATH", "")})


@posix
@pytest.mark.parametrize(
    ("does", "said"),
    [
        ("exit 7", "did not print the page (exit status 7)."),
        ("exit 0", "did not print the page."),
        (
            "for a; do case $a in --print-to-pdf=*) echo half >${a#--print-to-pdf=};; esac; done",
            "did not print the page.",
        ),
    ],
)
def test_browser_that_fails_is_told(
    tmp_path: Path, page: bytes, does: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It ends with an error, writes nothing, or writes half a file."""
    browser = program(tmp_path, "browser", does)
    monkeypatch.setenv(NAMED, str(browser))

    assert refused(page).startswith(f"{browser} {said}")
    assert "print it from there" in refused(page)


@posix
def test_browser_that_hangs_is_ended_with_its_helpers(
    tmp_path: Path, page: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the time limit nothing of it runs any more."""
    helper = tmp_path / "helper"
    monkeypatch.setenv(NAMED, str(program(tmp_path, "browser", f"sleep 600 & echo $! >{helper}; wait")))
    said = refused(page, wait=3)
    stat = Path(f"/proc/{helper.read_text().strip()}/stat")

    assert "did not print the page within 3 s." in said
    assert not stat.exists() or stat.read_text().split()[2] == "Z"


@posix
def test_browser_runs_apart_from_the_users_own(tmp_path: Path, page: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a profile of its own in a folder that is gone afterwards, without a network, and with its sandbox unless root runs it."""
    told = tmp_path / "told"
    monkeypatch.setenv(NAMED, str(program(tmp_path, "browser", f'printf "%s\\n" "$@" >{told}')))
    refused(page)
    given = told.read_text().splitlines()
    profile = next(one.partition("=")[2] for one in given if one.startswith("--user-data-dir="))

    assert not Path(profile).parent.exists()
    assert "--host-resolver-rules=MAP * ~NOTFOUND" in given
    assert ("--no-sandbox" in given) == (os.geteuid() == 0)
    assert given[-1].startswith("file:///")


def test_without_a_browser_all_else_is_written(
    returns: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """score --pdf says why there is no PDF and what to do, and its exit status is 1."""
    monkeypatch.setenv(NAMED, "no-such-browser")
    status = main(["score", returns, "--out", str(tmp_path / "out"), "--pdf"])
    found = {path.name for path in (tmp_path / "out").iterdir()}

    assert status == 1
    assert {"scored.xlsx", "summary.html", "results.json"} <= found
    assert "summary.pdf" not in found
    assert "Open summary.html in a browser and print it from there." in capsys.readouterr().err
