"""How many bytes an order will read of each scene, told before anything is read: the expected upper bound.

Nothing is opened, so pixel sizes, overviews and compression are those that the archives usually have:

- native pixels of 10, 20 and 60 m (Landsat 30 m), in tiles of 1024 pixels, of which whole ones are read;
- overviews by 2, 4, 8 and 16 (none in JPEG 2000), chosen by the rule of `raster.read`;
- `STORED_BYTES` per pixel. Over the 60 real rasters of Croatia (DEFLATE, `benchmarks/stored_size.py`) reflectance takes
  1.51 bytes of 2, the scene classification 0.11, cloud probability 0.18; over a simulated archive 1.22, 0.09, 0.44;
- where the mosaic has several blocks, tiles below two of them are read twice: `READ_AGAIN` times as much in all, as
  measured over HTTP on a simulated archive (186 MiB were sent, of which 119 MiB were different)

Clouds make it less: the masks are read first, and of blocks without a clear pixel nothing else. Confidences, aerosol
and bands that the method does not use are only read where a scene was chosen.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import PurePosixPath
from types import MappingProxyType

import numpy as np
from shapely import wkb
from shapely.geometry.base import BaseGeometry

from ..catalog.records import Asset, Scene
from ..composite.stack import Need
from ..grid import Grid, parse_crs, pixel_size, project_area, utm_crs
from ..layers import GROUPS, LAYERS
from ..masks.class_rules import CLASS_RULES
from ..masks.engines import ENGINES
from ..masks.scene_classification import mask_preset
from ..network.urls import is_remote, without_query
from ..order import Order
from ..order_products import PRODUCTS
from ..raster.read import COARSER_FROM
from ..sensors.bands import BANDS
from ..sensors.spectral_indices import INDICES
from .cloud_proximity import CELL_METRES, LARGEST_DISTANCE_METRES
from .disk_needs import WITH_OVERVIEWS
from .recipes import method_of
from .target import Target, target_of

STORED_BYTES: Mapping[str, float] = MappingProxyType(
    {**dict.fromkeys(BANDS, 1.5), "AOT": 0.1, "CLD": 0.5, "SNW": 0.3, "QA_PIXEL": 0.25}
)
"""Bytes per pixel in a compressed file; classes and bit masks have `MASK_BYTES`. Those of Landsat are a guess."""

MASK_BYTES = 0.12
READ_AGAIN, BLOCK_PIXELS = 1.6, 1024
TILE_PIXELS = 1024
HEADER_BYTES = 2**15
METADATA_BYTES = 600_000  # a real MTD_TL.xml has 548 kB

PROXIMITY = frozenset({Need.CLOUD_WEIGHT, Need.CLOUD_DISTANCE})
"""For these the masks around the area are read as well, in coarse cells."""

_OVERVIEWS = (16, 8, 4, 2)
_TILE_SIDE_METRES = 109_800  # of the MGRS tiles; 10,980 pixels of 10 m
_LANDSAT_PIXEL, _MAJA_MASK_PIXEL, _OTHER_PIXEL = 30, 10, 20


def read_estimates(order: Order, scenes: Sequence[Scene]) -> dict[str, int]:
    """Bytes that an order reads of each scene at most, by scene id, without opening a file or sending a request.

    Every given scene counts as if the order used it and no cloud saved a read; 0 where a scene does not meet the area.
    """
    grid = target_of(order).grid
    again = READ_AGAIN if max(grid.shape) > BLOCK_PIXELS else 1.0
    return {name: round(size * again) for name, size in stored_estimates(order, scenes).items()}


def written_estimate(order: Order) -> tuple[int, int]:
    """Pixels of one product of an order, and bytes that all its products take at most, before compression.

    Ancillary layers count as if the method and the source had all that are ordered.
    """
    height, width = target_of(order).grid.shape
    bands = (len(order.bands) or len(BANDS)) * np.dtype("uint8" if order.bit_depth == 8 else "uint16").itemsize
    names = set(GROUPS["service"]) | {"date"} if "all" in order.layers else set(order.layers)
    layers = sum(np.dtype(LAYERS[name].dtype).itemsize if name in LAYERS else 2 for name in names)
    pixels = height * width
    return pixels, round(pixels * (bands + layers + 2 * len(order.indices)) * WITH_OVERVIEWS * len(order.periods))


def stored_estimates(order: Order, scenes: Sequence[Scene]) -> dict[str, int]:
    """Bytes that the parts of each scene take which an order may read, by scene id: read once, compressed."""
    target = target_of(order)
    return {scene.id: _scene_bytes(order, scene, target) for scene in scenes}


def needed_assets(order: Order, scene: Scene) -> tuple[str, ...]:
    """The rasters of a scene that an order may read: masks, bands of the method and of the product, layers."""
    method = method_of(order)
    possible = PRODUCTS[order.product].layers
    named = {*LAYERS} if "all" in order.layers else {*order.layers}
    layers = {LAYERS[name].asset for name in named & set(LAYERS if possible is None else possible)}
    preset = mask_preset(order.cloud_mask)
    layers |= {"CLD"} if Need.CLOUD_PROBABILITY in method.needs or preset.by_probability else set()
    of_indices = {band for name in order.indices for band in INDICES[name].bands}
    of_mask = ENGINES[preset.engine].reads if preset.engine else ()
    bands = {*method.bands, *(order.bands or PRODUCTS[order.product].bands), *of_indices, *of_mask}
    # The aerosol also decides between overlapping tiles.
    wanted = {*CLASS_RULES[scene.class_rule].assets, *bands, "AOT", *layers}
    return tuple(name for name in scene.assets if name in wanted)


def _scene_bytes(order: Order, scene: Scene, target: Target) -> int:
    seen = scene.footprint.intersection(target.searched)
    if seen.is_empty:
        return 0
    crs = scene.crs or utm_crs(scene.footprint.centroid.x, scene.footprint.centroid.y)
    window, whole = (_size_in_metres(shape, crs) for shape in (seen, scene.footprint))
    metadata = METADATA_BYTES if scene.granule_metadata is not None else 0
    headers = sum(HEADER_BYTES for name in needed_assets(order, scene) if is_remote(scene.assets[name].href))
    size = _stored(scene, needed_assets(order, scene), crs, target.grid, (window, whole))
    if PROXIMITY & method_of(order).needs:
        wide = window[0] + 2 * LARGEST_DISTANCE_METRES, window[1] + 2 * LARGEST_DISTANCE_METRES
        size += _stored(scene, CLASS_RULES[scene.class_rule].assets, crs, _coarse(target.grid), (wide, whole))
    return metadata + headers + size


def _stored(
    scene: Scene, names: Sequence[str], crs: str, grid: Grid, sizes: tuple[tuple[float, float], tuple[float, float]]
) -> int:
    """Bytes of the tiles that are read of some rasters for a grid; ``sizes`` of the part and of all, in metres."""
    total = 0
    for name in names:
        pixel = _pixel_read(name, scene, scene.assets[name], crs, grid)
        down, across = (_tiled(part, full, pixel) for part, full in zip(*sizes))
        total += round(down * across * STORED_BYTES.get(name, MASK_BYTES))
    return total


def _coarse(grid: Grid) -> Grid:
    """A grid with the cells in which clouds around pixels are looked for."""
    cell = max(round(CELL_METRES / _metres_per_pixel(grid)), 1)
    return replace(grid, pixel_width=cell * grid.pixel_width, pixel_height=cell * grid.pixel_height)


def _metres_per_pixel(grid: Grid) -> float:
    return grid.pixel_width / _units_per_metre(grid.crs)


@lru_cache(maxsize=64)
def _units_per_metre(crs: str) -> float:
    return pixel_size(parse_crs(crs), 1.0)


def _size_in_metres(shape: BaseGeometry, crs: str) -> tuple[float, float]:
    """Width and height of a lon/lat shape in a projected CRS."""
    return _size_of_outline(shape.wkb, crs)


@lru_cache(maxsize=20_000)
def _size_of_outline(outline: bytes, crs: str) -> tuple[float, float]:
    """The same of WKB: scenes of a tile mostly share their outline, and orders are counted again with few changes."""
    west, south, east, north = project_area(wkb.loads(outline), crs).bounds
    return east - west, north - south


def _tiled(part: float, whole: float, pixel: float) -> float:
    """Pixels along one side in the tiles that a part touches, on average over its places; no more than there are."""
    most = math.ceil(min(whole, _TILE_SIDE_METRES) / pixel)
    return min(math.ceil(part / pixel) + TILE_PIXELS - 1, max(most, 1))


def _pixel_read(name: str, scene: Scene, asset: Asset, crs: str, grid: Grid) -> float:
    """Metres per pixel of the overview, or of the provider's coarser raster, that stands in on a grid."""
    native = _native_pixel(name, scene)
    metres = _metres_per_pixel(grid)
    ratio = metres / native
    if ratio < COARSER_FROM:
        return native
    step = round(ratio) if grid.crs == crs and math.isclose(ratio, round(ratio)) else 0
    if asset.coarser and step:
        return float(max(size for size in (native, 20, 60) if metres % size == 0 or size == native))
    if PurePosixPath(without_query(asset.href)).suffix.lower() == ".jp2":
        return native
    pixels = _TILE_SIDE_METRES // native
    exact = (f for f in _OVERVIEWS if pixels % f == 0 and (step % f == 0 if step else 2 * f <= ratio))
    usable = sorted({*exact, *(f for f in _OVERVIEWS if pixels % f and 4 * f <= ratio)}, reverse=True)
    return native * next(iter(usable), 1)


def _native_pixel(name: str, scene: Scene) -> float:
    if scene.is_landsat:
        return _LANDSAT_PIXEL
    if scene.class_rule == "maja" and name in CLASS_RULES["maja"].assets:
        return _MAJA_MASK_PIXEL
    return BANDS[name].resolution if name in BANDS else _OTHER_PIXEL
