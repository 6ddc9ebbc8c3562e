"""Reading the layers of a product, whatever its format: each opened once, by one driver and no other."""

from __future__ import annotations

from dataclasses import dataclass
from types import TracebackType

import numpy as np
import rasterio
from rasterio.windows import Window as RasterioWindow

from ..errors import ReadError
from ..grid import Grid, Window, parse_crs
from .environment import GDAL_ERRORS
from .pool import MAX_BLOCK_BYTES


@dataclass(frozen=True)
class LayerHeader:
    """What a layer's file says of itself."""

    bands: int
    dtype: str
    nodata: float | None
    scale: float
    offset: float
    width: int
    height: int
    transform: tuple[float, ...]  # six numbers, pixel (column, row) to CRS coordinates
    crs: str | None  # WKT
    is_cog: bool

    def lies_on(self, grid: Grid, tolerance: float) -> bool:
        """Whether its pixels are those of a grid, apart from a part of a pixel."""
        size, far = grid.pixel_width * tolerance, max(grid.width, grid.height)
        limits = (size / far, size / far, size, size / far, size / far, size)
        wanted = tuple(grid.transform)[:6]
        return all(abs(a - b) <= limit for a, b, limit in zip(self.transform, wanted, limits))

    def has_crs(self, name: str) -> bool:
        """Whether it lies in the CRS of that name, whatever the order of its axes."""
        if self.crs is None:
            return False
        mine, wanted = parse_crs(self.crs), parse_crs(name)
        return (mine.to_epsg() or -1) == wanted.to_epsg() or bool(mine.equals(wanted, ignore_axis_order=True))


class LayerFiles:
    """Open layers of one product, for one thread at a time; used as a context. Failures are `ReadError`."""

    def __init__(self, driver: str) -> None:
        self._driver = driver
        self._open: dict[str, rasterio.DatasetReader] = {}

    def dataset(self, location: str) -> rasterio.DatasetReader:
        """The open raster at a path, or at GDAL's name of one variable of a file."""
        if location not in self._open:
            try:
                self._open[location] = rasterio.open(location, driver=self._driver, sharing=False)
            except GDAL_ERRORS as problem:
                raise _reading_error(location, problem) from problem
        return self._open[location]

    def header(self, location: str) -> LayerHeader:
        """What the file says of itself. Refuses one whose blocks are too large to be read."""
        file = self.dataset(location)
        height, width = file.block_shapes[0]
        if height * width * np.dtype(file.dtypes[0]).itemsize > MAX_BLOCK_BYTES:
            raise ReadError(f"{location} is stored in blocks of {width} x {height} pixels; that is too large.")
        return LayerHeader(
            bands=file.count,
            dtype=file.dtypes[0],
            nodata=file.nodata,
            scale=file.scales[0],
            offset=file.offsets[0],
            width=file.width,
            height=file.height,
            transform=tuple(file.transform)[:6],
            crs=None if file.crs is None else file.crs.to_wkt(),
            is_cog=file.tags(ns="IMAGE_STRUCTURE").get("LAYOUT") == "COG",
        )

    def band_names(self, location: str) -> tuple[str, ...]:
        """The descriptions of a file's bands, empty where one has none."""
        return tuple(name or "" for name in self.dataset(location).descriptions)

    def steps(self, location: str, band: int) -> tuple[float, float]:
        """Scale and offset of a band: value = stored x scale + offset."""
        file = self.dataset(location)
        return file.scales[band - 1], file.offsets[band - 1]

    def read(self, location: str, window: Window, band: int = 1) -> np.ndarray:
        """The stored values of a layer in a window; (y, x) of its dtype."""
        place = RasterioWindow(window.col, window.row, window.width, window.height)
        try:
            return self.dataset(location).read(band, window=place)
        except GDAL_ERRORS as problem:
            raise _reading_error(location, problem) from problem

    def __enter__(self) -> LayerFiles:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for dataset in self._open.values():
            dataset.close()
        self._open.clear()


def _reading_error(location: str, problem: Exception) -> ReadError:
    return ReadError(f"{location} cannot be read ({problem.__cause__ or problem}).")
