"""Products written from planes that a test makes up, in any format, without reading a scene."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import numpy as np
from shapely.geometry import box

from s2gm_core.catalog.records import Scene
from s2gm_core.grid import Grid
from s2gm_core.layers import LAYERS, Layer, band_layer
from s2gm_core.order import Order
from s2gm_core.period import period_series
from s2gm_core.products.block_plan import BlockResult
from s2gm_core.products.facts import ProductFacts
from s2gm_core.products.finishing import finish_part, finish_product
from s2gm_core.products.folder import ProductFolder
from s2gm_core.products.formats import PRODUCT_FORMATS
from s2gm_core.products.journal import JournalHeader
from s2gm_core.products.metadata import source_details
from s2gm_core.products.naming import common_stem, product_name
from s2gm_core.products.overpasses import Granule
from s2gm_core.products.planned_layer import PlannedLayer, placed
from s2gm_core.products.quicklook import write_quicklook
from s2gm_core.progress import Progress, SilentProgress

GRID = Grid("EPSG:32633", 500_000.0, 5_000_040.0, 20.0, 20.0, 70, 50)
EIGHT_BIT = {
    name: replace(band_layer(name), dtype="uint8", nodata=0, scale=0.0012, offset=-0.0012)
    for name in ("B02", "B03", "B04")
}
SIXTEEN_BIT = {name: band_layer(name) for name in ("B02", "B03", "B04", "B11")}
ANCILLARY = {
    name: LAYERS[name]
    for name in ("quality_scene_classification", "source_index", "sun_zenith", "sun_azimuth", "valid_obs")
}


@dataclass(frozen=True)
class HandMade:
    """A product on disk with what was put into it."""

    path: Path
    facts: ProductFacts
    planes: Mapping[str, np.ndarray]  # (y, x) by layer

    @property
    def inside(self) -> Path:
        return self.path / self.facts.order.name

    def location(self, layer: str) -> str:
        planned = self.facts.layers[layer]
        return self.facts.format.location(self.inside / planned.path, planned.variable)


def order_in(name: str, order: Order) -> Order:
    """The order in a format of `PRODUCT_FORMATS`, whether or not orders know it."""
    changed = replace(order)
    object.__setattr__(changed, "format", name)
    return changed


def scene(day: int, **changes: Any) -> Scene:
    fields: dict[str, Any] = {
        "id": f"S2A_33TWL_202308{day:02}_0_L2A",
        "granule_id": f"S2A_OPER_MSI_L2A_TL_2APS_202308{day:02}T120000_A0001{day:02}_T33TWL_N05.09",
        "platform": "S2A",
        "acquired": datetime(2023, 8, day, 10, 0, tzinfo=timezone.utc),
        "tile": "33TWL",
        "absolute_orbit": 100 + day,
        "relative_orbit": 122,
        "baseline": "05.09",
        "generated": f"2023-08-{day:02}T12:00:00.000000Z",
        "cloud_cover": 10.0,
        "crs": "EPSG:32633",
        "footprint": box(15.0, 45.0, 15.1, 45.2),
        "assets": {},
        "granule_metadata": None,
        "sun_zenith": 40.0,
        "sun_azimuth": 160.0,
        "offset_reason": "made up",
    }
    return Scene(**{**fields, **changes})


def random_planes(layers: Mapping[str, Layer], grid: Grid, sources: int) -> dict[str, np.ndarray]:
    """Planes (y, x) with values that the format allows, and with nodata."""
    random = np.random.default_rng(7)
    largest = {"quality_scene_classification": 11, "source_index": sources - 1, "valid_obs": sources}
    largest |= {"sun_zenith": 9000, "sun_azimuth": 35999}
    planes = {}
    for name, layer in layers.items():
        least = 1 if layer.nodata == 0 else 0
        top = largest.get(name, np.iinfo(layer.dtype).max - 1)
        plane = random.integers(least, top, grid.shape, dtype=layer.dtype, endpoint=True)
        plane[:5] = layer.nodata
        planes[name] = plane
    return planes


def facts_of(
    format_name: str = "gtiff", layers: Mapping[str, Layer] | None = None, grid: Grid = GRID, **changes: Any
) -> ProductFacts:
    order = Order(
        source="https://me:secret@example.org/catalog.json?token=secret",
        area=box(15.0, 45.1, 15.02, 45.2),
        start="2023-08-01",
        resolution=20,
    )
    order = order_in(format_name, order.with_changes(**{"name": "my_order", **changes}))
    period = period_series(order.period, order.start, order.end)[0]
    chosen = {**SIXTEEN_BIT, **ANCILLARY} if layers is None else layers
    stem = common_stem(order, period, order.name)
    planned = {name: PlannedLayer(layer, Path(f"{name}_{stem}.tiff")) for name, layer in chosen.items()}
    granules = [Granule(index, scene(3 + 5 * index), True) for index in range(3)]
    return ProductFacts(
        name=product_name(order, period),
        part=order.name,
        order=order,
        period=period,
        grid=grid,
        granules=granules,
        layers=placed(planned, PRODUCT_FORMATS[format_name], stem),
        details={"Order": order.to_json(), "Sources": source_details(granules)},
    )


def write_product(
    out: Path, facts: ProductFacts, progress: Progress | None = None, planes: Mapping[str, np.ndarray] | None = None
) -> HandMade:
    """Write a product as a run does, from the pixels on."""
    progress = progress or SilentProgress()
    layers = {name: planned.layer for name, planned in facts.layers.items()}
    planes = planes or random_planes(layers, facts.grid, len(facts.granules))
    with ProductFolder(out / facts.name) as folder:
        part = folder.part(facts.part)
        size = max(facts.grid.shape)
        part.open_layers(facts.layers, facts.grid, JournalHeader({}, "", size, ""), [facts.grid.window])
        part.write_block(BlockResult(facts.grid.window, dict(planes), 0, 0, 0, "", {}, is_whole=True))
        raws = part.close_layers(not facts.format.is_converted, 2, progress)
        layouts = {name: planned.format for name, planned in facts.layers.items()}
        write_quicklook(part.inside / facts.documents.quicklook, raws, layouts, facts.bands)
        finish_product(folder, [finish_part(folder, part, raws, facts, 2, progress)], 2, progress)
        folder.publish()
    return HandMade(out / facts.name, facts, planes)
