"""Copying a part of a raster so that it is read like the whole: same grid, same overviews, empty elsewhere.

Which overview stands in, where a pixel lies and what is rounded how depends on a raster's size and corner. So the copy
keeps both, and its tiles outside the part do not exist in the file (GDAL's sparse GeoTIFF).
"""

from __future__ import annotations

import hashlib
import math
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np
import rasterio
import rasterio.shutil
from pyproj import Transformer
from rasterio.windows import Window as RasterioWindow

from ..catalog.records import Asset
from ..disk import HIDDEN_PREFIX
from ..errors import ReadError
from ..grid import Grid, Window, parse_crs
from ..network.urls import without_query
from ..progress import Progress, stop_if_cancelled
from .environment import GDAL_ERRORS
from .pool import FULL_RESOLUTION, RasterHeader, RasterPool
from .write import TILE_SIZE, writing_error

WINDOW_TAG, SOURCE_TAG = "S2GM_WINDOW", "S2GM_SOURCE"
_GDAL_TYPES = {"uint8": "Byte", "uint16": "UInt16", "int16": "Int16"}


@dataclass(frozen=True)
class _Level:
    """A raster or one of its overviews, and which part of it is copied."""

    number: int  # overview or FULL_RESOLUTION
    grid: Grid
    window: Window | None  # None: the part lies elsewhere

    def strips(self) -> Iterator[Window]:
        """The window in rows of tiles, so that a whole scene does not have to be in memory."""
        if self.window is not None:
            for row in range(0, self.window.height, TILE_SIZE):
                height = min(TILE_SIZE, self.window.height - row)
                yield replace(self.window, row=self.window.row + row, height=height)


def copy_part(pool: RasterPool, asset: Asset, ground: Grid, path: Path, progress: Progress) -> bool:
    """Copy what lies below ``ground`` (any CRS) of a raster and its overviews to ``path``; True where it was read.

    False where ``path`` already holds this part of this raster, whole. The file has one band, the asset's, and appears
    under its name when it is complete. Raises `ReadError`, `OutputError`, `Cancelled`.
    """
    header = pool.header(asset.href)
    if header.dtype not in _GDAL_TYPES:
        raise ReadError(f"{without_query(asset.href)} holds {header.dtype}; {', '.join(_GDAL_TYPES)} can be fetched.")
    levels = _levels(pool, asset, header, ground)
    tags = _tags(asset, levels, pool.version(asset.href))
    work = path.with_name(f"{HIDDEN_PREFIX}{path.stem}")
    shutil.rmtree(work, ignore_errors=True)  # of a run that was killed
    if path.is_file() and _is_whole(path, levels, tags, progress):
        return False
    try:
        work.mkdir(parents=True)
        for number, level in enumerate(levels):
            _copy_level(pool, asset, header, level, work / f"{number}.tif", progress)
        (work / "all.vrt").write_text(_vrt(levels, header, _nodata(asset, header), tags), encoding="utf-8")
        _join(work / "all.vrt", work / "done.tif", bool(header.overviews))
        (work / "done.tif").replace(path)
    except GDAL_ERRORS as problem:
        raise writing_error(path, problem) from problem
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return True


def window_below(ground: Grid, source: Grid) -> Window | None:
    """The part of a raster's grid that a grid in any CRS covers, widened to whole tiles; None where they do not meet.

    The whole raster where the place of ``ground`` in its CRS cannot be told.
    """
    to_source = Transformer.from_crs(ground.crs, source.crs, always_xy=True)
    west, south, east, north = to_source.transform_bounds(*ground.bounds, densify_pts=33)
    if not all(map(math.isfinite, (west, south, east, north))) or west > east:
        return source.window
    first_row, last_row = (source.north - north) / source.pixel_height, (source.north - south) / source.pixel_height
    first_col, last_col = (west - source.west) / source.pixel_width, (east - source.west) / source.pixel_width
    top, left = (math.floor(first / TILE_SIZE) * TILE_SIZE for first in (first_row, first_col))
    bottom, right = (math.ceil(last / TILE_SIZE) * TILE_SIZE for last in (last_row, last_col))
    return Window(top, left, max(bottom - top, 1), max(right - left, 1)).intersection(source.window)


def _levels(pool: RasterPool, asset: Asset, header: RasterHeader, ground: Grid) -> list[_Level]:
    """The raster and its overviews, each with the part that is copied."""
    full = header.grid
    window = window_below(ground, full)
    levels = [_Level(FULL_RESOLUTION, full, window)]
    for number in range(len(header.overviews)):
        height, width = pool.shape(asset.href, number)
        size = full.pixel_width * full.width / width, full.pixel_height * full.height / height
        grid = Grid(full.crs, full.west, full.north, *size, width, height)
        levels.append(_Level(number, grid, None if window is None else _shrunk(window, full, grid)))
    return levels


def _shrunk(window: Window, full: Grid, grid: Grid) -> Window | None:
    """The pixels of an overview that hold a window of the full resolution, and one more on each side."""
    down, across = full.height / grid.height, full.width / grid.width
    top, left = math.floor(window.row / down) - 1, math.floor(window.col / across) - 1
    bottom = math.ceil((window.row + window.height) / down) + 1
    right = math.ceil((window.col + window.width) / across) + 1
    return Window(top, left, bottom - top, right - left).intersection(grid.window)


def _tags(asset: Asset, levels: list[_Level], version: str) -> dict[str, str]:
    """What tells a copy of this part of this raster from others, also from those of a file that was replaced since.

    The place of the raster is a hash, without secrets.
    """
    window = levels[0].window
    place = f"{without_query(asset.href)} {asset.band} {version}"
    return {
        WINDOW_TAG: "none" if window is None else f"{window.row},{window.col},{window.height},{window.width}",
        SOURCE_TAG: hashlib.sha256(place.encode()).hexdigest()[:16],
    }


def _nodata(asset: Asset, header: RasterHeader) -> int | None:
    """The file's no-data number; where it states none, the catalogue's, so that missing tiles hold no data."""
    if header.nodata is not None and math.isfinite(header.nodata):
        return int(header.nodata)
    return asset.nodata or None


def _copy_level(
    pool: RasterPool, asset: Asset, header: RasterHeader, level: _Level, path: Path, progress: Progress
) -> None:
    layout = {
        "driver": "GTiff",
        "dtype": header.dtype,
        "count": 1,
        "height": level.grid.height,
        "width": level.grid.width,
        "crs": rasterio.crs.CRS.from_user_input(level.grid.crs),
        "transform": level.grid.transform,
        "nodata": _nodata(asset, header),
        "tiled": True,
        "blockxsize": TILE_SIZE,
        "blockysize": TILE_SIZE,
        "sparse_ok": "TRUE",
        "bigtiff": "IF_SAFER",
    }
    with rasterio.open(path, "w", **layout) as file:
        for strip in level.strips():
            stop_if_cancelled(progress)
            pixels = pool.read(asset.href, level.number, strip, asset.band)
            file.write(np.ascontiguousarray(pixels), 1, window=_place(strip))


def _vrt(levels: list[_Level], header: RasterHeader, nodata: int | None, tags: dict[str, str]) -> str:
    """A virtual raster of the levels' files: the only way to hand GDAL overviews that it did not make."""
    grid = levels[0].grid

    def source(number: int) -> str:
        return f'<SourceFilename relativeToVRT="1">{number}.tif</SourceFilename><SourceBand>1</SourceBand>'

    overviews = "".join(f"<Overview>{source(number)}</Overview>" for number in range(1, len(levels)))
    items = "".join(f'<MDI key="{key}">{value}</MDI>' for key, value in tags.items())
    return (
        f'<VRTDataset rasterXSize="{grid.width}" rasterYSize="{grid.height}">'
        f"<SRS>{escape(parse_crs(grid.crs).to_wkt())}</SRS>"
        f"<GeoTransform>{','.join(map(repr, grid.transform.to_gdal()))}</GeoTransform><Metadata>{items}</Metadata>"
        f'<VRTRasterBand dataType="{_GDAL_TYPES[header.dtype]}" band="1">'
        f"{'' if nodata is None else f'<NoDataValue>{nodata}</NoDataValue>'}"
        f"<SimpleSource>{source(0)}</SimpleSource>{overviews}</VRTRasterBand></VRTDataset>"
    )


def _join(virtual: Path, path: Path, with_overviews: bool) -> None:
    rasterio.shutil.copy(
        virtual,
        path,
        driver="GTiff",
        COPY_SRC_OVERVIEWS="YES" if with_overviews else "NO",
        TILED="YES",
        BLOCKXSIZE=TILE_SIZE,
        BLOCKYSIZE=TILE_SIZE,
        COMPRESS="DEFLATE",
        PREDICTOR=2,
        SPARSE_OK="TRUE",
        BIGTIFF="IF_SAFER",
    )


def _is_whole(path: Path, levels: list[_Level], tags: dict[str, str], progress: Progress) -> bool:
    """Whether a file is a copy of this part: its grids and tags are those wanted and every tile can be decoded."""
    try:
        for level in levels:
            options = {} if level.number == FULL_RESOLUTION else {"overview_level": level.number}
            with rasterio.open(path, driver="GTiff", sharing=False, **options) as file:
                known = file.tags()
                if file.shape != level.grid.shape or any(known.get(key) != tags[key] for key in tags):
                    return False
                for strip in level.strips():
                    stop_if_cancelled(progress)
                    file.read(1, window=_place(strip))
    except GDAL_ERRORS:
        return False
    return True


def _place(window: Window) -> RasterioWindow:
    return RasterioWindow(window.col, window.row, window.width, window.height)
