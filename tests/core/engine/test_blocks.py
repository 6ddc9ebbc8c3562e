"""Blocks on threads: bounded, in the caller's hands, stopped by the first error or by the user."""

from __future__ import annotations

import threading
import time

import pytest

from s2gm_core.engine.blocks import run_blocks
from s2gm_core.errors import Cancelled, ReadError
from s2gm_core.grid import Window
from s2gm_core.progress import Progress, SilentProgress, stop_if_cancelled

WINDOWS = [Window(row, 0, 1, 1) for row in range(30)]


class Gauge:
    """Counts how many blocks exist: from the start of their work to the end of their storing."""

    def __init__(self) -> None:
        self.now = self.most = self.working = self.most_working = 0
        self.lock = threading.Lock()
        self.stored: list[int] = []

    def work(self, window: Window, progress: Progress) -> Window:
        with self.lock:
            self.now, self.working = self.now + 1, self.working + 1
            self.most, self.most_working = max(self.most, self.now), max(self.most_working, self.working)
        time.sleep(0.002 * (window.row % 3))
        with self.lock:
            self.working -= 1
        return window

    def store(self, window: Window) -> None:
        assert threading.current_thread() is threading.main_thread()
        time.sleep(0.001)
        with self.lock:
            self.now -= 1
        self.stored.append(window.row)


class StopAfter(SilentProgress):
    """Asks to stop from some moment on."""

    def __init__(self) -> None:
        self.stop = threading.Event()

    def is_cancelled(self) -> bool:
        return self.stop.is_set()


@pytest.mark.parametrize(("workers", "in_flight"), [(1, 1), (1, 2), (2, 3), (4, 5), (4, 2)])
def test_every_block_is_stored_once_and_few_exist_at_a_time(workers: int, in_flight: int):
    gauge = Gauge()
    run_blocks(WINDOWS, gauge.work, gauge.store, workers, in_flight, SilentProgress())
    assert sorted(gauge.stored) == list(range(30))
    assert gauge.most <= in_flight
    assert gauge.most_working <= workers


def test_no_block_is_no_work():
    run_blocks([], lambda *_: None, lambda _: None, 2, 3, SilentProgress())


def test_the_first_error_is_raised_after_all_threads_have_come_to_rest():
    started = time.monotonic()

    def work(window: Window, progress: Progress) -> Window:
        if window.row == 3:
            raise ReadError("third")
        for _ in range(1000):
            stop_if_cancelled(progress)
            time.sleep(0.005)
        return window

    with pytest.raises(ReadError, match="third"):
        run_blocks(WINDOWS[3:], work, lambda _: None, 3, 4, SilentProgress())
    assert time.monotonic() - started < 2  # the others stopped at their next read
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("s2gm-block")]


def test_an_error_of_storing_stops_the_run():
    worked = []

    def store(window: Window) -> None:
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        run_blocks(WINDOWS, lambda window, _: worked.append(window) or window, store, 2, 3, SilentProgress())
    assert len(worked) < 10


def test_a_cancel_stops_at_the_next_read_and_stores_nothing_more():
    progress, stored, finished = StopAfter(), [], []

    def work(window: Window, inner: Progress) -> Window:
        if window.row == 2:
            finished.extend(stored)
            progress.stop.set()
        stop_if_cancelled(inner)
        return window

    with pytest.raises(Cancelled):
        run_blocks(WINDOWS, work, stored.append, 2, 3, progress)
    assert len(stored) <= len(finished) + 3  # blocks that were finished, and in flight, when it was asked


def test_a_cancel_is_noticed_while_a_block_takes_long():
    progress = StopAfter()
    threading.Timer(0.1, progress.stop.set).start()

    def work(window: Window, inner: Progress) -> Window:
        while True:
            stop_if_cancelled(inner)
            time.sleep(0.005)

    started = time.monotonic()
    with pytest.raises(Cancelled):
        run_blocks(WINDOWS, work, lambda _: None, 2, 3, progress)
    assert time.monotonic() - started < 1


def test_an_interrupt_of_the_caller_stops_the_threads():
    def interrupted(window: Window) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_blocks(WINDOWS, lambda window, _: window, interrupted, 2, 3, SilentProgress())
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("s2gm-block")]
