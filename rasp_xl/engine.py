"""The engine maps one function over many files, in this process or on several of this machine's cores."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

WORTH_A_POOL = 200
"""Below so many items, starting processes costs more than they save."""

MOST_PROCESSES = 61
"""What Windows allows in one pool."""


def run(function: Callable[[Item], Result], items: Sequence[Item], workers: int = 1) -> Iterator[Result]:
    """Apply the function to every item, in order; the function must be importable by name where workers > 1."""
    if workers <= 1 or len(items) < WORTH_A_POOL:
        yield from map(function, items)
        return
    with ProcessPoolExecutor(min(workers, MOST_PROCESSES)) as pool:
        yield from pool.map(function, items, chunksize=max(1, min(50, len(items) // (4 * workers))))
