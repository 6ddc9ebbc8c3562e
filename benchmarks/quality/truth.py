"""Products of a simulated archive beside its truth.

Three truths are used, because methods promise different things:

date: the surface on the date of the observation that was taken, in its sun and view geometry; for products with
    normalised angles (NBAR), from nadir under the sun to which they were brought. For methods that select.
own: what the same method makes of the clear surface, without noise, on every day with an overpass. For all methods: it
    asks what clouds, gaps, noise and angles have changed, not whether the method's idea of a period is a good one.
mean: the mean of the clear surface over the days with an overpass. What an averaging method promises.

Own and mean are seen from nadir under the mean sun of the archive's overpasses, and so are normalised products.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import rasterio

from benchmarks.archive import BenchArchive
from benchmarks.quality.rows import Row
from benchmarks.quality.surface import SCALE, ClearSeries, clear_series, mean_sun_zenith, sun_factor
from s2gm_core.catalog.records import Asset, Scene
from s2gm_core.catalog.sources import open_source
from s2gm_core.composite.registry import METHODS
from s2gm_core.composite.stack import Observations
from s2gm_core.grid import Grid
from s2gm_core.layers import REFLECTANCE_NODATA
from s2gm_core.order import Order
from s2gm_core.period import days_since_1970
from s2gm_core.products.record import Product
from s2gm_core.products.temporal_mosaic import RunSettings, run
from s2gm_core.radiometry.scaling import INVALID
from s2gm_core.raster.pool import RasterPool
from s2gm_core.raster.read import Resampling, read_on_grid
from s2gm_core.simulate import SimulatedTruth
from s2gm_core.simulate.spectra import WATER
from s2gm_core.simulate.surface import direction_plane

CLOUD, SHADOW, THIN = 1, 2, 4
"""Bits of the archive's true masks."""

BANDS = ("B02", "B03", "B04", "B08", "B11", "B12")
"""Bands that are compared."""

METHOD_BANDS = ("B02", "B03", "B04", "B06", "B08", "B8A", "B11", "B12")
"""Bands by which methods decide."""

GREEN_NDVI = 0.36
"""Land with more is vegetation in the scene classification of the simulator."""


@dataclass
class Truth:
    """The truth on one grid; what was computed once is kept."""

    archive: BenchArchive
    grid: Grid
    scenes: dict[str, Scene]
    simulated: SimulatedTruth
    series: ClearSeries
    sun_zenith: float  # degrees, of own and mean
    kept: dict[object, np.ndarray] = field(default_factory=dict)

    def on_date_of(self, scene: Scene, normalised: bool) -> np.ndarray:
        """The clear surface on a scene's day, (band, y, x) float32: as the scene saw it, or from nadir."""
        key = (scene.overpass, normalised)
        if key not in self.kept:
            time, world = self.series.days.index(scene.acquired.date()), self.simulated.world
            overpass = self.simulated.overpass_of(scene.id)
            planes = []
            for band in BANDS:
                seen = (
                    sun_factor(world, band, self.sun_zenith)
                    if normalised
                    else direction_plane(world, overpass, self.grid, band)
                )
                planes.append(np.float32(1 / SCALE) * self.series.plane(band)[time] * seen)
            self.kept[key] = np.stack(planes).astype(np.float32)
        return self.kept[key]

    def statistic(self, name: str) -> np.ndarray:
        """``mean``, ``min`` or ``max`` of the clear surface over the days, (band, y, x) float32."""
        if name not in self.kept:
            planes = [getattr(np, name)(self.series.plane(band), axis=0) for band in BANDS]
            self.kept[name] = np.stack(planes).astype(np.float32) * self._sun_factors(BANDS) / SCALE
        return self.kept[name]

    def own(self, row: Row) -> np.ndarray:
        """What a method makes of the clear surface on all days, (band, y, x) float32, NaN where it makes nothing."""
        key = ("own", row.method, row.options)
        if key not in self.kept:
            method = METHODS[row.method]
            made = method.composite(self._clear_observations(), method.make_options(row.options))
            values = made.reflectance
            if values is None:
                index = np.maximum(made.index, 0).astype(np.int64)[np.newaxis, np.newaxis]
                values = np.take_along_axis(self.series.reflectance, index, axis=0)[0]
            values = np.stack([values[METHOD_BANDS.index(band)] for band in BANDS])
            empty = (made.index < 0) | (values == INVALID)
            self.kept[key] = np.where(empty, np.nan, values * self._sun_factors(BANDS) / SCALE).astype(np.float32)
        return self.kept[key]

    def _sun_factors(self, bands: Sequence[str]) -> np.ndarray:
        factors = [sun_factor(self.simulated.world, band, self.sun_zenith) for band in bands]
        return np.array(factors, np.float32)[:, np.newaxis, np.newaxis]

    def _clear_observations(self) -> Observations:
        """Every day seen without clouds, noise and angles, under the sun of the archive's truth."""
        series = self.series
        shape = (len(series.days), *self.grid.shape)

        def everywhere(value: float) -> np.ndarray:
            return np.full(shape, value, np.float32)

        orbit = {one.sensed.date(): one.swath.relative_orbit for one in self.simulated.world.overpasses}
        days = [days_since_1970(day) for day in series.days]
        return Observations(
            reflectance=series.reflectance,
            valid=np.ones(shape, bool),
            bands=series.bands,
            scene_class=_scene_class(series),
            cloud_probability=np.zeros(shape, np.uint8),
            day=np.array(days, np.int32),
            middle_day=(days[0] + days[-1] + 1) / 2,
            period_days=days[0] - days[-1] + 1.0,
            orbit=np.array([orbit[day] for day in series.days], np.int16),
            aerosol=everywhere(0.1),
            view_zenith=everywhere(0.0),
            cloud_distance=everywhere(10_000.0),
            cloud_weight=everywhere(1.0),
            orbit_distance=everywhere(50_000.0),
            clouded=np.zeros(shape, bool),
        )

    def mask_of(self, scene: Scene, pool: RasterPool) -> np.ndarray:
        """The true mask bits of a scene, (y, x) uint8."""
        path = self.archive.folder / "truth" / f"mask_{scene.id}.tif"
        mask = read_on_grid(pool, Asset(str(path), 1.0, 0.0), self.grid, Resampling.CLASS)
        return np.zeros(self.grid.shape, np.uint8) if mask is None else mask


def _scene_class(series: ClearSeries) -> np.ndarray:
    """Water 6, vegetation 4 and bare ground 5, (time, y, x) uint8."""
    red, infrared = series.plane("B04"), series.plane("B08")
    green = infrared - red > GREEN_NDVI * (infrared + red)
    return np.where(np.isin(series.plots.cover, WATER), 6, np.where(green, 4, 5)).astype(np.uint8)


@dataclass(frozen=True)
class Pixels:
    """A product beside the truth; differences (band, y, x) float32, product minus truth, NaN where there is none."""

    count: np.ndarray  # (y, x) valid observations
    taken: np.ndarray  # (y, x) bool, the pixel has a value in every band
    overpass: np.ndarray  # (y, x) int16, number of the overpass that was taken or that stands for the pixel, -1 = none
    mask: np.ndarray  # (y, x) uint8, true mask bits of that observation
    values: np.ndarray  # (band, y, x) float32, reflectance
    against_date: np.ndarray
    against_own: np.ndarray
    against_mean: np.ndarray


def compare(product: Product, truth: Truth, row: Row) -> Pixels:
    """Read a product and hold every pixel against the truths."""
    stored = np.stack([_read(product.layers[band]) for band in BANDS])
    values = np.where(stored == REFLECTANCE_NODATA, np.nan, stored / np.float32(SCALE)).astype(np.float32)
    source = _read(product.layers["source_index"])
    at_date, mask = np.full_like(values, np.nan), np.zeros(source.shape, np.uint8)
    overpass = np.full(source.shape, -1, np.int16)
    with RasterPool() as pool:
        for index in np.unique(source[source >= 0]):
            scene = truth.scenes[product.scenes[index]]
            here = source == index
            at_date[:, here] = truth.on_date_of(scene, row.normalised)[:, here]
            mask[here] = truth.mask_of(scene, pool)[here]
            overpass[here] = truth.series.days.index(scene.acquired.date())
    own, mean = values - truth.own(row), values - truth.statistic("mean")
    taken = np.isfinite(values).all(axis=0)
    return Pixels(_read(product.layers["valid_obs"]), taken, overpass, mask, values, values - at_date, own, mean)


def _read(path: Path) -> np.ndarray:
    with rasterio.open(path) as file:
        return file.read(1)


def make(archive: BenchArchive, row: Row, out: Path, **changes: Any) -> Product:
    """The mosaic of a row over the whole archive's period, 10 m.

    The two satellites of the simulation measure alike, so that nothing is harmonised. Where angles are normalised, the
    sun is that of the truth.
    """
    given = {
        "source": archive.catalogue,
        "area": archive.area,
        "start": archive.start,
        "end": archive.end,
        "period": "custom",
        "method": row.method,
        "options": row.options,
        "bands": BANDS,
        "layers": ("valid_obs", "source_index"),
        "resolution": 10.0,
        "harmonise": "off",
        "nbar_sun_zenith": mean_sun_zenith(SimulatedTruth.open(archive.folder).world),
    }
    return run(Order(**{**given, **dict(row.changes), **changes}), out, RunSettings())


def truth_of(archive: BenchArchive, grid: Grid) -> Truth:
    """The truth of an archive on a grid."""
    scenes = {scene.id: scene for scene in open_source(archive.catalogue).scenes()}
    simulated = SimulatedTruth.open(archive.folder)
    series = clear_series(simulated, grid, METHOD_BANDS)
    return Truth(archive, grid, scenes, simulated, series, mean_sun_zenith(simulated.world))
