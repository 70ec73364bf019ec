"""Ids in the round workbook: each stands once, and can name files."""

from rasp_xl.incoming.councils import file_name
from rasp_xl.incoming.entered import Entered, Problem


def check_id(entry: Entered, what: str, problems: list[Problem]) -> None:
    """Ids name files, so they are held to what every system takes."""
    fit = file_name(entry.text)
    if entry.text != fit:
        message = f"The {what} reads “{entry.text}”. It names files: letters a to z, digits and single hyphens."
        problems.append(Problem(entry.place, message, f"Type for instance {fit}."))


def once(seen: dict[str, Entered], key: str, entry: Entered, problems: list[Problem]) -> None:
    """Say it when two councils have one id; entry is where it is typed, or the name that it is made from."""
    first = seen.setdefault(key, entry)
    if first is entry:
        return
    made = f", or the id {key} made from it," if entry.text != key else ""
    message = f"“{entry.text}”{made} is in {first.place.cell} already."
    problems.append(Problem(entry.place, message, "Give each council an id of its own under Id."))
