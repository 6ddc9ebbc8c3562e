"""Periods of the simulator with errors drawn from the input model, to see how often an interval holds the truth.

The surface of every day of a period is computed from the simulator's landscape; observations see it on different days
chosen at random, with an error of which a part of the variance is common to the dates of a pixel and band. Errors are
drawn here with the model's formula written out once more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from s2gm_core.composite.input_uncertainty import InputUncertainty
from s2gm_core.composite.method import Method
from s2gm_core.composite.options import NoOptions
from s2gm_core.composite.registry import METHODS
from s2gm_core.composite.stack import Composite, Observations
from s2gm_core.composite.uncertainty import (
    of_date,
    of_geometric_median,
    of_mean,
    of_median,
    of_quantile,
    of_selection,
    weighted,
)
from s2gm_core.grid import Grid
from s2gm_core.simulate.ground import ground_points
from s2gm_core.simulate.settings import SimulationSettings
from s2gm_core.simulate.surface import SurfaceState, world_of
from s2gm_core.simulate.tiles import REFERENCE_CRS
from tests.core.reference.stacks import ALL_BANDS

EPOCH = date(1970, 1, 1)
DEFAULT_MODEL = InputUncertainty()


@dataclass(frozen=True)
class Period:
    """The true surface on every day of a period."""

    first: date
    surface: np.ndarray  # (day, band, y, x) float32 reflectance
    bands: tuple[str, ...] = ALL_BANDS

    @property
    def days(self) -> int:
        return len(self.surface)


@dataclass(frozen=True)
class Draw:
    """Observations of a period."""

    observations: Observations
    seen: np.ndarray  # (time, band, y, x) float32, the true surface on their days


def simulated_period(first: date, days: int, side: int) -> Period:
    """A period on ``side`` x ``side`` points of the simulator's default landscape, as far apart as it is large."""
    world = world_of(SimulationSettings(tiles=1))
    tile = world.tiles[0].grid
    step = tile.width / side
    grid = Grid(tile.crs, tile.west, tile.north, tile.pixel_width * step, tile.pixel_height * step, side, side)
    plots = world.landscape.plots(ground_points(grid, REFERENCE_CRS))
    surface = np.empty((days, len(ALL_BANDS), side, side), np.float32)
    for number in range(days):
        state = SurfaceState.on(world.settings, first + timedelta(days=number))
        for band, name in enumerate(ALL_BANDS):
            surface[number, band] = state.reflectance(plots, name)
    return Period(first, surface)


def own_uncertainty(reflectance: np.ndarray, aerosol: np.ndarray, model: InputUncertainty) -> np.ndarray:
    """Standard uncertainty of observations (time, band, y, x) of `ALL_BANDS` under aerosol (time, y, x)."""
    wavelength = np.array([490.0, 560.0, 665.0, 740.0, 842.0, 865.0, 1610.0, 2190.0])
    slope = 0.075 * (490.0 / wavelength[:, np.newaxis, np.newaxis]) ** 1.3
    of_aerosol = slope * (0.03 + 0.1 * aerosol[:, np.newaxis])
    relative = model.relative**2 + model.directional**2
    return np.sqrt(model.floor**2 + relative * reflectance**2 + of_aerosol**2)


def draw(period: Period, count: int, model: InputUncertainty, seed: int) -> Draw:
    """``count`` observations of different days, drawn for each pixel by itself."""
    rng = np.random.default_rng(seed)
    days, bands, height, width = period.surface.shape
    chosen = np.argsort(rng.random((days, height, width)), axis=0)[:count]
    seen = np.take_along_axis(period.surface, chosen[:, np.newaxis], axis=0)
    common = rng.standard_normal((1, bands, height, width))
    own = rng.standard_normal(seen.shape)
    error = np.sqrt(model.correlation) * common + np.sqrt(1 - model.correlation) * own
    aerosol = rng.uniform(0.05, 0.5, (count, height, width)).astype(np.float32)
    weight = rng.uniform(0.1, 1.0, (count, height, width)).astype(np.float32)
    values = seen + own_uncertainty(seen, aerosol, model) * error
    return Draw(replace(_observations(period, values), aerosol=aerosol, cloud_weight=weight), seen)


def of_every_day(period: Period) -> Observations:
    """The surface itself on every day, as if observed without error."""
    return _observations(period, period.surface)


def _observations(period: Period, reflectance: np.ndarray) -> Observations:
    """Stack of reflectances (time, band, y, x), with planes that a method may ask for."""
    shape = (len(reflectance), *reflectance.shape[2:])
    first = (period.first - EPOCH).days
    return Observations(
        reflectance=np.rint(reflectance * 10000).clip(-32000, 32000).astype(np.int16),
        valid=np.ones(shape, bool),
        bands=period.bands,
        scene_class=np.full(shape, 4, np.uint8),
        cloud_probability=np.full(shape, 255, np.uint8),
        # Dates differ from pixel to pixel here, so that methods can only be told the period's middle.
        day=np.full(len(reflectance), first + period.days // 2, np.int32),
        middle_day=first + period.days / 2,
        period_days=float(period.days),
        orbit=np.full(len(reflectance), 22, np.int16),
        aerosol=np.full(shape, 0.1, np.float32),
        view_zenith=np.full(shape, 5, np.float32),
        cloud_distance=np.full(shape, 5000, np.float32),
        cloud_weight=np.ones(shape, np.float32),
        orbit_distance=np.full(shape, 10000, np.float32),
        clouded=np.zeros(shape, bool),
    )


@dataclass(frozen=True)
class Truth:
    """One definition of what an interval should hold; `of` gives it for a draw and its composite, (band, y, x)."""

    name: str
    of: Callable[[Period, Method, Draw, Composite, int], np.ndarray]


def _on_date(period: Period, method: Method, drawn: Draw, composite: Composite, seed: int) -> np.ndarray:
    return _at_index(drawn.seen, composite)


def _on_any_day(period: Period, method: Method, drawn: Draw, composite: Composite, seed: int) -> np.ndarray:
    height, width = drawn.observations.shape
    day = np.random.default_rng(seed + 10**6).integers(0, period.days, (1, 1, height, width))
    return np.take_along_axis(period.surface, day, axis=0)[0]


def _mean(period: Period, method: Method, drawn: Draw, composite: Composite, seed: int) -> np.ndarray:
    return period.surface.mean(axis=0, dtype=np.float64)


def _same_statistic(period: Period, method: Method, drawn: Draw, composite: Composite, seed: int) -> np.ndarray:
    made = method.composite(of_every_day(period), method.make_options(())).reflectance
    assert made is not None
    return made / 10000


ON_DATE = Truth("the date", _on_date)
ANY_DAY = Truth("any day", _on_any_day)
MEAN = Truth("period's mean", _mean)
SAME_STATISTIC = Truth("same statistic of all days", _same_statistic)


@dataclass(frozen=True)
class Coverage:
    """How often intervals held a truth, and how wide they were."""

    one: float  # share within one standard uncertainty
    two: float  # within two
    width: float  # mean standard uncertainty over the input model's of one observation


@dataclass(frozen=True)
class Trial:
    """What is drawn and which pixels count."""

    count: int  # observations of each pixel
    model: InputUncertainty = DEFAULT_MODEL
    change: tuple[float, float] = (0.0, np.inf)
    """Only bands and pixels whose surface changes within the period by a standard deviation from the one to below the
    other, in standard uncertainties of an observation."""
    seed: int = 1


def coverage(period: Period, method: Method, truth: Truth, trial: Trial) -> Coverage:
    """Coverage of a method's intervals."""
    model, seed = trial.model, trial.seed
    drawn = draw(period, trial.count, model, seed)
    options = method.make_options(())
    composite = method.composite(drawn.observations, options)
    stated = method.uncertainty(drawn.observations, composite, options, model)
    value = composite.reflectance
    if value is None:
        value = _at_index(drawn.observations.reflectance, composite)
    expected = truth.of(period, method, drawn, composite, seed)
    alone = np.sqrt(model.floor**2 + (model.relative * period.surface.mean(axis=0)) ** 2)
    change = period.surface.std(axis=0) / alone
    counted = np.isfinite(stated) & (change >= trial.change[0]) & (change < trial.change[1])
    error, u = np.abs(value / 10000 - expected)[counted], stated[counted]
    return Coverage(float((error <= u).mean()), float((error <= 2 * u).mean()), float((u / alone[counted]).mean()))


def _at_index(stack: np.ndarray, composite: Composite) -> np.ndarray:
    """What a stack (time, band, y, x) holds at the composite's observations, (band, y, x)."""
    taken = np.maximum(composite.index, 0)[np.newaxis, np.newaxis].astype(np.int64)
    return np.take_along_axis(stack, taken, axis=0)[0]


# Small compositing methods, written as simply as they go.


def _averaging(name: str, average: Callable[[Observations], np.ndarray], uncertainty: Any) -> Method:
    """A method of one function of observations to reflectance (band, y, x), all observations valid."""

    def composite(observations: Observations, options: NoOptions) -> Composite:
        scaled = np.rint(average(observations)).astype(np.int16)
        return Composite(np.zeros(observations.shape, np.int16), scaled)

    return Method(name, name, "", "", "", False, composite, uncertainty)


def random_weights(observations: Observations, options: Any) -> np.ndarray:
    """Weights 0.1 to 1 that have nothing to do with the surface, (time, y, x)."""
    assert observations.cloud_weight is not None
    return observations.cloud_weight


def _weighted_mean(observations: Observations) -> np.ndarray:
    weight = random_weights(observations, None)[:, np.newaxis]
    return (observations.reflectance * weight).sum(axis=0) / weight.sum(axis=0)


def _geometric_median(observations: Observations) -> np.ndarray:
    """Weiszfeld's iteration, softened by a thousandth of reflectance in place of rules for coinciding points."""
    stack = observations.reflectance.astype(np.float64)
    place = stack.mean(axis=0)
    for _ in range(100):
        weight = 1 / np.sqrt(((stack - place) ** 2).sum(axis=1, keepdims=True) + 100.0)
        place = (stack * weight).sum(axis=0) / weight.sum(axis=0)
    return place


def _quantile(p: float) -> Callable[[Observations], np.ndarray]:
    return lambda observations: np.quantile(observations.reflectance, p, axis=0)


AVERAGING = {
    one.name: one
    for one in (
        _averaging("mean", lambda observations: observations.reflectance.mean(axis=0), of_mean),
        _averaging("weighted mean", _weighted_mean, weighted(random_weights)),
        _averaging("median", _quantile(0.5), of_median),
        _averaging("lower quartile", _quantile(0.25), of_quantile(0.25)),
        _averaging("geometric median", _geometric_median, of_geometric_median),
    )
}


def _greenest(observations: Observations, options: NoOptions) -> Composite:
    red, infrared = (np.maximum(observations.plane(band), 1).astype(float) for band in ("B04", "B08"))
    return Composite(((infrared - red) / (infrared + red)).argmax(axis=0).astype(np.int16))


def _newest(observations: Observations, options: NoOptions) -> Composite:
    return Composite(np.zeros(observations.shape, np.int16))


SELECTING = {
    "s2gm": METHODS["s2gm"],
    "medoid": METHODS["medoid"],
    "stc": METHODS["stc"],
    "newest": Method("newest", "newest", "", "", "", True, _newest),
    "greenest": Method("greenest", "greenest", "", "", "", True, _greenest),
}


OF_DATE = {name: replace(method, uncertainty=of_date) for name, method in SELECTING.items()}
OF_PERIOD = {name: replace(method, uncertainty=of_selection) for name, method in SELECTING.items()}
