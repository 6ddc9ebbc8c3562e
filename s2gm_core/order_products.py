"""What the products are, and which fields of an order belong to which of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from .errors import OrderError
from .sensors.bands import BANDS

TEMPORAL_MOSAIC, BRIGHTEARTH = "temporal_mosaic", "brightearth"
COLOUR_BANDS = ("B02", "B03", "B04")
"""Bands of a mosaic in natural colour."""

TILES = ("none", "mbtiles", "xyz")
"""As what a picture is delivered beside its GeoTIFF, for use as a base map."""


@dataclass(frozen=True)
class ProductKind:
    """One product: what it may hold, and fields of an order that mean nothing to it and stay at their defaults."""

    name: str
    label: str
    bands: tuple[str, ...]  # that it can deliver
    layers: frozenset[str] | None  # ancillary layers that it can deliver; None = whatever its method and scenes allow
    foreign: tuple[str, ...]


_ROWS = (
    ProductKind(TEMPORAL_MOSAIC, "temporal mosaic", tuple(BANDS), None, ("tone", "tiles")),
    ProductKind(
        BRIGHTEARTH,
        "BrightEarth-style mosaic",
        COLOUR_BANDS,
        frozenset({"source_index", "date", "filled", "gain"}),
        ("method", "options", "indices", "bit_depth", "regularise", "min_obs"),
    ),
)

PRODUCTS: Mapping[str, ProductKind] = MappingProxyType({row.name: row for row in _ROWS})
"""All products by the name that orders use."""


def check_product(name: str, given: Mapping[str, Any], defaults: Mapping[str, Any]) -> None:
    """`OrderError` where an order asks a product for what it does not have; both mappings by field of an order."""
    kind = PRODUCTS[name]
    foreign = [field for field in kind.foreign if given[field] != defaults[field]]
    if foreign:
        raise OrderError(f"A {kind.label} has no {', '.join(foreign)}: leave out what does not belong to it.")
    other = [band for band in given["bands"] if band not in kind.bands]
    if other or (given["bands"] and len(kind.bands) == len(COLOUR_BANDS) and set(given["bands"]) != set(kind.bands)):
        raise OrderError(f"A {kind.label} holds {', '.join(kind.bands)}: leave the bands empty.")
    layers = [layer for layer in given["layers"] if kind.layers is not None and layer not in {"all", *kind.layers}]
    if layers:
        raise OrderError(
            f"A {kind.label} has no layer {', '.join(layers)}. Choose among all, none, "
            f"{', '.join(sorted(kind.layers or ()))}."
        )
