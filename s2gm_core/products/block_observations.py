"""The second step of a block: reflectance of what the masks left, and what the method wants to know beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from ..composite.stack import Need, Observations
from ..grid import Grid
from ..masks.snow import SNOW_BANDS, SNOW_CLASS, is_snow
from ..progress import Progress, stop_if_cancelled
from ..radiometry.scaling import INVALID, reflectance_from_scaled, scaled_from_dn
from .angles import AngleStore
from .block_masks import Masked, aerosol_step
from .block_plan import BlockPlan
from .cloud_proximity import CloudProximity
from .normalising import Normaliser, is_land
from .offset_check import OffsetCheck
from .orbit_lines import orbit_distance
from .overpasses import Granule
from .reading import AssetReader, ReadAhead, Wanted


@dataclass(frozen=True)
class Surroundings:
    """Where planes beside reflectance come from; shared by all threads."""

    reader: AssetReader
    angles: AngleStore
    clouds: CloudProximity


def _aerosol(around: Surroundings, granule: Granule, block: Grid) -> np.ndarray | None:
    plane = around.reader.read(Wanted(granule, "AOT"), block)
    return None if plane is None else np.where(plane > 0, plane * np.float32(aerosol_step(granule)), np.float32(np.nan))


def _view_zenith(around: Surroundings, granule: Granule, block: Grid) -> np.ndarray | None:
    return around.angles.plane("view_zenith_mean", granule, block)


def _orbit_distance(around: Surroundings, granule: Granule, block: Grid) -> np.ndarray | None:
    return orbit_distance(granule.scene, block)


_OF_GRANULES: Mapping[Need, tuple[str, Callable[[Surroundings, Granule, Grid], np.ndarray | None]]] = MappingProxyType(
    {
        Need.AEROSOL: ("aerosol", _aerosol),
        Need.VIEW_ZENITH: ("view_zenith", _view_zenith),
        Need.ORBIT_DISTANCE: ("orbit_distance", _orbit_distance),
    }
)
"""Field of `Observations` that a need fills granule by granule, and how; (y, x) float32, NaN or None = unknown."""


class ObservationStep:
    """Reads observations; one instance serves all threads."""

    def __init__(self, plan: BlockPlan, around: Surroundings, normaliser: Normaliser) -> None:
        self._plan, self._around, self._normaliser = plan, around, normaliser
        self._reader = around.reader
        self.offsets = OffsetCheck()

    def run(self, block: Grid, masked: Masked, progress: Progress) -> Observations:
        """Read the stack's bands of every overpass that the masks left, and finish the valid mask."""
        plan = self._plan
        stack = np.full((len(masked.overpasses), len(plan.stack_bands), *block.shape), INVALID, dtype=np.int16)
        read = masked.read.copy()
        ahead = self._reader.ahead(block, bands_of(masked, read, plan.stack_bands))
        for time in range(len(masked.overpasses)):
            for granule, here in masked.granules_in(time, masked.read[time]):
                self._read_granule(granule, here, block, (stack[time], read[time], masked.scene_class[time]), ahead)
                stop_if_cancelled(progress)
            for band, plane in zip(plan.stack_bands, stack[time]):
                if band in plan.method_bands:  # what else was ordered must not decide
                    read[time] &= plane != INVALID
        valid = self._valid(masked, read, stack)
        weight = [plan.landsat_weight if overpass.is_landsat else 1.0 for overpass in masked.overpasses]
        planes = self._planes(block, masked, read, progress)
        return Observations(
            reflectance=stack,
            valid=valid,
            bands=plan.stack_bands,
            scene_class=masked.scene_class,
            cloud_probability=self._cloud_probability(block, masked, valid),
            weight=np.array(weight, dtype=np.float32),
            day=np.array([overpass.day for overpass in masked.overpasses], dtype=np.int32),
            middle_day=plan.middle_day,
            period_days=plan.period_days,
            orbit=np.array([overpass.track for overpass in masked.overpasses], dtype=np.int16),
            clouded=None if masked.clouded is None else masked.clouded & read,
            tile=self._tiles(masked),
            **planes,
        )

    def _tiles(self, masked: Masked) -> tuple[str, ...]:
        if Need.EVERY_TILE not in self._plan.method.needs:
            return ()
        return tuple(overpass.granules[0].scene.tile for overpass in masked.overpasses)

    def _read_granule(
        self,
        granule: Granule,
        here: np.ndarray,
        block: Grid,
        into: tuple[np.ndarray, np.ndarray, np.ndarray],
        ahead: ReadAhead,
    ) -> None:
        """Fill the pixels ``here`` (y, x) of one overpass with a granule.

        ``into``: its stack (band, y, x), the mask of what is read (y, x), cleared where a band is unreadable, and the
        scene class (y, x).
        """
        stack, read, scene_class = into
        land = is_land(scene_class)
        for number, band in enumerate(self._plan.stack_bands):
            plane = scaled_plane(granule, band, ahead.take(Wanted(granule, band)))
            if plane is None:
                if band in self._plan.method_bands:
                    read[here] = False
                    return
                continue
            self.offsets.add(granule, band, plane[here & (plane != INVALID)])
            np.copyto(stack[number], self._normaliser.apply(granule, band, plane, block, land), where=here)

    def _valid(self, masked: Masked, read: np.ndarray, stack: np.ndarray) -> np.ndarray:
        """The finished mask: snow that looks like snow, and the wider period only where the period has too little."""
        valid = masked.valid & read
        self._refine_snow(stack, masked.scene_class, valid)
        own = masked.in_period
        if not own.all():
            enough = valid[own].sum(axis=0) >= self._plan.min_obs
            valid[~own] &= ~enough
        if self._plan.min_obs > 1:
            valid &= valid.sum(axis=0) >= self._plan.min_obs
        return valid

    def _refine_snow(self, stack: np.ndarray, scene_class: np.ndarray, valid: np.ndarray) -> None:
        """Drop from ``valid`` (in place) the snow that does not look like snow, where the bands allow to tell."""
        bands = self._plan.stack_bands
        called_snow = valid & (scene_class == SNOW_CLASS)
        if not called_snow.any() or not set(SNOW_BANDS) <= set(self._plan.method_bands):
            return
        pixels = np.moveaxis(stack, 1, 0)[:, called_snow]
        spectrum = {band: reflectance_from_scaled(pixels[bands.index(band)]) for band in SNOW_BANDS}
        valid[called_snow] = is_snow(spectrum, scene_class[called_snow])

    def _cloud_probability(self, block: Grid, masked: Masked, valid: np.ndarray) -> np.ndarray | None:
        """Cloud probability of valid pixels, (time, y, x) uint8, 255 = unknown; None where nobody asks."""
        if Need.CLOUD_PROBABILITY not in self._plan.method.needs:
            return None
        stack = np.full(valid.shape, 255, dtype=np.uint8)
        ahead = self._reader.ahead(block, bands_of(masked, valid, ("CLD",)))
        for time in range(len(masked.overpasses)):
            for granule, here in masked.granules_in(time, valid[time]):
                plane = ahead.take(Wanted(granule, "CLD"))
                if plane is not None:
                    np.copyto(stack[time], plane, where=here)
        return stack

    def _planes(self, block: Grid, masked: Masked, read: np.ndarray, progress: Progress) -> dict[str, np.ndarray]:
        """What the method needs beside reflectance, by field of `Observations`; each (time, y, x) float32."""
        needs, planes = self._plan.method.needs, {}
        for need in _OF_GRANULES:
            if need in needs:
                name, make = _OF_GRANULES[need]
                planes[name] = np.full(read.shape, np.nan, dtype=np.float32)
                for time in range(len(masked.overpasses)):
                    stop_if_cancelled(progress)
                    for granule, here in masked.granules_in(time, read[time]):
                        plane = make(self._around, granule, block)
                        if plane is not None:
                            np.copyto(planes[name][time], plane, where=here)
        for need, name, near in (
            (Need.CLOUD_DISTANCE, "cloud_distance", self._around.clouds.distance),
            (Need.CLOUD_WEIGHT, "cloud_weight", self._around.clouds.weight),
        ):
            if need in needs and masked.overpasses:
                planes[name] = np.stack([near(overpass, block) for overpass in masked.overpasses])
        return planes


def scaled_plane(granule: Granule, band: str, plane: np.ndarray | None) -> np.ndarray | None:
    """Scaled reflectance of digital numbers of one band, (y, x) int16, or None where they could not be had."""
    if plane is None:
        return None
    asset = granule.scene.assets[band]
    return scaled_from_dn(plane, asset.scale, asset.offset)


def bands_of(masked: Masked, where: np.ndarray, bands: Sequence[str]) -> Iterator[Wanted]:
    """Assets of all granules with a pixel in ``where`` (time, y, x) bool, in the order in which they are asked for."""
    for time in range(len(masked.overpasses)):
        for granule, _ in masked.granules_in(time, where[time]):
            yield from (Wanted(granule, band) for band in bands)
