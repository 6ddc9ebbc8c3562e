"""The third step of a block: what the method wants to know of the observations beside their reflectance."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from ..composite.stack import Need, Observations
from ..grid import Grid
from ..progress import Progress, stop_if_cancelled
from .angles import AngleStore
from .block_masks import Masked, aerosol_step
from .block_plan import BlockPlan
from .block_stack import Stack, bands_of
from .cloud_proximity import CloudProximity
from .orbit_lines import orbit_distance
from .overpasses import Granule
from .reading import AssetReader, Wanted


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
    """Completes stacks; one instance serves all threads."""

    def __init__(self, plan: BlockPlan, around: Surroundings) -> None:
        self._plan, self._around = plan, around
        self._reader = around.reader

    def run(self, block: Grid, stack: Stack, progress: Progress) -> Observations:
        """What the method is given: the stack (time, band, y, x) with all that it wants to know beside."""
        plan, masked = self._plan, stack.masked
        weight = [plan.landsat_weight if overpass.is_landsat else 1.0 for overpass in masked.overpasses]
        planes = self._planes(block, stack, progress)
        return Observations(
            reflectance=stack.reflectance,
            valid=stack.valid,
            bands=plan.stack_bands,
            scene_class=masked.scene_class,
            cloud_probability=self._cloud_probability(block, masked, stack.valid),
            weight=np.array(weight, dtype=np.float32),
            day=np.array([overpass.day for overpass in masked.overpasses], dtype=np.int32),
            middle_day=plan.middle_day,
            period_days=plan.period_days,
            orbit=np.array([overpass.track for overpass in masked.overpasses], dtype=np.int16),
            clouded=stack.clouded,
            tile=self._tiles(masked),
            **planes,
        )

    def _tiles(self, masked: Masked) -> tuple[str, ...]:
        if Need.EVERY_TILE not in self._plan.method.needs:
            return ()
        return tuple(overpass.granules[0].scene.tile for overpass in masked.overpasses)

    def _cloud_probability(self, block: Grid, masked: Masked, valid: np.ndarray) -> np.ndarray | None:
        """Cloud probability of valid pixels, (time, y, x) uint8, 255 = unknown; None where nobody asks."""
        if Need.CLOUD_PROBABILITY not in self._plan.method.needs:
            return None
        stack = np.full(valid.shape, 255, dtype=np.uint8)
        ahead = self._reader.ahead(block, (replace(one, part=None) for one in bands_of(masked, valid, ("CLD",))))
        for time in range(len(masked.overpasses)):
            for granule, here in masked.granules_in(time, valid[time]):
                plane = ahead.take(Wanted(granule, "CLD"))
                if plane is not None:
                    np.copyto(stack[time], plane, where=here)
        return stack

    def _planes(self, block: Grid, stack: Stack, progress: Progress) -> dict[str, np.ndarray]:
        """What the method needs beside reflectance, by field of `Observations`; each (time, y, x) float32."""
        needs, masked, planes = self._plan.method.needs, stack.masked, {}
        used = stack.valid if stack.clouded is None else stack.valid | stack.clouded
        for need in _OF_GRANULES:
            if need in needs:
                name, make = _OF_GRANULES[need]
                planes[name] = np.full(used.shape, np.nan, dtype=np.float32)
                for time in range(len(masked.overpasses)):
                    stop_if_cancelled(progress)
                    for granule, here in masked.granules_in(time, used[time]):
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
