"""Whatever councils answer, LibreOffice calculates every formula of every sheet to what we wrote and to what the engine says.

More rounds than there is time for on every change: the command in CONTRIBUTING.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from chance_rounds import ASKED, Sent, drawn, extremes, filled, many, scored, settings_by
from figures import moved_by, scored_figures
from many_rounds import faults, in_batches
from office_walk import walk
from recalculated import TOLERANCE, Calculated, calculated, differing

from rasp_xl.model.questions import Purpose
from rasp_xl.model.rounds import Round
from rasp_xl.outgoing.book import cell
from rasp_xl.reports.assessment import Assessment
from rasp_xl.reports.change_questions import CHANGE_BY_QUESTION
from rasp_xl.reports.change_sheet import CHANGE
from rasp_xl.reports.positions import BANDS_ROW, CHECKS, SETTINGS, SETTINGS_FIRST_ROW
from rasp_xl.reports.settings_sheet import VALUE, settings_of
from rasp_xl.reports.workbook import workbook_bytes

pytestmark = pytest.mark.office

BY_CHANCE = 6
KINDS = ("one council", "several councils", "several respondents", "compared", "silent partners", "waived", "no score")


@pytest.fixture(scope="module")
def rounds() -> dict[str, Assessment]:
    """The extreme rounds and some by chance."""
    return extremes() | {f"chance {n}": made for n, made in enumerate(drawn(BY_CHANCE))}


@pytest.fixture(scope="module")
def tried(rounds: Mapping[str, Assessment], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Calculated]:
    """All of them through LibreOffice, some at a time."""
    return dict(zip(rounds, in_batches([*rounds.values()], tmp_path_factory.mktemp("office")), strict=True))


def kinds(found: Sequence[Assessment]) -> set[str]:
    """What there is among some rounds."""
    seen = {"several councils" if len(a.cards) > 1 else "one council" for a in found}
    conditions = {
        "several respondents": lambda a: any(c.respondents > 1 for c in a.cards),
        "compared": lambda a: a.since is not None,
        "silent partners": lambda a: a.missing,
        "waived": lambda a: any(answer.waived for c in a.cards for answer in c.answers),
        "no score": lambda a: any(c.overall.score is None for c in a.cards),
    }
    return seen | {kind for kind, holds in conditions.items() if any(holds(a) for a in found)}


def test_rounds_are_of_every_kind(rounds: Mapping[str, Assessment]) -> None:
    """One council and several, several respondents, an earlier round, partners who sent nothing, waivers, no score at all."""
    assert kinds([*rounds.values()]) == {*KINDS}
    assert {gate.state for a in rounds.values() for card in a.cards for gate in card.gates} == {
        "closed", "weak", "conditional", "open", "waived", "coming up",
    }  # fmt: skip


def test_every_formula_gives_what_we_wrote(tried: Mapping[str, Calculated]) -> None:
    """On every sheet, from planted wrong values, each formula gives what viewers were shown, and no cell an error."""
    sheets = {place[0] for one in tried.values() for place in one.formulas}

    assert {name: faults(one) for name, one in tried.items() if faults(one)} == {}
    assert {CHANGE, CHANGE_BY_QUESTION, CHECKS} < sheets
    assert max(one.worst for one in tried.values()) < TOLERANCE


def test_three_hundred_councils(tmp_path: Path) -> None:
    """The same for the whole of England's districts in one round."""
    (one,) = calculated([many(300)], tmp_path)

    assert faults(one) == {}
    assert len(one.formulas) > 100_000


def test_all_settings_changed_at_once(tmp_path: Path) -> None:
    """Finance types other settings, bands' edges and a stage: the workbook shows what a run with these would have given."""
    random = Random(11)
    returns = {
        f"Council {n}": filled(random, mood, "any") for n, mood in enumerate(("high", "any", "patchy", "embedded"))
    }
    plain = Round(Purpose.JOINING, 2, ASKED)
    before, data = scored(Sent(plain, returns)), workbook_bytes(scored(Sent(plain, returns)))
    others = [
        replace(plain, stage=stage, settings=replace(settings_by(random), colour_theme=plain.settings.colour_theme))
        for stage in (1, 3, 4)
    ]
    start, moved = walk(data, [typed(round_) for round_ in others], tmp_path)
    figures = scored_figures(before)

    assert differing(figures, start) == {}
    for round_, seen in zip(others, moved, strict=True):
        expected = moved_by(figures, scored_figures(scored(Sent(round_, returns))))
        own = {place: value for place, value in seen.items() if place in figures}

        assert len(expected) > 100
        assert own.keys() >= expected.keys()
        assert differing(figures | expected, start | seen) == {}


def typed(round_: Round) -> dict[tuple[str, str], int | float | str]:
    """Every setting of a round where it is typed."""
    numbers = {
        (SETTINGS, cell(row, VALUE)): one.value for row, one in enumerate(settings_of(round_), SETTINGS_FIRST_ROW)
    }
    return numbers | {(SETTINGS, cell(BANDS_ROW + n, VALUE)): b.from_score for n, b in enumerate(round_.settings.bands)}
