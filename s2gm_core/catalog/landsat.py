"""Landsat 8 and 9, Collection 2 Level 2: what all of its sources share, and STAC items.

Source: USGS Landsat 8-9 Collection 2 Level 2 product guide: reflectance = DN x 2.75e-5 - 0.2, DN 0 = no data, masks in
QA_PIXEL. Bands stand in for those of Sentinel-2 that see the same part of the spectrum; band 5 (851 to 879 nm) is B8A,
not the much wider B08. Its pixels of 30 m lie half a pixel off the multiples of 30 m.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from shapely.errors import ShapelyError
from shapely.geometry import shape

from ..errors import CatalogueError
from .fields import MAX_TEXT_CHARACTERS, crs_of, number, parse_time, word
from .footprint import usable_footprint
from .records import Asset, Scene
from .thumbnail import thumbnail_url


@dataclass(frozen=True)
class LandsatBand:
    """One reflectance band."""

    number: int  # in file names and MTL documents
    asset: str  # name in the items of the Planetary Computer and of USGS
    stands_for: str  # band of Sentinel-2


BANDS: tuple[LandsatBand, ...] = (
    LandsatBand(1, "coastal", "B01"),
    LandsatBand(2, "blue", "B02"),
    LandsatBand(3, "green", "B03"),
    LandsatBand(4, "red", "B04"),
    LandsatBand(5, "nir08", "B8A"),
    LandsatBand(6, "swir16", "B11"),
    LandsatBand(7, "swir22", "B12"),
)

DEFAULT_SCALE, DEFAULT_OFFSET = 2.75e-5, -0.2
LARGEST_OFFSET, LARGEST_SCALE = 1.0, 0.1
"""Reflectance offsets and scales beyond these are mistakes or attacks."""

COLLECTION = "02"
LEVELS = ("L2SP", "L2SR")
"""With and without surface temperature; both hold surface reflectance."""

_NAME = re.compile(r"L(?P<sensor>[COTEM])(?P<satellite>\d\d)_(?P<level>L\w{3})_(?P<path>\d{3})(?P<row>\d{3})_.*")
_COLLECTION_IN_NAME = re.compile(r"_\d{8}_(?:\d{8}_)?(\d\d)_")


def is_landsat_item(item: Mapping[str, Any]) -> bool:
    """Whether a STAC item is of any Landsat satellite, level or collection; never raises."""
    properties = item.get("properties")
    properties = properties if isinstance(properties, Mapping) else {}
    stated = str(properties.get("platform") or properties.get("eo:platform"))
    return stated.upper().startswith("LANDSAT") or bool(_NAME.match(str(item.get("id"))))


def scene_from_landsat_item(item: Mapping[str, Any], resolve: Callable[[str], str]) -> Scene:
    """The scene of one STAC item; ``resolve`` turns an href into a location that may be read.

    Raises `CatalogueError` for other satellites, levels and collections, and where a needed field is missing or is not
    what it should be; the caller names the item.
    """
    try:
        return _scene(item, resolve)
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, ShapelyError) as problem:
        reason = f"{type(problem).__name__}: {str(problem)[:MAX_TEXT_CHARACTERS]}"
        raise CatalogueError(f"The Landsat item cannot be used ({reason}).") from problem


def check_product(satellite: str, level: str, collection: str) -> str:
    """The platform ("L8") of a product that is read; `CatalogueError` says what to take instead of another one."""
    if satellite not in ("8", "9"):
        raise CatalogueError(
            f"It is of Landsat {satellite[:20] or '(which one is not stated)'}; only Landsat 8 and 9 are read, whose "
            "bands match those of Sentinel-2."
        )
    if level not in LEVELS:
        raise CatalogueError(
            f"It is of level {level[:20] or '(not stated)'}; surface reflectance is needed. Take the Level-2 product "
            f"({' or '.join(LEVELS)}) of the same scene."
        )
    if collection != COLLECTION:
        raise CatalogueError(f"It is of Collection {collection[:20] or '(not stated)'}; only Collection 2 is read.")
    return f"L{satellite}"


def reflectance_asset(href: str, scale: float | None, offset: float | None) -> Asset:
    """One reflectance band; a scale and offset that are not stated are those of Collection 2."""
    scale = DEFAULT_SCALE if scale is None else scale
    offset = DEFAULT_OFFSET if offset is None else offset
    if not 0.0 < scale <= LARGEST_SCALE or abs(offset) > LARGEST_OFFSET:
        raise CatalogueError(f"A reflectance scale of {scale:g} with the offset {offset:g} is stated; it was not used.")
    return Asset(href, scale, offset)


def _scene(item: Mapping[str, Any], resolve: Callable[[str], str]) -> Scene:
    properties, assets = item["properties"], item["assets"]
    identifier = word(item["id"])
    name = _NAME.match(identifier)
    if name is None:
        raise CatalogueError("The item's id is no name of a Landsat product (LC08_L2SP_...).")
    collection = _COLLECTION_IN_NAME.search(identifier)
    platform = check_product(
        "".join(re.findall(r"\d", _platform(properties))) or name["satellite"].lstrip("0"),
        word(properties.get("landsat:correction")) or name["level"],
        word(properties.get("landsat:collection_number")).zfill(2) if collection is None else collection[1],
    )
    path = word(properties.get("landsat:wrs_path") or name["path"])
    row = word(properties.get("landsat:wrs_row") or name["row"])
    elevation = number(properties.get("view:sun_elevation", properties.get("eo:sun_elevation")))
    azimuth = number(properties.get("view:sun_azimuth", properties.get("eo:sun_azimuth")))
    return Scene(
        id=identifier,
        granule_id=identifier,
        platform=platform,
        acquired=_acquired(properties),
        tile=f"{path.zfill(3)}{row.zfill(3)}",
        absolute_orbit=None,
        relative_orbit=int(path),
        baseline=f"C{COLLECTION}",
        generated=word(properties.get("created")),
        cloud_cover=number(properties.get("eo:cloud_cover")),
        crs=crs_of(properties),
        footprint=usable_footprint(shape(item["geometry"])),
        assets=MappingProxyType(_assets(assets, resolve)),
        granule_metadata=None,
        sun_zenith=None if elevation is None else 90.0 - elevation,
        sun_azimuth=None if azimuth is None else azimuth % 360.0,
        offset_reason="scale and offset of raster:bands, else those of Landsat Collection 2",
        class_rule="landsat",
        thumbnail=thumbnail_url(assets, resolve),
    )


def _acquired(properties: Mapping[str, Any]) -> datetime:
    """When the scene was seen: some items of USGS state the day alone, which gives way to a time of day elsewhere."""
    stated = [properties["datetime"], *(properties.get(name) for name in ("start_datetime", "end_datetime"))]
    return parse_time(next((text for text in stated if ":" in str(text)), stated[0]))


def _platform(properties: Mapping[str, Any]) -> str:
    return word(properties.get("platform") or properties.get("eo:platform"))


def _assets(assets: Mapping[str, Any], resolve: Callable[[str], str]) -> dict[str, Asset]:
    found = {}
    for band in BANDS:
        asset = _asset(assets, band.asset, f"SR_B{band.number}")
        if asset is not None:
            raster_band = (asset.get("raster:bands") or [{}])[0]
            scale, offset = number(raster_band.get("scale")), number(raster_band.get("offset"))
            found[band.stands_for] = reflectance_asset(resolve(asset["href"]), scale, offset)
    mask = _asset(assets, "qa_pixel", "QA_PIXEL")
    if not found or mask is None:
        lacking = "surface reflectance" if mask is not None else "pixel quality (asset qa_pixel)"
        raise CatalogueError(f"The item has no {lacking}; the item of the surface temperature alone is of no use.")
    found["QA_PIXEL"] = Asset(resolve(mask["href"]), 1.0, 0.0)
    return found


def _asset(assets: Mapping[str, Any], *names: str) -> Mapping[str, Any] | None:
    """An asset by one of its names, or by one that is the end of a file name (SR_B2.TIF)."""
    every = [*names, *(f"{name}.TIF" for name in names)]
    return next((assets[name] for name in every if name in assets), None)
