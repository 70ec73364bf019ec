"""The engine: the same results in the same order, in one process or in several."""

import os
from collections.abc import Iterator

import pytest

from rasp_xl.engine import MOST_PROCESSES, WORTH_A_POOL, run


def _square(number: int) -> int:
    return number * number


def _process(number: int) -> int:
    return os.getpid()


def _stumble(number: int) -> int:
    if number == WORTH_A_POOL - 1:
        raise ValueError(f"stumbled over {number}")
    return number


@pytest.mark.parametrize("workers", [-1, 0, 1, 2, 3])
@pytest.mark.parametrize("number", [0, 1, WORTH_A_POOL - 1, WORTH_A_POOL, WORTH_A_POOL + 57])
def test_results_come_in_order(number: int, workers: int) -> None:
    """Whatever the number of files and of workers, each file's result stands where the file stood."""
    assert list(run(_square, range(number), workers)) == [n * n for n in range(number)]


def test_few_files_start_no_process() -> None:
    """For few files no process is started: it would cost more than it saves."""
    assert set(run(_process, range(WORTH_A_POOL - 1), workers=4)) == {os.getpid()}


def test_many_files_are_read_in_other_processes() -> None:
    """With several workers many files are read elsewhere, by no more processes than asked for."""
    found = set(run(_process, range(WORTH_A_POOL), workers=2))

    assert os.getpid() not in found
    assert 1 <= len(found) <= 2


def test_more_workers_than_a_system_allows_are_fewer() -> None:
    """Someone who asks for a thousand workers gets what Windows allows, not an error."""
    found = set(run(_process, range(WORTH_A_POOL), workers=1000))

    assert 1 <= len(found) <= MOST_PROCESSES == 61


@pytest.mark.parametrize("workers", [1, 2])
def test_error_is_not_swallowed(workers: int) -> None:
    """A bug in the function is told to the caller, whichever process it happened in."""
    with pytest.raises(ValueError, match="stumbled over 199"):
        list(run(_stumble, range(WORTH_A_POOL), workers))


def test_one_worker_reads_one_file_at_a_time() -> None:
    """With one worker a file is read only when its result is asked for, so that a progress line tells the truth."""
    read = []
    results: Iterator[None] = run(read.append, [1, 2, 3])
    next(results)

    assert read == [1]
