"""Choosing an area: drawn on the map, or taken from the map view, a layer, a file, a text or a country's name."""

from __future__ import annotations

from .panel import AreaPanel

__all__ = ["AreaPanel"]
