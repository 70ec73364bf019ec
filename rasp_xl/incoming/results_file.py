"""results.json of an earlier round read back as a baseline: answers and scores, but nothing that people typed."""

import json
import re
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Any

from rasp_xl.model.answers import Answer
from rasp_xl.model.baseline import OVERALL, Baseline, EarlierCouncil, EarlierRound, Shown
from rasp_xl.model.findings import RaspError
from rasp_xl.model.questions import TOP_LEVEL, AnswerValue, Purpose

SCHEMA = 1


def read_results(data: bytes, file: str) -> Baseline:
    """Read the bytes of a results.json; a RaspError where it is none, or is not as we wrote it."""
    try:
        content = json.loads(data.decode("utf-8"))
        written = isinstance(content, dict) and content.get("schema") == SCHEMA
    except (ValueError, RecursionError) as error:
        raise RaspError(f"The baseline {file} is damaged, or no results.json: it cannot be read as JSON.") from error
    if not written:
        raise RaspError(f"The baseline {file} is no results.json of this program, or of a version that we do not know.")
    try:
        councils = tuple(_council(council) for council in content["councils"])
        round_ = _round(content)
        own = {str(question): str(text) for question, text in content["question_set"].get("own", {}).items()}
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise RaspError(
            f"The baseline {file} is not as it was written: something in it is missing or changed."
        ) from error
    if not councils:
        raise RaspError(f"The baseline {file} holds no council, so there is nothing to compare with.")
    if len({council.id for council in councils}) < len(councils):
        raise RaspError(f"The baseline {file} holds one council twice.")
    asked = sorted({question for council in councils for question in council.answers}, key=_in_order)
    return Baseline(file, sha256(data).hexdigest(), round_, tuple(asked), councils, own=own)


def _in_order(question: str) -> tuple[str, int, str]:
    """SV2 before SV10."""
    number = re.sub(r"[^0-9]", "", question)[:9]
    return question[:2], int(number or 0), question


def _round(content: Mapping[str, Any]) -> EarlierRound:
    written, day = content["round"], content["round"]["date"]
    return EarlierRound(
        str(written["id"]),
        str(written["name"]),
        Purpose(written["purpose"]),
        int(written["stage"]),
        date.fromisoformat(day) if day else None,
        str(content["question_set"]["version"]),
    )


def _council(council: Mapping[str, Any]) -> EarlierCouncil:
    # A gate that is not applicable is a gap like a blank, unless it was waived.
    gaps = {gap["question"] for gap in council["gaps"]}
    answers = {
        str(question): Answer(str(question), _value(value), waived=value == "NA" and question not in gaps)
        for question, value in council["answers"].items()
    }
    shown = {str(area["id"]): _shown(area) for area in council["areas"]} | {OVERALL: _shown(council["overall"])}
    return EarlierCouncil(str(council["id"]), str(council["name"]), answers, shown)


def _value(value: object) -> AnswerValue:
    if value is None or (type(value) is int and 0 <= value <= TOP_LEVEL):
        return value
    if value == "DK":
        return "DK"
    if value == "NA":
        return "NA"
    raise ValueError(value)


def _shown(result: Mapping[str, Any]) -> Shown:
    score = result["score"]
    return Shown(None if score is None else float(score), str(result["band"] or ""))
