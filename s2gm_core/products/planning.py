"""Everything about a mosaic that is decided before a pixel is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry
from shapely.ops import transform

from ..catalog.records import Scene
from ..composite.method import Method
from ..composite.regularise import MARGIN
from ..composite.stack import Need
from ..composite.uncertainty import InputUncertainty
from ..engine.budget import Workload
from ..errors import MissingBandsError, OrderError
from ..grid import Grid, parse_crs, pixel_size
from ..layers import GROUPS
from ..masks.class_rules import CLASS_RULES
from ..masks.engines import ENGINES
from ..masks.scene_classification import MAX_VIEW_ZENITH_DEG, MaskPreset, mask_preset
from ..network.client import CONNECTIONS
from ..network.urls import is_remote
from ..order import Order
from ..period import Period
from ..radiometry.brdf import c_factor, ross_li_kernels
from ..radiometry.normalisation import Normalisation
from ..radiometry.sun import target_sun_zenith
from ..sensors.bands import BANDS
from ..sensors.spectral_indices import INDICES
from .block_plan import BlockPlan
from .brightearth.tiles import images_of
from .mask_regions import region_bytes
from .naming import file_stem
from .overpasses import Granule, group_overpasses, number_granules
from .plan_layers import ancillary_layers, bands_of_most, delivered_bands, method_bands, stored_bands
from .plan_notes import notes_of
from .planned_layer import EXTENSION, PlannedLayer
from .recipes import Recipe, method_of, recipe_of
from .target import Target

FOOTPRINT_MARGIN_METRES = 2000.0
"""By how much footprints are widened before they are trusted: catalogues give them with a few corners only."""

MANY_GRANULES = 32_767
"""How many scenes ``source_index``, an Int16, can tell apart."""

PLANE_NEEDS = frozenset(Need) - {Need.CLOUD_PROBABILITY, Need.CLOUDED, Need.EVERY_TILE}
"""What a method may ask for that takes a float32 per observation."""


SWATH_AZIMUTHS = (45.0, 135.0)
"""Between sun and view on the two sides of a swath, degrees: typical of middle latitudes."""

NORMALISING_BYTES = 48
"""Of a pixel while a plane is normalised: the kernels, kept for the next band (8), and what computing them takes."""

PROXIMITY_BYTES = 45 * 2**20
"""Masks of clouds that `cloud_proximity` keeps."""


@dataclass(frozen=True)
class MosaicPlan:
    """The decisions for one product."""

    block: BlockPlan
    granules: tuple[Granule, ...]
    left_out: tuple[Scene, ...]  # scenes that lack a band of the method or their mask
    layers: Mapping[str, PlannedLayer]  # files of the product by layer name, bands first
    notes: tuple[str, ...]  # rules applied because the source lacks something
    recipe: Recipe

    @property
    def output_bytes_per_pixel(self) -> int:
        """Bytes of all layers of one pixel, uncompressed."""
        return sum(np.dtype(planned.layer.dtype).itemsize for planned in self.layers.values())

    @property
    def workload(self) -> Workload:
        """What a block of this mosaic holds at most."""
        needs, normalisation = self.block.method.needs, self.block.normalisation
        finest = min(BANDS[band].resolution for band in (*self.block.stack_bands, *self.block.made_bands))
        return Workload(
            overpasses=images_of(self.block) if self.recipe.by_tile else len(self.block.overpasses),
            method_bands=len(self.block.stack_bands),
            output_bytes=self.output_bytes_per_pixel,
            planes=len(needs & PLANE_NEEDS),
            margin=self.block.margin,
            mask_bytes=self._mask_bytes,
            working_bytes=self.recipe.working_bytes + (0 if normalisation == Normalisation() else NORMALISING_BYTES),
            shared_bytes=self._shared_bytes,
            largest_source_ratio=_metres_per_pixel(self.block.grid) / finest,
            connections=CONNECTIONS if any(map(_is_remote, self.granules)) else 0,
        )

    @property
    def _shared_bytes(self) -> int:
        """Bytes that all blocks share: masks around them, and those that are made of the whole stack."""
        block = self.block
        looks_around = block.method.needs & {Need.CLOUD_WEIGHT, Need.CLOUD_DISTANCE}
        engine = ENGINES.get(block.preset.engine)
        regions = region_bytes(engine, block.grid, block.overpasses) if engine else 0
        return (PROXIMITY_BYTES if looks_around else 0) + regions + self.recipe.shared_bytes(block)

    @property
    def _mask_bytes(self) -> int:
        """Bytes of an observation's pixel beside its reflectance: class, valid, read, valid in the end.

        With the granule (2) where an overpass has several, with what the masks refuse (3), with the cloud probability
        (1); all twice and a part more while what fills pixels is joined.
        """
        needs = self.block.method.needs
        several = any(len(overpass.granules) > 1 for overpass in self.block.overpasses)
        single = 4 + 2 * several + 3 * (Need.CLOUDED in needs) + (Need.CLOUD_PROBABILITY in needs)
        return 2 * single + 3 if self.block.after_period or self.block.before_period else single


def plan_mosaic(order: Order, period: Period, scenes: Sequence[Scene], target: Target, part: str) -> MosaicPlan:
    """Decide bands, layers, granules and files. Raises `MissingBandsError` where the scenes cannot serve the order.

    Scenes of other days than the period's are those from which empty pixels are filled; ``part`` is the sub-folder.
    """
    method, preset, grid = method_of(order), _preset(order, scenes), target.grid
    scenes = _with_weight(order, scenes)
    available = bands_of_most(scenes)
    bands = delivered_bands(order, available, scenes)
    made = (*bands, *(band for name in order.indices for band in INDICES[name].bands))
    decides = method_bands(method, made, available, scenes)
    used = _usable(scenes, decides, preset, period)
    granules = number_granules(used, grid.crs)
    overpasses = group_overpasses(granules, period)
    passes = {granule.index: number for number, one in enumerate(overpasses) for granule in one.granules}
    layers = ancillary_layers(order, method, bands, used, len(overpasses))
    if Need.EVERY_TILE in method.needs:
        overpasses = tuple(one for overpass in overpasses for one in overpass.by_tile)
    uncertain = any(name in GROUPS["unc"] for name in layers)
    normalisation = _normalisation(order, method, period)
    block = BlockPlan(
        grid=grid,
        area=target.cut,
        overpasses=overpasses,
        passes=tuple(passes[granule.index] for granule in granules),
        footprints=_footprints(granules, grid),
        preset=preset,
        method=method,
        options=method.make_options(order.options),
        method_bands=decides,
        stack_bands=tuple(band for band in BANDS if band in decides or (uncertain and band in made)),
        bands=bands,
        indices=order.indices,
        layers={**stored_bands(order, bands), **layers},
        normalisation=normalisation,
        middle_day=period.middle_day,
        period_days=float(period.days),
        min_obs=order.min_obs,
        margin=MARGIN if order.regularise and method.selects and decides else 0,
        uncertainty=_input_uncertainty(normalisation) if uncertain else None,
        cloud_probability=order.cloud_probability,
        mask_growth=order.mask_growth,
        user_mask=order.user_mask,
        landsat_weight=method.landsat_weight if order.landsat_weight == 1.0 else order.landsat_weight,
    )
    files = {
        name: PlannedLayer(layer, Path(file_stem(order, period, name, part) + EXTENSION))
        for name, layer in block.layers.items()
    }
    left_out = tuple(scene for scene in scenes if scene not in used)
    notes = (*notes_of(order, block, used, left_out), *recipe_of(order).notes)
    return MosaicPlan(block, granules, left_out, files, notes, recipe_of(order))


def _usable(scenes: Sequence[Scene], decides: Sequence[str], preset: MaskPreset, period: Period) -> list[Scene]:
    """The scenes that have their masks and every band by which the method decides, one of the period among them."""
    used = [scene for scene in scenes if _needed_assets(scene, decides, preset) <= set(scene.assets)]
    if not any(period.contains(scene.acquired) for scene in used):
        own = sum(period.contains(scene.acquired) for scene in scenes)
        raise MissingBandsError(
            f"None of the {own} scenes of the period itself has its mask and all of {', '.join(decides)}, although "
            f"each is there in most of the {len(scenes)} scenes. Leave out incomplete scenes, or choose a method that "
            "needs fewer bands."
        )
    if len(used) > MANY_GRANULES:
        raise OrderError(
            f"The period holds {len(used)} scenes; one product can name {MANY_GRANULES}. Order a smaller area or a "
            "shorter period."
        )
    return used


def _normalisation(order: Order, method: Method, period: Period) -> Normalisation:
    """What the order says of angles and sensors, and what it leaves to the method; one sun for all parts."""
    nbar = order.nbar == "on" or (order.nbar == "auto" and method.normalises)
    harmonise = order.harmonise == "on" or (order.harmonise == "auto" and method.normalises)
    if not nbar:
        return Normalisation(None, harmonise)
    centre = order.area.centroid  # its longitude plays next to no part: the time is the local solar one
    sun = order.nbar_sun_zenith
    return Normalisation(target_sun_zenith(period, centre.x, centre.y) if sun is None else sun, harmonise)


def _input_uncertainty(normalisation: Normalisation) -> InputUncertainty:
    """The model of one observation; normalised ones by the factors of a whole swath under the product's sun."""
    sun = normalisation.sun_zenith
    if sun is None:
        return InputUncertainty()
    view, azimuth = np.meshgrid(np.linspace(0.0, MAX_VIEW_ZENITH_DEG, 12), SWATH_AZIMUTHS)
    return InputUncertainty().normalised(c_factor("B04", ross_li_kernels(np.full(view.shape, sun), view, azimuth), sun))


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
    if preset.engine:
        ENGINES[preset.engine].check()
    return preset


def _with_weight(order: Order, scenes: Sequence[Scene]) -> Sequence[Scene]:
    """The scenes without those whose sensor has the weight 0."""
    kept = [scene for scene in scenes if order.landsat_weight > 0 or not scene.is_landsat]
    if scenes and not kept:
        raise OrderError("All scenes are of Landsat, which its weight of 0 leaves out. Give a weight above 0.")
    return kept


def _needed_assets(scene: Scene, method_bands: Sequence[str], preset: MaskPreset) -> set[str]:
    probability = {"CLD"} if preset.by_probability else set()
    return {*method_bands, *CLASS_RULES[scene.class_rule].assets, *probability}


def _footprints(granules: Sequence[Granule], grid: Grid) -> tuple[BaseGeometry, ...]:
    """The widened footprints in the CRS of the grid."""
    to_grid = Transformer.from_crs("EPSG:4326", grid.crs, always_xy=True)
    margin = FOOTPRINT_MARGIN_METRES * grid.pixel_width / _metres_per_pixel(grid)
    return tuple(transform(to_grid.transform, granule.scene.footprint).buffer(margin) for granule in granules)


def _metres_per_pixel(grid: Grid) -> float:
    return grid.pixel_width / pixel_size(parse_crs(grid.crs), 1.0)


def _is_remote(granule: Granule) -> bool:
    return any(is_remote(asset.href) for asset in granule.scene.assets.values())
