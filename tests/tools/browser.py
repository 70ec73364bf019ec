"""A real Chromium for tests, the one found on the machine; nothing is downloaded."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, ViewportSize, sync_playwright

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
AXE_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


def chromium() -> str | None:
    """Path of a Chromium or Chrome, or None."""
    return next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
    )


@contextmanager
def context(width: int = 1200, height: int = 900, scripts: bool = True) -> Iterator[BrowserContext]:
    """An offline browser context of a given size; without scripts it runs none."""
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=chromium(), headless=True, args=list(FLAGS))
        try:
            size: ViewportSize = {"width": width, "height": height}
            yield browser.new_context(offline=True, viewport=size, java_script_enabled=scripts)
        finally:
            browser.close()


@contextmanager
def opened(path: Path, width: int = 1200, scripts: bool = True) -> Iterator[Page]:
    """The page in a browser of a given width; anything it asks for besides itself, or complains of, is an error."""
    asked_for: list[str] = []
    complaints: list[str] = []
    with context(width, scripts=scripts) as browser:
        page = browser.new_page()
        page.on("request", lambda request: asked_for.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.goto(path.as_uri())
        yield page
    assert asked_for == [path.as_uri()]
    assert not complaints


def axe_violations(page: Page) -> list[str]:
    """What axe-core finds on the open page, one line each."""
    source = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
    page.evaluate(source)
    found = page.evaluate(
        "async tags => (await axe.run(document, {runOnly: {type: 'tag', values: tags}})).violations", list(AXE_TAGS)
    )
    return [f"{v['id']}: {v['help']} ({len(v['nodes'])}): {v['nodes'][0]['html'][:160]}" for v in found]
