"""The JSON Schema of orders, derived from the same tables that check them (``docs/order.schema.json``)."""

from __future__ import annotations

import json
from typing import Any

from .composite.registry import METHODS
from .layers import LAYERS
from .masks.scene_classification import MASK_PRESETS
from .order import FORMATS, ORDER_TYPE, ORDER_VERSION, PRODUCTS
from .period import PERIOD_KINDS
from .sensors.bands import BANDS


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
            "product": {"enum": list(PRODUCTS), "default": PRODUCTS[0]},
            "method": {"enum": list(METHODS), "default": "s2gm"},
            "bands": _list_of(list(BANDS), "reflectance bands; empty = all that the scenes have"),
            "resolution": {"type": "number", "minimum": 1, "maximum": 10000, "default": 10, "description": "metres"},
            "crs": {"type": "string", "default": "auto", "description": "auto, EPSG code or WKT"},
            "layers": _list_of(["all", "none", *LAYERS], "ancillary layers"),
            "format": {"enum": list(FORMATS), "default": FORMATS[0]},
            "cloud_mask": {"enum": list(MASK_PRESETS), "default": "esa"},
            "max_cloud": {"type": "number", "minimum": 0, "maximum": 100, "default": 100, "description": "percent"},
            "landsat_weight": {
                "type": "number",
                "minimum": 0,
                "maximum": 1,
                "default": 1,
                "description": "what an observation of Landsat counts beside one of Sentinel-2; 0 leaves it out",
            },
            "exclude_scenes": {**texts, "description": "scene ids to leave out"},
            "include_scenes": {**texts, "description": "scene ids to take whatever the limits say"},
            "relative_orbits": {"type": "array", "items": {"type": "integer", "minimum": 1, "maximum": 233}},
            "platforms": {**texts, "description": "such as S2A; empty = all"},
            "baselines": {**texts, "description": "processing baselines such as 05.09; empty = all"},
            "name": {"type": "string", "default": "mosaic", "description": "order name, part of the file names"},
        },
    }


def order_schema_text() -> str:
    """The schema as it stands in ``docs/order.schema.json``."""
    return json.dumps(order_schema(), indent=2) + "\n"


def _list_of(names: list[str], description: str) -> dict[str, Any]:
    return {"type": "array", "items": {"enum": names}, "description": description}
