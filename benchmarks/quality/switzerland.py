"""Clear dates over two Swiss farms, March to July 2022, each predicted by the kernels from the dates around it.

The data hold all bands inside wheat parcels only, so that these are compared. They lack B08, for which B8A stands, and
aerosol, angles and the surroundings of clouds, which are taken to be the same everywhere.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path

import numpy as np
import rasterio

from benchmarks.quality.prediction import DATA, Errors, errors
from benchmarks.quality.rows import Row
from s2gm_core.composite.registry import METHODS
from s2gm_core.composite.stack import Observations
from s2gm_core.period import days_since_1970
from s2gm_core.radiometry.scaling import INVALID

FOLDER = DATA / "swiss_parcels_2022"
FARMS = ("Strickhof", "SwissFutureFarm")
BANDS = ("B02", "B03", "B04", "B05", "B06", "B07", "B8A", "B11", "B12")
STAND_IN = ("B08", "B8A")
WINDOW_DAYS = 15
"""A prediction uses the dates up to so many days before and after: a month."""

FEWEST = 3
"""Dates around one that a prediction needs."""

CLEAR = 0.9
"""Part of the parcels that a date must see to be left out."""

NODATA = -32768


@dataclass(frozen=True)
class Farm:
    """All dates of a farm, oldest first, inside its parcels."""

    days: tuple[int, ...]  # since 1970-01-01
    orbits: tuple[int, ...]
    stack: np.ndarray  # (time, band, 1, pixel) int16, `INVALID` where a date has no data
    scene_class: np.ndarray  # (time, 1, pixel) uint8

    @property
    def valid(self) -> np.ndarray:
        """(time, 1, pixel) bool."""
        return (self.stack != INVALID).all(axis=1)


def predictions(row: Row) -> Iterator[Errors]:
    """The errors of every date that is left out, on both farms."""
    for name in FARMS:
        farm = farm_of(name)
        for left_out in np.flatnonzero(farm.valid.mean(axis=(1, 2)) >= CLEAR):
            away = np.abs(np.array(farm.days) - farm.days[left_out])
            near = np.flatnonzero((away > 0) & (away <= WINDOW_DAYS))[::-1]
            if len(near) >= FEWEST:
                yield errors(_predicted(row, farm, left_out, near), _reflectance(farm.stack[left_out]))


def _predicted(row: Row, farm: Farm, left_out: int, near: np.ndarray) -> np.ndarray:
    """Reflectance (band, y, x) float32 by the method, from the dates ``near``, newest first; NaN where empty."""
    method, valid = METHODS[row.method], farm.valid[near]
    method.usable_bands((*BANDS, STAND_IN[0]))
    stand_in = farm.stack[near][:, [BANDS.index(STAND_IN[1])]]

    def everywhere(value: float) -> np.ndarray:
        return np.full(valid.shape, value, np.float32)

    seen = Observations(
        reflectance=np.concatenate([farm.stack[near], stand_in], axis=1),
        valid=valid,
        bands=(*BANDS, STAND_IN[0]),
        scene_class=farm.scene_class[near],
        cloud_probability=np.zeros(valid.shape, np.uint8),
        day=np.array(farm.days, np.int32)[near],
        middle_day=farm.days[left_out] + 0.5,
        period_days=2.0 * WINDOW_DAYS + 1,
        orbit=np.array(farm.orbits, np.int16)[near],
        aerosol=everywhere(np.nan),
        view_zenith=everywhere(np.nan),
        cloud_distance=everywhere(10_000.0),
        cloud_weight=everywhere(1.0),
        orbit_distance=everywhere(50_000.0),
        clouded=np.zeros(valid.shape, bool),
    )
    made = method.composite(seen, method.make_options(row.options))
    values = made.reflectance
    if values is None:
        index = np.maximum(made.index, 0)[np.newaxis, np.newaxis].astype(np.int64)
        values = np.take_along_axis(seen.reflectance, index, axis=0)[0]
    return np.where(made.index >= 0, _reflectance(values[: len(BANDS)]), np.float32(np.nan))


def _reflectance(scaled: np.ndarray) -> np.ndarray:
    return np.where(scaled == INVALID, np.nan, scaled / np.float32(10000)).astype(np.float32)


@cache
def farm_of(name: str) -> Farm:
    """Read all dates of a farm; some are stored on other extents and are put where they belong."""
    with (FOLDER / "scenes.csv").open() as text:
        rows = sorted((row for row in csv.DictReader(text) if row["site"] == name), key=lambda row: row["date"])
    first = next((FOLDER / "cog" / name).glob(f"{rows[0]['date']}_*_B02.tif"))
    planes, classes = [], []
    for row in rows:
        files = {path.stem.split("_")[2]: path for path in (FOLDER / "cog" / name).glob(f"{row['date']}_*.tif")}
        planes.append([_placed(files[band], first, NODATA) for band in BANDS])
        classes.append(_placed(files["SCL"], first, 0))
    stack = np.array(planes)
    stack = np.where(stack == NODATA, INVALID, stack).astype(np.int16)
    parcels = (stack[:, 0] != INVALID).mean(axis=0) > 0.5
    days = [days_since_1970(_day(row["date"])) for row in rows]
    orbits = [int(row["product"].split("_R")[1][:3]) for row in rows]
    inside = np.array(classes)[:, np.newaxis, parcels]
    return Farm(tuple(days), tuple(orbits), stack[:, :, np.newaxis, parcels], inside.astype(np.uint8))


def _day(text: str) -> date:
    return datetime.strptime(text + "+0000", "%Y%m%d%z").date()


def _placed(path: Path, like: Path, nodata: int) -> np.ndarray:
    """A raster on another's extent, (y, x); both of one grid of 10 m."""
    with rasterio.open(like) as file:
        west, north, shape = file.bounds.left, file.bounds.top, file.shape
    with rasterio.open(path) as file:
        pixels, column, row = file.read(1), (file.bounds.left - west) / 10, (north - file.bounds.top) / 10
    if column % 1 or row % 1:
        raise ValueError(f"{path} does not lie on the pixels of {like}.")
    whole = np.full(tuple(size + 400 for size in shape), nodata, pixels.dtype)  # room around the extent
    top, left = int(row) + 200, int(column) + 200
    whole[top : top + pixels.shape[0], left : left + pixels.shape[1]] = pixels
    return whole[200 : 200 + shape[0], 200 : 200 + shape[1]]
