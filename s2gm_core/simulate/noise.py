"""Deterministic random fields on the ground: a value belongs to a place, whatever raster asks for it.

Lattice points get random numbers by hashing their integer coordinates (the finaliser of SplitMix64: Steele, Lea,
Flood 2014), so that overlapping tiles and grids of any resolution see the same landscape and the same clouds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import map_coordinates

SPLINE_SPREAD = 0.2767
"""Standard deviation of a cubic B-spline surface over random lattice values from -1..1 (0.577 x 0.479)."""

_MASK = 2**64 - 1


@dataclass(frozen=True)
class Points:
    """Places on the ground in metres of the reference frame: x (1 or h, w) and y (h, 1 or w), float64."""

    x: np.ndarray
    y: np.ndarray

    @property
    def shape(self) -> tuple[int, int]:
        """(height, width) of the raster of places."""
        return int(self.y.shape[0]), int(self.x.shape[1])

    @property
    def axis_aligned(self) -> bool:
        """True where x depends on the column and y on the row only."""
        return self.x.shape[0] == 1 and self.y.shape[1] == 1

    def moved(self, east: float, north: float) -> Points:
        """The places ``east`` and ``north`` metres further."""
        return Points(self.x + east, self.y + north)


def hash_unit(i: np.ndarray, j: np.ndarray, seed: int) -> np.ndarray:
    """Random numbers 0..1 (float64, the broadcast shape) that depend on integer coordinates and a seed only."""
    salt = np.array((seed * 0x9E3779B97F4A7C15 + 0x632BE59BD9B4E019) & _MASK, dtype=np.uint64)
    state = np.asarray(i).astype(np.int64).view(np.uint64) * np.array([0xD1B54A32D192ED03], dtype=np.uint64)
    state = state ^ (np.asarray(j).astype(np.int64).view(np.uint64) * np.array([0xABC98388FB8FAC03], dtype=np.uint64))
    state = _mixed(_mixed(state + salt) + salt)
    return (state >> np.uint64(11)).astype(np.float64) * 2.0**-53


def _mixed(state: np.ndarray) -> np.ndarray:
    state = (state ^ (state >> np.uint64(30))) * np.array([0xBF58476D1CE4E5B9], dtype=np.uint64)
    state = (state ^ (state >> np.uint64(27))) * np.array([0x94D049BB133111EB], dtype=np.uint64)
    return state ^ (state >> np.uint64(31))


def spline_noise(points: Points, wavelength: float, seed: int) -> np.ndarray:
    """A smooth random surface, (y, x) float32, mean 0 and standard deviation 1; ``wavelength`` in metres."""
    u, v = points.x / wavelength, points.y / wavelength
    left, top = int(np.floor(u.min())) - 1, int(np.floor(v.min())) - 1
    columns = np.arange(left, int(np.floor(u.max())) + 3)
    rows = np.arange(top, int(np.floor(v.max())) + 3)
    lattice = ((2.0 * hash_unit(columns[np.newaxis, :], rows[:, np.newaxis], seed) - 1.0) / SPLINE_SPREAD).astype("f4")
    if points.axis_aligned:
        return _spline_along_axes(lattice, v[:, 0] - top, u[0, :] - left)
    shape = points.shape
    places = np.stack([np.broadcast_to(v - top, shape), np.broadcast_to(u - left, shape)])
    return map_coordinates(lattice, places, output=np.float32, order=3, mode="nearest", prefilter=False)


def _spline_along_axes(lattice: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Uniform cubic B-spline of lattice values at row and column positions, first along y, then along x."""
    by_row = sum(weight[:, np.newaxis] * lattice[index] for index, weight in _spline_taps(rows))
    transposed = np.ascontiguousarray(np.asarray(by_row).T)
    result = np.zeros((columns.size, rows.size), dtype=np.float32)
    for index, weight in _spline_taps(columns):
        result += weight[:, np.newaxis] * transposed[index]
    return np.ascontiguousarray(result.T)


def _spline_taps(positions: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    """Indices and float32 weights of the four lattice points around each position."""
    base = np.floor(positions).astype(np.intp)
    t = positions - base
    weights = ((1 - t) ** 3, 3 * t**3 - 6 * t**2 + 4, -3 * t**3 + 3 * t**2 + 3 * t + 1, t**3)
    return [(base + k - 1, (weight / 6.0).astype(np.float32)) for k, weight in enumerate(weights)]


def fractal_noise(points: Points, wavelength: float, octaves: int, seed: int, gain: float = 0.5) -> np.ndarray:
    """A sum of octaves of `spline_noise`, each half the wavelength and ``gain`` of the one before.

    Returns (y, x) float32 with mean 0 and standard deviation 1.
    """
    total = np.zeros(points.shape, dtype=np.float32)
    for octave in range(octaves):
        total += np.float32(gain**octave) * spline_noise(points, wavelength / 2**octave, seed * 31 + octave)
    return total / np.float32(np.sqrt(sum(gain ** (2 * octave) for octave in range(octaves))))


@dataclass(frozen=True)
class Cells:
    """The nearest random centre of every place; arrays (y, x)."""

    i: np.ndarray  # int64, lattice column of the centre
    j: np.ndarray  # int64, lattice row of the centre
    distance: np.ndarray  # float32 metres to the centre
    border: np.ndarray  # float32 metres, about the distance to the border with the next cell


def cells(points: Points, size: float, seed: int) -> Cells:
    """Voronoi cells around one jittered centre per lattice square of ``size`` metres."""
    x, y = np.broadcast_arrays(points.x / size, points.y / size)
    column, row = np.floor(x).astype(np.int64), np.floor(y).astype(np.int64)
    left, top = int(column.min()) - 1, int(row.min()) - 1
    i, j = np.arange(left, int(column.max()) + 2)[np.newaxis, :], np.arange(top, int(row.max()) + 2)[:, np.newaxis]
    jitter_x, jitter_y = ((0.1 + 0.8 * hash_unit(i, j, seed + k)).astype(np.float32).ravel() for k in (0, 1))
    # Inside its own square, so that rounding does not depend on the raster
    inner_x, inner_y = (x - column).astype(np.float32), (y - row).astype(np.float32)
    home = (row - top) * i.size + (column - left)
    first = np.full(x.shape, np.inf, dtype=np.float32)
    second, nearest = first.copy(), home.copy()
    for dj, di in ((dj, di) for dj in (-1, 0, 1) for di in (-1, 0, 1)):
        index = home + (dj * i.size + di)
        distance = np.hypot(jitter_x[index] + np.float32(di) - inner_x, jitter_y[index] + np.float32(dj) - inner_y)
        nearer = distance < first
        second = np.where(nearer, first, np.minimum(second, distance))
        first = np.where(nearer, distance, first)
        nearest = np.where(nearer, index, nearest)
    border = (second - first) * np.float32(size / 2)
    return Cells(left + nearest % i.size, top + nearest // i.size, first * np.float32(size), border)
