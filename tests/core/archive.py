"""A tiny archive of hand-made scenes with known values: GeoTIFFs of some 100 pixels under a static STAC catalogue.

Written with rasterio and json alone, so that it shares nothing with the simulator or with the package.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from affine import Affine
from pyproj import Transformer
from rasterio.enums import Resampling
from rasterio.windows import Window

PIXELS = {"B02": 10, "B03": 10, "B04": 10, "B08": 10, "B06": 20, "B8A": 20, "B11": 20, "B12": 20}
KEYS = {
    "B02": "blue",
    "B03": "green",
    "B04": "red",
    "B08": "nir",
    "B06": "rededge2",
    "B8A": "nir08",
    "B11": "swir16",
    "B12": "swir22",
    "SCL": "scl",
    "AOT": "aot",
    "CLD": "cloud",
    "SNW": "snow",
}
VEGETATION = {"B02": 300, "B03": 500, "B04": 300, "B08": 4000, "B06": 2500, "B8A": 4200, "B11": 1800, "B12": 800}
"""Reflectance x 10^4 of a meadow: class 4 without doubt."""

OFFSETS = {
    "applied": ({"earthsearch:boa_offset_applied": True, "s2:processing_baseline": "05.09"}, -0.1, 0),
    "to apply": ({"earthsearch:boa_offset_applied": False, "s2:processing_baseline": "04.00"}, -0.1, 1000),
    "none": ({"earthsearch:boa_offset_applied": False, "s2:processing_baseline": "02.14"}, 0, 0),
}
"""How an item tells its offset: properties, offset of raster:bands, what was added to the stored numbers."""

WEST, NORTH, SIDE = 500_000.0, 5_000_040.0, 1200.0
"""The usual scene: 1.2 x 1.2 km in UTM zone 33, its edges on multiples of 10, 20, 60 and 120 m."""


@dataclass(frozen=True)
class TinyScene:
    """One granule. Reflectance is given as integers x 10^4, one number or a plane at the band's native pixel size."""

    name: str
    acquired: str = "2023-08-05T10:00:00Z"
    orbit: int = 100
    tile: str = "33TWL"
    crs: str = "EPSG:32633"
    west: float = WEST
    north: float = NORTH
    side: float = SIDE
    reflectance: Mapping[str, Any] = field(default_factory=dict)  # of bands that differ from VEGETATION
    bands: tuple[str, ...] = tuple(PIXELS)
    scl: Any = 4  # one class, or a plane at 20 m
    extra: Mapping[str, Any] = field(default_factory=dict)  # AOT, CLD, SNW: a number or a plane at 20 m
    offset: str = "applied"  # key of OFFSETS
    properties: Mapping[str, Any] = field(default_factory=dict)
    angles: bytes | None = None  # granule metadata document
    overviews: tuple[int, ...] = ()

    def asset(self, folder: Path, name: str) -> Path:
        """Where one of its rasters lies in an archive."""
        return folder / "cog" / f"{self.name}_{name}.tif"


def write_archive(folder: Path, scenes: Iterable[TinyScene]) -> Path:
    """Write scenes with a catalogue; returns the path of catalog.json."""
    (folder / "cog").mkdir(parents=True, exist_ok=True)
    (folder / "items").mkdir(exist_ok=True)
    links = []
    for scene in scenes:
        _write_rasters(folder, scene)
        write_json(folder / "items" / f"{scene.name}.json", item_of(scene))
        links.append({"rel": "item", "href": f"./items/{scene.name}.json"})
    return write_json(folder / "catalog.json", catalogue_of(links))


def catalogue_of(links: list[dict[str, str]]) -> dict[str, Any]:
    return {"type": "Catalog", "stac_version": "1.0.0", "id": "tiny", "description": "tiny", "links": links}


def item_of(scene: TinyScene) -> dict[str, Any]:
    """The STAC item of a scene as Earth Search v1 writes it; hrefs are relative to ``items/``."""
    stated, offset, _ = OFFSETS[scene.offset]
    assets: dict[str, Any] = {}
    for name in (*scene.bands, "SCL", *scene.extra):
        asset: dict[str, Any] = {"href": f"../cog/{scene.name}_{name}.tif"}
        if name in PIXELS:
            asset["raster:bands"] = [{"nodata": 0, "scale": 0.0001, "offset": offset}]
        assets[KEYS[name]] = asset
    if scene.angles is not None:
        assets["granule_metadata"] = {"href": f"../cog/{scene.name}.xml"}
    return {
        "type": "Feature",
        "stac_version": "1.0.0",
        "id": scene.name,
        "geometry": {"type": "Polygon", "coordinates": [corners_of(scene)]},
        "properties": {
            "datetime": scene.acquired,
            "platform": "sentinel-2a",
            "grid:code": f"MGRS-{scene.tile}",
            "proj:epsg": int(scene.crs.split(":")[1]),
            "eo:cloud_cover": 10.0,
            "view:sun_elevation": 50.0,
            "view:sun_azimuth": 160.0,
            "s2:granule_id": f"S2A_OPER_MSI_L2A_TL_2APS_20230805T120000_A{scene.orbit:06d}_T{scene.tile}_N05.09",
            "s2:generation_time": "2023-08-05T12:00:00.000000Z",
            **stated,
            **scene.properties,
        },
        "assets": assets,
        "links": [],
    }


def corners_of(scene: TinyScene) -> list[list[float]]:
    """The closed ring of a scene in lon/lat."""
    east, south = scene.west + scene.side, scene.north - scene.side
    ring = [(scene.west, scene.north), (scene.west, south), (east, south), (east, scene.north)]
    to_lon_lat = Transformer.from_crs(scene.crs, "EPSG:4326", always_xy=True)
    return [list(to_lon_lat.transform(x, y)) for x, y in (*ring, ring[0])]


def area_text(west: float, south: float, east: float, north: float, crs: str = "EPSG:32633") -> str:
    """The lon/lat WKT of a rectangle in a projected CRS, inset by a metre: a snapped grid of it is that rectangle."""
    to_lon_lat = Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
    inner = [(west + 1, south + 1), (east - 1, south + 1), (east - 1, north - 1), (west + 1, north - 1)]
    ring = ", ".join("{:.9f} {:.9f}".format(*to_lon_lat.transform(x, y)) for x, y in (*inner, inner[0]))
    return f"POLYGON (({ring}))"


def bounds_text(west: float, south: float, east: float, north: float, crs: str = "EPSG:32633") -> str:
    """The largest west,south,east,north in degrees inside a projected rectangle near zone 33's central meridian."""
    to_lon_lat = Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
    corners = [to_lon_lat.transform(x, y) for x in (west + 1, east - 1) for y in (south + 1, north - 1)]
    xs, ys = sorted(c[0] for c in corners), sorted(c[1] for c in corners)
    return f"{xs[1]:.9f},{ys[1]:.9f},{xs[2]:.9f},{ys[2]:.9f}"


def write_json(path: Path, document: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def write_raster(path: Path, plane: np.ndarray, transform: Affine, crs: str, overviews: tuple[int, ...] = ()) -> None:
    """A tiled DEFLATE GeoTIFF of one band, nodata 0."""
    path.parent.mkdir(parents=True, exist_ok=True)
    height, width = plane.shape
    profile = {"driver": "GTiff", "dtype": plane.dtype, "count": 1, "height": height, "width": width, "nodata": 0}
    layout = {"tiled": True, "blockxsize": 32, "blockysize": 32, "compress": "deflate"}
    with rasterio.open(path, "w", crs=crs, transform=transform, **profile, **layout) as file:
        file.write(plane, 1, window=Window(0, 0, width, height))
        if overviews:
            file.build_overviews(overviews, Resampling.average)


def _write_rasters(folder: Path, scene: TinyScene) -> None:
    added = OFFSETS[scene.offset][2]
    for band in scene.bands:
        plane = _plane(scene.reflectance.get(band, VEGETATION[band]), scene.side, PIXELS[band], np.int32)
        stored = np.where(plane == 0, 0, plane + added).astype(np.uint16)
        _write(folder, scene, band, stored, PIXELS[band])
    _write(folder, scene, "SCL", _plane(scene.scl, scene.side, 20, np.uint8), 20)
    for name, values in scene.extra.items():
        _write(folder, scene, name, _plane(values, scene.side, 20, np.uint16 if name == "AOT" else np.uint8), 20)
    if scene.angles is not None:
        (folder / "cog" / f"{scene.name}.xml").write_bytes(scene.angles)


def _plane(values: Any, side: float, pixel: int, dtype: Any) -> np.ndarray:
    count = round(side / pixel)
    return np.ascontiguousarray(np.broadcast_to(np.asarray(values, dtype), (count, count)))


def _write(folder: Path, scene: TinyScene, name: str, plane: np.ndarray, pixel: int) -> None:
    transform = Affine(pixel, 0, scene.west, 0, -pixel, scene.north)
    write_raster(scene.asset(folder, name), plane, transform, scene.crs, scene.overviews)


def angle_document(
    west: float, north: float, zenith: np.ndarray, azimuth: np.ndarray, crs: str = "EPSG:32633"
) -> bytes:
    """Granule metadata whose view grids, (detector, y, x) degrees with NaN in gaps, are given; sun at 40 and 160."""
    sun = np.ones(zenith.shape[1:])
    views = "".join(
        f'<Viewing_Incidence_Angles_Grids bandId="0" detectorId="{number}">'
        f"{_grid('Zenith', zenith[number])}{_grid('Azimuth', azimuth[number])}</Viewing_Incidence_Angles_Grids>"
        for number in range(len(zenith))
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><n1:Level-2A_Tile_ID xmlns:n1="https://psd-14.sentinel2.eo.esa.int">'
        f"<n1:Geometric_Info><Tile_Geocoding><HORIZONTAL_CS_CODE>{crs}</HORIZONTAL_CS_CODE>"
        f'<Geoposition resolution="10"><ULX>{west:.0f}</ULX><ULY>{north:.0f}</ULY></Geoposition></Tile_Geocoding>'
        f"<Tile_Angles><Sun_Angles_Grid>{_grid('Zenith', 40 * sun)}{_grid('Azimuth', 160 * sun)}</Sun_Angles_Grid>"
        f"{views}</Tile_Angles></n1:Geometric_Info></n1:Level-2A_Tile_ID>"
    ).encode()


def _grid(name: str, values: np.ndarray) -> str:
    rows = "".join("<VALUES>" + " ".join(f"{value:g}" for value in row) + "</VALUES>" for row in values)
    rows = rows.replace("nan", "NaN")
    steps = '<COL_STEP unit="m">5000</COL_STEP><ROW_STEP unit="m">5000</ROW_STEP>'
    return f"<{name}>{steps}<Values_List>{rows}</Values_List></{name}>"
