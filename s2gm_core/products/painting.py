"""The pictures of a part: its quicklook, and of a mosaic in natural colour its colours as bytes and as tiles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..grid import Grid
from ..order import Order
from ..progress import Progress
from ..radiometry.tone import LINEAR
from ..raster.write import RasterFormat
from .naming import DocumentNames
from .picture import Bands, write_picture
from .quicklook import write_quicklook
from .recipes import recipe_of


@dataclass(frozen=True)
class Canvas:
    """What pictures of a part are made of, and where they go."""

    folder: Path
    names: DocumentNames
    grid: Grid
    bands: tuple[str, ...]
    files: Mapping[str, Path]  # finished GeoTIFFs by layer
    layouts: Mapping[str, RasterFormat]


def paint(canvas: Canvas, order: Order, workers: int, progress: Progress) -> None:
    """Make all pictures of a part. Raises `OutputError` and `Cancelled`."""
    has_picture, names = recipe_of(order).has_picture, canvas.names
    tone = order.tone if has_picture else LINEAR
    write_quicklook(canvas.folder / names.quicklook, canvas.files, canvas.layouts, canvas.bands, tone)
    if has_picture:
        bands = Bands(canvas.files, canvas.layouts[canvas.bands[0]])
        write_picture(canvas.folder / names.picture, canvas.grid, bands, tone, workers, progress)
