"""Everything about a mosaic that is decided before a pixel is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry
from shapely.ops import transform

from ..area import is_rectangle
from ..catalog.records import Scene
from ..composite.method import Method
from ..composite.registry import METHODS
from ..engine.budget import Workload
from ..errors import MissingBandsError, OrderError
from ..grid import Grid, parse_crs, pixel_size, project_area
from ..layers import GROUPS, LAYERS, METHOD_LAYERS, Layer, band_layer, stored_layer
from ..masks.class_rules import CLASS_RULES
from ..masks.scene_classification import MaskPreset, mask_preset
from ..masks.snow import SNOW_BANDS
from ..order import Order
from ..period import Period
from ..sensors.bands import BANDS
from .angles import SUN_LAYERS, VIEW_LAYERS
from .block import BlockPlan
from .folder import EXTENSION, PlannedLayer
from .naming import file_stem
from .overpasses import Granule, group_overpasses, number_granules

FOOTPRINT_MARGIN_METRES = 2000.0
"""By how much footprints are widened before they are trusted: catalogues give them with a few corners only."""

MANY_GRANULES = 32_767
"""How many scenes ``source_index``, an Int16, can tell apart."""

MANY_OBSERVATIONS = 254
"""Largest count that fits ``valid_obs`` as UInt8 beside its nodata value."""


@dataclass(frozen=True)
class MosaicPlan:
    """The decisions for one product."""

    block: BlockPlan
    granules: tuple[Granule, ...]
    left_out: tuple[Scene, ...]  # scenes that lack a band of the method or their mask
    layers: Mapping[str, PlannedLayer]  # files of the product by layer name, bands first
    notes: tuple[str, ...]  # rules applied because the source lacks something

    @property
    def output_bytes_per_pixel(self) -> int:
        """Bytes of all layers of one pixel, uncompressed."""
        return sum(np.dtype(planned.layer.dtype).itemsize for planned in self.layers.values())

    @property
    def workload(self) -> Workload:
        """What a block of this mosaic holds at most."""
        finest = min(BANDS[band].resolution for band in (*self.block.method_bands, *self.block.bands))
        return Workload(
            overpasses=len(self.block.overpasses),
            method_bands=len(self.block.method_bands),
            output_bytes=self.output_bytes_per_pixel,
            largest_source_ratio=_metres_per_pixel(self.block.grid) / finest,
        )


def plan_mosaic(order: Order, period: Period, scenes: Sequence[Scene], grid: Grid) -> MosaicPlan:
    """Decide bands, layers, granules and files. Raises `MissingBandsError` where the scenes cannot serve the order."""
    method, preset = METHODS[order.method], _preset(order, scenes)
    scenes = _with_weight(order, scenes)
    available = _bands_of_most(scenes)
    method_bands = _method_bands(method, available, scenes)
    used = [scene for scene in scenes if _needed_assets(scene, method_bands) <= set(scene.assets)]
    if not used:
        raise MissingBandsError(
            f"None of the {len(scenes)} scenes has its mask and all of {', '.join(method_bands)}, although each is "
            "there in most scenes. Leave out incomplete scenes, or choose a method that needs fewer bands."
        )
    if len(used) > MANY_GRANULES:
        raise OrderError(
            f"The period holds {len(used)} scenes; one product can name {MANY_GRANULES}. Order a smaller area or a "
            "shorter period."
        )
    left_out = tuple(scene for scene in scenes if scene not in used)
    bands = _delivered_bands(order, available, scenes)
    granules = number_granules(used, grid.crs)
    overpasses = group_overpasses(granules)
    wide = len(overpasses) > MANY_OBSERVATIONS
    block = BlockPlan(
        grid=grid,
        area=None if is_rectangle(order.area) else project_area(order.area, grid.crs),
        overpasses=overpasses,
        footprints=tuple(_footprint(granule.scene, grid) for granule in granules),
        preset=preset,
        method=method,
        options=method.make_options(order.options),
        method_bands=method_bands,
        bands=bands,
        layers={name: _layer(name, wide) for name in _delivered_layers(order, used)},
        landsat_weight=order.landsat_weight,
    )
    layers = {
        name: PlannedLayer(layer, Path(file_stem(order, period, name) + EXTENSION))
        for name, layer in {**{band: band_layer(band) for band in bands}, **block.layers}.items()
    }
    return MosaicPlan(block, granules, left_out, layers, _notes(order, block, used, left_out))


def _preset(order: Order, scenes: Sequence[Scene]) -> MaskPreset:
    """The ordered mask; `OrderError` where some scenes are of products that do not have it."""
    preset = mask_preset(order.cloud_mask)
    foreign = [scene.id for scene in scenes if preset.class_rule not in ("", scene.class_rule)]
    if foreign:
        raise OrderError(
            f"The cloud mask '{preset.name}' is that of {CLASS_RULES[preset.class_rule].processor}; {len(foreign)} of "
            f"{len(scenes)} scenes are of other products, such as {foreign[0]}. The mask 'esa' takes for every scene "
            "the mask of its own product."
        )
    return preset


def _with_weight(order: Order, scenes: Sequence[Scene]) -> Sequence[Scene]:
    """The scenes without those whose sensor has the weight 0."""
    kept = [scene for scene in scenes if order.landsat_weight > 0 or not scene.is_landsat]
    if scenes and not kept:
        raise OrderError("All scenes are of Landsat, which its weight of 0 leaves out. Give a weight above 0.")
    return kept


def _bands_of_most(scenes: Sequence[Scene]) -> tuple[str, ...]:
    """Bands that at least half of the scenes of every product family have.

    A single odd item does not take a band from the product. A family without the band does: else the pixels that it
    gives would be empty in that band.
    """
    families = [[scene for scene in scenes if scene.class_rule == rule] for rule in CLASS_RULES]
    return tuple(
        band
        for band in BANDS
        if all(2 * sum(band in scene.assets for scene in family) >= len(family) for family in families)
    )


def _method_bands(method: Method, available: tuple[str, ...], scenes: Sequence[Scene]) -> tuple[str, ...]:
    try:
        return method.usable_bands(available)
    except MissingBandsError as problem:
        raise MissingBandsError(f"{problem}{_hint_at_mixture(scenes)}") from None


def _processors(scenes: Sequence[Scene]) -> list[str]:
    """The software that made the scenes, sorted."""
    return sorted({CLASS_RULES[scene.class_rule].processor for scene in scenes})


def _hint_at_mixture(scenes: Sequence[Scene]) -> str:
    """For messages about missing bands: that the sources do not have the same ones."""
    if len(_processors(scenes)) < 2:
        return ""
    landsat = " A Landsat weight of 0 leaves Landsat out." if any(scene.is_landsat for scene in scenes) else ""
    return f" Scenes of {' and '.join(_processors(scenes))} are mixed; only bands that all of them have count.{landsat}"


def _needed_assets(scene: Scene, method_bands: Sequence[str]) -> set[str]:
    return {*method_bands, *CLASS_RULES[scene.class_rule].assets}


def _delivered_bands(order: Order, available: tuple[str, ...], scenes: Sequence[Scene]) -> tuple[str, ...]:
    missing = [band for band in order.bands if band not in available]
    if missing:
        raise MissingBandsError(
            f"The scenes have no {', '.join(missing)}; they have {', '.join(available) or 'no band at all'}. Order "
            f"bands that are there, or leave the bands empty for all of them.{_hint_at_mixture(scenes)}"
        )
    return order.bands or available


def _delivered_layers(order: Order, scenes: Sequence[Scene]) -> tuple[str, ...]:
    """The ordered layers that at least one scene can fill."""

    def can_fill(name: str) -> bool:
        asset = LAYERS[name].asset
        if asset is not None:
            return any(asset in scene.assets for scene in scenes)
        if name in VIEW_LAYERS:
            return any(scene.granule_metadata for scene in scenes)
        if name in SUN_LAYERS:
            return any(scene.granule_metadata or scene.sun_zenith is not None for scene in scenes)
        return True

    wanted = {name for name in order.layers if name in LAYERS}
    if "all" in order.layers:
        wanted |= set(LAYERS) - METHOD_LAYERS | set(METHODS[order.method].layers)
    return tuple(name for name in LAYERS if name in wanted and can_fill(name))


def _layer(name: str, many_observations: bool) -> Layer:
    return stored_layer(name, "uint16") if name == "valid_obs" and many_observations else LAYERS[name]


def _footprint(scene: Scene, grid: Grid) -> BaseGeometry:
    to_grid = Transformer.from_crs("EPSG:4326", grid.crs, always_xy=True)
    margin = FOOTPRINT_MARGIN_METRES * grid.pixel_width / _metres_per_pixel(grid)
    return transform(to_grid.transform, scene.footprint).buffer(margin)


def _metres_per_pixel(grid: Grid) -> float:
    return grid.pixel_width / pixel_size(parse_crs(grid.crs), 1.0)


def _notes(order: Order, block: BlockPlan, used: Sequence[Scene], left_out: Sequence[Scene]) -> tuple[str, ...]:
    """In words: what was done differently because the source lacks something."""
    notes = _notes_on_mixture(order, used)
    lacking = [band for band in block.method.bands if band not in block.method_bands]
    if lacking:
        notes.append(
            f"The scenes lack {', '.join(lacking)}, which '{block.method.name}' uses. {block.method.reduced_rule}"
        )
    if not set(SNOW_BANDS) <= set(block.method_bands):
        notes.append("Snow was not refined by NDSI and brightness: pixels classified as snow count as valid.")
    without_angles = [scene.id for scene in used if scene.granule_metadata is None]
    if without_angles:
        notes.append(f"No view angles for {len(without_angles)} of {len(used)} scenes: no limit on their view zenith.")
    asked = (*GROUPS["service"], *order.layers) if "all" in order.layers else order.layers
    missing = [name for name in dict.fromkeys(asked) if name not in block.layers and name != "all"]
    if missing:
        notes.append(f"Layers that the source cannot fill: {', '.join(missing)}.")
    if left_out:
        notes.append(f"Left out because they lack a band or their mask: {', '.join(scene.id for scene in left_out)}.")
    if "valid_obs" in block.layers and block.layers["valid_obs"].dtype == "uint16":
        notes.append(
            f"valid_obs is UInt16 with nodata 65535, because more than {MANY_OBSERVATIONS} observations are possible."
        )
    return tuple(notes)


def _notes_on_mixture(order: Order, used: Sequence[Scene]) -> list[str]:
    """In words: what several product families in one mosaic mean, and which of them was left out."""
    notes = []
    if len(_processors(used)) > 1:
        notes.append(
            f"Scenes of {' and '.join(_processors(used))} are mixed: the method uses, and the product holds, only the "
            "bands that all of them have."
        )
    landsat = any(scene.is_landsat for scene in used)
    if landsat and not all(scene.is_landsat for scene in used) and order.landsat_weight != 1.0:
        notes.append(
            f"An observation of Landsat counts {order.landsat_weight:g} times one of Sentinel-2 in the medoid; of two "
            "or fewer observations the method 's2gm' chooses without weights."
        )
    if order.landsat_weight == 0.0:
        notes.append("Landsat has the weight 0: its scenes were left out.")
    return notes
