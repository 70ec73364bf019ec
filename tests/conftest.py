"""What tests share: the markers that skip on a laptop but fail in CI, and the question set."""

import os

import pytest

from rasp_xl.model.question_file import standard_set
from rasp_xl.model.questions import QuestionSet


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip with a reason where a program is missing; in CI a missing program is a failure."""
    for name, found in (("office", _has_soffice), ("browser", _has_chromium)):
        if item.get_closest_marker(name) and not found():
            reason = f"needs {'LibreOffice (soffice)' if name == 'office' else 'Chromium'}"
            if os.environ.get("CI"):
                pytest.fail(f"{reason}, which CI must have")
            pytest.skip(reason)


def _has_soffice() -> bool:
    from office import has_soffice

    return has_soffice()


def _has_chromium() -> bool:
    from browser import chromium

    return chromium() is not None


@pytest.fixture(scope="session")
def asked() -> QuestionSet:
    """The question set that ships."""
    return standard_set()
