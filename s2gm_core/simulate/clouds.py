"""Clouds of an overpass: where they are, how thick, where they shade the ground, and how bands see them displaced.

A cloud belongs to a place in the air. The sensor sees it on the ground point behind it, moved away from the satellite
by height x tan(view zenith); its shadow lies away from the sun by height x tan(sun zenith). Bands look in turn (up
to 2.3 s apart), so that a cloud moves along the track from band to band: B/H = 0.022 over 2.59 s (ESA, Sentinel-2
user handbook, inter-band parallax; viewing times as in Gascon et al., Remote Sensing 9 (2017) 584).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

import numpy as np

from ..grid import Grid
from .ground import bilinear, ground_points
from .noise import Points, fractal_noise, hash_unit
from .orbits import TRACK_AZIMUTH, Overpass, sun_at
from .tiles import REFERENCE_CRS, Area, convergence

LATTICE = 20.0
"""Metres between the places at which clouds are computed; in between they are interpolated."""

MARGIN = 12
"""Lattice nodes around a tile, for clouds that bands see displaced."""

OPACITY_FLOOR = 0.02
"""Thinner clouds and shadows are taken as none, so that clear pixels are exactly clear."""

_SECONDS_AFTER_B02 = MappingProxyType(
    {
        "B01": 2.314, "B02": 0.0, "B03": 0.527, "B04": 1.005, "B05": 1.269, "B06": 1.525, "B07": 1.790,
        "B08": 0.264, "B8A": 2.055, "B11": 1.468, "B12": 2.085,
    }
)  # fmt: skip
_BASE_TO_HEIGHT_PER_SECOND = 0.022 / 2.586

_WHITE = MappingProxyType(
    {
        "B01": 0.98, "B02": 1.0, "B03": 1.0, "B04": 1.0, "B05": 1.0, "B06": 1.0, "B07": 1.0, "B08": 1.0, "B8A": 1.0,
        "B11": 0.66, "B12": 0.50,
    }
)  # fmt: skip
# Part of the light that a full shadow takes: the blue sky still lights short waves
_SHADE = MappingProxyType(
    {
        "B01": 0.50, "B02": 0.54, "B03": 0.60, "B04": 0.66, "B05": 0.68, "B06": 0.70, "B07": 0.71, "B08": 0.72,
        "B8A": 0.73, "B11": 0.78, "B12": 0.80,
    }
)  # fmt: skip
_MICROMETRES = MappingProxyType(
    {
        "B01": 0.443, "B02": 0.490, "B03": 0.560, "B04": 0.665, "B05": 0.705, "B06": 0.740, "B07": 0.783,
        "B08": 0.842, "B8A": 0.865, "B11": 1.610, "B12": 2.190,
    }
)  # fmt: skip


@dataclass(frozen=True)
class CloudLayer:
    """Clouds of one height in one overpass."""

    name: str  # "patch", "cumulus", "cirrus"
    height: float  # metres above ground
    wavelength: float  # metres, the size of the largest forms
    octaves: int
    threshold: float  # clouds are where the noise is above it
    density: float  # how fast opacity grows with the noise above the threshold
    strongest: float  # opacity that is never exceeded
    seed: int

    def opacity(self, points: Points) -> np.ndarray:
        """Opacity 0..1 above places in the air, (y, x) float32; 0 where it would be below the floor."""
        excess = fractal_noise(points, self.wavelength, self.octaves, self.seed, gain=0.55) - self.threshold
        opacity = np.float32(self.strongest) * (1.0 - np.exp(-np.float32(self.density) * np.maximum(excess, 0.0)))
        return np.where(opacity < OPACITY_FLOOR, np.float32(0.0), opacity)


@dataclass(frozen=True)
class CloudSky:
    """All clouds and the haze of one overpass."""

    layers: tuple[CloudLayer, ...]
    haze: float  # largest opacity of the haze at 560 nm; 0: none
    haze_wavelength: float
    seed: int
    sun_shift: tuple[float, float]  # metres east and north on the ground per metre of height, towards the sun
    view_shift: tuple[float, float]  # towards the satellite
    track: tuple[float, float]  # unit vector along the flight

    def band_shift(self, layer: CloudLayer, band: str) -> tuple[float, float]:
        """Metres east and north by which a band sees a layer displaced against B02."""
        distance = layer.height * _BASE_TO_HEIGHT_PER_SECOND * _SECONDS_AFTER_B02[band]
        return distance * self.track[0], distance * self.track[1]

    def haze_at(self, points: Points) -> np.ndarray:
        """Opacity of the haze at 560 nm, (y, x) float32."""
        if self.haze <= 0.0:
            return np.zeros(points.shape, dtype=np.float32)
        pattern = fractal_noise(points, self.haze_wavelength, 3, self.seed * 17 + 5)
        opacity = np.float32(self.haze) * np.clip(0.2 + 0.6 * pattern, 0.0, 1.0)
        return np.where(opacity < OPACITY_FLOOR, np.float32(0.0), opacity)


@dataclass(frozen=True)
class TileClouds:
    """The sky of one overpass above one tile, ready to be sampled by band; fields (y, x) float32 on the lattice."""

    sky: CloudSky
    seen: tuple[np.ndarray, ...]  # opacity per layer as B02 sees it
    haze: np.ndarray
    shadow: np.ndarray  # 0..1
    brightness: np.ndarray  # 0..1, light and dark parts of clouds
    turn: float  # degrees by which the tile's grid is turned against the reference frame

    def cloud(self, band: str, rows: slice, width: int) -> tuple[np.ndarray, np.ndarray]:
        """Opacity of thick clouds and of cirrus in some rows of 10 m pixels, as a band sees them; (y, x) float32."""
        thick = np.zeros((rows.stop - rows.start, width), dtype=np.float32)
        thin = np.zeros_like(thick)
        for layer, field in zip(self.sky.layers, self.seen):
            opacity = self._sample(field, rows, width, self.sky.band_shift(layer, band))
            target = thin if layer.name == "cirrus" else thick
            target += (1.0 - target) * np.where(opacity < OPACITY_FLOOR, np.float32(0.0), opacity)
        return thick, thin

    def ground_light(self, rows: slice, width: int) -> np.ndarray:
        """Shadow 0..1 at the tile's 10 m pixels of some rows, (y, x) float32."""
        shadow = self._sample(self.shadow, rows, width, (0.0, 0.0))
        return np.where(shadow < OPACITY_FLOOR, np.float32(0.0), shadow)

    def haze_opacity(self, rows: slice, width: int) -> np.ndarray:
        """Opacity of haze at 560 nm at the tile's 10 m pixels of some rows, (y, x) float32."""
        return self._sample(self.haze, rows, width, (0.0, 0.0))

    def cloud_brightness(self, rows: slice, width: int) -> np.ndarray:
        """Brightness 0..1 of clouds at the tile's 10 m pixels of some rows, (y, x) float32."""
        return self._sample(self.brightness, rows, width, (0.0, 0.0))

    def _sample(self, field: np.ndarray, rows: slice, width: int, shift: tuple[float, float]) -> np.ndarray:
        turn = np.radians(self.turn)
        east = shift[0] * np.cos(turn) - shift[1] * np.sin(turn)
        north = shift[1] * np.cos(turn) + shift[0] * np.sin(turn)
        per_node = LATTICE / 10.0
        first = MARGIN - 0.5 + 0.5 / per_node
        row_at = np.arange(rows.start, rows.stop) / per_node + first + north / LATTICE
        column_at = np.arange(width) / per_node + first - east / LATTICE
        return bilinear(field, row_at, column_at)


def band_shade(band: str) -> float:
    """Part of a band's light that a full cloud shadow takes away."""
    return _SHADE[band]


def cloud_reflectance(band: str, brightness: np.ndarray) -> np.ndarray:
    """Reflectance of opaque cloud of a brightness 0..1; (y, x) float32 both."""
    return np.float32(_WHITE[band]) * (np.float32(0.42) + np.float32(0.5) * brightness)


def haze_factor(band: str) -> float:
    """Opacity of haze in a band relative to 560 nm: an aerosol with an Angstrom exponent of 1.3."""
    return float((0.560 / _MICROMETRES[band]) ** 1.3)


def sky_of(overpass: Overpass, area: Area, seed: int) -> CloudSky:
    """The clouds of an overpass; thresholds are set so that they cover the overpass's share of the area."""
    draws = hash_unit(np.arange(12), np.array([overpass.index]), seed * 131 + 7)
    scale = min(max(area.width / 6600.0, 0.3), 2.5)
    centre = Points(np.array([[area.centre[0]]]), np.array([[area.centre[1]]]))
    turn = convergence(*area.centre)
    zenith, azimuth = (float(angle[0, 0]) for angle in sun_at(overpass.sensed, centre))
    across = overpass.swath.across(centre)
    view_zenith = float(overpass.swath.view_zenith(across)[0, 0])
    view_azimuth = float(overpass.swath.view_azimuth(across)[0, 0])
    hazy = draws[6] < 0.35
    return CloudSky(
        layers=_layers(overpass, area, scale, seed, draws),
        haze=float(0.05 + 0.16 * draws[7]) if hazy else 0.0,
        haze_wavelength=5200.0 * scale,
        seed=seed * 1009 + overpass.index,
        sun_shift=_towards(azimuth - turn, zenith),
        view_shift=_towards(view_azimuth - turn, view_zenith),
        track=_towards(TRACK_AZIMUTH - turn, 45.0),
    )


def clouds_over(sky: CloudSky, grid: Grid) -> TileClouds:
    """The sky above a tile, from its 10 m grid."""
    nodes = grid.width * 10 // int(LATTICE) + 2 * MARGIN, grid.height * 10 // int(LATTICE) + 2 * MARGIN
    reach = MARGIN * LATTICE
    lattice = Grid(grid.crs, grid.west - reach, grid.north + reach, LATTICE, LATTICE, *nodes)
    points = ground_points(lattice, REFERENCE_CRS)
    middle = grid.west + grid.width * 5.0, grid.north - grid.height * 5.0
    frame_turn = 0.0 if grid.crs == REFERENCE_CRS else _turn_between(grid.crs, middle, points)
    texture = fractal_noise(points.moved(*_lifted(sky.view_shift, 1500.0)), 900.0, 5, sky.seed * 29 + 3)
    return TileClouds(
        sky=sky,
        seen=tuple(layer.opacity(points.moved(*_lifted(sky.view_shift, layer.height))) for layer in sky.layers),
        haze=sky.haze_at(points),
        shadow=_shadow(sky, points),
        brightness=np.clip(0.62 + 0.17 * texture, 0.0, 1.0),
        turn=frame_turn,
    )


def _shadow(sky: CloudSky, points: Points) -> np.ndarray:
    light = np.ones(points.shape, dtype=np.float32)
    for layer in sky.layers:
        light *= 1.0 - layer.opacity(points.moved(*_lifted(sky.sun_shift, layer.height)))
    return 1.0 - light


def _layers(overpass: Overpass, area: Area, scale: float, seed: int, draws: np.ndarray) -> tuple[CloudLayer, ...]:
    """Large patches, small cumulus, and on some days thin cirrus."""
    cover, key = overpass.cloud_cover, (seed * 613 + overpass.index) * 10
    patch_share = cover * float(0.45 + 0.55 * draws[0]) if cover < 0.85 else cover
    cumulus_share = max(cover - patch_share, 0.0) / max(1.0 - patch_share, 1e-6)
    rows = (
        ("patch", 2200.0 + 2200.0 * draws[1], 3600.0 * scale, 7, patch_share, 5.0, 1.0),
        ("cumulus", 800.0 + 700.0 * draws[2], 620.0 * scale**0.5, 5, cumulus_share, 4.5, 1.0),
        ("cirrus", 9000.0, 4200.0 * scale, 4, 0.45 if draws[3] < 0.3 else 0.0, 0.5, 0.30),
    )
    return tuple(
        CloudLayer(
            name=name,
            height=float(height) * min(scale, 1.0) ** 0.5,
            wavelength=wavelength,
            octaves=octaves,
            threshold=_threshold(area, wavelength, octaves, key + k, share),
            density=density,
            strongest=strongest,
            seed=key + k,
        )
        for k, (name, height, wavelength, octaves, share, density, strongest) in enumerate(rows)
        if share > 0.004
    )


@lru_cache(maxsize=1024)
def _threshold(area: Area, wavelength: float, octaves: int, seed: int, share: float) -> float:
    """The noise value above which a share of the area lies; sampled at 160 x 160 places."""
    x = np.linspace(area.west, area.east, 160)[np.newaxis, :]
    y = np.linspace(area.south, area.north, 160)[:, np.newaxis]
    noise = fractal_noise(Points(x, y), wavelength, octaves, seed, gain=0.55)
    return float(np.quantile(noise, 1.0 - share)) if share < 1.0 else float(noise.min()) - 1.0


def _towards(azimuth: float, zenith: float) -> tuple[float, float]:
    """Horizontal way per metre of height in a direction: east, north."""
    length, angle = np.tan(np.radians(zenith)), np.radians(azimuth)
    return float(length * np.sin(angle)), float(length * np.cos(angle))


def _lifted(shift: tuple[float, float], height: float) -> tuple[float, float]:
    return shift[0] * height, shift[1] * height


def _turn_between(crs: str, middle: tuple[float, float], points: Points) -> float:
    """Degrees from the reference frame's north to a tile's north, clockwise."""
    rows, columns = points.shape
    return convergence(*middle, crs) - convergence(
        float(points.x[rows // 2, columns // 2]), float(points.y[rows // 2, columns // 2])
    )
