"""The commands that take in returns: demo, check and score."""

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path

from rasp_xl.cli.screen import ALL_WELL, ATTENTION, NOTHING_SCORED, complain, progress, say, show, show_json, typed
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
        return _close(assessment.control_line, ATTENTION if assessment.needs_attention else ALL_WELL, options)
    say(nothing_text(assessment, options.paths), sys.stderr)
    return _close(assessment.control_line, NOTHING_SCORED, options)


def score(options: argparse.Namespace) -> int:
    """Score returns and write the results."""
    from rasp_xl import pipeline
    from rasp_xl.reports.check_text import attention_text, findings_text, nothing_text, round_text, scores_text
    from rasp_xl.reports.pack_files import too_many, withheld
    from rasp_xl.reports.results import checked

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
        if options.json:
            show_json(checked(assessment))
        why = nothing_text(assessment, options.paths)
        said = (*findings_text(assessment), *round_text(assessment), "Nothing was written.", why)
        say("\n".join(said), sys.stderr)
        return _close(assessment.control_line, NOTHING_SCORED, options)
    if baseline:
        assessment = pipeline.compared(assessment, baseline, complain)
    none = "" if options.packs is not None else too_many(assessment)
    packs = 0 if none or options.packs is False else options.workers
    order = pipeline.Order(packs, options.tables, own, options.pdf)
    written = pipeline.score(assessment, options.out, order, complain)
    if options.json:
        show_json(json.loads(written[pipeline.RESULTS]))
    else:
        say("\n".join((*scores_text(assessment), *attention_text(assessment), *round_text(assessment))))
        where = f"Open {options.out / pipeline.SCORED} in Excel or LibreOffice"
        say(f"{where}, {options.out / pipeline.PAGE} in a browser.")
        _say_what_goes_out(written, [none] if none else withheld(assessment) if packs else (), options)
    lacks_paper = order.printed and pipeline.PAPER not in written
    attention = assessment.needs_attention or lacks_paper
    return _close(assessment.control_line, ATTENTION if attention else ALL_WELL, options)


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


def _say_what_goes_out(written: Iterable[str], withheld: Iterable[str], options: argparse.Namespace) -> None:
    """What is there for the councils, and where; withheld says why there is no pack."""
    from rasp_xl.reports import fix_copy, pack_files

    names = [Path(name) for name in written]
    packs = [name for name in names if name.parent.name == pack_files.FOLDER and name.suffix == ".html"]
    if packs:
        where = options.out / pack_files.FOLDER
        say(f"Packs for the councils, each with nothing of any other: {len(packs)}, in {where}.")
    for words in withheld:
        say(words)
    if fixes := [name for name in names if name.parent.name == fix_copy.FOLDER]:
        say(f"Fix copies to send back: {len(fixes)}, in {options.out / fix_copy.FOLDER}.")


def _close(control_line: str, status: int, options: argparse.Namespace) -> int:
    """Say the control total last; gives the status."""
    show(control_line, sys.stderr if options.json else sys.stdout)
    return status
