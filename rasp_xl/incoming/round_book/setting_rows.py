"""The entries of the sheet Bands and settings, or what is wrong with each."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from rasp_xl.incoming.entered import Entered, Problem
from rasp_xl.incoming.round_book.numbers import number_in, read_number
from rasp_xl.incoming.round_book.sheets import Table, filled_rows, labelled, made_before, table
from rasp_xl.incoming.wording import plain
from rasp_xl.incoming.workbook import Workbook
from rasp_xl.model.findings import Place
from rasp_xl.model.round_layout import BAND, BAND_HEADINGS, FROM_SCORE, MEANING, NO, SETTINGS, YES
from rasp_xl.model.rounds import BANDS, Band, Settings
from rasp_xl.model.setting_rules import (
    COLOUR_NAMES,
    COLOURS_LABEL,
    EVIDENCE_LABEL,
    FORMER_LABELS,
    LONGEST_BAND,
    PERCENT,
    SETTING_RULES,
    TOP_BAND,
    Limits,
    SettingRule,
)
from rasp_xl.model.showing import score_words

MARK = "Colours"
"""A heading on Lists of round workbooks that have the sheet."""

LABELS = (*(rule.label for rule in SETTING_RULES), COLOURS_LABEL, EVIDENCE_LABEL)
BAND_NAME = re.compile(r"[\w &'’/().,+-]+")
"""What neither a formula's search nor a list takes for something else."""


def read_settings(workbook: Workbook, file: str, problems: list[Problem]) -> Settings:
    """What stands beside the labels, and the bands; the usual settings where the workbook is older than the sheet."""
    if made_before(workbook, SETTINGS, MARK):
        return Settings()
    entries = labelled(workbook, file, SETTINGS, (*LABELS, *FORMER_LABELS))
    if isinstance(entries, Problem):
        problems.append(entries)
        return Settings()
    bands = _bands(table(workbook, file, SETTINGS, BAND_HEADINGS), problems)
    former = {today: entries[then] for then, today in FORMER_LABELS.items() if then in entries}
    entries = {**{label: Entered(Place(file, SETTINGS)) for label in LABELS}, **former, **entries}
    numbers: dict[str, Any] = {rule.name: _number(rule, entries, problems) for rule in SETTING_RULES}
    colours = _choice(entries[COLOURS_LABEL], COLOURS_LABEL, COLOUR_NAMES, problems)
    # Round workbooks that are older than this setting have no row for it.
    shown = entries[EVIDENCE_LABEL]
    evidence = _choice(shown, EVIDENCE_LABEL, (NO, YES), problems) if shown.place.cell else NO
    return replace(Settings(bands), **numbers, colour_theme=colours, show_evidence=evidence == YES)


def _number(rule: SettingRule, entries: Mapping[str, Entered], problems: list[Problem]) -> float:
    entry = entries[rule.label]
    if not entry.place.cell:
        problems.append(_no_label(entry, rule.label))
        return 0
    return read_number(entry, rule.label, _limits(rule, entries), problems)


def _limits(rule: SettingRule, entries: Mapping[str, Entered]) -> Limits:
    """The limits as numbers. Where one setting limits another it is said of the lower one alone, which stands too high.

    A limit that is itself no band of ours limits nothing.
    """
    bands = range(1, TOP_BAND + 1)
    there = {other.name: number_in(entries[other.label]) for other in SETTING_RULES}
    highest = {
        name: int(number) if number is not None and number in bands else TOP_BAND for name, number in there.items()
    }
    least = 1 if isinstance(rule.limits.least, str) else rule.limits.least
    return Limits(least, rule.limits.at(highest).most, rule.limits.whole)


def _no_label(entry: Entered, label: str) -> Problem:
    message = f"There is no row with the label {label}."
    return Problem(entry.place, message, f"Put {label} back under Setting, with its entry beside it under Entry.")


def _choice(entry: Entered, label: str, choices: Sequence[str], problems: list[Problem]) -> str:
    """What is chosen; the first of the choices where nothing is that can be."""
    chosen = {plain(name): name for name in choices}.get(plain(entry.text), "")
    if not entry.place.cell:
        problems.append(_no_label(entry, label))
    elif not chosen:
        reads = f"reads “{entry.text}”" if entry.text else "is not filled in"
        fix = f"Choose {' or '.join(choices)}."
        problems.append(entry.trouble or Problem(entry.place, f"{label} {reads}.", fix))
    return chosen or choices[0]


def _bands(found: Table, problems: list[Problem]) -> tuple[Band, ...]:
    """As many bands as there always are, from the lowest up."""
    rows = filled_rows(found, problems)
    if isinstance(found, Problem):
        return BANDS
    if len(rows) != len(BANDS):
        place = rows[len(BANDS)][BAND].place if len(rows) > len(BANDS) else found[1]
        message = f"There are {len(rows)} bands, and there must be {len(BANDS)}."
        problems.append(Problem(place, message, "Give each a name, a score and a meaning, and clear other rows."))
        return BANDS
    seen: dict[str, Entered] = {}
    bands: list[Band] = []
    for number, row in enumerate(rows, 1):
        below = bands[-1].from_score if bands else None
        name, meaning = _name(row[BAND], seen, problems), row[MEANING].text
        if not meaning and not row[MEANING].hidden:
            problems.append(Problem(row[MEANING].place, "The band has no meaning.", "Say in a sentence what it means."))
        bands.append(Band(number, name, _edge(row[FROM_SCORE], below, problems), meaning))
    return tuple(bands)


def _name(entry: Entered, seen: dict[str, Entered], problems: list[Problem]) -> str:
    name = entry.text
    first = seen.setdefault(plain(name), entry)
    if entry.hidden:
        return name
    if not name:
        problems.append(Problem(entry.place, "The band has no name.", "Type what it is called."))
    elif first is not entry:
        problems.append(
            Problem(entry.place, f"“{name}” is in {first.place.cell} already.", "Name each band otherwise.")
        )
    elif len(name) > LONGEST_BAND:
        fix = f"Keep it to {LONGEST_BAND} characters, so that the maps can show it."
        problems.append(Problem(entry.place, f"The name “{name}” is too long.", fix))
    elif not BAND_NAME.fullmatch(name) or plain(name) == plain(score_words(None)):
        fix = "Use letters, digits, spaces and hyphens, and none of * ? ~ < > = and the like."
        problems.append(Problem(entry.place, f"“{name}” cannot be the name of a band.", fix))
    return name


def _edge(entry: Entered, below: float | None, problems: list[Problem]) -> float:
    """The score from which a band holds: 0 for the lowest, and for each other more than for the one below it."""
    if below is None:
        if number_in(entry) != 0 and not entry.hidden:
            message = f"The lowest band holds from “{entry.text}”, and lower scores would have none."
            problems.append(Problem(entry.place, message, "Type 0."))
        return 0
    said = len(problems)
    edge = read_number(entry, FROM_SCORE, PERCENT, problems)
    if len(problems) == said and edge <= below and not entry.hidden:
        message = f"The band holds from {edge:g}, which is not above {below:g}, from which the one below it holds."
        problems.append(Problem(entry.place, message, f"Type a number above {below:g}, up to 100."))
    return edge
