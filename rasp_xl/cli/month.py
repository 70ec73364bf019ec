"""The commands of the programme office's month."""

import argparse
from datetime import date

from rasp_xl.cli.screen import ALL_WELL, say
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
