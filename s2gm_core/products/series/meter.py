"""Progress of groups that are read side by side."""

from __future__ import annotations

import threading
from collections.abc import Callable

from ...progress import Progress

PROGRESS_STEPS = 1000


class Meter:
    """Progress by windows that were read, summed over groups on several threads."""

    def __init__(self, progress: Progress, groups: int) -> None:
        self._progress, self._groups = progress, groups
        self._lock = threading.Lock()
        self._finished = 0
        self._running: dict[int, float] = {}
        self._shown = -1

    def group(self, windows: int, sites: int) -> Callable[[], None]:
        """What a group calls after every window that was read; so many are expected at most."""
        expected, done = max(windows, 1), [0]
        thread = threading.get_ident()

        def count() -> None:
            with self._lock:
                done[0] += 1
                self._running[thread] = min(done[0] / expected, 1.0)
            self._show(f"Reading {sites} sites near each other: {done[0]} windows of rasters")

        return count

    def finish_group(self, name: str) -> None:
        """All windows of this thread's group are read."""
        with self._lock:
            self._finished += 1
            self._running.pop(threading.get_ident(), None)
        self._show(f"Group of site '{name}' is complete")

    def _show(self, message: str) -> None:
        with self._lock:
            share = (self._finished + sum(self._running.values())) / self._groups
            step = int(share * PROGRESS_STEPS)
            if step <= self._shown:
                return
            self._shown = step
        self._progress.step(step, PROGRESS_STEPS, message)
