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


def stop_if_cancelled(progress: Progress) -> None:
    """Raise `Cancelled` when the user wants to stop; called before every read."""
    if progress.is_cancelled():
        raise Cancelled("The run was cancelled; no product was written.")
