"""An office's own pages: a folder with templates that stand before ours, file by file. They are read as text and never run here."""

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from rasp_xl.model.findings import RaspError

SUFFIXES = (".html.j2", ".css", ".js")
LARGEST = 1_000_000
"""Bytes of one file: twenty times our longest."""


def read_pages(folder: Path) -> Mapping[str, str]:
    """The texts of an office's own pages by name; a RaspError says why a folder cannot be taken.

    A name that is none of ours is refused, because nothing would ever show that file. Files of other kinds are left aside.
    """
    if not folder.is_dir():
        raise RaspError(f"{folder} is no folder. Name the folder with your own pages after --pages.")
    ours = our_names()
    found = sorted(path for path in folder.iterdir() if path.name.endswith(SUFFIXES) and path.is_file())
    if unknown := [path.name for path in found if path.name not in ours]:
        raise RaspError(
            f"{unknown[0]} in {folder} is none of our pages. Name it as the one it stands for: {', '.join(ours)}."
        )
    if not found:
        raise RaspError(
            f"There is no page in {folder}. Copy one of these from templates/ and change it: {', '.join(ours)}."
        )
    return {path.name: _text(path) for path in found}


def our_names() -> tuple[str, ...]:
    """The pages that ship with us, by name, in their order."""
    return tuple(sorted(one.name for one in files("rasp_xl.templates").iterdir() if one.name.endswith(SUFFIXES)))


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
