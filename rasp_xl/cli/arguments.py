"""What may be said on the command line, and which command does it."""

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import Any

from rasp_xl import __version__
from rasp_xl.cli import month, scoring, sending
from rasp_xl.cli.screen import show
from rasp_xl.model.questions import STAGES, Purpose
from rasp_xl.model.rounds import Person

EXAMPLES = """examples:
  rasp-xl demo                          the whole job on the samples that come with it
  rasp-xl new harbour --stage 2         a folder with a round workbook to fill in
  rasp-xl templates harbour             a workbook for each respondent of that round
  rasp-xl templates --purpose joining   one blank template
  rasp-xl check returns                 what is right and wrong; writes nothing
  rasp-xl score returns --out output    scored workbook, page and results.json
  rasp-xl check returns --round .       the same for the councils of a round workbook
  rasp-xl chase harbour                 who has answered, and letters for those who have not
  rasp-xl send harbour/output --smtp mail.council.gov.uk   says what letters would go to whom; --now sends them

exit status: 0 all well, 1 done but something needs attention, 2 cannot run,
3 nothing could be scored, 4 the output could not be written
"""


class _Parser(argparse.ArgumentParser):
    """Its help goes the way of all other words."""

    def _print_message(self, message: str | None, file: Any = None) -> None:
        show(message or "", file or sys.stderr, end="")


def parser() -> argparse.ArgumentParser:
    """Every command with its options; options.run is the command."""
    whole = _Parser(
        prog="rasp-xl",
        description="Readiness assessment for councils that share a service: templates out, returns in, scores and reports.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    whole.add_argument("--version", action="version", version=f"rasp-xl {__version__}")
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")
    demo = commands.add_parser("demo", help="the whole job on the samples that come with it")
    demo.set_defaults(
        run=scoring.demo,
        workers=1,
        json=False,
        tables=False,
        packs=None,
        round=None,
        baseline=None,
        today=None,
        pages=None,
        pdf=False,
    )
    new = commands.add_parser("new", help="a folder with a round workbook to fill in, and one for returns")
    new.add_argument("folder", type=_path, metavar="DIR", help="made if it is not there")
    new.set_defaults(run=month.new)
    templates = commands.add_parser(
        "templates", help="the workbooks to send out: one for each respondent of a round, or a blank one"
    )
    templates.set_defaults(run=month.templates)
    templates.add_argument(
        "round",
        nargs="?",
        type=_path,
        metavar="ROUND",
        help="a round workbook, or its folder; without it one blank template is made",
    )
    templates.add_argument(
        "--from",
        dest="baseline",
        type=_path,
        metavar="FILE",
        help="an earlier round's scored.xlsx (or results.json, or their folder): each council's answers stand beside",
    )
    stages = ", ".join(f"{n} {words.lower()}" for n, words in enumerate(STAGES, 1))
    for command in (new, templates):
        command.add_argument("--purpose", choices=[p.value for p in Purpose], help="default: new")
        command.add_argument(
            "--stage", type=int, choices=range(1, len(STAGES) + 1), help=f"{stages}; default: 1, for a health check 4"
        )
    check = commands.add_parser("check", help="what is right and wrong with returns; writes nothing")
    check.set_defaults(run=scoring.check)
    score = commands.add_parser("score", help="score returns and write workbook, page and results.json")
    score.set_defaults(run=scoring.score)
    score.add_argument(
        "--pages",
        type=_path,
        metavar="DIR",
        help="a folder with your own summary.css, summary.html.j2 and so on, used before ours",
    )
    score.add_argument(
        "--pdf", action="store_true", help="also print the page as summary.pdf (needs Chromium, Chrome or Edge)"
    )
    score.add_argument("--tables", action="store_true", help="also write tidy tables as CSV and Parquet (needs pandas)")
    score.add_argument(
        "--packs",
        action=argparse.BooleanOptionalAction,
        help="the councils' own workbooks and pages; of more than 1,000 councils only if asked for",
    )
    score.add_argument(
        "--baseline",
        type=Path,
        metavar="FILE",
        help="an earlier round's scored.xlsx (or results.json, or their folder): says what changed, carries actions over",
    )
    _send(
        commands.add_parser(
            "send", help="sends letters through your mail server; without --now says what it would send"
        )
    )
    chase = commands.add_parser(
        "chase", help="who has answered, what is to be put right, and a letter for each concerned"
    )
    chase.set_defaults(run=month.chase)
    chase.add_argument("round", type=_path, metavar="ROUND", help="a round workbook, or its folder")
    chase.add_argument(
        "--wait",
        type=_days,
        default=5,
        metavar="DAYS",
        help="no reminder within so many days of the last letter; default: 5",
    )
    chase.add_argument("--out", type=_path, metavar="DIR", help="default: output/chase beside the round workbook")
    for command in (check, score, chase):
        command.add_argument(
            "paths",
            nargs="*" if command is chase else "+",
            type=_path,
            metavar="PATH",
            help="a returned workbook, a folder, a .zip, a saved e-mail or a mailbox",
        )
        command.add_argument(
            "--workers", type=_processes, default=1, metavar="N", help="processes to read with; default: 1"
        )
        command.add_argument("--json", action="store_true", help="print results for machines")
    for command in (check, score):
        command.set_defaults(today=date.today())
        command.add_argument(
            "--round",
            type=_path,
            metavar="ROUND",
            help="a round workbook, or its folder: whom to score, and what is waived",
        )
    demo.add_argument("--out", type=_path, default=Path("output"), metavar="DIR", help="default: output")
    score.add_argument(
        "--out",
        type=_path,
        metavar="DIR",
        help="default: output beside the round workbook; without --round output here",
    )
    templates.add_argument(
        "--out", type=_path, metavar="DIR", help="default: output beside the round workbook; without ROUND output here"
    )
    return whole


def _send(command: argparse.ArgumentParser) -> None:
    command.set_defaults(run=sending.send)
    command.add_argument(
        "folder",
        type=_path,
        metavar="DIR",
        help="a folder with letters, the output folder that holds it, or one letter",
    )
    how = command.add_mutually_exclusive_group(required=True)
    how.add_argument(
        "--mark-sent",
        action="store_true",
        help="for letters that you sent from your mail program: with --now marks them as sent, and sends nothing",
    )
    how.add_argument(
        "--smtp",
        type=_host_and_port,
        metavar="HOST[:PORT]",
        help="your mail server; port 587 unless given, 465 begins with TLS at once",
    )
    command.add_argument(
        "--round",
        type=_path,
        metavar="ROUND",
        help="whose record of sent letters is kept; default: the round workbook in a folder above the letters",
    )
    when = command.add_mutually_exclusive_group()
    when.add_argument(
        "--dry-run", action="store_true", help="say what would go to whom and send nothing; so it does without --now"
    )
    when.add_argument("--now", action="store_true", help="send, or mark as sent")
    command.add_argument(
        "--sender",
        type=_person,
        metavar="ADDRESS",
        help="whom the letters are from; default: as the round workbook says",
    )
    command.add_argument(
        "--again",
        action="append",
        default=[],
        metavar="FILE",
        help="send this letter although the record says that it went, or may have gone",
    )
    command.add_argument("--ca", type=_path, metavar="FILE", help="certificates of your office's own authority (PEM)")
    command.add_argument("--no-tls", action="store_true", help="for a mail server on this machine only")


def _host_and_port(text: str) -> tuple[str, int]:
    host, colon, port = text.strip().rpartition(":")
    if not colon or text.strip().endswith("]"):
        host, port = text.strip(), "587"
    if (
        not host.strip("[]")
        or set(host) & set("/@ ")
        or not (port.isascii() and port.isdigit() and 0 < int(port) < 65536)
    ):
        raise argparse.ArgumentTypeError(
            f"give the mail server as HOST or HOST:PORT, for instance smtp.council.gov.uk, not {text!r}"
        )
    return host.strip("[]"), int(port)


def _person(text: str) -> Person:
    """As people write it, so that a comma in a name needs no quotes."""
    name, _, rest = text.rpartition("<")
    address = rest.rstrip().removesuffix(">").strip()
    if "@" not in address:
        raise argparse.ArgumentTypeError(f"give an address such as name@council.gov.uk, not {text!r}")
    return Person(name.strip().strip('"').strip(), address)


def _path(text: str) -> Path:
    """An empty name would be that of the folder one stands in, which nobody means."""
    if not text.strip():
        raise argparse.ArgumentTypeError("the name of a file or folder is empty")
    return Path(text)


def _days(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise argparse.ArgumentTypeError(f"give a number of days, 0 or more, not {text!r}")
    return int(text)


def _processes(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text)):
        raise argparse.ArgumentTypeError(f"give the number of processes, 1 or more, not {text!r}")
    return int(text)
