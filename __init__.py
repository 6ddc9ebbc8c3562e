"""S2GM for QGIS: cloud-free Sentinel-2 mosaics. QGIS loads the plugin through `classFactory`."""

from __future__ import annotations

from typing import Any


def classFactory(iface: Any) -> Any:  # the name that QGIS looks for
    """The plugin object for QGIS; ``iface`` is the QGIS window, or None in ``qgis_process``.

    Everything is imported here and not above, so that plain Python can import the core without QGIS.
    """
    from .s2gm_plugin.plugin import S2GMPlugin

    return S2GMPlugin(iface)
