"""Runs the command line with ``python -m rasp_xl``."""

import sys

from rasp_xl.cli import main

sys.exit(main())
