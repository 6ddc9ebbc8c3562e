"""What lies where: fields, woods, waters, villages with bright roofs, quarries.

The landscape is a function of ground coordinates (reference frame, metres), so that overlapping tiles, both UTM zones
and truth on any grid agree. Small areas get a smaller landscape, so that they too hold every land cover.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .noise import Cells, Points, cells, fractal_noise, hash_unit, spline_noise
from .spectra import VARIANTS, Cover

TEXTURE_STEPS = 32
"""The texture is stored in steps of 1/32 standard deviation."""

_REFERENCE_EXTENT = 6600.0  # metres; smaller areas shrink the landscape
_CROPS = (
    (0.24, Cover.CEREAL), (0.34, Cover.RAPESEED), (0.60, Cover.MAIZE), (0.72, Cover.SOY), (0.94, Cover.MEADOW),
    (1.01, Cover.FALLOW),
)  # fmt: skip


@dataclass(frozen=True)
class LandPlots:
    """The landscape at the pixels of a raster; arrays (y, x)."""

    plot: np.ndarray  # uint16, cover * VARIANTS + variant
    texture: np.ndarray  # int8, in 1/TEXTURE_STEPS standard deviations
    relief: np.ndarray  # float16, relative height in standard deviations; snow lies high

    @property
    def cover(self) -> np.ndarray:
        """The land cover as `Cover`, (y, x) uint8."""
        return (self.plot // VARIANTS).astype(np.uint8)

    def rows(self, rows: slice) -> LandPlots:
        """Some rows of it."""
        return LandPlots(self.plot[rows], self.texture[rows], self.relief[rows])


@dataclass(frozen=True)
class Landscape:
    """A landscape around a centre; ``extent`` is the width of the simulated area, metres."""

    seed: int
    centre_x: float
    centre_y: float
    extent: float

    @property
    def scale(self) -> float:
        """By how much the landscape's features are smaller than in nature, 0.3..1."""
        return min(max(self.extent / _REFERENCE_EXTENT, 0.3), 1.0)

    def plots(self, points: Points) -> LandPlots:
        """The landscape at some places."""
        local = points.moved(-self.centre_x, -self.centre_y)
        key = self.seed * 1000
        cover, variant = self._fields(local, key)
        self._woods(local, key + 100, cover, variant)
        self._villages(local, key + 200, cover, variant)
        self._waters(local, key + 300, cover, variant)
        texture = 0.75 * spline_noise(local, 25.0, key + 400) + 0.65 * spline_noise(local, 130.0, key + 401)
        relief = fractal_noise(local, 2600.0 * self.scale, 4, key + 402)
        plot = (cover.astype(np.uint16) * VARIANTS + (variant * VARIANTS).astype(np.uint16)).astype(np.uint16)
        return LandPlots(plot, _in_steps(texture), relief.astype(np.float16))

    def _fields(self, local: Points, key: int) -> tuple[np.ndarray, np.ndarray]:
        """Rectangular parcels, turned alike within a district; tracks between parcels, roads between districts."""
        size = 1000.0 * self.scale**0.7
        district = cells(local, size, key)
        angle = np.pi * hash_unit(district.i, district.j, key + 2)
        u = local.x * np.cos(angle) + local.y * np.sin(angle)
        v = local.y * np.cos(angle) - local.x * np.sin(angle)
        width = (70.0 + 130.0 * hash_unit(district.i, district.j, key + 3)) * self.scale**0.5
        column = np.floor(u / width)
        salt = district.i * 7919 + district.j * 104729
        length = width * (1.2 + 2.6 * hash_unit(column + salt, district.j, key + 4))
        row = np.floor(v / length + hash_unit(column + salt, district.i, key + 5))
        parcel = hash_unit(column + salt, row, key + 6)
        cover = _chosen(parcel, _CROPS)
        variant = hash_unit(column + salt, row, key + 7)
        track = np.abs(u / width - np.rint(u / width)) * width < 5.0
        cover[track & (hash_unit(column + salt, np.array([0]), key + 8) < 0.5)] = Cover.MEADOW
        cover[district.border < 7.0] = Cover.ROAD
        return cover, variant

    def _woods(self, local: Points, key: int, cover: np.ndarray, variant: np.ndarray) -> None:
        """Forests in stands, some of conifers, and bright quarries beside them; changes the arrays in place."""
        density = fractal_noise(local, 2900.0 * self.scale, 6, key, gain=0.55)
        copses = fractal_noise(local, 800.0 * self.scale**0.7, 4, key + 4, gain=0.55)
        conifers = fractal_noise(local, 1700.0 * self.scale, 4, key + 1) > 0.25
        stand = cells(local, 260.0 * self.scale**0.5, key + 2)
        forest = (density > 0.55) | (copses > 1.75)
        cover[forest] = np.where(conifers, Cover.CONIFER, Cover.DECIDUOUS)[forest]
        variant[forest] = hash_unit(stand.i, stand.j, key + 3)[forest]
        quarry = self._near_centres(local, 4300.0, key + 10, (90.0, 190.0))
        cover[quarry] = Cover.QUARRY

    def _villages(self, local: Points, key: int, cover: np.ndarray, variant: np.ndarray) -> None:
        """Blocks of houses, gardens and streets, and large bright roofs; changes the arrays in place."""
        village = self._near_centres(local, 2900.0, key, (260.0, 620.0))
        block = 44.0
        angle = 0.5
        u = local.x * np.cos(angle) + local.y * np.sin(angle)
        v = local.y * np.cos(angle) - local.x * np.sin(angle)
        column, row = np.floor(u / block), np.floor(v / block)
        inside = (u / block - column < 0.72) & (v / block - row < 0.72)
        kind = hash_unit(column, row, key + 5)
        built = village & inside & (kind < 0.55)
        cover[village] = np.where((column % 4 == 0) & (u / block - column < 0.3), Cover.ROAD, Cover.GARDEN)[village]
        variant[village] = hash_unit(column, row, key + 6)[village]
        cover[built] = Cover.BUILT_UP
        # Halls of two blocks by two: large enough to fill pixels of 20 m
        hall_column, hall_row = np.floor(u / (2 * block)), np.floor(v / (2 * block))
        hall = (u / (2 * block) - hall_column < 0.8) & (v / (2 * block) - hall_row < 0.62)
        bright = village & hall & (hash_unit(hall_column, hall_row, key + 7) < 0.13)
        cover[bright] = Cover.BRIGHT_ROOF
        variant[bright] = hash_unit(hall_column, hall_row, key + 8)[bright]

    def _waters(self, local: Points, key: int, cover: np.ndarray, variant: np.ndarray) -> None:
        """A river with meadows along it, and lakes; changes the arrays in place."""
        scale = self.scale
        phases = 2.0 * np.pi * hash_unit(np.arange(3), np.array([0]), key)
        bend = 620.0 * np.sin(2 * np.pi * local.y / (6100.0 * scale) + phases[0])
        bend = bend + 260.0 * np.sin(2 * np.pi * local.y / (2300.0 * scale) + phases[1])
        bend = bend + 90.0 * np.sin(2 * np.pi * local.y / (970.0 * scale) + phases[2])
        spacing = 14000.0 * scale
        across = local.x - scale * bend - 0.1 * self.extent
        across = np.abs(across - spacing * np.rint(across / spacing))
        across = across + 9.0 * spline_noise(local, 140.0, key + 1)
        width = 22.0 + 26.0 * scale
        cover[(across < 3.2 * width) & (cover != Cover.ROAD) & (cover != Cover.BRIGHT_ROOF)] = Cover.MEADOW
        river = across < width
        cover[river] = Cover.RIVER
        lake = self._near_centres(local, 3900.0, key + 10, (150.0, 380.0))
        cover[lake] = Cover.LAKE
        variant[river | lake] = 0.5

    def _near_centres(self, local: Points, spacing: float, key: int, radii: tuple[float, float]) -> np.ndarray:
        """Patches with ragged edges around jittered centres; (y, x) bool."""
        centre: Cells = cells(local, spacing * self.scale, key)
        smallest, largest = radii
        radius = smallest + (largest - smallest) * hash_unit(centre.i, centre.j, key + 2)
        ragged = 0.22 * fractal_noise(local, 420.0 * self.scale, 4, key + 3)
        return centre.distance < self.scale * radius * (1.0 + ragged)


def _chosen(random: np.ndarray, shares: tuple[tuple[float, Cover], ...]) -> np.ndarray:
    """The cover whose cumulative share a random number 0..1 falls into; uint8."""
    limits = np.array([limit for limit, _ in shares])
    covers = np.array([int(cover) for _, cover in shares], dtype=np.uint8)
    return covers[np.searchsorted(limits, random, side="right")]


def _in_steps(values: np.ndarray) -> np.ndarray:
    return np.clip(np.rint(values * TEXTURE_STEPS), -127, 127).astype(np.int8)
