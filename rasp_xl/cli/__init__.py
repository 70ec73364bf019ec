"""The command line: argv to pipeline to words on the screen and an exit status.

Readers and writers are imported only by the commands that need them, so that --help is there at once.
"""

import sys
from collections.abc import Sequence

from rasp_xl.cli.arguments import parser
from rasp_xl.cli.screen import CANNOT_RUN, NOT_WRITTEN, Unheard, say, say_anything, unheard_status
from rasp_xl.model.findings import OutputError, RaspError


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit status."""
    for stream in (sys.stdout, sys.stderr):
        say_anything(stream)
    try:
        return _run(argv)
    except Unheard as unheard:
        return unheard_status(unheard.error)


def _run(argv: Sequence[str] | None) -> int:
    options = parser().parse_args(argv)
    try:
        return int(options.run(options))
    except OutputError as error:
        say(str(error), sys.stderr)
        return NOT_WRITTEN
    except RaspError as error:
        say(str(error), sys.stderr)
        return CANNOT_RUN
