"""What a command says: progress on stderr, results on stdout."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import threading
import time
from types import FrameType
from typing import Any

SECONDS_BETWEEN_LINES = 2.0


class TerminalProgress:
    """Progress on stderr: a bar on a terminal, else a line every few seconds. Ctrl-C cancels."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._cancelled = threading.Event()
        self._last_line = 0.0
        self._bar = sys.stderr.isatty()
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGINT, self._cancel)
            signal.signal(signal.SIGTERM, self._cancel)

    def _cancel(self, number: int, frame: FrameType | None) -> None:
        self._cancelled.set()

    def step(self, done: int, total: int, message: str) -> None:
        """Redraw the bar, or print a line if the last one is old enough or this one is the end."""
        now = time.monotonic()
        if self._bar:
            filled = "#" * (30 * done // total)
            self._print(f"\r\x1b[K[{filled:<30}] {done}/{total} {message[:60]}", end="\n" if done == total else "")
        elif done == total or now - self._last_line > SECONDS_BETWEEN_LINES:
            self._last_line = now
            self._print(message)

    def info(self, message: str) -> None:
        """A line of its own."""
        self._print(message)

    def warning(self, message: str) -> None:
        """A line of its own, marked."""
        self._print(f"warning: {message}")

    def is_cancelled(self) -> bool:
        """True after Ctrl-C or a request to terminate."""
        return self._cancelled.is_set()

    def _print(self, text: str, end: str = "\n") -> None:
        with self._lock:
            print(text, end=end, file=sys.stderr, flush=True)


def print_result(options: argparse.Namespace, document: Any, text: str) -> None:
    """The result of a command: JSON where that was asked for, else text."""
    shown = json.dumps(document, indent=2) if options.json else text
    if shown:
        print(shown)
