"""What masks are made from: classes and a few bands of every overpass of a region, on cells."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..grid import Grid, Window
from ..masks.class_rules import CLASS_RULES
from ..masks.engines import STACK_BANDS, Engine
from ..masks.multitemporal.findings import Directions, MaskStack
from ..masks.multitemporal.parallax import PARALLAX_BANDS, Parallax, displacement_index, parallax_of, white_enough
from ..masks.multitemporal.thresholds import DEFAULT
from ..radiometry.scaling import INVALID, scaled_from_dn
from ..raster.resample import CLASSES
from .angles import AngleStore
from .overpasses import Granule, Overpass
from .reading import AssetReader, ReadAhead, Wanted, masks_of

if TYPE_CHECKING:
    from .mask_regions import MaskLayout

LOWEST_SUN = 80.0
"""Zenith in degrees beyond which shadows would have no end."""

FINEST_PARALLAX = 30.0
"""Largest cells in metres on which parallax shows: it is some tens of metres."""


@dataclass(frozen=True)
class Region:
    """The scenes of a region that were found, with what is read only when it is asked for."""

    stack: MaskStack
    places: tuple[int, ...]  # of every scene among the overpasses that were asked for
    overpasses: tuple[Overpass, ...]
    reader: AssetReader
    fine: Grid
    cell_area: float  # of a fine cell, square metres

    def parallax(self, time: int, flagged: np.ndarray) -> Parallax | None:
        """What parallax tells of a scene, ``flagged`` (y, x) bool on fine cells; None where it has no such bands."""
        overpass = self.overpasses[time]
        if overpass.is_landsat or self.cell_area > FINEST_PARALLAX**2:
            return None
        names = [(band,) for band in (*PARALLAX_BANDS, "B02", "B04")]
        ahead = self.reader.ahead(self.fine, [one for name in names for one in _wanted(overpass, name)])
        bands = [_merged(ahead, overpass, name, self.fine.shape) for name in names]
        if any((band == INVALID).all() for band in bands):
            return None
        index = displacement_index(*bands[:3])
        return parallax_of(index, flagged, white_enough(bands[3], bands[4], DEFAULT), self.cell_area, DEFAULT)


class RegionReader:
    """Reads the stacks of regions; one instance serves all threads."""

    def __init__(self, engine: Engine, reader: AssetReader, angles: AngleStore) -> None:
        self._engine, self._reader, self._angles = engine, reader, angles

    def region(self, layout: MaskLayout, window: Window, overpasses: Sequence[Overpass]) -> Region:
        """The stack of some overpasses on a window of coarse cells; those without data there are left out."""
        fine = layout.fine.part(layout.finer(window))
        height, width = layout.fine.grid.pixel_height, layout.fine.grid.pixel_width
        coarse = Grid(
            fine.crs,
            fine.west,
            fine.north,
            width * layout.fine.pixels_across * layout.factor,
            height * layout.fine.pixels_down * layout.factor,
            window.width,
            window.height,
        )
        classes, places = [], []
        ahead = self._reader.ahead(fine, [one for overpass in overpasses for one in _masks(overpass)])
        for place, overpass in enumerate(overpasses):
            plane = _classes(ahead, overpass, fine.shape)
            if plane.any():
                classes.append(plane)
                places.append(place)
        found = tuple(overpasses[place] for place in places)
        shape = (len(found), *coarse.shape)
        choices = {name: STACK_BANDS[name] for name in self._engine.stack}
        bands = {name: np.empty(shape, dtype=np.int16) for name in choices}
        ahead = self._reader.ahead(
            coarse, [one for overpass in found for names in choices.values() for one in _wanted(overpass, names)]
        )
        for time, overpass in enumerate(found):
            for name, planes in bands.items():
                planes[time] = _merged(ahead, overpass, choices[name], coarse.shape)
        short_wave = bands.get("B11")
        middle = coarse.part(Window(window.height // 2, window.width // 2, 1, 1))
        stack = MaskStack(
            blue=bands["B02"],
            green=bands.get("B03"),
            red=bands["B04"],
            near_infrared=bands["B08"],
            short_wave=None if short_wave is None or (short_wave == INVALID).all() else short_wave,
            scene_class=np.stack(classes) if classes else np.zeros((0, *fine.shape), np.uint8),
            factor=layout.factor,
            cell=layout.coarse_size,
            directions=tuple(self._directions(overpass, middle) for overpass in found),
        )
        area = layout.fine.cell_height * layout.fine.cell_width
        return Region(stack, tuple(places), found, self._reader, fine, area)

    def _directions(self, overpass: Overpass, middle: Grid) -> Directions | None:
        """Sun and view at the middle of a region; view from above where it is not known."""
        for granule in overpass.granules:
            shade = self._away_from("sun_zenith", "sun_azimuth", granule, middle)
            if shade is not None:
                hidden = self._away_from("view_zenith_mean", "view_azimuth_mean", granule, middle)
                return Directions(hidden or (0.0, 0.0), shade)
        return None

    def _away_from(
        self, zenith_layer: str, azimuth_layer: str, granule: Granule, middle: Grid
    ) -> tuple[float, float] | None:
        """Way on the ground per metre of height, away from sun or satellite: down and right; None if unknown."""
        zenith, azimuth = (self._angles.plane(layer, granule, middle) for layer in (zenith_layer, azimuth_layer))
        if zenith is None or azimuth is None:
            return None
        length = math.tan(math.radians(min(float(zenith[0, 0]), LOWEST_SUN)))
        angle = math.radians(float(azimuth[0, 0]))
        return length * math.cos(angle), -length * math.sin(angle)


def _masks(overpass: Overpass) -> Iterator[Wanted]:
    """The mask rasters of an overpass, in the order in which they are asked for."""
    for granule in overpass.granules:
        yield from masks_of(granule)


def _wanted(overpass: Overpass, names: Sequence[str]) -> Iterator[Wanted]:
    """One band of every granule of an overpass that has it."""
    for granule in overpass.granules:
        name = next((one for one in names if one in granule.scene.assets), None)
        if name is not None:
            yield Wanted(granule, name)


def _classes(ahead: ReadAhead, overpass: Overpass, shape: tuple[int, int]) -> np.ndarray:
    """Scene classes of an overpass, (y, x) uint8; of granules that overlap the first one with data counts."""
    found = np.zeros(shape, dtype=np.uint8)
    for granule in overpass.granules:
        planes = [ahead.take(wanted) for wanted in masks_of(granule)]
        there = [plane for plane in planes if plane is not None]
        if len(there) == len(planes):
            seen = CLASS_RULES[granule.scene.class_rule].combined(there)
            np.copyto(found, seen, where=(found == 0) & (seen < CLASSES))
    return found


def _merged(ahead: ReadAhead, overpass: Overpass, names: Sequence[str], shape: tuple[int, int]) -> np.ndarray:
    """One band of an overpass, (y, x) int16, reflectance x 10^4; `INVALID` where there is none."""
    found = np.full(shape, INVALID, dtype=np.int16)
    for wanted in _wanted(overpass, names):
        plane = ahead.take(wanted)
        if plane is not None:
            asset = wanted.granule.scene.assets[wanted.name]
            np.copyto(found, scaled_from_dn(plane, asset.scale, asset.offset), where=found == INVALID)
    return found
