"""The outcome of scoring: what was scored and written, in words or as JSON, and the exit status."""

import argparse
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from rasp_xl import pipeline
from rasp_xl.cli.screen import ALL_WELL, ATTENTION, NOTHING_SCORED, close, complain, say, show_json
from rasp_xl.reports import fix_copy, pack_files
from rasp_xl.reports.assessment import Assessment
from rasp_xl.reports.check_text import attention_text, findings_text, nothing_text, round_text, scores_text
from rasp_xl.reports.results import checked


def nothing_written(assessment: Assessment, options: argparse.Namespace) -> int:
    """Where nothing counts the last results stay as they are."""
    if options.json:
        show_json(checked(assessment))
    why = nothing_text(assessment, options.paths)
    said = (*findings_text(assessment), *round_text(assessment), "Nothing was written.", why)
    say("\n".join(said), sys.stderr)
    return close(assessment.control_line, NOTHING_SCORED, options)


def written(assessment: Assessment, own: Mapping[str, str], options: argparse.Namespace) -> int:
    """Write everything that is ordered, and say what there is; own are an office's own templates of the page."""
    none = "" if options.packs is not None else pack_files.too_many(assessment)
    packs = 0 if none or options.packs is False else options.workers
    order = pipeline.Order(packs, options.tables, own, options.pdf)
    files = pipeline.score(assessment, options.out, order, complain)
    if options.json:
        show_json(json.loads(files[pipeline.RESULTS]))
    else:
        say("\n".join((*scores_text(assessment), *attention_text(assessment), *round_text(assessment))))
        where = f"Open {options.out / pipeline.SCORED} in Excel or LibreOffice"
        say(f"{where}, {options.out / pipeline.PAGE} in a browser.")
        _say_what_goes_out(files, [none] if none else pack_files.withheld(assessment) if packs else (), options)
    lacks_paper = order.printed and pipeline.PAPER not in files
    attention = assessment.needs_attention or lacks_paper
    return close(assessment.control_line, ATTENTION if attention else ALL_WELL, options)


def _say_what_goes_out(written: Iterable[str], withheld: Iterable[str], options: argparse.Namespace) -> None:
    """What is there for the councils, and where; withheld says why there is no pack."""
    names = [Path(name) for name in written]
    packs = [name for name in names if name.parent.name == pack_files.FOLDER and name.suffix == ".html"]
    if packs:
        where = options.out / pack_files.FOLDER
        say(f"Packs for the councils, each with nothing of any other: {len(packs)}, in {where}.")
    for words in withheld:
        say(words)
    if fixes := [name for name in names if name.parent.name == fix_copy.FOLDER]:
        say(f"Fix copies to send back: {len(fixes)}, in {options.out / fix_copy.FOLDER}.")
