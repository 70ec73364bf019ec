"""What tests share: the markers that skip on a laptop but fail in CI, the question set, and expected texts kept in files."""

import difflib
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from browser import chromium
from office import has_soffice

from rasp_xl.model.question_file import standard_set
from rasp_xl.model.questions import QuestionSet

HERE = Path(__file__).parent
NEEDED = {"office": ("LibreOffice (soffice)", has_soffice), "browser": ("Chromium", chromium)}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let somebody who changed a workbook on purpose say so."""
    parser.addoption("--update-golden", action="store_true", help="keep what is seen now as what tests/golden expects")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip with a reason where a program is missing; in CI a missing program is a failure."""
    for name, (program, found) in NEEDED.items():
        if item.get_closest_marker(name) and not found():
            if os.environ.get("CI"):
                pytest.fail(f"needs {program}, which CI must have")
            pytest.skip(f"needs {program}")


@pytest.fixture(scope="session")
def asked() -> QuestionSet:
    """The question set that ships."""
    return standard_set()


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with tests/golden/NAME.txt; one that differs is left in tests/actual/ to be looked at."""

    def compare(name: str, text: str) -> None:
        kept, seen = HERE / "golden" / f"{name}.txt", HERE / "actual" / f"{name}.txt"
        if request.config.getoption("--update-golden"):
            _write(kept, text)
        expected = kept.read_text("utf-8") if kept.is_file() else ""
        if text != expected:
            _write(seen, text)
            changes = difflib.unified_diff(
                expected.splitlines(), text.splitlines(), str(kept), str(seen), "", "", 0, ""
            )
            pytest.fail("\n".join([*changes][:40]), pytrace=False)
        seen.unlink(missing_ok=True)

    return compare


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
