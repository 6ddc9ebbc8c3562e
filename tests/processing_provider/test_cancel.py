"""A cancel ends the run soon and leaves nothing behind."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SOON = 2.0
"""Seconds within which a cancelled run must have ended."""


@pytest.mark.parametrize("delay", [0.0, 0.3, 1.0])
def test_a_cancelled_run_ends_within_two_seconds_and_leaves_nothing(
    run: Callable[..., dict[str, Any]],
    order: dict[str, Any],
    leftovers: Callable[[], list],
    tmp_path: Path,
    delay: float,
) -> None:
    from qgis.core import QgsProcessingFeedback

    feedback = QgsProcessingFeedback(False)
    cancelled_at: list[float] = []

    def cancel() -> None:
        cancelled_at.append(time.monotonic())
        feedback.cancel()

    timer = threading.Timer(delay, cancel)
    timer.start()
    long_order = {
        **order,
        "RESOLUTION": 2,
        "QUALITY": str(tmp_path / "quality.tif"),
        "BANDS": None,
        "PERIOD": "year",
        "FOLDER": str(tmp_path / "products"),
    }
    results = run(long_order, feedback)
    timer.join()
    assert time.monotonic() - cancelled_at[0] < SOON
    assert results == {}
    assert leftovers() == []


def test_a_cancelled_run_keeps_the_result_of_the_run_before(
    run: Callable[..., dict[str, Any]], order: dict[str, Any], leftovers: Callable[[], list]
) -> None:
    from qgis.core import QgsProcessingFeedback

    before = Path(run(order)["OUTPUT"]).read_bytes()
    feedback = QgsProcessingFeedback(False)
    feedback.cancel()
    assert run({**order, "BANDS": ["B08"]}, feedback) == {}
    assert leftovers() == ["mosaic.tif"]
    assert Path(order["OUTPUT"]).read_bytes() == before
