"""Ids and names in the round workbook: each stands once, and ids can name files."""

from rasp_xl.incoming.councils import file_name
from rasp_xl.incoming.entered import Entered, Problem


def check_id(entry: Entered, what: str, problems: list[Problem]) -> None:
    """Ids name files, so they are held to what every system takes."""
    fit = file_name(entry.text)
    if entry.text != fit:
        message = f"The {what} reads “{entry.text}”. It names files: letters a to z, digits and single hyphens."
        problems.append(Problem(entry.place, message, f"Type for instance {fit}."))


def once(seen: dict[str, Entered], key: str, entry: Entered, what: str, problems: list[Problem]) -> None:
    """Say it when a name or an id stands twice."""
    first = seen.setdefault(key, entry)
    if first is entry:
        return
    made = f", or the id {key} made from it," if what == "id" and entry.text != key else ""
    message = f"“{entry.text}”{made} is in {first.place.cell} already."
    fix = "Delete one of the two rows." if what == "name" else "Give each council an id of its own under Id."
    problems.append(Problem(entry.place, message, fix))
