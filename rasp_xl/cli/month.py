"""The commands of the programme office's month."""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from rasp_xl.cli.screen import ALL_WELL, ATTENTION, complain, progress, say, show_json, typed
from rasp_xl.model.findings import RaspError
from rasp_xl.model.letters import LetterKind
from rasp_xl.model.mail import CHASED, LETTERS_FOLDER, UNADDRESSED
from rasp_xl.model.questions import STAGES, Purpose
from rasp_xl.model.round_layout import OUTPUT_FOLDER, RETURNS_FOLDER, ROUND_BOOK
from rasp_xl.model.rounds import Round


def templates(options: argparse.Namespace) -> int:
    """Write the templates to send out."""
    from rasp_xl import pipeline
    from rasp_xl.pipeline.sent import round_home, round_record

    round_ = _round_to_send(options)
    home = round_home(options.round) if options.round else Path()
    out = options.out or home / OUTPUT_FOLDER
    baseline = pipeline.open_baseline(options.baseline, round_) if options.baseline else None
    sent = round_record(home, out).last if options.round else pipeline.NOTHING_SENT
    written = pipeline.send_out(round_, out, baseline, complain, sent)
    if not round_.id:
        say(f"Wrote {out / written[0]}. Open it, read Start here, and send it to the councils.")
        return ALL_WELL
    made = sum(name.startswith("templates/") for name in written)
    folder = (out / written[0]).parent
    wrote = "1 template" if made == 1 else f"{made} templates"
    councils = "1 council" if len(round_.partners) == 1 else f"{len(round_.partners)} councils"
    say(f"Wrote {wrote} for {councils} into {folder}, each named after its council and tested.")
    say("\n".join(_letters_text(out, written, home, pipeline.invited(round_, sent) if round_.id else 0)))
    return ALL_WELL


def _round_to_send(options: argparse.Namespace) -> Round:
    """Of the round workbook, else one without partners, of the purpose and stage asked for."""
    from rasp_xl import pipeline
    from rasp_xl.model.question_file import standard_set

    if not options.round:
        if options.baseline:
            raise RaspError(
                "--from puts each council's own answers beside its questions, so name the round workbook too: "
                "rasp-xl templates ROUND --from FILE"
            )
        if (Path() / ROUND_BOOK).is_file():
            complain(
                f"There is a round workbook, {ROUND_BOOK}, which was not used: this is a blank template without a marking, for no round and no partner. To use it say: rasp-xl templates ."
            )
        return Round(*_purpose_and_stage(options), standard_set())
    if options.purpose or options.stage:
        raise RaspError(
            f"Purpose and stage of a round stand in its workbook, {options.round}. Leave out --purpose and --stage."
        )
    return pipeline.open_round(options.round, complain)


def _purpose_and_stage(options: argparse.Namespace) -> tuple[Purpose, int]:
    """As asked for; a health check is of a service that runs."""
    purpose = Purpose(options.purpose or Purpose.NEW)
    return purpose, options.stage or (len(STAGES) if purpose is Purpose.HEALTH_CHECK else 1)


def new(options: argparse.Namespace) -> int:
    """Make a folder for a round."""
    from rasp_xl import pipeline

    file = pipeline.new_round(options.folder, *_purpose_and_stage(options), date.today())
    say(f"Wrote {file}, and beside it the folder {RETURNS_FOLDER} for what comes back.")
    say("Fill in the yellow cells on Programme and Partners, save it, and close it. Its What to do names each step.")
    say(f"The next one: rasp-xl templates {typed(file.parent)}")
    return ALL_WELL


def chase(options: argparse.Namespace) -> int:
    """Say who has answered, and write the board and the letters that are due."""
    from rasp_xl import pipeline
    from rasp_xl.pipeline.chasing import BOARD_BOOK, Occasion
    from rasp_xl.pipeline.chasing import chase as write_board
    from rasp_xl.pipeline.known_again import gone_ids, keep_id
    from rasp_xl.pipeline.sent import round_home, round_record
    from rasp_xl.pipeline.writing import BOARD
    from rasp_xl.reports.board import Standing
    from rasp_xl.reports.board_shown import board_text
    from rasp_xl.reports.wording import former_round_words

    _refuse_swapped(options)
    now = datetime.now(UTC).astimezone()
    round_ = pipeline.open_round(options.round, complain)
    home = round_home(options.round)
    out = options.out or home / OUTPUT_FOLDER / CHASED
    paths = options.paths or [home / RETURNS_FOLDER]
    assessment = pipeline.assess(paths, options.workers, progress, round_, now.date())
    record = round_record(home, out)
    board, files = write_board(assessment, out, Occasion(now, options.wait, record), complain)
    if options.json:
        show_json(json.loads(files[BOARD]))
    else:
        say("\n".join(board_text(board)))
        say("\n".join((f"Wrote {out / BOARD_BOOK}.", *_letters_text(out, tuple(files), home))))
    if not record.last and any(LetterKind.REMINDER in line.letters for line in board.lines):
        complain(_unrecorded(home / OUTPUT_FOLDER))
    for former in gone_ids(record.last, round_):
        complain(f"Somebody was invited under the Id {former}, which no partner has now. {keep_id(former)}")
    if former_round := former_round_words(assessment):
        complain(f"{former_round} Until then nobody is told that what came cannot be used.")
    held = 0 if former_round else sum(not line.letters for line in board.lines if line.standing is not Standing.IN)
    if held and not options.json:
        went = f"within the last {options.wait} days (--wait 0 writes them)" if options.wait else "today"
        say(f"No letter for {held}: either one went {went}, or something is for you to do first. Next says which.")
    say(board.sentence, sys.stderr if options.json else sys.stdout)
    return ALL_WELL if board.all_in else ATTENTION


def _unrecorded(output: Path) -> str:
    return (
        "Nothing is recorded as sent in this round, so the reminders are for all who have not answered. If the invitations went "
        f"from your mail program, say so, and chase again: rasp-xl send {typed(output)} --mark-sent --now"
    )


def _refuse_swapped(options: argparse.Namespace) -> None:
    """Returns named first and the round behind them."""
    rounds = [path for path in options.paths if path.name == ROUND_BOOK or (path / ROUND_BOOK).is_file()]
    if (
        rounds
        and options.round.name != ROUND_BOOK
        and options.round.is_dir()
        and not (options.round / ROUND_BOOK).is_file()
    ):
        raise RaspError(
            f"{options.round} holds no round workbook, but {rounds[0]} does: the round comes first, then its returns. Say: rasp-xl chase {typed(rounds[0])} {typed(options.round)}"
        )


def _letters_text(folder: Path, names: Sequence[str], home: Path, before: int = 0) -> Iterator[str]:
    """What letters were written, of which so many went before, and what to do with them."""
    from rasp_xl.pipeline.sent import home_above

    due, unaddressed = (sum(name.startswith(f"{inner}/") for name in names) for inner in (LETTERS_FOLDER, UNADDRESSED))
    if due:
        # Letters that lie elsewhere do not lead to the round whose record is to know of them.
        of_round = "" if home_above(folder) == home.resolve() else f" --round {typed(home)}"
        went = f" ({before} of them went before)" if before else ""
        yield f"Letters to send: {due}{went}, in {folder / LETTERS_FOLDER}. Open them in your mail program, or say: rasp-xl send {typed(folder)} --smtp HOST{of_round}"
    if unaddressed:
        yield f"Letters without an address: {unaddressed}, in {folder / UNADDRESSED}. Fill in E-mail on the sheet Partners and run again, or type the address into the letter."
