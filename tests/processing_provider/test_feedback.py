"""The bridge between the core's progress and QGIS's feedback."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest


@pytest.fixture
def feedback(qgis_app: Any) -> Any:
    from qgis.core import QgsProcessingFeedback

    class Recorder(QgsProcessingFeedback):
        """Remembers which threads called it."""

        def __init__(self) -> None:
            super().__init__(False)
            self.threads: set[int] = set()

        def pushInfo(self, text: str) -> None:
            self.threads.add(threading.get_ident())
            super().pushInfo(text)

        def pushWarning(self, text: str) -> None:
            self.threads.add(threading.get_ident())
            super().pushWarning(text)

    return Recorder()


def test_feedback_is_touched_by_the_calling_thread_only(feedback: Any) -> None:
    from s2gm.processing_provider.feedback import run_with_feedback

    def job(progress: Any) -> None:
        workers = [threading.Thread(target=progress.info, args=(f"worker {number}",)) for number in range(20)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        progress.warning("careful")

    run_with_feedback(job, feedback)
    assert feedback.threads == {threading.get_ident()}
    assert feedback.textLog().count("worker") == 20
    assert "careful" in feedback.textLog()


def test_the_result_and_the_error_of_a_job_reach_the_caller(feedback: Any) -> None:
    from s2gm.processing_provider.feedback import run_with_feedback

    assert run_with_feedback(lambda progress: 42, feedback) == 42
    with pytest.raises(ZeroDivisionError):
        run_with_feedback(lambda progress: 1 / 0, feedback)


def test_a_cancel_reaches_a_running_job_within_a_second(feedback: Any) -> None:
    from s2gm.processing_provider.feedback import run_with_feedback

    def job(progress: Any) -> float:
        feedback.cancel()
        start = time.monotonic()
        while not progress.is_cancelled() and time.monotonic() < start + 10:
            time.sleep(0.01)
        return time.monotonic() - start

    assert run_with_feedback(job, feedback) < 1.0


def test_a_part_of_the_job_moves_its_part_of_the_bar(feedback: Any) -> None:
    from s2gm.processing_provider.feedback import run_with_feedback
    from s2gm.s2gm_core.progress import PartOfProgress

    def job(progress: Any) -> None:
        PartOfProgress(progress, 0.5, 0.9).step(1, 4, "a block")

    run_with_feedback(job, feedback)
    assert feedback.progress() == pytest.approx(60, abs=0.1)
