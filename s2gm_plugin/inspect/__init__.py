"""Click a pixel of a mosaic and see every observation that it was chosen from."""

from __future__ import annotations

from .dock import InspectDock

__all__ = ["InspectDock"]
