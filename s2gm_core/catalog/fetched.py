"""Items of a fetched catalogue: a `Scene` as STAC and back, so that nothing has to be decided a second time.

For other programs the items look like those of Earth Search, with the scale and offset that were decided and without
the provider's flag. What STAC cannot say exactly stands in ``s2gm:scene`` (properties) and ``s2gm:asset`` (assets):

- ``s2gm:scene``: platform, tile, granule_id, baseline, generated, sun_zenith, class_rule, offset_reason of the `Scene`
- ``s2gm:asset``: name, level (0 = the raster itself, 1, ... = the provider's coarser ones), scale, offset, nodata of
  the `Asset`: value = (stored - nodata) x scale + offset
- ``s2gm:fetched`` (catalogue): the area, resolution and CRS for which it was fetched
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from shapely.errors import ShapelyError
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from ..errors import CatalogueError
from ..masks.class_rules import CLASS_RULES
from ..sensors.bands import BANDS
from .fields import MAX_TEXT_CHARACTERS, crs_of, number, parse_time, word
from .footprint import usable_footprint
from .records import Asset, Scene
from .thumbnail import thumbnail_url

STAC_VERSION = "1.0.0"
SCENE_KEY, ASSET_KEY, FETCHED_KEY = "s2gm:scene", "s2gm:asset", "s2gm:fetched"
METADATA_ASSET = "granule_metadata"
MAX_LEVELS = 8
LARGEST_OFFSET, LARGEST_SCALE, LARGEST_NODATA = 1.0, 0.1, 65535

_KEYS = {**{band.name: band.asset for band in BANDS.values()}, "CLD": "cloud", "SNW": "snow"}
_TEXTS = ("platform", "tile", "granule_id", "baseline", "generated", "class_rule", "offset_reason")


def item_of_scene(scene: Scene) -> dict[str, Any]:
    """The STAC item of a scene whose hrefs lie beside it; read back by `scene_from_fetched_item` without a change."""
    assets = {}
    for name, asset in scene.assets.items():
        for level, raster in enumerate((asset, *asset.coarser)):
            key = _KEYS.get(name, name.lower()) + (f"_coarser_{level}" if level else "")
            assets[key] = _asset_document(name, level, raster)
    if scene.granule_metadata is not None:
        assets[METADATA_ASSET] = {"href": scene.granule_metadata, "type": "application/xml", "roles": ["metadata"]}
    if scene.thumbnail is not None:
        assets["thumbnail"] = {"href": scene.thumbnail, "roles": ["thumbnail"]}
    return {
        "type": "Feature",
        "stac_version": STAC_VERSION,
        "id": scene.id,
        "properties": {key: value for key, value in _properties(scene).items() if value not in (None, "")},
        "geometry": mapping(scene.footprint),
        "bbox": list(scene.footprint.bounds),
        "links": [{"rel": "root", "href": "../../catalog.json", "type": "application/json"}],
        "assets": assets,
    }


def is_fetched_item(item: Mapping[str, Any]) -> bool:
    """Whether an item was written by `item_of_scene`; never raises."""
    properties = item.get("properties")
    return isinstance(properties, Mapping) and isinstance(properties.get(SCENE_KEY), Mapping)


def scene_from_fetched_item(item: Mapping[str, Any], resolve: Callable[[str], str]) -> Scene:
    """The scene of a fetched item; ``resolve`` turns an href into a location that may be read.

    Raises `CatalogueError` where a field is missing or is not what it should be: the file may have been changed.
    """
    try:
        return _scene(item, resolve)
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, ShapelyError) as problem:
        reason = f"{type(problem).__name__}: {str(problem)[:MAX_TEXT_CHARACTERS]}"
        raise CatalogueError(f"The fetched item cannot be used ({reason}). Fetch it again.") from None


def area_of_catalogue(document: Mapping[str, Any]) -> BaseGeometry | None:
    """The lon/lat area for which a catalogue was fetched; None for other catalogues."""
    try:
        area = shape(document[FETCHED_KEY]["area"])
        return area if area.is_valid and not area.is_empty else None
    except (LookupError, TypeError, ValueError, AttributeError, ShapelyError):
        return None


def _properties(scene: Scene) -> dict[str, Any]:
    texts = {name: getattr(scene, name) for name in _TEXTS}
    landsat = scene.is_landsat
    return {
        "datetime": scene.acquired.isoformat(timespec="microseconds").replace("+00:00", "Z"),
        "platform": f"landsat-{scene.platform[1:]}" if landsat else f"sentinel-2{scene.platform[2:].lower()}",
        "eo:cloud_cover": scene.cloud_cover,
        "proj:code": scene.crs if scene.crs and scene.crs.startswith("EPSG:") else None,
        "grid:code": None if landsat or not scene.tile else f"MGRS-{scene.tile}",
        "sat:absolute_orbit": scene.absolute_orbit,
        "sat:relative_orbit": scene.relative_orbit,
        "view:sun_elevation": None if scene.sun_zenith is None else 90.0 - scene.sun_zenith,
        "view:sun_azimuth": scene.sun_azimuth,
        "s2:granule_id": None if landsat else scene.granule_id,
        "s2:processing_baseline": None if landsat else scene.baseline,
        "s2:generation_time": None if landsat else scene.generated,
        SCENE_KEY: {**texts, "sun_zenith": scene.sun_zenith},
    }


def _asset_document(name: str, level: int, asset: Asset) -> dict[str, Any]:
    exact = {"name": name, "level": level, "scale": asset.scale, "offset": asset.offset, "nodata": asset.nodata}
    # STAC's value is stored x scale + offset, without taking the no-data number away first.
    stated = round(asset.offset - asset.nodata * asset.scale, 12)
    return {
        "href": asset.href,
        "type": "image/tiff; application=geotiff",
        "roles": ["data", *(["reflectance"] if name in BANDS and not level else [])],
        "raster:bands": [{"nodata": asset.nodata, "scale": asset.scale, "offset": stated}],
        ASSET_KEY: exact,
    }


def _scene(item: Mapping[str, Any], resolve: Callable[[str], str]) -> Scene:
    properties = item["properties"]
    exact = properties[SCENE_KEY]
    texts = {name: word(exact[name]) for name in _TEXTS}
    assets = _assets(item["assets"], resolve)
    identifier, rule = word(item["id"]), CLASS_RULES[texts["class_rule"]]
    if not identifier or not set(rule.assets) <= set(assets):
        raise ValueError("its id or a mask raster is missing")
    document = item["assets"].get(METADATA_ASSET)
    orbits = (properties.get("sat:absolute_orbit"), properties.get("sat:relative_orbit"))
    absolute, relative = (None if orbit is None else int(orbit) for orbit in orbits)
    return Scene(
        id=identifier,
        acquired=parse_time(properties["datetime"]),
        absolute_orbit=absolute,
        relative_orbit=relative,
        cloud_cover=number(properties.get("eo:cloud_cover")),
        crs=crs_of(properties),
        footprint=usable_footprint(shape(item["geometry"])),
        assets=MappingProxyType(assets),
        granule_metadata=None if document is None else resolve(document["href"]),
        sun_zenith=number(exact.get("sun_zenith")),
        sun_azimuth=number(properties.get("view:sun_azimuth")),
        thumbnail=thumbnail_url(item["assets"], resolve),
        **texts,
    )


def _assets(documents: Mapping[str, Any], resolve: Callable[[str], str]) -> dict[str, Asset]:
    """The assets by name, each with its coarser rasters, finest first."""
    levels: dict[str, dict[int, Asset]] = {}
    for document in documents.values():
        exact = document.get(ASSET_KEY)
        if exact is not None and 0 <= int(exact["level"]) <= MAX_LEVELS:
            asset = _asset(word(exact["name"]), exact, resolve(document["href"]))
            levels.setdefault(word(exact["name"]), {})[int(exact["level"])] = asset
    return {
        name: replace(rasters[0], coarser=tuple(rasters[level] for level in sorted(rasters) if level))
        for name, rasters in levels.items()
        if 0 in rasters
    }


def _asset(name: str, exact: Mapping[str, Any], href: str) -> Asset:
    scale, offset, nodata = number(exact["scale"]), number(exact["offset"]), int(exact["nodata"])
    if scale is None or offset is None or abs(nodata) > LARGEST_NODATA:
        raise ValueError(f"scale, offset or nodata of {name} are no numbers in their limits")
    if name in BANDS and not (0.0 < scale <= LARGEST_SCALE and abs(offset) <= 2 * LARGEST_OFFSET):
        raise ValueError(f"{name} states the scale {scale:g} and the offset {offset:g}")
    return Asset(href, scale, offset, nodata)
