"""The pictures of a part: its quicklook, and of a mosaic in natural colour its colours as bytes and as tiles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..grid import Grid
from ..order import Order
from ..progress import PartOfProgress, Progress
from ..radiometry.tone import LINEAR
from ..raster.tile_stores import TILE_STORES
from ..raster.web_tiles import TiledPicture, TileFacts
from ..raster.write import RasterFormat
from .naming import DocumentNames
from .picture import Bands, write_picture
from .quicklook import write_quicklook
from .recipes import BALANCED, recipe_of

PICTURE_SHARE = 0.3
"""Part of the progress that belongs to the picture where tiles are made of it."""


@dataclass(frozen=True)
class Canvas:
    """What pictures of a part are made of, and where they go."""

    folder: Path
    names: DocumentNames
    grid: Grid
    bands: tuple[str, ...]
    files: Mapping[str, Path]  # finished GeoTIFFs by layer
    layouts: Mapping[str, RasterFormat]
    title: str
    attribution: str


def paint(canvas: Canvas, order: Order, workers: int, progress: Progress) -> None:
    """Make all pictures of a part. Raises `OutputError` and `Cancelled`."""
    has_picture, names = recipe_of(order).has_picture, canvas.names
    tone = order.tone if has_picture else LINEAR
    write_quicklook(canvas.folder / names.quicklook, canvas.files, canvas.layouts, canvas.bands, tone)
    if not has_picture:
        return
    bands, picture = Bands(canvas.files, canvas.layouts[canvas.bands[0]]), canvas.folder / names.picture
    share = PICTURE_SHARE if order.tiles in TILE_STORES else 1.0
    write_picture(picture, canvas.grid, bands, tone, workers, PartOfProgress(progress, 0.0, share))
    if order.tiles in TILE_STORES:
        source = TiledPicture(picture)
        zooms = source.ranges[0].zoom, source.ranges[-1].zoom
        facts = TileFacts(canvas.title, BALANCED, canvas.attribution, source.bounds, zooms)
        with TILE_STORES[order.tiles](canvas.folder / names.tiles(order.tiles), facts) as store:
            source.write(store, workers, PartOfProgress(progress, share, 1.0))
