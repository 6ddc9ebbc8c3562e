"""The truth beside a simulated archive: what the ground really looked like, on any day and on any grid.

Surface reflectance is computed from the stored settings, so it needs no rasters. It is the reflectance of the clear
surface without noise and atmospheric error, seen from nadir under the mean sun of the archive's period
(`World.mean_sun_zenith`), or in the sun and view geometry of one scene.

A pixel of a resolution R is the mean of the surface at the centres of the 10 m squares inside it; a band is never
sharper than its native pixel (20 or 60 m, counted from the CRS's origin), as the sensor's.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from pyproj import CRS

from ..errors import CatalogueError, OrderError
from ..grid import Grid, Window, pixel_size
from ..sensors.bands import BANDS, check_bands
from .ground import block_mean, ground_points
from .naming import scene_names
from .orbits import Overpass
from .settings import SimulationSettings
from .surface import SurfaceState, World, direction_plane, world_of
from .tiles import REFERENCE_CRS

SETTINGS_FILE = "settings.json"
MAX_STRIP_SAMPLES = 1_500_000
"""10 m samples that are computed at once."""


@dataclass(frozen=True)
class SimulatedTruth:
    """The truth of one archive."""

    world: World

    @classmethod
    def open(cls, folder: Path) -> SimulatedTruth:
        """The truth of an archive, from its folder or its ``truth`` folder; `CatalogueError` where there is none."""
        places = [folder / "truth" / SETTINGS_FILE, folder / SETTINGS_FILE]
        found = next((place for place in places if place.is_file()), None)
        if found is None:
            raise CatalogueError(f"{folder} is no simulated archive: it has no truth/{SETTINGS_FILE}.")
        try:
            settings = SimulationSettings.from_json(json.loads(found.read_text(encoding="utf-8")))
        except (ValueError, KeyError, TypeError) as problem:
            raise CatalogueError(f"{found} does not hold a simulation's settings ({problem}).") from None
        return cls(world_of(settings))

    def overpass_of(self, scene_id: str) -> Overpass:
        """The overpass of a scene's id; `OrderError` where the archive has no such scene."""
        for overpass in self.world.overpasses:
            for tile in self.world.tiles:
                if scene_names(tile, overpass, self.world.area).item == scene_id:
                    return overpass
        raise OrderError(f"The archive has no scene {scene_id}.")

    def surface_reflectance(
        self, grid: Grid, day: date, bands: Sequence[str], geometry_of: str | None = None
    ) -> np.ndarray:
        """The clear surface on a day, (band, y, x) float32 reflectance 0..1; module text says what a pixel is.

        ``geometry_of``: a scene's id, for its sun and view angles; None: nadir under the mean sun.
        """
        names = check_bands(bands)
        overpass = self.overpass_of(geometry_of) if geometry_of else None
        state = SurfaceState.on(self.world.settings, day)
        result = np.empty((len(names), *grid.shape), dtype=np.float32)
        for number, band in enumerate(names):
            for window in _strips(grid):
                rows, columns = window.slices
                result[number, rows, columns] = self._part(state, grid.part(window), band, overpass)
        return result

    def _part(self, state: SurfaceState, grid: Grid, band: str, overpass: Overpass | None) -> np.ndarray:
        native = pixel_size(CRS.from_user_input(grid.crs), BANDS[band].resolution)
        if grid.pixel_width < native * 0.999:
            cover, rows, columns = _native_cover(grid, native)
            return self._sampled(state, cover, band, overpass)[np.ix_(rows, columns)]
        return self._sampled(state, grid, band, overpass)

    def _sampled(self, state: SurfaceState, grid: Grid, band: str, overpass: Overpass | None) -> np.ndarray:
        """Means over the 10 m squares inside each pixel of a grid."""
        ten = pixel_size(CRS.from_user_input(grid.crs), 10.0)
        factor = max(1, round(grid.pixel_width / ten))
        fine = Grid(
            grid.crs,
            grid.west,
            grid.north,
            grid.pixel_width / factor,
            grid.pixel_height / factor,
            grid.width * factor,
            grid.height * factor,
        )
        plots = self.world.landscape.plots(ground_points(fine, REFERENCE_CRS))
        plane = state.reflectance(plots, band, state.snow_cover(plots))
        if overpass is not None:
            plane = plane * direction_plane(self.world, overpass, fine, band)
        return block_mean(plane, factor)


def _native_cover(grid: Grid, native: float) -> tuple[Grid, np.ndarray, np.ndarray]:
    """The grid of a band's native pixels that covers a finer grid, and the native row and column of its pixels."""
    x, y = grid.centres()
    columns, rows = np.floor(x / native).astype(np.int64), np.ceil(y / native).astype(np.int64)
    width, height = int(columns[-1] - columns[0]) + 1, int(rows[0] - rows[-1]) + 1
    cover = Grid(grid.crs, float(columns[0]) * native, float(rows[0]) * native, native, native, width, height)
    return cover, rows[0] - rows, columns - columns[0]


def _strips(grid: Grid) -> Iterator[Window]:
    factor = max(1, round(grid.pixel_width / pixel_size(CRS.from_user_input(grid.crs), 10.0)))
    height = max(1, MAX_STRIP_SAMPLES // (grid.width * factor * factor))
    for row in range(0, grid.height, height):
        yield Window(row, 0, min(height, grid.height - row), grid.width)
