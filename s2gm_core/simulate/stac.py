"""STAC documents of a simulated archive, in the layout of Earth Search v1 with Collection 1's probabilities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from shapely.geometry import Polygon, box, mapping
from shapely.geometry.base import BaseGeometry
from shapely.ops import transform

from ..sensors.bands import BANDS
from .ground import transformer
from .naming import SceneNames, utc_text
from .noise import Points
from .orbits import Overpass, sun_at
from .tiles import REFERENCE_CRS, Tile

COLLECTION = "sentinel-2-l2a"
STAC_VERSION = "1.0.0"
_COG = "image/tiff; application=geotiff; profile=cloud-optimized"
_EXTENSIONS = tuple(
    f"https://stac-extensions.github.io/{name}/schema.json"
    for name in ("raster/v1.1.0", "mgrs/v1.0.0", "grid/v1.0.0", "projection/v1.1.0", "eo/v1.1.0", "view/v1.0.0")
)
_TITLES = {
    "coastal": "Coastal aerosol (band 1) - 60m", "blue": "Blue (band 2) - 10m", "green": "Green (band 3) - 10m",
    "red": "Red (band 4) - 10m", "rededge1": "Red edge 1 (band 5) - 20m", "rededge2": "Red edge 2 (band 6) - 20m",
    "rededge3": "Red edge 3 (band 7) - 20m", "nir": "NIR 1 (band 8) - 10m", "nir08": "NIR 2 (band 8A) - 20m",
    "swir16": "SWIR 1 (band 11) - 20m", "swir22": "SWIR 2 (band 12) - 20m",
}  # fmt: skip
_COMMON_NAMES = {"rededge1": "rededge", "rededge2": "rededge", "rededge3": "rededge"}
_CLASS_PROPERTIES = (
    (1, "saturated_defective_pixel"), (2, "dark_features"), (3, "cloud_shadow"), (4, "vegetation"),
    (5, "not_vegetated"), (6, "water"), (7, "unclassified"), (8, "medium_proba_clouds"), (9, "high_proba_clouds"),
    (10, "thin_cirrus"), (11, "snow_ice"),
)  # fmt: skip


@dataclass(frozen=True)
class ExtraAsset:
    """An asset that is no reflectance band."""

    name: str  # in the item
    file: str
    title: str
    dtype: str
    scale: float | None
    nodata: int | None


EXTRA_ASSETS = (
    ExtraAsset("scl", "SCL.tif", "Scene classification map (SCL)", "uint8", None, 0),
    ExtraAsset("aot", "AOT.tif", "Aerosol optical thickness (AOT)", "uint16", 0.001, 0),
    ExtraAsset("cloud", "CLD_20m.tif", "Cloud Probabilities", "uint8", None, None),
    ExtraAsset("snow", "SNW_20m.tif", "Snow Probabilities", "uint8", None, None),
)


def scene_item(tile: Tile, overpass: Overpass, names: SceneNames, percent: np.ndarray, nodata: float) -> dict[str, Any]:
    """The item of a scene; ``percent`` (class,) float64 and ``nodata`` are percentages of its classification."""
    outline = data_footprint(tile, overpass)
    return {
        "type": "Feature",
        "stac_version": STAC_VERSION,
        "stac_extensions": list(_EXTENSIONS),
        "id": names.item,
        "properties": _properties(tile, overpass, names, percent, nodata),
        "geometry": mapping(outline),
        "bbox": list(outline.bounds),
        "links": [
            {"rel": "self", "href": f"./{names.item}.json", "type": "application/geo+json"},
            {"rel": "root", "href": "../../catalog.json", "type": "application/json"},
            {"rel": "parent", "href": "../../collection.json", "type": "application/json"},
            {"rel": "collection", "href": "../../collection.json", "type": "application/json"},
        ],
        "assets": _assets(tile, overpass),
        "collection": COLLECTION,
    }


def collection_document(items: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The collection with links to its items."""
    boxes = np.array([item["bbox"] for item in items])
    times = sorted(item["properties"]["datetime"] for item in items)
    bounds = [*boxes[:, :2].min(axis=0).tolist(), *boxes[:, 2:].max(axis=0).tolist()]
    return {
        "type": "Collection",
        "stac_version": STAC_VERSION,
        "id": COLLECTION,
        "title": "Sentinel-2 Level 2A, simulated",
        "description": "Synthetic scenes of a landscape that does not exist, for tests and demonstrations.",
        "license": "CC0-1.0",
        "extent": {"spatial": {"bbox": [bounds]}, "temporal": {"interval": [[times[0], times[-1]]]}},
        "links": [
            {"rel": "self", "href": "./collection.json", "type": "application/json"},
            {"rel": "root", "href": "./catalog.json", "type": "application/json"},
            {"rel": "parent", "href": "./catalog.json", "type": "application/json"},
            *(
                {"rel": "item", "href": f"./items/{item['id']}/{item['id']}.json", "type": "application/geo+json"}
                for item in items
            ),
        ],
    }


def catalogue_document() -> dict[str, Any]:
    """The root of the archive."""
    return {
        "type": "Catalog",
        "stac_version": STAC_VERSION,
        "id": "s2gm-simulated",
        "description": "A simulated Sentinel-2 archive with known truth",
        "links": [
            {"rel": "self", "href": "./catalog.json", "type": "application/json"},
            {"rel": "root", "href": "./catalog.json", "type": "application/json"},
            {"rel": "child", "href": "./collection.json", "type": "application/json"},
        ],
    }


def data_footprint(tile: Tile, overpass: Overpass) -> BaseGeometry:
    """The part of a tile that the swath covers, lon/lat; an empty polygon where it covers nothing."""
    to_frame = transformer(tile.grid.crs, REFERENCE_CRS)
    to_lon_lat = transformer(REFERENCE_CRS, "EPSG:4326")
    outline = transform(to_frame.transform, box(*tile.grid.bounds))
    return transform(to_lon_lat.transform, outline.intersection(_swath_outline(overpass)))


def sees_something(tile: Tile, overpass: Overpass) -> bool:
    """True where the swath covers a part of a tile that is worth a scene (a thousandth of it)."""
    whole = box(*tile.grid.bounds)
    to_tile = transformer(REFERENCE_CRS, tile.grid.crs)
    seen = whole.intersection(transform(to_tile.transform, _swath_outline(overpass)))
    return bool(seen.area > whole.area / 1000.0)


def _swath_outline(overpass: Overpass) -> Polygon:
    """The swath as a long rectangle in the reference frame."""
    swath, reach = overpass.swath, 300_000.0
    along_x, along_y = -swath.across_y, swath.across_x
    corners = []
    for side, end in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
        x = swath.track_x + side * swath.half_width * swath.across_x + end * reach * along_x
        y = swath.track_y + side * swath.half_width * swath.across_y + end * reach * along_y
        corners.append((x, y))
    return Polygon(corners)


def _properties(
    tile: Tile, overpass: Overpass, names: SceneNames, percent: np.ndarray, nodata: float
) -> dict[str, Any]:
    west, south, east, north = tile.grid.bounds
    to_frame = transformer(tile.grid.crs, REFERENCE_CRS)
    x, y = to_frame.transform((west + east) / 2, (south + north) / 2)
    zenith, azimuth = sun_at(overpass.sensed, Points(np.array([[x]]), np.array([[y]])))
    classes = {f"s2:{name}_percentage": round(float(percent[number]), 6) for number, name in _CLASS_PROPERTIES}
    return {
        "created": utc_text(names.generated),
        "platform": f"sentinel-2{overpass.satellite[2].lower()}",
        "constellation": "sentinel-2",
        "instruments": ["msi"],
        "eo:cloud_cover": round(float(percent[8:11].sum()), 6),
        "proj:epsg": int(tile.grid.crs.split(":")[1]),
        "mgrs:utm_zone": int(tile.name[:2]),
        "mgrs:latitude_band": tile.name[2],
        "mgrs:grid_square": tile.name[3:],
        "grid:code": f"MGRS-{tile.name}",
        "view:sun_azimuth": float(azimuth[0, 0]),
        "view:sun_elevation": 90.0 - float(zenith[0, 0]),
        "s2:degraded_msi_data_percentage": 0,
        "s2:nodata_pixel_percentage": round(nodata, 6),
        **classes,
        "s2:product_type": "S2MSI2A",
        "s2:processing_baseline": overpass.baseline.name,
        "s2:product_uri": names.product,
        "s2:generation_time": utc_text(names.generated),
        "s2:datatake_id": names.datatake,
        "s2:datatake_type": "INS-NOBS",
        "s2:datastrip_id": names.datastrip,
        "s2:granule_id": names.granule,
        "datetime": names.sensed_text,
        "s2:sequence": "0",
        "earthsearch:boa_offset_applied": overpass.baseline.applied_flag,
        "updated": utc_text(names.generated),
    }


def _assets(tile: Tile, overpass: Overpass) -> dict[str, Any]:
    assets: dict[str, Any] = {}
    for band in BANDS.values():
        raster = {
            "nodata": 0,
            "data_type": "uint16",
            "bits_per_sample": 15,
            "spatial_resolution": band.resolution,
            "scale": 0.0001,
            "offset": overpass.baseline.stated_offset,
        }
        assets[band.asset] = {
            "href": f"./{band.name}.tif",
            "type": _COG,
            "title": _TITLES[band.asset],
            "eo:bands": [
                {
                    "name": band.asset,
                    "common_name": _COMMON_NAMES.get(band.asset, band.asset),
                    "description": _TITLES[band.asset].split(" - ")[0],
                    "center_wavelength": band.nominal_nm[0] / 1000,
                    "full_width_half_max": band.s2a_nm[1] / 1000,
                }
            ],
            "gsd": band.resolution,
            **_projection(tile, band.resolution),
            "raster:bands": [raster],
            "roles": ["data", "reflectance"],
        }
    for extra in EXTRA_ASSETS:
        assets[extra.name] = _extra_asset(tile, extra)
    assets["granule_metadata"] = {"href": "./granule_metadata.xml", "type": "application/xml", "roles": ["metadata"]}
    return assets


def _extra_asset(tile: Tile, extra: ExtraAsset) -> dict[str, Any]:
    raster: dict[str, Any] = {"data_type": extra.dtype, "spatial_resolution": 20}
    if extra.nodata is not None:
        raster["nodata"] = extra.nodata
    if extra.scale is not None:
        raster.update(scale=extra.scale, offset=0)
    return {
        "href": f"./{extra.file}",
        "type": _COG,
        "title": extra.title,
        "gsd": 20,
        **_projection(tile, 20),
        "raster:bands": [raster],
        "roles": ["data"],
    }


def _projection(tile: Tile, resolution: int) -> dict[str, Any]:
    side = tile.grid.width * 10 // resolution
    return {
        "proj:epsg": int(tile.grid.crs.split(":")[1]),
        "proj:shape": [side, side],
        "proj:transform": [resolution, 0, tile.grid.west, 0, -resolution, tile.grid.north],
    }
