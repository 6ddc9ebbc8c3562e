"""How a long job tells its caller where it is and asks whether it should stop."""

from __future__ import annotations

from typing import Protocol

from .errors import Cancelled


class Progress(Protocol):
    """What a caller hands in. Methods are called from worker threads too and must be thread-safe."""

    def step(self, done: int, total: int, message: str) -> None:
        """``done`` of ``total`` blocks are finished; ``message`` names what is being worked on."""

    def info(self, message: str) -> None:
        """A line for the log."""

    def warning(self, message: str) -> None:
        """Something that the user should know and that does not stop the run."""

    def is_cancelled(self) -> bool:
        """True as soon as the user wants the run to stop."""


class SilentProgress:
    """A progress that says nothing and never cancels; the default in Python."""

    def step(self, done: int, total: int, message: str) -> None:
        """Nothing is shown."""

    def info(self, message: str) -> None:
        """Nothing is shown."""

    def warning(self, message: str) -> None:
        """Nothing is shown; warnings stay in the product's record."""

    def is_cancelled(self) -> bool:
        """A silent run is never cancelled."""
        return False


class PartOfProgress:
    """A share of a longer job: its own 0 to 100 % become ``first`` to ``last`` (0..1) of the whole."""

    RESOLUTION = 10_000

    def __init__(self, whole: Progress, first: float, last: float) -> None:
        self._whole = whole
        self._first = first
        self._last = last

    def step(self, done: int, total: int, message: str) -> None:
        """Report a step of the share as a step of the whole."""
        share = self._first + (self._last - self._first) * done / max(total, 1)
        self._whole.step(round(share * self.RESOLUTION), self.RESOLUTION, message)

    def info(self, message: str) -> None:
        """Pass on."""
        self._whole.info(message)

    def warning(self, message: str) -> None:
        """Pass on."""
        self._whole.warning(message)

    def is_cancelled(self) -> bool:
        """Whether the whole was cancelled."""
        return self._whole.is_cancelled()


def stop_if_cancelled(progress: Progress) -> None:
    """Raise `Cancelled` when the user wants to stop; called before every read."""
    if progress.is_cancelled():
        raise Cancelled("The run was cancelled; no product was written.")
