"""One raster with all bands of a product, for programs that want a single file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from ..engine.blocks import run_blocks
from ..errors import OutputError
from ..grid import Window
from ..layers import LAYERS, REFLECTANCE_NODATA, REFLECTANCE_SCALE, stored_layer
from ..progress import Progress
from ..raster.environment import gdal_environment
from ..raster.pool import FULL_RESOLUTION, RasterPool
from ..raster.write import BlockWriter, RasterFormat
from .record import Product

STACK_BLOCK = 1024


def stack_bands(product: Product, path: Path, progress: Progress) -> Path:
    """Write the reflectance bands of a product as one GeoTIFF: uint16, scale 0.0001, nodata 65535, bands named.

    The file appears under its name only when it is complete; a cancelled or failed copy leaves nothing.
    """
    layout = RasterFormat("uint16", REFLECTANCE_NODATA, product.bands, REFLECTANCE_SCALE, "1")
    return _stack(product, product.bands, path, layout, lambda name, values: values, progress)


def stack_quality(product: Product, path: Path, progress: Progress) -> Path:
    """Write the ancillary layers of a product as one GeoTIFF: float32 in physical units, nodata NaN, bands named."""
    names = tuple(name for name in LAYERS if name in product.layers)
    layout = RasterFormat("float32", float("nan"), names, categorical=True)
    return _stack(product, names, path, layout, _physical, progress)


def _physical(name: str, values: np.ndarray) -> np.ndarray:
    """Stored values of a layer, (y, x), in its unit; float32 with NaN where there is none."""
    layer = stored_layer(name, str(values.dtype))
    physical = values.astype(np.float32) * np.float32(1.0 if layer.scale is None else layer.scale)
    physical[values == layer.nodata] = np.nan
    return physical


def _stack(
    product: Product,
    names: Sequence[str],
    path: Path,
    layout: RasterFormat,
    convert: Callable[[str, np.ndarray], np.ndarray],
    progress: Progress,
) -> Path:
    unfinished = path.with_name(path.name + ".unfinished")
    windows = list(product.grid.blocks(STACK_BLOCK))
    try:
        with gdal_environment(), RasterPool() as pool:

            def read(window: Window, _: Progress) -> tuple[Window, np.ndarray]:
                planes = [
                    convert(name, pool.read(str(product.layers[name]), FULL_RESOLUTION, window)) for name in names
                ]
                return window, np.stack(planes)

            with BlockWriter(unfinished, product.grid, layout) as writer:
                run_blocks(windows, read, lambda block: writer.write(block[1], block[0]), 1, 2, progress)
        unfinished.replace(path)
    except OSError as problem:
        raise OutputError(f"{path} cannot be written ({problem.strerror}). Choose another place.") from problem
    finally:
        unfinished.unlink(missing_ok=True)
    return path
