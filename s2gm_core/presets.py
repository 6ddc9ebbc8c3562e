"""Named order settings: the recipes of published mosaics, to begin an order with.

A preset fills fields of an order that the user did not give. It names methods and options as text, which are checked
when an order is made of it. The numbers are those of specs methods.md, sections 1 to 3, and of the sources in the rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from .composite.options import pairs_of
from .errors import OrderError
from .order import Order
from .order_products import BRIGHTEARTH, TEMPORAL_MOSAIC

_VISIBLE_AND_NEAR_INFRARED = ("B02", "B03", "B04", "B08")
_LAND_BANDS = ("B02", "B03", "B04", "B05", "B06", "B07", "B08", "B8A", "B11", "B12")


@dataclass(frozen=True)
class Preset:
    """One row of the table of presets."""

    name: str
    label: str
    summary: str  # what comes out and how it differs from the published product, in words
    source: str  # document
    settings: Mapping[str, Any]  # fields of `Order`; options of the method as a mapping


_ROWS = (
    Preset(
        "s2gm",
        "S2GM monthly mosaic",
        "The default: every band and layer of the historical service for one month, at 10 m.",
        "S2GM ATBD v1.3.3; S2GM user manual",
        MappingProxyType({"method": "s2gm", "period": "month", "resolution": 10, "cloud_mask": "esa"}),
    ),
    Preset(
        "pan_european",
        "Pan-European seasonal mosaic",
        "Medians per relative orbit, blended by the distance to the orbits' centre lines, for seasons that begin on "
        "2 December, 21 March, 25 June and 13 September, at 30 m. Clouds and cloud shadows are masked, snow is not. "
        "The published mosaics are bytes with an unknown factor; a bit depth of 8 scales to bytes by ours.",
        "Open Data Science Europe, talk doi:10.5446/55261",
        MappingProxyType(
            {
                "method": "pan_european",
                "options": {"percentiles": "50"},
                "period": "season_eu",
                "crs": "EPSG:3035",
                "resolution": 30,
                "bands": ("B02", "B03", "B04", "B08", "B11", "B12"),
                "layers": ("valid_obs",),
                "cloud_mask": "weak_2",  # all that Sen2Cor calls cloud or shadow
            }
        ),
    ),
    Preset(
        "cdse_quarterly",
        "Copernicus Data Space quarterly mosaic",
        "The first quartile of the valid observations of a quarter, at most one per day, at 10 m. The service writes "
        "Int16 with nodata -32768; this product is UInt16 with nodata 65535, with the same scale, and its count of "
        "observations is valid_obs.",
        "documentation.dataspace.copernicus.eu, Sentinel-2 Level 3 quarterly mosaics",
        MappingProxyType(
            {
                "method": "percentile",
                "options": {"percentiles": "25", "interpolation": "none", "one_per_day": "yes"},
                "period": "quarter",
                "resolution": 10,
                "bands": _VISIBLE_AND_NEAR_INFRARED,
                "layers": ("valid_obs",),
                "cloud_mask": "esa",  # the service's invalid classes are the same: 0, 1, 3, 7, 8, 9 and 10
            }
        ),
    ),
    Preset(
        "theia_l3a",
        "Theia L3A",
        "Weighted averages with the layers of Theia's product. Theia takes 46 days around the middle of a month: give "
        "their first and last day. For products of MAJA, as Theia's own, add the cloud mask 'maja'.",
        "CNES WASP",
        MappingProxyType(
            {
                "method": "weighted_average",
                "period": "custom",
                "resolution": 10,
                "bands": _LAND_BANDS,
                "layers": ("weight", "dts", "flag", "frc"),
                "cloud_mask": "esa",
            }
        ),
    ),
    Preset(
        "sen2agri_l3a",
        "Sen2Agri L3A",
        "Weighted averages of Sentinel-2 and Landsat, which counts a third. Sen2Agri takes 25 days before and after "
        "the middle of a month: give their first and last day.",
        "Sen2Agri system, composite L3A",
        MappingProxyType(
            {
                "method": "sen2agri",
                "period": "custom",
                "resolution": 10,
                "layers": ("weight", "dts", "flag"),
                "cloud_mask": "esa",
                "landsat_weight": 0.33,
            }
        ),
    ),
)

PRESETS: Mapping[str, Preset] = MappingProxyType({row.name: row for row in _ROWS})
"""All presets by name."""


def preset(name: str) -> Preset:
    """The preset of a name; `OrderError` lists the names that exist."""
    if name not in PRESETS:
        raise OrderError(f"Unknown preset '{name}'. Choose among {', '.join(PRESETS)}.")
    return PRESETS[name]


_OF_PRODUCTS: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        TEMPORAL_MOSAIC: MappingProxyType({}),
        BRIGHTEARTH: MappingProxyType({"fill_days": 30, "cloud_mask": "multitemporal"}),
    }
)
"""What fields of an order are usually set to for a product, where that is not their default."""


def order_of_product(product: str, /, **given: Any) -> Order:
    """An order of a product with its usual settings for what is not ``given``; `OrderError` as every order."""
    return Order(**{**_OF_PRODUCTS[product], **given, "product": product})


def usual_settings(product: str) -> Mapping[str, Any]:
    """What a product sets by itself, by field of an order."""
    return _OF_PRODUCTS[product]


def order_with_preset(name: str, /, **given: Any) -> Order:
    """An order of the fields ``given``, and for all others the settings of a preset.

    Options of the method are joined one by one; where another method is given, the preset's options are dropped.
    Raises `OrderError` for an unknown preset and for everything that an order refuses.
    """
    settings = dict(preset(name).settings)
    options = settings.pop("options", {})
    if given.get("method", settings["method"]) == settings["method"]:
        settings["options"] = {**options, **dict(pairs_of(given.get("options", ())))}
        given.pop("options", None)
    return Order(**{**settings, **given})
