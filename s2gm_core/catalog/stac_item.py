"""From a STAC item of Sentinel-2 L2A to a `Scene`: foreign JSON becomes a record here and nowhere else."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import datetime, timezone
from types import MappingProxyType
from typing import Any

from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from ..errors import CatalogueError
from ..sensors.bands import BANDS
from .records import Asset, Scene

ASSET_NAMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        **{band.name: (band.asset, band.name) for band in BANDS.values()},
        "SCL": ("scl", "SCL"),
        "AOT": ("aot", "AOT"),
        "CLD": ("cloud", "CLDPRB"),
        "SNW": ("snow", "SNWPRB"),
    }
)
"""Names under which items carry each asset: Earth Search's first, then ESA's."""

METADATA_NAMES = ("granule_metadata", "granule-metadata")
MAX_ID_CHARACTERS = 200

_OFFSET_BASELINE = (4, 0)  # first processing baseline whose DN carry the offset, 25 January 2022
_BASELINE_OFFSET = -0.1
_GRANULE_ORBIT = re.compile(r"_A(\d{6})_")
_DATATAKE_ORBIT = re.compile(r"_(\d{6})_N")
_PRODUCT_RELATIVE_ORBIT = re.compile(r"_R(\d{3})_")
_TILE = re.compile(r"(?:^|[_-]|T)(\d{1,2}[C-HJ-NP-X][A-HJ-NP-Z][A-HJ-NP-V])(?:_|$)")


def scene_from_item(item: Mapping[str, Any], resolve: Callable[[str], str]) -> Scene:
    """The scene of one STAC item; ``resolve`` turns an href into a location that may be read.

    Raises `CatalogueError` that names the item where a needed field is missing or is not what it should be.
    """
    try:
        return _scene(item, resolve)
    except CatalogueError:
        raise
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        name = str(item.get("id"))[:MAX_ID_CHARACTERS] if isinstance(item, Mapping) else "?"
        raise CatalogueError(f"The STAC item {name} cannot be used ({type(problem).__name__}: {problem}).") from problem


def _scene(item: Mapping[str, Any], resolve: Callable[[str], str]) -> Scene:
    properties, assets = item["properties"], item["assets"]
    identifier = str(item["id"])
    if not identifier or len(identifier) > MAX_ID_CHARACTERS:
        raise CatalogueError(f"A STAC item has an id of {len(identifier)} characters; it was left out.")
    granule = str(properties.get("s2:granule_id") or identifier)
    metadata = next((assets[name]["href"] for name in METADATA_NAMES if name in assets), None)
    elevation = _number(properties.get("view:sun_elevation"))
    return Scene(
        id=identifier,
        granule_id=granule,
        platform=_platform(properties, identifier),
        acquired=parse_time(properties["datetime"]),
        tile=_tile(properties, identifier),
        absolute_orbit=_absolute_orbit(properties, granule),
        relative_orbit=_relative_orbit(properties),
        baseline=_baseline(properties),
        generated=str(properties.get("s2:generation_time") or properties.get("created") or ""),
        cloud_cover=_number(properties.get("eo:cloud_cover")),
        crs=_crs(properties),
        footprint=_footprint(item["geometry"]),
        assets=MappingProxyType(_assets(properties, assets, resolve)),
        granule_metadata=resolve(metadata) if metadata else None,
        sun_zenith=None if elevation is None else 90.0 - elevation,
        sun_azimuth=_number(properties.get("view:sun_azimuth")),
        offset_reason=offset_reason(properties),
    )


def reflectance_offset(properties: Mapping[str, Any], raster_band: Mapping[str, Any]) -> float:
    """The offset of one reflectance asset: reflectance = DN x scale + offset.

    Earth Search's ``earthsearch:boa_offset_applied`` true means that the pixels have it already, although
    ``raster:bands`` still says -0.1. Without that flag the band's own ``offset`` counts, and where there is none, the
    processing baseline: -0.1 from 04.00 on (specs methods.md 11). Exactly one of the three decides.
    """
    if properties.get("earthsearch:boa_offset_applied") is True:
        return 0.0
    stated = _number(raster_band.get("offset"))
    if stated is not None:
        return stated
    return _BASELINE_OFFSET if _baseline_pair(_baseline(properties)) >= _OFFSET_BASELINE else 0.0


def offset_reason(properties: Mapping[str, Any]) -> str:
    """Which rule decided the reflectance offset, in words for the product's record."""
    if properties.get("earthsearch:boa_offset_applied") is True:
        return "offset already applied by the provider"
    return "offset of raster:bands, else by processing baseline"


def parse_time(text: str) -> datetime:
    """A UTC time from RFC 3339 text with any number of decimals."""
    body, _, decimals = str(text).strip().replace("Z", "").replace("+00:00", "").partition(".")
    moment = datetime.strptime(body, "%Y-%m-%dT%H:%M:%S").replace(tzinfo=timezone.utc)
    return moment.replace(microsecond=int((decimals + "000000")[:6])) if decimals else moment


def _assets(
    properties: Mapping[str, Any], assets: Mapping[str, Any], resolve: Callable[[str], str]
) -> dict[str, Asset]:
    found: dict[str, Asset] = {}
    for name, keys in ASSET_NAMES.items():
        key = next((key for key in keys if key in assets), None)
        if key is None:
            continue
        raster_band = (assets[key].get("raster:bands") or [{}])[0]
        scale = _number(raster_band.get("scale"))
        if name in BANDS:
            offset = reflectance_offset(properties, raster_band)
            found[name] = Asset(resolve(assets[key]["href"]), 1e-4 if scale is None else scale, offset)
        else:
            found[name] = Asset(resolve(assets[key]["href"]), 1.0 if scale is None else scale, 0.0)
    if "SCL" not in found:
        raise CatalogueError("The item has no scene classification (asset scl), which the cloud mask needs.")
    return found


def _footprint(geometry: Mapping[str, Any]) -> BaseGeometry:
    outline = shape(geometry)
    return outline if outline.is_valid else outline.buffer(0)


def _platform(properties: Mapping[str, Any], identifier: str) -> str:
    platform = str(properties.get("platform") or identifier[:3]).upper().replace("SENTINEL-", "S").replace("-", "")
    return platform if re.fullmatch(r"S2[A-Z]", platform) else identifier[:3].upper()


def _tile(properties: Mapping[str, Any], identifier: str) -> str:
    code = str(properties.get("grid:code") or properties.get("s2:mgrs_tile") or "")
    found = _TILE.search(code) or _TILE.search(identifier)
    return found.group(1).zfill(5) if found else ""


def _absolute_orbit(properties: Mapping[str, Any], granule: str) -> int | None:
    stated = properties.get("sat:absolute_orbit", properties.get("sentinel2:absolute_orbit_number"))
    if stated is not None:
        return int(stated)
    datatake = str(properties.get("s2:datatake_id") or "")
    found = _DATATAKE_ORBIT.search(datatake) or _GRANULE_ORBIT.search(granule)
    return int(found.group(1)) if found else None


def _relative_orbit(properties: Mapping[str, Any]) -> int | None:
    stated = properties.get("sat:relative_orbit", properties.get("sentinel2:relative_orbit_number"))
    if stated is not None:
        return int(stated)
    found = _PRODUCT_RELATIVE_ORBIT.search(str(properties.get("s2:product_uri") or ""))
    return int(found.group(1)) if found else None


def _baseline(properties: Mapping[str, Any]) -> str:
    return str(properties.get("s2:processing_baseline") or properties.get("sentinel2:processing_baseline") or "")


def _baseline_pair(baseline: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d\d)\.?(\d\d)", baseline)
    return (int(found.group(1)), int(found.group(2))) if found else (0, 0)


def _crs(properties: Mapping[str, Any]) -> str | None:
    if properties.get("proj:code"):
        return str(properties["proj:code"])
    return f"EPSG:{int(properties['proj:epsg'])}" if properties.get("proj:epsg") else None


def _number(value: object) -> float | None:
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) else None
