"""A mosaic of one tile by s2mosaic, from the items of a local catalogue.

Its function `mosaic` does the work with its defaults (8 tile workers, its own order of scenes, its LZW GeoTIFF). Three
things are set from outside: the two functions that search a STAC API give the local items; the list of cloudy scene
classes lacks class 2 (dark areas), so that the classes that count are those of our mask ``esa``. What stays different:
s2mosaic also drops pixels within 4 pixels of the classes' no data. Its medoid is the observation nearest to the median
of each band. A whole tile of 109.8 km goes through its grid mode, which knows no other size; a smaller one through its
bounds mode, which is slower per pixel. numba compiles at the first run ever and keeps that on the disk. Usage, in the
environment of requirements.txt:

    PYTHONPATH=. python benchmarks/peers/s2mosaic_job.py CATALOGUE OUT.tif [--method median|medoid] [--bands B02,B03]
"""

from __future__ import annotations

import time
from typing import Any

import pystac
import rasterio
import torch

try:
    import torchvision  # noqa: F401
except RuntimeError:  # the one of PyPI beside torch's CPU build: it lacks two operators, which nothing here calls
    OPERATORS = torch.library.Library("torchvision", "DEF")
    for name in ("nms", "qnms"):
        OPERATORS.define(f"{name}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")

import s2mosaic
from s2mosaic import masking
from s2mosaic.pipelines import bounds, grid

from benchmarks.peers.job import ASSETS, VALID_CLASSES, arguments, report, tile_items, tile_of

GRID_MODE_PIXELS = 10980


def local_items(paths: list[Any]) -> pystac.ItemCollection:
    """The items with absolute paths."""
    items = [pystac.Item.from_file(str(path)) for path in paths]
    for item in items:
        item.make_asset_hrefs_absolute()
    return pystac.ItemCollection(items)


def give_locally(items: pystac.ItemCollection) -> None:
    """Put the local items in the place of every search, and our scene classes in the place of its own."""

    def found(*_: object, **__: object) -> pystac.ItemCollection:
        return items

    grid.search_for_items = found
    bounds._search_for_items_by_bbox = found
    no_data = {masking.SCL_NO_DATA}
    masking.SCL_CLOUDY_CLASSES = tuple(sorted(set(range(12)) - set(VALID_CLASSES) - no_data))


def place(item: pystac.Item) -> dict[str, Any]:
    """The arguments that say where: the tile, or its bounds where it is a small one."""
    with rasterio.open(item.assets[ASSETS["B02"]].href) as file:
        if file.shape == (GRID_MODE_PIXELS, GRID_MODE_PIXELS):
            return {"grid_id": tile_of(item.properties)}
        code = file.crs.to_epsg()
        return {"bounds": tuple(file.bounds), "input_crs": code, "output_crs": code, "snap_to_source_grid": True}


def main() -> None:
    """Make the mosaic and print the report."""
    options = arguments(__doc__, ("median", "medoid"))
    start = time.perf_counter()
    items = local_items(tile_items(options.catalogue))
    give_locally(items)
    days = sorted(item.datetime for item in items)
    s2mosaic.mosaic(
        **place(items[0]),
        start_year=days[0].year,
        start_month=days[0].month,
        start_day=days[0].day,
        duration_days=(days[-1] - days[0]).days + 2,
        bands=list(options.bands),
        mosaic_method=options.method,
        cloud_mask="SCL",
        source=s2mosaic.SOURCE_AWS,  # whose names of assets the catalogue has
        output_path=options.out,
    )
    print(report("s2mosaic", s2mosaic.__version__, time.perf_counter() - start).line)


if __name__ == "__main__":
    main()
