"""The clear surface of a simulated archive on every day with an overpass, on the grid of a product."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from s2gm_core.grid import Grid
from s2gm_core.radiometry.brdf import directional_factor
from s2gm_core.sensors.bands import BANDS
from s2gm_core.simulate import SimulatedTruth
from s2gm_core.simulate.ground import block_mean, ground_points
from s2gm_core.simulate.landscape import LandPlots
from s2gm_core.simulate.noise import Points
from s2gm_core.simulate.orbits import sun_at
from s2gm_core.simulate.surface import SurfaceState, World
from s2gm_core.simulate.tiles import REFERENCE_CRS

SCALE = 10000


def mean_sun_zenith(world: World) -> float:
    """Mean over all overpasses of the sun zenith at the area's centre, degrees."""
    x, y = world.area.centre
    centre = Points(np.array([[x]]), np.array([[y]]))
    return float(np.mean([sun_at(overpass.sensed, centre)[0] for overpass in world.overpasses]))


def sun_factor(world: World, band: str, sun_zenith: float) -> float:
    """Reflectance from nadir under a sun (degrees), divided by that under the sun of the archive's truth."""
    none = np.array(0.0)
    return float(directional_factor(band, np.array(sun_zenith), none, none, world.mean_sun_zenith))


@dataclass(frozen=True)
class ClearSeries:
    """The surface from nadir under the sun of the archive's truth, one day per overpass, newest first."""

    days: tuple[date, ...]
    bands: tuple[str, ...]
    reflectance: np.ndarray  # (time, band, y, x) int16, x 10^4
    plots: LandPlots  # on the grid, (y, x)

    def plane(self, band: str) -> np.ndarray:
        """One band of all days, (time, y, x) int16."""
        return self.reflectance[:, self.bands.index(band)]


def clear_series(simulated: SimulatedTruth, grid: Grid, bands: Sequence[str]) -> ClearSeries:
    """The series on a 10 m grid; a band of 20 m repeats its native pixels, as `SimulatedTruth` does it.

    That computes the landscape anew for every band and day; here it is computed once.
    """
    world = simulated.world
    cover, rows, columns = _whole_pixels(grid)
    plots = world.landscape.plots(ground_points(cover, REFERENCE_CRS))
    days = tuple(sorted({overpass.sensed.date() for overpass in world.overpasses}, reverse=True))
    reflectance = np.empty((len(days), len(bands), *grid.shape), np.int16)
    for day, planes in zip(days, reflectance):
        state = SurfaceState.on(world.settings, day)
        snow = state.snow_cover(plots)
        for band, plane in zip(bands, planes):
            native = block_mean(state.reflectance(plots, band, snow), BANDS[band].resolution // 10)
            whole = native.repeat(BANDS[band].resolution // 10, axis=0).repeat(BANDS[band].resolution // 10, axis=1)
            plane[:] = np.rint(whole[rows, columns] * SCALE)
    inside = LandPlots(*(getattr(plots, name)[rows, columns] for name in ("plot", "texture", "relief")))
    return ClearSeries(days, tuple(bands), reflectance, inside)


def _whole_pixels(grid: Grid) -> tuple[Grid, slice, slice]:
    """The grid widened to whole pixels of 20 m, and where the grid lies in it."""
    if not (grid.pixel_width == grid.pixel_height == 10 and grid.west % 10 == grid.north % 10 == 0):
        raise ValueError(f"The truth is compared at 10 m, not on {grid}.")
    left, above = int(grid.west % 20) // 10, int(-grid.north % 20) // 10
    width, height = (-(-size // 2) * 2 for size in (grid.width + left, grid.height + above))
    cover = Grid(grid.crs, grid.west - 10 * left, grid.north + 10 * above, 10, 10, width, height)
    return cover, slice(above, above + grid.height), slice(left, left + grid.width)
