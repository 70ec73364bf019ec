"""The commands of the programme office's month."""

import argparse
from datetime import date

from rasp_xl.cli.screen import ALL_WELL, complain, say
from rasp_xl.model.findings import RaspError
from rasp_xl.model.questions import STAGES, Purpose
from rasp_xl.model.round_layout import RETURNS_FOLDER
from rasp_xl.model.rounds import Round


def templates(options: argparse.Namespace) -> int:
    """Write the templates to send out."""
    from rasp_xl import pipeline

    round_ = _round_to_send(options)
    baseline = pipeline.open_baseline(options.baseline, round_) if options.baseline else None
    written = pipeline.send_out(round_, options.out, baseline, complain)
    if not round_.id:
        say(f"Wrote {options.out / written[0]}. Open it, read Start here, and send it to the councils.")
        return ALL_WELL
    folder = (options.out / written[0]).parent
    wrote = "1 template" if len(written) == 1 else f"{len(written)} templates"
    councils = "1 council" if len(round_.partners) == 1 else f"{len(round_.partners)} councils"
    say(f"Wrote {wrote} for {councils} into {folder}, each named after its council and tested.")
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
        return Round(*_purpose_and_stage(options), standard_set())
    if options.purpose or options.stage:
        raise RaspError(
            f"Purpose and stage of a round stand in its workbook, {options.round}. Leave out --purpose and --stage."
        )
    return pipeline.open_round(options.round)


def _purpose_and_stage(options: argparse.Namespace) -> tuple[Purpose, int]:
    """As asked for; a health check is of a service that runs."""
    purpose = Purpose(options.purpose or Purpose.NEW)
    return purpose, options.stage or (len(STAGES) if purpose is Purpose.HEALTH_CHECK else 1)


def new(options: argparse.Namespace) -> int:
    """Make a folder for a round."""
    from rasp_xl import pipeline

    file = pipeline.new_round(options.folder, *_purpose_and_stage(options), date.today())
    say(f"Wrote {file}. Fill in the yellow cells on Programme and Partners, save it, and put what comes back into")
    returns, round_ = (f'"{path}"' for path in (file.parent / RETURNS_FOLDER, file.parent))
    say(f"the folder {RETURNS_FOLDER} beside it. Then: rasp-xl check {returns} --round {round_}")
    return ALL_WELL
