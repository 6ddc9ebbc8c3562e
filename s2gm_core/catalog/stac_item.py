"""From a STAC item of Sentinel-2 L2A to a `Scene`: foreign JSON becomes a record here and nowhere else."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from shapely.errors import ShapelyError
from shapely.geometry import shape

from ..errors import CatalogueError
from ..sensors.bands import BANDS
from .fetched import is_fetched_item, scene_from_fetched_item
from .fields import MAX_TEXT_CHARACTERS, crs_of, number, parse_time, word
from .footprint import usable_footprint
from .landsat import is_landsat_item, scene_from_landsat_item
from .providers import AssetLayout, layout_of
from .records import Asset, Scene
from .thumbnail import thumbnail_url

LARGEST_OFFSET, LARGEST_SCALE = 1.0, 0.1
"""Reflectance offsets and scales beyond these are mistakes or attacks."""

LARGEST_ORBIT = 10**6
"""Orbit numbers beyond this are mistakes: a satellite makes 5200 a year."""

UNKNOWN_BASELINE = (0, 0)
_OFFSET_BASELINE = (4, 0)  # first processing baseline whose DN carry the offset, 25 January 2022
_BASELINE_OFFSET = -0.1
_GRANULE_ORBIT = re.compile(r"_A(\d{6})_")
_DATATAKE_ORBIT = re.compile(r"_(\d{6})_N")
_PRODUCT_BASELINE = re.compile(r"_N(\d\d)(\d\d)_")
_PRODUCT_RELATIVE_ORBIT = re.compile(r"_R(\d{3})_")
_TILE = re.compile(r"(?:^|[_-]|T)(\d{1,2}[C-HJ-NP-X][A-HJ-NP-Z][A-HJ-NP-V])(?:_|$)")


def scene_from_item(item: Mapping[str, Any], resolve: Callable[[str], str]) -> Scene:
    """The scene of one STAC item; ``resolve`` turns an href into a location that may be read.

    Raises `CatalogueError` where a needed field is missing or is not what it should be; the caller names the item.
    """
    if is_fetched_item(item):
        return scene_from_fetched_item(item, resolve)
    if is_landsat_item(item):
        return scene_from_landsat_item(item, resolve)
    try:
        return _scene(item, resolve)
    except CatalogueError:
        raise
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, ShapelyError) as problem:
        reason = f"{type(problem).__name__}: {str(problem)[:MAX_TEXT_CHARACTERS]}"
        raise CatalogueError(f"The STAC item cannot be used ({reason}).") from problem


def _scene(item: Mapping[str, Any], resolve: Callable[[str], str]) -> Scene:
    properties, assets = item["properties"], item["assets"]
    layout = layout_of(assets)
    if layout is None:
        raise CatalogueError("The item has no scene classification (asset scl), which the cloud mask needs.")
    identifier = word(item["id"])
    if not identifier:
        raise CatalogueError("The item has no id.")
    baseline = _baseline(properties, identifier)
    properties = {**properties, "s2:processing_baseline": baseline}
    granule = word(properties.get("s2:granule_id")) or identifier
    elevation = number(properties.get("view:sun_elevation"))
    return Scene(
        id=identifier,
        granule_id=granule,
        platform=_platform(properties, identifier),
        acquired=parse_time(properties["datetime"]),
        tile=_tile(properties, identifier),
        absolute_orbit=_absolute_orbit(properties, granule),
        relative_orbit=_relative_orbit(properties, identifier),
        baseline=baseline,
        generated=word(properties.get("s2:generation_time") or properties.get("created")),
        cloud_cover=number(properties.get("eo:cloud_cover")),
        crs=crs_of(properties),
        footprint=usable_footprint(shape(item["geometry"])),
        assets=MappingProxyType(_assets(properties, layout, assets, resolve)),
        granule_metadata=_granule_metadata(layout, assets, resolve),
        sun_zenith=None if elevation is None else 90.0 - elevation,
        sun_azimuth=number(properties.get("view:sun_azimuth")),
        offset_reason=offset_reason(properties),
        thumbnail=thumbnail_url(assets, resolve),
    )


def reflectance_offset(properties: Mapping[str, Any], raster_band: Mapping[str, Any]) -> float:
    """The offset of one reflectance asset: reflectance = DN x scale + offset.

    Earth Search's ``earthsearch:boa_offset_applied`` true means that the pixels have it already, although
    ``raster:bands`` still says -0.1. Without that flag the band's own ``offset`` counts, and where there is none, the
    processing baseline: -0.1 from 04.00 on (specs methods.md 11). Exactly one of the three decides.
    """
    if properties.get("earthsearch:boa_offset_applied") is True:
        return 0.0
    stated = number(raster_band.get("offset"))
    if stated is not None:
        if abs(stated) > LARGEST_OFFSET:
            raise CatalogueError(f"The item states a reflectance offset of {stated:g}; no sensor has one above 1.")
        return stated
    return _BASELINE_OFFSET if _baseline_pair(_baseline(properties)) >= _OFFSET_BASELINE else 0.0


def offset_reason(properties: Mapping[str, Any]) -> str:
    """Which rule decided the reflectance offset, in words for the product's record."""
    if properties.get("earthsearch:boa_offset_applied") is True:
        return "offset already applied by the provider"
    if _baseline_pair(_baseline(properties)) == UNKNOWN_BASELINE:
        return "offset of raster:bands; 0 for bands without one, because the item states no processing baseline"
    return "offset of raster:bands, else by processing baseline"


def _assets(
    properties: Mapping[str, Any], layout: AssetLayout, assets: Mapping[str, Any], resolve: Callable[[str], str]
) -> dict[str, Asset]:
    """The assets that this package knows, by its own names; of several rasters the finest with the coarser ones."""
    found: dict[str, Asset] = {}
    for name, keys in layout.keys.items():
        rasters = [_asset(name, properties, assets[key], resolve) for key in keys if key in assets]
        if rasters:
            found[name] = replace(rasters[0], coarser=() if name == "SCL" else tuple(rasters[1:]))
    return found


def _asset(name: str, properties: Mapping[str, Any], asset: Mapping[str, Any], resolve: Callable[[str], str]) -> Asset:
    raster_band = _raster_band(asset)
    scale = number(raster_band.get("scale"))
    if name not in BANDS:
        return Asset(resolve(asset["href"]), 1.0 if scale is None else scale, 0.0)
    if scale is not None and not 0.0 < scale <= LARGEST_SCALE:
        raise CatalogueError(f"The item states a reflectance scale of {scale:g} for {name}; it was not used.")
    return Asset(resolve(asset["href"]), 1e-4 if scale is None else scale, reflectance_offset(properties, raster_band))


def _raster_band(asset: Mapping[str, Any]) -> Mapping[str, Any]:
    """Scale and offset of the first band, by raster extension 1 (``raster:bands``) or 2 (in ``bands`` or the asset)."""
    if asset.get("raster:bands"):
        return dict(asset["raster:bands"][0])
    band = {**asset, **((asset.get("bands") or [{}])[0])}
    return {key: band[f"raster:{key}"] for key in ("scale", "offset") if f"raster:{key}" in band}


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
        return _orbit(stated)
    datatake = str(properties.get("s2:datatake_id") or "")
    found = _DATATAKE_ORBIT.search(datatake) or _GRANULE_ORBIT.search(granule)
    return int(found.group(1)) if found else None


def _relative_orbit(properties: Mapping[str, Any], identifier: str) -> int | None:
    stated = properties.get("sat:relative_orbit", properties.get("sentinel2:relative_orbit_number"))
    if stated is not None:
        return _orbit(stated)
    found = _PRODUCT_RELATIVE_ORBIT.search(_product_name(properties, identifier))
    return int(found.group(1)) if found else None


def _orbit(stated: object) -> int | None:
    orbit = int(str(stated)[:20].partition(".")[0])
    return orbit if 0 < orbit <= LARGEST_ORBIT else None


def _baseline(properties: Mapping[str, Any], identifier: str = "") -> str:
    names = ("s2:processing_baseline", "sentinel2:processing_baseline", "processing:version")
    stated = word(next((properties[name] for name in names if properties.get(name)), ""))
    found = None if stated else _PRODUCT_BASELINE.search(_product_name(properties, identifier))
    return f"{found.group(1)}.{found.group(2)}" if found else stated


def _product_name(properties: Mapping[str, Any], identifier: str) -> str:
    """ESA's name of the product, which holds its baseline and orbit; many providers use it as the id."""
    return str(properties.get("s2:product_uri") or identifier)


def _baseline_pair(baseline: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{1,2})\.(\d\d)|(\d\d)(\d\d)", baseline)
    if not found:
        return UNKNOWN_BASELINE
    major, minor = (part for part in found.groups() if part)
    return int(major), int(minor)


def _granule_metadata(layout: AssetLayout, assets: Mapping[str, Any], resolve: Callable[[str], str]) -> str | None:
    """Where the granule metadata can be read; None where there are none, or only at a place that is not read."""
    href = next((assets[name]["href"] for name in layout.metadata if name in assets), None)
    with contextlib.suppress(CatalogueError):  # the product notes how many scenes have no view angles
        return None if href is None else resolve(href)
    return None
