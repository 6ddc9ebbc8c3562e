"""Between the core's progress and QGIS's feedback.

The core reports from its worker threads; feedback objects of QGIS keep their log without a lock and may print or draw.
So a job runs on a thread of its own, its reports go through a queue, and the thread that runs the algorithm hands them
to the feedback and looks whether the user cancelled.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from queue import Empty, SimpleQueue
from threading import Event
from typing import Any, TypeVar

from qgis.core import QgsProcessingFeedback

Result = TypeVar("Result")

POLL_SECONDS = 0.1
"""How often reports are shown and a cancel is noticed."""


class QueuedProgress:
    """A core `Progress` that may be used from any thread; `deliver` shows on one thread what came in."""

    def __init__(self) -> None:
        self._reports: SimpleQueue[tuple[str, tuple[Any, ...]]] = SimpleQueue()
        self._cancelled = Event()
        self._last_text = ""

    def step(self, done: int, total: int, message: str) -> None:
        """Queue the progress in blocks."""
        self._reports.put(("step", (done, total, message)))

    def info(self, message: str) -> None:
        """Queue a line for the log."""
        self._reports.put(("info", (message,)))

    def warning(self, message: str) -> None:
        """Queue a warning."""
        self._reports.put(("warning", (message,)))

    def is_cancelled(self) -> bool:
        """Whether the user cancelled."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Ask the job to stop."""
        self._cancelled.set()

    def deliver(self, feedback: QgsProcessingFeedback) -> None:
        """Hand what is queued to QGIS, in order; of several steps only the newest, so that logs stay readable."""
        step = None
        while True:
            try:
                kind, values = self._reports.get_nowait()
            except Empty:
                break
            if kind == "step":
                step = values
            elif kind == "warning":
                feedback.pushWarning(*values)
            else:
                feedback.pushInfo(*values)
        if step:
            self._show_step(feedback, *step)

    def _show_step(self, feedback: QgsProcessingFeedback, done: int, total: int, message: str) -> None:
        feedback.setProgress(100.0 * done / max(total, 1))
        if message and message != self._last_text:
            self._last_text = message
            feedback.setProgressText(message)


def run_with_feedback(job: Callable[[QueuedProgress], Result], feedback: QgsProcessingFeedback) -> Result:
    """Run ``job(progress)`` on a thread of its own; the calling thread alone talks to ``feedback``.

    Returns when the job has ended, with its result or its exception. After a cancel the job is asked to stop and
    waited for, so that it can clean up.
    """
    progress = QueuedProgress()
    if feedback.isCanceled():  # a short job would end before the first look
        progress.cancel()
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="s2gm-job") as pool:
        future = pool.submit(job, progress)
        while not wait([future], timeout=POLL_SECONDS).done:
            progress.deliver(feedback)
            if feedback.isCanceled():
                progress.cancel()
    progress.deliver(feedback)
    return future.result()
