"""What QGIS shall know about a result raster: its name, time, licence and history, as plain values."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from .plugin_facts import plugin_metadata
from .translation import translate

if TYPE_CHECKING:
    from ..s2gm_core import Order, Product
    from ..s2gm_core.period import Period

BANDS_KIND = "bands"
QUALITY_KIND = "quality"
MASK_KIND = "mask"
COLOURS_KIND = "colours"
QUICKLOOK_KIND = "quicklook"
"""What a raster holds: reflectance bands, ancillary layers, a cloud mask, a picture of bytes, or one of a quicklook."""

ORDER_PROPERTY, DAY_PROPERTY = "s2gm/order", "s2gm/first_day"
"""Custom properties of result layers: the order as JSON, and the first day of the period."""

LICENCE = (
    "Copernicus Sentinel data: free, full and open access, under the Legal notice on the use of Copernicus Sentinel "
    "Data and Service Information (Regulation (EU) No 377/2014, Commission Delegated Regulation (EU) No 1159/2013). "
    "The attribution is to be kept."
)

_SEASONS = {12: "DJF", 3: "MAM", 6: "JJA", 9: "SON"}


@dataclass(frozen=True)
class ResultFacts:
    """The facts of one result raster."""

    kind: str  # one of the kinds above
    layer_name: str  # in the layer tree
    product_name: str
    abstract: str
    attribution: str
    first_day: date  # UTC
    last_day: date  # UTC, inclusive
    history: tuple[str, ...]
    order: str = ""  # as JSON, without credentials, for those who ask what a pixel was made from


def facts_of(product: Product, order: Order, kind: str) -> ResultFacts:
    """The facts of a product's reflectance bands or ancillary layers."""
    from ..s2gm_core.products.metadata import attribution
    from ..s2gm_core.products.recipes import method_of

    period = product.period
    what = {
        BANDS_KIND: translate("S2GM", "Mosaic"),
        COLOURS_KIND: translate("S2GM", "Mosaic"),
        QUALITY_KIND: translate("S2GM", "Mosaic layers"),
        QUICKLOOK_KIND: translate("S2GM", "Quicklook"),
    }[kind]
    return ResultFacts(
        kind=kind,
        layer_name=f"{what} {period_label(period)} ({method_of(order).name})",
        product_name=product.name,
        abstract=_abstract(product, order, kind),
        attribution=attribution(period),
        first_day=period.start,
        last_day=period.last_day,
        history=_history(product, order),
        order=json.dumps(order.to_json()),
    )


def period_label(period: Period) -> str:
    """A short readable name: 2023-08-01, 2023-08, 2023-Q3, 2023-JJA, 2023, or first to last day."""
    start = period.start
    labels = {
        "day": start.isoformat(),
        "month": f"{start:%Y-%m}",
        "quarter": f"{start.year}-Q{(start.month + 2) // 3}",
        "season": f"{period.last_day.year}-{_SEASONS.get(start.month, '')}",
        "year": str(start.year),
    }
    return labels.get(period.kind, str(period))


def _abstract(product: Product, order: Order, kind: str) -> str:
    from ..s2gm_core.order_products import BRIGHTEARTH
    from ..s2gm_core.products.recipes import method_of

    pixel = translate("S2GM", "made from all valid observations of a pixel")
    if order.product == BRIGHTEARTH:
        pixel = translate("S2GM", "balanced between overpasses and blended for looking at")
    elif method_of(order).selects:
        pixel = translate("S2GM", "one chosen observation per pixel")
    lines = {
        BANDS_KIND: translate("S2GM", "Surface reflectance of Sentinel-2, bands {bands}, {period}, {pixel}."),
        COLOURS_KIND: translate("S2GM", "Natural colours of Sentinel-2 as bytes, {period}, {pixel}."),
        QUALITY_KIND: translate("S2GM", "What each pixel of the mosaic of {period} was made from, in physical units."),
        QUICKLOOK_KIND: translate("S2GM", "Sentinel-2 in natural colour, {period}, {pixel}. For looking at only."),
    }
    return lines[kind].format(bands=", ".join(product.bands), period=product.period, pixel=pixel) + " " + product.name


def _history(product: Product, order: Order) -> tuple[str, ...]:
    from ..s2gm_core.products.recipes import method_of

    options = "; ".join(f"{name}={value}" for name, value in order.options)
    name = method_of(order).name
    method = f"{name} ({options})" if options else name
    made = f"S2GM for QGIS {plugin_metadata('version')}: method {method}, cloud mask {order.cloud_mask}, "
    made += f"{len(product.scenes)} scenes, {product.valid_fraction:.1%} of the area with data."
    unread = [f"Not readable and left out: {failure}" for failure in product.failures]
    return (made, *product.notes, "Scenes: " + ", ".join(product.scenes), *unread)
