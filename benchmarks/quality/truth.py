"""Products of a simulated archive beside its truth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import rasterio

from benchmarks.archive import BenchArchive
from s2gm_core.catalog.records import Asset, Scene
from s2gm_core.catalog.sources import open_source
from s2gm_core.grid import Grid
from s2gm_core.order import Order
from s2gm_core.products.record import Product
from s2gm_core.products.temporal_mosaic import RunSettings, run
from s2gm_core.raster.pool import RasterPool
from s2gm_core.raster.read import Resampling, read_on_grid
from s2gm_core.simulate import SimulatedTruth

CLOUD, SHADOW, THIN = 1, 2, 4
"""Bits of the archive's true masks."""

DAYS_BETWEEN_SAMPLES = 3
"""The period's mean is taken of the surface on every third day."""


@dataclass
class Truth:
    """The truth on one grid; what was computed once is kept."""

    archive: BenchArchive
    grid: Grid
    bands: tuple[str, ...]
    scenes: dict[str, Scene]
    simulated: SimulatedTruth
    kept: dict[object, np.ndarray] = field(default_factory=dict)

    def on_date_of(self, scene: Scene) -> np.ndarray:
        """The clear surface as a scene saw it, (band, y, x) float32."""
        key = scene.overpass
        if key not in self.kept:
            day = scene.acquired.date()
            self.kept[key] = self.simulated.surface_reflectance(self.grid, day, self.bands, geometry_of=scene.id)
        return self.kept[key]

    def period_mean(self) -> np.ndarray:
        """The mean surface of the period from nadir, (band, y, x) float32."""
        if "mean" not in self.kept:
            first, last = date.fromisoformat(self.archive.start), date.fromisoformat(self.archive.end)
            days = [first + timedelta(days=n) for n in range(0, (last - first).days + 1, DAYS_BETWEEN_SAMPLES)]
            total = sum(self.simulated.surface_reflectance(self.grid, day, self.bands) for day in days)
            self.kept["mean"] = total / len(days)
        return self.kept["mean"]

    def mask_of(self, scene: Scene, pool: RasterPool) -> np.ndarray:
        """The true mask bits of a scene, (y, x) uint8."""
        path = self.archive.folder / "truth" / f"mask_{scene.id}.tif"
        mask = read_on_grid(pool, Asset(str(path), 1.0, 0.0), self.grid, Resampling.CLASS)
        return np.zeros(self.grid.shape, np.uint8) if mask is None else mask


@dataclass(frozen=True)
class Pixels:
    """A product beside the truth."""

    count: np.ndarray  # (y, x) valid observations
    taken: np.ndarray  # (y, x) bool, an observation was taken
    mask: np.ndarray  # (y, x) uint8, true mask bits of the observation that was taken
    against_date: np.ndarray  # (band, y, x) float32, product minus truth, reflectance
    against_mean: np.ndarray  # (band, y, x) float32


def compare(product: Product, truth: Truth) -> Pixels:
    """Read a product and hold every pixel against both truths."""
    values = np.stack([_read(product.layers[band]) for band in truth.bands]).astype(np.float32) / 10000
    source = _read(product.layers["source_index"])
    at_date, mask = np.zeros_like(values), np.zeros(source.shape, np.uint8)
    with RasterPool() as pool:
        for index in np.unique(source[source >= 0]):
            scene = truth.scenes[product.scenes[index]]
            here = source == index
            at_date[:, here] = truth.on_date_of(scene)[:, here]
            mask[here] = truth.mask_of(scene, pool)[here]
    count = _read(product.layers["valid_obs"])
    return Pixels(count, source >= 0, mask, values - at_date, values - truth.period_mean())


def _read(path: Path) -> np.ndarray:
    with rasterio.open(path) as file:
        return file.read(1)


def make(archive: BenchArchive, method: str, bands: Sequence[str], out: Path, **changes: Any) -> Product:
    """The mosaic of a method over the whole archive's period, 10 m."""
    given = {
        "source": archive.catalogue,
        "area": archive.area,
        "start": archive.start,
        "end": archive.end,
        "period": "custom",
        "method": method,
        "bands": tuple(bands),
        "layers": ("valid_obs", "source_index"),
        "resolution": 10.0,
    }
    return run(Order(**{**given, **changes}), out, RunSettings())


def truth_of(archive: BenchArchive, grid: Grid, bands: tuple[str, ...]) -> Truth:
    """The truth of an archive on a grid."""
    scenes = {scene.id: scene for scene in open_source(archive.catalogue).scenes()}
    return Truth(archive, grid, bands, scenes, SimulatedTruth.open(archive.folder))


def percent(share: float) -> str:
    """A share as text."""
    return f"{100 * share:.2f}"


def rmse(difference: np.ndarray) -> str:
    """Root mean square of the numbers that are there."""
    there = difference[np.isfinite(difference)]
    return f"{np.sqrt(np.mean(np.square(there, dtype=np.float64))):.4f}" if there.size else ""
