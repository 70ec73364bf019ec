"""The commands that take in returns: demo, check and score."""

import argparse
import sys
from pathlib import Path

from rasp_xl.cli.screen import ALL_WELL, ATTENTION, NOTHING_SCORED, close, complain, progress, say, show_json, typed
from rasp_xl.model.round_layout import OUTPUT_FOLDER
from rasp_xl.model.rounds import Round


def demo(options: argparse.Namespace) -> int:
    """Its status tells whether the demonstration ran, not whether the fictional councils did well."""
    from importlib.resources import as_file, files

    with as_file(files("rasp_xl.sample_workbooks").joinpath("returns")) as returns:
        say("Scoring the sample returns of a round of fictional councils. Some are wrong on purpose.")
        options.paths = [returns]
        status = score(options)
    return ALL_WELL if status == ATTENTION else status


def _round(options: argparse.Namespace) -> Round | None:
    """Of the round workbook; with a mistake in it nothing else is done."""
    from rasp_xl import pipeline

    return pipeline.open_round(options.round, complain) if options.round else None


def check(options: argparse.Namespace) -> int:
    """Say what is right and wrong with returns; write nothing."""
    from rasp_xl import pipeline
    from rasp_xl.reports.check_text import findings_text, nothing_text, round_text
    from rasp_xl.reports.results import checked

    assessment = pipeline.assess(options.paths, options.workers, progress, _round(options), options.today)
    if options.json:
        show_json(checked(assessment))
    else:
        say("\n".join((*findings_text(assessment), *round_text(assessment))))
    if assessment.cards:
        return close(assessment.control_line, ATTENTION if assessment.needs_attention else ALL_WELL, options)
    say(nothing_text(assessment, options.paths), sys.stderr)
    return close(assessment.control_line, NOTHING_SCORED, options)


def score(options: argparse.Namespace) -> int:
    """Score returns and write the results."""
    from rasp_xl import pipeline
    from rasp_xl.cli.outcome import nothing_written, written

    round_ = _round(options)
    options.out = _out(options)
    if pipeline.recover(options.out):
        complain(f"A run that was stopped had left the files in {options.out} half written. They are whole again.")
    if not round_:
        _keep_rounds_apart(options)
    baseline = pipeline.open_baseline(options.baseline, round_) if options.baseline else None
    own = pipeline.open_pages(options.pages) if options.pages else {}
    assessment = pipeline.assess(options.paths, options.workers, progress, round_, options.today)
    if not assessment.cards:
        return nothing_written(assessment, options)
    if baseline:
        assessment = pipeline.compared(assessment, baseline, complain)
    return written(assessment, own, options)


def _out(options: argparse.Namespace) -> Path:
    """Where templates and chase write too: beside the round workbook, without a round in the folder one stands in."""
    from rasp_xl.pipeline.sent import round_home

    beside: Path = round_home(options.round) if options.round else Path()
    return options.out or beside / OUTPUT_FOLDER


def _keep_rounds_apart(options: argparse.Namespace) -> None:
    """Without a round: never over the results of one, and not silently past a round workbook."""
    from rasp_xl.pipeline.round_nearby import book_nearby, refuse_other_results

    own = options.command == "score"
    refuse_other_results(
        options.out, f"{'Give the round with --round PATH, or n' if own else 'N'}ame another folder with --out."
    )
    book = book_nearby(options.paths) if own else None
    if book:
        said = " ".join(("rasp-xl score", *map(typed, options.paths), "--round", typed(book.parent)))
        complain(
            f"There is a round workbook, {book}, which was not used: this output has no marking, no waivers and not its partners. To use it say: {said}"
        )
