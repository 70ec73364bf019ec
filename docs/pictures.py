"""Makes the pictures in docs/pictures: python docs/pictures.py (needs soffice, pdftotext, pdftoppm and Chromium).

README's two come from the demo. Those of docs/page.md are the page as a browser shows and prints it. Those of docs/workbook.md are the first printed page of each sheet, of rounds made up here.
"""

import base64
import random
import re
import struct
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
from playwright.sync_api import Page

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "tools")]

from browser import context  # noqa: E402
from councils import assessment_of  # noqa: E402
from two_rounds import compared, results_baseline  # noqa: E402

from rasp_xl.cli import main  # noqa: E402
from rasp_xl.model import round_layout as layout  # noqa: E402
from rasp_xl.model.answers import Answer, Cover  # noqa: E402
from rasp_xl.model.question_file import standard_set  # noqa: E402
from rasp_xl.model.questions import TOP_LEVEL, AnswerValue, Purpose  # noqa: E402
from rasp_xl.model.rounds import Partner, Person, Round  # noqa: E402
from rasp_xl.outgoing.book import Book  # noqa: E402
from rasp_xl.outgoing.filling import Filling  # noqa: E402
from rasp_xl.outgoing.round_book.whole import round_book_bytes  # noqa: E402
from rasp_xl.outgoing.template import template_bytes  # noqa: E402
from rasp_xl.reports.assessment import Assessment  # noqa: E402
from rasp_xl.reports.board import board  # noqa: E402
from rasp_xl.reports.board_shown import board_bytes  # noqa: E402
from rasp_xl.reports.page import page_html  # noqa: E402
from rasp_xl.reports.positions import GAPS, HEAT_MAP, PARTNERS, QUESTION_MAP, SCORES, THEME_MAP, Positions  # noqa: E402
from rasp_xl.reports.workbook import SHEETS  # noqa: E402
from rasp_xl.scoring.scores import score_council  # noqa: E402

PICTURES = Path(__file__).parent / "pictures"
DOTS_PER_INCH = 104
"""At which a page of A4 on its side is about 1,200 dots wide."""

FOOTER = 90
"""Dots at the foot of a page that are left off, with the page number of a workbook that is cut for its picture."""

MOST_PICTURED = 64
"""Rows of a sheet that are printed for its picture: more than a page holds."""

SIGHT = ("deuteranopia", "protanopia", "tritanopia", "achromatopsia")
"""The ways of seeing colours that a browser can show."""

MARGIN = 14
COLOURS = 128
ASKED = standard_set()
ROUND = Round(
    Purpose.NEW, 2, ASKED, name="Shared finance service", day=date(2026, 10, 31), marking="OFFICIAL-SENSITIVE"
)
EIGHT = (
    "Ashcombe", "Cyngor Cwm Tŵr", "Eastvale", "Harrowmere", "Kestrelby and St Aldric", "Lowmere", "Northmoor",
    "Royal Borough of Great Oxenholt, Fenmarch and the Isle of Thorne",
)  # fmt: skip
STARTS = (
    "Ald", "Ash", "Black", "Bram", "Dun", "East", "Fen", "Great", "Har", "Kes", "Lang", "Low", "Mid", "Nor", "Ox", "Pen", "Raven", "Stan",
    "Thorn", "West",
)  # fmt: skip
ENDS = (
    "bury", "by", "combe", "dale", "field", "ford", "ham", "low", "mere", "moor", "stead", "thorpe", "vale", "wick", "worth",
)  # fmt: skip
RHIAN = Person("Rhian Prys", "rhian@harbour.example", "Programme manager")
JANE = Person("Jane Roe", "jane@ashcombe.example", "Head of finance")
SIAN = Person("Siân Prŷs", "sian@cwm.example", "Head of digital")
ANN, BO = Person("Ann Lee", "ann@eastvale.example", "Treasurer"), Person("Bo Day", "bo@eastvale.example", "Head of HR")
PAT = Person("Pat O'Neil", "pat@northmoor.example", "Director of resources")
WHERE_MANY_MATTER = (HEAT_MAP, THEME_MAP, QUESTION_MAP, SCORES, GAPS, PARTNERS)
MINUTE = (
    "Resolved, that the council takes part on the terms laid before it, and that the director reports every quarter. "
)


def given(name: str) -> dict[str, Answer]:
    """A made-up council's answers: about a level of its own, now and then don't know, not applicable or nothing, the same for the same name."""
    choose = random.Random(name)  # noqa: S311 - no secret, the same on every run
    own = choose.choice((1, 2, 2, 3, 3))
    found = {}
    for number, question in enumerate(ASKED.questions):
        about: tuple[AnswerValue, ...] = (own - 1, own, own, own, own + 1, min(own + 1, TOP_LEVEL))
        value = choose.choice(("DK", "NA", None)) if choose.random() < 0.06 else choose.choice(about)
        evidence = f"Board minute {number + 7}" if value in {3, 4} and choose.random() < 0.9 else ""
        found[question.id] = Answer(question.id, value, evidence, "For the host to do." if value == "NA" else "")
    return found


def one_step_back(answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """The same council's answers a round before: here and there a level less."""
    choose = random.Random(len(answers))  # noqa: S311 - as above
    lower = {
        q: a.value - 1 for q, a in answers.items() if isinstance(a.value, int) and a.value and choose.random() < 0.4
    }
    return {q: Answer(q, lower.get(q, a.value), a.evidence, a.comment) for q, a in answers.items()}


def eight() -> Assessment:
    """Eight councils, of one of which three people answered, compared with the round before."""
    now = {name: given(name) for name in (*EIGHT, f"{EIGHT[2]} | Treasurer", f"{EIGHT[2]} | Head of HR")}
    now[EIGHT[0]]["SV1"] = Answer("SV1", 3, MINUTE * 12)
    then = {name: one_step_back(answers) for name, answers in now.items()}
    earlier = Round(Purpose.NEW, 1, ASKED, name="Spring", day=date(2026, 4, 30))
    return compared(ROUND, now, results_baseline(earlier, then))


def three_hundred() -> Assessment:
    """Three hundred councils."""
    return assessment_of(ROUND, {start + end: given(start + end) for start in STARTS for end in ENDS})


def cut_for_pictures(assessment: Assessment) -> bytes:
    """The scored workbook, of which only so many rows of each sheet print."""
    book = Book({"title": "Pictures"}, assessment.round.marking)
    for add in SHEETS:
        add(book, Positions(assessment))
    for sheet in book.workbook.worksheets():
        area = re.search(r"\$A\$(\d+):\$([A-Z]+)\$(\d+)$", sheet.print_area_range or "")
        first = int(area[1]) if area else 1
        last = min(first + MOST_PICTURED, int(area[3]) if area else sheet.dim_rowmax + 1)
        sheet.print_area(f"A{first}:{area[2]}{last}") if area else sheet.print_area(0, 0, last - 1, sheet.dim_colmax)
    return book.bytes()


def printed(workbook: Path) -> Path:
    """The workbook as LibreOffice prints it."""
    profile = f"-env:UserInstallation={(workbook.parent / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(workbook.parent), str(workbook)]
    subprocess.run(command, check=True, capture_output=True, timeout=900)
    return workbook.with_suffix(".pdf")


def first_pages(pdf: Path) -> Iterator[tuple[str, int]]:
    """Each sheet with the page on which it begins, by the names at the feet of the pages."""
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
    seen = set()
    for name, page in re.findall(r"^ *(\S.*?) {4,}Page (\d+) of \d+", text, re.MULTILINE):
        if name not in seen:
            seen.add(name)
            yield name, int(page)


def page_dots(pdf: Path, page: int, footer: int = FOOTER) -> np.ndarray:
    """A page as rows of dots of three colours each, without its foot and without the white around it."""
    command = ["pdftoppm", "-r", str(DOTS_PER_INCH), "-f", str(page), "-l", str(page), str(pdf)]
    ppm = subprocess.run(command, check=True, capture_output=True).stdout
    _, size, _, body = ppm.split(b"\n", 3)
    width, height = map(int, size.split())
    dots = np.frombuffer(body, np.uint8).reshape(height, width, 3)[: height - footer]
    last = np.flatnonzero((dots < 250).any(axis=(1, 2)))[-1]
    return dots[: min(last + MARGIN, len(dots))]


def png(dots: np.ndarray) -> bytes:
    """Dots as a small PNG, with a palette of the colours most often met; every other is shown as the nearest of them."""
    flat = dots.reshape(-1, 3).astype(np.int32)
    coarse = flat // 8 * 8 + np.where(flat >= 248, 7, 4)
    colours, which, often = np.unique(coarse, axis=0, return_inverse=True, return_counts=True)
    kept = colours[np.argsort(-often, kind="stable")[:COLOURS]]
    nearest = ((colours[:, None, :] - kept[None, :, :]) ** 2).sum(axis=2).argmin(axis=1).astype(np.uint8)
    height, width, _ = dots.shape
    rows = nearest[which.reshape(-1)].reshape(height, width)
    body = b"".join(b"\0" + row.tobytes() for row in rows)
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = (
        (b"IHDR", head),
        (b"PLTE", kept.astype(np.uint8).tobytes()),
        (b"IDAT", zlib.compress(body, 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )


def pictures_of(assessment: Assessment, folder: Path, only: tuple[str, ...] = ()) -> None:
    """A picture of each sheet, or of some, as docs/pictures/heat-map-300.png."""
    councils = len(assessment.cards)
    workbook = folder / f"{councils}.xlsx"
    workbook.write_bytes(cut_for_pictures(assessment))
    pdf = printed(workbook)
    for name, page in first_pages(pdf):
        if not only or name in only:
            file = PICTURES / f"{name.lower().replace(' ', '-')}-{councils}.png"
            file.write_bytes(png(page_dots(pdf, page)))


def pictures_of_guide(folder: Path) -> None:
    """The guide's: the sheet Partners of a round workbook, a council's sheet, and the board of a round in which two have answered."""
    people = {"Ashcombe": (JANE,), "Cyngor Cwm Tŵr": (SIAN,), "Eastvale": (ANN, BO), "Northmoor": (PAT,)}
    partners = tuple(Partner(name.lower().replace(" ", "-"), name, who) for name, who in people.items())
    round_ = replace(ROUND, id="harbour", partners=partners, due=date(2026, 11, 30), sender=RHIAN)
    answered = {name: given(name) for name in ("Ashcombe", "Northmoor")}
    assessment = assessment_of(round_, answered)
    filling = Filling(round_, score_council(partners[0], ({},), round_), partners[0], Cover("", JANE.name, JANE.role))
    books = {
        "guide-partners.png": (round_book_bytes(round_), layout.PARTNERS),
        "guide-template.png": (template_bytes(filling), ASKED.areas[0].name),
        "guide-board.png": (board_bytes(board(assessment, date(2026, 12, 2)), assessment), "Board"),
    }
    for picture, (data, sheet) in books.items():
        workbook = folder / f"{Path(picture).stem}.xlsx"
        workbook.write_bytes(data)
        pdf = printed(workbook)
        (PICTURES / picture).write_bytes(png(page_dots(pdf, dict(first_pages(pdf))[sheet])))


def picture_of_demo(folder: Path) -> None:
    """README's: the heat map of the demo, and its page in a browser."""
    main(["demo", "--out", str(folder)])
    pdf = printed(folder / "scored.xlsx")
    (PICTURES / "heat-map.png").write_bytes(png(page_dots(pdf, dict(first_pages(pdf))[HEAT_MAP])))
    with context(1200, 1150) as browser:
        page = browser.new_page()
        page.goto((folder / "summary.html").as_uri())
        page.locator("#standing").evaluate("part => part.scrollIntoView()")
        page.screenshot(path=str(PICTURES / "page.png"))


def pictures_of_page(folder: Path) -> None:
    """docs/page.md's: a council's part, a dark screen, a narrow one, paper, and the map to each way of seeing colours."""
    file = folder / "page.html"
    file.write_text(page_html(eight()), "utf-8")
    with context(1200, 1000) as browser:
        page = browser.new_page()
        page.goto(file.as_uri())
        council = page.locator("details:has(.council)").nth(3)
        council.evaluate("part => { part.open = true }")
        council.screenshot(path=str(PICTURES / "page-council.png"))
        page.emulate_media(color_scheme="dark")
        page.locator("#standing").evaluate("part => part.scrollIntoView()")
        page.screenshot(path=str(PICTURES / "page-dark.png"))
        page.emulate_media(color_scheme="light")
        page.pdf(path=str(file.with_suffix(".pdf")), prefer_css_page_size=True)
        _picture_of_sight(page)
    (PICTURES / "page-paper.png").write_bytes(png(page_dots(file.with_suffix(".pdf"), 1, footer=1)))
    with context(320, 700) as browser:
        page = browser.new_page()
        page.goto(file.as_uri())
        page.locator("#standing").evaluate("part => part.scrollIntoView()")
        page.screenshot(path=str(PICTURES / "page-narrow.png"))


def _picture_of_sight(page: Page) -> None:
    """The map as people see it who see colours otherwise, one below the other, each under the name of it."""
    sight, shown = page.context.new_cdp_session(page), []
    for kind in SIGHT:
        sight.send("Emulation.setEmulatedVisionDeficiency", {"type": kind})
        picture = base64.b64encode(page.locator("table.map").first.screenshot()).decode()
        shown.append(f"<h2>{kind.capitalize()}</h2><img src='data:image/png;base64,{picture}' width=760>")
    sight.send("Emulation.setEmulatedVisionDeficiency", {"type": "none"})
    page = page.context.new_page()  # the page's own policy would let no picture through
    page.set_viewport_size({"width": 800, "height": 600})
    page.set_content(
        f"<style>body{{font:15px Arial,sans-serif}}h2{{font-size:15px;margin:12px 0 4px}}</style>{''.join(shown)}"
    )
    page.screenshot(path=str(PICTURES / "page-sight.png"), full_page=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        pictures_of(eight(), Path(name))
        pictures_of(three_hundred(), Path(name), WHERE_MANY_MATTER)
        pictures_of_guide(Path(name))
        picture_of_demo(Path(name))
        pictures_of_page(Path(name))
