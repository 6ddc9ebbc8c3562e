"""The JSON Schema of orders, derived from the same tables that check them (``docs/order.schema.json``)."""

from __future__ import annotations

import json
from typing import Any

from .composite.registry import METHODS
from .layers import GROUPS, LAYERS
from .masks.scene_classification import MASK_NAMES
from .order import (
    BIT_DEPTHS,
    CLIPS,
    FORMATS,
    LARGEST_GROWTH,
    ORDER_TYPE,
    ORDER_VERSION,
    SWITCH,
    TILINGS,
)
from .order_products import PRODUCTS, TEMPORAL_MOSAIC, TILES
from .period import PERIOD_KINDS
from .sensors.bands import BANDS
from .sensors.spectral_indices import INDICES


def order_schema() -> dict[str, Any]:
    """The schema, JSON Schema draft 2020-12."""
    texts = {"type": "array", "items": {"type": "string"}}
    day = {"type": "string", "format": "date"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "S2GM order",
        "type": "object",
        "required": ["type", "version", "source", "area", "start"],
        "additionalProperties": False,
        "properties": {
            "type": {"const": ORDER_TYPE},
            "version": {"const": ORDER_VERSION},
            "source": {
                "type": "string",
                "description": "provider, STAC API, catalogue or folder of products; several joined by ' + '",
            },
            "area": {"type": "object", "description": "GeoJSON Polygon or MultiPolygon, longitude and latitude"},
            "start": {**day, "description": "any day inside the first period, UTC"},
            "period": {"enum": list(PERIOD_KINDS), "default": "month"},
            "end": {
                "anyOf": [day, {"type": "null"}],
                "description": "last day of a custom period, or any day in the last period of a series",
            },
            "product": {"enum": list(PRODUCTS), "default": TEMPORAL_MOSAIC},
            "method": {"enum": list(METHODS), "default": "s2gm"},
            "options": {
                "type": "object",
                "additionalProperties": {"type": "string"},
                "description": "options of the method, see docs/methods.md",
            },
            "bands": _list_of(list(BANDS), "reflectance bands; empty = all that the scenes have"),
            "resolution": _number(1, 10_000, 10, "metres"),
            "crs": {"type": "string", "default": "auto", "description": "auto, EPSG code or WKT"},
            "layers": {**texts, "description": f"all, none, {', '.join(GROUPS)}, {', '.join(LAYERS)}, or B02_unc etc."},
            "indices": _list_of(list(INDICES), "spectral indices of the composite"),
            "format": {"enum": list(FORMATS), "default": FORMATS[0]},
            "bit_depth": {"enum": list(BIT_DEPTHS), "default": BIT_DEPTHS[0], "description": "of reflectance bands"},
            "like": {"type": "string", "default": "", "description": "a raster whose exact grid the product takes"},
            "clip": {"enum": list(CLIPS), "default": CLIPS[0], "description": "what is left empty outside the area"},
            "buffer": _number(0, 100_000, 0, "metres by which the area is widened"),
            "tiling": {"enum": list(TILINGS), "default": TILINGS[0]},
            **_masks(),
            "max_cloud": _number(0, 100, 100, "percent"),
            "nbar": {"enum": list(SWITCH), "default": "auto", "description": "as seen from nadir under one sun"},
            "nbar_sun_zenith": {"anyOf": [{"type": "number", "minimum": 0, "maximum": 75}, {"type": "null"}]},
            "harmonise": {"enum": list(SWITCH), "default": "auto", "description": "Sentinel-2B adjusted to 2A"},
            "regularise": {"type": "boolean", "default": False, "description": "fewer changes of the date"},
            "min_obs": {"type": "integer", "minimum": 1, "maximum": 254, "default": 1},
            "fill_days": {"type": "integer", "minimum": 0, "maximum": 366, "default": 0},
            "landsat_weight": _number(
                0, 1, 1, "what an observation of Landsat counts beside one of Sentinel-2; 0 leaves it out"
            ),
            "exclude_scenes": {**texts, "description": "scene ids to leave out"},
            "include_scenes": {**texts, "description": "scene ids to take whatever the limits say"},
            "relative_orbits": {"type": "array", "items": {"type": "integer", "minimum": 1, "maximum": 233}},
            "platforms": {**texts, "description": "such as S2A; empty = all"},
            "baselines": {**texts, "description": "processing baselines such as 05.09; empty = all"},
            **_of_pictures(),
            "name": {"type": "string", "default": "mosaic", "description": "order name, part of the file names"},
        },
    }


def _of_pictures() -> dict[str, Any]:
    """What only mosaics in natural colour have."""
    return {
        "tone": {"type": "string", "default": "natural", "description": "natural, linear, or limits:0.02,0.3"},
        "tiles": {"enum": list(TILES), "default": TILES[0], "description": "the picture as tiles of a base map"},
    }


def order_schema_text() -> str:
    """The schema as it stands in ``docs/order.schema.json``."""
    return json.dumps(order_schema(), indent=2) + "\n"


def _masks() -> dict[str, Any]:
    """The fields that say which observations show the ground."""
    left_out = "a raster in any CRS: pixels where it is not zero are left out"
    return {
        "cloud_mask": {"enum": list(MASK_NAMES), "default": "esa"},
        "cloud_probability": _number(1, 100, 40, "percent from which on the mask 'probability' calls a pixel cloud"),
        "mask_growth": _number(0, LARGEST_GROWTH, 0, "metres by which clouds and shadows are widened"),
        "user_mask": {"type": "string", "default": "", "description": left_out},
    }


def _list_of(names: list[str], description: str) -> dict[str, Any]:
    return {"type": "array", "items": {"enum": names}, "description": description}


def _number(low: float, high: float, default: float, description: str) -> dict[str, Any]:
    return {"type": "number", "minimum": low, "maximum": high, "default": default, "description": description}
