"""Why two formulas of the scored workbook show the same whatever anybody types: a formula broken into the other cannot be noticed.

Each reason holds for formulas of one form only. A mutant that was noticed although there is a reason why nobody can shows that
the reason is wrong, and fails the run.
"""

import re
from collections.abc import Callable

AREA = r"(?:(?:'[^']+'|\w+)!)?\$[A-Z]+\$\d+(?::\$[A-Z]+\$\d+)?"
ROWS_OF_A_COUNCIL = 6
"""On Scores: five areas and the overall."""

_LINES = re.compile(r"(COLUMN|ROW)\((?:'[^']+'|\w+)!\$([A-Z]+)\$(\d+)(?::\$([A-Z]+)\$(\d+))?\)")
_NOUN = re.compile(r'IF\(ROWS\(\$[A-Z]+\$(\d+):\$[A-Z]+\$(\d+)\)=(\d+),("[^"]*"),("[^"]*")\)')
_SIZE = re.compile(r"ROWS\((?:(?:'[^']+'|\w+)!)?\$[A-Z]+\$(\d+):\$[A-Z]+\$(\d+)\)")
_NESTED = r"(?:[^()]|\((?:[^()]|\([^()]*\))*\))*"
_ASCENDING = re.compile(rf"(MATCH\({_NESTED},band_from),[12]\)")
_CUT = re.compile(r",3,([24]0[01])\)(?=$|[&)])")
_ESCAPED = re.compile(r',"([~?*])","~\1x?"\)')
_FIRST_SIGN = re.compile(rf'(UNICODE\({AREA}&" )x?"')
_SECOND_SIGN = re.compile(rf'(UNICODE\(MID\({AREA}&"    )x?(",2,1\))')
_OWN_ROWS = re.compile(r"INDEX\((Scores!\$[A-Z]+\$)(\d+):\$[A-Z]+\$(\d+),\(\$C\$(\d+)-1\)\*6\+(\d)\)")


def _kept(found: re.Match[str]) -> str:
    """Of COLUMN(...) the columns, of ROW(...) the rows: nothing else makes its value."""
    name, *corners = found.groups()
    return f"{name} {corners[0::2] if name == 'COLUMN' else corners[1::2]}"


def _count(found: re.Match[str]) -> str:
    return f"ROWS {int(found[2]) - int(found[1])}"


def _noun(found: re.Match[str]) -> str:
    """The noun that is shown, for the rows of an area are as many as they are."""
    return found[4] if int(found[2]) - int(found[1]) + 1 == int(found[3]) else found[5]


def _own(found: re.Match[str]) -> str:
    """The cell a formula looks at in the rows of a council, while the last council's is still among them."""
    first, last, row = int(found[2]), int(found[3]), int(found[5])
    is_inside = (last - first + 1 - row) // ROWS_OF_A_COUNCIL == COUNCILS - 1
    return f"OWN {found[1]}{first} {found[4]} {row}" if is_inside else found[0]


COUNCILS = 3
"""In the workbooks whose formulas are broken."""

_EQUAL: tuple[tuple[str, re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    ("COLUMN and ROW look at one side of a range only", _LINES, _kept),
    ("ROWS counts as many rows elsewhere", _SIZE, _count),
    ("rows are as many as they are, so the noun is the same", _NOUN, _noun),
    ("MATCH takes any number above 0 for 1", _ASCENDING, r"\1,1)"),
    ("no list of gates and no reasons for provisional are 200 letters long", _CUT, ",3,200)"),
    ("no answer to choose or type holds a sign that is a wildcard", _ESCAPED, r',"\1","~\1")'),
    ("the first sign of a text with a blank behind it is never what comes after", _FIRST_SIGN, r'\1"'),
    ("the second sign of a text with four blanks behind it is never what comes after", _SECOND_SIGN, r"\1\2"),
    ("no council has more rows than the range still holds", _OWN_ROWS, _own),
)


def why_equal(before: str, after: str) -> str:
    """Why nobody can tell one formula from the other; empty where it is not known."""
    return next((why for why, pattern, plain in _EQUAL if pattern.sub(plain, before) == pattern.sub(plain, after)), "")
