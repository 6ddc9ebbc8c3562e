"""The metadata documents of a Sentinel-2 Level-2A product in SAFE format, as plain records.

Source: ESA's Sentinel-2 product specification; element names from products of baselines 02.04 to 05.10. Products up to
2.04 prefix many of them with L2A_.
"""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from shapely.errors import ShapelyError
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from ..errors import CatalogueError, OrderError
from ..grid import crs_name, parse_crs
from .fields import MAX_TEXT_CHARACTERS, parse_time
from .footprint import usable_footprint
from .xml import parse_xml

BAND_IDS = ("B01", "B02", "B03", "B04", "B05", "B06", "B07", "B08", "B8A", "B09", "B10", "B11", "B12")
"""Band names by the ``bandId`` and ``band_id`` numbers of the documents."""

MAX_OFFSET = 10_000
"""Larger offsets than a reflectance of 1 are no offsets."""

DEFAULT_AOT_QUANTIFICATION = 1000.0
_DATATAKE_ORBIT = re.compile(r"_(\d{6})_N")


@dataclass(frozen=True)
class ProductMetadata:
    """What MTD_MSIL2A.xml says of a product."""

    platform: str  # "S2B"
    baseline: str  # "05.09"; "99.99" where a user ran the processor
    started: datetime  # UTC, when the datatake began
    generated: str  # ISO text, "" where not stated
    relative_orbit: int | None
    absolute_orbit: int | None
    cloud_cover: float | None  # percent
    footprint: BaseGeometry  # lon/lat
    quantification: float  # reflectance = (DN + offset) / quantification
    aot_quantification: float
    offsets: Mapping[str, int]  # BOA_ADD_OFFSET by band name; empty where the document states none
    images: tuple[str, ...]  # paths of the image files in the product without extension; empty in old products

    @property
    def offset_reason(self) -> str:
        """How the reflectance offset was decided."""
        return "BOA_ADD_OFFSET of the product" if self.offsets else "the product states no BOA_ADD_OFFSET: none"


@dataclass(frozen=True)
class GranuleMetadata:
    """What MTD_TL.xml says of a granule, without its angle grids."""

    id: str  # ESA's granule id
    sensed: datetime  # UTC
    crs: str  # "EPSG:32633"
    bounds: tuple[float, float, float, float]  # west, south, east, north in the CRS
    sun_zenith: float | None  # degrees, mean
    sun_azimuth: float | None


def parse_product(document: bytes) -> ProductMetadata:
    """The record of a product metadata document. Raises `CatalogueError`, for other levels than 2A too."""
    root = parse_xml(document, "product metadata")
    try:
        return _product(root)
    except (ValueError, LookupError, TypeError, ArithmeticError, ShapelyError) as problem:
        raise CatalogueError(f"The product metadata cannot be used ({str(problem)[:MAX_TEXT_CHARACTERS]}).") from None


def parse_granule(document: bytes) -> GranuleMetadata:
    """The record of a granule metadata document. Raises `CatalogueError`."""
    root = parse_xml(document, "granule metadata")
    try:
        return _granule(root)
    except (ValueError, LookupError, TypeError, ArithmeticError, OrderError) as problem:
        raise CatalogueError(f"The granule metadata cannot be used ({str(problem)[:MAX_TEXT_CHARACTERS]}).") from None


def _product(root: ElementTree.Element) -> ProductMetadata:
    level = _text(root, "PROCESSING_LEVEL")
    if not level.startswith("Level-2A"):
        raise CatalogueError(
            f"The product is {level or 'of no stated level'}; surface reflectance (Level-2A) is needed. Take the "
            "Level-2A product of the same scene, or make it with Sen2Cor."
        )
    datatake = next((element.get("datatakeIdentifier", "") for element in root.iter("Datatake")), "")
    orbit = _DATATAKE_ORBIT.search(datatake)
    return ProductMetadata(
        platform=_platform(_text(root, "SPACECRAFT_NAME")),
        baseline=_text(root, "PROCESSING_BASELINE"),
        started=parse_time(_text(root, "DATATAKE_SENSING_START") or _text(root, "PRODUCT_START_TIME")),
        generated=_text(root, "GENERATION_TIME"),
        relative_orbit=_whole(_text(root, "SENSING_ORBIT_NUMBER")),
        absolute_orbit=int(orbit.group(1)) if orbit else None,
        cloud_cover=_number(_text(root, "Cloud_Coverage_Assessment", "CLOUD_COVERAGE_ASSESSMENT")),
        footprint=_footprint(root),
        quantification=_quantification(_text(root, "BOA_QUANTIFICATION_VALUE", "L2A_BOA_QUANTIFICATION_VALUE")),
        aot_quantification=_quantification(
            _text(root, "AOT_QUANTIFICATION_VALUE", "L2A_AOT_QUANTIFICATION_VALUE") or str(DEFAULT_AOT_QUANTIFICATION)
        ),
        offsets=MappingProxyType(_offsets(root)),
        images=_images(root),
    )


def _granule(root: ElementTree.Element) -> GranuleMetadata:
    position, size = root.find(".//Geoposition"), root.find(".//Size")
    sun = root.find(".//Mean_Sun_Angle")
    if position is None or size is None:
        raise ValueError("Geoposition or Size is missing")
    west, north = float(position.findtext("ULX", "")), float(position.findtext("ULY", ""))
    pixel = float(size.get("resolution", ""))
    width, height = int(size.findtext("NCOLS", "")) * pixel, int(size.findtext("NROWS", "")) * pixel
    bounds = (west, north - height, west + width, north)
    if not all(map(math.isfinite, bounds)) or width <= 0 or height <= 0:
        raise ValueError(f"a granule with the bounds {bounds}")
    return GranuleMetadata(
        id=_text(root, "TILE_ID", "TILE_ID_2A"),
        sensed=parse_time(_text(root, "SENSING_TIME")),
        crs=crs_name(parse_crs(_text(root, "HORIZONTAL_CS_CODE"))),
        bounds=bounds,
        sun_zenith=None if sun is None else _number(sun.findtext("ZENITH_ANGLE", "")),
        sun_azimuth=None if sun is None else _number(sun.findtext("AZIMUTH_ANGLE", "")),
    )


def _text(root: ElementTree.Element, *tags: str) -> str:
    """The text of the first element with one of the tags, "" where there is none; only short printable text."""
    found = next((element for tag in tags for element in root.iter(tag)), None)
    text = ((found.text if found is not None else "") or "").strip()
    if len(text) > MAX_TEXT_CHARACTERS or not text.isprintable():
        raise ValueError(f"{tags[0]} holds {len(text)} characters where a short printable text belongs")
    return text


def _platform(spacecraft: str) -> str:
    found = re.fullmatch(r"Sentinel-2([A-Z])", spacecraft)
    if not found:
        raise ValueError(f"the spacecraft '{spacecraft}' is no Sentinel-2")
    return f"S2{found.group(1)}"


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _whole(text: str) -> int | None:
    return int(text) if re.fullmatch(r"\d{1,9}", text) else None


def _quantification(text: str) -> float:
    number = _number(text)
    if number is None or not 1.0 <= number <= 1e6:
        raise ValueError(f"a quantification value of '{text}'")
    return number


def _offsets(root: ElementTree.Element) -> dict[str, int]:
    """BOA_ADD_OFFSET by band name. All bands have one, or none has: what is half stated is not guessed."""
    offsets = {}
    for element in root.iter("BOA_ADD_OFFSET"):
        number = int(element.get("band_id", ""))
        if not 0 <= number < len(BAND_IDS):
            raise ValueError(f"BOA_ADD_OFFSET of a band with the number {number}")
        offsets[BAND_IDS[number]] = int(element.text or "")
    if any(abs(offset) > MAX_OFFSET for offset in offsets.values()):
        raise ValueError("a BOA_ADD_OFFSET larger than a reflectance of 1")
    missing = [band for band in BAND_IDS if band not in offsets and band != "B10"]  # cirrus has no surface reflectance
    if offsets and missing:
        raise ValueError(f"BOA_ADD_OFFSET is stated for some bands, but not for {', '.join(missing)}")
    return offsets


def _footprint(root: ElementTree.Element) -> BaseGeometry:
    """EXT_POS_LIST: latitude and longitude in turn, a closed ring; early lists have a height of 0 behind each pair."""
    text = next((element.text for element in root.iter("EXT_POS_LIST")), None)
    values = [float(value) for value in (text or "").split()]
    if len(values) < 6:
        raise ValueError("there is no footprint (EXT_POS_LIST)")
    if not all(map(math.isfinite, values)):
        raise ValueError("the footprint holds what is no number")
    step = 2 if any(values[2::3]) else 3
    ring = [(values[i + 1], values[i]) for i in range(0, len(values) - 1, step)]
    if any(abs(latitude) > 90.0 or abs(longitude) > 180.0 for longitude, latitude in ring):
        raise ValueError("the footprint leaves the globe")
    return usable_footprint(Polygon(ring))


def _images(root: ElementTree.Element) -> tuple[str, ...]:
    """Paths of the image files as the document lists them; early products list bare names, in other elements."""
    return tuple((element.text or "").strip() for element in root.iter("IMAGE_FILE"))
