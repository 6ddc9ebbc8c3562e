"""One clean set of observations: scenes become granules, granules of one absolute orbit become one overpass.

Source: S2GM evalscript (one sample per orbit). In overlaps counts the granule in the output's UTM zone, else the lower
aerosol optical thickness, else the higher tile id; of one tile the newest processing baseline.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta, timezone

from ..catalog.records import Scene
from ..period import Period, days_since_1970

HALF_AN_ORBIT = timedelta(minutes=45)
"""Scenes of one satellite closer in time are of one pass: the next one comes 100 minutes later."""


AFTER_SENTINEL_2 = 1000
"""What is added to a path of Landsat, so that it is no relative orbit of Sentinel-2."""


@dataclass(frozen=True)
class Granule:
    """One scene with its place in the product."""

    index: int  # key in the product's Source_product_list, value of source_index
    scene: Scene
    in_output_zone: bool

    def equals_before_aerosol(self, other: Granule) -> bool:
        """Whether two overlapping granules differ only in tile, so that the aerosol decides."""
        return self.in_output_zone == other.in_output_zone and self.scene.tile != other.scene.tile


@dataclass(frozen=True)
class Overpass:
    """All granules of one pass of a satellite, preferred ones first: at most one observation per pixel."""

    granules: tuple[Granule, ...]
    in_period: bool = True  # False: of the days around it, from which empty pixels are filled

    @property
    def is_landsat(self) -> bool:
        """Whether Landsat flew it."""
        return self.granules[0].scene.is_landsat

    @property
    def label(self) -> str:
        """Satellite and day, for messages."""
        scene = self.granules[0].scene
        return f"{scene.platform} {scene.acquired.date().isoformat()}"

    @property
    def start(self) -> tuple[str, str]:
        """By which overpasses are sorted: their first acquisition, then the satellite."""
        first = min(granule.scene.acquired for granule in self.granules)
        return first.isoformat(), self.granules[0].scene.platform

    @property
    def day(self) -> int:
        """Days from 1970-01-01 to the day of the overpass, UTC."""
        return days_since_1970(self.granules[0].scene.acquired.astimezone(timezone.utc).date())

    @property
    def track(self) -> int:
        """The relative orbit; paths of Landsat follow after all of Sentinel-2's; 0 where it is unknown."""
        orbit = self.granules[0].scene.relative_orbit or 0
        return orbit + AFTER_SENTINEL_2 if orbit and self.is_landsat else orbit

    @property
    def by_tile(self) -> tuple[Overpass, ...]:
        """One overpass per granule, for methods that want every tile's own observation."""
        return tuple(Overpass((granule,), self.in_period) for granule in self.granules)


def number_granules(scenes: Iterable[Scene], crs: str) -> tuple[Granule, ...]:
    """Granules sorted by acquisition and tile; their position is their index."""
    ordered = sorted(scenes, key=lambda scene: (scene.acquired, scene.tile, scene.id))
    return tuple(Granule(index, scene, scene.crs == crs) for index, scene in enumerate(ordered))


def group_overpasses(granules: Iterable[Granule], period: Period | None = None) -> tuple[Overpass, ...]:
    """Overpasses, newest first, so that ties in a selection go to the newest.

    ``period`` tells those of the period itself from those of the days around it; None: all are of it.
    """
    every = list(granules)
    numbered = [granule.scene for granule in every if granule.scene.absolute_orbit is not None]
    groups: dict[tuple[str, object], list[Granule]] = defaultdict(list)
    for granule in every:
        groups[_overpass_of(granule.scene, numbered)].append(granule)
    overpasses = [
        Overpass(tuple(sorted(group, key=_rank, reverse=True)), _in_period(group, period)) for group in groups.values()
    ]
    return tuple(sorted(overpasses, key=lambda overpass: overpass.start, reverse=True))


def _in_period(group: Iterable[Granule], period: Period | None) -> bool:
    return period is None or any(period.contains(granule.scene.acquired) for granule in group)


def _overpass_of(scene: Scene, numbered: Iterable[Scene]) -> tuple[str, object]:
    """The overpass of a scene; one that states no absolute orbit belongs to that of a neighbour in time, if any.

    So a pass that comes from two sources is one observation, although only one of them tells its number.
    """
    if scene.absolute_orbit is None:
        for other in numbered:
            near = abs(other.acquired - scene.acquired) < HALF_AN_ORBIT
            if near and other.platform == scene.platform and _same_or_unknown(scene, other):
                return other.overpass
    return scene.overpass


def _same_or_unknown(one: Scene, other: Scene) -> bool:
    orbits = one.relative_orbit, other.relative_orbit
    return None in orbits or orbits[0] == orbits[1]


def _rank(granule: Granule) -> tuple[bool, str, str, str]:
    scene = granule.scene
    return granule.in_output_zone, scene.tile, scene.baseline, scene.generated
