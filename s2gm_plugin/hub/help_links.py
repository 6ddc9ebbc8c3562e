"""Where the pages of the documents are."""

from __future__ import annotations

from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QDesktopServices

from ...processing_provider.plugin_facts import plugin_metadata

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


def help_url(page: str) -> QUrl:
    """The address of a page of the documents, such as ``hub.md#orders``."""
    return QUrl(f"{plugin_metadata('homepage').rstrip('/')}/docs/{page}")


def open_help(page: str) -> None:
    """Show a page of the documents in the user's browser."""
    QDesktopServices.openUrl(help_url(page))
