"""Reading the layers of a product, whatever its format: each opened once, by one driver and no other."""

from __future__ import annotations

from types import TracebackType

import numpy as np
import rasterio
from rasterio.windows import Window as RasterioWindow

from ..errors import ReadError
from ..grid import Window
from .environment import GDAL_ERRORS


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

    def read(self, location: str, window: Window) -> np.ndarray:
        """The stored values of a layer in a window; (y, x) of its dtype."""
        place = RasterioWindow(window.col, window.row, window.width, window.height)
        try:
            return self.dataset(location).read(1, window=place)
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
