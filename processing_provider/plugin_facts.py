"""Facts of the plugin that its own files state: metadata, icon."""

from __future__ import annotations

from configparser import ConfigParser
from functools import cache
from pathlib import Path

from qgis.PyQt.QtGui import QIcon

PLUGIN_FOLDER = Path(__file__).resolve().parent.parent


@cache
def plugin_metadata(key: str) -> str:
    """The value of a key of ``metadata.txt``, such as ``version`` or ``homepage``."""
    parser = ConfigParser(interpolation=None)
    parser.read(PLUGIN_FOLDER / "metadata.txt", encoding="utf-8")
    return parser.get("general", key)


def plugin_icon(name: str = "s2gm") -> QIcon:
    """The plugin's icon, or another one of its folder."""
    return QIcon(str(PLUGIN_FOLDER / "resources" / "icons" / f"{name}.svg"))
