"""The documents in ``docs/``, which are a part of the plugin, and which of them tells of an algorithm."""

from __future__ import annotations

from qgis.PyQt.QtCore import QUrl

from .plugin_facts import PLUGIN_FOLDER

FOLDER = PLUGIN_FOLDER / "docs"

ALGORITHM_PAGES = {
    "temporalmosaic": "qgis.md#what-to-give-it",
    "quicklook": "qgis.md#quicklook",
    "brightearth": "qgis.md#a-base-map-in-natural-colour",
    "searchscenes": "qgis.md#which-scenes-are-there",
    "pointtimeseries": "qgis.md#time-series",
    "cloudmask": "qgis.md#cloud-masks",
}
"""Page and section by the name of an algorithm."""


def document_url(address: str) -> QUrl:
    """The file of a page such as ``hub.md#orders`` as a URL, with the section as its fragment."""
    page, _, section = address.partition("#")
    url = QUrl.fromLocalFile(str(FOLDER / page))
    if section:
        url.setFragment(section)
    return url
