"""The way through the pages, back and forward. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace

from .pages import Place


@dataclass(frozen=True)
class Stop:
    """A place, and how far its page was scrolled when it was left, in pixels."""

    place: Place
    scrolled: int = 0


class Trail:
    """Stops of a walk, and which one is shown. Mutable: it is the window's state."""

    def __init__(self) -> None:
        self._stops: list[Stop] = []
        self._now = -1

    @property
    def here(self) -> Place | None:
        """The place that is shown."""
        return self._stops[self._now].place if self._stops else None

    def go(self, place: Place, scrolled: int = 0) -> None:
        """Walk on to a place; ``scrolled`` is how far the page was that is left. What lay ahead is forgotten."""
        self._leave(scrolled)
        self._stops = [*self._stops[: self._now + 1], Stop(place)]
        self._now += 1

    def can_step(self, steps: int) -> bool:
        """Whether there is a stop so many steps ahead, or back where it is negative."""
        return 0 <= self._now + steps < len(self._stops)

    def step(self, steps: int, scrolled: int = 0) -> Stop | None:
        """The stop so many steps ahead, which is shown from now on; None where there is none."""
        if not self.can_step(steps):
            return None
        self._leave(scrolled)
        self._now += steps
        return self._stops[self._now]

    def _leave(self, scrolled: int) -> None:
        if self._stops:
            self._stops[self._now] = replace(self._stops[self._now], scrolled=scrolled)
