"""The part "change" of results.json: what changed since the baseline. docs/change.md tells its shape."""

from typing import Any

from rasp_xl.model.baseline import OVERALL, EarlierCouncil
from rasp_xl.model.rounds import Band
from rasp_xl.reports.assessment import Since
from rasp_xl.scoring.change import CouncilChange, Drift, Line


def change_content(since: Since) -> dict[str, Any]:
    """Everything that was compared; ids are those of today."""
    change, then = since.change, since.baseline.round
    return {
        "baseline": {
            "file": since.baseline.file,
            "sha256": since.baseline.digest,
            "id": then.id,
            "name": then.name,
            "purpose": then.purpose.value if then.purpose else None,
            "stage": then.stage or None,
            "date": then.day.isoformat() if then.day else None,
            "version": then.version or None,
        },
        "partnership": {"areas": [_drift(a) for a in change.areas], "overall": _drift(change.overall)},
        "councils": [_council(council, since.earlier[council.id]) for council in change.councils],
        "councils_new": list(change.arrived),
        "councils_gone": [{"id": council.id, "name": council.name} for council in since.gone],
        "questions_new": list(change.new),
        "questions_gone": list(change.gone),
    }


def _drift(drift: Drift) -> dict[str, Any]:
    named = {} if drift.id == OVERALL else {"id": drift.id}
    counts = {"councils": drift.councils, "up": drift.up, "down": drift.down, "same": drift.same}
    return {**named, **counts, "mean": drift.mean}


def _council(council: CouncilChange, then: EarlierCouncil) -> dict[str, Any]:
    return {
        "id": council.id,
        "earlier": {"id": then.id, "name": then.name},
        "overall": _compared(council.overall) | _shown(council.overall, then),
        "areas": [
            {"id": a.id, **_compared(a), **_tallies(a), **_shown(a, then), "because": a.because or None}
            for a in council.areas
        ],
        "themes": [{"id": t.id, **_compared(t)} for t in council.themes],
        "questions": [{"id": m.question, "before": m.before, "now": m.now, "way": m.way} for m in council.moves],
    }


def _compared(line: Line) -> dict[str, Any]:
    return {
        "before": line.before,
        "now": line.now,
        "difference": line.difference,
        "step": line.step,
        "way": line.way or None,
        "band_before": _name(line.band_before if line.bands_compared else None),
        "band_now": _name(line.band_now if line.bands_compared else None),
    }


def _tallies(line: Line) -> dict[str, Any]:
    return {
        f"{name}_{when}": getattr(tally, name) if tally else None
        for name in ("known_only", "coverage")
        for when, tally in (("before", line.tally_before), ("now", line.tally_now))
    }


def _shown(line: Line, then: EarlierCouncil) -> dict[str, Any]:
    shown = then.shown.get(line.id)
    return {"shown_score": shown.score if shown else None, "shown_band": (shown.band or None) if shown else None}


def _name(band: Band | None) -> str | None:
    return band.name if band else None
