"""A large archive from a small one: every raster is repeated side by side, so that decoding costs what it costs.

Simulating a quarter of a tile with thirty dates takes an hour; repeating a small archive takes minutes. Values, cloud
shares and compression stay those of the small archive; ground truth does not exist for the result.
"""

from __future__ import annotations

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from shapely.geometry import mapping

from s2gm_core.grid import Grid, footprint, lon_lat_bounds
from s2gm_core.raster.cog import write_cog


def enlarge_archive(small: Path, large: Path, times: int) -> None:
    """Write the archive ``large``: the scenes of ``small`` with every raster repeated ``times`` x ``times``."""
    unfinished = large.with_name(large.name + ".partial")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    for document in small.glob("*.json"):
        shutil.copy(document, unfinished)
    with ThreadPoolExecutor() as pool:
        items = sorted((small / "items").glob("*/*.json"))
        list(pool.map(lambda item: _enlarge_item(item, unfinished / "items" / item.parent.name, times), items))
    first = next((unfinished / "items").glob("*/B02.tif"))
    facts = json.loads((small / "archive.json").read_text())
    west, south, east, north = lon_lat_bounds(_grid_of(first))
    inset = 0.0005  # degrees; keeps the job's grid inside the tile
    facts["bbox"] = [west + inset, south + inset, east - inset, north - inset]
    (unfinished / "archive.json").write_text(json.dumps(facts))
    unfinished.rename(large)


def _enlarge_item(item: Path, folder: Path, times: int) -> None:
    document = json.loads(item.read_text())
    folder.mkdir(parents=True)
    shutil.copy(item.parent / "granule_metadata.xml", folder)
    grid: Grid | None = None
    for asset in document["assets"].values():
        if asset["href"].endswith(".tif"):
            grid = _enlarge_raster(item.parent / asset["href"], folder / asset["href"], times)
            _describe(asset, grid)
    if grid is not None:
        outline = footprint(grid)
        document["geometry"], document["bbox"] = mapping(outline), list(outline.bounds)
    (folder / item.name).write_text(json.dumps(document))


def _enlarge_raster(source: Path, target: Path, times: int) -> Grid:
    grid = _grid_of(source)
    with rasterio.open(source) as file:
        pixels, nodata = file.read(1), file.nodata
    large = Grid(
        grid.crs, grid.west, grid.north, grid.pixel_width, grid.pixel_height, grid.width * times, grid.height * times
    )
    write_cog(target, np.tile(pixels, (times, times)), large, nodata=nodata, categorical=source.name.startswith("SCL"))
    return large


def _describe(asset: dict[str, Any], grid: Grid) -> None:
    asset["proj:shape"] = [grid.height, grid.width]


def _grid_of(path: Path) -> Grid:
    with rasterio.open(path) as file:
        affine = file.transform
        return Grid(file.crs.to_string(), affine.c, affine.f, affine.a, -affine.e, file.width, file.height)
