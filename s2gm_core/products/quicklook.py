"""The product's quicklook: a small natural-colour PNG."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from ..errors import OutputError
from ..radiometry.tone import LINEAR, NATURAL_COLOUR_BANDS, natural_colour
from ..raster.environment import gdal_environment
from ..raster.write import RasterFormat, read_reduced, write_png

QUICKLOOK_PIXELS = 1024
"""Longest side of a quicklook."""


def write_quicklook(
    path: Path,
    files: Mapping[str, Path],
    layouts: Mapping[str, RasterFormat],
    bands: tuple[str, ...],
    tone: str = LINEAR,
) -> None:
    """Write the picture of B04, B03 and B02; of the first band in grey where one of them is missing.

    ``tone`` names the tone curve, of which the usual one is linear from 0 to 0.2.
    ``files`` holds the finished GeoTIFFs by band name, ``layouts`` how they store reflectance.
    """
    shown = NATURAL_COLOUR_BANDS if set(NATURAL_COLOUR_BANDS) <= set(bands) else bands[:1]
    with gdal_environment():
        values = np.stack([read_reduced(files[band], QUICKLOOK_PIXELS) for band in shown])
    layout = layouts[shown[0]]
    if layout.nodata is None or layout.scale is None:
        raise OutputError(f"The layer {shown[0]} has no nodata value or no scale; no picture can be made of it.")
    write_png(path, natural_colour(values, layout.nodata, layout.scale, layout.offset, tone))
