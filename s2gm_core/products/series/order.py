"""What a user wants of a time series: the frozen `SeriesOrder`, and the mosaic's order behind each part of it.

A series follows the rules of mosaics: every group of sites has an `Order` of its own small area, from which scenes are
chosen and plans are made as for a mosaic of that area.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

from ...composite.options import Pairs
from ...errors import OrderError
from ...layers import GROUPS, METHOD_LAYERS
from ...order import Order
from ...period import PERIOD_KINDS, Period, parse_date, period_series

OBSERVATION = "observation"
"""The period of a series of single observations, one per overpass."""

SERIES_PERIODS = (OBSERVATION, *(name for name in PERIOD_KINDS if name != "custom"))
"""What a record can be: an observation, or the composite of a period."""

AUTO = "auto"
"""The method of an order that names none."""

LARGEST_WINDOW = 101

CONFIDENCE_LAYERS = ("quality_aot", "quality_cloud_confidence", "quality_snow_confidence")
"""What is read beside bands and masks unless the order says that it need not be."""

_OF_COMPOSITES, _OF_OBSERVATIONS = "s2gm", "mean"
"""What ``auto`` is: the method of the service; a method that uses every ordered band and no other."""

_OWN = ("period", "method", "window", "aggregate", "refused_values", "confidences")
_SOMEWHERE = box(0.0, 0.0, 1e-3, 1e-3)
"""Stands for the area while an order is checked before the sites are known."""


@dataclass(frozen=True)
class SeriesOrder:
    """One order of a series. Every field is checked when it is made; `OrderError` says what is wrong.

    What has the name of a field of `Order` means the same. A field's default is that of `Order`.
    """

    source: str = field(repr=False)
    start: date
    end: date  # last day, inclusive; of composites any day in the last period
    period: str = OBSERVATION  # one of SERIES_PERIODS
    method: str = AUTO  # of composites: s2gm; of observations none, see `bands_decide`
    options: Pairs = ()
    bands: tuple[str, ...] = ()
    indices: tuple[str, ...] = ()
    resolution: float = 10.0
    crs: str = "auto"  # auto: of every site the UTM zone in which it lies
    window: int = 1  # pixels on a side around a point, odd
    aggregate: bool = False  # one record with mean, count and spread per window instead of one per pixel
    refused_values: bool = True  # observations only: also read bands of observations that are not valid
    confidences: bool = True  # also read CONFIDENCE_LAYERS
    cloud_mask: str = "esa"
    cloud_probability: float = 40.0
    mask_growth: float = 0.0
    user_mask: str = ""
    max_cloud: float = 100.0
    nbar: str = "auto"
    nbar_sun_zenith: float | None = None
    harmonise: str = "auto"
    min_obs: int = 1  # of composites
    fill_days: int = 0  # of composites
    landsat_weight: float = 1.0
    exclude_scenes: tuple[str, ...] = ()
    include_scenes: tuple[str, ...] = ()
    relative_orbits: tuple[int, ...] = ()
    platforms: tuple[str, ...] = ()
    baselines: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.period not in SERIES_PERIODS:
            raise OrderError(f"Unknown period '{self.period}' of a series. Choose among {', '.join(SERIES_PERIODS)}.")
        if self.end in (None, ""):
            raise OrderError("A series needs an end date as well as its start.")
        if type(self.window) is not int or self.window % 2 == 0 or not 1 <= self.window <= LARGEST_WINDOW:
            raise OrderError(f"The window {self.window} is no odd number from 1 to {LARGEST_WINDOW}.")
        if self.bands_decide and self.options:
            raise OrderError("The options are of a method, but none is named. Name it, or leave the options out.")
        checked = self.order_of(_SOMEWHERE)
        for one in fields(self):
            if one.name not in (*_OWN, "end"):
                object.__setattr__(self, one.name, getattr(checked, one.name))
        end = self.end if isinstance(self.end, date) else parse_date(str(self.end), "The end")
        object.__setattr__(self, "end", end)
        if self.is_observations and (self.fill_days or self.min_obs > 1):
            raise OrderError("A least number of observations and filling are of composites. Choose a period for them.")
        self.periods  # noqa: B018 - raises for dates that make no series

    @property
    def is_observations(self) -> bool:
        """Whether every observation is wanted, not composites."""
        return self.period == OBSERVATION

    @property
    def bands_decide(self) -> bool:
        """Whether the ordered bands alone, those of indices among them, tell which observations have gaps.

        So it is where no method is named: nothing is read for a method that nobody uses. Observations of a named
        method are valid where its mosaic would use them.
        """
        return self.is_observations and self.method == AUTO

    @property
    def periods(self) -> tuple[Period, ...]:
        """The periods of the records, oldest first; for observations all days as one."""
        return period_series("custom" if self.is_observations else self.period, self.start, self.end)

    def order_of(self, area: BaseGeometry) -> Order:
        """The order of a mosaic with what records tell as layers, over the surroundings of some sites, lon/lat."""
        kept: dict[str, Any] = {one.name: getattr(self, one.name) for one in fields(self) if one.name not in _OWN}
        kind = "custom" if self.is_observations else self.period
        unwanted = {
            *(METHOD_LAYERS if self.is_observations else ()),
            *(() if self.confidences else CONFIDENCE_LAYERS),
        }
        layers = tuple(name for name in (*GROUPS["service"], "date") if name not in unwanted)
        return Order(area=area, period=kind, method=self.mosaic_method, layers=layers, clip="box", **kept)

    @property
    def mosaic_method(self) -> str:
        """The method of the mosaics by whose rules the records are made."""
        if self.method != AUTO:
            return self.method
        return _OF_OBSERVATIONS if self.is_observations else _OF_COMPOSITES
