"""Writing rasters block by block: tiled GeoTIFF with overviews; and pictures. `cog` makes cloud-optimised GeoTIFFs."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import rasterio
import rasterio.shutil
from affine import Affine
from rasterio.enums import ColorInterp, Resampling
from rasterio.windows import Window as RasterioWindow

from ..disk import full_disk_text
from ..errors import OutputError
from ..grid import Grid, Window
from .environment import GDAL_ERRORS, gdal_environment
from .tile_codec import predictor_of

TILE_SIZE = 512
_PICTURE = Affine(2.0, 0.0, 0.0, 0.0, -2.0, 0.0)
"""Any transform but the identity, which rasterio warns about."""

SMALLEST_OVERVIEW = 256
"""Overviews are made until the image is no larger than this on its longer side."""


@dataclass(frozen=True)
class BandSteps:
    """The linear scale of one band: value = stored x scale + offset."""

    scale: float
    offset: float


@dataclass(frozen=True)
class RasterFormat:
    """What a raster file holds."""

    dtype: str  # numpy name
    nodata: float | None
    band_names: tuple[str, ...]
    scale: float | None = None  # value = stored x scale + offset; None where the stored number is the value
    unit: str | None = None
    categorical: bool = False  # overviews take the nearest pixel instead of the mean
    compression: str = "deflate"  # GDAL's name; "none" for a file that is only a step on the way
    colormap: tuple[tuple[int, tuple[int, int, int]], ...] = ()  # value, (red, green, blue)
    offset: float = 0.0
    steps: tuple[BandSteps, ...] = ()  # of each band, where they differ; instead of scale and offset


class BlockWriter:
    """A tiled DEFLATE GeoTIFF that is filled block by block, from one thread.

    Every write error becomes an `OutputError`. Leaving the context on an error closes the file without overviews; the
    caller removes it.
    """

    def __init__(self, path: Path, grid: Grid, layout: RasterFormat, tile_size: int = TILE_SIZE) -> None:
        self.path = path
        self._layout = layout
        try:
            self._file = rasterio.open(path, "w", **file_profile(grid, layout, tile_size))
            describe(self._file, layout)
        except GDAL_ERRORS as problem:
            raise writing_error(path, problem) from problem

    def write(self, block: np.ndarray, window: Window) -> None:
        """Store ``block``, (band, y, x) or (y, x) of the file's dtype, at a window of the grid."""
        if block.ndim == 2:
            block = block[np.newaxis]
        place = RasterioWindow(window.col, window.row, window.width, window.height)
        try:
            self._file.write(np.ascontiguousarray(block), window=place)
        except GDAL_ERRORS as problem:
            raise writing_error(self.path, problem) from problem

    def close(self, overviews: bool = True) -> None:
        """Finish the file: flush it and add overviews."""
        try:
            self._file.close()
            if overviews:
                self._add_overviews()
            with rasterio.open(self.path) as file:
                file.read(1, window=RasterioWindow(file.width - 1, file.height - 1, 1, 1))  # a full disk shows here
        except GDAL_ERRORS as problem:
            raise writing_error(self.path, problem) from problem

    def abandon(self) -> None:
        """Close the file without finishing it; its folder is about to be removed."""
        with contextlib.suppress(*GDAL_ERRORS):
            self._file.close()

    def _add_overviews(self) -> None:
        with rasterio.open(self.path, "r+") as file:
            factors = overview_factors(file.height, file.width)
            if factors:
                file.build_overviews(factors, Resampling.nearest if self._layout.categorical else Resampling.average)

    def __enter__(self) -> BlockWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self.close()
        else:
            self.abandon()


def write_png(path: Path, image: np.ndarray) -> None:
    """Write a picture, (band, y, x) uint8 with 1, 3 or 4 bands, as PNG without georeference."""
    bands, height, width = image.shape
    try:
        with gdal_environment(), rasterio.MemoryFile() as memory:
            layout = {"dtype": "uint8", "count": bands, "height": height, "width": width, "transform": _PICTURE}
            with memory.open(driver="GTiff", **layout) as file:
                file.write(image)
                if bands == 4:
                    file.colorinterp = (ColorInterp.red, ColorInterp.green, ColorInterp.blue, ColorInterp.alpha)
            with memory.open() as file, rasterio.Env(GDAL_PAM_ENABLED="NO"):
                rasterio.shutil.copy(file, path, driver="PNG")
    except GDAL_ERRORS as problem:
        raise writing_error(path, problem) from problem


def read_reduced(path: Path, longest_side: int) -> np.ndarray:
    """Band 1 of one of our own products, (y, x), shrunk by averaging its overviews to at most ``longest_side``."""
    try:
        with rasterio.open(path) as file:
            shrink = max(1.0, max(file.height, file.width) / longest_side)
            shape = (max(1, round(file.height / shrink)), max(1, round(file.width / shrink)))
            return file.read(1, out_shape=shape, resampling=Resampling.average)
    except GDAL_ERRORS as problem:
        raise writing_error(path, problem) from problem


def overview_factors(height: int, width: int) -> list[int]:
    """Powers of two by which an image is shrunk until it is no larger than `SMALLEST_OVERVIEW`."""
    levels = max(0, math.ceil(math.log2(max(height, width) / SMALLEST_OVERVIEW)))
    return [2**level for level in range(1, levels + 1)]


def describe(file: rasterio.io.DatasetWriter, layout: RasterFormat) -> None:
    """Write what a file's numbers mean: names, scales, offsets, units, colours."""
    count = len(layout.band_names)
    file.descriptions = layout.band_names
    if layout.steps:
        file.scales = tuple(one.scale for one in layout.steps)
        file.offsets = tuple(one.offset for one in layout.steps)
    if layout.scale is not None:
        file.scales = (layout.scale,) * count
    if layout.offset:
        file.offsets = (layout.offset,) * count
    if layout.unit is not None:
        file.units = (layout.unit,) * count
    if layout.colormap:
        file.write_colormap(1, {value: (*rgb, 255) for value, rgb in layout.colormap})
    elif count > 1:
        file.colorinterp = _colour_interpretation(layout.band_names)


def file_profile(grid: Grid, layout: RasterFormat, tile_size: int) -> dict[str, object]:
    """How rasterio opens such a file for writing."""
    return {
        "driver": "GTiff",
        "dtype": layout.dtype,
        "count": len(layout.band_names),
        "height": grid.height,
        "width": grid.width,
        "crs": rasterio.crs.CRS.from_user_input(grid.crs),
        "transform": grid.transform,
        "nodata": layout.nodata,
        "tiled": True,
        "blockxsize": tile_size,
        "blockysize": tile_size,
        "compress": layout.compression,
        "predictor": predictor_of(layout.dtype),
        "zlevel": 1,  # on bands faster than GDAL's 6, and smaller (`benchmarks/README.md`)
        "interleave": "band",
        "bigtiff": "if_safer",
    }


def _colour_interpretation(names: Sequence[str]) -> tuple[ColorInterp, ...]:
    colours = {"B04": ColorInterp.red, "B03": ColorInterp.green, "B02": ColorInterp.blue}
    if not set(colours) <= set(names):
        return (ColorInterp.gray, *(ColorInterp.undefined,) * (len(names) - 1))
    return tuple(colours.get(name, ColorInterp.undefined) for name in names)


def writing_error(path: Path, problem: Exception) -> OutputError:
    """What to raise where GDAL could not write a file."""
    text = f"Writing {path.name} failed ({problem}). Check that the disk has room and may be written."
    return OutputError(full_disk_text(path.parent) or text)
