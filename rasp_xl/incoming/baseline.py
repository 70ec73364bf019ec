"""The baseline of a run: the results of an earlier round, whichever of their files is named, and which council is which."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from rasp_xl.incoming.results_file import read_results
from rasp_xl.incoming.scored_workbook import NOT_SCORED, read_scored
from rasp_xl.incoming.unpacking import MEBIBYTE
from rasp_xl.incoming.wording import plain
from rasp_xl.model.baseline import Baseline, EarlierCouncil
from rasp_xl.model.findings import RaspError
from rasp_xl.model.questions import QuestionSet, is_own
from rasp_xl.model.rounds import Partner, Round

SCORED_BOOK, RESULTS_FILE = "scored.xlsx", "results.json"
MOST_BYTES = 250 * MEBIBYTE
"""The largest file that is read; results.json of 5,000 councils has a fifth of it."""


def read_baseline(path: Path, question_set: QuestionSet) -> Baseline:
    """The results of an earlier round: a scored workbook, a results.json, or the folder that holds both.

    Of a folder the workbook counts, because people type into it; what it has lost of its round and of the scores it showed
    comes from results.json. A RaspError says why a file cannot be taken.
    """
    if not path.is_dir():
        return _read(path, question_set)
    scored, results = path / SCORED_BOOK, path / RESULTS_FILE
    if not scored.exists():
        if results.exists():
            return _read(results, question_set)
        raise RaspError(f"The folder {path} holds no {SCORED_BOOK} and no {RESULTS_FILE}. {NOT_SCORED}")
    baseline = _read(scored, question_set)
    lacks = baseline.round.purpose is None or not any(council.shown for council in baseline.councils)
    return _completed(baseline, _read(results, question_set)) if lacks and results.exists() else baseline


def _read(file: Path, question_set: QuestionSet) -> Baseline:
    try:
        with file.open("rb") as opened:
            data = opened.read(MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise RaspError(f"There is no baseline {file}. {NOT_SCORED}") from error
    except OSError as error:
        raise RaspError(f"The baseline {file} cannot be read: {error.strerror or error}.") from error
    if len(data) > MOST_BYTES:
        raise RaspError(f"The baseline {file} is larger than {MOST_BYTES // MEBIBYTE} MB and was not read.")
    is_json = data.lstrip()[:1] == b"{"
    found = read_results(data, str(file)) if is_json else read_scored(data, str(file), question_set)
    return replace(found, file=file.name)


def _completed(baseline: Baseline, results: Baseline) -> Baseline:
    """A workbook's baseline with what it lacks taken from the results beside it."""
    shown = {council.id: council.shown for council in results.councils}
    councils = tuple(c if c.shown else replace(c, shown=shown.get(c.id, {})) for c in baseline.councils)
    return replace(baseline, councils=councils, round=baseline.round if baseline.round.purpose else results.round)


def refuse_other_questions(baseline: Baseline, round_: Round) -> None:
    """Raise a RaspError where the rounds cannot be compared: another purpose, or not one question in common."""
    earlier = baseline.round.purpose
    if earlier and earlier is not round_.purpose:
        raise RaspError(
            f"The baseline {baseline.file} is of another purpose: {earlier.words}, and this round is {round_.purpose.words}. "
            "Questions weigh otherwise for each, so the two cannot be compared. Name the results of a round of this purpose."
        )
    if not {question.id for question in round_.question_set.questions} & set(baseline.asked):
        raise RaspError(
            f"The baseline {baseline.file} asks none of this round's questions, so nothing can be compared."
        )


def is_of(baseline: Baseline, round_: Round) -> bool:
    """Whether the earlier results are of this very round: by its id, else by all that is known of a round.

    Two runs without a round workbook, which have neither name nor date, may be of any two rounds.
    """
    then = baseline.round
    if then.id or round_.id:
        return then.id == round_.id
    asked = {question.id for question in round_.question_set.questions}
    known = (then.purpose, then.stage, then.day, then.name, set(baseline.asked))
    return bool(then.day or then.name) and known == (round_.purpose, round_.stage, round_.day, round_.name, asked)


def with_own_told_apart(baseline: Baseline, question_set: QuestionSet) -> Baseline:
    """The baseline with questions of the office's own that were others then under other ids, so that they are not compared.

    Numbers from 101 on are the office's, and another year the same number may stand for another question.
    """
    today = {question.id: question.text for question in question_set.questions if is_own(question.id)}
    other = {q for q, text in today.items() if q in baseline.asked and plain(baseline.own.get(q, "")) != plain(text)}
    if not other:
        return baseline
    ids = {question: f"{question} EARLIER" for question in other}
    councils = (
        replace(council, answers={ids.get(q, q): answer for q, answer in council.answers.items()})
        for council in baseline.councils
    )
    actions = (replace(a, question=ids.get(a.question.strip().upper(), a.question)) for a in baseline.actions)
    asked = tuple(ids.get(question, question) for question in baseline.asked)
    return replace(baseline, asked=asked, councils=tuple(councils), actions=tuple(actions))


def earlier_councils(baseline: Baseline, partners: Sequence[Partner]) -> dict[str, EarlierCouncil]:
    """By the id of a council of today, the same council then: told by its id, else by its name.

    An id that stood for another council, which takes part by its name now as then, does not count: ids are renumbered,
    names are what everybody saw.
    """
    by_id = {council.id: council for council in baseline.councils if council.id}
    by_name = {plain(council.name): council for council in baseline.councils}
    today = {plain(partner.name) for partner in partners}
    found: dict[str, EarlierCouncil] = {}
    for partner in partners:
        same_id, same_name = by_id.get(partner.id), by_name.get(plain(partner.name))
        renumbered = same_id and same_id is not same_name and (same_name or plain(same_id.name) in today)
        if council := same_name if renumbered else same_id or same_name:
            found[partner.id] = council
    return found
