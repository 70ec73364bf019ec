"""The engine: the same results in the same order on however many processes, and what stops a process costs one item."""

import faulthandler
import gc
import operator
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from multiprocessing import active_children

import pytest

from rasp_xl import engine
from rasp_xl.engine import AHEAD, MOST_PROCESSES, run

Outcome = int | str


def lost(item: int, reason: str) -> Outcome:
    """What a lost item comes to in these tests."""
    return f"{item}: {reason}"


def square(number: int) -> Outcome:
    return number * number


def process_of(number: int) -> Outcome:
    return os.getpid()


def stumble(number: int) -> Outcome:
    if number == 7:
        raise ValueError(f"stumbled over {number}")
    return number


class Proud(Exception):  # noqa: N818
    """An exception that cannot be made from its words alone."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(f"{first} and {second}")


class Panic(BaseException):
    """What readers written in another language raise when they give up."""


def fail_proudly(number: int) -> Outcome:
    raise Proud("pride", "prejudice")


def set_aside(number: int) -> None:
    """Take more memory than is allowed, as a sheet with one far cell does."""
    held = bytearray(2 * engine.MEMORY + number)
    held[0] = 1


def panic(number: int) -> None:
    raise Panic(number)


def hang(number: int) -> None:
    while True:
        time.sleep(60)


def kill(number: int) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def exit_quietly(number: int) -> None:
    os._exit(0)


def read_past_the_end(number: int) -> None:
    faulthandler.disable()  # pytest would print where it was
    os.kill(os.getpid(), signal.SIGSEGV)


def abort(number: int) -> None:
    faulthandler.disable()
    os.abort()


ENDS: dict[int, tuple[Callable[[int], None], str]] = {
    3: (abort, engine.STOPPED),
    4: (exit_quietly, engine.STOPPED),
    9: (kill, engine.ENDED),
    12: (set_aside, engine.TOO_LARGE),
    13: (panic, engine.STOPPED),
    20: (read_past_the_end, engine.STOPPED),
    31: (abort, engine.STOPPED),
}
"""Items on which the reader comes to an end, how, and what is said of it."""


def hazardous(number: int) -> Outcome:
    if number in ENDS:
        ENDS[number][0](number)
    return number * number


@pytest.fixture(autouse=True)
def _nobody_is_left() -> Iterator[None]:
    """Whatever happens to a run, no process outlives it."""
    yield
    gc.collect()

    assert active_children() == []


@pytest.mark.parametrize("workers", [-1, 0, 1, 2, 3])
@pytest.mark.parametrize("number", [0, 1, 2, 100])
def test_results_come_in_order(number: int, workers: int) -> None:
    """Whatever the number of files and of workers, each file's result stands where the file stood."""
    assert list(run(square, range(number), workers, lost)) == [n * n for n in range(number)]


@pytest.mark.parametrize("workers", [1, 3])
def test_whatever_stops_a_reader_costs_one_item(workers: int) -> None:
    """Aborts, exits, kills, panics and runaway memory cost the file they happened on and no other, and are told apart."""
    expected = [f"{n}: {ENDS[n][1]}" if n in ENDS else n * n for n in range(40)]

    assert list(run(hazardous, range(40), workers, lost)) == expected


@pytest.mark.parametrize("workers", [1, 3])
def test_hanging_reader_costs_one_item(workers: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is never done is given up after a while, and the reader that sits on it is ended."""
    monkeypatch.setattr(engine, "SECONDS", 3)
    monkeypatch.setitem(ENDS, 3, (hang, engine.TOO_LONG))
    monkeypatch.setitem(ENDS, 39, (hang, engine.TOO_LONG))
    expected = [f"{n}: {ENDS[n][1]}" if n in ENDS else n * n for n in range(40)]

    assert list(run(hazardous, range(40), workers, lost)) == expected


def test_every_item_may_be_lost() -> None:
    """A folder of nothing but hostile files ends like any other."""
    assert list(run(operator.truth, [1, 1], 1, lost)) == [True, True]
    assert list(run(hazardous, [3, 3, 3, 3, 3], 2, lost)) == [f"3: {engine.STOPPED}"] * 5


def test_items_are_read_in_other_processes_and_no_more_than_asked_for() -> None:
    """No file is ever read in the process that writes the results."""
    found = set(run(process_of, range(50), 2, lost))

    assert os.getpid() not in found
    assert 1 <= len(found) <= 2


def test_one_process_reads_file_after_file() -> None:
    """Starting a process for each file would cost more than reading it."""
    assert len(set(run(process_of, range(50), 1, lost))) == 1


def test_more_workers_than_a_system_allows_are_fewer() -> None:
    """Someone who asks for a thousand workers gets what Windows allows, not an error, and no more than there are files."""
    assert len(set(run(process_of, range(80), 1000, lost))) <= MOST_PROCESSES == 61


@pytest.mark.parametrize("workers", [1, 2])
def test_error_of_ours_is_not_swallowed(workers: int) -> None:
    """A bug in the function is told to the caller with the place it happened at, and never as a file's fault."""
    with pytest.raises(ValueError, match="stumbled over 7") as caught:
        list(run(stumble, range(30), workers, lost))

    assert any("in stumble" in note for note in caught.value.__notes__)


def test_error_that_cannot_travel_is_told_in_words() -> None:
    """An exception that cannot be sent from process to process does not hide as a lost file."""
    with pytest.raises(RuntimeError, match="pride and prejudice"):
        list(run(fail_proudly, [1], 1, lost))


def test_result_that_cannot_travel_is_a_bug_of_ours() -> None:
    """A result that cannot be sent is no fault of the file either."""
    with pytest.raises((TypeError, AttributeError)):
        list(run(_unsendable, [1], 1, lost))


def _unsendable(number: int) -> object:
    return threading.Lock()


def slow_at_first(number: int) -> Outcome:
    time.sleep(1 if number == 0 else 0)
    return number


def test_items_are_taken_as_they_are_needed() -> None:
    """Of a large archive only a few files are unpacked at a time, even if the first of them takes longest."""
    taken: list[int] = []

    def items() -> Iterator[int]:
        for number in range(100_000):
            taken.append(number)
            yield number

    results = run(slow_at_first, items(), 2, lost)
    first = [next(results) for _ in range(3)]
    results.close()  # type: ignore[attr-defined]

    assert first == [0, 1, 2]
    assert 3 <= len(taken) <= 2 * AHEAD + 3


def test_whoever_stops_listening_leaves_nobody_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    """When a run is given up in the middle, a reader that hangs at that moment is ended too."""
    monkeypatch.setitem(ENDS, 1, (hang, engine.TOO_LONG))
    results = run(hazardous, range(2), 2, lost)
    first = next(results)
    results.close()  # type: ignore[attr-defined]

    assert first == 0
    assert active_children() == []


def test_items_that_fail_to_come_end_the_run() -> None:
    """An error while files are being found is raised, and nobody goes on reading."""

    def items() -> Iterator[int]:
        yield from range(5)
        raise OSError("the stick was pulled out")

    with pytest.raises(OSError, match="pulled out"):
        list(run(square, items(), 2, lost))


def test_large_items_and_results_pass() -> None:
    """Ten megabytes go to a reader and come back whole."""
    large = [bytes([n]) * 10_000_000 for n in range(4)]

    assert list(run(bytes.swapcase, large, 2, lambda item, reason: reason)) == large


def test_other_threads_do_no_harm() -> None:
    """Where another thread is alive no process is copied from this one, and results are the same."""
    stop = threading.Event()
    other = threading.Thread(target=stop.wait)
    other.start()
    try:
        assert list(run(operator.neg, range(5), 2, lost)) == [0, -1, -2, -3, -4]
    finally:
        stop.set()
        other.join()


@pytest.mark.skipif(sys.platform == "win32", reason="signals of the other systems")
def test_nobody_reads_on_for_a_run_that_was_killed() -> None:
    """When the run itself is killed, its readers end too: the one with nothing to do and the one that hangs."""
    code = (
        "import os, time\nfrom rasp_xl import engine\nengine.SECONDS = 1\n"
        "def work(n):\n    os.write(1, b'%d\\n' % os.getpid())\n    while n:\n        time.sleep(9)\n"
        "list(engine.run(work, [0, 0, 1], 2, None))"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as ran:
        assert ran.stdout
        readers = {int(ran.stdout.readline()) for _ in range(3)}
        ran.kill()
    until = time.monotonic() + 20
    while any(map(_alive, readers)) and time.monotonic() < until:
        time.sleep(0.1)

    assert len(readers) == 2
    assert not [reader for reader in readers if _alive(reader)]


def _alive(process: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(process, 0)
        return True
    return False


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux what a process has mapped")
def test_reader_has_little_memory_and_leaves_no_dump() -> None:
    """A reader may set aside a gigabyte and no more, and does not fill the disk when it dies."""
    import resource

    limits = next(run(_limits, [resource.RLIMIT_DATA], 1, lost))
    dumps = next(run(_limits, [resource.RLIMIT_CORE], 1, lost))

    assert int(limits) >= engine.MEMORY
    assert dumps == "0"
    assert resource.getrlimit(resource.RLIMIT_DATA)[0] == resource.RLIM_INFINITY


def _limits(which: int) -> Outcome:
    import resource

    return str(resource.getrlimit(which)[0])
