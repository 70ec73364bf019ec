"""A real Chromium for tests, the one found on the machine; nothing is downloaded."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files

from playwright.sync_api import BrowserContext, Page, sync_playwright

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
def context(width: int = 1200, height: int = 900) -> Iterator[BrowserContext]:
    """An offline browser context of a given size."""
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=chromium(), headless=True, args=list(FLAGS))
        try:
            yield browser.new_context(offline=True, viewport={"width": width, "height": height})
        finally:
            browser.close()


def axe_violations(page: Page) -> list[str]:
    """What axe-core finds on the open page, one line each."""
    source = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
    page.evaluate(source)
    found = page.evaluate(
        "async tags => (await axe.run(document, {runOnly: {type: 'tag', values: tags}})).violations", list(AXE_TAGS)
    )
    return [f"{v['id']}: {v['help']} ({len(v['nodes'])}): {v['nodes'][0]['html'][:160]}" for v in found]
