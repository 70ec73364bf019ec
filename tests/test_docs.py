"""What README and the other documents say is held against the program."""

import re
import shlex
import sys
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from rasp_xl.cli import main
from rasp_xl.model.rules import RULES
from rasp_xl.reports.workbook import workbook_bytes

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "docs"))

import findings  # noqa: E402
import pictures  # noqa: E402

README = (ROOT / "README.md").read_text("utf-8")
DOCUMENTS = sorted(p for p in ROOT.rglob("*.md") if not {".venv", "node_modules"} & set(p.parts))
COMMANDS = re.findall(r"^rasp-xl .*?(?=  #|$)", README, re.MULTILINE)


def test_readme_has_its_two_commands():
    """A fresh machine needs one command for the main job and one for the tests, each with its own set-up."""
    lines = [line for line in README.splitlines() if line.startswith("python3 -m venv .venv && ")]

    assert len(lines) == 2
    assert lines[0].endswith(".venv/bin/rasp-xl demo")
    assert lines[1].endswith(".venv/bin/pytest -n auto --dist worksteal")


def test_readme_demo_leaves_what_it_promises(tmp_path, monkeypatch, capsys):
    """The first command's last step leaves the workbook, the page, the results, packs and fix copies in output/."""
    monkeypatch.chdir(tmp_path)

    assert main(["demo"]) == 0
    made = sorted(p.name for p in (tmp_path / "output").iterdir())
    assert made == ["councils", "fixes", "results.json", "scored.xlsx", "summary.html"]
    assert "scored.xlsx" in capsys.readouterr().out


def test_readme_commands_run_one_after_another(tmp_path, monkeypatch):
    """Every rasp-xl line in the README runs as it stands, on a template with one answer in it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "returns").mkdir()
    done = []
    for command in COMMANDS:
        words = shlex.split(command)[1:]
        done.append((words[0], main(words)))
        for template in (tmp_path / "outgoing").glob("*.xlsx"):
            named(template, tmp_path / "returns" / "return.xlsx")

    assert [name for name, _ in done] == ["templates", "check", "score"]
    assert all(status in (0, 1) for _, status in done)
    assert (tmp_path / "output" / "scored.xlsx").exists()


def named(template: Path, target: Path) -> None:
    """Save a template with a council's name in it, as a council would."""
    from openpyxl import load_workbook

    book = load_workbook(template)
    book["Start here"]["B4"] = "Testham Council"
    book["Shared vision"]["I6"] = "2 In progress"
    book.save(target)


@pytest.mark.parametrize("command", ["templates", "check", "score", "chase", "send"])
def test_readme_names_the_options_of_every_command(command, capsys):
    """Whoever reads only the README meets every option."""
    with pytest.raises(SystemExit):
        main([command, "--help"])
    options = set(re.findall(r"--[a-z]+", capsys.readouterr().out)) - {"--help"}

    assert options
    assert {option for option in options if option not in README} == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_between_documents_lead_somewhere(document):
    """Every relative link and picture in a document exists."""
    targets = re.findall(r"\]\(([^)#]+)\)", document.read_text("utf-8"))
    missing = [t for t in targets if "://" not in t and not (document.parent / t).exists()]

    assert missing == []


def test_findings_are_documented_one_by_one():
    """Every rule has its entry, in the words of the program: renew it with python docs/findings.py."""
    text = (ROOT / "docs" / "findings.md").read_text("utf-8")

    assert text == findings.text()
    assert re.findall(r"^### (RX[0-9]{3}): (.+)$", text, re.MULTILINE) == [(r.code, r.severity.words) for r in RULES]


def test_every_sheet_is_on_its_page() -> None:
    """Whoever wonders what a sheet is for finds it, in the order of the workbook, with its picture, and where many councils matter with two."""
    text = (ROOT / "docs" / "workbook.md").read_text("utf-8")
    book = load_workbook(BytesIO(workbook_bytes(pictures.eight())), read_only=True)
    shown = {
        sheet: re.findall(r"\]\(pictures/(.+)\.png\)", body)
        for sheet, body in re.findall(r"^## (.+)$([^#]+)", text, re.MULTILINE)
    }
    last = shown.popitem()

    assert list(shown) == book.sheetnames
    assert last == ("What a workbook can hold", [])
    for sheet, found in shown.items():
        councils = (8, 300) if sheet in pictures.WHERE_MANY_MATTER else (8,)
        assert found == [f"{sheet.lower().replace(' ', '-')}-{n}" for n in councils]


def test_pictures_are_small() -> None:
    """Whoever clones the repository does not wait for its pictures, and there is none that no page shows."""
    files = {path.name: path.stat().st_size for path in (ROOT / "docs" / "pictures").iterdir()}
    shown = {name for page in DOCUMENTS for name in re.findall(r"pictures/([\w-]+\.png)", page.read_text("utf-8"))}

    assert sum(files.values()) < 3_000_000
    assert set(files) == shown


def test_readme_is_honest_about_what_it_is():
    """The disclaimer stands in the README, as it does in every report."""
    assert "not affiliated with or endorsed by Socitm, Eduserv or Jisc" in " ".join(README.split())
