"""Clear-sky surface reflectance: plots, texture, snow and the view-angle effect, without clouds and noise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

import numpy as np

from ..grid import Grid
from ..radiometry.brdf import directional_factor
from .ground import NODE_SPACING, bilinear, ground_points
from .landscape import TEXTURE_STEPS, LandPlots, Landscape
from .noise import Points, hash_unit
from .orbits import Overpass, overpasses_of, sun_at
from .settings import SimulationSettings
from .spectra import BAND_NAMES, SNOW, WATER, plot_spectra, texture_strength
from .tiles import REFERENCE_CRS, Area, Tile, area_of, tiles_of

_SNOW_PERIOD_DAYS = 6


@dataclass(frozen=True)
class World:
    """Everything that the settings fix: the ground, the tiles and the overpasses."""

    settings: SimulationSettings
    tiles: tuple[Tile, ...]
    area: Area
    landscape: Landscape
    overpasses: tuple[Overpass, ...]

    @property
    def middle_day(self) -> date:
        """The day in the middle between the first and the last overpass."""
        first, last = self.overpasses[0].sensed.date(), self.overpasses[-1].sensed.date()
        return first + (last - first) / 2

    @property
    def mean_sun_zenith(self) -> float:
        """Sun zenith (degrees) at the area's centre on the middle day at 10:03 UTC, between the two orbits' times."""
        day = self.middle_day
        moment = datetime(day.year, day.month, day.day, 10, 3, tzinfo=timezone.utc)
        x, y = self.area.centre
        return float(sun_at(moment, Points(np.array([[x]]), np.array([[y]])))[0][0, 0])


def world_of(settings: SimulationSettings) -> World:
    """The world that settings describe; equal settings give equal worlds."""
    tiles = tiles_of(settings)
    area = area_of(tiles)
    return World(
        settings, tiles, area, Landscape(settings.seed, *area.centre, area.width), overpasses_of(settings, area)
    )


@dataclass(frozen=True)
class SurfaceState:
    """What the plots look like on one day."""

    spectra: np.ndarray  # (plot, band) float32
    texture: np.ndarray  # (plot,) float32
    snow_line: float  # relief above which snow lies, standard deviations; inf: no snow

    @classmethod
    def on(cls, settings: SimulationSettings, day: date) -> SurfaceState:
        """The state of a day."""
        return cls(plot_spectra(day), texture_strength() / np.float32(TEXTURE_STEPS), _snow_line(settings, day))

    def snow_cover(self, plots: LandPlots) -> np.ndarray:
        """Part of each pixel under snow, (y, x) float32 0..1; waters stay free."""
        if not np.isfinite(self.snow_line):
            return np.zeros(plots.plot.shape, dtype=np.float32)
        height = plots.relief.astype(np.float32) - np.float32(self.snow_line)
        cover = np.clip(0.5 + 1.6 * height, 0.0, 0.95).astype(np.float32)
        cover[np.isin(plots.cover, WATER)] = 0.0
        return cover

    def reflectance(self, plots: LandPlots, band: str, snow: np.ndarray | None = None) -> np.ndarray:
        """Reflectance 0..1 seen from nadir under the mean sun, (y, x) float32; ``snow`` as `snow_cover` gives it."""
        number = BAND_NAMES.index(band)
        plain = np.ascontiguousarray(self.spectra[:, number])[plots.plot]
        plain *= 1.0 + self.texture[plots.plot] * plots.texture
        if snow is not None and np.isfinite(self.snow_line):
            plain += snow * (np.float32(SNOW[number]) - plain)
        return np.maximum(plain, np.float32(0.0005))


def direction_plane(world: World, overpass: Overpass, grid: Grid, band: str) -> np.ndarray:
    """The view-angle effect of an overpass at a grid's pixels: factor on nadir reflectance, (y, x) float32."""
    rows, columns = (np.arange(0, size - 1 + NODE_SPACING, NODE_SPACING) for size in grid.shape)
    coarse = Grid(
        grid.crs,
        grid.west - (NODE_SPACING - 1) * grid.pixel_width / 2,
        grid.north + (NODE_SPACING - 1) * grid.pixel_height / 2,
        grid.pixel_width * NODE_SPACING,
        grid.pixel_height * NODE_SPACING,
        columns.size,
        rows.size,
    )
    points = ground_points(coarse, REFERENCE_CRS)
    sun_zenith, sun_azimuth = sun_at(overpass.sensed, points)
    across = overpass.swath.across(points)
    factor = directional_factor(
        band,
        sun_zenith,
        overpass.swath.view_zenith(across),
        overpass.swath.view_azimuth(across) - sun_azimuth,
        world.mean_sun_zenith,
    )
    height, width = grid.shape
    return bilinear(factor.astype(np.float32), np.arange(height) / NODE_SPACING, np.arange(width) / NODE_SPACING)


def _snow_line(settings: SimulationSettings, day: date) -> float:
    """The relief above which snow lies: it wanders between a fifth and most of the land."""
    if not settings.snow:
        return float("inf")
    place = (day - date(2000, 1, 1)) / timedelta(days=_SNOW_PERIOD_DAYS)
    first = int(np.floor(place))
    lines = 2.0 * hash_unit(np.array([first, first + 1]), np.array([5]), settings.seed + 900) - 0.8
    return float(lines[0] + (place - first) * (lines[1] - lines[0]))
