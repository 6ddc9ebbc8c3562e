"""Where the pages of the documents are."""

from __future__ import annotations

from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QDesktopServices

from ...processing_provider.plugin_facts import plugin_metadata


def help_url(page: str) -> QUrl:
    """The address of a page of the documents, such as ``hub.md#my-orders``."""
    return QUrl(f"{plugin_metadata('homepage').rstrip('/')}/docs/{page}")


def open_help(page: str) -> None:
    """Show a page of the documents in the user's browser."""
    QDesktopServices.openUrl(help_url(page))
