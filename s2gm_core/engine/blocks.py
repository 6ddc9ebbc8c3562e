"""Blocks on threads: while some are read and computed, finished ones are written."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TypeVar

from ..errors import Cancelled, OrderError
from ..progress import Progress, stop_if_cancelled
from ..raster.environment import gdal_environment

Task = TypeVar("Task")
Result = TypeVar("Result")

POLL_SECONDS = 0.1
"""How often a waiting run asks whether it should stop."""


def check_workers(workers: int | None) -> None:
    """`OrderError` for a number of threads that cannot work; None leaves the number to the program."""
    if workers is not None and workers < 1:
        raise OrderError(f"{workers} worker threads cannot work. Give 1 or more.")


class StoppableProgress:
    """A caller's progress that also reads as cancelled once a block has failed, so that the others stop early."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._failed = threading.Event()

    def fail(self) -> None:
        """Let every thread stop at its next read."""
        self._failed.set()

    def step(self, done: int, total: int, message: str) -> None:
        """Passed on."""
        self._progress.step(done, total, message)

    def info(self, message: str) -> None:
        """Passed on."""
        self._progress.info(message)

    def warning(self, message: str) -> None:
        """Passed on."""
        self._progress.warning(message)

    def is_cancelled(self) -> bool:
        """Whether the user or a failure wants the run to stop."""
        return self._failed.is_set() or self._progress.is_cancelled()


def run_blocks(
    tasks: Iterable[Task],
    work: Callable[[Task, Progress], Result],
    sink: Callable[[Result], None],
    workers: int,
    in_flight: int,
    progress: Progress,
) -> None:
    """Do ``work`` on every task on ``workers`` threads and hand each result to ``sink`` in the calling thread.

    Tasks are drawn in the calling thread, as late as possible. At most ``in_flight`` blocks exist at a time. The first
    error stops the run and is raised after all threads have come to rest; so does `Cancelled` when the caller's
    progress asks to stop.
    """
    stoppable = StoppableProgress(progress)

    def job(task: Task) -> Result:
        with gdal_environment():
            return work(task, stoppable)

    waiting = iter(tasks)
    running: set[Future[Result]] = set()
    with ThreadPoolExecutor(workers, thread_name_prefix="s2gm-block") as pool:
        try:
            while True:
                while len(running) < in_flight and (task := next(waiting, None)) is not None:
                    running.add(pool.submit(job, task))
                if not running:
                    return
                finished, running = wait(running, timeout=POLL_SECONDS, return_when=FIRST_COMPLETED)
                stop_if_cancelled(progress)
                for future in finished:
                    sink(future.result())
        except BaseException as problem:
            stoppable.fail()
            for future in running:
                future.cancel()
            wait(running)
            raise _first_cause(problem, running) from None


def _first_cause(problem: BaseException, others: Iterable[Future[Result]]) -> BaseException:
    """The error that started the stop: a block that stopped because another failed says only that it was cancelled."""
    if not isinstance(problem, Cancelled):
        return problem
    causes = (future.exception() for future in others if future.done() and not future.cancelled())
    return next((cause for cause in causes if cause is not None and not isinstance(cause, Cancelled)), problem)
