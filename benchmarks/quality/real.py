"""Leave a clear date out and predict it from the others, on real data.

    python -m benchmarks.quality.real [--method ...]

Croatia: two tiles at 120 m, five dates of August 2023; each date in turn is left out, and the mosaic of the other four
is compared with it where the scene classification calls it clear. Switzerland: two farms at 10 m, March to July 2022,
20 m bands; each date is left out and predicted from those up to 25 days before and after. The left-out date has another
geometry and is another day, so that no method can reach 0; only methods can be compared. What the data lack is named.
"""

from __future__ import annotations

import argparse
import csv
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import rasterio

from benchmarks.quality.truth import percent, rmse
from benchmarks.table import print_head, print_row
from s2gm_core.area import area_from_bounds
from s2gm_core.catalog.records import Scene
from s2gm_core.catalog.sources import open_source
from s2gm_core.composite.registry import METHODS
from s2gm_core.composite.stack import Need, Observations
from s2gm_core.errors import S2GMError
from s2gm_core.masks.scene_classification import mask_preset, valid_by_class
from s2gm_core.order import Order
from s2gm_core.period import days_since_1970
from s2gm_core.products.record import Product
from s2gm_core.products.temporal_mosaic import RunSettings, run
from s2gm_core.radiometry.scaling import INVALID
from s2gm_core.raster.pool import RasterPool
from s2gm_core.raster.read import Resampling, read_on_grid

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
CROATIAN_BANDS = ("B02", "B03", "B04", "B08")
SWISS_BANDS = ("B05", "B06", "B07", "B8A", "B11", "B12")
WINDOW_DAYS = 25
COLUMNS = ("data", "method", "dates", "predicted %", "RMSE", "median error")


@dataclass(frozen=True)
class Errors:
    """Prediction minus left-out date of one date, reflectance, and the share of its clear pixels that was predicted."""

    differences: np.ndarray  # (any,) float32
    predicted: float


def croatia(method: str) -> Iterator[Errors]:
    """The errors of every left-out date."""
    catalogue = DATA / "croatia_33T_2023" / "catalog.json"
    scenes = list(open_source(str(catalogue)).scenes())
    for day in sorted({scene.acquired.date() for scene in scenes}):
        left_out = [scene for scene in scenes if scene.acquired.date() == day]
        order = Order(
            source=str(catalogue),
            area=area_from_bounds(15.0, 45.1, 16.4, 46.9),
            start="2023-08-01",
            resolution=120,
            crs="EPSG:32633",
            method=method,
            bands=CROATIAN_BANDS,
            layers=("none",),
            exclude_scenes=tuple(scene.id for scene in left_out),
        )
        with tempfile.TemporaryDirectory() as folder:
            yield _against(run(order, folder, RunSettings()), left_out)


def _against(product: Product, left_out: list[Scene]) -> Errors:
    """A product beside the clear pixels of the scenes of one date."""
    differences, predicted, clear_pixels = [], 0, 0
    values = {band: _read(product.layers[band]) for band in CROATIAN_BANDS}
    with RasterPool() as pool:
        for scene in left_out:
            classes = read_on_grid(pool, scene.assets["SCL"], product.grid, Resampling.CLASS)
            if classes is None:
                continue
            clear = valid_by_class(classes, mask_preset("esa"))
            there = clear & (values["B02"] != 65535)
            predicted, clear_pixels = predicted + there.sum(), clear_pixels + clear.sum()
            for band, plane in values.items():
                seen = read_on_grid(pool, scene.assets[band], product.grid, Resampling.MEAN)
                usable = there & (seen > 0)
                differences.append((plane[usable].astype(np.float32) - seen[usable]) / 10000)
    return Errors(np.concatenate(differences), predicted / max(clear_pixels, 1))


def switzerland(method: str) -> Iterator[Errors]:
    """The errors of every left-out date of both farms."""
    row = METHODS[method]
    needed = row.needs - {Need.CLOUD_PROBABILITY, Need.CLOUDED}
    missing = [*(band for band in row.minimum_bands if band not in SWISS_BANDS), *(need.value for need in needed)]
    if missing:
        raise S2GMError(f"lacks {', '.join(missing)}")
    for farm in ("Strickhof", "SwissFutureFarm"):
        days, stack = _farm(farm)
        for left_out in range(len(days)):
            near = [i for i in range(len(days)) if i != left_out and abs(days[i] - days[left_out]) <= WINDOW_DAYS]
            if near:
                yield _swiss_error(method, days, stack, left_out, near[::-1])


def _swiss_error(method: str, days: list[int], stack: np.ndarray, left_out: int, near: list[int]) -> Errors:
    """``near`` newest first; stack (time, band, y, x) int16, `INVALID` where empty."""
    valid = (stack != INVALID).all(axis=1)
    seen = Observations(
        reflectance=stack[near],
        valid=valid[near],
        bands=SWISS_BANDS,
        scene_class=np.full(valid[near].shape, 5, np.uint8),
        day=np.array([days[i] for i in near], np.int32),
        middle_day=days[left_out] + 0.5,
        period_days=2.0 * WINDOW_DAYS + 1,
        orbit=np.ones(len(near), np.int16),
    )
    row = METHODS[method]
    made = row.composite(seen, row.make_options(()))
    values = made.reflectance
    if values is None:
        index = np.maximum(made.index, 0)[np.newaxis, np.newaxis].astype(np.int64)
        values = np.take_along_axis(seen.reflectance, index, axis=0)[0]
    there = valid[left_out] & (made.index >= 0) & (values != INVALID).all(axis=0)
    truth = stack[left_out][:, there].astype(np.float32)
    return Errors((values[:, there] - truth).ravel() / 10000, there.sum() / max(valid[left_out].sum(), 1))


def _farm(name: str) -> tuple[list[int], np.ndarray]:
    """Days since 1970 and the stack (time, band, y, x) int16 of the dates that fill the whole chip, oldest first."""
    folder = DATA / "swiss_parcels_2022"
    with (folder / "scenes.csv").open() as text:
        known = {path.name[:8] for path in (folder / "cog" / name).glob("*_B05.tif")}
        rows = [row for row in csv.DictReader(text) if row.get("site") == name and row.get("date") in known]
    days, planes = [], []
    for row in sorted(rows, key=lambda row: row["date"]):
        files = [next((folder / "cog" / name).glob(f"{row['date']}_*_{band}.tif")) for band in SWISS_BANDS]
        cube = np.stack([_read(path) for path in files])
        if planes and cube.shape != planes[0].shape:
            continue
        planes.append(np.where(cube == -32768, INVALID, cube).astype(np.int16))
        days.append(days_since_1970(date(int(row["date"][:4]), int(row["date"][4:6]), int(row["date"][6:]))))
    return days, np.stack(planes)


def _read(path: Path) -> np.ndarray:
    with rasterio.open(path) as file:
        return file.read(1)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--method", nargs="+", choices=list(METHODS), default=list(METHODS))
    options = parser.parse_args()
    if not DATA.is_dir():
        print(f"The real data are not at {DATA}: nothing to compare.")
        return
    print_head(*COLUMNS)
    for name, predict in (("Croatia", croatia), ("Switzerland", switzerland)):
        for method in options.method:
            try:
                errors = list(predict(method))
            except S2GMError as problem:
                print_row(name, method, "", str(problem).split(";")[0], "", "")
                continue
            every = np.concatenate([one.differences for one in errors])
            share = float(np.mean([one.predicted for one in errors]))
            print_row(name, method, str(len(errors)), percent(share), rmse(every), f"{np.median(np.abs(every)):.4f}")


if __name__ == "__main__":
    main()
