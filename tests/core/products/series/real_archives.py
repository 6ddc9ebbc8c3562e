"""Real series as static catalogues: small rasters beside STAC items, written from the shared data."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from pyproj import Transformer

from tests.core.archive import KEYS, catalogue_of, write_json, write_raster

MORE_KEYS = {**KEYS, "B05": "rededge1", "B07": "rededge3"}


def _footprint(bounds: tuple[float, float, float, float], crs: str) -> dict[str, Any]:
    west, south, east, north = bounds
    to_lon_lat = Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
    ring = [(west, north), (west, south), (east, south), (east, north), (west, north)]
    return {"type": "Polygon", "coordinates": [[list(to_lon_lat.transform(x, y)) for x, y in ring]]}


def _item(folder: Path, name: str, product: str, planes: dict[str, np.ndarray], place: rasterio.DatasetReader) -> str:
    """One scene with rasters and item; reflectance has its offset already."""
    crs = f"EPSG:{place.crs.to_epsg()}"
    for band, plane in planes.items():
        write_raster(folder / "cog" / f"{name}_{band}.tif", plane, place.transform, crs)
    time = product.split("_")[2]
    document = {
        "type": "Feature",
        "stac_version": "1.0.0",
        "id": product.replace(".SAFE", ""),
        "geometry": _footprint(place.bounds, crs),
        "properties": {
            "datetime": f"{time[:4]}-{time[4:6]}-{time[6:8]}T{time[9:11]}:{time[11:13]}:{time[13:15]}Z",
            "platform": f"sentinel-2{product[2].lower()}",
            "grid:code": f"MGRS-{product.split('_T')[1][:5]}",
            "proj:epsg": int(crs[5:]),
            "earthsearch:boa_offset_applied": True,
        },
        "assets": {MORE_KEYS[band]: {"href": f"../cog/{name}_{band}.tif"} for band in planes},
        "links": [],
    }
    write_json(folder / "items" / f"{name}.json", document)
    return f"./items/{name}.json"


def treesat_archive(data: Path, folder: Path) -> Path:
    """All 146 acquisitions of a forest stand in 2020.

    The data have no scene classification: here a cloud probability of 20 % makes a cloud, a snow probability of 50 %
    snow, all else vegetation.
    """
    bands = ("B02", "B03", "B04", "B05", "B06", "B07", "B08", "B8A", "B11", "B12")
    links = []
    with (data / "scenes.csv").open() as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        name = f"{row['date']}_{row['product'][:3]}_{row['rel_orbit']}"
        with rasterio.open(data / "cog" / f"{name}_bands.tif") as source:
            planes = dict(zip(bands, source.read()))
            with rasterio.open(data / "cog" / f"{name}_snow_cloud_prob.tif") as other:
                snow, cloud = other.read()
            classes = np.where(cloud >= 20, 9, np.where(snow >= 50, 11, 4)).astype(np.uint8)
            planes.update({"SCL": classes, "CLD": cloud.astype(np.uint8), "SNW": snow.astype(np.uint8)})
            links.append({"rel": "item", "href": _item(folder, name, row["product"], planes, source)})
    return write_json(folder / "catalog.json", catalogue_of(links))


def swiss_archive(data: Path, folder: Path, site: str) -> Path:
    """The dates of one farm from March to July 2022; bands are signed with -32768 for no data."""
    bands = ("B02", "B03", "B04", "B05", "B06", "B07", "B8A", "B11", "B12")
    links = []
    with (data / "scenes.csv").open() as file:
        rows = [row for row in csv.DictReader(file) if row["site"] == site]
    for row in rows:
        stem = f"{row['date']}_{row['product'][:3]}"
        with rasterio.open(data / "cog" / site / f"{stem}_B8A.tif") as source:
            planes = {}
            for band in bands:
                with rasterio.open(data / "cog" / site / f"{stem}_{band}.tif") as file:
                    stored = file.read(1).astype(np.int32)
                planes[band] = np.where(stored == -32768, 0, np.maximum(stored, 1)).astype(np.uint16)
            with rasterio.open(data / "cog" / site / f"{stem}_SCL.tif") as file:
                planes["SCL"] = file.read(1)
            links.append({"rel": "item", "href": _item(folder, stem, row["product"], planes, source)})
    return write_json(folder / "catalog.json", catalogue_of(links))
