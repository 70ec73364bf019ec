"""The commands of the programme office's month."""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from rasp_xl.cli.screen import ALL_WELL, ATTENTION, progress, say, show_json
from rasp_xl.model.mail import LETTERS_FOLDER, UNADDRESSED
from rasp_xl.model.questions import STAGES, Purpose
from rasp_xl.model.round_layout import RETURNS_FOLDER


def templates(options: argparse.Namespace) -> int:
    """Write the template to send out."""
    from rasp_xl import pipeline

    purpose, stage = _purpose_and_stage(options)
    name = f"template-{purpose}-stage-{stage}.xlsx"
    pipeline.write(options.out, {name: pipeline.template(purpose, stage)})
    say(f"Wrote {options.out / name}. Open it, read Start here, and send it to the councils.")
    return ALL_WELL


def _purpose_and_stage(options: argparse.Namespace) -> tuple[Purpose, int]:
    """As asked for; a health check is of a service that runs."""
    purpose = Purpose(options.purpose)
    return purpose, options.stage or (len(STAGES) if purpose is Purpose.HEALTH_CHECK else 1)


def new(options: argparse.Namespace) -> int:
    """Make a folder for a round."""
    from rasp_xl import pipeline

    file = pipeline.new_round(options.folder, *_purpose_and_stage(options), date.today())
    say(f"Wrote {file}. Fill in the yellow cells on Programme and Partners, save it, and put what comes back into")
    returns, round_ = (f'"{path}"' for path in (file.parent / RETURNS_FOLDER, file.parent))
    say(f"the folder {RETURNS_FOLDER} beside it. Then: rasp-xl check {returns} --round {round_}")
    return ALL_WELL


def chase(options: argparse.Namespace) -> int:
    """Say who has answered, and write the board and the letters that are due."""
    from rasp_xl import pipeline
    from rasp_xl.pipeline.chasing import chase as write_board
    from rasp_xl.pipeline.writing import BOARD
    from rasp_xl.reports.board_shown import board_text

    now = datetime.now(UTC).astimezone()
    assessment = pipeline.assess(
        options.paths, options.workers, progress, pipeline.open_round(options.round), now.date()
    )
    board, files = write_board(assessment, options.out, now, options.wait)
    if options.json:
        show_json(json.loads(files[BOARD]))
    else:
        say("\n".join(board_text(board)))
        say("\n".join(_letters_text(options.out, tuple(files))))
    say(board.sentence, sys.stderr if options.json else sys.stdout)
    return ALL_WELL if board.all_in else ATTENTION


def _letters_text(folder: Path, names: Sequence[str]) -> Iterator[str]:
    """What was written, and what to do with it."""
    due, unaddressed = (sum(name.startswith(f"{inner}/") for name in names) for inner in (LETTERS_FOLDER, UNADDRESSED))
    yield f"Wrote {folder / 'board.xlsx'}."
    if due:
        yield f"Letters to send: {due}, in {folder / LETTERS_FOLDER}. Open them in your mail program, or say: rasp-xl send {folder} --smtp HOST"
    if unaddressed:
        yield f"Letters without an address: {unaddressed}, in {folder / UNADDRESSED}. Fill in E-mail on the sheet Partners and run again, or type the address into the letter."
