"""The user who cancels a run at a given moment."""

from __future__ import annotations

import time
from typing import Any

SOON = 2.0
"""Seconds within which a cancelled run must have ended."""


class CancelAt:
    """The user who presses *Cancel* when the run reports a text. The run waits there until the cancel has reached it.

    Without the wait a fast machine would be done before: reports are shown ten times a second.
    """

    def __init__(self, text: str, feedback: Any) -> None:
        self.text = text
        self.feedback = feedback
        self.cancelled_at: float | None = None

    def look_at(self, text: str, progress: Any) -> None:
        if self.cancelled_at is not None or self.text not in text:
            return
        self.cancelled_at = time.monotonic()
        self.feedback.cancel()
        while not progress.is_cancelled() and time.monotonic() < self.cancelled_at + 10:
            time.sleep(0.01)
