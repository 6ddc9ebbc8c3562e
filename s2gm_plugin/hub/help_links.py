"""Which section of the documents tells of a place of the window."""

from __future__ import annotations

SECTIONS = {
    "mosaic": "mosaic",
    "series": "time-series",
    "brightearth": "brightearth",
    "predefined": "predefined",
    "orders": "orders",
}
"""Place of the window: its section of ``hub.md``."""


def place_help(place: str) -> str:
    """The document of a place, at its section; its beginning for what is no place."""
    return f"hub.md#{SECTIONS[place]}" if place in SECTIONS else "hub.md"
