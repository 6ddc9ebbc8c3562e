"""What a catalogue yields: scenes with assets that are ready to be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from shapely.geometry.base import BaseGeometry

from ..period import Period


@dataclass(frozen=True)
class Asset:
    """One raster of a scene: value = DN x scale + offset, where DN = stored number - nodata, so that DN 0 = no data.

    The value is reflectance 0..1 for bands; classes and percentages are taken as they are stored.
    """

    href: str  # local path, member of a zip file (/vsizip/...) or URL, checked against the catalogue's rules
    scale: float
    offset: float
    nodata: int = 0  # stored number that stands for no data
    band: int = 1  # which band of the file, counted from 1
    coarser: tuple[Asset, ...] = ()  # the provider's own rasters of the same quantity with larger pixels, finest first


@dataclass(frozen=True)
class Scene:
    """One granule of one overpass: an MGRS tile of Sentinel-2, or a path and row of Landsat."""

    id: str  # the catalogue's id
    granule_id: str  # ESA's granule id where the catalogue tells it, else the id
    platform: str  # "S2A", "S2B", ... or "L8", "L9"
    acquired: datetime  # UTC, timezone-aware
    tile: str  # MGRS tile such as "33TWL", path and row of Landsat such as "047027", "" where unknown
    absolute_orbit: int | None
    relative_orbit: int | None  # for Landsat the path
    baseline: str  # processing baseline such as "05.09", "" where unknown
    generated: str  # when the provider made the product, ISO text, "" where unknown
    cloud_cover: float | None  # percent of the scene
    crs: str | None  # "EPSG:32633" where the catalogue tells it
    footprint: BaseGeometry  # lon/lat
    assets: Mapping[str, Asset]  # by band name (B02), or AOT, CLD, SNW and what its class rule names
    granule_metadata: str | None  # href of MTD_TL.xml
    sun_zenith: float | None  # degrees, scene mean
    sun_azimuth: float | None  # degrees from north, scene mean
    offset_reason: str  # how the reflectance offset was decided
    class_rule: str = "scl"  # key of masks.class_rules.CLASS_RULES: how its mask rasters become scene classes
    thumbnail: str | None = None  # http(s) URL of a small picture, without credentials

    @property
    def overpass(self) -> tuple[str, object]:
        """What identifies the overpass: the platform with its absolute orbit, else with day and relative orbit."""
        if self.absolute_orbit is not None:
            return self.platform, self.absolute_orbit
        return self.platform, (self.acquired.date().isoformat(), self.relative_orbit)

    @property
    def is_landsat(self) -> bool:
        """Whether Landsat saw it; everything else is Sentinel-2."""
        return self.platform.startswith("L")


@dataclass(frozen=True)
class SceneQuery:
    """Which scenes are wanted; empty lists and None mean all."""

    area: BaseGeometry | None = None  # lon/lat
    period: Period | None = None
    max_cloud: float = 100.0  # percent of the scene; scenes that do not tell it are accepted
    relative_orbits: tuple[int, ...] = ()
    platforms: tuple[str, ...] = ()  # "S2A", "L8", ...
    baselines: tuple[str, ...] = ()  # processing baselines such as "05.09"
    excluded: frozenset[str] = frozenset()  # scene ids
    forced: frozenset[str] = frozenset()  # ids of scenes for which only area and period count

    def accepts(self, scene: Scene) -> bool:
        """Whether a scene is wanted."""
        if self.period is not None and not self.period.contains(scene.acquired):
            return False
        if self.area is not None and not scene.footprint.intersects(self.area):
            return False
        return scene.id in self.forced or self._accepts_kind(scene)

    def _accepts_kind(self, scene: Scene) -> bool:
        return (
            scene.id not in self.excluded
            and (scene.cloud_cover is None or scene.cloud_cover <= self.max_cloud)
            and (not self.relative_orbits or scene.relative_orbit in self.relative_orbits)
            and (not self.platforms or scene.platform in self.platforms)
            and (not self.baselines or scene.baseline in self.baselines)
        )


class Catalogue(Protocol):
    """Where scenes come from."""

    @property
    def problems(self) -> list[str]:
        """What could not be used so far, for the product's record."""

    @property
    def lists_everything(self) -> bool:
        """Whether a search without limits is reasonable: not at an archive of millions of scenes."""

    def search(self, query: SceneQuery) -> Iterator[Scene]:
        """Scenes that the query accepts, in no particular order."""

    def read(self, location: str) -> bytes:
        """A small document of a scene, such as its granule metadata. Raises `CatalogueError`."""
