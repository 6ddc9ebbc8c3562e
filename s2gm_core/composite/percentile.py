"""Percentiles of every band by itself: the first of a set is delivered, the whole set as further layers.

The percentile P of n values lies at rank (n - 1) P/100, counted from 0, linearly between two values (numpy's default;
`order_statistics`), or, with ``interpolation=none``, is the value at rank floor(n P/100), at most the last: one that
was observed. All are rounded to the step of the scaled reflectance, halves to the even number.

A low percentile sets bright outliers aside without a mask: the quarterly mosaics of the Copernicus Data Space are the
first quartile per band of B02, B03, B04 and B08 (documentation.dataspace.copernicus.eu, "Sentinel-2 Level 3 Quarterly
Mosaics"). Their page does not say how the quartile is taken; the public evalscripts of the same provider take the value
at rank floor(n/4), which is ``percentiles=25;interpolation=none``.

Of several observations of one day those mosaics use only the latest: ``one_per_day``. Here that is the latest valid
one, so that a cloud in the later overpass does not hide the clear earlier one. The page leaves open whether the mask or
the day comes first.

The weights of sensors only say whether an observation counts: one of weight 0 does not, any other as much as the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from ..layers import REFLECTANCE_NODATA, REFLECTANCE_SCALE, Layer
from ..radiometry.scaling import INVALID
from .averages import averaged, band_statistics
from .method import Method
from .options import option
from .order_statistics import linear_ranks, whole_ranks
from .stack import Composite, Observations
from .uncertainty import of_quantile

MOST_IN_UINT8 = 254
"""Largest count of a ``valid_obs`` that has not widened to UInt16."""

RANKS = MappingProxyType({"linear": linear_ranks, "none": whole_ranks})
"""By the option ``interpolation``."""


@dataclass(frozen=True)
class PercentileOptions:
    """Options of `percentile`."""

    percentiles: tuple[float, ...] = option(
        (25.0, 50.0, 75.0),
        "Percentiles of each band; the bands hold the first, and where there are more, all are layers such as B02_p25",
        0,
        100,
    )
    interpolation: str = option(
        "linear", "Between two values: linear, or none for the value at rank n P/100 rounded down", choices=tuple(RANKS)
    )
    one_per_day: bool = option(False, "Whether of several valid observations of one day only the latest counts")

    @property
    def by_name(self) -> Mapping[str, float]:
        """The percentiles by the ending of their layers, in the order given, each once."""
        named: dict[str, float] = {}
        for percentile in self.percentiles:
            named.setdefault("p" + f"{percentile:g}".replace(".", "_"), percentile)
        return named


def composite(observations: Observations, options: PercentileOptions) -> Composite:
    """The first percentile as reflectance (band, y, x) int16 x 10^4, the set as layers (y, x) uint16.

    As in the bands of a product, negative reflectance is cut to 0 in the layers.
    """
    observations = replace(observations.counted, weight=None)
    layers: dict[str, np.ndarray] = {}
    if options.one_per_day:
        observations = replace(observations, valid=latest_of_days(observations.valid, observations.day))
        count_type = np.uint8 if len(observations.valid) <= MOST_IN_UINT8 else np.uint16
        layers["valid_obs"] = observations.valid.sum(axis=0, dtype=count_type)
    named = options.by_name
    probabilities = tuple(percentile / 100 for percentile in named.values())
    ranks = RANKS[options.interpolation](probabilities, len(observations.valid))
    every = band_statistics(observations, ranks)
    if len(named) > 1:
        for ending, planes in zip(named, every):
            for band, plane in zip(observations.bands, planes):
                stored = np.where(plane == INVALID, REFLECTANCE_NODATA, np.maximum(plane, 0))
                layers[f"{band}_{ending}"] = stored.astype(np.uint16)
    return replace(averaged(observations, every[0]), layers=layers)


def latest_of_days(valid: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Valid observations without those that have a newer valid one of the same day before them.

    valid (time, y, x) bool, newest first; day (time,) int32. Returns (time, y, x) bool.
    """
    kept = valid.copy()
    for time in range(1, len(day)):
        newer = np.flatnonzero(day[:time] == day[time])
        if len(newer):
            kept[time] &= ~valid[newer].any(axis=0)
    return kept


def percentile_layers(options: PercentileOptions, bands: tuple[str, ...]) -> tuple[Layer, ...]:
    """One layer per band and percentile, (y, x) uint16 each, where the set has more than one."""
    named = options.by_name
    if len(named) < 2:
        return ()
    return tuple(
        Layer(
            f"{band}_{ending}",
            "uint16",
            REFLECTANCE_NODATA,
            REFLECTANCE_SCALE,
            "1",
            f"Percentile {percentile:g} of the surface reflectance in band {band}",
        )
        for band in bands
        for ending, percentile in named.items()
    )


def _first_probability(options: PercentileOptions) -> float:
    """The percentile that the bands hold, 0..1."""
    return options.percentiles[0] / 100


METHOD = Method(
    name="percentile",
    label="Percentiles",
    summary="Percentiles of each band; the first quartile stays clear where masks miss clouds, and is a little dark.",
    masks="For low percentiles any that finds shadows, also where it misses clouds; for high ones only strict ones.",
    source="Copernicus Data Space, Sentinel-2 Level 3 Quarterly Mosaics (first quartile); Hyndman and Fan 1996, The "
    "American Statistician 50, 361-365, definition 7",
    selects=False,
    composite=composite,
    uncertainty=of_quantile(_first_probability),
    options=PercentileOptions,
    band_layers=percentile_layers,
    short_calls=True,
)
