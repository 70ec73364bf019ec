"""results.json: everything, for machines. Keys sorted, numbers unrounded, null where there is no score."""

import json
from collections.abc import Mapping
from typing import Any

from rasp_xl import __version__
from rasp_xl.incoming.ledger import Entry
from rasp_xl.model.answers import Answer
from rasp_xl.model.findings import Finding
from rasp_xl.model.questions import is_own
from rasp_xl.model.rounds import Band
from rasp_xl.model.scorecard import Disagreement, Scorecard
from rasp_xl.reports.assessment import Assessment
from rasp_xl.reports.change_results import change_content
from rasp_xl.scoring.sensitivity import scenarios

SCHEMA = 1


def results_bytes(assessment: Assessment, outputs: Mapping[str, str]) -> bytes:
    """The file; outputs are the names of the other files written, with their SHA-256."""
    content = results(assessment) | {
        "outputs": [{"path": path, "sha256": digest} for path, digest in sorted(outputs.items())]
    }
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False) + "\n"
    # A Linux file name can hold bytes that are no text; as an escape of JSON they come back as they were.
    return text.encode("utf-8", "backslashreplace")


def results(assessment: Assessment) -> dict[str, Any]:
    """The content, but for the outputs."""
    round_, asked = assessment.round, assessment.round.question_set
    judged_on = assessment.waivers_judged_on
    return {
        "schema": SCHEMA,
        "tool": {"name": "rasp-xl", "version": __version__},
        "round": {
            "id": round_.id,
            "name": round_.name,
            "purpose": round_.purpose.value,
            "stage": round_.stage,
            "date": round_.day.isoformat() if round_.day else None,
            "missing": [m.partner.id for m in assessment.missing],
            "waivers_judged_on": judged_on.isoformat() if judged_on else None,
            "waivers_unneeded": [
                {"council": w.council, "code": w.rule, "question": w.question or None}
                for w in assessment.unneeded_waivers
            ],
            "moderations_unused": [
                {"council": m.council, "question": m.question, "why": why} for m, why in assessment.unused_moderations
            ],
        },
        "question_set": {
            "id": asked.id,
            "version": asked.version,
            "fingerprint": asked.fingerprint,
            # Their ids are the office's, so only the text tells a later round whether it asks the same.
            **({"own": own} if (own := {q.id: q.text for q in asked.questions if is_own(q.id)}) else {}),
        },
        "control": {**assessment.counts, "answers": assessment.answer_counts},
        "files": [_file(entry) for entry in assessment.ledger.entries],
        "councils": [_council(card) for card in assessment.cards],
        "partnership": {
            "areas": [
                {
                    "id": a.id,
                    "min": a.lowest,
                    "median": a.median,
                    "mean": a.mean,
                    "max": a.highest,
                    "gap": a.gap,
                    "state": a.state or None,
                }
                for a in assessment.partnership.areas
            ],
            "questions": [
                {"id": q.id, "gap": q.gap, "state": q.state or None} for q in assessment.partnership.questions
            ],
        },
        "change": change_content(assessment.compared) if assessment.compared else None,
        "sensitivity": _sensitivity(assessment),
    }


def checked(assessment: Assessment) -> dict[str, Any]:
    """The part of the content that is known without scores, and what most senders have in common."""
    whole = results(assessment)
    known = {key: whole[key] for key in ("schema", "tool", "round", "question_set", "control", "files")}
    return known | {
        "shared_findings": [
            {"code": f.rule.code, "question": f.question or None, "senders": f.senders, "of": f.of}
            for f in assessment.shared_faults
        ]
    }


def _file(entry: Entry) -> dict[str, Any]:
    return {
        "path": entry.path,
        "sha256": entry.digest,
        "bytes": entry.size,
        "status": entry.status.value,
        "council": entry.partner.id if entry.partner else None,
        "respondent": entry.respondent or None,
        "reason": entry.reason or None,
        "findings": [finding_row(f) for f in entry.findings],
    }


def finding_row(finding: Finding) -> dict[str, Any]:
    """One finding; all but waived is text."""
    waiver = finding.waiver
    until = waiver.last_day.isoformat() if waiver and waiver.last_day else None
    return {
        "code": finding.rule.code,
        "severity": finding.severity.words,
        "sheet": finding.place.sheet or None,
        "cell": finding.place.cell or None,
        "question": finding.question or None,
        "found": finding.found or None,
        "expected": finding.rule.expected or None,
        "message": finding.message,
        "fix": finding.fix,
        "waived": {"reason": waiver.reason, "approver": waiver.approver, "until": until} if waiver else None,
    }


def _council(card: Scorecard) -> dict[str, Any]:
    overall = card.overall
    return {
        "id": card.id,
        "name": card.name,
        "respondents": card.respondents,
        "overall": {
            "score": overall.score,
            "band": _name(overall.band),
            "band_before_caps": _name(overall.band_before_caps),
            "capped_by": list(overall.capped_by),
            "status": overall.status,
            "lowest_area": overall.lowest_area or None,
        },
        "areas": [
            {
                "id": a.id,
                "name": a.name,
                "score": a.tally.score,
                "known_only": a.tally.known_only,
                "evidenced": a.tally.evidenced,
                "coverage": a.tally.coverage,
                "band": _name(a.band),
                "band_before_caps": _name(a.band_before_caps),
                "capped_by": list(a.capped_by),
                "status": a.status,
                "provisional_because": list(a.provisional),
            }
            for a in card.areas
        ],
        "themes": [{"id": t.id, "score": t.tally.score, "coverage": t.tally.coverage} for t in card.themes],
        "answers": {a.question: a.value for a in card.answers},
        "moderated": [_moderated(a) for a in card.answers if a.moderated],
        "disagreement": [_disagreement(one) for one in card.disagreement],
        "gaps": [
            {
                "question": g.question,
                "level": g.level,
                "gate": g.gate or None,
                "priority": g.priority,
                "action": g.action,
            }
            for g in card.gaps
        ],
    }


def _moderated(answer: Answer) -> dict[str, Any]:
    agreed = answer.moderated
    return {
        "question": answer.question,
        "answer": answer.value,
        "reason": agreed.reason if agreed else None,
        "agreed_by": agreed.agreed_by if agreed else None,
    }


def _disagreement(one: Disagreement) -> dict[str, Any]:
    """One question by counts; levels from 0 up, dont_know_rate and deviation unrounded."""
    return {
        "question": one.question,
        "levels": list(one.levels),
        "dont_know": one.unknown,
        "not_applicable": one.inapplicable,
        "no_answer": one.silent,
        "levels_apart": one.gap,
        "average_deviation": one.deviation,
        "dont_know_rate": one.unknown_share,
        "by_median": one.by_median,
        "widely_apart": one.apart,
        "moderated": one.moderated,
    }


def _sensitivity(assessment: Assessment) -> dict[str, Any]:
    """The other weights that were tried, and every band that they change; area is "overall" where it is no area's."""
    tried = scenarios(assessment.round.question_set.areas)
    return {
        "scenarios": [{"id": s.id, "area": s.area or "all", "times": s.times} for s in tried],
        "changes": [
            {
                "council": one.council,
                "scenario": o.scenario,
                "area": o.area or "overall",
                "band": _name(o.band) or "No score",
                "band_as_scored": _name(o.base) or "No score",
            }
            for one in assessment.sensitivity
            for o in one.changes
        ],
    }


def _name(band: Band | None) -> str | None:
    return band.name if band else None
