"""The engine maps one function over many items in processes apart, so that what stops a process costs one item.

A reader of other people's files can be stopped by them: it aborts, takes all memory or never comes back. Each item is
therefore worked on by a process that may die, and the next item gets another one.
"""

import copy
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from multiprocessing import connection, get_context
from multiprocessing.reduction import ForkingPickler
from pathlib import Path
from typing import Any, Generic, TypeVar

if sys.platform != "win32":
    import resource

Item = TypeVar("Item")
Result = TypeVar("Result")

SECONDS = 20
"""The longest that one item may take; a filled template takes a hundredth of one."""

MEMORY = 1024**3
"""Bytes that one process may set aside for its items, where the system can hold it to that; a filled template takes a fiftieth."""

MOST_PROCESSES = 61
"""Windows waits for no more at once."""

AHEAD = 16
"""How many items of each process may be done before the one whose result is wanted next; bounds what waits in memory."""

TOO_LONG = f"it took longer than {SECONDS} seconds"
TOO_LARGE = "it takes more memory than any return needs"
STOPPED = "the reader stopped without a word"
ENDED = "the reader was ended by the system, as happens when memory runs out"


def run(
    function: Callable[[Item], Result], items: Iterable[Item], workers: int, lost: Callable[[Item, str], Result]
) -> Iterator[Result]:
    """Apply the function to every item in that many processes, at least one; results come in the order of the items.

    Items are taken as they are needed. An item whose process stops, runs out of memory or takes longer than SECONDS gets
    the result of lost, which is told why in words that follow "because". Other exceptions of the function are raised
    here. Function, items and results are pickled on the way; the function must be importable by name.
    """
    crew = _Crew(function, min(max(workers, 1), MOST_PROCESSES), lost)
    try:
        yield from crew.results(iter(items))
    finally:
        crew.dismiss()


class _Worker(Generic[Item]):
    """One process and the one item that it has in hand."""

    item: Item

    def __init__(self, function: Callable[[Item], object], siblings: Iterable["_Worker[Item]"]) -> None:
        # A fork starts in milliseconds, but a lock that another thread holds at that moment is never let go in the copy.
        forks = sys.platform == "linux" and threading.active_count() == 1
        context = get_context("fork" if forks else "spawn")
        self.connection, theirs = context.Pipe()
        # A copy of our end of a pipe in a sibling would hide from the process that we are gone.
        ours = (self.connection, *(s.connection for s in siblings)) if forks else ()
        self._process: Any = context.Process(target=_serve, args=(function, theirs, ours), daemon=True)  # type: ignore[attr-defined]
        self._process.start()
        theirs.close()
        self.number, self.deadline = 0, 0.0

    def lives(self) -> bool:
        """Whether it can be given an item."""
        return bool(self._process.is_alive())

    def give(self, number: int, item: Item) -> None:
        """Hand over an item with its number; one that dies on it is found out when its result is due."""
        self.number, self.item, self.deadline = number, item, time.monotonic() + SECONDS
        with suppress(OSError):
            self.connection.send(item)

    def take(self) -> tuple[object, str]:
        """The result, or in words why there is none; raises what the function raised."""
        try:
            result, reason, error = self.connection.recv()
        except (EOFError, OSError):
            self._process.join(1)
            return None, ENDED if self._process.exitcode == -getattr(signal, "SIGKILL", 9) else STOPPED
        if error is not None:
            raise error
        return result, reason

    def stop(self) -> None:
        """End the process at once and leave nothing of it behind."""
        self._process.kill()
        self._process.join()
        self._process.close()
        self.connection.close()


class _Crew(Generic[Item, Result]):
    """The processes of one run: those with an item in hand and those without."""

    def __init__(self, function: Callable[[Item], Result], most: int, lost: Callable[[Item, str], Result]) -> None:
        self._function, self._most, self._lost = function, most, lost
        self._busy: list[_Worker[Item]] = []
        self._idle: list[_Worker[Item]] = []
        self._handed_out = 0

    def results(self, items: Iterator[Item]) -> Iterator[Result]:
        """All results in order; those that are early wait."""
        early: dict[int, Result] = {}
        wanted = 0
        while True:
            self._hand_out(items, wanted + AHEAD * self._most)
            if not self._busy:
                return
            early.update(self._collected())
            while wanted in early:
                yield early.pop(wanted)
                wanted += 1

    def dismiss(self) -> None:
        """End all processes, whatever they are doing."""
        for worker in (*self._busy, *self._idle):
            worker.stop()
        self._busy, self._idle = [], []

    def _hand_out(self, items: Iterator[Item], before: int) -> None:
        """Give an item to everyone who has none, as far as there are items before that number."""
        while len(self._busy) < self._most and self._handed_out < before:
            try:
                item = next(items)
            except StopIteration:
                return
            worker = self._free_worker()
            self._busy.append(worker)
            worker.give(self._handed_out, item)
            self._handed_out += 1

    def _free_worker(self) -> _Worker[Item]:
        while self._idle:
            worker = self._idle.pop()
            if worker.lives():
                return worker
            worker.stop()
        return _Worker(self._function, self._busy)

    def _collected(self) -> Iterator[tuple[int, Result]]:
        """Results that have come, after waiting for the next, and those of items that took too long."""
        until = min(worker.deadline for worker in self._busy)
        ready = connection.wait([w.connection for w in self._busy], max(0.0, until - time.monotonic()))
        for worker in tuple(self._busy):
            if worker.connection in ready:
                result, reason = worker.take()
            elif time.monotonic() >= worker.deadline:
                result, reason = None, TOO_LONG
            else:
                continue
            self._busy.remove(worker)
            if reason:
                worker.stop()
                yield worker.number, self._lost(worker.item, reason)
            else:
                self._idle.append(worker)
                yield worker.number, result  # type: ignore[misc]


def _serve(function: Callable[[Item], object], theirs: Any, ours: Iterable[Any]) -> None:
    """What a worker does, until nobody is left to ask it: take an item, send what became of it."""
    for end in ours:
        end.close()
    _confine()
    while True:
        try:
            item = theirs.recv()
        except (EOFError, OSError):
            return
        theirs.send_bytes(_outcome(function, item))


def _confine() -> None:
    """Hold this process to its memory; let Ctrl+C be answered by the other end, and nobody read what a reader shouts when it dies."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    if sys.platform != "win32":
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        for limit, most in ((resource.RLIMIT_DATA, _in_use() + MEMORY), (resource.RLIMIT_CORE, 0)):
            _, hard = resource.getrlimit(limit)
            resource.setrlimit(limit, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _in_use() -> int:
    """Bytes of data that this process has already: a fork begins with all that its parent had."""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[5]) * resource.getpagesize()
    except (OSError, IndexError, ValueError):
        return 0


def _outcome(function: Callable[[Item], object], item: Item) -> bytes:
    """Result, reason why there is none, and the function's exception: one of the three, pickled."""
    if sys.platform != "win32":
        signal.alarm(2 * SECONDS)  # ends even a process that nobody watches any more
    try:
        return bytes(ForkingPickler.dumps((function(item), "", None)))
    except MemoryError:
        return bytes(ForkingPickler.dumps((None, TOO_LARGE, None)))
    except Exception as error:  # raised again at the other end
        return bytes(ForkingPickler.dumps((None, "", _fit_to_travel(error))))
    except BaseException:  # a reader written in another language raises this when it panics
        return bytes(ForkingPickler.dumps((None, STOPPED, None)))
    finally:
        if sys.platform != "win32":
            signal.alarm(0)


def _fit_to_travel(error: Exception) -> Exception:
    """The exception with its traceback as a note, or one with its words where it cannot be pickled."""
    told = "".join(traceback.format_exception(error))
    try:
        ForkingPickler.dumps(copy.copy(error))
    except Exception:  # exceptions can be made so that nothing copies them
        error = RuntimeError(repr(error))
    error.__traceback__ = None
    error.add_note(told)
    return error
