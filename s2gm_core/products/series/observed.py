"""Every observation of a piece, with what a mosaic would say of it.

The steps are those of a mosaic's block (`block_masks`, `block_stack`): one observation per overpass, in overlaps the
granule that a mosaic takes. Here the masks leave every observation with data, so that its bands are read too; whether
it is valid, and why not, is told afterwards by the same rules.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
from shapely.geometry import box
from shapely.prepared import prep

from ...composite.stack import Need
from ...grid import Grid
from ...masks.scene_classification import MAX_VIEW_ZENITH_DEG, valid_by_class
from ...period import days_since_1970
from ...progress import Progress, stop_if_cancelled
from ...radiometry.scaling import INVALID, SCALED_PER_REFLECTANCE
from ...sensors.bands import BANDS
from ...sensors.spectral_indices import INDICES
from ..angles import ANGLE_LAYERS, AngleStore
from ..block_masks import NO_OBSERVATION, Masked, MaskStep, aerosol_step
from ..block_plan import BlockPlan
from ..block_stack import Stack, StackStep
from ..normalising import Normaliser
from ..overpasses import Granule, Overpass
from ..planning import MosaicPlan
from ..reading import AssetReader, Wanted
from ..record import ReadFailure
from ..user_mask import UserMask
from .groups import Piece
from .records import BAND_GAP, CLOUD_MASK, NOT_SNOW, REASONS, SCENE_CLASS, UNREADABLE, VIEW_ZENITH
from .seen import DECIMALS, GEOMETRIES, Epoch, Seen, Source

_CONFIDENCES = {"CLD": "quality_cloud_confidence", "SNW": "quality_snow_confidence", "AOT": "quality_aot"}
"""Assets that are read of every observation, and what they are called in records."""


class _EveryMask(MaskStep):
    """Masks that leave every observation with data, or those only that are valid."""

    keeps_clear = True

    def __init__(self, plan: BlockPlan, reader: AssetReader, angles: AngleStore, refused: bool) -> None:
        super().__init__(plan, reader, angles)
        self._refused = refused

    def of_period(self, block: Grid, inside: np.ndarray, near: frozenset[int], progress: Progress) -> Masked:
        """All overpasses with data at a pixel ``inside`` (y, x) bool; valid = to be read."""
        masked = super().of_period(block, inside, near, progress)
        if not self._refused or masked.refused is None:
            return replace(masked, refused=None)
        return replace(masked, valid=masked.valid | masked.refused, refused=None)


class ObservationMaker:
    """Reads the observations of pieces; one instance serves one group."""

    def __init__(self, plan: MosaicPlan, source: Source, refused: bool) -> None:
        angles = source.angles
        self._granules, self._angles = plan.granules, angles
        self._plan = _with_every_observation(plan.block)
        self._reader = source.reader(source.pool, plan.granules, source.threads, 1)
        self._user_mask = UserMask(plan.block.user_mask, source.pool, source.reader)
        normaliser = Normaliser(plan.block.normalisation.sun_zenith, plan.block.normalisation.harmonise, angles)
        masks = _EveryMask(self._plan, self._reader, angles, refused)
        self._stack = StackStep(self._plan, masks, self._reader, normaliser)
        with GEOMETRIES:
            self._footprints = [prep(footprint) for footprint in plan.block.footprints]
        self._epochs = _epochs(self._plan.overpasses)
        if self._reader.network_threads is not None:
            for granule in plan.granules:
                self._reader.network_threads.submit(angles.load, granule)

    @property
    def failures(self) -> tuple[ReadFailure, ...]:
        """What could not be read so far."""
        return (*self._reader.failures, *self._angles.failures)

    def close(self) -> None:
        """Stop reading ahead."""
        self._reader.close()

    def make(self, piece: Piece, progress: Progress) -> Seen:
        """The observations of a piece, (time, y, x), oldest first. Raises `Cancelled`."""
        block = self._plan.grid.part(piece.window)
        inside = self._user_mask.kept(block, piece.inside)
        stack = self._stack.run(block, inside, self._near(block), progress)
        granule = _granule_stack(stack.masked)
        seen = (granule >= 0) & ~np.isin(stack.masked.scene_class, NO_OBSERVATION) & inside
        variables = self._reflectances(stack, seen)
        variables.update(_indices(self._plan, variables))
        variables.update(self._quality(block, stack.masked, seen, progress))
        return Seen(
            epochs=tuple(self._epochs[one.granules[0].index] for one in reversed(stack.masked.overpasses)),
            granules=self._granules,
            is_composite=False,
            granule=np.where(seen, granule, -1)[::-1],
            scene_class=np.where(seen, stack.masked.scene_class, 255)[::-1],
            reason=self._reasons(block, stack)[::-1],
            day=np.full(seen.shape, np.nan),
            variables={name: plane[::-1] for name, plane in variables.items()},
        )

    def _near(self, block: Grid) -> frozenset[int]:
        """Indices of the granules whose footprint meets a block."""
        with GEOMETRIES:
            rectangle = box(*block.bounds)
            return frozenset(i for i, footprint in enumerate(self._footprints) if footprint.intersects(rectangle))

    def _reflectances(self, stack: Stack, seen: np.ndarray) -> dict[str, np.ndarray]:
        """Reflectance of the bands that are made, each (time, y, x) float64, NaN where not read."""
        found, read = {}, seen & stack.masked.to_read
        for band in self._plan.made_bands:
            scaled = stack.reflectance[:, self._plan.stack_bands.index(band)]
            there = read & (scaled != INVALID)
            found[band] = np.where(there, scaled / SCALED_PER_REFLECTANCE, np.nan)
        return found

    def _quality(self, block: Grid, masked: Masked, seen: np.ndarray, progress: Progress) -> dict[str, np.ndarray]:
        """Confidences, aerosol and angles, each (time, y, x) float64, NaN = not known."""
        names = (*_CONFIDENCES.values(), *ANGLE_LAYERS)
        found = {name: np.full(seen.shape, np.nan) for name in names}
        ahead = self._reader.ahead(block, _confidences_of(masked, seen))
        for time in range(len(masked.overpasses)):
            stop_if_cancelled(progress)
            for granule, here in masked.granules_in(time, seen[time]):
                for asset, name in _CONFIDENCES.items():
                    plane = ahead.take(Wanted(granule, asset))
                    if plane is not None:
                        np.copyto(found[name][time], _confidence(granule, asset, plane), where=here)
                for name in ANGLE_LAYERS:
                    degrees = self._angles.plane(name, granule, block)
                    if degrees is not None:
                        np.copyto(found[name][time], np.round(degrees.astype(np.float64), 2), where=here)
        return found

    def _reasons(self, block: Grid, stack: Stack) -> np.ndarray:
        """Why observations are not valid, (time, y, x) uint8, number in `REASONS`: the first rule that refuses them."""
        masked = stack.masked
        of_class = valid_by_class(masked.scene_class, self._plan.preset)
        clear = of_class if masked.clear is None else masked.clear
        lost = {failure.scene for failure in self._reader.failures if failure.asset in self._plan.method_bands}
        steep, unreadable = np.zeros(clear.shape, dtype=bool), np.zeros(clear.shape, dtype=bool)
        for time in range(len(masked.overpasses)):
            for granule, here in masked.granules_in(time, np.ones(block.shape, dtype=bool)):
                below = self._angles.view_zenith_below(granule, block, MAX_VIEW_ZENITH_DEG)
                steep[time] |= here & ~np.broadcast_to(below, block.shape)
                unreadable[time] |= here & (granule.scene.id in lost)
        rules = (
            (~clear & ~of_class, SCENE_CLASS),
            (~clear, CLOUD_MASK),
            (steep, VIEW_ZENITH),
            (~stack.there & unreadable, UNREADABLE),
            (~stack.there, BAND_GAP),
            (~stack.valid, NOT_SNOW),
        )
        first = np.select([refuses for refuses, _ in rules], [REASONS.index(name) for _, name in rules], 0)
        return first.astype(np.uint8)


def _granule_stack(masked: Masked) -> np.ndarray:
    """Granule index of every observation, (time, y, x) int16, -1 = none."""
    stack = np.empty(masked.scene_class.shape, dtype=np.int16)
    for time, plane in enumerate(stack):
        plane[:] = masked.granule_plane(time)
    return stack


def _with_every_observation(plan: BlockPlan) -> BlockPlan:
    """The plan of a mosaic, so changed that masks keep what they refuse and that all bands are read at once."""
    method = replace(plan.method, needs=plan.method.needs | {Need.CLOUDED})
    every = {*plan.method_bands, *plan.made_bands}
    return replace(plan, method=method, stack_bands=tuple(band for band in BANDS if band in every), min_obs=1)


def _epochs(overpasses: Sequence[Overpass]) -> Mapping[int, Epoch]:
    """The epoch of every overpass by the index of its first granule; those of one day are numbered in their order."""
    seen: Counter[int] = Counter()
    found = {}
    for overpass in reversed(overpasses):
        day = overpass.granules[0].scene.acquired.date()
        number = days_since_1970(day)
        found[overpass.granules[0].index] = Epoch(day, day, seen[number])
        seen[number] += 1
    return found


def _indices(plan: BlockPlan, bands: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Spectral indices of bands, each (time, y, x) float64, NaN = undefined."""
    spectrum = {band: plane.astype(np.float32) for band, plane in bands.items()}
    found = {}
    for name in plan.indices:
        index = INDICES[name]
        values = index.compute({band: spectrum[band] for band in index.bands})
        found[name] = np.round(np.clip(values, index.low, index.high).astype(np.float64), DECIMALS)
    return found


def _confidences_of(masked: Masked, where: np.ndarray) -> Iterator[Wanted]:
    """Confidences and aerosol of all granules in ``where`` (time, y, x) bool, in the order of their use."""
    for time in range(len(masked.overpasses)):
        for granule, _ in masked.granules_in(time, where[time]):
            yield from (Wanted(granule, asset) for asset in _CONFIDENCES)


def _confidence(granule: Granule, asset: str, plane: np.ndarray) -> np.ndarray:
    """Percent, or aerosol optical thickness with NaN for 0 = no data; (y, x) float64."""
    if asset != "AOT":
        return plane.astype(np.float64)
    return np.where(plane > 0, np.round(plane * aerosol_step(granule), DECIMALS), np.nan)
