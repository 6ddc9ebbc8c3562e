"""One simulated scene (a tile of an overpass) in memory: bands, classification, aerosol and its true masks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from ..grid import Grid, Window
from ..sensors.bands import BANDS
from .clouds import (
    TileClouds,
    band_shade,
    cloud_reflectance,
    clouds_over,
    haze_factor,
    sky_of,
)
from .ground import block_mean, ground_points
from .landscape import LandPlots
from .noise import Points, fractal_noise, hash_unit
from .orbits import Overpass
from .scl import SceneContent, SceneMaps, classify
from .sensor import digital_numbers, residual_error
from .spectra import BAND_NAMES, WATER, Cover
from .surface import SurfaceState, World, direction_plane
from .tiles import REFERENCE_CRS, Tile

STRIP_PIXELS = 1_500_000
"""10 m pixels that are computed at once, about."""

TRUE_CLOUD, TRUE_SHADOW, TRUE_THIN, TRUE_SNOW = 1, 2, 4, 8
"""Bits of the true mask: opaque cloud, cloud shadow, thin cloud or haze, snow; 0 is clear."""

TRUE_NODATA = 255
OPAQUE = 0.25
"""Opacity from which cloud counts as opaque in the true mask."""


@dataclass(frozen=True)
class SceneRasters:
    """All rasters of a scene; arrays (y, x)."""

    bands: Mapping[str, np.ndarray]  # uint16 DN at the band's native resolution, 0 outside the swath
    maps: SceneMaps  # 20 m
    aerosol: np.ndarray  # uint16, optical thickness x 1000, 20 m
    true_mask: np.ndarray  # uint8 bits, 10 m, TRUE_NODATA outside the swath


def strips(grid: Grid) -> Iterator[Window]:
    """Windows of whole rows that cover a tile's 10 m grid, about `STRIP_PIXELS` each."""
    height, width = grid.shape
    rows = max(STRIP_PIXELS // width // 60, 1) * 60  # pixels of 60 m stay whole
    for row in range(0, height, rows):
        yield Window(row, 0, min(rows, height - row), width)


def tile_plots(world: World, tile: Tile) -> LandPlots:
    """The landscape of a whole tile at 10 m, computed strip by strip."""
    parts = [
        world.landscape.plots(ground_points(tile.grid.part(window), REFERENCE_CRS)) for window in strips(tile.grid)
    ]
    return LandPlots(
        *(np.concatenate([getattr(part, name) for part in parts]) for name in ("plot", "texture", "relief"))
    )


def simulate_scene(world: World, tile: Tile, plots: LandPlots, overpass: Overpass) -> SceneRasters:
    """The rasters of one scene; ``plots`` is the tile's landscape."""
    rendering = _Rendering(world, tile, overpass)
    for window in strips(tile.grid):
        rendering.add_strip(window, plots)
    return rendering.finish()


class _Rendering:
    """Fills a scene's rasters strip by strip, so that memory holds whole planes of results only."""

    def __init__(self, world: World, tile: Tile, overpass: Overpass) -> None:
        self._world, self._tile, self._overpass = world, tile, overpass
        seed, number = world.settings.seed, world.tiles.index(tile)
        self._clouds: TileClouds = clouds_over(sky_of(overpass, world.area, seed), tile.grid)
        self._state = SurfaceState.on(world.settings, overpass.sensed.date())
        streams = np.random.SeedSequence([seed, overpass.index, number]).spawn(len(BAND_NAMES) + 1)
        self._rngs = [np.random.default_rng(stream) for stream in streams]
        side = tile.grid.width
        self._bands = {
            name: np.empty((side * 10 // band.resolution,) * 2, dtype=np.uint16) for name, band in BANDS.items()
        }
        self._true_mask = np.empty((side, side), dtype=np.uint8)
        half = (side // 2, side // 2)
        self._planes = {
            name: np.empty(half, dtype=np.float32) for name in ("cloud", "thin", "shadow", "red", "nir", "snow")
        }
        self._flags = {name: np.empty(half, dtype=bool) for name in ("roof", "water", "seen")}

    def add_strip(self, window: Window, whole: LandPlots) -> None:
        """Compute all bands of some rows."""
        rows = window.slices[0]
        plots = whole.rows(rows)
        width = self._tile.grid.width
        sky = _StripSky(
            shadow=self._clouds.ground_light(rows, width),
            haze=self._clouds.haze_opacity(rows, width),
            brightness=self._clouds.cloud_brightness(rows, width),
            thickest=np.zeros(plots.plot.shape, dtype=np.float32),
        )
        snow = self._state.snow_cover(plots)
        for number, band in enumerate(BAND_NAMES):
            self._add_band(band, self._rngs[number], window, plots, snow, sky)
        self._add_content(window, plots, snow, sky)

    def _add_band(
        self,
        band: str,
        rng: np.random.Generator,
        window: Window,
        plots: LandPlots,
        snow: np.ndarray,
        sky: _StripSky,
    ) -> None:
        resolution = BANDS[band].resolution
        factor = resolution // 10
        clear = self._state.reflectance(plots, band, snow)
        if band in ("B04", "B08"):
            self._planes["red" if band == "B04" else "nir"][_shrunk(window, 2)] = block_mean(clear, 2)
        clear *= direction_plane(self._world, self._overpass, self._tile.grid.part(window), band)
        thick, thin = self._clouds.cloud(band, window.slices[0], window.width)
        if band == "B04":
            self._planes["cloud"][_shrunk(window, 2)] = block_mean(thick, 2)
            self._planes["thin"][_shrunk(window, 2)] = block_mean(np.maximum(thin, sky.haze), 2)
        clouded = sky.over(clear, band, thick, thin)
        clouded += np.float32(residual_error(self._overpass, band, self._world.settings.seed))
        strip = self._tile.grid_at(resolution)
        place = _shrunk(window, factor)
        rows = place[0]
        native = strip.part(Window(rows.start, 0, rows.stop - rows.start, strip.width))
        seen = self._overpass.swath.sees(ground_points(native, REFERENCE_CRS))
        offset = self._overpass.baseline.stored_offset
        self._bands[band][place] = digital_numbers(block_mean(clouded, factor), seen, resolution, offset, rng)

    def _add_content(self, window: Window, plots: LandPlots, snow: np.ndarray, sky: _StripSky) -> None:
        grid = self._tile.grid.part(window)
        seen = self._overpass.swath.sees(ground_points(grid, REFERENCE_CRS))
        thin = (sky.haze > 0) | ((sky.thickest > 0) & (sky.thickest < OPAQUE))
        mask = (
            TRUE_CLOUD * (sky.thickest >= OPAQUE)
            + TRUE_SHADOW * (sky.shadow > 0)
            + TRUE_THIN * thin
            + TRUE_SNOW * (snow > 0.25)
        )
        self._true_mask[window.slices] = np.where(seen, mask, TRUE_NODATA)
        place = _shrunk(window, 2)
        self._planes["shadow"][place] = block_mean(sky.shadow, 2)
        self._planes["snow"][place] = block_mean(snow, 2)
        cover = plots.cover
        self._flags["roof"][place] = block_mean((cover == Cover.BRIGHT_ROOF).astype(np.float32), 2) >= 0.5
        self._flags["water"][place] = block_mean(np.isin(cover, WATER).astype(np.float32), 2) >= 0.5
        half = self._tile.grid_at(20).part(Window(place[0].start, 0, window.height // 2, window.width // 2))
        self._flags["seen"][place] = self._overpass.swath.sees(ground_points(half, REFERENCE_CRS))

    def finish(self) -> SceneRasters:
        """The finished scene."""
        planes, flags = self._planes, self._flags
        content = SceneContent(
            cloud=planes["cloud"],
            thin=planes["thin"],
            shadow=planes["shadow"],
            ndvi=(planes["nir"] - planes["red"]) / (planes["nir"] + planes["red"]),
            near_infrared=planes["nir"],
            roof=flags["roof"],
            water=flags["water"],
            snow=planes["snow"],
            seen=flags["seen"],
        )
        points = ground_points(self._tile.grid_at(20), REFERENCE_CRS)
        maps = classify(content, points, self._overpass, self._world.settings.seed, self._rngs[-1])
        return SceneRasters(self._bands, maps, self._aerosol(points, content.seen), self._true_mask)

    def _aerosol(self, points: Points, seen: np.ndarray) -> np.ndarray:
        """Aerosol optical thickness x 1000: an overpass's mean, slow changes on the ground, a tile's own bias."""
        key = self._world.settings.seed * 77 + self._overpass.index
        mean, bias = hash_unit(np.array([0, 1 + self._world.tiles.index(self._tile)]), np.array([0]), key)
        pattern = fractal_noise(points, max(self._world.area.width, 2000.0), 2, key)
        thickness = (0.07 + 0.22 * mean) * (1.0 + 0.12 * pattern) + 0.008 * bias
        return np.where(seen, np.rint(np.clip(thickness, 0.01, 1.0) * 1000.0), 0).astype(np.uint16)


@dataclass(frozen=True)
class _StripSky:
    """The sky above one strip; arrays (y, x) float32."""

    shadow: np.ndarray
    haze: np.ndarray
    brightness: np.ndarray
    thickest: np.ndarray  # the largest opacity in any band so far; filled band by band

    def over(self, clear: np.ndarray, band: str, thick: np.ndarray, thin: np.ndarray) -> np.ndarray:
        """What a band sees: ground in the shadow of clouds, then haze, cirrus and clouds in front of it."""
        opacity = 1.0 - (1.0 - thick) * (1.0 - thin)
        np.maximum(self.thickest, opacity, out=self.thickest)
        seen = clear * (1.0 - np.float32(band_shade(band)) * self.shadow)
        haze = np.minimum(self.haze * np.float32(haze_factor(band)), np.float32(0.9))
        seen += haze * (np.float32(0.30) - seen)
        seen += opacity * (cloud_reflectance(band, self.brightness) - seen)
        return seen


def _shrunk(window: Window, factor: int) -> tuple[slice, slice]:
    """The rows and columns of a full-width strip in a raster whose pixels are ``factor`` times larger."""
    first = window.row // factor
    return slice(first, first + window.height // factor), slice(0, window.width // factor)
