"""One raster with all bands of a product, for programs that want a single file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

import numpy as np

from ..errors import OutputError
from ..progress import Progress, stop_if_cancelled
from ..radiometry.tone import NATURAL_COLOUR_BANDS, natural_colour
from ..raster.environment import gdal_environment
from ..raster.layer_files import LayerFiles
from ..raster.write import BandSteps, BlockWriter, RasterFormat
from .formats import PRODUCT_FORMATS
from .record import Product, ProductPart

STACK_BLOCK = 1024
CHUNK_BYTES = 2**22


def stack_bands(product: Product, path: Path, progress: Progress) -> Path:
    """Write the reflectance bands of a product as one GeoTIFF as they are stored (number type, nodata, scale), named.

    The file appears under its name only when it is complete; a cancelled or failed copy leaves nothing.
    """
    part, bands = product.whole, product.bands
    first = part.layouts[bands[0]]
    steps = tuple(BandSteps(part.layouts[band].scale or 1.0, part.layouts[band].offset) for band in bands)
    layout = RasterFormat(first.dtype, first.nodata, bands, unit=first.unit, steps=steps)
    return _stack(part, bands, path, layout, lambda name, values: values, progress)


def copy_picture(product: Product, path: Path, progress: Progress) -> Path:
    """Copy the picture of a mosaic in natural colour, as it is; the file appears under its name when it is complete."""
    if product.picture is None:
        raise OutputError(f"The product {product.name} has no picture.")
    unfinished = path.with_name(path.name + ".unfinished")
    size, done = max(product.picture.stat().st_size, 1), 0
    try:
        with product.picture.open("rb") as source, unfinished.open("wb") as target:
            while chunk := source.read(CHUNK_BYTES):
                stop_if_cancelled(progress)
                target.write(chunk)
                done += len(chunk)
                progress.step(done, size, f"Copying into {path.name}")
        unfinished.replace(path)
    except OSError as problem:
        raise OutputError(f"{path} cannot be written ({problem.strerror}). Choose another place.") from problem
    finally:
        unfinished.unlink(missing_ok=True)
    return path


def stack_quality(product: Product, path: Path, progress: Progress) -> Path:
    """Write the ancillary layers of a product as one GeoTIFF: float32 in physical units, nodata NaN, bands named."""
    part = product.whole
    names = tuple(name for name in part.layers if name not in product.bands)
    layout = RasterFormat("float32", float("nan"), names, categorical=True)
    return _stack(part, names, path, layout, lambda name, values: _physical(part.layouts[name], values), progress)


def stack_picture(product: Product, path: Path, progress: Progress) -> Path:
    """Write a product as a picture: bytes of red, green and blue, linear from reflectance 0 to 0.2; 0 is no data."""
    part = product.whole
    layout = RasterFormat("uint8", 0, NATURAL_COLOUR_BANDS)
    return _stack(part, NATURAL_COLOUR_BANDS, path, layout, lambda name, v: _toned(part.layouts[name], v), progress)


def _toned(layout: RasterFormat, values: np.ndarray) -> np.ndarray:
    """One band of a picture, (y, x) uint8, from stored reflectance (y, x); 0 where there is none."""
    nodata, scale = float(layout.nodata or 0), layout.scale or 1.0
    return natural_colour(values[np.newaxis], nodata, scale, layout.offset)[0]


def _physical(layout: RasterFormat, values: np.ndarray) -> np.ndarray:
    """Stored values of a layer, (y, x), in its unit; float32 with NaN where there is none."""
    scale = np.float32(1.0 if layout.scale is None else layout.scale)
    physical = values.astype(np.float32) * scale + np.float32(layout.offset)
    physical[values == layout.nodata] = np.nan
    return physical


def _stack(
    part: ProductPart,
    names: Sequence[str],
    path: Path,
    layout: RasterFormat,
    convert: Callable[[str, np.ndarray], np.ndarray],
    progress: Progress,
) -> Path:
    unfinished = path.with_name(path.name + ".unfinished")
    windows = list(part.grid.blocks(STACK_BLOCK))
    try:
        with ExitStack() as stack:
            stack.enter_context(gdal_environment())
            files = stack.enter_context(LayerFiles(PRODUCT_FORMATS[part.format].reader))
            writer = stack.enter_context(BlockWriter(unfinished, part.grid, layout))
            for done, window in enumerate(windows, start=1):
                stop_if_cancelled(progress)
                planes = [convert(name, files.read(part.location(name), window)) for name in names]
                writer.write(np.stack(planes), window)
                progress.step(done, len(windows), f"Copying into {path.name}")
        unfinished.replace(path)
    except OSError as problem:
        raise OutputError(f"{path} cannot be written ({problem.strerror}). Choose another place.") from problem
    finally:
        unfinished.unlink(missing_ok=True)
    return path
