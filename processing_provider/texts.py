"""Longer texts of the algorithms."""

from __future__ import annotations

import re

from qgis.core import QgsApplication

from .dependencies import missing_packages_message
from .result import LICENCE
from .translation import translate


def temporal_mosaic_help() -> str:
    """The description of the temporal mosaic: simple HTML, plain text in ``qgis_process``."""
    paragraphs = _mosaic_paragraphs()
    if QgsApplication.platform() == "qgis_process":
        return "\n\n".join(re.sub("<[^>]+>", "", text.replace("<br/>", "\n")) for text in paragraphs)
    return "<p>" + "</p><p>".join(paragraphs) + "</p>"


def _mosaic_paragraphs() -> list[str]:
    """What it does, the methods from the core's table, units, licence."""
    return [
        translate(
            "S2GM",
            "For every pixel, the observations of a period that are free of clouds, cloud shadows and defects are "
            "compared, and the most representative one is kept. All bands of a pixel come from one observation.",
        ),
        translate(
            "S2GM",
            "One of EXTENT, AREA and GEOMETRY is needed; several are intersected. With END inside a later period a "
            "series is made: OUTPUT holds the first mosaic, the others lie beside it and are added to the project "
            "with their time, so that the temporal controller plays them.",
        ),
        "<b>" + translate("S2GM", "Methods") + "</b><br/>" + "<br/>".join(_method_lines()),
        "<b>"
        + translate("S2GM", "Values")
        + "</b><br/>"
        + translate(
            "S2GM",
            "OUTPUT holds surface reflectance times 10000 as 16-bit whole numbers with the scale 0.0001 set: QGIS "
            "shows reflectance 0 to 1. QUALITY holds the ancillary layers in physical units.",
        ),
        "<b>"
        + translate("S2GM", "Licence")
        + "</b><br/>"
        + LICENCE
        + "<br/>"
        + translate("S2GM", "Attribution to show: Contains modified Copernicus Sentinel data [year]."),
    ]


def _method_lines() -> list[str]:
    if missing_packages_message():
        return [translate("S2GM", "shown once the missing Python packages are installed")]
    from ..s2gm_core.composite.registry import METHODS

    return [f"<i>{row.name}</i>: {row.label}. {row.summary}" for row in METHODS.values()]
