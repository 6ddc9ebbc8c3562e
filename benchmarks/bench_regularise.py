"""What the regularisation of the chosen dates changes: date changes, noise, error, time.

Simulated: fields of one spectrum each under clouds. Every date has an error of its own, smooth over some kilometres,
and every pixel the sensor's noise. "still": the fields stay as they are; "season": they change from date to date, and
haze is around the clouds. Real: a folder of scenes on one grid, named ``<date>_<satellite>_<tile>_<band>.tif``, without
truth: there the reference is the median of each pixel's valid observations. The selection is the medoid. Usage:

    python benchmarks/bench_regularise.py [--real FOLDER --tile 33TWM] [--tolerance 0.5 1 1.4] [--dates 12 30]
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import rasterio
from scipy import ndimage
from scipy.spatial import cKDTree

from benchmarks.table import print_head, print_row
from s2gm_core.composite.medoid import BANDS
from s2gm_core.composite.registry import METHODS
from s2gm_core.composite.regularise import Smoothing, regularise
from s2gm_core.composite.stack import Observations

FIELD = 24
"""Side of a field of middle size, pixels."""

CLEAR = (2, 4, 5, 6, 11)
REAL_BANDS = ("B02", "B03", "B04", "B08")
COLUMNS = (
    "stack", "dates", "block", "radius", "sweeps", "k", "changes before", "changes after",
    "noise before", "noise after", "RMSE before", "RMSE after", "Mpx x dates / s",
)  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A stack and what it should show."""

    name: str
    stack: Observations
    truth: np.ndarray  # (time or 1, band, y, x) float32, reflectance
    field: np.ndarray  # (y, x) integer, number of the field

    @property
    def bands(self) -> tuple[str, ...]:
        """The bands that the medoid decides by."""
        return tuple(band for band in BANDS if band in self.stack.bands)


def simulated(name: str, dates: int, size: int, season: bool) -> Case:
    """Fields under clouds."""
    rng = np.random.default_rng(1)
    count = (size // FIELD) ** 2
    rows, cols = np.mgrid[:size, :size]
    field = cKDTree(rng.random((count, 2)) * size).query(np.c_[rows.ravel(), cols.ravel()])[1].reshape(size, size)
    early, late = rng.uniform(0.02, 0.35, (2, count, len(BANDS)))
    truth = np.empty((dates, len(BANDS), size, size), np.float32)
    stack, valid = np.empty(truth.shape, np.int16), np.empty((dates, size, size), bool)
    blue_first = np.linspace(1.5, 0.2, len(BANDS))[:, np.newaxis, np.newaxis]
    for date in range(dates):
        late_part = 0.3 * date / max(dates - 1, 1) if season else 0.0
        truth[date] = np.moveaxis(((1 - late_part) * early + late_part * late)[field], -1, 0)
        gain = 1 + 0.02 * rng.normal() + 0.01 * rng.normal(size=(len(BANDS), 1, 1)) + 0.006 * _smooth(rng, size)
        seen = truth[date] * gain + blue_first * (0.003 * rng.normal() + 0.0015 * _smooth(rng, size))
        seen += rng.normal(size=seen.shape) * (0.0005 + 0.007 * truth[date])
        cloud = ndimage.gaussian_filter(rng.normal(size=(size, size)), 12)
        cloud -= np.quantile(cloud, 1 - 0.35 * rng.uniform(0.2, 1.8))
        seen += season * 0.01 * blue_first * np.clip(1 + cloud / cloud.std(), 0, None)
        stack[date], valid[date] = np.rint(seen * 10_000), cloud < 0
    return Case(name, _observations(stack, valid, BANDS), truth, field)


def _smooth(rng: np.random.Generator, size: int) -> np.ndarray:
    """A smooth plane around 0, (y, x)."""
    return ndimage.zoom(rng.normal(size=(4, 4)), size / 4, order=1)


def real(folder: Path, tile: str) -> Case:
    """Scenes of a tile."""
    scenes = sorted((path.name[:-8] for path in folder.glob(f"*_{tile}_B02.tif")), reverse=True)

    def read(scene: str, band: str) -> np.ndarray:
        with rasterio.open(folder / f"{scene}_{band}.tif") as file:
            return file.read(1)

    stack = np.array([[read(scene, band) for band in REAL_BANDS] for scene in scenes])
    classes = np.array([read(scene, "SCL") for scene in scenes])
    valid = np.isin(classes, CLEAR) & (stack > 0).all(axis=1)
    stack = np.minimum(stack, 32766).astype(np.int16)
    seen = np.where(valid[:, np.newaxis], stack.astype(np.float32) / 10_000, np.nan)
    seen[:, :, ~valid.any(axis=0)] = 0  # no median of nothing
    one_field = np.zeros(valid.shape[1:], np.int16)
    return Case(tile, _observations(stack, valid, REAL_BANDS), np.nanmedian(seen, axis=0)[np.newaxis], one_field)


def _observations(stack: np.ndarray, valid: np.ndarray, bands: tuple[str, ...]) -> Observations:
    classes, cloud = np.full(valid.shape, 4, np.uint8), np.zeros(valid.shape, np.uint8)
    return Observations(stack, valid, bands, classes, cloud)


def figures(case: Case, index: np.ndarray) -> tuple[float, float, float]:
    """Date changes per pixel edge; noise (root of half the mean squared step of the error over an edge inside a field)
    and RMSE against the truth, both reflectance x 10^4.
    """
    taken = np.maximum(index, 0)[np.newaxis, np.newaxis].astype(np.int64)
    truth = np.broadcast_to(case.truth, case.stack.reflectance.shape)
    error = np.take_along_axis(case.stack.reflectance, taken, axis=0)[0].astype(np.float32)
    error -= 10_000 * np.take_along_axis(truth, taken, axis=0)[0]
    changes, steps = [], []
    for turned in (lambda plane: plane, lambda plane: np.swapaxes(plane, -1, -2)):
        dates, fields, errors = turned(index), turned(case.field), turned(error)
        both = (dates[1:] >= 0) & (dates[:-1] >= 0)
        changes.append((dates[1:] != dates[:-1])[both])
        steps.append((errors[:, 1:] - errors[:, :-1])[:, both & (fields[1:] == fields[:-1])].ravel())
    noise = np.sqrt(np.mean(np.square(np.concatenate(steps))) / 2)
    return float(np.concatenate(changes).mean()), float(noise), float(np.sqrt(np.mean(error[:, index >= 0] ** 2)))


def show(case: Case, smoothing: Smoothing, repeat: int) -> None:
    """One row of the table."""
    medoid = METHODS["medoid"]
    index, seconds = medoid.composite(case.stack, medoid.make_options(())).index, []
    for _ in range(repeat):
        start = time.thread_time()
        chosen = regularise(case.stack, index, case.bands, smoothing)
        seconds.append(time.thread_time() - start)
    pairs = [figure for two in zip(figures(case, index), figures(case, chosen)) for figure in two]
    what = (smoothing.radius, smoothing.sweeps, smoothing.tolerance)
    print_row(
        case.name, len(case.stack.valid), index.shape[0], *what, *pairs, case.stack.valid.size / 1e6 / min(seconds)
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = Smoothing()
    parser.add_argument("--size", type=int, default=512, help="side of a simulated block, pixels")
    parser.add_argument("--dates", type=int, nargs="+", default=[12, 30], help="dates of the simulated stacks")
    parser.add_argument("--real", type=Path, help="a folder of scenes")
    parser.add_argument("--tile", default="33TWM", help="tile of the real scenes")
    parser.add_argument("--radius", type=int, nargs="+", default=[default.radius])
    parser.add_argument("--sweeps", type=int, nargs="+", default=[default.sweeps])
    parser.add_argument("--tolerance", type=float, nargs="+", default=[default.tolerance])
    parser.add_argument("--repeat", type=int, default=3, help="runs per case; the best counts")
    options = parser.parse_args()
    cases = [simulated("still", dates, options.size, False) for dates in options.dates]
    cases += [simulated("season", dates, options.size, True) for dates in options.dates]
    cases += [real(options.real, options.tile)] if options.real else []
    print("Noise and RMSE: reflectance x 10^4. Processor time of one thread.")
    print_head(*COLUMNS)
    for case in cases:
        for radius in options.radius:
            for sweeps in options.sweeps:
                for tolerance in options.tolerance:
                    show(case, Smoothing(radius, sweeps, tolerance), options.repeat)


if __name__ == "__main__":
    main()
