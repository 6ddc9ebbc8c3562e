"""A mosaic of one tile by odc-stac and Dask, from the items of a local catalogue.

The usual few lines: `odc.stac.load` in chunks of 2048 pixels, the scene classes of our mask ``esa``, the median,
Dask's threads (one per processor), a tiled DEFLATE GeoTIFF. odc-stac has no medoid. The offset of newer baselines is
added per date, which odc-stac leaves to its user. Usage, in the environment of requirements.txt:

    PYTHONPATH=. python benchmarks/peers/odc_stac_job.py CATALOGUE OUT.tif [--method median] [--bands B02,B03]
"""

from __future__ import annotations

import time
import warnings
from pathlib import Path

import numpy as np
import odc.stac
import pystac
import rasterio
import xarray as xr
from odc.geo.geobox import GeoBox
from rasterio.errors import NotGeoreferencedWarning

from benchmarks.peers.job import ASSETS, VALID_CLASSES, arguments, offset_of, report, tile_items

CHUNK = 2048


def grid_of(item: pystac.Item) -> GeoBox:
    """The grid of the tile's 10 m bands."""
    with rasterio.open(item.assets[ASSETS["B02"]].get_absolute_href()) as file:
        return GeoBox(file.shape, file.transform, str(file.crs))


def median(items: list[pystac.Item], bands: tuple[str, ...]) -> xr.Dataset:
    """The masked median of each band, (y, x) uint16 with 0 = nothing, not computed yet."""
    keys = [ASSETS[band] for band in bands]
    chunks = {"x": CHUNK, "y": CHUNK}
    stack = odc.stac.load(items, bands=[*keys, "scl"], geobox=grid_of(items[0]), chunks=chunks)
    valid = stack["scl"].isin(VALID_CLASSES)
    offsets = {np.datetime64(item.datetime.replace(tzinfo=None), "us"): offset_of(item.properties) for item in items}
    numbers = [offsets[time.astype("datetime64[us]")] for time in stack["time"].values]
    offset = xr.DataArray(np.array(numbers, np.float32), dims="time", coords={"time": stack["time"]})
    reflectance = stack[keys].where(valid & (stack[keys] != 0)) + offset
    return reflectance.median("time").round().clip(min=1).fillna(0).astype(np.uint16)


def write(mosaic: xr.Dataset, grid: GeoBox, out: Path) -> None:
    """One GeoTIFF, a band for each variable."""
    profile = {
        "driver": "GTiff",
        "dtype": "uint16",
        "nodata": 0,
        "count": len(mosaic.data_vars),
        "height": grid.shape.y,
        "width": grid.shape.x,
        "crs": str(grid.crs),
        "transform": grid.affine,
        "tiled": True,
        "blockxsize": 512,
        "blockysize": 512,
        "compress": "deflate",
        "predictor": 2,
        "num_threads": "all_cpus",
        "bigtiff": "if_safer",
    }
    with rasterio.open(out, "w", **profile) as file:
        for number, band in enumerate(mosaic.data_vars.values(), 1):
            file.write(band.values, number)


def main() -> None:
    """Make the mosaic and print the report."""
    options = arguments(__doc__, ("median",))
    warnings.filterwarnings("ignore", message="All-NaN slice")  # pixels that no date has
    warnings.filterwarnings("ignore", category=NotGeoreferencedWarning)  # odc-loader's own way of resampling
    start = time.perf_counter()
    items = [pystac.Item.from_file(str(path)) for path in tile_items(options.catalogue)]
    write(median(items, options.bands).compute(), grid_of(items[0]), options.out)
    print(report("odc-stac", odc.stac.__version__, time.perf_counter() - start).line)


if __name__ == "__main__":
    main()
