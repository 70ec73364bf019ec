"""The rules of the house, checked over a folder: rooms, libraries, words, files and names.

A rule is a function from one module to its faults, so that a test can plant a fault in a copy and see it found.
"""

import ast
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

HOUSE = "rasp_xl"
ROOMS = ("model", "outgoing", "incoming", "scoring", "reports", "engine", "pipeline", "cli")
"""From the top: a room may use itself and the rooms above it."""

FIRST, LAST = "__init__", "__main__"
"""What everybody may use and what may use everybody: the ends of the house, which are no rooms."""

LIBRARIES = {
    "python_calamine": {"incoming"},
    "olefile": {"incoming"},
    "xlsxwriter": {"outgoing"},
    "jinja2": {"reports", "rasp_xl.outgoing.letters"},
    "keyring": {"rasp_xl.pipeline.mail_server"},
    "tqdm": {"cli"},
    "argparse": {"cli"},
    "pandas": {"rasp_xl.reports.tables"},
}
"""The rooms, or the one module, that may import a library. Of the others only the standard library may be imported, by any room."""

VAGUE = {"utils", "util", "helpers", "helper", "common", "data", "manager", "process", "handle"}
LONGEST = 320
WRITING = {
    "write_text", "write_bytes", "mkdir", "makedirs", "unlink", "rmdir", "rmtree", "touch", "rename", "copyfile",
    "copytree", "copy2", "mkstemp", "mkdtemp", "NamedTemporaryFile", "TemporaryFile", "TemporaryDirectory",
}  # fmt: skip
"""Calls that leave something on a disk."""


@dataclass(frozen=True, slots=True)
class Module:
    """One file of the house: its dotted name, its path from the house's folder, its length and what it is made of."""

    name: str
    path: Path
    length: int
    nodes: tuple[ast.AST, ...]

    @property
    def room(self) -> str:
        """The room it stands in, or one of the two ends of the house."""
        return self.path.parts[0].removesuffix(".py")


Check = Callable[[Module, frozenset[str]], Iterator[tuple[int, str]]]


def read_house(folder: Path) -> list[Module]:
    """Every module below a folder, by name."""
    found = []
    for path in sorted(folder.rglob("*.py")):
        inner = path.relative_to(folder)
        parts = [HOUSE, *inner.with_suffix("").parts]
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        text = path.read_text("utf-8")
        found.append(Module(name, inner, len(text.splitlines()), nodes_of(text)))
    return found


@cache
def nodes_of(text: str) -> tuple[ast.AST, ...]:
    """Every node of a module's syntax tree, functions within functions included."""
    return tuple(ast.walk(ast.parse(text)))


def imports(module: Module, names: frozenset[str]) -> Iterator[tuple[int, str]]:
    """What a module imports, wherever in it, as full names with their lines."""
    for node in module.nodes:
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            own = module.name.split(".")
            package = own if module.path.name == "__init__.py" else own[:-1]
            above = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join((*above, *filter(None, (node.module,))))
            whole = (f"{base}.{alias.name}" for alias in node.names)
            yield from ((node.lineno, name if name in names else base) for name in whole)


def rooms(module: Module, names: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Imports of a room below one's own, and of what is no room."""
    order = (FIRST, *ROOMS, LAST)
    rank = order.index(module.room) if module.room in order else len(order)
    if module.room not in order:
        yield 1, f"{module.room} is no room"
    for line, name in imports(module, names):
        first, _, rest = name.partition(".")
        room = rest.partition(".")[0]
        if first == HOUSE and room and (room not in ROOMS or order.index(room) > rank):
            yield line, f"{module.room} may not import {room}"


def libraries(module: Module, names: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Imports of a library outside the rooms it belongs to, and imports that no reader sees."""
    for line, name in imports(module, names):
        library = name.partition(".")[0]
        everywhere = library == HOUSE or (library in sys.stdlib_module_names and library not in LIBRARIES)
        if not everywhere and not {module.room, module.name} & LIBRARIES.get(library, set()):
            yield line, f"{module.room} may not import {library}"
    for node in module.nodes:
        if isinstance(node, ast.Call) and called(node) in ("import_module", "__import__"):
            yield node.lineno, "imports by name at run time"


def words(module: Module, names: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Words on the screen outside cli, and blocks that only a type checker sees."""
    for node in module.nodes:
        name = dotted(node.func if isinstance(node, ast.Call) else node)
        to_screen = name in ("sys.stdout", "sys.stderr") or (name == "print" and isinstance(node, ast.Call))
        if module.room != "cli" and to_screen:
            yield node.lineno, "prints"
        if name.endswith("TYPE_CHECKING"):
            yield node.lineno, "has a TYPE_CHECKING block"


def writing(module: Module, names: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Files opened for writing, made, moved or removed outside pipeline."""
    for node in module.nodes:
        if module.room == "pipeline" or not isinstance(node, ast.Call):
            continue
        given = [
            *node.args[0 if isinstance(node.func, ast.Attribute) else 1 :],
            *(word.value for word in node.keywords),
        ]
        modes = [arg.value for arg in given if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        opens = called(node) in ("open", "fdopen") and any(
            re.fullmatch(r"[rbt+]*[wax+][rbt+]*", mode) for mode in modes
        )
        if opens or called(node) in WRITING or dotted(node.func) in ("os.replace", "os.remove", "shutil.move"):
            yield node.lineno, f"writes with {called(node)}"


def naming(module: Module, names: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Names that say nothing, and modules too long to read at a sitting."""
    if module.length > LONGEST:
        yield module.length, f"longer than {LONGEST} lines"
    yield from ((1, f"{part} says nothing") for part in module.name.split(".") if VAGUE & set(part.split("_")))


def called(node: ast.Call) -> str:
    """The last word of what is called."""
    return dotted(node.func).rpartition(".")[2]


def dotted(node: ast.AST) -> str:
    """A name as written, for instance ``sys.stdout``; "()" stands for a start that is no name, as in ``().write``."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value) or '()'}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


CHECKS: tuple[Check, ...] = (rooms, libraries, words, writing, naming)


def faults(folder: Path) -> list[str]:
    """Whatever breaks the rules of the house in a folder, as ``scoring/gates.py:3: scoring may not import reports``."""
    house = read_house(folder)
    names = frozenset(module.name for module in house)
    found = [
        f"{module.path.as_posix()}:{line}: {text}"
        for module in house
        for check in CHECKS
        for line, text in check(module, names)
    ]
    graph = {module.name: {name for _, name in imports(module, names)} - {module.name} for module in house}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        found.append(f"import cycle: {' -> '.join(error.args[1])}")
    return found
