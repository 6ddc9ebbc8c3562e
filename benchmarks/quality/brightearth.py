"""The mosaic in natural colour beside the medoid: seams, colours against truth, how overlapping overpasses agree.

    python -m benchmarks.quality.brightearth [--seeds N ...] [--size PIXELS] [--dates N] [--croatia]

On simulated months, both with nadir reflectance under one sun. Columns:

borders %: pairs of neighbouring pixels that are of different scenes; few are few patches.
gradient: mean absolute difference of neighbours across such borders, divided by that inside patches; beside it the same
    of the true surface at the same pairs, which is what a mosaic without seams shows.
step: mean absolute step of the smoothed error (5 x 5 pixels, 3 pixels on each side) at borders, and away from them.
RMSE, bias: reflectance of B04, B03 and B02 against the mean of the clear surface.
colour: mean colour difference to the true surface (CIE 1976 L*a*b*) of both in the tone ``natural``; 2.3 is just seen.
bright %: pixels of which B02 is above all that the clear surface shows: clouds that stayed.
overlaps: root mean square difference of overlapping overpasses as observed, and balanced (reflectance).

``--croatia``: two real tiles without truth; there the gradient and borders only.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from scipy.ndimage import binary_dilation, uniform_filter

from benchmarks.archive import BenchArchive, simulated
from benchmarks.quality.croatia import CATALOGUE
from benchmarks.quality.surface import mean_sun_zenith
from benchmarks.quality.truth import BANDS, SCALE, Truth, truth_of
from benchmarks.table import print_head, print_row
from s2gm_core.layers import REFLECTANCE_NODATA
from s2gm_core.order import Order
from s2gm_core.presets import order_of_product
from s2gm_core.products.record import Product
from s2gm_core.products.temporal_mosaic import RunSettings, run
from s2gm_core.radiometry.tone import NATURAL_COLOUR_BANDS, natural
from s2gm_core.simulate import SimulatedTruth, SimulationSettings

START = date(2025, 7, 1)
ROWS = {
    "medoid, mask esa": {"method": "medoid", "cloud_mask": "esa"},
    "BrightEarth style, mask esa": {"product": "brightearth", "cloud_mask": "esa"},
    "medoid, mask multitemporal": {"method": "medoid", "cloud_mask": "multitemporal"},
    "BrightEarth style, mask multitemporal": {"product": "brightearth", "cloud_mask": "multitemporal"},
}
COLUMNS = (
    "mosaic", "borders %", "gradient", "of truth", "step", "step inside", "RMSE", "bias", "colour", "bright %",
    "overlaps", "balanced",
)  # fmt: skip
SMOOTH, APART = 5, 3
BRIGHTER, BRIGHTER_BY = 1.10, 0.02


@dataclass(frozen=True)
class Seen:
    """A product: red, green and blue (3, y, x) float32 reflectance, NaN where empty; day and scene of pixels (y, x)."""

    colours: np.ndarray
    days: np.ndarray
    scenes: np.ndarray


def seen(product: Product) -> Seen:
    """Read what is compared of a product."""
    planes = []
    for band in NATURAL_COLOUR_BANDS:
        with rasterio.open(product.layers[band]) as file:
            stored = file.read(1)
        planes.append(np.where(stored == REFLECTANCE_NODATA, np.nan, stored / np.float32(SCALE)))
    with rasterio.open(product.layers["date"]) as days, rasterio.open(product.layers["source_index"]) as scenes:
        return Seen(np.stack(planes).astype(np.float32), days.read(1), scenes.read(1))


def gradients(colours: np.ndarray, scenes: np.ndarray) -> tuple[float, float, float]:
    """Share of pairs at borders, mean difference across them, and inside patches; NaN where there are none."""
    across, inside = [], []
    for axis in (0, 1):
        difference = np.abs(np.diff(colours, axis=axis + 1)).mean(axis=0)
        there = np.isfinite(difference)
        border = np.diff(scenes.astype(np.int32), axis=axis) != 0
        across.append(difference[there & border])
        inside.append(difference[there & ~border])
    joined, rest = np.concatenate(across), np.concatenate(inside)
    share = joined.size / max(joined.size + rest.size, 1)
    return share, float(joined.mean()) if joined.size else float("nan"), float(rest.mean())


def steps(error: np.ndarray, scenes: np.ndarray) -> tuple[float, float]:
    """Mean absolute step of the smoothed error (band, y, x) at borders along rows, and away from them."""
    smooth = np.stack([uniform_filter(np.nan_to_num(plane), SMOOTH) for plane in error])
    step = np.abs(smooth[:, :, 2 * APART :] - smooth[:, :, : -2 * APART]).mean(axis=0)
    border = (
        scenes[:, APART : -APART + 1 or None][:, : step.shape[1]] != scenes[:, APART - 1 : -APART][:, : step.shape[1]]
    )
    near = binary_dilation(border, iterations=2 * APART)
    return float(step[border].mean()) if border.any() else float("nan"), float(step[~near].mean())


def lab(colours: np.ndarray) -> np.ndarray:
    """L*a*b* (D65) of reflectance (3, y, x) in the tone ``natural``, which is encoded as sRGB."""
    encoded = natural(np.nan_to_num(colours)).astype(np.float64)
    linear = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
    to_xyz = np.array(
        [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
    )
    xyz = np.tensordot(to_xyz, linear, axes=1) / np.array([0.95047, 1.0, 1.08883])[:, np.newaxis, np.newaxis]
    root = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.stack([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])


def figures(product: Product, truth: Truth) -> list[float]:
    """The row of a product beside its truth, without the overlaps."""
    found, places = seen(product), [BANDS.index(band) for band in NATURAL_COLOUR_BANDS]
    mean, highest = (truth.statistic(name)[places] for name in ("mean", "max"))
    error = found.colours - mean
    there = np.isfinite(error).all(axis=0)
    share, across, inside = gradients(found.colours, found.scenes)
    _, true_across, true_inside = gradients(np.where(there, mean, np.nan), found.scenes)
    distance = np.sqrt(np.square(lab(found.colours) - lab(mean)).sum(axis=0))[there]
    bright = found.colours[2] > highest[2] * BRIGHTER + BRIGHTER_BY
    return [
        100 * share, across / inside, true_across / true_inside, *steps(error, found.scenes),
        float(np.sqrt(np.nanmean(np.square(error)))), float(np.nanmean(error)), float(distance.mean()),
        100 * float(bright[there].mean()),
    ]  # fmt: skip


def overlaps_of(product: Product) -> list[str]:
    """How overlapping overpasses differ before and after they are balanced; empty for products without a balance."""
    balance = json.loads(product.metadata.read_text())["Processing_details"].get("Balance")
    keys = ("Overlap_difference_observed", "Overlap_difference_balanced")
    return [f"{balance[key]:.4f}" if balance else "" for key in keys]


def made(fields: dict[str, Any], row: dict[str, str], out: Path) -> Product:
    """The product of a row."""
    given = {**fields, **row}
    order = (
        order_of_product(given.pop("product"), **given) if "product" in given else Order(bands="B02,B03,B04", **given)
    )
    return run(order, out, RunSettings())


def fields_of(archive: BenchArchive) -> dict[str, Any]:
    """The order over the whole of a simulated archive, seen from nadir under the sun of its truth."""
    sun = mean_sun_zenith(SimulatedTruth.open(archive.folder).world)
    return {
        "source": archive.catalogue, "area": archive.area, "start": archive.start, "end": archive.end,
        "period": "custom", "nbar": "on", "harmonise": "off", "nbar_sun_zenith": sun,
    }  # fmt: skip


def print_archive(archive: BenchArchive) -> None:
    """One row per mosaic."""
    print(f"\n{archive.folder.name}", flush=True)
    print_head(*COLUMNS)
    truth: Truth | None = None
    for name, row in ROWS.items():
        out = Path(tempfile.mkdtemp(prefix="s2gm-bench-"))
        try:
            product = made(fields_of(archive), row, out)
            truth = truth or truth_of(archive, product.grid)
            print_row(name, *(f"{one:.4f}" for one in figures(product, truth)), *overlaps_of(product))
        finally:
            shutil.rmtree(out)


def print_croatia() -> None:
    """Borders and gradients on real tiles."""
    fields = {"source": str(CATALOGUE), "area": "14.9,45.1,16.4,46.9", "start": "2023-08-01", "resolution": 120,
              "crs": "EPSG:32633"}  # fmt: skip
    print("\nTwo real tiles around Zagreb, August 2023, 120 m", flush=True)
    print_head("mosaic", "borders %", "gradient", "overlaps", "balanced")
    for name, row in ROWS.items():
        out = Path(tempfile.mkdtemp(prefix="s2gm-bench-"))
        try:
            product = made(fields, row, out)
            found = seen(product)
            share, across, inside = gradients(found.colours, found.scenes)
            print_row(name, f"{100 * share:.3f}", f"{across / inside:.3f}", *overlaps_of(product))
        finally:
            shutil.rmtree(out)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", nargs="+", type=int, default=[1, 2], metavar="N", help="of simulated archives")
    parser.add_argument("--size", type=int, default=660, help="side of a simulated tile in 10 m pixels (660)")
    parser.add_argument("--dates", type=int, default=12, help="simulated overpasses (12)")
    parser.add_argument("--croatia", action="store_true", help="also two real tiles")
    options = parser.parse_args()
    for seed in options.seeds:
        settings = SimulationSettings(seed=seed, start=START, dates=options.dates, size=options.size)
        print_archive(simulated(settings))
    if options.croatia:
        print_croatia()


if __name__ == "__main__":
    main()
