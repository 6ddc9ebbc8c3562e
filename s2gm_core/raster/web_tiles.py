"""Tiles of a picture in Web Mercator, as base maps take them: 256 pixels a side, PNG with transparency.

Source: the tiling of OpenStreetMap and WMTS "GoogleMapsCompatible": zoom z has 2^z x 2^z tiles, column 0 at 180 degrees
west, row 0 in the north. GDAL warps, from the picture's overview that comes next to a zoom's pixels.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import rasterio
from rasterio.enums import ColorInterp, Resampling
from rasterio.transform import from_origin
from rasterio.vrt import WarpedVRT
from rasterio.warp import calculate_default_transform, transform_bounds
from rasterio.windows import Window as RasterioWindow

from ..errors import ReadError
from ..progress import Progress, stop_if_cancelled
from .environment import GDAL_ERRORS, gdal_environment

TILE_PIXELS = 256
WEB_MERCATOR = "EPSG:3857"
HALF_WORLD = 20037508.342789244
"""Metres from the middle of Web Mercator to its edges."""

DEEPEST_ZOOM = 20
ROUND_UP = 0.3
"""Part of a zoom level by which tiles may be coarser than the picture before the next one is taken."""

RUN_TILES = 16
"""Tiles side by side that a thread makes at a time."""


@dataclass(frozen=True)
class Tile:
    """One tile; rows count from the north."""

    zoom: int
    column: int
    row: int


@dataclass(frozen=True)
class TileRange:
    """The tiles of one zoom that a picture touches, both ends included."""

    zoom: int
    columns: tuple[int, int]
    rows: tuple[int, int]

    @property
    def tile_metres(self) -> float:
        """Side of a tile in the metres of Web Mercator."""
        return 2 * HALF_WORLD / 2**self.zoom

    @property
    def count(self) -> int:
        """How many tiles there are."""
        return (self.columns[1] - self.columns[0] + 1) * (self.rows[1] - self.rows[0] + 1)

    def runs(self) -> Iterator[list[Tile]]:
        """The tiles in runs of one row, from the north."""
        for row in range(self.rows[0], self.rows[1] + 1):
            for first in range(self.columns[0], self.columns[1] + 1, RUN_TILES):
                last = min(first + RUN_TILES - 1, self.columns[1])
                yield [Tile(self.zoom, column, row) for column in range(first, last + 1)]


@dataclass(frozen=True)
class TileFacts:
    """What a base map says of itself."""

    name: str
    description: str
    attribution: str
    bounds: tuple[float, float, float, float]  # west, south, east, north, degrees
    zooms: tuple[int, int]  # first and last


class TileStore(Protocol):
    """Where tiles go; from one thread."""

    def add(self, tile: Tile, png: bytes) -> None:
        """Store one tile. Raises `OutputError`."""


class TiledPicture:
    """The tiles of a GeoTIFF of three bytes a pixel, red, green and blue, with 0 for no data."""

    def __init__(self, path: Path) -> None:
        """Raises `ReadError` where the picture cannot be read."""
        self._path = path
        try:
            with gdal_environment(), rasterio.open(path) as file:
                shape = file.width, file.height
                place, *_ = calculate_default_transform(file.crs, WEB_MERCATOR, *shape, *file.bounds)
                self._pixel = abs(place.a)
                self._factors = [1, *file.overviews(1)]
                self._mercator = transform_bounds(file.crs, WEB_MERCATOR, *file.bounds, densify_pts=64)
                self.bounds: tuple[float, float, float, float] = transform_bounds(
                    file.crs, "EPSG:4326", *file.bounds, densify_pts=64
                )
        except GDAL_ERRORS as problem:
            raise ReadError(f"{path.name} cannot be read ({problem}).") from problem

    @property
    def ranges(self) -> list[TileRange]:
        """The tiles of every zoom: from one tile, or the whole world, to the pixels of the picture."""
        finest = math.log2(2 * HALF_WORLD / TILE_PIXELS / self._pixel)
        deepest = min(max(math.ceil(finest - ROUND_UP), 0), DEEPEST_ZOOM)
        every = [self._range(zoom) for zoom in range(deepest + 1)]
        first = max((place for place, one in enumerate(every) if one.count == 1), default=0)
        return every[first:]

    def write(self, store: TileStore, workers: int, progress: Progress) -> None:
        """Make all tiles that show something and hand them to a store, the coarsest first.

        Raises `ReadError`, what the store raises, and `Cancelled` soon after the user wants to stop.
        """
        ranges = self.ranges
        total, done = sum(one.count for one in ranges), 0
        with ThreadPoolExecutor(workers, thread_name_prefix="s2gm-tiles") as pool:
            for one in ranges:
                for tiles, images in pool.map(lambda run, one=one: self._run(one, run, progress), one.runs()):
                    stop_if_cancelled(progress)
                    for tile, image in zip(tiles, images):
                        if image is not None:
                            store.add(tile, image)
                    done += len(tiles)
                    progress.step(done, total, f"Tiles of zoom {one.zoom}")

    def _range(self, zoom: int) -> TileRange:
        side, last = 2 * HALF_WORLD / 2**zoom, 2**zoom - 1
        west, south, east, north = self._mercator

        def place(metres: float, end: bool) -> int:
            exact = (metres + HALF_WORLD) / side
            return min(max(math.ceil(exact) - 1 if end else math.floor(exact), 0), last)

        return TileRange(zoom, (place(west, False), place(east, True)), (place(-north, False), place(-south, True)))

    def _run(self, one: TileRange, tiles: list[Tile], progress: Progress) -> tuple[list[Tile], list[bytes | None]]:
        """The PNGs of a run, None where a tile shows nothing."""
        stop_if_cancelled(progress)
        side, size = one.tile_metres, one.tile_metres / TILE_PIXELS
        west, north = tiles[0].column * side - HALF_WORLD, HALF_WORLD - tiles[0].row * side
        layout = {
            "crs": WEB_MERCATOR,
            "transform": from_origin(west, north, size, size),
            "width": TILE_PIXELS * len(tiles),
            "height": TILE_PIXELS,
            "resampling": Resampling.bilinear,
            "src_nodata": 0,
            "nodata": 0,
        }
        try:
            with gdal_environment(), rasterio.open(self._path, **self._overview(size)) as file:
                with WarpedVRT(file, **layout) as warped:
                    whole = warped.read(window=RasterioWindow(0, 0, TILE_PIXELS * len(tiles), TILE_PIXELS))
                parts = np.split(whole, len(tiles), axis=2)
                return tiles, [_png(part) if part.any() else None for part in parts]
        except GDAL_ERRORS as problem:
            raise ReadError(f"{self._path.name} cannot be read ({problem}).") from problem

    def _overview(self, size: float) -> dict[str, int]:
        """How rasterio opens the picture at the level that comes next to pixels of this size."""
        fitting = [place for place, factor in enumerate(self._factors) if factor * self._pixel <= 1.2 * size]
        return {"overview_level": fitting[-1] - 1} if fitting and fitting[-1] > 0 else {}


def _png(colours: np.ndarray) -> bytes:
    """A tile, (3, y, x) uint8, as PNG that is transparent where all are 0."""
    alpha = np.where(colours.any(axis=0), 255, 0).astype(np.uint8)
    image = np.concatenate([colours, alpha[np.newaxis]])
    layout = {"count": 4, "dtype": "uint8", "height": colours.shape[1], "width": colours.shape[2]}
    with rasterio.MemoryFile() as memory:
        with memory.open(driver="PNG", transform=from_origin(0, 0, 2, 2), **layout) as file:
            file.write(image)
            file.colorinterp = (ColorInterp.red, ColorInterp.green, ColorInterp.blue, ColorInterp.alpha)
        content: bytes = memory.read()
    return content
