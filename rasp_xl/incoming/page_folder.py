"""An office's own pages: a folder with templates that stand before ours, file by file. They are read as text and never run here."""

from collections.abc import Mapping
from pathlib import Path

from rasp_xl.model.findings import RaspError

NAMES = (
    "change.html.j2", "colours.html.j2", "council.html.j2", "pack.css", "pack.html.j2", "summary.css", "summary.html.j2", "summary.js",
)  # fmt: skip
"""What our page and the councils' are made of. Letters are not: their words stand in the round workbook."""

SUFFIXES = (".html.j2", ".css", ".js")
LARGEST = 1_000_000
"""Bytes of one file: twenty times our longest."""


def read_pages(folder: Path) -> Mapping[str, str]:
    """The texts of an office's own pages by name; a RaspError says why a folder cannot be taken.

    A name that is none of ours is refused, because nothing would ever show that file. Files of other kinds are left aside.
    """
    if not folder.is_dir():
        raise RaspError(f"{folder} is no folder. Name the folder with your own pages after --pages.")
    found = sorted(path for path in folder.iterdir() if path.name.endswith(SUFFIXES) and path.is_file())
    if unknown := [path.name for path in found if path.name not in NAMES]:
        raise RaspError(
            f"{unknown[0]} in {folder} is none of our pages. Name it as the one it stands for: {', '.join(NAMES)}."
        )
    if not found:
        raise RaspError(
            f"There is no page in {folder}. Copy one of these from templates/ and change it: {', '.join(NAMES)}."
        )
    return {path.name: _text(path) for path in found}


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise RaspError(
                f"{path} is larger than a page can be ({LARGEST:,} bytes). Take a copy of ours and change that."
            )
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RaspError(f"{path} is not saved as UTF-8. Save it with that encoding.") from error
    except OSError as error:
        raise RaspError(
            f"{path} cannot be read ({error.strerror or error}). Close it elsewhere and run again."
        ) from error
