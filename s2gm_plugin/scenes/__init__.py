"""The scenes of an order before it runs: which there are, what they cost, and which are left out."""

from __future__ import annotations

from .panel import ScenesPanel

__all__ = ["ScenesPanel"]
