"""Error against truth on a simulated archive, per method and per number of valid observations.

Two truths are used, because a method may be judged by either: the surface on the date, and in the geometry, of the
observation that was taken (what a selecting method promises), and the surface's mean over the period, seen from nadir
under the mean sun (what an averaging method promises). Usage:

    python benchmarks/bench_quality.py [--size PIXELS] [--dates N] [--cloudiness 0..1] [--bands B02,...]
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import rasterio

from benchmarks.archive import BenchArchive, add_archive_options, bench_archive
from benchmarks.table import print_head, print_row
from s2gm_core.catalog.records import Asset, Scene
from s2gm_core.catalog.sources import open_source
from s2gm_core.composite.registry import METHODS
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

BINS = ((0, 0), (1, 1), (2, 2), (3, 3), (4, 5), (6, 8), (9, 10**6))
COLUMNS = (
    "method",
    "valid obs",
    "pixels %",
    "missing %",
    "cloud %",
    "thin cloud %",
    "shadow %",
    "RMSE date",
    "bias date",
    "RMSE date, clear",
    "RMSE mean",
    "bias mean",
)


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


def print_method(method: str, pixels: Pixels) -> None:
    """One row per number of valid observations, and one for all."""
    everywhere = np.ones(pixels.count.shape, bool)
    for low, high in BINS:
        inside = (pixels.count >= low) & (pixels.count <= high)
        label = str(low) if low == high else f"{low} and more" if high > 1000 else f"{low} to {high}"
        if inside.any():
            print_row(method, label, *_figures(pixels, inside))
    print_row(method, "all", *_figures(pixels, everywhere))


def _figures(pixels: Pixels, inside: np.ndarray) -> list[str]:
    taken = inside & pixels.taken
    clear = taken & (pixels.mask & (CLOUD | SHADOW | THIN) == 0)
    bits = [((pixels.mask & bit) != 0)[taken] for bit in (CLOUD, THIN, SHADOW)]
    return [
        _percent(inside.mean()),
        _percent(1 - taken.sum() / inside.sum()),
        *(_percent(bit.mean()) if bit.size else "" for bit in bits),
        _rmse(pixels.against_date[:, taken]),
        _bias(pixels.against_date[:, taken]),
        _rmse(pixels.against_date[:, clear]),
        _rmse(pixels.against_mean[:, taken]),
        _bias(pixels.against_mean[:, taken]),
    ]


def _percent(share: float) -> str:
    return f"{100 * share:.2f}"


def _rmse(difference: np.ndarray) -> str:
    return f"{np.sqrt(np.mean(np.square(difference, dtype=np.float64))):.4f}" if difference.size else ""


def _bias(difference: np.ndarray) -> str:
    return f"{np.mean(difference, dtype=np.float64):+.4f}" if difference.size else ""


def make(archive: BenchArchive, method: str, bands: Sequence[str], out: Path) -> Product:
    """The mosaic of a method over the whole archive's period, 10 m."""
    order = Order(
        source=archive.catalogue,
        area=archive.area,
        start=archive.start,
        end=archive.end,
        period="custom",
        method=method,
        bands=tuple(bands),
        layers=("valid_obs", "source_index"),
        resolution=10.0,
    )
    return run(order, out, RunSettings())


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_archive_options(parser, size=660, dates=12)
    parser.add_argument("--bands", default="B02,B03,B04,B08,B11,B12", help="bands that are compared")
    parser.add_argument("--method", nargs="+", choices=list(METHODS), default=list(METHODS), help="methods (all)")
    options = parser.parse_args()
    archive, bands = bench_archive(options), tuple(options.bands.split(","))
    scenes = {scene.id: scene for scene in open_source(archive.catalogue).scenes()}
    simulated = SimulatedTruth.open(archive.folder)
    print(
        f"{archive.folder.name}: {len(scenes)} scenes, {archive.start} to {archive.end}; {', '.join(bands)} together."
    )
    print("date: truth on the date and in the geometry of what was taken; mean: the period's mean from nadir.")
    print("Reflectance 0..1. Cloud, thin cloud, shadow: share of the pixels taken that truly are. 10 m.")
    print_head(*COLUMNS)
    truth: Truth | None = None
    for method in options.method:
        out = Path(tempfile.mkdtemp(prefix="s2gm-bench-"))
        try:
            product = make(archive, method, bands, out)
            truth = truth or Truth(archive, product.grid, bands, scenes, simulated)
            print_method(method, compare(product, truth))
        finally:
            shutil.rmtree(out)


if __name__ == "__main__":
    main()
