"""The command line: argv to pipeline to words on the screen and an exit status.

Readers and writers are imported only by the commands that need them, so that --help is there at once.
"""

import argparse
import errno
import json
import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, TextIO, TypeVar

from rasp_xl import __version__
from rasp_xl.model.findings import OutputError, RaspError
from rasp_xl.model.questions import STAGES, Purpose
from rasp_xl.model.round_layout import RETURNS_FOLDER
from rasp_xl.model.rounds import Round

Item = TypeVar("Item")

ALL_WELL, ATTENTION, CANNOT_RUN, NOTHING_SCORED, NOT_WRITTEN = range(5)
NOBODY_LISTENS = 141
"""What shells give for a program whose reader went away, as head does when it has its lines: 128 and the signal's 13."""

READER_GONE = frozenset({errno.EPIPE, errno.EINVAL})
"""What systems answer then, the second of them Windows."""

STEERING = dict.fromkeys(
    (*range(10), *range(11, 32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A)), "?"
)
"""Control characters but the line feed, and those that turn the direction of writing."""

EXAMPLES = """examples:
  rasp-xl demo                          the whole job on the samples that come with it
  rasp-xl new harbour --stage 2         a folder with a round workbook to fill in
  rasp-xl templates --purpose joining   one blank template
  rasp-xl check returns                 what is right and wrong; writes nothing
  rasp-xl score returns --out output    scored workbook, page and results.json
  rasp-xl check returns --round .       the same for the councils of a round workbook

exit status: 0 all well, 1 done but something needs attention, 2 cannot run,
3 nothing could be scored, 4 the output could not be written
"""


class Unheard(Exception):  # noqa: N818 - it is no error of ours
    """What is printed cannot be written where it goes."""

    def __init__(self, error: OSError) -> None:
        super().__init__(error)
        self.error = error


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit status."""
    for stream in (sys.stdout, sys.stderr):
        _say_anything(stream)
    try:
        return _run(argv)
    except Unheard as unheard:
        return _unheard(unheard.error)


def _run(argv: Sequence[str] | None) -> int:
    options = _parser().parse_args(argv)
    try:
        return int(options.run(options))
    except OutputError as error:
        _say(str(error), sys.stderr)
        return NOT_WRITTEN
    except RaspError as error:
        _say(str(error), sys.stderr)
        return CANNOT_RUN


def _say_anything(stream: TextIO) -> None:
    """Never stop because a Windows console lacks a letter of a Welsh name."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure:
        reconfigure(errors="backslashreplace")


def _say(text: str, stream: TextIO | None = None) -> None:
    """Print text that may hold a council's words or a file's name, which must not steer the terminal."""
    _print(text.translate(STEERING), stream or sys.stdout)


def _print(text: str, stream: TextIO, end: str = "\n") -> None:
    """Every word of ours goes this way, and at once, so that it is known whether it could be written."""
    try:
        print(text, file=stream, end=end, flush=True)
    except OSError as error:
        raise Unheard(error) from error


def _unheard(error: OSError) -> int:
    """The status where words cannot be written; a reader that went away, as head does, is told nothing."""
    gone = error.errno in READER_GONE
    if not gone:
        with suppress(Unheard):
            why = f"{error.strerror or error}. Make room there or write it elsewhere, and run again."
            _say(f"What rasp-xl says could not be written: {why}", sys.stderr)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            # What is left would be tried once more when Python ends, and complained of in its own words.
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    return NOBODY_LISTENS if gone else NOT_WRITTEN


def _complain(text: str) -> None:
    """What somebody should know but a program that reads the results need not."""
    _say(text, sys.stderr)


class _Parser(argparse.ArgumentParser):
    """Its help goes the way of all other words."""

    def _print_message(self, message: str | None, file: Any = None) -> None:
        _print(message or "", file or sys.stderr, end="")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="rasp-xl",
        description="Readiness assessment for councils that share a service: templates out, returns in, scores and reports.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"rasp-xl {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    demo = commands.add_parser("demo", help="the whole job on the samples that come with it")
    demo.set_defaults(run=_demo, workers=1, json=False, tables=False, round=None, baseline=None, today=None)
    new = commands.add_parser("new", help="a folder with a round workbook to fill in, and one for returns")
    new.add_argument("folder", type=_path, metavar="DIR", help="made if it is not there")
    new.set_defaults(run=_new)
    templates = commands.add_parser("templates", help="one blank template to send out")
    templates.set_defaults(run=_templates)
    stages = ", ".join(f"{n} {words.lower()}" for n, words in enumerate(STAGES, 1))
    for command in (new, templates):
        command.add_argument(
            "--purpose", choices=[p.value for p in Purpose], default=Purpose.NEW.value, help="default: new"
        )
        command.add_argument(
            "--stage", type=int, choices=range(1, len(STAGES) + 1), help=f"{stages}; default: 1, for a health check 4"
        )
    check = commands.add_parser("check", help="what is right and wrong with returns; writes nothing")
    check.set_defaults(run=_check)
    score = commands.add_parser("score", help="score returns and write workbook, page and results.json")
    score.set_defaults(run=_score)
    score.add_argument("--tables", action="store_true", help="also write tidy tables as CSV and Parquet (needs pandas)")
    score.add_argument(
        "--baseline",
        type=Path,
        metavar="FILE",
        help="an earlier round's scored.xlsx (or results.json, or their folder): says what changed, carries actions over",
    )
    for command in (check, score):
        command.set_defaults(today=date.today())
        command.add_argument(
            "paths",
            nargs="+",
            type=_path,
            metavar="PATH",
            help="a returned workbook, a folder, a .zip, a saved e-mail or a mailbox",
        )
        command.add_argument(
            "--round",
            type=_path,
            metavar="ROUND",
            help="a round workbook, or its folder: whom to score, and what is waived",
        )
        command.add_argument(
            "--workers", type=_processes, default=1, metavar="N", help="processes to read with; default: 1"
        )
        command.add_argument("--json", action="store_true", help="print results for machines")
    for command in (demo, templates, score):
        command.add_argument("--out", type=_path, default=Path("output"), metavar="DIR", help="default: output")
    return parser


def _path(text: str) -> Path:
    """An empty name would be that of the folder one stands in, which nobody means."""
    if not text.strip():
        raise argparse.ArgumentTypeError("the name of a file or folder is empty")
    return Path(text)


def _processes(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text)):
        raise argparse.ArgumentTypeError(f"give the number of processes, 1 or more, not {text!r}")
    return int(text)


def _demo(options: argparse.Namespace) -> int:
    """Its status tells whether the demonstration ran, not whether the fictional councils did well."""
    from importlib.resources import as_file, files

    with as_file(files("rasp_xl.sample_workbooks").joinpath("returns")) as returns:
        _say("Scoring the sample returns of a round of fictional councils. Some are wrong on purpose.")
        options.paths = [returns]
        status = _score(options)
    return ALL_WELL if status == ATTENTION else status


def _templates(options: argparse.Namespace) -> int:
    from rasp_xl import pipeline

    purpose, stage = _purpose_and_stage(options)
    name = f"template-{purpose}-stage-{stage}.xlsx"
    pipeline.write(options.out, {name: pipeline.template(purpose, stage)})
    _say(f"Wrote {options.out / name}. Open it, read Start here, and send it to the councils.")
    return ALL_WELL


def _purpose_and_stage(options: argparse.Namespace) -> tuple[Purpose, int]:
    """As asked for; a health check is of a service that runs."""
    purpose = Purpose(options.purpose)
    return purpose, options.stage or (len(STAGES) if purpose is Purpose.HEALTH_CHECK else 1)


def _new(options: argparse.Namespace) -> int:
    from rasp_xl import pipeline

    file = pipeline.new_round(options.folder, *_purpose_and_stage(options), date.today())
    _say(f"Wrote {file}. Fill in the yellow cells on Programme and Partners, save it, and put what comes back into")
    returns, round_ = (f'"{path}"' for path in (file.parent / RETURNS_FOLDER, file.parent))
    _say(f"the folder {RETURNS_FOLDER} beside it. Then: rasp-xl check {returns} --round {round_}")
    return ALL_WELL


def _round(options: argparse.Namespace) -> Round | None:
    """Of the round workbook; with a mistake in it nothing else is done."""
    from rasp_xl import pipeline

    return pipeline.open_round(options.round) if options.round else None


def _check(options: argparse.Namespace) -> int:
    from rasp_xl import pipeline
    from rasp_xl.reports.check_text import findings_text, nothing_text, round_text
    from rasp_xl.reports.results import checked

    assessment = pipeline.assess(options.paths, options.workers, _progress, _round(options), options.today)
    if options.json:
        _print_json(checked(assessment))
    else:
        _say("\n".join((*findings_text(assessment), *round_text(assessment))))
    if assessment.cards:
        return _close(assessment.control_line, ATTENTION if assessment.needs_attention else ALL_WELL, options)
    _say(nothing_text(assessment, options.paths), sys.stderr)
    return _close(assessment.control_line, NOTHING_SCORED, options)


def _score(options: argparse.Namespace) -> int:
    from rasp_xl import pipeline
    from rasp_xl.reports.check_text import attention_text, findings_text, nothing_text, round_text, scores_text
    from rasp_xl.reports.fix_copy import FOLDER
    from rasp_xl.reports.results import checked

    if pipeline.recover(options.out):
        _complain(f"A run that was stopped had left the files in {options.out} half written. They are whole again.")
    round_ = _round(options)
    baseline = pipeline.open_baseline(options.baseline, round_) if options.baseline else None
    assessment = pipeline.assess(options.paths, options.workers, _progress, round_, options.today)
    if not assessment.cards:
        if options.json:
            _print_json(checked(assessment))
        why = nothing_text(assessment, options.paths)
        said = (*findings_text(assessment), *round_text(assessment), "Nothing was written.", why)
        _say("\n".join(said), sys.stderr)
        return _close(assessment.control_line, NOTHING_SCORED, options)
    if baseline:
        assessment = pipeline.compared(assessment, baseline)
    written = pipeline.score(assessment, options.out, options.tables, _complain)
    if options.json:
        _print_json(json.loads(written[pipeline.RESULTS]))
    else:
        _say("\n".join((*scores_text(assessment), *attention_text(assessment), *round_text(assessment))))
        where = f"Open {options.out / pipeline.SCORED} in Excel or LibreOffice"
        _say(f"{where}, {options.out / pipeline.PAGE} in a browser.")
        if fixes := [name for name in written if Path(name).parent.name == FOLDER]:
            _say(f"Fix copies to send back: {len(fixes)}, in {options.out / FOLDER}.")
    return _close(assessment.control_line, ATTENTION if assessment.needs_attention else ALL_WELL, options)


def _close(control_line: str, status: int, options: argparse.Namespace) -> int:
    """Say the control total last; gives the status."""
    _print(control_line, sys.stderr if options.json else sys.stdout)
    return status


def _print_json(content: dict[str, Any]) -> None:
    """JSON in ASCII, which every console and every redirection carries unchanged."""
    _print(json.dumps(content, indent=1, sort_keys=True), sys.stdout)


def _progress(entries: Iterable[Item], total: int) -> Iterable[Item]:
    """A line on the screen while files are read, where there is a screen and enough to wait for."""
    if not sys.stderr.isatty() or total < 20:
        return entries
    from tqdm import tqdm

    tqdm.monitor_interval = 0  # its thread would make every process that reads start slowly
    line: Iterable[Item] = tqdm(entries, total=total, unit=" files", desc="Reading", leave=False)
    return line
