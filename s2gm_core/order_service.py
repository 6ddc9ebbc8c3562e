"""Orders of the historical S2GM service, read as ours.

Source: the request body of the service's order interface as its public test tool wrote it (``imageFormat``,
``temporalPeriod``, ``areaOfInterest``, ...). The service chose its own archive: a source has to be named beside it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from .errors import OrderError
from .order import Order
from .sensors.bands import BANDS

_FORMATS = MappingProxyType({"GEO_TIFF": "gtiff"})
_RESOLUTIONS = MappingProxyType({"R10m": 10, "R20m": 20, "R60m": 60})
_SYSTEMS = MappingProxyType({"UTM": "auto", "WGS84": "EPSG:4326"})
_PERIODS = MappingProxyType(
    {"DAY": "day", "TENDAYS": "ten_days", "MONTH": "month", "QUARTER": "quarter", "YEAR": "year"}
)
_LAYERS = MappingProxyType(
    {
        "AOT": "quality_aot",
        "CLOUD": "quality_cloud_confidence",
        "SNOW": "quality_snow_confidence",
        "SCENE": "quality_scene_classification",
        "INDEX": "source_index",
        "MEDOID_MOS": "medoid_mos",
        "SUN_ZENITH": "sun_zenith",
        "SUN_AZIMUTH": "sun_azimuth",
        "VIEW_ZENITH_MEAN": "view_zenith_mean",
        "VIEW_AZIMUTH_MEAN": "view_azimuth_mean",
        "VALID_OBS": "valid_obs",
    }
)


def is_service_order(document: object) -> bool:
    """Whether a JSON document looks like an order of the historical service."""
    return isinstance(document, Mapping) and {"temporalPeriod", "areaOfInterest"} <= set(document)


def order_from_service(document: Mapping[str, Any], source: str) -> Order:
    """Our order for an order of the historical service; `OrderError` names what cannot be taken over."""
    codes = _codes(document)
    unknown = [code for code in codes if code not in BANDS and code not in _LAYERS]
    if unknown:
        raise OrderError(f"The order names unknown bands: {', '.join(unknown)}.")
    return Order(
        source=source,
        area=document["areaOfInterest"],
        start=str(document.get("startDate", ""))[:10],  # type: ignore[arg-type] # checked and converted by Order
        period=_translated(document, "temporalPeriod", _PERIODS),
        bands=tuple(code for code in codes if code in BANDS),
        layers=tuple(_LAYERS[code] for code in codes if code in _LAYERS) or ("none",),
        resolution=_translated(document, "resolution", _RESOLUTIONS),
        crs=_translated(document, "coordinateSystem", _SYSTEMS),
        format=_translated(document, "imageFormat", _FORMATS),
        name=re.sub(r"[^A-Za-z0-9_-]+", "-", str(document.get("name") or "mosaic")).strip("-_")[:60] or "mosaic",
    )


def _codes(document: Mapping[str, Any]) -> list[str]:
    further = document.get("additionalData")
    codes = further.get("bands") if isinstance(further, Mapping) else None
    if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
        raise OrderError("The order has no list additionalData.bands.")
    return codes


def _translated(document: Mapping[str, Any], key: str, words: Mapping[str, Any]) -> Any:
    value = str(document.get(key))
    if value not in words:
        raise OrderError(f"The order's {key} is '{value}'. What can be taken over: {', '.join(words)}.")
    return words[value]
