"""The colours of a mosaic as a raster of bytes: red, green and blue, 1 to 255, with 0 for no data."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..grid import Grid, Window
from ..progress import PartOfProgress, Progress, stop_if_cancelled
from ..radiometry.tone import NATURAL_COLOUR_BANDS, picture_bytes, tone_curve
from ..raster.cog import assemble_cog
from ..raster.environment import GDAL_ERRORS, gdal_environment
from ..raster.layer_files import LayerFiles
from ..raster.write import RasterFormat, writing_error

PICTURE_LAYOUT = RasterFormat("uint8", 0, NATURAL_COLOUR_BANDS)
STRIP_ROWS = 256
TONING_SHARE = 0.5

BYTES_PER_PIXEL = len(NATURAL_COLOUR_BANDS)
"""Of the picture without overviews, and as much again while it is made."""


@dataclass(frozen=True)
class Bands:
    """Where the reflectance of a picture comes from: finished GeoTIFFs by band, and how they store it."""

    files: Mapping[str, Path]
    layout: RasterFormat

    def read(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """Red, green and blue, (3, y, x) float32 reflectance, and where one is missing, (y, x) bool."""
        with gdal_environment(), LayerFiles("GTiff") as files:
            stored = np.stack([files.read(str(self.files[band]), window) for band in NATURAL_COLOUR_BANDS])
        scale, offset = np.float32(self.layout.scale or 1.0), np.float32(self.layout.offset)
        return stored * scale + offset, (stored == self.layout.nodata).any(axis=0)


def write_picture(path: Path, grid: Grid, bands: Bands, tone: str, workers: int, progress: Progress) -> None:
    """Write a picture as a cloud-optimised GeoTIFF of three bands; it appears under its name when it is complete.

    Colours are made once, into a file beside the picture that is gone at the end, and packed from there. Raises
    `OutputError`, and `Cancelled` soon after the user wants to stop.
    """
    colours = path.with_name(path.name + ".unpacked")
    try:
        _made_through(colours, path, grid, bands, tone, workers, progress)
    except GDAL_ERRORS as problem:
        raise writing_error(path, problem) from problem
    finally:
        colours.unlink(missing_ok=True)


def _made_through(
    colours: Path, path: Path, grid: Grid, bands: Bands, tone: str, workers: int, progress: Progress
) -> None:
    """The picture by way of a mapped file, which is free again when this returns."""
    plane = np.memmap(colours, np.uint8, "w+", shape=(BYTES_PER_PIXEL, *grid.shape))
    _fill(plane, bands, tone, workers, PartOfProgress(progress, 0.0, TONING_SHARE))
    packing = PartOfProgress(progress, TONING_SHARE, 1.0)
    assemble_cog(path, grid, PICTURE_LAYOUT, lambda band, window: plane[band][window.slices], workers, packing)


def _fill(plane: np.ndarray, bands: Bands, tone: str, workers: int, progress: Progress) -> None:
    """The colours of all pixels, into (3, y, x) uint8."""
    curve = tone_curve(tone)
    _, height, width = plane.shape

    def one(row: int) -> None:
        stop_if_cancelled(progress)
        strip = Window(row, 0, min(STRIP_ROWS, height - row), width)
        reflectance, empty = bands.read(strip)
        plane[:, row : row + strip.height] = picture_bytes(curve.apply(reflectance), empty)

    rows = range(0, height, STRIP_ROWS)
    with ThreadPoolExecutor(workers, thread_name_prefix="s2gm-colours") as pool:
        for done, _ in enumerate(pool.map(one, rows), start=1):
            progress.step(done, len(rows), "Making colours")
