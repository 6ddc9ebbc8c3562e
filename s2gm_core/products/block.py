"""One block of a temporal mosaic: masks first, then the method's bands, then what only the chosen observations need."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from shapely.geometry import box
from shapely.geometry.base import BaseGeometry
from shapely.prepared import prep

from ..composite.method import Method
from ..composite.stack import Composite, Need, Observations, nothing_selected
from ..grid import Grid, Window
from ..layers import LAYERS, REFLECTANCE_NODATA, Layer
from ..masks.class_rules import CLASS_RULES
from ..masks.scene_classification import MAX_VIEW_ZENITH_DEG, MaskPreset, valid_by_class
from ..masks.snow import SNOW_BANDS, SNOW_CLASS, is_snow
from ..progress import Progress, stop_if_cancelled
from ..radiometry.scaling import INVALID, product_from_scaled, reflectance_from_scaled, scaled_from_dn
from ..raster.area_mask import AreaCutter, AreaInBlock, inside_area
from ..raster.pool import RasterPool
from .angles import ANGLE_LAYERS, AngleStore
from .offset_check import OffsetCheck
from .overpasses import Granule, Overpass
from .reading import PERCENTAGES, AssetReader, ReadAhead, Wanted
from .record import ReadFailure

NO_GRANULE = -1


@dataclass(frozen=True)
class BlockPlan:
    """What all blocks of one mosaic share; the same for every thread."""

    grid: Grid
    area: BaseGeometry | None  # polygon in the grid's CRS that is cut out; None = the whole grid
    overpasses: tuple[Overpass, ...]  # newest first
    footprints: tuple[BaseGeometry, ...]  # of every granule by index, in the grid's CRS, a little too large
    preset: MaskPreset
    method: Method
    options: Any  # of the method's own class
    method_bands: tuple[str, ...]
    bands: tuple[str, ...]  # delivered
    layers: Mapping[str, Layer]  # delivered ancillary layers by name, as they are stored
    landsat_weight: float = 1.0  # of an overpass of Landsat; one of Sentinel-2 has 1


@dataclass(frozen=True)
class BlockTask:
    """One block to be made: plain data, so that threads share no geometry."""

    window: Window
    area: AreaInBlock
    near: frozenset[int]  # indices of the granules whose footprint meets the block


@dataclass(frozen=True)
class BlockResult:
    """The pixels of one block, ready to be written: (y, x) arrays of the product's dtypes, by layer name."""

    window: Window
    planes: dict[str, np.ndarray]
    inside: int  # pixels inside the area
    filled: int  # of these with an observation
    negative: int  # reflectances that were cut to 0
    message: str  # which overpasses were used


@dataclass(frozen=True)
class _Masked:
    """What the masks leave of a block; (time, y, x), time = overpasses that have a valid pixel, newest first."""

    overpasses: tuple[Overpass, ...]
    scene_class: np.ndarray  # uint8
    granule: np.ndarray  # int16 granule index, -1 = none
    valid: np.ndarray  # bool


class BlockMaker:
    """Makes blocks; one instance serves all threads. Failures are collected, each once."""

    def __init__(self, plan: BlockPlan, pool: RasterPool, angles: AngleStore) -> None:
        self._plan = plan
        self._angles = angles
        granules = [granule for overpass in plan.overpasses for granule in overpass.granules]
        self._reader = AssetReader(pool, granules)
        self._offsets = OffsetCheck()
        if self._reader.threads is not None:
            for granule in granules:
                self._reader.threads.submit(angles.load, granule)
        self._footprints = [prep(footprint) for footprint in plan.footprints]
        self._cutter = AreaCutter(plan.area)

    def __enter__(self) -> BlockMaker:
        return self

    def __exit__(self, *reason: object) -> None:
        self._reader.close()

    @property
    def grid(self) -> Grid:
        """The output grid."""
        return self._plan.grid

    @property
    def failures(self) -> tuple[ReadFailure, ...]:
        """What could not be read so far, sorted."""
        found = [*self._reader.failures, *self._angles.failures]
        return tuple(sorted(found, key=lambda failure: (failure.scene, failure.asset)))

    @property
    def doubts(self) -> tuple[str, ...]:
        """Where the pixels seen so far speak against what the catalogue says of them."""
        return self._offsets.warnings()

    def task(self, window: Window) -> BlockTask:
        """What a thread needs to know of a window; to be called from one thread only."""
        block = self._plan.grid.part(window)
        rectangle = box(*block.bounds)
        near = frozenset(i for i, footprint in enumerate(self._footprints) if footprint.intersects(rectangle))
        return BlockTask(window, self._cutter.relation(block), near)

    def make(self, task: BlockTask, progress: Progress) -> BlockResult:
        """The pixels of one window. Raises `Cancelled`; unreadable rasters become failures."""
        block = self._plan.grid.part(task.window)
        inside = inside_area(task.area, block)
        masked = self._mask(block, inside, task.near, progress)
        observations = self._observe(block, masked, progress)
        selection = Composite.of(nothing_selected(block.shape))
        if masked.overpasses:
            selection = self._plan.method.composite(observations, self._plan.options)
        planes = self._deliver(block, masked, observations, selection, progress)
        negative = 0
        for name in self._plan.bands:
            planes[name], cut = product_from_scaled(planes[name], REFLECTANCE_NODATA)
            negative += cut
        if not inside.all():
            for name, plane in planes.items():
                plane[~inside] = self._plan.layers[name].nodata if name in self._plan.layers else REFLECTANCE_NODATA
        used = ", ".join(overpass.label for overpass in masked.overpasses[:4])
        more = f" and {len(masked.overpasses) - 4} more" if len(masked.overpasses) > 4 else ""
        return BlockResult(
            window=task.window,
            planes=planes,
            inside=int(np.count_nonzero(inside)),
            filled=int(np.count_nonzero((selection.index >= 0) & inside)),
            negative=negative,
            message=f"clear pixels from {used}{more}" if used else "no clear pixel",
        )

    # --- masks

    def _mask(self, block: Grid, inside: np.ndarray, near: frozenset[int], progress: Progress) -> _Masked:
        """Read every overpass's scene classification and keep the overpasses with a valid pixel."""
        kept: list[tuple[Overpass, np.ndarray, np.ndarray, np.ndarray]] = []
        there = [[one for one in overpass.granules if one.index in near] for overpass in self._plan.overpasses]
        ahead = self._reader.ahead(block, [mask for granules in there for one in granules for mask in _masks(one)])
        for overpass, granules in zip(self._plan.overpasses, there):
            scene_class, granule = self._classify(block, granules, ahead, progress)
            if scene_class is None:
                continue
            valid = valid_by_class(scene_class, self._plan.preset) & inside
            for one in granules:
                here = granule == one.index
                if (valid & here).any():
                    seen_steeply = self._angles.view_zenith_below(one, block, MAX_VIEW_ZENITH_DEG)
                    valid &= ~here | seen_steeply
            if valid.any():
                kept.append((overpass, scene_class, granule, valid))
        empty = np.zeros((0, *block.shape))
        return _Masked(
            overpasses=tuple(row[0] for row in kept),
            scene_class=np.stack([row[1] for row in kept]) if kept else empty.astype(np.uint8),
            granule=np.stack([row[2] for row in kept]) if kept else empty.astype(np.int16),
            valid=np.stack([row[3] for row in kept]) if kept else empty.astype(bool),
        )

    def _classify(
        self, block: Grid, granules: Sequence[Granule], ahead: ReadAhead, progress: Progress
    ) -> tuple[np.ndarray | None, np.ndarray]:
        """Scene class, uint8, None where the granules are elsewhere, and granule index, int16; both (y, x)."""
        chosen = np.full(block.shape, NO_GRANULE, dtype=np.int16)
        classes: np.ndarray | None = None
        for granule in granules:
            stop_if_cancelled(progress)
            seen = _scene_class(granule, ahead)
            if seen is None:
                continue
            if classes is None:
                classes = np.zeros(block.shape, dtype=np.uint8)
            has_data = (seen > 0) & (seen < 12)
            clearer = self._has_clearer_air(granule, chosen, has_data, granules, block)
            take = has_data & ((chosen == NO_GRANULE) | clearer)
            classes[take] = seen[take]
            chosen[take] = granule.index
        return classes, chosen

    def _has_clearer_air(
        self, granule: Granule, chosen: np.ndarray, has_data: np.ndarray, granules: Sequence[Granule], block: Grid
    ) -> np.ndarray:
        """Pixels of an overlap where a granule of equal standing has the lower aerosol optical thickness, (y, x)."""
        better = np.zeros(block.shape, dtype=bool)
        for other in granules:
            shared = has_data & (chosen == other.index)
            if not shared.any() or not granule.equals_before_aerosol(other):
                continue
            mine, theirs = self._read(granule, "AOT", block), self._read(other, "AOT", block)
            if mine is not None and theirs is not None:
                clearer = mine * _aerosol_step(granule) < theirs * _aerosol_step(other)
                better |= shared & (mine > 0) & (theirs > 0) & clearer
        return better

    # --- the method's bands

    def _observe(self, block: Grid, masked: _Masked, progress: Progress) -> Observations:
        """Read the method's bands of every overpass that the masks left, and finish the valid mask."""
        bands, valid = self._plan.method_bands, masked.valid.copy()
        stack = np.full((len(masked.overpasses), len(bands), *block.shape), INVALID, dtype=np.int16)
        ahead = self._reader.ahead(block, _bands_of(masked, bands))
        for time in range(len(masked.overpasses)):
            for granule, here in _granules_of(masked, time, valid[time]):
                for number, band in enumerate(bands):
                    stop_if_cancelled(progress)
                    plane = _reflectance(granule, band, ahead.take(Wanted(granule, band)))
                    if plane is None:
                        valid[time][here] = False
                        break
                    np.copyto(stack[time, number], plane, where=here)
                    self._offsets.add(granule, band, plane[here & (plane != INVALID)])
            for plane in stack[time]:
                valid[time] &= plane != INVALID
        self._refine_snow(stack, masked.scene_class, valid)
        cloud = (
            self._cloud_probability(block, masked, valid) if Need.CLOUD_PROBABILITY in self._plan.method.needs else None
        )
        weight = [self._plan.landsat_weight if overpass.is_landsat else 1.0 for overpass in masked.overpasses]
        return Observations(stack, valid, bands, masked.scene_class, cloud, np.array(weight, dtype=np.float32))

    def _refine_snow(self, stack: np.ndarray, scene_class: np.ndarray, valid: np.ndarray) -> None:
        """Drop from ``valid`` (in place) the snow that does not look like snow, where the bands allow to tell."""
        bands = self._plan.method_bands
        called_snow = valid & (scene_class == SNOW_CLASS)
        if not called_snow.any() or not set(SNOW_BANDS) <= set(bands):
            return
        pixels = np.moveaxis(stack, 1, 0)[:, called_snow]
        spectrum = {band: reflectance_from_scaled(pixels[bands.index(band)]) for band in SNOW_BANDS}
        valid[called_snow] = is_snow(spectrum, scene_class[called_snow])

    def _cloud_probability(self, block: Grid, masked: _Masked, valid: np.ndarray) -> np.ndarray:
        """Cloud probability of valid pixels, (time, y, x) uint8, 255 = unknown."""
        stack = np.full(valid.shape, 255, dtype=np.uint8)
        ahead = self._reader.ahead(block, _bands_of(masked, ("CLD",)))
        for time in range(len(masked.overpasses)):
            for granule, here in _granules_of(masked, time, valid[time]):
                plane = ahead.take(Wanted(granule, "CLD"))
                if plane is not None:
                    np.copyto(stack[time], plane, where=here)
        return stack

    # --- what is delivered

    def _deliver(
        self, block: Grid, masked: _Masked, seen: Observations, chosen: Composite, progress: Progress
    ) -> dict[str, np.ndarray]:
        """All layers of the block; bands still as scaled reflectance (y, x) int16."""
        planes = {name: np.full(block.shape, INVALID, dtype=np.int16) for name in self._plan.bands}
        for name, layer in self._plan.layers.items():
            planes[name] = np.full(block.shape, layer.nodata, dtype=layer.dtype)
        ahead = self._reader.ahead(block, self._rest_of(masked, chosen))
        for time in range(len(masked.overpasses)):
            taken = chosen.index == time
            if not taken.any():
                continue
            for name in set(self._plan.bands) & set(seen.bands):
                np.copyto(planes[name], seen.reflectance[time, seen.bands.index(name)], where=taken)
            for granule, here in _granules_of(masked, time, taken):
                stop_if_cancelled(progress)
                self._fill_from(granule, here, block, planes, ahead)
            if "quality_scene_classification" in planes:
                np.copyto(planes["quality_scene_classification"], masked.scene_class[time], where=taken)
            if "source_index" in planes:
                np.copyto(planes["source_index"], masked.granule[time], where=taken)
        if "valid_obs" in planes:
            planes["valid_obs"] = seen.valid.sum(axis=0).astype(self._plan.layers["valid_obs"].dtype)
        if "medoid_mos" in planes:
            planes["medoid_mos"] = chosen.layers["medoid_mos"]
        return planes

    @property
    def _rest(self) -> tuple[str, ...]:
        """The delivered bands that the method does not need."""
        return tuple(name for name in self._plan.bands if name not in self._plan.method_bands)

    def _rest_of(self, masked: _Masked, chosen: Composite) -> Iterator[Wanted]:
        """What only chosen observations need, in the order in which it is asked for."""
        layers = [layer.asset for layer in self._plan.layers.values() if layer.asset is not None]
        for time in range(len(masked.overpasses)):
            for granule, _ in _granules_of(masked, time, chosen.index == time):
                yield from (Wanted(granule, name) for name in (*self._rest, *layers))

    def _fill_from(
        self, granule: Granule, here: np.ndarray, block: Grid, planes: dict[str, np.ndarray], ahead: ReadAhead
    ) -> None:
        """Fill the pixels ``here`` (y, x) of bands not yet read and of layers with the values of one granule."""
        for name in self._rest:
            plane = _reflectance(granule, name, ahead.take(Wanted(granule, name)))
            if plane is not None:
                np.copyto(planes[name], plane, where=here)
        for name, layer in self._plan.layers.items():
            if name in ANGLE_LAYERS:
                degrees = self._angles.plane(name, granule, block)
                if degrees is not None:
                    np.copyto(planes[name], np.rint(degrees / layer.scale).astype(layer.dtype), where=here)
            elif layer.asset is not None:
                plane = ahead.take(Wanted(granule, layer.asset))
                if plane is not None:
                    known = here & (plane != 0) if layer.asset not in PERCENTAGES else here
                    stored = _in_steps_of(layer, plane, granule.scene.assets[layer.asset].scale)
                    np.copyto(planes[name], stored, where=known)

    def _read(self, granule: Granule, name: str, block: Grid) -> np.ndarray | None:
        """One asset on the block, (y, x), or None where it is missing, elsewhere, or unreadable (then a failure)."""
        return self._reader.read(Wanted(granule, name), block)


def _masks(granule: Granule) -> list[Wanted]:
    """The mask rasters of a granule, in the order of its rule."""
    rule = CLASS_RULES[granule.scene.class_rule]
    return [Wanted(granule, raster.asset, raster.table) for raster in rule.rasters]


def _scene_class(granule: Granule, ahead: ReadAhead) -> np.ndarray | None:
    """Scene class by the rule of the granule's product family, (y, x) uint8; None where it cannot be told."""
    planes: list[np.ndarray] = []
    for wanted in _masks(granule):
        seen = ahead.take(wanted)
        if seen is None:
            return None
        planes.append(seen)
    return CLASS_RULES[granule.scene.class_rule].combined(planes)


def _bands_of(masked: _Masked, bands: Sequence[str]) -> Iterator[Wanted]:
    """The method's bands of all granules that have a valid pixel, in the order in which they are asked for."""
    for time in range(len(masked.overpasses)):
        for granule, _ in _granules_of(masked, time, masked.valid[time]):
            yield from (Wanted(granule, band) for band in bands)


def _reflectance(granule: Granule, band: str, plane: np.ndarray | None) -> np.ndarray | None:
    """Scaled reflectance of digital numbers of one band, (y, x) int16, or None where they could not be had."""
    if plane is None:
        return None
    asset = granule.scene.assets[band]
    return scaled_from_dn(plane, asset.scale, asset.offset)


def _aerosol_step(granule: Granule) -> float:
    """Aerosol optical thickness of one step of a granule's raster; a catalogue's 1 says that it tells none."""
    scale = granule.scene.assets["AOT"].scale
    own = LAYERS["quality_aot"].scale
    return own if scale == 1.0 and own is not None else scale


def _in_steps_of(layer: Layer, plane: np.ndarray, scale: float) -> np.ndarray:
    """Numbers of an asset with its own step (value = number x scale) as the layer stores them, (y, x) of its dtype.

    A scale of 1 says that the catalogue tells none: then the numbers are the layer's own.
    """
    if layer.scale is None or scale in (1.0, layer.scale):
        return plane.astype(layer.dtype)
    highest = np.iinfo(layer.dtype).max - 1
    return np.minimum(np.rint(plane * (scale / layer.scale)), highest).astype(layer.dtype)


def _granules_of(masked: _Masked, time: int, where: np.ndarray) -> list[tuple[Granule, np.ndarray]]:
    """The granules of one overpass that lie in ``where`` (y, x) bool, each with its pixels there."""
    found = []
    for granule in masked.overpasses[time].granules:
        here = where & (masked.granule[time] == granule.index)
        if here.any():
            found.append((granule, here))
    return found
