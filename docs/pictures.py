"""Makes the pictures that the README shows: python docs/pictures.py (needs soffice, pdftoppm and Chromium)."""

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests" / "tools"))

from browser import context  # noqa: E402

from rasp_xl.cli import main  # noqa: E402

PICTURES = Path(__file__).parent / "pictures"
HEAT_MAP_PAGE = 2
DOTS_PER_INCH = 110
STRIP = {"x": 0, "y": 0, "W": 1286, "H": 400}
"""The part of the printed page that holds the heat map, in dots."""


def printed(workbook: Path, folder: Path) -> Path:
    """The workbook as LibreOffice prints it."""
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(workbook)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder / f"{workbook.stem}.pdf"


def picture_of_heat_map(workbook: Path, folder: Path) -> None:
    """One page of the printed workbook."""
    page, size = str(HEAT_MAP_PAGE), [part for name, value in STRIP.items() for part in (f"-{name}", str(value))]
    command = ["pdftoppm", "-png", "-singlefile", "-r", str(DOTS_PER_INCH), "-f", page, "-l", page, *size]
    subprocess.run([*command, str(printed(workbook, folder)), str(PICTURES / "heat-map")], check=True)


def picture_of_page(html: Path) -> None:
    """The upper part of the page in a browser."""
    with context(1200, 1150) as browser:
        page = browser.new_page()
        page.goto(html.as_uri())
        page.screenshot(path=str(PICTURES / "page.png"))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        out = Path(name)
        main(["demo", "--out", name])
        picture_of_heat_map(out / "scored.xlsx", out)
        picture_of_page(out / "summary.html")
